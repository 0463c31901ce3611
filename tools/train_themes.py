#!/usr/bin/env python3
"""Learn `pipeline/data/themes_words.json`: how far single words move the odds of each theme. Needs numpy.

    python3 tools/train_themes.py --gold samples/gold          writes the file; --gold may be given several times
        --check DIR     also print the figures on a gold that was not learnt from
        --trust 0       with --dry-run, what the words can do without the lexicon
        --dry-run       write nothing

Learnt from: the statements of `bench/data/theme_statements.tsv`, written for this and labelled by the annotation guide;
the gold given; the examples and counterexamples of the vocabulary. What the lexicon says of a statement is given
beforehand (its log-odds times --trust), so the weights are corrections to it, pulled towards zero (ridge). Scores are
made probabilities, and the threshold is chosen, on the gold's statements judged by weights that were learnt without
their document. The same input gives the same file. The packaged file was learnt from samples/gold and from three sets, 30
documents of our own that lie outside the project (themes F held out .713; with samples/gold alone about .01 less).
"""

from __future__ import annotations

import argparse
import csv
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

from themes import Case, count_sets, figures, read

from pipeline.tag import themes as tagger
from pipeline.tag.theme_words import SHORTEST, WordModel, is_content, stem_of
from pipeline.text.lexicon import words_of

ROOT = Path(__file__).resolve().parent.parent
STATEMENTS = ROOT / "bench" / "data" / "theme_statements.tsv"
WEIGHTS = tagger.PACKAGED.with_name("themes_words.json")

TRUST = 0.8  # how much of the lexicon's log-odds counts; .6 to 1 do the same within .01
LEAST = 0.02  # a theme the lexicon says nothing of has this score
STRENGTH = 3.0  # how freely weights may leave zero; 1 to 4 do the same within .01
RAREST = 3  # statements a word must stand in
DOUBTFUL = 0.5  # what an optional insight weighs
EXAMPLES = 2.0  # what an example or counterexample of the vocabulary weighs
FOLDS = 6
SMALLEST = 4  # hundredths; smaller weights are left out
ABOUT = "How far word stems move the odds of themes. Written by tools/train_themes.py; not to be edited by hand."

THEMES = [theme.id for theme in tagger.packaged().themes]


@dataclass(frozen=True)
class Labelled:
    """Statements as matrices: what the lexicon says of them, what is right, and what each label weighs."""

    stems: list[frozenset[str]]
    lexicon: np.ndarray
    truth: np.ndarray
    weight: np.ndarray

    def __getitem__(self, chosen: np.ndarray) -> Labelled:
        stems = [self.stems[row] for row in np.flatnonzero(chosen)]
        return Labelled(stems, self.lexicon[chosen], self.truth[chosen], self.weight[chosen])


@dataclass(frozen=True)
class Weights:
    """What is learnt: a row for each stem, a column for each theme."""

    stems: list[str]
    table: np.ndarray
    bias: np.ndarray

    def log_odds(self, data: Labelled, trust: float) -> np.ndarray:
        return matrix(data.stems, self.stems) @ self.table + self.bias + trust * log_odds(data.lexicon)


def statements(path: Path = STATEMENTS) -> list[Case]:
    """The statements written for training, dealt to folds in turn."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Case(
            document=f"statements {number % FOLDS}",
            title="",
            id=f"s{number}",
            text=row["statement"],
            section=row["heading"],
            themes=frozenset(row["themes"].split(",")),
            alternatives=frozenset(filter(None, row["defensible"].split(","))),
            optional=False,
        )
        for number, row in enumerate(rows)
    ]


def labelled(cases: Sequence[Case], vocabulary: tagger.Vocabulary) -> Labelled:
    """Cases as matrices."""
    scores = np.zeros((len(cases), len(THEMES)))
    for row, case in enumerate(cases):
        for hit in tagger.score_themes(case.text, case.section, case.title, vocabulary):
            scores[row, THEMES.index(hit.theme)] = hit.score
    truth = np.array([[float(theme in case.themes) for theme in THEMES] for case in cases])
    weight = np.array(
        [[(DOUBTFUL if c.optional else 1.0) * (theme not in c.alternatives) for theme in THEMES] for c in cases]
    )
    return Labelled([stems_of(case.text) for case in cases], scores, truth, weight)


def examples(vocabulary: tagger.Vocabulary) -> Labelled:
    """The examples and counterexamples of the vocabulary: each says something of one theme only."""
    rows = [
        (theme.id, text, right)
        for theme in vocabulary.themes
        for texts, right in ((theme.examples, 1.0), (theme.counterexamples, 0.0))
        for text in texts
    ]
    cases = [Case("examples", "", "", text, "", frozenset([theme]), frozenset(), False) for theme, text, _ in rows]
    data = labelled(cases, vocabulary)
    truth = data.truth * np.array([[right] for _, _, right in rows])
    return Labelled(data.stems, data.lexicon, truth, data.truth * EXAMPLES)


def stems_of(text: str) -> frozenset[str]:
    return frozenset(stem_of(word.folded) for word in words_of(text) if is_content(word.folded))


def together(*parts: Labelled) -> Labelled:
    return Labelled(
        [stems for part in parts for stems in part.stems],
        *(np.vstack([getattr(part, name) for part in parts]) for name in ("lexicon", "truth", "weight")),
    )


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


def left_out(data: Labelled, extra: Labelled, documents: Sequence[str], trust: float) -> np.ndarray:
    """The log-odds of every case by weights learnt without its fold: documents are dealt to folds in turn."""
    names = sorted(set(documents))
    fold = np.array([names.index(name) % FOLDS for name in documents])
    odds = np.zeros(data.truth.shape)
    for number in range(FOLDS):
        inside = fold == number
        odds[inside] = learn(together(data[~inside], extra), trust).log_odds(data[inside], trust)
    return odds


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


def packed(weights: Weights, trust: float, line: tuple[float, float], limits: tuple[float, float]) -> str:
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
    own = statements()
    cases = [*own, *(case for folder in args.gold for case in read(folder))]
    data, extra = labelled(cases, lexicon), examples(lexicon)
    odds = left_out(data, extra, [case.document for case in cases], args.trust)
    gold = np.arange(len(cases)) >= len(own)  # whole documents, as they are met; single statements are harder
    line = calibrate(odds[gold], data[gold])
    scores = 1 / (1 + np.exp(-(line[0] * odds + line[1])))
    limits = best_threshold(scores[gold], cases[len(own) :])
    for name, part in (("statements", slice(None, len(own))), ("gold", slice(len(own), None))):
        total = count_sets(cases[part], chosen(scores[part], *limits))
        print(f"{name:12s}{len(cases[part]):5d}  judged by weights learnt without them  {figures(total)}")
    text = packed(learn(together(data, extra), args.trust), args.trust, line, limits)
    both = tagger.Vocabulary(tagger.PACKAGED.read_bytes(), text.encode())
    for folder in args.check:
        held = read(folder)
        sets = [
            {hit.theme for hit in tagger.choose_themes(tagger.score_themes(c.text, c.section, c.title, both), 4, both)}
            for c in held
        ]
        print(f"{folder}  {figures(count_sets(held, sets))}")
    if not args.dry_run:
        WEIGHTS.write_text(text, encoding="utf-8", newline="\n")
        print(
            f"{WEIGHTS.name}: {len(text):,} bytes, {len(WordModel.parse(text.encode()).weights)} stems, {limits=} {line=}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
