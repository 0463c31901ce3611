"""Pictures of passages: what a statement looks like on its page, cut out small.

A picture helps a reader to believe a quotation, and no more: a page that cannot be drawn costs its pictures only, never
the document. So pictures are taken after documents are read, one document at a time, in a supervised process of its
own; `picture_task` is what that process runs, from bytes to bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from importlib import metadata
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.model.dataset import Dataset

EDITION = "1"  # raised when pictures are to be taken anew though no library has changed
SCALE = 1.5  # dots a point: 11-point print is read with ease
BESIDE, ABOVE = 14.0, 24.0  # points of the page that are shown around the passage: a line above, a line below
TALLEST = 330.0  # points of a passage that are shown: half a page
LONGEST_SIDE = 2_000.0  # points; of a poster nobody needs a passage
MOST = 2_000  # pictures of one document
QUALITY = 55  # of WebP: letters stay sharp, 4 to 10 kB a picture


class Passage(Struct, frozen=True, kw_only=True, array_like=True):
    """Where one insight stands: its id, its page, its box."""

    key: str
    page: int  # from 1
    box: tuple[float, float, float, float]  # x0, top, x1, bottom in points from the top left


def wanted(dataset: Dataset) -> dict[str, tuple[Passage, ...]]:
    """The passages that have a place on a page, by the digest of their document, in the order of both."""
    digests = {row.document_id: row.sha256 for row in dataset.rows("documents") if row.media_type == "application/pdf"}
    found: dict[str, list[Passage]] = {}
    for row in dataset.rows("insights"):
        if row.document_id in digests and row.page and len(row.bbox) == 4:
            passage = Passage(key=row.insight_id, page=row.page, box=row.bbox)
            found.setdefault(digests[row.document_id], []).append(passage)
    return {digest: tuple(found[digest]) for digest in sorted(found)}


def pack(content: bytes, passages: tuple[Passage, ...]) -> bytes:
    """What `picture_task` is given."""
    return msgspec.msgpack.encode(Work(content=content, passages=passages))


class Work(Struct, frozen=True, kw_only=True):
    """A document's bytes and the passages wanted of it."""

    content: bytes
    passages: tuple[Passage, ...]


NONE = msgspec.msgpack.encode({})  # what is kept of a document that cannot be drawn


def recipe_of(passages: Iterable[Passage]) -> str:
    """16 hexadecimal digits over all that decides what a document's pictures look like, its bytes apart."""
    versions = [metadata.version(name) for name in ("pypdfium2", "pillow")]
    told = msgspec.json.encode([EDITION, SCALE, BESIDE, ABOVE, TALLEST, MOST, QUALITY, versions, list(passages)])
    return hashlib.sha256(told).hexdigest()[:16]


def picture_task(payload: bytes) -> bytes:
    """Pictures of the passages of one PDF, as msgpack: key -> WebP. Those that cannot be drawn are left out."""
    work = msgspec.msgpack.decode(payload, type=Work)
    return msgspec.msgpack.encode(dict(_pictures(work.content, work.passages[:MOST])))


def _pictures(content: bytes, passages: tuple[Passage, ...]) -> Iterator[tuple[str, bytes]]:
    """Page by page, since drawing a page costs far more than cutting it."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as pdf:
            for number, wanted in groupby(sorted(passages, key=lambda one: (one.page, one.key)), lambda one: one.page):
                if 1 <= number <= len(pdf):
                    yield from _of_page(pdf[number - 1], list(wanted))
    except pypdfium2.PdfiumError:
        return  # read by other means, such as with a password that the drawing does not know


def _of_page(page: Any, wanted: list[Passage]) -> Iterator[tuple[str, bytes]]:
    width, height = page.get_size()
    if min(width, height) > 0 and max(width, height) <= LONGEST_SIDE:
        drawn = page.render(scale=SCALE).to_pil().convert("RGB")
        for passage in wanted:
            x0, top, x1, bottom = passage.box
            if 0 <= x0 < x1 <= width + 1 and 0 <= top < bottom <= height + 1:
                yield passage.key, _encoded(_cut(drawn, passage.box))
    page.close()


def _cut(drawn: Any, box: tuple[float, float, float, float]) -> Any:
    """The passage with a little of the page around it; what is not the passage is paler."""
    from PIL import Image

    x0, top, x1, bottom = box
    bottom = min(bottom, top + TALLEST)
    around = _dots((x0 - BESIDE, top - ABOVE, x1 + BESIDE, bottom + ABOVE), drawn.size)
    inside = _dots((x0 - 3, top - 2, x1 + 3, bottom + 2), drawn.size)
    shown = drawn.crop(around)
    pale = Image.blend(shown, Image.new("RGB", shown.size, "white"), 0.6)
    pale.paste(drawn.crop(inside), (inside[0] - around[0], inside[1] - around[1]))
    return pale


def _dots(box: tuple[float, ...], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box in whole dots, inside the picture."""
    x0, top, x1, bottom = (round(value * SCALE) for value in box)
    return max(x0, 0), max(top, 0), min(x1, size[0]), min(bottom, size[1])


def _encoded(picture: Any) -> bytes:
    memory = io.BytesIO()
    picture.save(memory, "WEBP", quality=QUALITY, method=4)
    return memory.getvalue()
