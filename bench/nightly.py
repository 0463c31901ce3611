"""A night in which nothing is new, with many known documents, beside the first night, which reads them all.

    python bench/nightly.py [COUNT]     1,000 documents where none is given

Prints wall and processor seconds of both and their ratio; that no model was loaded, no worker started and no file
rewritten in the second. Ends with 1 where one of these was, or where the second night takes over two seconds of
processor time for 1,000 documents.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
GOAL = 2.0  # seconds of processor time with 1,000 known documents
HEAVY = ("spacy", "pandas", "pyarrow", "pdfplumber", "rapidocr", "onnxruntime", "cv2")
_NIGHT = f"""
import json, sys
from pathlib import Path
from pipeline import flow
from pipeline.config import Settings
summary = flow.run([Path("in")], Settings(out=Path("out")))
from multiprocessing import forkserver
started = forkserver._forkserver._forkserver_pid is not None
print(json.dumps([summary.processed, summary.changed, [m for m in {HEAVY!r} if m in sys.modules], started]))
"""
_FORM = """Learning form

Name of the event: Seminar {n} on street lights
Date: {day} May 2013
Place: {city}

Key learnings

1. Drivers of line {n} know best which stops are dark.
2. The city should publish how many of its {n} lamps it has mended.
"""
_CITIES = ("Turin", "Porto", "Lyon", "Davao", "Kazan", "Lima", "Durban", "Recife")


class Night(NamedTuple):
    """What one run took and did."""

    wall: float
    cpu: float
    processed: int
    changed: bool
    loaded: list[str]
    started: bool  # whether there were workers


def run(folder: Path) -> Night:
    """One run, in a process of its own."""
    before, began = _cpu(), time.monotonic()
    done = subprocess.run([sys.executable, "-c", _NIGHT], cwd=folder, capture_output=True, text=True, check=True, env=_around())  # fmt: skip
    processed, changed, loaded, started = json.loads(done.stdout.splitlines()[-1])
    return Night(time.monotonic() - began, _cpu() - before, processed, changed, loaded, started)


def _around() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write(folder: Path, count: int) -> None:
    """So many different forms."""
    folder.mkdir()
    for n in range(count):
        text = _FORM.format(n=n, day=1 + n % 28, city=_CITIES[n % len(_CITIES)])
        (folder / f"form-{n:05}.txt").write_text(text, encoding="utf-8")


def kept(out: Path) -> dict[str, tuple[int, int]]:
    """Time and size of every file, but of the folders of the runs, each of which is new."""
    found = (path for path in out.rglob("*") if path.is_file() and "runs" not in path.relative_to(out).parts)
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def main() -> int:
    """How many goals were missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory(prefix="nightly-") as name:
        folder = Path(name)
        write(folder / "in", count)
        first = run(folder)
        before = kept(folder / "out")
        second = run(folder)
        rewritten = [path for path, seen in kept(folder / "out").items() if before.get(path) != seen]
    for title, night in (("first", first), ("nothing new", second)):
        print(
            f"{title:12s} {night.wall:7.1f} s {night.cpu:7.1f} s of processor time without workers, {night.processed} read"
        )
    print(f"ratio        {first.wall / second.wall:7.1f}   {first.cpu / second.cpu:7.1f}")
    told = ", ".join(second.loaded) or "nothing heavy"
    print(
        f"the second loaded {told}, started {'workers' if second.started else 'no worker'}, rewrote {rewritten or 'nothing'}"
    )
    bad = (
        first.processed != count,
        bool(second.processed),
        second.changed,
        bool(second.loaded),
        second.started,
        bool(rewritten),
    )
    return sum((*bad, second.cpu > GOAL * count / 1_000 + 1.0))


if __name__ == "__main__":
    sys.exit(min(1, main()))
