"""The sheets of statements: learnings, recommendations, plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.load import fold
from pipeline.load.names import Names, in_words, listed
from pipeline.load.review import (
    DECISIONS,
    INSIGHT_ID,
    KIND,
    KIND_CODE,
    MARK,
    REVIEW,
    REVIEW_CODE,
    STATEMENT,
    THEME_IDS,
    THEMES,
    mark,
)
from pipeline.load.sheet import Column, Link, Sheet
from pipeline.load.sheets.links import document_link
from pipeline.load.shown import shown
from pipeline.model.dataset import KINDS, Dataset

_SOURCE = "Source"  # a column that is there where files can be opened
_INSIGHT = (
    Column(STATEMENT, 78),
    Column(KIND, 17, choices=tuple(map(in_words, KINDS))),
    Column(THEMES, 28),
    Column("Cities", 18),
    Column("Document", 42, "link"),
    Column("Page", 8, "number"),
    Column(_SOURCE, 12, "link"),
    Column(REVIEW, 13, choices=DECISIONS),
    Column("Section", 28),
    Column("Said by", 40),
    Column("People named", 20),
    Column("Countries", 16),
    Column("Event", 42, "link"),
    Column("Date", 12),
    Column("Sources", 11, "number"),
    Column("Confidence", 13, "share"),
    Column(INSIGHT_ID, 21, hidden=True),
    Column("Document id", 21, hidden=True),
    Column(KIND_CODE, 16, hidden=True),
    Column(THEME_IDS, 30, hidden=True),
    Column("City ids", 30, hidden=True),
    Column(REVIEW_CODE, 13, hidden=True),
    Column(MARK, 11, hidden=True),
)
_ACTION = (Column("Who should act", 22), Column("How firmly", 13))
"""Of recommendations alone, before the document."""
_ACTION_AT = 4


def nearest(section: str) -> str:
    """The two innermost headings of a path, which say most.

    >>> nearest("Report > Part II > Workshop I > Issues")
    '… › Workshop I › Issues'
    """
    path = section.split(" > ")
    return " › ".join(path if len(path) < 3 else ["…", *path[-2:]])


def statements(group: str, name: str, about: str) -> Callable[[Dataset, Names], Sheet]:
    action = group == "recommendation"
    every = (*_INSIGHT[:_ACTION_AT], *(_ACTION if action else ()), *_INSIGHT[_ACTION_AT:])

    def build(dataset: Dataset, names: Names) -> Sheet:
        columns = tuple(column for column in every if names.files or column.name != _SOURCE)
        dates = {row.document_id: row.date for row in dataset.rows("documents")}
        chosen = [row for row in fold.insights(dataset) if row.group == group]
        rows = [
            (*_statement(row, names), *(_action(row) if action else ()), *_source(row, names, dates)) for row in chosen
        ]
        return Sheet(name, about, columns, rows, key="Insight id", printed="Page", nothing="None was found.")

    return build


def _statement(row: Any, names: Names) -> tuple[Any, ...]:
    themes, cities = listed(row.theme_ids, names.themes), listed(row.city_ids, names.cities)
    return row.text, in_words(row.kind), themes, cities


def _action(row: Any) -> tuple[Any, ...]:
    return listed(row.addressed_to, {}), f"{row.strength} be done" if row.strength else ""


def _source(row: Any, names: Names, dates: dict[str, str]) -> tuple[Any, ...]:
    return (
        document_link(row.document_id, names),
        row.page,
        *([_source_link(row, names)] if names.files else []),
        row.review if row.review != "none" else "",
        nearest(row.section),
        listed(row.said_by, {**names.organisations, **names.people}),
        listed((one for one in row.person_ids if one not in row.said_by), names.people),
        listed(row.country_codes, names.countries),
        Link(names.events.get(row.event_id, ""), "Events", row.event_id),
        dates.get(row.document_id, ""),
        row.sources,
        row.confidence,
        row.insight_id,
        row.document_id,
        row.kind,
        listed(row.theme_ids, {}),
        listed(row.city_ids, {}),
        row.review,
        mark(shown(row.text)),
    )


def _source_link(row: Any, names: Names) -> Link | None:
    """Opens the document's file, at the page where the reader of PDFs follows."""
    address = names.files.get(row.document_id, "")
    if not address:
        return None
    return Link("open page", file=f"{address}#page={row.page}") if row.page else Link("open", file=address)
