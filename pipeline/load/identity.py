"""The name of a release, derived from what it holds, and the last cleaning before it is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from pipeline.load import schema
from pipeline.model.dataset import TABLES, Dataset, Row

FORMAT = "3"
"""Raised when the files of a release change though the tables do not, so that a new release is written."""

_UNFIT = re.compile("[\x00\ud800-\udfff]")


def fit(dataset: Dataset) -> Dataset:
    """The dataset without what no file format can hold: NUL and lone surrogates become U+FFFD, one for one.

    Lengths stay, so offsets into the texts stay right.
    """
    tables = {name: _fit_rows(dataset.rows(name)) for name in TABLES}
    return Dataset(
        tables=tables, texts={key: _UNFIT.sub("\ufffd", dataset.texts[key]) for key in sorted(dataset.texts)}
    )


def _fit_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    try:
        if b"\\u0000" not in msgspec.json.encode(rows):  # how JSON writes NUL; most often all is well
            return rows
    except UnicodeEncodeError:
        pass
    return tuple(_fit_row(row) for row in rows)


def _fit_row(row: Row) -> Row:
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    return msgspec.structs.replace(row, **{name: _fit_value(value) for name, value in values.items()})


def _fit_value(value: Any) -> Any:
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value)
    return tuple(_fit_value(part) for part in value) if isinstance(value, tuple) else value


def version(dataset: Dataset, *about: str) -> str:
    """12 hexadecimal digits over all that files of a release show, history apart."""
    digest = hashlib.sha256(msgspec.json.encode([FORMAT, *about]))
    for name in TABLES:
        if name not in schema.HISTORY:
            digest.update(_digest(name, dataset))
    digest.update(msgspec.json.encode(dataset.texts))
    return digest.hexdigest()[:12]


def beside(
    dataset: Dataset,
    pictures: Callable[[str], Mapping[str, bytes]],
    content: Callable[[str], bytes] | None,
    reading: Mapping[str, object],
) -> list[str]:
    """What tells two releases of the same tables apart: the pictures they show, whether the files lie beside, and how
    scanned pages were read."""
    digest = hashlib.sha256()
    shown = 0
    for row in dataset.rows("documents"):
        for key, picture in sorted(pictures(row.sha256).items()):
            digest.update(key.encode() + hashlib.sha256(picture).digest())
            shown += 1
    told = f"reading {sorted(reading.items())}"
    return [
        *([f"pictures {digest.hexdigest()}"] if shown else []),
        *(["files"] if content else []),
        *([told] if reading else []),
    ]


def release_id(version: str, dataset: Dataset) -> str:
    """Name of the release's folder: the version, and 4 more digits where it holds history too."""
    if not any(dataset.rows(name) for name in schema.HISTORY):
        return version
    history = b"".join(_digest(name, dataset) for name in schema.HISTORY)
    return f"{version}-{hashlib.sha256(history).hexdigest()[:4]}"


def _digest(name: str, dataset: Dataset) -> bytes:
    return hashlib.sha256(msgspec.json.encode([name, dataset.rows(name)])).digest()
