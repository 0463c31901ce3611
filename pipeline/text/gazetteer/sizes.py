"""How large and how well known cities are, and how far apart."""

from __future__ import annotations

import math
from functools import cache

from pipeline.text.gazetteer.names import key_of
from pipeline.text.gazetteer.store import City, Reading, countries

LARGE = 100_000
"""Inhabitants from which a city needs no other evidence, and is looked for behind misspellings."""

SMALL = 15_000
"""Inhabitants below which a place is in the file of towns."""
VILLAGE = 5_000
"""Inhabitants below which a place is named only where its country or a word like "Mayor of" stands beside it."""


def forms(reading: Reading) -> float:
    """In about how many forms the world writes the name of a city, from how well known it is."""
    people = math.log10(max(reading.city.population, 500))
    return float(10 ** ((reading.fame - people - 0.5 * is_capital(reading.city)) / 0.7) - 1)


def distance(one: City, other: City) -> float:
    """Kilometres between two cities, near enough for those of one region."""
    mean = math.radians((one.latitude + other.latitude) / 2)
    north, east = one.latitude - other.latitude, (one.longitude - other.longitude) * math.cos(mean)
    return 111.2 * math.hypot(north, east)


@cache
def capitals() -> frozenset[str]:
    return frozenset(key_of(capital) for _, capital, _, _ in countries().values())


def is_capital(place: City) -> bool:
    """Whether a city is its country's capital."""
    return key_of(countries()[place.country_code][1]) == key_of(place.name)
