"""PDF: pages of placed characters become blocks.

`glyphs` asks pdfium, `tables` finds what is ruled, `order` finds columns, `paragraphs` puts lines together,
`headings` judges them over the whole document, `fields` reads forms.
"""

from __future__ import annotations

from typing import Any

from pipeline.errors import DocumentError
from pipeline.extract.pdf.drawings import read_drawings
from pipeline.extract.pdf.fields import field_pieces
from pipeline.extract.pdf.frame import Frame
from pipeline.extract.pdf.glyphs import MOST_CHARACTERS, Habits, TextOf, pieces_of
from pipeline.extract.pdf.headings import finish
from pipeline.extract.pdf.native import handle
from pipeline.extract.pdf.page import PageContent
from pipeline.extract.pdf.paragraphs import Draft, Margins, drafts_of_page
from pipeline.model import Document

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 2_000  # read in full; a note says when there are more


def read_pdf(content: bytes, digest: str) -> Document:
    """Read a PDF's text layer, tables and form fields into blocks.

    content: the file's bytes. digest: their SHA-256, hexadecimal.
    Raises DocumentError: encrypted, corrupt, no-text (pages hold pictures only) or empty.
    """
    import pypdfium2

    notes: list[str] = []
    pdf = _open(content)
    try:
        count = len(pdf)
        if count > MOST_PAGES:
            notes.append(f"The file has {count} pages; the first {MOST_PAGES} were read.")
        forms = _init_forms(pdf)
        drafts: list[list[Draft]] = []
        margins, habits = Margins(), Habits()
        pages: list[tuple[float, float]] = []
        blank = pictured = 0
        for index in range(min(count, MOST_PAGES)):
            try:
                page = pdf[index]
            except pypdfium2.PdfiumError:
                notes.append(f"Page {index + 1} is damaged and was left out.")
                drafts.append([])
                pages.append((0.0, 0.0))
                continue
            try:
                found, page_drafts = _page(page, index + 1, forms, margins, habits)
            finally:
                page.close()
            notes.extend(found.notes)
            drafts.append(page_drafts)
            pages.append((found.width, found.height))
            blank += not found.pieces
            pictured += not found.pieces and found.pictures > 0.3
        title, properties = _properties(pdf)
    finally:
        pdf.close()
    if blank == len(drafts):
        raise DocumentError("no-text" if pictured else "empty", f"{len(drafts)} pages without a text layer")
    if pictured:
        notes.append(
            f"{pictured} of {len(drafts)} pages are pictures without text; the extra `ocr` is needed for them."
        )
    blocks = finish(drafts, pages)
    return Document(
        digest=digest,
        media_type=MEDIA_TYPE,
        blocks=blocks,
        title=title,
        pages=count,
        properties=properties,
        notes=tuple(notes),
    )


def _open(content: bytes) -> Any:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        message = str(error)
        if "password" in message.lower() or "security" in message.lower():
            raise DocumentError("encrypted") from error
        raise DocumentError("corrupt", "pdfium cannot open it") from error
    if count == 0:
        raise DocumentError("corrupt", "it has no pages")
    return pdf


def _init_forms(pdf: Any) -> bool:
    """Whether the file has a form whose fields can be read."""
    import pypdfium2

    try:
        if pdf.get_formtype() == 0:
            return False
        pdf.init_forms()
    except pypdfium2.PdfiumError:
        return False
    return bool(pdf.formenv)


def _page(page: Any, number: int, forms: bool, margins: Margins, habits: Habits) -> tuple[PageContent, list[Draft]]:
    frame = Frame(page)
    content = PageContent(number=number, width=frame.width, height=frame.height)
    text = TextOf(page, frame)
    try:
        content.pieces = pieces_of(text, habits)
        if text.cut:
            content.notes.append(f"Page {number} holds more than {MOST_CHARACTERS:,} characters; the rest was cut.")
        read_drawings(handle(page.raw), frame, content)
        if forms:
            content.pieces.extend(field_pieces(page, frame, len(content.pieces)))
        return content, drafts_of_page(content, text, margins)
    finally:
        text.close()


def _properties(pdf: Any) -> tuple[str, dict[str, str]]:
    from pipeline.text.clean import printable, squeeze

    found = {key.lower(): squeeze(printable(value))[:500] for key, value in pdf.get_metadata_dict().items() if value}
    return found.get("title", ""), found
