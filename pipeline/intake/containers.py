"""One file to all that is in it: containers are opened as far down as the limits allow."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec.structs import replace

from pipeline.intake import kinds, pictures
from pipeline.intake.limits import Limits
from pipeline.intake.pieces import Budget, Entry, Piece, Trouble, Unwanted, ignored, quarantined
from pipeline.model import Item, Origin, Rejected, Rules
from pipeline.model.rules import ANY, RULE

Opener: TypeAlias = Callable[[Piece, Budget], Iterator[Entry]]


def _mail(piece: Piece, budget: Budget) -> Iterator[Entry]:
    from pipeline.intake.mail import open_mail

    return open_mail(piece, budget)


def _mbox(piece: Piece, budget: Budget) -> Iterator[Entry]:
    from pipeline.intake.mbox import open_mbox

    return open_mbox(piece, budget)


def _zip(piece: Piece, budget: Budget) -> Iterator[Entry]:
    from pipeline.intake.archive import open_zip

    return open_zip(piece, budget)


def _msg(piece: Piece, budget: Budget) -> Iterator[Entry]:
    from pipeline.intake.msg import open_msg

    return open_msg(piece, budget)


def _tnef(piece: Piece, budget: Budget) -> Iterator[Entry]:
    from pipeline.intake.tnef import open_tnef

    return open_tnef(piece, budget)


def _signed(piece: Piece, budget: Budget) -> Iterator[Entry]:
    from pipeline.intake.signed import open_signed

    return open_signed(piece, budget)


OPENERS: dict[str, Opener] = {
    kinds.MAIL: _mail,
    kinds.MSG: _msg,
    kinds.TNEF: _tnef,
    kinds.SIGNED: _signed,
    kinds.MBOX: _mbox,
    kinds.ZIP: _zip,
}
ARCHIVES = frozenset({kinds.ZIP})
MESSAGES = frozenset({kinds.MAIL, kinds.MSG, kinds.TNEF, kinds.SIGNED})
NAMES = {
    kinds.MAIL: "mail",
    kinds.MSG: "mail",
    kinds.TNEF: "mail",
    kinds.MBOX: "mailbox",
    kinds.ZIP: "archive",
    kinds.SIGNED: "signed",
}


def unpack(content: bytes, origin: Origin, limits: Limits, rules: Rules = ANY) -> list[Item | Rejected]:
    """Everything in a file, or the file itself where it holds nothing but itself. Never raises on bad content.

    A container is in the list as well, before its content: `unpacked`, or quarantined where it could not be read
    to its end.
    """
    return _settle(Piece(origin=origin, content=content), Budget(limits, len(content), rules))


def _settle(piece: Piece, budget: Budget) -> list[Item | Rejected]:
    budget.entries_left -= 1
    digest = hashlib.sha256(piece.content).hexdigest()
    media_type = _media_type(piece)
    wrong = _wrong(piece, media_type, budget)
    if wrong:
        reason, message = wrong
        kept = b"" if reason == "empty" else piece.content
        return [quarantined(piece.origin, reason, message, digest, kept)]
    if media_type in OPENERS:
        return _open(piece, media_type, digest, budget)
    why = pictures.why_no_page(piece.content) if media_type in pictures.READ else ""
    if why:
        return [ignored(piece.origin, "picture", why, digest)]
    return [Item(digest=digest, media_type=media_type, content=piece.content, origins=(piece.origin,))]


def _media_type(piece: Piece) -> str:
    """By the bytes; a mail's word for it is taken where they show nothing but text."""
    found = kinds.identify(piece.content, piece.origin.name)
    if piece.declared == kinds.MAIL and (
        found.startswith("text/") or found == kinds.MBOX or _has_header(piece.content)
    ):
        return kinds.MAIL
    if piece.declared == "text/html" and found in (kinds.PLAIN, kinds.XML):
        return kinds.HTML
    return found


def _has_header(content: bytes) -> bool:
    """Whether a message begins, with files in it as they are: then its bytes as a whole are no text."""
    head = content[:64_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return kinds.identify(head + b"\n\n", "message.eml") == kinds.MAIL


def _wrong(piece: Piece, media_type: str, budget: Budget) -> tuple[str, str] | None:
    """Why a file cannot be taken, seen from its first bytes."""
    if media_type == kinds.EMPTY:
        return "empty", "The file holds no content."
    promised = kinds.mislabelled(media_type, piece.origin.name)
    if promised:
        return "corrupt", f"The file's name says {promised}, but its content is {_described(media_type)}."
    if media_type in (kinds.ENCRYPTED_OFFICE, "application/pgp-encrypted"):
        return "encrypted", "The document is protected by a password."
    if media_type in ARCHIVES and piece.archives >= budget.limits.archive_depth:
        return "too-deep", f"More than {budget.limits.archive_depth} archives within each other."
    if media_type in MESSAGES and piece.depth >= budget.limits.mail_depth:
        return "too-deep", f"More than {budget.limits.mail_depth} messages and parts within each other."
    if not budget.take(len(piece.content)):
        return "too-large", "With this file, more comes out of its container than is allowed."
    if media_type == kinds.UNKNOWN:
        return "unknown-format", "The file is of no known kind."
    return None


def _described(media_type: str) -> str:
    return {kinds.PLAIN: "plain text", kinds.UNKNOWN: "of no known kind"}.get(media_type, media_type)


def _open(piece: Piece, media_type: str, digest: str, budget: Budget) -> list[Item | Rejected]:
    """A container's row and all that came out of it."""
    inner: list[Item | Rejected] = []
    troubles: list[Trouble] = []
    depth = piece.archives + (media_type in ARCHIVES)
    for entry in OPENERS[media_type](piece, budget):
        if isinstance(entry, Trouble):
            troubles.append(entry)
        elif isinstance(entry, Unwanted):
            return [ignored(piece.origin, RULE, entry.message, digest)]
        elif budget.entries_left <= 0:  # those that are set aside count as well: there may be a million of them
            troubles.append(
                Trouble(reason="too-large", message=f"More than {budget.limits.entries} entries; the rest is not read.")
            )
            break
        elif isinstance(entry, Piece):
            inner += _settle(replace(entry, archives=depth), budget)
        else:
            budget.entries_left -= 1
            inner.append(entry)
    return [_container(piece, media_type, digest, troubles, len(inner)), *inner]


def _container(piece: Piece, media_type: str, digest: str, troubles: list[Trouble], count: int) -> Rejected:
    if troubles:
        return quarantined(piece.origin, troubles[0].reason, troubles[0].message, digest, piece.content)
    message = f"Opened; {count} {'thing' if count == 1 else 'things'} in it."
    return Rejected(origin=piece.origin, status="unpacked", reason=NAMES[media_type], message=message, digest=digest)
