"""A release read back into the classes it was written from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.load import schema
from pipeline.model.dataset import TABLES, Dataset, Row


def read(folder: Path) -> Dataset:
    """The tables and texts of a release, from Parquet, which holds them exactly. `folder` may be a link to it.

    A table or column that an older release does not have is empty. ConfigError when the folder is no release.
    """
    home = folder.resolve()  # once: what is published meanwhile is another folder
    if not (home / "insights.parquet").is_file():
        raise ConfigError(f"{folder} holds no dataset: there is no insights.parquet. Give the folder of a release.")
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in sorted((home / "text").glob("*.txt"))}
    return Dataset(tables=tables(home, tuple(TABLES)), texts=texts)


def tables(home: Path, names: tuple[str, ...]) -> dict[str, tuple[Row, ...]]:
    """Some tables of a release; one that is not there is empty. ConfigError where a file of them is damaged."""
    try:
        return {table: _rows(home, table) for table in names}
    except (ValueError, TypeError) as error:  # a damaged file; a column that must be there is not
        raise ConfigError(f"{home} cannot be read as a release: {error}. Give one that is whole.") from error


def _rows(home: Path, table: str) -> tuple[Row, ...]:
    import pyarrow.parquet as pq

    path = home / f"{table}.parquet"
    if not path.is_file():
        return ()
    columns = schema.columns(table)
    there = set(pq.read_schema(path).names)
    rows = pq.read_table(path, columns=[field.name for field in columns if field.name in there]).to_pylist()
    optional = {field.name: "" for field in columns if field.type is str and field.name not in schema.required(table)}
    return tuple(TABLES[table](**optional | _filled(row)) for row in rows)


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    """The values that are there: what is empty has its default, of a text no text."""
    return {name: _value(value) for name, value in row.items() if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if isinstance(value, date) else value
