"""What runs that did not come to their end leave to the next, and what people are told where little can be told."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flow_builder import inbox

from pipeline import engine, flow, log
from pipeline.catalogue import Catalogue
from pipeline.config import EngineSettings, Settings
from pipeline.errors import EXIT_DONE, EXIT_INTERRUPTED, EXIT_OUTPUT, EXIT_QUARANTINED, ConfigError, OutputError
from pipeline.model import Origin, Rejected
from pipeline.seen import Seen

RIDDLE = bytes(range(256)) * 4  # of no known format


def settings(out: Path) -> Settings:
    return Settings(out=out, engine=EngineSettings(workers=1))


def interrupted(monkeypatch: pytest.MonkeyPatch, name: str, root: Path) -> None:
    """A run that ends at some step of it."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(flow, name, end)
        with pytest.raises(KeyboardInterrupt):
            flow.run([root / "in"], settings(root / "out"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a file that nobody can read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "riddle.bin").write_bytes(RIDDLE)
    return tmp_path


@pytest.mark.parametrize("step", ["_process_all", "_make", "summarise"])
def test_what_an_interrupted_run_set_aside_is_told_by_the_next_and_once(root, monkeypatch, step):
    interrupted(monkeypatch, step, root)
    codes = [flow.run([root / "in"], settings(root / "out")).exit_code for _ in range(2)]
    assert codes == [EXIT_QUARANTINED, EXIT_DONE]


def test_it_is_told_though_it_is_not_met_again(root, monkeypatch):
    interrupted(monkeypatch, "_make", root)
    (root / "in" / "riddle.bin").unlink()
    summary = flow.run([root / "in"], settings(root / "out"))
    assert summary.exit_code == EXIT_QUARANTINED
    assert [(name, reason) for name, reason, _ in summary.quarantined] == [("riddle.bin", "unknown-format")]


def test_what_stood_in_a_catalogue_of_an_older_version_counts_as_told(root):
    origin = Origin(source="folder", locator="old.bin", name="old.bin")
    thing = Rejected(origin=origin, status="quarantined", reason="empty", message="", digest="0" * 64, content=b"")
    (root / "in" / "riddle.bin").unlink()
    (root / "out").mkdir()
    with Catalogue(root / "out" / "catalogue.sqlite") as catalogue:
        catalogue.quarantine(thing)
    assert flow.run([root / "in"], settings(root / "out")).exit_code == EXIT_DONE


# a disk that fails while the catalogue is read


def damage(path: Path) -> None:
    """Overwrite all pages of a database but the first."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def test_a_damaged_catalogue_is_told_as_such_and_is_no_fault_of_ours(root):
    flow.run([root / "in"], settings(root / "out"))
    damage(root / "out" / "catalogue.sqlite")
    with pytest.raises(OutputError, match="catalogue") as caught:
        flow.run([root / "in"], settings(root / "out"))
    assert caught.value.exit_code == EXIT_OUTPUT


def test_the_memory_of_mailboxes_says_the_same(tmp_path):
    with Seen(tmp_path / "catalogue.sqlite", "x") as seen:
        for number in range(500):
            seen.remember("place", str(number), for_good=True)
    damage(tmp_path / "catalogue.sqlite")
    with pytest.raises(OutputError, match="Check the disk"), Seen(tmp_path / "catalogue.sqlite", "x") as seen:
        seen.knows("place", "1")


def test_that_no_worker_starts_is_told_with_what_to_do(root, monkeypatch):
    def fail(*_: object, **__: object) -> str:
        raise OSError(28, os.strerror(28))

    (root / "in" / "lamps.txt").write_text("Lamps should be repaired within two days.\n")
    monkeypatch.setattr(engine.local.workplace, "new_folder", fail)
    with pytest.raises(ConfigError, match=r"No space left.*make room"):
        flow.run([root / "in"], settings(root / "out"))


# where nobody can be told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_terminal_that_takes_nothing_does_not_change_the_exit_code(tmp_path):
    inbox(tmp_path / "in")
    config = tmp_path / "learnings.toml"
    config.write_text("[engine]\nworkers = 1\n")
    run = [sys.executable, "-m", "pipeline", "ingest", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    wrong = [*run, "--config", str(tmp_path / "nowhere.toml")]
    with Path("/dev/full").open("w") as full:
        codes = [
            subprocess.run(command, stdout=full, stderr=full, timeout=300).returncode
            for command in ([*run, "--config", str(config)], wrong)
        ]
    assert codes == [EXIT_QUARANTINED, 2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_log_that_cannot_be_written_costs_its_lines_and_shows_no_traceback(capfd):
    handlers = list(log._LOG.handlers)
    handler = log._File("/dev/full", encoding="utf-8")
    log._LOG.addHandler(handler)
    try:
        log._LOG.handle(logging.LogRecord("learnings", logging.INFO, "", 0, "document", None, None))
    finally:
        log._LOG.handlers[:] = handlers
        with open(os.devnull, "w") as nowhere:  # where what it holds can be written, so that it can be closed
            os.dup2(nowhere.fileno(), handler.stream.fileno())
        handler.close()
    assert capfd.readouterr() == ("", "")


# a system that shuts down, `systemctl stop`, `docker stop`


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking")
def test_a_run_that_is_asked_to_end_says_so_leaves_nothing_and_is_completed_by_the_next(root):
    inbox(root / "in")
    (root / "tmp").mkdir()
    command = [sys.executable, "-m", "pipeline", "ingest", str(root / "in"), "--out", str(root / "out"), "--log-json"]
    around = {**os.environ, "TMPDIR": str(root / "tmp")}
    with subprocess.Popen(command, env=around, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        while '"event": "document"' not in running.stderr.readline():
            assert running.poll() is None
        running.terminate()
        said = running.stderr.read()
        assert running.wait(60) == EXIT_INTERRUPTED
    assert "the next run goes on where this one stopped" in said
    assert "Traceback" not in said
    assert list((root / "tmp").iterdir()) == []
    assert flow.run([root / "in"], settings(root / "out")).exit_code == EXIT_QUARANTINED
    with Catalogue(root / "out" / "catalogue.sqlite") as catalogue:
        assert catalogue.pending(flow.recipes_of(settings(root / "out"))) == []
