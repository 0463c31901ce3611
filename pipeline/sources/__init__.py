"""Where documents come from. Each source yields what it found; nothing is read before it is asked for.

A source is a function from its settings to arrivals and `Rejected`; adding one is one file, one class of settings and
one line here. A source that cannot be reached says so in its place, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace

from pipeline.errors import ConfigError, SourceError
from pipeline.model import Origin, Rejected
from pipeline.model.item import UNREACHED
from pipeline.sources import settings
from pipeline.sources.found import Found
from pipeline.sources.message import Memory, Message

Arrival: TypeAlias = Found | Message
Source: TypeAlias = Callable[[Any, Memory, int], Iterator[Arrival | Rejected]]


def _folder() -> Source:
    from pipeline.sources.folder import read_source

    return read_source


def _mbox() -> Source:
    from pipeline.sources.mbox import read_mbox

    return read_mbox


def _maildir() -> Source:
    from pipeline.sources.maildir import read_maildir

    return read_maildir


def _imap() -> Source:
    from pipeline.sources.imap import read_imap

    return read_imap


SOURCES: dict[str, Callable[[], Source]] = {
    "Folder": _folder,  # files and folders of this machine
    "Mbox": _mbox,  # mailboxes in one file each
    "Maildir": _maildir,  # a mailbox of one file per message
    "Imap": _imap,  # a mailbox on a server
}


def wanted(
    paths: Iterable[Path] | None, named: tuple[settings.AnySource, ...], out: Path
) -> tuple[settings.AnySource, ...]:
    """The sources of a run: some paths given by hand, or what the settings name.

    out: where runs write; no folder source reads it, since it may lie inside the input.
    """
    given = named if paths is None else (settings.Folder(paths=tuple(paths)),)
    return tuple(replace(s, without=(*s.without, out)) if isinstance(s, settings.Folder) else s for s in given)


def read(wanted: Iterable[settings.AnySource], memory: Memory, limit: int) -> Iterator[Arrival | Rejected]:
    """All that some sources find, one source after the other.

    memory: which messages need not be read again. limit: bytes of a message that is read.
    """
    for source in wanted:
        try:
            yield from SOURCES[type(source).__name__]()(source, memory, limit)
        except SourceError as error:
            name = source.name or "folder"
            place = Origin(source="folder" if isinstance(source, settings.Folder) else "mail", locator=name, name=name)
            yield Rejected(origin=place, status=UNREACHED, reason="source", message=str(error))


def probe(source: settings.AnySource) -> str:
    """What is there, in one sentence; raises LearningsError where a source cannot be read now."""
    from pipeline.sources.probing import probe as look

    return look(source)


def check(wanted: Iterable[settings.AnySource]) -> None:
    """ConfigError where sources cannot be told apart, or a secret is not where the settings say."""
    from pipeline.sources import secret

    names: set[str] = set()
    for source in wanted:
        if source.name in names:
            raise ConfigError(
                f"Two sources of `learnings.toml` are called {source.name!r}. Give each `name` once, folders as well."
            )
        names.add(source.name)
        if isinstance(source, settings.Imap):
            secret.check(source)
            if source.after == "move" and not source.after_folder:
                raise ConfigError(f"The source `{source.name}` moves messages: name the folder in `after_folder`.")


__all__ = ["SOURCES", "Arrival", "Found", "Memory", "Message", "Source", "check", "probe", "read", "settings", "wanted"]
