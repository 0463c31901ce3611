"""Reads `sources/*.txt`: the text of each sample document with its annotation beside it.

A source has parts that open with `%name`. `%text` holds one block a line, told by how it begins:

    = title    =- subtitle    # ## ### heading    > paragraph    17> numbered paragraph
    * bullet   *1. labelled item    ~ small print    --- page break    ^1 footnote
    [box] Title ... [end]    [table] Head ; Head, then | cell | cell // second paragraph, then [end]
    [col] 2 (a column of a factsheet)
    ?key question    ! answer    !1) answer with a typed number    !x ticked    !o unticked

A line `@ kind | themes | Cities, +Countries | opt; alt=kinds; t=themes` annotates the block above it,
`@c2.1 ...` the first paragraph of the second cell of the table row above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOURCES = Path(__file__).parent / "sources"
TAG = re.compile(r"<br/?>|</?\w+>|\[\^\d\]")


@dataclass
class Mark:
    """The annotation of one insight."""

    kind: str
    themes: list[str]
    cities: list[str]
    countries: list[str]
    optional: bool = False
    kind_alt: list[str] = field(default_factory=list)
    themes_alt: list[str] = field(default_factory=list)
    cell: str = ""


@dataclass
class Block:
    """One block of text: what it is, its words, its printed marker, its annotations."""

    kind: str
    text: str = ""
    marker: str = ""
    cells: list[list[str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """The text as a reader sees it: without tags and footnote calls."""
        return plain(self.text)


@dataclass
class Source:
    """One document: its blocks, and the other parts as lines."""

    stem: str
    blocks: list[Block]
    parts: dict[str, list[str]]


def plain(text: str) -> str:
    return TAG.sub(lambda m: " " if m[0].startswith("<br") else "", text)


def names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def read_mark(line: str) -> Mark:
    """`@c2.1 kind | themes | places | flags` as a Mark."""
    head, *fields = [part.strip() for part in line[1:].split("|")]
    cell, kind = head.split() if " " in head else ("", head)
    themes, places, flags = [*fields, "", "", ""][:3]
    mark = Mark(
        kind=kind,
        themes=names(themes),
        cities=[p for p in names(places) if not p.startswith("+")],
        countries=[p[1:] for p in names(places) if p.startswith("+")],
        cell=cell,
    )
    for flag in (f.strip() for f in flags.split(";") if f.strip()):
        key, _, value = flag.partition("=")
        if key == "opt":
            mark.optional = True
        elif key == "alt":
            mark.kind_alt = names(value)
        elif key == "t":
            mark.themes_alt = names(value)
        else:
            raise ValueError(f"unknown flag {flag!r} in {line!r}")
    return mark


PATTERNS = [
    ("title", re.compile(r"(=) (.*)")),
    ("subtitle", re.compile(r"(=-) (.*)")),
    ("heading", re.compile(r"(#+) (.*)")),
    ("paragraph", re.compile(r"()> (.*)")),
    ("paragraph", re.compile(r"(\d+)> (.*)")),
    ("item", re.compile(r"\*(\S*) (.*)")),
    ("small", re.compile(r"(~) (.*)")),
    ("break", re.compile(r"(---)()$")),
    ("footnote", re.compile(r"\^(\d) (.*)")),
    ("box", re.compile(r"(\[box\]) (.*)")),
    ("table", re.compile(r"(\[table\]) (.*)")),
    ("column", re.compile(r"\[col\] (\d)()")),
    ("end", re.compile(r"(\[end\])()")),
    ("row", re.compile(r"(\|) (.*)")),
    ("question", re.compile(r"\?(\S+) (.*)")),
    ("ticked", re.compile(r"!(x) (.*)")),
    ("unticked", re.compile(r"!(o) (.*)")),
    ("answer", re.compile(r"!(\S*) (.*)")),
]


def read_block(line: str) -> Block:
    for kind, pattern in PATTERNS:
        if match := pattern.match(line):
            block = Block(kind, match[2], match[1])
            if kind == "row":
                block.cells = [[p.strip() for p in cell.split(" // ")] for cell in match[2].split(" | ")]
            if kind == "table":
                block.cells = [[head.strip()] for head in match[2].split(" ; ")]
            return block
    raise ValueError(f"no block begins like {line!r}")


def read_blocks(lines: list[str]) -> Iterator[Block]:
    block: Block | None = None
    for line in lines:
        if line.startswith("@"):
            assert block is not None, "an annotation needs a block above it"
            block.marks.append(read_mark(line))
        else:
            if block:
                yield block
            block = read_block(line)
    if block:
        yield block


def read(stem: str) -> Source:
    """The source of this name."""
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (SOURCES / f"{stem}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("%"):
            lines = parts.setdefault(line[1:], [])
        elif line.strip():
            lines.append(line)
    return Source(stem, list(read_blocks(parts.pop("text"))), parts)


def stems() -> list[str]:
    return sorted(path.stem for path in SOURCES.glob("*.txt"))


@dataclass
class Question:
    """One question of a form with what was filled in."""

    key: str
    text: str
    answers: list[Block] = field(default_factory=list)
    options: list[Block] = field(default_factory=list)


def questions(source: Source) -> list[Question]:
    """The questions of a form in their order; headings are left out."""
    found: list[Question] = []
    for block in source.blocks:
        if block.kind == "question":
            found.append(Question(block.marker, block.text))
        elif block.kind == "answer":
            found[-1].answers.append(block)
        elif block.kind in ("ticked", "unticked"):
            found[-1].options.append(block)
    return found
