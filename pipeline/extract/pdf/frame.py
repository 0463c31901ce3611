"""The way from a PDF's own coordinates to the page as it is shown."""

from __future__ import annotations

from pipeline.extract.pdf import native

_sides, _sides_at = native.room("f", 4)
CellBox = tuple[float, float, float, float]  # x0, top, x1, bottom in points, from the top left


class Frame:
    """Turns user space (origin bottom left, unrotated, uncropped) into points from the top left of what is shown."""

    def __init__(self, page: int, turn: int = 0) -> None:
        """turn: degrees clockwise by which the page is turned further than it says."""
        native.page_box(page, _sides_at)  # the other functions for boxes do not inherit from the page tree
        left, top, right, bottom = _sides
        self.left, self.bottom = min(left, right), min(bottom, top)
        self.right, self.top = max(left, right), max(bottom, top)
        self.rotation = (90 * native.page_rotation(page) + turn) % 360
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)

    def level(self, x: float, y: float) -> bool:
        """Whether a direction in user space runs from left to right on the page as shown, or nearly."""
        along = {0: x, 90: y, 180: -x, 270: -y}.get(self.rotation, x)
        return along > 0.7 * (abs(x) + abs(y))

    def box(self, left: float, bottom: float, right: float, top: float) -> CellBox:
        """x0, top, x1, bottom from the top left, of a box in user space."""
        if self.rotation == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.rotation == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left
