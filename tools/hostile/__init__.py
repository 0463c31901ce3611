"""Files that mean harm, made by a script: what strangers may send, and what a careless reader trips over.

`python tools/hostile FOLDER` writes them. Each says how it ought to end (`Made.end`), and the marks in `making` show
whether something leaked. All in them is invented; the same bytes come whenever they are made.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostile import archives, mails, names, open_document, pages, pdfs, pdfs_of_tricks, rich_text, texts, words
from hostile.making import Made

KINDS = (pdfs, pdfs_of_tricks, words, open_document, rich_text, pages, texts, archives, names)

# What takes five to sixty seconds of processor time each, since it fills some limit to the brim: `bench/extract.py
# hostile` reads these as well, the test in CI leaves them out.
HEAVY = frozenset(
    {
        "20000-pages.pdf", "300000-paragraphs.docx", "300000-runs.docx", "40000-cells.docx", "400000-lines.txt",
        "5000-names-in-a-line.txt", "6-million-letters.txt", "boundaries.eml", "boxes-600.pdf", "cells-of-odd-widths.rtf",
        "cells-without-rows.rtf", "forwards.eml", "many-cells.html", "many-headers.eml", "paragraph-of-5-million.docx",
        "paragraph-of-5-million.html", "paragraph-of-5-million.pdf", "long-line.eml", "many-large-pages.pdf",
        "30000-members.zip", "5000-names.txt",
    }
)  # fmt: skip


def files(secret: str = "/etc/hostname", address: str = "http://127.0.0.1:9", *, heavy: bool = True) -> Iterator[Made]:
    """All of them, or all that are not heavy. secret: a file that no output may quote; address: one that nothing may ever ask."""
    for made in _files(secret, address):
        if heavy or made.name not in HEAVY:
            yield made


def _files(secret: str, address: str) -> Iterator[Made]:
    for kind in KINDS:
        yield from kind.files(secret, address)
    for name, content in mails.mails().items():
        yield Made(name, content, mails.ENDS.get(name, "read"))
