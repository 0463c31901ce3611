"""Messages: the writer's text as a document of its own, attachments by content, nested messages as they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from pipeline.intake import body, kinds, mapi, markup, mime, pictures
from pipeline.intake.pieces import Budget, Entry, Piece, Trouble, Unwanted, ignored, inside, quarantined
from pipeline.model import Head, Item, Origin
from pipeline.model.rules import ANY, RULE
from pipeline.text import headers
from pipeline.text.charset import bom, decode
from pipeline.text.clean import file_name, squeeze

_LOGO = 10_000  # bytes below which a picture is no photograph of anything
_BODY_KINDS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml"})
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
_IGNORED = {
    "message/delivery-status": ("delivery-report", "A mail server's report of delivery."),
    "message/disposition-notification": ("delivery-report", "A receipt."),
    "message/feedback-report": ("delivery-report", "A mail server's report."),
    "text/rfc822-headers": ("delivery-report", "The header of a message that came back."),
    "message/external-body": ("external", "A pointer to a file elsewhere, which is not fetched."),
    "application/pkcs7-signature": ("signature", "A digital signature."),
    "application/x-pkcs7-signature": ("signature", "A digital signature."),
    "application/pgp-signature": ("signature", "A digital signature."),
    "application/pgp-keys": ("signature", "A public key."),
    mapi.OLE_KIND: ("embedded-object", "An object of another program within the message's text."),
    "application/applefile": ("system-file", "The part of a file that only old Macs use."),
    "text/css": ("web-part", "A style sheet or script of a saved page."),
    "text/javascript": ("web-part", "A style sheet or script of a saved page."),
    "application/javascript": ("web-part", "A style sheet or script of a saved page."),
    "application/x-javascript": ("web-part", "A style sheet or script of a saved page."),
    "text/calendar": ("calendar", "A calendar entry."),
    "application/ics": ("calendar", "A calendar entry."),
    "text/vcard": ("contact-card", "A contact card."),
    "text/x-vcard": ("contact-card", "A contact card."),
    "text/directory": ("contact-card", "A contact card."),
}
_ENCRYPTED = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted", "multipart/encrypted"}
)
_ENDINGS = {
    kinds.PDF: ".pdf",
    kinds.DOCX: ".docx",
    kinds.XLSX: ".xlsx",
    kinds.PPTX: ".pptx",
    kinds.ODT: ".odt",
    kinds.ZIP: ".zip",
    kinds.RTF: ".rtf",
    kinds.DOC: ".doc",
    kinds.MSG: ".msg",
    kinds.TNEF: ".dat",
    kinds.MAIL: ".eml",
    kinds.HTML: ".html",
    kinds.PLAIN: ".txt",
}
_REPLY = re.compile(r"\s{0,9}(?:re|aw|sv|fwd?|wg|tr|rv|enc)\s{0,3}(?:\[\d{1,3}\])?\s{0,3}:\s{0,9}", re.IGNORECASE)
_STUB = re.compile(
    r"html|view (?:it|this|the) |your (?:e-?mail|mail) (?:client|program|reader)|does not support|"
    r"in (?:a|your) browser",
    re.IGNORECASE,
)
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_TROUBLES = {
    "too-deep": Trouble(reason="too-deep", message="Parts of the message are nested too deeply and were not read."),
    "too-many-parts": Trouble(reason="too-large", message="The message has too many parts; the rest was not read."),
    "long-header": Trouble(reason="bad-mail", message="A header of the message is longer than allowed."),
}


class _Text(Struct, frozen=True, kw_only=True):
    """One part of the writer's text."""

    part: mime.Part

    @property
    def is_html(self) -> bool:
        """Whether it has to be rid of markup."""
        return self.part.kind in ("text/html", "application/xhtml+xml")

    @property
    def is_too_long(self) -> bool:
        """Whether not all of it is read."""
        return len(self.part.raw) > markup.LONGEST

    def plain(self) -> str:
        """The text with its charset and markup undone."""
        content = self.part.content
        charset = self.part.parameters.get("charset", "")
        if self.is_html:
            meta = _META_CHARSET.search(content[:4_000])
            return markup.html_to_text(decode(content, charset or (meta[1].decode("ascii") if meta else "")))
        text = decode(content, charset)[: markup.LONGEST]
        if self.part.parameters.get("format", "").lower() == "flowed":
            return body.unflow(text, self.part.parameters.get("delsp", "").lower() == "yes")
        return text


class _Leaf(Struct, frozen=True, kw_only=True):
    """A part that is no text of the writer."""

    part: mime.Part
    related: bool = False  # stands with the HTML text that shows it
    reason: tuple[str, str] | None = None  # known already to be ignored


def open_mail(piece: Piece, budget: Budget) -> Iterator[Entry]:
    """Everything in a message: its text first, then what is attached, in order."""
    limits = budget.limits
    if len(piece.content) > limits.mail_bytes:
        yield Trouble(reason="too-large", message=f"The message is larger than {limits.mail_bytes} bytes.")
        return
    tree = mime.parse(normal(piece.content), limits, piece.depth)
    texts, leaves = _sort(tree, related=False)
    origin = _origin(tree, piece.origin)
    unwanted = _why_unwanted(tree, piece.origin, budget)
    if unwanted:
        yield unwanted
        return
    plain = [text.plain() for text in texts]
    text = [body.clean(part[: limits.mail_text]) for part in plain]
    forwarded = next((part for part in text if part.forwarded_from), None)
    if forwarded and not origin.original_sender:
        origin = replace(origin, original_sender=forwarded.forwarded_from)
    yield _body(tree, texts, "\n\n".join(part.text for part in text if part.text), origin, piece)
    for leaf in leaves:
        yield _entry(leaf, origin, piece, budget)
    if any(len(part) > limits.mail_text for part in plain) or any(text.is_too_long for text in texts):
        yield Trouble(reason="too-large", message="The message's text is longer than allowed and was cut.")
    for note in sorted({note for part in mime.walk(tree) for note in part.notes} & _TROUBLES.keys()):
        yield _TROUBLES[note]


def normal(content: bytes) -> bytes:
    """A message file as bytes that begin with its header: UTF-16 recoded, mbox line and Apple's byte count removed."""
    codec = bom(content)
    if codec:
        content = content.decode(codec, "replace").removeprefix("\ufeff").encode("utf-8")
    content = content.lstrip(b"\r\n \t")
    if b"\n" not in content[:20_000]:
        content = content.replace(b"\r", b"\n")  # line ends of old Macs
    first = content[:200].split(b"\n", 1)[0]
    if first.strip().isdigit():
        return content[len(first) + 1 :][: int(first.strip()[:12])]
    return content


def _origin(tree: mime.Part, origin: Origin) -> Origin:
    """Where the message's content comes from: who sent it to us, and of a nested message, who wrote it first."""
    author = tree.text("from") or tree.text("sender")
    outermost = not origin.sender
    return replace(
        origin,
        sender=author if outermost else origin.sender,
        original_sender="" if outermost else author,
        message_id=tree.text("message-id") or origin.message_id,
        subject=tree.text("subject") or origin.subject,
        sent_at=headers.date(tree.field("date")) or origin.sent_at,
    )


def _why_unwanted(tree: mime.Part, origin: Origin, budget: Budget) -> Unwanted | None:
    """Whether a rule leaves the message out. A mail within a mail is judged by the one that came to us."""
    if origin.sender or budget.rules == ANY:
        return None
    sender = tree.text("from") or tree.text("sender")
    recipients = (tree.text("to"), tree.text("cc"))
    sent_at = headers.date(tree.field("date"))
    head = Head(sender=sender, recipients=recipients, subject=tree.text("subject"), sent_at=sent_at)
    rule = budget.rules.why_refused(head, date.today())
    return Unwanted(message=f"A mail that the rule `{rule}` leaves out.") if rule else None


def _sort(part: mime.Part, related: bool) -> tuple[list[_Text], list[_Leaf]]:
    """The writer's texts and the other leaves below a part."""
    if part.kind == "multipart/alternative":
        return _alternative(part)
    if part.kind.startswith("multipart/"):
        if part.kind in _ENCRYPTED:
            return [], [_Leaf(part=part)]
        found = [_sort(child, related or part.kind == "multipart/related") for child in part.parts]
        return [text for texts, _ in found for text in texts], [leaf for _, leaves in found for leaf in leaves]
    return ([_Text(part=part)], []) if _is_body(part) else ([], [_Leaf(part=part, related=related)])


def _is_body(part: mime.Part) -> bool:
    """Text that no one gave a file name, and that is text: a PDF is one whatever its part is called."""
    if part.kind not in _BODY_KINDS or part.file_name or part.disposition == "attachment":
        return False
    found = kinds.identify(part.content)
    return found.startswith("text/") or found in (kinds.MAIL, kinds.MBOX, kinds.EMPTY, kinds.UNKNOWN)


def _alternative(part: mime.Part) -> tuple[list[_Text], list[_Leaf]]:
    """The best of several forms of one text: the plain one, unless it is empty or only points to the HTML one."""
    found = [_sort(child, related=False) for child in part.parts]
    forms = [texts for texts, _ in found if texts]
    leaves = [leaf for _, leaves in found for leaf in leaves]
    best = _best(forms)
    rest = [text for form in forms if form is not best for text in form]
    other = ("alternative", "Another form of the message's text.")
    return best, [_Leaf(part=text.part, reason=other) for text in rest] + leaves


def _best(forms: list[list[_Text]]) -> list[_Text]:
    plain = next((form for form in forms if not any(text.is_html for text in form)), [])
    html = next((form for form in reversed(forms) if any(text.is_html for text in form)), [])
    if not plain or not html:
        return plain or html
    text = squeeze(" ".join(text.plain() for text in plain))
    if not text:
        return html
    if len(text) < 300 and _STUB.search(text):
        full = squeeze(" ".join(text.plain() for text in html))
        return html if len(full) > len(text) + 100 else plain
    return plain


def _body(tree: mime.Part, texts: list[_Text], text: str, origin: Origin, piece: Piece) -> Entry:
    """The writer's text as an item; a message without any says so."""
    number = texts[0].part.number if texts else "1"
    subject = subject_line(origin.subject)
    own_file = piece.origin.source in ("folder", "archive")
    name = piece.origin.name if own_file else f"{file_name(subject, 'message')}.txt"
    place = inside(origin, "mail", "part", number, name)
    place = replace(place, parent=piece.origin.locator)
    if not text:
        return ignored(place, "empty-body", "The message has no text of its own.")
    content = text.encode("utf-8")
    digest = hashlib.sha256(content).hexdigest()
    return Item(digest=digest, media_type=kinds.PLAIN, content=content, origins=(place,), body=True)


def subject_line(subject: str) -> str:
    """A subject without Re: and Fwd:, fit for a file name.

    >>> subject_line("[Fwd: Re: Report 3/4]")
    'Report 3-4'
    """
    if subject.startswith("[") and subject.endswith("]"):
        subject = subject[1:-1]
    for _ in range(20):
        shorter = _REPLY.sub("", subject, count=1) if _REPLY.match(subject) else subject
        if shorter == subject:
            break
        subject = shorter
    return squeeze(re.sub(r"[/\\]", "-", subject))


def _entry(leaf: _Leaf, origin: Origin, piece: Piece, budget: Budget) -> Entry:
    """What is attached, as something to look into or as ignored."""
    part = leaf.part
    content = part.content if not part.parts else part.parts[-1].content
    media_type = kinds.identify(content, part.file_name)
    if part.kind == "text/html" and media_type == kinds.PLAIN:
        media_type = kinds.HTML
    place = inside(origin, "mail", "part", part.number or "1", _name(part, media_type, origin))
    digest = hashlib.sha256(content).hexdigest()
    reason = leaf.reason or _why_ignored(leaf, media_type, content, digest in budget.pictures)
    if media_type.startswith("image/"):
        budget.pictures.add(digest)
    if not reason and part.kind not in _MESSAGES and budget.rules.attachment.refuses(place.name):
        reason = RULE, "An attachment that the rule `attachment` leaves out."
    if reason:
        return ignored(place, *reason, digest=digest)
    if part.kind in _ENCRYPTED and (
        part.parts or media_type in (kinds.UNKNOWN, kinds.EMPTY, "application/pgp-encrypted")
    ):
        return quarantined(place, "encrypted", "The message is encrypted.", digest, content)
    if part.kind == "message/partial":
        return quarantined(place, "bad-mail", "One piece of a message that was sent in several.", "", content)
    declared = kinds.MAIL if part.kind in _MESSAGES else part.kind
    depth = piece.depth + part.number.count(".") + 1
    return Piece(origin=place, content=content, declared=declared, depth=depth, archives=piece.archives)


def _why_ignored(leaf: _Leaf, media_type: str, content: bytes, is_repeated: bool) -> tuple[str, str] | None:
    part = leaf.part
    known = _IGNORED.get(part.kind) if not _is_document(media_type) else None
    if known or media_type in _IGNORED:
        return known or _IGNORED[media_type]
    if media_type == kinds.EMPTY and not part.file_name:
        return ("empty-part", "A part without content.")
    svg = part.kind == "image/svg+xml" and media_type in (kinds.XML, kinds.HTML, kinds.PLAIN)
    if media_type.startswith("image/") or svg:
        return _why_no_page(leaf, media_type, content, is_repeated)
    return None


def _why_no_page(leaf: _Leaf, media_type: str, content: bytes, is_repeated: bool) -> tuple[str, str] | None:
    """Why a picture is none that was attached to be read; whether it looks like a page is seen later."""
    part = leaf.part
    if media_type == "image/tiff":  # a fax or scan: nobody shows one within a text
        return None
    if is_repeated:
        return ("repeated-picture", "The same picture again, as logos in a thread are.")
    shown = leaf.related or part.field("content-id") or (part.disposition == "inline" and not part.file_name)
    if shown or len(content) < _LOGO:
        return ("inline-picture", "A picture or logo within the message's text.")
    return None if media_type in pictures.READ else ("picture", pictures.NOT_READ)


def _is_document(media_type: str) -> bool:
    """Whether the bytes show a document, whatever the sender's program called it."""
    return media_type in (kinds.PDF, kinds.DOCX, kinds.ODT, kinds.DOC, kinds.RTF, kinds.ZIP)


def _name(part: mime.Part, media_type: str, origin: Origin) -> str:
    """The sender's name for it, or one from its place."""
    if part.file_name:
        return part.file_name
    ending = _ENDINGS.get(kinds.MAIL if part.kind in _MESSAGES else media_type, "")
    if part.number in ("", "1") and origin.subject:
        return subject_line(origin.subject) + ending
    return f"part {part.number}{ending}"
