"""Which things are one thing: groups that grow pair by pair, and never join what contradicts itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

P = TypeVar("P")
Pair = tuple[int, int]


class Groups(Generic[P]):
    """Things numbered from 0, each with a profile; the profile of a group is the sum of its members' profiles.

    clash: whether two profiles contradict each other, so that their groups must stay apart.
    absorb: adds the second profile to the first, in place.
    """

    def __init__(self, profiles: Sequence[P], clash: Callable[[P, P], bool], absorb: Callable[[P, P], None]) -> None:
        self._parents = list(range(len(profiles)))
        self._sizes = [1] * len(profiles)
        self._profiles = list(profiles)
        self._clash = clash
        self._absorb = absorb

    def root(self, thing: int) -> int:
        """The number that stands for the group of a thing."""
        while self._parents[thing] != thing:
            self._parents[thing] = self._parents[self._parents[thing]]
            thing = self._parents[thing]
        return thing

    def profile(self, thing: int) -> P:
        """All that is known of the group of a thing."""
        return self._profiles[self.root(thing)]

    def members(self) -> dict[int, list[int]]:
        """The members of each group, by its root, in order."""
        found: dict[int, list[int]] = {}
        for thing in range(len(self._parents)):
            found.setdefault(self.root(thing), []).append(thing)
        return found

    def force(self, one: int, other: int) -> None:
        """Make two groups one without asking."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return
        if self._sizes[first] < self._sizes[second]:
            first, second = second, first
        self._parents[second] = first
        self._sizes[first] += self._sizes[second]
        self._absorb(self._profiles[first], self._profiles[second])

    def join(self, pairs: Iterable[Pair]) -> None:
        """Make each pair one group, unless they contradict each other."""
        for one, other in pairs:
            first, second = self.root(one), self.root(other)
            if first != second and not self._clash(self._profiles[first], self._profiles[second]):
                self.force(first, second)

    def join_clear(self, pairs: Iterable[Pair]) -> None:
        """Like `join`, but leave out a group that could join two others which contradict each other.

        "J. Smith" is left alone where both a John and a Jane are met.
        """
        rooted = sorted({_ordered(self.root(one), self.root(other)) for one, other in pairs})
        fits = [pair for pair in rooted if pair[0] != pair[1] and not self._contradict(*pair)]
        near: dict[int, list[int]] = {}
        for one, other in fits:
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
        torn = {thing for thing, others in near.items() if self._are_torn(others)}
        self.join(pair for pair in fits if not torn.intersection(pair))

    def _contradict(self, one: int, other: int) -> bool:
        return self._clash(self._profiles[one], self._profiles[other])

    def _are_torn(self, others: list[int]) -> bool:
        """Whether any two of these contradict each other. Enough of them are compared with the first few only."""
        few = others[:_FEW]
        return any(self._contradict(one, other) for k, one in enumerate(few) for other in others[k + 1 :])


_FEW = 20
"""How many neighbours are compared with all others, which keeps the time near linear."""


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
