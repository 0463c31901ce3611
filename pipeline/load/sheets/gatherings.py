"""The sheets of people and of the events at which they met."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pipeline.load import fold
from pipeline.load.names import Names, fullest, in_words, listed
from pipeline.load.sheet import Column, Link, Sheet
from pipeline.load.sheets.links import city_link, day, document_links
from pipeline.model.dataset import Dataset


def people(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Name", 26),
        Column("Honorific", 11),
        Column("Role", 34),
        Column("Organisation", 34),
        Column("City", 18),
        Column("Took part as", 18),
        Column("Events", 40, "link"),
        Column("Documents", 40, "link"),
        Column("Person id", 20, hidden=True),
    )
    parts: dict[str, list[Any]] = defaultdict(list)
    for part in dataset.rows("participations"):
        parts[part.person_id].append(part)
    people = sorted(dataset.rows("people"), key=lambda row: (row.family_name or row.name, row.name, row.person_id))
    rows = [_person(row, parts[row.person_id], names) for row in people]
    return Sheet("People", "Each person named, with roles as printed", columns, rows, key="Person id")


def _person(row: Any, parts: list[Any], names: Names) -> tuple[Any, ...]:
    roles = fullest(part.role for part in parts if part.role.rstrip(".") != row.honorific.rstrip("."))
    events = fullest(names.events.get(part.event_id, "") for part in parts)
    return (
        row.name,
        row.honorific,
        "; ".join(roles),
        "; ".join(fullest(names.organisations.get(part.organisation_id) or part.organisation for part in parts)),
        listed((part.city_id for part in parts), names.cities),
        listed((in_words(part.part) for part in parts), {}),
        Link("; ".join(events), "Events", next(part.event_id for part in parts if part.event_id))
        if len(events) == 1
        else "; ".join(events),
        document_links(row.document_ids, names),
        row.person_id,
    )


def events(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Event", 48),
        Column("From", 12, "date"),
        Column("To", 12, "date"),
        Column("City", 18, "link"),
        Column("Country", 18),
        Column("Venue", 32),
        Column("Organisers", 40),
        Column("Insights", 10, "number"),
        Column("Documents", 48, "link"),
        Column("Event id", 20, hidden=True),
    )
    counts = Counter(row.event_id for row in fold.insights(dataset))
    rows = sorted(dataset.rows("events"), key=lambda row: (row.name, row.event_id))
    rows.sort(key=lambda row: row.start_date, reverse=True)
    return Sheet(
        "Events",
        "Each event, the newest first, however many documents speak of it",
        columns,
        [
            (
                names.events[row.event_id],
                day(row.start_date),
                day(row.end_date),
                city_link(row.city_id, names),
                names.countries.get(row.country_code, row.country_code),
                row.venue,
                listed(row.organisers, {}),
                counts[row.event_id],
                document_links(row.document_ids, names),
                row.event_id,
            )
            for row in rows
        ],
        key="Event id",
    )
