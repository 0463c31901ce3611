"""What has come in and what became of it: one SQLite file, written by the parent process alone.

Documents are known by the digest of their content; outcomes by digest and recipe, so that a run processes only what
has no outcome under today's recipe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

import msgspec

from pipeline.errors import OutputError
from pipeline.model import Item, Origin, Outcome, Rejected, Status

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (digest TEXT PRIMARY KEY, media_type TEXT, body INTEGER, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS origin (digest TEXT, locator TEXT, origin BLOB NOT NULL, PRIMARY KEY (digest, locator));
CREATE TABLE IF NOT EXISTS outcome (digest TEXT, recipe TEXT, outcome BLOB NOT NULL, PRIMARY KEY (digest, recipe));
CREATE TABLE IF NOT EXISTS quarantine (
  digest TEXT, locator TEXT, reason TEXT, message TEXT, name TEXT, content BLOB, PRIMARY KEY (digest, locator)
);
CREATE TABLE IF NOT EXISTS picture (digest TEXT PRIMARY KEY, recipe TEXT NOT NULL, pictures BLOB NOT NULL);
"""


class Catalogue:
    """The catalogue of one output folder; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
            self._base.executescript(_SCHEMA)
            path.chmod(0o600)
        except (sqlite3.Error, OSError) as error:
            raise OutputError(
                f"The catalogue {path} cannot be opened: {error}. Check that the folder can be written to and the disk has room."
            ) from error

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def add(self, item: Item) -> bool:
        """Keep a document and the way it came. True where its content is new."""
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            new = self._base.execute(
                "INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?)",
                (item.digest, item.media_type, int(item.body), item.content),
            ).rowcount
            if not item.body:  # the same text may come as a mail's own text and as a file: then it is a document
                raised = self._base.execute(
                    "UPDATE document SET body = 0, media_type = ? WHERE digest = ? AND body = 1",
                    (item.media_type, item.digest),
                ).rowcount
                if raised:  # what was ignored as a covering note is read again
                    self._base.execute("DELETE FROM outcome WHERE digest = ?", (item.digest,))
            for origin in item.origins:
                self._base.execute(
                    "INSERT OR REPLACE INTO origin VALUES (?, ?, ?)",
                    (item.digest, origin.locator, msgspec.json.encode(origin)),
                )
            self._base.execute("COMMIT")
        return bool(new)

    def pending(self, recipes: Sequence[str]) -> list[Item]:
        """Documents without an outcome under any of some recipes, by digest, contents not yet read."""
        rows = self._base.execute(
            "SELECT digest, media_type, body FROM document WHERE digest NOT IN "
            f"(SELECT digest FROM outcome WHERE recipe IN ({_marks(recipes)})) ORDER BY digest",
            recipes,
        ).fetchall()
        return [
            Item(digest=d, media_type=m, content=b"", origins=tuple(self.origins(d)), body=bool(b)) for d, m, b in rows
        ]

    def content(self, digest: str) -> bytes:
        """The bytes of a document. KeyError where it is not known."""
        row = self._base.execute("SELECT content FROM document WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        return bytes(row[0])

    def origins(self, digest: str) -> list[Origin]:
        """Every way a document came, by locator."""
        rows = self._base.execute("SELECT origin FROM origin WHERE digest = ? ORDER BY locator", (digest,))
        return [msgspec.json.decode(row[0], type=Origin) for row in rows]

    def keep(self, outcome: Outcome, recipe: str) -> None:
        """Keep what became of a document under a recipe."""
        with self._base:
            self._base.execute(
                "INSERT OR REPLACE INTO outcome VALUES (?, ?, ?)",
                (outcome.digest, recipe, msgspec.json.encode(outcome)),
            )

    def outcome(self, digest: str, recipes: Sequence[str]) -> Outcome | None:
        """What became of a document under the first of some recipes that has an outcome."""
        row = self._base.execute(
            f"SELECT outcome FROM outcome WHERE recipe IN ({_marks(recipes)}) AND digest = ? ORDER BY recipe",
            (*recipes, digest),
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Outcome)

    def outcomes(self, recipes: Sequence[str]) -> Iterator[tuple[Outcome, tuple[Origin, ...]]]:
        """All outcomes under some recipes, by digest, each with the ways its document came."""
        with closing(self._base.cursor()) as cursor:
            for digest, blob in cursor.execute(
                f"SELECT digest, outcome FROM outcome WHERE recipe IN ({_marks(recipes)}) GROUP BY digest ORDER BY digest",
                recipes,
            ):
                yield msgspec.json.decode(blob, type=Outcome), tuple(self.origins(digest))

    def keep_pictures(self, digest: str, recipe: str, pictures: bytes) -> None:
        """Keep the pictures of a document's passages in place of those it had."""
        with self._base:
            self._base.execute("INSERT OR REPLACE INTO picture VALUES (?, ?, ?)", (digest, recipe, pictures))

    def pictures(self, digest: str) -> tuple[str, bytes]:
        """The recipe of a document's pictures and the pictures as they were kept; both empty where it has none."""
        row = self._base.execute("SELECT recipe, pictures FROM picture WHERE digest = ?", (digest,)).fetchone()
        return (str(row[0]), bytes(row[1])) if row else ("", b"")

    def quarantine(self, rejected: Rejected) -> bool:
        """Keep the bytes of something that cannot be a document, with why. True where it was not there before."""
        key = (rejected.digest, rejected.origin.locator)
        known = self._base.execute(
            "SELECT 1 FROM quarantine WHERE digest = ? AND locator = ? AND reason = ?", (*key, rejected.reason)
        ).fetchone()
        with self._base:
            self._base.execute(
                "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?, ?, ?)",
                (*key, rejected.reason, rejected.message, rejected.origin.name, rejected.content),
            )
        return known is None

    def quarantined(self, recipes: Sequence[str]) -> list[tuple[str, str, str, str]]:
        """(digest, name, reason, message) of all that is in quarantine, by name."""
        rows = [tuple(r) for r in self._base.execute("SELECT digest, name, reason, message FROM quarantine")]
        for outcome, origins in self.outcomes(recipes):
            if outcome.status is Status.QUARANTINED:
                name = origins[0].name if origins else outcome.digest
                rows.append((outcome.digest, name, outcome.reason, outcome.message))
        return sorted(set(rows), key=lambda r: (r[1], r[0]))


def _marks(values: Sequence[str]) -> str:
    """Question marks for the values of an SQL list."""
    return ", ".join("?" * len(values))
