"""Which paragraphs of a form are questions: by their words, then by being set as the known ones are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model import Kind, Span
from pipeline.structure.form.labels import label_and_rest, label_with_boxes
from pipeline.structure.form.setting import (
    alternating,
    answers_beside,
    common_styles,
    in_question_column,
    is_bullet,
    is_number,
    numbered,
    out_of_turn,
    question_tables,
    style,
)
from pipeline.structure.form.shapes import names_people_only
from pipeline.structure.form.ticks import BOX, is_typed_tick, normal_boxes
from pipeline.structure.form.units import Unit
from pipeline.structure.form.wording import GRID_HEAD, Column, column_of
from pipeline.text.clean import fold

ALL_NUMBERED = 0.7  # of the questions that are known: in such a form all others bear a number, too
GATHERS = re.compile(r"(?:part|section|step|block|page)\s+(?:\d{1,2}|[a-z]|[ivx]{1,4}|one|two|three|four)\b", re.I)


@dataclass
class Question:
    """A question and the units that answer it."""

    unit: Unit
    text: str
    column: Column | None
    answers: list[Unit] = field(default_factory=list)
    score: float = 0.0


Found = dict[int, tuple[Question, Unit | None]]  # by the number of the unit, with the answer on the line of a question


def find_questions(units: Sequence[Unit]) -> Found:
    """Which units are questions; with the answer that stands on the same line after a colon, if any.

    First those whose words are known; then those that are set as the known ones are: the other cells of a column of
    questions, headings among headings, numbers among numbers, lines that end in a question mark or colon.
    """
    found: Found = {}
    for index, unit in enumerate(units):
        question = _as_question(unit, units, index)
        if question is not None:
            found[index] = question
    _drop_section_heads(found, units)
    known = [units[i] for i, (q, _) in found.items() if q.column is not None and not q.column.name.startswith("-")]
    if len(known) < 3:
        return found
    first, tables = min(found), question_tables(known, units)
    turns = alternating(known, units)
    for index in list(found):
        beside = answers_beside(units[index], tables) and not _asks_in_own_cell(units, index)
        if beside or out_of_turn(units[index], turns):
            del found[index]
    series = numbered(known, units, first)
    labelled = sum(answer is not None for _, answer in found.values()) >= max(3, 0.4 * len(known))
    styles = common_styles(known)
    if sum(is_number(u.marker) for u in known) >= max(3, ALL_NUMBERED * len(known)):
        labelled, styles = False, {style for style in styles if style[2]}
    for index, unit in enumerate(units):
        before = index < first and not (_beside_first(unit, units[first]) or (index in series and _asks(unit)))
        if index in found or before or _gathers(units, index, found) or out_of_turn(unit, turns):
            continue
        if index in series or in_question_column(unit, units, index, tables) or (style(unit) in styles and _asks(unit)):
            found[index] = question_of(unit, *label_with_boxes(unit.text))
        elif labelled and _is_labelled(unit):
            found[index] = question_of(unit, *label_and_rest(unit.text))
    return found


def _beside_first(unit: Unit, first: Unit) -> bool:
    """Whether a unit stands in the same column of the same table as the first known question."""
    return unit.row is not None and first.row is not None and (unit.row[0], unit.column) == (first.row[0], first.column)


def question_of(unit: Unit, label: str, rest: str) -> tuple[Question, Unit | None]:
    """A unit as a question, and what stands behind it on its line as its answer."""
    column, score = column_of(label)
    return Question(unit, label, column, score=score), _rest_unit(unit, rest) if rest else None


_LABEL = re.compile(r"[A-Z][^:.?;,]{2,48}:(?:\s|$)")


def _is_labelled(unit: Unit) -> bool:
    """Whether a unit begins with a label as the questions of a `label: answer` form do."""
    found = _LABEL.match(unit.text)
    return found is not None and unit.row is None and not unit.marker and len(found.group().split()) <= 7


def _gathers(units: Sequence[Unit], index: int, found: Found) -> bool:
    """Whether a unit is a heading `Part 2: ...` right above a question."""
    unit = units[index]
    return unit.block.kind is Kind.HEADING and bool(GATHERS.match(unit.text)) and index + 1 in found


def _drop_section_heads(found: Found, units: Sequence[Unit]) -> None:
    """Headings that only gather questions (`Part 2 – What you bring home`) are none themselves."""
    for index in sorted(found):
        unit = units[index]
        answered = found[index][1] is not None  # on its own line
        heads = unit.block.kind is Kind.HEADING and not answered and "?" not in unit.text and unit.text[-1] != ":"
        numbered = GATHERS.match(unit.text)
        following = units[index + 1] if index + 1 in found else None
        gathers = (
            following is not None and following.block.kind is Kind.HEADING and following.marker and not unit.marker
        )
        if heads and (numbered or gathers):
            del found[index]


def _asks(unit: Unit) -> bool:
    """Whether a unit outside tables is set or worded as a question is, in a form whose style of questions it has."""
    text = unit.text.strip()
    if unit.row is not None or BOX.search(normal_boxes(text)) or len(text) > 500 or is_bullet(unit.marker):
        return False
    if unit.block.kind is Kind.HEADING and not is_closing(text):
        return True
    if is_number(unit.marker) and unit.block.bold:
        return True
    asked = "? " in text[:200] and unit.block.bold
    return text.endswith("?") or (text.endswith(":") and len(text.split()) <= 14) or asked


def _as_question(unit: Unit, units: Sequence[Unit], index: int) -> tuple[Question, Unit | None] | None:
    text = unit.text
    if not text or unit.block.kind is Kind.TITLE or text.startswith("("):
        return None
    if is_bullet(unit.marker) or _is_option(units, index) or is_person_alone(unit):
        return None
    label, rest = label_and_rest(text)
    if BOX.search(normal_boxes(label)):
        return None
    column, score = column_of(label)
    if rest and unit.block.kind is Kind.HEADING and column_of(text)[1] >= max(2.0, score + 0.5):
        label, rest = text, ""  # `Re-entry plan: what the delegation commits to` is all question
        column, score = column_of(text)
    if rest and _has_value_beside(unit, units, index):
        label, rest = text, ""
        column, score = column_of(text)
    if column is None or not (
        _worded_as_question(unit, label, rest, score)
        or _heads_cell(unit, units, index)
        or _is_bare_label(unit, units, index)
    ):
        return None
    if _heads_grid(units, index):
        return None
    if unit.row is not None and unit.column > 0 and not rest and not _is_label_cell(unit, units, index, score):
        return None
    return Question(unit, label, column, score=score), _rest_unit(unit, rest) if rest else None


LONGEST_PERSON = 14  # words of a line that names a person with an office


def is_person_alone(unit: Unit) -> bool:
    """Whether a line names a person with an office and asks nothing: `Harpreet Gill, Manager, Community Well-being`."""
    text = unit.text
    if unit.marker or unit.row is not None or ":" in text or "?" in text or "," not in text:
        return False
    if len(text.split()) > LONGEST_PERSON or re.search(r"\s[–—-]\s|[\t|=→]", text):  # `Who – Ana Ruiz, Mayor`
        return False
    return not BOX.search(normal_boxes(text)) and names_people_only(text)


def _is_option(units: Sequence[Unit], index: int) -> bool:
    """Whether a cell has a tick or an empty box for neighbour."""
    row, column = _in_row(units, index), units[index].column
    beside = [u.text for u in row if abs(u.column - column) == 1]
    return any(is_typed_tick(text) or normal_boxes(text).strip() in ("☐", "☒") for text in beside)


def _heads_cell(unit: Unit, units: Sequence[Unit], index: int) -> bool:
    """Whether a short line is the first of a cell and has its answer below it in the same cell."""
    following = units[index + 1] if index + 1 < len(units) else None
    before = units[index - 1] if index else None
    goes_on = following is not None and following.row == unit.row and following.column == unit.column
    begins = before is None or before.row != unit.row or before.column != unit.column
    return unit.row is not None and goes_on and begins and len(unit.text.split()) <= 8 and not unit.text.endswith(".")


def _has_value_beside(unit: Unit, units: Sequence[Unit], index: int) -> bool:
    """Whether a cell of one paragraph has its answer in the next cell, and so is all question whatever colon it holds."""
    around = [u for u in _in_row(units, index) if u.column in (unit.column, unit.column + 1)]
    value = [u.text for u in around if u.column == unit.column + 1]
    return len(around) == 1 + len(value) and bool(value and value[0]) and not label_and_rest(value[0])[1]


def _in_row(units: Sequence[Unit], index: int) -> list[Unit]:
    """The cells of the row in which a unit stands."""
    row = units[index].row
    return [] if row is None else [u for u in units[max(index - 8, 0) : index + 8] if u.row == row]


def _heads_grid(units: Sequence[Unit], index: int) -> bool:
    """Whether a cell is one of several that head the columns of a grid: `Name | Position | City`."""
    heads = [u for u in _in_row(units, index) if GRID_HEAD.fullmatch(fold(u.text))]
    columns = sorted(u.column for u in heads)
    return units[index] in heads and any(b - a == 1 for a, b in pairwise(columns))


def _asks_in_own_cell(units: Sequence[Unit], index: int) -> bool:
    """Whether a cell and the first one of its row each begin with a question and go on with its answer."""
    row = units[index].row
    first = next(i for i, u in enumerate(units) if u.row == row)
    return _heads_cell(units[index], units, index) and _heads_cell(units[first], units, first)


def _is_bare_label(unit: Unit, units: Sequence[Unit], index: int) -> bool:
    """Whether a cell is a label of one word with its value beside it, in a row of such pairs: `Event | ... | Date | ...`."""
    row = _in_row(units, index)
    if unit.column % 2 or len(unit.text.split()) != 1 or len(row) not in (2, 4) or GRID_HEAD.fullmatch(fold(unit.text)):
        return False
    value = next((u for u in row if u.column == unit.column + 1), None)
    return value is not None and len(value.text.split()) > 1 and all(len(u.text.split()) <= 5 for u in row[::2])


def _rest_unit(unit: Unit, rest: str) -> Unit:
    """What stands behind a question on its own line."""
    begin = unit.span.start + unit.block.text[unit.span.start : unit.span.end].index(rest)
    span = Span(block=unit.span.block, start=begin, end=begin + len(rest))
    return Unit(rest, span, unit.block, unit.row, unit.column)


def _is_label_cell(unit: Unit, units: Sequence[Unit], index: int, score: float) -> bool:
    """Whether a cell that is not the first of its row is a label: `Date | 3 May | Venue | Durban`, or a line with
    its answer below it in the same cell."""
    words = len(unit.text.split())
    if _is_bare_label(unit, units, index):
        return True
    if _heads_cell(unit, units, index):
        return score >= 1.2 or unit.text.rstrip().endswith((":", "?"))
    return unit.column % 2 == 0 and words <= 8 and (score >= 1.8 or (score >= 1.2 and words <= 3))


def _worded_as_question(unit: Unit, label: str, rest: str, score: float) -> bool:
    """Whether a unit that holds a column's words is set or worded as a question, and no answer that holds them too."""
    words, label = len(label.split()), label.rstrip()
    loud = unit.block.bold or unit.block.kind is Kind.HEADING
    if rest:
        return words <= 12 and score >= (1.0 if words <= 3 else 1.2)
    if label.endswith(".") and "?" not in label and not loud:
        return False
    if label.endswith("?") or "? " in label:
        return score >= 1.0 and words <= 90
    if label.endswith(":"):
        return score >= 1.2 and words <= 14
    if unit.row is not None:
        return score >= 1.2 and words <= 30
    return (score >= 1.2 and words <= 60) if loud else (score >= 1.9 and words <= 8)


def is_closing(text: str) -> bool:
    return bool(
        re.search(
            r"\bthank you\b|\bthank-you\b|\bplease (?:return|send|submit|e-?mail)\b|^end of (?:the )?form|^(?:with )?(?:kind|best|warm)(?:est)? regards\b|^regards\b|^yours (?:sincerely|faithfully|truly)|^(?:many |with )?thanks\b(?! to )|^(?:all the best|best wishes|best,?$|cheers,?$|greetings\b|yours,?$|respectfully|sincerely)|^sent from my|^(?:form )?(?:filled in|filled|completed) (?:out )?(?:on|by)\b|^(?:for office use|declaration|signature)",
            text,
            re.I,
        )
    )
