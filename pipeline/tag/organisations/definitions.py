"""Acronyms that a text explains: "Kampala Capital City Authority (KCCA)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.model import Document
from pipeline.tag.organisations.nouns import ARTICLES, SMALL
from pipeline.text.clean import fold, squeeze
from pipeline.text.names import (
    is_common_word,
    is_organisation_word,
    is_role_word,
    kind_of,
    known_organisation,
)


def definitions(document: Document) -> dict[str, str]:
    """Acronyms that the document explains, with the full name: {"KCCA": "Kampala Capital City Authority"}."""
    found: dict[str, str] = {}
    for block in document.blocks:
        for name, acronym, _, _ in definitions_in(block.text):
            if is_body(name, acronym) or _acts(acronym, document):
                found.setdefault(acronym, name)
    return found


_DOES = (
    r"supports?|provides?|works with|runs|organi[sz]e[sd]|invites?|publishe[sd]|convene[sd]|hosts|hosted|launched|funds|"
    r"funded|founded|trains|advises?|employs|was founded|was set up|has members"
)
_HAS = r"secretariat|board|members?|staff|offices?|officers?|team|website|headquarters|chair|director|delegation"


def _acts(acronym: str, document: Document) -> bool:
    """Whether what an acronym stands for does what bodies do, where no noun says that it is one: "CCAE's members"."""
    acts = re.compile(rf"(?<![\w-]){re.escape(acronym)}(?:['’]s)? (?:(?i:{_HAS})|{_DOES})(?!\w)")
    return any(acts.search(block.text) for block in document.blocks)


def is_body(name: str, acronym: str) -> bool:
    """Public-Private Partnerships (PPP) are explained, too, and are no organisation."""
    return kind_of(name) == "organisation" or bool(known_organisation(name) or known_organisation(acronym))


_ACRONYM = r"(?=[A-Z]*[a-z]?[A-Z])[A-Z][A-Za-z0-9&]{1,11}(?:[- ](?:[A-Z]{2,10}|Habitat|Women))?"

_BRACKETED = re.compile(rf"\(({_ACRONYM})\)")

_SPELT_BEHIND = re.compile(rf"(?<![\w-])({_ACRONYM})\s\(([A-Z][^()\n]{{8,120}})\)")

_EQUALS = re.compile(
    rf"(?<![\w-])({_ACRONYM})\s?[=:]\s?([A-Z][^()\n,;.]{{8,120}})"
)  # KCCA = Kampala Capital City Authority

_MOST_WORDS = 14


def definitions_in(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(full name, acronym, start, end) of each definition, its brackets included."""
    for match in _BRACKETED.finditer(text):
        start = _name_before(text, match.start(), match[1])
        if start is not None:
            end = _noun_behind(text, match.end())
            noun = text[match.end() : end]
            yield squeeze(text[start : match.start()] + noun), match[1], start, end
    for match in _EQUALS.finditer(text):
        if _spells(match[2].split(), match[1]):
            yield squeeze(match[2]), match[1], match.start(), match.end()
    for match in _SPELT_BEHIND.finditer(text):
        named = kind_of(match[2]) == "organisation" and "," not in match[2]  # (Night Office, Groningen) says where
        named = named and not is_organisation_word(match[1]) and not is_common_word(match[1])
        if _spells(match[2].split(), match[1]) or named:
            yield squeeze(match[2]), match[1], match.start(), match.end()


def _noun_behind(text: str, end: int) -> int:
    """Where "Violence and Crime Prevention (VCP) Programme" ends: the noun may stand behind the bracket."""
    match = re.compile(r"\s([A-Z]\w{2,20})(?!\w)").match(text, end)
    return match.end() if match and is_organisation_word(match[1]) else end


def _name_before(text: str, end: int, acronym: str) -> int | None:
    """Where the name that an acronym in brackets stands for begins; None where the words before it are another."""
    offset = max(0, end - 160)
    start = _spelt_in(text[offset:end], acronym)
    return None if start is None else offset + start


@lru_cache(maxsize=1024)
def _spelt_in(window: str, acronym: str) -> int | None:
    words = list(re.finditer(r"[^\s()]+", window))[-_MOST_WORDS:]
    for index in range(len(words) - 1, -1, -1):
        if re.search(r"[.;:!?]$", words[index][0]) and index < len(words) - 1:
            break
        name = [word[0] for word in words[index:]]
        if name[0][0].isupper() and _spells(name, acronym):
            return words[_whole(words, index)].start()
    return _capitals_before(words, 0, acronym)


def _whole(words: Sequence[re.Match[str]], index: int) -> int:
    """The name may be longer than its acronym: "Inclusive Violence and Crime Prevention (VCP)"."""
    while index > 1:
        before = words[index - 1][0]
        if not before[0].isupper() or not before.isalpha() or before in ARTICLES or is_role_word(before):
            break
        index -= 1
    return index


def _spells(words: Sequence[str], acronym: str) -> bool:
    """Whether the initials of words spell an acronym; small words may be left out, one more word may be too."""
    letters = re.sub(r"[^a-z0-9]", "", fold(acronym))
    full = [part for word in words for part in re.split(r"[-/]", fold(word)) if part[:1].isalnum()]
    large = [word for word in full if word not in SMALL]
    for chosen in (full, large):
        if "".join(word[0] for word in chosen) == letters:
            return True
    return len(large) >= 2 and large[0][0] == letters[:1] and _is_within(letters, large)


def _is_within(letters: str, words: Sequence[str]) -> bool:
    """UNHABITAT in United Nations ... Habitat: each word gives one or more of its first letters, in order."""
    position = 0
    for word in words:
        taken = 0
        while position < len(letters) and taken < len(word) and letters[position] == word[taken]:
            position, taken = position + 1, taken + 1
        if taken == 0:
            return False
    return position == len(letters)


def _capitals_before(words: Sequence[re.Match[str]], offset: int, acronym: str) -> int | None:
    """The name of an organisation just before the bracket, told by its noun and first letter."""
    start = len(words)
    while start > 0 and (words[start - 1][0][0].isupper() or fold(words[start - 1][0]) in SMALL):
        if words[start - 1][0].endswith((",", ".", ";", ":")):
            break
        start -= 1
    while start < len(words) and not words[start][0][0].isupper():
        start += 1
    name = [word[0] for word in words[start:]]
    if name and fold(name[0]) == "the":
        start, name = start + 1, name[1:]
    if len(name) < 2 or fold(name[0])[0] != fold(acronym)[0] or kind_of(" ".join(name)) != "organisation":
        return None
    return offset + words[start].start()
