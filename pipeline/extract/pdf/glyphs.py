"""The characters of a page: pdfium's text becomes pieces of lines.

One bulk call brings the text of a page; the geometry of single characters is asked for only where it decides
something: at both ends of a line, and on both sides of its blanks where the line is made of several text objects or
is too wide for its letters. Coordinates that leave this module are points from the top left of the page as shown.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.extract.pdf import native
from pipeline.extract.pdf.frame import CellBox, Frame
from pipeline.extract.pdf.page import Piece

SOFT_HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at a line's end; it swallows the line feed
MOST_CHARACTERS = 200_000  # of one page; what is over is cut with a note
WIDE_GAP = 1.15  # times the font size: a blank this wide parts two columns or cells, where the line's others do not
WIDE_LETTERS = 0.7  # times the font size: letters wider than this on average are a line with a gap in it
ALIGNED = 3  # lines that begin at the same place make a gutter before it
SAMPLE = 12  # one line in so many is measured blank by blank, to learn whether this file hides gaps in its lines
LONGEST_MARKER = 8  # characters, the blank behind it counted
BLANK = " \t\u00a0"
_PIECE = re.compile(r"[^\r\n\ufffe]+")
_BLANKS = re.compile(rf"[{BLANK}]+")
_CALL = re.compile(r"(?<=\S)\s?(\d{1,2})(?=[\s.,;:)]|$)")
_DIGIT = re.compile(r"\d")
_RAISED = re.compile(r"(?<=[^\W\d_.,;:)])[¹²³⁴-⁹⁰]{1,2}(?=\W|$)")
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_SIGNS = re.compile(rb"w[ei](?:ng|b)dings|dingbats", re.IGNORECASE)

_box, _box_at = native.room("f", 8)
_numbers, _numbers_at = native.room("f", 6)
_origin, _origin_at = native.room("d", 2)
_name, _name_at = native.room("B", 96)
_flags, _flags_at = native.room("i", 1)


class Habits:
    """What was learnt of a file's way of writing lines, kept from page to page."""

    def __init__(self) -> None:
        self.hides_gaps = False  # wide gaps stand inside one text object


class TextOf:
    """The characters of one page, with their geometry on demand."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self.frame = frame
        self._textpage = page.get_textpage()
        self.handle = native.handle(self._textpage.raw)
        count = pdfium.FPDFText_CountChars(self._textpage.raw)
        self.count = min(count, MOST_CHARACTERS)
        self.cut = count > MOST_CHARACTERS
        self.text = self._bulk()
        self.raised_signs = _RAISED.search(self.text) is not None
        self._looks: dict[tuple[int | None, int], tuple[float, bool, float, bool]] = {}

    def close(self) -> None:
        self._textpage.close()

    def _bulk(self) -> str:
        """One character of text for each character index; characters beyond the BMP become one, too."""
        if self.count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = pdfium.FPDFText_GetText(self._textpage.raw, 0, self.count, buffer)
        text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "surrogatepass")
        if len(text) == self.count:
            return text
        raw = self._textpage.raw
        return "".join(_character(pdfium.FPDFText_GetUnicode(raw, i)) for i in range(self.count))

    def box(self, index: int) -> CellBox:
        """x0, top, x1, bottom of a character, its side bearings included."""
        native.loose_box(self.handle, index, _box_at)
        return self.frame.box(_box[0], _box[3], _box[2], _box[1])

    def gaps(self, blanks: Sequence[tuple[int, int]]) -> list[float]:
        """How wide each blank is, from the character before it to the one after it."""
        if self.frame.rotation:
            return [self.box(after)[0] - self.box(first - 1)[2] for first, after in blanks]
        measure, page, one, two = native.loose_box, self.handle, _box_at, _box_at + 16
        found = []
        for first, after in blanks:
            measure(page, first - 1, one)
            measure(page, after, two)
            found.append(_box[4] - _box[2])
        return found

    def base(self, index: int) -> float:
        """How far the base line of a character is from the top of the page as shown."""
        native.char_origin(self.handle, index, _origin_at, _origin_at + 8)
        x, y = _origin
        return self.frame.box(x, y, x, y)[1]

    def object(self, index: int) -> int:
        """The text object (what is drawn in one go) that a character belongs to; 0 where pdfium made it up."""
        return native.char_object(self.handle, index) or 0

    def style(self, index: int) -> tuple[float, bool]:
        """Size and weight of a character."""
        drawn = self.object(index)
        font = native.object_font(drawn) if drawn else None
        native.loose_box(self.handle, index, _box_at)
        size, bold, _, _ = self._look(font, index, _box[1] - _box[3])
        return size, bold

    def is_sign(self, index: int) -> bool:
        """Whether a character comes from a font of signs, whose letters are no letters."""
        drawn = self.object(index)
        font = native.object_font(drawn) if drawn else None
        native.loose_box(self.handle, index, _box_at)
        return self._look(font, index, _box[1] - _box[3])[3]

    def size(self, index: int) -> float:
        """Font size in points as shown."""
        return self.style(index)[0]

    def _look(self, font: int | None, index: int, height: float) -> tuple[float, bool, float, bool]:
        """Size, weight, how far the base line is above the foot of the box, and whether it is a font of signs.

        The box of a character is as high as its font is, so that font and height say all, once they were looked up.
        """
        key = (font, int(height * 64 + 0.5))
        found = self._looks.get(key)
        if found is None:
            name = self._font_name(index)
            bold, signs = _BOLD.search(name) is not None, _SIGNS.search(name) is not None
            found = (self._size(index), bold, self._drop(index), signs)
            if font:
                self._looks[key] = found
        return found

    def _size(self, index: int) -> float:
        """The font's own size is right only when multiplied by the text matrix."""
        size = float(native.char_size(self.handle, index))
        if native.char_matrix(self.handle, index, _numbers_at):
            size *= math.hypot(_numbers[2], _numbers[3]) or 1.0
        return round(size, 2)

    def _drop(self, index: int) -> float:
        native.char_origin(self.handle, index, _origin_at, _origin_at + 8)
        native.loose_box(self.handle, index, _box_at)
        return float(_origin[1] - _box[3])

    def line(self, first: int, last: int, drawn: int) -> tuple[float, float, float, float, bool]:
        """x0, x1, base line, size, weight of a line that is all of the text object `drawn`."""
        native.loose_box(self.handle, last, _box_at + 16)
        native.loose_box(self.handle, first, _box_at)
        left, top, right, bottom = _box[:4]
        size, bold, drop, _ = self._look(native.object_font(drawn), first, top - bottom)
        if self.frame.rotation:
            one, two = self.box(first), self.box(last)
            return min(one[0], two[0]), max(one[2], two[2]), self.base(first), size, bold
        if _box[4] < left:
            left = _box[4]
        if _box[6] > right:
            right = _box[6]
        return left - self.frame.left, right - self.frame.left, self.frame.top - bottom - drop, size, bold

    def _font_name(self, index: int) -> bytes:
        length = native.char_font(self.handle, index, _name_at, len(_name), _flags_at)
        return bytes(_name[: max(min(length, len(_name)) - 1, 0)])


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code == 0 or code > 0x10FFFF else chr(code)


def pieces_of(text: TextOf, habits: Habits) -> list[Piece]:
    """The lines of a page in the order of the content stream, cut at wide gaps."""
    knew = habits.hides_gaps
    pieces, doubtful = _pieces(text, habits)
    if habits.hides_gaps and not knew:  # learnt on this page only: look again at what was passed over
        pieces, doubtful = _pieces(text, habits)
    return _cut_at_gutters(text, pieces, doubtful) if doubtful else pieces


Blank = tuple[float, int, int]  # width, first character, the one after it


def _pieces(text: TextOf, habits: Habits) -> tuple[list[Piece], dict[int, list[Blank]]]:
    """Pieces, and the doubtful gaps inside them by their first character."""
    whole = text.text
    pieces: list[Piece] = []
    doubtful: dict[int, list[Blank]] = {}
    for line, match in enumerate(_PIECE.finditer(whole)):
        start, end = match.span()
        while start < end and whole[start] in BLANK:
            start += 1
        while end > start and whole[end - 1] in BLANK:
            end -= 1
        if start == end:
            continue
        hyphen = whole.startswith(SOFT_HYPHEN, match.end())
        drawn = text.object(end - 1)
        single = drawn and text.object(start) == drawn
        made = (_plain if single else _marked)(text, start, end, drawn, len(pieces), hyphen)
        if made is not None:
            wide = made.x1 - made.x0 > WIDE_LETTERS * made.size * (end - start)
            if not (wide or habits.hides_gaps or line % SAMPLE == 0):
                pieces.append(made)
                continue
        wide_gaps, narrower = _wide_gaps(text, start, end)
        if made is not None and not wide_gaps:
            pieces.append(made)
            continue
        habits.hides_gaps |= bool(single)
        for begin, stop in _between(start, end, wide_gaps):
            pieces.append(_part(text, begin, stop, len(pieces), hyphen and stop == end))
            if inside := [gap for gap in narrower if begin < gap[1] < stop]:
                doubtful[begin] = inside
    return pieces, doubtful


def _part(text: TextOf, start: int, end: int, order: int, hyphen: bool) -> Piece:
    drawn = text.object(end - 1)
    if drawn and drawn == text.object(start):
        return _plain(text, start, end, drawn, order, hyphen)
    return _marked(text, start, end, drawn, order, hyphen) or _piece(text, start, end, order, hyphen)


def _wide_gaps(text: TextOf, start: int, end: int) -> tuple[list[Blank], list[Blank]]:
    """The blanks of a line that part columns or cells, and those that may: as wide, but so are the line's others."""
    blanks = [match.span() for match in _BLANKS.finditer(text.text, start, end)]
    if not blanks:
        return [], []
    gaps = text.gaps(blanks)
    size = text.size(blanks[0][0] - 1)
    usual = sorted(gaps)[len(gaps) // 2] if len(gaps) > 2 else 0.0
    if max(gaps) <= 0.5 * WIDE_GAP * size and min(gaps) >= -2 * size:
        return [], []
    wide, doubtful = [], []
    for gap, (left, right) in zip(gaps, blanks, strict=True):
        if 0.5 * WIDE_GAP * size < gap:
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
        for begin, stop in _between(piece.first, piece.last + 1, gaps):
            if not gaps:
                cut.append(replace(piece, order=len(cut)))
            else:
                cut.append(_part(text, begin, stop, len(cut), piece.hyphen and stop == piece.last + 1))
    return cut


def _plain(text: TextOf, start: int, end: int, drawn: int, order: int, hyphen: bool) -> Piece:
    """A piece that is all of one text object."""
    if end - start == 1 or text.text[start] < " " or text.raised_signs:
        return _piece(text, start, end, order, hyphen)
    x0, x1, base, size, bold = text.line(start, end - 1, drawn)
    raw = text.text[start:end]
    if raw[-1] == "-" and _breaks(raw):
        raw, hyphen = raw[:-1], True
    return Piece(
        raw,
        x0,
        base - 0.8 * size,
        x1,
        base + 0.2 * size,
        size,
        bold,
        bold,
        hyphen,
        start,
        end - 1,
        order,
    )


def _marked(text: TextOf, start: int, end: int, drawn: int, order: int, hyphen: bool) -> Piece | None:
    """A piece that is a short word, a bullet or number, and then all of one text object; None where it is not."""
    blank = _BLANKS.search(text.text, start, min(end, start + LONGEST_MARKER))
    if blank is None or not drawn or text.text[start] < " " or text.raised_signs:
        return None
    first, rest = blank.span()
    if text.object(rest) != drawn or text.object(start) != text.object(first - 1):
        return None
    x0, x1, base, size, bold = text.line(rest, end - 1, drawn)
    if not -2 * size <= text.gaps([(first, rest)])[0] <= WIDE_GAP * size:
        return None
    raw = text.text[start:end]
    shown = f"{_sign(raw[0])}{raw[1:]}" if first == start + 1 and text.is_sign(start) else raw
    if raw[-1] == "-" and _breaks(raw):
        raw, shown, hyphen = raw[:-1], shown[:-1], True
    return Piece(
        shown,
        min(text.box(start)[0], x0),
        base - 0.8 * size,
        x1,
        base + 0.2 * size,
        size,
        text.style(start)[1] if text.text[start].isalnum() else bold,
        bold,
        hyphen,
        start,
        end - 1,
        order,
        raw if shown != raw else "",
    )


def _piece(text: TextOf, start: int, end: int, order: int, hyphen: bool) -> Piece:
    """A piece of characters that may differ in size and weight."""
    raw, last = text.text[start:end], end - 1
    one, two = text.box(start), text.box(last)
    cleaned = _without_calls(text, raw, start)
    if raw[0] < " ":
        cleaned = f"• {cleaned[1:].lstrip()}"  # a bullet of a font that does not say what its signs mean
    elif raw[1:2] in ("", *BLANK) and text.is_sign(start):
        cleaned = f"{_sign(raw[0])}{cleaned[1:]}"
    if _breaks(cleaned):
        raw, cleaned, hyphen = raw[:-1], cleaned[:-1], True
    (size_first, bold), (size_last, bold_end) = text.style(start), text.style(last)
    middle = start + next(i for i in range(len(raw) // 2, len(raw)) if not raw[i].isspace())
    size = text.size(middle)  # of the text, which a bullet before it or a raised number in it may not share
    if size_first == size_last:
        size = size_first
    base = text.base(start if size_first >= size_last else last)
    return Piece(
        text=cleaned,
        x0=min(one[0], two[0]),
        top=base - 0.8 * size,
        x1=max(one[2], two[2]),
        bottom=base + 0.2 * size,
        size=size,
        bold=bold if raw[0].isalnum() or len(raw) < 3 else text.style(start + 2)[1],
        bold_end=bold_end,
        hyphen=hyphen,
        first=start,
        last=last,
        order=order,
        printed=raw if cleaned != raw else "",
    )


def _breaks(line: str) -> bool:
    """Whether a line ends in a hyphen that pdfium did not mark, as where another column follows on the same line."""
    return line[-1:] == "-" and line[-2:-1].isalpha()


def _sign(character: str) -> str:
    """What a sign that stands alone shows: a tick box, or a bullet where its code is that of a letter.

    The codes are those of Wingdings and ZapfDingbats, as they come with and without a table of Unicode.
    """
    if character in "\u00fe\uf0fe\u00fd\uf0fd\u2611\u2612x\uf078\u2714\u2718":
        return "☒"
    if character in "\u00a8\uf0a8o\uf06fq\uf071\u2751\u274f":
        return "☐"
    return "•" if character.isalnum() or character in "§·" else character


def _without_calls(text: TextOf, line: str, first: int) -> str:
    """A line without the raised small digits that call a footnote."""
    if not _DIGIT.search(line):
        return _RAISED.sub("", line) if text.raised_signs else line
    kept, position = [], 0
    for call in _CALL.finditer(line):
        here, before = first + call.start(1), first + call.start() - 1
        if text.object(here) == text.object(before):
            continue
        if text.size(here) < 0.8 * text.size(before) or _raised(text, here, before):
            kept.append(line[position : call.start()])
            position = call.end()
    kept.append(line[position:])
    cleaned = "".join(kept)
    return _RAISED.sub("", cleaned) if text.raised_signs else cleaned


def _raised(text: TextOf, index: int, before: int) -> bool:
    one, two = text.box(index), text.box(before)
    return (two[3] - one[3]) > 0.25 * (two[3] - two[1])


def cells_text(pieces: Sequence[Piece], text: TextOf, boxes: Sequence[CellBox]) -> list[list[Piece]]:
    """The pieces that fall into each box, cut where a piece runs over a box's border.

    Used for tables only: it asks for the geometry of every character of the pieces that do.
    """
    found: list[list[Piece]] = [[] for _ in boxes]
    for piece in pieces:
        home = _home(boxes, (piece.x0 + piece.x1) / 2, piece.middle)
        if home is not None and boxes[home][0] - 1 <= piece.x0 and piece.x1 <= boxes[home][2] + 1:
            found[home].append(piece)
            continue
        for box, part in _split_by_boxes(piece, text, boxes):
            found[box].append(part)
    return found


def _split_by_boxes(piece: Piece, text: TextOf, boxes: Sequence[CellBox]) -> Iterator[tuple[int, Piece]]:
    runs: list[tuple[int, int, int]] = []  # box, first, last
    for index in range(piece.first, piece.last + 1):
        if text.text[index].isspace():
            continue
        x0, top, x1, bottom = text.box(index)
        home = _home(boxes, (x0 + x1) / 2, (top + bottom) / 2)
        if home is None:
            home = runs[-1][0] if runs else None
        if home is None:
            continue
        if runs and runs[-1][0] == home:
            runs[-1] = (home, runs[-1][1], index)
        else:
            runs.append((home, index, index))
    for home, first, last in runs:
        yield home, _piece(text, first, last + 1, piece.order, piece.hyphen and last == piece.last)


def _home(boxes: Sequence[CellBox], x: float, y: float) -> int | None:
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        if x0 <= x <= x1 and top <= y <= bottom:
            return number
    return None
