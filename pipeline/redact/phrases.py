"""Phrases found in a text by their words, whatever stands between these: `Sipho Zulu` in `ZULU_sipho-form.docx`."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"(?:[\W_]|%20){1,4}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]")


def visible(text: str) -> str:
    """A text in composed letters, without signs that nobody sees and that would split a name.

    >>> visible("Si\\u00adpho Zulu")
    'Sipho Zulu'
    """
    bare = _INVISIBLE.sub("", text) if _INVISIBLE.search(text) and not _is_emoji(text) else text
    return unicodedata.normalize("NFC", bare)


def _is_emoji(text: str) -> bool:
    """Whether all such signs stand between pictures, which they join."""
    return not re.search(r"\w[\u00ad\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]+\w", text)


@lru_cache(maxsize=65_536)
def plain(letter: str) -> str:
    """A letter in lower case and without marks: always one letter, so that places stay."""
    bare = unicodedata.normalize("NFKD", letter.casefold())[:1]
    return bare or letter


def folded(text: str) -> str:
    """A text letter by letter in lower case and without marks.

    >>> folded("José ŞAHİN")
    'jose sahin'
    """
    if text.isascii():
        return text.lower()
    return "".join(map(plain, text))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as phrases are compared."""
    return tuple(_WORD.findall(folded(unicodedata.normalize("NFC", text))))


@dataclass(frozen=True)
class Hit:
    """A phrase at its place."""

    start: int
    end: int
    what: str  # whatever the phrase was added with


@dataclass
class Phrases:
    """Phrases by their first word."""

    by_first: dict[str, dict[tuple[str, ...], str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, words: Iterable[str], what: str) -> None:
        """Add a phrase; of two with the same words the first stays."""
        phrase = tuple(words)
        if phrase:
            self.by_first[phrase[0]].setdefault(phrase[1:], what)

    def find(self, text: str) -> Iterator[Hit]:
        """The longest phrase at each word, whether or not another covers it."""
        plain_text = folded(text)
        words = list(_WORD.finditer(plain_text))
        for index, word in enumerate(words):
            rests = self.by_first.get(word[0])
            if rests:
                count = max((len(rest) for rest in rests if _follow(plain_text, words, index, rest)), default=-1)
                if count >= 0:
                    rest = tuple(one[0] for one in words[index + 1 : index + 1 + count])
                    yield Hit(word.start(), words[index + count].end(), rests[rest])


def _follow(text: str, words: list[re.Match[str]], index: int, rest: tuple[str, ...]) -> bool:
    """Whether these words stand behind the one at `index`, with little between them."""
    if len(words) <= index + len(rest):
        return False
    return all(
        words[index + 1 + place][0] == word
        and _BETWEEN.fullmatch(text, words[index + place].end(), words[index + 1 + place].start())
        for place, word in enumerate(rest)
    )
