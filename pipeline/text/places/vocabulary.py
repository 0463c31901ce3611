"""The lists of words that speak for or against a place, and what a name is by them."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.text import gazetteer
from pipeline.text.gazetteer import COMMON, PERSON, PLAIN, City, Named, Reading, key_of

LARGE = gazetteer.LARGE
BEHIND = {"tail": "tails", "body": "bodies", "campus": "campuses"}
"""Kind of evidence behind a name -> its list of words."""


@cache
def cues(name: str) -> frozenset[str]:
    return gazetteer.word_list("cues", name)


@cache
def context(name: str) -> frozenset[str]:
    return gazetteer.word_list("context", name)


@cache
def never_alone() -> frozenset[str]:
    """Words of roles, bodies and parts of names: no city but with its country beside it (Police, Poland)."""
    lists = [context("neighbours"), context("openers"), context("honorifics"), context("stubs"), tails()]
    return frozenset().union(*lists, cues("heads"), cues("direct"), cues("labels"))


@cache
def tails() -> frozenset[str]:
    """The single words of all that a name of a city carries behind it."""
    return frozenset(word for kind in BEHIND.values() for tail in cues(kind) for word in tail.split())


@cache
def country_words(name: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in gazetteer.data("countries")[name])


def is_dressed(named: Named) -> bool:
    """Whether a name is another one with a word for a city about it (City of Manila, Suva City): that is a cue."""
    if " " not in named.key or not named.cities or named.cities[0].kind != "other":
        return False
    return any(_names_the_same(bare, named.cities[0].city) for bare in _undressed(named.key))


@lru_cache(maxsize=20_000)
def _undressed(key: str) -> tuple[str, ...]:
    """A name of several words without a word for a city before or behind it."""
    words = key.split()
    bare = []
    if words[-1] in tails():
        bare.append(words[:-1])
    if len(words) > 2 and words[0] in cues("heads") and words[1] in cues("links"):
        bare.append(words[2:])
    if words[0] in cues("heads_beside"):
        bare.append(words[1:])
    return tuple(" ".join(rest) for rest in bare)


def _names_the_same(key: str, city: City) -> bool:
    """Whether a name is a city's own, and no country's."""
    named = gazetteer.lookup(key)
    if named is None or named.country is not None:
        return False
    return any(reading.city == city and reading.kind != "other" for reading in named.cities[:2])


def is_firm(named: Named | None) -> bool:
    """Whether a name is a place's and nothing else's."""
    if named is None or named.blocked:
        return False
    sure = bool(named.cities) and named.cities[0].kind != "other" and is_weighty(named.cities[0])
    return named.country is not None or (sure and not named.flags & COMMON)


def is_clear(named: Named) -> bool:
    """Whether a name is a place's and no person's: a long one may be made of everyday words (Port Said)."""
    if named.flags & PERSON and not named.flags & PLAIN:
        return False
    long = " " in named.key and bool(named.cities) and named.cities[0].kind != "other" and is_weighty(named.cities[0])
    return is_firm(named) or (long and not named.blocked)


def is_weighty(reading: Reading) -> bool:
    """Whether a city is so large, or the capital of its country, that its name needs no other evidence."""
    return reading.city.population >= LARGE or gazetteer.is_capital(reading.city)


def is_nation(key: str) -> bool:
    named = gazetteer.lookup(key)
    return named is not None and named.country is not None
