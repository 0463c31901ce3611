"""Lines of text as read off a picture become pieces of lines as the PDF room reads them: points, sizes, weights."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.ocr.boxes import Square
from pipeline.extract.ocr.engine import Line
from pipeline.extract.ocr.looks import looks_of, trimmed
from pipeline.extract.ocr.picture import Picture
from pipeline.extract.ocr.ruling import Stroke
from pipeline.extract.ocr.stretches import stretches
from pipeline.extract.pdf.page import Edge, Piece

BESIDE = 2.5  # times the font size: words this near to the right of a tick box are its label
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x3002: ".", 0x3001: ","}
ROMAN = dict(zip(map(ord, "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"), ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"], strict=True))
LETTERS = FULL_WIDTH | ROMAN  # signs of Chinese print that the engine takes for ours


def pieces_of(lines: Sequence[Line], squares: Sequence[Square], picture: Picture) -> list[Piece]:
    """Pieces of lines, and a ☐ or ☒ for each tick box, in points."""
    scale = picture.scale
    lines = [trimmed(line, picture.grey) for line in lines]
    looks, usual = looks_of(lines, picture)
    pieces: list[Piece] = []
    for line, look in zip(lines, looks, strict=True):
        for text, x0, x1 in stretches(line, look.size * scale, squares, picture.grey):
            pieces.append(_piece(text, x0 / scale, x1 / scale, look.base, look.size, look.bold))
    for square in squares:
        _put(_tick(square, scale, usual), pieces)
    for order, piece in enumerate(pieces):
        piece.order = order
    return pieces


def edges_of(strokes: Sequence[Stroke], scale: float) -> list[Edge]:
    """Ruled lines in points, as if they had no thickness."""
    edges = []
    for x0, top, x1, bottom in strokes:
        if x1 - x0 >= bottom - top:
            top = bottom = (top + bottom) // 2
        else:
            x0 = x1 = (x0 + x1) // 2
        edges.append(Edge(*(round(value / scale, 2) for value in (x0, top, x1, bottom))))
    return edges


def _piece(text: str, x0: float, x1: float, base: float, size: float, bold: bool) -> Piece:
    text = text.translate(LETTERS)
    hyphen = text[-1:] == "-" and text[-2:-1].isalpha()
    return Piece(
        text=text[:-1] if hyphen else text,
        x0=round(x0, 2),
        top=base - 0.8 * size,
        x1=round(x1, 2),
        bottom=base + 0.2 * size,
        base=base,
        size=round(size, 1),
        bold=bold,
        bold_end=bold,
        hyphen=hyphen,
    )


def _tick(square: Square, scale: float, size: float) -> Piece:
    x0, top, x1, bottom = (value / scale for value in square[:4])
    base = (top + bottom) / 2 + 0.3 * size
    return _piece("☒" if square.ticked else "☐", x0, x1, base, size, bold=False)


def _put(tick: Piece, pieces: list[Piece]) -> None:
    """A tick box before the words that it belongs to, which stand on its right; else by itself."""
    near = [
        p
        for p in pieces
        if abs(p.middle - tick.middle) < 0.6 * p.size and tick.x0 - 3 < p.x0 < tick.x1 + BESIDE * p.size
    ]
    if not near:
        pieces.append(tick)
        return
    label = min(near, key=lambda p: p.x0)
    label.text, label.x0 = f"{tick.text} {label.text}", tick.x0
