"""What theme weights are learnt from: cases, and the same as matrices. Needs numpy."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from labelled_texts import lines_of
from themes import Case

from pipeline.tag import themes as tagger
from pipeline.tag.theme_words import is_content, stem_of
from pipeline.text.lexicon import words_of

DATA = Path(__file__).resolve().parent.parent / "bench" / "data"

DOUBTFUL = 0.5  # what an optional insight weighs
EXAMPLES = 2.0  # what an example or counterexample of the vocabulary weighs
FOLDS = 6

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


def statements(path: Path = DATA / "theme_statements.tsv") -> list[Case]:
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


def texts(folder: Path = DATA / "labelled") -> list[Case]:
    """The statements of the labelled texts, a text to a fold in turn."""
    return [
        case
        for number, path in enumerate(sorted(folder.glob("*.txt")))
        for case in _cases(path, f"texts {number % FOLDS}")
    ]


def _cases(path: Path, name: str) -> Iterator[Case]:
    title, above = "", list[str]()
    for number, line in enumerate(lines_of(path)):
        if line.level == 1:
            title, above = line.text, []
        elif line.level:
            above = [*above[: line.level - 2], line.text]
        elif line.themes:
            yield Case(
                document=name,
                title=title,
                id=f"{path.stem} {number}",
                text=line.text,
                section=" > ".join(above),
                themes=line.themes,
                alternatives=line.defensible - line.themes,
                optional=False,
            )


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
