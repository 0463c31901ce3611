"""File a statement under themes, by counted evidence, and show the words that did it.

`data/themes.toml` lists for each theme the phrases that speak for it, at three levels, and the
phrases inside which they do not count. A statement is read once; for each theme it is counted how
many distinct phrases of each level stand in it, how early, and what the heading above says. A small
logistic model, the same for every theme (`[rule]` in the same file, learnt by `bench/themes.py`),
turns the counts into a score: about how likely a librarian would file the statement there. The
model knows no word, so a theme added to the file works at once.

If weights of single words stand beside the vocabulary ("themes_words.json" beside "themes.toml"), they are
added to that score (`pipeline/tag/theme_words.py`). A vocabulary without them works by its phrases alone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import MissingTool
from pipeline.tag.settings import words_beside
from pipeline.tag.theme_words import WordModel, speaking
from pipeline.text.lexicon import Lexicon, Match, Word, words_of
from pipeline.text.vocabulary import Rule, Terms, VocabularyError, parse
from pipeline.text.vocabulary.terms import LEVELS

PACKAGED = Path(__file__).parent.parent / "data" / "themes.toml"

LOUDNESS = {"strong": 1.0, "normal": 0.5, "weak": 0.15}
"""How much a phrase says when themes are compared with each other."""

EARLY = 10
"""Words at the start of a statement, where its subject stands."""

WHISPER = 0.05
"""Score from which single words make a hit where no phrase or heading speaks for a theme."""

FEATURES = (
    "first_strong",  # a strong phrase stands in the statement
    "second_strong",  # a second, different one
    "more_strong",  # a third and fourth
    "first_normal",
    "more_normal",  # a second and third
    "weak",  # up to three
    "early",  # a strong or normal phrase among the first EARLY words
    "heading",  # the loudest phrase of the nearest heading that says something
    "context",  # the loudest phrase of the document's title or lead-in
    "share",  # how loud the theme is beside the loudest of this statement
    "length",  # of the statement: log(words / 25)
)


@dataclass(frozen=True)
class ThemeHit:
    """A theme that something in a statement speaks for."""

    theme: str
    score: float  # 0 to 1
    spans: tuple[tuple[int, int], ...]  # where the phrases stand in the text, in reading order
    evidence: tuple[str, ...]  # the phrases and words as printed, each once; empty if only a heading speaks


class Weighed(NamedTuple):
    """What is said of a statement by itself."""

    hits: list[ThemeHit]  # best first
    odds: Mapping[str, float]  # log-odds of every theme; empty where a vocabulary has no word weights
    found: Mapping[str, Sequence[Found]]  # the phrases that speak for each theme, in reading order


class _Rule(NamedTuple):
    """How counts become a score, and scores a choice."""

    threshold: float  # themes at or above it are chosen
    fallback: float  # when none is, the best is chosen at or above this
    bias: float
    weights: tuple[float, ...]  # one for each of FEATURES


class Found(NamedTuple):
    """A phrase of a theme found in a text; `word` is the number of its first word."""

    level: str
    start: int
    end: int
    word: int
    folded: str


@dataclass(frozen=True)
class _Reading:
    """A text as a vocabulary reads it."""

    words: Sequence[Word]
    found: Mapping[str, list[Found]]  # the phrases that speak for each theme, in reading order
    masks: Mapping[str, Mapping[int, int]]  # words that do not count for a theme; under "", for none

    def masked(self, theme: str, word: int) -> bool:
        """Whether a word stands inside a name, or inside a phrase that the theme leaves out."""
        return any(word in self.masks.get(key, ()) for key in (theme, ""))


class Vocabulary:
    """The themes, their phrases compiled into one matcher, and the version of the file."""

    def __init__(self, source: bytes, words: bytes | None = None, suffix: str = ".toml") -> None:
        """Read the bytes of a vocabulary, and the JSON text of word weights if there are any.

        VocabularyError (a `ValueError`) says what is wrong with them.
        """
        terms = parse(source, suffix)
        self.terms = terms
        self.version = hashlib.sha256(source + (words or b"")).hexdigest()[:12]
        self.groups: Mapping[str, str] = terms.groups
        self.themes = terms.themes
        self.words = _word_model(words, terms) if words is not None else None
        self.rule = _rule(terms.rule or packaged_rule())
        if self.words is not None:
            self.rule = self.rule._replace(threshold=self.words.threshold, fallback=self.words.fallback)
        self._entries = [
            (theme.id, level, phrase)
            for theme in self.themes
            for level in (*LEVELS, "unless")
            for phrase in getattr(theme, level)
        ] + [("", "unless", phrase) for phrase in terms.names]
        self._lexicon = Lexicon(phrase for _, _, phrase in self._entries)

    @property
    def method(self) -> str:
        """What decides a score, with its version: the phrases alone, or words beside them."""
        return f"{'lexicon+words' if self.words is not None else 'lexicon'}/{self.version}"

    @classmethod
    def load(cls, path: Path = PACKAGED) -> Vocabulary:
        """The vocabulary in a file, with the word weights beside it; without a path the packaged one.

        Raises VocabularyError, or MissingTool where Turtle is read without the extra for it.
        """
        weights = words_beside(path)
        return _built(path.read_bytes(), weights.read_bytes() if weights.is_file() else None, path.suffix)

    def evidence(self, text: str) -> tuple[Mapping[str, list[Found]], int]:
        """What speaks for each theme in a text, in reading order, and the number of words."""
        reading = self.read(text)
        return reading.found, len(reading.words)

    def read(self, text: str) -> _Reading:
        """The words of a text, the phrases of each theme in it, and what is masked."""
        words = words_of(text)
        found: dict[str, list[tuple[str, Match]]] = {}
        masks: dict[str, list[Match]] = {}
        for match in self._lexicon.find_in(words):
            theme, level, _ = self._entries[match.phrase]
            if level == "unless":
                masks.setdefault(theme, []).append(match)
            else:
                found.setdefault(theme, []).append((level, match))
        names = masks.get("", [])
        kept = {theme: _distinct(matches, [*masks.get(theme, []), *names], words) for theme, matches in found.items()}
        return _Reading(
            words=words,
            found={theme: matches for theme, matches in kept.items() if matches},
            masks={theme: _covered(matches) for theme, matches in masks.items()},
        )


@lru_cache(maxsize=4)
def _built(source: bytes, words: bytes | None, suffix: str) -> Vocabulary:
    """A vocabulary by its content: a worker builds one once, and not for each document."""
    try:
        return Vocabulary(source, words, suffix)
    except ModuleNotFoundError as error:
        raise MissingTool(
            f"A vocabulary in {suffix} needs the package {error.name}. Install the extra with "
            "`pip install 'learnings[skos]'`, or turn the file into .toml where it is installed."
        ) from error


def vocabulary_of(path: str) -> Vocabulary:
    """The vocabulary that a setting names, the packaged one where it names none; the same object for the same content.

    Raises VocabularyError, MissingTool or OSError.
    """
    return Vocabulary.load(Path(path)) if path else packaged()


@lru_cache(maxsize=1)
def packaged() -> Vocabulary:
    """The vocabulary that comes with the package, read when first asked for."""
    return Vocabulary.load()


@lru_cache(maxsize=1)
def packaged_rule() -> Rule:
    """The rule of the packaged vocabulary, which knows no word and so serves any other."""
    rule = parse(PACKAGED.read_bytes(), PACKAGED.suffix).rule
    assert rule is not None
    return rule


def score_themes(
    text: str, section: str = "", context: str = "", vocabulary: Vocabulary | None = None
) -> list[ThemeHit]:
    """Every theme that something speaks for, best first.

    `section` is the heading path above the statement ("A > B > C"): the nearest heading that says
    something counts, so that "Conclusions" leaves the word to the one above. `context` is the
    document's title or a lead-in sentence. Spans are offsets into `text`.
    """
    return weigh(text, section, context, vocabulary or packaged()).hits


def weigh(text: str, section: str, context: str, vocabulary: Vocabulary) -> Weighed:
    """Every theme that something in a statement speaks for, and what it is made of, for those who go on from there."""
    reading = vocabulary.read(text)
    rows = features(reading.found, len(reading.words), section, context, vocabulary)
    scores = {theme: _score(row, vocabulary.rule) for theme, row in rows.items()}
    if vocabulary.words is None:
        odds: dict[str, float] = {}
        hits = [_hit(text, theme, score, _spans(reading.found.get(theme, ()))) for theme, score in scores.items()]
    else:
        moved = vocabulary.words.moves(reading.words, reading.masked)
        odds = vocabulary.words.log_odds(scores, moved)
        hits = _with_words(
            text, reading, scores, moved, {theme: vocabulary.words.probability(o) for theme, o in odds.items()}
        )
    return Weighed(sorted(hits, key=lambda hit: (-hit.score, hit.theme)), odds, reading.found)


def choose_themes(
    hits: Sequence[ThemeHit],
    most: int = 4,
    vocabulary: Vocabulary | None = None,
    limits: tuple[float, float] | None = None,
) -> list[ThemeHit]:
    """The themes to file under: those at the threshold, at most `most`; else the best, if it is likely enough.

    `limits` are another threshold and fallback than those of the vocabulary's rule.
    """
    rule = (vocabulary or packaged()).rule
    threshold, fallback = limits or (rule.threshold, rule.fallback)
    ranked = sorted(hits, key=lambda hit: (-hit.score, hit.theme))
    chosen = [hit for hit in ranked[:most] if hit.score >= threshold]
    return chosen or [hit for hit in ranked[:1] if hit.score >= fallback]


def features(
    found: Mapping[str, Sequence[Found]], length: int, section: str, context: str, vocabulary: Vocabulary
) -> dict[str, tuple[float, ...]]:
    """The counts that the rule weighs, in the order of FEATURES, for each theme with evidence anywhere."""
    above = _nearest(section, vocabulary)
    around = loudest(context, vocabulary)
    loud = {theme: _loudness(found.get(theme, ())) for theme in sorted({*found, *above, *around})}
    if not found:  # a statement without a word of ours: the heading speaks for it, else the title
        loud |= above or around
    top = max(loud.values(), default=1.0)
    size = math.log(max(length, 5) / 25)
    return {
        theme: (
            *_counts(found.get(theme, ())),
            above.get(theme, 0.0),
            around.get(theme, 0.0),
            loudness / top,
            size,
        )
        for theme, loudness in loud.items()
    }


def _nearest(section: str, vocabulary: Vocabulary) -> Mapping[str, float]:
    """How loud each theme is in the nearest heading with a strong or normal phrase."""
    for heading in reversed(section.split(">")):
        speaking = loudest(heading.strip(), vocabulary)
        if max(speaking.values(), default=0.0) >= LOUDNESS["normal"]:
            return speaking
    return {}


@lru_cache(maxsize=4096)
def loudest(heading: str, vocabulary: Vocabulary) -> Mapping[str, float]:
    """For each theme the loudness of the loudest phrase in a heading or title."""
    found, _ = vocabulary.evidence(heading)
    return {theme: max(LOUDNESS[one.level] for one in matches) for theme, matches in found.items()}


def _counts(found: Iterable[Found]) -> tuple[float, ...]:
    """The first seven features: distinct phrases by level, and whether one stands early."""
    levels: dict[str, str] = {}
    early = False
    for one in found:
        levels.setdefault(one.folded, one.level)
        early = early or (one.level != "weak" and one.word < EARLY)
    strong, normal, weak = (sum(level == wanted for level in levels.values()) for wanted in LEVELS)
    return (
        float(strong > 0),
        float(strong > 1),
        float(min(max(strong - 2, 0), 2)),
        float(normal > 0),
        float(min(max(normal - 1, 0), 2)),
        float(min(weak, 3)),
        float(early),
    )


def _loudness(found: Iterable[Found]) -> float:
    """How loud the phrases are together: each counts .6 of the one before, the loudest first."""
    distinct = {one.folded: LOUDNESS[one.level] for one in found}
    return sum(one * 0.6**rank for rank, one in enumerate(sorted(distinct.values(), reverse=True)))


def _score(row: tuple[float, ...], rule: _Rule) -> float:
    """The logistic of the weighted counts, to four places, the same on every machine."""
    total = rule.bias + sum(weight * value for weight, value in zip(rule.weights, row, strict=True))
    return round(1 / (1 + math.exp(-total)), 4)


def _with_words(
    text: str,
    reading: _Reading,
    scores: Mapping[str, float],
    moved: Mapping[str, Mapping[int, float]],
    likely: Mapping[str, float],
) -> list[ThemeHit]:
    """The hits when single words are weighed, too: themes that a phrase, a heading or a word speaks for."""
    hits = []
    for theme in sorted({*scores, *moved}):
        words = [reading.words[place] for place in speaking(moved.get(theme, {}))]
        score = likely.get(theme, scores.get(theme, 0.0))
        if theme in scores or (words and score >= WHISPER):
            hits.append(_hit(text, theme, score, _spans(reading.found.get(theme, ()), words)))
    return hits


def _spans(found: Sequence[Found], words: Sequence[Word] = ()) -> list[tuple[int, int]]:
    """Where the evidence stands, in reading order: the phrases, and the words outside them."""
    phrases = [(one.start, one.end) for one in found]
    alone = [(w.start, w.end) for w in words if not any(start <= w.start < end for start, end in phrases)]
    return sorted(phrases + alone)


def _hit(text: str, theme: str, score: float, spans: Sequence[tuple[int, int]]) -> ThemeHit:
    """A hit with its spans and each phrase as printed, once."""
    evidence = dict.fromkeys(" ".join(text[start:end].split()) for start, end in spans)
    return ThemeHit(theme, score, tuple(spans), tuple(evidence))


def _distinct(matches: Sequence[tuple[str, Match]], masks: Sequence[Match], words: Sequence[Word]) -> list[Found]:
    """The matches of one theme that count: outside masks, and of overlapping ones the louder, then the longer."""
    masked = _covered(masks)
    louder = sorted(matches, key=lambda one: (-LOUDNESS[one[0]], one[1].first - one[1].last, one[1].first))
    taken: set[int] = set()
    kept = []
    for level, match in louder:
        place = range(match.first, match.last + 1)
        if match.last <= masked.get(match.first, -1) or not taken.isdisjoint(place):
            continue
        taken.update(place)
        folded = " ".join(word.folded for word in words[match.first : match.last + 1])
        kept.append(Found(level, match.start, match.end, match.first, folded))
    return sorted(kept, key=lambda one: one.start)


def _covered(masks: Sequence[Match]) -> dict[int, int]:
    """For each word inside a mask, the furthest word that a mask around it reaches."""
    reach: dict[int, int] = {}
    for mask in masks:
        for word in range(mask.first, mask.last + 1):
            reach[word] = max(reach.get(word, -1), mask.last)
    return reach


def _rule(rule: Rule) -> _Rule:
    """A rule with its weights in the order of FEATURES."""
    if set(rule.weights) != set(FEATURES):
        raise VocabularyError(f"[rule.weights] must name exactly: {', '.join(FEATURES)}")
    return _Rule(rule.threshold, rule.fallback, rule.bias, tuple(rule.weights[name] for name in FEATURES))


def _word_model(source: bytes, terms: Terms) -> WordModel:
    """The word weights, which must be those of this vocabulary."""
    try:
        model = WordModel.parse(source)
    except (KeyError, TypeError, ValueError) as error:
        raise VocabularyError(f"its word weights cannot be read ({error})") from error
    if set(model.bias) - {theme.id for theme in terms.themes}:
        raise VocabularyError("its word weights belong to another vocabulary; learn them anew or remove the file")
    return model
