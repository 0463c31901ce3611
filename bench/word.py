"""CPU time of our Word reader beside python-docx, in one run on one core.

    python bench/word.py [FILE.docx ...]      (needs python-docx)

The handbook of 800 pages is made here. Four ways of python-docx stand beside ours, each doing more of what ours does:
`paragraphs` takes the text of the body's paragraphs and no table; `letters` meets the runs and cells and asks for their
text alone; `in order` reads the body as it stands, tables between paragraphs and tables in cells, each paragraph with its
text by runs and its style's name, which is what a reader must know to tell a heading from an item (the goal: ours, which
gives the numbers of lists, tick boxes, notes and places besides, is ten times faster); `as read` asks whether runs are
bold, too, as ours does to tell a label from an answer. `lxml alone` is the floor of all readers.
"""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).resolve().parent]
import docx  # noqa: E402  # the package, not this file
import docx.table  # noqa: E402
from lxml import etree  # noqa: E402

from pipeline.extract.docx import read_docx  # noqa: E402

PAGES, REPEATS, GOAL = 800, 3, 10.0
WORDS = [
    "The",
    "city",
    "opened",
    "night",
    "buses",
    "along",
    "the",
    "river",
    "and",
    "drivers",
    "said",
    "that",
    "people",
    "wait",
    "longer",
    "after",
    "midnight",
]


def handbook(pages: int = PAGES) -> bytes:
    """A handbook: on each page a heading, six paragraphs of four runs and three items; a table on each fifth."""
    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"Chapter {page}: Night buses", 2)
        for number in range(6):
            paragraph = document.add_paragraph()
            for run in range(4):
                said = " ".join(WORDS[(page + number * 4 + run + word) % len(WORDS)] for word in range(18))
                paragraph.add_run(said + ". ").bold = True if run == 1 else None
        for number in range(3):
            document.add_paragraph(f"Ask drivers first, number {number}", style="List Bullet")
        if page % 5 == 0:
            _table(document, page)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _table(document: object, page: int) -> None:
    for number, row in enumerate(document.add_table(6, 4).rows):  # type: ignore[attr-defined]
        for place, cell in enumerate(row.cells):
            cell.text = f"Cell {page} {number} {place}"


def ours(content: bytes) -> int:
    """Characters read by us."""
    return sum(len(block.text) for block in read_docx(content, "d").blocks)


def paragraphs_of(content: bytes) -> list[Any]:
    """The paragraphs that python-docx shows, those in the cells of tables after the others."""
    document = docx.Document(io.BytesIO(content))
    paragraphs = list(document.paragraphs)
    for table in document.tables:
        paragraphs += [p for row in table.rows for cell in row.cells for p in cell.paragraphs]
    return paragraphs


def paragraphs(content: bytes) -> int:
    """Characters of the body's paragraphs: no tables, no styles."""
    return sum(len(paragraph.text) for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def in_order(content: bytes) -> int:
    """Characters met in the order of the document, each paragraph asked for its style, each cell for what is in it."""
    return _story(docx.Document(io.BytesIO(content)))


def _story(story: Any) -> int:
    letters = 0
    for item in story.iter_inner_content():
        if isinstance(item, docx.table.Table):
            letters += sum(_story(cell) for row in item.rows for cell in row.cells)
        else:
            read = (item.style.name, [run.text for run in item.runs])
            letters += sum(map(len, read[1]))
    return letters


def letters(content: bytes) -> int:
    """Characters met by iterating over paragraphs, runs and the cells of tables."""
    return sum(len(run.text) for paragraph in paragraphs_of(content) for run in paragraph.runs)


def as_read(content: bytes) -> int:
    """The same, each paragraph asked for its text and its style's name, each run for its weight."""
    read = [(p.text, p.style.name, [(run.text, run.bold) for run in p.runs]) for p in paragraphs_of(content)]
    return sum(len(text) for text, _, _ in read)


def measured(read: Callable[[bytes], int], content: bytes) -> tuple[float, int]:
    """The least CPU time of a few, and the characters."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        letters = read(content)
        times.append(time.process_time() - start)
    return min(times), letters


def parsed(content: bytes) -> int:
    """Unpacked and parsed by lxml, each text element met, and nothing understood: the floor of any such reader."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    return sum(len(element.text or "") for element in root.iter("{*}t"))


def main(paths: list[str]) -> int:
    """Print CPU milliseconds of each reader for each file; 1 where the handbook misses the goal."""
    files = {"handbook": handbook(), **{Path(path).name: Path(path).read_bytes() for path in paths}}
    readers = {
        "ours": ours,
        "paragraphs": paragraphs,
        "letters": letters,
        "in order": in_order,
        "as read": as_read,
        "lxml alone": parsed,
    }
    missed = 0
    print(f"{'CPU milliseconds':34s} " + " ".join(f"{name:>12s}" for name in readers) + "   characters: ours, theirs")
    for name, content in files.items():
        found = {reader: measured(read, content) for reader, read in readers.items()}
        row = " ".join(f"{seconds * 1e3:12.1f}" for seconds, _ in found.values())
        print(f"{name[:34]:34s} {row}   {found['ours'][1]}, {found['in order'][1]}")
        times = {reader: seconds / found["ours"][0] for reader, (seconds, _) in found.items()}
        print(f"{'times ours':34s} " + " ".join(f"{ratio:12.2f}" for ratio in times.values()))
        missed += name == "handbook" and times["in order"] < GOAL
    print(f"goal: the handbook {GOAL:g} times faster than python-docx in order, {'missed' if missed else 'reached'}")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
