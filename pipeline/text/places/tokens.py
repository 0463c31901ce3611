"""A text as words: what stands where, and what capitals tell in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.text.gazetteer import key_of
from pipeline.text.places.vocabulary import context, cues

Spans = Sequence[tuple[int, int]]
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(
    r"@|://|^www\.|^\(?[a-z0-9-]+(?:\.[a-z0-9-]+){0,6}\.(?:org|com|net|int|gov|edu|info|eu|[a-z]{2})\b"
)
JOINT = re.compile(r" ?[-'’‘ʼ`] ?|[ \u00a0]")
_OPENED = re.compile(r"(?:^|[,;:(/&–—-]|\b(?:and|y|e|et|und))\s*$", re.I)
_SENTENCE_END = re.compile(r"[.!?:;•\n\t\v]")
_ARTICLES = frozenset({"the", "la", "el", "le", "il", "o"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as it stands, folded, and whether it begins like a name."""

    key: str
    start: int
    end: int
    capital: bool
    upper: bool  # all capitals, two letters or more


class Words:
    """The words of one text, and what is seen of a word's surroundings."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.shouting = _is_shouting(self.tokens)
        self.titled = _is_titled(self.tokens)

    def words_before(self, first: int, *, over_article: bool) -> list[Token]:
        """Up to three words before, back to the first comma, dot or bracket.

        An article right before is left out for countries ("of the Gambia"), and ends the search for cities: what a
        "University of the Arts" is named after is none.
        """
        words: list[Token] = []
        after = self.tokens[first]
        for number in range(first - 1, max(first - 5, -1), -1):
            token = self.tokens[number]
            gap = self.text[token.end : after.start]
            if not JOINT.fullmatch(gap) and not (gap == ". " and token.key in context("honorifics")):
                break
            if token.key not in _ARTICLES or words:
                words.append(token)
            elif not over_article:
                break
            after = token
        return words[2::-1]

    def words_behind(self, last: int) -> list[Token]:
        """Up to two words behind, up to the first comma, dot, bracket or possessive."""
        words: list[Token] = []
        for number in range(last + 1, min(last + 3, len(self.tokens))):
            gap = self.text[self.tokens[number - 1].end : self.tokens[number].start]
            if not JOINT.fullmatch(gap) or self.tokens[number].key == "s":
                break
            words.append(self.tokens[number])
        return words

    def quote(self, first: Token, last: Token) -> str:
        return self.text[first.start : last.end]

    def opens_sentence(self, start: int) -> bool:
        """Whether a word that starts here is the first of a sentence."""
        return start == 0 or bool(_SENTENCE_END.search(self.text[max(0, start - 3) : start]))

    def is_opened(self, start: int) -> bool:
        """Whether what starts here begins the text, or follows a comma, bracket or dash."""
        return bool(_OPENED.search(self.text[max(0, start - 8) : start]))

    def small_words(self) -> Iterator[str]:
        """The words of the text that are written small, folded."""
        return (token.key for token in self.tokens if not token.capital)


def _tokens(text: str) -> list[Token]:
    """The words of a text, without those of mail and web addresses."""
    addresses = _addresses(text)
    return [
        _token(found.group(), found.start())
        for found in _WORD.finditer(text)
        if not (addresses and _inside(addresses, found.start()))
    ]


def _token(word: str, start: int) -> Token:
    letters = word[:4]
    small = letters.lower()
    capital = letters != small or (small == letters.upper() and not letters.isdigit())  # no script of small letters
    return Token(key_of(word[:60]), start, start + len(word), capital, len(word) > 1 and word.isupper())


def is_cased(word: str) -> bool:
    """Whether a word is of a script with capitals (digits count as none)."""
    return word[:1].lower() != word[:1].upper() or word[:1].isdigit()


def _addresses(text: str) -> list[tuple[int, int]]:
    """Spans of mail and web addresses."""
    if "@" not in text and "." not in text and "://" not in text:
        return []
    return [found.span() for found in _CHUNK.finditer(text) if _ADDRESS.search(found.group()[:200])]


def _inside(spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a position lies in one of the sorted spans."""
    at = bisect_right(spans, (position, len(spans) + 1 << 40)) - 1
    return at >= 0 and spans[at][0] <= position < spans[at][1]


def covered(tokens: list[Token], spans: Spans) -> dict[int, tuple[int, int]]:
    """The numbers of the words that lie in one of the spans, with that span."""
    found: dict[int, tuple[int, int]] = {}
    ordered, at = sorted(spans), 0
    for number, token in enumerate(tokens):
        while at < len(ordered) and ordered[at][1] <= token.start:
            at += 1
        if at < len(ordered) and ordered[at][0] < token.end:
            found[number] = ordered[at]
    return found


def _is_shouting(tokens: list[Token]) -> bool:
    """Whether the text is set in capitals, so that they say nothing; a word or two alone may be a name."""
    letters = [token for token in tokens if not token.key.isdigit()]
    return len(letters) >= 3 and all(token.upper or len(token.key) < 2 for token in letters)


def _is_titled(tokens: list[Token]) -> bool:
    """Whether most longer words have capitals, as in titles, so that a capital tells little."""
    longer = [token.capital for token in tokens if token.end - token.start >= 4]
    return sum(longer) * 2 > len(longer)


def label(text: str) -> tuple[int, str]:
    """Where the value of a labelled line begins, and the label: `Venue: Durban` -> (6, "Venue")."""
    label, colon, _ = text[:60].partition(":")
    if colon and key_of(label) in cues("labels"):
        return len(label) + 1, label.strip()
    return 0, ""
