"""The event of a report or announcement: its name, days, place and organisers."""

from __future__ import annotations

import pytest
from structure_builder import document

from pipeline.model import Event
from pipeline.structure.events import event_of
from pipeline.structure.organisers import asks_for_organisers, listed_organisers


def event(*lines: str, announcing: bool = False) -> Event:
    found = event_of(document(*lines), announcing=announcing)
    assert found is not None
    return found


HELD = "The forum was held at the City Hall in Turin from 3 to 5 May 2016."

NAMES = {
    ("# Report of the Second Forum on Night Buses",): "Second Forum on Night Buses",
    ("# Proceedings of the Second Forum on Night Buses",): "Second Forum on Night Buses",
    ("# Invitation to the Second Forum on Night Buses",): "Second Forum on Night Buses",
    ("# Streets for All: Third Congress on Walking",): "Streets for All: Third Congress on Walking",
    ("# Call for participation: Summer School on Night Economy",): "Summer School on Night Economy",
    ("# Second Forum on Night Buses, 3-5 May 2016",): "Second Forum on Night Buses",
    ("# Save the date", "## Mayors’ Summit on Walking", "Text."): "Mayors’ Summit on Walking",
    ("# Moving after Midnight", "Delegates came to the Second Regional Conference on Safe Nights."): "Second Regional Conference on Safe Nights",
    ("The city will host a learning exchange in May.", "The learning exchange is free."): "learning exchange",
    ("## Report", "The Night Bus Forum met. The Night Bus Forum agreed.", "Session 2 of the Planning Workshop was short."): "Night Bus Forum",
}  # fmt: skip


@pytest.mark.parametrize("lines", NAMES, ids=" / ".join)
def test_the_name_of_an_event(lines):
    assert event(*lines).name == NAMES[lines]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("# Moving after Midnight", "## Report of the Second Forum on Night Buses, Turin, 3-5 May 2016"), "Second Forum on Night Buses"),
        (("Workshop on Night Buses, Turin, Italy, 3 May 2016", "## Session 1: Opening of the Workshop", "It was opened."), "Workshop on Night Buses"),
        (("# Outcome of the Mayors’ Assembly 2018", "It met in Lyon."), "Mayors’ Assembly 2018"),
    ],
)  # fmt: skip
def test_the_name_of_an_event_without_place_and_date_around_it(lines, name):
    assert event(*lines).name == name


def test_the_name_points_to_its_words():
    source = document("# Report of the Second Forum on Night Buses", HELD)
    found = event_of(source, announcing=False)
    assert found is not None
    assert [source.slice(span) for span in found.spans] == [found.name]


DAYS = {
    ("Date: 3 to 5 May 2016",): ("2016-05-03", "2016-05-05"),
    ("When: 3 May 2016, 9:00",): ("2016-05-03", "2016-05-03"),
    ("Dates", "3 - 5 May 2016"): ("2016-05-03", "2016-05-05"),
    ("**When and where**", "3 May 2016, Turin"): ("2016-05-03", "2016-05-03"),
    (HELD,): ("2016-05-03", "2016-05-05"),
    ("It will take place on 3 May 2016.", "Please register before 1 March 2016."): ("2016-05-03", "2016-05-03"),
    ("Registration closes on 1 March 2016.", "The forum takes place on 3 May 2016."): ("2016-05-03", "2016-05-03"),
    ("3 May 2016",): ("2016-05-03", "2016-05-03"),
    ("The city was founded in 1840.",): ("", ""),
    ("| Date | 3 to 5 May 2016 |",): ("2016-05-03", "2016-05-05"),
}


@pytest.mark.parametrize("lines", DAYS, ids=" / ".join)
def test_the_days_of_an_event(lines):
    found = event("# Forum on Night Buses", *lines, announcing=True)
    assert (found.start, found.end) == DAYS[lines]


PLACES = {
    ("Venue: City Hall, Turin",): "City Hall",
    ("Where: University of Porto, Porto, Portugal",): "University of Porto",
    ("Venue", "Palazzo Madama, Turin"): "Palazzo Madama",
    (HELD,): "City Hall",
    ("Nothing is said of a place.",): "",
    ("| Venue | City Hall, Turin |",): "City Hall",
}


@pytest.mark.parametrize("lines", PLACES, ids=" / ".join)
def test_the_venue_of_an_event(lines):
    assert event("# Forum on Night Buses", *lines, announcing=True).venue == PLACES[lines]


def test_the_city_may_stand_in_the_line_after_the_venue():
    assert event("# Forum on Night Buses", "Venue: City Hall", "45 Old Road, Durban, South Africa", announcing=True).place == "City Hall, 45 Old Road, Durban, South Africa"  # fmt: skip


def test_a_sentence_after_the_venue_is_no_part_of_the_place():
    lines = ("# Forum on Night Buses", "Venue: City Hall, Turin", "Delegates from Lagos will speak.")
    assert "Lagos" not in event(*lines, announcing=True).place


def test_a_label_after_the_venue_is_no_part_of_the_place():
    lines = ("# Forum on Night Buses", "Venue: City Hall, Turin", "Convened by: City of Lagos")
    assert event(*lines, announcing=True).place == "City Hall, Turin"


@pytest.mark.parametrize("question", ["Organised by", "Organising institution(s)", "Host organisation"])
def test_a_form_may_ask_who_organised_the_event(question):
    assert asks_for_organisers(question)


@pytest.mark.parametrize("question", ["Purpose of the event organised", "Venue", "How was it organised?"])
def test_other_questions_do_not(question):
    assert not asks_for_organisers(question)


def test_organisers_in_an_answer_stand_one_a_line_or_between_semicolons():
    assert listed_organisers("City of Lyon; Transport Network (TN)") == ("City of Lyon", "Transport Network (TN)")


ORGANISERS = {
    "It was organised by the City of Lyon.": ("City of Lyon",),
    "It was organized jointly by the City of Lyon and the Transport Network.": ("City of Lyon", "Transport Network"),
    "It is hosted by the City of Lyon, the Night Line Lab and the Transport Network.": (
        "City of Lyon",
        "Night Line Lab",
        "Transport Network",
    ),
    "It was convened by the City of Lyon with the support of the World Bank.": ("City of Lyon",),
    "It was organised well.": (),
    "It was held in May and gives hope that the City of Lyon, the Night Line Lab and the Transport Network jointly organised the forum for all.": (
        "City of Lyon",
        "Night Line Lab",
        "Transport Network",
    ),
    "The City of Lyon, together with the Night Line Lab, will hold a forum.": ("City of Lyon", "Night Line Lab"),
    "The City of Lyon and the Night Line Lab invite drivers to a forum.": ("City of Lyon", "Night Line Lab"),
    "The hosts were the City of Lyon and the Night Line Lab.": ("City of Lyon", "Night Line Lab"),
    "It was hosted by the City of Lyon and organised together with the Night Line Lab, at the old depot.": (
        "City of Lyon",
        "Night Line Lab",
    ),
    "It was convened by the City of Lyon and the Night Line Lab to count the lamps of every stop.": (
        "City of Lyon",
        "Night Line Lab",
    ),
    "Drivers and guards organised the queue.": (),
}


@pytest.mark.parametrize("sentence", ORGANISERS)
def test_who_organised_an_event(sentence):
    assert event("# Forum on Night Buses", sentence).organisers == ORGANISERS[sentence]


@pytest.mark.parametrize(
    "lines", [("# Annual report 2015", "We fixed pumps in nine villages."), ("Dear colleagues",), ()]
)
def test_no_event_is_no_event(lines):
    assert event_of(document(*lines), announcing=False) is None


def test_running_heads_and_footnotes_name_no_event():
    assert event("~ Forum on Cycling", "# Report of the Forum on Night Buses", "^1 See the Conference on Trams, 3 May 2010.").name == "Forum on Night Buses"  # fmt: skip
