"""What the readers of office files end with alike: a document of its blocks, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.extract.blocks import Blocks
from pipeline.model import Document, Kind

LONGEST_PROPERTY = 1_000  # characters


def whole(blocks: Blocks, digest: str, media_type: str, properties: Mapping[str, str], *, pictures: bool) -> Document:
    """The document that was read. properties: with its title among them. pictures: whether the file holds any.

    Raises DocumentError `no-text` or `empty` where nothing but headers and footers was found.
    """
    finished = blocks.finished()
    if all(block.kind is Kind.FURNITURE for block in finished):
        reason, message = ("no-text", "it holds pictures only") if pictures else ("empty", "no text was found in it")
        raise DocumentError(reason, message)
    return Document(
        digest=digest,
        media_type=media_type,
        blocks=finished,
        title=properties.get("title", ""),
        properties=dict(properties),
        notes=tuple(blocks.notes),
    )


def properties_of(elements: Iterable[etree._Element], names: Mapping[str, str]) -> dict[str, str]:
    """Title, author and dates as a file's own elements give them. names: of elements, and how we call them."""
    found = ((names.get(str(element.tag).rpartition("}")[2]), element.text or "") for element in elements)
    return {name: shortened for name, text in found if name and (shortened := one_property(text))}


def one_property(text: str) -> str:
    """A property on one line, no longer than any needs to be."""
    return " ".join(text.split())[:LONGEST_PROPERTY]
