"""Which column a question asks for by all its words together: the share of each column, by the examples.

Naive Bayes over the stems of `data/forms/wordings.txt`, pairs of them and the words a question begins with. It knows no
wording by heart, and so tells a new one by words that were met apart, where no phrase and no single example is near.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

from pipeline.structure.form.examples import LONGEST, terms, wordings

FEW = 0.02  # count that a term has in a column where it was never met
PAIR = 0.5  # what a pair of stems weighs beside a stem


@lru_cache(maxsize=4096)
def chances(question: str) -> Mapping[str, float]:
    """The share of each column, together 1; none where no word of a question was ever met in an example."""
    counts, sizes, total = _counts()
    met = [term for term in _features(question) if term in total]
    if not any(term[0] != "^" and not term.startswith(("len", "?")) for term in met):
        return {}
    size = sum(sizes.values())
    logs = dict.fromkeys(sizes, 0.0)
    for term in met:
        weight = PAIR if " " in term else 1.0
        for column, examples in sizes.items():
            shared = total[term] / size
            logs[column] += weight * math.log((counts[column][term] + shared + FEW) / (examples + 1 + 2 * FEW))
    best = max(logs.values())
    parts = {column: math.exp(value - best) for column, value in logs.items()}
    return {column: part / sum(parts.values()) for column, part in parts.items()}


def _features(question: str) -> frozenset[str]:
    found = terms(" ".join(question.split()[: 2 * LONGEST]))
    words = [term for term in found if " " not in term]
    shape = [f"len{min(len(words) // 3, 4)}", *(["?"] if question.rstrip().endswith("?") else [])]
    return frozenset((*found, "^" + "".join(words[:1]), "^^" + " ".join(words[:2]), *shape))


@cache
def _counts() -> tuple[Mapping[str, Counter[str]], Mapping[str, int], Counter[str]]:
    """(how many examples of each column hold a term, how many examples it has, how many hold the term at all)."""
    counts: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    for column, wording in wordings():
        counts.setdefault(column, Counter()).update(_features(wording))
        sizes[column] += 1
    total: Counter[str] = Counter()
    for counted in counts.values():
        total.update(counted)
    return counts, sizes, total
