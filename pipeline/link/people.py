"""Who is who: the sightings of people in all documents, and which of them are one person.

Sightings are joined in steps, the surest first, and a join that would contradict what is known is not made: two
cities, two generations ("Jr", "Sr"), "Mr." and "Ms.", names that differ, an entry of the do-not-merge list. Where a
sighting could be either of two people, it stays alone. A surname alone is joined to a full name of the same document,
or of the same city where the roles allow it: never because of the surname.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from pipeline.link import names
from pipeline.link.events import Linked as Events
from pipeline.link.groups import Groups, Pair
from pipeline.link.names import Index, Key
from pipeline.link.organisations import Linked as Organisations
from pipeline.link.papers import Paper
from pipeline.link.places import country_of, known_city, known_country
from pipeline.link.words import fold
from pipeline.model import Person
from pipeline.text.names import known_organisation

PairOfNames = tuple[str, str]
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


@dataclass
class Profile:
    """What is known of one or several sightings together."""

    keys: set[Key]
    surnames: set[str]  # words that stand alone for the person
    honorifics: set[str]
    generations: set[str]
    cities: set[str]
    countries: set[str]
    places: set[str]  # folded words that name the place, as printed
    documents: set[str]
    events: set[str]
    organisations: set[str]
    roles: set[str]
    marks: set[int] = field(default_factory=set)  # of pairs that must not meet: pair n has the marks 2n and 2n + 1

    def absorb(self, other: Profile) -> None:
        """Take in all that is known of another."""
        for name in self.__dataclass_fields__:
            getattr(self, name).update(getattr(other, name))


def sightings(papers: Iterable[Paper], events: Events, organisations: Organisations) -> list[Sighting]:
    """All people of all documents, with the place and organisation they belong to."""
    return [
        _sighting(paper, number, person, events, organisations)
        for paper in papers
        for number, person in enumerate(paper.tags.people)
        if names.key_of(person.name).full
    ]


def _sighting(paper: Paper, number: int, person: Person, events: Events, organisations: Organisations) -> Sighting:
    """A person of a form without place or organisation belongs to who issued it, if it is one of their own."""
    places = paper.tags.person_places
    city, country = places[number] if number < len(places) else ("", "")
    city, country = known_city(city), known_country(country)
    organisation = organisations.id(paper.document_id, person.organisation, city)
    if paper.is_form and person.part in OWN_PEOPLE and not (city or country or known_organisation(person.organisation)):
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


# --- one person -------------------------------------------------------------------------------------------------------


def grouped(
    found: Sequence[Sighting], same: Sequence[PairOfNames] = (), different: Sequence[PairOfNames] = ()
) -> list[list[Sighting]]:
    """The sightings of each person. `same` and `different` are what a person decided: pairs of names, each as seen,
    and optionally ` | ` and the id of a city or document where it was seen."""
    bundles = _bundled(found)
    profiles = [_profile(bundle[0], different) for bundle in bundles]
    for entry, pair in enumerate(_listed_apart(bundles), start=len(different)):
        for side, number in enumerate(pair):
            profiles[number].marks.add(2 * entry + side)
    groups = Groups(profiles, _clash, Profile.absorb)
    for one, other in _must(bundles, same):
        groups.force(one, other)
    _join_equal(groups, bundles)
    _join_similar(groups, bundles)
    _join_surnames(groups, bundles)
    return [[s for number in members for s in bundles[number]] for members in groups.members().values()]


def _bundled(found: Sequence[Sighting]) -> list[list[Sighting]]:
    """Sightings of one document that say the same, as one."""
    bundles: dict[tuple[object, ...], list[Sighting]] = {}
    for sighting in sorted(found, key=lambda s: (s.said, s.number)):
        bundles.setdefault(sighting.said, []).append(sighting)
    return list(bundles.values())


def _profile(s: Sighting, different: Sequence[PairOfNames]) -> Profile:
    marks = {2 * n + side for n, pair in enumerate(different) for side in (0, 1) if _is_meant(s, pair[side])}
    return Profile(
        keys=set() if s.key.single else {s.key},
        surnames=set(s.key.tokens) if s.key.single else set(),
        honorifics={s.person.honorific} - {""},
        generations={s.key.generation} - {""},
        cities={s.city} - {""},
        countries={s.country} - {""},
        places={fold(s.person.place)} - {""},
        documents={s.paper.document_id},
        events={s.event} - {""},
        organisations={s.organisation} - {""},
        roles={fold(s.person.role)} - {""},
        marks=marks,
    )


def _is_meant(s: Sighting, entry: str) -> bool:
    """Whether an entry of the lists means this sighting: by its name, and by city or document where given."""
    name, _, where = (part.strip() for part in entry.partition("|"))
    return s.key in (names.key_of(name), names.key_as_seen(name)) and where in ("", s.city, s.paper.document_id)


def _must(bundles: Sequence[list[Sighting]], same: Sequence[PairOfNames]) -> Iterator[Pair]:
    for pair in same:
        meant = [n for n, bundle in enumerate(bundles) if any(_is_meant(bundle[0], entry) for entry in pair)]
        yield from pairwise(meant)


def _clash(a: Profile, b: Profile) -> bool:
    """Whether two profiles cannot be one person."""
    return (
        any(mark ^ 1 in b.marks for mark in a.marks)
        or len(a.generations | b.generations) > 1
        or any(names.relation(one, other) == names.DIFFERENT for one in a.keys for other in b.keys)
        or not all(names.may_share(one, other) for one in a.honorifics for other in b.honorifics)
        or (_are_apart(a, b) and not _moved(a, b))
    )


def _are_apart(a: Profile, b: Profile) -> bool:
    """Whether they belong to different places."""
    return _differ(a.cities, b.cities) or _differ(a.countries, b.countries)


def _differ(a: set[str], b: set[str]) -> bool:
    return bool(a and b and not a & b)


def _moved(a: Profile, b: Profile) -> bool:
    """Whether one full name with two places is still one person: the same body, or the same role at one event."""
    clear = any(names.relation(one, other) >= names.CLEAR for one in a.keys for other in b.keys)
    together = bool(a.events & b.events or a.documents & b.documents)
    return clear and (bool(a.organisations & b.organisations) or (together and names.roles_agree(a.roles, b.roles)))


def _share(a: Profile, b: Profile) -> bool:
    """Whether anything beside the name speaks for one person."""
    return bool(a.documents & b.documents) or _share_more(a, b)


def _share_more(a: Profile, b: Profile) -> bool:
    return bool(a.events & b.events or a.organisations & b.organisations or _same_place(a, b))


def _share_much(a: Profile, b: Profile) -> bool:
    """Whether what speaks for one person is more than a city or an event with many people."""
    return bool(a.documents & b.documents) or (_share_more(a, b) and names.roles_agree(a.roles, b.roles))


def _same_place(a: Profile, b: Profile) -> bool:
    """Whether both belong to one city, also where one document misspells it."""
    return bool(a.cities & b.cities) or any(_alike(one, other) for one in a.places for other in b.places)


def _alike(a: str, b: str) -> bool:
    return a == b or names.alike(a, b)


# --- the steps --------------------------------------------------------------------------------------------------------

Bundles = Sequence[list[Sighting]]
People = Groups[Profile]


def _join_equal(groups: People, bundles: Bundles) -> None:
    """Equal full names: of one document, city, body or event; then those of which only one place is known."""
    named = [n for n, bundle in enumerate(bundles) if not bundle[0].key.single]
    for mark in (_document, _city, _organisation, _event):
        for block in _blocks(bundles, named, mark):
            groups.join(pairwise(block))
    full = [n for n in named if len(bundles[n][0].key.full) > 1]
    for block in _blocks(bundles, full, lambda s: "any"):
        bare, _ = _bare_and_placed(groups, block)
        groups.join(pairwise(bare))
        bare, placed = _bare_and_placed(groups, block)
        groups.join_clear(pairwise(sorted(placed, key=lambda r: (sorted(groups.profile(r).countries), r))))
        bare, placed = _bare_and_placed(groups, block)
        groups.join_clear((one, other) for one in bare for other in placed)


def _document(s: Sighting) -> str:
    return s.paper.document_id


def _city(s: Sighting) -> str:
    return s.city


def _organisation(s: Sighting) -> str:
    return s.organisation


def _event(s: Sighting) -> str:
    return s.event


def _blocks(bundles: Bundles, numbers: Iterable[int], mark: Callable[[Sighting], str]) -> Iterator[list[int]]:
    """Numbers of bundles with the same name and mark, in order; those without a mark are left out."""
    found: dict[tuple[Key, str], list[int]] = {}
    for number in numbers:
        sighting = bundles[number][0]
        if mark(sighting):
            found.setdefault((sighting.key, mark(sighting)), []).append(number)
    return (block for block in found.values() if len(block) > 1)


def _bare_and_placed(groups: People, block: Sequence[int]) -> tuple[list[int], list[int]]:
    """The groups of a block: those that do not say where the person belongs, and those that do."""
    roots = sorted({groups.root(n) for n in block})
    bare = [r for r in roots if not groups.profile(r).cities and not groups.profile(r).countries]
    return bare, [r for r in roots if r not in set(bare)]


def _join_similar(groups: People, bundles: Bundles) -> None:
    """Names of which one is the other with more or other letters: those that share more than the name first."""
    holders: dict[Key, list[int]] = {}
    for number, bundle in enumerate(bundles):
        if not bundle[0].key.single:
            holders.setdefault(bundle[0].key, []).append(number)
    alike = [(a, b, how) for a, b in Index(holders).pairs() if (how := names.relation(a, b)) != names.DIFFERENT]
    groups.join_clear(_similar_pairs(groups, holders, alike, _fit))
    groups.join_clear(_similar_pairs(groups, holders, alike, lambda a, b, how: how >= names.CLEAR))


def _fit(a: Profile, b: Profile, how: int) -> bool:
    return _share_much(a, b) if how == names.FAINT else _share(a, b)


def _similar_pairs(
    groups: People,
    holders: dict[Key, list[int]],
    alike: Iterable[tuple[Key, Key, int]],
    fits: Callable[[Profile, Profile, int], bool],
) -> Iterator[Pair]:
    for a, b, how in alike:
        for one in sorted({groups.root(n) for n in holders[a]}):
            for other in sorted({groups.root(n) for n in holders[b]}):
                if fits(groups.profile(one), groups.profile(other), how):
                    yield one, other


def _join_surnames(groups: People, bundles: Bundles) -> None:
    """Surnames alone: with the one person of that name in the document, then of that city or event."""
    index = _Surnames(groups, bundles)
    groups.join_clear(index.pairs(_documents, _same_office))
    groups.join_clear(index.pairs(_documents, lambda a, b: True))
    single = [n for n, bundle in enumerate(bundles) if bundle[0].key.single]
    for block in _blocks(bundles, single, lambda s: f"{fold(s.person.role)} {s.city}" if s.city else ""):
        groups.join(pairwise(block))
    groups.join_clear(index.pairs(_places, lambda a, b: _same_place(a, b) and _same_office(a, b)))
    groups.join_clear(index.pairs(_places, lambda a, b: _same_place(a, b) and not (a.roles and b.roles)))
    groups.join_clear(index.pairs(_events, lambda a, b: names.roles_agree(a.roles, b.roles)))


def _documents(profile: Profile) -> set[str]:
    return profile.documents


def _events(profile: Profile) -> set[str]:
    return profile.events


def _places(profile: Profile) -> set[str]:
    """What two have in common if they are of the same place: its id, or how its name begins."""
    return profile.cities | {place[:1] for place in profile.places}


def _same_office(a: Profile, b: Profile) -> bool:
    return bool(a.events & b.events) or names.roles_agree(a.roles, b.roles)


class _Surnames:
    """Names of one word, and the people who may bear them."""

    def __init__(self, groups: People, bundles: Bundles) -> None:
        self._groups = groups
        self._holders: dict[str, list[int]] = {}
        self._single: dict[str, list[int]] = {}
        for number, bundle in enumerate(bundles):
            if bundle[0].key.single:
                self._single.setdefault(bundle[0].key.tokens[0], []).append(number)
        wanted = Index({bundles[some[0]][0].key for some in self._single.values()})
        for number, bundle in enumerate(bundles):
            for token in sorted(_surnames(bundle[0].person)):
                for name in wanted.like(token):
                    self._holders.setdefault(name, []).append(number)

    def pairs(self, marks: Callable[[Profile], set[str]], fits: Callable[[Profile, Profile], bool]) -> Iterator[Pair]:
        """A surname and each person who bears it, has a mark in common with it, and fits."""
        for name, single in self._single.items():
            marked: dict[str, list[int]] = {}
            for root in sorted({self._groups.root(n) for n in self._holders[name]}):
                for mark in marks(self._groups.profile(root)):
                    marked.setdefault(mark, []).append(root)
            for number in sorted({self._groups.root(n) for n in single}):
                one = self._groups.profile(number)
                if not one.keys:  # else the full name is known
                    others = {other for mark in marks(one) for other in marked[mark]} - {number}
                    yield from ((number, n) for n in sorted(others) if fits(one, self._groups.profile(n)))


def _surnames(person: Person) -> set[str]:
    """The words of a name by which alone the person may be called, most often the family name."""
    key = names.key_of(person.name)
    if key.single:
        return set(key.tokens)
    family = set(names.key_of(person.family).full) if person.family else set()
    if family:
        return family
    given = names.key_of(person.name.split()[0]).full
    return set(key.full) - set(given) or set(key.full)


# --- lists ------------------------------------------------------------------------------------------------------------

LISTED = ("list", "table", "form")
"""Methods of finding people one by one, each once."""

NEAR = 3
"""Blocks within which two entries belong to one list."""

_MOST_ENTRIES = 100


def _listed_apart(bundles: Bundles) -> list[Pair]:
    """Pairs that one list names side by side: no list names a person twice, under two spellings or in two offices."""
    lists: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for number, bundle in enumerate(bundles):
        for s in bundle:
            if s.person.method.startswith(LISTED) and s.person.spans:
                at = s.person.spans[0]
                lists.setdefault((s.paper.document_id, s.person.part), []).append((at.block, at.start, number))
    apart: set[Pair] = set()
    for entries in lists.values():
        entries.sort()
        for place, (block, _, one) in enumerate(entries):
            for other_block, _, other in entries[place + 1 : place + _MOST_ENTRIES]:
                if other_block - block > NEAR:
                    break
                if one != other and _are_two_entries(bundles[one][0], bundles[other][0]):
                    apart.add((min(one, other), max(one, other)))
    return sorted(apart)


def _are_two_entries(a: Sighting, b: Sighting) -> bool:
    """Whether two entries of a list might be taken for one person, and are not."""
    if a.key == b.key:
        return bool(a.person.role and b.person.role) and not names.same_role(a.person.role, b.person.role)
    if a.key.single or b.key.single:
        return any(token in b.key.tokens for token in a.key.tokens)
    return names.relation(a.key, b.key) != names.DIFFERENT
