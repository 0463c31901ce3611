"""PDF: footnotes and their calls."""

from __future__ import annotations

import pytest
from pdf_builder import LONG, A, B, C, Drawing, blocks, kinds, lines, text, texts

from pipeline.model import Block, Kind


def raised(x: float, top: float, before: str, call: str, after: str) -> Drawing:
    """A line with a footnote call in it."""

    def draw(canvas, height):
        drawn = canvas.beginText(x, height - top)
        for size, rise, words in ((10, 0, before), (6, 4, call), (10, 0, after)):
            drawn.setFont("Helvetica", size)
            drawn.setRise(rise)
            drawn.textOut(words)
        canvas.drawText(drawn)

    return draw


def noted(*notes: str) -> tuple[Block, ...]:
    drawn = [
        raised(72, 100, "Night buses are safe", "1", " in most cities of the network, as drivers know."),
        lines(72, 130, LONG),
    ]
    drawn += [text(72, 740 + 12 * n, note, size=8) for n, note in enumerate(notes)]
    return blocks(drawn, [lines(72, 100, B)])


def test_a_footnote_call_is_left_out_of_its_sentence():
    assert (
        noted("1 Data of the police of Turin.")[0].text
        == "Night buses are safe in most cities of the network, as drivers know."
    )


def test_the_call_is_kept_in_the_printed_lines():
    assert "safe1" in noted("1 Data of the police of Turin.")[0].printed


@pytest.mark.parametrize("mark", ["1 ", "1. ", "1) "])
def test_small_print_at_the_foot_is_a_footnote(mark):
    assert [(b.marker, b.text) for b in noted(f"{mark}Data of the police of Turin.") if b.kind is Kind.FOOTNOTE] == [
        ("1", "Data of the police of Turin.")
    ]


def test_each_footnote_is_one_with_all_its_lines():
    found = noted(
        "1 Data of the police of Turin, which counts robberies at all the",
        "stops of the city since 2010.",
        "2 Data of Lagos.",
    )
    assert [(b.marker, b.text) for b in found if b.kind is Kind.FOOTNOTE] == [
        ("1", "Data of the police of Turin, which counts robberies at all the stops of the city since 2010."),
        ("2", "Data of Lagos."),
    ]


def test_a_paragraph_goes_on_over_a_page_around_a_footnote():
    one = [
        lines(72, 600, f"{A} {B} and the sentence"),
        text(72, 760, "1 Data of the police.", size=8),
        lines(72, 100, LONG),
    ]
    assert f"{A} {B} and the sentence goes on overleaf." in texts(one, [lines(72, 100, "goes on overleaf.", C)])


def test_a_figure_at_the_end_of_a_word_is_no_call():
    assert texts([text(72, 100, "Line N4 and room B12 are in Agenda 2030 and CO2 is not.")]) == [
        "Line N4 and room B12 are in Agenda 2030 and CO2 is not."
    ]


@pytest.mark.parametrize("call", ["7", "42", "128"])
def test_a_call_may_have_as_many_figures_as_a_book_has_notes(call):
    drawn = raised(72, 100, "Night buses are safe", call, " in most cities of the network.")
    assert texts([drawn, lines(72, 130, LONG)])[0] == "Night buses are safe in most cities of the network."


def small(top: float, *drawn: str) -> Drawing:
    return text(72, top, *drawn, size=8, step=10)


CUT = (
    "1 Data of the police of Turin, which counts robberies at all stops of its buses and trams since the year of the",
    "games, and that of the insurers who have paid for what was taken from passengers and drivers there at night in",
)


def test_a_footnote_may_go_on_over_a_page():
    one = [lines(72, 600, LONG), small(760, *CUT)]
    two = [lines(72, 100, LONG), small(760, "2012 and later.", "2 Data of Lagos.")]
    notes = [b for b in blocks(one, two) if b.kind is Kind.FOOTNOTE]
    assert [(b.marker, b.text.rsplit(" ", 5)[-5:]) for b in notes] == [
        ("1", ["night", "in", "2012", "and", "later."]),
        ("2", ["Data", "of", "Lagos."]),
    ]


def test_small_print_below_a_footnote_that_ended_stays_text():
    one = [lines(72, 600, LONG), small(760, "1 Data of the police of Turin.")]
    two = [lines(72, 100, LONG), small(760, "source: the transport office.")]
    assert (Kind.PARAGRAPH, "source: the transport office.") in kinds(one, two)


def test_the_number_of_the_page_is_no_part_of_the_note_above_it():
    pages = [[lines(72, 600, LONG), small(760, *CUT, f"Page {number}")] for number in (1, 2, 3)]
    found = blocks(*pages)
    assert [b.text for b in found if b.kind is Kind.FURNITURE] == ["Page 1", "Page 2", "Page 3"]
