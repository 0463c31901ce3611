"""Where people come from who do not say it: by what their block, their section or their body is of."""

from __future__ import annotations

import pytest

from pipeline.model import Block, Document, Event, Kind, Record
from pipeline.tag.people import tag_people
from pipeline.text.clean import fold

PLACES = {"turin", "beirut", "kampala", "lima", "durban", "lviv"}


def homes(*texts: str, event: str = "", issuer: str = "") -> dict[str, str]:
    """The places of the people of a document whose lines with "#" are headings."""
    blocks = tuple(
        Block(number=n, kind=Kind.HEADING if text[0] == "#" else Kind.PARAGRAPH, text=text.lstrip("# "))
        for n, text in enumerate(texts)
    )
    record = Record(genre="other", confidence=1.0, event=Event(name="Days", place=event) if event else None)
    document = Document(digest="0" * 64, media_type="text/plain", blocks=blocks)
    return {p.name: p.place for p in tag_people(document, record, {}, lambda words: fold(words) in PLACES, issuer)}


@pytest.mark.parametrize(
    "texts",
    [
        ("Kampala, represented by Ms. Grace Nakato, pays for lamps.",),
        ("Kampala's new counter was shown by Ms. Grace Nakato.",),
        ("Twenty stalls in Kampala stay open at night, reports Councillor Grace Nakato.",),
        ("Kampala pays by telephone since a visit to Lima; says the director of finance, Ms. Grace Nakato.",),
        ("Ms. Grace Nakato, Secretary of Works (Kampala); others came.",),
        ("# 3.1 Kampala", "The depot was shown to us by Ms. Grace Nakato."),
        ("# Kampala: a market of its own", "Ms. Grace Nakato, librarian, lends tools."),
        ("Questions came from the delegate of Kampala, Ms. Grace Nakato.",),
        ("Ms. Grace Nakato of the Lake Institute spoke.", "Hosts: Lake Institute, Kampala"),
    ],
)
def test_a_person_is_of_the_city_that_is_spoken_of(texts: tuple[str, ...]) -> None:
    assert homes(*texts) == {"Grace Nakato": "Kampala"}


@pytest.mark.parametrize(
    "texts",
    [
        ("Guests from Lima and Durban were met by Ms. Grace Nakato.",),  # which of the two?
        ("# Kampala", "The hall was opened by the Minister of Works, Ms. Grace Nakato."),  # of the state
        ("# Kampala", "# Next steps", "Ms. Grace Nakato will write to all."),
    ],
)
def test_a_person_is_of_no_city_where_none_is_meant(texts: tuple[str, ...]) -> None:
    assert homes(*texts) == {"Grace Nakato": ""}


def test_who_speaks_where_the_event_is_need_not_come_from_there() -> None:
    text = "The second day in Kampala began with a lecture by Professor Grace Nakato."
    assert homes(text, event="Kampala") == {"Grace Nakato": ""}


def test_who_says_elsewhere_where_they_come_from_is_of_that_city() -> None:
    texts = ("# Kampala", "Ms. Grace Nakato saw the depot.", "# Delegates", "Ms. Grace Nakato, Mayor of Durban, left.")
    assert set(homes(*texts).values()) == {"Durban"}


def test_mentions_without_an_office_do_not_move_who_has_one_elsewhere() -> None:
    texts = ("# Kampala", "Ms. Grace Nakato saw the depot.", "# Our team", "Town Clerk: Ms. Grace Nakato, town clerk.")
    assert set(homes(*texts).values()) == {""}
