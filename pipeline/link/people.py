"""Who is who: the sightings of people in all documents, and which of them are one person.

Sightings are joined in steps, the surest first, and a join that would contradict what is known is not made: two
cities, two generations ("Jr", "Sr"), "Mr." and "Ms.", names that differ, an entry of the do-not-merge list. Where a
sighting could be either of two people, it stays alone. A surname alone is joined to a full name of the same document,
or of the same city where the roles allow it: never because of the surname.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.link import names
from pipeline.link.groups import Groups, Pair
from pipeline.link.lists import Bundles, listed_apart
from pipeline.link.names import Index, Key
from pipeline.link.profiles import (
    PairOfNames,
    Profile,
    clash,
    is_meant,
    may_hold_both,
    profile,
    same_office,
    same_place,
    share,
    share_much,
)
from pipeline.link.sightings import Sighting
from pipeline.link.words import fold
from pipeline.model import Person


def grouped(
    found: Sequence[Sighting], same: Sequence[PairOfNames] = (), different: Sequence[PairOfNames] = ()
) -> list[list[Sighting]]:
    """The sightings of each person. `same` and `different` are what a person decided: pairs of names, each as seen,
    and optionally ` | ` and the id of a city or document where it was seen."""
    bundles = _bundled(found)
    profiles = [profile(bundle[0], different) for bundle in bundles]
    for entry, pair in enumerate(listed_apart(bundles), start=len(different)):
        for side, number in enumerate(pair):
            profiles[number].marks.add(2 * entry + side)
    groups = Groups(profiles, clash, Profile.absorb)
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


def _must(bundles: Sequence[list[Sighting]], same: Sequence[PairOfNames]) -> Iterator[Pair]:
    for pair in same:
        meant = [n for n, bundle in enumerate(bundles) if any(is_meant(bundle[0], entry) for entry in pair)]
        yield from pairwise(meant)


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
        _join_bare(groups, bare)
        bare, placed = _bare_and_placed(groups, block)
        groups.join_clear(pairwise(sorted(placed, key=lambda r: (sorted(groups.profile(r).countries), r))))
        bare, placed = _bare_and_placed(groups, block)
        pairs = ((one, other) for one in bare for other in placed)
        groups.join_clear((a, b) for a, b in pairs if may_hold_both(groups.profile(a), groups.profile(b)))


def _join_bare(groups: People, bare: Sequence[int]) -> None:
    """Equal names without a place: one person for each office; those without an office with the only one there is."""
    ordered = sorted(bare, key=lambda r: (sorted(groups.profile(r).roles), r))
    held = [r for r in ordered if groups.profile(r).roles]
    groups.join((a, b) for a, b in pairwise(held) if may_hold_both(groups.profile(a), groups.profile(b)))
    without = [r for r in ordered if not groups.profile(r).roles]
    groups.join(pairwise(without))
    offices = {groups.root(r) for r in held}
    if len(offices) == 1 and without:
        groups.join([(without[0], offices.pop())])


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
    return share_much(a, b) if how == names.FAINT else share(a, b)


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
    groups.join_clear(index.pairs(_documents, same_office))
    groups.join_clear(index.pairs(_documents, lambda a, b: True))
    single = [n for n, bundle in enumerate(bundles) if bundle[0].key.single]
    for block in _blocks(bundles, single, lambda s: f"{fold(s.person.role)} {s.city}" if s.city else ""):
        groups.join(pairwise(block))
    groups.join_clear(index.pairs(_places, lambda a, b: same_place(a, b) and same_office(a, b)))
    groups.join_clear(index.pairs(_places, lambda a, b: same_place(a, b) and not (a.roles and b.roles)))
    groups.join_clear(index.pairs(_events, lambda a, b: names.roles_agree(a.roles, b.roles)))


def _documents(profile: Profile) -> set[str]:
    return profile.documents


def _events(profile: Profile) -> set[str]:
    return profile.events


def _places(profile: Profile) -> set[str]:
    """What two have in common if they are of the same place: its id, or how its name begins."""
    return profile.cities | {place[:1] for place in profile.places}


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
