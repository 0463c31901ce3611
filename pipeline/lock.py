"""One run at a time for an output folder; the lock of a dead run never blocks."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import IO

from pipeline.errors import Busy, OutputError


class Lock:
    """A lock that the system gives back when its holder ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ".lock"
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Lock:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab")
            _close_to_others(self.path)
        except OSError as error:
            raise OutputError(
                f"The folder {self.path.parent} cannot be written to: {error.strerror or error}. "
                "Choose another with --out, or ask for the right to write there."
            ) from error
        try:
            _lock(self._file)
        except (BlockingIOError, PermissionError) as error:  # Windows says the latter
            self._file.close()
            raise Busy(
                f"Another run is at work in {self.path.parent}. Wait until it has ended, then try again."
            ) from error
        except OSError as error:
            self._file.close()
            raise OutputError(
                f"The folder {self.path.parent} cannot be locked: {error.strerror or error}. "
                "Choose one on a disk that knows locks with --out, such as a disk of this machine."
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def _close_to_others(path: Path) -> None:
    """Whoever could open the file could lock it, and no run would begin. An older version left it open to all."""
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


if os.name == "nt":  # pragma: no cover

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # there on Windows only

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
