"""Values as a cell of a workbook may hold them."""

from __future__ import annotations

from typing import Any

from pipeline.load.cells import guard
from pipeline.text.clean import printable

LONGEST_CELL = 32_767  # what Excel allows, in UTF-16 units
_CUT = " … [cut here: the whole text is in the CSV tables]"
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_NO_CHARACTERS = str.maketrans("", "", "\ufffe\uffff")  # not allowed in XML, though XlsxWriter lets them pass


def shown(value: Any) -> Any:
    """A value as a cell may hold it: text cleaned, guarded and cut, numbers as they are."""
    if not isinstance(value, str):
        return value
    text = printable(value.replace("\r\n", "\n").translate(_BREAKS)).translate(_NO_CHARACTERS)
    return _cut(guard(text))


def _cut(text: str) -> str:
    if _units(text) <= LONGEST_CELL:
        return text
    room = (LONGEST_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
