"""What one measure gives for one document: figures, errors in words, and the units that figures are drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field

Unit = tuple[int, int, int]
"""What one thing adds to three sums: right, found, wanted. A hit is (1, 1, 1), a miss (0, 0, 1), an extra (0, 1, 0)."""

HIT: Unit = (1, 1, 1)
MISS: Unit = (0, 0, 1)
EXTRA: Unit = (0, 1, 0)
WRONG: Unit = (0, 1, 1)


@dataclass
class Tally:
    """The outcome of measures; sums of them are made with `add`."""

    scores: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    units: dict[str, list[Unit]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take in what another measure gave."""
        self.scores.update(other.scores)
        self.errors.extend(other.errors)
        for name, units in other.units.items():
            self.units[name] = [*self.units.get(name, []), *units]


def prf(hits: float, found: float, wanted: float) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean. Nothing found where nothing is wanted is perfect.

    >>> prf(1, 2, 1)
    (0.5, 1.0, 0.6666666666666666)
    """
    precision = hits / found if found else float(not wanted)
    recall = hits / wanted if wanted else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def f_score(units: list[Unit]) -> float:
    """The F-score of units taken together."""
    return prf(sum(u[0] for u in units), sum(u[1] for u in units), sum(u[2] for u in units))[2]
