"""Files and folders of this machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.errors import SourceError
from pipeline.model import Origin, Rejected
from pipeline.sources.found import Found
from pipeline.sources.message import Memory
from pipeline.sources.settings import Folder
from pipeline.text.clean import file_name, printable

_DEPTH = 100  # folders within folders
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_TEMPORARY = ("~$", ".~lock.", "._")  # Word's and LibreOffice's locks, the shadow files of macOS
_UNFINISHED = (".part", ".crdownload", ".partial", ".download", ".tmp")


def read_source(source: Folder, memory: Memory, limit: int) -> Iterator[Found | Rejected]:
    """The files of a source of `learnings.toml`."""
    for found in read_paths(source.paths, f"{source.name}/" if source.name else "", source.without):
        yield replace(found, rules=source.rules) if isinstance(found, Found) else found


def read_paths(paths: Iterable[Path], prefix: str = "", without: Iterable[Path] = ()) -> Iterator[Found | Rejected]:
    """Everything under some files and folders, no file twice, in an order that does not depend on theirs.

    Locators are relative to the one folder given; where several paths are, to the folder that holds them all.
    without: files and folders that are left out, as if they were not there.
    """
    left_out = frozenset(path.resolve() for path in without)
    given = sorted({Path(os.path.abspath(path)) for path in paths})
    outermost = [path for path in given if not any(other in path.parents for other in given)]
    missing = [path for path in outermost if not os.path.lexists(path)]
    for path in outermost:
        if path not in missing:
            yield from read_folder(path, prefix + _prefix(path, outermost), left_out)
    for path in missing:
        raise SourceError(f"{path} does not exist. Check the path, or whether the drive is connected.")


def _prefix(path: Path, paths: list[Path]) -> str:
    """What tells the files under a path from those under the others, like `2013/reports/`."""
    if len(paths) == 1:
        return ""
    folder = path if path.is_dir() else path.parent
    try:
        base = os.path.commonpath([os.path.dirname(other) for other in paths])
    except ValueError:  # two drives of Windows
        return f"{folder.name}/"
    relative = folder.relative_to(base).as_posix()
    return "" if relative == "." else f"{relative}/"


def read_folder(path: Path, prefix: str = "", left_out: frozenset[Path] = frozenset()) -> Iterator[Found | Rejected]:
    """Everything under a path, sorted by name.

    Locators are relative to the folder (or to the file's own folder), with `/` on every system. Links are followed
    to files inside the tree only: what lies outside was not handed to us.
    """
    if path.is_dir():
        tree = _Tree(path.resolve(), left_out)
        if tree.root not in left_out:
            yield from _walk(path, tree, prefix, 0)
    elif path.resolve() not in left_out:
        yield _file(path, prefix + path.name)


class _Tree(NamedTuple):
    """A folder that is read with all below it, but for what is left out; paths are resolved."""

    root: Path
    left_out: frozenset[Path]


def _walk(folder: Path, tree: _Tree, prefix: str, depth: int) -> Iterator[Found | Rejected]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(prefix.rstrip("/") or folder.name, error)
        return
    here = folder.resolve()
    for entry in entries:
        if here / entry.name not in tree.left_out:
            yield from _entry(entry, tree, prefix + entry.name, depth)


def _entry(entry: os.DirEntry[str], tree: _Tree, locator: str, depth: int) -> Iterator[Found | Rejected]:
    path = Path(entry.path)
    if entry.is_symlink():
        yield _link(path, tree.root, locator)
    elif not entry.is_dir(follow_symlinks=False):
        yield _file(path, locator)
    elif entry.name.startswith("."):
        yield _ignored(locator, "hidden", "A folder whose name begins with a dot.")
    elif depth >= _DEPTH:
        yield _rejected(locator, "quarantined", "too-deep", f"More than {_DEPTH} folders within folders.")
    else:
        yield from _walk(path, tree, locator + "/", depth + 1)


def _link(path: Path, root: Path, locator: str) -> Found | Rejected:
    """A link to a file inside the tree is the same file again; everything else is not followed."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        return _ignored(locator, "link", f"A link that leads nowhere ({type(error).__name__}).")
    if not target.is_relative_to(root):
        return _ignored(locator, "link", "A link that leads out of the folder.")
    if target.is_dir():
        return _ignored(locator, "link", "A link to a folder that is read in its own place.")
    return _file(path, locator)


def _file(path: Path, locator: str) -> Found | Rejected:
    why = _why_ignored(path.name)
    if why:
        return _ignored(locator, *why)
    try:
        seen = path.stat()
    except OSError as error:
        return _unreadable(locator, error)
    if not stat.S_ISREG(seen.st_mode):
        return _ignored(locator, "no-file", "A device, socket or pipe, and no file.")
    if not os.access(path, os.R_OK):
        return _unreadable(locator, PermissionError(13, "Permission denied"))
    return Found(origin=_origin(locator), path=path, size=seen.st_size)


def _why_ignored(name: str) -> tuple[str, str] | None:
    lower = name.lower()
    if lower in _SYSTEM_FILES or lower.startswith(_TEMPORARY):
        return "system-file", "A file of the operating system or of an open office program."
    if lower.endswith(_UNFINISHED):
        return "unfinished", "A download or copy that is not finished."
    if name.startswith("."):
        return "hidden", "A file whose name begins with a dot."
    return None


def _origin(locator: str) -> Origin:
    shown = printable(locator)
    return Origin(source="folder", locator=shown, name=file_name(shown))


def _ignored(locator: str, reason: str, message: str) -> Rejected:
    return _rejected(locator, "ignored", reason, message)


def _unreadable(locator: str, error: OSError) -> Rejected:
    why = error.strerror or type(error).__name__
    return _rejected(locator, "quarantined", "unreadable", f"The file cannot be read: {why}. Check its permissions.")


def _rejected(locator: str, status: str, reason: str, message: str) -> Rejected:
    return Rejected(origin=_origin(locator), status=status, reason=reason, message=message)
