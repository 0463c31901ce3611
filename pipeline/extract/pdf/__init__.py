"""PDF: pages of placed characters become blocks.

Page by page: `lines` cuts the text of pdfium's characters (`glyphs`, `signs`) into `pieces`, `drawings` reads what is
drawn, `fields` the forms, `legible` (`words`) says whether there is text at all; `tables` (`ruled`, `opentables`) and
`order` find tables, boxes and columns, `paragraphs` puts lines together (`drafts`).
Then over the whole document: `aside` (running heads, footnotes), `parts` and `continued` (what pages cut), `headings`
(with `outline`), `blocks`. `bombs` and `tree` look first, `native` makes calls cheap, `frame` knows which way a page is up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pipeline.errors import DocumentError
from pipeline.extract.blocks import MOST_CHARACTERS
from pipeline.extract.pdf.blocks import Leaf, finish
from pipeline.extract.pdf.bombs import defused
from pipeline.extract.pdf.drawings import read_drawings
from pipeline.extract.pdf.fields import MOST_FIELDS, field_pieces
from pipeline.extract.pdf.file import PdfFile
from pipeline.extract.pdf.frame import Frame
from pipeline.extract.pdf.glyphs import MOST_OF_PAGE, TextOf
from pipeline.extract.pdf.habits import Habits
from pipeline.extract.pdf.legible import (
    MOST_PIXELS,
    Flaw,
    Illegible,
    flaw_of,
    looks_like_paper,
    pages_in_words,
    runs,
    warnings,
)
from pipeline.extract.pdf.lines import pieces_of
from pipeline.extract.pdf.native import annotation_count, page_objects
from pipeline.extract.pdf.page import PageContent, Piece, Seen
from pipeline.extract.pdf.paragraphs import Margins, drafts_of_page
from pipeline.extract.pdf.tree import LOOPED, runs_in_a_circle
from pipeline.model import Document

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 2_000  # read in full; a note says when there are more
MOST_OBJECTS = 3_000_000  # lines, pictures and runs of text of all pages: three times those of a thick atlas
DOUBTFUL = 0.5  # confidence in text that is kept though it looks wrong

See = Callable[[Any, int], Seen | None]


def read_pdf(content: bytes, digest: str, see: See | None = None) -> Document:
    """Read a PDF's text layer, tables and form fields into blocks.

    content: the file's bytes. digest: their SHA-256, hexadecimal. see: reads what a page shows where it has no text
    that can be read (OCR); it is given the page (pypdfium2's) and its number from 1, and may answer None.
    Raises DocumentError: encrypted, corrupt, too-large, no-text (pages hold pictures only) or empty.
    """
    content, cuts = defused(content)
    pdf = PdfFile(content)
    try:
        reading = _Reading(pdf, see)
        reading.notes.extend((*cuts, *([LOOPED] if runs_in_a_circle(content) else [])))
        reading.pages()
        title, properties = pdf.properties()
        outline = pdf.outline()
    finally:
        pdf.close()
    reading.check()
    return Document(
        digest=digest,
        media_type=MEDIA_TYPE,
        blocks=finish(reading.leaves, reading.notes, outline),
        title=title,
        pages=reading.count,
        extraction=reading.extraction,
        properties=properties,
        notes=tuple(reading.notes),
    )


def pages_without_text(content: bytes) -> tuple[Illegible, ...]:
    """The pages that have no text, or none that can be read, each with what is wrong with it.

    These are the pages for which `read_pdf` asks its `see`. Raises DocumentError as `read_pdf` does.
    """
    pdf = PdfFile(defused(content)[0])
    try:
        return tuple(_illegible(_Reading(pdf, None)))
    finally:
        pdf.close()


def _illegible(reading: _Reading) -> Iterator[Illegible]:
    for number, page in reading.opened():
        _, text, flaw = reading.content(page, number)
        text.close()
        if flaw is not None:
            yield Illegible(number, flaw)


class _Reading:
    """Pages read one after another, and what was learnt and noticed on the way."""

    def __init__(self, pdf: PdfFile, see: See | None) -> None:
        self.pdf, self.count, self._see = pdf, pdf.count, see
        self.leaves: list[Leaf] = []
        self.notes: list[str] = []
        self._margins, self._habits = Margins(), Habits()
        self._illegible: list[Illegible] = []
        self._seen: list[Illegible] = []  # of those, what was read by `see`
        self._damaged: list[int] = []
        self._characters = self._objects = 0

    def opened(self) -> Iterator[tuple[int, int]]:
        """Each sound page up to the limit: its number from 1, its handle."""
        if self.count > MOST_PAGES:
            self.notes.append(f"The file has {self.count:,} pages; the first {MOST_PAGES:,} were read.")
        for number, page in self.pdf.pages(MOST_PAGES):
            if page:
                yield number, page
            else:
                self._damaged.append(number)

    def pages(self) -> None:
        """Read all pages up to the limits of pages, of text and of drawings."""
        for number, page in self.opened():
            if self._characters > MOST_CHARACTERS:
                self.notes.append(f"The text was cut after {self._characters:,} characters, on page {number - 1}.")
                break
            self._objects += page_objects(page)
            if self._objects > MOST_OBJECTS:
                self.notes.append(f"The file was cut after {MOST_OBJECTS:,} drawn objects, before page {number}.")
                break
            self._page(page, number)
        told = [f"{pages_in_words(run)} damaged and left out." for run in runs(self._damaged)]
        unread = warnings(self._illegible, tried=self._see is not None)
        self.notes.extend((*told, *unread, *warnings(self._seen, ocr=True)))

    def _page(self, page: int, number: int) -> None:
        content, text, flaw = self.content(page, number)
        try:
            if flaw is not None:
                content = self._instead(text, content, flaw)
            if self.pdf.form:
                content.pieces.extend(field_pieces(page, self.pdf.form, text.frame, len(content.pieces)))
                if annotation_count(page) > MOST_FIELDS:
                    content.notes.append(f"Page {number} has over {MOST_FIELDS:,} form fields; the rest was left out.")
            drafts = drafts_of_page(content, text, self._margins)
        finally:
            text.close()
        self._characters += text.count
        leaf = Leaf(number, content.width, content.height, content.turn, content.confidence, content.skew, drafts)
        self.leaves.append(leaf)
        self.notes.extend(content.notes)

    def content(self, page: int, number: int) -> tuple[PageContent, TextOf, Flaw | None]:
        """The pieces and drawings of a page, and what is wrong with its text; one whose text runs up or down is turned."""
        text = TextOf(page, Frame(page))
        pieces, turn = pieces_of(text, self._habits), 0
        while turn < 270 and _mostly_turned(pieces):
            turn += 90
            text.turn_to(Frame(page, turn))
            pieces = pieces_of(text, self._habits)
        content = _drawn(page, number, text.frame)
        content.turn = turn
        content.pieces = [piece for piece in pieces if not piece.turned]
        content.turned = [piece for piece in pieces if piece.turned]
        if text.cut:
            content.notes.append(f"Page {number} holds more than {MOST_OF_PAGE:,} characters; the rest was cut.")
        return content, text, flaw_of(text.text, text.handle, content, self._looks_like_paper)

    def _instead(self, text: TextOf, content: PageContent, flaw: Flaw) -> PageContent:
        """What is read in place of a text layer that is missing or wrong."""
        illegible = Illegible(content.number, flaw)
        if content.pixels > MOST_PIXELS:
            content.notes.append(
                f"Page {content.number} has a picture of over {MOST_PIXELS:,} dots; it is not looked at."
            )
        seen = self._look(content.number) if content.pixels <= MOST_PIXELS else None
        if seen is None:
            self._illegible.append(illegible)
            if not flaw.has_text:
                content.pieces, content.turned = [], []
            elif flaw is not Flaw.STAMPED:
                content.confidence = DOUBTFUL
            return content
        self._seen.append(illegible)
        level = not (content.turn or seen.turn or seen.skew)
        kept = content.pieces if flaw is Flaw.STAMPED and level else []
        text.turn_to(Frame(text.page, seen.turn))
        content = _drawn(text.page, content.number, text.frame)
        content.turn, content.skew = seen.turn, seen.skew
        content.edges += seen.edges
        content.pieces = [*kept, *(piece for piece in seen.pieces if not any(_covers(k, piece) for k in kept))]
        for order, piece in enumerate(content.pieces):
            piece.order = order
        content.confidence = seen.confidence
        return content

    def _look(self, number: int) -> Seen | None:
        """What eyes see on a page, if there are any."""
        if self._see is None:
            return None
        page = self.pdf.drawable(number)
        try:
            return self._see(page, number)
        finally:
            page.close()

    def _looks_like_paper(self, number: int) -> bool:
        page = self.pdf.drawable(number)
        try:
            return looks_like_paper(page)
        finally:
            page.close()

    @property
    def extraction(self) -> str:
        """How the text was got: text, ocr or mixed."""
        seen = {illegible.page for illegible in self._seen}
        pages = {leaf.number for leaf in self.leaves if leaf.drafts}
        return "text" if not seen & pages else "ocr" if pages <= seen else "mixed"

    def check(self) -> None:
        """Raises DocumentError where no page has any text."""
        if any(leaf.drafts for leaf in self.leaves):
            return
        if len(self._damaged) == min(self.count, MOST_PAGES):
            raise DocumentError("corrupt", "all its pages are damaged")
        flaws = sorted({illegible.flaw for illegible in (*self._illegible, *self._seen)})
        raise DocumentError("no-text" if flaws else "empty", f"{self.count} pages{''.join(f', {f}' for f in flaws)}")


def _drawn(page: int, number: int, frame: Frame) -> PageContent:
    content = PageContent(number=number, width=frame.width, height=frame.height)
    read_drawings(page, frame, content)
    return content


def _covers(kept: Piece, piece: Piece) -> bool:
    """Whether a piece was seen where text stands."""
    beside = piece.x1 < kept.x0 or kept.x1 < piece.x0
    return not beside and (kept.top <= piece.middle <= kept.bottom or piece.top <= kept.middle <= piece.bottom)


def _mostly_turned(pieces: Sequence[Piece]) -> bool:
    turned = sum([len(piece.text) for piece in pieces if piece.turned])
    return turned > 0 and 2 * turned > sum([len(piece.text) for piece in pieces])
