"""How much is read of what strangers send. The defaults fit every real mail and archive that was measured."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

MEGABYTE = 1_000_000
Positive: TypeAlias = Annotated[int, Meta(ge=1)]


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of intake; raised in `learnings.toml` where they are too narrow."""

    file_bytes: Positive = 200 * MEGABYTE  # a file of the folder
    mail_bytes: Positive = 50 * MEGABYTE  # a message with all that is in it
    mail_parts: Positive = 100  # parts of one message
    mail_depth: Positive = 20  # multiparts and messages within each other
    mail_text: Positive = 1_000_000  # characters of a message's own text
    header_bytes: Positive = 1 * MEGABYTE  # the header block of one part
    unpacked_bytes: Positive = 200 * MEGABYTE  # all that comes out of one file, its archives included
    entries: Positive = 2_000  # things that come out of one file
    archive_depth: Positive = 2  # archives within each other
    archive_ratio: Positive = 200  # times its packed size that a member over 10 MB may unpack to
