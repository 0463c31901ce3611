"""One event under several names, and several under one."""

from __future__ import annotations

import pytest
from link_builder import BEIRUT, DURBAN, TURIN, done, linked, row
from msgspec.structs import replace

from pipeline.model import Event

REPORT = Event(
    name="International Forum of Mayors on Security and Crime Prevention in Urban Settings",
    start="2013-05-20",
    end="2013-05-21",
)
FORM = Event(
    name="International Forum of Mayors on Crime Prevention and Urban Security", start="2013-05-20", end="2013-05-21"
)


def test_a_report_and_a_form_speak_of_one_forum_by_different_names() -> None:
    report = done("report", event=REPORT, event_city=TURIN)
    dataset = linked(report, done("form", genre="learning_form", event=FORM))
    [event] = dataset.rows("events")
    assert (event.name, event.aliases) == (REPORT.name, (FORM.name,))
    assert (event.start_date, event.end_date, event.city_id, event.country_code) == (
        "2013-05-20",
        "2013-05-21",
        TURIN,
        "IT",
    )
    assert len(event.document_ids) == 2
    assert {r.event_id for r in dataset.rows("documents")} == {event.event_id}


ONE = [
    (
        Event(name="learning exchange", start="2014-12-03"),
        DURBAN,
        Event(name="AFUS exchange", start="2014-12-03"),
        DURBAN,
    ),
    (Event(name="Africities Summit", start="2015-11-29"), "", Event(name="Africities 7", start="2015-11-29"), ""),
    (
        Event(name="Seminar on Safer Public Transport", start="2015-03-02", end="2015-03-04"),
        DURBAN,
        Event(name="Safer public transport seminar", start="2015-03-03"),
        DURBAN,
    ),
    (Event(name="Seminar on Safer Public Transport", start="2015-03-02"), "", Event(name="Safer Public Transport"), ""),
    (
        Event(name="Seminar on Safer Public Transport", start="2015-03-02"),
        "",
        Event(name="Safer Public Transport", start="2015-03"),
        "",
    ),
]
TWO = [
    (
        Event(name="Forum of Mayors", start="2013-05-20"),
        TURIN,
        Event(name="Forum of Mayors", start="2014-05-20"),
        TURIN,
    ),
    (
        Event(name="Safer Cities Day", start="2013-05-20"),
        TURIN,
        Event(name="Safer Cities Day", start="2013-05-20"),
        DURBAN,
    ),
    (Event(name="learning exchange"), DURBAN, Event(name="learning exchange"), DURBAN),
    (Event(name="Forum", start="2013-05-20"), "", Event(name="Workshop", start="2013-05-20"), ""),
    (
        Event(name="Seminar on waste water", start="2013-05-20"),
        TURIN,
        Event(name="Congress of young musicians", start="2013-05-20"),
        TURIN,
    ),
    (Event(name="World Urban Safety Forum 6"), "", Event(name="World Urban Safety Forum 7"), ""),
    (Event(name="World Urban Safety Forum IV"), "", Event(name="World Urban Safety Forum III"), ""),
]


@pytest.mark.parametrize(("one", "city", "other", "other_city"), ONE)
def test_one_event(one: Event, city: str, other: Event, other_city: str) -> None:
    dataset = linked(done("a", event=one, event_city=city), done("b", event=other, event_city=other_city))
    assert len(dataset.rows("events")) == 1


@pytest.mark.parametrize(("one", "city", "other", "other_city"), TWO)
def test_two_events(one: Event, city: str, other: Event, other_city: str) -> None:
    dataset = linked(done("a", event=one, event_city=city), done("b", event=other, event_city=other_city))
    assert len({r.event_id for r in dataset.rows("events")}) == 2


def test_an_undated_name_that_fits_two_years_joins_neither() -> None:
    name = "Conference on Safer Public Transport"
    dataset = linked(
        done("a", event=Event(name=name, start="2013-05-20")),
        done("b", event=Event(name=name, start="2014-05-20")),
        done("c", event=Event(name=name)),
    )
    assert len(dataset.rows("events")) == 3


def test_a_date_without_a_day_is_no_date_of_the_table() -> None:
    [event] = linked(done("a", event=Event(name="Forum of Mayors", start="2013-05"))).rows("events")
    assert (event.start_date, event.end_date) == ("", "")


def test_a_document_without_an_event_has_none() -> None:
    dataset = linked(done("a"), done("b", event=Event(name="")))
    assert dataset.rows("events") == ()
    assert row(dataset, "documents", "a").event_id == ""


def test_the_city_comes_from_whoever_knows_it() -> None:
    dataset = linked(done("a", event=FORM), done("b", event=REPORT, event_city=BEIRUT))
    assert dataset.rows("events")[0].city_id == BEIRUT


def test_copies_have_no_say_of_their_own() -> None:
    text = "What was said at the forum on the lights between the homes and the stations of the city of Turin."
    copies = [
        done(name, media_type=kind, text=text, event=replace(FORM, start="2013-05-21", end="2013-05-22"))
        for name, kind in (("b", "text/plain"), ("c", "application/pdf"), ("d", "text/html"))
    ]
    [event] = linked(done("a", event=REPORT), done("e", event=FORM), *copies).rows("events")
    assert (event.start_date, len(event.document_ids)) == ("2013-05-20", 5)
