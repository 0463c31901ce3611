"""Questions of forms by example: the column that the most similar known wording asks for.

Similarity is the cosine of two questions as bags of stems and of pairs of stems, each weighted by how rare it is
among the examples (`data/forms/wordings.txt`), so that "what is worth telling others" is near "what would you tell
others" although no phrase is the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from pipeline.text.clean import fold

LONGEST = 16  # words of a question that is compared; longer ones are told by their phrases
LENGTHS = 2  # a question that has less than half of an example's terms, such as one word of it, does not ask the same
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_ENDINGS = re.compile(r"(?<=\w{3})(?:ings?|ed|es|s|ly|er|ers)$")
_ARTICLES = frozenset(("a", "an", "the"))
# Persons are as good as each other: `we`, `you` and `I` ask the same.
_SAME = {"you": "we", "i": "we", "your": "our", "my": "our", "us": "we", "whom": "who", "persons": "people", "town": "city", "towns": "city", "cities": "city", "council": "city", "municipality": "city"}  # fmt: skip


@cache
def wordings() -> tuple[tuple[str, str], ...]:
    """(column, wording) of all packaged examples."""
    text = resources.files("pipeline.data").joinpath("forms", "wordings.txt").read_text(encoding="utf-8")
    column, found = "", []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("== "):
            column = line[3:]
        elif not line.startswith("#"):
            found.append((column, line))
    return tuple(found)


@cache
def examples() -> tuple[tuple[str, str, Mapping[str, float]], ...]:
    """(column, wording, its weighted stems with length 1) of all packaged examples."""
    return tuple((column, wording, _vector(wording)) for column, wording in wordings())


@cache
def _by_term() -> Mapping[str, Sequence[tuple[int, float]]]:
    """For each stem the numbers of the examples that hold it, with its weight there: most examples share none with a
    question, and need not be looked at."""
    found: dict[str, list[tuple[int, float]]] = {}
    for number, (_, _, vector) in enumerate(examples()):
        for term, weight in vector.items():
            found.setdefault(term, []).append((number, weight))
    return found


@lru_cache(maxsize=4096)
def likenesses(question: str) -> Mapping[str, float]:
    """How like a question is to the most similar example of each column, 0 to 1; columns that share nothing with it
    are left out."""
    if not 0 < len(question.split()) <= LONGEST:
        return {}
    vector = _vector(question)
    sums: dict[int, float] = {}
    for term, weight in vector.items():
        for number, other in _by_term().get(term, ()):
            sums[number] = sums.get(number, 0.0) + weight * other
    best: dict[str, float] = {}
    for number, likeness in sums.items():
        column, _, example = examples()[number]
        if len(vector) * LENGTHS >= len(example) and likeness > best.get(column, 0.0):
            best[column] = likeness
    return {column: round(likeness, 3) for column, likeness in best.items()}


def terms(question: str) -> list[str]:
    """The stems of a question in order, then the pairs of them."""
    words = [_SAME.get(word, word) for word in _WORD.findall(fold(question))]
    stems = [_ENDINGS.sub("", word).removesuffix("e") for word in words if word not in _ARTICLES]
    return stems + [f"{one} {two}" for one, two in pairwise(stems)]


@cache
def _rarity() -> tuple[Mapping[str, float], float]:
    """The weight of each term of the examples, and that of a term which none of them holds."""
    count = len(wordings())
    counts = Counter(term for _, wording in wordings() for term in set(terms(wording)))
    return {t: math.log(1 + count / n) for t, n in counts.items()}, math.log(1 + count)


def _vector(question: str) -> Mapping[str, float]:
    rarity, unknown = _rarity()
    weights = {t: rarity.get(t, unknown) * (0.5 if " " in t else 1.0) for t in terms(question)}
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    return {t: w / length for t, w in weights.items()}
