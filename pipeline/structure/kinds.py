"""Whether a statement is worth keeping, and of which kind: its signs, weighed.

A multinomial logistic model (softmax over the kinds and `none`). The weights are whole hundredths, so that a score is
the same on every machine; `tools/train_statements.py` writes them from documents with a gold standard.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

NONE = "none"
DECIMALS = 2
FAITH = 0.25  # share of the likeliest kind's probability from which the announced kind is believed
SCALE = 100  # weights are hundredths


@dataclass(frozen=True)
class Judgement:
    """A kind and how likely it is right, 0 to 1."""

    kind: str
    confidence: float


@dataclass(frozen=True)
class KindModel:
    """The learnt weights."""

    kinds: tuple[str, ...]  # the first is `none`
    reluctance: float  # by which `none` must be likelier than the best kind for a statement to be left out
    weights: Mapping[str, tuple[tuple[int, int], ...]]  # of each sign: (number of a kind, hundredths)

    @classmethod
    def parse(cls, source: bytes) -> KindModel:
        """Read the JSON text of the weights; `ValueError` or `KeyError` says what is wrong."""
        data = json.loads(source)
        weights = {sign: tuple((kind, weight) for kind, weight in moved) for sign, moved in data["signs"].items()}
        return cls(tuple(data["kinds"]), float(data["reluctance"]), weights)

    def probabilities(self, signs: Iterable[str]) -> dict[str, float]:
        """How likely each kind is for a statement with these signs; they sum to 1."""
        sums = [0] * len(self.kinds)
        for sign in signs:
            for kind, weight in self.weights.get(sign, ()):
                sums[kind] += weight
        highest = max(sums)
        odds = [math.exp((total - highest) / SCALE) for total in sums]
        whole = sum(odds)
        return {kind: one / whole for kind, one in zip(self.kinds, odds, strict=True)}

    def judge(self, signs: Iterable[str], announced: str = "") -> Judgement | None:
        """The likeliest kind, None where a statement is not worth keeping. Its confidence is among the kinds alone.

        announced: the kind that what stands above says, which makes it a statement, and of that kind where another is
        not much likelier; `any` where it says no kind.
        """
        likely = self.probabilities(signs)
        without = likely.pop(NONE)
        kind = max(likely, key=lambda name: likely[name])
        if likely.get(announced, 0.0) >= FAITH * likely[kind]:
            kind = announced
        if not announced and without - self.reluctance > likely[kind]:
            return None
        return Judgement(kind, round(likely[kind] / sum(likely.values()), DECIMALS))


@cache
def packaged() -> KindModel:
    """The packaged weights (`data/statement_kinds.json`)."""
    return KindModel.parse(resources.files("pipeline.data").joinpath("statement_kinds.json").read_bytes())
