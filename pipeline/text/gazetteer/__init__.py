"""What a name of a place can mean: cities, countries, states and regions, from the files in `data/gazetteer`.

The two zips are built by `tools/build_gazetteer.py` from GeoNames (CC BY 4.0); the TOML files beside them are written
by hand and read as they are, so that an alias takes effect at once. Everything is read when first asked for: first the
cities, countries and hand-written files, and the smaller towns when a capitalised word is none of them.

    names     how a name is folded, and how documents in English write it      store     the built zips
    special   what the hand-written files say of a name      sizes     how large, how well known, how far apart
    misspelt  the large cities that a misspelt name may mean
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.text.gazetteer.misspelt import SIMILAR, similar, similar_country
from pipeline.text.gazetteer.names import data, english_name, key_of, word_list
from pipeline.text.gazetteer.sizes import LARGE, SMALL, VILLAGE, distance, forms, is_capital
from pipeline.text.gazetteer.special import number, special_beginnings, specials
from pipeline.text.gazetteer.store import OWN_IDS, City, Country, Reading, cities, city, country, neighbours, towns

__all__ = [
    "COMMON",
    "LARGE",
    "LONGEST",
    "OWN_IDS",
    "PERSON",
    "PLAIN",
    "RARE",
    "SIMILAR",
    "SMALL",
    "VILLAGE",
    "City",
    "Country",
    "Named",
    "Reading",
    "city",
    "continues",
    "country",
    "data",
    "distance",
    "english_name",
    "forms",
    "is_capital",
    "is_division_first",
    "key_of",
    "lookup",
    "neighbours",
    "similar",
    "similar_country",
    "town",
    "weight",
    "word_list",
]


LONGEST = 7
"""Words of the longest name that is looked up; the build cuts off there."""

COMMON, RARE, PERSON, PLAIN = 1, 2, 4, 8
"""What a name is besides: an everyday English word, a rarer one, a surname or given name; or plainly the city."""


@dataclass(frozen=True, slots=True)
class Named:
    """All that one folded name can mean."""

    key: str
    cities: tuple[Reading, ...] = ()
    country: Country | None = None
    adjective: bool = False  # the country's adjective: "Kenyan"
    division: str = ""  # a state or region, like `US.TX`
    blocked: bool = False  # a continent, a sea, an instrument: never a city or country
    short_of: Country | None = None  # a city's name that is also a country's everyday short name: "Salvador"
    flags: int = 0  # COMMON, RARE, PERSON, PLAIN


@lru_cache(maxsize=20_000)
def lookup(key: str) -> Named | None:
    """What a folded name means, among large cities, countries, divisions and aliases; None for nothing."""
    special = specials().get(key)
    found, flags = cities().find(key)
    if special is None and not found:
        return None
    if special is None:
        return Named(key, _ranked(key, found), flags=_own_flags(key, flags))
    aliased = tuple(cities().reading(number, "alias") for number in special.aliases)
    aliased += tuple(cities().reading(number, "name") for number in special.renamed if number not in special.aliases)
    rest = tuple(r for r in found if r.city not in {a.city for a in aliased})
    return Named(
        key,
        _ranked(key, aliased + rest),
        special.country,
        special.adjective,
        special.division,
        special.blocked,
        special.short_of,
        _own_flags(key, flags),
    )


def town(key: str) -> Named | None:
    """What a folded name means among the smaller places."""
    found, flags = towns().find(key)
    return Named(key, found, flags=_own_flags(key, flags)) if found else None


def continues(key: str) -> bool:
    """Whether a longer name begins with these words."""
    return key in special_beginnings() or cities().begins(key)


def _ranked(key: str, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Readings by weight on their own, the preferred one first."""
    return tuple(sorted(readings, key=lambda reading: -weight(key, reading)))


def weight(key: str, reading: Reading) -> float:
    """How likely a reading is before any context: fame, less for alternate names, more for what our files say.

    Names and alternates are ranked together, else St. Petersburg lies in Florida and Dar in Cambodia. But a city of some
    size by its own name comes before others by one of theirs: Philadelphia is not Amman, nor Bethlehem Belém.
    """
    bonus = {"alias": 5.0, "name": 0.0, "other": -0.4}[reading.kind]
    if reading.kind == "other" or (reading.kind == "name" and key_of(reading.city.name) != key):
        bonus -= _shadow(key)
    return reading.fame + bonus + 2.0 * (_preferred().get(key) == reading.city.id)


def _shadow(key: str) -> float:
    """How much less likely the alternate names of a key are because a city bears it as its own name."""
    largest = _own(key)
    return 2.5 if largest >= LARGE else 1.7 if largest else 0.0


@lru_cache(maxsize=20_000)
def _own(key: str) -> int:
    """The inhabitants of the largest city whose own name a key is; 0 for none."""
    found, _ = cities().find(key)
    return max((reading.city.population for reading in found if key_of(reading.city.name) == key), default=0)


@cache
def _preferred() -> dict[str, str]:
    """Folded name -> id of the city that is meant where nothing else tells."""
    return {key_of(name): cities().city(number(target)).id for name, target in data("aliases")["preferred"].items()}


def _own_flags(key: str, flags: int) -> int:
    """The build's flags of a name, corrected by our own lists."""
    if key in word_list("risky"):
        return flags | COMMON
    if key in word_list("plain"):
        return flags & PERSON | PLAIN
    return flags | PERSON if key in word_list("persons") else flags


def is_division_first(key: str) -> bool:
    """Whether the bare name of a division that is also a city's means the division: Ontario, but not New York."""
    return key not in _city_first()


@cache
def _city_first() -> frozenset[str]:
    return frozenset(key_of(name) for name in data("divisions")["city_first"])
