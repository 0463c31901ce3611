"""`winmail.dat`: what Outlook makes of a mail for another Outlook ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime

from pipeline.intake import mapi
from pipeline.intake.mapi import Letter, Value
from pipeline.intake.pieces import Budget, Entry, Piece, Trouble

SIGNATURE = b"\x78\x9f\x3e\x22"
_MESSAGE_IID = bytes.fromhex("0703020000000000c000000000000046")  # an attached object that is a message
_ATTRIBUTES = 20_000  # that are read
_PROPERTIES = 10_000  # of one attribute
_SUBJECT, _BODY, _SENT, _ID, _CODEPAGE, _MAPI = 0x8004, 0x800C, 0x8005, 0x8009, 0x9007, 0x9003
_RENDERED, _DATA, _TITLE, _ATTACHED = 0x9002, 0x800F, 0x8010, 0x9005
_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8, 0x0040: 8}
_FIXED |= {0x0001: 0, 0x0048: 16}
_VARIABLE = (0x001E, 0x001F, 0x0102, 0x000D)


def open_tnef(piece: Piece, budget: Budget) -> Iterator[Entry]:
    """Everything in a `winmail.dat`."""
    from pipeline.intake.letter import open_letter

    letter = read(piece.content, piece.depth, budget.limits.mail_depth, budget.limits.mail_parts)
    yield from open_letter(letter, piece, budget)


def read(content: bytes, depth: int, deepest: int, most: int) -> Letter:
    """The message that it holds, as far as it can be read."""
    own: dict[int, Value] = {}
    found = Letter(properties=own, recipients=[], attached=[], troubles=[])
    codepage = ""
    try:
        for number, raw in _attributes(content):
            if number == _CODEPAGE:
                codepage = mapi.codepage_of(int.from_bytes(raw[:4], "little"))
            elif number == _RENDERED:
                if len(found.attached) > most:
                    found.troubles.append(Trouble(reason="too-large", message="More is attached than is allowed."))
                    break
                found.attached.append(({}, None))
            elif number in (_DATA, _TITLE, _ATTACHED):
                _attach(found, number, raw, codepage, depth, deepest, most)
            else:
                own.update(_said(number, raw, codepage))
    except (struct.error, ValueError, IndexError) as error:
        message = f"The file winmail.dat is damaged ({type(error).__name__}); what came before was read."
        found.troubles.append(Trouble(reason="bad-mail", message=message))
    return found


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of each attribute."""
    at = 6  # signature and key
    for _ in range(_ATTRIBUTES):
        if at >= len(content):
            return
        _, number, _, length = struct.unpack_from("<BHHI", content, at)
        at += 9
        if at + length > len(content):
            raise ValueError("cut off")
        yield number, content[at : at + length]
        at += length + 2  # a checksum
    raise ValueError("too many attributes")


def _said(number: int, raw: bytes, codepage: str) -> dict[int, Value]:
    """What an attribute says of the message."""
    if number == _MAPI:
        return properties(raw, codepage)
    if number in (_SUBJECT, _BODY, _ID):
        told = mapi.value_of(0x001E, raw, codepage)
        return {{_SUBJECT: mapi.SUBJECT, _BODY: mapi.BODY, _ID: mapi.MESSAGE_ID}[number]: told} if told else {}
    if number == _SENT and len(raw) >= 12:
        try:
            return {mapi.SENT: datetime(*struct.unpack_from("<6H", raw), tzinfo=UTC)}  # type: ignore[misc]  # six numbers, and then the zone
        except ValueError:
            return {}
    return {}


def _attach(found: Letter, number: int, raw: bytes, codepage: str, depth: int, deepest: int, most: int) -> None:
    """Add to what was attached last."""
    if not found.attached:
        found.attached.append(({}, None))
    known, inner = found.attached[-1]
    if number == _DATA:
        more: dict[int, Value] = {mapi.DATA: raw}
    elif number == _TITLE:
        more = {mapi.SHORT_NAME: mapi.value_of(0x001E, raw, codepage) or ""}
    else:
        more = properties(raw, codepage)
        held = mapi.data(more, mapi.DATA)
        if held.startswith(_MESSAGE_IID):
            if depth + 1 < deepest:
                inner = read(held[16:], depth + 1, deepest, most)
            else:
                found.troubles.append(Trouble(reason="too-deep", message="Messages in it are nested too deeply."))
                more[mapi.METHOD] = mapi.OLE
        elif not held or more.get(mapi.METHOD) == mapi.OLE:
            more.pop(mapi.DATA, None)
    found.attached[-1] = ({**known, **more}, inner)


def properties(raw: bytes, codepage: str) -> dict[int, Value]:
    """A list of properties; names of named ones are passed over."""
    (count,) = struct.unpack_from("<I", raw, 0)
    at = 4
    found: dict[int, Value] = {}
    for _ in range(min(count, _PROPERTIES)):
        kind, number = struct.unpack_from("<HH", raw, at)
        at += 4
        if number >= 0x8000:
            at = _after_name(raw, at)
        values, at = _values(raw, at, kind)
        if values and number < 0x8000 and not kind & 0x1000:
            value = mapi.value_of(kind, values[0], codepage)
            if value is not None:
                found[number] = value
    return found


def _after_name(raw: bytes, at: int) -> int:
    (is_text,) = struct.unpack_from("<I", raw, at + 16)
    if not is_text:
        return at + 24
    (length,) = struct.unpack_from("<I", raw, at + 20)
    return at + 24 + _padded(length)


def _values(raw: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """The values of one property, and where the next one begins."""
    plain = kind & 0x0FFF
    count = 1
    if kind & 0x1000 or plain in _VARIABLE:
        (count,) = struct.unpack_from("<I", raw, at)
        at += 4
    if count > len(raw):
        raise ValueError("more values than bytes")
    values = []
    for _ in range(count):
        if plain in _VARIABLE:
            (length,) = struct.unpack_from("<I", raw, at)
            at += 4
        elif plain in _FIXED:
            length = _FIXED[plain]
        else:
            raise ValueError("a type that is not known")
        if at + length > len(raw):
            raise ValueError("cut off")
        values.append(raw[at : at + length])
        at += _padded(length)
    return values, at


def _padded(length: int) -> int:
    return (length + 3) & ~3
