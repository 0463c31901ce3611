"""The gold standard: one JSON file per annotated document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.model.dataset import group_of

_ONLY_WITH = {
    "event": "event",
    "form": "form",
    "people F": "people",
    "role": "people",
    "cities F": "cities",
    "icity F": "cities",
}
"""Columns that a document has only if its gold standard has this part."""


@dataclass(frozen=True)
class Gold:
    """What careful people found in one document."""

    data: dict[str, Any]

    def part(self, name: str) -> Any:
        """A part of it, like `event` or `people`; an empty list where there is none."""
        return self.data.get(name) or []

    def asks(self, column: str) -> bool:
        """Whether this document is measured in a column."""
        return column not in _ONLY_WITH or bool(self.part(_ONLY_WITH[column]))

    def insights(self, optional: bool) -> list[dict[str, Any]]:
        """The insights that count, or those that count neither for nor against."""
        return [one for one in self.part("insights") if bool(one.get("optional")) is optional]


def kinds(insight: dict[str, Any]) -> set[str]:
    """The kinds that are right for an insight."""
    return {insight["kind"], *insight.get("kind_alt", [])}


def groups(insight: dict[str, Any]) -> set[str]:
    """The groups that are right for an insight."""
    return {group_of(kind) for kind in kinds(insight)}


def read_all(folder: Path) -> dict[str, Gold]:
    """All gold files of a folder by name without ending."""
    golds = {path.stem: _read(path) for path in sorted(folder.glob("*.json"))}
    if not golds:
        raise ConfigError(f"There is no gold standard in {folder}: it wants one JSON file per document.")
    return golds


def _read(path: Path) -> Gold:
    try:
        return Gold(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, OSError) as error:
        raise ConfigError(f"The gold standard {path} cannot be read: {error}.") from error
