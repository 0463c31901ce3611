"""PDFs that are too much: of bytes, pages, lines, fields, or of themselves."""

from __future__ import annotations

import random
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from hostile.making import READ, Made

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "extract"))

from pdf_builder import form, handmade, shown_at, stream, written

STROKE = b"0 0 m 9 9 l S\n"
PROSE = b"night buses run on every main road of the city and drivers know best where people wait "
SOUND = stream(shown_at(700, READ))
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 7 0 R>>"


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    yield Made("page-bomb.pdf", handmade(SOUND, stream(STROKE * 3_000_000), SOUND), "cut")
    yield Made("page-bomb-packed-twice.pdf", handmade(SOUND, stream(STROKE * 20_000_000, times=2), SOUND), "cut")
    yield Made("drawn-lines.pdf", handmade(SOUND, stream(_strokes(300_000)), SOUND))
    yield Made("text-of-12-mb.pdf", handmade(SOUND, stream(shown_at(500) * 150_000, times=0), SOUND), "cut")
    yield Made("many-large-pages.pdf", handmade(SOUND, *[stream(STROKE * 250_000)] * 14), "cut")
    yield Made("billion-laughs.pdf", _stamps(9, 10), "cut")
    yield Made("stamps-50-deep.pdf", _stamps(50, 1), "cut")
    yield Made("page-tree-loop.pdf", _tree(5, b"4 0 R 2 0 R 5 0 R"), "cut")
    yield Made("page-tree-itself.pdf", _tree(3, b"4 0 R 2 0 R"), "cut")
    yield Made("page-tree-deep.pdf", _deep_tree(3_000), "cut|corrupt|read")
    yield Made("page-says-500.pdf", _tree(500, b"4 0 R"), "cut")
    yield Made("20000-pages.pdf", _tree(20_000, b" ".join([b"4 0 R"] * 20_000)), "cut")
    yield Made("outline-loop.pdf", _outline(loop=True))
    yield Made("outline-deep.pdf", _outline(loop=False))
    yield Made("ruled-600.pdf", _wide(shown_at(700, READ) + b"\n".join(_ruled())), "cut")
    yield Made("boxes-600.pdf", _wide(shown_at(700, READ) + _boxes()), "cut")
    yield Made("paragraph-of-5-million.pdf", handmade(stream(b"BT /F 1 Tf 1 TL 72 800 Td " + _lines() + b" ET")), "cut")
    yield Made("picture-of-900-million-dots.pdf", _picture(), "cut")
    yield Made("objects-bomb.pdf", _object_stream(), "read|corrupt|out-of-memory|timed-out|crashed")
    yield Made("arrays-deep.pdf", _with_info(b"<</X " + b"[" * 100_000 + b"]" * 100_000 + b">>"), "read|corrupt")
    yield Made("huge-page.pdf", handmade(SOUND).replace(b"0 0 595 842", b"0 0 1e9 1e9"), "read|cut")
    yield Made("page-of-no-size.pdf", handmade(SOUND).replace(b"0 0 595 842", b"0 0 0 -9"), "read|cut")
    yield Made("numbers-of-all-sizes.pdf", handmade(stream(shown_at(700, READ) + _numbers())))


def _strokes(count: int) -> bytes:
    chance = random.Random(1)
    return b"".join(b"%d %d m %d %d l S\n" % tuple(chance.randrange(600) for _ in range(4)) for _ in range(count))


def _stamps(deep: int, wide: int) -> bytes:
    more = {5000 + n: form(b"/X Do\n" * wide, X=5001 + n) for n in range(deep)}
    return handmade(stream(shown_at(700, READ) + b"/X Do\n"), SOUND, more={**more, 5000 + deep: form(shown_at(500))}, X=5000)  # fmt: skip


def _tree(count: int, kids: bytes) -> bytes:
    below = b"<</Type/Pages/Parent 2 0 R/Count 3/Kids[2 0 R 4 0 R]>>"
    return handmade(more={2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), 4: PAGE, 5: below, 7: SOUND})


def _deep_tree(deep: int) -> bytes:
    """Nodes of a tree of pages within each other, one page at the end."""
    nodes = {5000 + n: b"<</Type/Pages/Parent %d 0 R/Count 1/Kids[%d 0 R]>>" % (4999 + n if n else 2, 5001 + n) for n in range(deep)}  # fmt: skip
    root = b"<</Type/Pages/Count 2/Kids[4 0 R 5000 0 R]>>"
    return handmade(more={2: root, 4: PAGE, 7: SOUND, **nodes, 5000 + deep: PAGE})


def _outline(*, loop: bool) -> bytes:
    """Bookmarks that follow each other in a circle, or lie 20,000 deep."""
    entry = b"<</Title(x)/Parent 5000 0 R/Dest[10 0 R/Fit]/%s %d 0 R>>"
    count = 3 if loop else 20_000
    items = {5001 + n: entry % (b"Next" if loop else b"First", 5001 + (n + 1) % count) for n in range(count)}
    root = {5000: b"<</Type/Outlines/First 5001 0 R/Last 5001 0 R/Count %d>>" % count}
    return handmade(SOUND, more={1: b"<</Type/Catalog/Pages 2 0 R/Outlines 5000 0 R>>", **root, **items})


def _ruled() -> list[bytes]:
    return [b"0 %d m 6000 %d l S %d 0 m %d 6000 l S" % ((10 * n,) * 4) for n in range(601)]


def _boxes() -> bytes:
    return b"".join(b"%d %d 10 10 re S\n" % (10 * x, 10 * y) for x in range(600) for y in range(600))


def _wide(content: bytes) -> bytes:
    return handmade(stream(content), SOUND).replace(b"0 0 595 842", b"0 0 6000 6000")


def _lines() -> bytes:
    words = READ.encode() + b" " + (PROSE * 57_000)[:5_000_000]
    return b"".join(b"(%s) '\n" % words[n : n + 90] for n in range(0, len(words), 90))


def _picture() -> bytes:
    dots = zlib.compress(bytes(1_000_000))
    head = b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"  # fmt: skip
    shown = stream(shown_at(700, READ) + b"q 595 0 0 842 0 0 cm /X Do Q\n")
    return handmade(shown, more={5000: head % (len(dots), dots)}, X=5000)


def _object_stream() -> bytes:
    """A stream of objects that unpacks to 200 MB."""
    return handmade(SOUND, more={5000: stream(b"0 " * 100_000_000, b"/Type/ObjStm/N 100000000/First 99999999")})


def _with_info(info: bytes) -> bytes:
    return handmade(SOUND, more={5000: info}).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 5000 0 R")


def _numbers() -> bytes:
    """Lines and text at places that no page has."""
    odd = (b"1e400", b"-99999999999999999999", b"nan", b"0.0000000000000001", b"--5", b"1.2.3")
    return b"".join(b"%s %s m %s 0 l S BT /F %s Tf %s %s Td (far) Tj ET\n" % ((one,) * 6) for one in odd)


__all__ = ["SOUND", "files", "handmade", "shown_at", "stream", "written"]
