"""Files that mean harm, made by a script: what strangers may send, and what a careless reader trips over.

`python tools/hostile FOLDER` writes them. Each says how it ought to end (`Made.end`), and the marks in `making` show
whether something leaked. All in them is invented; the same bytes come whenever they are made.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostile import archives, mails, names, open_document, pages, pdfs, pdfs_of_tricks, rich_text, texts, words
from hostile.making import Made

KINDS = (pdfs, pdfs_of_tricks, words, open_document, rich_text, pages, texts, archives, names)


def files(secret: str = "/etc/hostname", address: str = "http://127.0.0.1:9") -> Iterator[Made]:
    """All of them. secret: a file that no output may quote; address: one that nothing may ever ask."""
    for kind in KINDS:
        yield from kind.files(secret, address)
    for name, content in mails.mails().items():
        yield Made(name, content, mails.ENDS.get(name, "read"))
