"""Where people come from whose own words do not say: what their block, their section or their body is of.

A guess is made only for who has no place anywhere in the document, so that nobody is of two cities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.model import Block, Document, Kind, Person
from pipeline.tag.people.anchor import PlaceOf
from pipeline.text.clean import fold
from pipeline.text.names import is_common_word, kind_of, known_organisation, place_in
from pipeline.text.places import countries_named

_OF_FORM = "form/1"  # the method of people in a form's answers
_LEFT = 600  # characters in front of a name that may say where it belongs
_READ = 400_000  # characters of a document in which the seat of a body is looked for
_MENTIONS = 20  # of a body that are looked at
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+){0,3}")
_NATIONAL = re.compile(
    r"\b(?:minister|ministry|ambassador|senator|national|united nations|un|embassy|president|secretary[- ]general"
    r"|regional|international|federal|state)\b"
)
_WORD_OF_CITY = re.compile(r"\b(?:city|municipal\w*|town|mayor|council\w*|ald[ec]r?\w*)\b")
_NUMBER = re.compile(r"^(?:\(?[\divxlc]{1,4}[.)](?:\d{1,2}[.)]?)*\s*|[\d.]{1,6}\s+)", re.IGNORECASE)
_DELEGATE = re.compile(
    r"\b(?:delegates?|representatives?|counterparts?|team|delegation|colleagues?) (?:of|from) "
    r"([^\W\d_a-z][^,.;:()]{1,40}),?\s(?:was |were |is )?(?:Mr|Mrs|Ms|Dr|Prof|Mme|Eng)?\.?\s?$"
)


def at_home(people: Sequence[Person], document: Document, event: str, place_of: PlaceOf) -> Iterator[Person]:
    """The people, those without a place with the one that body, block or section give. `event` names the event's
    place, which is where speakers come to and not where they come from."""
    blocks = {block.number: block for block in document.blocks}
    sections = _sections(document, place_of)
    seats = _Seats(document, place_of)
    placed = {fold(p.name): p.place for p in people if p.place or place_in(p.organisation, place_of)}
    placed |= {fold(p.name): "" for p in people if p.method == _OF_FORM}  # theirs is the city of who filled it in
    offices = {fold(p.name) for p in people if p.role or p.organisation}
    for person in people:
        key = fold(person.name)
        block = blocks.get(person.spans[0].block) if person.spans else None
        told = bool(person.role or person.organisation) or key not in offices
        if not person.place and placed.get(key):  # as the document says elsewhere
            yield replace(person, place=placed[key])
            continue
        if person.place or key in placed or not told or block is None or block.kind is Kind.TABLE:
            yield person
            continue
        place = seats.of(person.organisation) or _around(person, block, sections, event, place_of)
        if place:
            placed[key] = place
        yield replace(person, place=place) if place else person


class _Seats:
    """Where the bodies of a document sit, as it says itself: "X University, Y", "X University in Y"."""

    def __init__(self, document: Document, place_of: PlaceOf) -> None:
        self._text = "\n".join(block.text for block in document.blocks)[:_READ]
        self._place_of = place_of
        self._found: dict[str, str] = {}

    def of(self, organisation: str) -> str:
        """The city behind the name of a body, wherever the document names it; empty for none."""
        if len(organisation) < 4 or known_organisation(organisation) or place_in(organisation, self._place_of):
            return ""
        if organisation not in self._found:
            self._found[organisation] = self._look(organisation)
        return self._found[organisation]

    def _look(self, organisation: str) -> str:
        """The same, read from the text."""
        start, looked = self._text.find(organisation), 0
        while start >= 0 and (looked := looked + 1) <= _MENTIONS:
            behind = self._text[start + len(organisation) :][:60]
            named = re.match(r"(?:,| in| at|,? \()\s?([^\W\d_a-z][\w'’ -]{1,40}?)(?=[,.;:()\n]|\s[a-z]|$)", behind)
            if named and self._place_of(named[1]) and not countries_named(named[1]):
                return named[1]
            start = self._text.find(organisation, start + 1)
        return ""


def _around(person: Person, block: Block, sections: dict[int, str], event: str, place_of: PlaceOf) -> str:
    """The city that a block or its section is about, for who is of a city by what is said of them."""
    said = fold(f"{person.role} {person.organisation}")
    if _NATIONAL.search(said) or known_organisation(person.organisation):
        return ""
    if (
        kind_of(person.organisation) == "organisation"
        and not _WORD_OF_CITY.search(said)
        and not sections.get(block.number)
    ):
        return ""
    left = _left(block.text, person)
    delegate = _DELEGATE.search(left)
    if delegate and place_of(delegate[1]):
        return delegate[1]
    named = list(dict.fromkeys(_places(left, place_of)))
    if len(named) > 1:
        return named[0] if person.role and _is_subject(left, named) else ""
    if named:
        opens = _NUMBER.sub("", left).find(named[0]) <= len("When the City of ")
        return named[0] if opens or (person.role and fold(named[0]) not in fold(event)) else ""
    return sections.get(block.number, "")


def _is_subject(left: str, named: Sequence[str]) -> bool:
    """Whether a block tells of its first city, and of others only what that one has to do with them: "Lusaka pays by
    telephone since its visit to Windhoek"."""
    behind = (re.search(rf"\b(?:to|from|in|with|of|like|near|by) {re.escape(other)}\b", left) for other in named[1:])
    return bool(re.match(rf"{re.escape(named[0])}\b", _NUMBER.sub("", left))) and all(behind)


def _left(text: str, person: Person) -> str:
    """The words of a block in front of a person."""
    start = person.spans[0].start
    return text[max(0, start - _LEFT) : start]


def _places(text: str, place_of: PlaceOf) -> Iterator[str]:
    """The cities that a text names, each the longest run of capitalised words that is one."""
    for run in _CAPITALISED.finditer(text):
        words = [re.sub(r"['’]s?$", "", word) for word in run[0].split()]
        start = 0
        while start < len(words):
            found = next((n for n in range(len(words), start, -1) if place_of(" ".join(words[start:n]))), start)
            name = " ".join(words[start:found])
            if name and not countries_named(name) and not is_common_word(name):  # August is a town, too
                yield name
            start = max(found, start + 1)


def _sections(document: Document, place_of: PlaceOf) -> dict[int, str]:
    """The city that heads the section of each block: "3.1 Vienna", "Lyon", "Medellín: the open school"."""
    found: dict[int, str] = {}
    city = ""
    for block in document.blocks:
        if block.kind in (Kind.HEADING, Kind.TITLE):
            bare = re.split(r"[:,(–—]", _NUMBER.sub("", block.text))[0].strip()
            city = bare if bare and len(bare) < 40 and place_of(bare) and not countries_named(bare) else ""
        elif city:
            found[block.number] = city
    return found
