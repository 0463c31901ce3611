"""What of a dataset asks for a person's look: findings whose confidence is below a threshold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model.dataset import Dataset, Insights, Mentions, Participations


class Doubt(NamedTuple):
    """One doubtful finding; a name that a document repeats, or a theme of one insight, is one."""

    kind: str  # insight role, or the type of the entity
    row: Insights | Mentions | Participations


def doubts(dataset: Dataset) -> Iterator[Doubt]:
    """All findings below `dataset.review_below`, in the order of their tables.

    Insights that a person has judged ask no more, nor do their themes. What could not be told at all (`unresolved`) is
    no tag.
    """
    below = dataset.review_below
    judged = {row.insight_id for row in dataset.rows("insights") if row.review != "none"}
    yield from (
        Doubt("insight", row)
        for row in dataset.rows("insights")
        if row.confidence < below and row.insight_id not in judged
    )
    yield from (Doubt("role", row) for row in dataset.rows("participations") if row.confidence < below)
    surest: dict[tuple[str, str, str, str], Mentions] = {}
    for row in dataset.rows("mentions"):
        if row.status != "resolved" or row.insight_id in judged:
            continue
        where = row.insight_id if row.entity_type == "theme" else ""
        key = (row.document_id, row.entity_type, row.entity_id, where)
        surest[key] = max(surest.get(key, row), row, key=lambda one: one.confidence)
    yield from (Doubt(row.entity_type, row) for row in surest.values() if row.confidence < below)
