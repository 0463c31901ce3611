"""Where documents come from. Each source yields what it found; nothing is read before it is asked for.

A source is a function from its settings to `Found` and `Rejected`; adding one is one file and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from pipeline.model import Rejected
from pipeline.sources.found import Found

Source: TypeAlias = Callable[[Path], Iterator[Found | Rejected]]


def _folder() -> Source:
    from pipeline.sources.folder import read_folder

    return read_folder


SOURCES: dict[str, Callable[[], Source]] = {
    "folder": _folder,  # files and folders of this machine
}


def read(paths: Iterable[Path], source: str = "folder") -> Iterator[Found | Rejected]:
    """All that a source finds under some paths, in a fixed order, no path twice."""
    reader = SOURCES[source]()
    for path in sorted({Path(path).absolute() for path in paths}):
        yield from reader(path)


__all__ = ["SOURCES", "Found", "Source", "read"]
