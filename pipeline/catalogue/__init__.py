"""What has come in and what became of it: one SQLite file, written by the parent process alone.

Documents are known by the digest of their content; outcomes by digest and recipe, so that a run processes only what
has no outcome under today's recipe. What was read from a document is kept apart from what was found in it: a changed
vocabulary needs the text, and not the file, again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import msgspec
from msgspec.structs import replace

from pipeline.catalogue.schema import opened
from pipeline.errors import OutputError
from pipeline.model import Document, Item, Origin, Outcome, Rejected, Status

FORGOTTEN, RELEASED = "forgotten", "released"  # what a person decided about some bytes
Things = list[Item | Rejected]


class _Thing(msgspec.Struct, frozen=True):
    item: Item | None = None
    rejected: Rejected | None = None


class Catalogue:
    """The catalogue of one output folder; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.base = opened(path)

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.base.close()
        if isinstance(error, sqlite3.OperationalError) or kind is sqlite3.DatabaseError:  # `writing` tells its own
            raise OutputError(
                f"The catalogue {self.path} cannot be read: {error}. Check the disk, then run the command again. "
                "If it is damaged, put its backup in its place, or move it away: all documents are then read anew."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing. OutputError where the disk does not take it."""
        try:
            self.base.execute("BEGIN IMMEDIATE")
            try:
                yield self.base
                self.base.execute("COMMIT")
            finally:
                if self.base.in_transaction:
                    self.base.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise OutputError(
                f"The catalogue {self.path} cannot be written: {error}. What it held before is untouched. "
                "Make room on the disk, or check it, then run the command again."
            ) from error

    # documents

    def add(self, item: Item) -> bool:
        """Keep a document and the way it came. True where its content is new; what is known is not written again."""
        if self._knows(item):
            return False
        with self.writing() as base:
            new = base.execute(
                "INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?)",
                (item.digest, item.media_type, int(item.body), item.content),
            ).rowcount
            if not item.body:  # the same text may come as a mail's own text and as a file: then it is a document
                raised = base.execute(
                    "UPDATE document SET body = 0, media_type = ? WHERE digest = ? AND body = 1",
                    (item.media_type, item.digest),
                ).rowcount
                if raised:  # what was ignored as a covering note is read again
                    base.execute("DELETE FROM outcome WHERE digest = ?", (item.digest,))
                    base.execute("DELETE FROM extraction WHERE digest = ?", (item.digest,))
            for origin in item.origins:
                base.execute(
                    "INSERT OR REPLACE INTO origin VALUES (?, ?, ?)",
                    (item.digest, origin.locator, msgspec.json.encode(origin)),
                )
        return bool(new)

    def _knows(self, item: Item) -> bool:
        row = self.base.execute("SELECT body FROM document WHERE digest = ?", (item.digest,)).fetchone()
        if row is None or (row[0] and not item.body):
            return False
        known = self.origins(item.digest)
        return all(origin in known for origin in item.origins)

    def pending(self, recipes: Sequence[str]) -> list[Item]:
        """Documents without an outcome under any of some recipes, by digest, contents not yet read."""
        rows = self.base.execute(
            "SELECT digest, media_type, body FROM document WHERE digest NOT IN "
            f"(SELECT digest FROM outcome WHERE recipe IN ({_marks(recipes)})) ORDER BY digest",
            recipes,
        ).fetchall()
        return [
            Item(digest=d, media_type=m, content=b"", origins=tuple(self.origins(d)), body=bool(b)) for d, m, b in rows
        ]

    def content(self, digest: str) -> bytes:
        """The bytes of a document. KeyError where it is not known."""
        row = self.base.execute("SELECT content FROM document WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        return bytes(row[0])

    def origins(self, digest: str) -> list[Origin]:
        """Every way a document came, by locator."""
        rows = self.base.execute("SELECT origin FROM origin WHERE digest = ? ORDER BY locator", (digest,))
        return [msgspec.json.decode(row[0], type=Origin) for row in rows]

    # outcomes

    def keep(self, outcome: Outcome, recipe: str, reading: str = "") -> None:
        """Keep what became of a document under a recipe; its text apart, under the recipe of reading."""
        bare = replace(outcome, document=None) if reading else outcome
        with self.writing() as base:
            if reading and outcome.document is not None:
                text = (outcome.digest, reading, msgspec.json.encode(outcome.document))
                base.execute("INSERT OR REPLACE INTO extraction VALUES (?, ?, ?)", text)
            base.execute(
                "INSERT OR REPLACE INTO outcome (digest, recipe, outcome, reading, status) VALUES (?, ?, ?, ?, ?)",
                (outcome.digest, recipe, msgspec.json.encode(bare), reading, str(outcome.status)),
            )

    def text(self, digest: str, reading: str) -> bytes:
        """What was read from a document under a recipe of reading, as JSON of a Document; empty where nothing was."""
        row = self.base.execute(
            "SELECT document FROM extraction WHERE digest = ? AND recipe = ?", (digest, reading)
        ).fetchone()
        return b"" if row is None else bytes(row[0])

    def outcome(self, digest: str, recipes: Sequence[str]) -> Outcome | None:
        """What became of a document under the first of some recipes that has an outcome, its text left out."""
        rows = self.base.execute(
            f"SELECT recipe, outcome FROM outcome WHERE recipe IN ({_marks(recipes)}) AND digest = ?",
            (*recipes, digest),
        ).fetchall()
        best = min(rows, key=lambda row: list(recipes).index(row[0]), default=None)
        return None if best is None else msgspec.json.decode(best[1], type=Outcome)

    def outcomes(self, recipes: Sequence[str]) -> Iterator[tuple[Outcome, tuple[Origin, ...]]]:
        """All outcomes under some recipes, whole and by digest, each with the ways its document came."""
        for digest, recipe, reading, *_ in self._best(recipes):
            (blob,) = self.base.execute(
                "SELECT outcome FROM outcome WHERE digest = ? AND recipe = ?", (digest, recipe)
            ).fetchone()
            outcome = msgspec.json.decode(blob, type=Outcome)
            text = self.text(digest, reading) if outcome.status is Status.DONE and reading else b""
            if text:
                outcome = replace(outcome, document=msgspec.json.decode(text, type=Document))
            yield outcome, tuple(self.origins(digest))

    def _best(self, recipes: Sequence[str]) -> list[tuple[str, str, str, str]]:
        """(digest, recipe, reading, status) of each document's outcome under the first recipe that has one."""
        rank = {recipe: place for place, recipe in enumerate(recipes)}
        rows = self.base.execute(
            f"SELECT digest, recipe, reading, status FROM outcome WHERE recipe IN ({_marks(recipes)})", recipes
        ).fetchall()
        best = {row[0]: row for row in sorted(rows, key=lambda row: -rank[row[1]])}
        return [best[digest] for digest in sorted(best)]

    def mark(self, recipes: Sequence[str]) -> str:
        """A digest of all that goes into the dataset from here: it changes when an outcome or a way of coming does."""
        digest = hashlib.sha256()
        for row in self._best(recipes):
            digest.update("|".join(row).encode())
        for row in self.base.execute("SELECT digest, body, media_type FROM document ORDER BY digest"):
            digest.update(repr(row).encode())
        for row in self.base.execute("SELECT digest, locator, origin FROM origin ORDER BY digest, locator"):
            digest.update(repr(row).encode())
        return digest.hexdigest()

    def prune(self, recipes: Sequence[str], reading: str) -> int:
        """Remove what earlier recipes found and read. How many rows that were."""
        old = f"FROM outcome WHERE recipe NOT IN ({_marks(recipes)})"
        unread = "FROM extraction WHERE recipe != ?"
        counts = [self.base.execute(f"SELECT count(*) {old}", recipes), self.base.execute(f"SELECT count(*) {unread}", (reading,))]  # fmt: skip
        gone = sum(int(cursor.fetchone()[0]) for cursor in counts)
        if gone:
            with self.writing() as base:
                base.execute(f"DELETE {old}", recipes)
                base.execute(f"DELETE {unread}", (reading,))
        return gone

    # pictures of passages

    def keep_pictures(self, digest: str, recipe: str, pictures: bytes) -> None:
        """Keep the pictures of a document's passages in place of those it had."""
        with self.writing() as base:
            base.execute("INSERT OR REPLACE INTO picture VALUES (?, ?, ?)", (digest, recipe, pictures))

    def pictures(self, digest: str) -> tuple[str, bytes]:
        """The recipe of a document's pictures and the pictures as they were kept; both empty where it has none."""
        row = self.base.execute("SELECT recipe, pictures FROM picture WHERE digest = ?", (digest,)).fetchone()
        return (str(row[0]), bytes(row[1])) if row else ("", b"")

    # files that were opened before

    def opened(self, locator: str, digest: str, opening: str) -> Things | None:
        """What came out of a file, contents left out, when it was last opened in today's way; None: it was not."""
        row = self.base.execute(
            "SELECT things FROM opened WHERE locator = ? AND digest = ? AND opening = ?", (locator, digest, opening)
        ).fetchone()
        if row is None:
            return None
        return [t.item or t.rejected for t in msgspec.json.decode(row[0], type=list[_Thing]) if t.item or t.rejected]  # type: ignore[misc]  # the test leaves no None

    def note_opened(self, locator: str, digest: str, opening: str, things: Things) -> None:
        """Remember what came out of a file, after all of it is stored."""
        bare = [replace(thing, content=b"") for thing in things]
        packed = [_Thing(item=t) if isinstance(t, Item) else _Thing(rejected=t) for t in bare]
        with self.writing() as base:
            base.execute(
                "INSERT OR REPLACE INTO opened VALUES (?, ?, ?, ?)",
                (locator, digest, opening, msgspec.json.encode(packed)),
            )

    # quarantine

    def quarantine(self, rejected: Rejected) -> bool:
        """Keep the bytes of something that cannot be a document, with why. True where it was not there before."""
        key = (rejected.digest, rejected.origin.locator)
        known = self.base.execute(
            "SELECT 1 FROM quarantine WHERE digest = ? AND locator = ? AND reason = ? AND message = ?",
            (*key, rejected.reason, rejected.message),
        ).fetchone()
        if known is not None:
            return False
        before = self.base.execute(
            "SELECT 1 FROM quarantine WHERE digest = ? AND locator = ? AND reason = ?", (*key, rejected.reason)
        ).fetchone()
        with self.writing() as base:
            base.execute(
                "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key, rejected.reason, rejected.message, rejected.origin.name, rejected.content, today()),
            )
        return before is None

    def quarantined(self, recipes: Sequence[str]) -> list[tuple[str, str, str, str]]:
        """(digest, name, reason, message) of all that is in quarantine, by name; what was released is not."""
        rows = [tuple(r) for r in self.base.execute("SELECT digest, name, reason, message FROM quarantine")]
        for digest, _, _, status in self._best(recipes):
            outcome = self.outcome(digest, recipes) if status in ("", Status.QUARANTINED) else None
            if outcome is not None and outcome.status is Status.QUARANTINED:
                origins = self.origins(digest)
                rows.append((digest, origins[0].name if origins else digest, outcome.reason, outcome.message))
        return sorted({row for row in rows if not self.decision(row[0])}, key=lambda r: (r[1], r[0]))

    # what people decided, and what a run leaves to the next

    def decision(self, digest: str) -> str:
        """What a person decided about some bytes: FORGOTTEN, RELEASED, or nothing."""
        row = self.base.execute("SELECT decision FROM decision WHERE digest = ?", (digest,)).fetchone()
        return "" if row is None else str(row[0])

    def decide(self, digest: str, decision: str) -> None:
        """Keep such a decision."""
        with self.writing() as base:
            base.execute("INSERT OR REPLACE INTO decision VALUES (?, ?, ?)", (digest, decision, today()))

    def state(self, key: str) -> bytes:
        """What a run left under a key; empty where nothing."""
        row = self.base.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return b"" if row is None else bytes(row[0])

    def leave(self, key: str, value: bytes) -> None:
        """Leave something to the next run."""
        if self.state(key) != value:
            with self.writing() as base:
                base.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))


def today() -> str:
    """The day, like `2026-11-25`: for times of retention, never for what is published."""
    return datetime.now(UTC).date().isoformat()


def _marks(values: Sequence[str]) -> str:
    """Question marks for the values of an SQL list."""
    return ", ".join("?" * len(values))
