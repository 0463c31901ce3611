"""What stands on the sheets of the workbook: for each a function from dataset and names to rows in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from pipeline.load import fold
from pipeline.load.names import Names, fullest, in_words, listed
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
from pipeline.load.sheet_review import document_link, review
from pipeline.load.shown import shown
from pipeline.model.dataset import GROUPS, KINDS, Dataset

_GROUPS = dict(zip(GROUPS, ("Learnings", "Recommendations", "Plans"), strict=True))

HOW_TO_READ = (
    "One row is one statement, word for word as in the document. “Document”, “Page” and “Source” say where.",
    "What several documents say alike is shown once; “Sources” says how many documents say it.",
    "“Cities” are those that the statement names or that head it; “Themes” are what it is about, the strongest first.",
    "“Confidence” is how sure the program is that this is a statement of this kind. It can be wrong: look at the page.",
    "Correct a statement, its kind or themes where it stands, or write accepted or rejected under “Review”; save a copy,",
    "then run: learnings correct COPY.xlsx. What you decided is kept in every later release.",
    "Use the arrows in the header row to filter. “To review” lists what a person should look at.",
    "A word in blue leads to its row on another sheet. On paper the sheets of statements end with the page.",
    "The last columns, hidden, hold the codes and ids of the tables (mark the column letters, right click, Unhide).",
    "A text that a spreadsheet would run as a formula has one ' before it.",
    "Names and places of cities: GeoNames (geonames.org), CC BY 4.0.",
)

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


def _insights(group: str, name: str, about: str) -> Callable[[Dataset, Names], Sheet]:
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


def _document_links(ids: tuple[str, ...], names: Names) -> Link | str:
    """Documents in words; one alone is a link, since a cell holds one."""
    words = listed(ids, names.documents)
    known = [one for one in ids if names.documents.get(one) == words]
    return Link(words, "Documents", known[0]) if known else words


def _themes(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Theme", 34),
        Column("Group", 24),
        Column("Insights", 11, "number"),
        *(Column(word, 17, "number") for word in _GROUPS.values()),
        Column("Cities", 10, "number"),
        Column("What belongs to it", 90),
        Column("Theme id", 28, hidden=True),
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    cities: dict[str, set[str]] = defaultdict(set)
    for row in fold.insights(dataset):
        for theme in row.theme_ids:
            counts[theme][row.group] += 1
            cities[theme].update(row.city_ids)
    rows = sorted(dataset.rows("themes"), key=lambda row: (-counts[row.theme_id].total(), row.label, row.theme_id))
    return Sheet(
        "Themes",
        "Each theme of the vocabulary, the most spoken of first",
        columns,
        [
            (
                row.label,
                names.themes.get(row.broader) or in_words(row.broader),
                counts[row.theme_id].total(),
                *(counts[row.theme_id][group] for group in _GROUPS),
                len(cities[row.theme_id]),
                row.definition,
                row.theme_id,
            )
            for row in rows
        ],
        key="Theme id",
    )


def _cities(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("City", 22),
        Column("Country", 22),
        Column("Insights", 10, "number"),
        Column("Documents", 60, "link"),
        Column("As written", 36),
        Column("Population", 13, "number"),
        Column("Latitude", 10, "degrees"),
        Column("Longitude", 10, "degrees"),
        Column("City id", 20, hidden=True),
    )
    counts = Counter(city for row in fold.insights(dataset) for city in row.city_ids)
    rows = sorted(dataset.rows("cities"), key=lambda row: (-counts[row.city_id], row.name, row.city_id))
    return Sheet(
        "Cities",
        "Each city named, the most spoken of first",
        columns,
        [
            (
                row.name,
                row.country,
                counts[row.city_id],
                _document_links(row.document_ids, names),
                listed(row.aliases, {}),
                row.population,
                row.latitude,
                row.longitude,
                row.city_id,
            )
            for row in rows
        ],
        key="City id",
    )


def _people(dataset: Dataset, names: Names) -> Sheet:
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
        _document_links(row.document_ids, names),
        row.person_id,
    )


def _events(dataset: Dataset, names: Names) -> Sheet:
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
                _day(row.start_date),
                _day(row.end_date),
                _city_link(row.city_id, names),
                names.countries.get(row.country_code, row.country_code),
                row.venue,
                listed(row.organisers, {}),
                counts[row.event_id],
                _document_links(row.document_ids, names),
                row.event_id,
            )
            for row in rows
        ],
        key="Event id",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _city_link(city_id: str, names: Names) -> Link:
    return Link(names.cities.get(city_id, ""), "Cities", city_id)


def _documents(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Document", 46),
        Column("Genre", 20),
        Column("Date", 12),
        Column("Issued by", 32),
        Column("City", 18, "link"),
        Column("Event", 36, "link"),
        Column("Themes", 32),
        Column("Insights", 10, "number"),
        Column("Pages", 9, "number"),
        Column("Language", 12),
        Column("Status", 14),
        Column("Also came as", 30),
        Column("File", 40, "link"),
        Column("Text", 12, "link"),
        Column("Document id", 20, hidden=True),
    )
    counts = Counter(row.document_id for row in fold.insights(dataset))
    also = _folded_files(dataset)
    shown = sorted(fold.documents(dataset), key=lambda row: (names.documents[row.document_id], row.document_id))
    rows = [(*_document(row, names, counts, also), _text_link(row, dataset), row.document_id) for row in shown]
    about = "Each document, versions and copies folded"
    return Sheet("Documents", about, columns, rows, key="Document id", printed="Insights")


def _text_link(row: Any, dataset: Dataset) -> Link | None:
    return Link("read", file=f"text/{row.document_id}.txt") if row.document_id in dataset.texts else None


def _document(row: Any, names: Names, counts: Counter[str], also: dict[str, list[str]]) -> tuple[Any, ...]:
    return (
        names.documents[row.document_id],
        in_words(row.genre),
        row.date,
        names.organisations.get(row.organisation_id, ""),
        _city_link(row.city_id, names),
        Link(names.events.get(row.event_id, ""), "Events", row.event_id),
        listed(row.theme_ids, names.themes),
        counts[row.document_id],
        row.pages,
        row.language,
        in_words(row.status),
        listed(also[row.document_id], {}),
        Link(row.file_name, file=names.files.get(row.document_id, "")),
    )


def _folded_files(dataset: Dataset) -> dict[str, list[str]]:
    """Document shown -> names of the files folded into it."""
    files = {row.document_id: row.file_name for row in dataset.rows("documents")}
    also: dict[str, list[str]] = defaultdict(list)
    for row in dataset.rows("documents"):
        if row.same_as:
            also[row.same_as].append(row.file_name)
        if row.supersedes:
            also[row.document_id].append(f"{files.get(row.supersedes, row.supersedes)} (earlier version)")
    return also


SHEETS: tuple[Callable[[Dataset, Names], Sheet], ...] = (
    _insights("learning", "Learnings", "Learnings, observations, practices and issues"),
    _insights("recommendation", "Recommendations", "Recommendations and follow-ups: what should or will be done"),
    _insights("plan", "Plans", "Objectives, activities and indicators"),
    _themes,
    _cities,
    _people,
    _events,
    _documents,
    review,
)
