"""A line of text cut where wide gaps or tick boxes part it: it may run over two columns or cells of a table.

The engine's places of words are rough, by half a letter and more; the white between them is measured on the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.extract.ocr.boxes import Square
from pipeline.extract.ocr.engine import Line
from pipeline.extract.ocr.looks import INKED, darkness
from pipeline.extract.ocr.picture import Grey

WIDE = 1.25  # times the font size: white between words that parts columns or cells; a justified line has less
OF_BOX = 0.5  # the same where a tick box stands in it, which is painted over
OFF = 2.0  # times the font size: no word is so far from where the engine takes it to be


class Gap(NamedTuple):
    """White in a line, in dots."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def stretches(line: Line, size: float, squares: Sequence[Square], grey: Grey) -> Iterator[tuple[str, float, float]]:
    """The stretches of a line: text, left, right. size: of its font; all in dots."""
    boxes = [(s.x0 + s.x1) / 2 for s in squares if line.top < (s.top + s.bottom) / 2 < line.bottom]
    starts = _starts(line)
    begun, begin = 0, line.x0
    for gap in _gaps(line, size, boxes, grey):
        near = min(starts, key=lambda start: abs(start[1] - gap.middle), default=None)
        if near is None or abs(near[1] - gap.middle) > OFF * size or near[0] <= begun:
            continue
        yield line.text[begun : near[0]].strip(), begin, gap.x0
        begun, begin = near[0], gap.x1
    yield line.text[begun:].strip(), begin, line.x1


def _starts(line: Line) -> list[tuple[int, float]]:
    """Where each word but the first begins in the text, and the middle of the gap before it as the engine sees it."""
    found, position, last = [], 0, line.x0
    for word, left, right in line.words:
        place = line.text.find(word, position)
        if place < 0:
            return []  # the engine's words do not add up to its line; it stays whole
        if place and line.text[place - 1] == " ":
            found.append((place, (last + left) / 2))
        position, last = place + len(word), right
    return found


def _gaps(line: Line, size: float, boxes: Sequence[float], grey: Grey) -> Iterator[Gap]:
    """Wide white gaps of a line, from the left."""
    left, top = int(line.x0), max(int(line.top), 0)
    dark = darkness(grey[top : int(line.bottom) + 1, left : int(line.x1) + 1].astype(np.float32))
    if dark is None:
        return
    inked = np.nonzero((dark > INKED).sum(axis=0) > 1)[0]
    for one, two in pairwise(inked.tolist()):
        gap = Gap(left + one + 1, left + two)
        wide = OF_BOX if any(gap.x0 < box < gap.x1 for box in boxes) else WIDE
        if gap.x1 - gap.x0 > wide * size:
            yield gap
