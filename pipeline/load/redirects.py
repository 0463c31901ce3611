"""Where the ids of the release shown went: `redirects`, filled when people, organisations or events are one, or two.

An old id that is no more goes to every id that holds now what it held, and did not hold it before: its surfaces in its
documents, of an event also its statements and its documents. What nobody holds now has vanished, without a successor.
Documents and insights have none: their ids are made of their bytes and words.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.load import reading
from pipeline.model.dataset import Dataset, Redirects

Evidence = dict[str, set[tuple[str, ...]]]  # id -> what speaks for it

_NAMED = {"person": ("people", "person_id"), "organisation": ("organisations", "organisation_id")}
_READ = ("people", "organisations", "events", "mentions", "insights", "documents", "redirects")


def told(dataset: Dataset, shown: Path, version: str) -> Dataset:
    """The dataset with its history: rows of the release `shown` are kept, ids gone since then are added.

    A release that is not there or cannot be read tells none. `version` is the release that `since` names.
    """
    try:
        old = Dataset(tables=reading.tables(shown.resolve(), _READ), texts={})
    except ConfigError:
        return dataset
    rows = _history(dataset, old, version)
    return Dataset(tables={**dataset.tables, "redirects": rows}, texts=dataset.texts)


def _history(new: Dataset, old: Dataset, version: str) -> tuple[Redirects, ...]:
    """Chains are followed to the living end; an id that is there again is redirected no more."""
    went, living = successors(new, old), _ids(new)
    rows = {}
    for row in (*old.rows("redirects"), *new.rows("redirects")):
        ends = {row.new_id} if row.new_id in living else went.get(row.new_id) or {row.new_id}
        for end in ends:
            since = row.since if end == row.new_id else version
            rows[row.old_id, end] = Redirects(old_id=row.old_id, new_id=end, since=since)
    for gone, ends in went.items():
        for end in ends:
            rows.setdefault((gone, end), Redirects(old_id=gone, new_id=end, since=version))
    return tuple(rows[pair] for pair in sorted(rows) if pair[0] not in living)


def successors(new: Dataset, old: Dataset) -> dict[str, set[str]]:
    """Each id of `old` that `new` does not have, with the ids that took over; ids without successor are left out."""
    before, after = _evidence(old), _evidence(new)
    takers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for identity, held in after.items():
        for one in held - before.get(identity, set()):
            takers[one].add(identity)
    gone = {identity: held for identity, held in before.items() if identity not in after}
    found = {identity: set().union(*(takers.get(one, set()) for one in held)) for identity, held in gone.items()}
    return {identity: ends for identity, ends in found.items() if ends}


def _ids(dataset: Dataset) -> set[str]:
    return set(_evidence(dataset))


def _evidence(dataset: Dataset) -> Evidence:
    """What speaks for each entity. Names and documents of a row count only where no mention says which stands where."""
    held: Evidence = defaultdict(set)
    for row in dataset.rows("mentions"):
        if row.entity_type in _NAMED and row.entity_id:
            held[row.entity_id].add((row.entity_type, row.document_id, _folded(row.surface)))
    for kind, (table, key) in _NAMED.items():
        for row in dataset.rows(table):
            identity = getattr(row, key)
            held[identity] = held.get(identity) or _named(kind, row)
    return {**held, **_events(dataset)}


def _events(dataset: Dataset) -> Evidence:
    held = {row.event_id: _named("event", row) for row in dataset.rows("events")}
    for table, key in (("insights", "insight_id"), ("documents", "document_id")):
        for row in dataset.rows(table):
            if row.event_id in held:
                held[row.event_id].add((table, getattr(row, key)))
    return held


def _named(kind: str, row: Any) -> set[tuple[str, ...]]:
    return {(kind, document, _folded(name)) for name in (row.name, *row.aliases) for document in row.document_ids}


def _folded(surface: str) -> str:
    return " ".join(surface.split()).casefold()
