"""What was signed as a whole (`.p7m`): the document or message inside a CMS envelope (RFC 5652). No signature is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.intake.pieces import Budget, Entry, Piece, Trouble, ignored, inside

_PKCS7 = bytes.fromhex("2a864886f70d0107")  # 1.2.840.113549.1.7, and one more number
_SIGNED, _ENVELOPED, _ENCRYPTED = 2, 3, 6
_SEQUENCE, _OID, _OCTETS, _CONTEXT = 0x30, 0x06, (0x04, 0x24), 0xA0
_DEPTH = 20  # elements of no announced length within each other
_MIME = re.compile(rb"(?:content-[a-z-]{1,40}|mime-version):", re.IGNORECASE)
_ENDING = re.compile(r"\.p7[mcs]$", re.IGNORECASE)


def open_signed(piece: Piece, budget: Budget) -> Iterator[Entry]:
    """What was signed; a signature that stands alone is ignored, what is encrypted is told."""
    try:
        kind, content = read(piece.content)
    except (ValueError, IndexError):
        yield Trouble(reason="corrupt", message="The signed file is damaged or cut off.")
        return
    if kind in (_ENVELOPED, _ENCRYPTED):
        yield Trouble(reason="encrypted", message="The message is encrypted.")
        return
    name = _ENDING.sub("", piece.origin.name)
    place = inside(piece.origin, piece.origin.source, "part", "1", name)
    if content is None:
        yield ignored(place, "signature", "A digital signature.")
        return
    declared = "message/rfc822" if _MIME.match(content) else ""
    yield Piece(origin=place, content=content, declared=declared, depth=piece.depth + 1, archives=piece.archives)


def read(raw: bytes) -> tuple[int, bytes | None]:
    """(kind, what is inside); ValueError or IndexError where it is no such file."""
    identifier, wrapped = _two(raw, *_inside(raw, 0, len(raw), _SEQUENCE))
    if not raw[slice(*identifier)].startswith(_PKCS7) or identifier[1] - identifier[0] != len(_PKCS7) + 1:
        raise ValueError("another kind")
    kind = raw[identifier[1] - 1]
    if kind != _SIGNED:
        return kind, None
    parts = list(_elements(raw, *_inside(raw, *wrapped, _SEQUENCE)))
    encapsulated = next((start, end) for tag, start, end in parts if tag == _SEQUENCE)
    inner = list(_elements(raw, *encapsulated))
    if len(inner) < 2 or inner[1][0] != _CONTEXT:
        return kind, None
    return kind, b"".join(_octets(raw, inner[1][1], inner[1][2], 0))


def _two(raw: bytes, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """An identifier and what it identifies."""
    found = list(_elements(raw, start, end))[:2]
    if [tag for tag, _, _ in found] != [_OID, _CONTEXT]:
        raise ValueError("no identifier")
    return found[0][1:], found[1][1:]


def _inside(raw: bytes, start: int, end: int, tag: int) -> tuple[int, int]:
    found, inner, last = next(_elements(raw, start, end))
    if found != tag:
        raise ValueError("another element")
    return inner, last


def _octets(raw: bytes, start: int, end: int, depth: int) -> Iterator[bytes]:
    """The pieces of a string, which may be cut into strings."""
    for tag, inner, last in _elements(raw, start, end):
        if tag == _OCTETS[0]:
            yield raw[inner:last]
        elif tag == _OCTETS[1] and depth < _DEPTH:
            yield from _octets(raw, inner, last, depth + 1)
        else:
            raise ValueError("no string")


def _elements(raw: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(tag, start, end) of each element's content."""
    while start < end:
        tag, inner, last, start = _element(raw, start, 0)
        yield tag, inner, last


def _element(raw: bytes, at: int, depth: int) -> tuple[int, int, int, int]:
    """Tag, start and end of the content, and where the next element begins."""
    tag, length = raw[at], raw[at + 1]
    at += 2
    if length == 0x80:  # up to two zero bytes
        if depth > _DEPTH:
            raise ValueError("nested too deeply")
        end = at
        while raw[end : end + 2] != b"\0\0":
            end = _element(raw, end, depth + 1)[3]
        return tag, at, end, end + 2
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(raw[at : at + size], "big")
        at += size
    if at + length > len(raw):
        raise ValueError("cut off")
    return tag, at, at + length, at + length
