"""Pictures of pages: drawn from a PDF, always grey, dark on light, of bounded size; and their ink."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]
Place = tuple[int, int, int, int]  # x, y, width, height in dots
MOST_PIXELS = 40_000_000  # of one page: A4 at 600 dots per inch has 35 million
LEAST_DPI = 100  # a page too large to be drawn with so many is refused


class Picture(NamedTuple):
    """A page as a picture."""

    grey: Grey
    scale: float  # dots per point


def draw(page: Any, dpi: int) -> Picture | None:
    """A page (pypdfium2's) as shown; None where it is so large that it would be drawn too coarsely to be read."""
    width, height = page.get_size()
    scale = min(dpi / 72, (0.999 * MOST_PIXELS / max(width * height, 1)) ** 0.5)  # sides are rounded up
    if scale < LEAST_DPI / 72:
        return None
    bitmap = page.render(scale=scale, grayscale=True)
    grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    bitmap.close()
    return Picture(grey if grey.mean() > 100 else 255 - grey, scale)  # light on dark is turned round


def ink_of(picture: Picture) -> Ink:
    """Where a picture is clearly darker than its surroundings: single dots of noise are none."""
    import cv2

    calm = cv2.medianBlur(picture.grey, 3)
    reach = int(15 * picture.scale) | 1  # half an inch of surroundings, an odd number of dots
    dark = cv2.adaptiveThreshold(calm, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, reach, 30)
    return np.asarray(dark) > 0


def opened(ink: Ink, width: int, height: int) -> Ink:
    """The ink that belongs to a straight run of this size; one dot askew is allowed for."""
    import cv2

    grown = cv2.dilate(ink.astype(np.uint8), np.ones((2, 1) if width > height else (1, 2), np.uint8))
    found: Ink = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)) > 0
    return found


def parts_of(ink: Ink) -> Iterator[Place]:
    """Where each connected part is."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    for index in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[index])
        yield x, y, width, height
