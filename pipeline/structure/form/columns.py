"""Columns settled over the whole form: one question for each fact, open questions that must ask for a thought."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.structure.form.answers import answer_text
from pipeline.structure.form.questions import Question
from pipeline.structure.form.ticks import BOX, normal_boxes
from pipeline.structure.form.wording import vocabulary
from pipeline.text.dates import find_dates

FACTS = ("event_name", "date_attended", "venue", "officials")


def is_form_title(question: Question, questions: Sequence[Question]) -> bool:
    """Whether what looks like the first question is the title of the form itself."""
    if question is not questions[0] or "?" in question.text or question.unit.row is not None or question.unit.marker:
        return False
    named = re.search(r"\b(?:form|template|report|sheet|note|questionnaire|feedback|return)\b", question.text, re.I)
    return bool(named) and question.unit.block.number <= 2 and len(questions) > 4


def one_per_fact(questions: Sequence[Question]) -> None:
    """A fact is asked for once: of two questions for the same the one whose words say it best keeps the column."""
    for name in FACTS:
        asked = [q for q in questions if q.column is not None and q.column.name == name]
        best = max(asked, key=lambda q: (bool(q.answers), q.score), default=None)
        for question in asked:
            if question is not best:
                question.column = None


# Where no words ask for a thought, an open question does by its place: after the first of the columns named, before
# the last ones; several such questions in one place go to the one with the longest answer.
_PLACES = (
    ("purpose", ("event_name", "date_attended", "venue", "officials", "expertise", "expertise_other"), ("key_learnings", "one_change")),
    ("key_learnings", ("purpose", "expertise", "expertise_other", "date_attended"), ("one_change", "contacts", "documentation")),
    ("one_change", ("key_learnings", "purpose", "-reflection"), ("contacts", "documentation", "-administration")),
)  # fmt: skip


def infer_thoughts(questions: Sequence[Question]) -> None:
    """Give the columns of thoughts that no question asks for in known words to open questions in their places."""
    for name, after, before in _PLACES:
        columns = [q.column.name if q.column is not None else "" for q in questions]
        if name in columns or len({"purpose", "key_learnings", "one_change"} & set(columns)) < 1:
            continue
        first = max((i for i, c in enumerate(columns) if c in after), default=-1)
        if name != "purpose":
            first = next((i for i, c in enumerate(columns) if c in after), -1)
        last = next((i for i, c in enumerate(columns) if c in before and i > first), len(columns))
        open_ones = [q for q in questions[first + 1 : last] if q.column is None and _is_prose(q)]
        untold = name == "purpose" and "key_learnings" not in columns  # the learnings are one of the open answers too
        if len(open_ones) > untold:
            chosen = open_ones[0] if untold else max(open_ones, key=lambda q: len(answer_text(q.answers)))
            chosen.column = next(c for c in vocabulary().columns if c.name == name)


def infer_facts(questions: Sequence[Question]) -> None:
    """Give the columns of facts that no known words ask for to questions whose answers can be nothing else."""
    for name, fits in _FITTING:
        if any(q.column is not None and q.column.name == name and q.answers for q in questions):
            continue
        found = next((q for q in questions if q.column is None and q.answers and fits(q)), None)
        if found is not None:
            found.column = next(c for c in vocabulary().columns if c.name == name)


def _is_ticked(question: Question) -> bool:
    return sum(bool(BOX.search(normal_boxes(u.text))) for u in question.answers) >= 2


def _is_event(question: Question) -> bool:
    text = answer_text(question.answers)
    return len(text.split()) <= 22 and bool(_EVENT.search(text))


def _is_date(question: Question) -> bool:
    text = answer_text(question.answers)
    hits = find_dates(text)
    return bool(hits) and sum(hit.end - hit.start for hit in hits) >= 0.6 * len(text)


_EVENT = re.compile(
    r"\b(?:Forum|Conference|Workshop|Seminar|Summit|Congress|Symposium|Meeting|Dialogue|Exchange|Assembly|Round ?[Tt]able|Visit|Course|School|Encounter|Consultation|Masterclass|Study Tour)\b"
)
_FITTING = (("expertise", _is_ticked), ("event_name", _is_event), ("date_attended", _is_date))


def _is_prose(question: Question) -> bool:
    return len(answer_text(question.answers).split()) >= 12
