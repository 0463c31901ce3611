"""Whether a source can be read now, without reading it: what `check` tells before a night's run."""

from __future__ import annotations

import os

from pipeline.errors import SourceError
from pipeline.sources.imap import read_folders
from pipeline.sources.settings import AnySource, Imap, Maildir


def probe(source: AnySource) -> str:
    """One sentence on what is there, like `3 folders, 1204 messages`.

    Raises ConfigError, MissingTool or SourceError with what to do. A mailbox is logged in to and its folders are opened
    for reading only.
    """
    if isinstance(source, Imap):
        counts = read_folders(source)
        return f"{len(counts)} {_plural('folder', len(counts))}, {sum(counts)} {_plural('message', sum(counts))}"
    paths = [source.path] if isinstance(source, Maildir) else list(source.paths)
    for path in paths:
        if not os.access(path, os.R_OK):
            raise SourceError(f"{path} does not exist or cannot be read. Check the path, the drive and the rights.")
    return f"{len(paths)} {_plural('path', len(paths))} there"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
