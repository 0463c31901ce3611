#!/usr/bin/env python3
"""How well and how fast PDFs are read, beside other readers.

python bench/extract.py quality [NAME]    on rendered documents whose text is known (bench/known.py); NAME picks
    --peers           pdfplumber, pypdfium2, pypdf and pdftotext beside it (similarity only)
    --errors          what was not read as it stands
python bench/extract.py speed [FILE ...]  CPU time on one core in one run: ours, pypdfium2, pdfplumber
python bench/extract.py memory            peak memory of PDFs of 60 and of 600 pages
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from known import Rendering, book, renderings
from press import Known
from rapidfuzz.distance import Indel

from pipeline.extract.pdf import read_pdf
from pipeline.model import Block, Document, Kind

GOALS = {"alike": 0.995, "exact": 0.90, "bullets": 1.0, "headP": 0.95, "headR": 0.95, "cells": 0.95, "soft": 0.97}
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


def judge(made: Rendering) -> Score:
    """All figures of one rendering."""
    document = read_pdf(made.content, "0" * 64)
    score = Score(made.name)
    score.figures["alike"] = Indel.normalized_similarity(_bare(known_text(made.blocks)), _bare(read_text(document)))
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
    tables = [b for b in made.blocks if b.kind == "table"]
    if not tables:
        return
    found = [_grid(b) for b in document.blocks if b.kind is Kind.TABLE]
    wanted = hits = 0
    for table in tables:
        cells = {(r, c): fold(text) for r, row in enumerate(table.rows) for c, text in enumerate(row) if text}
        best = max(found, key=lambda grid: _common(cells, grid), default={})
        wanted, hits = wanted + len(cells), hits + _common(cells, best)
        score.errors += [
            f"cell {place}: {text[:60]!r} | {best.get(place)!r:.60}"
            for place, text in cells.items()
            if best.get(place) != text
        ]
        if best:
            found.remove(best)
    score.figures["cells"] = hits / wanted


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


def quality(only: str, peers: bool, errors: bool) -> int:
    """Print the figures of each rendering; the number of goals missed."""
    others = _peers() if peers else {}
    print(f"{'':28s} " + " ".join(f"{c:>7s}" for c in (*COLUMNS, *others)))
    missed = 0
    for made in renderings(only):
        score = judge(made)
        below = _below(made, score)
        missed += len(below)
        wanted = _bare(known_text(made.blocks))
        for name, read in others.items():
            score.figures[name] = Indel.normalized_similarity(wanted, _bare(fold(read(made.content))))
        cells = (_shown(score.figures.get(c), c in below, c) for c in (*COLUMNS, *others))
        print(f"{made.name[:28]:28s} " + " ".join(cells))
        if errors:
            print("".join(f"    {error}\n" for error in score.errors), end="")
    print(f"{missed} figures below their goals")
    return missed


def _below(made: Rendering, score: Score) -> set[str]:
    goals = {**GOALS, "alike": GOALS["alike"] if made.prose else 0.98}
    below = {name for name, goal in goals.items() if (score.figures.get(name, goal) or 0) < goal - 1e-9}
    return below | ({"leaked"} if score.figures.get("leaked") else set())


def _shown(value: float | None, below: bool, name: str) -> str:
    if value is None:
        return f"{'':7s}"
    return f"{value:6.0f} " if name == "leaked" and not below else f"{value:6.4f}{'!' if below else ' '}"[:7].rjust(7)


# --- other readers ---------------------------------------------------------------------------


def _peers() -> dict[str, Callable[[bytes], str]]:
    return {"pdfium": pdfium_text, "plumber": pdfplumber_text, "pypdf": pypdf_text, "pdftotxt": pdftotext}


def pdfium_text(content: bytes) -> str:
    """Plain text of pypdfium2: the speed that cannot be beaten."""
    import pypdfium2

    parts = []
    pdf = pypdfium2.PdfDocument(content)
    for index in range(len(pdf)):
        page = pdf[index]
        text = page.get_textpage()
        parts.append(text.get_text_range())
        text.close()
        page.close()
    pdf.close()
    return "\n".join(parts).replace("\ufffe", "-")


def pdfplumber_text(content: bytes, *, tables: bool = False) -> str:
    """Plain text of pdfplumber, and its tables."""
    import io

    import pdfplumber

    parts = []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            parts.append(page.extract_text())
            if tables:
                parts.extend(str(table) for table in page.extract_tables())
            page.close()
    return "\n".join(parts)


def pypdf_text(content: bytes) -> str:
    import io

    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def pdftotext(content: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return subprocess.run(["pdftotext", file.name, "-"], capture_output=True, check=True).stdout.decode()


# --- speed and memory ------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 5  # the least of so many is taken; pdfplumber is too slow to be asked twice
GOAL_PDFIUM, GOAL_TEXT, GOAL_TABLES = 2.5, 20, 10


def speed(files: list[Path]) -> int:
    """Print CPU milliseconds for each file and in all; the number of goals missed."""
    documents = [(path.name, path.read_bytes()) for path in files] or list(_documents())
    ours: Reader = lambda content: read_pdf(content, "0" * 64)  # noqa: E731 - a reader like the others
    _milliseconds(ours, documents[0][1], 1)  # what is imported and cached at first use
    print(
        f"{'':34s} {'pages':>5s} {'pdfium':>8s} {'ours':>8s} {'':>5s} {'plumber':>9s} {'':>5s} {'+tables':>9s} {'':>5s}"
    )
    sums = [0.0] * 4
    for name, content in documents:
        times = [
            _milliseconds(pdfium_text, content, REPEATS),
            _milliseconds(ours, content, REPEATS),
            _milliseconds(pdfplumber_text, content, 1),
            _milliseconds(lambda c: pdfplumber_text(c, tables=True), content, 1),
        ]
        sums = [one + two for one, two in zip(sums, times, strict=True)]
        print(_line(name, _pages(content), times))
    print(_line("in all", sum(_pages(content) for _, content in documents), sums))
    factor, text, tables = sums[1] / sums[0], sums[2] / sums[1], sums[3] / sums[1]
    return (factor > GOAL_PDFIUM) + (text < GOAL_TEXT) + (tables < GOAL_TABLES)


Reader = Callable[[bytes], object]


def _documents() -> Iterator[tuple[str, bytes]]:
    folders = (
        ROOT.parent / "shared" / "seeds",
        ROOT / "samples" / "inbox",
        ROOT.parent / "shared" / "real" / "reports",
    )
    for path in sorted(p for folder in folders for p in folder.glob("*.pdf")):
        if b"/Encrypt" not in path.read_bytes():
            yield path.name, path.read_bytes()
    for made in renderings():
        yield made.name, made.content


def _milliseconds(read: Reader, content: bytes, repeats: int) -> float:
    best = float("inf")
    for _ in range(repeats):
        began = time.process_time()
        read(content)
        best = min(best, time.process_time() - began)
    return 1000 * best


def _pages(content: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        return len(pdf)


def _line(name: str, pages: int, times: Sequence[float]) -> str:
    limit, ours, text, tables = times
    return (
        f"{name[:34]:34s} {pages:5d} {limit:8.1f} {ours:8.1f} {ours / limit:4.1f}x "
        f"{text:9.0f} {text / ours:4.0f}x {tables:9.0f} {tables / ours:4.0f}x"
    )


def memory() -> int:
    """Print the peak memory of a process that reads a PDF of 60 and of 600 pages; 1 where it is over the goal."""
    peaks = []
    print(f"{'nothing read':18s} {_peak('import pipeline.extract.pdf.blocks'):6.1f} MB")
    for pages in (60, 600):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(book(pages))
            file.flush()
            script = (
                "from pathlib import Path; from pipeline.extract.pdf import read_pdf;"
                f"d = read_pdf(Path({file.name!r}).read_bytes(), 'd'); assert d.pages == {pages}"
            )
            peaks.append(_peak(script))
        print(f"{pages:4d} pages         {peaks[-1]:6.1f} MB")
    return int(peaks[-1] > MOST_MEGABYTES)


MOST_MEGABYTES = 120.0


def _peak(script: str) -> float:
    """The most memory that a Python process which runs a script has held, in MB."""
    measured = f"{script}\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", measured], capture_output=True, check=True, cwd=ROOT, text=True)
    return int(done.stdout) / 1024


# --- forms -----------------------------------------------------------------------------------


def forms(folder: Path) -> int:
    """Compare fields and ticks of forms with FIELDS.json of a folder, say what disagrees; the number of forms that do."""
    fields = json.loads((folder / "FIELDS.json").read_text(encoding="utf-8"))
    wrong = 0
    for name, known in fields.items():
        path = folder / name if (folder / name).exists() else folder / "docx" / name
        wanted, ticks, boxes = (_pdf_form if path.suffix == ".pdf" else _docx_form)(path, known)
        text = fold(_opened(path).text())
        missed = [value for value in wanted if fold(value) not in text]
        found = text.count("☒"), text.count("☒") + text.count("☐")
        agrees = not missed and found == (ticks, boxes)
        wrong += not agrees
        print(
            f"{name:34s} values {len(wanted) - len(missed):2d} of {len(wanted):2d}, ticked {found[0]:2d} of {ticks:2d}, "
            f"boxes {found[1]:2d} of {boxes:2d} {'' if agrees else f'! {missed!r:.200}'}"
        )
    return wrong


def _opened(path: Path) -> Document:
    if path.suffix == ".pdf":
        return read_pdf(path.read_bytes(), "d")
    from pipeline.extract.docx import read_docx

    return read_docx(path.read_bytes(), "d")


def _pdf_form(path: Path, known: dict[str, dict[str, str]]) -> tuple[list[str], int, int]:
    """Values, ticks and boxes of a PDF form.

    Values as FIELDS.json says; boxes are counted as drawn (pypdf), as one field may have several, ticked together.
    """
    import pypdf

    values = [f["value"] for f in known.values() if f["type"] in ("/Tx", "/Ch") and f["value"]]
    ticks = boxes = 0
    for page in pypdf.PdfReader(path).pages:
        for widget in (a.get_object() for a in page.get("/Annots") or ()):
            field = widget if "/FT" in widget else widget.get("/Parent", {})
            push = int(widget.get("/Ff", field.get("/Ff", 0)) or 0) & (1 << 16)
            if field.get("/FT") == "/Btn" and not push:
                boxes += 1
                ticks += widget.get("/AS", "/Off") != "/Off"
    return values, ticks, boxes


def _docx_form(_: Path, known: dict[str, list[bool]]) -> tuple[list[str], int, int]:
    """What drop-down lists show, ticks and boxes of a Word form."""
    boxes = [*known["sdt_checkbox"], *known["legacy_checkbox"]]
    shown: list[dict[str, str]] = known["sdt_dropdown"]  # type: ignore[assignment]  # lists of dicts under this key
    return [d["shown"] for d in shown if d.get("shown")], sum(boxes), len(boxes)


# --- command ---------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """The command line: exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("quality", "speed", "memory", "forms"))
    parser.add_argument("which", nargs="*")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--errors", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.what == "quality":
        return int(quality(" ".join(chosen.which), chosen.peers, chosen.errors) > 0)
    if chosen.what == "speed":
        return int(speed([Path(name) for name in chosen.which]) > 0)
    if chosen.what == "forms":
        return int(forms(Path(chosen.which[0])) > 0)
    return memory()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
