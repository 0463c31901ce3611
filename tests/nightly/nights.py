"""What the tests of this folder share: nights of short runs, and the rows that a run leaves."""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from crash import DONE, KILLED, QUARANTINED, Call, Crashes, Night, calls_in, can_trace, quick  # noqa: E402
from crash_look import Look, Reader, differences  # noqa: E402
from crash_papers import arrive  # noqa: E402

__all__ = [
    "DONE",
    "FAKES",
    "KILLED",
    "QUARANTINED",
    "Call",
    "Crashes",
    "Look",
    "Night",
    "QuickNight",
    "Reader",
    "arrive",
    "calls_in",
    "can_trace",
    "differences",
    "ledger",
    "processed",
    "short_folder",
]

FAKES = Path(__file__).with_name("poison_fakes.py")


@contextmanager
def short_folder() -> Iterator[Path]:
    """A new folder with a short path: sockets, whose addresses may be 107 bytes long, are made somewhere in it."""
    with tempfile.TemporaryDirectory(prefix="crash-", ignore_cleanup_errors=True) as name:
        yield Path(name)


class QuickNight(Night):
    """A night of runs without pandas and a language model of words, each with settings of its own."""

    def __init__(self, root: Path, settings: str = "", script: Path | None = None) -> None:
        environment, _ = quick(root)
        super().__init__(root / "n", environment)
        self.file, self.script = root / "quick.toml", script
        self.plain_settings = self.file.read_text()
        self.set(settings)

    def set(self, settings: str) -> None:
        """Settings from now on, as `learnings.toml` has them."""
        self.file.write_text(f"{self.plain_settings}\n{settings}\n")

    def command(self, out: Path | None = None) -> list[str]:
        """The command of a run; of `learnings ingest` with a fake reader where there is one."""
        begin = [sys.executable, str(self.script)] if self.script else [sys.executable, "-m", "pipeline"]
        paths = [str(self.inbox), "--out", str(out or self.out), "--quiet", "--config", str(self.file)]
        return [*begin, "ingest", *paths, *self.options]

    def go(self, *before: str, out: Path | None = None, **environment: str) -> int:
        """One run to its end; its exit code."""
        command = [*before, *self.command(out)]
        return subprocess.run(command, env=self.environment | environment, timeout=300).returncode


def ledger(out: Path) -> dict[str, dict[str, str]]:
    """The rows of the newest run's ledger by file name."""
    newest = max((out / "runs").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    with (newest / "ledger.csv").open(encoding="utf-8", newline="") as file:
        return {row["file_name"]: row for row in csv.DictReader(file)}


def processed(out: Path) -> int:
    """Documents that the newest run has read."""
    import json

    newest = max((out / "runs").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)
    return int(json.loads((newest / "run.json").read_bytes())["processed"])
