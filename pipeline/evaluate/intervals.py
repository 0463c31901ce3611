"""How sure a figure is: bootstrap intervals over the units it is drawn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate.tally import Unit, f_score

RESAMPLES = 2_000
SEED = 20_130_520

NAMES = ("forms", "items", "kinds", "themes", "cities", "people")


@dataclass(frozen=True)
class Interval:
    """A pooled F-score and the range that holds 95 % of the resampled ones."""

    value: float
    low: float
    high: float
    units: int


def intervals(documents: Sequence[Mapping[str, list[Unit]]]) -> dict[str, Interval]:
    """Intervals of the figures in NAMES that have units, pooled over documents."""
    pooled: dict[str, list[Unit]] = defaultdict(list)
    for units in documents:
        for name, more in units.items():
            pooled[name].extend(more)
    return {name: bootstrap(pooled[name]) for name in NAMES if pooled[name]}


def bootstrap(units: list[Unit]) -> Interval:
    """Draw as many units as there are, with replacement, over and over; the seed is fixed."""
    import numpy as np

    random = np.random.default_rng(SEED)
    kinds, counts = np.unique(np.array(units), axis=0, return_counts=True)  # few: a hit is like any other
    drawn = random.multinomial(len(units), counts / len(units), size=RESAMPLES)
    hits, found, wanted = (drawn @ kinds).T
    total = found + wanted
    scores = np.where(total > 0, 2 * hits / np.maximum(total, 1), 1.0)  # the same as f_score
    low, high = np.quantile(scores, (0.025, 0.975))
    return Interval(f_score(units), float(low), float(high), len(units))
