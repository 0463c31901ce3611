"""What the place of a name says: that it is a body, though no noun does; that it is only a part of the body beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from pipeline.tag.organisations.nouns import LEVELS
from pipeline.text.clean import fold
from pipeline.text.names import (
    is_common_word,
    is_organisation_word,
    is_role_word,
    is_weak_organisation_word,
    known_organisation,
)
from pipeline.text.names.organisations import ACRONYM
from pipeline.text.names.words import PREPOSITIONS, is_known_name, organisation_words
from pipeline.text.places import is_place


class Hit(Protocol):
    """Where a name stands."""

    @property
    def name(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Found = TypeVar("Found", bound=Hit)

# --- headings


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name in a heading, where capitals say nothing, fills a line or a part of one: the issuer's name above a
    form, or "City of Kigali to host a Week". A noun in the middle of a title is no name: "Rules for the City Council".

    >>> stands_alone("PUNE MUNICIPAL CORPORATION", 0, 26), stands_alone("Rules for Every City Council", 14, 28)
    (True, False)
    """
    before, behind = text[:start], text[end:]
    if is_weak_organisation_word(text[start:end].split()[-1]) and text[start:end].isupper():
        return False  # KIN AND THE CITY
    opens = (
        not before.strip() or bool(re.search(r"[,;|·•:–—\n\t(-]\s?(?:[Tt]he )?$", before)) or before in ("The ", "the ")
    )
    closes = not behind.strip() or bool(re.match(r"\s?[,;|·•:–—\n\t(-]|,| (?=[a-z])", behind))
    return opens and closes


# --- cues

_NAME = r"[A-Z][\w’'&-]+(?: (?:(?:de|del|da|do|di|du|des|la|van|für|of|for|and) )?[A-Z][\w’'&-]+){0,4}"
_BODY = (
    r"(?:non-governmental organi[sz]ation|organi[sz]ation|ngo|NGO|association|charity|foundation|cooperative|company|firm|"
    r"operator|consultancy|think tank|crisis centre|crisis center|research institute|federation|union|trust|housing company|"
    r"utility|bus company|social enterprise|start-up|collective)"
)
_NATIONAL = re.compile(r"(?<![\w-])([A-Z][\w-]+(?: [A-Z][\w-]+)? Red (?:Cross|Crescent)(?: Society)?)(?!\w)")
_CALLED = re.compile(rf"\b{_BODY} (?:called |named )?({_NAME})(?!\w)")
_APPOSED = re.compile(
    rf"(?<![\w.’'-])({_NAME}), (?:the|a|an|our) (?:[a-z-]+ ){{0,3}}{_BODY}(?! of the (?:year|time))(?![\w-])"
)


def called(text: str) -> Iterator[tuple[int, int]]:
    """Names with the word that says they are bodies: "the crisis centre Lantern", "Lantern, the housing company"."""
    for pattern in (_CALLED, _APPOSED, _NATIONAL):
        for match in pattern.finditer(text):
            words = re.findall(r"[\w’'-]+", match[1])
            if not is_role_word(words[0]) and not all(is_common_word(word) for word in words):
                yield match.start(1) + _led_by(match[1]), match.end(1)


def _led_by(name: str) -> int:
    """How much of a name leads to it: "Staff of "."""
    match = re.match(r"([A-Z]\w+) (?:of|for|and) (?=[A-Z])", name)
    return match.end() if match and is_common_word(match[1]) and not is_organisation_word(match[1]) else 0


# --- parts

_INNER = organisation_words("inner") - {"council", "commission", "district", "region"}
_SMALLEST = frozenset({"department", "dept", "division", "section", "unit", "branch", "directorate", "desk", "cell"})
_BESIDE = re.compile(r"\s?(?:,|-|–|—|\(|\||·|of|of the|at|at the|in the|\n)\s?")


def without_parts(text: str, hits: Sequence[Found]) -> list[Found]:
    """Names without those of a part that every body has: "Housing Department". Where the name says of what, "Department
    of Housing", or of what level, "City Housing Department", it goes only where the body stands beside it."""
    return [
        hit for i, hit in enumerate(hits) if not is_part(hit.name) or (_is_told(hit.name) and not _owned(text, hits, i))
    ]


def is_part(name: str) -> bool:
    """Whether many bodies have a part of that name: an inner body without a word of its own.

    >>> is_part("Waste Management Department"), is_part("Department of Culture"), is_part("Durban Housing Unit")
    (True, True, False)
    """
    words = [word for word in name.split() if fold(word) not in PREPOSITIONS and fold(word) != "the"]
    ends = {fold(word) for word in words[:1] + words[-1:]}
    if known_organisation(name) or ends.isdisjoint(_INNER):
        return False
    own = [w for w in words if not (is_common_word(w) or is_organisation_word(w) or fold(w) in LEVELS)]
    if ends.isdisjoint(_SMALLEST):
        return not own
    return not any(ACRONYM.search(word) or is_place(word) or is_known_name(word) for word in own)


def _is_told(name: str) -> bool:
    words = fold(name).split()
    return not LEVELS.isdisjoint(words) or not PREPOSITIONS.isdisjoint(words[1:2])


def _owned(text: str, hits: Sequence[Found], place: int) -> bool:
    """Whether another body, and no part, stands beside a part."""
    before, hit, behind = hits[:place][-1:], hits[place], hits[place + 1 :][:1]
    gaps = [text[one.end : hit.start] for one in before if not is_part(one.name)]
    gaps += [text[hit.end : one.start] for one in behind if not is_part(one.name)]
    return any(_BESIDE.fullmatch(gap) for gap in gaps)
