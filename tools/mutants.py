"""Seeded mutants of good documents: bytes flipped, cut, swapped, repeated; inside the parts of zipped files as well.

The same seed makes the same bytes. A zipped file whose bytes are changed is mostly found damaged at its door, so two
of three faults of one hit a part of it: its bytes, or the tree of its XML, which then is still XML.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

Fault = Callable[[bytes, random.Random], bytes]
MOST = 4_000_000  # bytes of a part that is changed: a mutant of a mutant must not grow without end
_VALUES = ("", "-1", "0", "1", "999999999", "1e400", "NaN", "#", "true", "../..", "\u202e", "x" * 300, "0x", "½")
_STREAM = re.compile(rb"/FlateDecode[^\0]{0,200}?stream\r?\n")


def mutants(samples: Mapping[str, bytes], count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of `count` mutants, each of a sample in turn, with one to four faults."""
    chance = random.Random(seed)
    names = sorted(name for name, content in samples.items() if content)
    for number in range(count):
        name = names[number % len(names)]
        content = samples[name]
        for _ in range(chance.randint(1, 4)):
            content = _fault(content, chance)
        yield f"{number:05}-{name}", content


def _fault(content: bytes, chance: random.Random) -> bytes:
    inside = chance.random() < 2 / 3
    if inside and content.startswith(b"PK"):
        return _in_part(content, chance)
    if inside and content.startswith(b"%PDF"):
        return _in_stream(content, chance)
    return chance.choice(_FAULTS)(content, chance)


def _in_part(content: bytes, chance: random.Random) -> bytes:
    """A fault in one part of a zip, which is packed anew; in the zip itself where that cannot be opened any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < MOST}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return chance.choice(_FAULTS)(content, chance)
    if not parts:
        return chance.choice(_FAULTS)(content, chance)
    written = max(parts, key=lambda name: len(parts[name]))  # the text itself, mostly
    name = written if chance.random() < 0.6 else chance.choice(sorted(parts))
    fault = _in_tree if parts[name].lstrip()[:1] == b"<" and chance.random() < 0.7 else chance.choice(_FAULTS)
    parts[name] = fault(parts[name], chance)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def _in_stream(content: bytes, chance: random.Random) -> bytes:
    """A fault in what one packed stream of a PDF unpacks to; as long as before, so that the other objects stay."""
    starts = [found.end() for found in _STREAM.finditer(content)]
    if not starts:
        return chance.choice(_FAULTS)(content, chance)
    start = chance.choice(starts)
    end = max(start, content.find(b"endstream", start))
    try:
        data = zlib.decompressobj().decompress(content[start:end], MOST)
    except zlib.error:
        return chance.choice(_FAULTS)(content, chance)
    packed = zlib.compress(chance.choice(_FAULTS)(data, chance), 9)
    return content[:start] + packed[: end - start].ljust(end - start, b"\n") + content[end:]


def _in_tree(content: bytes, chance: random.Random) -> bytes:
    """A fault in the tree of an XML part: an element dropped, doubled, moved, wrapped, a value that nobody would give."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return chance.choice(_FAULTS)(content, chance)
    elements = [one for one in root.iter("*") if one is not root]
    if elements:
        chance.choice(_TREE_FAULTS)(chance.choice(elements), chance)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made if len(made) < MOST else content


def _drop(element: etree._Element, _: random.Random) -> None:
    above = element.getparent()
    if above is not None:
        above.remove(element)


def _double(element: etree._Element, chance: random.Random) -> None:
    above = element.getparent()
    copies = chance.choice((1, 2, 300))
    if above is not None and len(etree.tostring(element)) * copies < MOST:
        for _ in range(copies):
            above.append(copy.deepcopy(element))


def _move(element: etree._Element, chance: random.Random) -> None:
    """Into any other element that is not inside it."""
    within = set(element.iter())
    others = [one for one in element.getroottree().getroot().iter("*") if one not in within]
    chance.choice(others).append(element)


def _wrap(element: etree._Element, chance: random.Random) -> None:
    """In itself, a few times or a few hundred."""
    if len(element) < 20:
        for _ in range(chance.choice((1, 5, 300))):
            element.insert(0, element.makeelement(element.tag, dict(element.attrib)))
            element = element[0]


def _value(element: etree._Element, chance: random.Random) -> None:
    """One attribute, or the text where there is none, becomes what nobody would write."""
    names = sorted(map(str, element.attrib))
    if names:
        element.set(chance.choice(names), chance.choice(_VALUES))
    else:
        element.text = chance.choice(_VALUES)


_TREE_FAULTS: tuple[Callable[[etree._Element, random.Random], None], ...] = (_drop, _double, _move, _wrap, _value, _value)  # fmt: skip


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.randint(1, 512))


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 16) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] if chance.random() < 0.25 else content[:start] + content[end:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    start, end = _span(content, chance)
    return content[end : 2 * end - start] + content[:start] + content[start:end] + content[2 * end - start :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _span(content, chance)
    return content[:end] + content[start:end] * chance.randint(1, 20) + content[end:]


_FAULTS: tuple[Fault, ...] = (_flip, _cut, _swap, _repeat)
