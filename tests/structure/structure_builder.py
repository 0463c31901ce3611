"""Documents in one-line notation, as `document("# Title", "## Heading", "1. First point", "* item", "| a | b |")`.

# Title            title
## Heading         heading of level 1, ### of level 2 ...
12. text 12) text  item with that number; a long or bold one is a numbered paragraph, as the readers have it
(a) text a) text   item with that letter
* text             bullet item
| a | b |          row of a table; rows that follow each other make one table; `\\v` parts paragraphs of a cell
**text**           bold paragraph
> text             in a box; lines that follow each other share it, `>>` begins another box
^1 text            footnote
~ text             running head
text               paragraph
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from pipeline.model import Block, Cell, Document, Kind, Record
from pipeline.structure import structure

LONG = 160  # characters from which a number marks a paragraph and no item
_MARKED = (
    (re.compile(r"^# (?P<text>.*)$", re.S), Kind.TITLE),
    (re.compile(r"^##(?P<deep>#*) (?P<text>.*)$", re.S), Kind.HEADING),
    (re.compile(r"^(?P<marker>[*•])\s(?P<text>.*)$", re.S), Kind.ITEM),
    (re.compile(r"^(?P<marker>\d{1,3}[.)]|\([a-z0-9]{1,4}\)|[a-z]\))\s(?P<text>.*)$", re.S), Kind.ITEM),
    (re.compile(r"^\^(?P<marker>\d+)\s(?P<text>.*)$", re.S), Kind.FOOTNOTE),
    (re.compile(r"^~ (?P<text>.*)$", re.S), Kind.FURNITURE),
    (re.compile(r"^(?P<text>.*)$", re.S), Kind.PARAGRAPH),
)


def document(*lines: str) -> Document:
    """A document of these lines."""
    blocks: list[Block] = []
    frame, inside = 0, False
    for line, rows in _rows_joined(lines):
        boxed = re.match(r"^>{1,2} ", line)
        frame += bool(boxed) and (not inside or line.startswith(">>"))
        inside = bool(boxed)
        text = line[boxed.end() :] if boxed else line
        block = _table(rows, len(blocks)) if rows else _block(text, len(blocks))
        blocks.append(replace(block, frame=frame if inside else 0))
    return Document(digest="d" * 64, media_type="text/plain", blocks=tuple(blocks))


def _rows_joined(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each line with no rows, or the first line of a table with all its rows."""
    for is_row, group in groupby(lines, key=lambda line: line.lstrip("> ").startswith("|")):
        found = list(group)
        if is_row:
            yield found[0], [line.lstrip("> ") for line in found]
        else:
            yield from ((line, []) for line in found)


def _block(line: str, number: int) -> Block:
    bold = re.fullmatch(r"((?:\d{1,2}\.|\d{1,2}\)|\([a-z]\)) )?\*\*(.*)\*\*", line, re.S)
    line = f"{bold.group(1) or ''}{bold.group(2)}" if bold else line
    pattern, kind = next((p, k) for p, k in _MARKED if p.match(line))
    found = pattern.match(line)
    assert found is not None
    parts = found.groupdict()
    if kind is Kind.ITEM and parts["marker"] not in "*•" and (bold or len(parts["text"]) > LONG):
        kind = Kind.PARAGRAPH
    level = 1 + len(parts["deep"]) if kind is Kind.HEADING else 1 if kind is Kind.ITEM else 0
    marker = (parts.get("marker") or "").replace("*", "•")
    return Block(number=number, kind=kind, text=parts["text"], marker=marker, level=level, bold=bool(bold))


def _table(rows: Sequence[str], number: int) -> Block:
    text, cells = "", []
    for row, line in enumerate(rows):
        for column, content in enumerate(line.strip().strip("|").split("|")):
            text += "\t" if column else "\n" if row else ""
            content = content.strip(" ")
            cells.append(Cell(row=row, column=column, start=len(text), end=len(text) + len(content)))
            text += content
    return Block(number=number, kind=Kind.TABLE, text=text, cells=tuple(cells))


def read(*lines: str) -> Record:
    """What the room makes of a document."""
    return structure(document(*lines))


def insights(*lines: str) -> list[tuple[str, str]]:
    """(kind, text) of a document's insights."""
    return [(i.kind, i.text) for i in read(*lines).insights]


def kinds(*lines: str) -> list[str]:
    """Kinds of a document's insights in order."""
    return [i.kind for i in read(*lines).insights]


def answers(*lines: str) -> dict[str, str]:
    """A form's answers by column; questions without a column are left out."""
    return {a.column: a.answer for a in read(*lines).answers if a.column}


def people(*lines: str) -> list[tuple[str, str, str, str, str]]:
    """(name, part, role, organisation, place) of the people a document lists."""
    return [(p.name, p.part, p.role, p.organisation, p.place) for p in read(*lines).people]
