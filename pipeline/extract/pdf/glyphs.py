"""The characters of a page: pdfium's text becomes pieces of lines.

One bulk call brings the text of a page; the geometry of single characters is asked for only where it decides
something: at both ends of a line, and on both sides of its blanks where the line is made of several text objects or
is too wide for its letters. Coordinates that leave this module are points from the top left of the page as shown.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from pipeline.extract.pdf import native
from pipeline.extract.pdf.frame import CellBox, Frame
from pipeline.extract.pdf.habits import Habits
from pipeline.extract.pdf.page import Piece

SOFT_HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at a line's end; it swallows the line feed
MOST_OF_PAGE = 200_000  # characters; what is over is cut with a note
WIDE_GAP = 1.15  # times the font size: a blank this wide parts two columns or cells, where the line's others do not
ALIGNED = 3  # lines that begin at the same place make a gutter before it
LONGEST_MARKER = 8  # characters, the blank behind it counted
BLANK = " \t\u00a0"
_PIECE = re.compile(r"[^\r\n\ufffe]+")
_BLANKS = re.compile(rf"[{BLANK}]+")
_CALL = re.compile(r"(?<=\S)\s?(\d{1,2})(?=[\s.,;:)]|$)")
_DIGIT = re.compile(r"\d")
RAISED_SIGNS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_RAISED = re.compile(rf"(?<=[^\W\d_.,;:)])[{RAISED_SIGNS}]{{1,2}}(?=\W|$)")
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_SIGNS = re.compile(rb"w[ei](?:ng|b)dings|dingbats", re.IGNORECASE)

_box, _box_at = native.room("f", 8)
_numbers, _numbers_at = native.room("f", 6)
_origin, _origin_at = native.room("d", 2)
_name, _name_at = native.room("B", 96)
_flags, _flags_at = native.room("i", 1)


class Look(NamedTuple):
    """How a character is set."""

    size: float  # points as shown
    bold: bool  # as the font's name says: its weight is often wrong
    drop: float  # how far its base line is above the foot of its box
    sign: bool  # it comes from a font of signs, whose letters are no letters
    level: bool  # it runs from left to right


class TextOf:
    """The characters of one page, with their geometry on demand."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self.frame = frame
        self._textpage = page.get_textpage()
        self.handle = native.handle(self._textpage.raw)
        count = native.count_chars(self.handle)
        self.count = min(count, MOST_OF_PAGE)
        self.cut = count > MOST_OF_PAGE
        self.text = self._bulk()
        self.raised_signs = any(sign in self.text for sign in RAISED_SIGNS) and _RAISED.search(self.text) is not None
        self._looks: dict[tuple[int | None, int], Look] = {}

    def close(self) -> None:
        self._textpage.close()

    def turn_to(self, frame: Frame) -> None:
        """See the page in another frame."""
        self.frame = frame
        self._looks.clear()

    def _bulk(self) -> str:
        """One character of text for each character index; characters beyond the BMP become one, too."""
        if self.count <= 0:
            return ""
        buffer, place = native.room("H", self.count + 1)
        written = native.get_text(self.handle, 0, self.count, place)
        text = buffer.tobytes()[: max(written - 1, 0) * 2].decode("utf-16-le", "surrogatepass")
        if len(text) == self.count:
            return text
        return "".join(map(_character, map(native.char_code, repeat(self.handle), range(self.count))))

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

    def look(self, index: int) -> Look:
        """How a character is set."""
        drawn = self.object(index)
        font = native.object_font(drawn) if drawn else None
        native.loose_box(self.handle, index, _box_at)
        return self._look(font, index, _box[1] - _box[3])

    def size(self, index: int) -> float:
        """Font size in points as shown."""
        return self.look(index).size

    def _look(self, font: int | None, index: int, height: float) -> Look:
        """How characters of a font are set whose box is so high.

        The box of a character is as high as its font is, so that font and height say all, once they were looked up.
        """
        key = (font, int(height * 64 + 0.5))
        found = self._looks.get(key)
        if found is None:
            found = self._looked_up(index)
            if font:
                self._looks[key] = found
        return found

    def _looked_up(self, index: int) -> Look:
        name = self._font_name(index)
        size, level = float(native.char_size(self.handle, index)), True
        if native.char_matrix(self.handle, index, _numbers_at):
            a, b, c, d = _numbers[:4]
            size *= math.hypot(c, d) or 1.0  # the font's own size is right only when multiplied by the text matrix
            level = self.frame.level(a, b)
        native.char_origin(self.handle, index, _origin_at, _origin_at + 8)
        native.loose_box(self.handle, index, _box_at)
        drop = float(_origin[1] - _box[3])
        return Look(round(size, 2), _BOLD.search(name) is not None, drop, _SIGNS.search(name) is not None, level)

    def line(self, first: int, last: int, drawn: int) -> tuple[float, float, float, Look]:
        """x0, x1, base line and look of a line that is all of the text object `drawn`."""
        native.loose_box(self.handle, last, _box_at + 16)
        native.loose_box(self.handle, first, _box_at)
        left, top, right, bottom, left_of_last, _, right_of_last, _ = _box
        font = native.object_font(drawn)
        look = self._looks.get((font, int((top - bottom) * 64 + 0.5))) or self._look(font, first, top - bottom)
        frame = self.frame
        if frame.rotation:
            one, two = self.box(first), self.box(last)
            return min(one[0], two[0]), max(one[2], two[2]), self.base(first), look
        if left_of_last < left:
            left = left_of_last
        if right_of_last > right:
            right = right_of_last
        return left - frame.left, right - frame.left, frame.top - bottom - look.drop, look

    def _font_name(self, index: int) -> bytes:
        length = native.char_font(self.handle, index, _name_at, len(_name), _flags_at)
        return bytes(_name[: max(min(length, len(_name)) - 1, 0)])


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code == 0 or code > 0x10FFFF else chr(code)


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
    pieces: list[Piece] = []
    doubtful: dict[int, list[Blank]] = {}
    for match in _PIECE.finditer(whole):
        start, end = match.span()
        while start < end and whole[start] in BLANK:
            start += 1
        while end > start and whole[end - 1] in BLANK:
            end -= 1
        if start == end:
            continue
        hyphen = whole.startswith(SOFT_HYPHEN, match.end())
        drawn = object_of(page, end - 1)
        single = drawn and object_of(page, start) == drawn
        made = (_plain if single else _marked)(text, start, end, drawn, len(pieces), hyphen)
        if made is not None and not habits.doubts(made, end - start):
            pieces.append(made)
            continue
        wide_gaps, narrower = _wide_gaps(text, start, end)
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


def _part(text: TextOf, start: int, end: int, order: int, hyphen: bool) -> Piece:
    drawn = text.object(end - 1)
    if drawn and drawn == text.object(start):
        return _plain(text, start, end, drawn, order, hyphen)
    return _marked(text, start, end, drawn, order, hyphen) or piece_of(text, start, end, order, hyphen)


def _wide_gaps(text: TextOf, start: int, end: int) -> tuple[list[Blank], list[Blank]]:
    """The blanks of a line that part columns or cells, and those that may: as wide, but so are the line's others."""
    blanks = [match.span() for match in _BLANKS.finditer(text.text, start, end)]
    if not blanks:
        return [], []
    gaps = text.gaps(blanks)
    size = text.size(blanks[0][0] - 1)
    usual = sorted(gaps)[len(gaps) // 2] if len(gaps) > 2 else 0.0
    if usual > WIDE_GAP * size and (narrow := [gap for gap in gaps if 0 < gap <= WIDE_GAP * size]):
        usual = max(narrow)  # a line of cells, of which few have two words
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
        if not gaps:
            piece.order = len(cut)
            cut.append(piece)
            continue
        for begin, stop in _between(piece.first, piece.last + 1, gaps):
            cut.append(_part(text, begin, stop, len(cut), piece.hyphen and stop == piece.last + 1))
    return cut


def _plain(text: TextOf, start: int, end: int, drawn: int, order: int, hyphen: bool) -> Piece:
    """A piece that is all of one text object."""
    if end - start == 1 or text.text[start] < " " or text.raised_signs:
        return piece_of(text, start, end, order, hyphen)
    x0, x1, base, look = text.line(start, end - 1, drawn)
    if not look.level:
        return piece_of(text, start, end, order, hyphen)
    size, bold, raw = look.size, look.bold, text.text[start:end]
    if raw[-1] == "-" and _breaks(raw):
        raw, hyphen = raw[:-1], True
    return Piece(
        raw,
        x0,
        base - 0.8 * size,
        x1,
        base + 0.2 * size,
        base,
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
    mark = text.object(start)
    if text.object(rest) != drawn or mark != text.object(first - 1):
        return None
    left, right, _, marked = text.line(start, first - 1, mark)
    x0, x1, base, look = text.line(rest, end - 1, drawn)
    size, bold = look.size, look.bold
    if not look.level or not -2 * size <= x0 - right <= WIDE_GAP * size:
        return None
    raw = text.text[start:end]
    shown = f"{_sign(raw[0])}{raw[1:]}" if first == start + 1 and marked.sign else raw
    if raw[-1] == "-" and _breaks(raw):
        raw, shown, hyphen = raw[:-1], shown[:-1], True
    return Piece(
        shown,
        left if left < x0 else x0,
        base - 0.8 * size,
        x1,
        base + 0.2 * size,
        base,
        size,
        marked.bold if raw[0].isalnum() else bold,
        bold,
        hyphen,
        start,
        end - 1,
        order,
        raw if shown is not raw else "",
    )


def piece_of(text: TextOf, start: int, end: int, order: int, hyphen: bool) -> Piece:
    """A piece of characters that may differ in size and weight."""
    raw, last = text.text[start:end], end - 1
    one, two = text.box(start), text.box(last)
    at_start, at_end = text.look(start), text.look(last)
    cleaned = _without_calls(text, raw, start)
    if raw[0] < " ":
        cleaned = f"• {cleaned[1:].lstrip()}"  # a bullet of a font that does not say what its signs mean
    elif raw[1:2] in ("", *BLANK) and at_start.sign:
        cleaned = f"{_sign(raw[0])}{cleaned[1:]}"
    if _breaks(cleaned):
        raw, cleaned, hyphen = raw[:-1], cleaned[:-1], True
    middle = start + next(i for i in range(len(raw) // 2, len(raw)) if not raw[i].isspace())
    size = max(text.size(middle), at_end.size)  # of the text, whatever raised numbers and small capitals are in it
    if size < at_start.size < 1.5 * size and raw[1:2] not in BLANK:  # and neither of a bullet nor of a large initial
        size = at_start.size
    base = text.base(start if at_start.size >= at_end.size else last)
    turned = not at_start.level
    return Piece(
        text=cleaned,
        x0=min(one[0], two[0]),
        top=min(one[1], two[1]) if turned else base - 0.8 * size,
        x1=max(one[2], two[2]),
        bottom=max(one[3], two[3]) if turned else base + 0.2 * size,
        base=base,
        size=size,
        bold=at_start.bold if raw[0].isalnum() or len(raw) < 3 else text.look(start + 2).bold,
        bold_end=at_end.bold,
        hyphen=hyphen,
        first=start,
        last=last,
        order=order,
        printed=raw if cleaned != raw else "",
        turned=turned,
    )


def _breaks(line: str) -> bool:
    """Whether a line ends in a hyphen that pdfium did not mark, as behind a figure or before another column."""
    return line[-1:] == "-" and line[-2:-1].isalnum()


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
