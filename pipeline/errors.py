"""The errors of the house, each with its exit code, and the reasons for which a document is set aside.

    LearningsError
    ├── ConfigError      2   a setting or argument is wrong
    ├── SourceError     75   a mailbox or folder cannot be read now
    ├── MissingTool      2   an extra or an outside program is needed
    ├── OutputError      4   the dataset could not be published
    ├── Busy            75   another run holds the lock
    └── DocumentError        never leaves `process`: one document cannot be read, with a reason code

Each message says what happened, to which file, and what to do next.
"""

from __future__ import annotations

EXIT_DONE = 0
EXIT_FAULT = 1
EXIT_USAGE = 2
EXIT_QUARANTINED = 3
EXIT_OUTPUT = 4
EXIT_FOUND = 5
EXIT_AGAIN = 75
EXIT_INTERRUPTED = 130

REASONS: dict[str, str] = {
    "unknown-format": "The file is of no kind that can be read. Save it as PDF, DOCX, text or HTML and send it again.",
    "encrypted": "The file is protected by a password. Ask the sender for a copy without one.",
    "corrupt": "The file is damaged or cut off. Ask the sender to send it again.",
    "empty": "The file holds no bytes or no content. Ask the sender whether the right file was attached.",
    "no-text": "The file holds pictures of pages and no text. Install the extra `ocr`, or ask for the original.",
    "too-large": "The file is over the limits of size. Raise the limit in `learnings.toml`, or split the file.",
    "too-deep": "Mails or archives are nested too deeply. Unpack the file by hand and send what it holds.",
    "bomb": "The archive unpacks to far more than its size. Unpack it by hand if you trust the sender.",
    "bad-mail": "The message cannot be parsed. Save its attachments by hand and put them into the folder.",
    "bad-archive": "The archive cannot be unpacked. Ask the sender to send the files themselves.",
    "timed-out": "Reading took longer than allowed. Raise the deadline in `learnings.toml`, or split the file.",
    "out-of-memory": "Reading took more memory than allowed. Raise the limit in `learnings.toml`, or split the file.",
    "crashed": "The reader crashed on this file. Save it in another format; please report the file's digest.",
    "failed": "The pipeline met a fault of its own on this file. Please report the file's digest and version.",
    "unreadable": "The file cannot be opened. Check that it still exists and that you may read it, then run again.",
    "missing-tool": "A program needed for this format is not installed. Install it, or send the file as PDF or DOCX.",
}


class LearningsError(Exception):
    """Base of all errors that this package raises on purpose."""

    exit_code = EXIT_FAULT


class ConfigError(LearningsError):
    """A setting or argument is wrong."""

    exit_code = EXIT_USAGE


class MissingTool(LearningsError):
    """An optional package or an outside program is needed and not there."""

    exit_code = EXIT_USAGE


class SourceError(LearningsError):
    """A source of documents cannot be read now."""

    exit_code = EXIT_AGAIN


class OutputError(LearningsError):
    """The dataset could not be published."""

    exit_code = EXIT_OUTPUT


class Busy(LearningsError):
    """Another run is under way."""

    exit_code = EXIT_AGAIN


class DocumentError(LearningsError):
    """One document cannot be read.

    reason: a key of REASONS. detail: what was met, in words that name no person (it goes into the ledger).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        if reason not in REASONS:
            raise ValueError(f"no such reason code: {reason}")
        self.reason = reason
        self.detail = detail
        super().__init__(f"{REASONS[reason]}{f' ({detail})' if detail else ''}")
