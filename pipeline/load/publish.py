"""A release becomes visible whole or not at all, and stays when the power goes.

`out/releases/<id>` appears by renaming a finished folder; `out/dataset` is a link that is replaced by renaming. Where
links are not to be had (Windows, some network disks) it is a copy, put in place by renaming the folder, with retries.
A full or broken disk is no such place: there the link that stands stays.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import OutputError

RETRIES = 6
PAUSE = 0.5  # seconds before the first retry, doubled each time: about 15 s in all

_RELEASE = re.compile(r"[0-9a-f]{12}(-[0-9a-f]{4})?")
_UNFINISHED = ".unfinished-"
_RIGHTS = {"owner": (0o700, 0o600), "group": (0o750, 0o640), "all": (0o755, 0o644)}  # of folders, of files
_LAST_FILE = "checksums.txt"  # written last, differs between any two releases
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)  # what disks without links answer
_OPEN_FILE = "Close the workbook or other program that has a file of it open, and run the command again"

Fill = Callable[[Path, Path | None], None]


def publish(out: Path, release: str, fill: Fill, keep: int, readable_by: str = "owner") -> tuple[Path, Path, bool]:
    """Make `release` the one that `out/dataset` shows; `fill(folder, previous)` writes its files if it is new.

    Returns its folder, `out/dataset`, and whether anything was changed. OutputError when it cannot be done; what was
    shown before is then still shown.
    """
    home, shown = out / "releases" / release, out / "dataset"
    with disk_told(out):
        if _shows(shown, home):
            return home, shown, False
        home.parent.mkdir(parents=True, exist_ok=True)
        _let_through(home.parent, _RIGHTS[readable_by][0])
        _sweep(home.parent)
        if not home.exists():
            _write(home, fill, shown.resolve() if shown.exists() else None, readable_by)
        _show(home, shown)
        _prune(home, max(keep, 1))
    return home, shown, True


def shows(out: Path, release: str) -> bool:
    """Whether `out/dataset` shows a release that is whole: its last file is there."""
    home = out / "releases" / release
    return _shows(out / "dataset", home) and (home / _LAST_FILE).is_file()


def flush(path: Path) -> None:
    """Ask the disk to keep a file or folder. Folders cannot be asked on Windows."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_told(out: Path) -> Iterator[None]:
    """Errors of the disk, told as what they mean for the reader."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:  # SQLite has its own words for a full disk
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"The dataset could not be published in {out}: {reason}. What was published before is untouched. "
            "Check that the disk has room and that you may write there, then run the command again."
        ) from error


def _write(home: Path, fill: Fill, previous: Path | None, readable_by: str) -> None:
    folder = home.with_name(f"{_UNFINISHED}{home.name}")
    try:
        folder.mkdir()
        fill(folder, previous)
        _permit(folder, *_RIGHTS[readable_by])
        _flush_all(folder)
        _retry(lambda: folder.rename(home))
        flush(home.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _let_through(releases: Path, rights: int) -> None:
    """Who may read a release must reach it, though the run may have made the folder around it for its owner only."""
    now = releases.stat().st_mode & 0o777
    if rights & ~now:
        releases.chmod(now | rights)


def _permit(folder: Path, for_folders: int, for_files: int) -> None:
    for root, folders, names in os.walk(folder):
        for name in names:
            Path(root, name).chmod(for_files)
        for name in folders:
            Path(root, name).chmod(for_folders)
    folder.chmod(for_folders)


def _flush_all(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        for name in names:
            flush(Path(root, name))
        flush(Path(root))


def _shows(shown: Path, home: Path) -> bool:
    """Whether `dataset` already shows this release: as a link to it, or as a copy of it."""
    if shown.is_symlink():
        return home.is_dir() and shown.resolve() == home.resolve()
    ours, theirs = home / _LAST_FILE, shown / _LAST_FILE
    return ours.is_file() and theirs.is_file() and ours.read_bytes() == theirs.read_bytes()


def _show(home: Path, shown: Path) -> None:
    link = shown.with_name(f"{_UNFINISHED}link")
    _remove(link)
    if os.name == "nt" or not _linked(link, home):
        _show_copy(home, shown)
    elif shown.is_dir() and not shown.is_symlink():  # a copy from a time or place without links
        _refuse_foreign(shown)
        _exchange(link, shown)
    else:
        link.replace(shown)
        flush(shown.parent)


def _linked(link: Path, home: Path) -> bool:
    """Whether a link to a release could be made; OSError where it could at another time."""
    try:
        link.symlink_to(Path("releases", home.name), target_is_directory=True)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _show_copy(home: Path, shown: Path) -> None:
    _refuse_foreign(shown)
    new = shown.with_name(f"{_UNFINISHED}new")
    _remove(new)
    shutil.copytree(home, new)
    _flush_all(new)
    _exchange(new, shown)


def _exchange(new: Path, shown: Path) -> None:
    """Put a folder or link where another stands, which returns if that fails. For a moment nothing stands there."""
    aside = _aside(shown)
    _remove(aside)
    if os.path.lexists(shown):
        _retry(lambda: shown.rename(aside))
    try:
        _retry(lambda: new.rename(shown))
    except (OSError, OutputError):
        recover(shown.parent)
        raise
    flush(shown.parent)
    _remove(aside)


def recover(out: Path) -> None:
    """Show again what a run that ended between two renamings had put aside."""
    shown = out / "dataset"
    if os.path.lexists(_aside(shown)) and not os.path.lexists(shown):
        with suppress(OSError):
            _aside(shown).rename(shown)


def _aside(shown: Path) -> Path:
    return shown.with_name(f"{_UNFINISHED}old")


def _remove(path: Path) -> None:
    """Remove a folder or a link, if it is there."""
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _refuse_foreign(shown: Path) -> None:
    """A folder called `dataset` that no release left there is not ours to replace."""
    if shown.exists() and not (shown / _LAST_FILE).is_file():
        raise OutputError(
            f"{shown} is in the way and was not written by this program. Move it elsewhere, or choose another --out."
        )


def _retry(action: Callable[[], object]) -> None:
    """Do it; where another program holds a file open, wait and try again, then say what to do."""
    for attempt in range(RETRIES):
        try:
            action()
            return
        except PermissionError as error:
            if attempt == RETRIES - 1:
                raise OutputError(f"The dataset could not be published: {error}. {_OPEN_FILE}.") from error
            time.sleep(PAUSE * 2**attempt)


def _sweep(releases: Path) -> None:
    """Remove what a killed run left."""
    for folder in releases.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _prune(newest: Path, keep: int) -> None:
    """Keep the newest releases; one that is in use is removed next time. Named ones, like `2026.11`, stay."""
    others = [folder for folder in newest.parent.iterdir() if _RELEASE.fullmatch(folder.name) and folder != newest]
    others.sort(key=lambda folder: (folder.stat().st_mtime_ns, folder.name), reverse=True)
    for folder in others[keep - 1 :]:
        aside = folder.with_name(f"{_UNFINISHED}gone-{folder.name}")
        with suppress(OSError):
            folder.rename(aside)
            shutil.rmtree(aside)
