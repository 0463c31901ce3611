"""Honorifics in front of a name, and the offices that some of them are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.text.names.words import (
    is_common_word,
    is_known_name,
    is_organisation_word,
    is_role_word,
    undotted,
    word_table,
)


@lru_cache(maxsize=16)
def honorifics_of(*keys: str) -> frozenset[str]:
    """Honorifics by kind, as folded words without dots."""
    table = word_table("honorifics.toml")
    return frozenset(undotted(word) for key in keys for word in table[key])


@lru_cache(maxsize=1)
def all_honorifics() -> frozenset[str]:
    """Titles and ranks, as folded words without dots."""
    return honorifics_of("male", "female", "neutral", "ranks")


NAME_WORD = re.compile(r"[^\W\d_]+(?:\.?[.'’`\-‐‑][^\W\d_]+){0,5}\.?")
NAME_ROOM = 150  # characters in which a name has its place
_MOST_HONORIFIC_WORDS = 5  # of one honorific
_MOST_HONORIFICS = 6  # in front of one name


@lru_cache(maxsize=8_192)
def split_honorific(text: str) -> tuple[str, str]:
    """A text parted into the honorifics it begins with and the rest.

    >>> split_honorific("Pol. Maj. Gen. Prasert Wongsawat")
    ('Pol. Maj. Gen.', 'Prasert Wongsawat')
    """
    end = 0
    for _ in range(_MOST_HONORIFICS):
        end = honorific_end(text, end)
    rest = text[end:].lstrip()
    return (text[:end].strip(), rest) if rest else ("", text.strip())


def honorific_end(text: str, position: int) -> int:
    """Where the longest honorific that begins at `position` ends; `position` where there is none."""
    words: list[re.Match[str]] = []
    for match in NAME_WORD.finditer(text, position, position + 80):
        gap = text[words[-1].end() if words else position : match.start()]
        if gap.strip() or len(words) == _MOST_HONORIFIC_WORDS:
            break
        words.append(match)
        if len(words) == 1 and undotted(match[0]).partition(" ")[0] not in _beginnings():
            return position
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        if _is_honorific(text[words[0].start() : end], text[end : end + NAME_ROOM].lstrip()):
            return end
    return position


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The first words of all honorifics: most words are none of them, and need no closer look."""
    return frozenset(honorific.partition(" ")[0] for honorific in all_honorifics())


def _is_honorific(phrase: str, rest: str) -> bool:
    key = undotted(phrase)
    if key not in all_honorifics() or not rest[:1].isalpha():
        return False
    if key in word_table("honorifics.toml")["dotted"] and not phrase.endswith("."):
        return False
    if key in word_table("honorifics.toml")["careful"] | honorifics_of("ranks", "offices"):
        return phrase[0].isupper() and begins_like_name(rest)
    return phrase[0].isupper() or len(key) <= 4


def begins_like_name(text: str) -> bool:
    """Whether the first word of a text may be that of a name, or an honorific."""
    match = NAME_WORD.match(text)
    if match is None or not match[0][0].isupper():
        return False
    word = match[0]
    noun = is_role_word(word) or is_organisation_word(word) or (is_common_word(word) and not is_known_name(word))
    return not noun or undotted(word) in all_honorifics()


def office_of(honorific: str) -> str:
    """The role in an honorific that is one: "Chief Inspector", "Councillor" of "Hon. Cllr", but nothing of "Mr."."""
    words = honorific.split()
    for start in range(len(words)):
        phrase = " ".join(words[start:])
        if undotted(phrase) in honorifics_of("offices") or undotted(words[-1]) in honorifics_of("offices"):
            return _SPELT_OUT.get(undotted(words[-1]), phrase) if start == len(words) - 1 else spelt_from(words, start)
    return ""


def spelt_from(words: Sequence[str], start: int) -> str:
    """The words from the first that is no courtesy title: "Cllr" of "Hon. Cllr", all of "Chief Inspector"."""
    kept = [word for word in words[start:] if undotted(word) not in _COURTESY]
    return " ".join(_SPELT_OUT.get(undotted(word), word) for word in kept)


_COURTESY = frozenset(
    {"hon", "honourable", "honorable", "the", "rt", "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "eng"}
)

_SPELT_OUT = {
    "prof": "Professor",
    "insp": "Inspector",
    "capt": "Captain",
    "sgt": "Sergeant",
    "supt": "Superintendent",
    "cllr": "Councillor",
    "clr": "Councillor",
    "cr": "Councillor",
    "ald": "Alderman",
    "amb": "Ambassador",
    "sen": "Senator",
}
