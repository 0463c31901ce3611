"""What came in: a document's bytes by name, and every way in which they arrived."""

from __future__ import annotations

from msgspec import Struct


class Origin(Struct, frozen=True, kw_only=True):
    """One arrival of a document. The same bytes may come by mail twice and lie in a folder as well."""

    source: str  # folder, mail or archive
    locator: str  # path inside the input; inside a mail or archive `mail.eml!part=1.2` or `x.zip!member=a/b.pdf`
    name: str  # file name without folders, cleaned for display, like `Learning form – Durban.docx`
    account: str = ""
    message_id: str = ""
    sender: str = ""
    original_sender: str = ""  # of a forwarded message
    subject: str = ""
    sent_at: str = ""  # ISO 8601 with zone where the mail says one
    parent: str = ""  # locator of the mail or archive it came in


class Item(Struct, frozen=True, kw_only=True):
    """A document to process: its content, and where it came from."""

    digest: str  # SHA-256 of `content`, hexadecimal
    media_type: str  # by its bytes, never by its name
    content: bytes
    origins: tuple[Origin, ...]
    body: bool = False  # the text of a mail: a document only where it yields a form, an event or insights

    @property
    def size(self) -> int:
        """Bytes of content."""
        return len(self.content)


UNREACHED = "unreached"  # the status of a source that could not be read, or not to its end


class Rejected(Struct, frozen=True, kw_only=True):
    """Something met that is no item: ignored, with why, or quarantined, with a reason code."""

    origin: Origin
    status: str  # ignored, quarantined, unpacked, known or unreached
    reason: str  # a code of `pipeline.errors.REASONS`, or for ignored things a short code like `inline-picture`
    message: str
    digest: str = ""
    content: bytes = b""  # kept in quarantine
