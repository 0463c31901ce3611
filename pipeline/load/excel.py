"""The tables as CSV that Excel opens rightly by double click: a byte order mark, and the signs of the reader's locale.

The CSV of a release is for programs. Here a cell is what a cell of the workbook is: guarded, and cut where Excel would
break it apart.
"""

from __future__ import annotations

import csv
import locale
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, OutputError
from pipeline.load import identity, reading, schema
from pipeline.load.cells import cell
from pipeline.load.shown import shown
from pipeline.model.dataset import TABLES, Dataset

SEPARATORS = (";", ",", "\t")


def locale_separator() -> str:
    """What the reader's locale has between cells: `;` where its decimal sign is a comma, else `,`.

    Windows makes its list separator in that way unless somebody changed it. A locale that this machine does not know
    counts as one with a point. The locale of the process is as before afterwards.
    """
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return ";" if locale.localeconv()["decimal_point"] == "," else ","
    except locale.Error:
        return ","
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def excel_csv(source: Path | Dataset, out: Path, separator: str = ";", decimal: str = "") -> None:
    """Write each table of a dataset, or of the folder of a release, as `<table>.csv` into the folder `out`.

    separator: what the locale of the reader's Windows has between cells. decimal: its decimal sign; where none is
    given, `,` beside `;` and else `.`, as locales have it. ConfigError for others, OutputError where it cannot be
    written.
    """
    sign = decimal or ("," if separator == ";" else ".")
    if separator not in SEPARATORS or sign not in (".", ",") or sign == separator:
        raise ConfigError(
            "The separator of Excel's CSV is `;`, `,` or a tab, and the decimal sign another: `.` or `,`."
        )
    dataset = identity.fit(source if isinstance(source, Dataset) else reading.read(source))
    try:
        out.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            _write(out / f"{table}.csv", table, dataset.rows(table), separator, sign)
    except OSError as error:
        raise OutputError(
            f"The tables could not be written to {out}: {error.strerror or error}. Check that the disk has room, that "
            "you may write there, and that no table is open in Excel; then run the command again."
        ) from error


def _write(path: Path, table: str, rows: tuple[Any, ...], separator: str, decimal: str) -> None:
    names = [field.name for field in schema.columns(table)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(names)
        writer.writerows([_cell(getattr(row, name), decimal) for name in names] for row in rows)


def _cell(value: Any, decimal: str) -> Any:
    if isinstance(value, float):
        return repr(value).replace(".", decimal)
    return shown(value if isinstance(value, str) else cell(value))
