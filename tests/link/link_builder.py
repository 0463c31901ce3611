"""Outcomes for tests, built from a few words: `done("report", people=[person("Renzo Bellardi", city=TURIN)])`."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from pipeline.link import LinkSettings, link
from pipeline.model import (
    Answer,
    Block,
    Cell,
    Contact,
    Document,
    Event,
    Insight,
    Kind,
    Mention,
    Origin,
    Outcome,
    Person,
    Record,
    Span,
    Status,
    Tags,
)
from pipeline.model.dataset import Dataset

TURIN, DURBAN, BEIRUT = "geonames:3165524", "geonames:1007311", "geonames:276781"
QUITO, MADRID, CAPE_TOWN = "geonames:3652462", "geonames:3117735", "geonames:3369157"
COUNTRY = {TURIN: "IT", DURBAN: "ZA", BEIRUT: "LB", QUITO: "EC", MADRID: "ES", CAPE_TOWN: "ZA"}

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF, TEXT, HTML = "application/pdf", "text/plain", "text/html"

Done = tuple[Outcome, tuple[Origin, ...]]

FORUM = Event(name="Forum of Mayors on Crime Prevention", start="2013-05-20", end="2013-05-21")


class Theme(NamedTuple):
    """A theme of the vocabulary."""

    id: str
    label: str = "Label"
    definition: str = "Definition"
    broader: str = "group"
    mappings: tuple[str, ...] = ()


THEMES = (Theme("policing"), Theme("youth-and-gangs"))


class At(NamedTuple):
    """A person with the place they belong to."""

    person: Person
    city: str
    country: str


def person(name: str, role: str = "", city: str = "", **more: Any) -> At:
    """A person as one place of a document names them."""
    country = more.pop("country", COUNTRY.get(city, ""))
    return At(Person(name=name, role=role, part=more.pop("part", "speaker"), **more), city, country)


def done(
    name: str,
    *,
    genre: str = "forum_report",
    media_type: str = PDF,
    event: Event | None = None,
    event_city: str = "",
    issuer: str = "",
    issuer_city: str = "",
    people: list[At] | None = None,
    insights: list[Any] | None = None,
    answers: dict[str, str] | None = None,
    text: str = "",
    mentions: list[Mention] | None = None,
    origins: tuple[Origin, ...] = (),
    properties: dict[str, str] | None = None,
    organisations: list[tuple[str, str]] | None = None,
    **record: Any,
) -> Done:
    """A document that was read: a block for each insight, answer and person."""
    found: list[Insight] = []
    blocks: list[str] = [text] if text else []
    for number, said in enumerate(insights or []):
        statement = said if isinstance(said, dict) else {"text": said}
        span = Span(block=len(blocks), start=0, end=len(statement["text"]))
        values = {"kind": "recommendation", "section": "Conclusions", "spans": (span,), "number": number, **statement}
        found.append(Insight(**values))
        blocks.append(statement["text"])
    filled = []
    for column, answer in (answers or {}).items():
        filled.append(Answer(question=f"What about {column}?", answer=answer, column=column))
        blocks.append(answer)
    placed = []
    for at in people or []:
        surface = at.person.surface or at.person.name
        span = Span(block=len(blocks), start=0, end=len(surface))
        placed.append(_with_span(at.person, surface, span))
        blocks.append(surface)
    document = Document(
        digest=hashlib.sha256(name.encode()).hexdigest(),
        media_type=media_type,
        blocks=tuple(Block(number=n, kind=Kind.PARAGRAPH, text=t) for n, t in enumerate(blocks)),
        properties=properties or {},
        notes=record.pop("document_notes", ()),
    )
    made = Record(
        genre=genre,
        confidence=record.pop("confidence", 0.9),
        event=event,
        issuer=issuer,
        answers=tuple(filled),
        insights=tuple(found),
        people=tuple(placed),
        **record,
    )
    tags = Tags(
        mentions=tuple(mentions or []),
        people=tuple(placed),
        person_places=tuple((at.city, at.country) for at in people or []),
        event_city=event_city,
        issuer_city=issuer_city,
        organisations=tuple(organisations or []),
        themes=("policing", "no-theme-of-ours"),
    )
    default = (Origin(source="folder", locator=f"in/{name}", name=f"{name}.pdf"),)
    outcome = Outcome(digest=document.digest, status=Status.DONE, document=document, record=made, tags=tags)
    return outcome, origins or default


def _with_span(one: Person, surface: str, span: Span) -> Person:
    from msgspec.structs import replace

    return replace(one, surface=surface, spans=one.spans or (span,))


def form(name: str, **more: Any) -> Done:
    """A learning form of Durban on the forum, filled in by Martin Zondi."""
    officials = more.pop("people", [person("Martin Zondi", "Head Safer Cities", part="attendee")])
    return done(
        name,
        **{
            "genre": "learning_form",
            "event": FORUM,
            "issuer": "eThekwini Municipality",
            "issuer_city": DURBAN,
            "people": officials,
            **more,
        },
    )


def linked(*outcomes: Done, **settings: Any) -> Dataset:
    """The dataset of some outcomes."""
    return link(outcomes, THEMES, LinkSettings(**settings))


def names(dataset: Dataset) -> list[str]:
    """The people of a dataset."""
    return sorted(row.name for row in dataset.rows("people"))


def row(dataset: Dataset, table: str, document: str) -> Any:
    """The first row of a document in a table."""
    return next(r for r in dataset.rows(table) if r.document_id == identity(document))


def identity(name: str) -> str:
    """The id of a document of this builder."""
    return f"d-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


__all__ = ["Block", "Cell", "Contact", "Mention", "Origin", "Span"]
