"""PDF: what comes back on every page, and what a page cuts."""

from __future__ import annotations

import pytest
from pdf_builder import LONG, A, B, C, Drawing, blocks, body, kinds, lines, page, prose, text, texts, wrapped

from pipeline.model import Kind


@pytest.mark.parametrize("foot", ["{}", "Page {}", "- {} -", "Page {} of 3", "{} | Transport Network"])
def test_running_heads_and_page_numbers_are_furniture(foot):
    pages = [page(n, lines(72, 100, part), foot=foot) for n, part in enumerate((A, B, C), start=1)]
    assert body(*pages) == [A, B, C]
    assert sum(kind is Kind.FURNITURE for kind, _ in kinds(*pages)) == 6


def test_a_running_head_may_count_chapters():
    pages = [page(n, lines(72, 100, part), head=f"Chapter {n}") for n, part in enumerate((A, B), start=1)]
    assert body(*pages) == [A, B]


def test_the_head_of_a_chapter_is_furniture_though_it_nearly_touches_the_text():
    made = []
    for chapter in ("Water", "Schools", "Markets", "Harbours"):
        for number in range(6):
            words = f"{chapter} {chr(97 + number)} begins here and goes on for a while until the line is full of words"
            made.append([text(72, 60, f"Chapter on {chapter}", size=8), prose(72, 69.5, 450, " ".join([words] * 12))])
    heads = [block.text for block in blocks(*made) if block.kind is not Kind.FURNITURE and "Chapter on" in block.text]
    assert heads == []


def test_a_page_number_is_furniture_even_on_a_single_page():
    assert body([lines(72, 100, A), text(290, 810, "7")]) == [A]


def test_a_line_at_the_top_that_does_not_come_back_stays():
    assert "Only here." in body([text(72, 40, "Only here."), lines(72, 100, A)], [lines(72, 100, B)])


def test_a_paragraph_goes_on_over_a_page_around_heads_and_numbers():
    one, two = (
        page(1, lines(72, 700, f"{A} {B} and the sentence")),
        page(2, lines(72, 100, "goes on overleaf to its end.", C)),
    )
    found = [b for b in blocks(one, two) if b.kind is not Kind.FURNITURE]
    assert [b.text for b in found] == [f"{A} {B} and the sentence goes on overleaf to its end.", C]
    assert [[w.page for w in b.where] for b in found] == [[1, 2], [2]]


def test_a_paragraph_that_ended_does_not_go_on():
    assert body(page(1, lines(72, 700, A)), page(2, lines(72, 100, B))) == [A, B]


def test_a_word_may_be_parted_by_a_page():
    one, two = (
        page(1, text(72, 740, "In this part of the report the town trans-")),
        page(2, text(72, 100, "formed its buses for good.")),
    )
    assert body(one, two) == ["In this part of the report the town transformed its buses for good."]


def test_a_running_head_without_its_chapter_is_one_too():
    chapters = [f"The Patient Reader · Chapter {topic}" for topic in ("Water", "Fire") for _ in range(4)]
    heads = ["The Patient Reader ·", *chapters]
    assert body(*(page(number, lines(72, 100, A), head=head) for number, head in enumerate(heads, 1))) == [A] * 9


def justified(top: float, paragraph: str, width: float = 450) -> Drawing:
    """A paragraph whose lines are all as long as each other, the last one, too."""

    def draw(canvas, height):
        for number, line in enumerate(wrapped(width, paragraph)):
            drawn = canvas.beginText(72, height - top - 12 * number)
            drawn.setFont("Helvetica", 10)
            drawn.setWordSpace((width - canvas.stringWidth(line, "Helvetica", 10)) / line.count(" "))
            drawn.textOut(line)
            canvas.drawText(drawn)

    return draw


def test_a_page_may_cut_a_justified_paragraph_behind_a_sentence():
    assert body(page(1, justified(700, f"{LONG} {LONG}")), page(2, lines(72, 100, B, C))) == [
        f"{LONG} {LONG} {B}",
        C,
    ]


def test_a_justified_paragraph_whose_next_page_is_indented_has_ended():
    pages = (
        page(1, justified(700, f"{LONG} {LONG}")),
        page(2, text(90, 100, B[:60]), text(72, 112, *wrapped(450, LONG))),
    )
    assert body(*pages)[0] == f"{LONG} {LONG}"


# indexes


ENTRIES = [f"{word}, {number}, {number + 40}" for number, word in enumerate(("lamps", "stops", "fares", "rails"), 11)]


def test_each_entry_of_an_index_stands_alone_though_it_begins_small():
    assert texts([text(72, 100, *ENTRIES)]) == ENTRIES


def test_an_entry_of_an_index_may_go_on_below_itself():
    drawn = [text(72, 100, *ENTRIES, "timetables of the night, 3, 9,"), text(84, 160, "12, 44")]
    assert texts([*drawn, text(72, 172, "tram, 8", "vans, 9")]) == [
        *ENTRIES,
        "timetables of the night, 3, 9, 12, 44",
        "tram, 8",
        "vans, 9",
    ]


def test_an_index_goes_on_over_a_page_entry_by_entry():
    assert body(page(1, text(72, 700, *ENTRIES)), page(2, text(72, 100, *ENTRIES))) == [*ENTRIES, *ENTRIES]
