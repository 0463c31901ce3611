"""PDF: pages of placed characters become blocks.

Page by page: `glyphs` makes pieces of lines of pdfium's characters, `drawings` reads what is drawn, `fields` the
forms; `tables` (`ruled`, `opentables`) and `order` find tables, boxes and columns, `paragraphs` puts lines together.
Then over the whole document: `aside` (running heads, footnotes), `parts` and `continued` (what pages cut), `headings`
(with `outline`), `blocks`. `bombs` looks first, `native` makes calls cheap, `frame` knows which way a page is up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.errors import DocumentError
from pipeline.extract.blocks import MOST_CHARACTERS
from pipeline.extract.pdf.blocks import Leaf, finish
from pipeline.extract.pdf.bombs import unpacked
from pipeline.extract.pdf.drawings import read_drawings
from pipeline.extract.pdf.fields import field_pieces
from pipeline.extract.pdf.frame import Frame
from pipeline.extract.pdf.glyphs import MOST_OF_PAGE, Habits, TextOf, pieces_of
from pipeline.extract.pdf.native import handle
from pipeline.extract.pdf.outline import outline_of
from pipeline.extract.pdf.page import PageContent, Piece
from pipeline.extract.pdf.paragraphs import Margins, drafts_of_page
from pipeline.model import Document

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 2_000  # read in full; a note says when there are more


def read_pdf(content: bytes, digest: str) -> Document:
    """Read a PDF's text layer, tables and form fields into blocks.

    content: the file's bytes. digest: their SHA-256, hexadecimal.
    Raises DocumentError: encrypted, corrupt, too-large, no-text (pages hold pictures only) or empty.
    """
    if size := unpacked(content):
        raise DocumentError("too-large", f"one page unpacks to about {size // 1_000_000} MB")
    pdf = _open(content)
    try:
        reading = _Reading(pdf)
        reading.pages()
        title, properties = _properties(pdf)
        outline = outline_of(pdf)
    finally:
        pdf.close()
    reading.check()
    return Document(
        digest=digest,
        media_type=MEDIA_TYPE,
        blocks=finish(reading.leaves, reading.notes, outline),
        title=title,
        pages=reading.count,
        properties=properties,
        notes=tuple(reading.notes),
    )


class _Reading:
    """Pages read one after another, and what was learnt and noticed on the way."""

    def __init__(self, pdf: Any) -> None:
        self.pdf, self.count = pdf, len(pdf)
        self.leaves: list[Leaf] = []
        self.notes: list[str] = []
        self._forms = _init_forms(pdf)
        self._margins, self._habits = Margins(), Habits()
        self._blank = self._pictured = self._characters = 0

    def pages(self) -> None:
        """Read all pages up to the limit."""
        import pypdfium2

        if self.count > MOST_PAGES:
            self.notes.append(f"The file has {self.count:,} pages; the first {MOST_PAGES:,} were read.")
        for number in range(1, min(self.count, MOST_PAGES) + 1):
            if self._characters > MOST_CHARACTERS:
                self.notes.append(f"The text was cut after {self._characters:,} characters, on page {number - 1}.")
                break
            leaf = Leaf(number)
            self.leaves.append(leaf)
            try:
                page = self.pdf[number - 1]
            except pypdfium2.PdfiumError:
                self.notes.append(f"Page {number} is damaged and was left out.")
                continue
            try:
                self._page(page, leaf)
            finally:
                page.close()

    def _page(self, page: Any, leaf: Leaf) -> None:
        content, text = self._content(page, leaf.number)
        try:
            if self._forms:
                content.pieces.extend(field_pieces(page, text.frame, len(content.pieces)))
            leaf.drafts = drafts_of_page(content, text, self._margins)
        finally:
            text.close()
        self._characters += text.count
        leaf.width, leaf.height, leaf.turn = content.width, content.height, content.turn
        blank = not content.pieces and not content.turned
        self._blank += blank
        self._pictured += blank and content.pictures > 0.3
        self.notes.extend(content.notes)

    def _content(self, page: Any, number: int) -> tuple[PageContent, TextOf]:
        """The pieces and drawings of a page; a page whose text runs up or down is turned for reading."""
        text = TextOf(page, Frame(page))
        pieces, turn = pieces_of(text, self._habits), 0
        while turn < 270 and _mostly_turned(pieces):
            turn += 90
            text.turn_to(Frame(page, turn))
            pieces = pieces_of(text, self._habits)
        frame = text.frame
        content = PageContent(number=number, width=frame.width, height=frame.height, turn=turn)
        content.pieces = [piece for piece in pieces if not piece.turned]
        content.turned = [piece for piece in pieces if piece.turned]
        if text.cut:
            content.notes.append(f"Page {number} holds more than {MOST_OF_PAGE:,} characters; the rest was cut.")
        read_drawings(handle(page.raw), frame, content)
        return content, text

    def check(self) -> None:
        """Say what pages without text mean. Raises DocumentError where no page has any."""
        pages = len(self.leaves)
        if self._blank == pages or not any(leaf.drafts for leaf in self.leaves):
            raise DocumentError("no-text" if self._pictured else "empty", f"{pages} pages without a text layer")
        if self._pictured:
            self.notes.append(
                f"{self._pictured} of {pages} pages are pictures without text; the extra `ocr` is needed for them."
            )


def _mostly_turned(pieces: Sequence[Piece]) -> bool:
    turned = sum(len(piece.text) for piece in pieces if piece.turned)
    return turned > 0 and 2 * turned > sum(len(piece.text) for piece in pieces)


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


def _properties(pdf: Any) -> tuple[str, dict[str, str]]:
    from pipeline.text.clean import printable, squeeze

    found = {key.lower(): squeeze(printable(value))[:500] for key, value in pdf.get_metadata_dict().items() if value}
    return found.get("title", ""), found
