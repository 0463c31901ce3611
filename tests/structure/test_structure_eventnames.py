"""Events as the first lines of announcements and reports say them."""

from __future__ import annotations

import pytest
from structure_builder import document, read

from pipeline.structure.eventnames import labelled_name, name_by_days, quoted_name


def blocks(*lines):
    return document(*lines).blocks


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Course title: Budgets that Citizens Can Read", "Budgets that Citizens Can Read"),
        ("Webinar: Who owns the pavement?", "Webinar: Who owns the pavement?"),
    ],
)
def test_a_label_names_the_event(line, name):
    found = labelled_name(blocks("Academy of Towns", line, "Dates: 2-13 September 2024"))
    assert found is not None
    assert found[0] == name


def test_a_label_of_days_names_none():
    assert labelled_name(blocks("Event: 3 May 2016")) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('We invite you to the workshop "Neighbours on Duty" in Graz.', 'workshop "Neighbours on Duty"'),
        ("The International Seminar “Second Houses” begins in May.", "International Seminar “Second Houses”"),
    ],
)
def test_a_name_in_quotation_marks_goes_with_the_noun_before_it(text, name):
    found = quoted_name(blocks(text))
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("PROGRAMME", "Evenings on Bread and Fairness", "4 to 6 March 2019"), "Evenings on Bread and Fairness"),
        (
            ("Aide-memoire", "Joint mission to Freetown and Bo, 5 - 16 November 2018"),
            "Joint mission to Freetown and Bo",
        ),
        (("Youth Climate Camp", "When? 18.07.-23.07.2022"), "Youth Climate Camp"),
    ],
)
def test_the_line_above_the_days_names_the_event(lines, name):
    found = name_by_days(blocks(*lines))
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize("above", ["Department of Housing", "Turin", "Minutes No. 7", "Dear Mayor,"])
def test_offices_places_and_kinds_of_documents_name_no_event(above):
    assert name_by_days(blocks(above, "4 to 6 March 2019")) is None


def test_minutes_of_a_table_tell_of_an_event():
    record = read(
        "Table of Neighbourhood Safety",
        "Minutes No. 7",
        "Date: 26 June 2019",
        "Attendance: six neighbourhoods, the police and the council.",
        "## Discussion",
        "The neighbours said that two thirds of the lamps are out.",
        "## Decisions",
        "The council will replace 40 lamps before August.",
    )
    assert (record.genre, record.event.name, record.event.start) == (
        "forum_report",
        "Table of Neighbourhood Safety",
        "2019-06-26",
    )


def test_a_timetable_is_an_announcement():
    record = read(
        "PROGRAMME", "Days of the Covered Market", "Turin, Market Hall", "22 to 24 June 2017",
        "09.00 Registration", "10.00 Welcome", "11.00 Keynote", "14.00 Walk through five markets",
    )  # fmt: skip
    assert (record.genre, record.event.start, record.event.end) == ("event_announcement", "2017-06-22", "2017-06-24")
    assert "Turin" in record.event.place
