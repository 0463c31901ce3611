"""Places by name and in texts: the front door to the gazetteer.

`find_places` reads running text, `resolve_place` a short answer that is a place; both say which city is meant, and give
candidates where nobody could tell.
    tokens      a text as words                 vocabulary  lists of words, and what a name is by them
    evidence    what the words around say       spots       where a place may be named
    around      what stands beside a name       nations     countries, states, regions
    weighing    which city, and is it enough    judge       all together
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text import gazetteer
from pipeline.text.gazetteer import City, Country, city, country, key_of
from pipeline.text.places.hits import METHOD, Known, PlaceHit
from pipeline.text.places.judge import Reader
from pipeline.text.places.spots import Finder
from pipeline.text.places.tokens import Spans
from pipeline.text.places.vocabulary import cues, is_firm

__all__ = [
    "City",
    "Country",
    "Known",
    "Place",
    "PlaceHit",
    "Reader",
    "cities_named",
    "city",
    "countries_named",
    "country",
    "find_places",
    "is_label",
    "is_like_a_label",
    "is_place",
    "key_of",
    "listed_places",
    "names_places",
    "resolve_place",
    "sole_country",
]

LONGEST_ITEM = 60
"""Characters of an item that can be one of a list of places: a name, perhaps two, with country."""
LONGEST_TEXT_OF_A_PLACE = 300
"""Characters of an answer like "Venue" that are looked at."""
LONGEST_NAME = 80
"""Characters from which words are no longer the name of a place alone."""
NOTHING_KNOWN = Known()

_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """What a short text that names a place means; both None where nobody can tell."""

    city: City | None
    country: Country | None
    score: float
    method: str


def cities_named(name: str) -> tuple[City, ...]:
    """The cities of a name, the likeliest first; small towns only where no larger place bears the name."""
    key = key_of(name)
    named = gazetteer.lookup(key)
    if named is not None and named.cities:
        return tuple(dict.fromkeys(reading.city for reading in named.cities))
    town = gazetteer.town(key)
    found = (reading.city for reading in town.cities) if town else ()
    return tuple(dict.fromkeys(city for city in found if city.population >= gazetteer.VILLAGE))


def countries_named(name: str) -> tuple[tuple[Country, bool], ...]:
    """The country of a name, and whether the name is its adjective ("Kenyan"); nothing for no country."""
    named = gazetteer.lookup(key_of(name))
    if named is None:
        return ()
    return tuple((found, named.adjective) for found in (named.country, named.short_of) if found)


@lru_cache(maxsize=20_000)
def is_place(words: str) -> bool:
    """Whether words are the name of a city or country and nothing else."""
    return len(words) < LONGEST_NAME and bool(cities_named(words) or countries_named(words))


def resolve_place(words: str, hint_country: str = "") -> Place:
    """The place that a short text means: "Turin, Italy", "eThekwini Municipality", "Hotel X, 5 Main Road, Durban"."""
    words = words[:LONGEST_TEXT_OF_A_PLACE].strip(" \t\r\n.,;:")
    known = Known(hint=hint_country.upper())
    hits = find_places(words, known=known, listed=True) or find_places(_capitalised(words), known=known, listed=True)
    cities = [hit for hit in hits if hit.city]
    countries = [hit for hit in hits if hit.country]
    if cities:
        best = max(cities, key=lambda hit: (hit.score, hit.start))
        assert best.city is not None  # chosen for having one
        return Place(best.city, country(best.city.country_code), best.score, best.method)
    if countries:
        return Place(None, countries[-1].country, countries[-1].score, countries[-1].method)
    return Place(None, None, 0.0, METHOD)


def _capitalised(words: str) -> str:
    """The same words, each with a capital: for answers typed in small letters."""
    return _LETTERS.sub(lambda found: found.group()[:1].upper() + found.group()[1:], words)


def listed_places(texts: Sequence[str]) -> list[bool]:
    """Which of the texts that follow one another stand in a list of places: three or more, most of them well known.

    Others may stand between, two in a row at most: names that are misspelt or small, headings of regions.
    """
    kinds = [_kind_of_item(text) for text in texts]
    marks = [False] * len(texts)
    at = 0
    while at < len(kinds):
        end = _end_of_list(kinds, at) if kinds[at] == "place" else at
        if end > at and kinds[at:end].count("place") >= max(3, (end - at) / 2):
            marks[at:end] = [True] * (end - at)
        at = max(end, at + 1)
    return marks


def is_label(text: str) -> bool:
    """Whether a text is a label whose value is a place, like `City` or `Venue`."""
    return key_of(text) in cues("labels")


def is_like_a_label(text: str) -> bool:
    """Whether a short text speaks of cities, like `Partner cities` or `City, country`: perhaps a label of places."""
    words = key_of(text).split()
    return len(words) <= 4 and bool({words[0], words[-1]} & cues("of_labels")) if words else False


def names_places(text: str) -> bool:
    """Whether a short text is a well-known place, or several."""
    return _kind_of_item(text) == "place"


def sole_country(text: str) -> str:
    """The code of the country whose name is the whole of a text, as in a cell or above a list; empty for none."""
    if len(text) > LONGEST_ITEM:
        return ""
    named = gazetteer.lookup(key_of(text))
    return named.country.code if named and named.country and not named.adjective else ""


def _end_of_list(kinds: Sequence[str], at: int) -> int:
    """Where a list that begins with a place ends: behind the last place before three others or a sentence."""
    end = at
    for here in range(at, len(kinds)):
        if kinds[here] == "place":
            end = here + 1
        elif kinds[here] == "text" or here - end >= 2:
            break
    return min(end + 1, len(kinds)) if end < len(kinds) and kinds[end] == "short" else end


@lru_cache(maxsize=5_000)
def _kind_of_item(text: str) -> str:
    """What a text is as an item of a list: a well-known `place` or several (`Mumbai/Delhi`), else `short` or `text`."""
    if len(text) > LONGEST_ITEM:
        return "text"
    keys = [key_of(part) for part in re.split(r"[/,;&()]| and ", text)]
    named = [gazetteer.lookup(key) for key in keys if key]
    firm = sum(is_firm(found) for found in named)
    unknown = [key for key, found in zip(filter(None, keys), named, strict=True) if found is None]
    if named and firm * 2 >= len(named) and all(key.count(" ") <= 1 for key in unknown):
        return "place"
    if unknown and _is_a_row(text):
        return "place"
    return "short" if text[:1].isupper() and text.count(" ") < 4 else "text"


def _is_a_row(text: str) -> bool:
    """Whether a text is names of places side by side, as of a table without rules: `Osh Port Said Beira`."""
    found = Finder(text)
    covered = sum(spot.last - spot.first + 1 for spot in found.spots)
    return len(found.rows) == len(found.spots) >= 3 and covered == len(found.words.tokens)


def find_places(
    text: str, *, taken: Spans = (), gpe: Spans = (), known: Known = NOTHING_KNOWN, listed: bool = False
) -> list[PlaceHit]:
    """The places that a block of text names, in order.

    `taken` are spans of persons' names, `gpe` spans that a language model calls places, `known` what the document says
    elsewhere; `listed` says that the text is an item of a list of places, or an answer that should be one.
    """
    return Reader(text, taken, gpe, listed=listed).judge(known)
