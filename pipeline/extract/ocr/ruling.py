"""What is drawn on a page that is a picture: ruled lines (`boxes` finds those to tick).

A rule of half a point is one dot wide at 150 dots per inch, pale where it falls between two rows of dots and no darker
than noise. So the picture is averaged along the line that is looked for, and what is thin and dark across it is kept
(a black-hat), which holds on shaded ground, too. Feet of letters make such a run as well, but with gaps in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.extract.ocr.boxes import Square, squares_in
from pipeline.extract.ocr.picture import Grey, Picture, ink_of, opened, parts_of

LONG = 28.0  # points: a straight stroke of this length is a ruled line and no part of a letter
SHORT = 9.0  # points: an upright one, where it goes from one level line to another: rows of a table are no lower
MEET = 2.0  # points: lines that end so near to each other meet
THICK = 3.0  # points: a ruled line is no thicker
EDGE = 2  # dots beside a line that it makes paler
ALONG = 2.5  # points that are averaged along a line
DARKER = 14  # shades, of 255, by which a line is darker than what is beside it
SOLID = 0.9  # share of its dots that are clearly dark; rows of letters have less


class Stroke(NamedTuple):
    """A ruled line; coordinates in dots."""

    x0: int
    top: int
    x1: int
    bottom: int


def drawn_on(picture: Picture) -> tuple[list[Square], list[Stroke]]:
    """Tick boxes and ruled lines of a level picture."""
    levels = list(_strokes(picture, LONG))
    upright = [Stroke(x0, top, x1, bottom) for top, x0, bottom, x1 in _strokes(_turned(picture), SHORT)]
    long, near = LONG * picture.scale, MEET * picture.scale
    kept = [one for one in upright if one.bottom - one.top >= long or _is_held(one, levels, near)]
    return squares_in(picture, ink_of(picture)), [*levels, *kept]


def wiped(picture: Picture, strokes: Sequence[Stroke]) -> Picture:
    """The picture without its ruled lines: what is above and below each goes over it, so that letters are measured alone."""
    grey = picture.grey.copy()
    for x0, top, x1, bottom in strokes:
        if x1 - x0 >= bottom - top:
            _wipe(grey, x0, top, x1, bottom)
        else:
            _wipe(grey.T, top, x0, bottom, x1)
    return Picture(grey, picture.scale)


def _wipe(grey: Grey, x0: int, top: int, x1: int, bottom: int) -> None:
    """Put over a level line the paler of what is above and below."""
    above, below = max(top - EDGE - 1, 0), min(bottom + EDGE, grey.shape[0] - 1)
    columns = slice(max(x0 - EDGE, 0), x1 + EDGE)
    grey[above + 1 : below, columns] = np.maximum(grey[above, columns], grey[below, columns])


def _is_held(upright: Stroke, levels: Sequence[Stroke], near: float) -> bool:
    """Whether an upright line goes from one level line to another, as between two cells of a row."""
    across = [one for one in levels if one.x0 - near <= upright.x0 and upright.x1 <= one.x1 + near]
    ends = (upright.top, upright.bottom)
    return all(any(one.top - near <= end <= one.bottom + near for one in across) for end in ends)


def _turned(picture: Picture) -> Picture:
    """Rows for columns: upright lines become level ones."""
    return Picture(np.ascontiguousarray(picture.grey.T), picture.scale)


def _strokes(picture: Picture, shortest: float) -> Iterator[Stroke]:
    """Level ruled lines of so many points and more."""
    scale, hat = picture.scale, _hat(picture)
    for x, y, width, height in parts_of(opened(hat >= DARKER, round(shortest * scale), 1)):
        if height <= THICK * scale + 1 and _is_solid(picture.grey[max(y - 1, 0) : y + height + 1, x : x + width]):
            yield Stroke(x, y, x + width, y + height)


def _hat(picture: Picture) -> Grey:
    """By how much each dot is darker than what is above and below it, averaged along its row."""
    import cv2

    along = max(round(ALONG * picture.scale), 3)
    calm = cv2.blur(picture.grey, (along, 1))
    across = np.ones((round(THICK * picture.scale) + 3, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(calm, cv2.MORPH_BLACKHAT, across), np.uint8)


def _is_solid(strip: Grey) -> bool:
    """Whether a strip of the picture holds ink from end to end."""
    darkest = strip.min(axis=0).astype(np.float32)
    paper = float(np.percentile(strip.max(axis=0), 50))
    half = (paper - float(np.percentile(darkest, 50))) / 2
    return bool((darkest < paper - half).mean() >= SOLID)
