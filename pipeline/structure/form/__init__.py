"""Learning forms: questions found in any edition, order and layout, and their answers word for word.

`units` cuts the document, `wording` knows how questions are put (`examples` and `odds` those that no phrase tells),
`questions` finds them (`labels` on the line of their answer, `setting` by how the known ones are set), `columns` settles
what each asks for, with the `shapes` of the answers; `reading` takes one of the `layouts` instead where that explains
more; `answers` and `ticks` read what was filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Document
from pipeline.structure.form.answers import is_nothing, is_placeholder, other_expertise, to_answer
from pipeline.structure.form.questions import Question
from pipeline.structure.form.reading import best_reading, is_answered
from pipeline.structure.form.ticks import options
from pipeline.structure.form.units import Unit, units_of
from pipeline.structure.form.wording import column_of, editions, question_key, vocabulary

__all__ = [
    "Form",
    "Question",
    "Unit",
    "column_of",
    "is_answered",
    "is_nothing",
    "is_placeholder",
    "options",
    "other_expertise",
    "read_form",
    "to_answer",
    "units_of",
    "vocabulary",
]


MOST_UNITS = 3_000  # lines, items and cells: more than any form has; asking of each what it asks for takes long


@dataclass(frozen=True)
class Form:
    """A form as read."""

    questions: tuple[Question, ...]
    preface: tuple[Unit, ...]
    template: str
    unmatched: tuple[str, ...]

    def first(self, column: str) -> Question | None:
        """The first question for a column that has an answer, else the first without."""
        asked = [q for q in self.questions if q.column is not None and q.column.name == column]
        return next((q for q in asked if q.answers), asked[0] if asked else None)


def read_form(document: Document) -> Form:
    """The questions of a document and their answers; a document that is no form, or a huge one, yields few or none."""
    units = units_of(document)
    if len(units) > MOST_UNITS:
        return Form((), tuple(units), "", ())
    found, preface = best_reading(units)
    template, unmatched = _edition(found)
    return Form(tuple(found), tuple(preface), template, unmatched)


def _edition(questions: Sequence[Question]) -> tuple[str, tuple[str, ...]]:
    """(template edition or empty, questions that no wording is known for)."""
    keys = {question_key(q.text) for q in questions}
    unmatched = tuple(q.text for q in questions if q.column is None)
    best, share = "", 0.0
    for name, wordings in editions().items():
        known = sum(_like(w, keys) for w in wordings) / max(len(wordings), 1)
        if known > share:
            best, share = name, known
    return (best if share >= 0.6 else ""), unmatched


def _like(wording: str, keys: set[str]) -> bool:
    return any(wording in key or (len(key) > 12 and key in wording) for key in keys)
