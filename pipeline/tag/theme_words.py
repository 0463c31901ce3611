"""What single words say of a theme, beyond the phrases of the lexicon: weights learnt from labelled statements.

`data/themes_words.json` holds for each of some 1,500 word stems how far it moves the odds of each theme, and how
much the lexicon's own score counts beside them. `tools/train_themes.py` writes it. The weights are whole hundredths,
so that a score is the same on every machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.tag.theme_context import ContextModel
from pipeline.text.lexicon import Word

SHORTEST = 3
"""Content words a statement is taken to have at least, so that one word of two does not decide alone."""

SPEAKS = 0.4
"""Log-odds from which a word is shown as evidence."""

MOST_SHOWN = 4
"""Words of a statement shown as evidence of one theme."""

_EMPTY = """
a an the of to and in on at by for with from is are was were be been it its this that which who whom whose as or not no
nor but if then than so such there their they them he she his her we our us i my me you your do does did has have had
having will would can could may might must shall should one two three all any each every some more most other only own
same also up out into over under about between after before when where while how what why because since until through
during both few many much very too just now here
"""

EMPTY_WORDS = frozenset(_EMPTY.split())
"""Words that say nothing of a subject. They are neither weighed nor counted."""


_ENDINGS = (("ing", 6, "thing"), ("ed", 5, "eed"), ("es", 5, "ses"), ("s", 4, "ss"))
"""An ending, the shortest word it is cut from, and the ending it is not cut from."""


@dataclass(frozen=True)
class WordModel:
    """The learnt weights, and how they are added to the lexicon's score."""

    trust: float  # how much of the lexicon's log-odds counts
    least: float  # a lexicon score is taken to be at least this, and at most one minus this
    stretch: float  # with `shift`, makes the sum a probability
    shift: float
    threshold: float  # these two take the place of the rule's
    fallback: float
    bias: Mapping[str, float]  # for each theme
    weights: Mapping[str, Mapping[str, float]]  # for each word stem, how far it moves each theme
    context: ContextModel | None = None  # what a statement's document adds

    @classmethod
    def parse(cls, source: bytes) -> WordModel:
        """Read the JSON text of the weights; `ValueError` or `KeyError` says what is wrong."""
        data = json.loads(source)
        themes = data["themes"]
        context = data.get("context")
        return cls(
            context=ContextModel.parse(context, themes) if context is not None else None,
            bias={theme: value / 100 for theme, value in zip(themes, data["bias"], strict=True)},
            weights={
                stem: {themes[place]: value / 100 for place, value in moved} for stem, moved in data["words"].items()
            },
            **{name: float(data[name]) for name in ("trust", "least", "stretch", "shift", "threshold", "fallback")},
        )

    def moves(self, words: Sequence[Word], masked: Callable[[str, int], bool]) -> dict[str, dict[int, float]]:
        """For each theme, how far each word moves its log-odds; a stem counts where it stands first.

        `masked` says whether a word stands inside a name or a phrase that the theme leaves out.
        """
        content = [(place, stem_of(word.folded)) for place, word in enumerate(words) if is_content(word.folded)]
        share = 1 / math.sqrt(max(len(content), SHORTEST))
        first: dict[str, int] = {}
        for place, stem in content:
            first.setdefault(stem, place)
        moved: dict[str, dict[int, float]] = {}
        for stem, place in first.items():
            for theme, weight in self.weights.get(stem, {}).items():
                if not masked(theme, place):
                    moved.setdefault(theme, {})[place] = weight * share
        return moved

    def log_odds(self, lexicon: Mapping[str, float], moved: Mapping[str, Mapping[int, float]]) -> dict[str, float]:
        """For every theme the sum of what the lexicon's score and the words say of it."""
        return {theme: self._log_odds(theme, lexicon.get(theme, 0.0), moved.get(theme, {})) for theme in self.bias}

    def _log_odds(self, theme: str, lexicon: float, moved: Mapping[int, float]) -> float:
        known = min(max(lexicon, self.least), 1 - self.least)
        return self.bias[theme] + self.trust * math.log(known / (1 - known)) + sum(moved.values())

    def probability(self, odds: float) -> float:
        """How likely a theme with such log-odds is."""
        return round(1 / (1 + math.exp(-(self.stretch * odds + self.shift))), 4)


def speaking(moved: Mapping[int, float]) -> list[int]:
    """The words that speak aloud for a theme, in reading order."""
    loud = sorted(
        (place for place, value in moved.items() if value >= SPEAKS), key=lambda place: (-moved[place], place)
    )
    return sorted(loud[:MOST_SHOWN])


def is_content(folded: str) -> bool:
    """Whether a word can say what a text is about: no empty word, no number."""
    return folded not in EMPTY_WORDS and not folded.isdigit()


def stem_of(word: str) -> str:
    """A folded word without its commonest endings: "policies" -> "policy", "trained" -> "train", "houses" -> "hous"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending, shortest, unless in _ENDINGS:
        if len(word) >= shortest and word.endswith(ending) and not word.endswith(unless):
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
