"""How long `learnings --help` takes, beside an empty Python and one that imports spaCy: `python bench/startup.py`.

Prints the best of several starts of each, and ratios. Goal: within three times an empty Python and far from spaCy.
"""

from __future__ import annotations

import subprocess
import sys
import time

STARTS = 7
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "learnings --help": [sys.executable, "-m", "pipeline", "--help"],
    "import spacy": [sys.executable, "-c", "import spacy"],
}


def best(command: list[str]) -> float:
    """Seconds of the quickest of several starts."""
    times = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Print a row for each command."""
    figures = {name: best(command) for name, command in COMMANDS.items()}
    empty = figures["python -c pass"]
    for name, seconds in figures.items():
        print(f"{name:20s} {seconds * 1000:7.0f} ms   {seconds / empty:5.1f} times an empty Python")


if __name__ == "__main__":
    main()
