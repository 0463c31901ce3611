"""A message that a mailbox holds. It is called after its content, so that it keeps its name wherever it is moved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol

from pipeline.model import Origin, Rejected, Rules
from pipeline.text.clean import file_name, printable


class Memory(Protocol):
    """Which messages have been stored, kept from run to run."""

    def knows(self, place: str, uid: str) -> bool:
        """Whether a message need not be read again."""

    def remember(self, place: str, uid: str, *, for_good: bool) -> None:
        """All of a message is stored. Not for good: something of it may end otherwise under other settings."""


class Message:
    """One arrival, with its content. `settled` is called when all that came out of it is durably stored."""

    def __init__(self, account: str, content: bytes, rules: Rules, settled: Callable[[bool], None]) -> None:
        self.origin = origin(account, content)
        self.content = content
        self.size = len(content)
        self.rules = rules
        self.settled = settled

    def read(self, limit: int) -> bytes:
        """At most `limit` bytes."""
        return self.content[:limit]


def origin(account: str, content: bytes) -> Origin:
    """Where a message comes from: `forms/0f3a….eml` in the mailbox `forms`."""
    name = f"{hashlib.sha256(content).hexdigest()[:16]}.eml"
    return Origin(source="mail", locator=f"{account}/{name}", name=name, account=account)


def place_of(account: str, *steps: str) -> str:
    """The key of a mailbox's folder in the memory."""
    return "\n".join((account, *steps))


def known(account: str, uid: str) -> Rejected:
    """A message that an earlier run has stored."""
    uid = printable(uid)
    place = Origin(source="mail", locator=f"{account}/{uid}", name=file_name(uid), account=account)
    return Rejected(
        origin=place, status="known", reason="mail", message="Met in an earlier run, and nothing is to be read anew."
    )


def too_large(account: str, content: bytes, size: int, limit: int) -> Rejected:
    """A message that was not read because of its size; content: as much of it as there is."""
    message = f"The message is larger than {limit} bytes ({size})."
    place = origin(account, content)
    return Rejected(origin=place, status="quarantined", reason="too-large", message=message)
