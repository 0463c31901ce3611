"""What tagging depends on besides the code."""

from __future__ import annotations

from msgspec import Struct


class TagSettings(Struct, frozen=True, kw_only=True):
    """Which language model and which vocabulary of themes are used."""

    model: str = ""  # name or path of a spaCy model; empty: the best one installed
    themes: str = ""  # path of a vocabulary of themes; empty: the packaged one
