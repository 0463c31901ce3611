"""`codebook.md`: every column with its type, meaning, codes, how often it is empty, and an example."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.load import about, schema
from pipeline.load.cells import cell
from pipeline.model.dataset import TABLES, Dataset, Field

_LONGEST_EXAMPLE = 60
_NOTHING: tuple[Any, ...] = (None, "", ())
_TYPES = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "date": "date",
    "texts": "list of texts",
    "numbers": "list of numbers",
}
_INTRODUCTION = """\
What each table and column means, with counts from this release. It is generated from the classes that write the
tables.

- **Files.** Each table stands as `<table>.csv` and `<table>.parquet`, and all of them in `dataset.sqlite`.
- **CSV** is UTF-8 with a header row, commas, and CRLF at the end of rows (RFC 4180). A list is a JSON array.
- **Guard.** In CSV and in the workbook a text that a spreadsheet would run as a formula has one `'` before it. That is
  a text whose first character is `=`, `+`, `-`, `@`, a tab or a line break (or a wide form of these), also after
  leading `'`; numbers and phone numbers such as `+27 31 …` are left as they are. Remove that one `'` to have
  the text back. All other formats are exact, save that a NUL or half a character becomes U+FFFD everywhere.
- **Empty.** An empty cell means "none" or "not known": empty in CSV, null in Parquet and SQLite, `[]` for lists.
- **Key.** The first column is the primary key; `redirects` has two. `->` names the column that a value, or each value
  of a list, is found in.
- **Duplicates** are marked, not removed: `documents.same_as`, `documents.supersedes`, `insights.duplicate_of`. Leave
  out what is marked when you count statements.
- **Examples** of columns that hold words of documents are invented; the others are of this release.
- **Places in a text.** `char_start` and `char_end` count Unicode code points in `text/<document_id>.txt`.
"""


@dataclass(frozen=True)
class Entry:
    """What is to be said of one column."""

    name: str
    key: bool
    type: str  # in words
    meaning: str
    refers: str
    rows: int  # of the table
    empty: int  # of these rows
    example: str  # shortened
    codes: dict[str, int]  # code -> rows that have it


def write(dataset: Dataset, path: Path, title: str) -> None:
    """Write the codebook of a dataset as Markdown."""
    lines = [f"# Codebook: {_inline(title)}", "", _INTRODUCTION, *_overview(dataset), *_accuracy()]
    for table in TABLES:
        lines += _section(table, entries(table, dataset))
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


def _overview(dataset: Dataset) -> list[str]:
    rows = [f"| [{name}](#{name}) | {_count(name, dataset)} | {schema.describe(name)} |" for name in TABLES]
    return ["| table | rows | a row is |", "|---|---:|---|", *rows]


def _accuracy() -> list[str]:
    head = ["", "## How often it is right", ""]
    head += ["F1 against documents annotated by hand: of those that were learnt from, and of those of others at"]
    head += ["their first reading, which is what to expect of layouts and wordings never met.", ""]
    rows = [f"| {what} | {known} | {unknown} |" for what, known, unknown in about.accuracy()]
    return [*head, "| measure | known documents | unknown documents |", "|---|---:|---:|", *rows]


def _counted(table: str, dataset: Dataset) -> tuple[Any, ...]:
    """The rows that figures are drawn from: none of a table that tells history, so that the same input documents
    give the same codebook."""
    return () if table in schema.HISTORY else dataset.rows(table)


def _count(table: str, dataset: Dataset) -> str:
    return "" if table in schema.HISTORY else f"{len(dataset.rows(table)):,}"


def entries(table: str, dataset: Dataset) -> list[Entry]:
    """What is to be said of each column of a table."""
    rows = _counted(table, dataset)
    return [_entry(table, field, [getattr(row, field.name) for row in rows]) for field in schema.columns(table)]


def _entry(table: str, field: Field, values: list[Any]) -> Entry:
    counts = Counter(value for value in values if isinstance(value, str)) if field.column.codes else Counter()
    return Entry(
        name=field.name,
        key=field.name in schema.key(table),
        type=_TYPES[schema.type_of(field)],
        meaning=field.column.description,
        refers=field.column.refers,
        rows=len(values),
        empty=sum(value in _NOTHING for value in values),
        example=about.example(table, field.name)
        or _short(next((value for value in values if value not in _NOTHING), None)),
        codes={code: counts[code] for code in field.column.codes},
    )


def _section(table: str, columns: list[Entry]) -> list[str]:
    head = ["", f"## {table}", "", schema.describe(table), "", f"How it is made: {about.made(table)}", ""]
    head += ["| column | type | meaning | empty | example |", "|---|---|---|---:|---|"]
    return head + [_line(entry) for entry in columns] + _codes(columns)


def _line(entry: Entry) -> str:
    cells = [
        f"`{entry.name}`" + (" (key)" if entry.key else ""),
        entry.type,
        _cell(entry.meaning) + (f" -> `{entry.refers}`" if entry.refers else ""),
        _share(entry.empty, entry.rows),
        _code(entry.example) if entry.example else "",
    ]
    return f"| {' | '.join(cells)} |"


def _codes(columns: list[Entry]) -> list[str]:
    coded = [entry for entry in columns if entry.codes]
    lines = ["", "Codes, and how many rows have each:", ""] if coded else []
    for entry in coded:
        lines.append(f"- `{entry.name}`: " + ", ".join(f"`{code}` {count:,}" for code, count in entry.codes.items()))
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.0%})" if part else "0" if whole else "-"


def _short(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else cell(value)
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"


def _code(text: str) -> str:
    """A text as code within a cell; its own backticks would end it, so they become straight quotes."""
    return f"`{_cell(text.replace('`', chr(39)))}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _inline(text: str) -> str:
    return " ".join(text.split())
