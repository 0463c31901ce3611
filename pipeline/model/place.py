"""Where text stands: on which page, in which box, in which block, between which characters."""

from __future__ import annotations

from msgspec import Struct


class Box(Struct, frozen=True, kw_only=True):
    """A rectangle on a page, in PDF points, origin at the top left of the page as it is shown.

    Readers whose library counts from the bottom convert at the door, so that no other origin exists in here.
    """

    x0: float
    top: float
    x1: float
    bottom: float


class Where(Struct, frozen=True, kw_only=True):
    """One place of a block. A block that crosses pages has one for each page."""

    page: int | None = None  # counted from 1; None where the format has no pages
    box: Box | None = None  # None where the format has no geometry
    locator: str = ""  # grammar of DATASET.md, like `page=3;para=17` or `table=2;row=3;cell=1`


class Span(Struct, frozen=True, kw_only=True, order=True):
    """The characters `start` to `end` (Unicode code points, end exclusive) of the text of block `block`."""

    block: int
    start: int
    end: int
