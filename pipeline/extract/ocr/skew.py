"""Which way up a page is, and by how much it lies askew.

Lines of text make a sharp profile: seen along them, dark rows and white gaps follow each other. The angle at which
the profile is sharpest is the skew (Postl, 1986). A page whose columns make a sharper profile than its rows lies on
its side. Whether it stands on its head only its words tell; that is asked by whoever reads them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.ocr.picture import Grey, Picture, ink_of

STEEPEST = 7.0  # degrees that are looked for
COARSE, FINE = 0.5, 0.05
LEVEL = 0.08  # degrees: less is left alone, since turning blurs
FEWEST_DOTS, MOST_DOTS = 100, 60_000  # of the ink, that are looked at
SIDEWAYS = 1.5  # times sharper than the rows must the columns be
ROUGH = 1.0  # dots per point in the small picture that the profile is taken of


class Lie(NamedTuple):
    """How a page lies."""

    turn: int = 0  # degrees clockwise by which it must be turned to stand upright: 0, 90, 180, 270
    skew: float = 0.0  # degrees by which its lines then run downhill


def lie_of(picture: Picture) -> Lie:
    """How a page lies, its head taken to be up or to the left."""
    import cv2

    shrink = ROUGH / picture.scale
    small = np.asarray(cv2.resize(picture.grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    down, across = np.nonzero(ink_of(Picture(small, ROUGH)))
    if len(down) < FEWEST_DOTS:
        return Lie()
    step = len(down) // MOST_DOTS + 1
    xs, ys = across[::step].astype(np.float64), down[::step].astype(np.float64)
    skew, sharp = _sharpest(xs, ys)
    side, side_sharp = _sharpest(small.shape[0] - ys, xs)
    return Lie(90, side) if side_sharp > SIDEWAYS * sharp else Lie(0, skew)


def _sharpest(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> tuple[float, float]:
    """The angle at which the profile is sharpest, and how sharp it is there for what it holds."""
    best = (0.0, _sharpness(xs, ys, 0.0))
    for reach, step in ((STEEPEST, COARSE), (COARSE, FINE)):
        middle = best[0]
        for angle in np.arange(middle - reach, middle + reach + step / 2, step):
            sharp = _sharpness(xs, ys, float(angle))
            if sharp > best[1] * 1.001:
                best = (float(angle), sharp)
    relative = best[1] / float(np.sum(_profile(xs, ys, best[0]) ** 2))
    return (0.0 if abs(best[0]) < LEVEL else round(best[0], 2)), relative


def _sharpness(xs: NDArray[np.float64], ys: NDArray[np.float64], angle: float) -> float:
    """How steeply the profile rises and falls. Divided by its squares, a page of few lines would seem sharpest askew."""
    return float(np.sum(np.diff(_profile(xs, ys, angle)) ** 2))


def _profile(xs: NDArray[np.float64], ys: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    rows = np.round(ys - xs * math.tan(math.radians(angle))).astype(np.int64)
    return np.bincount(rows - rows.min()).astype(np.float64)


def turned(grey: Grey, turn: int) -> Grey:
    """A picture turned clockwise by a quarter, a half or three."""
    return np.ascontiguousarray(np.rot90(grey, -turn // 90 % 4))


def levelled(grey: Grey, skew: float) -> Grey:
    """A picture turned about its middle so that its lines are level; the corners grow white."""
    import cv2

    if not skew:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), skew, 1.0)
    paper = float(np.percentile(grey, 90))
    made = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(made, np.uint8)
