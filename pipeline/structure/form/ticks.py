"""Tick boxes of any make, and the options that they tick."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.structure.form.units import Unit

BOX = re.compile(r"[☐☒]")


_TYPED_BOX = re.compile(r"\[\s{0,3}([xX✓✔]?)\s{0,3}\]|\(\s{0,3}([xX✓✔]?)\s{0,3}\)(?=\s|$)")


_TICKED_GLYPHS = str.maketrans(
    {"☑": "☒", "🗹": "☒", "🗷": "☒", "✓": "☒", "✔": "☒", "✗": "☒", "✘": "☒", "□": "☐", "❏": "☐", "❑": "☐"}
)


def normal_boxes(text: str) -> str:
    """Tick boxes of any make as ☐ and ☒: `[x]`, `( )`, ✓ ..."""
    typed = _TYPED_BOX.sub(lambda m: "☒" if (m.group(1) or m.group(2)) else "☐", text)
    return typed.translate(_TICKED_GLYPHS)


def options(units: Sequence[Unit]) -> tuple[list[tuple[str, bool]], bool]:
    """Options with whether they are ticked, in order; and whether there are boxes at all.

    A box may stand before or behind its option, in the same paragraph, cell or the next one; an `x` alone in a cell
    is a ticked box. What comes first in a row says which.
    """
    boxed = any(BOX.search(normal_boxes(f"{u.marker} {u.text}")) or _is_typed_tick(u.text) for u in units)
    found: list[tuple[str, bool]] = []
    for row in _rows(units):
        found.extend(_paired(_tokens(row)))
    return found, boxed


def _is_typed_tick(text: str) -> bool:
    return text.strip().lower() in {"x", "xx", "✓", "✔", "v", "yes", "☒"}


def _rows(units: Sequence[Unit]) -> list[list[Unit]]:
    rows: list[list[Unit]] = []
    for unit in units:
        if (rows and unit.row is not None and rows[-1][-1].row == unit.row) or (
            rows and unit.row is None and _lone_box(rows[-1]) and rows[-1][-1].row is None
        ):
            rows[-1].append(unit)
        else:
            rows.append([unit])
    return rows


def _lone_box(row: Sequence[Unit]) -> bool:
    return len(row) == 1 and normal_boxes(row[0].text).strip() in {"☐", "☒"}


def _tokens(row: Sequence[Unit]) -> list[tuple[str, bool | None]]:
    """Labels (text, None) and boxes ("", ticked) of a row in order; an empty cell between labels is an empty box."""
    tokens: list[tuple[str, bool | None]] = []
    in_table = row[0].row is not None and len({u.column for u in row}) > 1
    for unit in row:
        text = normal_boxes(f"{unit.marker} {unit.text}" if normal_boxes(unit.marker) in ("☐", "☒") else unit.text)
        if in_table and _is_typed_tick(text) and text.strip() != "☒":
            tokens.append(("", True))
            continue
        if in_table and not text.strip():
            if tokens and tokens[-1][1] is None:
                tokens.append(("", False))
            continue
        for part in re.split(r"([☐☒])", text):
            if part in ("☐", "☒"):
                tokens.append(("", part == "☒"))
            elif part.strip(" ,;|\t"):
                tokens.append((part.strip(" ,;|\t"), None))
    return tokens


def _paired(tokens: list[tuple[str, bool | None]]) -> list[tuple[str, bool]]:
    box_first = bool(tokens) and tokens[0][1] is not None
    pairs: list[tuple[str, bool]] = []
    if box_first:
        ticked: bool | None = None
        for label, box in tokens:
            if box is not None:
                ticked = box
            elif ticked is not None:
                pairs.append((label, ticked))
                ticked = None
            elif pairs:
                pairs[-1] = (f"{pairs[-1][0]} {label}", pairs[-1][1])
        return pairs
    held: list[str] = []
    for label, box in tokens:
        if box is None:
            held.append(label)
        elif held:
            pairs.append((" ".join(held), box))
            held = []
    return pairs + [(" ".join(held), False)] * bool(held)
