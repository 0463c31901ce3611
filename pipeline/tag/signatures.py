"""Who signed a letter: the name that stands below "Yours sincerely", with the office in the lines under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from pipeline.model import Block, Document, Kind, Person, Span
from pipeline.text.names import is_organisation_word, looks_like_name, parse_name, split_affiliation, split_honorific

_CLOSING = re.compile(
    r"(?:yours (?:\w+ )?(?:sincerely|faithfully|truly)|(?:very )?(?:sincerely|respectfully|cordially)(?: yours)?"
    r"|(?:with )?(?:my |our |the )?(?:best|kind|warm|kindest|warmest|cordial|sincere) (?:regards|wishes|greetings)"
    r"|with (?:regards|thanks|solidarity)|signed|(?:we |i )?look(?:ing)? forward to [\w' ]{3,60}|thank you|many thanks|yours|atentamente|cordialement|atenciosamente)[,.:!]?",
    re.IGNORECASE,
)
_NO_OFFICE = re.compile(r"@|https?:|www\.|\d{4}|[.!?]$")
_LONGEST_LINE = 100  # characters of a line under a name
_SURE = 0.4  # how much a line must look like a name, where a closing stands above it
_CERTAIN = 0.75  # the same, where none does
_LAST = 12  # lines at the end of a text in which a name alone is a signature
_MOST_LINES = 4  # below the closing: a name, an office, a body, a town

_Line = tuple[Block, int, str]


def signed(document: Document, place_of: Callable[[str], bool]) -> Iterator[Person]:
    """The people who signed, each with part `author`; `place_of` tells whether words name a place."""
    lines = list(_lines(document))
    for index, (_, _, text) in enumerate(lines):
        if _CLOSING.fullmatch(text) and index + 1 < len(lines):
            below = lines[index + 1 : index + 1 + _MOST_LINES]
            person = _signatory(below[0], list(_office(below[1:])), place_of)
            if person is not None:
                yield person
        elif index >= max(len(lines) - _LAST, 1) and not _CLOSING.fullmatch(lines[index - 1][2]):
            yield from _unannounced(lines, index, place_of)


def _unannounced(lines: list[_Line], index: int, place_of: Callable[[str], bool]) -> Iterator[Person]:
    """Who signed without a closing: a name alone below a sentence, near the end, with an office or nothing below."""
    text, before = lines[index][2], lines[index - 1][2]
    if not before.endswith((".", "!", "?", ",")) or not 2 <= len(text.split()) <= 5 or place_of(text):
        return
    if looks_like_name(text) < _CERTAIN or any(is_organisation_word(word) for word in text.split()):
        return
    office = list(_office(lines[index + 1 : index + _MOST_LINES]))
    person = _signatory(lines[index], office, place_of)
    if person is not None and (person.role or person.organisation or not office):
        yield person


def _lines(document: Document) -> Iterator[_Line]:
    """Lines with text of all paragraphs: block, offset in its text, the line."""
    for block in document.blocks:
        if block.kind not in (Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM):
            continue
        for found in islice(re.finditer(r"[^\n]+", block.text), 200):
            if found[0].strip():
                yield block, found.start() + len(found[0]) - len(found[0].lstrip()), found[0].strip()


def _office(lines: list[_Line]) -> Iterator[str]:
    for _, _, text in lines:
        if len(text) > _LONGEST_LINE or _NO_OFFICE.search(text) or _CLOSING.fullmatch(text):
            return
        yield text.rstrip(",;")


def _signatory(line: _Line, office: list[str], place_of: Callable[[str], bool]) -> Person | None:
    block, offset, text = line
    printed, _, behind = text.partition(",")
    surface = split_honorific(printed)[1]
    name = parse_name(printed)
    if name is None or looks_like_name(printed) < _SURE or " " not in surface or surface not in printed:
        return None
    role, organisation, place = split_affiliation(
        ", ".join(part for part in (behind.strip(), *office) if part), place_of
    )
    start = offset + printed.rindex(surface)
    return Person(
        name=name.text,
        part="author",
        honorific=name.honorific,
        given=name.given,
        family=name.family,
        role=role,
        organisation=organisation,
        place=place,
        surface=surface,
        spans=(Span(block=block.number, start=start, end=start + len(surface)),),
        method="people@1:signature",
    )
