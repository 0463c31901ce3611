"""What a document mentions: people, places, organisations, dates and themes, each with its evidence."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.place import Span
from pipeline.model.record import Person


class Mention(Struct, frozen=True, kw_only=True):
    """An entity seen at a place of the document."""

    kind: str  # city country person organisation date theme
    span: Span
    surface: str  # the characters of the span
    entity: str = ""  # `geonames:3165524`, `IT`, a theme id, an ISO date, a person's or organisation's full name
    insight: int | None = None  # the number of the insight it stands in or heads
    candidates: tuple[str, ...] = ()  # entities it could be, where `entity` is empty
    score: float = 1.0
    method: str = ""  # rule or model, with its version
    evidence: tuple[str, ...] = ()  # the words that made the tag


class Tags(Struct, frozen=True, kw_only=True):
    """All that the tag stage says of a document."""

    mentions: tuple[Mention, ...] = ()
    people: tuple[Person, ...] = ()  # those of the record and those of running text, surfaces not yet merged
    organisations: tuple[tuple[str, str], ...] = ()  # (full name, acronym or empty)
    themes: tuple[str, ...] = ()  # of the document as a whole, strongest first
    event_city: str = ""  # `geonames:...`
    event_country: str = ""
    issuer: str = ""  # the organisation that issued the document, as named in it
    issuer_city: str = ""  # `geonames:...`
    person_places: tuple[tuple[str, str], ...] = ()  # for people[i]: (city id, country code), empty where unknown
    notes: tuple[str, ...] = ()
