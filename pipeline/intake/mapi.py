"""Outlook's own form of a message (MAPI): its properties, and the same message as MIME.

`.msg` files and `winmail.dat` hold the same properties in two wrappings. Either is told as a MIME message, so that all
that holds for mails (limits, bodies, pictures, names) holds for it as well. Property numbers: [MS-OXPROPS].
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TypeAlias

from msgspec import Struct

from pipeline.intake.pieces import Trouble
from pipeline.text import headers
from pipeline.text.charset import decode
from pipeline.text.clean import one_line

Value: TypeAlias = str | bytes | int | datetime
Properties: TypeAlias = Mapping[int, Value]

SUBJECT, BODY, HTML, RTF, HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
SENT, DELIVERED, MESSAGE_ID = 0x0039, 0x0E06, 0x1035
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP, FROM_NAME, FROM_SMTP = 0x0C1A, 0x0C1F, 0x5D01, 0x0042, 0x5D02
DISPLAY_TO, DISPLAY_CC, DISPLAY_NAME, ADDRESS, SMTP, RECIPIENT_TYPE = 0x0E04, 0x0E03, 0x3001, 0x3003, 0x39FE, 0x0C15
DATA, METHOD, LONG_NAME, SHORT_NAME, KIND, CONTENT_ID = 0x3701, 0x3705, 0x3707, 0x3704, 0x370E, 0x3712
CODEPAGE, HTML_CODEPAGE = 0x3FFD, 0x3FDE

BY_REFERENCE, EMBEDDED, OLE = (2, 3, 4, 7), 5, 6  # values of METHOD: a pointer, a message, an object of a program
OLE_KIND = "application/x-ole-object"  # our name for the last: there is none
_KIND = re.compile(r"[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,60}")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_RECIPIENTS = 200  # that are told in a header
_RTF_WORDS = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbol"
    rb"ArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


class Letter(Struct, kw_only=True):
    """A message: what is said of it, of those who got it, and of what is attached."""

    properties: Properties
    recipients: list[Properties] = []
    attached: list[tuple[Properties, Letter | None]] = []  # with a letter, where a message is attached
    troubles: list[Trouble] = []

    def all_troubles(self) -> list[Trouble]:
        """Its own and those of the messages in it."""
        return [*self.troubles, *(t for _, inner in self.attached if inner for t in inner.all_troubles())]


def value_of(kind: int, raw: bytes, codepage: str) -> Value | None:
    """A property's value from its bytes, by its type; None for types that are not needed.

    >>> value_of(0x001F, "é".encode("utf-16-le"), ""), value_of(0x0003, bytes([5, 0, 0, 0]), "")
    ('é', 5)
    """
    if kind == 0x001F:
        return raw.decode("utf-16-le", "replace").rstrip("\0")
    if kind == 0x001E:
        return decode(raw.rstrip(b"\0"), codepage)
    if kind in (0x0102, 0x000D):
        return raw
    if kind in (0x0002, 0x0003, 0x000B):
        return int.from_bytes(raw[: 4 if kind == 0x0003 else 2], "little", signed=kind == 0x0003)
    if kind == 0x0040 and len(raw) >= 8:
        try:
            return _EPOCH + timedelta(microseconds=struct.unpack_from("<Q", raw)[0] // 10)
        except OverflowError:
            return None
    return None


def codepage_of(number: Value | None) -> str:
    """The charset of a Windows code page.

    >>> codepage_of(1251), codepage_of(65001), codepage_of(28592), codepage_of(None)
    ('cp1251', 'utf-8', 'iso-8859-2', '')
    """
    if not isinstance(number, int) or number <= 0:
        return ""
    known = {65001: "utf-8", 20127: "us-ascii", 1200: "utf-16-le", 20866: "koi8-r", 50220: "iso-2022-jp"}
    known |= {28590 + part: f"iso-8859-{part}" for part in range(1, 16)}
    return known.get(number, f"cp{number}")


def text(properties: Properties, *numbers: int) -> str:
    """The first of some properties that holds text."""
    found = (properties.get(number) for number in numbers)
    return next((value for value in found if isinstance(value, str) and value), "")


def data(properties: Properties, number: int) -> bytes:
    """A property's bytes, empty where there are none."""
    value = properties.get(number)
    return value if isinstance(value, bytes) else b""


def to_mime(letter: Letter) -> bytes:
    """The message as MIME, with parts as they are: nothing is encoded, and nothing has to be decoded again."""
    texts = _texts(letter.properties)
    body = texts[0] if len(texts) == 1 else _multipart("alternative", texts)
    parts = [body, *(_attachment(properties, inner) for properties, inner in letter.attached)]
    return _head(letter) + (_multipart("mixed", parts) if len(parts) > 1 else body)


def _texts(properties: Properties) -> list[bytes]:
    plain, html = text(properties, BODY), _html(properties)
    forms = [_part("text/plain; charset=utf-8", plain.encode("utf-8", "replace"))] if plain.strip() or not html else []
    return [*forms, _part(f"text/html; charset={html[1]}" if html[1] else "text/html", html[0])] if html else forms


def _html(properties: Properties) -> tuple[bytes, str] | None:
    value = properties.get(HTML)
    if isinstance(value, str):
        return (value.encode("utf-8", "replace"), "utf-8") if value.strip() else None
    raw = data(properties, HTML)
    return (raw, codepage_of(properties.get(HTML_CODEPAGE))) if raw.strip(b"\0 \r\n\t") else None


def _head(letter: Letter) -> bytes:
    """From, To, Cc, Subject, Date, Message-ID: what the program kept, else what the message came with."""
    own = letter.properties
    given, _, _ = headers.split(text(own, HEADERS).encode("utf-8", "replace"), 1_000_000)
    name, address = text(own, SENDER_NAME, FROM_NAME), text(own, SENDER_SMTP, FROM_SMTP, SENDER_ADDRESS)
    address = address if "@" in address else ""
    lines = {
        "From": f"{name} <{address}>" if address and address != name else address or name,
        "To": _recipients(letter.recipients, 1) or text(own, DISPLAY_TO),
        "Cc": _recipients(letter.recipients, 2) or text(own, DISPLAY_CC),
        "Subject": text(own, SUBJECT),
        "Date": _date(own),
        "Message-ID": text(own, MESSAGE_ID),
    }
    kept = {field: value or headers.text(given.get(field.lower(), b"")) for field, value in lines.items()}
    if not address and "@" in (came := headers.text(given.get("from", b""))):
        kept["From"] = came
    return b"".join(_field(field, value) for field, value in kept.items() if value) + b"MIME-Version: 1.0\r\n"


def _date(properties: Properties) -> str:
    found = (properties.get(number) for number in (SENT, DELIVERED))
    return next((format_datetime(value) for value in found if isinstance(value, datetime)), "")


def _recipients(recipients: list[Properties], kind: int) -> str:
    wanted = [found for found in recipients if found.get(RECIPIENT_TYPE, 1) == kind][:_RECIPIENTS]
    return ", ".join(f"{text(found, DISPLAY_NAME)} <{text(found, SMTP, ADDRESS)}>" for found in wanted)


def _attachment(properties: Properties, inner: Letter | None) -> bytes:
    if inner is not None:
        return _part("message/rfc822", to_mime(inner))
    method = properties.get(METHOD, 1)
    kind = text(properties, KIND) or "application/octet-stream"
    kind = OLE_KIND if method == OLE else "message/external-body" if method in BY_REFERENCE else kind
    name = one_line(text(properties, LONG_NAME, SHORT_NAME, DISPLAY_NAME))
    named = f'; filename="{_escaped(name)}"' if name else ""
    lines = _field("Content-Disposition", f"attachment{named}")  # with or without a name, it is no text of the writer
    lines += _field("Content-ID", text(properties, CONTENT_ID)) if text(properties, CONTENT_ID) else b""
    return lines + _part(kind if _KIND.fullmatch(kind) else "application/octet-stream", data(properties, DATA))


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _field(name: str, value: str) -> bytes:
    """One line of a header, whatever the value holds."""
    return f"{name}: {one_line(value)[:3_000]}\r\n".encode("utf-8", "replace")


def _part(kind: str, content: bytes) -> bytes:
    return f"Content-Type: {kind}\r\n\r\n".encode("utf-8", "replace") + content


def _multipart(subtype: str, parts: list[bytes]) -> bytes:
    """Parts between boundary lines that none of them holds, since they are named after all of them."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    mark = digest.hexdigest().encode()
    head = b"Content-Type: multipart/" + subtype.encode() + b'; boundary="' + mark + b'"\r\n\r\n'
    return head + b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"


def rtf_of(properties: Properties, limit: int) -> bytes:
    """The message's text as rich text, where it is kept in no other form; unpacked after [MS-OXRTFCP]."""
    raw = data(properties, RTF)
    if len(raw) < 16 or text(properties, BODY).strip() or _html(properties):
        return b""
    size = min(int.from_bytes(raw[4:8], "little"), limit)
    if raw[8:12] == b"MELA":
        return raw[16 : 16 + size]
    return _unpacked(raw[16:], size) if raw[8:12] == b"LZFu" else b""


def _unpacked(raw: bytes, size: int) -> bytes:
    """Runs of a window of 4,096 bytes, which begins with words that every rich text holds."""
    window = bytearray(_RTF_WORDS.ljust(4_096, b" "))
    write, at = len(_RTF_WORDS), 0
    out = bytearray()
    while at < len(raw) and len(out) < size:
        flags = raw[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(raw):
                    return bytes(out[:size])
                pair = raw[at] << 8 | raw[at + 1]
                at += 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == write:
                    return bytes(out[:size])
            else:
                start, length = -1, 1
            for step in range(length):
                if start < 0 and at >= len(raw):
                    return bytes(out[:size])
                byte = raw[at] if start < 0 else window[(start + step) & 4_095]
                window[write] = byte
                write = (write + 1) & 4_095
                out.append(byte)
            at += start < 0
    return bytes(out[:size])
