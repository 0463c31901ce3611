"""The tables of the catalogue, and how a file that an older version wrote is brought up to date.

Changes only add: an older catalogue opens in a newer version. A newer one is refused by an older version, which could
not know what it would lose.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from pipeline.errors import ConfigError, OutputError

VERSION = 2
"""1 (written as 0): documents, origins, outcomes, quarantine. 2: texts apart, files known, pictures, decisions, state."""

_TABLES = """
CREATE TABLE IF NOT EXISTS document (digest TEXT PRIMARY KEY, media_type TEXT, body INTEGER, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS origin (digest TEXT, locator TEXT, origin BLOB NOT NULL, PRIMARY KEY (digest, locator));
CREATE TABLE IF NOT EXISTS outcome (digest TEXT, recipe TEXT, outcome BLOB NOT NULL, PRIMARY KEY (digest, recipe));
CREATE TABLE IF NOT EXISTS quarantine (
  digest TEXT, locator TEXT, reason TEXT, message TEXT, name TEXT, content BLOB, PRIMARY KEY (digest, locator)
);
CREATE TABLE IF NOT EXISTS extraction (digest TEXT, recipe TEXT, document BLOB NOT NULL, PRIMARY KEY (digest, recipe));
CREATE TABLE IF NOT EXISTS opened (
  locator TEXT, digest TEXT, opening TEXT, things BLOB NOT NULL, PRIMARY KEY (locator, digest)
);
CREATE TABLE IF NOT EXISTS picture (digest TEXT PRIMARY KEY, recipe TEXT NOT NULL, pictures BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS decision (digest TEXT PRIMARY KEY, decision TEXT NOT NULL, since TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
_ADDED = {  # columns that version 1 did not have
    "outcome": {"reading": "TEXT NOT NULL DEFAULT ''", "status": "TEXT NOT NULL DEFAULT ''"},
    "quarantine": {"since": "TEXT NOT NULL DEFAULT ''"},
}


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a catalogue with today's tables, readable by its owner only.

    OutputError where it cannot be opened or written; ConfigError where a newer version wrote it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # before SQLite does, with the rights of everybody
        path.chmod(0o600)
        base = sqlite3.connect(path, isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        _update(base, path)
    except (sqlite3.Error, OSError) as error:
        raise OutputError(
            f"The catalogue {path} cannot be opened: {error}. "
            "Check that the folder can be written to and the disk has room."
        ) from error
    return base


def _update(base: sqlite3.Connection, path: Path) -> None:
    (found,) = base.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise ConfigError(
            f"The catalogue {path} was written by a newer version of this program. "
            "Install that version, or name another folder with --out."
        )
    if found == VERSION:
        return
    base.executescript(f"BEGIN IMMEDIATE;{_TABLES}{''.join(_columns(base))}PRAGMA user_version={VERSION};COMMIT;")


def _columns(base: sqlite3.Connection) -> list[str]:
    """Statements that add the columns which a table lacks."""
    there = {t: {row[1] for row in base.execute(f"PRAGMA table_info({t})")} for t in _ADDED}
    return [
        f"ALTER TABLE {table} ADD COLUMN {name} {kind};"
        for table, columns in _ADDED.items()
        for name, kind in columns.items()
        if name not in there[table]
    ]
