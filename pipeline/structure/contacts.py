"""E-mail addresses, telephone numbers and web addresses as published in a document."""

from __future__ import annotations

import re

from pipeline.model import Contact, Document, Kind, Span

EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+'’-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w-])")
URL = re.compile(
    r"(?<![\w@./-])(?:https?://|www\.)[^\s<>\"“”()\[\]]{3,200}|(?<![\w@./-])(?:[a-z0-9-]{2,40}\.){1,3}(?:org|net|int|gov|edu|com|info|city)(?:\.[a-z]{2})?(?:/[^\s<>\"]{0,100})?(?![\w@-])"
)
PHONE = re.compile(
    r"(?<![\w/.])(?:\+|00)\d{1,3}[\s().\d/-]{5,20}\d(?![\w/])|(?<=[:.\s])\(?0\d{1,4}\)?[\s./-]\d{2,4}[\s./-]?\d{2,4}(?:[\s.-]?\d{2,4})?(?![\w/])"
)
NEAR = 160  # characters between which addresses belong to one contact


def contacts_of(document: Document) -> tuple[Contact, ...]:
    """Contacts, one for each place where addresses stand together. Addresses in furniture count where they stand alone."""
    found: list[Contact] = []
    for block in document.blocks:
        if block.kind is Kind.FURNITURE or not block.text:
            continue
        for contact in _of_block(block.number, block.text):
            last = found[-1] if found else None
            if last is not None and _together(last, contact):
                found[-1] = _joined(last, contact)
            else:
                found.append(contact)
    seen: dict[tuple[str, str, str], Contact] = {}
    for contact in found:
        seen.setdefault((contact.email, contact.phone, contact.url), contact)
    return tuple(seen.values())


def _of_block(number: int, text: str) -> list[Contact]:
    hits = [(m.start(), m.end(), "email", m.group()) for m in EMAIL.finditer(text)]
    taken = [(a, b) for a, b, _, _ in hits]
    for kind, pattern in (("url", URL), ("phone", PHONE)):
        for m in pattern.finditer(text):
            if not any(a < m.end() and m.start() < b for a, b in taken) and (kind == "url" or _is_phone(m.group())):
                hits.append((m.start(), m.end(), kind, m.group().rstrip(".,;:")))
                taken.append((m.start(), m.end()))
    contacts: list[Contact] = []
    owner = _owner(text[: min(hits)[0]]) if hits else ""
    for start, _, kind, value in sorted(hits):
        new = Contact(
            organisation=owner, **{kind: value}, spans=(Span(block=number, start=start, end=start + len(value)),)
        )
        last = contacts[-1] if contacts else None
        if last is not None and start - last.spans[-1].end < NEAR and not getattr(last, kind):
            contacts[-1] = _joined(last, new)
        else:
            contacts.append(new)
    return contacts


NEAREST = 160  # characters in front of an address in which its owner's name stands
_OWNER = re.compile(
    r"((?:[A-Z][\w’'&-]+\s+(?:(?:of|for|and|the|de|du|des|da|do|del)\s+){0,2}){1,8}[A-Z][\w’'&-]+)[\s,:;(–-]*(?:(?:e-?mail|[Tt]el|[Pp]hone|at|on|via)\W*)?$"
)


def _owner(before: str) -> str:
    """The name that stands right before an address: that of the organisation it reaches, empty where none does."""
    found = _OWNER.search(before[-NEAREST:])
    return " ".join(found.group(1).split()) if found else ""


def _is_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"\(?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\)?", text.strip()):
        return False
    return 8 <= len(digits) <= 15 and not re.fullmatch(r"(?:19|20)\d\d\s*[-/]\s*(?:19|20)\d\d", text.strip())


def _together(one: Contact, two: Contact) -> bool:
    """Whether a contact goes on in the next line."""
    apart = two.spans[0].block - one.spans[-1].block
    clash = any(getattr(one, k) and getattr(two, k) for k in ("email", "phone", "url"))
    return 0 < apart <= 2 and not clash


def _joined(one: Contact, two: Contact) -> Contact:
    return Contact(
        organisation=one.organisation or two.organisation,
        person=one.person or two.person,
        email=one.email or two.email,
        phone=one.phone or two.phone,
        url=one.url or two.url,
        spans=one.spans + two.spans,
    )
