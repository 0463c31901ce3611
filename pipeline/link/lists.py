"""Entries of one list that must not be taken for one person."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.link import names
from pipeline.link.groups import Pair
from pipeline.link.sightings import Sighting

Bundles = Sequence[list[Sighting]]

LISTED = ("list", "table", "form")
"""Methods of finding people one by one, each once."""

NEAR = 3
"""Blocks within which two entries belong to one list."""

_MOST_ENTRIES = 100


def listed_apart(bundles: Bundles) -> list[Pair]:
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
