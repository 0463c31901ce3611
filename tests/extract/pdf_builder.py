"""PDFs for tests, drawn from a few words: `pdf([text(72, 100, "One line.")])`. Points, origin at the top left."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.pdf import read_pdf
from pipeline.model import Block, Document, Kind

Drawing = Callable[[Canvas, float], None]  # canvas, height of the page
WIDTH, HEIGHT = A4
PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
A = "Night buses run on every main road of the city, and drivers know best where people wait after midnight."
B = "Lamps at the stops are repaired within two days, since the council pays a small team that works at night."
C = "Fares after midnight are the same as by day, which surprised most of the visitors from other cities."
LONG = f"{A} {B} {C}"


def pdf(*pages: Sequence[Drawing], rotation: int = 0, title: str = "") -> bytes:
    """A file of pages, each a list of drawings.

    rotation: by how many degrees the pages are turned when they are shown, with all that is drawn on them.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    if title:
        canvas.setTitle(title)
    for page in pages:
        for drawing in page:
            drawing(canvas, HEIGHT)
        canvas.showPage()
    canvas.save()
    return turned(out.getvalue(), rotation) if rotation else out.getvalue()


def turned(content: bytes, rotation: int) -> bytes:
    """The same file with all its pages turned."""
    return edited(content, lambda page: page.rotate(rotation))


def edited(content: bytes, change: Callable[[Any], object]) -> bytes:
    """The same file after a change to each of its pages (pypdf's)."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        change(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def text(x: float, top: float, *lines: str, size: float = 10, font: str = PLAIN, step: float = 0) -> Drawing:
    """Lines below each other; `top` is the base line of the first."""

    def draw(canvas: Canvas, height: float) -> None:
        canvas.setFont(font, size)
        for number, line in enumerate(lines):
            canvas.drawString(x, height - top - number * (step or 1.2 * size), line)

    return draw


def prose(x: float, top: float, width: float, *paragraphs: str, size: float = 10, indent: float = 0) -> Drawing:
    """Paragraphs wrapped to a width, a gap of half a line between; `indent` hangs all lines but the first."""

    def draw(canvas: Canvas, height: float) -> None:
        canvas.setFont(PLAIN, size)
        base = top
        for paragraph in paragraphs:
            for number, line in enumerate(simpleSplit(paragraph, PLAIN, size, width)):
                canvas.drawString(x + (indent if number else 0), height - base, line)
                base += 1.2 * size
            base += 0.8 * size

    return draw


def wrapped(width: float, paragraph: str, size: float = 10) -> list[str]:
    """The lines that `prose` draws."""
    lines: list[str] = simpleSplit(paragraph, PLAIN, size, width)
    return lines


def rule(x0: float, top: float, x1: float, bottom: float) -> Drawing:
    """A straight line."""
    return lambda canvas, height: canvas.line(x0, height - top, x1, height - bottom)


def box(x0: float, top: float, x1: float, bottom: float, fill: float = -1.0) -> Drawing:
    """A rectangle: an outline, or with `fill` (0 black to 1 white) a shaded one without."""

    def draw(canvas: Canvas, height: float) -> None:
        if fill >= 0:
            canvas.setFillGray(fill)
        canvas.rect(x0, height - bottom, x1 - x0, bottom - top, stroke=int(fill < 0), fill=int(fill >= 0))
        canvas.setFillGray(0)

    return draw


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Drawing]:
    """The lines of a ruled table."""
    return [rule(xs[0], y, xs[-1], y) for y in ys] + [rule(x, ys[0], x, ys[-1]) for x in xs]


def table(xs: Sequence[float], top: float, *rows: Sequence[str], step: float = 20, size: float = 10) -> list[Drawing]:
    """A ruled table with one line of text in each cell."""
    ys = [top + step * number for number in range(len(rows) + 1)]
    cells = [
        text(x + 4, y + 14, content, size=size)
        for y, row in zip(ys, rows, strict=False)
        for x, content in zip(xs, row, strict=False)
        if content
    ]
    return [*grid(xs, ys), *cells]


def picture(x0: float, top: float, x1: float, bottom: float) -> Drawing:
    """A grey picture."""
    from PIL import Image

    image = ImageReader(Image.new("RGB", (8, 8), (120, 130, 140)))
    return lambda canvas, height: canvas.drawImage(image, x0, height - bottom, x1 - x0, bottom - top)


def textfield(name: str, x: float, top: float, value: str, width: float = 200) -> Drawing:
    """A filled text field of the file's own form."""
    return lambda canvas, height: canvas.acroForm.textfield(
        name=name, x=x, y=height - top, width=width, height=16, value=value, borderWidth=0, fontSize=10
    )


def checkbox(name: str, x: float, top: float, checked: bool) -> Drawing:
    """A tick box of the file's own form."""
    return lambda canvas, height: canvas.acroForm.checkbox(name=name, x=x, y=height - top, size=12, checked=checked)


def opened(*pages: Sequence[Drawing], **options: Any) -> Document:
    """A drawn file as the reader reads it."""
    return read_pdf(pdf(*pages, **options), "d" * 64)


def blocks(*pages: Sequence[Drawing], **options: Any) -> tuple[Block, ...]:
    return opened(*pages, **options).blocks


def texts(*pages: Sequence[Drawing], **options: Any) -> list[str]:
    return [block.text for block in blocks(*pages, **options)]


def kinds(*pages: Sequence[Drawing], **options: Any) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in blocks(*pages, **options)]


def cells(block: Block) -> dict[tuple[int, int], str]:
    """The texts of a table's cells by row and column."""
    return {(cell.row, cell.column): block.cell_text(cell) for cell in block.cells}


def body(*pages: Sequence[Drawing]) -> list[str]:
    """The texts of what is in nobody's way."""
    return [block.text for block in blocks(*pages) if block.kind is not Kind.FURNITURE]


def lines(x: float, top: float, *drawn: str, indent: float = 0) -> Drawing:
    """Prose as wide as a page."""
    return prose(x, top, 450, *drawn, indent=indent)


def page(number: int, *drawn: Drawing, head: str = "Forum on Night Buses", foot: str = "{}") -> list[Drawing]:
    """Drawings between a running head and the number of the page."""
    return [text(72, 40, head), text(290, 810, foot.format(number)), *drawn]


# files written byte by byte, as no program would write them

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
A_LINE = "Night buses run on every main road of the city."


def stream(data: bytes, head: bytes = b"", times: int = 1) -> bytes:
    """A stream, packed so many times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    packed = b"/Filter[%s]" % b" ".join([b"/FlateDecode"] * times) if times else b""
    return b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (head, packed, len(data), data)


def shown_at(base: int, line: str = A_LINE) -> bytes:
    """A line of text as the content of a page says it; `base` counts from the foot of the page."""
    return b"BT /F 10 Tf 72 %d Td (%s) Tj ET\n" % (base, line.encode())


def form(data: bytes, **uses: int) -> bytes:
    """A drawing that is used as a stamp; `uses`: the stamps that it uses itself."""
    return stream(data, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + _resources(**uses))


def _resources(**uses: int) -> bytes:
    stamps = b"".join(b"/%s %d 0 R" % (name.encode(), number) for name, number in uses.items())
    return b"/Resources<</Font<</F 3 0 R>>/XObject<<%s>>>>" % stamps


def handmade(*contents: bytes, more: dict[int, bytes] | None = None, **uses: int) -> bytes:
    """A file whose pages have these streams. more: further objects, from number 5000; uses: stamps of the pages."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: FONT, **(more or {})}
    for number, content in enumerate(contents):
        head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s/Contents %d 0 R>>"
        objects |= {10 + 2 * number: head % (_resources(**uses), 11 + 2 * number), 11 + 2 * number: content}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(len(contents)))
    objects.setdefault(2, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids))
    return written(objects)


def written(objects: dict[int, bytes]) -> bytes:
    """A file of numbered objects, of which the first is the catalogue."""
    out, places = io.BytesIO(b"%PDF-1.7\n"), {}
    out.seek(0, io.SEEK_END)
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n" % size)
    for number in range(size):
        out.write(b"%010d %05d %s \n" % ((places[number], 0, b"n") if number in places else (0, 65535, b"f")))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, table))
    return out.getvalue()
