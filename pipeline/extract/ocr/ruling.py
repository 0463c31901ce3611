"""What is drawn on a page that is a picture: ruled lines, and tick boxes with or without a mark in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.ocr.picture import Picture, ink_of

LONG = 28.0  # points: a straight stroke of this length is a ruled line and no part of a letter
SMALLEST, LARGEST = 5.5, 20.0  # points: sides of tick boxes
SIDE = 4.5  # points: of a straight stroke that may be a box's side; letters have shorter ones at usual sizes
THICK = 3.0  # points: a ruled line is no thicker
WHOLE = 0.95  # share of each side that is drawn, of a square
UNLIKE = 1.25  # how much longer one side of a square may be than the other
SOLID = 0.9  # share of a square that is ink, when it is a bullet and no box
MARKED = 0.06  # share of a box's inside that is ink, when something was put there; noise and dirt leave less

Ink = NDArray[np.bool_]
Place = tuple[int, int, int, int]  # x, y, width, height in dots


class Square(NamedTuple):
    """A tick box; coordinates in dots."""

    x0: int
    top: int
    x1: int
    bottom: int
    ticked: bool


class Stroke(NamedTuple):
    """A ruled line; coordinates in dots."""

    x0: int
    top: int
    x1: int
    bottom: int


def drawn_on(picture: Picture) -> tuple[list[Square], list[Stroke]]:
    """Tick boxes and ruled lines of a level picture."""
    ink = ink_of(picture)
    squares = list(_squares(ink, picture.scale))
    outer = [square for square in squares if not any(_within(square, other) for other in squares)]
    return outer, [*_strokes(ink, picture.scale), *_upright(ink, picture.scale)]


def _within(one: Square, two: Square) -> bool:
    """Whether a square lies in another, as what fills it does."""
    return one != two and two.x0 <= one.x0 and two.top <= one.top and one.x1 <= two.x1 and one.bottom <= two.bottom


def _squares(ink: Ink, scale: float) -> Iterator[Square]:
    """Closed squares of straight strokes. What was scribbled into or over one has none and does not hide it."""
    length = max(round(SIDE * scale), 3)
    straight = _opened(ink, length, 1) | _opened(ink, 1, length)
    for part in _parts(straight):
        x, y, width, height = _without_tails(straight, part)
        if not SMALLEST * scale <= min(width, height) or max(width, height) > LARGEST * scale:
            continue
        inside = ink[y : y + height, x : x + width]
        framed = _is_framed(straight[y : y + height, x : x + width]) and float(inside.mean()) < SOLID
        if framed and max(width, height) <= UNLIKE * min(width, height):
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
    sides = (part[:reach], part[-reach:], part[:, :reach].T, part[:, -reach:].T)
    return all(map(_is_straight, sides))


def _is_straight(side: Ink) -> bool:
    """Whether one row of dots, or two, run along nearly all of a side: those of a letter O are bent."""
    return bool(((side[:-1] | side[1:]).mean(axis=1) >= WHOLE).any())


def _is_marked(part: Ink) -> bool:
    """Whether there is ink inside a box, well within its frame."""
    edge = max(round(0.25 * part.shape[0]), 1), max(round(0.25 * part.shape[1]), 1)
    return float(part[edge[0] : -edge[0], edge[1] : -edge[1]].mean()) >= MARKED


def _strokes(ink: Ink, scale: float) -> Iterator[Stroke]:
    """Level ruled lines, a gap of a few dots in one closed."""
    length = round(LONG * scale)
    thick = THICK * scale
    for x, y, width, height in _parts(_opened(_closed(ink), length, 1)):
        if height <= thick:
            yield Stroke(x, y, x + width, y + height)


def _upright(ink: Ink, scale: float) -> Iterator[Stroke]:
    """Upright ruled lines."""
    for top, x0, bottom, x1 in _strokes(np.ascontiguousarray(ink.T), scale):
        yield Stroke(x0, top, x1, bottom)


def _closed(ink: Ink) -> Ink:
    import cv2

    kernel = np.ones((1, 7), np.uint8)
    closed: Ink = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0
    return closed


def _opened(ink: Ink, width: int, height: int) -> Ink:
    """The ink that belongs to a straight run of this size; one dot askew is allowed for."""
    import cv2

    grown = cv2.dilate(ink.astype(np.uint8), np.ones((2, 1) if width > height else (1, 2), np.uint8))
    opened: Ink = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)) > 0
    return opened


def _parts(ink: Ink) -> Iterator[Place]:
    """Where each connected part is."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    for index in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[index])
        yield x, y, width, height
