"""Which organisation issued a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Block, Document, Kind, Record
from pipeline.tag.organisations.nouns import RUN, bodies
from pipeline.text.clean import fold
from pipeline.text.names import (
    is_city_government,
    is_organisation_word,
    is_weak_organisation_word,
    kind_of,
)

_ISSUED = re.compile(
    r"\b(?:[Ii]ssued|[Pp]ublished|[Pp]roduced|[Rr]eleased|[Pp]repared|[Cc]ompiled)"
    r"(?: in [A-Z]\w+ \d{4})? by (?:the )?(?=[A-Z])"
)

_CONVENED = re.compile(r"\b(?:[Cc]onvened|(?:jointly )?[Oo]rgani[sz]ed|[Hh]osted) (?:jointly )?by (?:the )?(?=[A-Z])")

_THE = re.compile(r"^[Tt]he (?=[A-Z])")  # at the front only: at the back it is the subject of a statement

# `Organisation: City of Rijeka`, `From: Gaziantep Metropolitan Municipality`
_LABEL = re.compile(
    r"^(?:name of )?(?:your |the )?(?:municipality|organi[sz]ation|institution|department|authority|employer|from|"
    r"submitted by|prepared by|compiled by|issued by|published by)(?: name)?\s?:\s+(?:the )?(?=[A-Z])",
    re.IGNORECASE,
)
# `Statement by the Residents Trust`, `Position paper of the Bus Workers Union`, `Submitted by Ndola City Council`
_PAPER_OF = re.compile(
    r"^(?:(?:[\w-]+ ){0,3}?(?:report|statement|paper|note|letter|memorandum|summary|return|proceedings|newsletter|bulletin|"
    r"minutes|resolution)(?: (?:by|of|from))|submitted by) (?:the )?(?=[A-Z])",
    re.IGNORECASE,
)

_ASKS_FOR_ISSUER = re.compile(
    r"\b(?:municipality|organi[sz]ation|institution|department|authority|employer|your city)\b"
)

_ASKS_FOR_OTHERS = re.compile(
    r"\b(?:organi[sz](?:ing|ed|ers?)|host\w*|conven\w*|contacts?|partners?|visited|invit\w*|others?|venue|where)\b"
    r"|\bplace\b(?! of work)"  # "Institution and place" is the event's
)

_FRONT, _BACK = 8, 6  # blocks at either end where an issuer is looked for


def issuer(document: Document, record: Record) -> str:
    """The organisation that most likely issued a document, as named in it; empty where nothing says so."""
    if record.issuer:
        return record.issuer
    if record.genre == "learning_form":
        return _issuer_of_form(document, record)
    blocks = [block for block in document.blocks if block.kind is not Kind.FURNITURE]
    front, ends = blocks[:_FRONT], [*blocks[:_FRONT], *blocks[_FRONT:][-_BACK:]]
    for pattern, where in ((_ISSUED, ends), (_LABEL, front), (_CONVENED, ends), (_PAPER_OF, front), (_THE, front)):
        name = _first(pattern, where)
        if name:
            return name
    alone = [name for block in blocks[:4] if (name := _organisation_at(block.text[:160], line=True))]
    if alone and _PART_OF_BODY.search(alone[0]) and len(alone) > 1 and is_city_government(alone[1]):
        return alone[1]
    return alone[0] if alone else (record.event.organisers[0] if record.event and record.event.organisers else "")


_PART_OF_BODY = re.compile(r"\b(?:Unit|Department|Directorate|Division|Section|Office|Assembly)\b")


def _name_alone(text: str) -> str:
    """Three capitalised words or more that fill the rest of a line: who is said to have convened bears any name."""
    match = RUN.match(text)
    whole = match is not None and not text[match.end() :].strip(" .")
    return match[0] if match and whole and len(match[0].split()) > 2 else ""


def _first(pattern: re.Pattern[str], blocks: Sequence[Block]) -> str:
    """The first organisation that stands behind a pattern."""
    for block in blocks:
        for match in pattern.finditer(block.text):
            behind = block.text[match.end() : match.end() + 160]
            name = _organisation_at(behind, line=pattern is not _THE) or (pattern is _CONVENED and _name_alone(behind))
            if name:
                return name
    return ""


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


def _organisation_at(text: str, line: bool = False) -> str:
    """The organisation that a text begins with. line: a name that fills a line may bear its noun anywhere, as `Police
    Service of Lesotho` does."""
    match = RUN.match(text)
    found = list(bodies(match[0])) if match else []
    if match and found and found[0][0] == 0:
        return match[0][: _with_owner(match[0], found)]
    if match and line and re.match(r"\s*(?:[.,;(]|$)", text[match.end() :]):
        nouns = [w for w in match[0].split() if is_organisation_word(w) and not is_weak_organisation_word(w)]
        return match[0] if nouns else ""
    return ""


def _with_owner(text: str, found: Sequence[tuple[int, int]]) -> int:
    """Where the first body of a text ends, the one that it is a part of included: its city is that one's."""
    (start, end), *others = found
    owned = others and text[end : others[0][0]].strip() in ("of", "of the", "at", "at the")
    return others[0][1] if owned and _PART_OF_BODY.search(text[start:end]) else end


def _names_in(text: str) -> Iterator[str]:
    for match in RUN.finditer(text):
        if text[: match.start()].endswith("= "):
            continue  # KCCA = Kampala Capital City Authority explains a word
        for start, end in bodies(match[0]):
            yield re.sub(r"['’]s?$", "", match[0][start:end])
