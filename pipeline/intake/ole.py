"""What an OLE compound file holds: names of its streams, read from the directory without a library."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTORS = 2_000  # of directory, that are read
_NONE = 0xFFFFFFFA  # sector numbers from here on are marks, not places
_NO_ENTRY = 0xFFFFFFFF
_WORD = 0xA5EC  # the first two bytes of a Word document's main stream
_ENCRYPTED = 0x0100  # among its flags, the sixth pair of bytes


def root_names(content: bytes) -> frozenset[str]:
    """Names directly under the root; empty where the directory cannot be read."""
    try:
        entries = _entries(content)
        return frozenset(_siblings(entries, _u32(entries[0], 76))) if entries else frozenset()
    except struct.error:
        return frozenset()


def word_is_encrypted(content: bytes) -> bool:
    """Whether the Word document in a compound file says that it has a password (MS-DOC 2.5.2, `fEncrypted`)."""
    try:
        shift = struct.unpack_from("<H", content, 30)[0]
        entry = next((one for one in _entries(content) if _name(one) == "WordDocument"), b"")
        at = (_u32(entry, 116) + 1) << shift
        signature, flags = struct.unpack_from("<H8xH", content, at)
    except struct.error:
        return False
    return bool(signature == _WORD and flags & _ENCRYPTED)


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _entries(content: bytes) -> list[bytes]:
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        return []
    size = 1 << shift
    fat_sectors = [sector for sector in struct.unpack_from("<109I", content, 76) if sector < _NONE]
    directory = b"".join(_chain(content, _u32(content, 48), size, fat_sectors))
    return [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]


def _chain(content: bytes, sector: int, size: int, fat_sectors: list[int]) -> Iterator[bytes]:
    """The sectors of the directory; a loop ends with the bound."""
    for _ in range(_SECTORS):
        if sector >= _NONE or (sector + 1) * size >= len(content):
            return
        yield content[(sector + 1) * size : (sector + 2) * size]
        table, index = divmod(sector, size // 4)
        if table >= len(fat_sectors):
            return
        sector = _u32(content, (fat_sectors[table] + 1) * size + index * 4)


def _siblings(entries: list[bytes], first: int) -> Iterator[str]:
    """The binary tree of one folder's entries, each once."""
    waiting, seen = [first], {_NO_ENTRY}
    while waiting:
        number = waiting.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        yield _name(entry)
        waiting += [_u32(entry, 68), _u32(entry, 72)]


def _name(entry: bytes) -> str:
    return entry[: max(0, min(64, struct.unpack_from("<H", entry, 64)[0]) - 2)].decode("utf-16-le", "replace")
