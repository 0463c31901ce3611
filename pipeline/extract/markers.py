"""Bullets and numbers at the beginning of list items and numbered paragraphs."""

from __future__ import annotations

import re
from functools import lru_cache

BULLETS = "•●▪■◦‣⁃∙·▷➢►✓✔❖◆◇○\u2043\ufffd\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf071\uf02d\x7f"
_COUNTS = "ivxIVX"
_ROMAN = rf"[{_COUNTS}]{{1,6}}"
_BULLET = re.compile(rf"^((?:\(cid:\d+\)|[{BULLETS}])+)\s*(?=\S)|^([*–—-]{{1,2}}|□|o)\s+(?=\S)")
_NUMBER = re.compile(
    rf"^(\(?(?:\d{{1,3}}|[a-zA-Z]|{_ROMAN})\)|(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}|[a-zA-Z]|{_ROMAN})\.|\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}|\[\d{{1,3}}\])\s+(?=\S)"
)


_MEASURED = re.compile(
    r"(?:million|billion|trillion|thousand|hundred|crore|lakh|mn|bn|per|percent|times|points|degrees|people|inhabitants"
    r"|years?|months?|weeks?|days?|hours?|minutes?|k?m|km2|miles|met(?:er|re)s|kilomet(?:er|re)s|ha|hectares|acres|kg"
    r"|tons?|tonnes|lit(?:er|re)s|[km]?wh?)\b|[%‰°€$£²³]",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _begins_a_word(letters: str) -> bool:
    """Whether two characters begin an ordinary word, and no number of Roman figures."""
    return len(letters) == 2 and letters.isalpha() and not all(letter in _COUNTS for letter in letters)


def split_marker(text: str) -> tuple[str, str]:
    """(marker, rest) of a line; the marker is empty where there is none.

    >>> split_marker("(ii) Public transport")
    ('(ii)', 'Public transport')
    >>> split_marker("A city is more than its streets")
    ('', 'A city is more than its streets')
    """
    if _begins_a_word(text[:2]):
        return "", text  # told without a search
    found = _BULLET.match(text) or _NUMBER.match(text)
    if not found:
        return "", text
    marker = found.group().strip()
    rest = text[found.end() :]
    if marker.count(".") == 1 and marker[-1].isdigit() and _MEASURED.match(rest):
        return "", text  # `1.5 million people`
    again = _BULLET.match(rest)
    return (marker, rest[again.end() :]) if again and is_bullet(marker) else (marker, rest)


@lru_cache(maxsize=4096)
def is_bullet(marker: str) -> bool:
    """Whether a marker is a sign and no number or letter."""
    return (
        (bool(marker) and not any(c.isalnum() for c in marker.replace("cid:", ""))) or marker == "o" or "(cid" in marker
    )


def starts_item(text: str, *, after_sentence: bool) -> bool:
    """Whether a line begins a list item or numbered paragraph.

    after_sentence: whether the line above ended a sentence or was broken on purpose. A number or dash within running
    text (`in / 2013. The ...`) begins nothing.
    """
    marker, rest = split_marker(text)
    if not marker:
        return False
    if is_bullet(marker) and marker not in ("-", "–", "—", "o", "*"):
        return True
    if marker.startswith("(") and not after_sentence:
        return False
    return after_sentence or (is_bullet(marker) and rest[:1].isupper())
