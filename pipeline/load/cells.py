"""Values as cells of a CSV file, and back.

A cell that a spreadsheet would run as a formula gets one `'` before it; numbers and phone numbers such as
`+27 31 311 1111` stay as they are (`+1-212-555-0100` does not: Excel would subtract). So that the guard can be undone
without loss, a text that itself begins with `'` and then such a character gets one more.
"""

from __future__ import annotations

import json
import re
from typing import Any

_STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_HARMLESS = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?|\+[\d(][\d ().]*\d")


def guard(text: str) -> str:
    """A text that no spreadsheet runs.

    >>> guard("=1+1"), guard("+27 31 311 1111"), guard("-0.5"), guard("plain")
    ("'=1+1", '+27 31 311 1111', '-0.5', 'plain')
    """
    return f"'{text}" if _STARTS_FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def unguard(cell: str) -> str:
    """The text that `guard` was given.

    >>> unguard(guard("=1+1")), unguard("'quoted'")
    ('=1+1', "'quoted'")
    """
    return cell[1:] if cell.startswith("'") and guard(cell[1:]) == cell else cell


def cell(value: Any) -> str:
    """A value as a cell: lists as JSON arrays, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
