"""Outlook's `.msg`: a compound file with one storage for the message, each recipient and each attachment ([MS-OXMSG])."""

from __future__ import annotations

import logging
import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.intake import mapi
from pipeline.intake.mapi import Letter, Properties, Value
from pipeline.intake.pieces import Budget, Entry, Piece, Trouble

if TYPE_CHECKING:
    from olefile import OleFileIO

_PROPERTIES = "__properties_version1.0"
_ATTACHED, _RECIPIENT, _MESSAGE = "__attach_version1.0_#", "__recip_version1.0_#", "__substg1.0_3701000D"
_STREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})")
_LONG = ("001E", "001F", "0102")  # types whose values stand in streams of their own: text and bytes
_HEADER = {_ATTACHED: 8, _RECIPIENT: 8, _MESSAGE: 24}  # bytes before the first property; 32 in the root
_RECIPIENTS = 2_000  # storages of recipients that are read
_DAMAGE = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError, struct.error)


def open_msg(piece: Piece, budget: Budget) -> Iterator[Entry]:
    """Everything in a message of Outlook."""
    import olefile

    from pipeline.intake.letter import open_letter

    logging.getLogger("olefile").setLevel(logging.CRITICAL)  # what it finds odd is no news of ours
    try:
        with olefile.OleFileIO(piece.content) as file:
            reader = _Reader(file, budget, len(piece.content))
            letter = reader.letter([], 32, piece.depth)
    except _DAMAGE as error:
        yield Trouble(reason="bad-mail", message=f"The message of Outlook is damaged ({type(error).__name__}).")
        return
    letter.troubles.extend(reader.troubles)
    yield from open_letter(letter, piece, budget)


class _Reader:
    """Reads one file; counts what it reads, since damaged streams may share their bytes."""

    def __init__(self, file: OleFileIO, budget: Budget, size: int) -> None:
        self.file, self.limits = file, budget.limits
        self.left = 2 * size + 1_000_000
        self.troubles: list[Trouble] = []
        self.children: dict[tuple[str, ...], list[str]] = {}
        for path in file.listdir(streams=True, storages=True):
            self.children.setdefault(tuple(path[:-1]), []).append(path[-1])

    def letter(self, place: list[str], header: int, depth: int) -> Letter:
        """The message that a storage holds, with all that is in it."""
        properties = self.properties(place, header)
        found = Letter(properties=properties, recipients=[], attached=[], troubles=[])
        codepage = _codepage(properties)
        storages = sorted(self.children.get(tuple(place), []))
        for name in [name for name in storages if name.startswith(_RECIPIENT)][:_RECIPIENTS]:
            found.recipients.append(self.properties([*place, name], _HEADER[_RECIPIENT], codepage))
        for name in [name for name in storages if name.startswith(_ATTACHED)][: self.limits.mail_parts + 1]:
            try:
                found.attached.append(self.attached([*place, name], depth, codepage, found))
            except _DAMAGE as error:
                found.troubles.append(_damaged(error))
        return found

    def attached(self, place: list[str], depth: int, codepage: str, found: Letter) -> tuple[Properties, Letter | None]:
        properties = self.properties(place, _HEADER[_ATTACHED], codepage)
        inner = [*place, _MESSAGE]
        if _PROPERTIES not in self.children.get(tuple(inner), []):
            return properties, None
        if depth + 1 >= self.limits.mail_depth:
            found.troubles.append(Trouble(reason="too-deep", message="Messages in it are nested too deeply."))
            return {**properties, mapi.METHOD: mapi.OLE}, None
        return properties, self.letter(inner, _HEADER[_MESSAGE], depth + 1)

    def properties(self, place: list[str], header: int, codepage: str = "") -> dict[int, Value]:
        """All properties of a storage: short ones stand in one stream, each longer one in a stream of its own."""
        names = self.children.get(tuple(place), [])
        raw = self.read([*place, _PROPERTIES]) if _PROPERTIES in names else b""
        found: dict[int, Value] = {}
        for at in range(header, len(raw) - 15, 16):
            kind, number = struct.unpack_from("<HH", raw, at)
            value = None if kind in (0x001E, 0x001F, 0x0102, 0x000D) else mapi.value_of(kind, raw[at + 8 : at + 16], "")
            if value is not None:
                found[number] = value
        codepage = _codepage(found) or codepage
        for name in names:
            coded = _STREAM.fullmatch(name)
            if not coded or coded[2] not in _LONG:
                continue
            value = mapi.value_of(int(coded[2], 16), self.read([*place, name]), codepage)
            if value is not None:
                found[int(coded[1], 16)] = value
        return found

    def read(self, path: list[str]) -> bytes:
        """A stream's bytes; empty, and noted, where it is damaged."""
        try:
            size = int(self.file.get_size(path))
            if size > self.left:
                raise ValueError("longer than the file, or sharing its bytes with others")
            self.left -= size
            return bytes(self.file.openstream(path).read())
        except _DAMAGE as error:
            self.troubles.append(_damaged(error))
            return b""


def _codepage(properties: Properties) -> str:
    return mapi.codepage_of(properties.get(mapi.CODEPAGE)) or mapi.codepage_of(properties.get(mapi.HTML_CODEPAGE))


def _damaged(error: Exception) -> Trouble:
    return Trouble(reason="bad-mail", message=f"A part of the message of Outlook is damaged ({type(error).__name__}).")
