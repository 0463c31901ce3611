"""What a run leaves to the next: stages apart, nothing done twice, no release that lost much, nobody's name in a log."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from flow_builder import contents, inbox, times
from msgspec.structs import replace

from pipeline import flow, recipe
from pipeline.catalogue import Catalogue
from pipeline.catalogue.forgetting import expire, find, forget, retry
from pipeline.config import EngineSettings, Settings
from pipeline.data import __file__ as data_file
from pipeline.errors import EXIT_OUTPUT, ConfigError
from pipeline.load import LoadSettings
from pipeline.model import Origin, Rejected
from pipeline.runs import ReportSettings
from pipeline.tag.settings import TagSettings


def settings(out: Path) -> Settings:
    return Settings(out=out, engine=EngineSettings(workers=1))


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    root = tmp_path_factory.mktemp("nightly")
    inbox(root / "in")
    flow.run([root / "in"], settings(root / "out"))
    return root


@pytest.fixture
def root(ran, tmp_path):
    shutil.copytree(ran, tmp_path / "r", symlinks=True)
    return tmp_path / "r"


def vocabulary(folder: Path) -> TagSettings:
    """Settings with a vocabulary of themes of one's own."""
    own = folder / "themes.toml"
    own.write_bytes((Path(data_file).parent / "themes.toml").read_bytes() + b"\n# ours\n")
    return TagSettings(themes=str(own))


def test_a_changed_vocabulary_changes_the_recipe_of_findings_and_not_that_of_reading(tmp_path):
    plain = flow.recipes_of(settings(tmp_path))
    other = flow.recipes_of(replace(settings(tmp_path), tag=vocabulary(tmp_path)))
    assert (plain.findings != other.findings, plain.reading == other.reading) == (True, True)


def test_a_changed_vocabulary_redoes_tagging_and_not_extraction(root, monkeypatch):
    packed: list[bytes] = []
    pack = flow.pack
    monkeypatch.setattr(flow, "pack", lambda *a: packed.append(pack(*a)) or packed[-1])
    summary = flow.run([root / "in"], replace(settings(root / "out"), tag=vocabulary(root)))
    assert summary.processed == len(packed) == 5  # the sixth cannot be read, whatever the vocabulary
    done = [b for b in packed if b'"blocks"' in b]
    assert len(done) >= 4  # those that were read before go with their text; covering notes keep none


def test_what_earlier_recipes_found_is_pruned(root):
    tag = vocabulary(root)
    flow.run([root / "in"], replace(settings(root / "out"), tag=tag))
    base = sqlite3.connect(root / "out" / "catalogue.sqlite")
    assert base.execute("SELECT count(*), count(DISTINCT digest) FROM outcome").fetchone() == (6, 6)
    base.close()


def test_nothing_new_loads_no_model_starts_no_worker_and_rewrites_nothing(root):
    def kept() -> dict[str, object]:
        return {k: v for k, v in times(root / "out").items() if "runs/" not in k and k != "runs"}

    flow.run([root / "in"], settings(root / "out"))  # the copy was moved: what is seen under its place is known now
    before = kept()
    code = (
        "import sys; from pathlib import Path; from pipeline import flow; from pipeline.config import *\n"
        "s = flow.run([Path('in')], Settings(out=Path('out'), engine=EngineSettings(workers=1)))\n"
        "print(s.processed, s.changed, *(m for m in ('spacy', 'pandas', 'pyarrow', 'pdfplumber') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False"]
    assert kept() == before


def test_a_catalogue_of_the_first_version_opens_and_keeps_what_it_held(tmp_path):
    base = sqlite3.connect(tmp_path / "catalogue.sqlite")
    base.executescript(
        "CREATE TABLE document (digest TEXT PRIMARY KEY, media_type TEXT, body INTEGER, content BLOB NOT NULL);"
        "CREATE TABLE outcome (digest TEXT, recipe TEXT, outcome BLOB NOT NULL, PRIMARY KEY (digest, recipe));"
        "INSERT INTO document VALUES ('a', 'text/plain', 0, x'61');"
        'INSERT INTO outcome VALUES (\'a\', \'old\', \'{"digest":"a","status":"done"}\');'
    )
    base.close()
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        assert catalogue.content("a") == b"a"
        assert [o.digest for o, _ in catalogue.outcomes(["old"])] == ["a"]
        assert [i.digest for i in catalogue.pending(["new"])] == ["a"]


def test_a_catalogue_of_a_newer_version_is_refused(tmp_path):
    base = sqlite3.connect(tmp_path / "catalogue.sqlite")
    base.execute("PRAGMA user_version=99")
    base.close()
    with pytest.raises(ConfigError, match="newer version"):
        Catalogue(tmp_path / "catalogue.sqlite")


def test_a_release_that_lost_much_is_refused_and_the_one_before_stays(root, monkeypatch):
    shown = contents((root / "out" / "dataset").resolve())
    forgotten = sqlite3.connect(root / "out" / "catalogue.sqlite")
    forgotten.execute("DELETE FROM document")
    forgotten.execute("DELETE FROM outcome")
    forgotten.commit()
    forgotten.close()
    (root / "empty").mkdir()
    summary = flow.run([root / "empty"], settings(root / "out"))
    assert (summary.exit_code, summary.changed) == (EXIT_OUTPUT, False)
    assert "--accept-loss" in summary.problem
    assert contents((root / "out" / "dataset").resolve()) == shown
    accepted = replace(settings(root / "out"), load=LoadSettings(max_loss=1.0))
    assert flow.run([root / "empty"], accepted).changed


def test_releases_are_for_their_owner_only_unless_settings_say_otherwise(root):
    modes = {p.stat().st_mode & 0o077 for p in (root / "out" / "dataset").resolve().rglob("*")}
    assert modes == {0}
    load = LoadSettings(title="Another", readable_by="all")
    flow.run([root / "in"], replace(settings(root / "out"), load=load))
    assert {p.stat().st_mode & 0o044 for p in (root / "out" / "dataset").resolve().rglob("*")} == {0o044}


def test_metrics_count_and_name_nobody(root):
    file = root / "learnings.prom"
    flow.run([root / "in"], replace(settings(root / "out"), report=ReportSettings(metrics=str(file))))
    told = file.read_text(encoding="utf-8")
    assert 'learnings_documents{genre="learning_form"} 1' in told
    assert "broken.pdf" not in told


def test_a_forgotten_document_leaves_no_byte_and_does_not_come_back(root):
    database = root / "out" / "catalogue.sqlite"
    with Catalogue(database) as catalogue:
        text = catalogue.base.execute(
            "SELECT digest FROM document WHERE instr(content, CAST('Night Bus' AS BLOB))"
        ).fetchone()[0]
        forget(catalogue, [find(catalogue, f"d-{text[:16]}")])
    assert b"Drivers know best where people wait" not in database.read_bytes()
    summary = flow.run([root / "in"], replace(settings(root / "out"), load=LoadSettings(max_loss=1.0)))
    assert "learning_form" not in summary.documents
    assert "forgotten" in {reason for _, reason in summary.ignored}


def test_what_is_retried_is_tried_again_by_the_next_run(root):
    with Catalogue(root / "out" / "catalogue.sqlite") as catalogue:
        waiting = catalogue.quarantined(flow.recipes_of(settings(root)))
        retry(catalogue, [digest for digest, *_ in waiting])
    summary = flow.run([root / "in"], settings(root / "out"))
    assert len(summary.quarantined) == len(waiting) == 3


def test_bytes_leave_the_quarantine_after_their_time_and_the_reason_stays(tmp_path):
    origin = Origin(source="folder", locator="z.bin", name="z.bin")
    thing = Rejected(origin=origin, status="quarantined", reason="empty", message="", digest="z" * 8, content=b"z")
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        catalogue.quarantine(thing)
        catalogue.base.execute("UPDATE quarantine SET since = '2001-01-01'")
        assert [expire(catalogue, 0), expire(catalogue, 30), expire(catalogue, 30)] == [0, 1, 0]
        assert catalogue.base.execute("SELECT reason, content FROM quarantine").fetchall() == [("empty", b"")]


def command(*arguments: str, code: int = 0) -> str:
    from typer.testing import CliRunner

    from pipeline.cli import app

    done = CliRunner().invoke(app, [*arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_the_quarantine_is_listed_shown_and_released(root):
    out = ("--out", str(root / "out"))
    assert command("quarantine", *out) == command("quarantine", "list", *out)
    digest = next(line.split()[0] for line in command("quarantine", *out).splitlines() if "broken.pdf" in line)
    assert "corrupt" in command("quarantine", "show", digest, *out)
    command("quarantine", "release", digest, "--to", str(root / "broken.bin"), *out)
    assert (root / "broken.bin").read_bytes() == (root / "in" / "broken.pdf").read_bytes()
    assert "broken.pdf" not in command("quarantine", *out)
    assert "2 to be tried again" in command("quarantine", "retry", *out)


def test_the_log_names_documents_by_digest(root):
    (root / "in" / "secret name.txt").write_text("Lessons\n\n1. Cities should repair every lamp at once.\n")
    (root / "learnings.toml").write_text(f"[report]\nlog = '{root / 'log.jsonl'}'\n")
    command("ingest", str(root / "in"), "--out", str(root / "out"), "--config", str(root / "learnings.toml"), "-q")
    lines = [json.loads(line) for line in (root / "log.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["run-began", "document", "run-ended"]
    assert "secret name" not in (root / "log.jsonl").read_text()
    assert (root / "log.jsonl").stat().st_mode & 0o077 == 0


def test_making_depends_on_the_settings_of_the_collection():
    assert recipe.making_of(LoadSettings()) != recipe.making_of(LoadSettings(title="Another"))


def test_run_json_of_the_night_holds_the_exit_code(root):
    flow.run([root / "in"], settings(root / "out"))
    newest = sorted((root / "out" / "runs").iterdir())[-1]
    assert json.loads((newest / "run.json").read_bytes())["exit_code"] == 0


def test_the_summary_tells_what_drifts_against_the_last_runs(root):
    (root / "in" / "more.txt").write_text("Recommendation: cities should repair lamps within two days.\n")
    before = json.loads(next((root / "out" / "runs").glob("*/run.json")).read_bytes())["documents"]
    flow.run([root / "in"], settings(root / "out"))
    newest = sorted((root / "out" / "runs").iterdir())[-1]
    page = (newest / "summary.html").read_text(encoding="utf-8").partition("The last runs")[2]
    assert f"<td>{sum(before.values()) + 1} (+1)</td>" in page
    assert page.count("<tr>") == 3  # its heads and two runs


def test_folders_of_runs_leave_after_their_time(root):
    old = root / "out" / "runs" / "20010101T020000Z"
    shutil.copytree(next((root / "out" / "runs").iterdir()), old)
    for days, there in ((0, True), (30, False)):
        flow.run([root / "in"], replace(settings(root / "out"), report=ReportSettings(keep_days=days)))
        assert old.exists() == there
    assert len(list((root / "out" / "runs").iterdir())) == 3
