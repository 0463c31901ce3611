"""A document as the pipeline sees it, block by block."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pipeline import extract
from pipeline.errors import ConfigError, DocumentError
from pipeline.intake import identify
from pipeline.model import Item, Origin


def blocks_of(path: Path) -> Iterator[str]:
    """One line per block: number, kind, place, marker, text. Raises ConfigError where the file cannot be read."""
    content = path.read_bytes()
    item = Item(
        digest=hashlib.sha256(content).hexdigest(),
        media_type=identify(content, path.name),
        content=content,
        origins=(Origin(source="folder", locator=str(path), name=path.name),),
    )
    try:
        document = extract.extract(item)
    except DocumentError as error:
        raise ConfigError(f"{path.name} cannot be shown: {error}") from error
    yield f"{item.media_type}, {document.pages or '-'} pages, {len(document.blocks)} blocks, language {document.language or '?'}"
    yield from (f"note: {note}" for note in document.notes)
    for block in document.blocks:
        where = ",".join(w.locator for w in block.where)
        mark = f"[{block.marker}] " if block.marker else ""
        level = str(block.level) if block.level else ""
        frame = f" box {block.frame}" if block.frame else ""
        yield f"{block.number:4d} {block.kind.value}{level}{frame} ({where}) {mark}{block.text!r}"
