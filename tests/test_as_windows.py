"""The command where Linux pretends to be Windows (tools/as_windows.py), which is as near as we ever came to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flow_builder import inbox

from pipeline.catalogue import Catalogue
from pipeline.errors import EXIT_AGAIN, EXIT_DONE, EXIT_QUARANTINED
from pipeline.lock import Lock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it pretends on Linux")

ROOT = Path(__file__).parents[1]


def run(root: Path, out: str, *start: str) -> subprocess.CompletedProcess[bytes]:
    words = ("ingest", str(root / "in"), "--out", str(root / out), "--workers", "1")
    return subprocess.run([sys.executable, *start, *words], cwd=ROOT, capture_output=True, timeout=900)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("windows")
    inbox(root / "in")
    (root / "in" / "Łódź → 城市.txt").write_text("Lesson: lamps at every stop.\n", "utf-8")  # letters cp1252 lacks
    return root


def test_without_forks_limits_links_and_locks_of_files_the_same_dataset_is_made(root: Path) -> None:
    runs = [run(root, "windows", "tools/as_windows.py"), run(root, "linux", "-m", "pipeline")]
    assert [one.returncode for one in runs] == [EXIT_QUARANTINED] * 2, runs[0].stderr
    shown, plain = (root / out / "dataset" for out in ("windows", "linux"))
    assert (shown.is_symlink(), plain.is_symlink()) == (False, True)
    differ = {path.name for path in plain.rglob("*") if path.is_file() and path.read_bytes() != (shown / path.relative_to(plain)).read_bytes()}  # fmt: skip
    assert differ <= {"learnings.xlsx", "codebook.xlsx", "checksums.txt"}  # a zip says on which system it was made
    assert (root / "windows" / "dataset" / "checksums.txt").is_file()


def test_the_next_run_finds_nothing_new_and_one_beside_another_ends_at_once(root: Path) -> None:
    again = run(root, "windows", "tools/as_windows.py")
    assert again.returncode == EXIT_DONE, again.stderr
    assert b"\xc5\x81" not in again.stdout  # a terminal of 256 letters is written to in these, others as `?`
    with Lock(root / "windows"):
        beside = run(root, "windows", "tools/as_windows.py")
    assert beside.returncode == EXIT_AGAIN, beside.stderr
    assert b"Another run is at work" in beside.stderr
    with Catalogue(root / "windows" / "catalogue.sqlite") as catalogue:
        assert catalogue.state("made")
