#!/usr/bin/env python3
"""Learn `pipeline/data/statement_kinds.json`: which statements are worth keeping, and of which kind. Needs numpy.

    python3 tools/train_statements.py SET [SET ...]     writes the file; a set is DOCS:GOLD or a folder of labelled texts
        --check SET         also print the figures on documents that were not learnt from; may be given several times
        --held-out          print the figures on each set, learnt from the others, and write nothing
        --dry-run           write nothing

Learnt from every statement that may be one (`structure.statements.candidates_of`) of all documents but forms: its kind
in the gold, or `none`; what the gold calls optional, or cuts in another way, is left out. Ridge regression of the
softmax, by accelerated gradient. A sign counts that stands in at least RAREST documents. The same input gives the same
file. The packaged file was learnt from samples/, the five public documents of the seeds and eleven sets of documents of
our own that lie outside the project; figures for sets that were not learnt from stand in docs/architecture.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from labelled_texts import Line, lines_of

from pipeline.evaluate.alike import fold, pair
from pipeline.evaluate.gold import Gold, kinds, read_all
from pipeline.extract import extract
from pipeline.intake import identify
from pipeline.model import Block, Document, Item, Kind
from pipeline.structure import is_place
from pipeline.structure.form import read_form
from pipeline.structure.genre import genre_of
from pipeline.structure.genres import title_of
from pipeline.structure.kinds import NONE, SCALE, KindModel
from pipeline.structure.outline import places
from pipeline.structure.people import listed_people
from pipeline.structure.statements import candidates_of

WEIGHTS = Path(__file__).resolve().parent.parent / "pipeline" / "data" / "statement_kinds.json"
KINDS = (
    NONE, "activity", "recommendation", "observation", "practice", "objective", "issue", "follow_up", "learning",
    "indicator",
)  # fmt: skip
RELUCTANCE = 0.3  # .2 to .3 do the same within .01
RIDGE = 1.5  # .7 to 1.5 do the same within .01
RAREST = 3  # documents a sign must stand in
STEPS = 400
SCALES = {"says:": 2.0}  # how freely the weights of such signs may leave zero; 1 for all others
DEFENSIBLE = 0.3  # of a statement's weight goes to the kinds that the gold calls defensible, too
SMALLEST = 3  # hundredths; smaller weights are left out
LEAST_COMMON = 25  # characters from which a text that is part of another is the same cut in another way
ABOUT = (
    "Weights of the signs of statements (hundredths). Written by tools/train_statements.py; not to be edited by hand."
)


@dataclass(frozen=True)
class Labelled:
    """A candidate with its kinds in the gold, the first of which is meant; `none` where it is no statement."""

    document: str
    signs: frozenset[str]
    kinds: tuple[str, ...]


def read_set(argument: str) -> list[Labelled]:
    """The labelled candidates of `DOCS:GOLD`, or of a folder of labelled texts."""
    docs, _, gold = argument.partition(":")
    if not gold:
        return [one for path in sorted(Path(docs).glob("*.txt")) for one in _of_text(path)]
    golds = read_all(Path(gold))
    return [one for path in sorted(Path(docs).iterdir()) for one in _labelled(path, golds)]


def _labelled(path: Path, golds: dict[str, Gold]) -> Iterator[Labelled]:
    stem = max((name for name in golds if path.name.lower().startswith(name.lower())), key=len, default=None)
    document = _document(path) if stem is not None and path.is_file() else None
    if stem is None or document is None or genre_of(document, read_form(document))[0] == "learning_form":
        return
    found = places(document)
    _, named = listed_people(found, is_place, title_of(document))
    candidates = list(candidates_of([p for p in found if p.block.number not in named], is_place))
    texts = [fold(c.text) for c in candidates]
    firm, optional = (golds[stem].insights(flag) for flag in (False, True))
    right = {j: i for i, j in pair([fold(one["text"]) for one in firm], texts)}
    free = {j for _, j in pair([fold(one["text"]) for one in optional], texts) if j not in right}
    whole = [fold(one["text"]) for one in (*firm, *optional)]
    for number, candidate in enumerate(candidates):
        if number in right:
            meant = firm[right[number]]
            yield Labelled(path.name, candidate.signs, (meant["kind"], *sorted(kinds(meant) - {meant["kind"]})))
        elif number not in free and not _is_cut_otherwise(texts[number], whole):
            yield Labelled(path.name, candidate.signs, (NONE,))


def _of_text(path: Path) -> Iterator[Labelled]:
    """The labelled candidates of a text; what is doubtful is left out."""
    lines = list(lines_of(path))
    blocks = [_block(line, number) for number, line in enumerate(lines)]
    found = places(Document(digest="0" * 64, media_type="text/plain", blocks=tuple(blocks)))
    _, named = listed_people(found, is_place, blocks[0].text if blocks else "")
    for candidate in candidates_of([p for p in found if p.block.number not in named], is_place):
        line = lines[candidate.span.block]
        if not line.doubtful and (candidate.text == line.text or not line.kinds):
            yield Labelled(path.name, candidate.signs, line.kinds or (NONE,))


def _block(line: Line, number: int) -> Block:
    if line.level == 1:
        return Block(number=number, kind=Kind.TITLE, text=line.text)
    if line.level:
        return Block(number=number, kind=Kind.HEADING, text=line.text, level=line.level - 1)
    if line.marks:
        return Block(number=number, kind=Kind.ITEM, text=line.text, level=1, marker=line.marks)
    return Block(number=number, kind=Kind.PARAGRAPH, text=line.text)


def _is_cut_otherwise(text: str, whole: Sequence[str]) -> bool:
    return any((len(text) > LEAST_COMMON and text in one) or (len(one) > LEAST_COMMON and one in text) for one in whole)


def _document(path: Path) -> Document | None:
    content = path.read_bytes()
    kind = identify(content, path.name)
    if kind == "message/rfc822":
        body = message_from_bytes(content, policy=policy.default).get_body(("plain", "html"))
        if body is None:
            return None
        kind, content = body.get_content_type(), body.get_content().encode()
    return extract(Item(digest="0" * 64, media_type=kind, content=content, origins=()))


def learn(labelled: Sequence[Labelled]) -> KindModel:
    """The model of some labelled candidates."""
    standing: dict[str, set[str]] = defaultdict(set)
    for one in labelled:
        for sign in one.signs:
            standing[sign].add(one.document)
    known = sorted(sign for sign, documents in standing.items() if len(documents) >= RAREST)
    signs = _matrix(labelled, {sign: number for number, sign in enumerate(known)})
    free = np.array([_scale(sign) for sign in known])
    weights = np.rint(_minimum(signs * free, _targets(labelled)) * free[:, None] * SCALE).astype(int)
    moved = {
        sign: tuple((kind, int(w)) for kind, w in enumerate(row) if abs(w) >= SMALLEST)
        for sign, row in zip(known, weights, strict=True)
    }
    return KindModel(KINDS, RELUCTANCE, {sign: row for sign, row in moved.items() if row})


def _scale(sign: str) -> float:
    return next((scale for prefix, scale in SCALES.items() if sign.startswith(prefix)), 1.0)


def _matrix(labelled: Sequence[Labelled], numbers: dict[str, int]) -> np.ndarray:
    matrix = np.zeros((len(labelled), len(numbers)), dtype=np.float64)
    for row, one in enumerate(labelled):
        matrix[row, [numbers[sign] for sign in one.signs if sign in numbers]] = 1.0
    return matrix


def _targets(labelled: Sequence[Labelled]) -> np.ndarray:
    targets = np.zeros((len(labelled), len(KINDS)))
    for row, one in enumerate(labelled):
        meant, *others = (kind for kind in one.kinds if kind in KINDS)
        targets[row, KINDS.index(meant)] = 1.0 - (DEFENSIBLE if others else 0.0)
        for other in others:
            targets[row, KINDS.index(other)] += DEFENSIBLE / len(others)
    return targets


def _minimum(signs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The weights that minimise the cross entropy with its ridge (Nesterov's accelerated gradient)."""
    step = 1.0 / (0.5 * np.linalg.norm(signs, 2) ** 2 + RIDGE)  # the softmax's Hessian is at most half of it
    weights = ahead = np.zeros((signs.shape[1], targets.shape[1]))
    momentum = 1.0
    for _ in range(STEPS):
        sums = signs @ ahead
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        slope = signs.T @ (odds / odds.sum(axis=1, keepdims=True) - targets) + RIDGE * ahead
        reached, further = ahead - step * slope, (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = reached + (momentum - 1) / further * (reached - weights)
        weights, momentum = reached, further
    return weights


def figures(model: KindModel, labelled: Sequence[Labelled]) -> str:
    """Precision, recall and F of what is kept, and F of those whose kind is right, mean of the documents."""
    by_document: dict[str, list[Labelled]] = defaultdict(list)
    for one in labelled:
        by_document[one.document].append(one)
    rows = [row for group in by_document.values() if (row := _row(model, group)) is not None]
    mean = np.mean(rows, axis=0) if rows else [0.0] * 4
    return "P {:.3f}  R {:.3f}  F {:.3f}  typed F {:.3f}".format(*mean) + f"  ({len(rows)} documents)"


def _row(model: KindModel, group: Sequence[Labelled]) -> tuple[float, ...] | None:
    wanted = sum(one.kinds[0] != NONE for one in group)
    if not wanted:
        return None
    judged = [(one, judgement) for one in group if (judgement := model.judge(one.signs)) is not None]
    kept = sum(one.kinds[0] != NONE for one, _ in judged)
    typed = sum(judgement.kind in one.kinds for one, judgement in judged)
    return (
        kept / max(len(judged), 1),
        kept / wanted,
        2 * kept / (len(judged) + wanted),
        2 * typed / (len(judged) + wanted),
    )


def main() -> None:
    """Learn, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="+", metavar="SET")
    parser.add_argument("--check", action="append", default=[], metavar="SET")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    sets = {argument: read_set(argument) for argument in given.sets}
    if given.held_out:
        for name, held in sets.items():
            model = learn([one for other, rows in sets.items() if other != name for one in rows])
            print(f"{name}\n    {figures(model, held)}", flush=True)
        return
    model = learn([one for rows in sets.values() for one in rows])
    for name, rows in (*sets.items(), *((argument, read_set(argument)) for argument in given.check)):
        print(f"{name}\n    {figures(model, rows)}")
    if not given.dry_run:
        body = {"about": ABOUT, "kinds": model.kinds, "reluctance": model.reluctance, "signs": model.weights}
        WEIGHTS.write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
