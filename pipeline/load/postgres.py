"""All tables in a PostgreSQL database: the same columns and keys, what each means as a comment, lists as arrays.

One transaction does everything, so a reader sees the whole old dataset or the whole new one, whoever is killed in
between. Tables are kept and rows brought up to date: grants, views, columns and keys that others have added stay, and
whoever reads is not held up, save where a new version adds a column. In the order of work: `_Target` is what is there,
`_tables` makes what is missing, `_rows` replaces the rows, `_rules` adds keys, codes, indexes and comments.

Where the database is, and what may be said of it: `postgres_address`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigError, MissingTool, OutputError
from pipeline.load import identity, integrity, reading
from pipeline.load import schema as tables
from pipeline.load.postgres_address import Address, told
from pipeline.model.dataset import TABLES, Dataset, Field

if TYPE_CHECKING:
    from psycopg import Cursor

    Rows = Cursor[tuple[Any, ...]]

PATIENCE = 60  # seconds to wait for another load, or for whoever holds a table
_CONNECT = 20  # seconds to wait for the server
_LONGEST_NAME = 63  # what PostgreSQL keeps of a name, in bytes
_TYPES = {
    "text": "text",
    "integer": "bigint",
    "number": "double precision",
    "date": "date",
    "texts": "text[]",
    "numbers": "double precision[]",
}


def write_postgres(source: Path | Dataset, url: str, schema: str = "learnings", about: str = "") -> None:
    """Bring the tables in `schema` of the database at `url` up to date with a dataset, or the folder of a release.
    `about` is what the schema's comment says of a dataset; a release says it itself.

    MissingTool without the extra `postgres`; ConfigError for a wrong address; Busy when another load, or someone who
    holds a table, takes too long; OutputError when it cannot be done. After any of them the old rows stand.
    """
    connect = _driver()
    if not schema or len(schema.encode("utf-8")) > _LONGEST_NAME or "\x00" in schema:
        raise ConfigError(f"`{schema}` cannot be the name of a schema. Give 1 to {_LONGEST_NAME} characters.")
    address = Address.of(url)
    if isinstance(source, Path):
        source = source.resolve()  # once: what is published meanwhile is another folder
    dataset = identity.fit(source if isinstance(source, Dataset) else reading.read(source))
    integrity.refuse(dataset)
    with told(address), connect(url) as connection, connection.cursor() as cursor:
        _bring_up_to_date(cursor, schema, dataset, about or _about(source))


def _bring_up_to_date(cursor: Rows, schema: str, dataset: Dataset, about: str) -> None:
    """All within the transaction that the connection begins here and commits when it is left."""
    _alone(cursor, schema)
    target = _Target.read(cursor, schema)
    _tables(cursor, target)
    for table in TABLES:
        _rows(cursor, schema, table, dataset.rows(table))
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
    _rules(cursor, target)
    _comments(cursor, target, about)


def _driver() -> Callable[[str], Any]:
    try:
        import psycopg
    except ImportError as error:
        raise MissingTool(
            "The driver for PostgreSQL is not installed. Install it with: pip install 'learnings[postgres]'"
        ) from error
    return lambda url: psycopg.connect(
        url, client_encoding="utf8", application_name="learnings", connect_timeout=_CONNECT
    )


# What is there


@dataclass(frozen=True)
class _Column:
    type: str
    filled: bool  # NOT NULL
    comment: str


@dataclass(frozen=True)
class _Target:
    """What the schema holds under the names of our tables."""

    schema: str
    exists: bool
    ours: bool  # the schema belongs to a role that we may act as
    columns: dict[str, dict[str, _Column]]  # table -> column -> what it is
    comments: dict[str, str]  # table -> its comment; the schema's own under ""
    rules: dict[str, set[str]]  # table -> names of constraints and indexes

    @classmethod
    def read(cls, cursor: Rows, schema: str) -> _Target:
        """OutputError when one of the names belongs to something else, such as a view."""
        found = cursor.execute(_SCHEMA, (schema,)).fetchone()
        relations = cursor.execute(_RELATIONS, (schema, list(TABLES))).fetchall()
        for name, kind, _ in relations:
            if kind != "r":
                raise _not_ours(schema, name, "is no plain table")
        columns: dict[str, dict[str, _Column]] = {name: {} for name, *_ in relations}
        for table, name, kind, filled, comment in cursor.execute(_COLUMNS, (schema, list(TABLES))):
            columns[table][name] = _Column(kind, filled, comment)
        rules: dict[str, set[str]] = {name: set() for name in TABLES}
        for table, name in cursor.execute(_RULES, {"schema": schema, "tables": list(TABLES)}):
            rules[table].add(name)
        comments = {name: comment for name, _, comment in relations} | {"": found[1] if found else ""}
        return cls(schema, found is not None, found is None or bool(found[0]), columns, comments, rules)


_SCHEMA = """SELECT pg_has_role(nspowner, 'USAGE'), coalesce(obj_description(oid, 'pg_namespace'), '')
  FROM pg_catalog.pg_namespace WHERE nspname = %s"""
_RELATIONS = """SELECT relname, relkind::text, coalesce(obj_description(c.oid, 'pg_class'), '')
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
  WHERE nspname = %s AND relname = ANY(%s)"""
_COLUMNS = """SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull,
    coalesce(col_description(c.oid, attnum), '')
  FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
  WHERE nspname = %s AND relname = ANY(%s) AND attnum > 0 AND NOT attisdropped"""
_RULES = """SELECT relname, conname FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_class c ON c.oid = conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace WHERE nspname = %(schema)s AND relname = ANY(%(tables)s)
  UNION SELECT tablename, indexname FROM pg_catalog.pg_indexes
  WHERE schemaname = %(schema)s AND tablename = ANY(%(tables)s)"""


def _not_ours(schema: str, table: str, why: str) -> OutputError:
    return OutputError(
        f"`{table}` in the schema `{schema}` {why}, so it was not written by this program. Choose another schema."
    )


def _alone(cursor: Rows, schema: str) -> None:
    """One load at a time; a limit that the role has for its queries does not count here."""
    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute("SET LOCAL client_min_messages = warning")
    number = int.from_bytes(hashlib.sha256(f"learnings {schema}".encode()).digest()[:8], "big", signed=True)
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (number,))


# Tables and rows


def _tables(cursor: Rows, target: _Target) -> None:
    if not target.exists:
        cursor.execute(f"CREATE SCHEMA {quoted(target.schema)}")
    for table in TABLES:
        if table in target.columns:
            _widen(cursor, target, table)
        else:
            lines = [_column_ddl(field) for field in tables.columns(table)]
            lines.append(f"CONSTRAINT {quoted(f'{table}_pkey')} PRIMARY KEY ({_names(tables.key(table))})")
            cursor.execute(f"CREATE TABLE {_full(target.schema, table)} ({', '.join(lines)})")


def _widen(cursor: Rows, target: _Target, table: str) -> None:
    """Add the columns that a table does not have yet, and take away what an earlier list of codes forbids."""
    if f"{table}_pkey" not in target.rules[table]:
        raise _not_ours(target.schema, table, "has not the key that it should have")
    there, rules = target.columns[table], dict(_constraints(target.schema, table))
    for name in sorted(target.rules[table] - rules.keys()):
        if name.startswith(f"{table}_codes_"):
            cursor.execute(f"ALTER TABLE {_full(target.schema, table)} DROP CONSTRAINT {quoted(name)}")
    for column in tables.columns(table):
        wanted = _TYPES[tables.type_of(column)]
        if column.name not in there:
            cursor.execute(f"ALTER TABLE {_full(target.schema, table)} ADD COLUMN {_column_ddl(column)}")
        elif there[column.name].type != wanted:
            raise _not_ours(target.schema, table, f"has a column `{column.name}` that is not of type {wanted}")
        elif there[column.name].filled and not _always_filled(table, column):
            cursor.execute(
                f"ALTER TABLE {_full(target.schema, table)} ALTER COLUMN {quoted(column.name)} DROP NOT NULL"
            )


def _always_filled(table: str, column: Field) -> bool:
    return column.type is tuple or column.name in tables.required(table)


def _column_ddl(column: Field) -> str:
    """A column without its rules: those are for the new rows."""
    empty = " DEFAULT '{}' NOT NULL" if column.type is tuple else ""
    return f"{quoted(column.name)} {_TYPES[tables.type_of(column)]}{empty}"


def _rows(cursor: Rows, schema: str, table: str, rows: tuple[Any, ...]) -> None:
    """Make a table hold these rows, by touching those that differ."""
    names, key = [column.name for column in tables.columns(table)], tables.key(table)
    full, new, columns = _full(schema, table), _full("pg_temp", f"new_{table}"), _names(names)
    cursor.execute(f"CREATE TEMP TABLE {quoted(f'new_{table}')} ON COMMIT DROP AS SELECT {columns} FROM {full} LIMIT 0")
    with cursor.copy(f"COPY {new} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_value(getattr(row, name)) for name in names])
    cursor.execute(f"ANALYZE {new}")
    same = " AND ".join(f"new.{quoted(name)} = old.{quoted(name)}" for name in key)
    cursor.execute(f"DELETE FROM {full} AS old WHERE NOT EXISTS (SELECT FROM {new} AS new WHERE {same})")
    rest = [quoted(name) for name in names if name not in key]
    cursor.execute(
        f"INSERT INTO {full} AS old ({columns}) SELECT {columns} FROM {new} "
        f"ON CONFLICT ({_names(key)}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in rest)} "
        f"WHERE ({', '.join(f'old.{name}' for name in rest)}) "
        f"IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in rest)})"
    )


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value


# Rules and comments


def _rules(cursor: Rows, target: _Target) -> None:
    """What must be filled, the codes, the keys to other tables, and an index for each; those that are missing."""
    for table in TABLES:
        full, there = _full(target.schema, table), target.rules[table]
        known = target.columns.get(table, {})
        for name in sorted(tables.required(table)):
            if name not in known or not known[name].filled:
                cursor.execute(f"ALTER TABLE {full} ALTER COLUMN {quoted(name)} SET NOT NULL")
        for name, rule in _constraints(target.schema, table):
            if name not in there:
                cursor.execute(f"ALTER TABLE {full} ADD CONSTRAINT {quoted(name)} {rule}")
        for name, method, column in _indexes(table):
            if name not in there:
                cursor.execute(f"CREATE INDEX {quoted(name)} ON {full} USING {method} ({quoted(column)})")


def _constraints(schema: str, table: str) -> Iterator[tuple[str, str]]:
    """Name and words of each rule. The name of a list of codes changes with the list."""
    for column in tables.columns(table):
        reference = tables.reference(column)
        if reference and column.type is not tuple:
            other, key = reference
            yield (
                f"{table}_{column.name}_fkey",
                f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {_full(schema, other)} ({quoted(key)}) "
                "DEFERRABLE INITIALLY DEFERRED",
            )
        if column.column.codes:
            codes = ", ".join(map(literal, column.column.codes))
            mark = hashlib.sha256(codes.encode("utf-8")).hexdigest()[:8]
            yield f"{table}_codes_{column.name}_{mark}", f"CHECK ({quoted(column.name)} IN ({codes}))"


def _indexes(table: str) -> Iterator[tuple[str, str, str]]:
    for column in tables.columns(table):
        if tables.reference(column) and (column.name,) != tables.key(table):
            yield f"{table}_by_{column.name}", "gin" if column.type is tuple else "btree", column.name


def _comments(cursor: Rows, target: _Target, about: str) -> None:
    if target.ours and about and target.comments[""] != about:
        cursor.execute(f"COMMENT ON SCHEMA {quoted(target.schema)} IS {literal(about)}")
    for table in TABLES:
        full, words = _full(target.schema, table), tables.describe(table)
        if target.comments.get(table) != words:
            cursor.execute(f"COMMENT ON TABLE {full} IS {literal(words)}")
        there = target.columns.get(table, {})
        for column in tables.columns(table):
            words = tables.describe_column(column)
            if column.name not in there or there[column.name].comment != words:
                cursor.execute(f"COMMENT ON COLUMN {full}.{quoted(column.name)} IS {literal(words)}")


def _about(source: Path | Dataset) -> str:
    """Title and version of a release, which whoever cites it needs; nothing where there is none."""
    path = source / "datapackage.json" if isinstance(source, Path) else None
    if path is None or not path.is_file():
        return ""
    package = json.loads(path.read_text(encoding="utf-8"))
    return f"{package.get('title', '')}, version {package.get('version', '')}"


def quoted(name: str) -> str:
    """A name as SQL wants it.

    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL wants it, whatever the server's setting for backslashes.

    >>> literal("it's")
    "E'it''s'"
    """
    doubled = text.replace("\\", "\\\\").replace("'", "''")
    return f"E'{doubled}'"


def _full(schema: str, name: str) -> str:
    return f"{quoted(schema)}.{quoted(name)}"


def _names(names: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return ", ".join(map(quoted, names))
