"""Files made to hurt, and files of others: does reading each end well, in how much time and memory?

Each is read in a process of its own, bounded as the pipeline's are.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "extract"))

from pdf_builder import form, handmade, shown_at, stream  # noqa: E402 - the tests' builder, found by the line above

STROKE = b"0 0 m 9 9 l S\n"
PROSE = b"night buses run on every main road of the city and drivers know best where people wait "
MOST_SECONDS, MOST_MEGABYTES = 60, 1024
_READ = """
import resource, sys, time
most, seconds = int(sys.argv[3]) << 20, int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
from pipeline.errors import DocumentError
from pipeline.extract import extract
from pipeline.intake import identify
from pipeline.model import Item
content = open(sys.argv[1], "rb").read()
began = time.process_time()
try:
    media_type = identify(content, sys.argv[2])
    document = extract(Item(digest="0" * 64, media_type=media_type, content=content, origins=()))
    end = f"read: {len(document.blocks)} blocks, {len(document.notes)} warnings. {' '.join(document.notes[:2])}"
except DocumentError as error:
    end = f"refused: {error.reason}"
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
print(f"{time.process_time() - began:6.1f} s {peak:5.0f} MB  {end}")
"""


def hostile() -> int:
    """Print how reading each file ends; how many do not end well."""
    bad = 0
    for name, content in _files():
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            bad += _end(name, Path(file.name))
    return bad


def ends(folder: Path) -> int:
    """Print how reading each file of a folder ends; how many end neither read nor refused with a reason."""
    return sum(_end(path.name, path) for path in sorted(folder.iterdir()) if path.is_file())


def _end(name: str, path: Path) -> int:
    command = [sys.executable, "-c", _READ, path, name, str(MOST_MEGABYTES), str(MOST_SECONDS)]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True)
    said = done.stdout.strip() or f"ended with {done.returncode}: {done.stderr.strip()[-100:]} !"
    print(f"{name[:44]:44s} {said[:150]}")
    return int(done.returncode != 0)


def _files() -> Iterator[tuple[str, bytes]]:
    sound = stream(shown_at(700))
    chance = random.Random(1)
    words = (PROSE * 57_000)[:5_000_000]
    lines = b"".join(b"(%s) '\n" % words[n : n + 90] for n in range(0, len(words), 90))
    strokes = b"".join(
        b"%d %d m %d %d l S\n" % tuple(chance.randrange(600) for _ in range(4)) for _ in range(1_500_000)
    )
    ruled = [b"0 %d m 6000 %d l S %d 0 m %d 6000 l S" % ((10 * n,) * 4) for n in range(601)]
    boxes = b"".join(b"%d %d 10 10 re S\n" % (10 * x, 10 * y) for x in range(600) for y in range(600))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 7 0 R>>"
    tree = {4: page, 7: sound, 5: b"<</Type/Pages/Parent 2 0 R/Count 3/Kids[2 0 R 4 0 R]>>"}

    def kids(count: int, numbers: bytes) -> bytes:
        return handmade(more={**tree, 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, numbers)})

    def stamps(deep: int, wide: int) -> bytes:
        more = {5000 + n: form(b"/X Do\n" * wide, X=5001 + n) for n in range(deep)}
        return handmade(
            stream(shown_at(700) + b"/X Do\n"), sound, more={**more, 5000 + deep: form(shown_at(500))}, X=5000
        )

    yield "a page of 42 MB packed into 83 kB", handmade(sound, stream(STROKE * 3_000_000), sound)
    yield "a page of 280 MB packed twice", handmade(sound, stream(STROKE * 20_000_000, times=2), sound)
    yield "a page of 27 MB, packed as usual", handmade(sound, stream(strokes), sound)
    yield "a page of 12 MB, not packed", handmade(sound, stream(shown_at(500) * 150_000, times=0), sound)
    yield "300 pages of 3.5 MB each", handmade(sound, *[stream(STROKE * 250_000)] * 300)
    yield "a billion laughs: stamps 9 deep, 10 wide", stamps(9, 10)
    yield "stamps 50 deep", stamps(50, 1)
    yield "a loop in the tree of pages", kids(5, b"4 0 R 2 0 R 5 0 R")
    yield "one page that says it is 500", kids(500, b"4 0 R")
    yield "20,000 pages", kids(20_000, b" ".join([b"4 0 R"] * 20_000))
    yield (
        "a grid of 600 by 600, ruled",
        handmade(stream(shown_at(700) + b"\n".join(ruled))).replace(b"0 0 595 842", b"0 0 6000 6000"),
    )
    yield "a grid of 600 by 600, in boxes", handmade(stream(boxes)).replace(b"0 0 595 842", b"0 0 6000 6000")
    yield "a paragraph of 5 million characters", handmade(stream(b"BT /F 1 Tf 1 TL 72 800 Td " + lines + b" ET"))
