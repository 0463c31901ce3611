"""What is shipped to start the program every night asks for what the program understands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app
from pipeline.errors import EXIT_QUARANTINED

DEPLOY = Path(__file__).parents[1] / "deploy"
STARTERS = ("learnings.service", "learnings.cron", "learnings.cmd", "Dockerfile")


def _words(name: str) -> list[str]:
    """The words after the program's name in the line that starts it."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    if name == "Dockerfile":
        return [str(word) for word in json.loads(re.findall(r"^CMD (.+)$", text, re.MULTILINE)[0])]
    (line,) = re.findall(r"^[^#\n]*learnings(?:\.exe)? (run .+)$", text, re.MULTILINE)
    return str(line).split("||")[0].split()


@pytest.mark.parametrize("name", STARTERS)
def test_what_starts_the_program_uses_a_verb_and_options_that_exist(name: str) -> None:
    verb, *words = _words(name)
    run = get_command(app).commands[verb]  # type: ignore[attr-defined]  # the command is a group
    known = {option for parameter in run.params for option in parameter.opts}
    used = {word for word in words if word.startswith("-")}
    assert {"--config", "--out", "--quiet"} <= used <= known


def test_the_service_takes_a_quarantine_for_success_and_is_never_restarted() -> None:
    lines = (DEPLOY / "learnings.service").read_text(encoding="utf-8").splitlines()
    assert f"SuccessExitStatus={EXIT_QUARANTINED}" in lines
    assert "Restart=no" in lines
    assert not [line for line in lines if line.startswith("RestartForceExitStatus")]


def test_the_container_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)$", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert users == ["learnings"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_understands_every_line_of_the_units(tmp_path: Path) -> None:
    service = (DEPLOY / "learnings.service").read_text(encoding="utf-8")
    (tmp_path / "learnings.service").write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", service))
    shutil.copy(DEPLOY / "learnings.timer", tmp_path)
    command = ["systemd-analyze", "verify", "learnings.service", "learnings.timer"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in told.stderr.splitlines() if "learnings." in line]
    assert (told.returncode, ours) == (0, [])


def test_the_service_lets_reading_processes_give_up_the_network() -> None:
    lines = (DEPLOY / "learnings.service").read_text(encoding="utf-8").splitlines()
    (allowed,) = [line.partition("=")[2].split() for line in lines if line.startswith("RestrictNamespaces=")]
    assert set(allowed) == {"user", "net"}  # those that `leave_network` unshares; `yes` would forbid them, unseen


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_the_service_is_exposed_to_little(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "learnings.service", tmp_path)
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=40", "./learnings.service"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    score = re.findall(r"Overall exposure level for \S+ ([\d.]+)", told.stdout)
    assert (told.returncode, len(score)) == (0, 1), told.stdout + told.stderr
    assert float(score[0]) <= 3.5


def test_the_container_installs_what_the_lock_file_says_and_nothing_else() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    (run,) = re.findall(r"^RUN (pip .+)$", text, re.MULTILINE)
    locked, own = run.split("&&")
    assert {"--require-hashes", "--only-binary", "--no-cache-dir", "requirements.lock"} <= set(locked.split())
    assert {"--no-deps", "--no-build-isolation"} <= set(own.split())
    copied = {word for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE) for word in line.split()[:-1]}
    assert all((DEPLOY.parent / name).exists() for name in copied)
    assert "latest" not in text
