"""What is known of a document, and what a name in it was found to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.text.gazetteer import City, Country, key_of
from pipeline.text.places.evidence import Spot

METHOD = "gazetteer/2"
FUZZY = "gazetteer-fuzzy/2"


@dataclass(frozen=True, slots=True)
class Known:
    """What is already sure about a document, to judge the rest of it by."""

    cities: frozenset[str] = frozenset()  # ids
    countries: frozenset[str] = frozenset()  # codes of those named
    homes: frozenset[str] = frozenset()  # codes of those named and of those the cities lie in
    words: frozenset[str] = frozenset()  # words that the document also writes small: `set`, `police`
    hint: str = ""  # a country code
    told: Mapping[str, str] = field(
        default_factory=dict
    )  # folded name -> id of the city that its country, beside it, made sure


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A name of a place in a text: a city, a country, or candidates that could not be told apart."""

    start: int
    end: int
    surface: str
    city: City | None
    country: Country | None
    candidates: tuple[City, ...]  # where neither is set
    score: float
    method: str
    evidence: tuple[str, ...]  # the words that speak for it, like `Mayor of`, `Italy`
    told: bool = False  # its country stands beside it
    own: bool = True  # the name is the city's own rather than another spelling or language's


def hit_of(
    spot: Spot,
    score: float,
    cues: Mapping[str, str],
    *,
    city: City | None = None,
    country: Country | None = None,
    candidates: tuple[City, ...] = (),
) -> PlaceHit:
    """A spot as what it was judged to be."""
    return PlaceHit(
        start=spot.start,
        end=spot.end,
        surface=spot.surface,
        city=city,
        country=country,
        candidates=candidates,
        score=round(score, 3),
        method=METHOD if spot.likeness == 1 else FUZZY,
        evidence=tuple(dict.fromkeys(cues.values())) or (spot.surface,),
        told="country" in cues,
        own=city is None
        or any(reading.city == city and reading.kind == "alias" for reading in spot.named.cities)
        or key_of(city.name) == spot.named.key,
    )
