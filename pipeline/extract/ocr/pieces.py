"""Lines of text as read off a picture become pieces of lines as the PDF room reads them: points, sizes, weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.ocr.boxes import Square
from pipeline.extract.ocr.engine import Line
from pipeline.extract.ocr.looks import looks_of, trimmed
from pipeline.extract.ocr.picture import Picture
from pipeline.extract.ocr.ruling import Stroke
from pipeline.extract.pdf.page import Edge, Piece

BESIDE = 2.5  # times the font size: words this near to the right of a tick box are its label
WIDE_GAP = 1.6  # times the font size: a gap between words that parts columns or cells; their places are rough
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
        for text, x0, x1 in _cut(line, WIDE_GAP * look.size * scale, squares):
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


def _cut(line: Line, wide: float, squares: Sequence[Square]) -> Iterator[tuple[str, float, float]]:
    """The stretches of a line between wide gaps and tick boxes: text, left, right."""
    boxes = [s.x0 for s in squares if line.top < (s.top + s.bottom) / 2 < line.bottom]
    start, begin, position, last = 0, line.x0, 0, line.x0
    for word, left, right in line.words:
        found = line.text.find(word, position)
        if found < 0:
            break  # the engine's words do not add up to its line; it stays whole
        parted = left - last > wide or any(last - wide / 4 < box < left for box in boxes)
        if parted and found and line.text[found - 1] == " ":
            yield line.text[start:found].strip(), begin, last
            start, begin = found, left
        position, last = found + len(word), right
    yield line.text[start:].strip(), begin, line.x1
