"""Blocks under their headings."""

from __future__ import annotations

import pytest
from structure_builder import document

from pipeline.structure.outline import grouped, places, title


def sections(*lines: str) -> list[str]:
    """The heading path of each body block."""
    return [place.section for place in places(document(*lines))]


OUTLINES = {
    ("# Title", "one", "## A", "two", "### B", "three", "## C", "four"): ["", "A", "A > B", "C"],
    ("## A", "### B", "one", "### C", "two"): ["A > B", "A > C"],
    ("### B", "one", "## A", "two"): ["B", "A"],
    ("## A", "one", "# Another title", "two"): ["A", ""],
    ("## A", "**B**", "one two three", "**C**", "four five six"): ["A > B", "A > C"],
    ("## A", "**A name in bold.**", "one"): ["A", "A"],
    ("## A", "> ## B", "> one", "two"): ["A > B", "A"],
    ("## A", "> ## B", "> one", ">> ## C", "> two"): ["A > B", "A > C"],
    ("## A", "> ## B", "> ### C", "> one", "## D", "two"): ["A > B > C", "D"],
    ("## A", "> Good practices", "> Turin has opened eleven lines."): ["A > Good practices"],
    ("## A", "Good practices", "Turin has opened eleven lines."): ["A > Good practices"],
    ("## A", "Good practices of Turin", "Turin has opened eleven lines."): ["A", "A"],
    ("~ head", "## A", "^1 note", "one"): ["A"],
    ("## A", "| a | b |"): ["A"],
    (): [],
}


@pytest.mark.parametrize("lines", OUTLINES, ids=" / ".join)
def test_each_block_stands_under_its_headings(lines):
    assert sections(*lines) == OUTLINES[lines]


def test_a_heading_keeps_its_number():
    block = document("3. **Safe stops**").blocks[0]
    assert title(block) == "3. Safe stops"


@pytest.mark.parametrize(
    ("lines", "in_list"),
    [
        (("Cities should:", "* light stops", "* train drivers"), [False, True, True]),
        (("Cities are nice.", "* light stops"), [False, False]),
        (("Cities should:", "a full paragraph", "* light stops"), [False, False, False]),
        (("Cities should:", "(a) light stops", "(b) train drivers"), [False, True, True]),
        (("1. Cities should:", "(a) light stops", "2. Lamps help"), [False, True, False]),
        (("1. Cities should:", "* light stops", "2. Lamps:", "* help"), [False, True, False, True]),
        (("Cities should:", "## Heading", "* light stops"), [False, False]),
        (("Cities should:", "* act on these:", "* light stops"), [False, True, True]),
    ],
)
def test_items_belong_to_the_sentence_that_leads_into_them(lines, in_list):
    assert [place.in_list for place in places(document(*lines))] == in_list


def test_a_lead_in_leads_into_a_table_too():
    lead, table = places(document("Practices of the cities:", "| Turin | eleven lines |"))
    assert table.lead == lead.block


def test_the_nearest_role_comes_first():
    place = places(document("## Recommendations", "### Challenges", "The forum noted the following:", "* dark stops"))[
        -1
    ]
    assert [role.id for role in place.roles] == ["observations", "issues", "recommendations"]


def test_runs_under_the_same_headings_are_grouped():
    runs = grouped(places(document("## A", "one", "two", "## B", "three")))
    assert [([h.text for h in headings], [p.block.text for p in run]) for headings, run in runs] == [(["A"], ["one", "two"]), (["B"], ["three"])]  # fmt: skip
