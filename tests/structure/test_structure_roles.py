"""What headings say: every phrase of `data/headings.toml` is found, ordinary headings say nothing."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from pipeline.structure.outline import lead_role
from pipeline.structure.roles import is_role_alone, role_of, roles

DATA = tomllib.loads(resources.files("pipeline.data").joinpath("headings.toml").read_text(encoding="utf-8"))["role"]
PHRASES = [(role["id"], phrase) for role in DATA for phrase in role["phrases"]]
KINDS = {role["id"]: role["kind"] for role in DATA}


def as_heading(phrase: str) -> str:
    return phrase.replace("*", "").capitalize()


def role(heading: str) -> str:
    found = role_of(heading)
    return found.id if found is not None else ""


@pytest.mark.parametrize(
    ("expected", "phrase"),
    PHRASES,
)
def test_every_phrase_has_the_role_under_which_it_is_listed(expected, phrase):
    assert role(as_heading(phrase)) == expected


@pytest.mark.parametrize(
    "phrase",
    sorted({p for _, p in PHRASES if p.endswith("*")}),
)
def test_a_star_stands_for_any_ending(phrase):
    assert role(as_heading(phrase) + "s") == role(as_heading(phrase)) != ""


def test_no_phrase_is_listed_twice():
    listed = [phrase for _, phrase in PHRASES]
    assert sorted({p for p in listed if listed.count(p) > 1}) == ["unresolved"]


def test_phrases_are_written_as_they_are_compared():
    assert [p for _, p in PHRASES if p != p.lower() or p != " ".join(p.split()) or re.search(r"[’“”é]", p)] == []


HEADINGS = {
    "recommendations": "Recommendations to city governments | Policy recommendations | Calls to action | "
    "What cities should do next | Our proposals for the council | Suggestions for other cities | Conclusions and recommendations",
    "conclusions": "Conclusions | Key messages | Closing remarks | Take-aways of the day | Points of agreement",
    "lessons": "Lessons learnt | What we have learned so far | Key learnings | Lessons from the first year",
    "practices": "Good practices | Solutions presented | Case studies | Examples from the cities | What works | "
    "City experiences | Stories from the neighbourhoods",
    "issues": "Challenges | Problems the cities face | What did not work | Obstacles | Open questions | Where cities are stuck",
    "participants": "Participants | LIST OF PARTICIPANTS | Annex 2: List of participants | Who attended",
    "speakers": "Speakers | Moderators | Speakers and panellists | Keynote speakers",
    "contact": "Contact | Further information | How to reach us | Contacts and enquiries",
    "members": "Members | Member cities of the network | Participating cities | Our partners",
    "objectives": "Objectives | Our aims | Vision | Mission and goals | Why attend? | Purpose of the meeting",
    "activities": "Activities | What we do | Our services | Work programme | Outputs | How we work",
    "aim": "Objective 2. Safe stops | Strategic objective 1: Light | Goal (a) Clean air",
    "indicators": "Indicators | Log-frame | Targets for 2030 | How we will measure success | Milestones",
    "follow-up": "Next steps | The way forward | Follow-up | What happens next | Commitments",
    "observations": "Findings | Key findings | Main points of the discussion | What we heard | Observations",
    "background": "Background | Introduction | Context and rationale | Foreword | Executive summary",
    "about": "About the network | Who we are",
    "references": "References | Table of contents | Practical information | Registration | Agenda | Abbreviations",
    "": "Water and sanitation | Public transport | Women in the informal economy | Turin | The old harbour | Housing | "
    "Street lighting in Quito | Youth | Day 1 | Workshop 2: Night buses | Clean air | Urban planning | The case of Dakar | "
    "Policing | Gender equality | City of Durban | Transport for all | Nairobi, Kenya | Land and tenure | Waste pickers | "
    "Culture and heritage | Budgeting with residents | Health | Monday 3 June | Local economies and trade",
}


@pytest.mark.parametrize(("expected", "heading"), [(r, h) for r, hs in HEADINGS.items() for h in hs.split(" | ")])
def test_headings_as_reports_have_them(expected, heading):
    assert role(heading) == expected


@pytest.mark.parametrize(("heading", "expected"), [("Participants", "participants"), ("How the participants of the forum saw the future of their own city", "")])  # fmt: skip
def test_a_role_with_a_longest_heading_leaves_longer_ones_alone(heading, expected):
    assert role(heading) == expected


@pytest.mark.parametrize(
    "heading", ["Objective 2. Survivors find a door", "3.1 Strategic goal 1: Safe stops", "Priority (b) Clean air"]
)
def test_a_numbered_aim_is_an_aim_whatever_else_its_words_say(heading):
    assert role(heading) == "aim"


@pytest.mark.parametrize("heading", ["To mayors", "For national governments", "2. To city councils and their partners"])
def test_who_is_addressed_says_nothing_of_what_is_said(heading):
    assert role(heading) == ""


def test_the_last_words_of_a_lead_in_say_most():
    sentence = (
        "The objectives of the day were met, and after two hours of talks delegates made the following recommendations:"
    )
    found = lead_role(sentence)
    assert found is not None
    assert found.id == "recommendations"


def test_every_kind_of_a_role_is_one_that_is_understood():
    inner = {"none", "about", "background", "conclusion", "aim"}
    known = inner | {
        "recommendation",
        "learning",
        "practice",
        "issue",
        "follow_up",
        "indicator",
        "observation",
        "objective",
        "activity",
    }
    assert {r.kind for r in roles()} - known == set()
    assert len(KINDS) == len(DATA)


@pytest.mark.parametrize("line", ["Objective", "Lines of action", "Our recommendations:", "Main findings"])
def test_a_line_may_say_a_role_and_nothing_else(line):
    assert is_role_alone(line)


@pytest.mark.parametrize("line", ["Objective reporting", "Members", "The findings were read out", "Turin"])
def test_a_line_that_says_more_or_lists_says_no_role_alone(line):
    assert not is_role_alone(line)
