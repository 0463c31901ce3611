"""A message in Outlook's own form, opened as the MIME message that it would have been."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgspec.structs import replace

from pipeline.intake import kinds, mapi
from pipeline.intake.mail import open_mail
from pipeline.intake.mapi import Letter
from pipeline.intake.pieces import Budget, Entry, Piece, Trouble, inside
from pipeline.model import Item, Rejected
from pipeline.text.clean import file_name


def open_letter(letter: Letter, piece: Piece, budget: Budget) -> Iterator[Entry]:
    """Everything in a message; a text that is kept as rich text only comes last."""
    rich = mapi.rtf_of(letter.properties, budget.limits.mail_text * 10)
    is_rich = kinds.identify(rich) == kinds.RTF
    for entry in open_mail(replace(piece, content=mapi.to_mime(letter)), budget):
        no_text = isinstance(entry, Rejected) and entry.reason == "empty-body"
        if not (no_text and is_rich):
            yield entry
    if is_rich:
        name = file_name(mapi.text(letter.properties, mapi.SUBJECT), "message") + ".rtf"
        place = inside(piece.origin, "mail", "part", "1", name)
        digest = hashlib.sha256(rich).hexdigest()
        yield Item(digest=digest, media_type=kinds.RTF, content=rich, origins=(place,), body=True)
    yield from _once(letter.all_troubles())


def _once(troubles: list[Trouble]) -> list[Trouble]:
    return list({(trouble.reason, trouble.message): trouble for trouble in troubles}.values())
