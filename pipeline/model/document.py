"""What a file holds: blocks of text in reading order, each with its kind and its place."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from pipeline.model.place import Span, Where

BETWEEN_BLOCKS = "\n\n"


class Kind(StrEnum):
    """What a block is to a reader."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    FIELD = "field"  # a form field read from the file's own form data (AcroForm), text `label: value`
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    FURNITURE = "furniture"  # running heads, page numbers: kept, but in nobody's way


class Cell(Struct, frozen=True, kw_only=True):
    """A cell of a table block; its text is `block.text[start:end]`."""

    row: int  # from 0
    column: int  # from 0
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    where: tuple[Where, ...] = ()


class Block(Struct, frozen=True, kw_only=True):
    """One paragraph, heading, item, table ... of a document.

    `text` is what a reader would quote: soft hyphens joined, white space folded, bullet or number removed (it is in
    `marker`). A tick box stands in it as `☐` or `☒`. The text of a table is its cells, joined by a tab within a row
    and a line feed between rows. Inside a cell, `\\v` parts paragraphs.
    """

    number: int  # its place in reading order, from 0; `document.blocks[number]` is this block
    kind: Kind
    text: str
    where: tuple[Where, ...] = ()
    level: int = 0  # of a heading from 1, of an item from 1 (nesting); 0 elsewhere
    marker: str = ""  # as printed: `•`, `12.`, `(ii)`
    printed: str = ""  # the lines as they stand in the file, where that is not `text`; empty elsewhere
    cells: tuple[Cell, ...] = ()  # of a table, by row and column
    frame: int = 0  # blocks inside the same drawn box or text box share a number from 1; 0 is the open page
    size: float = 0.0  # font size in points, 0 where unknown
    bold: bool = False
    confidence: float = 1.0  # less than 1 where the text was guessed (OCR)

    def cell_text(self, cell: Cell) -> str:
        """The text of one of this table's cells."""
        return self.text[cell.start : cell.end]


class Document(Struct, frozen=True, kw_only=True):
    """One file as read: its blocks, and what the reader noticed on the way."""

    digest: str  # SHA-256 of the bytes, hexadecimal
    media_type: str
    blocks: tuple[Block, ...]
    title: str = ""  # from the file's own properties, often wrong or empty
    language: str = ""  # ISO 639-1, empty where too little text tells
    pages: int | None = None
    extraction: str = "text"  # text, ocr or mixed
    properties: dict[str, str] = {}
    notes: tuple[str, ...] = ()  # warnings, each a sentence for people

    def text(self) -> str:
        """The text that published offsets point into: all blocks in order, a blank line between."""
        return BETWEEN_BLOCKS.join(block.text for block in self.blocks)

    def offsets(self) -> list[int]:
        """Where each block begins in `text()`, in code points."""
        starts, position = [], 0
        for block in self.blocks:
            starts.append(position)
            position += len(block.text) + len(BETWEEN_BLOCKS)
        return starts

    def slice(self, span: Span) -> str:
        """The characters a span names."""
        return self.blocks[span.block].text[span.start : span.end]
