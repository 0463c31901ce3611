"""The folder for all temporary files of this process and its workers. They may hold what strangers wrote.

It is removed when the process ends. A killed one cannot do that, so that the next run removes those whose maker is
dead: the lock on a folder ends with its maker, however that ends.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.util import Finalize
from pathlib import Path

PREFIX = "learnings-work-"
_LONGEST = 72  # characters: below it stands `pymp-xxxxxxxx/listener-xxxxxxxx`, a socket, whose address may have 107


class _Place:
    """The folder of this process, and who made it: a forked child has its own."""

    folder = ""
    lock = -1
    pid = 0


def folder() -> str:
    """The folder of this process, made when it is first asked for."""
    if _Place.pid != os.getpid():
        _Place.folder, _Place.lock = _made()
        _Place.pid = os.getpid()
        # after multiprocessing has removed its own part of it, which it does at -100
        Finalize(None, shutil.rmtree, args=(_Place.folder,), kwargs={"ignore_errors": True}, exitpriority=-200)
    return _Place.folder


def new_folder() -> str:
    """A new folder in it, such as for one worker."""
    return tempfile.mkdtemp(dir=folder())


@contextmanager
def at_work() -> Iterator[None]:
    """What `multiprocessing` makes for itself meanwhile, once in a process, it makes there."""
    before = tempfile.tempdir
    if len(folder()) <= _LONGEST:
        tempfile.tempdir = folder()
    try:
        yield
    finally:
        tempfile.tempdir = before


def sweep() -> None:
    """Remove the folders of processes that have ended without doing so."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = _locked(path)
        if lock >= 0:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _made() -> tuple[str, int]:
    """A new folder and the lock on it. Another process may have swept it away before it was locked: then another."""
    while True:
        path = tempfile.mkdtemp(prefix=PREFIX)
        lock = _locked(Path(path))
        if os.path.isdir(path):
            return path, lock


if sys.platform == "win32":  # pragma: no cover

    def _locked(path: Path) -> int:
        """Folders cannot be locked there: what a killed run left stays until somebody empties the folder."""
        return -1

else:

    def _locked(path: Path) -> int:
        """A lock on a folder of ours, which ends with this process or when it is closed; -1 where another has it."""
        import fcntl

        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(handle).st_uid == os.getuid():
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return handle
            except OSError:
                pass
            os.close(handle)
        return -1
