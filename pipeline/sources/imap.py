"""Mailboxes on a server. Nothing in them is changed unless the settings ask for it, and then only after storing."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from datetime import date
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import ConfigError, SourceError
from pipeline.model import Head, Rejected
from pipeline.model.rules import RULE
from pipeline.sources.imap_connection import Connection, Cut, Refused, items
from pipeline.sources.message import Memory, Message, known, origin, place_of, too_large
from pipeline.sources.settings import Imap
from pipeline.text import headers

_BATCH = 100  # messages whose headers are asked for at once
_HEADERS = "(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM TO CC SUBJECT DATE MESSAGE-ID)])"
_WAIT = 2.0  # seconds before the second try; doubled with each
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,20})\b")
_LISTED = re.compile(rb'\((?P<flags>[^)]{0,500})\) (?:"(?P<step>\\?.)"|NIL) (?P<name>.{1,2000})', re.DOTALL)


class _Seen(Struct, frozen=True, kw_only=True):
    """What is known of a message before it is fetched."""

    uid: str
    size: int
    header: bytes

    @property
    def head(self) -> Head:
        """For the rules."""
        fields, _, _ = headers.split(self.header, len(self.header))
        recipients = tuple(headers.text(fields.get(name, b"")) for name in ("to", "cc"))
        sender, subject = headers.text(fields.get("from", b"")), headers.text(fields.get("subject", b""))
        sent_at = headers.date(fields.get("date", b""))
        return Head(sender=sender, recipients=recipients, subject=subject, sent_at=sent_at)


def read_imap(source: Imap, memory: Memory, limit: int) -> Iterator[Message | Rejected]:
    """All messages of the folders that are named.

    Raises SourceError where the server cannot be reached, refuses, or cuts the connection too often; what came before
    stands.
    """
    mailbox = _Mailbox(source, memory, limit)
    try:
        for folder in mailbox.folders():
            yield from mailbox.read(folder)
    finally:
        mailbox.close()


def read_folders(source: Imap) -> list[int]:
    """How many messages each folder that is named holds; raises as `read_imap` does, at the first cut."""
    mailbox = _Mailbox(replace(source, tries=1), _Nothing(), 0)
    try:
        counts = []
        for folder in mailbox.folders():
            mailbox.open_folder, mailbox.validity = "", 0
            counts.append(len(mailbox.numbers(folder)))
        return counts
    finally:
        mailbox.close()


class _Nothing:
    """No memory: everything is new."""

    def knows(self, place: str, uid: str) -> bool:
        """Never."""
        return False

    def remember(self, place: str, uid: str, *, for_good: bool) -> None:
        """Forgotten at once."""


class _Mailbox:
    """The folders of an account, over as many connections as it takes."""

    def __init__(self, source: Imap, memory: Memory, limit: int) -> None:
        self.source, self.memory, self.limit = source, memory, limit
        self.connection: Connection | None = None
        self.open_folder = ""
        self.validity = 0
        self.cuts = 0  # one after the other, without a message between them
        self.due: list[str] = []  # messages of the open folder that are stored and to be flagged or moved

    def close(self) -> None:
        """End the connection, if there is one."""
        if self.connection is not None:
            self.connection.close()
        self.connection, self.open_folder = None, ""

    def connected(self) -> Connection:
        """A connection, the present one or a new one."""
        if self.connection is None:
            self.connection = Connection(self.source, self.limit)
            if self.source.after == "move" and not self.connection.can("MOVE"):
                raise ConfigError(
                    f"The server of `{self.source.name}` cannot move messages. Set `after` to `flag` or `nothing`."
                )
        return self.connection

    def cut(self, error: Cut) -> None:
        """Count a cut connection and wait; SourceError when it was one too many."""
        if self.connection is not None:
            self.connection.drop()
        self.connection, self.open_folder = None, ""
        self.cuts += 1
        if self.cuts >= self.source.tries:
            raise SourceError(
                f"The mailbox `{self.source.name}` on {self.source.host} cannot be read to its end: {error}. What came "
                "before is kept; the next run goes on there."
            ) from None
        time.sleep(min(_WAIT * 2 ** (self.cuts - 1), 60.0))

    def ask(self, folder: str, command: str, *arguments: str) -> list[object]:
        """Answers of a server, tried again over a new connection as often as the settings allow."""
        while True:
            try:
                if folder:
                    self.examine(folder)
                return self.connected().ask(command, *arguments)
            except Cut as error:
                self.cut(error)

    def examine(self, folder: str) -> None:
        """Open a folder for reading only. A folder that was numbered anew in between is begun anew by the next run."""
        connection = self.connected()
        if self.open_folder == folder:
            return
        connection.ask("EXAMINE", _quoted(folder))
        validity = connection.number("UIDVALIDITY")
        if self.validity and validity != self.validity:
            raise SourceError(f"The folder {folder} of `{self.source.name}` was numbered anew. Run again.")
        self.open_folder, self.validity = folder, validity

    def folders(self) -> list[str]:
        """The folders that the settings name, those with `*` as the server lists them."""
        named = [name for name in self.source.folders if "*" not in name]
        patterns = [name for name in self.source.folders if "*" in name]
        if not patterns:
            return named
        listed = sorted(filter(None, map(_listed, self.ask("", "LIST"))))
        fitting = [name for name in listed if any(_fits(pattern, name) for pattern in patterns)]
        done = self.source.after_folder if self.source.after == "move" else ""
        return list(dict.fromkeys([*named, *(name for name in fitting if name != done)]))

    def read(self, folder: str) -> Iterator[Message | Rejected]:
        """The messages of one folder: the known ones by their number, the others fetched."""
        self.open_folder, self.validity = "", 0
        uids = self.numbers(folder)
        place = place_of(self.source.name, "imap", folder, str(self.validity))
        fresh = []
        for uid in map(str, uids):
            if self.memory.knows(place, uid):
                yield known(self.source.name, f"{folder};uid={uid}")
            else:
                fresh.append(uid)
        for at in range(0, len(fresh), _BATCH):
            for seen in self.headers(folder, fresh[at : at + _BATCH]):
                yield from self.message(folder, place, seen)
            self.change(folder)

    def numbers(self, folder: str) -> list[int]:
        """The UIDs of a folder's messages."""
        found = self.ask(folder, "SEARCH", "ALL")
        return sorted({int(uid) for line in found if isinstance(line, bytes) for uid in line.split() if uid.isdigit()})

    def headers(self, folder: str, uids: list[str]) -> list[_Seen]:
        """Size and header of some messages. One that was deleted in between is not among them."""
        wanted = set(uids)
        found = []
        for said, header in items(self.ask(folder, "FETCH", ",".join(uids), _HEADERS)):
            uid, size = _UID.search(said), _SIZE.search(said)
            if uid and size and uid[1].decode() in wanted:
                wanted.discard(uid[1].decode())
                found.append(_Seen(uid=uid[1].decode(), size=int(size[1]), header=header))
        return sorted(found, key=lambda seen: int(seen.uid))

    def message(self, folder: str, place: str, seen: _Seen) -> Iterator[Message | Rejected]:
        """One message, unless a rule or its size keeps it out."""
        refused = self.source.rules.why_refused(seen.head, date.today())
        if refused:
            where = origin(self.source.name, seen.header)
            self.remember(place, seen.uid, for_good=False)
            yield Rejected(origin=where, status="ignored", reason=RULE, message=f"A mail that the rule `{refused}` leaves out.")  # fmt: skip
            return
        if seen.size > self.limit:
            yield too_large(self.source.name, seen.header, seen.size, self.limit)
            return
        try:
            content = self.fetch(folder, seen.uid)
        except Refused as error:  # this message is broken on the server; the others may not be
            where = origin(self.source.name, seen.header)
            yield Rejected(origin=where, status="quarantined", reason="unreadable", message=str(error))
            return
        if content is None:
            return
        self.cuts = 0
        if len(content) > self.limit:
            yield too_large(self.source.name, seen.header, len(content), self.limit)
            return
        yield Message(self.source.name, content, self.source.rules, partial(self.settle, place, seen.uid))

    def fetch(self, folder: str, uid: str) -> bytes | None:
        """A message's bytes, at most one more than the limit; None where it has been deleted."""
        answers = self.ask(folder, "FETCH", uid, f"(UID BODY.PEEK[]<0.{self.limit + 1}>)")
        fitting = [
            literal for said, literal in items(answers) if (found := _UID.search(said)) and found[1] == uid.encode()
        ]
        return max(fitting, key=len, default=None)

    def settle(self, place: str, uid: str, for_good: bool) -> None:
        """All of a message is stored: remember it, and that the settings may ask for something to be done with it."""
        self.remember(place, uid, for_good=for_good)
        if self.source.after != "nothing":
            self.due.append(uid)

    def remember(self, place: str, uid: str, *, for_good: bool) -> None:
        """Keep a message's number, unless the server gives numbers that do not last."""
        if self.validity:
            self.memory.remember(place, uid, for_good=for_good)

    def change(self, folder: str) -> None:
        """Flag or move what has been stored. The folder is open for writing for that moment only.

        Where the connection is cut just then, a message stays as it is: it is stored, and that is what counts.
        """
        uids, self.due = self.due, []
        if not uids:
            return
        try:
            connection = self.connected()
            self.open_folder = ""
            connection.ask("SELECT", _quoted(folder))
            if connection.number("UIDVALIDITY") != self.validity:
                return
            if self.source.after == "flag":
                connection.ask("STORE", ",".join(uids), "+FLAGS.SILENT", f"({self.source.after_flag})")
            else:
                connection.ask("MOVE", ",".join(uids), _quoted(self.source.after_folder))
        except Cut as error:
            self.cut(error)


def _listed(answer: object) -> str:
    """A folder's name out of an answer to LIST; empty where it holds no messages."""
    literal = answer[1] if isinstance(answer, tuple) else b""
    line = answer[0] if isinstance(answer, tuple) else answer
    found = _LISTED.match(line) if isinstance(line, bytes) else None
    if not found or b"\\noselect" in found["flags"].lower():
        return ""
    name = literal or found["name"]
    if name.startswith(b'"'):
        name = re.sub(rb"\\(.)", rb"\1", name.strip()[1:-1])
    return decode_name(name)


def _fits(pattern: str, name: str) -> bool:
    """
    >>> _fits("Projects/*", "Projects/2013"), _fits("*", "INBOX"), _fits("Projects/*", "INBOX")
    (True, True, False)
    """
    return bool(re.fullmatch(".{0,500}".join(map(re.escape, pattern.split("*"))), name))


def _quoted(name: str) -> str:
    r"""
    >>> _quoted('a"b'), _quoted("Entwürfe")
    ('"a\\"b"', '"Entw&APw-rfe"')
    """
    return '"' + encode_name(name).replace("\\", "\\\\").replace('"', '\\"') + '"'


def encode_name(name: str) -> str:
    """A folder's name as the protocol writes it (modified UTF-7, RFC 3501, 5.1.3)."""

    def coded(found: re.Match[str]) -> str:
        if found[0] == "&":
            return "&-"
        return "&" + base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    return re.sub(r"&|[^\x20-\x7e]+", coded, name)


def decode_name(name: bytes) -> str:
    """
    >>> decode_name(b"Entw&APw-rfe &- mehr")
    'Entwürfe & mehr'
    """

    def plain(found: re.Match[str]) -> str:
        if not found[1]:
            return "&"
        raw = base64.b64decode(found[1].replace(",", "/") + "=" * (-len(found[1]) % 4))
        return raw.decode("utf-16-be", "replace")

    return re.sub(r"&([A-Za-z0-9+,]{0,1000})-", plain, name.decode("utf-8", "replace"))
