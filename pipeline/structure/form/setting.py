"""How the known questions of a form are set, by which the others are found: columns of a table, turns, numbers, styles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Kind
from pipeline.structure.form.ticks import BOX, normal_boxes
from pipeline.structure.form.units import Unit
from pipeline.text.enumeration import follows, is_sequence


def question_tables(known: Sequence[Unit], units: Sequence[Unit]) -> set[tuple[int, int]]:
    """(table, column) of the columns of cells that hold questions, and nothing but questions."""
    counts: dict[tuple[int, int], int] = {}
    for unit in known:
        if unit.row is not None:
            place = (unit.row[0], unit.column)
            counts[place] = counts.get(place, 0) + 1
    return {place for place, count in counts.items() if count >= 2 and not _has_boxes(place, units)}


def alternating(known: Sequence[Unit], units: Sequence[Unit]) -> dict[int, int]:
    """Tables of one column with a question and its answer in turn: whether the questions are the even rows (0) or
    the odd ones (1)."""
    wide = {u.row[0] for u in units if u.row is not None and u.column > 0}
    rows: dict[int, list[int]] = {}
    for unit in [*known, *(u for u in units if u.row is not None and _is_set_as_question(u))]:
        if unit.row is not None and unit.row[0] not in wide:
            rows.setdefault(unit.row[0], []).append(unit.row[1] % 2)
    turns = {table: max(set(found), key=found.count) for table, found in rows.items()}
    return {t: turn for t, turn in turns.items() if rows[t].count(turn) >= max(3, 0.75 * len(rows[t]))}


def _is_set_as_question(unit: Unit) -> bool:
    """Whether a cell of a form is a question by its looks: it ends in a question mark or colon, or bears a code."""
    return unit.text.rstrip().endswith(("?", ":")) or bool(_CODE.fullmatch(unit.marker))


_CODE = re.compile(r"\(?(?:[A-Z]\d{1,2}|[A-Z]\.?\d{1,2}|\d{1,2}\.\d{1,2}|[A-Z])[.):]?")


def out_of_turn(unit: Unit, turns: dict[int, int]) -> bool:
    """Whether a cell stands where its table has answers."""
    return unit.row is not None and unit.row[0] in turns and unit.row[1] % 2 != turns[unit.row[0]]


def answers_beside(unit: Unit, tables: set[tuple[int, int]]) -> bool:
    """Whether a cell stands right of a column of questions, and so answers one however it is worded."""
    if unit.row is None or unit.column == 0 or (unit.row[0], unit.column) in tables:
        return False
    return any(table == unit.row[0] and column < unit.column for table, column in tables) and unit.column % 2 == 1


def numbered(known: Sequence[Unit], units: Sequence[Unit], first: int) -> set[int]:
    """Units that carry on the numbers of the known questions: 1) ... 2) ... up to the last, one each."""
    marks = [_mark_style(u.marker) for u in known if is_number(u.marker)]
    if len(marks) < max(3, 0.4 * len(known)):
        return set()
    style = max(set(marks), key=marks.count)
    series: set[int] = set()
    before = ""
    for index, unit in enumerate(units):
        if _mark_style(unit.marker) != style:
            continue
        mark = _counting(unit.marker)
        if (not before and is_sequence([mark])) or (before and follows(mark, before)):
            series.add(index)
            before = mark
    return {i for i in series if i >= first or unit_asks(units[i])}


def _mark_style(marker: str) -> str:
    """How a number is printed: `1.` and `12.` alike, `a)` and `(a)` not, nor `2.0` and the `2.1` below it."""
    whole = re.fullmatch(r"\d{1,2}\.0", marker) is not None
    return "1.0" if whole else re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "1", marker))


def _counting(marker: str) -> str:
    """The part of a number that counts: `2.` of `2.0`."""
    return marker.removesuffix("0") if _mark_style(marker) == "1.0" else marker


def unit_asks(unit: Unit) -> bool:
    """Whether a numbered unit is short enough to be a question."""
    return len(unit.text.split()) <= 60


def _has_boxes(place: tuple[int, int], units: Sequence[Unit]) -> bool:
    cells = [u for u in units if u.row is not None and (u.row[0], u.column) == place]
    return sum(bool(BOX.search(normal_boxes(u.text))) for u in cells) > 0.4 * len(cells)


def in_question_column(unit: Unit, units: Sequence[Unit], index: int, tables: set[tuple[int, int]]) -> bool:
    """Whether a cell stands in a column of questions and is the first paragraph of its cell."""
    if unit.row is None or (unit.row[0], unit.column) not in tables or not unit.text:
        return False
    before = units[index - 1] if index else None
    begins = before is None or before.row != unit.row or before.column != unit.column
    return begins and not BOX.search(normal_boxes(unit.text))


def common_styles(known: Sequence[Unit]) -> set[tuple[str, bool, bool]]:
    """The styles in which at least a quarter of the known questions outside tables are set, and at least two."""
    styles = [style(u) for u in known if u.row is None]
    return {s for s in styles if styles.count(s) >= max(2, 0.25 * len(styles))}


def style(unit: Unit) -> tuple[str, bool, bool]:
    """How a unit is set; questions of one form are set alike."""
    kind = "cell" if unit.row else "heading" if unit.block.kind in (Kind.HEADING, Kind.TITLE) else "line"
    return kind, unit.block.bold, is_number(unit.marker)


def is_number(marker: str) -> bool:
    return bool(re.search(r"[0-9A-Za-z]", marker)) and marker != "o"


def is_bullet(marker: str) -> bool:
    return bool(marker) and not is_number(marker)
