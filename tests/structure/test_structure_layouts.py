"""Forms in wordings that no list holds: told by how they are set, what their answers are and the order of asking."""

from __future__ import annotations

import pytest
from structure_builder import document, read

from pipeline.structure.form import read_form
from pipeline.structure.form.odds import chances
from pipeline.structure.form.sequence import settle_open
from pipeline.structure.form.wording import starter_of

ANSWERS = {
    "event_name": "Forum on Covered Markets",
    "date_attended": "9-11 May 2022",
    "venue": "Town Hall, Turin, Italy",
    "officials": "Maria Rossi, Head of Transport; Paolo Bianchi, Planner",
    "purpose": "To see how traders can run a market by themselves and what it costs.",
    "key_learnings": "Traders agreed to pay double once they saw the accounts on the wall.",
    "one_change": "We will put the accounts of our own market on its wall in September.",
    "contacts": "Ms. Ana Lima, Planner, Porto; Mr. Jo Bauer, Engineer, Graz",
}
QUESTIONS = {
    "islands": ("Name of gathering", "When you were there", "Where it was", "Names and jobs", "The point of going", "The penny-drop moments", "Over to us", "Folk worth knowing"),
    "training": ("Participation title", "Participation date", "Participation place", "Participant name and job title", "Reasons of participation", "Extracted benefits", "Mechanism of application", "Addresses of trainers"),
    "outing": ("What was it?", "When was it held?", "Where was it held?", "Our people", "What we wanted to know", "What we came home with", "What we shall do next", "Persons met there"),
    "trip": ("Which trip?", "Days away", "City and hall", "Who was on board?", "Why this one?", "What we noticed", "What we will pass on or start", "Hosts and guides"),
}  # fmt: skip


def rows(questions):
    return [line for q, a in zip(questions, ANSWERS.values(), strict=True) for line in (f"| {q} |", f"| {a} |")]


def pairs(questions):
    return [f"| {q} | {a} |" for q, a in zip(questions, ANSWERS.values(), strict=True)]


def bold(questions):
    return [line for q, a in zip(questions, ANSWERS.values(), strict=True) for line in (f"**{q}**", a)]


def dashed(questions):
    return [f"{q.rstrip('?')} – {a}" for q, a in zip(questions, ANSWERS.values(), strict=True)]


@pytest.mark.parametrize("layout", [rows, pairs, bold, dashed])
@pytest.mark.parametrize("questions", QUESTIONS.values(), ids=QUESTIONS)
def test_a_form_is_read_by_its_layout_and_the_order_of_its_questions(questions, layout):
    record = read("# Council", *layout(questions))
    found = {a.column: a.answer for a in record.answers if a.column}
    assert record.genre == "learning_form"
    assert found["key_learnings"] == ANSWERS["key_learnings"]
    assert found["one_change"] == ANSWERS["one_change"]
    assert (record.event.name, record.event.start, record.event.end) == (
        ANSWERS["event_name"],
        "2022-05-09",
        "2022-05-11",
    )


def test_the_head_of_a_memo_asks_for_nothing():
    form = read_form(
        document("To: Training Section", "From: Maria Rossi", "Subject: My return", *dashed(QUESTIONS["trip"]))
    )
    assert not {"To", "From", "Subject"} & {q.text.rstrip(":") for q in form.questions}


def test_one_answer_may_say_both_when_and_where():
    event = read(
        "# Council", "**Event attended**", ANSWERS["event_name"], "**Dates and place**", "9-11 May 2022, Town Hall, Turin",
        "**Officials who attended**", ANSWERS["officials"], "**Key learnings**", ANSWERS["key_learnings"],
        "**Follow-up planned**", ANSWERS["one_change"],
    ).event  # fmt: skip
    assert (event.start, event.end, event.venue) == ("2022-05-09", "2022-05-11", "Town Hall")


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("How we will act on it", "one_change"),
        ("Impediments to be expected", "-issues"),
        ("Ideas that made us stop and think", "key_learnings"),
        ("Colleagues elsewhere who can be called", "contacts"),
    ],
)
def test_the_words_of_a_question_together_tell_its_column(question, column):
    odds = chances(question)
    assert max(odds, key=lambda name: odds[name]) == column


def test_words_that_no_example_holds_tell_nothing():
    assert chances("Xylophone quorum") == {}


def test_open_questions_are_settled_in_the_order_of_asking():
    none = dict.fromkeys(("purpose", "key_learnings", "one_change"), 0.1)
    assert settle_open([none, none, none]) == ["purpose", "key_learnings", "one_change"]


def test_what_is_settled_stays_so():
    assert settle_open([{"one_change": 3.0}, {"purpose": 0.2}])[0] == "one_change"
    assert settle_open([]) == []


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("By Christmas we will have joined our kitchens.", "By Christmas we will have"),
        ("What struck me most was the rice.", "What struck me most was"),
        ("Rice is bought together.", ""),
    ],
)
def test_sentences_that_a_form_begins_are_known(sentence, start):
    assert starter_of(sentence) == start
