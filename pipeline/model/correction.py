"""What a person decided about one insight."""

from __future__ import annotations

from msgspec import Struct


class Correction(Struct, frozen=True, kw_only=True):
    """Decisions about an insight, known by its id, which is made of content: reading anew never loses them.

    What is None was left as the program found it.
    """

    insight_id: str
    rejected: bool = False  # it is no statement: shown nowhere, kept in the tables
    accepted: bool = False  # somebody looked at it, and it is right
    kind: str | None = None
    theme_ids: tuple[str, ...] | None = None
    text: str | None = None

    @property
    def review(self) -> str:
        """What the column `review` says."""
        changed = any(value is not None for value in (self.kind, self.theme_ids, self.text))
        return "rejected" if self.rejected else "corrected" if changed else "accepted" if self.accepted else "none"
