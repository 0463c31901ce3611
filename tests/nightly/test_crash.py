"""Runs that are killed, or to which the disk answers with errors, cost nothing but time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nights import KILLED, Call, Crashes, Look, QuickNight, Reader, calls_in, can_trace, differences, short_folder

KILLS, CALLS, ERRORS = 20, 14, 10  # in CI; by hand `python tools/crash.py --kills 200 --syscalls 70 --errors 60`
SEED = 20
LOOKS = 1_000
EVERY, REST = 6, 4  # every sixth paper is new, the others come again; a plain run after four disturbed ones

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")


@dataclass
class Crashed:
    """What came of some disturbed runs in one output folder."""

    night: QuickNight
    faults: list[str] = field(default_factory=list)

    def struck(self, how: str) -> int:
        """Runs that were disturbed so, and did not end well because of it."""
        return sum(r.how.startswith(how) and r.code not in (0, 3) for r in self.night.rounds)


def crash(root: Path, kills: int, calls: int, errors: int) -> Crashed:
    """Disturb runs, then let one be, and compare with a run that never was disturbed."""
    crashed = Crashed(QuickNight(root))
    night, crashes = crashed.night, Crashes(crashed.night, SEED, EVERY, REST)
    crashed.faults += crashes.begin()
    for step, count in ((crashes.kills, kills), (crashes.calls, calls), (crashes.errors, errors)):
        if count:
            step(count)
    crashed.faults += [*night.plain(), *night.undisturbed()]
    night.reader.end()
    crashed.faults += [f"{round_.how}: {fault}" for round_ in night.rounds for fault in round_.faults]
    return crashed


@pytest.fixture(scope="module")
def crashed() -> Iterator[list[Crashed]]:
    """Two folders, disturbed at the same time: one at random instants, the other, where strace is there, at calls."""
    traced = not can_trace()
    with short_folder() as root, ThreadPoolExecutor() as pool:
        jobs = [pool.submit(crash, root / "instants", KILLS, 0, 0)]
        jobs += [pool.submit(crash, root / "calls", 0, CALLS, ERRORS)] * traced
        yield [job.result() for job in jobs]


needs_strace = pytest.mark.skipif(bool(can_trace()), reason=can_trace() or "it is there")


def test_after_kills_at_random_instants_all_is_whole_and_the_next_run_completes_it(crashed):
    assert crashed[0].faults == []
    assert crashed[0].struck("killed after") == KILLS


@needs_strace
def test_after_kills_and_errors_at_chosen_system_calls_too(crashed):
    assert crashed[1].faults == []
    assert crashed[1].struck("killed at") == CALLS
    assert crashed[1].struck("E") >= ERRORS // 2  # the others were of no consequence: a file that could stay


def test_readers_see_whole_releases_that_never_shrink_while_runs_publish(crashed):
    readers = [each.night.reader for each in crashed]
    assert [fault for reader in readers for fault in reader.faults] == []
    assert sum(reader.looks for reader in readers) >= LOOKS
    assert sum(len(reader.releases) for reader in readers) >= 10


# what the looks above are worth: each fault is seen where there is one


@pytest.fixture
def out(crashed, tmp_path) -> Path:
    """A dataset, free to be damaged."""
    home = (crashed[0].night.out / "dataset").resolve()
    (tmp_path / "releases").mkdir()
    subprocess.run(["cp", "-r", str(home), str(tmp_path / "releases")], check=True)
    (tmp_path / "dataset").symlink_to(Path("releases", home.name))
    return tmp_path


def test_a_whole_dataset_has_no_fault(out):
    look = Look(out)
    assert look.faults == []
    assert look.rows["insights"] > 3


@pytest.mark.parametrize("name", ["insights.csv", "dataset.sqlite", "datapackage.json", "checksums.txt"])
def test_a_file_that_is_cut_off_is_seen(out, name):
    os.truncate(out / "dataset" / name, (out / "dataset" / name).stat().st_size // 2)
    assert Look(out).faults != []


def test_a_file_that_is_missing_is_seen(out):
    (out / "dataset" / "people.parquet").unlink()
    assert any("people.parquet" in fault for fault in Look(out).faults)


def test_a_reader_sees_that_a_dataset_shrinks(out):
    reader = Reader(out)
    reader._insights = 10**6
    reader.start()
    reader.begin()
    while not reader.looks:
        pass
    reader.end()
    assert any("insights became" in fault for fault in reader.faults)


def test_another_byte_is_a_difference_and_history_is_none(out):
    home = (out / "dataset").resolve()
    other = out / "other"
    subprocess.run(["cp", "-r", str(home), str(other)], check=True)
    (other / "CHANGES.md").write_text("otherwise")
    assert differences(home, other) == []
    (other / "insights.csv").write_text("otherwise")
    (other / "cities.csv").unlink()
    assert differences(home, other) == ["cities.csv", "insights.csv"]


def test_calls_are_numbered_by_name_and_chosen_where_they_touch_the_folder():
    log = """openat(AT_FDCWD, "/usr/lib/x.so", O_RDONLY|O_CLOEXEC) = 3</usr/lib/x.so>
openat(AT_FDCWD</w>, "/o/.lock", O_RDWR|O_CREAT, 0600) = 3</o/.lock>
fsync(4</o/a.csv>) = 0
rename("/o/new", "/o/dataset") = 0
getpid() = 7
openat(AT_FDCWD, "/o/a.csv", O_RDONLY) = 3</o/a.csv>
"""
    assert list(calls_in(log, "/o")) == [
        Call("openat", 2, ".lock"),
        Call("fsync", 1, "a.csv"),
        Call("rename", 1, "new dataset"),
    ]


def test_a_kill_is_told_as_such():
    assert subprocess.run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]).returncode == KILLED
