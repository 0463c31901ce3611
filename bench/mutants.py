"""Mutants of good documents by the thousand: does each end well?

    nice python bench/mutants.py 10000            read, as the test in CI reads 300 (`tests/test_mutants.py`)
    nice python bench/mutants.py 1000 7 whole     those of another seed; structured and tagged as well

Prints how many ended how, and each that did not end well.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from mutants import mutants  # noqa: E402 - found by the line above
from test_mutants import DEADLINE, SAMPLES, read, read_whole, task  # noqa: E402

from pipeline.config import PRELOAD  # noqa: E402
from pipeline.engine.local import map_supervised  # noqa: E402
from pipeline.engine.tasks import Failure, Settings, Success  # noqa: E402


def main() -> int:
    """How many mutants did not end well."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    function = read_whole if "whole" in sys.argv else read
    # by the clock they may take long: the machine does other things meanwhile
    settings = Settings(workers=1, deadline_seconds=DEADLINE, wall_factor=50, confined=True, preload=PRELOAD)
    began, ends, bad = time.monotonic(), Counter[tuple[str, str]](), 0
    slowest = 0.0
    tasks = (task(name, content) for name, content in mutants(SAMPLES, count, seed))
    for result in map_supervised(function, tasks, settings):
        end = result.payload.decode() if isinstance(result, Success) else result.kind
        ends[(result.key.rpartition(".")[2], end)] += 1
        slowest = max(slowest, result.seconds)
        if sum(ends.values()) % 1_000 == 0:
            print(f"{sum(ends.values())} done after {time.monotonic() - began:.0f} s", flush=True)
        if isinstance(result, Failure):
            bad += 1
            print(f"{result.key}: {result.kind}, {result.detail}", flush=True)
    for (kind, end), number in sorted(ends.items()):
        print(f"{kind:6s} {end:16s} {number:6d}")
    print(
        f"{sum(ends.values())} of {count} in {time.monotonic() - began:.0f} s, the slowest {slowest:.1f} s; {bad} bad"
    )
    return bad + count - sum(ends.values())


if __name__ == "__main__":
    sys.exit(min(1, main()))
