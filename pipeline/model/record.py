"""What a careful reader makes of one document, before anything is linked to other documents."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.place import Span


class Event(Struct, frozen=True, kw_only=True):
    """The event a document reports on or announces."""

    name: str
    start: str = ""  # YYYY-MM-DD, YYYY-MM or YYYY: as precise as the document says
    end: str = ""
    venue: str = ""
    place: str = ""  # the words that name the city, like `Turin, Italy`
    organisers: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()  # of the name
    grounds: tuple[Span, ...] = ()  # blocks that date and place it: its city may be named there


class Answer(Struct, frozen=True, kw_only=True):
    """A question of a form and its answer, word for word as filled in."""

    question: str
    answer: str
    column: str = ""  # the column of table `forms` it fills, empty where the form asks something of its own
    options: tuple[str, ...] = ()  # ticked options, where the question offers boxes
    spans: tuple[Span, ...] = ()


class Insight(Struct, frozen=True, kw_only=True):
    """One statement worth keeping: the unit of the dataset."""

    number: int  # reading order, from 0
    kind: str  # learning observation practice issue | recommendation follow_up | objective activity indicator
    text: str
    section: str  # heading path, outermost first, ` > ` between
    spans: tuple[Span, ...]
    heads: tuple[Span, ...] = ()  # words outside the statement that head it, like `Beirut` above a list of its issues
    addressed_to: tuple[str, ...] = ()
    strength: str = ""  # must, should, may
    qualifiers: tuple[str, ...] = ()  # negated, past, hypothetical, reported
    confidence: float = 1.0


class Person(Struct, frozen=True, kw_only=True):
    """A person as one place of the document names them."""

    name: str  # given name first, without honorific, as fully as this place gives it
    part: str  # attendee speaker moderator contributor contact author mentioned
    honorific: str = ""
    given: str = ""
    family: str = ""
    role: str = ""
    organisation: str = ""
    place: str = ""  # the words that name the city or country they represent
    surface: str = ""  # the name as it stands
    spans: tuple[Span, ...] = ()  # of the surface
    method: str = ""


class Contact(Struct, frozen=True, kw_only=True):
    """How to reach somebody, as published in the document."""

    organisation: str = ""
    person: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    spans: tuple[Span, ...] = ()


class Record(Struct, frozen=True, kw_only=True):
    """A document understood: its genre and what it says."""

    genre: str
    confidence: float
    title: str = ""
    date: str = ""  # of the document itself: YYYY, YYYY-MM or YYYY-MM-DD
    issuer: str = ""  # words that name the organisation which issued it
    event: Event | None = None
    answers: tuple[Answer, ...] = ()
    insights: tuple[Insight, ...] = ()
    people: tuple[Person, ...] = ()  # from forms and lists, by shape; `tag` adds those of running text
    contacts: tuple[Contact, ...] = ()
    template: str = ""  # of a form: which edition
    notes: tuple[str, ...] = ()
