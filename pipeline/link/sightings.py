"""People as single places of documents name them, with what is known of each there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.link import names
from pipeline.link.events import Linked as Events
from pipeline.link.names import Key
from pipeline.link.organisations import Linked as Organisations
from pipeline.link.papers import Paper
from pipeline.link.places import country_of, known_city, known_country
from pipeline.link.words import fold
from pipeline.model import Person
from pipeline.text.names import is_city_government, known_organisation

OWN_PEOPLE = ("attendee", "author")
"""Parts of those who filled in a form, or on whose behalf it was filled in."""


@dataclass(frozen=True, eq=False)
class Sighting:
    """A person as one place of a document names them."""

    paper: Paper
    number: int  # its place in `paper.tags.people`
    person: Person
    event: str
    organisation: str  # id, empty where none is named
    city: str
    country: str

    @cached_property
    def key(self) -> Key:
        """The name as compared."""
        return names.key_of(self.person.name)

    @property
    def blocks(self) -> set[int]:
        """The blocks it stands in."""
        return {span.block for span in self.person.spans}

    @cached_property
    def said(self) -> tuple[str, ...]:
        """What makes it differ from other sightings; two that say the same are one."""
        person = self.person
        words = (
            fold(person.honorific),
            fold(person.role),
            self.organisation,
            self.city,
            self.country,
            fold(person.place),
        )
        return (" ".join(self.key.tokens), self.key.generation, self.paper.document_id, *words, self.event)


def sightings(papers: Iterable[Paper], events: Events, organisations: Organisations) -> list[Sighting]:
    """All people of all documents, with the place and organisation they belong to."""
    return [
        _sighting(paper, number, person, events, organisations)
        for paper in papers
        for number, person in enumerate(paper.tags.people)
        if names.key_of(person.name).full
    ]


_CITY_OFFICE = re.compile(
    r"^(?:deputy |vice[- ]|assistant |chief )?(?:municipal|city|town|mayor\b(?! of))", re.IGNORECASE
)


# offices that a plan, a factsheet or a brief of a city names without saying of what: its own
_LOCAL_OFFICE = re.compile(
    r"^(?:deputy |vice[- ]|assistant |chief |acting |senior )?(?:head|director|manager|coordinator|mayor|councillor|"
    r"planner|municipal|city|town)\b",
    re.IGNORECASE,
)
_OF_STATE = re.compile(r"\b(?:national|federal|regional|provincial|ministry|country|united nations)\b", re.IGNORECASE)


def _is_of_own_city(paper: Paper, person: Person) -> bool:
    """Whether a role is one of the city whose government issued the paper. Those merely named may be anybody's, but
    for a plan or factsheet of the city's own."""
    if paper.is_form or person.part == "contact" or (person.part == "mentioned" and not _is_own_paper(paper)):
        return False  # whom the writer met is of another city as easily
    if person.organisation or person.place:
        return False
    if _is_own_paper(paper) and _LOCAL_OFFICE.search(person.role) and not _OF_STATE.search(person.role):
        return bool(paper.tags.issuer_city)
    return bool(_CITY_OFFICE.search(person.role)) and is_city_government(paper.issuer)


def _is_own_paper(paper: Paper) -> bool:
    """Whether a paper of a city's government is about that city: its plan, its factsheet, its brief."""
    return paper.record.genre in ("strategic_plan", "factsheet", "other")


def _sighting(paper: Paper, number: int, person: Person, events: Events, organisations: Organisations) -> Sighting:
    """A person of a form without place or organisation belongs to who issued it, if it is one of their own; so does
    who holds an office of a city ("Deputy City Manager") in the paper of a city's government, where no other is named."""
    places = paper.tags.person_places
    city, country = places[number] if number < len(places) else ("", "")
    city, country = known_city(city), known_country(country)
    organisation = organisations.id(paper.document_id, person.organisation, city)
    own = (paper.is_form and person.part in OWN_PEOPLE) or _is_of_own_city(paper, person)
    if own and not (city or country or known_organisation(person.organisation)):
        city = known_city(paper.tags.issuer_city)
        organisation = organisation or organisations.id(paper.document_id, paper.issuer)
    return Sighting(
        paper=paper,
        number=number,
        person=person,
        event=events.of(paper.document_id),
        organisation=organisation,
        city=city,
        country=country or country_of(city),
    )
