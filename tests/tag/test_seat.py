"""The city of who issued a form, where the issuer's name does not hold it."""

from __future__ import annotations

from pipeline.model import Answer, Block, Document, Event, Kind, Person, Record, Span
from pipeline.tag.seat import seat_of_form

BILBAO, TURIN = "geonames:3128026", "geonames:3165524"


def seat(*texts: str, genre: str = "learning_form", people: tuple[tuple[Person, str], ...] = ()) -> str:
    """Of a form on an event in Turin whose last block is the first answer."""
    blocks = tuple(Block(number=n, kind=Kind.PARAGRAPH, text=text) for n, text in enumerate(texts))
    last = Span(block=len(texts) - 1, start=0, end=3)
    record = Record(
        genre=genre,
        confidence=1.0,
        event=Event(name="Lamps", place="Turin, Italy"),
        answers=(Answer(question="Event", answer="Lamps", spans=(last,)),),
    )
    return seat_of_form(Document(digest="0" * 64, media_type="text/plain", blocks=blocks), record, people)


def test_the_city_above_the_questions_is_the_issuers() -> None:
    assert seat("CITY HALL OF BILBAO TRIP SHEET", "Event: Lamps") == BILBAO


def test_the_city_of_the_event_is_not() -> None:
    assert seat("Visit to Turin", "Event: Lamps") == ""


def test_other_documents_and_forms_that_name_none_have_no_seat() -> None:
    assert seat("CITY HALL OF BILBAO", "Event: Lamps", genre="forum_report") == ""
    assert seat("Trip sheet", "Event: Lamps") == ""


def test_officials_of_one_city_tell_it_too() -> None:
    officials = tuple((Person(name=name, part="attendee"), city) for name, city in (("A B", BILBAO), ("C D", "")))
    assert seat("Trip sheet", "Event: Lamps", people=officials) == BILBAO
    met = ((Person(name="E F", part="contact"), TURIN),)
    assert seat("Trip sheet", "Event: Lamps", people=met) == ""
