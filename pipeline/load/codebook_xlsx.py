"""`codebook.xlsx`: the codebook to sort and filter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.load import about, codebook, schema
from pipeline.load.sheet import Column, Sheet
from pipeline.load.workbook import write_sheets
from pipeline.model.dataset import TABLES, Dataset


def write(dataset: Dataset, path: Path, title: str) -> None:
    """Write the codebook of a dataset as a workbook; the same dataset gives the same bytes."""
    write_sheets(
        path, f"Codebook: {title}", dataset, [_tables(dataset), _columns(dataset), _codes(dataset), _accuracy()]
    )


def _tables(dataset: Dataset) -> Sheet:
    columns = (Column("Table", 18), Column("Rows", 10, "number"), Column("A row is", 80), Column("How it is made", 80))
    rows = [(table, _count(table, dataset), schema.describe(table), about.made(table)) for table in TABLES]
    return Sheet("Tables", "", columns, rows)


def _count(table: str, dataset: Dataset) -> int | None:
    return None if table in schema.HISTORY else len(dataset.rows(table))


def _columns(dataset: Dataset) -> Sheet:
    columns = (
        Column("Column", 20),
        Column("Table", 18),
        Column("Type", 16),
        Column("Meaning", 60),
        Column("Key", 7),
        Column("Refers to", 28),
        Column("Empty", 10, "number"),
        Column("Share empty", 13, "share"),
        Column("Example", 50),
    )
    return Sheet("Columns", "", columns, [row for table in TABLES for row in _table_columns(table, dataset)])


def _table_columns(table: str, dataset: Dataset) -> Iterator[tuple[Any, ...]]:
    for entry in codebook.entries(table, dataset):
        share = entry.empty / entry.rows if entry.rows else None
        yield (
            entry.name,
            table,
            entry.type,
            entry.meaning,
            "key" if entry.key else "",
            entry.refers,
            entry.empty if entry.rows else None,
            share,
            entry.example,
        )


def _codes(dataset: Dataset) -> Sheet:
    columns = (Column("Code", 24), Column("Column", 20), Column("Table", 18), Column("Rows", 10, "number"))
    rows = [
        (code, entry.name, table, count)
        for table in TABLES
        for entry in codebook.entries(table, dataset)
        for code, count in entry.codes.items()
    ]
    return Sheet("Codes", "", columns, rows)


def _accuracy() -> Sheet:
    columns = (Column("F1 of", 28), Column("Known documents", 18), Column("Unknown documents, first reading", 34))
    return Sheet("How often right", "", columns, list(about.accuracy()))
