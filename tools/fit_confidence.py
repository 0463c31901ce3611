#!/usr/bin/env python3
"""Fit `pipeline/data/confidence.json`: what the scores of rules and models are worth. Needs numpy.

    python3 tools/fit_confidence.py --fit DOCS GOLD ... --report DOCS GOLD ...      each may be given several times
        --themes DOCS GOLD      report on it, themes too: no word of themes was learnt from it
        --keep KIND             leave the scale of a kind as it stands: `insight`, where the documents were learnt from
        --dry-run               write nothing

Documents and gold are folders as `learnings evaluate` has them. The annotated texts of `bench/data/names` and `blind` are fitted on besides,
those of `bench/data/names2` reported on. Printed is how sure and how often right each kind of finding is on the sets to
report, by its scores as they stand and as fitted: nothing of those sets is fitted on.

The scale of `insight` is not to be fitted on documents that `train_statements.py` has learnt from: the packaged one is that
of two sets of 46 documents held out from it (818 candidates, .78 of the kinds right).

Fitted by penalised logistic regression (Platt scaling with offsets): the slope is drawn to 1, offsets of methods to 0,
so that a method that was seen few times is taken for an ordinary one of its kind. What was learnt from a gold must not be
judged by it: the words of themes were learnt from samples and held-out sets, so their scale is fitted on `blind` and the
sets of --themes together, and reported for each half of these documents as fitted on the other half. So are organisations,
whose rules were mended on the sets to fit on: theirs is fitted on the other sets, those of --report and --themes. What is written is
fitted on all sets, those to report too: the printed figures are those of a fit on less.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

import blind
import names

from pipeline.evaluate import _sure
from pipeline.evaluate.found import Tables
from pipeline.evaluate.gold import Gold, read_all
from pipeline.evaluate.reliability import Sure, as_lines
from pipeline.flow import process, themes_of
from pipeline.intake import identify
from pipeline.link import link
from pipeline.link.confidence import Scale, Scales, family, logit
from pipeline.load import tables_csv
from pipeline.model import Item, Origin
from pipeline.tag.settings import TagSettings

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "pipeline" / "data" / "confidence.json"
ABOUT = (
    "What scores are worth (pipeline/link/confidence.py). Written by tools/fit_confidence.py; not to be edited by hand."
)
MENDED = "organisation"
"""What was mended by looking at the sets to fit on: right more often there than elsewhere, so fitted on the others."""
OFFSET, SLOPE = 2.0, 4.0  # how strongly offsets are drawn to 0, and slopes to 1
READ = (
    "application/pdf",
    "text/plain",
    "text/html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)

File = tuple[str, str, bytes, Gold]
"""Name, media type, content, gold."""


def main(arguments: Sequence[str]) -> int:
    """Fit, print, write."""
    options = _parser().parse_args(arguments)
    known = [file for pair in options.fit for file in of_folders(*pair)] + of_names(0)
    blind, fresh = of_blind(), [file for pair in options.themes for file in of_folders(*pair)]
    halves = [[one for one in found((blind + fresh)[half::2]) if one.kind == "theme"] for half in (0, 1)]
    themes = [scale(half) for half in halves]
    learnt = [one for one in found(known + blind) if one.kind not in ("theme", MENDED)]
    other = [file for pair in options.report for file in of_folders(*pair)] + fresh + of_names(1)
    parts = [[one for one in found(other[half::2]) if one.kind != "theme"] for half in (0, 1)]
    mended = [scale([one for one in part if one.kind == MENDED]) for part in parts]
    seen = [*parts[0], *parts[1]]
    scales = fit([*learnt, *halves[0], *halves[1]])
    fitted = [*given_out([one for one in seen if one.kind != MENDED], scales)]
    for fits, some in ((themes, halves), (mended, parts)):
        fitted += [
            o._replace(confidence=fits[1 - n].of(o.method, o.confidence))
            for n in (0, 1)
            for o in some[n]
            if o.kind in ("theme", MENDED)
        ]
    for title, some in (("as they stand", [*seen, *halves[0], *halves[1]]), ("as fitted", fitted)):
        print(f"\n== scores {title}, on documents that were not fitted on", *as_lines(some), sep="\n")
    if not options.dry_run:
        scales = kept(fit([*learnt, *seen, *halves[0], *halves[1]]), options.keep)
        TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(scales), indent=1) + b"\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Fit what scores are worth.")
    for name in ("--fit", "--report", "--themes"):
        parser.add_argument(name, nargs=2, action="append", default=[], type=Path, metavar=("DOCS", "GOLD"))
    parser.add_argument("--keep", action="append", default=[], metavar="KIND")
    parser.add_argument("--dry-run", action="store_true")
    return parser


# --- annotated documents ----------------------------------------------------------------------------------------------


def of_folders(docs: Path, gold: Path) -> list[File]:
    """The documents of a folder that have a gold; mails and archives are left out."""
    golds, files = read_all(gold), []
    for path in sorted(docs.iterdir()):
        stem = max((s for s in golds if path.name.lower().startswith(s.lower())), key=len, default="")
        kind = identify(path.read_bytes(), path.name) if stem else ""
        if kind in READ:
            files.append((path.name, kind, path.read_bytes(), golds[stem]))
    return files


def of_names(folder: int) -> list[File]:
    """The annotated texts of one folder of `bench/names.py`."""
    files = []
    for path in sorted(names.GOLD[folder].glob("*.txt")):
        one = names.read(path)
        gold = {
            "people": [{"name": p[0], "role": p[1], "city": p[3]} for p in one.people],
            "cities": [{"name": c[0], "country": c[1]} for c in one.cities],
            "countries": [{"code": code} for code in one.countries],
            "organisations": [{"name": o[0], "acronym": o[1]} for o in one.organisations],
        }
        files.append((path.name, "text/plain", one.text.encode(), Gold(gold)))
    return files


def of_blind() -> list[File]:
    """The annotated texts of `bench/blind.py`."""
    files = []
    for path in sorted(blind.FOLDER.glob("*.txt")):
        one = blind.read(path)
        said = [
            {"kind": s.kind, "text": s.text, "themes": list(s.themes), "themes_alt": list(s.defensible)}
            for s in one.statements
        ]
        files.append((f"{path.stem}.html", "text/html", one.page.encode(), Gold({"insights": said})))
    return files


def found(files: Sequence[File]) -> Iterator[Sure]:
    """What the pipeline finds in documents, with scores as rules and models give them, and whether it is right."""
    settings = TagSettings()
    for number, (name, kind, content, gold) in enumerate(files):
        item = Item(digest=f"{number:064x}"[::-1], media_type=kind, content=content, origins=())
        origin = Origin(source="folder", locator=name, name=name)
        dataset = link([(process(item, settings), (origin,))], themes_of(settings), scales=Scales())
        with tempfile.TemporaryDirectory() as folder:
            tables_csv.write(dataset, Path(folder))
            for one in Tables.read(Path(folder)).documents():
                yield from _sure(one, gold)


def given_out(seen: Sequence[Sure], scales: Scales) -> Iterator[Sure]:
    """The same with the confidence that scales give."""
    return (one._replace(confidence=scales.sure(one.kind, one.method, one.confidence)) for one in seen)


# --- the fit ----------------------------------------------------------------------------------------------------------


def fit(seen: Sequence[Sure]) -> Scales:
    """A scale for each kind of finding."""
    kinds = sorted({one.kind for one in seen})
    return Scales(about=ABOUT, scales={kind: scale([one for one in seen if one.kind == kind]) for kind in kinds})


def kept(fitted: Scales, kinds: Sequence[str]) -> Scales:
    """The fitted scales, with those of some kinds as they stand in the file."""
    before = msgspec.json.decode(TARGET.read_bytes(), type=Scales).scales
    return Scales(about=ABOUT, scales=fitted.scales | {kind: before[kind] for kind in kinds})


def scale(seen: Sequence[Sure]) -> Scale:
    """Penalised logistic regression by Newton's method: bias, slope, and an offset for each method."""
    methods = sorted({family(one.method) for one in seen})
    rows = np.zeros((len(seen), 2 + len(methods)))
    rows[:, 0] = 1
    rows[:, 1] = [logit(one.confidence) for one in seen]
    rows[range(len(seen)), [2 + methods.index(family(one.method)) for one in seen]] = 1
    right = np.array([one.right for one in seen], dtype=float)
    weights = _newton(rows, right, np.array([0.01, SLOPE, *[OFFSET] * len(methods)]))
    if weights[1] < 0:  # a higher score is never worth less
        rows[:, 1] = 0
        weights = _newton(rows, right, np.array([0.01, SLOPE, *[OFFSET] * len(methods)]))
        weights[1] = 0
    bias, slope, *offsets = (round(float(w), 3) for w in weights)
    return Scale(bias=bias, slope=slope, offsets=dict(zip(methods, offsets, strict=True)))


def _newton(rows: Any, right: Any, strength: Any) -> Any:
    start = np.zeros(rows.shape[1])
    start[1] = 1.0
    weights = start.copy()
    for _ in range(50):
        sure = 1 / (1 + np.exp(-rows @ weights))
        slopes = rows.T @ (right - sure) - strength * (weights - start)
        curves = (rows.T * (sure * (1 - sure))) @ rows + np.diag(strength)
        step = np.linalg.solve(curves, slopes)
        weights += step
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
