"""Tables `cities` and `countries`: every place that a mention names or a row needs, with what GeoNames says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pipeline.link.papers import Paper
from pipeline.link.words import squeeze
from pipeline.model.dataset import Cities, Countries

Surfaces = dict[str, set[str]]


@lru_cache(maxsize=50_000)
def _city(identity: str) -> Any:
    from pipeline.text import places  # the gazetteer is read when first asked

    try:
        return places.city(identity)
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=1_000)
def _country(code: str) -> Any:
    from pipeline.text import places

    try:
        return places.country(code)
    except (KeyError, ValueError):
        return None


def known_city(identity: str) -> str:
    """The id, where it is one of the gazetteer; else empty, so that no row points at nothing."""
    return identity if identity and _city(identity) is not None else ""


def known_country(code: str) -> str:
    """The code, where it is one of the gazetteer; else empty."""
    return code if code and _country(code) is not None else ""


def country_of(identity: str) -> str:
    """The country of a city, empty where the city is unknown."""
    place = _city(identity) if identity else None
    return known_country(place.country_code) if place is not None else ""


class Named:
    """Where each place is named, and by which words."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.documents: dict[str, set[str]] = {}
        self.surfaces: Surfaces = {}
        for paper in papers:
            for mention in paper.tags.mentions:
                if mention.kind in ("city", "country") and mention.entity:
                    self.documents.setdefault(mention.entity, set()).add(paper.document_id)
                    self.surfaces.setdefault(mention.entity, set()).add(squeeze(mention.surface))


def city_rows(needed: Iterable[str], named: Named, counts: Mapping[str, int]) -> list[Cities]:
    """A row for each city that is named, or that another row points at."""
    wanted = sorted({*needed, *named.documents})
    return [_city_row(identity, _city(identity), named, counts) for identity in wanted if known_city(identity)]


def _city_row(identity: str, place: Any, named: Named, counts: Mapping[str, int]) -> Cities:
    return Cities(
        city_id=identity,
        name=place.name,
        country_code=place.country_code,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        population=place.population,
        aliases=tuple(sorted(named.surfaces.get(identity, ()))),
        document_ids=tuple(sorted(named.documents.get(identity, ()))),
        insight_count=counts.get(identity, 0),
    )


def country_rows(needed: Iterable[str], named: Named, counts: Mapping[str, int]) -> list[Countries]:
    """A row for each country that is named, or that another row points at."""
    return [
        Countries(
            country_code=code,
            name=_country(code).name,
            document_ids=tuple(sorted(named.documents.get(code, ()))),
            insight_count=counts.get(code, 0),
        )
        for code in sorted({*needed, *named.documents})
        if not code.startswith("geonames:") and known_country(code)
    ]
