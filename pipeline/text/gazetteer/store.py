"""The built zips: cities by number, and the numbers behind each folded name; countries."""

from __future__ import annotations

import sys
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate
from typing import IO

from pipeline.text.gazetteer.names import english_name, key_of

OWN_IDS = 4_000_000_000
"""Numbers from here on are no ids of GeoNames: the build gives them to the few large cities that its lists leave out."""


@dataclass(frozen=True, slots=True)
class City:
    """A populated place of GeoNames."""

    id: str  # `geonames:1007311`, or `own:0` for the few that its lists leave out
    name: str
    country_code: str
    country: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country of ISO 3166."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A city that a name can mean, and how likely that is on its own."""

    city: City
    division: str  # country and state, like `ZA.02`
    kind: str  # `name`, `alias` (ours) or `other` (one of GeoNames' alternate names)
    fame: float  # people, forms of the name, capital; about 3 to 9


def _identity(number: int) -> str:
    """The id of a city from the number in the zip: `geonames:1007311`, or `own:0`."""
    return f"geonames:{number}" if number < OWN_IDS else f"own:{number - OWN_IDS}"


def _number_of(identity: str) -> int:
    """The other way round; ValueError for no id."""
    kind, _, number = identity.partition(":")
    return int(number) + OWN_IDS * (kind == "own")


class Store:
    """One built zip: cities by number, the best known first, and the numbers behind each folded name."""

    def __init__(self, file: IO[bytes]) -> None:
        with zipfile.ZipFile(file) as zipped:
            self._parts = {name: zipped.read(name) for name in zipped.namelist()}
        self.names = self.lines("names")
        self.keys = self.lines("keys")
        self.people, self.fame = self._array("I", "people"), self._array("H", "fame")
        self._ids, self._axes = self._array("I", "ids"), self._array("i", "places")
        self._regions, self.divisions = self._array("H", "regions"), self.lines("divisions")
        self._links, self._kinds, self._flags = self._array("I", "links"), self._parts["kinds"], self._parts["flags"]
        self._starts = array("I", accumulate(self._parts["counts"], initial=0))
        self._parts = {name: part for name, part in self._parts.items() if name in ("countries", "lookalikes")}

    def lines(self, part: str) -> list[str]:
        """A member of the zip as lines."""
        return self._parts[part].decode("utf-8").split("\n")

    def _array(self, code: str, part: str) -> array[int]:
        values = array(code)
        values.frombytes(self._parts[part])
        if sys.byteorder == "big":
            values.byteswap()
        return values

    def city(self, number: int) -> City:
        """The city of a number."""
        code = self.divisions[self._regions[number]].partition(".")[0]
        return City(
            id=_identity(self._ids[number]),
            name=english_name(code, self.names[number]),
            country_code=code,
            country=country(code).name,
            latitude=self._axes[number] / 10_000,
            longitude=self._axes[len(self.names) + number] / 10_000,
            population=self.people[number],
        )

    def reading(self, number: int, kind: str) -> Reading:
        """The city of a number as a reading of a name."""
        division = self.divisions[self._regions[number]]
        return Reading(self.city(number), division, kind, self.fame[number] / 1000)

    def find(self, key: str) -> tuple[tuple[Reading, ...], int]:
        """The cities of a folded name, the best known first, and the flags of the name."""
        at = bisect_left(self.keys, key)
        if at == len(self.keys) or self.keys[at] != key:
            return (), 0
        return tuple(self.reading(number, kind) for number, kind in self._linked(at)), self._flags[at]

    def _linked(self, at: int) -> Iterator[tuple[int, str]]:
        """The numbers of the cities of the key at a place of `keys`, and whether it is their name."""
        for link in range(self._starts[at], self._starts[at + 1]):
            yield self._links[link], "name" if self._kinds[link] else "other"

    def number(self, code: str, name: str, state: str = "") -> int:
        """The number of the best known city of a country with exactly this main name; KeyError for none."""
        at = bisect_left(self.keys, key_of(name))
        for number, _ in self._linked(at):
            division = self.divisions[self._regions[number]]
            if self.names[number] == name and division.startswith(f"{code}.{state}"):
                return number
        raise KeyError(f"{code}:{name}")

    def begins(self, prefix: str) -> bool:
        """Whether a longer folded name begins with these words."""
        at = bisect_left(self.keys, prefix + " ")
        return at < len(self.keys) and self.keys[at].startswith(prefix + " ")

    @cached_property
    def by_id(self) -> dict[int, int]:
        """Numbers by GeoNames id."""
        return {identity: number for number, identity in enumerate(self._ids)}


@cache
def cities() -> Store:
    """Cities with 15,000 inhabitants and more, with all their names."""
    return _open("cities")


@cache
def towns() -> Store:
    """Places with 5,000 inhabitants and more, and smaller seats, by main name."""
    return _open("towns")


def _open(name: str) -> Store:
    with (resources.files("pipeline.data") / "gazetteer" / f"{name}.zip").open("rb") as file:
        return Store(file)


@cache
def countries() -> dict[str, tuple[Country, str, tuple[str, ...], tuple[str, ...]]]:
    """By code: the country, its capital, its neighbours' codes, its folded names."""
    rows = (line.split("\t") for line in cities().lines("countries"))
    return {
        code: (Country(code, name), capital, tuple(near.split(",")), tuple(keys.split("|")))
        for code, name, capital, near, keys in rows
    }


def country(code: str) -> Country:
    """The country of an ISO code; KeyError for no code."""
    return countries()[code][0]


def neighbours(code: str) -> tuple[str, ...]:
    """The codes of the countries that a country borders on."""
    return countries()[code][2]


def city(identity: str) -> City:
    """The city of an id like `geonames:1007311`; KeyError for an unknown one, ValueError for what is no id."""
    number = _number_of(identity)
    store = cities() if number in cities().by_id else towns()
    return store.city(store.by_id[number])
