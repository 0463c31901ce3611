"""File the statements of one document under themes, each in the light of the others.

Where the weights beside a vocabulary have a part "context", phrases and words speak first, statement by statement;
then the document, its title and the statements beside each one have a say (`pipeline/tag/theme_context.py`). A
vocabulary without it files each statement by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.tag.theme_context import ContextModel
from pipeline.tag.themes import (
    LOUDNESS,
    WHISPER,
    ThemeHit,
    Vocabulary,
    Weighed,
    choose_themes,
    loudest,
    weigh,
)

MOST_SHOWN = 3
"""Phrases of the document that are shown where a theme has none in the statement itself."""


class Statement(NamedTuple):
    """A statement and the heading path above it ("A > B")."""

    text: str
    section: str


def file_statements(statements: Sequence[Statement], title: str, vocabulary: Vocabulary) -> list[list[ThemeHit]]:
    """The themes of each statement of a document, best first, four at most. The statements are in reading order."""
    return [
        choose_themes(hits, vocabulary=vocabulary, limits=limits_of(vocabulary))
        for hits in score_statements(statements, title, vocabulary)
    ]


def limits_of(vocabulary: Vocabulary) -> tuple[float, float]:
    """(threshold, fallback) for the statements of a document."""
    context = _context(vocabulary)
    return (context or vocabulary.rule).threshold, (context or vocabulary.rule).fallback


def score_statements(statements: Sequence[Statement], title: str, vocabulary: Vocabulary) -> list[list[ThemeHit]]:
    """Every theme that something speaks for, for each statement of a document, best first."""
    alone = [weigh(one.text, one.section, title, vocabulary) for one in statements]
    context = _context(vocabulary)
    if context is None or not statements:
        return [one.hits for one in alone]
    shown = _shown(statements, alone)
    scores = context.scores([one.odds for one in alone], loudest(title, vocabulary))
    return [_together(one.hits, score, shown) for one, score in zip(alone, scores, strict=True)]


def _context(vocabulary: Vocabulary) -> ContextModel | None:
    return vocabulary.words.context if vocabulary.words is not None else None


def _together(
    alone: Sequence[ThemeHit], scores: Mapping[str, float], shown: Mapping[str, tuple[str, ...]]
) -> list[ThemeHit]:
    """The hits of a statement with their scores in the document, and those that the document alone speaks for."""
    own = {hit.theme: hit for hit in alone}
    hits = [
        ThemeHit(theme, score, own[theme].spans, own[theme].evidence or shown.get(theme, ()))
        if theme in own
        else ThemeHit(theme, score, (), shown.get(theme, ()))
        for theme, score in scores.items()
        if theme in own or (score >= WHISPER and theme in shown)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.theme))


def _shown(statements: Sequence[Statement], alone: Sequence[Weighed]) -> dict[str, tuple[str, ...]]:
    """For each theme the phrases that speak most for it in the document."""
    voices: dict[str, Counter[str]] = {}
    for statement, one in zip(statements, alone, strict=True):
        for theme, found in one.found.items():
            for phrase in found:
                words = " ".join(statement.text[phrase.start : phrase.end].lower().split())
                voices.setdefault(theme, Counter())[words] += round(LOUDNESS[phrase.level] * 100)
    return {
        theme: tuple(sorted(heard, key=lambda words: (-heard[words], words))[:MOST_SHOWN])
        for theme, heard in voices.items()
    }
