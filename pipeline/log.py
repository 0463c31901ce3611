"""A log for machines: one JSON object per line. Documents are named by their digest, people not at all."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import OutputError

_LOG = logging.getLogger("learnings")
_LOG.addHandler(logging.NullHandler())  # who uses the package decides where its log goes


def tell(event: str, **facts: str | int | float | bool) -> None:
    """Log that something happened. Facts are codes, digests and numbers, never words of a document."""
    _LOG.info(event, extra={"facts": facts})


def start(path: str = "", *, stream: bool = False) -> None:
    """Log to a file that only its owner can read, to the error stream, or both. OutputError where it cannot be."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)] if stream else []
    if path:
        try:
            Path(path).touch(mode=0o600)
            handlers.append(_File(path, encoding="utf-8"))
        except OSError as error:
            raise OutputError(f"The log {path} cannot be written: {error.strerror}. Mend `report.log`.") from error
    for handler in handlers:
        handler.setFormatter(_Lines())
        _LOG.addHandler(handler)
    if handlers:
        _LOG.setLevel(logging.INFO)
        _LOG.propagate = False


class _File(logging.FileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk costs lines of the log, not the run; and nobody is shown a traceback."""


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facts = getattr(record, "facts", {})
        return json.dumps({"at": at, "event": record.getMessage(), **facts})  # ASCII: no control character gets through
