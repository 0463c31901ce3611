"""The whole document seen at once: parts of pages become its blocks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from pipeline.extract.blocks import LONGEST_BLOCK, LONGEST_TOKEN
from pipeline.extract.pdf.aside import furniture
from pipeline.extract.pdf.drafts import NOWHERE, CellDraft, Draft
from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.headings import describe, judge
from pipeline.extract.pdf.joining import printed_rows
from pipeline.extract.pdf.outline import Outline
from pipeline.extract.pdf.parts import Part, gather
from pipeline.extract.pdf.rows import Row
from pipeline.model import Block, Box, Cell, Kind, Where
from pipeline.text.clean import one_line

_LONG_TOKEN = re.compile(rf"\S{{{LONGEST_TOKEN},}}")
_HYPHENED = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")


@dataclass(slots=True)
class Leaf:
    """A page as read: what the whole document needs of it."""

    number: int  # from 1
    width: float = 0.0  # as read
    height: float = 0.0
    turn: int = 0  # degrees by which it was turned for reading, its text running up or down
    confidence: float = 1.0  # in its text
    skew: float = 0.0  # degrees by which it was turned back, its lines running downhill
    drafts: list[Draft] = field(default_factory=list)

    def as_shown(self, box: CellBox) -> CellBox:
        """A box of the page as it was read, on the page as it is shown."""
        x0, top, x1, bottom = self._askew(box) if self.skew else box
        if self.turn == 90:
            return top, self.width - x1, bottom, self.width - x0
        if self.turn == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 270:
            return self.height - bottom, x0, self.height - top, x1
        return x0, top, x1, bottom

    def _askew(self, box: CellBox) -> CellBox:
        """What a box of the levelled page covers on the page before that."""
        across, down = math.cos(math.radians(self.skew)), math.sin(math.radians(self.skew))
        middle = self.width / 2, self.height / 2
        corners = [(x - middle[0], y - middle[1]) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [middle[0] + x * across - y * down for x, y in corners]
        ys = [middle[1] + x * down + y * across for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def finish(leaves: Sequence[Leaf], notes: list[str], outline: Outline) -> tuple[Block, ...]:
    """Blocks of the document, in reading order.

    notes: what was cut is said here. outline: headings that the file itself names.
    """
    for leaf in leaves:  # a row may have held a footnote call only
        leaf.drafts[:] = [d for d in leaf.drafts if d.cells or any(row.text.strip() for row in d.rows)]
    pages, heights = [leaf.drafts for leaf in leaves], [leaf.height for leaf in leaves]
    aside = furniture(pages, heights)
    body = _body_size(pages, aside)
    parts = gather(pages, heights, aside, body)
    known = _hyphenated(pages)
    for part in parts:
        describe(part, known)
    judge(parts, body, outline)
    for part in [part for part in parts if len(part.text) > LONGEST_TOKEN]:
        _bound(part, notes)
    return tuple(_blocks(parts, {leaf.number: leaf for leaf in leaves}))


def _rows_of(pages: Sequence[Sequence[Draft]], skip: set[int]) -> Iterator[Row]:
    return (row for drafts in pages for draft in drafts if id(draft) not in skip for row in draft.rows)


def _body_size(pages: Sequence[Sequence[Draft]], skip: set[int]) -> float:
    """The font size in which most of the text is set."""
    exact: Counter[float] = Counter()
    for row in _rows_of(pages, skip):
        exact[row.size] += len(row.text)
    weights: Counter[float] = Counter()
    for size, length in exact.items():
        weights[round(size * 2) / 2] += length
    return weights.most_common(1)[0][0] if weights else 10.0


def _hyphenated(pages: Sequence[Sequence[Draft]]) -> frozenset[str]:
    """Words with a hyphen inside a line: their hyphen is real at a line's end, too."""
    return frozenset(
        word.lower() for row in _rows_of(pages, set()) if "-" in row.text for word in _HYPHENED.findall(row.text)
    )


def _bound(part: Part, notes: list[str]) -> None:
    """Cut words and paragraphs that are longer than any."""
    if max(map(len, part.text.split())) > LONGEST_TOKEN:
        part.text = _LONG_TOKEN.sub(lambda match: match[0][:LONGEST_TOKEN], part.text)
        notes.append(f"Page {part.first.page}: a word of over {LONGEST_TOKEN:,} characters was cut.")
    if len(part.text) > LONGEST_BLOCK:
        notes.append(f"Page {part.first.page}: a paragraph of over {LONGEST_BLOCK:,} characters was parted.")


def _texts(text: str) -> Iterator[str]:
    """A text in stretches that are not too long, parted after a sentence, else at a blank."""
    while len(text) > LONGEST_BLOCK:
        window = text[:LONGEST_BLOCK]
        sentence, blank = window.rfind(". ", LONGEST_BLOCK // 2), window.rfind(" ")
        cut = (sentence if sentence > 0 else blank) + 1 or LONGEST_BLOCK
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def _blocks(parts: Sequence[Part], leaves: dict[int, Leaf]) -> list[Block]:
    blocks: list[Block] = []
    frames: dict[tuple[int, object], int] = {}
    for part in parts:
        number, frame = len(blocks), 0
        if part.first.frame is not None:
            key = (part.first.page, part.first.frame)
            frame = frames.setdefault(key, len(frames) + 1)
        made = _table_block if part.kind is Kind.TABLE else _text_block
        block = made(part, number, frame, leaves)
        if len(block.text) <= LONGEST_BLOCK or part.kind is Kind.TABLE:
            blocks.append(block)
            continue
        for text in _texts(block.text):
            marker = block.marker if len(blocks) == number else ""
            blocks.append(replace(block, number=len(blocks), text=text, printed="", marker=marker))
    return blocks


def _text_block(part: Part, number: int, frame: int, leaves: dict[int, Leaf]) -> Block:
    printed = printed_rows(part.rows)
    return Block(
        number=number,
        kind=part.kind,
        text=part.text,
        where=_places(part, number, leaves),
        level=part.level,
        marker=part.marker,
        printed=printed if printed != part.text else "",
        frame=frame,
        size=part.first.size,
        bold=part.first.bold,
        confidence=_confidence(part, leaves),
    )


def _confidence(part: Part, leaves: dict[int, Leaf]) -> float:
    if len(part.drafts) == 1:
        return leaves[part.first.page].confidence
    return min([leaves[draft.page].confidence for draft in part.drafts])


def _places(part: Part, number: int, leaves: dict[int, Leaf]) -> tuple[Where, ...]:
    if len(part.drafts) == 1:  # as nearly all
        return (_place(part.first, number, leaves),)
    return tuple([_place(draft, number, leaves) for draft in part.drafts])


def _place(draft: Draft, number: int, leaves: dict[int, Leaf]) -> Where:
    page = draft.page
    return Where(page=page, box=_box(leaves[page], draft.box), locator=f"page={page};para={number + 1}")


def _box(leaf: Leaf, box: CellBox) -> Box:
    x0, top, x1, bottom = leaf.as_shown(box) if leaf.turn or leaf.skew else box
    if x0 > 0 and top > 0:  # to hundredths, three times quicker than `round` does
        return Box(
            x0=int(x0 * 100 + 0.5) / 100,
            top=int(top * 100 + 0.5) / 100,
            x1=int(x1 * 100 + 0.5) / 100,
            bottom=int(bottom * 100 + 0.5) / 100,
        )
    return Box(x0=_rounded(x0), top=_rounded(top), x1=_rounded(x1), bottom=_rounded(bottom))


def _rounded(points: float) -> float:
    """To hundredths, halves upwards where they are positive."""
    return int(points * 100 + 0.5) / 100 if points > 0 else round(points, 2)


def _table_block(part: Part, number: int, frame: int, leaves: dict[int, Leaf]) -> Block:
    cells: list[Cell] = []
    texts: list[str] = []
    printed: list[str] = []
    length, row = 0, -1
    assert part.table is not None, "a table part has one"
    for cell in sorted(part.table.cells, key=lambda c: (c.row, c.column)):
        if row >= 0:
            texts.append("\t" if cell.row == row else "\n")
            length += 1
        content = _cell_text(cell.paragraphs)
        cells.append(_cell(cell, number, length, len(content), leaves))
        texts.append(content)
        printed.append(cell.printed)
        length, row = length + len(content), cell.row
    return Block(
        number=number,
        kind=Kind.TABLE,
        text="".join(texts),
        where=_places(part, number, leaves),
        cells=tuple(cells),
        frame=frame,
        printed="\n".join(printed),
        confidence=_confidence(part, leaves),
    )


def _cell(cell: CellDraft, number: int, start: int, length: int, leaves: dict[int, Leaf]) -> Cell:
    places = [
        Where(
            page=page,
            box=_box(leaves[page], box) if box != NOWHERE else None,
            locator=f"page={page};table={number + 1};row={cell.row + 1};cell={cell.column + 1}",
        )
        for page, box in ((cell.page, cell.box), *cell.rest)
    ]
    return Cell(
        row=cell.row,
        column=cell.column,
        start=start,
        end=start + length,
        row_span=cell.row_span,
        column_span=cell.column_span,
        header=cell.bold and (cell.row == 0 or cell.column_span > 1),
        where=tuple(places),
    )


def _cell_text(paragraphs: Sequence[str]) -> str:
    """The paragraphs of a cell, tidied, `\\v` between."""
    return "\v".join(filter(None, map(one_line, paragraphs)))
