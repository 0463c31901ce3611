"""The outline that a PDF brings along: headings named by whoever made the file."""

from __future__ import annotations

import re
from typing import Any

from pipeline.text.clean import fold

MOST_ENTRIES = 2_000
DEEPEST = 8
_SIGNS = re.compile(r"[^\w]+")

Outline = dict[tuple[int, str], int]  # page and words of a heading: its level, from 1


def key(page: int, text: str) -> tuple[int, str]:
    """Under what a heading stands in an outline: signs and white space do not count."""
    return page, _SIGNS.sub("", fold(text))


def outline_of(pdf: Any) -> Outline:
    """The entries of a document's outline; nothing where it has none or it is broken."""
    import pypdfium2

    found: Outline = {}
    try:
        for number, entry in enumerate(pdf.get_toc(max_depth=DEEPEST)):
            destination = entry.get_dest()
            page = destination.get_index() if destination is not None else None
            if page is not None and number < MOST_ENTRIES:
                found.setdefault(key(page + 1, entry.get_title()), entry.level + 1)
    except pypdfium2.PdfiumError:
        return {}
    return found
