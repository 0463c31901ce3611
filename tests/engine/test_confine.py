"""A confined worker reaches no file but those it was given (Landlock)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.engine.confine import version

pytestmark = pytest.mark.skipif(not version(), reason="this kernel has no Landlock")

# Confinement is for good, so each try is made in a process of its own; it prints what became of it.
_TRY = """
import sys
from pathlib import Path
from pipeline.engine.confine import confine
readable, writable, act, path = sys.argv[1:]
if readable != "unconfined":
    assert confine((readable,), (writable,))
try:
    Path(path).read_text() if act == "read" else Path(path).write_text("new")
    print("done")
except PermissionError:
    print("refused")
"""


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Three folders, each with a file: what may be read, what may be written, and all the rest."""
    for name in ("given", "own", "elsewhere"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.txt").write_text("old")
    return tmp_path


def _try(folders: Path, act: str, path: str, *, confined: bool = True) -> str:
    readable = str(folders / "given") if confined else "unconfined"
    command = [sys.executable, "-c", _TRY, readable, str(folders / "own"), act, str(folders / path)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


@pytest.mark.parametrize(("act", "path"), [("read", "given/file.txt"), ("write", "own/new.txt")])
def test_a_confined_process_reads_what_it_was_given_and_writes_its_own_folder(
    folders: Path, act: str, path: str
) -> None:
    assert _try(folders, act, path) == "done"


@pytest.mark.parametrize(
    ("act", "path"),
    [
        ("read", "elsewhere/file.txt"),
        ("write", "elsewhere/file.txt"),
        ("write", "elsewhere/new.txt"),
        ("write", "given/file.txt"),
        ("read", "own/../elsewhere/file.txt"),
    ],
)
def test_a_confined_process_is_refused_everything_else(folders: Path, act: str, path: str) -> None:
    assert _try(folders, act, path) == "refused"
    assert (folders / "elsewhere" / "file.txt").read_text() == "old"
    assert (folders / "given" / "file.txt").read_text() == "old"
    assert _try(folders, act, path, confined=False) == "done"  # it is the confinement that refuses, not the file


def test_a_link_in_the_own_folder_does_not_lead_out_of_it(folders: Path) -> None:
    (folders / "own" / "link").symlink_to(folders / "elsewhere" / "file.txt")
    assert _try(folders, "read", "own/link") == "refused"
    assert _try(folders, "write", "own/link") == "refused"
