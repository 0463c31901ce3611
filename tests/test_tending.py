"""How an output folder stands, what a run needs, and forgetting: the verbs status, check, init and forget."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from flow_builder import inbox
from msgspec.structs import replace
from typer.testing import CliRunner

from pipeline import engine, flow, tending
from pipeline.cli import app
from pipeline.config import EngineSettings, Settings, read_settings
from pipeline.engine import Bounds
from pipeline.errors import EXIT_FOUND, EXIT_USAGE, ConfigError
from pipeline.runs.settings import MailSettings, ReportSettings
from pipeline.sources.settings import Folder, Imap
from pipeline.work import bounds_of_work


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    root = tmp_path_factory.mktemp("tending")
    inbox(root / "in")
    flow.run([root / "in"], Settings(out=root / "out", engine=EngineSettings(workers=1)))
    return root


@pytest.fixture
def root(ran, tmp_path):
    shutil.copytree(ran, tmp_path / "r", symlinks=True)
    return tmp_path / "r"


def command(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*arguments])
    assert done.exit_code == code, done.output
    return done.output


# status


def test_status_tells_the_dataset_and_sums_that_add_up(root):
    told = command("status", "--out", str(root / "out"))
    assert "dataset      4 documents" in told
    assert "quarantine   3" in told
    met, sums = re.search(r"met (\d+) = (.*)", told).groups()
    assert int(met) == sum(int(part.split()[0]) for part in sums.split(" + "))


def test_status_without_a_catalogue_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="Run `learnings ingest` first"):
        CliRunner().invoke(app, ["status", "--out", str(tmp_path)], catch_exceptions=False)


# check


def test_check_finds_a_source_that_is_not_there(tmp_path):
    file = tmp_path / "learnings.toml"
    file.write_text('[[source]]\nkind = "folder"\nname = "inbox"\npaths = ["/nowhere/at all"]\n', encoding="utf-8")
    told = command("check", "--config", str(file), "--out", str(tmp_path / "out"), code=EXIT_FOUND)
    assert re.search(r"^NO   source inbox .*nowhere", told, re.M)
    assert not (tmp_path / "out").exists()


def test_check_passes_where_all_is_there(tmp_path):
    assert "NO " not in command("check", "--out", str(tmp_path))


def test_check_tells_which_bounds_hold_a_reading_process_and_which_do_not(tmp_path, monkeypatch):
    seen = Bounds(network=True, files=False, memory=True)
    monkeypatch.setattr(engine, "bounds_seen", lambda _: seen)
    told = command("check", "--out", str(tmp_path))
    assert "each process has no network, bounded memory; not held here: no files but the program's" in told
    monkeypatch.setattr(engine, "bounds_seen", lambda _: None)
    assert "NO   reading" in command("check", "--out", str(tmp_path), code=EXIT_FOUND)


def test_passwords_of_the_settings_are_kept_from_reading_processes():
    settings = Settings(
        source=(Imap(name="a", host="h", user="u", password_env="FORMS_PASSWORD"),),
        report=ReportSettings(mail=MailSettings(password_env="POST_PASSWORD")),
    )
    assert set(bounds_of_work(settings, 1, ()).hidden) == {"FORMS_PASSWORD", "POST_PASSWORD", "LEARNINGS_KEY"}


def test_a_full_disk_is_found_before_a_run(tmp_path, monkeypatch):
    monkeypatch.setattr(tending, "LEAST_ROOM", 1 << 60)
    assert "make room" in command("check", "--out", str(tmp_path), code=EXIT_FOUND)


# init


def test_init_writes_settings_that_change_nothing_and_never_overwrites(tmp_path):
    file = tmp_path / "learnings.toml"
    command("init", str(file))
    assert read_settings(file) == Settings()
    with pytest.raises(ConfigError) as refused:
        CliRunner().invoke(app, ["init", str(file)], catch_exceptions=False)
    assert refused.value.exit_code == EXIT_USAGE


def test_the_explained_settings_are_all_there_are_with_the_values_that_hold(tmp_path):
    file = tmp_path / "learnings.toml"
    command("init", str(file))
    lines = file.read_text(encoding="utf-8").partition("# [limits]")[2].splitlines()
    told = tomllib.loads("[limits]\n" + "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines[1:]))
    file.write_text("[limits]\n" + "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines[1:]), "utf-8")
    assert read_settings(file) == Settings()
    assert set(told) >= {"limits", "engine", "tag", "link", "load", "report"}


def test_sources_as_the_file_explains_them_are_understood(tmp_path):
    file = tmp_path / "learnings.toml"
    command("init", str(file))
    head = file.read_text(encoding="utf-8").partition("# All that follow")[0]
    code = [line.removeprefix("# ") for line in head.splitlines() if re.match(r"# (?:\[|[a-z_.]+ = )", line)]
    file.write_text("\n".join(code), encoding="utf-8")
    kinds = [type(source) for source in read_settings(file).source]
    assert {Folder, Imap} <= set(kinds)


# forget


def everything(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_forgotten_person_is_in_no_file_any_more(root):
    out = root / "out"
    command("export", str(out / "dataset"), "--profile", "research")
    assert b"Maria Rossi" in everything(out / "exports")
    told = command("forget", "Maria Rossi", "--yes", "--out", str(out))
    assert "form.txt" in told
    assert b"Maria Rossi" not in everything(out)
    assert b"Lamps matter more than cameras" not in everything(out)
    assert (out / "dataset" / "insights.csv").is_file()


def test_a_forgotten_document_stays_away_and_the_others_stay(root):
    out = root / "out"
    command("forget", digest_of(out, "report.txt"), "--yes", "--out", str(out))
    summary = flow.run([root / "in"], replace(Settings(out=out), engine=EngineSettings(workers=1)))
    assert "forum_report" not in summary.documents
    assert summary.documents["learning_form"] == 1


def test_who_does_not_agree_forgets_nothing(root):
    out = root / "out"
    before = everything(out / "releases")
    done = CliRunner().invoke(app, ["forget", "Maria Rossi", "--out", str(out)], input="n\n")
    assert done.exit_code == 0
    assert everything(out / "releases") == before


def test_somebody_unknown_cannot_be_forgotten(root):
    with pytest.raises(ConfigError, match="no person of the dataset"):
        CliRunner().invoke(app, ["forget", "Nobody Here", "--yes", "--out", str(root / "out")], catch_exceptions=False)


def digest_of(out: Path, name: str) -> str:
    from pipeline.load.tables_csv import read

    return next(row["document_id"] for row in read(out / "dataset" / "documents.csv") if row["file_name"] == name)
