"""Tick boxes of any make, and the options that they tick."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.structure.form.units import Unit

BOX = re.compile(r"[☐☒]")


_TYPED_BOX = re.compile(
    r"\[\s{0,3}([xX✓✔√]?)\s{0,3}\]|\(\s{0,3}([xX✓✔√]?)\s{0,3}\)(?=\s|$)|(?<![\w])_{1,3}([xX])_{1,3}(?!\w)"
)


_TICKED_GLYPHS = str.maketrans(
    {"☑": "☒", "🗹": "☒", "🗷": "☒", "✓": "☒", "√": "☒", "✔": "☒", "✗": "☒", "✘": "☒", "□": "☐", "❏": "☐", "❑": "☐"}
)


def normal_boxes(text: str) -> str:
    """Tick boxes of any make as ☐ and ☒: `[x]`, `( )`, ✓ ..."""
    typed = _TYPED_BOX.sub(lambda m: "☒" if any(m.groups()) else "☐", text)
    return typed.translate(_TICKED_GLYPHS)


def options(units: Sequence[Unit]) -> tuple[list[tuple[str, bool]], bool]:
    """Options with whether they are ticked, in order; and whether there are boxes at all.

    A box may stand before or behind its option, in the same paragraph, cell or the next one; an `x` alone in a cell
    is a ticked box. What comes first in a row says which.
    """
    units = _same_boxes(units)
    boxed = any(BOX.search(normal_boxes(f"{u.marker} {u.text}")) or is_typed_tick(u.text) for u in units)
    found: list[tuple[str, bool]] = []
    rows = _rows(units)
    ahead = any(len(row) > 1 and is_typed_tick(row[0].text) for row in rows)
    for row in rows:
        found.extend(_paired(_tokens(row, ahead)))
    return found, boxed


_UNDERLINED = re.compile(
    r"(?<!\w)_+[xX]_+(?!\w)|(?<!\w)_{1,6}\s+\w[^_\n]*\s[xX]\s+\w|(?<!\w)[xX]\s+\w[^_\n]*\s_{1,6}\s+\w"
)


def _same_boxes(units: Sequence[Unit]) -> list[Unit]:
    """Among empty boxes a filled square is a ticked one, among underlined ticks a line an empty box; elsewhere they
    are bullets and blanks."""
    text = "\n".join(u.text for u in units)
    squares, lines = bool(re.search("[□☐❏❑]", text)), bool(_UNDERLINED.search(text))
    if not squares and not lines:
        return list(units)
    return [replace(u, text=_filled(u.text, squares, lines)) for u in units]


def _filled(text: str, squares: bool, lines: bool) -> str:
    text = text.replace("■", "☒") if squares else text
    if not lines:
        return text
    return re.sub(r"(?<![\w_])[xX](?=\s+\w)", "☒", re.sub(r"(?<!\w)_{1,6}(?=\s+\w)", "☐", text))


def is_grid_of_ticks(units: Sequence[Unit]) -> bool:
    """Whether options stand in a table in which an `x` alone in its cell ticks them: an empty cell is a box too."""
    return any(u.row is not None and u.text.strip().lower() in _TYPED for u in units)


def is_typed_tick(text: str) -> bool:
    """Whether a text is a tick and nothing else."""
    return text.strip().lower() in _TYPED | {"v", "yes", "☒"}


_TYPED = frozenset(("x", "xx", "✓", "✔", "√"))


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


def _tokens(row: Sequence[Unit], ahead: bool) -> list[tuple[str, bool | None]]:
    """Labels (text, None) and boxes ("", ticked) of a row in order; an empty cell between labels is an empty box,
    and so is one that begins a row where boxes stand ahead of their labels."""
    tokens: list[tuple[str, bool | None]] = []
    in_table = row[0].row is not None and len({u.column for u in row}) > 1
    for unit in row:
        text = normal_boxes(f"{unit.marker} {unit.text}" if normal_boxes(unit.marker) in ("☐", "☒") else unit.text)
        if in_table and is_typed_tick(text) and text.strip() != "☒":
            tokens.append(("", True))
            continue
        if in_table and not text.strip():
            if tokens[-1][1] is None if tokens else ahead:
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
