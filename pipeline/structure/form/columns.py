"""Columns settled over the whole form: by the words of each question and the shape of its answer, one question for
each fact, and open questions that must ask for a thought by their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.structure.form.answers import answer_text
from pipeline.structure.form.questions import Question
from pipeline.structure.form.sequence import OPEN, settle_open
from pipeline.structure.form.shapes import FACTS, THOUGHTS, Shape, fits, shape_of
from pipeline.structure.form.wording import CLEAR, ENOUGH, Column, column_called, worths_of

LEAST_FIT = 1.0  # what a shape must speak for a column that no word asks for
CERTAIN = 1.5  # by which words must say more for one column than for any other to stand against the shape of an answer
NEAR = 4  # parts of one in which worths are compared: what is nearer is equal
HINT = 0.25  # what words must be worth for a shape to be enough with them


_INSTRUCTS = re.compile(
    r"\b(?:please|keep it|fill (?:in|out)|complete (?:this|the|one|all)|tick|return (?:this|it|the)|send (?:this|it|the)|"
    r"this (?:form|sheet|note|page) (?:is|asks|should)|a (?:short|brief) (?:note|form|report) (?:for|to)|one (?:form|sheet) per)\b",
    re.IGNORECASE,
)


def is_form_title(question: Question, questions: Sequence[Question]) -> bool:
    """Whether what looks like the first question is the title of the form itself."""
    if question is not questions[0] or question.unit.row is not None or question.unit.marker:
        return False
    if "?" in question.text:  # `What did you bring back?`, and below it how to fill the form in
        told = " ".join(unit.text for unit in question.answers[:1])
        return question.unit.block.number <= 2 and len(questions) > 4 and bool(_INSTRUCTS.search(told))
    named = re.search(r"\b(?:form|template|report|sheet|note|questionnaire|feedback|return)\b", question.text, re.I)
    return bool(named) and question.unit.block.number <= 2 and len(questions) > 4


def settle(questions: Sequence[Question]) -> None:
    """Give every question the column that its words, its place and the shape of its answer speak for; a fact is asked
    for once."""
    shapes = [shape_of(q.answers) for q in questions]
    words = [worths_of(q.text) for q in questions]
    places = _by_place(words)
    worths = [_worth(w, s, place) for w, s, place in zip(words, shapes, places, strict=True)]
    for question, worth in zip(questions, worths, strict=True):
        question.column = _best(worth)
    _once(questions, worths, shapes)
    for question in questions:
        question.score = _worded(question)
    _infer_facts(questions, shapes)
    _infer_name(questions, shapes)
    _settle_thoughts(questions, words, shapes)
    _infer_thoughts(questions)
    _infer_reflections(questions)
    _set_weaker_apart(questions, shapes)
    _name_recommendations(questions)


# The order in which forms ask: what it was, what it was for, what was learnt, what will be done, whom one met.
_ORDER = {"event_name": 0, "date_attended": 0, "venue": 0, "officials": 0, "expertise": 1, "expertise_other": 1, "purpose": 2, "key_learnings": 3, "-reflection": 3.5, "one_change": 4, "contacts": 5, "documentation": 5}  # fmt: skip
OUT_OF_ORDER = 0.8  # what a column loses that all others speak against by their order


def _by_place(words: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """How much less each column is likely for each question by its place among those whose words are clear."""
    clear = []
    for index, worths in enumerate(words):
        name, score = max(worths.items(), key=lambda kv: kv[1], default=("", 0.0))
        if score >= CLEAR and name in _ORDER:
            clear.append((index, _ORDER[name]))
    found: list[dict[str, float]] = []
    for index in range(len(words)):
        others = [(i, rank) for i, rank in clear if i != index]
        against = {
            name: sum((rank > mine) if i < index else (rank < mine) for i, rank in others) / max(len(others), 1)
            for name, mine in _ORDER.items()
        }
        found.append({name: -OUT_OF_ORDER * share for name, share in against.items()})
    return found


def _worth(scores: Mapping[str, float], shape: Shape, place: Mapping[str, float]) -> dict[str, float]:
    """What speaks for each column that words ask for: they alone where they are clear and the shape of the answer does
    not say no, else they, the place and the shape together; words that leave no doubt stand against any shape."""
    fit = fits(shape)
    ranked = sorted(scores.items(), key=lambda kv: -kv[1])
    asked, score = ranked[0] if ranked else ("", 0.0)
    if score >= CLEAR and fit.get(asked, 0.0) >= 0.0:
        fit = {name: min(bonus, 0.0) for name, bonus in fit.items()}
    elif score < CLEAR:
        fit = {name: fit.get(name, 0.0) + place.get(name, 0.0) for name in {*fit, *place}}
    worth = {name: value + fit.get(name, 0.0) for name, value in scores.items() if value >= HINT}
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if not shape.ticks and score - second >= CERTAIN and max(worth.values(), default=0.0) < ENOUGH:
        worth[asked] = ENOUGH
    return worth


def _worded(question: Question) -> float:
    """What the words of a question alone are worth for its column, nothing where they speak more for another."""
    worths = worths_of(question.text)
    score = worths.get(question.column.name, 0.0) if question.column is not None else 0.0
    return score if score >= max(ENOUGH, max(worths.values(), default=0.0)) else 0.0


def _best(worth: Mapping[str, float]) -> Column | None:
    name, score = max(worth.items(), key=lambda kv: kv[1], default=("", 0.0))
    return column_called(name) if score >= ENOUGH else None


def _once(questions: Sequence[Question], worths: Sequence[dict[str, float]], shapes: Sequence[Shape]) -> None:
    """Of the questions that ask for the same fact the one for which most speaks keeps it, the first of equal ones; the
    others ask for what comes second."""
    for _ in FACTS:  # who loses one fact may take another, which is then asked for twice
        for name in FACTS:
            asked = [i for i, column in enumerate(_names(questions)) if column == name]
            said = {i: worths[i][name] + min(fits(shapes[i]).get(name, 0.0), 1.0) for i in asked}
            best = max(asked, key=lambda i: (bool(questions[i].answers), round(NEAR * said[i]), -i), default=None)
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


MOST_SAID = 1.5  # what words that are not clear count at most beside the order
OPEN_WORDS = 5  # of an answer that says something
LEAST_FACTS = 2  # that must be asked for in words for a document to be a form whose open questions can be told by order


def _settle_thoughts(
    questions: Sequence[Question], words: Sequence[Mapping[str, float]], shapes: Sequence[Shape]
) -> None:
    """Settle together what the open questions ask for that no clear words tell."""
    columns = _names(questions)
    if len({name for name, q in zip(columns, questions, strict=True) if name in FACTS and q.score}) < LEAST_FACTS:
        return
    start = next(i for i, name in enumerate(columns) if name in FACTS)
    chosen = [
        i
        for i in range(start, len(questions))
        if _is_open(columns[i], questions[i], shapes[i]) and not _asks_for_fact(words[i])
    ]
    worths: list[Mapping[str, float]] = []
    for i in chosen:
        clear = columns[i] in OPEN and questions[i].score >= CLEAR
        fit = fits(shapes[i])
        said = {name: min(words[i].get(name, 0.0), MOST_SAID) + fit.get(name, 0.0) for name in OPEN}
        worths.append({columns[i]: said[columns[i]]} if clear else said)
    for i, name in zip(chosen, settle_open(worths), strict=True):
        if name != columns[i]:
            questions[i].column = column_called(name)
            questions[i].score = _worded(questions[i])


def _asks_for_fact(worths: Mapping[str, float]) -> bool:
    """Whether the words of a question clearly ask for no thought, as a second `Date` does."""
    name, score = max(worths.items(), key=lambda kv: kv[1], default=("", 0.0))
    return score >= CLEAR and name not in OPEN


def _is_open(column: str, question: Question, shape: Shape) -> bool:
    """Whether a question is one for thoughts, or may be: its answer says something and is no fact."""
    if column in OPEN:
        return shape.words > 0
    fact = shape.ticks or shape.people >= MOSTLY or shape.dated >= MOSTLY or shape.event or shape.place
    return not column and shape.words >= OPEN_WORDS and not fact


MOSTLY = 0.5  # of an answer
LONGEST_NAME = 18  # words


def _infer_name(questions: Sequence[Question], shapes: Sequence[Shape]) -> None:
    """A first question whose answer is short and nothing else, right before the dates or the place, asks for the event."""
    columns = _names(questions)
    if "event_name" in columns:
        return
    first = next((i for i, column in enumerate(columns) if column in ("date_attended", "venue")), 0)
    for i in range(first - 1, max(first - 4, -1), -1):
        short = 1 < shapes[i].words <= LONGEST_NAME and not shapes[i].ticks
        if not columns[i] and short and not shapes[i].dated and not shapes[i].people and not shapes[i].place:
            questions[i].column = column_called("event_name")
            return


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


WEAKER = 0.6  # of what the words of the best question for a thought are worth, below which another asks beside it


def _set_weaker_apart(questions: Sequence[Question], shapes: Sequence[Shape]) -> None:
    """Of several questions for learnings the ones that ask less plainly ask for reflections; so does one for changes
    before the plain one whose answer plans nothing."""
    for name in ("key_learnings", "one_change"):
        asked = [i for i, column in enumerate(_names(questions)) if column == name]
        best = max(asked, key=lambda i: questions[i].score, default=0)
        for i in asked:
            beside = questions[i].score < WEAKER * questions[best].score
            if beside and (name == "key_learnings" or (i < best and not shapes[i].plans)):
                questions[i].column = column_called("-reflection")


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
