"""What a run made: the release that is shown after it, and its figures, which the next run needs not count again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from pipeline.model.dataset import Dataset
from pipeline.model.doubt import doubts

SHOWN = 8  # themes and cities in the summary
REVIEWED = 50  # documents to review that are named


class Figures(Struct, frozen=True, kw_only=True):
    """A dataset in numbers."""

    documents: dict[str, int] = {}  # by genre
    statuses: dict[str, int] = {}
    insights: dict[str, int] = {}  # by kind
    themes: list[tuple[str, int]] = []  # most frequent, by label
    cities: list[tuple[str, int]] = []
    people: int = 0
    events: int = 0
    review: list[tuple[str, str]] = []  # name and first warning of documents that a person should look at
    doubtful: dict[str, int] = {}  # findings below the threshold of the settings, by kind


class Made(Struct, frozen=True, kw_only=True):
    """The release that is shown, and what it was made of."""

    mark: str = ""  # fingerprint of all that it was made of
    release: str = ""
    figures: Figures = Figures()
    changed: bool = False  # whether this run wrote or showed it
    changes: dict[str, int] = {}  # rows added, changed, removed
    problem: str = ""  # why this run could not publish what it made


def figures_of(dataset: Dataset) -> Figures:
    """Count a dataset."""
    documents = dataset.rows("documents")
    return Figures(
        documents=_counted(d.genre for d in documents),
        statuses=_counted(d.status for d in documents),
        insights=_counted(i.kind for i in dataset.rows("insights")),
        themes=_most((t.label, t.insight_count) for t in dataset.rows("themes")),
        cities=_most((c.name, c.insight_count) for c in dataset.rows("cities")),
        people=len(dataset.rows("people")),
        events=len(dataset.rows("events")),
        review=[(d.file_name, (*d.warnings, d.status)[0]) for d in documents if d.status != "ok"][:REVIEWED],
        doubtful=_counted(doubt.kind for doubt in doubts(dataset)),
    )


def _counted(values: Iterable[Any]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda kv: (-kv[1], kv[0])))


def _most(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    ranked = sorted(((name, n) for name, n in counts if n), key=lambda kv: (-kv[1], kv[0]))
    return ranked[:SHOWN]
