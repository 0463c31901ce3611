"""How the questions of learning forms are worded: columns and their phrases, known editions. All of it is data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from pipeline.structure.form.examples import likenesses
from pipeline.structure.form.odds import chances
from pipeline.text.clean import fold

SHORT = 8  # words of a question in which a weak phrase, such as `event`, says what is asked for


ENOUGH = 1.0  # sum of phrase weights from which a question is taken to ask for a column
CLEAR = 2.0  # sum of phrase weights below which a similar example is asked, too
ALIKE = 0.55  # likeness to an example from which it decides
ALIKE_WORTH = 1.2  # by which it then outweighs a phrase that is not clear
SAME = 0.8  # likeness from which it decides against any phrase


# What heads the columns of a grid of people, and is neither a question nor an answer itself.
GRID_HEAD = re.compile(
    r"(?:no\.?|#|(?:full )?names?|surname|first name|positions?|titles?|designations?|roles?|functions?|offices?|organi[sz]ations?|institutions?|departments?|"
    r"units?|cit(?:y|ies)|countr(?:y|ies)|e-?mails?|phone|telephone|contacts?|remarks|post|job title|municipality|affiliation)(?: (?:and|/|&) \w+)?"
)


@dataclass(frozen=True)
class Column:
    """A column of table `forms` and the words by which forms ask for it."""

    name: str  # begins with `-` where the question has no column
    kind: str
    phrases: tuple[tuple[float, re.Pattern[str]], ...]
    longest: int


@dataclass(frozen=True)
class Vocabulary:
    """What is known of forms in general."""

    columns: tuple[Column, ...]
    placeholders: frozenset[str]
    nothing: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The packaged wordings (`data/forms/columns.toml`)."""
    data = tomllib.loads(_data("columns.toml"))
    columns = tuple(
        Column(c["name"], c.get("kind", ""), _phrases(c["phrases"]), c.get("longest", 99)) for c in data["column"]
    )
    return Vocabulary(columns, frozenset(data["placeholders"]), frozenset(data["nothing"]))


@cache
def editions() -> dict[str, tuple[str, ...]]:
    """Known template editions: id -> its questions, folded."""
    folder = resources.files("pipeline.data").joinpath("forms")
    names = sorted(e.name for e in folder.iterdir() if e.name.endswith(".toml") and e.name != "columns.toml")
    loaded = [tomllib.loads(_data(name)) for name in names]
    return {d["id"]: tuple(question_key(q) for q in d["questions"]) for d in loaded}


def _data(name: str) -> str:
    return resources.files("pipeline.data").joinpath("forms", name).read_text(encoding="utf-8")


def _phrases(weighted: dict[str, Any]) -> tuple[tuple[float, re.Pattern[str]], ...]:
    # TOML reads `2.0 = [...]` as nested keys {"2": {"0": [...]}}
    found = []
    for whole, parts in weighted.items():
        for fraction, phrases in parts.items() if isinstance(parts, dict) else [("0", parts)]:
            for phrase in phrases:
                found.append((float(f"{whole}.{fraction}"), _pattern(phrase)))
    return tuple(found)


def _pattern(phrase: str) -> re.Pattern[str]:
    words = [r"(?:[\w’'-]+\s)?" if w == "_" else re.escape(w).replace(r"\*", r"\w*") + r"\s" for w in phrase.split()]
    body = "".join(words)
    return re.compile(rf"(?<![\w-]){body.removesuffix(chr(92) + 's')}(?![\w-])")


_PLURAL = re.compile(r"\(e?s\)|/e?s\b")  # `Officer(s)`, `Officer/s`


@lru_cache(maxsize=4096)
def scores_of(question: str) -> Mapping[str, float]:
    """What the words of a question are worth for each column: the sum of weights of the phrases in it, or how like it
    is to a known wording, whichever is more. From `ENOUGH` they decide alone.

    Words of the first clause count in full, later ones half: a question names its subject first.
    """
    text = re.sub(r"[,;/()\[\]–-]+", " ", fold(_PLURAL.sub("s", question)))[:600]
    text = " ".join(text.split())
    head = re.split(r"[?.:]\s", text, maxsplit=1)[0]
    words = len(text.split())
    scores = {
        column.name: sum(_worth(w, pattern, text, head) for w, pattern in column.phrases if w > 1.0 or words <= SHORT)
        for column in vocabulary().columns
        if words <= column.longest
    }
    best = max(scores.values(), default=0.0)
    for name, likeness in likenesses(question).items():
        if likeness >= SAME:
            worth = max(best, ENOUGH) + likeness  # more than any phrase
        else:
            worth = likeness + (ALIKE_WORTH if likeness >= ALIKE and best < CLEAR else 0.0)
        scores[name] = max(scores.get(name, 0.0), worth)
    return {name: score for name, score in scores.items() if score > 0}


def worths_of(question: str) -> Mapping[str, float]:
    """What a question is worth for each column, where it is known to be one: its phrases or the nearest example, and
    the odds of all its words together."""
    odds = chances(question)
    scores = scores_of(question)
    return {name: scores.get(name, 0.0) + odds.get(name, 0.0) for name in {**scores, **odds}}


def column_of(question: str) -> tuple[Column | None, float]:
    """The column a question asks for by its words and what they are worth, (None, less) where they do not say."""
    scores = scores_of(question)
    name, score = max(scores.items(), key=lambda kv: kv[1], default=("", 0.0))
    return (column_called(name), score) if score >= ENOUGH else (None, score)


@cache
def _starters() -> re.Pattern[str]:
    loaded = tomllib.loads(_data("columns.toml"))["starters"]
    ways = sorted((re.escape(s).replace("_", r"(?:[\w’'-]+ ?){1,3}") for s in loaded), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(ways)})(?![\w’'-])[:\s…]*", re.IGNORECASE)


def starter_of(sentence: str) -> str:
    """The beginning of a sentence that forms print for the writer to go on, empty where there is none."""
    found = _starters().match(sentence)
    return found.group().rstrip(" :…") if found else ""


@cache
def column_called(name: str) -> Column:
    """The column of a name."""
    return next(c for c in vocabulary().columns if c.name == name)


def _worth(weight: float, pattern: re.Pattern[str], text: str, head: str) -> float:
    found = pattern.search(text)
    if not found:
        return 0.0
    return weight * (1.0 if found.start() < len(head) else 0.5) * (1.15 if found.start() < 12 else 1.0)


def question_key(question: str) -> str:
    """The words of a question for comparing it with those of known editions."""
    return " ".join(re.findall(r"[a-z0-9']+", fold(question)))
