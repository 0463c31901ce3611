"""Whether confidence means something: of what is given out as 80 % sure, are 80 % right?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.000001)
"""Where bins begin; narrower above, where most of what is found lies."""


class Sure(NamedTuple):
    """Something found: what it is, how it was found, how sure the dataset is of it, and whether it is right."""

    kind: str  # theme city country person organisation role insight
    method: str
    confidence: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """What is about equally sure."""

    start: float
    count: int
    confidence: float  # mean
    precision: float


@dataclass(frozen=True)
class Reliability:
    """How confidence and precision agree for one kind of finding.

    error: the expected calibration error, the mean distance between the two over all that was found (Naeini, Cooper,
    Hauskrecht, AAAI 2015).
    """

    count: int
    confidence: float
    precision: float
    error: float
    bins: tuple[Bin, ...]


def of_kinds(found: Sequence[Sure]) -> dict[str, Reliability]:
    """The reliability of each kind of finding, by its name."""
    kinds = sorted({one.kind for one in found})
    return {kind: reliability([one for one in found if one.kind == kind]) for kind in kinds}


def reliability(found: Sequence[Sure]) -> Reliability:
    """The reliability of some findings, at least one.

    >>> reliability([Sure("city", "", 0.9, True), Sure("city", "", 0.9, False)]).error
    0.4
    """
    bins = tuple(_bins(found))
    total = len(found)
    return Reliability(
        count=total,
        confidence=sum(one.confidence for one in found) / total,
        precision=sum(one.right for one in found) / total,
        error=sum(one.count * abs(one.confidence - one.precision) for one in bins) / total,
        bins=bins,
    )


def _bins(found: Sequence[Sure]) -> Iterator[Bin]:
    for start, end in pairwise(EDGES):
        inside = [one for one in found if start <= one.confidence < end]
        if inside:
            mean = sum(one.confidence for one in inside) / len(inside)
            yield Bin(start, len(inside), mean, sum(one.right for one in inside) / len(inside))


def as_lines(found: Sequence[Sure]) -> list[str]:
    """The reliability table for people; nothing where nothing was found."""
    if not found:
        return []
    lines = ["", "How sure, and how often right", f"{'':16}{'found':>8}{'sure':>8}{'right':>8}{'ECE':>8}"]
    for kind, one in of_kinds(found).items():
        lines.append(f"{kind:16}{one.count:8,}{one.confidence:8.3f}{one.precision:8.3f}{one.error:8.3f}")
        lines += [f"  from {b.start:<9.2f}{b.count:8,}{b.confidence:8.3f}{b.precision:8.3f}" for b in one.bins]
    return lines
