"""The pieces that stand in each cell of a table, cut where one runs over a border."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.glyphs import TextOf
from pipeline.extract.pdf.page import Piece
from pipeline.extract.pdf.pieces import piece_of


class _Boxes:
    """Boxes that do not overlap, found by a point."""

    SLICE = 24.0  # points

    def __init__(self, boxes: Sequence[CellBox]) -> None:
        self._slices: dict[int, list[tuple[int, CellBox]]] = {}
        for number, box in enumerate(boxes):
            for key in range(int(box[1] // self.SLICE), int(box[3] // self.SLICE) + 1):
                self._slices.setdefault(key, []).append((number, box))

    def at(self, x: float, y: float) -> int | None:
        """The number of the box in which a point lies."""
        for number, (x0, top, x1, bottom) in self._slices.get(int(y // self.SLICE), ()):
            if x0 <= x <= x1 and top <= y <= bottom:
                return number
        return None


def cells_text(pieces: Sequence[Piece], text: TextOf, boxes: Sequence[CellBox]) -> list[list[Piece]]:
    """The pieces that fall into each box, cut where a piece runs over a box's border.

    Used for tables only: it asks for the geometry of every character of the pieces that do.
    """
    found: list[list[Piece]] = [[] for _ in boxes]
    places = _Boxes(boxes)
    for piece in pieces:
        home = places.at((piece.x0 + piece.x1) / 2, piece.middle)
        if home is not None and boxes[home][0] - 1 <= piece.x0 and piece.x1 <= boxes[home][2] + 1:
            found[home].append(piece)
            continue
        for box, part in _split_by_boxes(piece, text, places):
            found[box].append(part)
    return found


def _split_by_boxes(piece: Piece, text: TextOf, places: _Boxes) -> Iterator[tuple[int, Piece]]:
    runs: list[tuple[int, int, int]] = []  # box, first, last
    for index in range(piece.first, piece.last + 1):
        if text.text[index].isspace():
            continue
        x0, top, x1, bottom = text.box(index)
        home = places.at((x0 + x1) / 2, (top + bottom) / 2)
        if home is None:
            home = runs[-1][0] if runs else None
        if home is None:
            continue
        if runs and runs[-1][0] == home:
            runs[-1] = (home, runs[-1][1], index)
        else:
            runs.append((home, index, index))
    for home, first, last in runs:
        yield home, piece_of(text, first, last + 1, piece.order, piece.hyphen and last == piece.last)
