"""The genre of small documents, told by what they say."""

from __future__ import annotations

import pytest
from structure_builder import document, read

from pipeline.model.dataset import GENRES
from pipeline.structure import GENRES as READERS
from pipeline.structure.genre import signs

FORM = [
    "# Learning report",
    "## Event",
    "Forum",
    "## Name of the event",
    "Night Bus Forum",
    "## Date attended",
    "3 May 2016",
    "## Venue",
    "Turin",
]
FORM += ["## Key learnings", "Drivers know best.", "## Follow-up planned", "Ask drivers."]
REPORT = [
    "# Report of the Forum on Night Buses",
    "The forum was held in Turin from 3 to 5 May 2016 and was attended by delegates of twelve cities.",
    "## Workshop 1: Drivers",
    "1. Participants noted that drivers know best where people wait at night.",
    "## Recommendations",
    "2. City governments should run buses on every main road until two in the morning.",
    "## List of participants",
    "Ms. Maria Rossi, Head of Transport, City of Turin",
]
ANNOUNCEMENT = [
    "# Invitation: Forum on Night Buses",
    "The City of Turin invites you to a forum that will take place at the City Hall.",
    "Date: 3 to 5 May 2016",
    "Venue: City Hall, Turin, Italy",
    "Participants will learn how other cities plan their night buses and what it costs them to run a line until two.",
    "Registration is free of charge; places are limited. For more information please contact a@b.org.",
]
FACTSHEET = [
    "# Night Line Lab at a glance",
    "The lab was established in 2014 by four cities that run buses after midnight and is hosted by the City of Turin.",
    "## Objectives",
    "* To make night buses safe for women and shift workers",
    "## What we do",
    "* Peer visits between member cities twice a year",
    "## Our members",
    "Turin, Milan, Lyon and Porto",
    "## Contact us",
    "Night Line Lab, a@b.org",
]
PLAN = [
    "# Strategic Plan for Night Buses 2020-2025",
    "## Vision",
    "By 2025 every resident can travel home safely at any hour of the night.",
    "## Strategic objectives",
    "* Double the number of night lines by the end of the plan",
    "## Activities",
    "* Map the stops that passengers avoid after dark",
    "## Indicators",
    "* Number of lit stops has increased by 40 per cent",
]
OTHERS = {
    "lessons of another field": [
        "# Pump maintenance",
        "## Lessons learned",
        "* Spare parts must be near",
        "## Recommendations",
        "* Train two people",
    ],
    "minutes": [
        "# Minutes of the transport committee",
        "Present: Maria Rossi.",
        "The committee met on 3 May and approved the minutes.",
    ],
    "news": ["# New night buses in Turin", "Turin has started eleven new night lines, the city said on Monday."],
    "letter": ["Dear colleagues", "Please find attached the form that you asked for.", "Kind regards"],
    "four questions only": FORM[:1] + FORM[7:11],
    "nothing but a page number": ["~ 12"],
}


def genre(*lines: str) -> str:
    return read(*lines).genre


@pytest.mark.parametrize(
    ("expected", "lines"),
    [
        ("learning_form", FORM),
        ("forum_report", REPORT),
        ("event_announcement", ANNOUNCEMENT),
        ("factsheet", FACTSHEET),
        ("strategic_plan", PLAN),
    ],
)
def test_each_genre_is_told_by_its_words(expected, lines):
    assert genre(*lines) == expected


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_none_of_these_is_another_report(name):
    assert genre(*OTHERS[name]) == "other"


@pytest.mark.parametrize("lines", [FORM, REPORT, ANNOUNCEMENT, FACTSHEET, PLAN, *OTHERS.values()])
def test_confidence_is_a_share(lines):
    assert 0 <= read(*lines).confidence <= 1


def test_a_clear_document_is_surer_than_one_that_says_little():
    assert read(*REPORT).confidence > read(*REPORT[1:4]).confidence


@pytest.mark.parametrize("lines", [REPORT, ANNOUNCEMENT, PLAN])
def test_running_heads_say_nothing(lines):
    assert genre("~ Fact sheet at a glance", "~ Strategic plan", "~ Invitation", *lines) == genre(*lines)


def test_a_report_that_quotes_a_form_stays_a_report():
    assert (
        genre(
            *REPORT[:4],
            "Participants were asked: what did you learn?",
            "Most said that drivers know best.",
            *REPORT[4:],
        )
        == "forum_report"
    )


def test_an_announcement_of_few_words_is_one():
    lines = [
        "# Masterclass: Planning Night Buses",
        "When: 4 June 2018",
        "Where: Porto",
        "To register write to a@b.org before 1 May 2018.",
    ]
    assert genre(*lines) == "event_announcement"


def test_every_genre_has_a_reader_and_every_sign_a_genre():
    assert set(READERS) == set(GENRES)
    assert {s.genre for s in signs()} == set(GENRES) - {"learning_form", "other"}


@pytest.mark.parametrize("lines", [[], ["~ 1"], [""], ["| | |"], ["## "], ["* "], ["> "]])
def test_a_document_of_nothing_is_read_without_complaint(lines):
    record = read(*lines)
    assert (record.genre, record.insights, record.people, record.event) == ("other", (), (), None)
    assert document(*lines).text().strip() in ("", "1")
