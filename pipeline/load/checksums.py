"""SHA-256 of each file of a release, as `sha256sum --check checksums.txt` reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "checksums.txt"


def write(folder: Path) -> None:
    """Write the checksums of all files below a folder into `checksums.txt` there."""
    files = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    lines = [f"{digest(path)}  {name}\n" for name, path in files if name != NAME]
    (folder / NAME).write_bytes("".join(lines).encode("utf-8"))


def digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
