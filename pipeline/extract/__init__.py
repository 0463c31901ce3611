"""Files become documents: one part per format, each `bytes -> Document`, chosen by the media type of the bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from pipeline.errors import DocumentError
from pipeline.extract.language import language_of
from pipeline.extract.settings import ExtractSettings
from pipeline.model import Document, Item

Reader = Callable[[bytes, str], Document]
See = Callable[[Any, int], Any]  # `pdf.See`, not imported before it is needed
LookingReader = Callable[[bytes, str, See | None], Document]
Slow = Callable[[int], None]
ENGINE = "engine"  # beside the settings, in what is told of a reading


def _docx() -> Reader:
    from pipeline.extract.docx import read_docx

    return read_docx


def _html() -> Reader:
    from pipeline.extract.html import read_html

    return read_html


def _doc() -> Reader:
    from pipeline.extract.office.convert import read_doc

    return read_doc


def _odt() -> Reader:
    from pipeline.extract.odt import read_odt

    return read_odt


def _rtf() -> Reader:
    from pipeline.extract.rtf import read_rtf

    return read_rtf


def _plain() -> Reader:
    from pipeline.extract.plain import read_plain

    return read_plain


def _pdf() -> LookingReader:
    from pipeline.extract.pdf import read_pdf

    return read_pdf


def _picture() -> LookingReader:
    from pipeline.extract.ocr.files import read_picture

    return read_picture


FORMATS: dict[str, Callable[[], Reader]] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
    "application/msword": _doc,
    "application/vnd.oasis.opendocument.text": _odt,
    "application/rtf": _rtf,
    "text/rtf": _rtf,
    "text/html": _html,
    "text/plain": _plain,
    "text/markdown": _plain,
    "text/csv": _plain,
}

# Formats whose pages may be pictures; their readers are given eyes, where there are any.
PICTURED: dict[str, Callable[[], LookingReader]] = {
    "application/pdf": _pdf,
    "image/png": _picture,
    "image/jpeg": _picture,
    "image/tiff": _picture,
}


def _no_matter(_pages: int) -> None:
    """Nobody needs to know."""


def fingerprint(settings: ExtractSettings) -> str:
    """What changes when the same bytes may be read otherwise, though no code did: settings, tools that are installed.

    A document that was set aside for want of a tool is tried again once the tool is there.
    """
    from pipeline.extract.ocr import probe as ocr
    from pipeline.extract.office import probe as office

    tools = (ocr.version() if settings.ocr else "", office.version())
    return ";".join((msgspec.json.encode(settings).decode(), *tools))


def told(settings: ExtractSettings) -> dict[str, object]:
    """How pages are read that are pictures, to be kept with what was read: the settings, and by which engine."""
    from pipeline.extract.ocr import probe

    return {**msgspec.to_builtins(settings), ENGINE: probe.version()}


def as_told(reading: Mapping[str, object]) -> tuple[ExtractSettings, str]:
    """The settings and the engine that `told` kept; today's defaults and none where nothing was kept.

    Raises ValueError where it holds what no setting can be.
    """
    return msgspec.convert(dict(reading), ExtractSettings), str(reading.get(ENGINE, ""))


def extract(item: Item, settings: ExtractSettings | None = None, slow: Slow = _no_matter) -> Document:
    """Read an item's bytes into located blocks.

    settings: the defaults, unless given. slow: told how many pages will be read off pictures before that begins.
    Raises DocumentError with a reason code where the bytes cannot be read or hold no text.
    """
    if item.media_type in PICTURED:
        document = _looked_at(item, settings or ExtractSettings(), slow)
    elif item.media_type in FORMATS:
        document = FORMATS[item.media_type]()(item.content, item.digest)
    else:
        raise DocumentError("unknown-format", item.media_type)
    if not any(block.text.strip() for block in document.blocks):
        raise DocumentError("empty", "no text was found in it")
    return document if document.language else replace(document, language=language_of(document))


def _looked_at(item: Item, settings: ExtractSettings, slow: Slow) -> Document:
    """A document whose pages are looked at where they have no text, if there is an engine for that."""
    from pipeline.extract.ocr import Eyes, probe

    eyes = Eyes(settings, slow) if settings.ocr and probe.version() else None
    document = PICTURED[item.media_type]()(item.content, item.digest, eyes)
    return replace(document, notes=(*document.notes, *eyes.notes)) if eyes and eyes.notes else document
