"""A line cut at its punctuation, and which of its words are a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.text.clean import fold
from pipeline.text.names.honorifics import all_honorifics
from pipeline.text.names.personal import is_initial
from pipeline.text.names.words import is_common_word, is_known_name, is_organisation_word, is_role_word, undotted

LONGEST_LINE = 1000
"""Characters of a line that can name one person; longer ones are prose."""

PlaceOf = Callable[[str], bool]

_SEPARATOR = re.compile(
    r"\s{1,4}[-–—]{1,3}\s{0,4}|\s{0,4}[–—]\s{0,4}|-\s{1,4}(?=\w)|,\s{0,4}|;\s{0,4}|:\s{0,4}|\s{0,4}[()\[\]]\s{0,4}|\s{0,4}[\t\v\n|•·]\s{0,4}"
    r"|(?<=[^\W\d_A-Z]{3})\.(?:\s{1,4}|$)"
)

_NOT_ABOUT_PEOPLE = re.compile(
    r"\S{1,64}@\S+|(?:https?://|www\.)\S+|\+?[\d\s()./-]+|(?:tel|fax|cell|e-?mail|phone)\.?", re.I
)


@dataclass(frozen=True)
class Piece:
    """A part of a line between two separators."""

    text: str
    start: int
    before: str  # the separator in front

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sober(place_of: PlaceOf) -> PlaceOf:
    """`place_of` without the towns called Engineer, Leader and Commerce: single words that are something else, too."""

    def is_place(words: str) -> bool:
        ordinary = is_role_word(words) or is_organisation_word(words) or is_common_word(words)
        return not (ordinary and " " not in words) and place_of(words)

    return is_place


def pieces_of(text: str) -> Iterator[Piece]:
    """The line cut at its punctuation, without numbers, addresses and empty parts."""
    position, before = 0, ""
    for match in _SEPARATOR.finditer(text):
        if not _is_abbreviation(text, match):
            yield from _piece(text, position, match.start(), before)
            position, before = match.end(), match[0].strip() or match[0][:1]
    yield from _piece(text, position, len(text), before)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop belongs to a word, as in "Prof. Smith"."""
    if not match[0].startswith("."):
        return False
    word = text[: match.start()].rsplit(None, 1)[-1] if text[: match.start()].strip() else ""
    return undotted(word) in all_honorifics() or fold(word) in ("asst", "dept", "depto", "govt", "assoc", "univ")


def _piece(text: str, start: int, end: int, before: str) -> Iterator[Piece]:
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip(" \t*\"“”'.-–"))
    piece = raw.strip(" \t*\"“”'-–")
    piece = piece.lstrip(".")
    if piece.endswith(".") and not _ends_abbreviated(piece):
        piece = piece[:-1]
    if piece and not _NOT_ABOUT_PEOPLE.fullmatch(piece):
        yield Piece(piece, start, before)


def _ends_abbreviated(piece: str) -> bool:
    last = piece.split()[-1]
    return is_initial(last) or undotted(last) in all_honorifics() or undotted(last) in ("jr", "sr")


def is_where(text: str, place_of: PlaceOf) -> bool:
    """Whether words are a place rather than a name: towns share their names with people."""
    return place_of(text) and not all(is_known_name(word) for word in text.split())
