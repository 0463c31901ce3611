"""What the place of a name says: that it is a body, though no noun does; that it is only a part of the body beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from pipeline.text.clean import fold
from pipeline.text.names import is_common_word, is_organisation_word, is_role_word
from pipeline.text.names.organisations import ACRONYM
from pipeline.text.names.words import PREPOSITIONS, organisation_words


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
    opens = not before.strip() or bool(re.search(r"[,;|·•:–—\n\t(-]\s?(?:[Tt]he )?$", before)) or before in ("The ", "the ")
    closes = not behind.strip() or bool(re.match(r"\s?[,;|·•:–—\n\t(-]|,| (?=[a-z])", behind))
    return opens and closes


# --- cues

_NAME = r"[A-Z][\w’'&-]+(?: (?:(?:de|del|da|do|di|du|des|la|van|für|of|for|and) )?[A-Z][\w’'&-]+){0,4}"
_BODY = (
    r"(?:non-governmental organi[sz]ation|organi[sz]ation|ngo|NGO|association|charity|foundation|cooperative|company|firm|"
    r"operator|consultancy|think tank|crisis centre|crisis center|research institute|federation|union|trust|housing company|"
    r"utility|bus company|social enterprise|start-up|collective)"
)
_CALLED = re.compile(rf"\b{_BODY} (?:called |named )?({_NAME})(?!\w)")
_APPOSED = re.compile(
    rf"(?<![\w.’'-])({_NAME}), (?:the|a|an|our) (?:[a-z-]+ ){{0,3}}{_BODY}(?! of the (?:year|time))(?![\w-])"
)


def called(text: str) -> Iterator[tuple[int, int]]:
    """Names with the word that says they are bodies: "the crisis centre Lantern", "Lantern, the housing company"."""
    for pattern in (_CALLED, _APPOSED):
        for match in pattern.finditer(text):
            words = re.findall(r"[\w’'-]+", match[1])
            if not is_role_word(words[0]) and not all(is_common_word(word) for word in words):
                yield match.span(1)


# --- parts

_BESIDE = re.compile(r"\s?(?:,|-|–|—|\(|\||·|of|of the|at|at the|in the|\n)\s?")
_ROLE_OF = re.compile(r"([^\W\d_]+)(?: \w+)? (?:of|at|in|from|for)(?: the)? $")


def without_parts(text: str, hits: Sequence[Found]) -> list[Found]:
    """Names without those of a part that every body has, where the body stands beside it or a role in front: "Head of
    the Housing Department, City of Lagos" speaks of the city."""
    return [hit for i, hit in enumerate(hits) if not (is_part(hit.name) and _has_owner(text, hits, i))]


def is_part(name: str) -> bool:
    """Whether many bodies have a part of that name: an inner body without a word of its own.

    >>> is_part("Waste Management Department"), is_part("Department of Culture"), is_part("Durban Housing Unit")
    (True, True, False)
    """
    words = [word for word in fold(name).split() if word not in PREPOSITIONS and word != "the"]
    inner = organisation_words("inner") - {"council", "commission", "district", "region"}
    heads = [word for word in words if is_organisation_word(word)]
    if not heads or not (words[0] in inner or words[-1] in inner) or ACRONYM.search(name):
        return False
    return all(is_common_word(word) or is_organisation_word(word) for word in words)


def _has_owner(text: str, hits: Sequence[Found], place: int) -> bool:
    hit = hits[place]
    role = _ROLE_OF.search(text[max(0, hit.start - 40) : hit.start])
    if role and is_role_word(role[1]):
        return True
    before, behind = hits[:place][-1:], hits[place + 1 :][:1]
    return any(_BESIDE.fullmatch(text[one.end : hit.start]) and not is_part(one.name) for one in before) or any(
        _BESIDE.fullmatch(text[hit.end : one.start]) and not is_part(one.name) for one in behind
    )
