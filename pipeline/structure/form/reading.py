"""Of several readings of a document as a form the one that explains most of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Kind
from pipeline.structure.form.answers import cleaned
from pipeline.structure.form.columns import is_form_title, settle
from pipeline.structure.form.layouts import FEWEST, layouts
from pipeline.structure.form.questions import Found, Question, find_questions
from pipeline.structure.form.shapes import FACTS, fits, shape_of
from pipeline.structure.form.units import Unit
from pipeline.structure.form.wording import CLEAR, column_of

LONGEST_FORM = 260  # units; more are read by the words of the questions only
MARGIN = 0.75  # by which a reading by layout alone must explain more than the one by words
NAMES = 0.4  # of it, where only the other reading finds what the event was called
UNKNOWN, EMPTY = 0.3, 0.3  # what a question costs that asks for no column, or has no answer
INFERRED = 0.4  # what one is worth whose column only its answer and place speak for
OVERSEEN = 0.5  # what a line in an answer costs that is set in bold as the questions are
AGAIN = 0.1  # what one more question for the same thought is worth
LONG_FACT = 35  # words of an answer that are too many for a name, a date or a place

Reading = tuple[list[Question], list[Unit]]


def best_reading(units: Sequence[Unit]) -> Reading:
    """(questions with their answers and columns, units before the first): by the words of the questions, or as a way
    of setting a form that explains clearly more."""
    best = _read(units, find_questions(units))
    if len(units) > LONGEST_FORM:
        return best
    most, nameless = _explained(best[0]) + MARGIN, not _names_event(best[0])
    for found in _ways(units):
        reading = _read(units, found)
        explained = _explained(reading[0]) + (MARGIN - NAMES) * (nameless and _names_event(reading[0]))
        if explained > most:
            best, most = reading, explained
    return best


def _names_event(questions: Sequence[Question]) -> bool:
    """Whether a question in words asks for the event, and is answered."""
    return any(q.column is not None and q.column.name == "event_name" and q.score and q.answers for q in questions)


def _ways(units: Sequence[Unit]) -> Iterator[Found]:
    """The ways of setting a form, alone and together with the questions that are found by their words."""
    worded = find_questions(units)
    for found in layouts(units):
        yield found
        both = {**worded, **found}
        if len(both) > len(found) and len(both) > len(worded):
            yield {index: (_fresh(q), answer) for index, (q, answer) in sorted(both.items())}


def _fresh(question: Question) -> Question:
    return Question(question.unit, question.text, question.column, score=question.score)


def _read(units: Sequence[Unit], marks: Found) -> Reading:
    found: list[Question] = []
    preface: list[Unit] = []
    for index, unit in enumerate(units):
        mark = marks.get(index)
        if mark is not None:
            question, answer = mark
            question.answers = [] if answer is None else [answer]
            found.append(question)
        elif found:
            found[-1].answers.append(unit)
        else:
            preface.append(unit)
    for question in found:
        question.answers = cleaned(question)
    found = _without_heads(found)
    settle(found)
    return found, preface


_MEMO = re.compile(r"(?:to|from|cc|bcc|date|sent|subject|re|ref|thro?ugh|thru|copy|attn|attention)\W*", re.IGNORECASE)


def _without_heads(questions: list[Question]) -> list[Question]:
    """The questions without what stands above them: the head of a memo or mail, titles, names of offices."""
    memo = [q for q in questions[:7] if _MEMO.fullmatch(q.text)]
    if sum(q.text.lower().startswith(("to", "from")) for q in memo) >= 1:
        questions = [q for q in questions if q not in memo]
    while len(questions) > FEWEST and (_is_head(questions[0]) or _is_title(questions)):
        questions = questions[1:]
    return [q for q in questions if not is_form_title(q, questions)]


def _is_head(question: Question) -> bool:
    """Whether what looks like a question has no answer, mark or number, and so is a line above the first one."""
    bare = not question.answers and not question.unit.marker and question.unit.row is None
    return bare and question.text.rstrip()[-1] not in "?:"


def _is_title(questions: Sequence[Question]) -> bool:
    """Whether the first question is the only heading, or the only one of its level, or the first line of all, and so
    the title of the form."""
    levels = [(q.unit.block.kind, q.unit.block.level) for q in questions]
    first = questions[0]
    stated = first.unit.marker or first.unit.row is not None or first.text.rstrip()[-1] in "?:"
    heads = levels[0][0] in (Kind.HEADING, Kind.TITLE) and levels.count(levels[0]) == 1
    opens = first.unit.block.number == 0 and column_of(first.text)[1] < CLEAR
    return (heads or opens) and not stated


def _overseen(questions: Sequence[Question]) -> int:
    """How many lines in answers are bold or headings, where most questions are."""
    if 2 * sum(_is_loud(q.unit) for q in questions) <= len(questions):
        return 0
    return sum(_is_loud(unit) for question in questions for unit in question.answers)


def _is_loud(unit: Unit) -> bool:
    return unit.row is None and (unit.block.bold or unit.block.kind is Kind.HEADING)


def _explained(questions: Sequence[Question]) -> float:
    """How much of a form a reading makes of a document: its columns, each the surer the better its words and its
    answer fit, less the questions that ask for nothing known or are not answered."""
    total, seen = -OVERSEEN * _overseen(questions), set[str]()
    for question in questions:
        shape = shape_of(question.answers)
        name = question.column.name if question.column is not None else ""
        total -= EMPTY * (not shape.words)
        if not name:
            total -= UNKNOWN
            continue
        fit = max(min(fits(shape).get(name, 0.0), 0.5), -1.0) if shape.words else 0.0
        fit -= name in FACTS and not shape.ticks and shape.words > LONG_FACT
        worth = min(question.score, 2.0) / 2 if question.score else INFERRED
        total += (AGAIN if name in seen else worth) + fit
        seen.add(name)
    return total


def is_answered(question: Question) -> bool:
    """Whether a question has an answer that can be one to what it asks for."""
    name = question.column.name if question.column is not None else ""
    shape = shape_of(question.answers)
    if not shape.words or fits(shape).get(name, 0.0) < 0.0:
        return False
    needed = {"date_attended": shape.dated > 0, "officials": shape.people > 0}
    return needed.get(name, name not in FACTS or shape.words <= LONG_FACT or bool(shape.ticks))
