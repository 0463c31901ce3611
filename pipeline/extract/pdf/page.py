"""What is on a page before anything is understood: pieces of lines, drawn edges, filled panels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from msgspec import Struct


class Piece(Struct, gc=False):
    """A run of characters on one line, without a wide gap in it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float  # how far its base line is from the top of the page
    size: float  # points
    bold: bool = False  # at its beginning
    bold_end: bool = False  # at its end
    hyphen: bool = False  # ends in a hyphen that the typesetter put there
    first: int = -1  # index of its first character on the page, -1 where it is no text of the page
    last: int = -1  # of its last, inclusive
    order: int = 0  # in the content stream
    printed: str = ""  # as it stands on the page, where that is not `text`
    turned: bool = False  # written upwards or downwards
    entered: bool = False  # in a field of a form
    ends: bool = False  # a person ended the line here: what follows is another paragraph
    weight: ClassVar[float] = 1.0  # in lines

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Edge(Struct, frozen=True, gc=False):
    """A straight horizontal or vertical line that is drawn on the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Panel(Struct, frozen=True, gc=False):
    """A filled rectangle: a shaded box, a cell's background, a page's colour."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class PageContent:
    """All of one page."""

    number: int  # from 1
    width: float
    height: float
    turn: int = 0  # degrees by which the page was turned for reading
    pieces: list[Piece] = field(default_factory=list)
    turned: list[Piece] = field(default_factory=list)  # pieces that run up or down the page
    edges: list[Edge] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    marks: list[Panel] = field(default_factory=list)  # small strokes that are no edges: a cross or tick drawn by hand
    pictures: float = 0.0  # share of the page covered by pictures, 0 to 1
    pixels: int = 0  # of the largest picture
    notes: list[str] = field(default_factory=list)
    confidence: float = 1.0  # in its text: less where that was guessed
    skew: float = 0.0  # degrees by which its lines run downhill on the page as shown


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read off the picture of a page."""

    pieces: list[Piece]  # lines or parts of lines, at their places on the page as shown; `first` and `last` are -1
    confidence: float  # 0 to 1
    edges: list[Edge] = field(default_factory=list)  # ruled lines
    turn: int = 0  # degrees clockwise by which the page was turned, and then
    skew: float = 0.0  # anticlockwise about its middle, to be read; places are those of the page so turned
