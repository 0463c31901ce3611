"""Messages of Outlook for tests: `.msg` and `winmail.dat`, from scratch."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
_FREE, _END, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF


def text(value: str) -> tuple[int, bytes]:
    """A property of text: (type, bytes)."""
    return 0x001F, value.encode("utf-16-le")


def raw(value: bytes) -> tuple[int, bytes]:
    """A property of bytes."""
    return 0x0102, value


def number(value: int) -> tuple[int, bytes]:
    """A number; it stands among the properties and in no stream of its own."""
    return 0x0003, struct.pack("<I", value)


def storage(header: int, properties: Mapping[int, tuple[int, bytes]], **inside: Tree) -> Tree:
    """A message, recipient or attachment of a `.msg`."""
    table = bytearray(header)
    streams: dict[str, bytes | Tree] = {}
    for name, (kind, value) in properties.items():
        short = value.ljust(8, b"\0") if kind == 0x0003 else struct.pack("<II", len(value), 0)
        table += struct.pack("<HHI", kind, name, 6) + short
        if kind != 0x0003:
            streams[f"__substg1.0_{name:04X}{kind:04X}"] = value
    return {"__properties_version1.0": bytes(table), **streams, **inside}


def msg(properties: Mapping[int, tuple[int, bytes]], *attached: Tree, header: int = 32) -> Tree:
    """A message with what is attached."""
    inside = {f"__attach_version1.0_#{at:08X}": each for at, each in enumerate(attached)}
    return storage(header, properties, **inside)


def file_of(name: str, content: bytes, **more: tuple[int, bytes]) -> Tree:
    """A file attached to a `.msg`."""
    known = {0x3705: number(1), 0x3707: text(name), 0x3701: raw(content)}
    return storage(8, known | {int(key[1:], 16): value for key, value in more.items()})


def message_of(inner: Tree) -> Tree:
    """A message attached to a `.msg`."""
    return storage(8, {0x3705: number(5)}, **{"__substg1.0_3701000D": inner})


def compound(tree: Tree) -> bytes:
    """A compound file: header, table of sectors, directory, small streams packed into one."""
    entries: list[tuple[str, int, int, int, int]] = []  # name, kind, child, start, size
    nexts: dict[int, int] = {}
    small, mini_table, sectors = bytearray(), [], []
    large: dict[int, bytes] = {}

    def add(name: str, content: bytes | Tree) -> int:
        at = len(entries)
        entries.append((name, 2 if isinstance(content, bytes) else 1, _NONE, _END, 0))
        if isinstance(content, bytes):
            start, count = len(small) // 64, -(-len(content) // 64)
            if len(content) >= 4096:
                large[at] = content
            elif content:
                small.extend(content.ljust(count * 64, b"\0"))
                mini_table.extend([*range(start + 1, start + count), _END])
            entries[at] = (name, 2, _NONE, start if content else _END, len(content))
            return at
        children = [add(inner, value) for inner, value in content.items()]
        nexts.update(pairwise(children))
        entries[at] = (name, 1, children[0] if children else _NONE, _END, 0)
        return at

    add("Root Entry", tree)
    table: list[int] = []

    def put(content: bytes) -> int:
        if not content:
            return _END
        start, count = len(sectors), -(-len(content) // 512)
        padded = content.ljust(count * 512, b"\0")
        sectors.extend(padded[at * 512 : at * 512 + 512] for at in range(count))
        table.extend([*range(start + 1, start + count), _END])
        return start

    for at, content in large.items():
        entries[at] = (*entries[at][:3], put(content), len(content))
    root = put(bytes(small))
    entries[0] = ("Root Entry", 5, entries[0][2], root, len(small))
    mini = put(struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(-(-len(mini_table) * 4 // 512) * 512, b"\xff"))
    directory = put(b"".join(_entry(*entry, nexts.get(at, _NONE)) for at, entry in enumerate(entries)))
    fats = 1
    while (len(table) + fats) * 4 > fats * 512:
        fats += 1
    places = [len(sectors) + at for at in range(fats)]
    table += [0xFFFFFFFD] * fats
    fat = struct.pack(f"<{len(table)}I", *table).ljust(fats * 512, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 62, 3, 0xFFFE, 9, 6,
        0, fats, directory, 0, 4096, mini, -(-len(mini_table) * 4 // 512), _END, 0,
    )  # fmt: skip
    return head + struct.pack("<109I", *places, *[_FREE] * (109 - fats)) + b"".join(sectors) + fat


def _entry(name: str, kind: int, child: int, start: int, size: int, following: int) -> bytes:
    coded = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", coded, len(coded) + 2, kind, 1, _NONE, following, child, start, size
    )  # fmt: skip


def attribute(level: int, name: int, content: bytes) -> bytes:
    """One attribute of a `winmail.dat`."""
    kinds = {0x8004: 1, 0x800C: 2, 0x8010: 1, 0x9002: 6, 0x800F: 6, 0x9003: 6, 0x9005: 6, 0x9007: 6}
    return (
        struct.pack("<BHHI", level, name, kinds[name], len(content))
        + content
        + struct.pack("<H", sum(content) & 0xFFFF)
    )


def mapi(properties: Mapping[int, tuple[int, bytes]]) -> bytes:
    """Properties as a `winmail.dat` lists them."""
    out = struct.pack("<I", len(properties))
    for name, (kind, value) in properties.items():
        out += struct.pack("<HH", kind, name)
        out += value if kind == 0x0003 else struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return out


def tnef(*attributes: bytes) -> bytes:
    """A `winmail.dat`."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


def tnef_file(name: str, content: bytes) -> bytes:
    """A file attached in a `winmail.dat`."""
    title = attribute(2, 0x8010, name.encode("cp1252") + b"\0")
    return attribute(2, 0x9002, b"\0" * 14) + title + attribute(2, 0x800F, content)
