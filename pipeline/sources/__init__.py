"""Where documents come from. Each source yields what it found; nothing is read before it is asked for.

A source is a function from its settings to `Found` and `Rejected`; adding one is one file and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from pipeline.model import Rejected
from pipeline.sources.found import Found

Source: TypeAlias = Callable[[Iterable[Path]], Iterator[Found | Rejected]]


def _folder() -> Source:
    from pipeline.sources.folder import read_paths

    return read_paths


SOURCES: dict[str, Callable[[], Source]] = {
    "folder": _folder,  # files and folders of this machine
}


def read(paths: Iterable[Path], source: str = "folder") -> Iterator[Found | Rejected]:
    """All that a source finds under some paths, in a fixed order, no file twice."""
    return SOURCES[source]()(paths)


__all__ = ["SOURCES", "Found", "Source", "read"]
