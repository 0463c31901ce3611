"""The sheet of what a person should look at, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.load import fold
from pipeline.load.names import Names, in_words
from pipeline.load.sheet import Column, Sheet
from pipeline.load.sheets.links import document_link
from pipeline.model.dataset import Dataset, Insights, Mentions
from pipeline.model.doubt import doubts


def review(dataset: Dataset, names: Names) -> Sheet:
    """The sheet `To review`: documents, findings and names that a person should look at, and why."""
    columns = (
        Column("What", 18),
        Column("Why", 44),
        Column("Text", 70),
        Column("Document", 40, "link"),
        Column("Page", 8, "number"),
        Column("Id", 21, hidden=True),
    )
    rows = [*_odd_documents(dataset, names), *_doubtful(dataset, names), *_unresolved(dataset, names)]
    about = "What a person should look at, and why"
    return Sheet("To review", about, columns, rows, nothing="Nothing: every document was read and every name is clear.")


def _odd_documents(dataset: Dataset, names: Names) -> Iterator[tuple[Any, ...]]:
    for row in fold.documents(dataset):
        if row.status != "ok" or row.warnings:
            why = "\n".join(row.warnings) or in_words(row.status)
            yield ("Document", why, row.file_name, document_link(row.document_id, names), None, row.document_id)


def _doubtful(dataset: Dataset, names: Names) -> Iterator[tuple[Any, ...]]:
    """Findings below the threshold of the settings, of documents and insights that are shown."""
    documents = {row.document_id for row in fold.documents(dataset)}
    texts = {row.insight_id: row.text for row in fold.insights(dataset)}
    for kind, row in doubts(dataset):
        insight_id = getattr(row, "insight_id", "")
        if row.document_id not in documents or (insight_id and insight_id not in texts):
            continue
        link = document_link(row.document_id, names)
        if isinstance(row, Insights):
            why = f"Only {row.confidence:.0%} sure that this is: {in_words(row.kind)}"
            yield (in_words(row.group), why, row.text, link, row.page, row.insight_id)
        elif isinstance(row, Mentions):
            label = names.themes.get(row.entity_id, row.entity_id) if kind == "theme" else row.surface
            text = texts.get(insight_id, row.surface) if kind == "theme" else row.surface
            yield (in_words(kind), f"Only {row.confidence:.0%} sure: {label}", text, link, row.page, row.mention_id)
        else:
            who = f"{names.people.get(row.person_id, '')}: {row.role or row.organisation or in_words(row.part)}"
            yield (
                "Role",
                f"Only {row.confidence:.0%} sure of role and city",
                who,
                link,
                row.page,
                row.participation_id,
            )


def _unresolved(dataset: Dataset, names: Names) -> Iterator[tuple[Any, ...]]:
    seen: set[tuple[str, str, str]] = set()
    for row in dataset.rows("mentions"):
        spot = (row.document_id, row.entity_type, row.surface)
        if row.status == "unresolved" and spot not in seen:
            seen.add(spot)
            why = "It cannot be told which one" + (f": {len(row.candidates)} candidates" if row.candidates else "")
            what, link = in_words(row.entity_type), document_link(row.document_id, names)
            yield (what, why, row.surface, link, row.page, row.mention_id)
