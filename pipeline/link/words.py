"""Folding remembered: the same names, roles and places come again and again in a collection."""

from __future__ import annotations

from functools import lru_cache

from pipeline.text import clean


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """As `pipeline.text.clean.fold`."""
    return clean.fold(text)


@lru_cache(maxsize=50_000)
def squeeze(text: str) -> str:
    """As `pipeline.text.clean.squeeze`."""
    return clean.squeeze(text)
