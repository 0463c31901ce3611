"""Kills and hurts real runs over a folder to which papers come, and looks at what is left after each time.

    .venv/bin/python tools/crash.py --kills 200 --syscalls 70 --errors 60 --seed 7

A *kill* is SIGKILL to the run at a random instant, or (with strace) at the entry of a chosen system call; an *error* is
what strace lets a chosen call answer: a full disk, a read-only one, a broken one. After each the dataset that was shown
must be whole, no process of the run may be left, and a plain run must end with the right code. At the end the dataset
must be the same, byte for byte, as that of one undisturbed run over the same folder.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from crash_look import Look, Reader, catalogue_faults, differences
from crash_papers import arrive, arrive_broken, paper

DONE, SETTINGS, QUARANTINED, OUTPUT = 0, 2, 3, 4  # exit codes of the command; not imported: this looks from outside
KILLED = -9
BROKEN_EACH = 7  # every so many rounds a file comes that nobody can read
LONGEST = 300.0  # seconds for one run, however busy the machine is

# System calls by which a run changes the disk or reads its catalogue, each with the errors that a disk may answer.
CALLS = {
    "rename": ("EROFS", "EIO"),
    "openat": ("ENOSPC", "EROFS", "EIO"),
    "fsync": ("EIO", "ENOSPC"),
    "symlink": ("ENOSPC", "EROFS"),
    "pwrite64": ("ENOSPC", "EIO"),
    "mkdir": ("ENOSPC", "EROFS"),
    "unlink": ("EROFS", "EIO"),
    "write": ("ENOSPC", "EIO"),
    "fdatasync": ("EIO",),
    "unlinkat": ("EROFS", "EIO"),
    "chmod": ("EROFS",),
    "rmdir": ("EROFS",),
    "flock": ("EIO",),
    "ftruncate": ("EIO",),
    "pread64": ("EIO",),
    "link": ("EIO",),
}


@dataclass(frozen=True)
class Call:
    """One system call of a run that was watched: the how manieth of its name, and what it was about."""

    name: str
    number: int
    about: str


@dataclass
class Round:
    """One disturbed run and what was found afterwards."""

    how: str  # like `killed after 1.20 s`
    code: int | None = None  # of the disturbed run; KILLED where it was
    faults: list[str] = field(default_factory=list)


class Night:
    """A folder to which papers come, the output folder, and runs from the one to the other."""

    def __init__(self, root: Path, environment: dict[str, str] | None = None, options: Sequence[str] = ()) -> None:
        self.inbox, self.out, self.work = root / "inbox", root / "out", root / "tmp"
        for folder in (self.inbox, self.work):
            folder.mkdir(parents=True)
        self.mark = f"LEARNINGS_CRASH={root}"  # in the environment of every process of a run
        name, _, value = self.mark.partition("=")
        self.environment = os.environ | (environment or {}) | {"TMPDIR": str(self.work), name: value}
        self.options = list(options)
        self.papers = 0
        self.waiting = 0  # files nobody can read, of which no run that ended has told yet
        self.half_told = False  # a run was killed after it had written its summary, and before it could end with 3
        self.seconds = 0.0  # that the last plain run took
        self.before = 0  # runs with a summary when the present one began
        self.reader = Reader(self.out)
        self.rounds: list[Round] = []

    def command(self, out: Path | None = None) -> list[str]:
        """The command of a run."""
        files = (str(self.inbox), "--out", str(out or self.out), "--quiet")
        return [sys.executable, "-m", "pipeline", "ingest", *files, *self.options]

    def start(self, *before: str) -> subprocess.Popen[str]:
        """A run, begun; `before`: a command that starts it, such as strace."""
        self.before = self.summaries()
        with (self.work.parent / "stderr.txt").open("w") as errors:
            self.reader.begin()
            return subprocess.Popen([*before, *self.command()], env=self.environment, stderr=errors, text=True)

    def end(self, run: subprocess.Popen[str]) -> tuple[int, str]:
        """Its exit code, and what it said to people, once it has ended."""
        code = run.wait(LONGEST)
        self.reader.rest()
        return code, (self.work.parent / "stderr.txt").read_text()

    def arrive(self, *, new: bool = True) -> None:
        """A paper comes; not a new one: an old one under a new name, which is a release without a document to read."""
        self.papers += 1
        arrive(self.inbox, self.papers, "" if new else paper(1 + self.papers % 3))
        if self.papers % BROKEN_EACH == 0:
            arrive_broken(self.inbox, self.papers)
            self.waiting += 1

    def plain(self) -> list[str]:
        """One undisturbed run, and what is wrong with it and after it."""
        began = time.monotonic()
        code, said = self.end(self.start())
        self.seconds = time.monotonic() - began
        due = {QUARANTINED if self.waiting else DONE} | ({DONE} if self.half_told else set())
        self.waiting, self.half_told = 0, False
        faults = [] if code in due else [f"a plain run ended with {code}, not {max(due)}: {said.strip()[:300]}"]
        return [*faults, *self.whole(), *self.left()]

    def summaries(self) -> int:
        """Runs that came as far as their summary."""
        return len(list(self.out.glob("runs/*/summary.html")))

    def whole(self) -> list[str]:
        """What is wrong with the dataset and the catalogue now."""
        if not (self.out / "dataset").exists():
            return ["there is no dataset"]
        return [*Look(self.out).faults, *catalogue_faults(self.out)]

    def left(self) -> list[str]:
        """What a run that ended well has left behind besides its results."""
        unfinished = [str(path.relative_to(self.out)) for path in self.out.rglob(".unfinished*")]
        return [f"left behind: {name}" for name in (*unfinished, *(path.name for path in self.work.iterdir()))]

    def orphans(self, seconds: float = 60.0) -> list[str]:
        """Processes of a run that has ended which are still there after some time. The one from which workers are
        forked ends once it has imported what it was told to: seconds on an idle machine, many on a busy one."""
        end = time.monotonic() + seconds
        while (pids := list(self._alive())) and time.monotonic() < end:
            time.sleep(0.02)
        return [f"process {pid} outlived its run" for pid in pids]

    def _alive(self) -> Iterator[int]:
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (path / "environ").read_bytes().split(b"\0"):
                    yield int(path.name)
            except OSError:
                continue  # it has ended meanwhile, or is none of ours

    def undisturbed(self) -> list[str]:
        """How the dataset differs from that of one run over the same folder into a new output folder."""
        fresh = self.out.with_name("fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        subprocess.run(self.command(fresh), env=self.environment, timeout=LONGEST, stderr=subprocess.DEVNULL)
        names = differences((self.out / "dataset").resolve(), (fresh / "dataset").resolve())
        return [f"{name} is not the same as after an undisturbed run" for name in names]


class Crashes:
    """Rounds of disturbed runs over one night."""

    def __init__(
        self, night: Night, seed: int, every: int = 1, rest: int = 1, tell: Callable[[Round], object] = id
    ) -> None:
        """every: each so manieth paper is new, the others come again. rest: a plain run after so many rounds."""
        self.night, self.chance, self.every, self.rest, self.tell = night, random.Random(seed), every, rest, tell

    def begin(self) -> list[str]:
        """Three papers, a first release, and the reader at work."""
        for _ in range(3):
            self.night.arrive()
        faults = self.night.plain()
        self.night.reader.start()
        return faults

    def kills(self, count: int) -> None:
        """Runs killed at random instants; a run that had ended before does not count."""
        struck = 0
        while struck < count:
            self._arrive()
            after = self.chance.uniform(0.0, 0.9) * max(self.night.seconds, 1.0)
            run = self.night.start()
            try:
                run.wait(after)
            except subprocess.TimeoutExpired:
                run.kill()
            struck += self._judge(f"killed after {after:.2f} s", run, {KILLED, DONE, QUARANTINED}) == KILLED

    def calls(self, count: int) -> None:
        """Runs killed as they enter a chosen system call; a run that did not come to it does not count."""
        chosen, struck = self._chosen(), 0
        while struck < count:
            call = next(chosen)
            run = self._traced(call, "signal=KILL")
            codes = {KILLED, DONE, QUARANTINED}
            struck += self._judge(f"killed at {call.name} {call.number}: {call.about}", run, codes) == KILLED

    def errors(self, count: int) -> None:
        """Runs of which a chosen system call, and sometimes all of its name after it, answer with an error."""
        chosen = self._chosen()
        for _ in range(count):
            call = next(chosen)
            # all of the same name from then on, but for opening: no disk lets nothing be opened, not even to read
            error, ever = self.chance.choice(CALLS[call.name]), self.chance.choice(("", "+" * (call.name != "openat")))
            run = self._traced(call, f"error={error}", ever)
            how = f"{error} from {call.name} {call.number}{ever}: {call.about}"
            self._judge(how, run, {OUTPUT, DONE, QUARANTINED, SETTINGS})  # 2: no worker, for want of temporary files

    def _arrive(self) -> None:
        self.night.arrive(new=self.night.papers % self.every == 0)

    def _judge(self, how: str, run: subprocess.Popen[str], codes: set[int]) -> int:
        """Wait for a disturbed run, look at what it left, and let a plain one follow where it is time."""
        night = self.night
        code, said = night.end(run)
        faults = [] if code in codes else [f"ended with {code}: {said.strip()[:300]}"]
        faults += [f"said: {said.strip()[:300]}"] * any(word in said for word in ("Traceback", "a fault of ours"))
        faults += [*night.orphans(), *night.whole()]
        if code in (DONE, QUARANTINED):  # it has ended, and told
            faults += ["ended with 0, and a file was put aside"] * (code == DONE and night.waiting > 0)
            night.waiting = 0
        night.half_told |= code == KILLED and night.summaries() > night.before
        round_ = Round(how, code, faults)
        night.rounds.append(round_)
        if len(night.rounds) % self.rest == 0:
            round_.faults += [f"afterwards: {fault}" for fault in night.plain()]
        self.tell(round_)
        return code

    def _traced(self, call: Call, what: str, ever: str = "") -> subprocess.Popen[str]:
        self.night.arrive(new=self.every == 1)  # as while it was watched: else the numbers are others
        inject = f"inject={call.name}:{what}:when={call.number}{ever}"
        return self.night.start("strace", "-qq", "-o", os.devnull, "-e", f"trace={call.name}", "-e", inject)

    def _chosen(self) -> Iterator[Call]:
        """Calls about the output folder, of each name in turn, from one run that is watched; without end."""
        by_name: dict[str, list[Call]] = {}
        for call in self._watched():
            by_name.setdefault(call.name, []).append(call)
        for name in cycle(sorted(by_name, key=list(CALLS).index)):
            yield self.chance.choice(by_name[name])

    def _watched(self) -> list[Call]:
        self.night.arrive(new=self.every == 1)
        log = self.night.work.parent / "strace.txt"
        run = self.night.start("strace", "-qq", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}")
        self.night.end(run)
        self.night.waiting = 0
        return list(calls_in(log.read_text(errors="replace"), str(self.night.out)))


def calls_in(log: str, folder: str) -> Iterator[Call]:
    """The calls of a log of strace that speak of a folder, numbered among all of their name."""
    seen: Counter[str] = Counter()
    for line in log.splitlines():
        name = line.partition("(")[0]
        if name not in CALLS:
            continue
        seen[name] += 1
        paths = re.findall(rf'[<"]{re.escape(folder)}/?([^">]*)', line)
        if paths and (name != "openat" or "O_CREAT" in line):
            yield Call(name, seen[name], " ".join(dict.fromkeys(paths)))


def quick(root: Path) -> tuple[dict[str, str], list[str]]:
    """Environment and options of runs that take half the time: a language model without words, and no pandas.

    Neither has to do with what is kept safe: pandas is imported by pyarrow, which asks whether it is there.
    """
    import spacy

    (root / "without").mkdir(parents=True)
    (root / "without" / "pandas.py").write_text("raise ImportError\n")
    spacy.blank("en").to_disk(root / "model")
    (root / "quick.toml").write_text(f"[tag]\nmodel = {str(root / 'model')!r}\n")
    return {"PYTHONPATH": str(root / "without")}, ["--config", str(root / "quick.toml"), "--workers", "1"]


def can_trace() -> str:
    """Empty where strace can hurt a process; else why not."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, text=True)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()[:200]}"


def main() -> int:
    """Kill, hurt, look; print what was found. 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20, help="at random instants")
    parser.add_argument("--syscalls", type=int, default=14, help="kills at chosen system calls")
    parser.add_argument("--errors", type=int, default=12, help="errors answered by chosen system calls")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="each so manieth paper is new, the others come again")
    parser.add_argument("--rest", type=int, default=1, help="a plain run after so many rounds")
    parser.add_argument("--quick", action="store_true", help="runs that take half the time")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crash-") as root:
        environment, options = quick(Path(root)) if told.quick else ({}, [])
        night = Night(Path(root) / "night", environment, options)
        crashes = Crashes(night, told.seed, told.every, told.rest, _print)
        faults = crashes.begin()
        for step, count in ((crashes.kills, told.kills), (crashes.calls, told.syscalls), (crashes.errors, told.errors)):
            if count:
                step(count)
        faults += [*night.plain(), *night.undisturbed()]
        night.reader.end()
    faults += night.reader.faults
    codes = Counter(round_.code for round_ in night.rounds)
    print(f"{len(night.rounds)} rounds, exit codes {dict(codes)}; papers {night.papers}")
    print(f"{night.reader.looks} looks at {len(night.reader.releases)} releases while runs were at work")
    print("\n".join(faults) or "nothing wrong at the end")
    return bool(faults or any(round_.faults for round_ in night.rounds))


def _print(round_: Round) -> None:
    print(f"{round_.code:4} {round_.how}", *round_.faults, sep="\n       ", flush=True)


if __name__ == "__main__":
    sys.exit(main())
