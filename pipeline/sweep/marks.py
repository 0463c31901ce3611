"""What the sweep looks for in a text: addresses and numbers by their look, people by a list of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.sweep.contents import Piece

_EMAIL = re.compile(r"[^\s@<>\"'()\[\]{},;:|]{1,64}@(?:[^\W_][\w-]{0,62}\.){1,6}[^\W\d_]{2,24}")
_EMAIL_IN_BYTES = re.compile(
    r"(?<![\w.])[A-Za-z0-9._%+-]{3,64}@[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){0,4}\.[a-z]{2,24}\b"
)
"""Stricter, since compressed bytes are full of signs that mean nothing."""

_PHONE = re.compile(
    r"(?<![\w+])\+(?:[ \u00a0().-]{0,2}\d){7,15}"
    r"|(?:\btel|\bphone|\bfax|\bcell|\bmobile|\bwhatsapp)[a-z]{0,6}[ .:#(+]{1,4}(?:[ ().-]{0,2}\d){7,15}"
    r"|(?<![\w.,/-])\(?0\d{1,3}\)?[ -]\d{3}[ -]\d{3,4}(?![\w])"
    r"|(?<![\w.,/-])\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}(?![\w])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,])\d{9,18}(?![\w.,]\w|\w)|(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])|(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)"
    r"|(?<!\w)[A-Z]{1,2}\d{7,9}(?!\w)|(?<!\w)\d{8}[A-Z](?!\w)"
)
_OURS = re.compile(
    r"\b[a-z]-[0-9a-f]{16}\b|\b[0-9a-f]{64}\b|\b[0-9a-f]{12}(?:-[0-9a-f]{4})?\b|geonames:\d+|sha256-[\w+/=]+"
)
"""Ids, digests and versions that the program itself gives."""

_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    re.findall(r"\w+", "mr mrs ms miss dr prof sir madam hon cllr clr rev eng adv ing sr sra gen col capt")
)
_FEWEST = 8  # letters of a name of one word, for it to be looked for


@dataclass(frozen=True)
class Marks:
    """What is looked for."""

    names: dict[str, tuple[tuple[str, ...], ...]]  # first word -> whole names that begin with it
    kept: dict[str, tuple[tuple[str, ...], ...]]
    kinds: frozenset[str]
    surnames: dict[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, names: Iterable[str], kept: Iterable[str], kinds: Iterable[str], surnames: Iterable[str] = ()) -> Marks:
        """From names as they were written; each is looked for in both orders."""
        stay = {_words(name) for name in kept}
        wanted = {order for name in names for order in _orders(_without_title(_words(name)))}
        alone = {_words(name) for name in surnames} - stay
        return cls(_by_first(wanted - stay), _by_first(stay), frozenset(kinds), _by_first(alone))

    def find(self, piece: Piece) -> Iterator[tuple[str, str]]:
        """Kind and words of what is found in a text."""
        text = unicodedata.normalize("NFKC", piece.text)
        bare = _OURS.sub(" ", text)
        if "e-mail" in self.kinds and "@" in bare:
            yield from (("e-mail", match[0]) for match in (_EMAIL_IN_BYTES if piece.raw else _EMAIL).finditer(bare))
        if not piece.raw and any(map(str.isdigit, bare)):
            if "phone" in self.kinds:
                yield from (("phone", match[0]) for match in _PHONE.finditer(bare))
            if "number" in self.kinds:
                yield from (("number", match[0]) for match in _NUMBER.finditer(bare))
        if "name" in self.kinds and self.names:
            yield from (("name", name) for name in self._names(bare, piece.raw))

    def _names(self, text: str, raw: bool) -> Iterator[str]:
        words = _words(text)
        at = 0
        while at < len(words):
            stay = _longest(self.kept, words, at)
            name = max(_longest(self.names, words, at), 0 if raw else _longest(self.surnames, words, at))
            if name > stay:
                yield " ".join(words[at : at + name])
            at += max(stay, 1)


def _longest(phrases: dict[str, tuple[tuple[str, ...], ...]], words: tuple[str, ...], at: int) -> int:
    return max((len(one) for one in phrases.get(words[at], ()) if words[at : at + len(one)] == one), default=0)


def _by_first(phrases: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases):
        if phrase:
            found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(some) for first, some in found.items()}


def _words(text: str) -> tuple[str, ...]:
    """The words of a text without case and accents."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return tuple(_WORD.findall(text.lower()))


def _without_title(words: tuple[str, ...]) -> tuple[str, ...]:
    while words and words[0] in _TITLES:
        words = words[1:]
    return words


def _orders(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(words) == 1 and len(words[0]) >= _FEWEST:
        yield words
    if len(words) > 1:
        yield words
        yield (*words[1:], words[0])
        yield (words[-1], *words[:-1])
        yield ("".join(words),)
