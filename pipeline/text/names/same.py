"""Whether two names are one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from rapidfuzz.distance import JaroWinkler

from pipeline.text.clean import fold
from pipeline.text.names.honorifics import honorifics_of, split_honorific
from pipeline.text.names.words import undotted, word_table


class Named(Protocol):
    """What is compared of two people; `pipeline.model.Person` is one."""

    @property
    def name(self) -> str: ...

    @property
    def honorific(self) -> str: ...


_ALIKE = 0.93


def same_person(a: Named, b: Named, same_place: bool) -> bool:
    """Whether two surfaces name one person: each word of the shorter name is found in the longer, as the same word,
    its initial, or nearly (Jaro-Winkler .93). One shared word is enough only for people of the same place.

    `same_place` says that both belong to the same city, or are named in the same document.
    """
    if _genders_differ(a.honorific, b.honorific):
        return False
    first, second = sorted((name_tokens(a.name), name_tokens(b.name)), key=len)
    if not first or not _all_found(first, second):
        return False
    full = [token for token in first if len(token) > 1]
    return bool(full) and (len(first) > 1 or same_place)


@lru_cache(maxsize=8_192)
def name_tokens(name: str) -> tuple[str, ...]:
    """The folded words of a name; "J.P." gives two initials, particles and suffixes nothing."""
    table = word_table("honorifics.toml")
    words = [word for part in fold(split_honorific(name)[1]).split() for word in re.split(r"[.,\-]", part) if word]
    return tuple(word for word in words if word not in table["particles"] and word not in table["suffixes"])


def _all_found(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    left = list(longer)
    for token in sorted(shorter, key=len, reverse=True):
        match = max(left, key=lambda other: _likeness_of(token, other), default="")
        if not match or _likeness_of(token, match) < _ALIKE:
            return False
        left.remove(match)
    return True


def _likeness_of(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.95 if a[0] == b[0] else 0.0
    if min(len(a), len(b)) < 4:
        return 0.0
    return float(JaroWinkler.similarity(a, b))


def _genders_differ(a: str, b: str) -> bool:
    """Mr. Sabbagh is not Ms. Sabbagh."""
    male, female = honorifics_of("male"), honorifics_of("female")
    first, second = undotted(a), undotted(b)
    return (first in male and second in female) or (first in female and second in male)
