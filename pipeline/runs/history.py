"""The figures of earlier runs, to see what drifts."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

LAST = 7  # runs that are compared


class Past(Struct, frozen=True, kw_only=True):
    """One run as its `run.json` tells it; a file of another version may lack some of it."""

    run: str
    exit_code: int
    met: dict[str, int] = {}
    processed: int = 0
    documents: dict[str, int] = {}
    insights: dict[str, int] = {}
    people: int = 0
    seconds: float = 0.0
    release: str = ""


def runs(folder: Path, last: int = LAST) -> list[Past]:
    """The newest runs below a folder, newest first. What cannot be read is passed over."""
    found: list[Past] = []
    for path in sorted(folder.glob("*/run.json"), reverse=True):
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Past))
        except (OSError, msgspec.DecodeError):
            continue
        if len(found) == last:
            break
    return found
