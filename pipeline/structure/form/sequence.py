"""Open questions settled together: forms ask what it was for, what was learnt, what will be done, in this order.

Each open question has some worth for each thought by its words and by what its answer is like; of all ways to give them
columns the one is taken that is worth most in all, where going back in the order, asking twice and asking for no
learnings or no changes cost something (the path of Viterbi).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

OPEN = ("purpose", "key_learnings", "-reflection", "one_change", "-issues", "-recommendation")
_RANK = {"purpose": 0, "key_learnings": 1, "-reflection": 2, "one_change": 3, "-issues": 4, "-recommendation": 4}
BACK, TWICE = 0.8, 0.5
# What is lost where no question asks for a column: from the rank before it straight to one behind it.
SKIPPED = {"key_learnings": 1.0, "one_change": 0.6}
ASIDE = {"-reflection": 0.3, "-issues": 0.3, "-recommendation": 0.3}  # columns that few forms ask for


def settle_open(worths: Sequence[Mapping[str, float]]) -> list[str]:
    """The column of each open question, in order. worths: what each is worth for each column of `OPEN`; a question
    that is already settled is worth something for one column only."""
    if not worths:
        return []
    best: dict[str, tuple[float, tuple[str, ...]]] = {
        name: (_own(worths[0], name) - _passed("", name), (name,)) for name in _possible(worths[0])
    }
    for worth in worths[1:]:
        best = {name: _step(best, name, _own(worth, name)) for name in _possible(worth)}
    total = {name: score - _passed(name, "") for name, (score, _) in best.items()}
    return list(best[max(total, key=lambda name: (total[name], -_RANK[name]))][1])


def _step(best: Mapping[str, tuple[float, tuple[str, ...]]], name: str, own: float) -> tuple[float, tuple[str, ...]]:
    """The best way to come to a column from those of the question before."""
    ways = {before: score - _cost(before, name) for before, (score, _) in best.items()}
    before = max(ways, key=lambda b: (ways[b], -_RANK[b]))
    return ways[before] + own, (*best[before][1], name)


def _possible(worth: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(worth) if len(worth) == 1 else OPEN


def _own(worth: Mapping[str, float], name: str) -> float:
    return worth.get(name, 0.0) - ASIDE.get(name, 0.0)


def _cost(before: str, name: str) -> float:
    back = BACK * (_RANK[name] < _RANK[before])
    return back + TWICE * (name == before) + _passed(before, name)


def _passed(before: str, name: str) -> float:
    """What is lost by going from one column to another without asking for those between them."""
    start, end = _RANK[before] if before else -1, _RANK[name] if name else 5
    return sum(cost for column, cost in SKIPPED.items() if start < _RANK[column] < end)
