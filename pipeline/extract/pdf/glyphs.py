"""The only module that speaks to pdfium about text and drawings: a page becomes line pieces and ruled edges.

One bulk call brings the text of a page; the geometry of single characters is asked for only where it decides
something: at both ends of a line and on both sides of each blank. All coordinates that leave this module are PDF
points from the top left of the page as it is shown (crop box and rotation undone).
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

SOFT_HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at a line's end; it swallows the line feed
MOST_CHARACTERS = 200_000  # of one page; what is over is cut with a note
MOST_EDGES = 2_000  # of one page: more than any real table, less than what makes table finding slow
MOST_OBJECTS = 20_000
WIDE_GAP = 1.15  # times the font size: a blank this wide parts two columns or cells, where the line's others do not
_PIECE = re.compile(r"[^\r\n\ufffe]+")
_BLANKS = re.compile(r"[ \u00a0\t]+")
_CALL = re.compile(r"(?<=\S)\s?(\d{1,2})(?=[\s.,;:)]|$)")
_BOLD = re.compile(r"bold|black|heavy|demi|semibold", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters on one line, without a wide gap in it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float  # points
    bold: bool  # at its beginning
    bold_end: bool  # at its end
    hyphen: bool = False  # ends in a hyphen that the typesetter put there
    first: int = 0  # index of its first character on the page
    last: int = 0  # of its last, inclusive
    order: int = 0  # in the content stream
    printed: str = ""  # where `text` lost a footnote call

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight horizontal or vertical line that is drawn on the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled rectangle: a shaded box, a cell's background, a page's colour."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class PageContent:
    """What is on a page, before anything is understood."""

    number: int  # from 1
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    pictures: float = 0.0  # share of the page covered by pictures, 0 to 1
    notes: list[str] = field(default_factory=list)


class Frame:
    """The way from user space (origin bottom left, unrotated) to the page as it is shown."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom = min(left, right), min(bottom, top)
        self.right, self.top = max(left, right), max(bottom, top)
        self.rotation = page.get_rotation() % 360
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom from the top left, of a box in user space."""
        if self.rotation == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.rotation == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


class TextOf:
    """The characters of one page, with their geometry on demand."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self.page, self.frame = page, frame
        self.textpage = page.get_textpage()
        self.raw = self.textpage.raw
        self.count = min(pdfium.FPDFText_CountChars(self.raw), MOST_CHARACTERS)
        self.cut = pdfium.FPDFText_CountChars(self.raw) > MOST_CHARACTERS
        self.text = self._bulk()
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._fonts: dict[bytes, bool] = {}

    def close(self) -> None:
        self.textpage.close()

    def _bulk(self) -> str:
        """One character of text for each character index; characters beyond the BMP become one, too."""
        if self.count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = pdfium.FPDFText_GetText(self.raw, 0, self.count, buffer)
        text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "surrogatepass")
        if len(text) == self.count:
            return text
        return "".join(_character(pdfium.FPDFText_GetUnicode(self.raw, i)) for i in range(self.count))

    def box(self, index: int) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a character, its side bearings included."""
        pdfium.FPDFText_GetLooseCharBox(self.raw, index, self._box)
        box = self._box
        return self.frame.box(box.left, box.bottom, box.right, box.top)

    def base(self, index: int) -> float:
        """How far the base line of a character is from the top of the page as shown."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.raw, index, x, y)
        return self.frame.box(x.value, y.value, x.value, y.value)[1]

    def size(self, index: int) -> float:
        """Font size in points as shown: the font's own size is right only when multiplied by the text matrix."""
        size = float(pdfium.FPDFText_GetFontSize(self.raw, index))
        if pdfium.FPDFText_GetMatrix(self.raw, index, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d) or 1.0
        return size

    def bold(self, index: int) -> bool:
        """Whether the font's name says bold: its weight is often wrong."""
        buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self.raw, index, buffer, 96, ctypes.byref(flags))
        name = buffer.value
        if name not in self._fonts:
            self._fonts[name] = bool(_BOLD.search(name.decode("latin-1")))
        return self._fonts[name]

    def symbol_font(self, index: int) -> bool:
        """Whether the character comes from a font of signs, whose letters are no letters."""
        buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self.raw, index, buffer, 96, ctypes.byref(flags))
        return bool(re.search(rb"wingdings|symbol|dingbats", buffer.value, re.IGNORECASE))


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code == 0 or code > 0x10FFFF else chr(code)


def read_page(page: Any, number: int) -> PageContent:
    """The line pieces and drawings of a page (a pypdfium2 page, whose document stays open)."""
    frame = Frame(page)
    content = PageContent(number=number, width=frame.width, height=frame.height)
    text = TextOf(page, frame)
    try:
        content.pieces = list(pieces_of(text))
        if text.cut:
            content.notes.append(f"Page {number} holds more than {MOST_CHARACTERS} characters; the rest was cut.")
    finally:
        text.close()
    _read_drawings(page, frame, content)
    return content


def pieces_of(text: TextOf) -> Iterator[Piece]:
    """Line by line, cut at wide gaps."""
    order = 0
    for match in _PIECE.finditer(text.text):
        hyphen = text.text[match.end() : match.end() + 1] == SOFT_HYPHEN
        for start, end in _without_wide_gaps(text, match.start(), match.end()):
            piece = _piece(text, start, end, order, hyphen and end == match.end())
            if piece is not None:
                order += 1
                yield piece


def _without_wide_gaps(text: TextOf, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a line between gaps that part columns or cells; ends are exclusive."""
    gaps = []
    for blank in _BLANKS.finditer(text.text, start, end):
        if start < blank.start() and blank.end() < end:
            before, after = text.box(blank.start() - 1), text.box(blank.end())
            gaps.append((after[0] - before[2], blank.start(), blank.end()))
    if not gaps:
        yield start, end
        return
    size = text.size(gaps[0][1] - 1)
    usual = sorted(gap for gap, _, _ in gaps)[len(gaps) // 2] if len(gaps) > 2 else 0.0
    wide = max(WIDE_GAP * size, 2.2 * usual)
    begin = start
    for gap, left, right in gaps:
        if gap > wide or gap < -2 * size:
            yield begin, left
            begin = right
    yield begin, end


def _piece(text: TextOf, start: int, end: int, order: int, hyphen: bool) -> Piece | None:
    raw = text.text[start:end]
    stripped = raw.strip(" \t\u00a0")
    if not stripped:
        return None
    first = start + raw.index(stripped[0])
    last = first + len(stripped) - 1
    one, two = text.box(first), text.box(last)
    cleaned = _without_calls(text, stripped, first)
    if len(stripped) == 1 and text.symbol_font(first):
        cleaned = _sign(stripped)
    elif ord(stripped[0]) < 32:
        cleaned = f"• {cleaned[1:].lstrip()}"  # a bullet of a font that does not say what its signs mean
    middle = first + next(i for i in range(len(stripped) // 2, len(stripped)) if not stripped[i].isspace())
    size = round(text.size(middle), 2)  # of the text, which a bullet or number before it may not share
    base = text.base(first if text.size(first) >= text.size(last) else last)
    return Piece(
        text=cleaned,
        x0=round(min(one[0], two[0]), 2),
        top=round(base - 0.8 * size, 2),
        x1=round(max(one[2], two[2]), 2),
        bottom=round(base + 0.2 * size, 2),
        size=size,
        bold=text.bold(first if stripped[0].isalnum() or len(stripped) < 3 else first + 2),
        bold_end=text.bold(last),
        hyphen=hyphen,
        first=first,
        last=last,
        order=order,
        printed=stripped if cleaned != stripped else "",
    )


def _sign(character: str) -> str:
    """What a lone character of a font of signs shows (Wingdings and ZapfDingbats code points of tick boxes)."""
    ticked, unticked = "\u00fe\uf0fe\u2611\u2612\u00fd\uf0fd\u2714\u2718", "\u00a8\uf0a8\u2751\u274f\uf06f\uf071"
    return "☒" if character in ticked else "☐" if character in unticked else character


def _without_calls(text: TextOf, line: str, first: int) -> str:
    """A line without the raised small digits that call a footnote."""
    kept, position = [], 0
    for call in _CALL.finditer(line):
        here, before = first + call.start(1), first + call.start() - 1
        if text.size(here) < 0.8 * text.size(before) or _raised(text, here, before):
            kept.append(line[position : call.start()])
            position = call.end()
    kept.append(line[position:])
    return re.sub(r"(?<=[^\W\d_.,;:)])[¹²³⁴-⁹⁰]{1,2}(?=\W|$)", "", "".join(kept))


def _raised(text: TextOf, index: int, before: int) -> bool:
    one, two = text.box(index), text.box(before)
    return (two[3] - one[3]) > 0.25 * (two[3] - two[1])


def cells_text(pieces: list[Piece], text: TextOf, boxes: list[tuple[float, float, float, float]]) -> list[list[Piece]]:
    """The pieces that fall into each box, cut where a piece runs over a box's border.

    Used for tables only: it asks for the geometry of every character of the pieces.
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


def _split_by_boxes(
    piece: Piece, text: TextOf, boxes: list[tuple[float, float, float, float]]
) -> Iterator[tuple[int, Piece]]:
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
        part = _piece(text, first, last + 1, piece.order, piece.hyphen and last == piece.last)
        if part is not None:
            yield home, part


def _home(boxes: list[tuple[float, float, float, float]], x: float, y: float) -> int | None:
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        if x0 <= x <= x1 and top <= y <= bottom:
            return number
    return None


def _read_drawings(page: Any, frame: Frame, content: PageContent) -> None:
    """Edges, filled panels and pictures of the page into `content`."""
    area, seen = 0.0, 0
    for kind, handle, matrix in _objects(page.raw, 0):
        seen += 1
        if seen > MOST_OBJECTS or len(content.edges) > MOST_EDGES:
            content.notes.append(f"Page {content.number} is drawn from very many lines; tables may be missed.")
            content.edges = content.edges[:MOST_EDGES]
            break
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(handle, matrix, frame, content)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = frame.box(*_bounds(handle, matrix))
            width = max(min(x1, frame.width) - max(x0, 0), 0)
            area += width * max(min(bottom, frame.height) - max(top, 0), 0)
    content.pictures = min(area / max(frame.width * frame.height, 1), 1.0)


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _objects(
    parent: Any, depth: int, matrix: Matrix = IDENTITY, form: bool = False
) -> Iterator[tuple[int, Any, Matrix]]:
    count, get = (
        (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
        if form
        else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    )
    for index in range(min(count(parent), MOST_OBJECTS)):
        handle = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
            yield from _objects(handle, depth + 1, _product(_matrix_of(handle), matrix), form=True)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield kind, handle, matrix


def _matrix_of(handle: Any) -> Matrix:
    own = pdfium.FS_MATRIX()
    return (own.a, own.b, own.c, own.d, own.e, own.f) if pdfium.FPDFPageObj_GetMatrix(handle, own) else IDENTITY


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _bounds(handle: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    corners = [_apply(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


THIN = 2.5  # points: a rectangle thinner than this is a line


def _read_path(handle: Any, matrix: Matrix, frame: Frame, content: PageContent) -> None:
    x0, top, x1, bottom = frame.box(*_bounds(handle, matrix))
    if x1 - x0 < THIN and bottom - top < THIN:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if x1 - x0 < THIN or bottom - top < THIN:
        content.edges.append(Edge(x0, top, x1, bottom))
        return
    segments = pdfium.FPDFPath_CountSegments(handle)
    if stroke.value:
        content.edges.extend(_edges(handle, min(segments, MOST_EDGES), _product(_matrix_of(handle), matrix), frame))
    if fill.value and segments <= 8:
        content.panels.append(Panel(x0, top, x1, bottom))


def _edges(handle: Any, segments: int, matrix: Matrix, frame: Frame) -> Iterator[Edge]:
    """The straight upright and level strokes of a path."""
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _edge(last, point, frame)
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield from _edge(point, start, frame)
        last = point


def _edge(one: tuple[float, float], two: tuple[float, float], frame: Frame) -> Iterator[Edge]:
    if abs(one[0] - two[0]) > 1 and abs(one[1] - two[1]) > 1:
        return
    x0, top, x1, bottom = frame.box(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
    if x1 - x0 > THIN or bottom - top > THIN:
        yield Edge(x0, top, x1, bottom)
