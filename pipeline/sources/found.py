"""A file that a source has seen and not yet read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from msgspec import Struct

from pipeline.model import Origin, Rules


class Found(Struct, frozen=True, kw_only=True):
    """One arrival; its content is read when asked for, and never more than asked for."""

    origin: Origin
    path: Path
    rules: Rules = Rules()
    size: int  # as the file system said when it was found; the file may have grown since

    def read(self, limit: int) -> bytes:
        """At most `limit` bytes from the start. Raises OSError where the file cannot be read."""
        with open(self.path, "rb", opener=open_file) as file:
            return file.read(limit)

    def settled(self, for_good: bool) -> None:
        """All that came out of it is stored. Nothing follows from that for a file: it is read again by every run."""

    def stamp(self) -> tuple[int, int, int]:
        """Size, time of change in nanoseconds and inode: equal stamps mean that nobody touched the file."""
        seen = os.stat(self.path)
        return seen.st_size, seen.st_mtime_ns, seen.st_ino


def open_file(path: str, flags: int) -> int:
    """Open without waiting, and only a file: a pipe may have taken its place since, and would never answer."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "No longer a file", path)
