#!/usr/bin/env python3
"""Learn `pipeline/data/themes_words.json`: how far single words move the odds of each theme. Needs numpy.

    python3 tools/train_themes.py --gold samples/gold          writes the file; --gold may be given several times
        --check DIR     also print the figures on a gold that was not learnt from
        --trust 0       with --dry-run, what the words can do without the lexicon
        --dry-run       write nothing

Learnt from: the statements of `bench/data/theme_statements.tsv` and of the texts in `bench/data/labelled`, written for
this and labelled by the annotation guide; the gold given; the examples and counterexamples of the vocabulary. What the
lexicon says of a statement is given beforehand (its log-odds times --trust), so the weights are corrections to it,
pulled towards zero (ridge). Scores are made probabilities, and the threshold is chosen, on the gold's statements judged
by weights that were learnt without their set (without their document, where one set is given). On the same judgements
the part "context" is learnt: what the document, its title and the statements beside it add
(`pipeline/tag/theme_context.py`). The same input gives the same file. The packaged file was learnt from samples/gold,
the gold of the five public documents and eight sets, 125 documents of our own that lie outside the project; F1 on their
3,122 statements, each judged without its set, .70.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from theme_cases import FOLDS, THEMES, Labelled, examples, labelled, statements, texts, together
from themes import Case, by_document, count_sets, figures, filed, read

from pipeline.tag import themes as tagger
from pipeline.tag.theme_context import FEATURES, features
from pipeline.tag.theme_words import SHORTEST, WordModel

WEIGHTS = tagger.PACKAGED.with_name("themes_words.json")

TRUST = 0.8  # how much of the lexicon's log-odds counts; .6 to 1 do the same within .01
LEAST = 0.02  # a theme the lexicon says nothing of has this score
STRENGTH = 3.0  # how freely weights may leave zero; 1 to 4 do the same within .01
RAREST = 3  # statements a word must stand in
SMALLEST = 4  # hundredths; smaller weights are left out
ABOUT = "How far word stems move the odds of themes. Written by tools/train_themes.py; not to be edited by hand."

WAYS = frozenset({"governance", "learning"})  # groups of themes that are ways of working and not subjects
CALM = 1.0  # pull of the context's weights towards zero

SUBJECTS = frozenset(theme.id for theme in tagger.packaged().themes if theme.broader not in WAYS)


@dataclass(frozen=True)
class Weights:
    """What is learnt: a row for each stem, a column for each theme."""

    stems: list[str]
    table: np.ndarray
    bias: np.ndarray

    def log_odds(self, data: Labelled, trust: float) -> np.ndarray:
        return matrix(data.stems, self.stems) @ self.table + self.bias + trust * log_odds(data.lexicon)


def matrix(texts: Sequence[frozenset[str]], stems: Sequence[str]) -> np.ndarray:
    """A row for each text; words share a text's attention as in `WordModel.moves`."""
    place = {stem: number for number, stem in enumerate(stems)}
    table = np.zeros((len(texts), len(stems)))
    for row, found in enumerate(texts):
        share = 1 / math.sqrt(max(len(found), SHORTEST))
        table[row, [place[stem] for stem in sorted(found) if stem in place]] = share
    return table


def log_odds(scores: np.ndarray) -> np.ndarray:
    known = np.clip(scores, LEAST, 1 - LEAST)
    return np.log(known / (1 - known))


def learn(data: Labelled, trust: float) -> Weights:
    """Ridge logistic regression of all themes at once, the lexicon's log-odds given."""
    frequency = Counter(stem for found in data.stems for stem in found)
    stems = sorted(stem for stem, times in frequency.items() if times >= RAREST)
    x = np.hstack([matrix(data.stems, stems), np.ones((len(data.stems), 1))])
    pull = np.full((x.shape[1], 1), 1 / STRENGTH)
    pull[-1] = 0.05
    given = trust * log_odds(data.lexicon)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        beta = flat.reshape(x.shape[1], -1)
        z = x @ beta + given
        value = (data.weight * (np.logaddexp(0, z) - data.truth * z)).sum() + 0.5 * (pull * beta * beta).sum()
        slope = x.T @ (data.weight * (1 / (1 + np.exp(-z)) - data.truth)) + pull * beta
        return float(value), slope.ravel()

    beta = minimise(loss, np.zeros(x.shape[1] * len(THEMES))).reshape(x.shape[1], -1)
    return Weights(stems, beta[:-1], beta[-1])


def minimise(loss: Callable[[np.ndarray], tuple[float, np.ndarray]], start: np.ndarray) -> np.ndarray:
    """Limited-memory BFGS with ten pairs, for a smooth convex loss."""
    here = start
    value, slope = loss(here)
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    for _ in range(300):
        if np.abs(slope).max() < 1e-4:
            break
        direction = -_two_loops(slope, pairs)
        step = 1.0 if pairs else 1 / np.abs(slope).sum()
        while True:
            there = here + step * direction
            value_there, slope_there = loss(there)
            if value_there <= value + 1e-4 * step * float(slope @ direction) or step < 1e-12:
                break
            step /= 2
        moved, turned = there - here, slope_there - slope
        if float(moved @ turned) > 1e-12:
            pairs = [*pairs[-9:], (moved, turned)]
        here, value, slope = there, value_there, slope_there
    return here


def _two_loops(slope: np.ndarray, pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    q = slope.copy()
    kept = []
    for moved, turned in reversed(pairs):
        alpha = float(moved @ q) / float(moved @ turned)
        kept.append(alpha)
        q -= alpha * turned
    if pairs:
        moved, turned = pairs[-1]
        q *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), alpha in zip(pairs, reversed(kept), strict=True):
        q += moved * (alpha - float(turned @ q) / float(moved @ turned))
    return q


def folds_of(own: Sequence[Case], sets: Sequence[Sequence[Case]]) -> np.ndarray:
    """The fold of each case: a set of gold is one, since its documents share an author; where there is but one set, its
    documents are dealt in turn, as the own statements are already."""
    if len(sets) > 1:
        gold = [number % FOLDS for number, cases in enumerate(sets) for _ in cases]
    else:
        names = sorted(by_document(sets[0]))
        gold = [names.index(case.document) % FOLDS for case in sets[0]]
    return np.array([*(int(case.document.split()[-1]) for case in own), *gold])


def left_out(data: Labelled, extra: Labelled, fold: np.ndarray, trust: float) -> np.ndarray:
    """The log-odds of every case by weights learnt without its fold."""
    odds = np.zeros(data.truth.shape)
    for number in range(FOLDS):
        inside = fold == number
        odds[inside] = learn(together(data[~inside], extra), trust).log_odds(data[inside], trust)
    return odds


@dataclass(frozen=True)
class Context:
    """What is learnt of documents: see `pipeline.tag.theme_context.ContextModel`."""

    bias: float
    weights: tuple[float, ...]
    background: tuple[float, ...]

    def log_odds(self, odds: np.ndarray, cases: Sequence[Case], lexicon: tagger.Vocabulary) -> np.ndarray:
        table = table_of(odds, cases, self.background, lexicon)
        return np.asarray(table @ np.array(self.weights) + self.bias)


def table_of(
    odds: np.ndarray, cases: Sequence[Case], background: Sequence[float], lexicon: tagger.Vocabulary
) -> np.ndarray:
    """The features of every case and theme, document by document."""
    usual = dict(zip(THEMES, background, strict=True))
    place = {id(case): row for row, case in enumerate(cases)}
    table = np.zeros((len(cases), len(THEMES), len(FEATURES)))
    for group in by_document(cases).values():
        rows = [place[id(case)] for case in group]
        given = [dict(zip(THEMES, odds[row].tolist(), strict=True)) for row in rows]
        title = tagger.loudest(group[0].title, lexicon)
        for row, one in zip(rows, features(given, title, usual, SUBJECTS), strict=True):
            table[row] = [one[theme] for theme in THEMES]
    return table


def learn_context(odds: np.ndarray, data: Labelled, cases: Sequence[Case], lexicon: tagger.Vocabulary) -> Context:
    """Ridge logistic regression of all labels on the features of the context, by Newton's method."""
    likely = 1 / (1 + np.exp(-odds))
    documents = np.array([case.document for case in cases])
    background = np.mean([likely[documents == name].mean(axis=0) for name in sorted(set(documents))], axis=0)
    usual = tuple(round(float(mean), 4) for mean in background)
    table = table_of(odds, cases, usual, lexicon).reshape(-1, len(FEATURES))
    x = np.hstack([table, np.ones((len(table), 1))])
    truth, weight = data.truth.ravel(), data.weight.ravel()
    pull = np.full(x.shape[1], CALM)
    pull[-1] = 0.001
    beta = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (weight * (p - truth)) + pull * beta
        beta -= np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(pull), slope)
    *weights, bias = (round(float(value), 2) for value in beta)
    return Context(bias, tuple(weights), usual)


def calibrate(odds: np.ndarray, data: Labelled) -> tuple[float, float]:
    """The line that makes log-odds probabilities (Platt), by Newton's method."""
    z, truth, weight = odds.ravel(), data.truth.ravel(), data.weight.ravel()
    x = np.stack([z, np.ones_like(z)], axis=1)
    line = np.array([1.0, 0.0])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ line))
        line -= np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x, x.T @ (weight * (p - truth)))
    return round(float(line[0]), 2), round(float(line[1]), 2)


def chosen(scores: np.ndarray, threshold: float, fallback: float) -> list[set[str]]:
    """As `choose_themes` does."""
    sets = []
    for row in scores:
        ranked = sorted(range(len(THEMES)), key=lambda place: (-row[place], THEMES[place]))
        found = [place for place in ranked[:4] if row[place] >= threshold]
        sets.append({THEMES[place] for place in found or [place for place in ranked[:1] if row[place] >= fallback]})
    return sets


def best_threshold(scores: np.ndarray, cases: Sequence[Case]) -> tuple[float, float]:
    """The threshold and fallback with the highest micro-F1; of thresholds within .005 of it the lowest, since a theme
    too many is sooner seen and struck out than one that is missing."""

    def f1(threshold: float, fallback: float) -> float:
        total = count_sets(cases, chosen(scores, threshold, fallback))
        return 2 * total["right"] / (total["found"] + total["asked"])

    grid = [round(0.2 + 0.01 * step, 2) for step in range(31)]
    curve = {threshold: f1(threshold, 0.1) for threshold in grid}
    threshold = next(threshold for threshold, value in curve.items() if value >= max(curve.values()) - 0.005)
    fallbacks = {fallback: f1(threshold, fallback) for fallback in (0.06, 0.08, 0.1, 0.12, 0.15, 0.18, 0.2)}
    return threshold, max(fallbacks, key=lambda fallback: (round(fallbacks[fallback], 3), fallback))


def packed(
    weights: Weights,
    trust: float,
    line: tuple[float, float],
    limits: tuple[float, float],
    context: Context,
    wide: tuple[float, float],
) -> str:
    """The file: whole hundredths, a word a line."""
    table = np.rint(weights.table * 100).astype(int)
    lines = []
    for stem, row in zip(weights.stems, table.tolist(), strict=True):
        moved = [[place, value] for place, value in enumerate(row) if abs(value) >= SMALLEST]
        if moved:
            lines.append(f"{json.dumps(stem, ensure_ascii=False)}: {json.dumps(moved, separators=(',', ':'))}")
    head = {
        "about": ABOUT,
        "trust": trust,
        "least": LEAST,
        "stretch": line[0],
        "shift": line[1],
        "threshold": limits[0],
        "fallback": limits[1],
        "context": {
            "bias": context.bias,
            "weights": dict(zip(FEATURES, context.weights, strict=True)),
            "background": context.background,
            "subjects": sorted(SUBJECTS),
            "threshold": wide[0],
            "fallback": wide[1],
        },
        "themes": THEMES,
        "bias": np.rint(weights.bias * 100).astype(int).tolist(),
    }
    return json.dumps(head, indent=1)[:-2] + ',\n "words": {\n' + ",\n".join(lines) + "\n }\n}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--check", type=Path, action="append", default=[])
    parser.add_argument("--trust", type=float, default=TRUST)
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    lexicon = tagger.Vocabulary(tagger.PACKAGED.read_bytes())
    own, sets = [*statements(), *texts()], [read(folder) for folder in args.gold]
    golds = [case for cases in sets for case in cases]
    cases = [*own, *golds]
    data, extra = labelled(cases, lexicon), examples(lexicon)
    odds = left_out(data, extra, folds_of(own, sets), args.trust)
    gold = np.arange(len(cases)) >= len(own)  # whole documents, as they are met; single statements are harder
    line = calibrate(odds[gold], data[gold])
    scores = 1 / (1 + np.exp(-(line[0] * odds + line[1])))
    limits = best_threshold(scores[gold], golds)
    context = learn_context(odds[gold], data[gold], golds, lexicon)
    inside = 1 / (1 + np.exp(-context.log_odds(odds[gold], golds, lexicon)))
    wide = best_threshold(inside, golds)
    for name, part, some, judged, at in (
        ("statements", own, scores[~gold], "alone", limits),
        ("gold", golds, scores[gold], "alone", limits),
        ("gold", golds, inside, "in their documents", wide),
    ):
        total = count_sets(part, chosen(some, *at))
        print(f"{name:12s}{len(part):5d}  by weights learnt without them, {judged:18s}  {figures(total)}")
    text = packed(learn(together(data, extra), args.trust), args.trust, line, limits, context, wide)
    both = tagger.Vocabulary(tagger.PACKAGED.read_bytes(), text.encode())
    for folder in args.check:
        held = read(folder)
        print(f"{folder}  {figures(count_sets(held, filed(held, both)))}")
    if not args.dry_run:
        WEIGHTS.write_text(text, encoding="utf-8", newline="\n")
        print(
            f"{WEIGHTS.name}: {len(text):,} bytes, {len(WordModel.parse(text.encode()).weights)} stems, {limits=} {line=} {wide=} {context=}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
