"""What became of one item."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from pipeline.model.document import Document
from pipeline.model.record import Record
from pipeline.model.tags import Tags


class Status(StrEnum):
    """How a document ended."""

    DONE = "done"
    IGNORED = "ignored"
    QUARANTINED = "quarantined"


class Outcome(Struct, frozen=True, kw_only=True):
    """The end of one document: done with its findings, or set aside with a reason."""

    digest: str
    status: Status
    reason: str = ""  # a code of `pipeline.errors.REASONS`, or why it was ignored
    message: str = ""
    seconds: float = 0.0
    document: Document | None = None
    record: Record | None = None
    tags: Tags | None = None
