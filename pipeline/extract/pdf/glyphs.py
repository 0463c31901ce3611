"""The characters of a page, as pdfium knows them: one bulk call brings their text, their geometry comes on demand.

Coordinates that leave this module are points from the top left of the page as shown.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from operator import sub
from typing import NamedTuple

from pipeline.extract.pdf import native
from pipeline.extract.pdf.frame import CellBox, Frame
from pipeline.extract.pdf.signs import has_raised

MOST_OF_PAGE = 200_000  # characters; what is over is cut with a note
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_SIGNS = re.compile(rb"w[ei](?:ng|b)dings|dingbats", re.IGNORECASE)

MOST_BLANKS = 64  # are measured in one go
_box, _box_at = native.room("f", 8)
_last_at = _box_at + 16
_boxes, _boxes_at = native.room("f", 8 * MOST_BLANKS)
_PLACES = range(_boxes_at, _boxes_at + 32 * MOST_BLANKS, 16)
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


NOTHING = Look(0.0, False, 0.0, False, True)
measure, _font_of = native.loose_box, native.object_font


class TextOf:
    """The characters of one page, with their geometry on demand."""

    def __init__(self, page: int, frame: Frame) -> None:
        self.page, self.frame = page, frame
        self.handle = native.load_text(page) or 0
        count = native.count_chars(self.handle)
        self.count = min(count, MOST_OF_PAGE)
        self.cut = count > MOST_OF_PAGE
        self.text = self._bulk()
        self.raised_signs = has_raised(self.text)
        self._looks: dict[tuple[int | None, int], Look] = {}
        self._font, self._height, self._latest = 0, 0.0, NOTHING

    def close(self) -> None:
        native.close_text(self.handle)

    def turn_to(self, frame: Frame) -> None:
        """See the page in another frame."""
        self.frame = frame
        self._looks.clear()
        self._font = 0

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
        count = min(len(blanks), MOST_BLANKS)
        beside = [place for first, after in blanks[:count] for place in (first - 1, after)]
        deque(map(measure, repeat(self.handle), beside, _PLACES), maxlen=0)
        found = list(map(sub, _boxes[4 : 8 * count : 8], _boxes[2 : 8 * count : 8]))
        return found if count == len(blanks) else found + self.gaps(blanks[count:])

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
        measure(self.handle, last, _last_at)
        measure(self.handle, first, _box_at)
        left, top, right, bottom, left_of_last, _, right_of_last, _ = _box
        height, font = top - bottom, _font_of(drawn)
        if font != self._font or height != self._height or not font:  # most lines are set like the one before
            self._font, self._height, self._latest = font, height, self._look(font, first, height)
        look, frame = self._latest, self.frame
        if frame.rotation:
            one, two = self.box(first), self.box(last)
            return min(one[0], two[0]), max(one[2], two[2]), self.base(first), look
        x0 = left if left < left_of_last else left_of_last
        x1 = right if right > right_of_last else right_of_last
        return x0 - frame.left, x1 - frame.left, frame.top - bottom - look.drop, look

    def _font_name(self, index: int) -> bytes:
        length = native.char_font(self.handle, index, _name_at, len(_name), _flags_at)
        return bytes(_name[: max(min(length, len(_name)) - 1, 0)])


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code == 0 or code > 0x10FFFF else chr(code)
