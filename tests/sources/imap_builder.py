"""Mailboxes for tests: a memory, messages, a proxy that cuts or stalls, and a server that only listens."""

from __future__ import annotations

import select
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Memory(dict[tuple[str, str], bool]):
    """What a run remembers, without a file."""

    def knows(self, place: str, uid: str) -> bool:
        return (place, uid) in self

    def remember(self, place: str, uid: str, *, for_good: bool) -> None:
        self[place, uid] = for_good


def message(number: int, size: int = 0, **fields: str) -> bytes:
    """A mail about a city; no two are alike."""
    head = {"From": f"Officer {number} <o{number}@example.org>", "To": "forms@example.org", "Subject": f"Form {number}"}
    head |= {"Date": "Tue, 11 Jun 2013 14:40:58 +0200", "Message-ID": f"<{number}@example.org>"}
    head |= {name.replace("_", "-").title(): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    body = f"Lesson {number}: night buses in Turin need lamps at the stops.\r\n"
    return (lines + "\r\n" + body + "x" * 60 * (size // 60)).encode() + b"\r\n"


class Proxy:
    """Stands between us and a server. After a number of bytes from the server it cuts the connection, or stalls."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.after, self.stalls, self.times = 0, False, 0
        self.passed = 0  # bytes from the server since the last order
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def order(self, after: int, *, stalls: bool = False, times: int = 1) -> None:
        """Break that many connections, each after so many bytes; then let everything through."""
        self.after, self.stalls, self.times, self.passed = after, stalls, times, 0

    def close(self) -> None:
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        bad = self.times > 0
        left = self.after
        with near, socket.create_connection(("127.0.0.1", self.target)) as far, suppress(OSError):
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each message waits for 40 ms
            while True:
                ready, _, _ = select.select([near, far], [], [], 30)
                if not ready:
                    return
                for end in ready:
                    data = end.recv(min(65536, left) if bad and end is far else 65536)
                    if not data:
                        return
                    (far if end is near else near).sendall(data)
                    if end is far:
                        self.passed += len(data)
                        left -= len(data)
                    if bad and left <= 0:
                        self.times -= 1
                        if self.stalls:
                            self._wait(near)
                        return

    @staticmethod
    def _wait(near: socket.socket) -> None:
        """Say nothing until the other side has had enough."""
        until = time.monotonic() + 30
        while time.monotonic() < until and select.select([near], [], [], 30)[0] and near.recv(65536):
            pass


@contextmanager
def listener(home: Path, script: bytes = b"* OK ready\r\n") -> Iterator[tuple[int, bytearray]]:
    """A TLS server with the certificate of a folder that greets and keeps all that it is told."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(home / "server.pem", home / "server.key")
    told = bytearray()
    socket_ = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                raw, _ = socket_.accept()
            except OSError:
                return
            with suppress(OSError), raw, context.wrap_socket(raw, server_side=True) as near:
                near.settimeout(5)
                near.sendall(script)
                while data := near.recv(65536):
                    told.extend(data)
                    for line in data.splitlines():
                        tag = line.split(b" ", 1)[0]
                        near.sendall(answer(tag, line))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield socket_.getsockname()[1], told
    finally:
        socket_.close()


def answer(tag: bytes, line: bytes) -> bytes:
    """What a server of bad manners says: it repeats the password, and announces more than it has."""
    command = line.split(b" ")[1].upper() if b" " in line else b""
    if command == b"CAPABILITY":
        return b"* CAPABILITY IMAP4REV1\r\n" + tag + b" OK done\r\n"
    if command == b"LOGIN":
        return tag + b" NO " + line + b"\r\n" if b"wrong" in line else tag + b" OK in\r\n"
    if command == b"EXAMINE":
        return b"* OK [UIDVALIDITY 1] x\r\n* 1 EXISTS\r\n" + tag + b" OK [READ-ONLY] open\r\n"
    if b"SEARCH" in line.upper():
        return b"* SEARCH 1\r\n" + tag + b" OK done\r\n"
    if b"FETCH" in line.upper():
        return b"* 1 FETCH (UID 1 RFC822.SIZE 100 BODY[HEADER] {99999999999}\r\n"
    return tag + b" OK bye\r\n"
