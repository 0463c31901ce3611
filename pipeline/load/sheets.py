"""What stands on the sheets of the workbook: for each a function from dataset and names to rows in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.load import fold
from pipeline.load.names import Names, in_words, listed, title_of
from pipeline.model.dataset import Dataset

UNSURE = 0.5  # insights below this confidence are put to review

HOW_TO_READ = (
    "One row is one statement, word for word as in the document. “Document” and “Page” say where it stands.",
    "What several documents say alike is shown once; “Sources” says how many documents say it.",
    "“Cities” are those that the statement names or that head it; “Themes” are what it is about, the strongest first.",
    "“Confidence” is how sure the program is that this is a statement of this kind. It can be wrong: look at the page.",
    "Use the arrows in the header row to filter. “To review” lists what a person should look at.",
    "The last columns, hidden, hold the ids that lead to the tables (right click on the column letters, Unhide).",
    "A text that a spreadsheet would run as a formula has one ' before it.",
    "Names and places of cities: GeoNames (geonames.org), CC BY 4.0.",
)


@dataclass(frozen=True)
class Column:
    """One column of a sheet."""

    name: str
    width: float
    format: str = "text"  # text, number, share, degrees
    hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: what it is about, its columns, its rows."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]


_INSIGHT = (
    Column("Statement", 80),
    Column("Kind", 15),
    Column("Themes", 28),
    Column("Cities", 18),
    Column("Countries", 16),
    Column("People", 18),
    Column("Section", 28),
    Column("Event", 28),
    Column("Document", 30),
    Column("Page", 7, "number"),
    Column("Date", 12),
    Column("Sources", 9, "number"),
    Column("Confidence", 12, "share"),
    Column("Insight id", 20, hidden=True),
    Column("Document id", 20, hidden=True),
)


def nearest(section: str) -> str:
    """The two innermost headings of a path, which say most.

    >>> nearest("Report > Part II > Workshop I > Issues")
    '… > Workshop I > Issues'
    """
    path = section.split(" > ")
    return section if len(path) < 3 else " > ".join(["…", *path[-2:]])


def _insights(group: str, name: str, about: str) -> Callable[[Dataset, Names], Sheet]:
    def build(dataset: Dataset, names: Names) -> Sheet:
        dates = {row.document_id: row.date for row in dataset.rows("documents")}
        rows = [_insight(row, names, dates) for row in fold.insights(dataset) if row.group == group]
        return Sheet(name, about, _INSIGHT, rows)

    return build


def _insight(row: Any, names: Names, dates: dict[str, str]) -> tuple[Any, ...]:
    return (
        row.text,
        in_words(row.kind),
        listed(row.theme_ids, names.themes),
        listed(row.city_ids, names.cities),
        listed(row.country_codes, names.countries),
        listed(row.person_ids, names.people),
        nearest(row.section),
        names.events.get(row.event_id, ""),
        names.documents.get(row.document_id, ""),
        row.page,
        dates.get(row.document_id, ""),
        row.sources,
        row.confidence,
        row.insight_id,
        row.document_id,
    )


def _cities(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("City", 22),
        Column("Country", 22),
        Column("Insights", 10, "number"),
        Column("Documents", 60),
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
                listed(row.document_ids, names.documents),
                listed(row.aliases, {}),
                row.population,
                row.latitude,
                row.longitude,
                row.city_id,
            )
            for row in rows
        ],
    )


def _people(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Name", 26),
        Column("Honorific", 11),
        Column("Role", 34),
        Column("Organisation", 34),
        Column("City", 18),
        Column("Took part as", 16),
        Column("Events", 36),
        Column("Documents", 40),
        Column("Person id", 20, hidden=True),
    )
    parts: dict[str, list[Any]] = defaultdict(list)
    for part in dataset.rows("participations"):
        parts[part.person_id].append(part)
    people = sorted(dataset.rows("people"), key=lambda row: (row.family_name or row.name, row.name, row.person_id))
    rows = [_person(row, parts[row.person_id], names) for row in people]
    return Sheet("People", "Each person named, with roles as printed", columns, rows)


def _person(row: Any, parts: list[Any], names: Names) -> tuple[Any, ...]:
    return (
        row.name,
        row.honorific,
        listed((part.role for part in parts), {}),
        listed((names.organisations.get(part.organisation_id) or part.organisation for part in parts), {}),
        listed((part.city_id for part in parts), names.cities),
        listed((in_words(part.part) for part in parts), {}),
        listed((part.event_id for part in parts), names.events),
        listed(row.document_ids, names.documents),
        row.person_id,
    )


def _events(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Event", 48),
        Column("From", 12),
        Column("To", 12),
        Column("City", 18),
        Column("Country", 18),
        Column("Venue", 32),
        Column("Organisers", 40),
        Column("Insights", 10, "number"),
        Column("Documents", 48),
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
                row.name,
                row.start_date,
                row.end_date,
                names.cities.get(row.city_id, ""),
                names.countries.get(row.country_code, row.country_code),
                row.venue,
                listed(row.organisers, {}),
                counts[row.event_id],
                listed(row.document_ids, names.documents),
                row.event_id,
            )
            for row in rows
        ],
    )


def _documents(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("Document", 46),
        Column("Genre", 20),
        Column("Date", 12),
        Column("Issued by", 32),
        Column("City", 18),
        Column("Event", 36),
        Column("Themes", 32),
        Column("Insights", 10, "number"),
        Column("Pages", 8, "number"),
        Column("Language", 10),
        Column("Status", 14),
        Column("Also came as", 30),
        Column("File", 32),
        Column("Document id", 20, hidden=True),
    )
    counts = Counter(row.document_id for row in fold.insights(dataset))
    also = _folded_files(dataset)
    rows = sorted(fold.documents(dataset), key=lambda row: (title_of(row), row.document_id))
    return Sheet(
        "Documents",
        "Each document, versions and copies folded",
        columns,
        [_document(row, names, counts, also) for row in rows],
    )


def _document(row: Any, names: Names, counts: Counter[str], also: dict[str, list[str]]) -> tuple[Any, ...]:
    return (
        title_of(row),
        in_words(row.genre),
        row.date,
        names.organisations.get(row.organisation_id, ""),
        names.cities.get(row.city_id, ""),
        names.events.get(row.event_id, ""),
        listed(row.theme_ids, names.themes),
        counts[row.document_id],
        row.pages,
        row.language,
        in_words(row.status),
        listed(also[row.document_id], {}),
        row.file_name,
        row.document_id,
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


def _review(dataset: Dataset, names: Names) -> Sheet:
    columns = (
        Column("What", 18),
        Column("Why", 44),
        Column("Text", 70),
        Column("Document", 40),
        Column("Page", 7, "number"),
        Column("Id", 20, hidden=True),
    )
    rows = [*_odd_documents(dataset), *_unsure_insights(dataset, names), *_unresolved(dataset, names)]
    return Sheet("To review", "What a person should look at, and why", columns, rows)


def _odd_documents(dataset: Dataset) -> Iterator[tuple[Any, ...]]:
    for row in fold.documents(dataset):
        if row.status != "ok" or row.warnings:
            why = "\n".join(row.warnings) or in_words(row.status)
            yield ("Document", why, row.file_name, title_of(row), None, row.document_id)


def _unsure_insights(dataset: Dataset, names: Names) -> Iterator[tuple[Any, ...]]:
    for row in fold.insights(dataset):
        if row.confidence < UNSURE and row.review == "none":
            why = f"Only {row.confidence:.0%} sure that this is: {in_words(row.kind)}"
            yield (in_words(row.group), why, row.text, names.documents[row.document_id], row.page, row.insight_id)


def _unresolved(dataset: Dataset, names: Names) -> Iterator[tuple[Any, ...]]:
    seen: set[tuple[str, str, str]] = set()
    for row in dataset.rows("mentions"):
        spot = (row.document_id, row.entity_type, row.surface)
        if row.status == "unresolved" and spot not in seen:
            seen.add(spot)
            why = "It cannot be told which one" + (f": {len(row.candidates)} candidates" if row.candidates else "")
            what = in_words(row.entity_type)
            yield (what, why, row.surface, names.documents.get(row.document_id, ""), row.page, row.mention_id)


SHEETS: tuple[Callable[[Dataset, Names], Sheet], ...] = (
    _insights("learning", "Learnings", "Learnings, observations, practices and issues"),
    _insights("recommendation", "Recommendations", "Recommendations and follow-ups: what should or will be done"),
    _insights("plan", "Plans", "Objectives, activities and indicators"),
    _cities,
    _people,
    _events,
    _documents,
    _review,
)
