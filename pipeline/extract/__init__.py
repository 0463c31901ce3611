"""Files become documents: one part per format, each `bytes -> Document`, chosen by the media type of the bytes."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pipeline.errors import DocumentError
from pipeline.extract.language import language_of
from pipeline.model import Document, Item

Reader = Callable[[bytes, str], Document]


def _pdf() -> Reader:
    from pipeline.extract.pdf import read_pdf

    return read_pdf


def _docx() -> Reader:
    from pipeline.extract.docx import read_docx

    return read_docx


def _html() -> Reader:
    from pipeline.extract.html import read_html

    return read_html


def _odt() -> Reader:
    from pipeline.extract.odt import read_odt

    return read_odt


def _rtf() -> Reader:
    from pipeline.extract.rtf import read_rtf

    return read_rtf


def _plain() -> Reader:
    from pipeline.extract.plain import read_plain

    return read_plain


FORMATS: dict[str, Callable[[], Reader]] = {
    "application/pdf": _pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
    "application/vnd.oasis.opendocument.text": _odt,
    "application/rtf": _rtf,
    "text/rtf": _rtf,
    "text/html": _html,
    "text/plain": _plain,
    "text/markdown": _plain,
    "text/csv": _plain,
}


def extract(item: Item) -> Document:
    """Read an item's bytes into located blocks.

    Raises DocumentError with a reason code where the bytes cannot be read or hold no text.
    """
    if item.media_type not in FORMATS:
        raise DocumentError("unknown-format", item.media_type)
    document = FORMATS[item.media_type]()(item.content, item.digest)
    if not any(block.text.strip() for block in document.blocks):
        raise DocumentError("empty", "no text was found in it")
    return document if document.language else replace(document, language=language_of(document))
