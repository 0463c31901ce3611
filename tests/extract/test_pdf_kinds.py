"""PDF: lists, headings and captions."""

from __future__ import annotations

import pytest
from pdf_builder import BOLD, LONG, A, B, C, Drawing, blocks, kinds, lines, opened, page, prose, text, texts

from pipeline.model import Kind

# lists


def items(*drawn: Drawing) -> list[tuple[str, int, str]]:
    """(marker, level, text) of the items of a page that begins and ends with a paragraph."""
    found = blocks([lines(72, 80, A), *drawn, lines(72, 400, B)])
    return [(b.marker, b.level, b.text) for b in found if b.kind is Kind.ITEM]


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "o", "1.", "1)", "(a)", "(i)", "a)"])
def test_a_mark_begins_an_item(mark):
    following = {"1.": "2.", "1)": "2)", "(a)": "(b)", "(i)": "(ii)", "a)": "b)"}.get(mark, mark)
    drawn = text(84, 120, f"{mark} Light every stop", f"{following} Train every driver")
    assert items(drawn) == [(mark, 1, "Light every stop"), (following, 1, "Train every driver")]


def test_a_mark_may_stand_apart_from_its_text():
    assert items(text(84, 120, "•", "•"), text(102, 120, "Light every stop", "Train every driver")) == [
        ("•", 1, "Light every stop"),
        ("•", 1, "Train every driver"),
    ]


def test_an_item_takes_the_lines_below_it_that_hang():
    assert items(
        text(84, 120, "• Light every stop at night and"),
        text(92, 132, "repair it within two days"),
        text(84, 144, "• Train every driver"),
    ) == [
        ("•", 1, "Light every stop at night and repair it within two days"),
        ("•", 1, "Train every driver"),
    ]


def test_items_nest_by_their_indent():
    drawn = [
        text(84, 120, "• Light every stop"),
        text(102, 132, "– with lamps", "– with signs"),
        text(84, 156, "• Train every driver"),
    ]
    assert [level for _, level, _ in items(*drawn)] == [1, 2, 2, 1]


def test_an_item_may_go_on_over_a_page():
    one = page(
        1,
        lines(72, 700, A),
        text(84, 740, "• Light every stop at night, since all those who wait there in the dark have to see"),
    )
    two = page(2, text(92, 100, "and to be seen by the drivers."), text(84, 112, "• Train every driver"))
    found = [b for b in blocks(one, two) if b.kind is Kind.ITEM]
    assert [b.text for b in found] == [
        "Light every stop at night, since all those who wait there in the dark have to see and to be seen by the drivers.",
        "Train every driver",
    ]


def test_long_numbered_paragraphs_are_paragraphs_with_a_number():
    found = blocks([prose(72, 100, 450, f"1. {LONG}", f"2. {B} {C}", f"3. {LONG}")])
    assert [(b.kind, b.marker) for b in found] == [
        (Kind.PARAGRAPH, "1."),
        (Kind.PARAGRAPH, "2."),
        (Kind.PARAGRAPH, "3."),
    ]


def test_a_number_within_a_sentence_begins_nothing():
    assert texts(
        [
            text(
                72,
                100,
                "The whole network of night buses was opened by the mayor of Turin in",
                "2013. The lines have been free since then.",
            )
        ]
    ) == [
        "The whole network of night buses was opened by the mayor of Turin in 2013. The lines have been free since then."
    ]


# headings


def styled() -> list[Drawing]:
    drawn = [text(72, 90, "Night Buses in Five Cities", size=22, font=BOLD), lines(72, 130, f"{A} {B}")]
    for number, (heading, size, font) in enumerate(
        (("Findings", 14, BOLD), ("Costs", 12, BOLD), ("Drivers", 10, BOLD), ("LAMPS", 10, "Helvetica"))
    ):
        drawn += [text(72, 190 + 70 * number, heading, size=size, font=font), lines(72, 210 + 70 * number, f"{B} {C}")]
    return drawn


def test_headings_are_told_by_size_weight_and_capitals():
    found = [(b.kind, b.level, b.text) for b in blocks(styled()) if b.kind is not Kind.PARAGRAPH]
    assert found == [
        (Kind.TITLE, 0, "Night Buses in Five Cities"),
        (Kind.HEADING, 1, "Findings"),
        (Kind.HEADING, 2, "Costs"),
        (Kind.HEADING, 3, "Drivers"),
        (Kind.HEADING, 4, "LAMPS"),
    ]


def test_the_same_style_has_the_same_level_all_over():
    second = [
        text(72, 90, "Fares", size=14, font=BOLD),
        lines(72, 110, f"{A} {B}"),
        text(72, 190, "Tickets", size=12, font=BOLD),
        lines(72, 210, A),
    ]
    levels = {b.text: b.level for b in blocks(styled(), second) if b.kind is Kind.HEADING}
    assert (levels["Fares"], levels["Tickets"]) == (levels["Findings"], levels["Costs"])


def test_a_heading_of_two_lines_is_one():
    drawn = [
        text(
            72,
            90,
            "What five cities learned from night buses",
            "and what they would do again",
            size=16,
            font=BOLD,
            step=19,
        ),
        lines(72, 150, LONG),
    ]
    assert blocks(drawn)[0].text == "What five cities learned from night buses and what they would do again"


def test_a_heading_keeps_its_number_as_marker():
    found = blocks(
        [
            text(72, 60, "Night Buses", size=20, font=BOLD),
            text(72, 90, "2.1 Costs of a line", size=13, font=BOLD),
            lines(72, 110, LONG),
        ]
    )[1]
    assert (found.kind, found.marker, found.text) == (Kind.HEADING, "2.1", "Costs of a line")


def test_a_bold_word_within_a_paragraph_is_no_heading():
    def draw(canvas, height):
        drawn = canvas.beginText(72, height - 100)
        for font, words in (
            ("Helvetica", "The drivers of Turin know "),
            (BOLD, "best"),
            ("Helvetica", " where people wait."),
        ):
            drawn.setFont(font, 10)
            drawn.textOut(words)
        canvas.drawText(drawn)

    assert kinds([draw, lines(72, 130, LONG)])[0] == (
        Kind.PARAGRAPH,
        "The drivers of Turin know best where people wait.",
    )


@pytest.mark.parametrize("drawn", ["Figure 3: Riders by hour", "Table 2. Riders by hour", "Photo 1 – A stop at night"])
def test_captions_are_captions(drawn):
    assert (Kind.CAPTION, drawn) in kinds([lines(72, 100, LONG), text(72, 200, drawn), lines(72, 230, LONG)])


def test_a_page_without_headings_has_none():
    document = opened([lines(72, 100, LONG, f"{B} {C}")])
    assert {b.kind for b in document.blocks} == {Kind.PARAGRAPH}
