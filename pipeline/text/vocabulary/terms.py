"""What a vocabulary of themes holds, whatever file it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = ("strong", "normal", "weak")
LISTS = ("mappings", *LEVELS, "unless", "examples", "counterexamples")  # the lists of a theme, in the files' order


class VocabularyError(ValueError):
    """A vocabulary that cannot be used, and why."""


@dataclass(frozen=True)
class Theme:
    """One theme: what it is, and the words that speak for it."""

    id: str
    label: str
    definition: str
    broader: str  # id of a group, like "people"
    mappings: tuple[str, ...]  # ids of other vocabularies, like "sdg:11.7"
    strong: tuple[str, ...]
    normal: tuple[str, ...]
    weak: tuple[str, ...]
    unless: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """How counts become a score, and scores a choice (`pipeline/tag/themes.py`)."""

    threshold: float  # themes at or above it are chosen
    fallback: float  # when none is, the best is chosen at or above this
    bias: float
    weights: Mapping[str, float]  # by the name of the count


@dataclass(frozen=True)
class Terms:
    """A whole vocabulary."""

    groups: Mapping[str, str]  # id -> label, like "people": "People and inclusion"
    themes: tuple[Theme, ...]
    names: tuple[str, ...] = ()  # names inside which no word counts for any theme
    rule: Rule | None = None  # None: the packaged one
