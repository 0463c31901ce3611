#!/usr/bin/env python3
"""How well and how fast PDFs are read, beside other readers.

python bench/extract.py                   all of what follows, in one run
python bench/extract.py quality [NAME]    on rendered documents whose text is known (bench/known.py); NAME picks
    --peers           other readers beside it: similarity, and pdfplumber's share of the cells
    --errors          what was not read as it stands
python bench/extract.py book              the same on a book of 300 pages that LibreOffice sets (bench/volume.py; a minute)
python bench/extract.py speed [PATH ...]  CPU time on one core in one run, of ours and of all others; on files, too
python bench/extract.py memory            peak memory of PDFs of 60 and of 600 pages
python bench/extract.py hostile           time, memory and warnings on files made to hurt
python bench/extract.py forms FOLDER      fields and ticks of forms, compared with the folder's FIELDS.json
python bench/extract.py ends FOLDER ...   whether each file of folders is read, or refused with a reason
    --real FOLDER     with all: real files for speed (reports), forms and ends (reports, scans, odd)
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from ends import ends, hostile
from forms import forms
from known import Rendering, renderings
from peers import pdfplumber_grids, peers
from press import Known
from rapidfuzz.distance import Indel
from timing import memory, speed
from volume import volume

from pipeline.extract.pdf import read_pdf
from pipeline.model import Block, Document, Kind

GOALS = {"alike": 0.995, "exact": 0.90, "bullets": 1.0, "headP": 0.95, "headR": 0.95, "cells": 0.95, "soft": 0.97}
LONG, LEAST_ALIKE = 200_000, 0.9  # characters of a book: what is less alike counts as nothing, and is quickly told
ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE)


@dataclass
class Score:
    """The figures of one rendering; None where it holds nothing of the kind."""

    name: str
    figures: dict[str, float | None] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# --- quality ---------------------------------------------------------------------------------


def known_text(blocks: Iterable[Known]) -> str:
    """The text as it ought to come, markers with it, notes apart."""
    parts = []
    for block in blocks:
        if block.kind == "table":
            parts.extend(" ".join(filter(None, row)) for row in block.rows)
        elif block.kind != "footnote":
            parts.append(f"{block.marker} {block.plain}".strip())
    return fold(" ".join(parts))


def read_text(document: Document) -> str:
    return fold(" ".join(f"{b.marker} {b.text}" for b in document.blocks if b.kind not in ASIDE))


def judge(made: Rendering, document: Document | None = None) -> Score:
    """All figures of one rendering, as our reader reads it unless it was read already."""
    document = document or read_pdf(made.content, "0" * 64)
    score = Score(made.name)
    wanted, read = _bare(known_text(made.blocks)), _bare(read_text(document))
    least = LEAST_ALIKE if len(wanted) > LONG else 0.0
    score.figures["alike"] = Indel.normalized_similarity(wanted, read, score_cutoff=least)
    _exact(made, document, score)
    _bullets(made, document, score)
    _headings(made, document, score)
    _cells(made, document, score)
    _notes(made, document, score)
    _furniture(made, document, score)
    _hyphens(made, document, score)
    return score


def _bare(text: str) -> str:
    """Text whose bullets do not count: a sign of a private font is none of the words."""
    return re.sub(r"[\ufffd\ue000-\uf8ff\x00-\x1f•·■]|\(cid:\d+\)", "•", text)


def _exact(made: Rendering, document: Document, score: Score) -> None:
    read = Counter(_whole(b.marker, b.text) for b in document.blocks)
    wanted = [b for b in made.blocks if b.kind not in ("table", "footnote")]
    if not wanted:
        return
    missed = [b for b in wanted if not _take(read, _whole(b.marker, b.plain))]
    score.figures["exact"] = 1 - len(missed) / len(wanted)
    score.errors += [f"not exact: {b.kind} {b.marker} {b.plain[:90]!r}" for b in missed]


def _whole(marker: str, text: str) -> str:
    return _bare(fold(f"{marker} {text}"))


def _take(counted: Counter[str], text: str) -> bool:
    if not counted[text]:
        return False
    counted[text] -= 1
    return True


def _bullets(made: Rendering, document: Document, score: Score) -> None:
    wanted = [b for b in made.blocks if b.kind == "item"]
    if not wanted:
        return
    items = {(fold(b.text)[:40], _bare(b.marker)) for b in document.blocks if b.kind is Kind.ITEM}
    missed = [b for b in wanted if (fold(b.plain)[:40], _bare(b.marker)) not in items]
    score.figures["bullets"] = 1 - len(missed) / len(wanted)
    score.errors += [f"bullet: {b.marker!r} {b.plain[:80]!r}" for b in missed]
    levels = {fold(b.text)[:40]: b.level for b in document.blocks if b.kind is Kind.ITEM}
    right = [levels.get(fold(b.plain)[:40]) == b.level for b in wanted]
    score.figures["nested"] = mean(right)


def _headings(made: Rendering, document: Document, score: Score) -> None:
    heads = ("title", "heading")
    wanted = Counter(fold(f"{b.marker} {b.plain}") for b in made.blocks if b.kind in heads)
    if not wanted:
        return
    found = Counter(fold(f"{b.marker} {b.text}") for b in document.blocks if b.kind in (Kind.TITLE, Kind.HEADING))
    hits = (wanted & found).total()
    score.figures["headP"] = hits / max(found.total(), 1)
    score.figures["headR"] = hits / wanted.total()
    score.errors += [f"heading missed: {text[:90]!r}" for text in (wanted - found)]
    score.errors += [f"no heading: {text[:90]!r}" for text in (found - wanted)]


def _cells(made: Rendering, document: Document, score: Score) -> None:
    if not any(b.kind == "table" for b in made.blocks):
        return
    found = [_grid(b) for b in document.blocks if b.kind is Kind.TABLE]
    score.figures["cells"] = _recall(made, found, score.errors)


def _recall(made: Rendering, found: list[dict[tuple[int, int], str]], errors: list[str] | None = None) -> float:
    """The share of the cells with text that were found at their places; each table is compared with the likest."""
    wanted = hits = 0
    for table in (b for b in made.blocks if b.kind == "table"):
        cells = {(r, c): fold(text) for r, row in enumerate(table.rows) for c, text in enumerate(row) if text}
        best = max(found, key=lambda grid: _common(cells, grid), default={})
        wanted, hits = wanted + len(cells), hits + _common(cells, best)
        if errors is not None:
            errors += [f"cell {p}: {t[:60]!r} | {best.get(p)!r:.60}" for p, t in cells.items() if best.get(p) != t]
        if best:
            found.remove(best)
    return hits / wanted


def _grid(block: Block) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): fold(block.cell_text(c).replace("\v", " ")) for c in block.cells}


def _common(cells: dict[tuple[int, int], str], grid: dict[tuple[int, int], str]) -> int:
    return sum(grid.get(place) == text for place, text in cells.items())


def _notes(made: Rendering, document: Document, score: Score) -> None:
    wanted = [b for b in made.blocks if b.kind == "footnote"]
    if not wanted:
        return
    found = Counter((b.marker, fold(b.text)) for b in document.blocks if b.kind is Kind.FOOTNOTE)
    missed = [b for b in wanted if not found[b.marker, fold(b.plain)]]
    score.figures["notes"] = 1 - len(missed) / len(wanted)
    score.errors += [f"note: {b.marker} {b.plain[:60]!r}" for b in missed]


def _furniture(made: Rendering, document: Document, score: Score) -> None:
    if not made.furniture:
        return
    body = [fold(b.text) for b in document.blocks if b.kind is not Kind.FURNITURE]
    leaked = [f for f in set(made.furniture) if any(f == text or (len(f) > 12 and f in text) for text in body)]
    score.figures["leaked"] = len(leaked)
    score.errors += [f"leaked: {f!r}" for f in leaked]


def _hyphens(made: Rendering, document: Document, score: Score) -> None:
    if not made.soft and not made.hard:
        return
    text = f" {read_text(document)} "
    wrong = [w for w in made.soft if not re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", text)]
    wrong += [w for w in made.hard if w not in text]
    score.figures["soft"] = 1 - len(wrong) / (len(made.soft) + len(made.hard))
    score.errors += [f"hyphen: {w!r}" for w in wrong]


COLUMNS = ("alike", "exact", "bullets", "nested", "headP", "headR", "cells", "notes", "soft", "leaked")


def quality(only: str, beside: bool, errors: bool) -> int:
    """Print the figures of each rendering; the number of goals missed."""
    others = peers() if beside else {}
    shown = (*COLUMNS, *others, "plCells") if beside else COLUMNS
    print(f"{'':28s} " + " ".join(f"{c:>7.7s}" for c in shown))
    missed = 0
    for made in renderings(only):
        score = judge(made)
        below = _below(made, score)
        missed += len(below)
        wanted = _bare(known_text(made.blocks))
        for name, read in others.items():
            score.figures[name] = Indel.normalized_similarity(wanted, _bare(fold(read(made.content))))
        if beside and "cells" in score.figures:
            score.figures["plCells"] = _recall(made, pdfplumber_grids(made.content))
        cells = (_shown(score.figures.get(c), c in below, c) for c in shown)
        print(f"{made.name[:28]:28s} " + " ".join(cells))
        if errors:
            print("".join(f"    {error}\n" for error in score.errors), end="")
    print(f"{missed} figures below their goals")
    return missed


def whole_book(errors: bool) -> int:
    """Print the figures of the book; the number of goals missed. Nothing is asked where LibreOffice is missing."""
    made = volume()
    if made is None:
        print("LibreOffice is not installed: no book was set")
        return 0
    score = judge(made)
    below = _below(made, score)
    for name, value in score.figures.items():
        print(f"{name:10s} {_shown(value, name in below, name)}")
    if errors:
        print("".join(f"    {error}\n" for error in score.errors), end="")
    return len(below)


def _below(made: Rendering, score: Score) -> set[str]:
    goals = {**GOALS, "alike": GOALS["alike"] if made.prose else 0.98}
    below = {name for name, goal in goals.items() if (score.figures.get(name, goal) or 0) < goal - 1e-9}
    return below | ({"leaked"} if score.figures.get("leaked") else set())


def _shown(value: float | None, below: bool, name: str) -> str:
    if value is None:
        return f"{'':7s}"
    return f"{value:6.0f} " if name == "leaked" and not below else f"{value:6.4f}{'!' if below else ' '}"[:7].rjust(7)


# --- command ---------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """The command line: exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "what",
        nargs="?",
        default="all",
        choices=("all", "quality", "book", "speed", "memory", "hostile", "forms", "ends"),
    )
    parser.add_argument("which", nargs="*")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--real", type=Path)
    chosen = parser.parse_args(arguments)
    paths = [Path(name) for name in chosen.which]
    parts = {
        "quality": lambda: quality(" ".join(chosen.which), chosen.peers, chosen.errors),
        "book": lambda: whole_book(chosen.errors),
        "speed": lambda: speed(paths),
        "memory": memory,
        "hostile": hostile,
        "forms": lambda: sum(map(forms, paths)),
        "ends": lambda: sum(map(ends, paths)),
    }
    return int((_all(chosen.real) if chosen.what == "all" else parts[chosen.what]()) > 0)


def _all(real: Path | None) -> int:
    """Everything that is to be shown, one part after another; the number of goals missed."""
    print("\n== Quality against known text\n")
    missed = quality("", True, False)
    print("\n== A book\n")
    missed += whole_book(False)
    print("\n== Speed\n")
    missed += speed([real / "reports"] if real else [])
    print("\n== Memory\n")
    missed += memory()
    print("\n== Files made to hurt\n")
    missed += hostile()
    if real:
        print("\n== Forms of others\n")
        missed += forms(real / "forms")
        print("\n== Files of others: read, or refused with a reason\n")
        missed += sum(ends(real / name) for name in ("reports", "scans", "odd"))
    print(f"\n{missed} figures below their goals in all")
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
