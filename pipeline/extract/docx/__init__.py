"""Word files (.docx, .docm): one pass over the raw XML.

Read here because python-docx leaves it out: content controls, tick boxes of every encoding, tracked insertions, text
boxes, fields, and the numbers and bullets of lists, which stand nowhere in the file.
"""

from __future__ import annotations

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.extract.blocks import Blocks
from pipeline.extract.docx.body import Body
from pipeline.extract.docx.controls import Prompts
from pipeline.extract.docx.names import w
from pipeline.extract.docx.numbering import Numbering
from pipeline.extract.docx.package import Package
from pipeline.extract.docx.styles import Styles
from pipeline.extract.whole import properties_of, whole
from pipeline.model import Document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "subject": "subject",
}


def read_docx(content: bytes, digest: str) -> Document:
    """Read a Word file into located blocks.

    Raises DocumentError: `corrupt`, `encrypted`, `bomb`, `too-large`, `empty`, `no-text`, `unknown-format`.
    """
    try:
        return _read(Package(content), digest)
    except RecursionError as error:
        raise DocumentError("corrupt", "its elements are nested too deeply") from error


def _read(package: Package, digest: str) -> Document:
    main = next(iter(package.related("", "officeDocument").values()), "word/document.xml")
    root = package.xml(main)
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise DocumentError("corrupt", "it has no document part")
    blocks = Blocks()
    reader = Body(
        blocks,
        styles=Styles(_part(package, main, "styles")),
        numbering=Numbering(lambda: _part(package, main, "numbering")),
        prompts=Prompts(lambda: _part(package, main, "glossaryDocument")),
    )
    _furniture(package, main, "header", reader)
    reader.read(body)
    reader.read_notes(_part(package, main, "footnotes"), "footnote")
    reader.read_notes(_part(package, main, "endnotes"), "endnote")
    _furniture(package, main, "footer", reader)
    pictures = any("/media/" in name for name in package.names())
    return whole(blocks, digest, MEDIA_TYPE, _properties(package), pictures=pictures)


def _part(package: Package, main: str, kind: str) -> etree._Element | None:
    name = next(iter(package.related(main, kind).values()), "")
    return package.optional_xml(name) if name else None


def _furniture(package: Package, main: str, kind: str, reader: Body) -> None:
    """Headers or footers, each distinct text once."""
    for name in sorted(set(package.related(main, kind).values())):
        root = package.optional_xml(name)
        if root is not None:
            reader.read_furniture(root, name.rpartition("/")[2].removesuffix(".xml"))


def _properties(package: Package) -> dict[str, str]:
    name = next(iter(package.related("", "core-properties").values()), "docProps/core.xml")
    root = package.optional_xml(name)
    return properties_of(() if root is None else root.iterchildren("*"), _PROPERTIES)
