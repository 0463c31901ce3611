"""Numbers and letters that enumerate: (i), (ii); (a), (b); 1), 2)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii")


@lru_cache(maxsize=1_024)
def values(mark: str) -> frozenset[int]:
    """What a mark may count: `(v)` is 5 as a Roman number and 22 as a letter.

    >>> sorted(values("(v)"))
    [5, 22]
    """
    word = "".join(re.findall(r"[0-9A-Za-z]+", mark)[-1:]).lower()
    found = set()
    if word.isdigit():
        found.add(int(word))
    if word in ROMAN:
        found.add(ROMAN.index(word) + 1)
    if len(word) == 1 and word.isascii() and word.isalpha():
        found.add(ord(word) - ord("a") + 1)
    return frozenset(found)


def follows(mark: str, before: str) -> bool:
    """Whether one mark comes right after another of the same style.

    >>> follows("3.", "2."), follows("(b)", "(a)"), follows("9.", "2."), follows("2)", "1.")
    (True, True, False, False)
    """
    if not before or _style(mark) != _style(before):
        return False
    last = values(before)
    return any(value - 1 in last for value in values(mark))


@lru_cache(maxsize=1_024)
def _style(mark: str) -> str:
    return re.sub(r"[0-9A-Za-z]+", "#", mark)


def is_sequence(marks: list[str]) -> bool:
    """Whether marks count from one without a gap."""
    return bool(marks) and 1 in values(marks[0]) and all(follows(b, a) for a, b in pairwise(marks))
