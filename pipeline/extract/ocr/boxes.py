"""Boxes to tick on a page that is a picture, and whether there is a mark in them.

A box is a square of four straight, thin sides that meet in corners and go no farther, apart from what stands beside it.
Letters with a hole (`b d e o p q D O 0`) come near to that at few dots per inch: their stems run on beyond the bowl,
their bows have no corners, the strokes of bold ones are thick, and other letters stand close to them. What was written into
a box by hand may reach out of it, but aslant. Measured on 2,691 letters of 70 fonts that have four sides, at 11 to 24
points and 150 to 300 dots per inch: 4 are taken for boxes; of 1,080 boxes of 8 to 14 points in noise none is missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.ocr.picture import Grey, Ink, Picture, Place, opened, parts_of

SMALLEST, LARGEST = 5.5, 20.0  # points: sides of tick boxes
SIDE = 4.5  # points: of a straight stroke that may be a box's side; letters have shorter ones at usual sizes
WHOLE = 0.95  # share of each side that is drawn, of a square
UNLIKE = 1.25  # how much longer one side of a square may be than the other
SOLID = 0.9  # share of a square that is ink, when it is a bullet and no box
MARKED = 0.06  # share of a box's inside that is ink, when something was put there; noise and dirt leave less
THIN = 0.24  # of the length of a side: its thickness at most; stems of bold letters have 0.3 of their bowl and more
CORNER = 0.1  # of a side: how large a corner is; the ink of a circle begins 0.15 of a side away from it
FAINTEST = 0.25, 0.38  # how dark the lightest corner and the next must be, times the sides
BEYOND = 0.35  # of a side: so far behind a corner is looked whether the side runs on
RUNS_ON = 0.6  # share of that stretch that is ink, when it does
BEFORE, BEHIND = 0.3, 0.2  # of a side: to the left and right of a box there is nothing so near
BESIDE = 0.12, 0.25  # but for a mark: shares of the height of the box in which there may be ink
REACH = 2.0  # sides of a box that a mark may reach out of it


class Square(NamedTuple):
    """A tick box; coordinates in dots."""

    x0: int
    top: int
    x1: int
    bottom: int
    ticked: bool


def squares_in(picture: Picture, ink: Ink) -> list[Square]:
    """The tick boxes of a level picture and its ink."""
    found = list(_squares(picture, ink))
    return [square for square in found if not any(_within(square, other) for other in found)]


def _within(one: Square, two: Square) -> bool:
    """Whether a square lies in another, as what fills it does."""
    return one != two and two.x0 <= one.x0 and two.top <= one.top and one.x1 <= two.x1 and one.bottom <= two.bottom


def _squares(picture: Picture, ink: Ink) -> Iterator[Square]:
    """Closed squares of straight strokes. What was scribbled into or over one has none and does not hide it."""
    grey, scale = picture
    length = max(round(SIDE * scale), 3)
    straight = opened(ink, length, 1) | opened(ink, 1, length)
    for part in parts_of(straight):
        x, y, width, height = place = _without_tails(straight, part)
        if not SMALLEST * scale <= min(width, height) or max(width, height) > LARGEST * scale:
            continue
        if max(width, height) > UNLIKE * min(width, height):
            continue
        here = slice(y, y + height), slice(x, x + width)
        inside, paper = ink[here], float(np.percentile(_around(grey, place), 90))
        framed = _is_framed(straight[here]) and float(inside.mean()) < SOLID and _is_thin(inside)
        if framed and _has_corners(grey[here], paper) and _stands_apart(ink, place):
            yield Square(x, y, x + width, y + height, _is_marked(inside))


def _without_tails(ink: Ink, place: Place) -> Place:
    """A part from its first long side to its last: marks that reach out of a box leave ends beside it."""
    x, y, width, height = place
    part = ink[y : y + height, x : x + width]
    columns, rows = (np.nonzero(part.mean(axis=axis) >= 0.5)[0] for axis in (0, 1))
    if not len(columns) or not len(rows):
        return place
    left, top = int(columns[0]), int(rows[0])
    return x + left, y + top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top


def _is_framed(part: Ink) -> bool:
    """Whether ink runs along all four sides of a part."""
    reach = max(part.shape[0] // 5, 2)
    return all(map(_is_straight, (part[:reach], part[-reach:], part[:, :reach].T, part[:, -reach:].T)))


def _is_straight(side: Ink) -> bool:
    """Whether one row of dots, or two, run along nearly all of a side: those of a letter O are bent."""
    return bool(((side[:-1] | side[1:]).mean(axis=1) >= WHOLE).any())


def _is_thin(part: Ink) -> bool:
    """Whether three sides of a box, or four, are thin lines; a mark may touch most of one."""
    height, width = part.shape
    most = THIN * min(height, width) + 1
    return bool(sum(_thickness(side) <= most for side in (part, part[::-1], part.T, part.T[::-1])) >= 3)


def _thickness(part: Ink) -> float:
    """How many dots the ink goes inwards from the upper side of a part, where it goes but little."""
    middle = part[:, part.shape[1] // 5 : part.shape[1] - part.shape[1] // 5]
    begins = middle.argmax(axis=0)
    ends = [int(np.argmin(column[begin:])) or len(column) for column, begin in zip(middle.T, begins, strict=True)]
    return float(np.percentile(ends, 25))


def _has_corners(part: Grey, paper: float) -> bool:
    """Whether it is dark in the corners where sides meet, too: those of bows are light. paper: the tone around."""
    dark = paper - part.astype(np.float32)
    edge = max(round(CORNER * min(part.shape)), 1) + 1
    views = (dark, dark[:, ::-1].T, dark[::-1, ::-1], dark[::-1].T)  # turned by a quarter each
    sides = np.concatenate([_inner_half(view[:edge].max(axis=0)) for view in views])
    corners = sorted(float(view[:edge, :edge].mean()) for view in views)
    usual = float(np.median(sides))
    return bool(corners[0] >= FAINTEST[0] * usual and corners[1] >= FAINTEST[1] * usual)


def _inner_half(side: NDArray[np.float32]) -> NDArray[np.float32]:
    quarter = len(side) // 4
    return side[quarter : len(side) - quarter]


def _around(grey: Grey, place: Place) -> Grey:
    """A box with half its width of what surrounds it."""
    x, y, width, height = place
    top, left = max(y - height // 2, 0), max(x - width // 2, 0)
    return grey[top : y + height + height // 2, left : x + width + width // 2]


def _stands_apart(ink: Ink, place: Place) -> bool:
    """Whether sides end where they meet, and nothing stands so close beside as letters of a word do."""
    x, y, width, height = place
    if any(_run_on(ink, *place)) or any(_run_on(ink.T, y, x, height, width)):
        return False
    before, behind = max(round(BEFORE * width), 2), max(round(BEHIND * width), 2)
    left = ink[y : y + height, max(x - before, 0) : max(x - 1, 0)]
    right = ink[y : y + height, x + width + 1 : x + width + behind]
    return _height_of(left) <= BESIDE[0] and _height_of(right) <= BESIDE[1] and _is_alone(ink, place)


def _height_of(stretch: Ink) -> float:
    """The share of its rows in which a stretch holds ink."""
    return float(stretch.any(axis=1).mean()) if stretch.size else 0.0


def _run_on(ink: Ink, x: int, y: int, width: int, height: int) -> Iterator[bool]:
    """Whether the left or right side of a box runs on above or below it, upright: what a hand drew leans."""
    thick, far = max(round(0.2 * width), 2), max(round(BEYOND * height), 3)
    for left in (x, x + width - thick):
        for first, last in ((y - 1 - far, y - 1), (y + height + 1, y + height + 1 + far)):
            stretch = ink[max(first, 0) : max(last, 0), max(left - 1, 0) : left + thick + 1]
            yield stretch.size > 0 and float(stretch.mean(axis=0).max()) >= RUNS_ON


def _is_alone(ink: Ink, place: Place) -> bool:
    """Whether what hangs together with a box reaches no farther than a mark does: a chart's lines go on."""
    import cv2

    x, y, width, height = place
    far = round(REACH * max(width, height))
    left, top = max(x - far, 0), max(y - far, 0)
    around = np.ascontiguousarray(ink[top : y + height + far, left : x + width + far])
    _, marks = cv2.connectedComponents(around.astype(np.uint8), connectivity=8)
    own = set(np.unique(marks[y - top : y - top + height, x - left : x - left + width])) - {0}
    return not own & {*marks[0], *marks[-1], *marks[:, 0], *marks[:, -1]}


def _is_marked(part: Ink) -> bool:
    """Whether there is ink inside a box, well within its frame."""
    edge = max(round(0.25 * part.shape[0]), 1), max(round(0.25 * part.shape[1]), 1)
    return float(part[edge[0] : -edge[0], edge[1] : -edge[1]].mean()) >= MARKED
