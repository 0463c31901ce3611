"""What a dataset says: its CSV tables, and the part of them that speaks of one document."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.evaluate import alike

Row = dict[str, str]

_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


@dataclass
class PersonFound:
    """One person as the dataset knows them in one document."""

    person_id: str
    names: list[str]
    parts: list[Row] = field(default_factory=list)  # rows of participations


@dataclass(frozen=True)
class Found:
    """What the dataset says of one document."""

    document: Row
    event: Row
    form: Row
    insights: list[Row]
    people: list[PersonFound]
    cities: set[str]  # ids
    places: dict[str, Row]  # all cities of the dataset by id
    mentions: list[Row] = field(default_factory=list)
    bodies: dict[str, Row] = field(default_factory=dict)  # all organisations of the dataset by id

    @classmethod
    def nothing(cls) -> Found:
        """What the dataset says of a document that it does not hold."""
        return cls({}, {}, {}, [], [], set(), {})

    @property
    def document_id(self) -> str:
        """Id of the document."""
        return self.document["document_id"]

    @property
    def file_name(self) -> str:
        """Name of its file."""
        return self.document["file_name"]

    def city(self, city_id: str) -> tuple[str, str]:
        """Name, made comparable, and country of a city; empty for an id that is not there."""
        row = self.places.get(city_id, {})
        return alike.city(row.get("name")), row.get("country_code", "").upper()


@dataclass(frozen=True)
class Tables:
    """The tables of a dataset that are measured."""

    rows: dict[str, list[Row]]

    @classmethod
    def read(cls, folder: Path) -> Tables:
        """Read them from the folder of a release."""
        if not (folder / "documents.csv").is_file():
            raise ConfigError(f"{folder} holds no dataset: there is no documents.csv. Give the folder of a release.")
        return cls({name: _read(folder / f"{name}.csv") for name in _MEASURED})

    def documents(self) -> list[Found]:
        """What the dataset says of each document, by file name."""
        insights, mentions, parts = (self._by_document(name) for name in ("insights", "mentions", "participations"))
        events, forms, people, places, bodies = (self._by(*key) for key in _KEYS)
        named, listed = _by_listed_document(people), _by_listed_document(places)
        return [
            Found(
                document=row,
                event=events.get(row.get("event_id", ""), {}),
                form=forms.get(key, {}),
                insights=insights[key],
                people=_people(people, parts[key], named[key]),
                cities={*_mentioned_cities(mentions[key]), *listed[key]} & places.keys(),
                places=places,
                mentions=mentions[key],
                bodies=bodies,
            )
            for row in sorted(self.rows["documents"], key=lambda row: row["file_name"])
            for key in [row["document_id"]]
        ]

    def _by(self, table: str, column: str) -> dict[str, Row]:
        return {row[column]: row for row in self.rows[table]}

    def _by_document(self, table: str) -> dict[str, list[Row]]:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows[table]:
            grouped[row["document_id"]].append(row)
        return grouped


_MEASURED = (
    "documents",
    "events",
    "insights",
    "people",
    "participations",
    "cities",
    "forms",
    "mentions",
    "organisations",
)
_KEYS = (
    ("events", "event_id"),
    ("forms", "document_id"),
    ("people", "person_id"),
    ("cities", "city_id"),
    ("organisations", "organisation_id"),
)


def cell_list(cell: str | None) -> list[str]:
    """The values of a list in a cell: a JSON array, or what people write, `a; b`."""
    text = (cell or "").strip()
    if not text:
        return []
    try:
        values = json.loads(text)
    except json.JSONDecodeError:
        return [part.strip() for part in re.split(r"[;|]", text) if part.strip()]
    return [str(value) for value in values] if isinstance(values, list) else [str(values)]


def unguarded(cell: str) -> str:
    """The cell without the `'` that keeps a spreadsheet from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _by_listed_document(rows: dict[str, Row]) -> dict[str, list[str]]:
    """Document id -> keys of the rows that list it."""
    listed: dict[str, list[str]] = defaultdict(list)
    for key, row in rows.items():
        for document_id in dict.fromkeys(cell_list(row.get("document_ids"))):
            listed[document_id].append(key)
    return listed


def _people(known: dict[str, Row], parts: list[Row], named: list[str]) -> list[PersonFound]:
    """Those with a part in a document, then those only named there."""
    taking_part = [part for part in parts if part["person_id"] in known]
    ids = dict.fromkeys([*(part["person_id"] for part in taking_part), *named])
    people = {key: PersonFound(key, _names(known[key])) for key in ids}
    for part in taking_part:
        people[part["person_id"]].parts.append(part)
    return list(people.values())


def _mentioned_cities(mentions: list[Row]) -> Iterator[str]:
    return (row["entity_id"] for row in mentions if row["entity_type"] == "city")


def _names(person: Row) -> list[str]:
    return [person["name"], *cell_list(person.get("aliases"))]


def _read(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: unguarded(cell or "") for name, cell in row.items() if name} for row in csv.DictReader(file)]
