#!/usr/bin/env python3
"""How well statements are filed under themes, measured on gold texts and their gold headings.

    python3 bench/themes.py --gold DIR [--gold DIR ...]
        for each gold the lexicon alone and as packaged (words, documents), per document; then, for all together, how often a
        theme with a score between this and that was right
        --errors          each statement filed otherwise than in the gold, with the evidence
        --per-theme       hits, false and missed, theme by theme
    python3 bench/themes.py --gold DIR --fit [--leave-one-out]
        learn [rule.weights] of data/themes.toml from the gold and print them (needs numpy);
        with --leave-one-out, also the lexicon's figure when each document is judged by weights learnt on the others

The word weights (data/themes_words.json) are learnt by one command, which also tells what they do by themselves:

    python3 tools/train_themes.py --gold samples/gold [--check DIR] [--trust 0 --dry-run]

A gold they were learnt from flatters them: that command prints what they do there when learnt without it.
Counts like eval/score.py: optional insights are left out, `themes_alt` are neither asked for nor punished.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.tag import filing
from pipeline.tag import themes as tagger

RIDGE = 1.0
"""Pull of every weight towards zero while learning."""

DOUBTFUL = 0.5
"""What an optional insight weighs while learning."""


@dataclass(frozen=True)
class Case:
    """One gold insight."""

    document: str
    title: str
    id: str
    text: str
    section: str
    themes: frozenset[str]
    alternatives: frozenset[str]
    optional: bool


Filed = Callable[[Sequence[Case]], list[set[str]]]
"""The themes of cases, each in the light of the others of its document."""


def read(folder: Path) -> list[Case]:
    """The insights of every gold file in a folder."""
    return [case for path in sorted(folder.glob("*.json")) for case in read_file(path)]


def read_file(path: Path) -> list[Case]:
    """The insights of one gold file."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    return [
        Case(
            document=path.stem,
            title=gold["document"].get("title") or "",
            id=entry["id"],
            text=entry["text"],
            section=entry.get("section") or "",
            themes=frozenset(entry["themes"]),
            alternatives=frozenset(entry.get("themes_alt") or ()) - frozenset(entry["themes"]),
            optional=bool(entry.get("optional")),
        )
        for entry in gold["insights"]
    ]


def hits_of(cases: Sequence[Case], vocabulary: tagger.Vocabulary | None = None) -> list[list[tagger.ThemeHit]]:
    """What the tagger says of each case."""
    known = vocabulary or tagger.packaged()
    said: dict[int, list[tagger.ThemeHit]] = {}
    for group in by_document(cases).values():
        given = [filing.Statement(case.text, case.section) for case in group]
        hits = filing.score_statements(given, group[0].title, known)
        said |= {id(case): found for case, found in zip(group, hits, strict=True)}
    return [said[id(case)] for case in cases]


def filed(cases: Sequence[Case], vocabulary: tagger.Vocabulary | None = None) -> list[set[str]]:
    """The themes the tagger chooses for each case."""
    known = vocabulary or tagger.packaged()
    limits = filing.limits_of(known)
    return [
        {hit.theme for hit in tagger.choose_themes(hits, vocabulary=known, limits=limits)}
        for hits in hits_of(cases, known)
    ]


def count(cases: Sequence[Case], file: Filed) -> Counter[str]:
    """Right, found and asked for, summed over all cases that count."""
    return count_sets(cases, file(cases))


def count_sets(cases: Iterable[Case], sets: Iterable[set[str]]) -> Counter[str]:
    """The same for themes that have been chosen already."""
    total: Counter[str] = Counter()
    for case, found in zip(cases, sets, strict=True):
        if not case.optional:
            total.update(right=len(found & case.themes), found=len(found - case.alternatives), asked=len(case.themes))
    return total


def figures(total: Counter[str]) -> str:
    """Precision, recall and F1 of such sums."""
    right, found, asked = total["right"], total["found"], total["asked"]
    return f"P {right / max(found, 1):.3f}  R {right / max(asked, 1):.3f}  F1 {2 * right / max(found + asked, 1):.3f}"


def by_document(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """The cases of each document."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.document, []).append(case)
    return groups


def report(cases: Sequence[Case], file: Filed) -> None:
    """Print the figures of each document, of all together, and their mean."""
    scores = []
    for name, group in by_document(cases).items():
        total = count(group, file)
        scores.append(2 * total["right"] / max(total["found"] + total["asked"], 1))
        print(f"{name[:40]:42s}{len(group):4d}  {figures(total)}")
    print(
        f"{'all':42s}{len(cases):4d}  {figures(count(cases, file))}  mean of documents {sum(scores) / len(scores):.3f}"
    )


def print_reliability(cases: Sequence[Case]) -> None:
    """Print how often a theme was right, by its score; defensible themes count neither way."""
    right: Counter[int] = Counter()
    scored: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for case, hits in zip(cases, hits_of(cases), strict=True):
        for hit in () if case.optional else hits:
            if hit.theme not in case.alternatives:
                step = min(int(hit.score * 10), 9)
                right[step] += hit.theme in case.themes
                total[step] += 1
                scored[step] += round(hit.score * 10_000)
    print("score        hits  mean score  right")
    for step in sorted(total):
        mean = scored[step] / total[step] / 10_000
        print(
            f"{step / 10:.1f} to {step / 10 + 0.1:.1f}  {total[step]:5d}  {mean:10.2f}  {right[step] / total[step]:5.2f}"
        )


def print_per_theme(cases: Sequence[Case]) -> None:
    """Print right, false and missed for each theme."""
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for case, found in zip(cases, filed(cases), strict=True):
        if not case.optional:
            right.update(found & case.themes)
            false.update(found - case.themes - case.alternatives)
            missed.update(case.themes - found)
    for theme in tagger.packaged().themes:
        print(f"{theme.id:32s} right {right[theme.id]:3d}  false {false[theme.id]:3d}  missed {missed[theme.id]:3d}")


def print_errors(cases: Sequence[Case]) -> None:
    """Print each case that is filed otherwise, with scores and evidence."""
    for case, said, found in zip(cases, hits_of(cases), filed(cases), strict=True):
        hits = {hit.theme: hit for hit in said}
        false, missed = found - case.themes - case.alternatives, case.themes - found
        if case.optional or not (false or missed):
            continue
        print(f"--- {case.document} {case.id} | {case.section.rpartition('>')[2].strip()[:60]} | {case.text[:400]}")
        print(f"    right {sorted(found & case.themes)}")
        for mark, names in (("MISSED", missed), ("FALSE", false)):
            for name in sorted(names):
                hit = hits.get(name)
                print(f"    {mark} {name} {(hit.score, hit.evidence) if hit else 'no evidence'}")


def rows_of(case: Case) -> dict[str, tuple[float, ...]]:
    """The features of a case, theme by theme."""
    vocabulary = tagger.packaged()
    found, length = vocabulary.evidence(case.text)
    return tagger.features(found, length, case.section, case.title, vocabulary)


def fit(cases: Sequence[Case]) -> list[float]:
    """Bias and weights of the logistic rule: ridge regression by Newton's method."""
    import numpy as np

    rows, truth, weight = [], [], []
    for case in cases:
        for theme, row in rows_of(case).items():
            if theme not in case.alternatives:
                rows.append([1.0, *row])
                truth.append(float(theme in case.themes))
                weight.append(DOUBTFUL if case.optional else 1.0)
    x, y, w = np.array(rows), np.array(truth), np.array(weight)
    pull = np.full(x.shape[1], RIDGE)
    pull[0] = 0.001
    beta = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (w * (p - y)) + pull * beta
        curve = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(pull)
        beta -= np.linalg.solve(curve, slope)
    return [round(float(value), 2) for value in beta]


def filed_with(beta: Sequence[float], threshold: float | None = None) -> Filed:
    """A judge with other weights than those of the vocabulary."""
    rule = tagger.Vocabulary(tagger.PACKAGED.read_bytes()).rule
    limit = rule.threshold if threshold is None else threshold

    def one(case: Case) -> set[str]:
        sums = {theme: beta[0] + sum(map(mul, beta[1:], row)) for theme, row in rows_of(case).items()}
        ranked = sorted(
            ((1 / (1 + math.exp(-s)), theme) for theme, s in sums.items()), key=lambda one: (-one[0], one[1])
        )
        chosen = {theme for score, theme in ranked[:4] if score >= limit}
        return chosen or {theme for score, theme in ranked[:1] if score >= rule.fallback}

    return lambda cases: [one(case) for case in cases]


def left_out(cases: Sequence[Case]) -> Filed:
    """A judge that files each document with weights learnt on all the others."""
    groups = by_document(cases)
    judges = {name: filed_with(fit([case for case in cases if case.document != name])) for name in groups}
    return lambda cases: [judges[case.document]([case])[0] for case in cases]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--per-theme", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--leave-one-out", action="store_true")
    args = parser.parse_args()
    cases = [case for folder in args.gold for case in read(folder)]
    if not cases:
        print("no gold found", file=sys.stderr)
        return 2
    lexicon = tagger.Vocabulary(tagger.PACKAGED.read_bytes())
    for folder in args.gold:
        group = read(folder)
        print(f"{folder}: lexicon alone {figures(count(group, lambda cases: filed(cases, lexicon)))}; as packaged:")
        report(group, filed)
    print_reliability(cases)
    if args.per_theme:
        print_per_theme(cases)
    if args.errors:
        print_errors(cases)
    if args.fit:
        beta = fit(cases)
        print(
            "bias =", beta[0], *(f"\n{name} = {value}" for name, value in zip(tagger.FEATURES, beta[1:], strict=True))
        )
    if args.leave_one_out:
        print("each document judged by weights learnt on the others:")
        report(cases, left_out(cases))
    return 0


if __name__ == "__main__":
    sys.exit(main())
