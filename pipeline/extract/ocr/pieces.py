"""Lines of text as read off a picture become pieces of lines as the PDF room reads them: points, sizes, weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.ocr.boxes import Square
from pipeline.extract.ocr.engine import Line
from pipeline.extract.ocr.picture import Grey, Picture
from pipeline.extract.ocr.ruling import Stroke
from pipeline.extract.pdf.page import Edge, Piece

CAPITAL, SMALL = 0.70, 0.50  # heights of capitals and of small letters, times the font size, of usual fonts
ALIKE, DOUBTED = 0.06, 0.12  # a size that differs by less from the usual one is that: measured well, and less well
HEAVY = 1.14  # times the usual share of ink among its letters: a bold line; bold ones have 1.16 to 1.38, others to 1.11
PALE = 0.85  # times the usual share of ink: no larger line has so little
BESIDE = 2.5  # times the font size: words this near to the right of a tick box are its label
INKED = 0.5  # how dark a dot is that belongs to a letter
ENOUGH = 6  # letters of a line, for its weight to be judged
MANY = 12  # letters of a line, for its size to be trusted
WIDE_GAP = 1.6  # times the font size: a gap between words that parts columns or cells; their places are rough
FAINT = 0.12  # of the ink of the fullest rows: less is no row of letters; a line's one capital has 0.15
FEWEST = 4  # lines of a page, for the height of its capitals to be known
_TALL = re.compile(r"[A-Z0-9bdfhkl]")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x3002: ".", 0x3001: ","}
ROMAN = dict(zip(map(ord, "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"), ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"], strict=True))
LETTERS = FULL_WIDTH | ROMAN  # signs of Chinese print that the engine takes for ours


def pieces_of(lines: Sequence[Line], squares: Sequence[Square], picture: Picture) -> list[Piece]:
    """Pieces of lines, and a ☐ or ☒ for each tick box, in points."""
    lines = [_trimmed(line, picture.grey) for line in lines]
    looks = _sized([_look(line, picture) for line in lines])
    usual = _usual([(look.size, len(line.text)) for line, look in zip(lines, looks, strict=True)])
    weight = median([look.heft for look in looks if look.heft] or [1.0])
    pieces: list[Piece] = []
    for line, look in zip(lines, looks, strict=True):
        size, base, bold = look.size, look.base, look.heft > HEAVY * weight
        pale = not look.sure and look.heft < PALE * weight  # it touches the line above, and seems taller
        close = abs(size - usual) < (ALIKE if look.sure else DOUBTED) * usual or (size > usual and pale)
        for text, x0, x1 in _cut(line, WIDE_GAP * size * picture.scale, squares):
            pieces.append(_piece(text, x0 / picture.scale, x1 / picture.scale, base, usual if close else size, bold))
    for square in squares:
        _put(_tick(square, picture.scale, usual), pieces)
    for order, piece in enumerate(pieces):
        piece.order = order
    return pieces


def _usual(sizes: Sequence[tuple[float, int]]) -> float:
    """The font size in the middle of all letters. sizes: with the number of letters of each."""
    ordered, half = sorted(sizes), sum(letters for _, letters in sizes) / 2
    for size, letters in ordered:
        half -= letters
        if half <= 0:
            return size
    return 10.0


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


def _trimmed(line: Line, grey: Grey) -> Line:
    """A line from its first ink to its last: the engine leaves room around it, which closes narrow gutters."""
    left, top = max(int(line.x0), 0), max(int(line.top), 0)
    dark = _darkness(grey[top : int(line.bottom) + 1, left : int(line.x1) + 1].astype(np.float32))
    if dark is None:
        return line
    inked = np.nonzero((dark > INKED).sum(axis=0) > 1)[0]
    return line._replace(x0=left + float(inked[0]), x1=left + float(inked[-1]) + 1) if len(inked) else line


class Look(NamedTuple):
    """How a line is set: in points, but for its heft, the share of ink among its letters, 0 where that is unknown."""

    size: float
    heft: float
    base: float
    sure: bool = False  # its size is that of enough small letters
    tall: float = 0.0  # from the top of its capitals and tall letters to the base line, 0 where it has none


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


def _look(line: Line, picture: Picture) -> Look:
    """How a line is set, from the dark band that its letters make.

    Small letters make a band half the font size high, capitals and figures a higher one; so words of small letters
    alone are looked at where there are enough. The band ends at the base line.
    """
    grey, scale = picture
    top, high = max(int(line.top), 0), line.bottom - line.top
    part = grey[top : int(line.bottom) + 1].astype(np.float32)
    small = [word for word in line.words if word[0].isalpha() and word[0].islower()]
    seen = sum(len(word) for word, _, _ in small)
    enough = seen >= ENOUGH
    columns = _columns(small if enough else line.words or [(line.text, line.x0, line.x1)], grey.shape[1])
    dark = _darkness(part[:, columns])
    if dark is None:
        return Look(0.75 * high / scale, 0.0, (line.bottom - 0.25 * high) / scale)
    profile = dark.mean(axis=1)
    first, last = _band(profile, 0.45 * float(np.percentile(profile, 92)))
    size = (last - first) / (SMALL if enough else CAPITAL) / scale
    inner = dark[round(first) : round(last)]
    letters = sum(map(str.isalpha, line.text))
    heft = float(inner.mean()) if inner.size and letters >= ENOUGH else 0.0
    tall = (last - _top(part, line, grey.shape[1])) / scale if _TALL.search(line.text) else 0.0
    return Look(min(max(size, 0.5 * high / scale), high / scale), heft, (top + last) / scale, seen >= MANY, tall)


def _top(part: NDArray[np.float32], line: Line, width: int) -> float:
    """Where the ink of a line begins: not single dots of noise, nor tails of the line above, which a gap parts from it."""
    dark = _darkness(part[:, max(int(line.x0), 0) : min(int(line.x1) + 1, width)])
    if dark is None:
        return 0.0
    inked = (dark > INKED).sum(axis=1).astype(np.float32)
    empty = np.nonzero(inked[: int(inked.argmax())] < 1)[0]
    above = int(empty[-1]) + 1 if len(empty) else 0
    return above + _band(inked[above:], max(FAINT * float(np.percentile(inked, 92)), 1.0))[0]


def _sized(looks: Sequence[Look]) -> list[Look]:
    """Sizes of lines with few small letters, from their capitals: these are to small ones as elsewhere on the page."""
    ratios = [look.tall / look.size for look in looks if look.sure and look.tall]
    ratio = median(ratios) if len(ratios) >= FEWEST else CAPITAL
    return [look if look.sure or not look.tall else look._replace(size=look.tall / ratio) for look in looks]


def _columns(words: Sequence[tuple[str, float, float]], width: int) -> NDArray[np.intp]:
    """The columns of dots in which words stand."""
    ranges = [np.arange(max(int(x0), 0), min(int(x1) + 1, width)) for _, x0, x1 in words]
    return np.concatenate(ranges) if ranges else np.arange(0)


def _darkness(part: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """How dark each dot of a line is, from 0 (paper) to 1 (ink); None where nothing is."""
    if part.size == 0:
        return None
    paper, ink = float(np.percentile(part, 85)), float(np.percentile(part, 2))
    if paper - ink < 30:
        return None
    return np.asarray(np.clip((paper - part) / (paper - ink), 0, 1), np.float32)


def _band(profile: NDArray[np.float32], level: float) -> tuple[float, float]:
    """Where a profile first rises above a level and last falls below it, between the dots."""
    above = np.nonzero(profile >= level)[0]
    first, last = int(above[0]), int(above[-1])
    rise = _crossing(profile, first - 1, first, level) if first > 0 else 0.0
    fall = _crossing(profile, last + 1, last, level) if last + 1 < len(profile) else 0.0
    return first - rise, last + 1 + fall


def _crossing(profile: NDArray[np.float32], outside: int, inside: int, level: float) -> float:
    """How far outside of a dot that is above a level the profile crosses it, 0 to 1."""
    one, two = float(profile[outside]), float(profile[inside])
    return (two - level) / (two - one) - 0.5 if two > one else 0.0


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
