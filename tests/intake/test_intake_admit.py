"""From what a source found to items and reasons."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.intake import Limits, admit
from pipeline.model import Item, Origin, Rejected, Rules

sys.path.insert(0, str(Path(__file__).parent))
from intake_builder import PDF, attachment, multipart, text


class Arrived:
    """An arrival without a file."""

    def __init__(self, name: str, content: bytes, size: int | None = None, error: OSError | None = None) -> None:
        self.origin = Origin(source="folder", locator=name, name=name)
        self.content = content
        self.size = len(content) if size is None else size
        self.error = error
        self.rules = Rules()

    def read(self, limit: int) -> bytes:
        if self.error:
            raise self.error
        return self.content[:limit]


def test_each_arrival_yields_its_items_in_order() -> None:
    found = list(admit([Arrived("a.pdf", PDF), Arrived("b.eml", multipart(text("hi"), attachment(PDF, "c.pdf")))]))
    assert [entry.origins[0].name for entry in found if isinstance(entry, Item)] == ["a.pdf", "b.eml", "c.pdf"]


def test_what_a_source_rejected_goes_through() -> None:
    rejected = Rejected(origin=Arrived("x", b"").origin, status="ignored", reason="hidden", message="")
    assert list(admit([rejected])) == [rejected]


def test_a_large_file_is_not_read() -> None:
    (found,) = admit([Arrived("a.pdf", PDF, size=10**10, error=OSError())])
    assert (found.reason, found.content) == ("too-large", b"")


def test_a_file_that_grew_is_not_read_to_its_end() -> None:
    (found,) = admit([Arrived("a.pdf", PDF * 10, size=1)], Limits(file_bytes=100))
    assert found.reason == "too-large"


def test_a_file_that_vanished_is_reported() -> None:
    (found,) = admit([Arrived("a.pdf", PDF, error=FileNotFoundError(2, "No such file or directory"))])
    assert (found.status, found.reason) == ("quarantined", "unreadable")


def test_another_unpacker_may_do_the_work() -> None:
    def nothing(content: bytes, origin: Origin, limits: Limits, rules: Rules) -> list[Item | Rejected]:
        return []

    assert list(admit([Arrived("a.pdf", PDF)], unpacker=nothing)) == []
