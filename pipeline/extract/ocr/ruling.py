"""What is drawn on a page that is a picture: ruled lines (`boxes` finds those to tick)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.ocr.boxes import Square, squares_in
from pipeline.extract.ocr.picture import Ink, Picture, ink_of, opened, parts_of

LONG = 28.0  # points: a straight stroke of this length is a ruled line and no part of a letter
THICK = 3.0  # points: a ruled line is no thicker


class Stroke(NamedTuple):
    """A ruled line; coordinates in dots."""

    x0: int
    top: int
    x1: int
    bottom: int


def drawn_on(picture: Picture) -> tuple[list[Square], list[Stroke]]:
    """Tick boxes and ruled lines of a level picture."""
    ink = ink_of(picture)
    return squares_in(picture, ink), [*_strokes(ink, picture.scale), *_upright(ink, picture.scale)]


def _strokes(ink: Ink, scale: float) -> Iterator[Stroke]:
    """Level ruled lines, a gap of a few dots in one closed."""
    length = round(LONG * scale)
    thick = THICK * scale
    for x, y, width, height in parts_of(opened(_closed(ink), length, 1)):
        if height <= thick:
            yield Stroke(x, y, x + width, y + height)


def _upright(ink: Ink, scale: float) -> Iterator[Stroke]:
    """Upright ruled lines."""
    for top, x0, bottom, x1 in _strokes(np.ascontiguousarray(ink.T), scale):
        yield Stroke(x0, top, x1, bottom)


def _closed(ink: Ink) -> Ink:
    import cv2

    kernel = np.ones((1, 7), np.uint8)
    closed: NDArray[np.bool_] = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0
    return closed
