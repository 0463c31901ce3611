"""Bullets and numbers at the beginning of lines."""

from __future__ import annotations

import pytest

from pipeline.extract.markers import BULLETS, is_bullet, split_marker, starts_item

MARKED = {
    "1. Light every stop": ("1.", "Light every stop"),
    "12) Light every stop": ("12)", "Light every stop"),
    "(3) Light": ("(3)", "Light"),
    "(a) Light": ("(a)", "Light"),
    "b. Light": ("b.", "Light"),
    "(iv) Light": ("(iv)", "Light"),
    "IV. Light": ("IV.", "Light"),
    "2.1 Costs": ("2.1", "Costs"),
    "2.1.3. Costs": ("2.1.3.", "Costs"),
    "[12] Data": ("[12]", "Data"),
    "• Light": ("•", "Light"),
    "•Light": ("•", "Light"),
    "- Light": ("-", "Light"),
    "– Light": ("–", "Light"),
    "* Light": ("*", "Light"),
    "o Light": ("o", "Light"),
    "\uf0b7 Light": ("\uf0b7", "Light"),
    "\ufffd Light": ("\ufffd", "Light"),
    "(cid:127) Light": ("(cid:127)", "Light"),
    "• ▪ Light": ("•", "Light"),
}
UNMARKED = ["A city is more than its streets", "1.5 million people", "3.2 % of all", "-5 degrees", "*starred*", "e.g. lamps", "2013 was a good year", "(see below) Light", "1.", "•", ""]  # fmt: skip


@pytest.mark.parametrize("line", MARKED)
def test_a_line_is_parted_from_its_mark(line):
    assert split_marker(line) == MARKED[line]


@pytest.mark.parametrize("line", UNMARKED)
def test_a_line_without_a_mark_stays_whole(line):
    assert split_marker(line) == ("", line)


@pytest.mark.parametrize("sign", [*BULLETS, "-", "–", "o", "(cid:3)"])
def test_signs_are_bullets(sign):
    assert is_bullet(sign)


@pytest.mark.parametrize("mark", ["1.", "(a)", "iv)", "2.1", ""])
def test_numbers_and_letters_are_no_bullets(mark):
    assert not is_bullet(mark)


@pytest.mark.parametrize(
    ("line", "after_sentence", "starts"),
    [
        ("• light", False, True),
        ("- Light", False, True),
        ("- light", False, False),
        ("- light", True, True),
        ("2013. The lines", False, False),
        ("13. The lines", False, False),
        ("13. The lines", True, True),
        ("(a) the lines", False, False),
        ("(a) the lines", True, True),
        ("the lines", True, False),
    ],
)
def test_within_a_sentence_a_number_or_dash_begins_nothing(line, after_sentence, starts):
    assert starts_item(line, after_sentence=after_sentence) is starts
