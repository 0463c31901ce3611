"""How much is read of what strangers send. The defaults fit every real mail and archive that was measured."""

from __future__ import annotations

from msgspec import Struct

MEGABYTE = 1_000_000


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of intake; raised in `learnings.toml` where they are too narrow."""

    file_bytes: int = 200 * MEGABYTE  # a file of the folder
    mail_bytes: int = 50 * MEGABYTE  # a message with all that is in it
    mail_parts: int = 100  # parts of one message
    mail_depth: int = 20  # multiparts and messages within each other
    mail_text: int = 1_000_000  # characters of a message's own text
    header_bytes: int = 1 * MEGABYTE  # the header block of one part
    unpacked_bytes: int = 200 * MEGABYTE  # all that comes out of one file, its archives included
    entries: int = 2_000  # things that come out of one file
    archive_depth: int = 2  # archives within each other
    archive_ratio: int = 200  # times its packed size that a member over 10 MB may unpack to
