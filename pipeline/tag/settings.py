"""What tagging depends on besides the code."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class TagSettings(Struct, frozen=True, kw_only=True):
    """Which language model and which vocabulary of themes are used."""

    model: str = ""  # name or path of a spaCy model; empty: the best one installed
    themes: str = ""  # path of a vocabulary of themes (.toml, .ttl, .xlsx); empty: the packaged one


def words_beside(path: Path) -> Path:
    """Where the word weights of a vocabulary lie, if it has any: "themes_words.json" beside "themes.toml"."""
    return path.with_name(f"{path.stem}_words.json")
