"""What a release changed against the one before, by primary key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.load import schema
from pipeline.load.tables_csv import read
from pipeline.model.dataset import TABLES

SHOWN = 20  # ids listed per table and kind of change; the rest is counted

Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Difference:
    """Keys of one table that came, went, or stand for another content."""

    added: list[str]
    removed: list[str]
    changed: dict[str, list[str]]  # key -> columns that differ


def write(new: Path, old: Path | None, path: Path) -> None:
    """Write the changes of folder `new` against folder `old` as Markdown; `old` is None for the first release."""
    path.write_bytes(("\n".join(_page(new, old)) + "\n").encode("utf-8"))


def compare(new: Path, old: Path, table: str) -> Difference:
    """The difference of one table between two releases."""
    after, before = _rows(new, table), _rows(old, table)
    return Difference(
        added=[key for key in after if key not in before],
        removed=[key for key in before if key not in after],
        changed={
            key: [name for name, value in row.items() if before[key].get(name, "") != value]
            for key, row in after.items()
            if key in before and before[key] != row
        },
    )


def _rows(folder: Path, table: str) -> Rows:
    return {" ".join(row[name] for name in schema.key(table)): row for row in read(folder / f"{table}.csv")}


def _page(new: Path, old: Path | None) -> list[str]:
    if old is None:
        return ["# Changes", "", "This is the first release: every row is new."]
    differences = {table: compare(new, old, table) for table in TABLES}
    lines = [f"# Changes since release {old.name}", "", "| table | added | removed | changed |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {len(d.added)} | {len(d.removed)} | {len(d.changed)} |" for name, d in differences.items()]
    for name, difference in differences.items():
        lines += _details(name, difference)
    return lines


def _details(table: str, difference: Difference) -> list[str]:
    changed = [f"`{key}` ({', '.join(names)})" for key, names in difference.changed.items()]
    listed = {
        "Added": [f"`{key}`" for key in difference.added],
        "Removed": [f"`{key}`" for key in difference.removed],
        "Changed": changed,
    }
    lines = [line for word, items in listed.items() if items for line in ("", f"{word}:", "", *_some(items))]
    return ["", f"## {table}", *lines] if lines else []


def _some(items: list[str]) -> list[str]:
    rest = [f"- and {len(items) - SHOWN:,} more"] if len(items) > SHOWN else []
    return [f"- {item}" for item in items[:SHOWN]] + rest
