"""A small printing press: blocks of known text are set in frames and drawn into a PDF, line by line.

Unlike a ready-made layout engine it remembers each line, so that the same page can be drawn in any order (column by
column, row by row, shuffled) and with or without blanks between words; and it says which words it broke.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

rl_config.invariant = 1
CALL = re.compile(r"\[\^(\d+)\]")
_BREAK = re.compile(
    r"(?<=[aeiouy][bcdfghjklmnpqrstvwxz])(?=[bcdfghjklmnpqrstvwxz][aeiouy])"  # im-por-tant
    r"|(?<=[aeiou])(?=[bcdfglmnprstv][aeiouy])"  # mu-ni-ci-pal
)


@dataclass(frozen=True)
class Known:
    """A block of text as it ought to be read back."""

    kind: str  # title heading paragraph item caption footnote table
    text: str
    marker: str = ""
    level: int = 0
    box: int = 0  # blocks of one number share a drawn box
    rows: tuple[tuple[str, ...], ...] = ()  # of a table

    @property
    def plain(self) -> str:
        """The text without footnote calls and marks of weight."""
        return CALL.sub("", self.text).replace("**", "")


@dataclass(frozen=True)
class Look:
    """How a kind of block is set; distances in points."""

    font: str = "Times-Roman"
    bold: str = "Times-Bold"
    size: float = 10.5
    lead: float = 1.22  # times the size
    before: float = 0.0
    after: float = 6.0
    indent: float = 0.0  # of the text
    hang: float = 0.0  # of the marker
    first: float = 0.0  # of the first line
    align: str = "justify"

    @property
    def leading(self) -> float:
        return self.lead * self.size


@dataclass(frozen=True)
class Rect:
    """A frame that text runs through: from the top left, in points."""

    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Run:
    text: str
    font: str
    size: float
    rise: float = 0.0


@dataclass(frozen=True)
class Line:
    """What is drawn in one go."""

    page: int
    x: float
    base: float  # from the top
    runs: tuple[Run, ...]
    stretch: float = 0.0  # added to each blank


@dataclass(frozen=True)
class Shape:
    page: int
    rect: Rect
    fill: bool
    stroke: bool


@dataclass
class Sheet:
    """A set document: lines and shapes, and what there is to know about it."""

    size: tuple[float, float]
    lines: list[Line] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    blocks: list[Known] = field(default_factory=list)  # in reading order
    furniture: list[str] = field(default_factory=list)
    soft: list[str] = field(default_factory=list)  # words broken at a line's end, as they ought to be read
    hard: list[str] = field(default_factory=list)  # words with a hyphen of their own at a line's end
    pages: int = 1


Frames = Callable[[int], Sequence[Rect]]  # of a page, from 1


class Press:
    """Sets blocks one after another into the frames of a page, then of the next page."""

    def __init__(
        self,
        sheet: Sheet,
        frames: Frames,
        looks: dict[str, Look],
        *,
        hyphens: bool = False,
        boxes: str = "border",
        page: int = 1,
        marker_font: str = "",
    ) -> None:
        self.sheet, self.frames, self.looks = sheet, frames, looks
        self.hyphens, self.boxes, self.marker_font = hyphens, boxes, marker_font
        self.page, self.index = page, 0
        self.rect = frames(page)[0]
        self.y = 0.0  # used of the frame
        self.box, self.box_top = 0, 0.0

    def set(self, blocks: Iterable[Known]) -> None:
        """Set all blocks; they are known to the sheet afterwards."""
        for block in blocks:
            if block.box != self.box:
                self._close_box()
                if block.box:
                    self._open_box(block)
            self._block(block)
            self.sheet.blocks.append(block)
        self._close_box()
        self.sheet.pages = max(self.sheet.pages, self.page)

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self._close_box()
        self.page, self.index, self.y = self.page + 1, 0, 0.0
        self.rect = self.frames(self.page)[0]

    def _look(self, block: Known) -> Look:
        return self.looks.get(f"{block.kind}{block.level}") or self.looks[block.kind]

    def _block(self, block: Known) -> None:
        look = self._look(block)
        if block.kind == "item":  # a wide marker pushes the text behind it
            end = look.hang + stringWidth(block.marker, self.marker_font or look.font, look.size) + 3
            look = replace(look, first=max(end - look.indent, 0.0))
        pad = 8.0 if block.box else 0.0
        self.y += look.before if self.y > 1 else 0.0
        if block.kind in ("heading", "title", "caption") and self.y + 4.5 * look.leading > self.rect.height:
            self._next_frame()
        width = self.rect.width - look.indent - 2 * pad
        lines = broken(block, look, width, self.hyphens, self.sheet)
        for number, (runs, blanks, last) in enumerate(lines):
            if self.y + look.leading > self.rect.height - (pad if block.box else 0):
                self._next_frame()
            self._line(block, look, runs, blanks, last, number == 0, pad)
        self.y += look.after

    def _line(
        self, block: Known, look: Look, runs: list[Run], blanks: int, last: bool, first: bool, pad: float
    ) -> None:
        left = self.rect.x + pad
        room = self.rect.width - 2 * pad - look.indent - (look.first if first else 0)
        used = sum(stringWidth(r.text, r.font, r.size) for r in runs)
        x, stretch = left + look.indent + (look.first if first else 0), 0.0
        if look.align == "center":
            x += (room - used) / 2
        elif look.align == "justify" and not last and blanks:
            stretch = (room - used) / blanks
        base = self.rect.top + self.y + 0.8 * look.size
        if first and block.marker and block.kind == "item":
            font = self.marker_font or look.font
            self.sheet.lines.append(Line(self.page, left + look.hang, base, (Run(block.marker, font, look.size),)))
        self.sheet.lines.append(Line(self.page, x, base, tuple(runs), stretch))
        self.y += look.leading

    def _next_frame(self) -> None:
        box = self.box
        self._close_box()
        self.index, self.y = self.index + 1, 0.0
        if self.index >= len(self.frames(self.page)):
            self.page, self.index = self.page + 1, 0
        self.rect = self.frames(self.page)[self.index]
        if box:
            self.box, self.box_top, self.y = box, 0.0, 8.0

    def _open_box(self, block: Known) -> None:
        self.y += 6 if self.y > 1 else 0
        if self.y + 60 > self.rect.height:
            self._next_frame()
        self.box, self.box_top = block.box, self.y
        self.y += 8

    def _close_box(self) -> None:
        if not self.box:
            return
        rect = Rect(self.rect.x, self.rect.top + self.box_top, self.rect.width, self.y - self.box_top + 2)
        fill, stroke = self.boxes in ("shade", "both"), self.boxes in ("border", "both")
        self.sheet.shapes.append(Shape(self.page, rect, fill, stroke))
        self.y += 10
        self.box = 0


def broken(block: Known, look: Look, width: float, hyphens: bool, sheet: Sheet) -> list[tuple[list[Run], int, bool]]:
    """A block broken into lines: the runs of each, how many blanks it has, whether it is the last."""
    text = block.text
    if block.marker and block.kind not in ("item", "footnote"):
        text = f"{block.marker} {text}"
    lines: list[tuple[list[Run], int, bool]] = []
    line: list[Run] = []
    used, blanks, bold = look.first, 0, False
    for word in text.split(" "):
        if word.startswith("**"):
            bold, word = True, word[2:]
        ends = word.endswith("**")
        runs = _runs(word.removesuffix("**"), look, bold)
        bold = bold and not ends
        blank = Run(" ", look.font, look.size)
        need = _width(runs) + (_width([blank]) if line else 0)
        if used + need <= width or not line:
            line += [blank, *runs] if line else runs
            blanks += bool(len(line) > len(runs))
            used += need
            continue
        cut = _cut(runs, width - used - _width([blank]), hyphens)
        if cut is not None:
            head, runs, soft = cut
            line += [blank, head]
            blanks += 1
            clean = re.sub(r"^\W+|\W+$", "", CALL.sub("", word.removesuffix("**")))
            (sheet.soft if soft else sheet.hard).append(clean)
        lines.append((_joined(line), blanks, False))
        line, used, blanks = list(runs), _width(runs), 0
    lines.append((_joined(line), blanks, True))
    return lines


def _runs(word: str, look: Look, bold: bool) -> list[Run]:
    font = look.bold if bold else look.font
    runs, position = [], 0
    for call in CALL.finditer(word):
        runs.append(Run(word[position : call.start()], font, look.size))
        runs.append(Run(call.group(1), font, 0.62 * look.size, 0.36 * look.size))
        position = call.end()
    runs.append(Run(word[position:], font, look.size))
    return [run for run in runs if run.text] or [Run("", font, look.size)]


def _width(runs: Sequence[Run]) -> float:
    return sum(stringWidth(r.text, r.font, r.size) for r in runs)


def _cut(runs: list[Run], room: float, hyphens: bool) -> tuple[Run, list[Run], bool] | None:
    """A word parted so that its head fits: head, rest, whether the hyphen is a soft one."""
    first = runs[0]
    if not hyphens:
        return None
    places: list[tuple[str, str, bool]] = []
    if re.fullmatch(r"\W*[A-Za-z]?[a-z]{5,}\W*", first.text):
        marks = [m.start() for m in _BREAK.finditer(first.text)]
        places += [(f"{first.text[:m]}-", first.text[m:], True) for m in marks if 2 <= m <= len(first.text) - 3]
    places += [
        (first.text[: m.end()], first.text[m.end() :], False)
        for m in re.finditer(r"(?<=[^\W\d_]{2})-(?=[^\W\d_]{2})", first.text)
    ]
    fitting = [p for p in places if stringWidth(p[0], first.font, first.size) <= room]
    if not fitting:
        return None
    head, rest, soft = max(fitting, key=lambda p: len(p[0]))
    return replace(first, text=head), [replace(first, text=rest), *runs[1:]], soft


def _joined(line: list[Run]) -> list[Run]:
    """Neighbours of the same look as one run."""
    runs: list[Run] = []
    for run in line:
        if runs and (runs[-1].font, runs[-1].size, runs[-1].rise) == (run.font, run.size, run.rise):
            runs[-1] = replace(runs[-1], text=runs[-1].text + run.text)
        elif run.text:
            runs.append(run)
    return runs


def print_pdf(sheet: Sheet, order: str = "set", seed: int = 7) -> bytes:
    """The sheet as a PDF.

    order: of the content stream: `set` (frame by frame), `rows` (line by line across the page), `shuffled`;
    `words` draws each word on its own and no blanks, like TeX.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=sheet.size, invariant=1)
    for page in range(1, sheet.pages + 1):
        for shape in (s for s in sheet.shapes if s.page == page):
            canvas.setFillGray(0.9)
            canvas.setStrokeGray(0.3)
            rect = shape.rect
            bottom = sheet.size[1] - rect.top - rect.height
            canvas.rect(rect.x, bottom, rect.width, rect.height, stroke=int(shape.stroke), fill=int(shape.fill))
            canvas.setFillGray(0)
        for line in _in_order([line for line in sheet.lines if line.page == page], order, seed + page):
            _draw(canvas, line, sheet.size[1], order == "words")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _in_order(lines: list[Line], order: str, seed: int) -> list[Line]:
    if order == "rows":
        return sorted(lines, key=lambda line: (round(line.base), line.x))
    if order == "shuffled":
        lines = list(lines)
        random.Random(seed).shuffle(lines)
    return lines


def _draw(canvas: Canvas, line: Line, height: float, words: bool) -> None:
    x = line.x
    for run in line.runs:
        if words:
            for word in re.finditer(r"\S+", run.text):
                before = run.text[: word.start()]
                at = x + stringWidth(before, run.font, run.size) + line.stretch * before.count(" ")
                _text(canvas, at, height - line.base + run.rise, replace(run, text=word.group()), 0)
        else:
            _text(canvas, x, height - line.base + run.rise, run, line.stretch)
        x += stringWidth(run.text, run.font, run.size) + line.stretch * run.text.count(" ")


def _text(canvas: Canvas, x: float, y: float, run: Run, stretch: float) -> None:
    text = canvas.beginText()
    text.setTextOrigin(x, y)
    text.setFont(run.font, run.size)
    text.setWordSpace(stretch)
    text.textOut(run.text)
    canvas.drawText(text)
