"""CPU time and memory of our reader beside others, in one run on one core."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from known import book, renderings
from peers import pdfium_text, pdfplumber_text, peers

from pipeline.extract.pdf import read_pdf

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 5  # the least of so many is taken; the slow ones are not asked twice
GOAL_PDFIUM, GOAL_TEXT, GOAL_TABLES = 2.5, 20, 10

Reader = Callable[[bytes], object]


def speed(paths: list[Path]) -> int:
    """Print CPU milliseconds of each reader for each file and in all; the number of goals missed.

    paths: files, or folders of files, besides the rendered documents and the samples.
    """
    readers = _readers()
    print(f"CPU milliseconds\n{'':34s} {'pages':>5s} " + " ".join(f"{name:>9s}" for name in readers))
    missed = 0
    for kind, documents in (("rendered", _rendered()), ("files", _files(paths))):
        sums = dict.fromkeys(readers, 0.0)
        pages = 0
        for name, content in documents:
            times = {reader: _milliseconds(read, content, _repeats(reader)) for reader, read in readers.items()}
            pages += _pages(content)
            sums = {reader: sums[reader] + times[reader] for reader in readers}
            print(f"{name[:34]:34s} {_pages(content):5d} " + " ".join(f"{t:9.1f}" for t in times.values()))
        print(f"{f'{kind} in all':34s} {pages:5d} " + " ".join(f"{t:9.0f}" for t in sums.values()))
        print(f"{'times ours':34s} {'':5s} " + " ".join(f"{t / sums['ours']:9.2f}" for t in sums.values()))
        missed += _missed(kind, sums)
    return missed


def _missed(kind: str, sums: dict[str, float]) -> int:
    """Say whether the goals of speed are reached; how many are not."""
    ours = sums["ours"]
    figures = (
        (
            f"of pypdfium2's plain text: at most {GOAL_PDFIUM}",
            ours / sums["pdfium"],
            ours <= GOAL_PDFIUM * sums["pdfium"],
        ),
        (
            f"faster than pdfplumber's text: at least {GOAL_TEXT}",
            sums["plumber"] / ours,
            sums["plumber"] >= GOAL_TEXT * ours,
        ),
        (
            f"faster than its text and tables: at least {GOAL_TABLES}",
            sums["+tables"] / ours,
            sums["+tables"] >= GOAL_TABLES * ours,
        ),
    )
    for words, figure, reached in figures:
        print(f"    {kind}: {figure:5.1f} times {words}{'' if reached else ' !'}")
    return sum(not reached for _, _, reached in figures)


def _readers() -> dict[str, Reader]:
    ours: dict[str, Reader] = {"ours": lambda content: read_pdf(content, "0" * 64)}
    tables: dict[str, Reader] = {"+tables": lambda content: pdfplumber_text(content, tables=True)}
    readers = {**ours, **peers(), **tables}
    for read in readers.values():
        read(next(iter(_rendered()))[1])  # what is imported and cached at first use
    return readers


def _repeats(reader: str) -> int:
    return REPEATS if reader in ("ours", "pdfium") else 1


def _rendered() -> Iterator[tuple[str, bytes]]:
    return ((made.name, made.content) for made in renderings())


def _files(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    """PDFs with a text layer, not encrypted."""
    for path in (ROOT / "samples" / "inbox", *paths):
        for file in sorted(path.rglob("*.pdf")) if path.is_dir() else [path]:
            content = file.read_bytes()
            if b"/Encrypt" not in content and pdfium_opens(content):
                yield file.name, content


def pdfium_opens(content: bytes) -> bool:
    """Whether pdfium opens a file and finds text in it."""
    import pypdfium2

    try:
        return bool(pdfium_text(content).strip())
    except pypdfium2.PdfiumError:
        return False


def _milliseconds(read: Reader, content: bytes, repeats: int) -> float:
    """The least CPU time of several, that of programs which it starts with it."""
    best = float("inf")
    for _ in range(repeats):
        began = _cpu()
        read(content)
        best = min(best, _cpu() - began)
    return 1000 * best


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _pages(content: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        return len(pdf)


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
    # not ru_maxrss, which a new process takes over from the one that started it
    measured = f"{script}\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    done = subprocess.run([sys.executable, "-c", measured], capture_output=True, check=True, cwd=ROOT, text=True)
    return int(done.stdout) / 1024
