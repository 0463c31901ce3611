"""When two strings mean the same: texts, names of cities, people, roles."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

SAME_TEXT = 0.90
SAME_PERSON = 0.92
SAME_ROLE = 0.80
SAME_ANSWER = 0.95
SAME_EVENT = 0.85

_APOSTROPHES = re.compile("[‘’`´]")
_QUOTES = re.compile("[“”]")
_DASHES = re.compile("[‐-―]")
_EDGES = " .;:,*'•-–\ufffd"
_HONORIFICS = re.compile(r"\b(?:mr|mrs|ms|dr|prof|gen|pol|maj|alderman|her royal highness|princess|hon|sir|jr)\b\.?")
_ONE_PLACE = {
    "al khalil": "hebron",
    "bengaluru": "bangalore",
    "bogota d.c": "bogota",
    "greater beirut": "beirut",
    "makati city": "makati",
    "nay pyi taw": "naypyidaw",
    "new delhi": "delhi",
    "santiago de chile": "santiago",
    "st petersburg": "saint petersburg",
    "st. petersburg": "saint petersburg",
    "the hague": "hague",
    "washington d.c": "washington",
    "washington, d.c": "washington",
}


def fold(text: str | None) -> str:
    """Lower case, no accents, straight quotes and hyphens, single spaces, no punctuation at the ends.

    Looser than `text.clean.fold`: what a list marker or a full stop leaves at the ends does not count.

    >>> fold("• Café – “open”. ")
    'cafe - "open"'
    """
    decomposed = unicodedata.normalize("NFKD", text or "")
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    plain = _DASHES.sub("-", _QUOTES.sub('"', _APOSTROPHES.sub("'", plain)))
    return re.sub(r"\s+", " ", plain).strip(_EDGES)


def ratio(wanted: str, found: str, floor: float = 0.0) -> float:
    """How alike two folded texts are, 0 to 1; 0 as soon as it is sure that they are below `floor`."""
    if not wanted or not found:
        return 0.0
    if wanted == found:
        return 1.0
    if 2 * min(len(wanted), len(found)) / (len(wanted) + len(found)) < floor:
        return 0.0
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return 0.0 if floor and matcher.quick_ratio() < floor else matcher.ratio()


def pair(wanted: list[str], found: list[str]) -> list[tuple[int, int]]:
    """One-to-one pairs of alike texts as (index wanted, index found), the most alike first."""
    close = [
        (-likeness, i, j)
        for i, a in enumerate(wanted)
        for j, b in enumerate(found)
        if (likeness := ratio(a, b, SAME_TEXT)) >= SAME_TEXT
    ]
    return best_first(sorted(close))


def best_first(ranked: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Of ranked pairs (rank, i, j) those whose two sides are not yet taken by a better pair."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return list(pairs.items())


def city(name: str | None) -> str:
    """A city's name such that spellings which gazetteers differ in are one.

    >>> city("Bogotá D.C."), city("Turin")
    ('bogota', 'turin')
    """
    folded = fold(name)
    return _ONE_PLACE.get(folded, folded)


def person(wanted: list[str], found: list[str]) -> float:
    """How alike two people are, by the most alike of their names; order of the names and honorifics do not count."""
    keys = [(a, b) for x in wanted for y in found if (a := _name_key(x)) and (b := _name_key(y))]
    return max((ratio(a, b) for a, b in keys), default=0.0)


def _name_key(name: str) -> str:
    return " ".join(sorted(re.findall(r"[a-z']+", _HONORIFICS.sub(" ", fold(name)))))


def role(wanted: str | None, found: str | None) -> bool:
    """The same function, or a good part of it word for word."""
    a, b = fold(wanted), fold(found)
    return ratio(a, b) >= SAME_ROLE or (len(b) >= 0.5 * len(a) and b in a)
