"""Confidence that means something: of what is given out as 80 % sure, about 80 % is right.

Each rule or model gives a score of its own, and what a score is worth differs from one to the next. A score becomes a
confidence by Platt scaling (Platt 1999) with an offset for each method: the logistic of `bias + offset + slope * logit
of the score`. The constants were fitted on documents annotated by hand and stand in `data/confidence.json`;
`tools/fit_confidence.py` fits them anew and prints how far they hold on documents that they were not fitted on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

LEAST, MOST = 0.02, 0.98
"""Scores are taken as no surer than this: a rule that says 1 has no infinite odds."""

_VERSION = re.compile(r"[/@][0-9a-f]+")


class Scale(Struct, frozen=True, kw_only=True):
    """How scores of one kind of finding become confidences."""

    slope: float = 1.0
    bias: float = 0.0
    offsets: dict[str, float] = {}  # by method without its version

    def of(self, method: str, score: float) -> float:
        """The confidence of a score, to three places; never 0 or 1, since nothing is certain."""
        total = self.bias + self.offsets.get(family(method), 0.0) + self.slope * logit(score)
        return min(max(round(1 / (1 + math.exp(-total)), 3), 0.001), 0.999)


class Scales(Struct, frozen=True, kw_only=True):
    """The scales of all kinds of findings; a kind without one keeps its scores."""

    about: str = ""
    scales: dict[str, Scale] = {}

    def sure(self, kind: str, method: str, score: float) -> float:
        """How sure a finding is, 0 to 1. kind: an entity type, `insight` or `role`."""
        scale = self.scales.get(kind)
        return round(score, 3) if scale is None else scale.of(method, score)


def logit(score: float) -> float:
    """Log-odds of a score.

    >>> logit(0.5)
    0.0
    """
    bounded = min(max(score, LEAST), MOST)
    return math.log(bounded / (1 - bounded))


def family(method: str) -> str:
    """A method without its version, so that a new version keeps the constants until they are fitted again.

    >>> family("organisations@1:noun"), family("gazetteer/2+heading"), family("lexicon+words/fb92a91135b7")
    ('organisations:noun', 'gazetteer+heading', 'lexicon+words')
    """
    return _VERSION.sub("", method)


def packaged() -> Scales:
    """The scales that the package brings along."""
    return _packaged()


@cache
def _packaged() -> Scales:
    return msgspec.json.decode(resources.files("pipeline.data").joinpath("confidence.json").read_bytes(), type=Scales)


def part(person_method: str, known: Mapping[str, str]) -> str:
    """The method of a participation: how the person was found, and which of role, organisation and city are known.

    >>> part("list/1", {"role": "Mayor", "city": ""})
    'list/1:role'
    """
    return ":".join([person_method or "people", "+".join(name for name, value in known.items() if value) or "nothing"])
