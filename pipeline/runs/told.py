"""Which entries of the quarantine people have been told of. A run that was killed, or failed, told of none.

Without this, what a killed run had put aside would be an old entry for the next run, which would end with 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.catalogue import Catalogue

_STATE = "told"
Entry = tuple[str, str, str, str]  # digest, name, reason, message


def begin(catalogue: Catalogue, recipes: Sequence[str]) -> None:
    """What is in quarantine before the first run that keeps this account counts as told."""
    if not catalogue.state(_STATE):
        end(catalogue, recipes)


def untold(catalogue: Catalogue, recipes: Sequence[str]) -> list[Entry]:
    """Entries that no run which ended has told of."""
    left = catalogue.state(_STATE)
    told = set(msgspec.json.decode(left, type=list[tuple[str, str]])) if left else set()
    return [entry for entry in catalogue.quarantined(recipes) if (entry[0], entry[2]) not in told]


def end(catalogue: Catalogue, recipes: Sequence[str]) -> None:
    """All that is there is told now."""
    keys = sorted({(digest, reason) for digest, _, reason, _ in catalogue.quarantined(recipes)})
    catalogue.leave(_STATE, msgspec.json.encode(keys))
