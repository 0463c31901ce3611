"""Files made to hurt, and files of others: does reading each end well, in how much time and memory?

Each is read in a process of its own, bounded as the pipeline's are.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from hostile import files  # noqa: E402 - found by the line above

from pipeline.text.clean import one_line  # noqa: E402

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
    for made in files():
        with tempfile.NamedTemporaryFile() as file:
            file.write(made.content)
            file.flush()
            bad += _end(one_line(made.name), Path(file.name))
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
