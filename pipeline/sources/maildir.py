"""A Maildir: one file per message in `cur` and `new`, folders within folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.model import Rejected
from pipeline.sources.found import open_file
from pipeline.sources.message import Memory, Message, known, place_of, too_large
from pipeline.sources.settings import Maildir

_DEPTH = 20  # folders within folders
_HEAD = 64_000  # bytes of a message that is too large, to call it by


def read_maildir(source: Maildir, memory: Memory, limit: int) -> Iterator[Message | Rejected]:
    """All messages, folder by folder. Flags and `new` or `cur` are no part of a message's key."""
    if not (source.path / "cur").is_dir() and not (source.path / "new").is_dir():
        raise SourceError(f"{source.path} is no Maildir: it holds neither `cur` nor `new`. Check the path.")
    place = place_of(source.name, "maildir")
    for path in _messages(source.path, 0):
        uid = path.name.split(":2,", 1)[0].split(";2,", 1)[0]  # `;` on Windows, where names hold no colon
        if memory.knows(place, uid):
            yield known(source.name, uid)
            continue
        try:
            with open(path, "rb", opener=open_file) as file:
                size = os.fstat(file.fileno()).st_size
                content = file.read(_HEAD if size > limit else limit + 1)
        except OSError:  # a mail program has moved it since: the next run meets it in its new place
            continue
        if size > limit:
            yield too_large(source.name, content, size, limit)
        else:
            yield Message(source.name, content, source.rules, partial(_settle, memory, place, uid))


def _settle(memory: Memory, place: str, uid: str, for_good: bool) -> None:
    memory.remember(place, uid, for_good=for_good)


def _messages(folder: Path, depth: int) -> Iterator[Path]:
    """Files of a folder's `new` and `cur`, then those of its folders. `tmp` holds what is still being delivered."""
    entries = sorted(_entries(folder))
    for part in ("cur", "new"):
        yield from sorted(path for path in _entries(folder / part) if path.is_file() and not path.is_symlink())
    for path in entries:
        inner = path.is_dir() and not path.is_symlink() and path.name not in ("cur", "new", "tmp")
        if inner and depth < _DEPTH:
            yield from _messages(path, depth + 1)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SourceError(f"{folder} cannot be read: {error.strerror}. Check its permissions.") from error
