"""A mailbox in one file: messages one after another, each begun by a `From ` line."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.intake.kinds import MAIL, message_starts
from pipeline.intake.pieces import Budget, Entry, Piece, Trouble, inside


def open_mbox(piece: Piece, budget: Budget) -> Iterator[Entry]:
    """The messages of a mailbox, numbered from 1."""
    starts = message_starts(piece.content, budget.entries_left + 1)
    ends = [*starts[1:], len(piece.content)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        if budget.entries_left <= 0:
            yield Trouble(
                reason="too-large", message="The mailbox holds more messages than allowed; the rest is not read."
            )
            return
        place = inside(piece.origin, "mail", "item", str(number), f"message {number}.eml")
        content = piece.content[start:end].replace(b"\n>From ", b"\nFrom ")
        yield Piece(origin=place, content=content, declared=MAIL, depth=piece.depth + 1, archives=piece.archives)
