"""What a named place did or lacks: practices and issues under any heading."""

from __future__ import annotations

import pytest

from pipeline.structure.cues import is_target
from pipeline.structure.deeds import deed_of_place

PLACES = {"Tema", "Manizales", "Kohima", "Lomé", "Victoria", "Lagos", "San José"}


def told(sentence: str) -> str:
    return deed_of_place(sentence, lambda words: words in PLACES)


@pytest.mark.parametrize(
    "sentence",
    [
        "In Tema the fishing association keeps twenty places on its boats.",
        "The City of Manizales trains women who look after the drains.",
        "The municipal council of Tema posts its fees on the gate.",
        "Lomé’s traders pay for their own lamps.",
        "Lagos State has opened the yards of its schools at weekends.",
        "San José now holds one session a month in the market hall.",
    ],
)
def test_what_a_place_does_is_a_practice(sentence):
    assert told(sentence) == "practice"


@pytest.mark.parametrize(
    "sentence",
    [
        "Kohima depends on a single road that is cut every monsoon.",
        "Lomé has no magistrate for minors.",
        "In Tema the gauge has not worked since the flood.",
        "Manizales lost its team after the election.",
    ],
)
def test_what_a_place_lacks_is_an_issue(sentence):
    assert told(sentence) == "issue"


@pytest.mark.parametrize(
    "sentence",
    [
        "Victoria Mensah said that the buses were late.",  # a person
        "Tema hosted the second dialogue in the palace of congresses.",  # where the event was
        "Lagos, Nigeria, 18 to 20 September 2019, Civic Centre.",
        "Lagos | 3 May 2016 | Report of the meeting of towns",
        "Most cities have no magistrate for minors.",
        "Can Lagos employ a person with a record?",
    ],
)
def test_what_is_no_deed_of_a_place_is_none(sentence):
    assert told(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "By the end of 2019, at least twenty towns have signed an agreement with their bar owners.",
        "Falls on public steps drop by 20 per cent between 2018 and 2021.",
        "30 of 34 towns deliver the sheet every quarter by mid-2020.",
    ],
)
def test_a_quantity_reached_by_a_date_is_a_target(sentence):
    assert is_target(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We will train one mediator in each town by 2020.",
        "The plan was adopted by the assembly in Split on 24 November 2016.",
        "Every town counts those who are out at night.",
    ],
)
def test_what_will_be_done_or_was_decided_is_no_target(sentence):
    assert not is_target(sentence)
