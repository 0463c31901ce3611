"""The city of a document's issuer, where the issuer's name does not hold it: of the letterhead, or of the officials."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Document, Kind, Person, Record
from pipeline.text.clean import fold
from pipeline.text.places import find_places

_FRONT = 4  # blocks above the questions of a form in which a letterhead stands
_LONGEST = 300  # characters of them that may name the city


def seat_of_form(document: Document, record: Record, people: Sequence[tuple[Person, str]]) -> str:
    """The id of the one city that stands above the questions of a form and is not the event's; else the one city that
    all its officials with a city are of; empty for none, and for other documents. `people` come with their cities."""
    if record.genre != "learning_form":
        return ""
    event = fold(" ".join([record.event.place, record.event.name]) if record.event else "")
    above = {
        hit.city.id
        for text in _letterhead(document, record)
        for hit in find_places(text[:_LONGEST])
        if hit.city and fold(hit.city.name) not in event
    }
    own = {city for person, city in people if person.part == "attendee" and city}
    return next((next(iter(found)) for found in (above, own) if len(found) == 1), "")


def _letterhead(document: Document, record: Record) -> list[str]:
    """The running heads of a form, and its blocks above the first answer."""
    answered = [span.block for answer in record.answers for span in answer.spans]
    first = min(answered, default=_FRONT)
    above = [b for b in document.blocks if b.kind is not Kind.FURNITURE and b.number < first][:_FRONT]
    heads = [b for b in document.blocks if b.kind is Kind.FURNITURE]
    return [block.text for block in (*above, *heads[:_FRONT])]
