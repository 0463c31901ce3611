"""The lock of an output folder: who holds it, who may touch it, and what is no lock at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from pipeline import lock
from pipeline.errors import Busy, OutputError
from pipeline.lock import Lock

_HOLD = "import sys; from pathlib import Path; from pipeline.lock import Lock\nwith Lock(Path(sys.argv[1])): print(1, flush=True); sys.stdin.read()"


def test_the_lock_of_a_run_that_was_killed_does_not_block(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, str(tmp_path)], stdin=-1, stdout=-1)
    assert holder.stdout.readline() == b"1\n"
    with pytest.raises(Busy), Lock(tmp_path):
        pass
    holder.kill()
    holder.communicate()
    with Lock(tmp_path):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("left", [None, 0o644, 0o666])
def test_nobody_else_can_open_it_and_so_hold_up_the_night(tmp_path, left):
    if left:
        (tmp_path / ".lock").touch()
        (tmp_path / ".lock").chmod(left)
    with Lock(tmp_path):
        assert (tmp_path / ".lock").stat().st_mode & 0o777 == 0o600


def test_a_disk_that_cannot_lock_is_not_another_run(tmp_path, monkeypatch):
    def fail(_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_lock", fail)
    with pytest.raises(OutputError, match="cannot be locked"), Lock(tmp_path):
        pass
