"""Each table as CSV: UTF-8, a header row, RFC 4180 with CRLF at the end of rows, lists as JSON arrays."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.load import schema
from pipeline.load.cells import cell, unguard
from pipeline.model.dataset import TABLES, Dataset


def write(dataset: Dataset, folder: Path) -> None:
    """Write all tables, empty ones too."""
    for table in TABLES:
        names = [field.name for field in schema.columns(table)]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)  # its default dialect is RFC 4180
            writer.writerow(names)
            writer.writerows([cell(getattr(row, name)) for name in names] for row in dataset.rows(table))


def read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one table as they were, guards undone; none where the file does not exist."""
    if not path.is_file():
        return
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: unguard(value or "") for name, value in row.items() if name}
