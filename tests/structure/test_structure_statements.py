"""Which sentences are statements, and of which kind."""

from __future__ import annotations

import pytest
from structure_builder import document, insights, kinds, read

from pipeline.model import Insight
from pipeline.structure import asked, cues
from pipeline.structure.outline import is_lead_only, leads_in, places
from pipeline.structure.qualifiers import qualifiers
from pipeline.structure.statements import insights_of, pieces

PLACES = ("Turin", "Beirut", "Lagos")


def found(*lines: str) -> list[Insight]:
    return list(insights_of(places(document(*lines)), lambda words: words in PLACES))


def said(*lines: str) -> list[str]:
    return [insight.kind for insight in found(*lines)]


# what no heading decides, the words do

SENTENCES = {
    "observation": [
        "The workshop noted that most drivers know where people wait at night.",
        "It was observed that lamps are broken for weeks in the poorer quarters.",
        "An independent evaluation found that robberies at stops fell by a third.",
        "Mayor Rossi told participants that the night line pays for itself.",
        "The evidence from five cities shows that lit stops are used twice as often.",
        "There was agreement among all delegates that fares must not rise at night.",
    ],
    "recommendation": [
        "Cities should let drivers decide where to stop after midnight.",
        "There is a need to train drivers in first aid before they work at night.",
        "Every stop must be lit from dusk to dawn, on weekends as well.",
        "The police are urged to ride along on the last line of the night.",
    ],
    "objective": [
        "The goal of the network is to make travelling at night safe for women.",
        "The forum was convened to bring planners and drivers to one table for once.",
        "This programme aims to double the number of lines that run after midnight.",
    ],
    "": [
        "A night bus can be defined as any bus that runs between midnight and five.",
        "The forum was held at the City Hall from 3 to 5 May 2016.",
        "The first phase will run from January 2020 to December 2021.",
        "This report summarises the discussions of the three workshops held in Turin.",
        "The session was moderated by Ms. Maria Rossi, Head of Transport of Turin.",
        "Turin lies on the river Po and has a population of about nine hundred thousand.",
        "The following cities took part in the workshop on night buses:",
        "Buses at night.",
        "Maria Rossi, Head of Transport, City Hall, 10100 Turin, telephone in the office",
    ],
}


def test_most_sentences_under_a_neutral_heading_are_what_their_words_say():
    judged = [
        said("## Workshop 1: Night buses", s) == [kind] * bool(kind) for kind, many in SENTENCES.items() for s in many
    ]
    assert sum(judged) >= 0.75 * len(judged)


# what a heading decides

UNDER = {
    "## Recommendations": "recommendation",
    "## Good practices": "practice",
    "## Objectives": "objective",
    "## Indicators": "indicator",
    "## Challenges": "issue",
    "## Activities": "activity",
    "## Findings": "observation",
    "## Participants": "",
    "## Contact": "",
}


@pytest.mark.parametrize(("heading", "kind"), UNDER.items())
def test_an_item_is_what_its_heading_says(heading, kind):
    assert said("# Night buses", heading, "* Night lines on every main road until two in the morning") == [kind] * bool(
        kind
    )


def test_conclusions_that_prescribe_are_recommendations():
    assert said("## Conclusions", "* Cities should light every stop")[0] == "recommendation"


def test_the_nearest_heading_that_says_something_decides():
    assert said("## Recommendations", "### Turin", "* Night lines on every main road") == ["recommendation"]
    assert said("## Recommendations", "### Challenges", "* Lamps are broken for weeks") == ["issue"]


def test_a_new_heading_of_the_same_level_ends_what_the_last_one_said():
    assert said("## Recommendations", "* Light every single stop", "## Turin", "* Eleven new night lines") == [
        "recommendation"
    ]


def test_a_box_keeps_its_heading_to_itself():
    lines = [
        "## Workshop 1",
        "> ## Good practices",
        "> * A stop on request for women",
        "* Eleven new night lines in the city",
    ]
    assert said(*lines) == ["practice"]


# lists and what leads into them

LEADS = {
    "The forum recommended the following:": "recommendation",
    "Cities should:": "recommendation",
    "The network aims to:": "objective",
    "It was noted that:": "observation",
    "Participants noted that:": "observation",
    "Delegates stressed the following:": "observation",
    "Members of the network should:": "recommendation",
    "The main challenges are:": "issue",
    "What we have learned so far:": "learning",
    "The following people attended:": "",
}


@pytest.mark.parametrize(("lead", "kind"), LEADS.items())
def test_a_list_is_what_the_sentence_before_it_says(lead, kind):
    assert said("## Workshop 1", lead, "* Night lines on every main road", "* Lamps at the stops") == [kind] * 2 * bool(
        kind
    )


def test_a_lead_in_ends_with_its_list():
    lines = ["## Workshop 1", "The forum recommended the following:", "* Run night lines on every road", "The weather was fine and all delegates had lunch outside.", "* Eleven lines of buses"]  # fmt: skip
    assert said(*lines) == ["recommendation"]


@pytest.mark.parametrize(
    ("text", "leads", "only"),
    [
        ("Cities should:", True, True),
        ("The forum made the following recommendations.", True, True),
        ("Night buses are safe. Cities should:", True, False),
        ("Night buses are safe.", False, False),
        ("At 10:30 the buses left.", False, False),
    ],
)
def test_lead_ins_are_told_by_their_end(text, leads, only):
    assert (leads_in(text), is_lead_only(text)) == (leads, only)


# enumerations within a paragraph

ENUMERATIONS = {
    "The aims are: (i) to learn how others plan their night lines (ii) to meet drivers from other cities at work": [
        "to learn how others plan their night lines",
        "to meet drivers from other cities at work",
    ],
    "Cities must act. They should (a) Light every stop on main roads (b) Train every driver in first aid": [
        "Cities must act.",
        "Light every stop on main roads",
        "Train every driver in first aid",
    ],
    "They said: (1) Lamps matter more than cameras; (2) Drivers know best of all; and (3) Fares must stay low.": [
        "Lamps matter more than cameras",
        "Drivers know best of all",
        "Fares must stay low.",
    ],
}


@pytest.mark.parametrize("text", ENUMERATIONS)
def test_wholes_that_a_paragraph_enumerates_stand_alone(text):
    assert [text[a:b] for a, b in pieces(text)] == ENUMERATIONS[text]


@pytest.mark.parametrize(
    "text",
    [
        "Buses (a) and trams (b) run at night.",
        "We shall (i) talk (ii) walk (iii) listen.",
        "Lines (b) Light every stop on roads (c) Train every driver in first aid",
        "As noted (i) Light every stop on main roads",
        "No enumeration at all.",
        "",
    ],
)
def test_other_paragraphs_stay_whole(text):
    assert pieces(text) == [(0, len(text))]


# what is said about a statement


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Cities must light every stop.", "must"),
        ("Lamps have to be repaired.", "must"),
        ("Cities should light every stop.", "should"),
        ("It is essential to light stops.", "should"),
        ("Cities may light every stop.", "may"),
        ("Cities could consider lamps.", "may"),
        ("Light every stop.", ""),
    ],
)
def test_the_strength_of_a_recommendation(text, strength):
    assert asked.worded(text) == strength


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cities do not light stops.", ("negated",)),
        ("Stops were dark.", ("past",)),
        ("Lamps would help.", ("hypothetical",)),
        ("The workshop noted that lamps help.", ("reported",)),
        ("Lamps help. They were not cheap.", ()),
        ("The forum heard that stops were not lit.", ("negated", "past", "reported")),
    ],
)
def test_qualifiers_are_those_of_the_first_sentence(text, expected):
    assert qualifiers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The police should ride along.", ("police",)),
        ("Village committees must keep a fund. Donors should pay it.", ("Village committees", "Donors")),
        ("Lamps should be lit.", ()),
        ("City governments should run buses.", ("City governments",)),
        ("Local governments should run buses.", ("Local governments",)),
    ],
)  # fmt: skip
def test_who_should_act_is_told_in_the_words_of_the_text(text, expected):
    assert asked.named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Rossi met Dr. Bianchi. They talked.", ["Mr. Rossi met Dr. Bianchi.", "They talked."]),
        ("Lamps, e.g. LEDs, help. Buy them.", ["Lamps, e.g. LEDs, help.", "Buy them."]),
        ("It costs 3.5 million. “Too much,” he said.", ["It costs 3.5 million.", "“Too much,” he said."]),
        ("no capital. after the stop", ["no capital. after the stop"]),
    ],
)
def test_sentences_end_where_they_end(text, expected):
    assert cues.sentences(text) == expected


# heads: a city above the statement


@pytest.mark.parametrize(
    "heading",
    ["Turin", "City of Turin", "Turin: eleven lines", "Turin, Italy", "Turin – the night city", "Turin (Italy)"],
)
def test_a_city_that_heads_a_statement_is_kept_with_it(heading):
    lines = ("## Good practices", f"### {heading}", "* A stop on request for women at night")
    insight = found(*lines)[0]
    assert [document(*lines).slice(head) for head in insight.heads] == [heading]
    assert insight.section == f"Good practices > {heading}"


def test_each_box_has_its_own_city():
    lines = ["## Good practices", "> **Turin**", "> A stop on request was introduced for women in 2014.", ">> **Lagos**", "> Shared taxis run on fixed fares after midnight in all districts."]  # fmt: skip
    assert [i.section for i in found(*lines)] == ["Good practices > Turin", "Good practices > Lagos"]
    assert all(len(i.heads) == 1 for i in found(*lines))


def test_a_heading_that_is_no_place_heads_nothing():
    assert found("## Good practices", "### Women at night", "* A stop on request for women")[0].heads == ()


# whole documents


@pytest.mark.parametrize("lines", [["# Report of the Forum on Night Buses", "## Recommendations", "1. Cities should run night lines until two in the morning.", "2. Lamps must be repaired within two days.", "(a) Police should ride along on the last line."]])  # fmt: skip
def test_insights_are_numbered_in_reading_order_and_point_to_their_words(lines):
    record, source = read(*lines), document(*lines)
    assert [i.number for i in record.insights] == [0, 1, 2]
    assert [source.slice(i.spans[0]) for i in record.insights] == [i.text for i in record.insights]


def test_footnotes_and_running_heads_are_no_statements():
    lines = ["# Report of the Forum", "~ Cities should run this head on every page", "^1 Cities should read this note", "## Recommendations", "* Light every single stop"]  # fmt: skip
    assert insights(*lines) == [("recommendation", "Light every single stop")]


def test_any_report_yields_its_lessons_and_recommendations():
    lines = ["# Pump maintenance in dry years", "## Lessons learned", "* Spare parts must be kept near the pump", "## Recommendations", "1. Village committees should keep a fund for repairs."]  # fmt: skip
    assert kinds(*lines) == ["learning", "recommendation"]


@pytest.mark.parametrize("label", ["Partners:", "Members include:"])
def test_bodies_listed_below_a_label_are_no_statements(label):
    lines = [
        "## What we do",
        label,
        "* City of Turin",
        "* Night Line Lab",
        "* University of Porto, Faculty of Planning",
    ]
    assert said(*lines) == []


@pytest.mark.parametrize(
    "line",
    [
        "ANA LIMA(1), JO BAUER(2), MEERA SEN-RAO(3), PETER OKOTH(1) AND LI WEI(4)",
        "University of Quito, Faculty of Planning, Quito, Ecuador; a.lima@uq.example; ORCID: 0000-0001",
    ],
)
def test_who_wrote_a_report_and_where_they_work_is_no_finding_of_it(line):
    assert said("## Findings", line) == []


def test_activities_named_below_their_label_stay():
    assert said("## The network", "Activities:", "* Peer Learning Visits") == ["activity"]


def test_a_plain_line_that_names_a_role_heads_what_follows():
    lines = ["## Axis 1: Movement", "Objective", "To halve the time that people wait at night for a bus."]
    assert said(*lines) == ["objective"]


def test_a_short_sentence_counts_under_a_heading_of_a_known_role():
    assert said("## Recommendations", "Lighting must precede cameras.") == ["recommendation"]


def test_a_label_in_front_of_a_statement_says_its_kind_and_is_no_part_of_it():
    lines = [
        "## Priority 1. Staff",
        "Measure of success: The share of staff who feel safe rises to 80 per cent by 2024.",
    ]
    statement = found(*lines)[0]
    assert (statement.kind, statement.text[:9]) == ("indicator", "The share")


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("* asks bus companies to stop between stops after eleven at night;", "recommendation"),
        ("* decides to meet again in three years.", "follow_up"),
    ],
)
def test_verbs_whose_subject_stands_above_say_the_kind(item, kind):
    assert said("## Agreed text", "The Forum", item) == [kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Towns that were flooded need help.", ()),
        ("Cities should not only count but ask.", ()),
        ("The lamps were mended before the fair.", ("past",)),
        ("The panel noted that nobody mends the lamps.", ("negated", "reported")),
        ("Ms. Otieno explained how the port closed its gates.", ("past", "reported")),
        ("The fair opens in May.", ()),
        ("Should the grant end, the shelter will close.", ("hypothetical",)),
        ("We learned that a map is worth more than a meeting.", ()),
    ],
)
def test_qualifiers_are_those_of_the_main_clause(text, expected):
    assert qualifiers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In small islands, councils ought to share boats.", ("councils",)),
        ("It is important that regional governments pay for shelters.", ("regional governments",)),
        ("The forum urged national governments to pay.", ("national governments",)),
        ("Boxes should be emptied by police services every day.", ("police services",)),
        ("The city of Gaborone should keep its wardens.", ("city of Gaborone",)),
        ("Girls should be asked which stops they avoid.", ()),
        ("Contracts of transport operators should be published.", ()),
    ],
)
def test_who_is_asked_acts_and_does_not_only_undergo(text, expected):
    assert asked.named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Towns that must save should keep their wardens.", "should"),
        ("Publish maps so that residents can report faults.", ""),
        ("The group proposed that schools pay for wardens.", "should"),
        ("Bus companies have to fit doors.", "must"),
    ],
)
def test_strength_is_that_of_what_is_asked_for(text, expected):
    assert asked.worded(text) == expected
