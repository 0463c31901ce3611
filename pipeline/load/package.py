"""`datapackage.json`: the tables described in the words of Data Package v2 and Table Schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.load import schema
from pipeline.model.dataset import TABLES, Field

_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_TYPES = {"text": "string", "texts": "array", "numbers": "array"}
_GEONAMES = {
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
            "title": "Creative Commons Attribution 4.0 (names, coordinates and population, by GeoNames)",
        }
    ],
    "sources": [{"title": "GeoNames", "path": "https://www.geonames.org/"}],
}
READING = "learnings:reading"  # how pages were read that are pictures, in a release that holds any
_OF_GEONAMES = ("cities", "countries")


def write(
    path: Path, title: str, version: str, profile: str = "internal", reading: Mapping[str, object] | None = None
) -> None:
    """Write the description. It carries no time of creation, so that the same tables give the same bytes.

    reading: how pages were read that are pictures, so that `verify` reads them in the same way.
    """
    told = package(title, version, profile) | ({READING: dict(reading)} if reading else {})
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(text.encode("utf-8"))


def package(title: str, version: str, profile: str = "internal") -> dict[str, Any]:
    """The description of a release as a Data Package descriptor."""
    return {
        "$schema": _PACKAGE,
        "name": "learnings",
        "title": title,
        "version": version,
        "description": (
            "What cities learnt, recommend and plan, drawn from their documents: one row per insight in `insights`, "
            "with its source, page, cities, people and themes. Every table stands as CSV and as Parquet. In CSV a text "
            "that a spreadsheet would run as a formula has one ' before it. See codebook.md. The rights in the words "
            "of a document stay with whoever issued it."
        ),
        "learnings:profile": profile,
        "resources": [*(_csv(table) for table in TABLES), *(_parquet(table) for table in TABLES)],
    }


def table_schema(table: str) -> dict[str, Any]:
    """One table as Table Schema."""
    columns = schema.columns(table)
    keys = [_foreign_key(table, field) for field in columns if field.type is not tuple and field.column.refers]
    return {
        "$schema": _SCHEMA,
        "fields": [_field(table, field) for field in columns],
        "missingValues": [""],
        "primaryKey": list(schema.key(table)),
        **({"foreignKeys": keys} if keys else {}),
    }


def _csv(table: str) -> dict[str, Any]:
    return {
        "$schema": _RESOURCE,
        "name": table,
        "type": "table",
        "description": schema.describe(table),
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **(_GEONAMES if table in _OF_GEONAMES else {}),
        "schema": table_schema(table),
    }


def _parquet(table: str) -> dict[str, Any]:
    return {
        "$schema": _RESOURCE,
        "name": f"{table}-parquet",
        "description": f"The table `{table}` as Parquet, with real dates and lists and without guards",
        "path": f"{table}.parquet",
        "format": "apache-parquet",  # as `parquet`, the library frictionless would try to read it, and breaks on lists
        "mediatype": "application/vnd.apache.parquet",
        **(_GEONAMES if table in _OF_GEONAMES else {}),
    }


def _field(table: str, field: Field) -> dict[str, Any]:
    kind = schema.type_of(field)
    constraints: dict[str, Any] = {"required": True} if field.name in schema.required(table) else {}
    if (field.name,) == schema.key(table):
        constraints["unique"] = True
    if field.column.codes:
        constraints["enum"] = list(field.column.codes)
    description = {"name": field.name, "type": _TYPES.get(kind, kind), "description": schema.describe_column(field)}
    return {**description, **({"constraints": constraints} if constraints else {})}


def _foreign_key(table: str, field: Field) -> dict[str, Any]:
    target, _, column = field.column.refers.partition(".")
    reference = {"fields": [column]} if target == table else {"resource": target, "fields": [column]}
    return {"fields": [field.name], "reference": reference}
