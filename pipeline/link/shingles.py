"""Texts that share most of their word 3-grams, found without comparing all with all.

Containment of a short text in a longer one is the share of its 3-grams that the longer has. To share so many, they
must share one of the rarest few of the short one's: only those are looked up (a prefix filter, which misses nothing).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

WIDTH = 3


class Vocabulary:
    """Numbers for words, so that a 3-gram is one integer."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def grams(self, words: Sequence[str]) -> frozenset[int]:
        """The distinct 3-grams of a text; a shorter text has one, all of it."""
        numbers = [self._numbers.setdefault(word, len(self._numbers) + 1) for word in words]
        if len(numbers) < WIDTH:
            return frozenset([_packed([*numbers, 0, 0, 0][:WIDTH])]) if numbers else frozenset()
        return frozenset(_packed(numbers[k : k + WIDTH]) for k in range(len(numbers) - WIDTH + 1))


def _packed(numbers: Sequence[int]) -> int:
    first, second, third = numbers
    return (first << 60) | (second << 30) | third


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the shorter text that stands in the longer."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def near_pairs(sets: Sequence[frozenset[int]], least: float, balance: float) -> Iterator[tuple[int, int]]:
    """Pairs (smaller index first) whose containment is at least `least` and of which the shorter set has at least
    `balance` times the size of the longer."""
    shared = _shared(sets)
    holders: dict[int, list[int]] = {}
    for number in sorted(range(len(sets)), key=lambda n: (-len(sets[n]), n)):  # longer sets first
        rare = _rarest(sets[number], shared, least)
        seen = {other for gram in rare for other in holders.get(gram, ())}
        for other in sorted(seen):
            if len(sets[number]) < balance * len(sets[other]):
                continue
            if containment(sets[number], sets[other]) >= least:
                yield (number, other) if number < other else (other, number)
        for gram in sets[number]:
            if gram in shared:
                holders.setdefault(gram, []).append(number)


def _shared(sets: Iterable[frozenset[int]]) -> dict[int, int]:
    """How many sets have a gram, of those that more than one has."""
    counts = Counter(gram for one in sets for gram in one)
    return {gram: count for gram, count in counts.items() if count > 1}


def _rarest(grams: frozenset[int], shared: dict[int, int], least: float) -> list[int]:
    """Grams of which any set that contains enough of these must have one: all but `least` of them, rarest first.

    Those that no other set has are passed over; they use up what may be missing.
    """
    room = len(grams) - math.ceil(least * len(grams)) + 1
    common = [gram for gram in grams if gram in shared]
    room -= len(grams) - len(common)
    return sorted(common, key=lambda gram: (shared[gram], gram))[:room] if room > 0 else []
