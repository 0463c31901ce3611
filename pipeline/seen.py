"""Which messages of which mailboxes have been stored: what is known is not fetched again.

A table of its own in the catalogue's file. A message is remembered after its documents are, so that a run that dies
between the two fetches it once more, and finds its documents there.
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from types import TracebackType

import msgspec
from msgspec import Struct

from pipeline import __version__
from pipeline.errors import OutputError
from pipeline.intake.limits import Limits
from pipeline.model import Rules

_SCHEMA = "CREATE TABLE IF NOT EXISTS seen (place TEXT, uid TEXT, under TEXT, PRIMARY KEY (place, uid)) WITHOUT ROWID"
_FOR_GOOD = ""


class Seen:
    """The memory of sources; use it as a context manager while the catalogue is open."""

    def __init__(self, path: Path, under: str) -> None:
        """under: fingerprint of what decides how a message is opened today."""
        self._under = under
        try:
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.execute(_SCHEMA)
        except sqlite3.Error as error:
            raise OutputError(
                f"The catalogue {path} cannot be opened: {error}. Check rights and room on the disk."
            ) from error

    def __enter__(self) -> Seen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        if isinstance(error, sqlite3.OperationalError) or kind is sqlite3.DatabaseError:
            raise OutputError(
                f"The catalogue cannot be read or written: {error}. Check the disk, then run the command again."
            ) from error

    def knows(self, place: str, uid: str) -> bool:
        """Whether a message was stored for good, or with what would come of it today as well."""
        row = self._base.execute("SELECT under FROM seen WHERE place = ? AND uid = ?", (place, uid)).fetchone()
        return row is not None and row[0] in (_FOR_GOOD, self._under)

    def remember(self, place: str, uid: str, *, for_good: bool) -> None:
        """All of a message is stored. Not for good: something was left out that other settings may take in."""
        under = _FOR_GOOD if for_good else self._under
        self._base.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (place, uid, under))


def opening_of(limits: Limits, rules: list[Rules]) -> str:
    """16 hexadecimal digits that change when something that was left out of a mailbox may be taken in."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted((Path(__file__).parent / "intake").rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update(msgspec.json.encode((limits, rules)))
    return digest.hexdigest()[:16]


def shelf_of(opening: str, rules: Rules, engine: Struct) -> str:
    """The same for a file that is opened in a supervised process, within the bounds of the engine."""
    return hashlib.sha256(msgspec.json.encode((opening, rules, engine))).hexdigest()[:16]
