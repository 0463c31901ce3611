"""The large cities and the countries that a misspelt name may mean. Only to be asked after a cue."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from pipeline.text.gazetteer.names import key_of, word_list
from pipeline.text.gazetteer.sizes import LARGE, capitals
from pipeline.text.gazetteer.special import specials
from pipeline.text.gazetteer.store import Country, Reading, cities, countries

SIMILAR = 0.78
"""How like a misspelt name must be: finds 24 of 26 misspellings collected, and few else (FACTS.md, Cities)."""


@cache
def _lookalikes() -> frozenset[str]:
    """English words so like a large city's name that they are no misspelling of it."""
    return frozenset(cities().lines("lookalikes"))


@cache
def _by_letter() -> dict[str, tuple[list[str], list[int]]]:
    """First letter -> folded names of large cities and aliases, and the cities' numbers."""
    store = cities()
    found: dict[str, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
    names = {key_of(store.names[number]): number for number in range(len(store.names) - 1, -1, -1) if _is_large(number)}
    for key, special in specials().items():
        if numbers := special.aliases + special.renamed:
            names[key] = numbers[0]
    for key, number in sorted(names.items()):
        found[key[0]][0].append(key)
        found[key[0]][1].append(number)
    return found


def _is_large(number: int) -> bool:
    store = cities()
    return store.people[number] >= LARGE or key_of(store.names[number]) in capitals()


@lru_cache(maxsize=2_000)
def similar(key: str) -> tuple[tuple[Reading, float], ...]:
    """Large cities whose name is nearly this one, the likest first. Only to be asked after a cue."""
    from rapidfuzz import process  # heavy, and rarely needed
    from rapidfuzz.distance import OSA

    if len(key) < 4 or key in _lookalikes() or key in word_list("risky"):
        return ()
    found: dict[int, float] = {}
    names, numbers = _by_letter().get(key[0], ([], []))
    like = process.extract(key, names, scorer=OSA.normalized_similarity, score_cutoff=SIMILAR, limit=None)
    for _, likeness, at in like:
        found[numbers[at]] = max(likeness, found.get(numbers[at], 0.0))
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((cities().reading(number, "name"), likeness) for number, likeness in ranked)


@lru_cache(maxsize=2_000)
def similar_country(key: str) -> Country | None:
    """The country whose English name is nearly this one: `lituania`. Only to be asked after a cue."""
    from rapidfuzz.distance import OSA

    names = [(key_of(known.name), known) for known, _, _, _ in countries().values()]
    rated = [
        (OSA.normalized_similarity(key, name, score_cutoff=SIMILAR), known)
        for name, known in names
        if name[0] == key[0]
    ]
    best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if len(key) >= 5 and best[0] else None
