"""What is known of one or several sightings together, what of it contradicts and what speaks for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.link import names
from pipeline.link.names import Key
from pipeline.link.sightings import Sighting
from pipeline.link.words import fold

PairOfNames = tuple[str, str]


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
    givens: set[tuple[str, ...]]  # two given names, in their order, and the family name
    marks: set[int] = field(default_factory=set)  # of pairs that must not meet: pair n has the marks 2n and 2n + 1

    def absorb(self, other: Profile) -> None:
        """Take in all that is known of another."""
        for name in self.__dataclass_fields__:
            getattr(self, name).update(getattr(other, name))


def profile(s: Sighting, different: Sequence[PairOfNames]) -> Profile:
    marks = {2 * n + side for n, pair in enumerate(different) for side in (0, 1) if is_meant(s, pair[side])}
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
        givens=_givens(s),
        marks=marks,
    )


def _givens(s: Sighting) -> set[tuple[str, ...]]:
    given = tuple(fold(s.person.given).split())
    return {(*given, fold(s.person.family))} if len(given) == 2 else set()


def is_meant(s: Sighting, entry: str) -> bool:
    """Whether an entry of the lists means this sighting: by its name, and by city or document where given."""
    name, _, where = (part.strip() for part in entry.partition("|"))
    return s.key in (names.key_of(name), names.key_as_seen(name)) and where in ("", s.city, s.paper.document_id)


def clash(a: Profile, b: Profile) -> bool:
    """Whether two profiles cannot be one person."""
    return (
        any(mark ^ 1 in b.marks for mark in a.marks)
        or len(a.generations | b.generations) > 1
        or (a.generations != b.generations and bool(a.roles and b.roles) and not names.roles_agree(a.roles, b.roles))
        or any((second, first, family) in b.givens for first, second, family in a.givens)
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


def share(a: Profile, b: Profile) -> bool:
    """Whether anything beside the name speaks for one person."""
    return bool(a.documents & b.documents) or _share_more(a, b)


def _share_more(a: Profile, b: Profile) -> bool:
    return bool(a.events & b.events or a.organisations & b.organisations or same_place(a, b))


def may_hold_both(a: Profile, b: Profile) -> bool:
    """Whether what two are said to be fits one person, where nothing but the name speaks for it."""
    return not (a.roles and b.roles) or share(a, b) or names.roles_agree(a.roles, b.roles)


def share_much(a: Profile, b: Profile) -> bool:
    """Whether what speaks for one person is more than a city or an event with many people."""
    return bool(a.documents & b.documents) or (_share_more(a, b) and names.roles_agree(a.roles, b.roles))


def same_place(a: Profile, b: Profile) -> bool:
    """Whether both belong to one city, also where one document misspells it."""
    return bool(a.cities & b.cities) or any(_alike(one, other) for one in a.places for other in b.places)


def _alike(a: str, b: str) -> bool:
    return a == b or names.alike(a, b)


def same_office(a: Profile, b: Profile) -> bool:
    return bool(a.events & b.events) or names.roles_agree(a.roles, b.roles)
