"""The whole flow on a small folder: what comes out, what a second run does, what becomes of files of every fate."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from flow_builder import FATES, FORM, INVITATION, NOTE, REPORT, advice, contents, inbox, ledger, table, times
from msgspec.structs import replace

from pipeline import flow
from pipeline.catalogue import Catalogue
from pipeline.config import EngineSettings, Settings
from pipeline.errors import EXIT_DONE, EXIT_QUARANTINED, REASONS, Busy, OutputError
from pipeline.lock import Lock
from pipeline.model import Item, Origin, Outcome, Status
from pipeline.model.dataset import TABLES
from pipeline.runs import Summary
from pipeline.tag.settings import TagSettings


def settings(out: Path, workers: int = 1) -> Settings:
    return Settings(out=out, engine=EngineSettings(workers=workers))


class Ran:
    """One folder, ingested once; the tests look at what is there."""

    def __init__(self, root: Path) -> None:
        self.inbox, self.out = inbox(root / "in"), root / "out"
        self.progress: list[tuple[int, int]] = []
        self.summary = flow.run(
            [self.inbox], settings(self.out), lambda done, total: self.progress.append((done, total))
        )

    @property
    def run(self) -> Path:
        return self.out / "runs" / self.summary.run

    def rows(self, name: str) -> list[dict[str, str]]:
        return table(self.out, name)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return Ran(tmp_path_factory.mktemp("flow"))


@pytest.fixture
def copy(ran: Ran, tmp_path: Path) -> Ran:
    """The same folder and output, free to be changed."""
    copied = object.__new__(Ran)
    copied.inbox, copied.out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(ran.inbox, copied.inbox)
    shutil.copytree(ran.out, copied.out, symlinks=True)
    return copied


def again(ran: Ran) -> Summary:
    return flow.run([ran.inbox], settings(ran.out))


# what comes out


def test_every_table_is_there_in_every_format(ran):
    names = {f.name for f in (ran.out / "dataset").iterdir()}
    assert names >= {f"{t}.{ending}" for t in TABLES for ending in ("csv", "parquet")}
    assert names >= {
        "dataset.sqlite",
        "learnings.xlsx",
        "datapackage.json",
        "codebook.md",
        "explorer.html",
        "CHANGES.md",
        "text",
    }


def test_each_document_is_of_its_genre(ran):
    assert {d["file_name"]: d["genre"] for d in ran.rows("documents")} == {
        "form.txt": "learning_form",
        "report.txt": "forum_report",
        "invitation.eml": "event_announcement",
        "minutes.txt": "other",
    }


def test_a_form_fills_its_row(ran):
    (form,) = ran.rows("forms")
    assert (form["event_name"], form["date_attended"], form["key_learnings"]) == (
        "Night Bus Forum",
        "3 to 5 May 2016",
        "Drivers know best where people wait at night.\nLamps matter more than cameras.",
    )


def test_insights_are_of_every_group(ran):
    found = Counter(i["group"] for i in ran.rows("insights"))
    assert found == {"learning": 3, "recommendation": 2, "plan": 2}


def test_every_insight_can_be_found_in_the_text_it_points_to(ran):
    for insight in ran.rows("insights"):
        text = (ran.out / "dataset" / "text" / f"{insight['document_id']}.txt").read_text(encoding="utf-8")
        assert text[int(insight["char_start"]) : int(insight["char_end"])] == insight["text"]


def test_a_document_that_came_twice_has_two_origins(ran):
    form = next(d["document_id"] for d in ran.rows("documents") if d["file_name"] == "form.txt")
    arrivals = [(o["source"], o["file_name"]) for o in ran.rows("origins") if o["document_id"] == form]
    assert sorted(arrivals) == [("folder", "form.txt"), ("mail", "the same form.txt")]


def test_the_text_of_a_mail_is_a_document_where_it_has_content_and_a_note_otherwise(ran):
    bodies = {
        row["file_name"]: (row["status"], row["reason"])
        for row in ledger(ran.out)
        if row["locator"].endswith("!part=1")
    }
    assert bodies == {"covering note.eml": ("ignored", flow.COVERING_NOTE), "invitation.eml": ("done", "")}


def test_ids_of_documents_are_made_of_their_content(ran):
    assert {d["document_id"] for d in ran.rows("documents")} >= {
        f"d-{hashlib.sha256(t.encode()).hexdigest()[:16]}" for t in (FORM, REPORT)
    }


def test_progress_is_told_document_by_document(ran):
    assert ran.progress == [(n, ran.summary.processed) for n in range(1, ran.summary.processed + 1)]
    assert ran.summary.processed == 6


# nothing vanishes


@pytest.mark.parametrize("name", FATES)
def test_every_file_of_the_folder_has_its_row_in_the_ledger(ran, name):
    assert [row["status"] for row in ledger(ran.out) if row["locator"] == name] == [FATES[name]]


def test_the_ledger_adds_up_to_what_was_met(ran):
    assert ran.summary.met == dict(Counter(row["status"] for row in ledger(ran.out)))
    assert sum(ran.summary.met.values()) == 12


def test_done_rows_of_the_ledger_are_the_documents_of_the_dataset(ran):
    assert {row["sha256"] for row in ledger(ran.out) if row["status"] == "done"} == {
        d["sha256"] for d in ran.rows("documents")
    }


@pytest.mark.parametrize(
    ("name", "reason"), [("broken.pdf", "corrupt"), ("empty.txt", "empty"), ("riders.bin", "unknown-format")]
)
def test_what_cannot_be_read_is_told_with_reason_and_advice(ran, name, reason):
    (row,) = [row for row in ledger(ran.out) if row["locator"] == name]
    assert (row["status"], row["reason"]) == ("quarantined", reason)
    assert row["message"].endswith((".", ")"))
    assert advice(reason) in row["message"]
    assert any(found[:2] == (name, reason) and advice(reason) in found[2] for found in ran.summary.quarantined)


def test_a_broken_file_does_not_keep_the_rest_from_being_done(ran):
    assert ran.summary.exit_code == EXIT_QUARANTINED
    assert sum(ran.summary.documents.values()) == 4


def test_the_dataset_names_no_file_of_the_quarantine(ran):
    assert not any(
        b"broken.pdf" in content for name, content in contents(ran.out / "dataset").items() if name.endswith(".csv")
    )


# what a run leaves behind


def test_run_json_names_no_file_and_no_person(ran):
    told = (ran.run / "run.json").read_text(encoding="utf-8")
    names = {Path(name).name for name in FATES} | {"minutes.txt", "the same form", "Rossi", "ann@", str(ran.inbox)}
    assert [name for name in names if name in told] == []


def test_run_json_tells_counts_versions_and_recipe(ran):
    told = json.loads((ran.run / "run.json").read_bytes())
    assert told["met"] == ran.summary.met
    assert told["quarantined"] == {"corrupt": 1, "empty": 1, "unknown-format": 1}
    assert told["ignored"] == {flow.COVERING_NOTE: 1}
    assert re.fullmatch(r"[0-9a-f]{16}", told["recipe"])
    assert told["exit_code"] == EXIT_QUARANTINED
    assert set(told) >= {"version", "python", "platform", "packages", "peak_memory_mb", "seconds"}


def test_what_names_files_is_for_its_owner_only(ran):
    private = [ran.out / "catalogue.sqlite", ran.out / ".lock", ran.out / "runs", *(ran.out / "runs").rglob("*")]
    assert {f.name for f in private} >= {"ledger.csv", "summary.html", "run.json"}
    assert [f.name for f in private if f.stat().st_mode & 0o077] == []


def test_the_folder_of_releases_shows_their_ids_and_lets_through_whom_they_admit(ran):
    assert [f.stat().st_mode & 0o077 for f in (ran.out / "releases").iterdir()] == [0]
    assert re.fullmatch(r"[0-9a-f]{12}(-[0-9a-f]{4})?", next((ran.out / "releases").iterdir()).name)


def test_the_summary_for_the_morning_is_a_page_that_loads_nothing(ran):
    page = (ran.run / "summary.html").read_text(encoding="utf-8")
    assert "broken.pdf" in page
    assert "default-src 'none'" in page
    assert re.findall(r"<script|https?://|src=", page) == []


def test_the_catalogue_is_whole(ran):
    base = sqlite3.connect(ran.out / "catalogue.sqlite")
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert base.execute("SELECT count(*) FROM document").fetchone() == (6,)
    base.close()


# a second run


def test_a_second_run_rewrites_nothing_and_says_so(copy):
    before = times(copy.out / "releases")
    summary = again(copy)
    assert (summary.changed, summary.processed) == (False, 0)
    assert times(copy.out / "releases") == before
    assert summary.met == {"ignored": 1, "known": 5, "quarantined": 3, "unpacked": 3}


def test_old_entries_of_the_quarantine_do_not_count_for_the_exit_code(copy):
    assert again(copy).exit_code == EXIT_DONE


def test_only_what_is_new_is_read_and_a_new_broken_file_counts(copy):
    (copy.inbox / "lamps.txt").write_text(
        "Lamps\n\nRecommendations\n\n1. Cities should repair every lamp within two days.\n"
    )
    (copy.inbox / "another.pdf").write_bytes(b"%PDF-1.4\nbroken, too")
    summary = again(copy)
    assert (summary.processed, summary.changed, summary.exit_code) == (2, True, EXIT_QUARANTINED)
    assert len(table(copy.out, "documents")) == 5
    assert len(list((copy.out / "releases").iterdir())) == 2


def test_a_file_that_moved_is_known(copy):
    (copy.inbox / "sub" / "report.txt").rename(copy.inbox / "moved.txt")
    assert again(copy).processed == 0


def test_a_file_that_is_gone_stays_in_the_dataset(copy):
    (copy.inbox / "form.txt").unlink()
    (copy.inbox / "covering note.eml").unlink()
    again(copy)
    assert "form.txt" in {d["file_name"] for d in table(copy.out, "documents")}


NOTES = [
    "For the archive: the corrected sheet, and once more the report that somebody asked for.",
    "Hi Tom,\n\nhere is the strategy we talked about on the phone. I think chapter 4 is the interesting one, they want to "
    "light all the parks by 2026. Let me know what you think.\n\nCheers\nSue",
    "Dear Secretariat,\n\nKindly find enclosed the forms of the delegation that attended the Forum on Safe Markets in Accra "
    "from 3 to 5 May 2016. The forms were signed by the Head of Department.\n\nYours sincerely,\nKofi Mensah",
    "Dear Ms. Tanaka,\n\nThe Mayor has asked me to forward the proceedings of the conference to all member cities. We hope "
    "that they will be useful for your work. The videos are on our website.\n\nWith best wishes,\nLuca Rossi",
]


@pytest.mark.parametrize("text", NOTES)
def test_a_note_about_what_is_attached_is_no_document(text):
    note = Item(digest="0" * 64, media_type="text/plain", content=text.encode(), body=True, origins=())
    assert flow.process(note, TagSettings()).reason == flow.COVERING_NOTE


def test_a_mail_that_tells_of_a_meeting_under_headings_is_a_document():
    text = (
        "Dear all,\n\nWhat we learnt in Accra\n\n- Market women repair the lamps themselves when they hold the key.\n"
    )
    news = Item(digest="0" * 64, media_type="text/plain", content=text.encode(), body=True, origins=())
    assert flow.process(news, TagSettings()).status is Status.DONE


def test_what_earlier_runs_wrote_is_not_read(copy):
    inside = copy.inbox / "outputs"
    shutil.copytree(copy.out, inside, symlinks=True)
    summary = flow.run([copy.inbox], settings(inside))
    assert (summary.processed, summary.met["known"], summary.met["quarantined"]) == (0, 5, 3)


def test_what_earlier_runs_wrote_is_not_listed(copy):
    inside = copy.inbox / "outputs"
    shutil.copytree(copy.out, inside, symlinks=True)
    assert [reason for _, reason in flow.run([copy.inbox], settings(inside)).ignored] == [flow.COVERING_NOTE]


# the same bytes


def test_two_workers_write_the_same_bytes_as_one(ran, tmp_path):
    shutil.copytree(ran.inbox, tmp_path / "renamed")
    flow.run([tmp_path / "renamed"], settings(tmp_path / "out", workers=2))
    assert contents((tmp_path / "out" / "dataset").resolve()) == contents((ran.out / "dataset").resolve())


# bounds


def test_a_document_that_takes_too_long_is_set_aside_and_tried_again_only_with_more_time(tmp_path):
    (tmp_path / "report.txt").write_text(REPORT)
    short = Settings(out=tmp_path / "out", engine=EngineSettings(workers=1, deadline_seconds=0.001))
    summary = flow.run([tmp_path / "report.txt"], short)
    assert [(name, reason) for name, reason, _ in summary.quarantined] == [("report.txt", "timed-out")]
    assert REASONS["timed-out"] in summary.quarantined[0][2]
    with Catalogue(tmp_path / "out" / "catalogue.sqlite") as catalogue:
        assert catalogue.pending(flow.recipes_of(short)) == []
        assert len(catalogue.pending(flow.recipes_of(settings(tmp_path)))) == 1


# one run at a time


def test_a_second_run_in_the_same_folder_is_told_to_wait(tmp_path):
    with Lock(tmp_path / "out"), pytest.raises(Busy, match="Another run"):
        flow.run([tmp_path], settings(tmp_path / "out"))


def test_a_lock_is_given_back(tmp_path):
    for _ in range(2):
        with Lock(tmp_path):
            pass


def test_a_lock_is_given_back_when_a_run_fails(tmp_path):
    with pytest.raises(RuntimeError), Lock(tmp_path):
        raise RuntimeError
    with Lock(tmp_path):
        pass


def test_an_output_folder_that_cannot_be_written_is_an_error_of_output(tmp_path):
    (tmp_path / "out").write_text("a file where a folder should be")
    with pytest.raises(OutputError, match="cannot be written"):
        flow.run([tmp_path], settings(tmp_path / "out"))


def test_an_empty_folder_makes_an_empty_dataset(tmp_path):
    (tmp_path / "in").mkdir()
    summary = flow.run([tmp_path / "in"], settings(tmp_path / "out"))
    assert (summary.met, summary.documents, summary.exit_code) == ({}, {}, EXIT_DONE)
    assert table(tmp_path / "out", "insights") == []
    assert len(table(tmp_path / "out", "themes")) > 10


# one document


def item(text: str, media_type: str = "text/plain", body: bool = False) -> Item:
    origin = Origin(source="mail", locator="a.eml!part=1", name="a.txt")
    return Item(digest="d" * 64, media_type=media_type, content=text.encode(), origins=(origin,), body=body)


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        (NOTE, Status.IGNORED, flow.COVERING_NOTE),
        ("Thank you, we shall meet on 3 May 2016 in Turin.\n", Status.IGNORED, flow.COVERING_NOTE),
        (FORM, Status.DONE, ""),
        (INVITATION, Status.DONE, ""),
        ("Dear all,\n\nRecommendations\n\n1. Cities should repair every lamp within two days.\n", Status.DONE, ""),
    ],
    ids=["note", "thanks", "form", "invitation", "recommendation"],
)
def test_the_text_of_a_mail_is_judged_by_what_it_holds(text, status, reason):
    outcome = flow.process(item(text, body=True), TagSettings())
    assert (outcome.status, outcome.reason) == (status, reason)
    assert (outcome.document is None) == (status is Status.IGNORED)


def test_a_file_is_a_document_whatever_it_holds():
    assert flow.process(item(NOTE), TagSettings()).status is Status.DONE


def answered(work: Item) -> Outcome:
    """What `process` says when it is called as an engine calls it."""
    import msgspec

    payload = msgspec.msgpack.encode({"item": work, "settings": TagSettings()})
    return msgspec.msgpack.decode(flow.process_task(payload), type=Outcome)


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (item("x", "application/x-unknown"), "unknown-format"),
        (item(" \n"), "empty"),
        (item("%PDF-1.7 broken", "application/pdf"), "corrupt"),
    ],
    ids=["unknown", "empty", "broken"],
)
def test_an_error_of_a_document_is_its_outcome(work, reason):
    outcome = answered(work)
    assert (outcome.status, outcome.reason, outcome.digest) == (Status.QUARANTINED, reason, work.digest)
    assert outcome.message.startswith(REASONS[reason])


def test_a_fault_of_ours_is_no_outcome(monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.extract.extract", fail)
    with pytest.raises(ZeroDivisionError):
        answered(item("x"))


def test_the_recipes_of_a_run_follow_its_settings(tmp_path):
    plain, bounded, _ = flow.recipes_of(settings(tmp_path))
    slower = flow.recipes_of(Settings(engine=EngineSettings(deadline_seconds=120)))
    other = flow.recipes_of(Settings(tag=replace(TagSettings(), model="another")))
    assert (slower[0], slower[1] != bounded) == (plain, True)
    assert other[0] != plain
