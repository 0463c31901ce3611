"""What a statement's document says of its themes: a librarian reads the whole before filing a part.

A report on a derby is about major events also where a line speaks of station steps. So the odds that phrases and words
give each statement are set beside those of the whole document, of its title and of the two statements beside it. A
subject ("policing") can be what a whole document is about; ways of working ("training", "finance") are mostly about
one statement: the weights of the document differ for the two. Like the rule of the phrases, the weights are the same
for all themes and know no word; `tools/train_themes.py` learns them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

FEATURES = (
    "odds",  # of the statement, by its phrases and words
    "gap",  # how far they are below those of its likeliest theme
    "mean",  # log-odds of the theme's mean over the document
    "ratio",  # that mean beside the theme's mean over all documents, as a logarithm
    "share",  # that mean beside the highest of the document
    "title",  # the loudest phrase of the document's title
    "subject",  # the theme can be what a whole document is about
    "subject_mean",  # the four above again, for such themes
    "subject_ratio",
    "subject_share",
    "subject_title",
    "beside",  # log-odds of the mean of the statements before and after, and of the document
)

STEADY = 0.02
"""Added to both means of a ratio, so that rare themes do not leap."""

_FARTHEST = 0.02  # probabilities are taken to be at least this, and at most one minus this


@dataclass(frozen=True)
class ContextModel:
    """The learnt weights, and what is known of documents in general."""

    bias: float
    weights: tuple[float, ...]  # one for each of FEATURES
    background: Mapping[str, float]  # for each theme, its mean over all documents
    subjects: frozenset[str]  # themes that a whole document can be about
    threshold: float
    fallback: float

    @classmethod
    def parse(cls, data: Mapping[str, object], themes: Sequence[str]) -> ContextModel:
        """Read the part "context" of the weights; `ValueError`, `TypeError` or `KeyError` says what is wrong."""
        weights, means, subjects = data["weights"], data["background"], data["subjects"]
        if not isinstance(weights, dict) or set(weights) != set(FEATURES):
            raise ValueError(f"the weights of the context must name exactly: {', '.join(FEATURES)}")
        if not isinstance(means, list) or not isinstance(subjects, list):
            raise TypeError("background and subjects must be lists")
        return cls(
            bias=_number(data["bias"]),
            weights=tuple(_number(weights[name]) for name in FEATURES),
            background={theme: _number(mean) for theme, mean in zip(themes, means, strict=True)},
            subjects=frozenset(subjects),
            threshold=_number(data["threshold"]),
            fallback=_number(data["fallback"]),
        )

    def scores(self, odds: Sequence[Mapping[str, float]], title: Mapping[str, float]) -> list[dict[str, float]]:
        """How likely each theme is for each statement of a document, in reading order, to four places."""
        if not odds:
            return []
        own, gap, *shared, beside = self.weights
        mean, near = _means(odds, self.background)
        lent = {
            theme: self.bias + sum(weight * value for weight, value in zip(shared, values, strict=True))
            for theme, values in _whole(mean, title, self.background, self.subjects).items()
        }
        scores = []
        for one, around in zip(odds, near, strict=True):
            best = max(one.values())
            scores.append(
                {
                    theme: round(
                        _probability(known + own * one[theme] + gap * (one[theme] - best) + beside * around[theme]), 4
                    )
                    for theme, known in lent.items()
                }
            )
        return scores


def features(
    odds: Sequence[Mapping[str, float]],
    title: Mapping[str, float],
    background: Mapping[str, float],
    subjects: frozenset[str],
) -> Iterator[dict[str, tuple[float, ...]]]:
    """For each statement and theme the values of FEATURES, to learn from.

    `odds` are the log-odds of every theme of `background` for each statement of one document, `title` the loudest
    phrase of its title for each theme that has one.
    """
    mean, near = _means(odds, background)
    whole = _whole(mean, title, background, subjects)
    for one, around in zip(odds, near, strict=True):
        best = max(one.values())
        yield {theme: (one[theme], one[theme] - best, *whole[theme], around[theme]) for theme in background}


def _means(
    odds: Sequence[Mapping[str, float]], background: Mapping[str, float]
) -> tuple[dict[str, float], list[dict[str, float]]]:
    """How likely each theme is over the document; and for each statement the log-odds of what stands beside it."""
    likely = [{theme: _probability(one[theme]) for theme in background} for one in odds]
    mean = {theme: (sum(one[theme] for one in likely) + usual) / (len(odds) + 1) for theme, usual in background.items()}
    near = []
    for place in range(len(odds)):
        beside = [*likely[max(place - 1, 0) : place], *likely[place + 1 : place + 2], mean]
        near.append({theme: _log_odds(sum(one[theme] for one in beside) / len(beside)) for theme in background})
    return mean, near


def _whole(
    mean: Mapping[str, float], title: Mapping[str, float], background: Mapping[str, float], subjects: frozenset[str]
) -> dict[str, tuple[float, ...]]:
    """The features that are the same for all statements of a document: those from "mean" to "subject_title"."""
    top = max(mean.values())
    whole = {}
    for theme, here in mean.items():
        ratio = math.log((here + STEADY) / (background[theme] + STEADY))
        values = (_log_odds(here), ratio, here / top, title.get(theme, 0.0))
        subject = float(theme in subjects)
        whole[theme] = (*values, subject, *(value * subject for value in values))
    return whole


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    known = min(max(probability, _FARTHEST), 1 - _FARTHEST)
    return math.log(known / (1 - known))
