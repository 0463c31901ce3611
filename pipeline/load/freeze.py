"""A release for others: a folder that appears whole, under the name it is given, and is never changed afterwards."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import ConfigError, OutputError
from pipeline.load import checksums, publish

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TELLS_HISTORY = ("CHANGES.md", "changes.csv")
_UNFINISHED = ".unfinished-"


def checked_name(name: str) -> str:
    """The name of a release, like `2026.11`. ConfigError for what cannot be the name of a folder everywhere."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise ConfigError(f"`{name}` cannot be the name of a release. Use letters, digits, dots and hyphens: 2026.11")
    return name


def freeze(home: Path, fill: Callable[[Path], None]) -> bool:
    """Make the folder `home` by `fill(folder)`; whether it was made now, not before.

    What `fill` raises leaves nothing behind. OutputError where it cannot be written, or where `home` is there
    already with another content: a release that somebody may have cited stays as it is.
    """
    draft = home.with_name(f"{_UNFINISHED}{home.name}")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        fill(draft)
        if home.exists():
            _same(draft, home)
            return False
        for path in sorted(draft.rglob("*")):
            publish.flush(path)
        draft.rename(home)
        publish.flush(home.parent)
    except OSError as error:
        raise OutputError(
            f"The release could not be written to {home}: {error.strerror or error}. Check that the disk has room and "
            "that you may write there, then run the command again."
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True


def _same(draft: Path, home: Path) -> None:
    if _digests(draft) != _digests(home):
        raise OutputError(
            f"The release {home.name} was frozen with another content and is not changed. Give a new name with "
            "--release, or move that folder away."
        )


def _digests(folder: Path) -> list[str]:
    path = folder / checksums.NAME
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line for line in lines if not line.endswith(_TELLS_HISTORY)]


def earlier(home: Path, against: str, profile: str) -> Path | None:
    """The release that changes are told against: the one that `against` names, by its path or its name beside `home`;
    else the newest of the same profile there, if any. ConfigError where there is none such, or of another profile."""
    if not against:
        others = [path for path in home.parent.glob("*") if path != home and profile_of(path) == profile]
        return max(others, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)
    found = next(
        (path for path in (home.parent / against, Path(against)) if (path / "datapackage.json").is_file()), None
    )
    if found is None:
        raise ConfigError(f"There is no release {against}. Give the path of a release, or its name in {home.parent}.")
    if profile_of(found) != profile:
        raise ConfigError(
            f"{found} is of the profile {profile_of(found)}, not {profile}: their ids differ. Give one of that profile."
        )
    return found.resolve()


def profile_of(folder: Path) -> str:
    """The profile of a release; `internal` where it says nothing, empty where the folder is no release."""
    path = folder / "datapackage.json"
    if not path.is_file() or folder.name.startswith(_UNFINISHED):
        return ""
    return str(json.loads(path.read_text(encoding="utf-8")).get("learnings:profile", "internal"))
