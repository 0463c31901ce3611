"""A document as the pipeline sees it: block by block in words, or drawn over its pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline import extract
from pipeline.errors import ConfigError, DocumentError
from pipeline.intake import identify
from pipeline.model import Block, Document, Item, Kind, Origin, Where

SCALE = 1.6  # dots a point: a page of A4 becomes 950 dots wide
LEGEND = 20  # dots high
MOST_PAGES = 200  # drawn of one file
COLOURS: dict[Kind, str] = {
    Kind.TITLE: "#b00020",
    Kind.HEADING: "#e65100",
    Kind.PARAGRAPH: "#1565c0",
    Kind.ITEM: "#2e7d32",
    Kind.TABLE: "#6a1b9a",
    Kind.FIELD: "#ad1457",
    Kind.FOOTNOTE: "#00838f",
    Kind.CAPTION: "#9e9d24",
    Kind.FURNITURE: "#757575",
}


def read(path: Path) -> tuple[Item, Document]:
    """A file as the pipeline reads it. Raises ConfigError where it cannot be read."""
    content = path.read_bytes()
    item = Item(
        digest=hashlib.sha256(content).hexdigest(),
        media_type=identify(content, path.name),
        content=content,
        origins=(Origin(source="folder", locator=str(path), name=path.name),),
    )
    try:
        if not content:
            raise DocumentError("empty", "")
        return item, extract.extract(item)
    except DocumentError as error:
        raise ConfigError(f"{path.name} cannot be shown: {error}") from error


def blocks_of(path: Path) -> Iterator[str]:
    """One line per block: number, kind, place, marker, text. Raises ConfigError where the file cannot be read."""
    item, document = read(path)
    yield f"{item.media_type}, {document.pages or '-'} pages, {len(document.blocks)} blocks, language {document.language or '?'}"
    yield from (f"note: {note}" for note in document.notes)
    for block in document.blocks:
        where = ",".join(w.locator for w in block.where)
        mark = f"[{block.marker}] " if block.marker else ""
        level = str(block.level) if block.level else ""
        frame = f" box {block.frame}" if block.frame else ""
        yield f"{block.number:4d} {block.kind.value}{level}{frame} ({where}) {mark}{block.text!r}"


def draw_pages(path: Path, out: Path) -> list[Path]:
    """Each page of a PDF or of a scanned picture drawn into the folder `out`, its blocks boxed and numbered in order.

    The colour of a box tells the kind of its block (a legend stands below each page), thin ones are the cells of tables.
    Raises ConfigError where the file has no pages or cannot be read.
    """
    item, document = read(path)
    if item.media_type not in extract.PICTURED:
        raise ConfigError(f"{path.name} has no pages to draw: only PDFs and pictures (PNG, JPEG, TIFF) have.")
    out.mkdir(parents=True, exist_ok=True)
    pages = _pictures(_as_pdf(item), document)
    return [_saved(picture, out / f"{path.stem}-{page:03d}.png") for page, picture in pages]


def _as_pdf(item: Item) -> bytes:
    """The pages on which the places of a document are."""
    if item.media_type == "application/pdf":
        return item.content
    from pipeline.extract.ocr.files import as_pdf

    return as_pdf(item.content)[0]


def _saved(picture: Any, target: Path) -> Path:
    picture.save(target)
    return target


def _pictures(content: bytes, document: Document) -> Iterator[tuple[int, Any]]:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        for number in range(1, min(len(pdf), MOST_PAGES) + 1):
            page = pdf[number - 1]
            width, height = page.get_size()
            scale = min(SCALE, 4_000 / max(width, height, 1))  # a poster is drawn smaller
            picture = page.render(scale=scale).to_pil().convert("RGB")
            page.close()
            _draw_blocks(picture, document.blocks, number, scale)
            yield number, _with_legend(picture)


def _draw_blocks(picture: Any, blocks: tuple[Block, ...], page: int, scale: float) -> None:
    from PIL import ImageDraw, ImageFont

    pen, font = ImageDraw.Draw(picture, "RGBA"), ImageFont.load_default(13)
    for block in blocks:
        colour = COLOURS[block.kind]
        for place in [w for cell in block.cells for w in cell.where if w.page == page and w.box]:
            pen.rectangle(_dots(place, scale), outline=f"{colour}90")
        for place in [w for w in block.where if w.page == page and w.box]:
            x0, top, x1, bottom = _dots(place, scale)
            pen.rectangle((x0, top, x1, bottom), outline=colour, fill=f"{colour}18", width=2)
            name = f"{block.number}{f'.{block.level}' if block.level else ''}{f' box {block.frame}' if block.frame else ''}"
            pen.text((max(x0 - 8 * len(name) - 4, 1), top), name, fill=colour, font=font)


def _with_legend(picture: Any) -> Any:
    """The picture with a line below it that names the colours: on the page it would stand in the way."""
    from PIL import Image, ImageDraw, ImageFont

    framed = Image.new("RGB", (picture.width, picture.height + LEGEND), "white")
    framed.paste(picture)
    pen, font = ImageDraw.Draw(framed), ImageFont.load_default(13)
    step = picture.width / len(COLOURS)
    for number, (kind, colour) in enumerate(COLOURS.items()):
        pen.text((4 + number * step, picture.height + 2), kind.value, fill=colour, font=font)
    return framed


def _dots(place: Where, scale: float) -> tuple[float, float, float, float]:
    assert place.box is not None, "only places with a box are drawn"
    box = place.box
    return (
        box.x0 * scale - 2,
        box.top * scale - 2,
        max(box.x1, box.x0) * scale + 2,
        max(box.bottom, box.top) * scale + 2,
    )
