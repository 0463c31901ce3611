"""A look at a file's bytes before pdfium opens it: does a page's content unpack to more than can be read?

pdfium ends the process where memory runs out, so that such a page must be met beforehand. Only the beginning of large
packed streams is unpacked; pictures are left out, as white paper packs well.
"""

from __future__ import annotations

import re
import zlib

LARGE = 3_500  # bytes: a smaller packed stream cannot unpack to much
SAMPLE = 1_000  # bytes of each that are unpacked
MOST_UNPACKED = 4_000_000  # bytes of one stream, where it packs better than
DENSE = 25  # times: drawings and text pack 3 to 10 times
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 512  # bytes before a stream in which its dictionary is looked for


def unpacked(content: bytes) -> int:
    """The size in bytes to which the densest large stream unpacks, about; 0 where none is suspicious."""
    largest, position = 0, 0
    while found := _STREAM.search(content, position):
        start = found.end()
        end = content.find(b"endstream", start)
        if end < 0:
            break
        position = end + 9
        if end - start < LARGE:
            continue
        head = content[max(content.rfind(b"obj", 0, found.start()), found.start() - _HEAD) : found.start()]
        if b"FlateDecode" in head and b"/Image" not in head:
            largest = max(largest, _estimate(content[start : start + SAMPLE], end - start))
    return largest


def _estimate(packed: bytes, length: int) -> int:
    unpacker = zlib.decompressobj()
    try:
        out = len(unpacker.decompress(packed, SAMPLE * 1_100))
    except zlib.error:
        return 0  # encrypted, or damaged: pdfium will say
    taken = len(packed) - len(unpacker.unconsumed_tail)
    ratio = out / max(taken, 1)
    size = int(ratio * length)
    return size if ratio > DENSE and size > MOST_UNPACKED else 0
