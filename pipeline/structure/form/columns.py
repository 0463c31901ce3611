"""Columns settled over the whole form: by the words of each question and the shape of its answer, one question for
each fact, and open questions that must ask for a thought by their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.structure.form.answers import answer_text
from pipeline.structure.form.questions import Question
from pipeline.structure.form.shapes import FACTS, THOUGHTS, Shape, fits, shape_of
from pipeline.structure.form.wording import CLEAR, ENOUGH, Column, column_called, column_of, scores_of

LEAST_FIT = 1.0  # what a shape must speak for a column that no word asks for
HINT = 0.25  # what words must be worth for a shape to be enough with them


def is_form_title(question: Question, questions: Sequence[Question]) -> bool:
    """Whether what looks like the first question is the title of the form itself."""
    if question is not questions[0] or "?" in question.text or question.unit.row is not None or question.unit.marker:
        return False
    named = re.search(r"\b(?:form|template|report|sheet|note|questionnaire|feedback|return)\b", question.text, re.I)
    return bool(named) and question.unit.block.number <= 2 and len(questions) > 4


def settle(questions: Sequence[Question]) -> None:
    """Give every question the column that its words and the shape of its answer speak for; a fact is asked for once."""
    shapes = [shape_of(q.answers) for q in questions]
    worths = [_worth(q, shape) for q, shape in zip(questions, shapes, strict=True)]
    for question, worth in zip(questions, worths, strict=True):
        question.column = _best(worth)
    _once(questions, worths)
    for question in questions:
        asked, score = column_of(question.text)
        question.score = score if asked is question.column else 0.0  # which is what its words are worth alone
    _infer_facts(questions, shapes)
    _infer_thoughts(questions)
    _infer_reflections(questions)
    _name_recommendations(questions)


def _worth(question: Question, shape: Shape) -> dict[str, float]:
    """What speaks for each column that words ask for: they alone where they are clear and the shape of the answer does
    not say no, else they and the shape together."""
    scores, fit = scores_of(question.text), fits(shape)
    asked = max(scores, key=lambda name: scores[name], default="")
    if asked and scores[asked] >= CLEAR and fit.get(asked, 0.0) >= 0.0:
        fit = {name: min(bonus, 0.0) for name, bonus in fit.items()}
    return {name: score + fit.get(name, 0.0) for name, score in scores.items() if score >= HINT}


def _best(worth: Mapping[str, float]) -> Column | None:
    name, score = max(worth.items(), key=lambda kv: kv[1], default=("", 0.0))
    return column_called(name) if score >= ENOUGH else None


def _once(questions: Sequence[Question], worths: Sequence[dict[str, float]]) -> None:
    """Of the questions that ask for the same fact the one for which most speaks keeps it, the others ask for what
    comes second."""
    for _ in FACTS:  # who loses one fact may take another, which is then asked for twice
        for name in FACTS:
            asked = [i for i, column in enumerate(_names(questions)) if column == name]
            best = max(asked, key=lambda i: (bool(questions[i].answers), worths[i][name]), default=None)
            for i in asked:
                if i != best:
                    del worths[i][name]
                    questions[i].column = _best(worths[i])


def _infer_facts(questions: Sequence[Question], shapes: Sequence[Shape]) -> None:
    """Give the columns of facts that no known words ask for to questions whose answers can be nothing else.

    People before the first thought are those who went, people behind it those whom they met.
    """
    turn = next((i for i, column in enumerate(_names(questions)) if column in THOUGHTS), len(questions))
    for name in (*FACTS, "contacts"):
        if any(column == name and q.answers for q, column in zip(questions, _names(questions), strict=True)):
            continue
        places = range(turn, len(questions)) if name == "contacts" else range(turn)
        found = [i for i in places if questions[i].column is None and fits(shapes[i]).get(name, 0.0) >= LEAST_FIT]
        if found:
            questions[found[0]].column = column_called(name)


# Where no words ask for a thought, an open question does by its place: after the first of the columns named, before
# the last ones; several such questions in one place go to the one with the longest answer.
_PLACES = (
    ("purpose", ("event_name", "date_attended", "venue", "officials", "expertise", "expertise_other"), ("key_learnings", "one_change")),
    ("key_learnings", ("purpose", "expertise", "expertise_other", "date_attended"), ("one_change", "contacts", "documentation")),
    ("one_change", ("key_learnings", "purpose", "-reflection"), ("contacts", "documentation", "-administration")),
)  # fmt: skip


def _infer_thoughts(questions: Sequence[Question]) -> None:
    """Give the columns of thoughts that no question asks for in known words to open questions in their places."""
    for name, after, before in _PLACES:
        columns = _names(questions)
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
            chosen.column = column_called(name)


def _infer_reflections(questions: Sequence[Question]) -> None:
    """An open question right behind the learnings and before what will change asks for more of them."""
    columns = _names(questions)
    if "key_learnings" not in columns:
        return
    first = columns.index("key_learnings")
    last = next((i for i, c in enumerate(columns) if c in ("one_change", "contacts") and i > first), first)
    for question in questions[first + 1 : last]:
        if question.column is None and _is_prose(question):
            question.column = column_called("-reflection")


def _name_recommendations(questions: Sequence[Question]) -> None:
    """Where a form asks for recommendations and for no change, they are the change that it asks for; they stay
    recommendations."""
    if "one_change" not in _names(questions):
        for question in questions:
            if question.column is not None and question.column.name == "-recommendation":
                question.column = replace(question.column, name="one_change")


def _names(questions: Sequence[Question]) -> list[str]:
    """The names of the columns that questions have, empty for those without one."""
    return [q.column.name if q.column is not None else "" for q in questions]


def _is_prose(question: Question) -> bool:
    return len(answer_text(question.answers).split()) >= 12
