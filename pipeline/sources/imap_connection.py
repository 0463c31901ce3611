"""One connection to a mail server: verified TLS, bounded answers, bounded time, and no secret in any error."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pipeline.errors import ConfigError, SourceError
from pipeline.sources.secret import Secret, fetch
from pipeline.sources.settings import Imap
from pipeline.text.clean import one_line

_ROOM = 2_000_000  # bytes of an answer beside the message that was asked for
_ITEM = re.compile(rb"(\d{1,20}) \(")


class Cut(Exception):
    """The connection ended or stalled; another try may help."""


class Refused(SourceError):
    """The server said no to one command."""


class _Bounded(imaplib.IMAP4_SSL):
    """Takes no more of one answer than a bound, and refuses an announced length before it is allocated."""

    left = _ROOM  # bytes that may still come

    def read(self, size: int) -> bytes:
        self._take(size)
        data: bytes = self.file.read(size)
        if len(data) < size:
            raise self.abort("the connection ended within a message")
        return data

    def readline(self) -> bytes:
        """A line; longer ones than the library's own bound are met where a folder holds very many messages."""
        line: bytes = self.file.readline(max(1, self.left))
        self._take(len(line))
        return line

    def _take(self, size: int) -> None:
        self.left -= size
        if self.left <= 0:
            raise self.abort("the server sends more than was asked for")


class Connection:
    """A mailbox that is open for reading. Use as a context manager."""

    def __init__(self, source: Imap, limit: int) -> None:
        """Connect and log in. Raises Cut, or SourceError where another try is of no use."""
        self.source = source
        self.where = f"The mailbox `{source.name}` on {source.host}"
        secret = fetch(source)
        try:
            context = ssl.create_default_context(cafile=source.ca_file or None)
        except OSError as error:
            raise ConfigError(
                f"The file {source.ca_file} holds no certificates ({error.strerror}). Check it."
            ) from None
        try:
            self._imap = _Bounded(source.host, source.port, ssl_context=context, timeout=source.timeout_seconds)
        except ssl.SSLCertVerificationError as error:
            raise SourceError(
                f"{self.where} shows a certificate that cannot be trusted: {error.verify_message}. No password was "
                "sent. Ask who runs the server, or name its certificate authority in `ca_file`."
            ) from None
        except (OSError, imaplib.IMAP4.error) as error:
            raise Cut(_said(error)) from None
        self._most = limit + _ROOM
        try:
            self._log_in(secret)
        except (Cut, SourceError):
            self.close()
            raise

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye if anybody listens."""
        with self._hurry(2):
            try:
                self._imap.logout()
            except (imaplib.IMAP4.error, OSError):
                self._imap.shutdown()

    def drop(self) -> None:
        """Leave without a word: the other side does not answer any more."""
        self._shut()
        self._imap.shutdown()

    def _log_in(self, secret: Secret) -> None:
        """What the server answers is not repeated: it may hold what was sent to it."""
        user = self.source.user
        try:
            with self._hurry(self.source.timeout_seconds * 2):
                if secret.is_token:
                    answer = f"user={user}\x01auth=Bearer {secret.reveal()}\x01\x01".encode()
                    # A refused token is answered with a challenge, to which the client answers with nothing
                    replies = iter((answer,))
                    self._imap.authenticate("XOAUTH2", lambda _: next(replies, b""))
                elif "AUTH=PLAIN" in self._imap.capabilities:  # takes any character, which LOGIN does not
                    plain = f"\x00{user}\x00{secret.reveal()}".encode()
                    self._imap.authenticate("PLAIN", lambda _: plain)
                else:
                    self._imap.login(user, secret.reveal())
        except (imaplib.IMAP4.abort, OSError):
            raise Cut("the connection ended while logging in") from None
        except (imaplib.IMAP4.error, UnicodeEncodeError):
            raise SourceError(
                f"{self.where} refuses the user or the secret of `learnings.toml`. Check both, and whether the "
                "server allows this way to log in."
            ) from None

    @contextmanager
    def _hurry(self, seconds: float) -> Iterator[None]:
        """Cut the connection ourselves when an answer drips in for longer than that."""
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _shut(self) -> None:
        with suppress(OSError):
            self._imap.sock.shutdown(socket.SHUT_RDWR)

    def ask(self, command: str, *arguments: str) -> list[Any]:
        """The untagged answers to a command. Raises Cut, or Refused where the server says no."""
        try:
            self._imap.left = self._most
            with self._hurry(self.source.message_seconds):
                return self._answer(command, *arguments)
        except imaplib.IMAP4.readonly:
            raise Refused(f"{self.where} lets nothing be changed in it. Set `after` to `nothing`.") from None
        except (imaplib.IMAP4.abort, OSError) as error:
            raise Cut(_said(error)) from None
        except imaplib.IMAP4.error as error:
            raise Refused(f"{self.where} does not understand {command} ({_said(error)}).") from None

    def _answer(self, command: str, *arguments: str) -> list[Any]:
        kind: str
        data: list[Any]
        if command == "LIST":
            kind, data = self._imap.list()
        elif command == "CAPABILITY":
            kind, data = self._imap.capability()
        elif command == "EXAMINE":
            kind, data = self._imap.select(arguments[0], readonly=True)
        elif command == "SELECT":
            kind, data = self._imap.select(arguments[0])
        else:
            kind, data = self._imap.uid(command, *arguments)
        if kind != "OK":
            raise Refused(f"{self.where} refuses {command}: {one_line(str(data))[:200]}")
        return [part for part in data if part is not None]

    def number(self, name: str) -> int:
        """A number that the server told when the folder was opened, like UIDVALIDITY; 0 where it did not."""
        found = self._imap.response(name)[1][0]
        return int(found) if found and found.isdigit() else 0

    def can(self, capability: str) -> bool:
        """Whether the server says so, now that we are logged in: before, many tell only part of what they can do."""
        return capability.encode() in b" ".join(self.ask("CAPABILITY")).upper().split()


def items(answers: list[Any]) -> Iterator[tuple[bytes, bytes]]:
    """(what was said, literal) of each message in the answers to FETCH; a server may leave an empty literal out."""
    for at, part in enumerate(answers):
        if isinstance(part, tuple):
            after = answers[at + 1] if at + 1 < len(answers) else b""
            yield part[0] + b" " + (after if isinstance(after, bytes) else b""), part[1]
        elif _ITEM.match(part):
            yield part, b""


def _said(error: Exception) -> str:
    return one_line(str(error))[:200] or type(error).__name__
