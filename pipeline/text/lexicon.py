"""Find the phrases of a vocabulary in a text: strings in, spans out, no I/O.

A phrase is words with blanks between, in any case:

    rule of law           these words, one after the other
    traffick*             a stem: "trafficking", "trafficked", "traffickers"
    train* * police       `*` alone is a gap: up to three other words, inside one sentence
    young people|person*  a slot with alternatives

Text and phrases are folded alike: case, accents, a possessive 's, British and American endings
("organized" is "organised", "neighborhood" is "neighbourhood"); a hyphen or slash parts words
like a blank does. A comma or bracket parts words too, but only a gap may cross it, so that
"business, community" is not "business community"; nothing crosses the end of a sentence.

All phrases share one tree, which is walked once from each word of the text. The walk is bounded by
the longest phrase, so time grows with the length of the text and with nothing else.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

GAP = 3
"""How many words a lone `*` may skip."""

LONGEST_WORD = 40
"""Letters of a word that are looked at; what comes after matters to no phrase."""

MOST_VARIANTS = 400
"""Phrases one line may stand for once its alternatives are written out."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&+")
_SENTENCE_END = re.compile(r"[.;:!?\n•·▪□▷]")
_PAUSE = re.compile(r"[,()\[\]–—]")
_SPELLINGS = (
    ("iz", "is"),
    ("yz", "ys"),
    ("bour", "bor"),
    ("viour", "vior"),
    ("programme", "program"),
    ("centre", "center"),
    ("theatre", "theater"),
    ("defence", "defense"),
)


class PhraseError(ValueError):
    """A phrase that the language above has no meaning for."""


class Word(NamedTuple):
    """One word of a text: as folded, where it stands, what parts it from the word before."""

    folded: str
    start: int
    end: int
    sentence: int
    after_pause: bool


class Match(NamedTuple):
    """A phrase found: its number in the lexicon, the span in the text, the first and last word."""

    phrase: int
    start: int
    end: int
    first: int
    last: int


@dataclass
class _Node:
    """A place in the tree of phrases: where each word leads, and what ends here."""

    after: dict[str, _Node] = field(default_factory=dict)
    after_gap: _Node | None = None
    ends: list[int] = field(default_factory=list)


def fold_word(word: str) -> str:
    """The word as it is compared: "Neighbourhood's" -> "neighborhood"."""
    if word.startswith("&"):
        return "and"
    word = word[:LONGEST_WORD].lower()
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word.replace("’", "'")) if not unicodedata.combining(c))
    word = word.removesuffix("'s").removesuffix("'")
    for one, other in _SPELLINGS:
        if one in word:
            word = word.replace(one, other)
    return word


def words_of(text: str) -> list[Word]:
    """The words of a text in order, each with the number of its sentence."""
    words: list[Word] = []
    folded: dict[str, str] = {}
    sentence, end_before = 0, 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        between = text[end_before:start]
        pause = False
        if between not in (" ", "-", ""):
            ends_sentence = bool(words) and _SENTENCE_END.search(between) is not None
            sentence += ends_sentence
            pause = ends_sentence or _PAUSE.search(between) is not None
        word = found.group()
        if word not in folded:
            folded[word] = fold_word(word)
        words.append(Word(folded[word], start, end, sentence, pause))
        end_before = end
    return words


class Lexicon:
    """Phrases compiled once, to be found in many texts. A match names a phrase by its number."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._root = _Node()
        self._stem_lengths: tuple[int, ...] = ()
        stems: set[str] = set()
        for number, phrase in enumerate(phrases):
            for variant in _variants(phrase):
                _grow(self._root, variant, number)
                stems.update(step for step in variant if step.endswith("*") and step != "*")
        self._stems = frozenset(stems)
        self._stem_lengths = tuple(sorted({len(stem) - 1 for stem in stems}))

    def find(self, text: str) -> list[Match]:
        """Every match in the text, overlapping ones too, by start, then end, then phrase."""
        return self.find_in(words_of(text))

    def find_in(self, words: list[Word]) -> list[Match]:
        """The same for a text that has been cut into words already."""
        steps: dict[str, tuple[str, ...]] = {}
        for word in words:
            if word.folded not in steps:
                steps[word.folded] = self._steps(word.folded)
        starts = {word for word, known in steps.items() if not self._root.after.keys().isdisjoint(known)}
        found = {
            Match(phrase, words[first].start, words[last].end, first, last)
            for first, word in enumerate(words)
            if word.folded in starts
            for phrase, last in _walk(self._root, words, steps, first)
        }
        return sorted(found, key=lambda m: (m.start, m.end, m.phrase))

    def _steps(self, word: str) -> tuple[str, ...]:
        """What the word can be in a phrase: itself, and each known stem it begins with."""
        stems = (word[:length] + "*" for length in self._stem_lengths if length <= len(word))
        return (word, *(stem for stem in stems if stem in self._stems))


def _walk(root: _Node, words: list[Word], steps: dict[str, tuple[str, ...]], first: int) -> Iterator[tuple[int, int]]:
    """The phrases that begin at one word, each with the number of its last word."""
    waiting = [(root, first)]
    while waiting:
        node, here = waiting.pop()
        for step in steps[words[here].folded]:
            reached = node.after.get(step)
            if reached is None:
                continue
            for phrase in reached.ends:
                yield phrase, here
            following = here + 1
            if following == len(words) or words[following].sentence != words[here].sentence:
                continue
            if reached.after and not words[following].after_pause:
                waiting.append((reached, following))
            if reached.after_gap is not None:
                waiting.extend((reached.after_gap, there) for there in _across_gap(words, following))


def _across_gap(words: list[Word], following: int) -> Iterator[int]:
    """The words that can come next when up to GAP words of the same sentence are skipped."""
    for there in range(following, min(following + GAP + 1, len(words))):
        if words[there].sentence != words[following].sentence:
            return
        yield there


def _grow(node: _Node, steps: tuple[str, ...], number: int) -> None:
    """Add one written-out phrase to the tree."""
    for step in steps:
        if step == "*":
            node.after_gap = node.after_gap or _Node()
            node = node.after_gap
        else:
            node = node.after.setdefault(step, _Node())
    if number not in node.ends:
        node.ends.append(number)


def _variants(phrase: str) -> list[tuple[str, ...]]:
    """A phrase with its alternatives written out: "a|b c" -> [("a", "c"), ("b", "c")]."""
    slots = [[_step(choice, phrase) for choice in slot.split("|")] for slot in phrase.split()]
    variants = [
        tuple(itertools.chain(*chosen)) for chosen in itertools.islice(itertools.product(*slots), MOST_VARIANTS + 1)
    ]
    if len(variants) > MOST_VARIANTS:
        raise PhraseError(f"{phrase!r} stands for more than {MOST_VARIANTS} phrases: split it")
    for steps in variants:
        if not steps or "*" in (steps[0], steps[-1]) or ("*", "*") in itertools.pairwise(steps):
            raise PhraseError(f"{phrase!r} needs a word at both ends and between two gaps")
    return variants


def _step(choice: str, phrase: str) -> tuple[str, ...]:
    """One alternative as steps of the tree: "well-being" -> ("well", "being")."""
    if choice == "*":
        return ("*",)
    stem = choice.removesuffix("*")
    words = [fold_word(word) for word in _WORD.findall(stem)]
    if not words or "*" in stem or (stem != choice and len(words[-1]) < 2):
        raise PhraseError(f"{choice!r} in {phrase!r} is neither a word nor a stem of two letters or more")
    if stem != choice:
        words[-1] += "*"
    return tuple(words)
