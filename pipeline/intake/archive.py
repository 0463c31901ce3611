"""Zip archives, bounded in entries, bytes, ratio and depth. Names of members are data: nothing is written anywhere."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from pipeline.intake import pictures
from pipeline.intake.kinds import directory_entries, identify
from pipeline.intake.pieces import Budget, Entry, Piece, Trouble, ignored, inside, quarantined
from pipeline.text.clean import printable

_SMALL = 10_000_000  # bytes below which no ratio is suspicious: a blank picture packs very well
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, IndexError, KeyError)
_CHARSETS = (  # in the order in which they are tried, with letters that show that it was another one
    ("utf-8", re.compile("\ufffd")),
    ("cp437", re.compile("[\u2500-\u259fαßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²¥₧ƒªº¿⌐¬½¼¡«»¢£]")),
    ("cp932", re.compile("[\ufffd\ue000-\uf8ff\uff61-\uffdf]")),
    ("cp1252", re.compile("[\ufffd\x80-\x9f]")),
)
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def open_zip(piece: Piece, budget: Budget) -> Iterator[Entry]:
    """The members of an archive."""
    content = piece.content
    if directory_entries(content) > 20 * budget.limits.entries:
        yield Trouble(reason="too-large", message="The archive's directory is larger than allowed.")
        return
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (*_DAMAGE, NotImplementedError) as error:
        yield Trouble(reason="bad-archive", message=f"The archive cannot be opened ({type(error).__name__}).")
        return
    with archive:
        yield from _members(archive, piece, budget)


def _members(archive: zipfile.ZipFile, piece: Piece, budget: Budget) -> Iterator[Entry]:
    for info in archive.infolist():
        if info.filename.endswith("/"):  # not `is_dir`, which fails on a member without a name
            continue
        if budget.entries_left <= 0:
            yield Trouble(
                reason="too-large", message=f"More than {budget.limits.entries} entries; the rest is not read."
            )
            return
        entry = _member(archive, info, piece, budget)
        yield entry
        if isinstance(entry, Trouble):
            return


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, piece: Piece, budget: Budget) -> Entry:
    name = member_name(info)
    place = inside(piece.origin, "archive", "member", name, name)
    if _is_system_file(name):
        return ignored(place, "system-file", "A file that the sender's operating system put into the archive.")
    if info.flag_bits & 1:
        return quarantined(place, "encrypted", "The archive's member is protected by a password.")
    try:
        content = _read(archive, info, budget)
    except (*_DAMAGE, zipfile.LargeZipFile) as error:
        return quarantined(place, "corrupt", f"The archive's member is damaged ({type(error).__name__}).")
    except (NotImplementedError, RuntimeError) as error:
        return quarantined(place, "bad-archive", f"The archive's member is packed in a way not known ({error}).")
    except MemoryError:
        return Trouble(reason="bomb", message="A member of the archive unpacks to more than fits into memory.")
    if content is None:
        return Trouble(reason="bomb", message="The archive unpacks to more than is allowed; the rest is not read.")
    media_type = identify(content, place.name)
    if media_type.startswith("image/") and media_type not in pictures.READ:
        return ignored(place, "picture", pictures.NOT_READ, hashlib.sha256(content).hexdigest())
    return Piece(origin=place, content=content, depth=piece.depth)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes | None:
    """A member's content, or None where it is over the budget, whatever its header says about its size."""
    room = budget.bytes_left
    packed = max(1, min(info.compress_size, info.file_size))
    room = min(room, max(_SMALL, packed * budget.limits.archive_ratio))
    out: list[bytes] = []
    size = 0
    with archive.open(info) as member:
        while chunk := member.read(min(1 << 20, room - size + 1)):
            size += len(chunk)
            if size > room:
                return None
            out.append(chunk)
    return b"".join(out)


def _is_system_file(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return name.startswith("__MACOSX/") or last in _SYSTEM_FILES or last.startswith(("._", "~$", ".~lock."))


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's path, in the charset that fits.

    Without the flag for UTF-8 the format means cp437, but programs write their own charset, or UTF-8 all the same.
    """
    raw = info.orig_filename or info.filename
    name = raw if info.flag_bits & 0x800 else _extra_name(info.extra) or _guess_name(raw)
    return printable(name).replace("\\", "/")[:1_000]


def _guess_name(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    if raw.isascii():
        return name
    for charset, unlikely in _CHARSETS:
        decoded = raw.decode(charset, "replace")
        if not unlikely.search(decoded):
            return decoded
    return name


def _extra_name(extra: bytes) -> str:
    """The Unicode path that Info-ZIP and WinZip write beside the name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 0x7075 and length > 5:
            return extra[at + 9 : at + 4 + length].decode("utf-8", "replace")
        at += 4 + length
    return ""
