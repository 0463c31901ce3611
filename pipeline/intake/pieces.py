"""What container openers hand to `unpack`, and the places of what they find."""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from pipeline.intake.limits import Limits
from pipeline.model import Item, Origin, Rejected, Rules
from pipeline.model.rules import ANY
from pipeline.text.clean import file_name, printable


class Piece(Struct, frozen=True, kw_only=True):
    """Something inside a container, still to be looked at."""

    origin: Origin
    content: bytes
    declared: str = ""  # media type that a mail declares; only used where the bytes leave a choice
    depth: int = 0  # multiparts and messages above it
    archives: int = 0  # archives above it


class Trouble(Struct, frozen=True, kw_only=True):
    """Why a container could not be read to its end."""

    reason: str
    message: str


class Unwanted(Struct, frozen=True, kw_only=True):
    """The message as a whole is left out by a rule of the settings."""

    message: str


Entry: TypeAlias = Piece | Item | Rejected | Trouble | Unwanted


class Budget:
    """What may still come out of one file, itself not counted: the one thing that all its containers share."""

    def __init__(self, limits: Limits, file_size: int, rules: Rules = ANY) -> None:
        self.limits = limits
        self.rules = rules
        self.pictures: set[str] = set()  # digests of those met so far
        self.bytes_left = limits.unpacked_bytes + file_size
        self.entries_left = limits.entries + 1

    def take(self, size: int) -> bool:
        """Count so many bytes; False where they do not fit any more."""
        if size > self.bytes_left:
            return False
        self.bytes_left -= size
        return True


def inside(parent: Origin, source: str, step: str, value: str, name: str) -> Origin:
    """The origin of something inside a container: its own place and name, the rest as the container came."""
    return replace(
        parent, source=source, locator=locate(parent.locator, step, value), parent=parent.locator, name=file_name(name)
    )


def locate(parent: str, step: str, value: str) -> str:
    """A place inside another. Parts of a message within a message count on, as IMAP has it.

    >>> locate("a.eml", "part", "2"), locate("a.eml!part=2", "part", "1"), locate("a.eml!part=2", "member", "x;y.pdf")
    ('a.eml!part=2', 'a.eml!part=2.1', 'a.eml!part=2;member=x%3By.pdf')
    """
    value = re.sub(r"[%;!\x00-\x1f\x7f]", lambda found: f"%{ord(found[0]):02X}", printable(value))
    if "!" not in parent:
        return f"{parent}!{step}={value}"
    if step == "part" and re.search(r"[!;]part=[\d.]{1,200}$", parent):
        return f"{parent}.{value}"
    return f"{parent};{step}={value}"


def ignored(origin: Origin, reason: str, message: str, digest: str = "") -> Rejected:
    """Something that is no document, and why."""
    return Rejected(origin=origin, status="ignored", reason=reason, message=message, digest=digest)


def quarantined(origin: Origin, reason: str, message: str, digest: str = "", content: bytes = b"") -> Rejected:
    """Something that could not be read."""
    return Rejected(origin=origin, status="quarantined", reason=reason, message=message, digest=digest, content=content)
