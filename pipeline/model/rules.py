"""Which mails of a source are wanted, and which of their attachments."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase

from msgspec import Struct

RULE = "rule"  # the reason of what a rule of the settings leaves out


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Patterns like `*@example.org`; case does not matter. A pattern without `*` is looked for anywhere."""

    include: tuple[str, ...] = ()  # at least one must fit; empty: everything fits
    exclude: tuple[str, ...] = ()  # none may fit

    def refuses(self, *values: str) -> bool:
        """Whether the values of one mail (its recipients, say) are not wanted."""
        if any(_fits(pattern, value) for pattern in self.exclude for value in values):
            return True
        return bool(self.include) and not any(_fits(pattern, value) for pattern in self.include for value in values)


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one source."""

    sender: Choice = Choice()  # From
    recipient: Choice = Choice()  # To and Cc
    subject: Choice = Choice()
    attachment: Choice = Choice()  # file names; texts of mails and mails within mails are not meant
    since: date | None = None  # mails dated before that day are left out
    max_age_days: int = 0  # mails older than that on the day of the run are left out; 0: none

    def why_refused(self, head: Head, today: date) -> str:
        """Which rule leaves a mail out, like `sender`; empty where it is wanted. A mail without a date is never old."""
        if self.sender.refuses(head.sender):
            return "sender"
        if self.recipient.refuses(*head.recipients):
            return "recipient"
        if self.subject.refuses(head.subject):
            return "subject"
        sent = _day(head.sent_at)
        if sent and self.since and sent < self.since:
            return "since"
        if sent and self.max_age_days and sent < today - timedelta(days=self.max_age_days):
            return "max_age_days"
        return ""


ANY = Rules()  # the rules of a source that has none


class Head(Struct, frozen=True, kw_only=True):
    """What the rules look at."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    sent_at: str  # ISO 8601


def _fits(pattern: str, value: str) -> bool:
    """
    >>> _fits("*@example.org>", "Ann <ann@Example.org>"), _fits("example.org", "ann@example.org"), _fits("*.ics", "a.pdf")
    (True, True, False)
    """
    pattern, value = pattern.casefold(), value.casefold()
    return fnmatchcase(value, pattern) if "*" in pattern else pattern in value


def _day(sent_at: str) -> date | None:
    return datetime.fromisoformat(sent_at).date() if sent_at else None
