"""The streams of a PDF in its bytes: found without a parser, unpacked within a bound, replaced where they stand.

A stream that is replaced keeps its length, so that all places in the file stay right.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NUMBER = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+obj\b")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]{0,200}\]|/\w+)")
_NAME = re.compile(rb"/(\w+)")
_FOREIGN = re.compile(
    rb"/Image\b|/Length[123]\b|/(?:ObjStm|XRef|Metadata|EmbeddedFile|Type1C|CIDFontType0C|OpenType)\b|/N\s+\d"
)
_LONGEST_HEAD = 16_000  # bytes of a dictionary before its stream
_SHORT = {b"Fl": b"FlateDecode", b"A85": b"ASCII85Decode", b"AHx": b"ASCIIHexDecode"}


@dataclass(frozen=True, slots=True)
class Stream:
    """What may be a drawing: the content of a page, or a form (a drawing that is used as a stamp)."""

    number: int  # of its object
    head: bytes  # its dictionary
    start: int
    end: int
    filters: tuple[bytes, ...]

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def is_form(self) -> bool:
        return b"/Form" in self.head


def drawings(content: bytes) -> Iterator[Stream]:
    """The streams that are neither pictures, fonts nor attachments, and are packed in a way that is known here."""
    found = content.find(b"stream")
    while found >= 0:
        start = found + (8 if content.startswith(b"\r\n", found + 6) else 7)
        end = content.find(b"endstream", start)
        if end < 0:
            return
        head = content[max(found - _LONGEST_HEAD, 0) : found]
        found = content.find(b"stream", end + 9)
        begins = list(_NUMBER.finditer(head[-400:])) or list(_NUMBER.finditer(head))
        if begins:
            dictionary = begins[-1].string[begins[-1].end() :]
            if not _FOREIGN.search(dictionary) and (filters := filters_of(dictionary)) is not None:
                yield Stream(int(begins[-1][1]), dictionary, start, end, filters)


def filters_of(dictionary: bytes) -> tuple[bytes, ...] | None:
    """How a stream is packed, outermost first; None where one of the ways is not known here."""
    found = _FILTER.search(dictionary)
    names = tuple(_SHORT.get(name, name) for name in _NAME.findall(found[1])) if found else ()
    return names if all(name in _UNPACK for name in names) else None


def _inflate(packed: bytes, most: int) -> bytes:
    return zlib.decompressobj().decompress(packed, most)


def _from_85(packed: bytes, most: int) -> bytes:
    text = packed[: most * 2].split(b"~>", 1)[0]
    return base64.a85decode(text[: len(text) // 5 * 5] if len(packed) > most * 2 else text)


def _from_hex(packed: bytes, most: int) -> bytes:
    digits = re.sub(rb"[^0-9a-fA-F]", b"", packed[: most * 3].split(b">", 1)[0])
    return bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


_UNPACK: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"FlateDecode": _inflate,
    b"ASCII85Decode": _from_85,
    b"ASCIIHexDecode": _from_hex,
}
_PACK: dict[bytes, Callable[[bytes], bytes]] = {
    b"FlateDecode": lambda data: zlib.compress(data),
    b"ASCII85Decode": lambda data: base64.a85encode(data) + b"~>",
    b"ASCIIHexDecode": lambda data: binascii.hexlify(data) + b">",
}


def unpack(content: bytes, stream: Stream, most: int, taken: int = 0) -> bytes:
    """What a stream holds, no more than `most` bytes of it; empty where it is damaged or encrypted: pdfium will say.

    taken: of so many of its packed bytes only, where that is more than 0.
    """
    data = content[stream.start : stream.start + taken if taken else stream.end]
    try:
        for name in stream.filters:
            data = _UNPACK[name](data, most)
    except (zlib.error, ValueError):
        return b""
    return data[:most]


def replace(content: bytearray, stream: Stream, data: bytes) -> None:
    """Put other data into a stream, or as much of its beginning as fits in packed."""
    if b"/Predictor" in stream.head:
        data = b""
    while True:
        packed = data
        for name in reversed(stream.filters):
            packed = _PACK[name](packed)
        if len(packed) <= stream.length or not data:
            break
        data = data[: len(data) // 2]
    content[stream.start : stream.end] = packed[: stream.length].ljust(stream.length)
