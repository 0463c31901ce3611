"""What a dataset must be at any instant, for `crash.py`: a look at one from outside, and a reader who looks all day.

Nothing of the package is used here: who reads a dataset has Python's csv, json, sqlite3 and hashlib.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

HISTORY = ("redirects.csv", "redirects.jsonl", "redirects.parquet", "CHANGES.md", "changes.csv", "checksums.txt")
"""Files that tell history: the same documents need not give the same bytes of these."""


class Look:
    """One reading of all files of what `dataset` shows. `faults` says what is wrong with it."""

    def __init__(self, out: Path, parsed: set[Path] | None = None) -> None:
        """parsed: releases whose files need not be parsed again, only compared with their checksums."""
        self.faults: list[str] = []
        self.rows: dict[str, int] = {}
        self.home = (out / "dataset").resolve()
        parsed = set() if parsed is None else parsed
        try:
            self._compare()
            if self.home not in parsed:
                self._parse()
                parsed.add(self.home)
            self.rows = dict(self._counts())
        except (OSError, ValueError, sqlite3.Error, csv.Error) as error:
            self.faults.append(f"{self.home.name}: {type(error).__name__}: {error}")

    def _compare(self) -> None:
        """Every file has its checksum, and every checksum its file."""
        lines = (self.home / "checksums.txt").read_text(encoding="utf-8").splitlines()
        told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        there = {
            path.relative_to(self.home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.home.rglob("*")
            if path.is_file() and path.name != "checksums.txt"
        }
        wrong = sorted(name for name in told.keys() | there.keys() if told.get(name) != there.get(name))
        self.faults.extend(f"{self.home.name}: {name} is not what its checksum says" for name in wrong)

    def _parse(self) -> None:
        """All CSV, JSON and JSONL files are such, and each table has as many rows in each."""
        counts = dict(self._counts())
        for path in sorted(self.home.glob("*.json")):
            json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(self.home.glob("*.jsonl")):
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            if not len(lines) == len(rows) == counts[path.stem]:
                self.faults.append(f"{self.home.name}: {path.stem} has another number of rows in each format")

    def _counts(self) -> Iterator[tuple[str, int]]:
        """Rows of each table, as the database tells."""
        address = f"{(self.home / 'dataset.sqlite').as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as base:
            if base.execute("PRAGMA quick_check").fetchone() != ("ok",):
                self.faults.append(f"{self.home.name}: dataset.sqlite is damaged")
            for path in sorted(self.home.glob("*.jsonl")):
                yield path.stem, base.execute(f'SELECT count(*) FROM "{path.stem}"').fetchone()[0]


class Reader(threading.Thread):
    """Looks again and again while runs publish; each look must be whole, and hold no less than the one before."""

    def __init__(self, out: Path, pause: float = 0.03) -> None:
        super().__init__(daemon=True)
        self.out, self.pause = out, pause
        self.looks = 0
        self.releases: set[Path] = set()
        self.faults: list[str] = []
        self._working, self._ended = threading.Event(), threading.Event()
        self._insights = 0

    def run(self) -> None:
        """Look while somebody is at work, until told to end."""
        parsed: set[Path] = set()
        while not self._ended.is_set():
            if not self._working.wait(timeout=0.05):
                continue
            look = Look(self.out, parsed)
            insights = look.rows.get("insights", 0)
            shrunken = [f"{look.home.name}: {self._insights} insights became {insights}"] * (insights < self._insights)
            self.faults.extend(look.faults + shrunken)
            self.looks, self._insights = self.looks + 1, max(insights, self._insights)
            self.releases.add(look.home)
            self._ended.wait(self.pause)

    def begin(self) -> None:
        """A run has begun."""
        self._working.set()

    def rest(self) -> None:
        """It has ended: what is seen now does not count."""
        self._working.clear()

    def end(self) -> None:
        """No more looks."""
        self._ended.set()
        if self.is_alive():
            self.join()


def catalogue_faults(out: Path) -> list[str]:
    """What is wrong with the catalogue, judged on a copy: to open it would mend it."""
    with tempfile.TemporaryDirectory() as folder:
        for path in out.glob("catalogue.sqlite*"):
            if path.suffix != ".sqlite-shm":
                shutil.copy(path, folder)
        if not Path(folder, "catalogue.sqlite").exists():
            return []
        try:
            with closing(sqlite3.connect(Path(folder, "catalogue.sqlite"))) as base:
                found = base.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.Error as error:
            found = str(error)
        return [] if found == "ok" else [f"catalogue: {found}"]


def differences(one: Path, two: Path) -> list[str]:
    """Files of two releases that are not the same bytes, what tells history apart. Both must have the same files."""
    files = [{p.relative_to(home).as_posix(): p for p in home.rglob("*") if p.is_file()} for home in (one, two)]
    names = sorted(files[0].keys() | files[1].keys())
    return [name for name in names if not _same(name, files[0].get(name), files[1].get(name))]


def _same(name: str, one: Path | None, two: Path | None) -> bool:
    if one is None or two is None:
        return False
    if name in HISTORY or one.read_bytes() == two.read_bytes():
        return True
    return name == "dataset.sqlite" and _tables(one) == _tables(two)


def _tables(path: Path) -> list[str]:
    """Everything that a database says, redirects apart."""
    with closing(sqlite3.connect(path)) as base:
        return [line for line in base.iterdump() if 'INTO "redirects' not in line]
