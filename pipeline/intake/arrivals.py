"""From what the sources found to items and reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeAlias

from pipeline.intake.containers import unpack
from pipeline.intake.limits import Limits
from pipeline.intake.pieces import quarantined
from pipeline.model import Item, Origin, Rejected, Rules

Unpacker: TypeAlias = Callable[[bytes, Origin, Limits, Rules], Iterable[Item | Rejected]]


class Arrival(Protocol):
    """What a source yields: a place, a size, and content on demand."""

    @property
    def origin(self) -> Origin:
        """Where it was found."""

    @property
    def size(self) -> int:
        """Bytes, as far as the source knows."""

    @property
    def rules(self) -> Rules:
        """Which mails and attachments of its source are wanted."""

    def read(self, limit: int) -> bytes:
        """At most `limit` bytes of content."""


def admit(
    arrivals: Iterable[Arrival | Rejected], limits: Limits | None = None, unpacker: Unpacker = unpack
) -> Iterator[Item | Rejected]:
    """Everything met, opened and named. One item per arrival: the same content may come several times.

    unpacker: how a file is opened; `unpack` here, or something that does it in a supervised process.
    """
    limits = limits or Limits()
    for arrival in arrivals:
        if isinstance(arrival, Rejected):
            yield arrival
        else:
            yield from _admit(arrival, limits, unpacker)


def _admit(arrival: Arrival, limits: Limits, unpacker: Unpacker) -> Iterator[Item | Rejected]:
    if arrival.size > limits.file_bytes:
        yield _too_large(arrival, limits)
        return
    try:
        content = arrival.read(limits.file_bytes + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        yield quarantined(arrival.origin, "unreadable", f"The file cannot be read: {why}.")
        return
    if len(content) > limits.file_bytes:
        yield _too_large(arrival, limits)
    else:
        yield from unpacker(content, arrival.origin, limits, arrival.rules)


def _too_large(arrival: Arrival, limits: Limits) -> Rejected:
    return quarantined(arrival.origin, "too-large", f"The file is larger than {limits.file_bytes} bytes.")
