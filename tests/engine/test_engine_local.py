"""Supervised workers: each misdeed is named, and the neighbours are untouched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.engine import EngineError, Failure, Settings, Success, Task, bounds_seen, map_tasks, more_time
from pipeline.engine.confine import version
from pipeline.engine.local import Crew

sys.path.insert(0, str(Path(__file__).parent))
from engine_fakes import Unloadable, behave

SETTINGS = Settings(workers=2, deadline_seconds=1, wall_factor=3, memory_bytes=1 << 30)


def run(*actions: str, settings: Settings = SETTINGS) -> dict[str, Success | Failure]:
    tasks = [Task(f"{number} {action.split(':')[0]}", action.encode()) for number, action in enumerate(actions)]
    return {result.key: result for result in map_tasks(behave, tasks, settings)}


def kind(action: str) -> str:
    patient = replace(SETTINGS, wall_factor=30)  # a busy machine is slow; only who sleeps is stopped by the clock
    (result,) = run(action, settings=SETTINGS if action.startswith("sleep") else patient).values()
    return result.kind if isinstance(result, Failure) else "success"


def test_it_returns_what_the_function_makes_of_each_task() -> None:
    results = run("abc", "def", "ghi")
    assert [results[key].payload for key in sorted(results)] == [b"cba", b"fed", b"ihg"]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("segfault", "crashed"),
        ("abort", "crashed"),
        ("exit", "crashed"),
        ("exit-well", "crashed"),
        ("sys-exit", "crashed"),
        ("close", "crashed"),
        ("kill", "out-of-memory"),
        ("eat", "out-of-memory"),
        ("eat-once", "out-of-memory"),
        ("spin", "timed-out"),
        ("sleep:30", "timed-out"),
        ("raise", "failed"),
        ("recurse", "failed"),
        ("shout", "success"),
        ("large", "success"),
    ],
)
def test_it_names_what_went_wrong(action: str, expected: str) -> None:
    assert kind(action) == expected


def test_a_task_may_ask_for_more_time_which_ends_with_it() -> None:
    assert kind("ask:3:1.5") == "success"
    assert kind("ask:0.5:9") == "timed-out"
    (one, two) = run(
        "ask:9:1.5", "spin", settings=replace(SETTINGS, workers=1, wall_factor=60)
    ).values()  # a busy machine is slow
    assert isinstance(one, Success)
    assert isinstance(two, Failure)
    assert "1 s" in two.detail


def test_nobody_needs_more_time_outside_of_a_worker() -> None:
    more_time(60)


def test_it_leaves_the_neighbours_of_bad_tasks_alone() -> None:
    bad = ["segfault", "exit", "eat-once", "raise", "abort", "kill"]
    results = run(*(action for number in range(6) for action in (bad[number], *["good"] * 10)))
    assert len(results) == 66
    failed = {key.split(" ")[1] for key, result in results.items() if isinstance(result, Failure)}
    assert failed == set(bad)
    assert sum(isinstance(result, Success) for result in results.values()) == 60


def test_it_tries_a_task_that_killed_its_worker_once_more(tmp_path: Path) -> None:
    (result,) = run(f"once:{tmp_path}/marker").values()
    assert isinstance(result, Success)
    assert result.payload == b"second time"


def test_it_says_where_an_exception_was_raised() -> None:
    (result,) = run("raise").values()
    assert isinstance(result, Failure)
    assert result.detail.startswith("ValueError: no good (engine_fakes.py:")


def test_it_replaces_a_worker_after_some_tasks() -> None:
    settings = Settings(workers=1, recycle_after=2)
    pids = [result.payload for result in run(*["pid"] * 6, settings=settings).values()]
    assert len(set(pids)) == 3


def test_it_keeps_numeric_libraries_to_one_thread() -> None:
    before = dict(os.environ)
    (result,) = run("environment").values()
    assert result.payload == b"1"
    assert dict(os.environ) == before


def test_it_hands_on_no_password_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "open-sesame")
    for hidden, module, told in ((("MAIL_PASSWORD",), "graphlib", b"no"), ((), "fractions", b"yes")):
        settings = Settings(workers=1, hidden=hidden, preload=(module,))  # another module: a server started afresh
        assert run("inherited:open-sesame", settings=settings)["0 inherited"].payload == told
    assert os.environ["MAIL_PASSWORD"] == "open-sesame"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such thing")
def test_it_takes_the_network_away_where_it_can() -> None:
    assert run("network")["0 network"].payload == b"unreachable"


def test_each_crew_finds_its_own_modules_imported() -> None:
    for module in ("wave", "colorsys"):
        settings = Settings(workers=1, preload=(module,))
        wanted, other = run("modules:wave", "modules:colorsys", settings=settings).values()
        assert (wanted.payload, other.payload).count(b"imported") == 1
        assert run(f"modules:{module}", settings=settings)["0 modules"].payload == b"imported"


def test_it_prints_nothing_that_a_task_prints(capfd: pytest.CaptureFixture[str]) -> None:
    run("shout")
    assert capfd.readouterr() == ("", "")


def test_it_reads_tasks_only_as_workers_become_free() -> None:
    read: list[int] = []

    def tasks():
        for number in range(100):
            read.append(number)
            yield Task(str(number), b"x")

    results = map_tasks(behave, tasks(), SETTINGS)
    next(results)
    assert len(read) <= 6
    results.close()


def test_it_ends_its_workers_when_the_results_are_no_longer_wanted() -> None:
    with Crew(behave, SETTINGS) as crew:
        pid = int(crew.call(Task("a", b"pid")).payload)
        assert alive(pid)
    assert not alive(pid)


def test_it_stays_warm_between_calls() -> None:
    with Crew(behave, Settings(workers=1)) as crew:
        assert crew.call(Task("a", b"pid")).payload == crew.call(Task("b", b"pid")).payload


def test_it_says_when_no_worker_starts() -> None:
    with pytest.raises(EngineError, match="do not start"):
        list(map_tasks(Unloadable(), [Task("a", b"x")], Settings(workers=1)))


def test_it_leaves_no_worker_behind_when_the_parent_is_killed(tmp_path: Path) -> None:
    parent, pid = start_parent(tmp_path)
    parent.kill()
    parent.wait()
    assert gone_within(pid, 5)


def test_it_ends_at_once_on_ctrl_c(tmp_path: Path) -> None:
    parent, pid = start_parent(tmp_path)
    began = time.monotonic()
    parent.send_signal(signal.SIGINT)
    parent.wait(10)
    assert time.monotonic() - began < 3
    assert gone_within(pid, 2)


def start_parent(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Another Python that runs one long task; and the worker's process id."""
    script = folder / "main.py"
    script.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from engine_fakes import behave\n"
        "from pipeline.engine import Settings, Task, bounds_seen, map_tasks\n"
        "if __name__ == '__main__':\n"
        f"    list(map_tasks(behave, [Task('a', b'file:{folder}/pid')], Settings(workers=1)))\n"
    )
    parent = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    marker = folder / "pid"
    for _ in range(300):
        if marker.exists() and marker.read_text():
            return parent, int(marker.read_text())
        time.sleep(0.05)
    raise AssertionError("the worker did not start")


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def gone_within(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not alive(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such bounds")
def test_a_worker_tells_which_bounds_hold_it() -> None:
    seen = bounds_seen(Settings(workers=1, confined=True))
    assert seen == (True, version() > 0, True)
    assert bounds_seen(Settings(workers=1, network=True, memory_bytes=0)) == (False, False, False)
