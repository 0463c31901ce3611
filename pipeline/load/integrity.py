"""Does a dataset hold together? Every key is there once, every reference leads somewhere, every code is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from pipeline.errors import LearningsError
from pipeline.load import schema
from pipeline.model.dataset import TABLES, Dataset, Field, Row

_ENTITY_TABLES = {
    "city": "cities",
    "country": "countries",
    "person": "people",
    "organisation": "organisations",
    "theme": "themes",
}
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

Keys = dict[str, set[Any]]


def problems(dataset: Dataset) -> list[str]:
    """What is wrong with a dataset, in sentences that name table, row and column. Empty when all is well."""
    keys = {table: {_first_key(table, row) for row in dataset.rows(table)} for table in TABLES}
    checks = [_table_problems(table, dataset.rows(table), keys) for table in TABLES]
    return list(
        chain(*checks, _mention_problems(dataset, keys), _said_by_problems(dataset, keys), _texts(dataset, keys))
    )


def refuse(dataset: Dataset) -> None:
    """LearningsError when a dataset does not hold together: that is a fault of ours, and nothing is written."""
    found = problems(dataset)
    if found:
        shown = "; ".join(found[:5]) + (f"; and {len(found) - 5} more" if len(found) > 5 else "")
        raise LearningsError(f"The dataset does not hold together and was not published: {shown}. Please report this.")


def _table_problems(table: str, rows: tuple[Row, ...], keys: Keys) -> Iterator[str]:
    yield from _repeated_keys(table, rows)
    for field in schema.columns(table):
        for complain in _complaints(table, field, keys):
            for row in rows:
                trouble = complain(getattr(row, field.name))
                if trouble:
                    yield f"{_place(table, row)}.{field.name}: {trouble}"


def _complaints(table: str, field: Field, keys: Keys) -> list[Callable[[Any], str]]:
    """The checks a column calls for; each takes a value and gives a complaint, or nothing."""
    checks: list[Callable[[Any], str]] = []
    if field.name in schema.required(table):
        checks.append(lambda value: "is empty" if value in ("", None) else "")
    if field.column.codes:
        codes = {"", *field.column.codes}
        checks.append(lambda value: "" if value in codes else f"`{value}` is no code of this column")
    if schema.type_of(field) == "date":
        checks.append(lambda value: "" if _is_date(value) else f"`{value}` is no date")
    reference = schema.reference(field)
    if reference:
        known = keys[reference[0]]
        checks.append(lambda value: _lost(value, known, reference[0]))
    return checks


def _lost(value: Any, known: set[Any], table: str) -> str:
    values: Iterable[str] = value if isinstance(value, tuple) else (value,) if value else ()
    lost = [one for one in values if one not in known]
    return f"`{lost[0]}` is not in {table}" if lost else ""


def _is_date(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _repeated_keys(table: str, rows: tuple[Row, ...]) -> Iterator[str]:
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = tuple(getattr(row, name) for name in schema.key(table))
        if key in seen:
            yield f"{_place(table, row)}: the key stands twice"
        seen.add(key)


def _mention_problems(dataset: Dataset, keys: Keys) -> Iterator[str]:
    for row in dataset.rows("mentions"):
        table = _ENTITY_TABLES.get(row.entity_type)
        if table and row.entity_id and row.entity_id not in keys[table]:
            yield f"{_place('mentions', row)}.entity_id: `{row.entity_id}` is not in {table}"


def _said_by_problems(dataset: Dataset, keys: Keys) -> Iterator[str]:
    known = keys["people"] | keys["organisations"]
    for row in dataset.rows("insights"):
        trouble = _lost(row.said_by, known, "people or organisations")
        if trouble:
            yield f"{_place('insights', row)}.said_by: {trouble}"


def _texts(dataset: Dataset, keys: Keys) -> Iterator[str]:
    for document_id in dataset.texts:
        if document_id not in keys["documents"]:
            yield f"text of `{document_id}`: is not in documents"
        if not _SAFE_NAME.fullmatch(document_id):
            yield f"text of `{document_id}`: the id cannot be a file name"


def _first_key(table: str, row: Row) -> Any:
    return getattr(row, schema.key(table)[0])


def _place(table: str, row: Row) -> str:
    return f"{table}[{_first_key(table, row)}]"
