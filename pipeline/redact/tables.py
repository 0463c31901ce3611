"""What each profile makes of each column: what is left as it is, emptied, or read as running text.

A text column that is not named here is running text, so that a new column is never published by oversight.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from pipeline.model.dataset import TABLES, Column, Field, fields

HEADERS_AND_PLACES = ("locator", "account", "message_id", "sender", "original_sender", "subject", "sent_at", "parent")
"""Columns of `origins` that are emptied for `research` and `public`: mail headers, and where a file lay."""

EMPTIED: dict[str, tuple[str, ...]] = {
    "documents": ("sha256",),
    "insights": ("bbox", "char_start", "char_end", "text_as_printed"),
    "mentions": ("char_start", "char_end"),
    "forms": ("officials", "contacts"),
}
"""Columns that `public` empties besides: digests, offsets, boxes, and what is there to name people."""

AS_THEY_ARE: dict[str, tuple[str, ...]] = {
    "documents": ("media_type", "language", "date"),
    "cities": ("name", "country"),
    "countries": ("name",),
    "themes": ("theme_id", "label", "definition", "broader", "mappings"),
    "insights": ("qualifiers",),
    "answers": ("column",),
    "mentions": ("method",),
    "redirects": ("since",),
}
"""Texts of our own or of GeoNames, which name nobody."""

ONLY_KNOWN: dict[str, tuple[str, ...]] = {"cities": ("aliases",), "organisations": ("name", "acronym", "aliases")}
"""Names of bodies and places: no name is guessed in them that no table knows."""


def columns(table: str) -> list[Field]:
    """The columns of a table."""
    return fields(TABLES[table])


def is_running(table: str, column: Field) -> bool:
    """Whether a column holds words of documents."""
    info: Column = column.column
    texts = column.type is str or (column.type is tuple and column.item is str)
    return texts and not (info.codes or info.refers or info.form) and column.name not in AS_THEY_ARE.get(table, ())


def emptied(row: Any, names: tuple[str, ...]) -> Any:
    """The row with these columns empty: a text, a list, a number that may be missing."""
    there = {name: getattr(row, name) for name in names}
    nothing = {
        name: () if isinstance(value, tuple) else "" if isinstance(value, str) else None
        for name, value in there.items()
    }
    return msgspec.structs.replace(row, **nothing)


def mapped(row: Any, names: tuple[str, ...], change: Callable[[str], str]) -> Any:
    """The row with the texts of these columns, alone or in lists, put through a function."""
    values = {name: getattr(row, name) for name in names}
    new = {name: _mapped(value, change) for name, value in values.items()}
    return msgspec.structs.replace(row, **new) if new != values else row


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(change(one) if isinstance(one, str) else one for one in value))
    return change(value) if isinstance(value, str) else value
