"""All tables in one SQLite file: keys, a link table for each list, indexes, full-text search over the insights.

A list stands twice: as a JSON array in its column, and row by row in a link table named after table and column,
`insights_theme_ids(insight_id, position, theme_id)`. Search with

    SELECT insight_id FROM insights_search WHERE insights_search MATCH 'street children' ORDER BY rank
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.load import schema
from pipeline.model.dataset import TABLES, Dataset, Field

_SQL_TYPES = {"integer": "INTEGER", "number": "REAL"}
_SEARCH = """CREATE VIRTUAL TABLE insights_search USING fts5(
  insight_id UNINDEXED, text, section, tokenize = 'porter unicode61 remove_diacritics 2')"""


def write(dataset: Dataset, path: Path) -> None:
    """Write the database. It is built beside its place and then copied compactly, which makes its bytes the same."""
    draft = path.with_suffix(".draft")
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            _build(connection, dataset)
            connection.execute("VACUUM INTO ?", (str(path),))
    except sqlite3.OperationalError as error:
        raise OutputError(f"{path.name} could not be written: {error}. Check that the disk has room.") from error
    finally:
        draft.unlink(missing_ok=True)


def ddl() -> list[str]:
    """The statements that make the tables, their link tables and indexes, in order."""
    return [statement for table in TABLES for statement in (*_table_ddl(table), *_links_ddl(table))]


def _build(connection: sqlite3.Connection, dataset: Dataset) -> None:
    connection.execute("PRAGMA page_size = 4096")
    connection.execute("PRAGMA journal_mode = OFF")  # the draft is thrown away if anything fails
    connection.execute("PRAGMA synchronous = OFF")  # what is published is flushed afterwards
    connection.execute("BEGIN")
    for statement in ddl():
        connection.execute(statement)
    for table in TABLES:
        _insert(connection, table, dataset.rows(table))
    connection.execute(_SEARCH)
    found = ((row.insight_id, row.text, row.section) for row in dataset.rows("insights"))
    connection.executemany("INSERT INTO insights_search VALUES (?, ?, ?)", found)
    connection.execute("INSERT INTO insights_search (insights_search) VALUES ('optimize')")
    connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, table: str, rows: tuple[Any, ...]) -> None:
    names = [field.name for field in schema.columns(table)]
    marks = ", ".join("?" * len(names))
    values = ([_sql_value(getattr(row, name)) for name in names] for row in rows)
    connection.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", values)
    for field in _lists(table):
        links = _link_rows(table, field, rows)
        connection.executemany(f"INSERT INTO {quoted(link_table(table, field))} VALUES (?, ?, ?)", links)


def _link_rows(table: str, field: Field, rows: tuple[Any, ...]) -> Iterator[tuple[Any, int, Any]]:
    key = schema.key(table)[0]
    for row in rows:
        for position, value in enumerate(getattr(row, field.name)):
            yield getattr(row, key), position, value


def _sql_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return None if value == "" else value


def _lists(table: str) -> list[Field]:
    return [field for field in schema.columns(table) if field.type is tuple]


def link_table(table: str, field: Field) -> str:
    """Name of the table that holds a list row by row, like `insights_theme_ids`."""
    return f"{table}_{field.name}"


def _table_ddl(table: str) -> Iterator[str]:
    columns = [_column_ddl(table, field) for field in schema.columns(table)]
    keys = [f"PRIMARY KEY ({', '.join(map(quoted, schema.key(table)))})"]
    scalar = [(field, schema.reference(field)) for field in schema.columns(table) if field.type is not tuple]
    references = [_reference_ddl(field.name, target) for field, target in scalar if target]
    yield f"CREATE TABLE {quoted(table)} (\n  " + ",\n  ".join(columns + keys + references) + "\n)"
    for field, target in scalar:
        if target and (field.name,) != schema.key(table):
            yield _index_ddl(table, field.name)


def _links_ddl(table: str) -> Iterator[str]:
    key = schema.key(table)[0]
    for field in _lists(table):
        target, name = schema.reference(field), link_table(table, field)
        value = target[1] if target else "value"
        lines = [
            f"{quoted(key)} TEXT NOT NULL",
            "position INTEGER NOT NULL",
            f"{quoted(value)} {'REAL' if field.item is float else 'TEXT'} NOT NULL",
            f"PRIMARY KEY ({quoted(key)}, position)",
            _reference_ddl(key, (table, key)),
            *([_reference_ddl(value, target)] if target else []),
        ]
        yield f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n) WITHOUT ROWID"
        if target:
            yield _index_ddl(name, value)


def _column_ddl(table: str, field: Field) -> str:
    kind = _SQL_TYPES.get(schema.type_of(field), "TEXT")
    must = " NOT NULL" if field.name in schema.required(table) or field.type is tuple else ""
    codes = ", ".join(f"'{code}'" for code in field.column.codes)
    check = f" CHECK ({quoted(field.name)} IN ({codes}))" if codes else ""
    return f"{quoted(field.name)} {kind}{must}{check}"


def _reference_ddl(column: str, target: tuple[str, str]) -> str:
    return f"FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(target[0])} ({quoted(target[1])})"


def _index_ddl(table: str, column: str) -> str:
    return f"CREATE INDEX {quoted(f'{table}_by_{column}')} ON {quoted(table)} ({quoted(column)})"


def quoted(name: str) -> str:
    """A name as SQL wants it: `group` and `column` are words of SQL's own."""
    return f'"{name}"'
