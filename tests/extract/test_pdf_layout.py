"""PDF: columns, boxes, and the lines that make a paragraph, with their hyphens."""

from __future__ import annotations

import pytest
from pdf_builder import BOLD, LONG, A, B, C, Drawing, blocks, box, lines, prose, rule, text, texts, wrapped

from pipeline.model import Kind


def first_words(*pages: list[Drawing]) -> list[str]:
    """The first word of each block."""
    return [found.split()[0] for found in texts(*pages)]


# columns


def test_paragraphs_of_one_column_are_put_together():
    assert texts([prose(72, 100, 450, LONG, f"{B} {C}")]) == [LONG, f"{B} {C}"]


def test_two_columns_are_read_one_after_another():
    left, right = prose(72, 100, 210, f"One. {LONG}", f"Two. {B}"), prose(320, 100, 210, f"Three. {LONG}", f"Four. {C}")
    assert texts([left, right]) == [f"One. {LONG}", f"Two. {B}", f"Three. {LONG}", f"Four. {C}"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (2, 1, 0)])
def test_three_columns_are_read_from_the_left_whatever_is_drawn_first(order):
    columns = [prose(x, 100, 150, f"{name}. {LONG}") for x, name in ((50, "One"), (225, "Two"), (400, "Three"))]
    assert first_words([columns[n] for n in order]) == ["One.", "Two.", "Three."]


def test_two_columns_drawn_row_by_row_are_still_columns():
    left, right = wrapped(210, f"One. {LONG} {LONG}"), wrapped(210, f"Two. {LONG} {LONG}")
    rows = [
        d
        for n, (a, b) in enumerate(zip(left, right, strict=False))
        for d in (text(72, 100 + 12 * n, a), text(320, 100 + 12 * n, b))
    ]
    assert texts(rows) == [f"One. {LONG} {LONG}", f"Two. {LONG} {LONG}"]


def test_a_title_stands_above_its_columns_and_a_line_below_them():
    page = [text(72, 80, "Night Buses in Five Cities", size=20, font=BOLD), prose(72, 120, 210, f"One. {LONG}"), prose(320, 120, 210, f"Two. {LONG}"), lines(72, 400, f"Below. {A} {B}")]  # fmt: skip
    assert first_words(page) == ["Night", "One.", "Two.", "Below."]


def test_columns_of_different_length_are_kept_apart():
    assert first_words([prose(72, 100, 210, f"One. {LONG} {LONG}"), prose(320, 100, 210, f"Two. {A}")]) == [
        "One.",
        "Two.",
    ]


def test_a_paragraph_may_go_on_in_the_next_column():
    half = wrapped(210, f"{LONG} {LONG}")
    page = [text(72, 100, *half[:6]), text(320, 100, *half[6:])]
    assert texts(page) == [f"{LONG} {LONG}"]


def test_short_lines_below_a_wide_paragraph_stay_lines():
    names = ("Maria Rossi, Head of Transport, Turin", "Paolo Bianchi, Planner, Milan", "Ana Sousa, Engineer, Porto")
    assert texts([lines(72, 80, LONG), text(72, 160, *names)])[1:] == list(names)


def test_short_lines_stay_lines_on_a_page_of_their_own():
    names = (
        "Maria Rossi, Head of Transport, Turin",
        "Paolo Bianchi, Planner, Milan",
        "Ana Sousa, Engineer, Porto",
        "Kwame Mensah, Planner, Accra",
    )
    assert texts([text(72, 80, "List of participants", size=14, font=BOLD), text(72, 110, *names)])[1:] == list(names)


# boxes


@pytest.mark.parametrize(
    "frame", [box(72, 160, 522, 230), box(72, 160, 522, 230, fill=0.9)], ids=["bordered", "shaded"]
)
def test_a_box_is_set_apart_from_the_page_around_it(frame):
    found = blocks(
        [lines(72, 100, f"{A} {B}"), frame, prose(84, 180, 420, f"Inside. {A} {C}"), lines(72, 260, f"{B} {C}")]
    )
    assert [(b.text, b.frame) for b in found] == [(f"{A} {B}", 0), (f"Inside. {A} {C}", 1), (f"{B} {C}", 0)]


def test_a_title_bar_heads_the_box_below_it():
    bar, shade = box(72, 160, 522, 180, fill=0.4), box(72, 180, 522, 260, fill=0.9)
    page = [
        bar,
        text(84, 174, "Good practices", font=BOLD),
        shade,
        prose(84, 200, 420, f"Turin: {A} {C}"),
        lines(72, 290, f"{B} {C}"),
    ]
    assert [(b.kind, b.text.split()[0], b.frame) for b in blocks(page)] == [
        (Kind.HEADING, "Good", 1),
        (Kind.PARAGRAPH, "Turin:", 1),
        (Kind.PARAGRAPH, "Lamps", 0),
    ]


def test_two_boxes_beside_each_other_are_two():
    page = [lines(72, 100, f"{A} {B}"), box(72, 160, 280, 260), box(300, 160, 510, 260), prose(80, 180, 190, f"One. {A}"), prose(308, 180, 190, f"Two. {B}")]  # fmt: skip
    assert [(b.text.split()[0], b.frame) for b in blocks(page)] == [("Night", 0), ("One.", 1), ("Two.", 2)]


def test_the_colour_of_a_page_is_no_box():
    assert [b.frame for b in blocks([box(0, 0, 595, 842, fill=0.95), lines(72, 100, A)])] == [0]


def test_lines_for_decoration_are_no_box():
    assert [b.frame for b in blocks([rule(72, 90, 522, 90), lines(72, 110, A), rule(72, 150, 522, 150)])] == [0]


# hyphens at the ends of lines


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (("the town trans-", "formed its buses"), "the town transformed its buses"),
        (("a well-known line and a well-", "known stop"), "a well-known line and a well-known stop"),
        (("the north-", "South line"), "the north-South line"),
        (("the years 2010-", "2015 were good"), "the years 2010-2015 were good"),
        (("a plan of 5-", "year steps"), "a plan of 5-year steps"),
        (("the UN-", "led network"), "the UN-led network"),
        (("night buses –", "the new ones"), "night buses – the new ones"),
    ],
)
def test_a_word_that_a_line_parts_is_put_together(drawn, read):
    first, last = drawn
    assert texts(
        [text(72, 100, f"In this part of the report we see {first}", f"{last} and so on to the end of it.")]
    ) == [f"In this part of the report we see {read} and so on to the end of it."]


def test_the_lines_as_printed_are_kept_beside_the_text():
    found = blocks([text(72, 100, "In this part of the report the town trans-", "formed its buses.")])[0]
    assert found.printed == "In this part of the report the town trans-\nformed its buses."
