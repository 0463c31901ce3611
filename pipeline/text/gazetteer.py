"""What a name of a place can mean: cities, countries, states and regions, from the files in `data/gazetteer`.

The two zips are built by `tools/build_gazetteer.py` from GeoNames (CC BY 4.0); the TOML files beside them are written
by hand and read as they are, so that an alias takes effect at once. Everything is read when first asked for: first the
cities, countries and hand-written files, and the smaller towns when a capitalised word is none of them.
"""

from __future__ import annotations

import math
import re
import sys
import tomllib
import unicodedata
import zipfile
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import accumulate
from typing import IO, Any

LONGEST = 7
"""Words of the longest name that is looked up; the build cuts off there."""
SIMILAR = 0.78
"""How like a misspelt name must be: finds 24 of 26 misspellings collected, and few else (FACTS.md, Cities)."""
LARGE = 100_000
"""Inhabitants from which a city needs no other evidence, and is looked for behind misspellings."""
SMALL = 15_000
"""Inhabitants below which a place is in the file of towns."""

OWN_IDS = 4_000_000_000
"""Numbers from here on are no ids of GeoNames: the build gives them to the few large cities that its lists leave out."""

COMMON, RARE, PERSON, PLAIN = 1, 2, 4, 8
"""What a name is besides: an everyday English word, a rarer one, a surname or given name; or plainly the city."""

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
    | {"ð": "d", "Ð": "d", "þ": "th", "Þ": "th"}
)
_UNDECOMPOSED = str.maketrans({"Đ": "D", "Ð": "D", "đ": "d", "ı": "i", "İ": "I"})
_COMMA_BELOW = str.maketrans("şŞţŢ", "șȘțȚ")
_QUOTES = re.compile(r"[’‘ʼʻ`']")
_SHORT = {"saint": "st", "sainte": "st", "ste": "st", "sankt": "st", "mount": "mt", "fort": "ft"}


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
def key_of(name: str) -> str:
    """A name as it is looked up: lower case, no accents, blanks for hyphens and apostrophes, `St` for Saint.

    >>> key_of("Saint-Étienne"), key_of("N'Djamena")
    ('st etienne', 'n djamena')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(c for c in name if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in _WORD.findall(name.casefold()))


@cache
def data(name: str) -> dict[str, Any]:
    """One of the hand-written files: `aliases`, `countries`, `divisions`, `words`."""
    return tomllib.loads((resources.files("pipeline.data") / "gazetteer" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_list(section: str, name: str = "") -> frozenset[str]:
    """A list of `words.toml`, folded."""
    words = data("words")[section]
    return frozenset(key_of(word) for word in (words[name] if name else words))


def english_name(code: str, name: str) -> str:
    """What documents in English call a city of GeoNames: `Aswan` for Aswān, `Goyang` for Goyang-si."""
    written: str | None = data("aliases")["canonical"].get(f"{code}:{name}")
    if written is not None:
        return written
    if code in ("KR", "KP", "JP"):
        name = name.removesuffix("-si").removesuffix("-shi")
    if code in ("RO", "MD"):
        name = name.translate(_COMMA_BELOW)
    if code in _plain_letters():
        return _without_marks(_QUOTES.sub("", name))
    name = _QUOTES.sub("'", name)
    return _without_marks(name) if code == "CN" else name


@cache
def _plain_letters() -> frozenset[str]:
    return frozenset(data("countries")["plain_letters"])


def _without_marks(name: str) -> str:
    """A name in plain letters: `Can Tho` for Cần Thơ."""
    letters = unicodedata.normalize("NFKD", name.translate(_UNDECOMPOSED))
    return "".join(c for c in letters if not unicodedata.combining(c))


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
        self._regions, self._divisions = self._array("H", "regions"), self.lines("divisions")
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
        code = self._divisions[self._regions[number]].partition(".")[0]
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
        division = self._divisions[self._regions[number]]
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
            division = self._divisions[self._regions[number]]
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
def _countries() -> dict[str, tuple[Country, str, tuple[str, ...], tuple[str, ...]]]:
    """By code: the country, its capital, its neighbours' codes, its folded names."""
    rows = (line.split("\t") for line in cities().lines("countries"))
    return {
        code: (Country(code, name), capital, tuple(near.split(",")), tuple(keys.split("|")))
        for code, name, capital, near, keys in rows
    }


def country(code: str) -> Country:
    """The country of an ISO code; KeyError for no code."""
    return _countries()[code][0]


def neighbours(code: str) -> tuple[str, ...]:
    """The codes of the countries that a country borders on."""
    return _countries()[code][2]


def city(identity: str) -> City:
    """The city of an id like `geonames:1007311`; KeyError for an unknown one, ValueError for what is no id."""
    number = _number_of(identity)
    store = cities() if number in cities().by_id else towns()
    return store.city(store.by_id[number])


@dataclass
class _Special:
    """What the hand-written files and the list of countries say of one folded name."""

    aliases: list[int]
    renamed: list[int] = field(default_factory=list)
    country: Country | None = None
    adjective: bool = False
    division: str = ""
    blocked: bool = False
    short_of: Country | None = None


@cache
def _specials() -> dict[str, _Special]:
    """All names that are not simply a city's in GeoNames."""
    found: dict[str, _Special] = defaultdict(lambda: _Special([]))
    for name, target in data("aliases")["names"].items():
        found[key_of(name)].aliases.append(_number(target))
    for target, name in data("aliases")["canonical"].items():
        found[key_of(name)].renamed.append(_number(target))
    for key, division in _divisions().items():
        found[key].division = division
    for key, known, adjective in _country_names():
        if found[key].country is None:
            found[key].country, found[key].adjective = known, adjective
    for code, names in data("countries")["short"].items():
        for name in names:
            found[key_of(name)].country, found[key_of(name)].short_of = None, country(code)
    for key in word_list("blocks"):
        found[key].blocked = True
    return dict(found)


def _country_names() -> Iterator[tuple[str, Country, bool]]:
    """Folded name, country, whether it is the adjective: our own names first, adjectives last."""
    written = data("countries")
    for code, names in written["names"].items():
        yield from ((key_of(name), country(code), False) for name in names)
    elsewhere = {key_of(name) for name in written["cities"]}
    for known, _, _, keys in _countries().values():
        yield from ((key, known, False) for key in keys if key not in elsewhere)
    for code, names in written["adjectives"].items():
        for name in names:
            yield key_of(name), country(code), True
            if not name.endswith(("s", "sh", "ch", "ese", "i")):
                yield key_of(name + "s"), country(code), True


def _divisions() -> dict[str, str]:
    """Folded name of a state or region -> GeoNames' code of it, taken from a city that lies in it."""
    found = {}
    for code, names in data("divisions").items():
        if code == "city_first":
            continue
        for name, member in names.items():
            found[key_of(name)] = cities().reading(_number(f"{code}:{member}"), "name").division
    return found


def _number(target: str) -> int:
    """The number of a city given as `US:Wilmington|DE`, the state where the country has several; KeyError for none."""
    code, _, name = target.partition(":")
    name, _, state = name.partition("|")
    return cities().number(code, name, state)


@cache
def _special_beginnings() -> frozenset[str]:
    """What a longer special name begins with, by whole words."""
    return frozenset(" ".join(words[:count]) for words in map(str.split, _specials()) for count in range(1, len(words)))


@lru_cache(maxsize=20_000)
def lookup(key: str) -> Named | None:
    """What a folded name means, among large cities, countries, divisions and aliases; None for nothing."""
    special = _specials().get(key)
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


def forms(reading: Reading) -> float:
    """In about how many forms the world writes the name of a city, from how well known it is."""
    people = math.log10(max(reading.city.population, 500))
    return float(10 ** ((reading.fame - people - 0.5 * is_capital(reading.city)) / 0.7) - 1)


def distance(one: City, other: City) -> float:
    """Kilometres between two cities, near enough for those of one region."""
    mean = math.radians((one.latitude + other.latitude) / 2)
    north, east = one.latitude - other.latitude, (one.longitude - other.longitude) * math.cos(mean)
    return 111.2 * math.hypot(north, east)


def town(key: str) -> Named | None:
    """What a folded name means among the smaller places."""
    found, flags = towns().find(key)
    return Named(key, found, flags=_own_flags(key, flags)) if found else None


def continues(key: str) -> bool:
    """Whether a longer name begins with these words."""
    return key in _special_beginnings() or cities().begins(key)


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
    return {key_of(name): cities().city(_number(target)).id for name, target in data("aliases")["preferred"].items()}


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
    for key, special in _specials().items():
        if numbers := special.aliases + special.renamed:
            names[key] = numbers[0]
    for key, number in sorted(names.items()):
        found[key[0]][0].append(key)
        found[key[0]][1].append(number)
    return found


def _is_large(number: int) -> bool:
    store = cities()
    return store.people[number] >= LARGE or key_of(store.names[number]) in _capitals()


@cache
def _capitals() -> frozenset[str]:
    return frozenset(key_of(capital) for _, capital, _, _ in _countries().values())


def is_capital(place: City) -> bool:
    """Whether a city is its country's capital."""
    return key_of(_countries()[place.country_code][1]) == key_of(place.name)


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

    names = [(key_of(known.name), known) for known, _, _, _ in _countries().values()]
    rated = [
        (OSA.normalized_similarity(key, name, score_cutoff=SIMILAR), known)
        for name, known in names
        if name[0] == key[0]
    ]
    best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if len(key) >= 5 and best[0] else None
