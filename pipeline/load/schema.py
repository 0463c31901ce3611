"""What the classes of the tables say to those who write them: keys, references, types, what must be filled."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from pipeline.model.dataset import TABLES, Field, fields

Type = Literal["text", "integer", "number", "date", "texts", "numbers"]

HISTORY = ("redirects",)
"""Tables that depend on what was published before, not on the input documents alone."""


@cache
def columns(table: str) -> tuple[Field, ...]:
    """The columns of a table in order."""
    return tuple(fields(TABLES[table]))


@cache
def key(table: str) -> tuple[str, ...]:
    """Names of the columns of the primary key: the first one; a redirect has a row per successor."""
    return ("old_id", "new_id") if table == "redirects" else (columns(table)[0].name,)


def type_of(field: Field) -> Type:
    """The type of a column, whatever the format calls it."""
    if field.type is tuple:
        return "numbers" if field.item is float else "texts"
    if field.type is int:
        return "integer"
    if field.type is float:
        return "number"
    return "date" if field.column.form == "date" else "text"


def reference(field: Field) -> tuple[str, str] | None:
    """Table and column a column refers to, or None."""
    table, dot, column = field.column.refers.partition(".")
    return (table, column) if dot else None


def describe(table: str) -> str:
    """What a row of a table is, in a sentence."""
    return (TABLES[table].__doc__ or "").strip()


def describe_column(field: Field) -> str:
    """What a column holds, and what the values of a list are.

    >>> describe_column(next(field for field in columns("events") if field.name == "document_ids"))
    'documents about it (list of keys of documents.document_id)'
    """
    if field.type is not tuple:
        return field.column.description
    of = f"keys of {field.column.refers}" if field.column.refers else "numbers" if field.item is float else "texts"
    return f"{field.column.description} (list of {of})"


@cache
def required(table: str) -> frozenset[str]:
    """Columns that are never empty: keys, the document a row stands in, numbers, codes without an empty default."""
    defaults = {info.name: info.default for info in msgspec.structs.fields(TABLES[table])}
    return frozenset(
        field.name
        for field in columns(table)
        if field.name in (*key(table), "document_id")
        or (field.type in (int, float) and not field.optional)
        or (field.column.codes and defaults[field.name] != "")
    )
