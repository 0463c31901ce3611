"""Names that files of a folder have: what Linux allows, which is nearly everything."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.making import ESCAPE, FORGED, READ, TURNED, Made

NAMES = (
    f"\n{FORGED}.txt",
    f"{ESCAPE}.txt",
    f"{TURNED}.txt",
    "=HYPERLINK(foreign).txt",
    "@foreign.txt",
    "<img src=x onerror=alert('foreign')>.txt",
    "-rf.txt",
    "$(touch owned).txt",
    "é" * 120 + ".txt",
    "not utf-8 \udcff\udcfe.txt",
    "%s%n{0}{foreign}.txt",
    "a'; DROP TABLE documents;--.txt",
    " .txt",
    "C:\\owned.txt",
)


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    for number, name in enumerate(NAMES):
        yield Made(name, f"{READ} Name number {number}.\n".encode())
