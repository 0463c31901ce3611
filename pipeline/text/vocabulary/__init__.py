"""A vocabulary of themes as data: read from and written to TOML, SKOS (Turtle) and a spreadsheet.

What it holds stands in `terms.py`, what makes it a sound one in `checks.py`; each format is a part of its own. The
same vocabulary comes back from each of them (comments of a TOML file apart).
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from pipeline.text.vocabulary.checks import check
from pipeline.text.vocabulary.terms import Rule, Terms, Theme, VocabularyError

__all__ = ["SUFFIXES", "Rule", "Terms", "Theme", "VocabularyError", "parse", "write"]

SUFFIXES = {".toml": "toml", ".ttl": "turtle", ".xlsx": "sheet"}  # ending of a file -> part that knows it


class _Part(Protocol):
    """What each format's part offers."""

    def parse(self, content: bytes) -> Terms: ...
    def write(self, terms: Terms) -> bytes: ...


def parse(content: bytes, suffix: str) -> Terms:
    """The vocabulary in the bytes of a file of that ending, checked.

    Raises VocabularyError, which names the theme and says what is wrong; `ModuleNotFoundError` where Turtle is read
    without the extra `skos`.
    """
    terms = _part(suffix).parse(content)
    check(terms)
    return terms


def write(terms: Terms, suffix: str) -> bytes:
    """The bytes of a file of that ending; the same vocabulary gives the same bytes."""
    return _part(suffix).write(terms)


def _part(suffix: str) -> _Part:
    if suffix.lower() not in SUFFIXES:
        raise VocabularyError(f"a vocabulary is a file of {', '.join(SUFFIXES)}, not {suffix or 'of no ending'}")
    return cast(_Part, import_module(f"pipeline.text.vocabulary.{SUFFIXES[suffix.lower()]}"))
