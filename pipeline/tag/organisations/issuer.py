"""Which organisation issued a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Document, Kind, Record
from pipeline.tag.organisations.nouns import RUN, bodies
from pipeline.text.clean import fold
from pipeline.text.names import (
    is_city_government,
    kind_of,
)

_ISSUED = re.compile(
    r"\b(?:[Ii]ssued|[Pp]ublished|[Pp]roduced|[Rr]eleased|[Pp]repared|[Cc]ompiled)"
    r"(?: in [A-Z]\w+ \d{4})? by (?:the )?(?=[A-Z])"
)

_CONVENED = re.compile(
    r"\b(?:[Cc]onvened|(?:jointly )?[Oo]rgani[sz]ed|[Hh]osted) (?:jointly )?by (?:the )?(?=[A-Z])"
    r"|^(?:The|the) (?=[A-Z])"
)

_ASKS_FOR_ISSUER = re.compile(
    r"\b(?:municipality|organi[sz]ation|institution|department|authority|employer|your city)\b"
)

_ASKS_FOR_OTHERS = re.compile(
    r"\b(?:organi[sz](?:ing|ed|ers?)|host\w*|conven\w*|contacts?|partners?|visited|invit\w*|others?)\b"
)

_FRONT, _BACK = 8, 6  # blocks at either end where an issuer is looked for


def issuer(document: Document, record: Record) -> str:
    """The organisation that most likely issued a document, as named in it; empty where nothing says so."""
    if record.issuer:
        return record.issuer
    if record.genre == "learning_form":
        return _issuer_of_form(document, record)
    blocks = [block for block in document.blocks if block.kind is not Kind.FURNITURE]
    ends = [*blocks[:_FRONT], *blocks[_FRONT:][-_BACK:]]
    for pattern in (_ISSUED, _CONVENED):
        for block in ends:
            for match in pattern.finditer(block.text):
                name = _organisation_at(block.text[match.end() : match.end() + 160])
                if name:
                    return name
    front = next((name for block in blocks[:4] if (name := _organisation_at(block.text[:160]))), "")
    return front or (record.event.organisers[0] if record.event and record.event.organisers else "")


def _issuer_of_form(document: Document, record: Record) -> str:
    """The answer that names the municipality, else the municipality that stands above or in the form's own words."""
    for answer in record.answers:
        question = fold(answer.question)
        asks = _ASKS_FOR_ISSUER.search(question) and not _ASKS_FOR_OTHERS.search(question)
        name = answer.answer.split(",")[0].strip()
        if asks and kind_of(name) == "organisation" and len(name) < 120:
            return name
    blocks = [block for block in document.blocks if block.kind is not Kind.FURNITURE][:_FRONT]
    names = [name for block in blocks for name in _names_in(block.text[:600])]
    return next((name for name in names if is_city_government(name)), names[0] if names else "")


def _organisation_at(text: str) -> str:
    """The organisation that a text begins with."""
    match = RUN.match(text)
    found = list(bodies(match[0])) if match else []
    if match and found and found[0][0] == 0:
        return match[0][: found[0][1]]
    return ""


def _names_in(text: str) -> Iterator[str]:
    for match in RUN.finditer(text):
        for start, end in bodies(match[0]):
            yield re.sub(r"['’]s?$", "", match[0][start:end])
