"""What a Rich Text file holds before anyone asks what it is: stories of paragraphs and rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Style:
    """A paragraph or character style of the file."""

    name: str = ""
    outline: int | None = None


@dataclass(frozen=True)
class CellMark:
    """The right edge of a cell, and how it is merged."""

    right: int = 0
    down: str = ""  # first, next
    across: str = ""


@dataclass
class Line:
    """A paragraph as it was written."""

    text: str
    marker: str = ""
    style: int = 0
    outline: int | None = None
    level: int = 0
    size: float = 0.0
    bold: bool = False
    frames: list[Story] = field(default_factory=list)


@dataclass
class Row:
    """A row of a table: the paragraphs of its cells, and the marks that tell where they lie."""

    cells: list[list[Line]]
    marks: list[CellMark]
    head: bool


@dataclass
class Story:
    """Body, header, footnote or text box: paragraphs and tables (lists of rows) in order."""

    name: str = ""
    parts: list[Line | list[Row]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    light: bool = False
    frames: list[Story] = field(default_factory=list)
    marker: list[str] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)  # of the row that is open
    lines: list[Line] = field(default_factory=list)  # of the cell that is open
    nested: list[str] = field(default_factory=list)  # cells of a row of a table inside the cell that is open
    inner: list[str] = field(default_factory=list)  # paragraphs of such a cell


@dataclass
class State:
    """What a group may change and its end restores."""

    story: Story
    mode: str = "text"  # text, skip, or the group whose text is collected
    bold: bool = False
    size: float = 12.0
    hidden: bool = False
    font: int = 0
    fallback: int = 1  # characters after each \\u that stand in for it
    style: int = 0
    owns: bool = False  # the story ends with this group
