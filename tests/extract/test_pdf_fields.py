"""PDF: what people filled into a file's own form."""

from __future__ import annotations

import pytest
from pdf_builder import BOLD, HEIGHT, Drawing, checkbox, opened, text, textfield, texts

from pipeline.structure import structure

WIDE = text(72, 60, "This form is about a recent journey of an official of our city; please tell us what you saw there,", "what you learned from it, and what you will do with it back home, and send it to the training office.")  # fmt: skip

FORM = {
    "Name of the event": "Night Bus Forum",
    "Date attended": "3 May 2016",
    "Venue": "City Hall, Turin",
    "Officials who attended": "Maria Rossi, Head of Transport",
    "What did you learn?": "Drivers know best where people wait.",
    "What will you do differently?": "We shall ask drivers first.",
}
COLUMNS = ("event_name", "date_attended", "venue", "officials", "key_learnings", "one_change")


def test_the_value_of_a_field_stands_at_its_place():
    assert texts(
        [text(72, 100, "Name of the event"), textfield("a", 72, 124, "Night Bus Forum"), text(72, 160, "Venue")]
    ) == [
        "Name of the event",
        "Night Bus Forum",
        "Venue",
    ]


def test_an_empty_field_says_nothing():
    assert texts([text(72, 100, "Name of the event"), textfield("a", 72, 124, "")]) == ["Name of the event"]


@pytest.mark.parametrize(("ticked", "box"), [(True, "☒"), (False, "☐")])
def test_a_tick_box_stands_before_its_option(ticked, box):
    assert texts([checkbox("t", 72, 160, ticked), text(90, 158, "Transport")]) == [f"{box} Transport"]


@pytest.mark.parametrize("above", [[WIDE], []])
def test_each_tick_box_keeps_its_own_option(above):
    drawn = [d for n, (name, ticked) in enumerate((("Transport", True), ("Housing", False), ("Health", True))) for d in (checkbox(name, 72, 160 + 20 * n, ticked), text(90, 158 + 20 * n, name))]  # fmt: skip
    assert texts([*above, *drawn])[len(above) :] == ["☒ Transport", "☐ Housing", "☒ Health"]


def test_letters_beyond_ascii_are_kept_in_values():
    assert texts([WIDE, text(72, 100, "Venue"), textfield("v", 72, 130, "Café de São Tomé")])[1:] == [
        "Venue",
        "Café de São Tomé",
    ]


def multiline(x: float, top: float, value: str) -> Drawing:
    return lambda canvas, height: canvas.acroForm.textfield(
        name="m",
        x=x,
        y=height - top,
        width=400,
        height=60,
        value=value,
        fieldFlags="multiline",
        fontSize=10,
        borderWidth=0,
    )


def test_lines_that_a_person_broke_are_paragraphs():
    assert texts([WIDE, text(72, 100, "What did you learn?"), multiline(72, 170, "Drivers know best.\nLamps matter.")])[
        1:
    ] == [
        "What did you learn?",
        "Drivers know best.",
        "Lamps matter.",
    ]


def test_lines_that_a_program_broke_are_one():
    value = "Drivers know best where people wait for their bus after\nmidnight, and say so when they are asked."
    assert texts([WIDE, text(72, 100, "What did you learn?"), multiline(72, 170, value)])[2:] == [
        value.replace("\n", " ")
    ]


def test_a_field_has_a_box_on_its_page():
    found = opened([WIDE, text(72, 100, "Venue"), textfield("v", 72, 130, "Turin")]).blocks[-1]
    box = found.where[0].box
    assert box is not None
    assert (found.text, found.where[0].page) == ("Turin", 1)
    assert 72 <= box.x0 < 76
    assert 110 <= box.top < box.bottom <= 132 < HEIGHT


def filled(beside: bool, colon: str = "") -> list[Drawing]:
    """A form whose fields stand beside or below their questions."""
    drawn = [text(72, 60, "Learning report", size=18, font=BOLD)]
    for number, (question, answer) in enumerate(FORM.items()):
        top = 100 + 50 * number
        label = question + ("" if question.endswith("?") else colon)
        drawn.append(text(72, top, label, font="Helvetica" if beside else BOLD))
        drawn.append(
            textfield(f"f{number}", 260, top + 4, answer)
            if beside
            else textfield(f"f{number}", 72, top + 24, answer, 400)
        )
    return drawn


def answers(*drawn: Drawing) -> dict[str, str]:
    return {a.column: a.answer for a in structure(opened(list(drawn))).answers}


def test_a_form_with_fields_below_its_questions_is_read():
    assert answers(*filled(beside=False)) == dict(zip(COLUMNS, FORM.values(), strict=True))


@pytest.mark.parametrize("colon", ["", ":"])
def test_a_form_with_fields_beside_its_questions_is_read(colon):
    assert answers(*filled(beside=True, colon=colon)) == dict(zip(COLUMNS, FORM.values(), strict=True))
