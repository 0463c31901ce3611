"""Hostile files of every kind in one night: no leak, no hang, no traceback, and what can be read of them is read."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from hostile import files  # noqa: E402
from hostile.making import FORGED, FORMULAS, READ, Made  # noqa: E402

SECRET = "the-secret-that-lies-outside"
CLOCK = 1_800  # seconds, on a machine that does other things; alone it takes a minute
SETTINGS = """
[limits]
entries = 150
unpacked_bytes = 60_000_000
mail_parts = 50
[engine]
deadline_seconds = 25.0
[extract]
ocr = false
[report]
log = "{log}"
metrics = "{metrics}"
"""
csv.field_size_limit(10**9)


class Night(NamedTuple):
    """One run over all hostile files."""

    root: Path
    made: dict[str, Made]  # by digest
    address: str
    asked: list[bytes]  # what came in at the address, which nothing may ask
    code: int
    said: str
    before: set[Path]

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def dataset(self) -> Path:
        return (self.out / "dataset").resolve()

    def table(self, name: str) -> list[dict[str, str]]:
        return rows(self.dataset / f"{name}.csv")

    @property
    def ledger(self) -> list[dict[str, str]]:
        return rows(next((self.out / "runs").iterdir()) / "ledger.csv")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine that keeps what it is asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(1_000))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory, address: tuple[str, list[bytes]]) -> Night:
    root = tmp_path_factory.mktemp("hostile")
    (root / "in").mkdir()
    (root / "secret.txt").write_text(f"{SECRET}\n")
    made: dict[str, Made] = {}
    for one in files(str(root / "secret.txt"), address[0], heavy=False):
        made[hashlib.sha256(one.content).hexdigest()] = one
        with open(os.path.join(os.fsencode(root / "in"), os.fsencode(one.name)), "wb") as file:
            file.write(one.content)
    (root / "learnings.toml").write_text(SETTINGS.format(log=root / "log.jsonl", metrics=root / "metrics.prom"))
    before = _places(root)
    command = (sys.executable, "-m", "pipeline", "ingest", "in", "--out", "out", "--config", "learnings.toml")
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=root, env=around, capture_output=True, timeout=CLOCK, check=False)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    return Night(root, made, *address, done.returncode, said, before)


def _places(root: Path) -> set[Path]:
    """Whatever lies beside the output, and where ways out lead to."""
    beside = {path for path in root.rglob("*") if "out" not in path.relative_to(root).parts[:1]}
    return beside | {path for path in Path("/tmp").iterdir() if "owned" in path.name}


def _outputs(night: Night) -> Iterator[tuple[Path, bytes]]:
    """All that was written, but for the bytes of the documents themselves."""
    for path in night.root.rglob("*"):
        inside = path.relative_to(night.root).parts
        if path.is_file() and inside[0] != "in" and path.name != "secret.txt" and "files" not in inside:
            yield path, path.read_bytes()


def test_there_are_many_kinds_of_hostile_files_and_the_same_ones_every_time(night: Night) -> None:
    again = list(files(str(night.root / "secret.txt"), night.address))
    assert len({made.name for made in again}) == len(again) >= 200
    assert len({Path(made.name).suffix for made in again}) >= 20
    assert set(night.made) <= {hashlib.sha256(made.content).hexdigest() for made in again}


def test_the_run_ends_as_a_night_with_bad_files_ends(night: Night) -> None:
    assert (night.code, "Traceback" in night.said) == (3, False), night.said[-3_000:]


def test_every_file_stands_in_the_ledger(night: Night) -> None:
    statuses = defaultdict(list)
    for row in night.ledger:
        statuses[row["sha256"]].append(row["status"])
    lost = {made.name for digest, made in night.made.items() if not statuses[digest]}
    assert lost == set()
    assert {status for found in statuses.values() for status in found} <= {"done", "known", "ignored", "quarantined", "unpacked"}  # fmt: skip


def test_each_ends_as_it_ought_to(night: Night) -> None:
    wrong = {made.name: (made.end, ends) for made, ends in _ends(night) if not ends & set(made.end.split("|"))}
    assert wrong == {}


def _ends(night: Night) -> Iterator[tuple[Made, set[str]]]:
    """What became of each file, and of what came out of it."""
    warnings = {row["document_id"]: json.loads(row["warnings"]) for row in night.table("documents")}
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (night.dataset / "text").iterdir()}
    below: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in night.ledger:
        below[row["locator"].partition("!")[0]].append(row)
    places = {row["sha256"]: row["locator"] for row in night.ledger if "!" not in row["locator"]}
    for digest, made in night.made.items():
        ends = set()
        for row in below[places[digest]]:
            ident = f"d-{row['sha256'][:16]}"
            ends |= {row["reason"], row["status"]}
            if READ.split(": ")[1] in re.sub(r"\s+", " ", texts.get(ident, "")):
                ends |= {"read", "cut"} if warnings[ident] else {"read"}
            elif warnings.get(ident):
                ends |= {"foreign"}
        yield made, ends


def test_nothing_outside_was_read_asked_or_written(night: Night) -> None:
    leaks = [str(path) for path, content in _outputs(night) if SECRET.encode() in content]
    assert (leaks, SECRET in night.said, night.asked) == ([], False, [])
    new = {path for path in _places(night.root) - night.before if path.name not in ("log.jsonl", "metrics.prom", "out")}
    assert new == set()


def test_no_escape_and_no_sign_that_turns_the_writing_reaches_the_terminal(night: Night) -> None:
    assert [sign for sign in night.said if not sign.isprintable() and sign != "\n"] == []
    assert [line for line in night.said.splitlines() if line.startswith(FORGED[:20])] == []


def test_the_log_and_the_metrics_hold_no_words_of_strangers(night: Night) -> None:
    for name in ("log.jsonl", "metrics.prom"):
        text = (night.root / name).read_text(encoding="utf-8")
        assert not re.search(r"forged|Turin|foreign|example\.org|\.txt|\.eml|\x1b", text)
    for line in (night.root / "log.jsonl").read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["event"] in ("run-began", "document", "run-ended")


_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d\s().,/-]+")


def test_no_cell_of_the_tables_begins_a_formula(night: Night) -> None:
    paths = [*night.dataset.glob("*.csv"), *(night.out / "runs").rglob("*.csv")]
    cells = [cell for path in paths for row in rows(path) for cell in row.values() if cell]
    assert [cell[:80] for cell in cells if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell)] == []
    assert (
        sum(cell.startswith("'") and cell[1:].strip().startswith("=") for cell in cells) >= 1
    )  # some would have been one


def test_no_cell_of_the_workbook_is_a_formula(night: Night) -> None:
    book = load_workbook(night.dataset / "learnings.xlsx", read_only=True)
    live = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    strangers = [formula for formula in live if not str(formula).startswith("=HYPERLINK(")]
    assert strangers == []
    assert not [formula for formula in live if any(one.strip() in str(formula) for one in FORMULAS)]


def test_pages_hold_no_markup_of_strangers(night: Night) -> None:
    for page in (night.dataset / "explorer.html", *(night.out / "runs").rglob("summary.html")):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|img|iframe|svg|b)\b[^>]*(?:foreign|onerror|onload|onmouseover)", text)
        assert "<script>alert" not in text
        assert not re.search(r"(?:href|src)\s*=\s*[\"']?\s*javascript:", text)


def test_no_control_or_turning_character_is_in_the_dataset(night: Night) -> None:
    bad = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
    for name in ("documents", "insights", "people", "origins", "mentions"):
        found = {
            (name, column)
            for row in night.table(name)
            for column, cell in row.items()
            if column != "text_as_printed" and cell and bad.search(cell)  # that one is the source's, sign by sign
        }
        assert found == set()
