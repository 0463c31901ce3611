"""Mailboxes in one file each, read message by message: a mailbox may be larger than memory."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import SourceError
from pipeline.model import Rejected
from pipeline.sources.found import open_file
from pipeline.sources.message import Memory, Message, known, place_of, too_large
from pipeline.sources.settings import Mbox

_FROM = re.compile(rb"From \S{1,300}.{0,100}\d\d:\d\d.{0,100}\r?\n")
_FIELD = re.compile(rb">?[!-9;-~]{1,100}:")
_QUOTED = re.compile(rb">+From ")
_LINE = 100_000  # bytes of a line that are read at once
_HEAD = 64_000  # bytes of a message that is too large, to call it by
_INDEXES = (".msf", ".dat", ".html", ".json")  # what Thunderbird keeps beside its mailboxes


def read_mbox(source: Mbox, memory: Memory, limit: int) -> Iterator[Message | Rejected]:
    """All messages of all mailboxes. A message that was stored once is known by its content."""
    place = place_of(source.name, "mbox")
    for path in _files(source.paths):
        try:
            with open(path, "rb", opener=open_file) as file:
                for content, size in split(file, limit):
                    uid = hashlib.sha256(content).hexdigest()[:16]
                    if size > limit:
                        yield too_large(source.name, content, size, limit)
                    elif memory.knows(place, uid):
                        yield known(source.name, f"{uid}.eml")
                    else:
                        settled = partial(_settle, memory, place, uid)
                        yield Message(source.name, content, source.rules, settled)
        except OSError as error:
            raise SourceError(
                f"{path} cannot be read: {error.strerror}. Check the path and its permissions."
            ) from error


def _settle(memory: Memory, place: str, uid: str, for_good: bool) -> None:
    memory.remember(place, uid, for_good=for_good)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """Mailbox files under some paths; in folders those that begin as mailboxes do."""
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path} does not exist. Check the path, or whether the drive is connected.")
        found |= {inner for inner in path.rglob("*") if _is_mailbox(inner)} if path.is_dir() else {path}
    return sorted(found)


def _is_mailbox(path: Path) -> bool:
    if path.is_symlink() or not path.is_file() or path.suffix in _INDEXES:
        return False
    with open(path, "rb", opener=open_file) as file:
        return file.read(5) == b"From "


def split(file: BinaryIO, limit: int) -> Iterator[tuple[bytes, int]]:
    """(content, size) of each message; of one over the limit only its beginning.

    A message begins with a `From ` line at the start or after a blank line, if a header field follows: a letter may
    hold a line that begins with From.
    """
    kept: list[bytes] = []
    size, blank, begun = 0, True, b""
    while line := file.readline(_LINE):
        if begun and not _FIELD.match(line):  # it was no beginning, but text
            size += _keep(kept, begun, size, limit)
        elif begun:
            if size:
                yield _joined(kept, limit, size), size
            kept, size = [], 0
        if blank and _FROM.fullmatch(line):
            begun, blank = line, False
            continue
        begun = b""
        size += _keep(kept, line, size, limit)
        blank = line in (b"\n", b"\r\n")
    size += _keep(kept, begun, size, limit)
    if size:
        yield _joined(kept, limit, size), size


def _keep(kept: list[bytes], line: bytes, size: int, limit: int) -> int:
    """Keep a line as long as the message is within the limit; its length."""
    if _QUOTED.match(line):
        line = line[1:]
    if size <= limit:
        kept.append(line)
    return len(line)


def _joined(kept: list[bytes], limit: int, size: int) -> bytes:
    content = b"".join(kept)
    return content[:_HEAD] if size > limit else content.rstrip(b"\r\n") + b"\n"
