"""Gold standards, and datasets that are right or wrong about them in known or random ways."""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

from pipeline.load.tables_csv import write
from pipeline.model.dataset import (
    KINDS,
    Cities,
    Dataset,
    Documents,
    Events,
    Forms,
    Insights,
    Mentions,
    Participations,
    People,
    group_of,
)

GOLD: dict[str, Any] = {
    "document": {"genre": "learning_form", "title": "A form", "date": "2013", "language": "en"},
    "event": {
        "name": "Forum of Mayors",
        "start_date": "2013-05-20",
        "end_date": "2013-05-21",
        "city": "Turin",
        "country": "IT",
    },
    "form": {
        "event_name": "Forum of Mayors",
        "purpose": "To learn from each other",
        "expertise": ["Policing"],
        "venue": "",
    },
    "insights": [
        {
            "kind": "learning",
            "text": "Women must be safe at night.",
            "cities": ["Durban"],
            "themes": ["women-and-girls"],
            "themes_alt": ["policing"],
        },
        {
            "kind": "follow_up",
            "text": "We will light the parks.",
            "cities": [],
            "themes": ["urban-design-and-public-space"],
        },
        {"kind": "learning", "text": "Cities may differ here.", "cities": [], "themes": [], "optional": True},
    ],
    "people": [{"name": "Martin Zondi", "surfaces": ["Mr. Zondi"], "role": "Head of Safer Cities", "city": "Durban"}],
    "cities": [{"name": "Durban", "country": "ZA"}, {"name": "Turin", "country": "IT"}],
}


def write_gold(folder: Path, **golds: dict[str, Any]) -> Path:
    """A folder of gold standards."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, gold in golds.items():
        (folder / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


def write_dataset(folder: Path, documents: dict[str, dict[str, Any]]) -> Path:
    """The tables of a dataset that says of each file name what a gold standard of it would say."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[Any]] = defaultdict(list)
    cities: dict[tuple[str, str], str] = {}
    for name, gold in documents.items():
        _document(name, gold, tables, cities)
    for (city, country), key in cities.items():
        values = {"country": country, "latitude": 0.0, "longitude": 0.0, "population": 1}
        tables["cities"].append(Cities(city_id=key, name=city, country_code=country, **values))
    write(Dataset(tables={name: tuple(rows) for name, rows in tables.items()}), folder)
    return folder


def _document(
    name: str, gold: dict[str, Any], tables: dict[str, list[Any]], cities: dict[tuple[str, str], str]
) -> None:
    document = f"d-{_digest(name)}"
    countries = {city["name"]: city["country"] for city in gold["cities"]}

    def city(city_name: str | None) -> str:
        place = (city_name or "", countries.get(city_name or "", "XX"))
        return cities.setdefault(place, f"geonames:{len(cities)}") if city_name else ""

    event = gold.get("event")
    tables["documents"].append(
        Documents(
            document_id=document,
            sha256="",
            file_name=name,
            media_type="",
            genre=gold["document"]["genre"],
            genre_confidence=1.0,
            event_id=f"e-{document}" if event else "",
        )
    )
    if event:
        days = {day: event.get(day) or "" for day in ("start_date", "end_date")}
        country = event.get("country") or ""
        where = {"city_id": city(event.get("city")), "country_code": country}
        tables["events"].append(Events(event_id=f"e-{document}", name="?", aliases=(event["name"],), **days, **where))
    if gold.get("form"):
        answers = {key: tuple(value) if isinstance(value, list) else value for key, value in gold["form"].items()}
        tables["forms"].append(Forms(document_id=document, **answers))
    for number, one in enumerate(gold["insights"]):
        tables["insights"].append(
            Insights(
                insight_id=f"i-{document}-{number}",
                document_id=document,
                event_id="",
                group=group_of(one["kind"]),
                kind=one["kind"],
                text=one["text"],
                city_ids=tuple(city(place) for place in one["cities"]),
                theme_ids=tuple(one["themes"]),
            )
        )
    for number, one in enumerate(gold["people"]):
        key = f"p-{document}-{number}"
        surfaces = tuple(one.get("surfaces", ()))
        tables["people"].append(People(person_id=key, name=one["name"], aliases=surfaces, document_ids=(document,)))
        if number % 5 != 4:  # some are only named
            part = {"role": one.get("role") or "", "city_id": city(one.get("city"))}
            tables["participations"].append(
                Participations(
                    participation_id=f"q-{key}",
                    person_id=key,
                    event_id="",
                    document_id=document,
                    part="mentioned",
                    **part,
                )
            )
    for number, one in enumerate(gold["cities"]):
        tables["mentions"].append(
            Mentions(
                mention_id=f"m-{document}-{number}",
                document_id=document,
                entity_type="city",
                entity_id=city(one["name"]),
            )
        )


def spoiled(gold: dict[str, Any], seed: int) -> dict[str, Any]:
    """A gold standard made wrong here and there: what a pipeline might find."""
    chance = random.Random(seed)
    copy = json.loads(json.dumps(gold))
    copy["insights"] = [_spoiled_insight(one, copy, chance) for one in copy["insights"] if chance.random() > 0.15]
    copy["insights"] += [{**one, "text": f"Another: {one['text'][::-1]}"} for one in copy["insights"][:3]]
    copy["people"] = [_spoiled_person(one, chance) for one in copy["people"] if chance.random() > 0.1]
    copy["cities"] = [one for one in copy["cities"] if chance.random() > 0.1] + [
        {"name": "Springfield", "country": "US"}
    ]
    if copy.get("form"):
        copy["form"] = {key: _spoiled_text(value, chance) for key, value in copy["form"].items()}
    if copy.get("event") and chance.random() > 0.5:
        copy["event"]["end_date"] = "2001-01-01"
    return copy


def _spoiled_insight(one: dict[str, Any], gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    names = [city["name"] for city in gold["cities"]]
    return {
        "kind": chance.choice(KINDS) if chance.random() < 0.2 else one["kind"],
        "text": _spoiled_text(one["text"], chance),
        "cities": [*one["cities"][1:], *chance.sample(names, min(1, len(names)))]
        if chance.random() < 0.3
        else one["cities"],
        "themes": [*one["themes"][1:], "policing"] if chance.random() < 0.4 else one["themes"],
    }


def _spoiled_person(one: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    name = " ".join(reversed(one["name"].split())) if chance.random() < 0.3 else one["name"]
    role = "Somebody else" if chance.random() < 0.2 else one.get("role")
    return {**one, "name": f"Mr. {name}", "surfaces": [], "role": role}


def _spoiled_text(text: Any, chance: random.Random) -> Any:
    if not isinstance(text, str) or chance.random() < 0.4:
        return text
    cut = chance.randrange(1 + len(text) // 6)
    return f"- {text[cut:]}" if chance.random() < 0.5 else f"=  {text.upper()} ."


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
