"""What workers write stands in one folder of their parent, which never outlives it for long."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pipeline.engine import workplace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")

# Makes its folder, tells it, and waits to be killed or told to end.
_PROCESS = """
import pathlib, sys
from pipeline.engine import workplace
folder = workplace.new_folder()
pathlib.Path(folder, "text.txt").write_text("a stranger's words")
print(workplace.folder(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that only this test and its processes use."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def process() -> tuple[subprocess.Popen[str], Path]:
    """A process with such a folder."""
    running = subprocess.Popen(
        [sys.executable, "-c", _PROCESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    return running, Path(running.stdout.readline().strip())


def end(running: subprocess.Popen[str], *, kill: bool = False) -> None:
    if kill:
        running.kill()
    running.communicate(timeout=60)


def test_a_process_that_ends_removes_its_folder(place: Path) -> None:
    running, folder = process()
    assert folder.parent == place
    assert folder.stat().st_mode & 0o077 == 0
    end(running)
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_what_is_in_use_is_not(place: Path) -> None:
    (dead, left), (living, used) = process(), process()
    end(dead, kill=True)
    assert left.exists()
    workplace.sweep()
    assert list(place.iterdir()) == [used]
    end(living)


def test_nothing_else_is_swept(place: Path) -> None:
    (place / "learnings-fault-1.txt").write_text("a report")
    (place / "somebody").mkdir()
    (place / f"{workplace.PREFIX}file").write_text("no folder")
    (place / "target").mkdir()
    (place / f"{workplace.PREFIX}link").symlink_to(place / "target")
    before = sorted(os.listdir(place))
    workplace.sweep()
    assert sorted(os.listdir(place)) == before
