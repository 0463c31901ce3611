"""The lines of a page: pdfium's text, cut where a wide gap parts columns or cells.

The geometry of single characters is asked for only where it decides something: at both ends of a line, and on both
sides of its blanks where the line is made of several text objects or is too wide for its letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.extract.pdf import native
from pipeline.extract.pdf.glyphs import TextOf
from pipeline.extract.pdf.habits import Habits
from pipeline.extract.pdf.page import Piece
from pipeline.extract.pdf.pieces import WIDE_GAP, marked, piece_of, plain
from pipeline.extract.pdf.signs import BLANK, BLANKS, SOFT_HYPHEN

FAR = 6.0  # times the font size: so wide a gap parts whatever stands beside it
ALIGNED = 3  # lines that begin at the same place make a gutter before it
_LINE = re.compile(r"[^\r\n\ufffe]+")


def pieces_of(text: TextOf, habits: Habits) -> list[Piece]:
    """The lines of a page in the order of the content stream, cut at wide gaps."""
    habits.begin()
    pieces, doubtful = _pieces(text, habits)
    if habits.hides_gaps:  # look again at what was passed over
        habits.every = True
        pieces, doubtful = _pieces(text, habits)
    return _cut_at_gutters(text, pieces, doubtful) if doubtful else pieces


Blank = tuple[float, int, int]  # width, first character, the one after it


def _pieces(text: TextOf, habits: Habits) -> tuple[list[Piece], dict[int, list[Blank]]]:
    """Pieces, and the doubtful gaps inside them by their first character."""
    whole, page, object_of = text.text, text.handle, native.char_object
    hyphened = SOFT_HYPHEN in whole
    pieces: list[Piece] = []
    doubtful: dict[int, list[Blank]] = {}
    for match in _LINE.finditer(whole):
        start, end = stretch = match.span()
        if whole[start] in BLANK or whole[end - 1] in BLANK:
            start, end = _trimmed(whole, start, end)
            if start == end:
                continue
        hyphen = hyphened and whole.startswith(SOFT_HYPHEN, stretch[1])
        drawn = object_of(page, end - 1)
        single = drawn and object_of(page, start) == drawn
        made = (plain if single else marked)(text, start, end, drawn, len(pieces), hyphen)
        if made is not None and not habits.doubts(made, end - start):
            pieces.append(made)
            continue
        wide_gaps, narrower = _wide_gaps(text, start, end, made.size if made is not None and single else 0.0)
        if made is not None and not wide_gaps:
            pieces.append(made)
            continue
        if single:
            habits.hidden()
        for begin, stop in _between(start, end, wide_gaps):
            pieces.append(_part(text, begin, stop, len(pieces), hyphen and stop == end))
            if inside := [gap for gap in narrower if begin < gap[1] < stop]:
                doubtful[begin] = inside
    return pieces, doubtful


def _trimmed(whole: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a text without the blanks at its ends."""
    while start < end and whole[start] in BLANK:
        start += 1
    while end > start and whole[end - 1] in BLANK:
        end -= 1
    return start, end


def _part(text: TextOf, start: int, end: int, order: int, hyphen: bool) -> Piece:
    drawn = text.object(end - 1)
    if drawn and drawn == text.object(start):
        return plain(text, start, end, drawn, order, hyphen)
    return marked(text, start, end, drawn, order, hyphen) or piece_of(text, start, end, order, hyphen)


def _wide_gaps(text: TextOf, start: int, end: int, size: float) -> tuple[list[Blank], list[Blank]]:
    """The blanks of a line that part columns or cells, and those that may: as wide, but so are the line's others.

    size: of its characters, 0 where they may differ.
    """
    blanks = [match.span() for match in BLANKS.finditer(text.text, start, end)]
    if not blanks:
        return [], []
    gaps = text.gaps(blanks)
    size = size or text.size(blanks[0][0] - 1)
    if max(gaps) <= 0.5 * WIDE_GAP * size and min(gaps) >= -2 * size:
        return [], []
    usual = sorted(gaps)[len(gaps) // 2] if len(gaps) > 2 else 0.0
    if usual > WIDE_GAP * size and (narrow := [gap for gap in gaps if 0 < gap <= WIDE_GAP * size]):
        usual = max(narrow)  # a line of cells, of which few have two words
    wide, doubtful = [], []
    for gap, (left, right) in zip(gaps, blanks, strict=True):
        if 0.5 * WIDE_GAP * size < gap < FAR * size:
            size = min(text.size(left - 1), text.size(right))
        if gap < -2 * size or gap > max(WIDE_GAP * size, 2.2 * usual):
            wide.append((gap, left, right))
        elif gap > WIDE_GAP * size:
            doubtful.append((gap, left, right))
    return wide, doubtful


def _between(start: int, end: int, gaps: Sequence[Blank]) -> Iterator[tuple[int, int]]:
    """The stretches of a line between gaps; ends are exclusive."""
    for _, left, right in gaps:
        yield start, left
        start = right
    yield start, end


def _cut_at_gutters(text: TextOf, pieces: list[Piece], doubtful: dict[int, list[Blank]]) -> list[Piece]:
    """Pieces cut at those doubtful gaps behind which other lines begin, too."""
    begins = Counter(round(piece.x0) for piece in pieces)
    cut: list[Piece] = []
    for piece in pieces:
        gaps = [
            gap
            for gap in doubtful.get(piece.first, ())
            if sum(begins[round(text.box(gap[2])[0]) + near] for near in (-1, 0, 1)) >= ALIGNED
        ]
        if not gaps:
            piece.order = len(cut)
            cut.append(piece)
            continue
        for begin, stop in _between(piece.first, piece.last + 1, gaps):
            cut.append(_part(text, begin, stop, len(cut), piece.hyphen and stop == piece.last + 1))
    return cut
