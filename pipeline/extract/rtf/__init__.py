"""Rich Text Format: control words become paragraphs, items, tables; form fields, footnotes and text boxes are read.

The list numbers need no counting: RTF writes each into a `listtext` group.
"""

from __future__ import annotations

from pipeline.errors import DocumentError
from pipeline.extract.blocks import Blocks
from pipeline.extract.rtf.parser import Parser
from pipeline.extract.rtf.writer import Writer
from pipeline.extract.whole import one_property, whole
from pipeline.model import Document

MEDIA_TYPE = "application/rtf"
MOST_BYTES = 64 * 1024 * 1024


def read_rtf(content: bytes, digest: str) -> Document:
    """Read an RTF file into located blocks.

    Raises DocumentError: `corrupt`, `too-large`, `empty`, `no-text`.
    """
    if not content.lstrip()[:5].startswith(b"{\\rtf"):
        raise DocumentError("corrupt", "it does not begin like RTF")
    if len(content) > MOST_BYTES:
        raise DocumentError("too-large", "RTF over 64 MiB")
    parser = Parser()
    parser.feed(content.decode("latin-1"))
    blocks = Blocks()
    Writer(blocks, parser.styles).write(parser)
    if parser.states:
        blocks.note("The file ends too early: its end may be missing.")
    properties = {name: said for name, text in parser.info.items() if (said := one_property(text))}
    return whole(blocks, digest, MEDIA_TYPE, properties, pictures=parser.pictures > 0)
