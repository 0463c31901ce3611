"""Tables `people` and `participations`: who is who, and who took part in what, as what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.link import names, people
from pipeline.link.confidence import Scales, part
from pipeline.link.events import Linked as Events
from pipeline.link.ids import made
from pipeline.link.organisations import Linked as Organisations
from pipeline.link.papers import Paper
from pipeline.link.profiles import PairOfNames
from pipeline.link.sightings import OWN_PEOPLE, Sighting, sightings
from pipeline.link.words import fold, squeeze
from pipeline.model import Span
from pipeline.model.dataset import Participations, People

EVEN = 0.5
"""The score of every participation: how sure it is depends on how it was found alone."""


class Linked:
    """The people of all documents, and which one a name or place of a document means."""

    def __init__(
        self,
        papers: Sequence[Paper],
        events: Events,
        organisations: Organisations,
        same: Sequence[PairOfNames] = (),
        different: Sequence[PairOfNames] = (),
        scales: Scales | None = None,
    ) -> None:
        self._scales = scales or Scales()
        groups = people.grouped(sightings(papers, events, organisations), same, different)
        self._by_span: dict[tuple[str, Span], str] = {}
        self._by_name: dict[tuple[str, str], set[str]] = {}
        self._own: dict[str, dict[str, None]] = {}
        rows, participations = [], []
        for person_id, group in _identified(groups):
            rows.append(_person_row(person_id, group))
            participations += _participations(person_id, group, self._scales)
            for sighting in group:
                self._remember(person_id, sighting)
        self.rows = tuple(sorted(rows, key=lambda row: row.person_id))
        self.participations = tuple(sorted(participations, key=lambda row: row.participation_id))
        self._find_own(papers)

    def _remember(self, person_id: str, sighting: Sighting) -> None:
        document_id, person = sighting.paper.document_id, sighting.person
        for span in person.spans:
            self._by_span[document_id, span] = person_id
        for name in {fold(person.name), fold(person.surface), *sighting.key.tokens} - {""}:
            self._by_name.setdefault((document_id, name), set()).add(person_id)

    def _find_own(self, papers: Iterable[Paper]) -> None:
        for paper in papers:
            for person in paper.tags.people:
                found = self.id(paper.document_id, person.name, person.spans)
                if paper.is_form and person.part in OWN_PEOPLE and found:
                    self._own.setdefault(paper.document_id, {})[found] = None

    def id(self, document_id: str, name: str, spans: Sequence[Span] = ()) -> str:
        """The person a document means by a name at a place; empty where that cannot be told."""
        at = next((self._by_span[document_id, span] for span in spans if (document_id, span) in self._by_span), "")
        return at or self._only(document_id, fold(name)) or self._by_words(document_id, name)

    def _only(self, document_id: str, name: str) -> str:
        meant = self._by_name.get((document_id, name), set())
        return next(iter(meant)) if len(meant) == 1 else ""

    def _by_words(self, document_id: str, name: str) -> str:
        """The one person of the document who bears all words of the name."""
        bearers = [self._by_name.get((document_id, token), set()) for token in names.key_as_seen(name).full]
        meant = set.intersection(*bearers) if bearers else set()
        return next(iter(meant)) if len(meant) == 1 else ""

    def own(self, document_id: str) -> tuple[str, ...]:
        """The officials who filled in a form, or on whose behalf it was filled in, in reading order."""
        return tuple(self._own.get(document_id, ()))


# --- ids --------------------------------------------------------------------------------------------------------------


def _identified(groups: Iterable[list[Sighting]]) -> Iterator[tuple[str, list[Sighting]]]:
    """Each person with an id: of the fullest name, and where others bear it too, of where the person belongs."""
    named: dict[str, list[list[Sighting]]] = {}
    for group in groups:
        named.setdefault(_canonical(group), []).append(group)
    for name in sorted(named):
        bearers = named[name]
        if len(bearers) == 1 and len(name.split()) > 1:
            yield made("p", name), bearers[0]
            continue
        homes = Counter(_home(group) for group in bearers)
        for group in bearers:
            home = _home(group)
            more = (home,) if home and homes[home] == 1 else min(s.said for s in group)
            yield made("p", name, *more), group


def _canonical(group: Sequence[Sighting]) -> str:
    """The fullest name, folded."""
    return fold(_best(group).person.name)


def _home(group: Sequence[Sighting]) -> str:
    return " ".join(sorted({s.city for s in group if s.city}))


def _best(group: Sequence[Sighting]) -> Sighting:
    """The sighting with the fullest name: most words, then with its accents, then the spelling most often met."""
    spelt = Counter(s.person.name for s in group)

    def order(s: Sighting) -> tuple[object, ...]:
        key, name = s.key, s.person.name
        shouts = name.isupper() or name.islower()
        taken_apart = bool(s.person.given and s.person.family)
        return (
            -len(key.full),
            -len(key.tokens),
            shouts,
            -spelt[name],
            not taken_apart,
            -len(name),
            name,
            s.said,
        )

    return min(group, key=order)


# --- rows -------------------------------------------------------------------------------------------------------------


def _person_row(person_id: str, group: Sequence[Sighting]) -> People:
    best = _best(group).person
    honorifics = Counter(s.person.honorific for s in group if s.person.honorific)
    return People(
        person_id=person_id,
        name=squeeze(best.name),
        honorific=min(honorifics, key=lambda h: (-honorifics[h], -len(h), h), default=""),
        given_name=best.given,
        family_name=best.family or (best.name if not best.given and len(best.name.split()) == 1 else ""),
        aliases=tuple(sorted({_alias(s) for s in group})),
        document_ids=tuple(sorted({s.paper.document_id for s in group})),
    )


def _alias(s: Sighting) -> str:
    """A name as it stands, with the honorific before it."""
    surface = squeeze(s.person.surface or s.person.name)
    honorific = squeeze(s.person.honorific)
    return surface if not honorific or fold(honorific) in fold(surface) else f"{honorific} {surface}"


def _participations(person_id: str, group: Sequence[Sighting], scales: Scales) -> list[Participations]:
    """The rows of one person, those that say nothing of their own left out."""
    rows: dict[str, Participations] = {}
    for sighting in group:
        row = _participation(person_id, sighting, scales)
        rows[row.participation_id] = min(rows.get(row.participation_id, row), row, key=_first_page)
    by_document: dict[str, list[Participations]] = {}
    for row in rows.values():
        by_document.setdefault(row.document_id, []).append(row)
    return [row for some in by_document.values() for row in some if not _is_covered(row, some)]


def _first_page(row: Participations) -> tuple[bool, int]:
    return row.page is None, row.page or 0


def _participation(person_id: str, s: Sighting, scales: Scales) -> Participations:
    person, document_id = s.person, s.paper.document_id
    role, organisation = squeeze(person.role), squeeze(person.organisation)
    content = (person_id, document_id, person.part, fold(role), fold(organisation), s.organisation, s.city, s.country)
    method = part(person.method, {"role": role, "organisation": organisation, "city": s.city})
    return Participations(
        participation_id=made("q", *content),
        person_id=person_id,
        event_id=s.event,
        document_id=document_id,
        part=person.part,
        role=role,
        organisation=organisation,
        organisation_id=s.organisation,
        city_id=s.city,
        country_code=s.country,
        page=s.paper.page(person.spans),
        confidence=scales.sure("role", method, EVEN),
        method=method,
    )


def _is_covered(row: Participations, others: Sequence[Participations]) -> bool:
    """Whether another row of the same person and document says all that this one says, and more."""
    return any(
        _said(row) <= _said(other)
        and (row.part in (other.part, "mentioned"))
        and (_said(row) < _said(other) or row.part != other.part)
        for other in others
        if other is not row and not (row.part == other.part and _said(row) == _said(other))
    )


def _said(row: Participations) -> set[tuple[str, str]]:
    values = {
        "role": fold(row.role),
        "organisation": fold(row.organisation),
        "organisation_id": row.organisation_id,
        "city_id": row.city_id,
        "country_code": row.country_code,
    }
    return {(name, value) for name, value in values.items() if value}
