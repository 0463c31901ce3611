"""The sheet of documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pipeline.load import fold
from pipeline.load.names import Names, in_words, listed
from pipeline.load.sheet import Column, Link, Sheet
from pipeline.load.sheets.links import city_link
from pipeline.model.dataset import Dataset


def documents(dataset: Dataset, names: Names) -> Sheet:
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
        city_link(row.city_id, names),
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
