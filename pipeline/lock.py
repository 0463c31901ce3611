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
            self._file = self.path.open("ab")
        except OSError as error:
            raise OutputError(
                f"The folder {self.path.parent} cannot be written to: {error.strerror or error}. "
                "Choose another with --out, or ask for the right to write there."
            ) from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise Busy(
                f"Another run is at work in {self.path.parent}. Wait until it has ended, then try again."
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


if os.name == "nt":  # pragma: no cover

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # there on Windows only

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
