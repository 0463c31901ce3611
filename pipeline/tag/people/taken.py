"""The characters of a document that already belong to a person."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Span


class Taken:
    """The characters that already belong to a person."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: dict[int, set[int]] = {}
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        self._spans.setdefault(span.block, set()).update(range(span.start, span.end))

    def overlaps(self, block: int, start: int, end: int) -> bool:
        return not self._spans.get(block, set()).isdisjoint(range(start, end))
