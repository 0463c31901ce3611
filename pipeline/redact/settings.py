"""What an administrator decides about releases for others."""

from __future__ import annotations

from msgspec import Struct

VARIABLE = "LEARNINGS_KEY"
"""Holds the key itself, 64 hexadecimal digits, for machines that have a keeper of secrets."""


class RedactSettings(Struct, frozen=True, kw_only=True):
    """Of the profile `public`. Names stand as a document writes them, like `Piero Fassino`."""

    key_file: str = ""  # where the key of codes and ids is kept; empty: below the user's settings folder
    hide: tuple[str, ...] = ()  # names to be replaced everywhere, beside those that are found
    keep: tuple[str, ...] = ()  # people who may be named, beside those who hold public office
