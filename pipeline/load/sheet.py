"""What a sheet of a workbook is, whoever fills and whoever writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column of a sheet."""

    name: str
    width: float
    format: str = "text"  # text, number, share, degrees, date, link
    hidden: bool = False
    choices: tuple[str, ...] = ()  # offered in each cell


@dataclass(frozen=True)
class Link:
    """Words in a cell that lead to the row of another sheet, or to a file beside the workbook."""

    text: str
    sheet: str = ""
    key: str = ""  # value of the key column there; where there is no such row, the words stand alone
    file: str = ""  # like `text/d-0123456789abcdef.txt`

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Sheet:
    """One sheet: what it is about, its columns, its rows."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    key: str = ""  # name of the column that links lead to
    printed: str = ""  # name of the last column that is printed; all of them where empty
    nothing: str = ""  # said where there are no rows

    def number(self, column: str) -> int:
        """Which column it is, from 0."""
        return [one.name for one in self.columns].index(column)
