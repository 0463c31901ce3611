"""Ways in which a form may be set, taken alone and without asking what its questions mean: the left cells of a table of
two columns, every other row of a table of one, labels before a colon or dash, bold lines, headings, a series of
numbers, questions by their mark, and lines in turn that are worded as questions.

`questions` finds what is worded as a question; where few are, one of these ways may still make a whole form of a
document, because its answers then are what answers are (`reading`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.model import Kind
from pipeline.structure.form.labels import MOST_LABEL, label_and_rest
from pipeline.structure.form.questions import Found, is_closing, is_person_alone, question_of
from pipeline.structure.form.setting import is_bullet, is_number, numbered
from pipeline.structure.form.ticks import BOX, normal_boxes
from pipeline.structure.form.units import Unit
from pipeline.structure.form.wording import ENOUGH, starter_of, worths_of
from pipeline.text.enumeration import is_sequence

FEWEST, MOST = 5, 40  # questions of a form
LONGEST = 40  # words of a question
MOST_DASHED = 8  # words of a label before a dash
LINE = 14  # words of a question that is set as its answers are
FILLED = 0.6  # of the rows of a table, in a form


def layouts(units: Sequence[Unit]) -> Iterator[Found]:
    """The questions by each of the ways in which enough of a document is set, with the answer on their line if any."""
    for way in (_pairs, _even_rows, _odd_rows, _labels, _dashes, _loud, _headings, _series, _asking, _starters, _lines):
        found = way(units)
        if FEWEST <= len(found) <= MOST:
            yield found


def _short(unit: Unit) -> bool:
    return bool(unit.text) and len(unit.text.split()) <= LONGEST and not BOX.search(normal_boxes(unit.text))


def _open(unit: Unit) -> bool:
    """Whether a unit outside tables may be a question."""
    closing = is_closing(unit.text) or unit.block.kind is Kind.TITLE
    answers = is_bullet(unit.marker) or is_person_alone(unit)
    return unit.row is None and not answers and not closing and bool(unit.text)


def _all_of(units: Sequence[Unit], asks: Callable[[Unit], bool]) -> Found:
    return {i: question_of(u, u.text, "") for i, u in enumerate(units) if asks(u) and _short(u)}


def _pairs(units: Sequence[Unit]) -> Found:
    """The cells of the first of two columns, in tables most rows of which have a value beside it."""
    found: Found = {}
    for table in {u.row[0] for u in units if u.row is not None}:
        cells = [(i, u) for i, u in enumerate(units) if u.row is not None and u.row[0] == table]
        if {u.column for _, u in cells} != {0, 1}:
            continue
        rows = {u.row for _, u in cells if u.column == 0}
        filled = {u.row for _, u in cells if u.column == 1 and u.text}
        if len(filled) < FILLED * len(rows):
            continue
        seen = set()
        for i, unit in cells:
            if unit.column == 0 and unit.row in filled and unit.row not in seen and _short(unit):
                seen.add(unit.row)
                found[i] = question_of(unit, unit.text, "")
    return found


def _even_rows(units: Sequence[Unit]) -> Found:
    return _rows(units, 0)


def _odd_rows(units: Sequence[Unit]) -> Found:
    return _rows(units, 1)


def _rows(units: Sequence[Unit], turn: int) -> Found:
    """Every other row of the tables that have one column."""
    wide = {u.row[0] for u in units if u.row is not None and u.column > 0}
    found: Found = {}
    seen = set()
    for i, unit in enumerate(units):
        if unit.row is None or unit.row[0] in wide or unit.row[1] % 2 != turn or unit.row in seen:
            continue
        seen.add(unit.row)
        if _short(unit):
            found[i] = question_of(unit, unit.text, "")
    return found


def _labels(units: Sequence[Unit]) -> Found:
    """`Label: answer`, and `Label:` above its answer."""
    found: Found = {}
    for i, unit in enumerate(units):
        label, rest = label_and_rest(unit.text)
        alone = not rest and unit.text.endswith(":")
        if _open(unit) and (rest or alone) and label.endswith((":", "?")) and len(label.split()) <= MOST_LABEL:
            found[i] = question_of(unit, label, rest)
    return found


_DASH = re.compile(r"([^\W\d_][^:\n]{1,60}?)(?:\s+[–—-]\s+|\s*\t\s*|\s*\|\s*|\s+=\s+|\s*→\s*)(\S.*)", re.S)


def _dashes(units: Sequence[Unit]) -> Found:
    """`Label – answer`, `Label | answer`."""
    found: Found = {}
    for i, unit in enumerate(units):
        parts = _DASH.fullmatch(unit.text)
        if parts is not None and _open(unit) and len(parts[1].split()) <= MOST_DASHED:
            found[i] = question_of(unit, parts[1], parts[2])
    return found


def _loud(units: Sequence[Unit]) -> Found:
    return _all_of(units, lambda u: _open(u) and (u.block.bold or u.block.kind is Kind.HEADING))


def _headings(units: Sequence[Unit]) -> Found:
    """The headings of the level that most have."""
    levels = [u.block.level for u in units if u.block.kind is Kind.HEADING]
    level = max(set(levels), key=levels.count, default=0)
    return _all_of(units, lambda u: _open(u) and u.block.kind is Kind.HEADING and u.block.level == level)


def _series(units: Sequence[Unit]) -> Found:
    """What bears the numbers or letters of one series."""
    marked = [u for u in units if u.row is None and is_number(u.marker)]
    series = numbered(marked, units, 0) if is_sequence([u.marker for u in marked[:2]]) else set()
    return {i: question_of(units[i], *label_and_rest(units[i].text)) for i in sorted(series) if _short(units[i])}


def _asking(units: Sequence[Unit]) -> Found:
    return _all_of(units, lambda u: _open(u) and u.text.endswith("?"))


def _starters(units: Sequence[Unit]) -> Found:
    """Sentences that the form begins and the writer ends: `By Christmas we will have ...`."""
    found: Found = {}
    for i, unit in enumerate(units):
        start = starter_of(unit.text) if unit.row is None else ""
        if start and unit.text[len(start) :].strip(" :.…"):
            found[i] = question_of(unit, start, unit.text[len(start) :].lstrip(" :.…"))
    return found


def _lines(units: Sequence[Unit]) -> Found:
    """Lines that are set as their answers are, told by their words: never two in a row, so that each has an answer,
    and of those that could be the ones that are worded most like questions."""
    gains = [_gain(unit) for unit in units]
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), (0.0, ())]  # up to the line before the last, and the last
    for i, gain in enumerate(gains):
        without, taken = best[-1], (best[-2][0] + gain, (*best[-2][1], i))
        best.append(taken if gain > 0 and taken[0] > without[0] and i + 1 < len(units) else without)
        del best[0]
    return {i: question_of(units[i], *label_and_rest(units[i].text)) for i in best[-1][1]}


def _gain(unit: Unit) -> float:
    """By how much a line is worth more as a question than one must be."""
    if not _open(unit) or not _short(unit) or len(unit.text.split()) > LINE or unit.text.rstrip()[-1] in ".;,!":
        return 0.0
    label = label_and_rest(unit.text)[0]
    return max(worths_of(label).values(), default=0.0) - ENOUGH
