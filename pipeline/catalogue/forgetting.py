"""Taking things out of the catalogue: what a person wants removed, tried again, or no longer listed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pipeline.catalogue import FORGOTTEN, Catalogue, today
from pipeline.errors import ConfigError, OutputError

SHORTEST = 6  # digits of a digest that must be given


def find(catalogue: Catalogue, beginning: str) -> str:
    """The one digest that begins so; `d-` before it, as in the dataset, does not matter. ConfigError where none does,
    or several."""
    wanted = beginning.removeprefix("d-").lower()
    if len(wanted) < SHORTEST or not all(sign in "0123456789abcdef" for sign in wanted):
        raise ConfigError(f"{beginning!r} is no digest: give at least {SHORTEST} of its hexadecimal digits.")
    sql = "SELECT digest FROM document WHERE digest LIKE ?1 UNION SELECT digest FROM quarantine WHERE digest LIKE ?1"
    found = [str(row[0]) for row in catalogue.base.execute(sql, (f"{wanted}%",))]
    if len(found) != 1:
        told = "Nothing in the catalogue begins" if not found else f"{len(found)} things in the catalogue begin"
        raise ConfigError(f"{told} with {beginning}. `learnings quarantine list` and the ledger tell digests.")
    return found[0]


def kept_bytes(catalogue: Catalogue, digest: str) -> bytes:
    """The bytes of a document or of a thing in quarantine."""
    sql = "SELECT content FROM document WHERE digest = ?1 UNION ALL SELECT content FROM quarantine WHERE digest = ?1"
    row = catalogue.base.execute(sql, (digest,)).fetchone()
    return b"" if row is None or row[0] is None else bytes(row[0])


def retry(catalogue: Catalogue, digests: Iterable[str]) -> None:
    """Let the next run try some things again: whatever came of them, and of what held them, is no longer known."""
    with catalogue.writing() as base:
        for digest in digests:
            base.execute("DELETE FROM outcome WHERE digest = ? AND status != 'done'", (digest,))
            base.execute("DELETE FROM quarantine WHERE digest = ?", (digest,))
            base.execute("DELETE FROM decision WHERE digest = ? AND decision != ?", (digest, FORGOTTEN))
            _unknow(base, digest)


def forget(catalogue: Catalogue, digests: Iterable[str]) -> None:
    """Remove documents with all that came from them, and overwrite where they stood. Only that they are not wanted is
    kept, by digest: else the next run would read them again from the mailbox."""
    with catalogue.writing() as base:
        base.execute("PRAGMA secure_delete=ON")
        for digest in digests:
            for table in ("document", "origin", "outcome", "extraction", "picture", "quarantine"):
                base.execute(f"DELETE FROM {table} WHERE digest = ?", (digest,))
            _unknow(base, digest)
            base.execute("INSERT OR REPLACE INTO decision VALUES (?, ?, ?)", (digest, FORGOTTEN, today()))
        base.execute("DELETE FROM state")  # figures name documents
    _compact(catalogue)


def _compact(catalogue: Catalogue) -> None:
    """Give the room back, and keep no old page in the log beside the file."""
    try:
        catalogue.base.execute("VACUUM")
        catalogue.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise OutputError(f"What was removed may still stand in {catalogue.path}: {error}. Run it again.") from error


def _unknow(base: sqlite3.Connection, digest: str) -> None:
    base.execute("DELETE FROM opened WHERE digest = ?1 OR instr(CAST(things AS TEXT), ?1) > 0", (digest,))


def expire(catalogue: Catalogue, days: int) -> int:
    """Remove the bytes of what has been in quarantine for more days; that it was there, and why, stays known."""
    if not days:
        return 0
    before = (datetime.now(UTC).date() - timedelta(days=days)).isoformat()
    where = "quarantine WHERE since != '' AND since < ? AND content IS NOT NULL AND length(content) > 0"
    (count,) = catalogue.base.execute(f"SELECT count(*) FROM {where}", (before,)).fetchone()
    if count:
        with catalogue.writing() as base:
            base.execute("PRAGMA secure_delete=ON")
            base.execute(f"UPDATE quarantine SET content = x'' WHERE {where.partition('WHERE ')[2]}", (before,))
    return int(count)
