"""What a release changed against an earlier one, by primary key: `CHANGES.md` to read, `changes.csv` row by row."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.load import schema
from pipeline.load.cells import guard
from pipeline.load.tables_csv import read
from pipeline.model.dataset import TABLES

COLUMNS = ("table", "id", "what", "column", "from", "to", "why")
"""Of `changes.csv`. An added or removed row has no column; of a changed row there is a line per column."""

SHOWN = 20  # ids listed per table and kind of change; the rest is counted

Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Difference:
    """Keys of one table that came, went, or stand for another content, with the reason where it can be told."""

    added: dict[str, str]  # key -> why
    removed: dict[str, str]
    changed: dict[str, dict[str, tuple[str, str]]]  # key -> column -> what it was and is


def write(new: Path, old: Path | None, folder: Path) -> None:
    """Write `CHANGES.md` and `changes.csv` into `folder`: what the release `new` changed against the release `old`,
    which may be any earlier one, or None for the first."""
    differences = compare(new, old) if old else {}
    page = _page(old.name, differences) if old else _FIRST
    (folder / "CHANGES.md").write_bytes(("\n".join(page) + "\n").encode("utf-8"))
    with (folder / "changes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(map(guard, line) for line in _lines(differences))


def counts(release: Path) -> dict[str, int]:
    """Rows that a release added, changed and removed against the one before, as its `changes.csv` tells."""
    told = {(row["table"], row["id"], row["what"]) for row in read(release / "changes.csv")}
    return dict(sorted(Counter(what for _, _, what in told).items()))


def compare(new: Path, old: Path) -> dict[str, Difference]:
    """The difference of each table between two releases. A column that `old` does not have was empty there."""
    successors: dict[str, list[str]] = defaultdict(list)
    for row in read(new / "redirects.csv"):
        successors[row["old_id"]].append(row["new_id"])
    documents = [set(_rows(folder, "documents")) for folder in (new, old)]
    return {table: _difference(table, new, old, successors, *documents) for table in TABLES}


def _difference(
    table: str, new: Path, old: Path, successors: dict[str, list[str]], there: set[str], were: set[str]
) -> Difference:
    """The difference of one table; `there` and `were` are the documents of the new and of the old release."""
    after, before = _rows(new, table), _rows(old, table)
    both = {key: _columns(before[key], row) for key, row in after.items() if key in before}
    return Difference(
        added={key: _document(table, row, were, "new document") for key, row in after.items() if key not in before},
        removed={
            key: _now(successors.get(key, [])) or _document(table, row, there, "no longer there: document")
            for key, row in before.items()
            if key not in after
        },
        changed={key: columns for key, columns in both.items() if columns},
    )


def _rows(folder: Path, table: str) -> Rows:
    return {" ".join(row[name] for name in schema.key(table)): row for row in read(folder / f"{table}.csv")}


def _columns(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    pairs = {name: (before.get(name, ""), value) for name, value in after.items()}
    return {name: (was, now) for name, (was, now) in pairs.items() if was != now and {was, now} != {"", "[]"}}


def _now(successors: list[str]) -> str:
    return f"now {', '.join(successors)}" if successors else ""


def _document(table: str, row: dict[str, str], known: set[str], words: str) -> str:
    """Why a row came or went with its document, where the other release does not know that document."""
    document = "" if table == "documents" else row.get("document_id", "")
    return f"{words} {document}" if document and document not in known else ""


def _lines(differences: dict[str, Difference]) -> Iterator[tuple[str, ...]]:
    for table, difference in differences.items():
        for key, why in difference.added.items():
            yield table, key, "added", "", "", "", why
        for key, columns in difference.changed.items():
            for name, (was, now) in columns.items():
                yield table, key, "changed", name, was, now, ""
        for key, why in difference.removed.items():
            yield table, key, "removed", "", "", "", why


_FIRST = ["# Changes", "", "This is the first release: every row is new. `changes.csv` therefore lists none."]


def _page(old: str, differences: dict[str, Difference]) -> list[str]:
    lines = [f"# Changes since release {old}", "", "`changes.csv` has every row and column that differs.", ""]
    lines += ["| table | added | removed | changed |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {len(d.added)} | {len(d.removed)} | {len(d.changed)} |" for name, d in differences.items()]
    for name, difference in differences.items():
        lines += _details(name, difference)
    return lines


def _details(table: str, difference: Difference) -> list[str]:
    listed = {
        "Added": _explained(difference.added),
        "Removed": _explained(difference.removed),
        "Changed": [f"`{key}` ({', '.join(columns)})" for key, columns in difference.changed.items()],
    }
    lines = [line for word, items in listed.items() if items for line in ("", f"{word}:", "", *_some(items))]
    return ["", f"## {table}", *lines] if lines else []


def _explained(reasons: dict[str, str]) -> list[str]:
    return [f"`{key}`" + (f" ({why})" if why else "") for key, why in reasons.items()]


def _some(items: list[str]) -> list[str]:
    rest = [f"- and {len(items) - SHOWN:,} more"] if len(items) > SHOWN else []
    return [f"- {item}" for item in items[:SHOWN]] + rest
