"""What is shown to people: what is marked as a duplicate is folded into its representative.

The tables keep every row; workbook, explorer and counts show these.
"""

from __future__ import annotations

from typing import Any

from pipeline.model.dataset import Dataset


def documents(dataset: Dataset) -> list[Any]:
    """Documents without those that repeat another file and those that a later version replaces."""
    rows = dataset.rows("documents")
    replaced = {row.supersedes for row in rows if row.supersedes}
    return [row for row in rows if not row.same_as and row.document_id not in replaced]


def insights(dataset: Dataset) -> list[Any]:
    """One insight of each group of duplicates, from a document that is shown; none that a person rejected.

    They stand by document in the order of reading. The representative is taken where its document is shown, else
    the first duplicate of it that is.
    """
    order = {row.document_id: number for number, row in enumerate(_by_date(documents(dataset)))}
    open_to_view = [row for row in dataset.rows("insights") if row.document_id in order and row.review != "rejected"]
    open_to_view.sort(key=lambda row: (order[row.document_id], row.ordinal, row.insight_id))
    chosen: dict[str, Any] = {}
    for row in sorted(open_to_view, key=lambda row: bool(row.duplicate_of)):  # stable: representatives first
        chosen.setdefault(row.duplicate_of or row.insight_id, row)
    kept = {row.insight_id for row in chosen.values()}
    return [row for row in open_to_view if row.insight_id in kept]


def _by_date(rows: list[Any]) -> list[Any]:
    """Newest first, undated last."""
    named = sorted(rows, key=lambda row: (row.title or row.file_name, row.document_id))
    return sorted(named, key=lambda row: row.date_from, reverse=True)
