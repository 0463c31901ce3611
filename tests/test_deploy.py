"""What is shipped to start the program every night asks for what the program understands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.main import get_command

from pipeline.cli import app
from pipeline.errors import EXIT_INTERRUPTED, EXIT_QUARANTINED

DEPLOY = Path(__file__).parents[1] / "deploy"
STARTERS = ("learnings.service", "learnings.cron", "learnings.cmd", "Dockerfile")


def _words(name: str) -> list[str]:
    """The words after the program's name in the line that starts it."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    if name == "Dockerfile":
        return _list_after("CMD", text)
    (line,) = re.findall(r"^[^#\n]*learnings(?:\.exe)? (run .+)$", text, re.MULTILINE)
    return str(line).split("||")[0].split()


def _list_after(instruction: str, dockerfile: str) -> list[str]:
    return [str(word) for word in json.loads(re.findall(rf"^{instruction} (\[.+)$", dockerfile, re.MULTILINE)[0])]


@pytest.mark.parametrize("name", STARTERS)
def test_what_starts_the_program_uses_a_verb_and_options_that_exist(name: str) -> None:
    verb, *words = _words(name)
    run = get_command(app).commands[verb]  # type: ignore[attr-defined]  # the command is a group
    known = {option for parameter in run.params for option in parameter.opts}
    used = {word for word in words if word.startswith("-")}
    assert {"--config", "--out", "--quiet"} <= used <= known


def test_the_service_takes_a_quarantine_for_success_and_is_never_restarted() -> None:
    lines = (DEPLOY / "learnings.service").read_text(encoding="utf-8").splitlines()
    assert f"SuccessExitStatus={EXIT_QUARANTINED} {EXIT_INTERRUPTED}" in lines
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


def _values(name: str) -> list[set[str]]:
    lines = (DEPLOY / "learnings.service").read_text(encoding="utf-8").splitlines()
    return [set(line.partition("=")[2].split()) for line in lines if line.startswith(f"{name}=")]


def test_the_service_lets_reading_processes_give_up_the_network_and_all_files() -> None:
    # those that `leave_network` unshares; `yes` would forbid them, unseen
    assert _values("RestrictNamespaces") == [{"user", "net"}]
    # systemd's own sets lack these in version 252; without them `confine` does nothing, unseen
    calls = {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}
    assert calls in _values("SystemCallFilter")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_the_service_is_exposed_to_little(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "learnings.service", tmp_path)
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=25", "./learnings.service"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    score = re.findall(r"Overall exposure level for \S+ ([\d.]+)", told.stdout)
    assert (told.returncode, len(score)) == (0, 1), told.stdout + told.stderr
    assert float(score[0]) <= 2.0


def test_the_container_installs_what_the_lock_file_says_and_nothing_else() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    locked, own = re.findall(r"/bin/pip install ([^&\n]+)$", text, re.MULTILINE)
    assert {"--require-hashes", "--only-binary", "--no-cache-dir", "requirements.lock"} <= set(locked.split())
    assert {"--no-deps", "--no-build-isolation"} <= set(own.split())
    copied = {word for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]}
    assert all((DEPLOY.parent / name).exists() for name in copied)
    assert "latest" not in text


def test_what_the_container_copies_is_sent_to_it_and_nothing_else() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = {word for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]}
    lines = (DEPLOY.parent / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied


def _pins(path: Path) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE):
        pins.setdefault(name, set()).add(version)
    return pins


def test_the_servers_lock_file_pins_what_the_developers_does_without_their_tools() -> None:
    servers, developers = _pins(DEPLOY / "requirements.lock"), _pins(DEPLOY.parent / "requirements.lock")
    assert {name: pins for name, pins in servers.items() if developers.get(name) != pins} == {}
    assert not {"pytest", "mypy", "ruff", "datasette", "pip"} & set(servers)
    assert {"spacy", "pypdfium2", "lxml", "rapidocr", "hatchling"} <= set(servers)


def test_the_containers_health_is_what_check_says_of_the_same_settings() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    (health,) = re.findall(r"^HEALTHCHECK .*CMD (\[.+\])$", text, re.MULTILINE)
    program, verb, *words = json.loads(health)
    run = _list_after("CMD", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    assert (program, verb) == ("learnings", "check")
    assert words == run[1 : 1 + len(words)]


# Windows, where nothing of ours was ever run

_TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
_KNOWN = {  # the elements that Microsoft's Task Scheduler Schema has, and those of ours below each
    "Task": {"RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"},
    "Settings": {"MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "AllowHardTerminate", "StartWhenAvailable", "RunOnlyIfNetworkAvailable", "ExecutionTimeLimit", "Priority"},
    "CalendarTrigger": {"StartBoundary", "Enabled", "ScheduleByDay"},
    "Principal": {"UserId", "RunLevel"},
    "Exec": {"Command", "WorkingDirectory"},
}  # fmt: skip


def test_the_task_of_windows_is_one_by_its_schema_and_starts_what_is_shipped() -> None:
    content = (DEPLOY / "learnings-task.xml").read_bytes()
    assert content.isascii()
    assert not content.startswith(b"<?xml")  # schtasks refuses a declaration that is not the file's encoding
    task = ElementTree.fromstring(content)
    for parent, children in _KNOWN.items():
        (found,) = [one for one in task.iter() if one.tag == _TASK + parent]
        assert {child.tag.removeprefix(_TASK) for child in found} == children
    told = {one.tag.removeprefix(_TASK): (one.text or "").strip() for one in task.iter()}
    assert datetime.fromisoformat(told["StartBoundary"]).hour == 2
    assert re.fullmatch(r"PT\d+H", told["ExecutionTimeLimit"])
    folder, _, command = told["Command"].rpartition("\\")
    assert (DEPLOY / command).exists()
    assert folder == told["WorkingDirectory"]


def test_the_command_of_windows_takes_a_quarantine_for_success_and_hands_on_all_other_codes() -> None:
    content = (DEPLOY / "learnings.cmd").read_bytes()
    assert content.isascii()
    assert content.count(b"\r\n") == content.count(b"\n")  # cmd.exe misreads labels and long lines without
    lines = content.decode().splitlines()
    after = lines[lines.index("set code=%ERRORLEVEL%") + 1 :]
    assert after == [f"if %code%=={EXIT_QUARANTINED} exit /b 0", "exit /b %code%"]
