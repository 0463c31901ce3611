"""What people correct in a copy of the workbook is taken in, goes before what was found, and is never lost."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flow_builder import inbox, table
from typer.testing import CliRunner

from pipeline import corrections, flow
from pipeline.cli import app
from pipeline.config import EngineSettings, Settings
from pipeline.errors import ConfigError
from pipeline.load import LoadSettings
from pipeline.model.correction import Correction
from pipeline.verify import verify

THEMES = {row[0]: row[1] for row in flow.themes_of(Settings().tag)}
LAMPS = "Lamps matter more than cameras."


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corrections")
    flow.run([inbox(root / "in")], settings(root / "out"))
    return root


@pytest.fixture
def out(ran: Path, tmp_path: Path) -> Path:
    shutil.copytree(ran, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy" / "out"


def settings(out: Path) -> Settings:
    return Settings(out=out, engine=EngineSettings(workers=1), load=LoadSettings(software="learnings x"))


def edited(out: Path, changes: dict[str, str], statement: str = LAMPS) -> Path:
    """A copy of the workbook in which cells of one statement's row are changed."""
    book = openpyxl.load_workbook(out / "dataset" / "learnings.xlsx")
    for sheet in book.worksheets:
        head = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            if "Insight id" in head and row[0].value == statement:
                for column, value in changes.items():
                    row[head.index(column)].value = value
    copy = out.parent / "mine.xlsx"
    book.save(copy)
    return copy


def taken(out: Path, **changes: str) -> corrections.Taken:
    return corrections.taken_from(edited(out, changes), THEMES)


def only(out: Path, **changes: str) -> Correction:
    found = taken(out, **changes)
    assert found.refused == ()
    (one,) = found.corrections
    return one


def row_of(out: Path, insight_id: str) -> dict[str, str]:
    (row,) = [row for row in table(out, "insights") if row["insight_id"] == insight_id]
    return row


def test_a_workbook_that_nobody_changed_has_no_corrections(out):
    assert taken(out) == corrections.Taken(corrections=(), refused=())


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_saving_it_in_libreoffice_changes_nothing(out, tmp_path):
    source = out / "dataset" / "learnings.xlsx"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path / "saved"), str(source)], check=True, capture_output=True)
    saved = corrections.taken_from(tmp_path / "saved" / "learnings.xlsx", THEMES)
    assert saved == corrections.Taken(corrections=(), refused=())


def test_decisions_kinds_themes_and_words_are_taken(out):
    assert only(out, Review="rejected").review == "rejected"
    assert only(out, Review="Accepted").review == "accepted"
    one = only(out, Kind="Practice", Themes="Policing; Women and girls", Statement="Lamps matter.")
    assert (one.kind, one.theme_ids, one.text) == ("practice", ("policing", "women-and-girls"), "Lamps matter.")
    assert one.review == "corrected"


def test_themes_can_be_taken_away(out):
    before = only(out, Themes="Policing")
    assert before.theme_ids == ("policing",)
    emptied = taken(out, Themes="")
    assert all(one.theme_ids == () for one in emptied.corrections)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"Review": "maybe"}, "no decision"),
        ({"Kind": "Wisdom"}, "no kind"),
        ({"Themes": "Dragons"}, "no theme"),
        ({"Statement": " "}, "rejected"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_row(out, changes, told):
    found = taken(out, **changes)
    assert found.corrections == ()
    (sentence,) = found.refused
    assert re.match(r"Learnings, row \d+: ", sentence)
    assert told in sentence


def test_the_command_brings_the_dataset_up_to_date(out):
    before = row_of(out, only(out, Review="rejected").insight_id)
    copy = edited(out, {"Kind": "Practice", "Statement": "Lamps matter more.", "Themes": "Policing"})
    result = CliRunner().invoke(app, ["correct", str(copy), "--out", str(out)])
    assert result.exit_code == 0, result.output
    row = row_of(out, before["insight_id"])
    assert (row["text"], row["kind"], row["group"], row["review"]) == (
        "Lamps matter more.",
        "practice",
        "learning",
        "corrected",
    )
    assert row["text_as_printed"] == LAMPS
    assert row["theme_ids"] == '["policing"]'


def test_what_is_corrected_stays_when_documents_are_read_anew(out):
    key = only(out, Review="rejected").insight_id
    corrections.write_corrections(out, {key: Correction(insight_id=key, kind="issue", text="Lamps, lamps.")})
    flow.run([out.parent / "in"], settings(out))
    first = row_of(out, key)
    (out / "catalogue.sqlite").unlink()
    flow.run([out.parent / "in"], settings(out))
    assert row_of(out, key) == first
    assert first["text"] == "Lamps, lamps."


def test_a_corrected_workbook_taken_again_changes_nothing(out):
    key = only(out, Review="rejected").insight_id
    corrections.write_corrections(out, {key: Correction(insight_id=key, kind="issue", text="Lamps, lamps.")})
    flow.run((), settings(out))
    assert corrections.taken_from(out / "dataset" / "learnings.xlsx", THEMES).corrections == ()


def test_what_is_rejected_is_shown_nowhere_and_kept_in_the_tables(out):
    key = only(out, Review="rejected").insight_id
    themed = json.loads(row_of(out, key)["theme_ids"])
    counted = sum(int(row["insight_count"]) for row in table(out, "themes"))
    corrections.write_corrections(out, {key: Correction(insight_id=key, rejected=True)})
    flow.run((), settings(out))
    assert row_of(out, key)["review"] == "rejected"
    assert LAMPS not in (out / "dataset" / "explorer.html").read_text(encoding="utf-8")
    assert sum(int(row["insight_count"]) for row in table(out, "themes")) == counted - len(themed)


def test_quotes_hold_although_their_words_were_corrected(out):
    key = only(out, Review="rejected").insight_id
    corrections.write_corrections(out, {key: Correction(insight_id=key, text="Other words.")})
    flow.run((), settings(out))
    assert verify(out / "dataset", out.parent / "in").all_hold


def test_without_corrections_no_byte_changes(out):
    release = (out / "dataset").resolve()
    corrections.write_corrections(out, {"i-ffffffffffffffff": Correction(insight_id="i-ffffffffffffffff", text="x")})
    flow.run((), settings(out))
    assert (out / "dataset").resolve() == release


def test_a_dry_run_writes_nothing(out):
    copy = edited(out, {"Review": "rejected"})
    told = CliRunner().invoke(app, ["correct", str(copy), "--out", str(out), "--dry"]).stdout
    assert "1 correction would be taken" in told
    assert not (out / corrections.FILE).exists()


def test_later_decisions_go_over_earlier_ones_and_leave_the_rest():
    old = {
        "i-1": Correction(insight_id="i-1", kind="issue", text="Old."),
        "i-2": Correction(insight_id="i-2", rejected=True),
    }
    new = [Correction(insight_id="i-1", text="New."), Correction(insight_id="i-2")]
    assert corrections.together(old, new) == {"i-1": Correction(insight_id="i-1", kind="issue", text="New.")}


def test_the_table_gives_back_what_was_written(tmp_path):
    some = {
        "i-1": Correction(insight_id="i-1", kind="issue", theme_ids=(), text='=1+1\n"two", lines'),
        "i-2": Correction(insight_id="i-2", rejected=True),
        "i-3": Correction(insight_id="i-3", accepted=True),
        "i-4": Correction(insight_id="i-4", theme_ids=("policing", "transport")),
    }
    corrections.write_corrections(tmp_path, some)
    assert corrections.read_corrections(tmp_path) == some


@pytest.mark.parametrize("line", ["i-1,perhaps,,,", "i-1,,wisdom,,"])
def test_a_table_with_unknown_words_is_told(tmp_path, line):
    (tmp_path / corrections.FILE).write_text(f"insight_id,review,kind,theme_ids,text\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="row 2"):
        corrections.read_corrections(tmp_path)


def test_a_table_without_its_columns_is_told(tmp_path):
    (tmp_path / corrections.FILE).write_text("id,text\n1,x\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="columns"):
        corrections.read_corrections(tmp_path)


def test_another_workbook_is_told(tmp_path):
    book: Any = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(ConfigError, match=r"learnings\.xlsx"):
        corrections.taken_from(tmp_path / "x.xlsx", THEMES)
    (tmp_path / "y.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ConfigError, match="cannot be read"):
        corrections.taken_from(tmp_path / "y.xlsx", THEMES)
