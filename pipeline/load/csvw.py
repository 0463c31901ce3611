"""`csv-metadata.json`: the CSV tables in the words of CSV on the Web (W3C), for tools that know these.

A foreign key there must lead to a row from every row, so a column that may be empty says in words what it refers to.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.load import schema
from pipeline.model.dataset import TABLES, Field

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_TYPES = {"text": "string", "number": "double", "texts": "json", "numbers": "json"}
_GUARD = "A text that a spreadsheet would run as a formula has one ' before it; see codebook.md."


def write(path: Path, title: str, version: str) -> None:
    """Write the description. It carries no time, so that the same tables give the same bytes."""
    text = json.dumps(group(title, version), ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(text.encode("utf-8"))


def group(title: str, version: str) -> dict[str, Any]:
    """The tables of a release as a table group."""
    return {
        "@context": _CONTEXT,
        "dc:title": title,
        "dc:description": _GUARD,
        "schema:version": version,
        "tables": [_table(table) for table in TABLES],
    }


def _table(table: str) -> dict[str, Any]:
    columns = schema.columns(table)
    filled = schema.required(table)
    keys = [_foreign_key(field) for field in columns if field.column.refers and field.name in filled]
    return {
        "url": f"{table}.csv",
        "dc:title": table,
        "dc:description": schema.describe(table),
        "tableSchema": {
            "columns": [_column(table, field) for field in columns],
            "primaryKey": list(schema.key(table)),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _column(table: str, field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "titles": field.name,
        "dc:description": _describe(table, field),
        "datatype": _datatype(field),
        **({"required": True} if field.name in schema.required(table) else {}),
    }


def _describe(table: str, field: Field) -> str:
    said = field.type is tuple or not field.column.refers or field.name in schema.required(table)
    return schema.describe_column(field) + ("" if said else f" (key of {field.column.refers}, or empty)")


def _datatype(field: Field) -> str | dict[str, str]:
    """The type; a list of codes as a pattern, since these words know no other way."""
    kind = schema.type_of(field)
    if field.column.codes:
        return {"base": "string", "format": "|".join(field.column.codes)}
    return _TYPES.get(kind, kind)


def _foreign_key(field: Field) -> dict[str, Any]:
    table, _, column = field.column.refers.partition(".")
    return {"columnReference": field.name, "reference": {"resource": f"{table}.csv", "columnReference": column}}
