"""Checks samples/gold against the texts that the samples are made of; exit code 1 when something is wrong.

python samples/build/check_gold.py
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import source as src
from gold import ADDRESS, GOLD, gold, running_text

INBOX = Path(__file__).parent.parent / "inbox"
GENRES = {"learning_form", "event_announcement", "factsheet", "forum_report", "strategic_plan", "other"}
KINDS = {
    "learning",
    "observation",
    "practice",
    "issue",
    "recommendation",
    "follow_up",
    "objective",
    "activity",
    "indicator",
}
PARTS = {"attendee", "speaker", "moderator", "contributor", "contact", "author", "mentioned"}
THEMES = {
    "youth-and-gangs",
    "women-and-girls",
    "human-trafficking",
    "substance-abuse",
    "migration-and-inclusion",
    "organised-crime-and-terrorism",
    "policing",
    "justice-and-rehabilitation",
    "rule-of-law-and-corruption",
    "public-private-partnership",
    "urban-design-and-public-space",
    "urban-renewal-and-housing",
    "local-governance",
    "community-participation",
    "education-and-prevention",
    "employment-and-economy",
    "capacity-building",
    "knowledge-sharing",
    "data-and-research",
    "media-and-communication",
    "international-cooperation",
    "finance-and-resources",
    "major-events",
    "health-and-wellbeing",
    "environment-and-energy",
    "culture-heritage-and-sport",
}
TOP = {"document", "event", "form", "insights", "people", "cities", "countries", "organisations", "notes"}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def bare(text: str) -> str:
    return " ".join(text.split())


def named(text: str, places: list[dict[str, Any]], others: Sequence[dict[str, Any]] = ()) -> set[str]:
    """The places of the document whose surfaces stand in this text, outside the names of others."""
    text = ADDRESS.sub(" ", text)
    for surface in (s for other in others for s in other["surfaces"]):
        text = text.replace(surface, "#")
    found = set()
    for place in sorted(places, key=lambda p: -max(map(len, p["surfaces"]))):
        pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, place["surfaces"])) + r")(?!\w)"
        text, hits = re.subn(pattern, "#", text)
        found |= {place["name"]} if hits else set()
    return found


def check_document(data: dict[str, Any]) -> Iterator[str]:
    document = data["document"]
    if document["genre"] not in GENRES:
        yield f"genre {document['genre']!r}"
    if document["date"] and not DATE.fullmatch(document["date"]):
        yield f"date {document['date']!r}"
    for key in ("start_date", "end_date"):
        if data["event"] and not re.fullmatch(r"\d{4}-\d\d-\d\d", data["event"][key]):
            yield f"event {key} {data['event'][key]!r}"


def check_insights(data: dict[str, Any], text: str) -> Iterator[str]:
    for item in data["insights"]:
        label = f"{item['id']} {item['text'][:40]!r}"
        if item["text"] not in text:
            yield f"{label} does not stand in the text"
        if item["text"] != bare(item["text"]):
            yield f"{label} is not folded"
        if {item["kind"], *item["kind_alt"]} - KINDS or item["kind"] in item["kind_alt"]:
            yield f"{label} kind {item['kind']} {item['kind_alt']}"
        if {*item["themes"], *item["themes_alt"]} - THEMES or set(item["themes"]) & set(item["themes_alt"]):
            yield f"{label} themes {item['themes']} {item['themes_alt']}"
        if not 1 <= len(item["themes"]) <= 4:
            yield f"{label} has {len(item['themes'])} themes"
        if set(item["cities"]) != (found := named(item["text"], data["cities"])):
            yield f"{label} cities {item['cities']}, in the text {sorted(found)}"
        if set(item["countries"]) != (found := named(item["text"], data["countries"], data["cities"])):
            yield f"{label} countries {item['countries']}, in the text {sorted(found)}"


def check_entities(data: dict[str, Any], text: str) -> Iterator[str]:
    for group in ("people", "cities", "countries", "organisations"):
        for entity in data[group]:
            for surface in entity["surfaces"]:
                if surface not in text:
                    yield f"{group}: {surface!r} does not stand in the text"
    cities = {city["name"] for city in data["cities"]}
    for person in data["people"]:
        if person["part"] not in PARTS or (person["city"] and person["city"] not in cities):
            yield f"person {person['name']}: {person['part']}, {person['city']}"
    for city in data["cities"]:
        if city["mentions"] < 1:
            yield f"city {city['name']} is never mentioned"


def check(stem: str) -> Iterator[str]:
    """What is wrong with one gold standard."""
    path = GOLD / f"{stem}.json"
    if not path.exists():
        yield "gold is missing"
        return
    data = json.loads(path.read_text(encoding="utf-8"))
    source = src.read(stem)
    text = bare(running_text(source))
    if set(data) != TOP:
        yield f"keys {sorted(set(data) ^ TOP)}"
    if data != gold(source):
        yield "differs from its source: run gold.py"
    yield from check_document(data)
    yield from check_insights(data, text)
    yield from check_entities(data, text)


def check_names() -> Iterator[str]:
    """A gold's stem may begin the name of its own document only."""
    files = [path.name for path in INBOX.iterdir()]
    stems = src.stems()
    for stem in stems:
        for other in [*files, *stems]:
            if other.startswith(stem) and other.rsplit(".", 1)[0] != stem:
                yield f"{stem} is a prefix of {other}"


def main() -> int:
    faults = [f"{stem}: {fault}" for stem in src.stems() for fault in check(stem)]
    faults += check_names()
    faults += [f"{path.name}: gold without source" for path in GOLD.glob("*.json") if path.stem not in src.stems()]
    print("\n".join(faults) or f"{len(src.stems())} gold standards are sound")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
