"""The same documents give the same bytes, whatever the order of arrival, the number of workers and the clock."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nights import DONE, QuickNight, arrive, differences, short_folder

PAPERS = range(1, 8)
FAKETIME = ("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f")  # how long things take stays true
CLOCKS = {
    "2001": ("@2001-01-01 00:00:00",),
    "2038, as 32 bits end": ("@2038-01-19 03:14:06",),
    "a leap day, as it ends": ("@2028-02-29 23:59:58",),
    "set back between two runs": ("@2030-06-01 12:00:00", "@2019-03-31 02:30:00"),
}

pytestmark = pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")


def made(root: Path, seed: int, workers: int, clock: tuple[str, ...] = ()) -> Path:
    """The release of the papers, which came in as many runs as the clock has times, in an order of their own."""
    night = QuickNight(root, f"[engine]\nworkers = {workers}\n")
    chance = random.Random(seed)
    papers = chance.sample(PAPERS, len(PAPERS))
    times: tuple[str, ...] = clock or ("",)
    for number, time in enumerate(times):
        for paper in papers[number :: len(times)]:
            path = arrive(night.inbox, paper)
            os.utime(path, (chance.randrange(2**31), chance.randrange(2**31)))
        assert night.go(*((*FAKETIME, time) if time else ())) == DONE
    return (night.out / "dataset").resolve()


@pytest.fixture(scope="module")
def releases() -> Iterator[dict[str, Path]]:
    """The release of an ordinary run under the empty name, and those of the others."""
    with short_folder() as root, ThreadPoolExecutor(2) as pool:
        jobs = {"": pool.submit(made, root / "ordinary", 0, 1)}
        for number, (name, clock) in enumerate(CLOCKS.items()):
            jobs[name] = pool.submit(made, root / str(number), number + 1, (2, 4, 1, 2)[number], clock)
        yield {name: job.result() for name, job in jobs.items()}


@pytest.mark.parametrize("clock", CLOCKS)
def test_it_gives_the_same_bytes(releases, clock):
    assert differences(releases[""], releases[clock]) == []
    assert releases[""].name == releases[clock].name.partition("-")[0]


def test_the_clock_was_another_one_in_each(releases):
    years = {name: sorted((path.parents[1] / "runs").iterdir())[-1].name[:4] for name, path in releases.items()}
    assert [years[name] for name in CLOCKS] == ["2001", "2038", "2028", "2030"]
    assert years[""] not in ("2001", "2038", "2028", "2030")
