"""Answers by their shape, and questions whose words do not tell what they ask for."""

from __future__ import annotations

import pytest
from structure_builder import answers, document

from pipeline.structure.form import units_of
from pipeline.structure.form.shapes import fits, shape_of


def best(*lines: str) -> str:
    """The column for which the shape of an answer speaks most."""
    worth = fits(shape_of(units_of(document(*lines))))
    return max(worth, key=lambda name: worth[name], default="")


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        (["18/06/2018 – 22/06/2018"], "date_attended"),
        (["☒ Transport", "☐ Health"], "expertise"),
        (["☒ yes ☐ no ☐ not sure"], "-administration"),
        (["Regional Workshop on Night Buses"], "event_name"),
        (["City Chambers, Glasgow, United Kingdom"], "venue"),
        (["Ms. Maria Rossi, Head of Transport", "Mr. Paolo Bianchi, Planner"], "officials"),
        (["We shall ask drivers in May where people wait, and the council will vote on new stops before summer."], "one_change"),
        (["To compare what night lines cost in other cities and to bring planners and drivers to one table for once."], "purpose"),
    ],
)  # fmt: skip
def test_the_shape_of_an_answer_speaks_for_a_column(lines, column):
    assert best(*lines) == column


def test_no_answer_speaks_for_nothing():
    assert fits(shape_of([])) == {}


def test_a_hall_that_is_called_after_a_person_is_no_person():
    assert best("Jiménez de Quesada Convention Hall, Bogotá, Colombia") != "officials"


FORM = [
    "## Programme", "Night Bus Forum", "## On which days?", "3 to 5 May 2016", "## Where?", "City Hall, Turin, Italy",
    "## From our side", "Maria Rossi, Head of Transport; Paolo Bianchi, Planner",
    "## Heads of service", "☒ Transport ☐ Health", "## What were the hosts after?",
    "To compare night bus networks and to bring drivers and planners to one table.", "## Key learnings",
    "Drivers know best where people wait at night.", "## What will change?", "We shall ask drivers before we move a stop.",
    "## Cards in my pocket", "Ms. Ana Lima, Planner, Porto; Mr. Jo Bauer, Engineer, Graz",
]  # fmt: skip


def test_unknown_questions_are_told_by_their_answers_and_places():
    found = answers(*FORM)
    assert found["event_name"] == "Night Bus Forum"
    assert found["officials"].startswith("Maria Rossi")
    assert found["contacts"].startswith("Ms. Ana Lima")
    assert found["expertise"] == "Transport"


def test_a_clear_question_keeps_its_column_whatever_its_answer_looks_like():
    lines = [*FORM, "## Signature of traveller", "Maria Rossi, Head of Transport"]
    assert answers(*lines)["officials"].startswith("Maria Rossi, Head of Transport; Paolo")
