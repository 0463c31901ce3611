"""The command `learnings`: what it answers, to people and to machines, and the codes with which it ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from flow_builder import advice, inbox

from pipeline import __version__, flow
from pipeline.cli import app, main
from pipeline.errors import EXIT_AGAIN, EXIT_DONE, EXIT_INTERRUPTED, EXIT_OUTPUT, EXIT_QUARANTINED, EXIT_USAGE, REASONS
from pipeline.lock import Lock
from pipeline.runs import Summary
from pipeline.show import blocks_of
from pipeline.tell import render, to_json


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def learnings(monkeypatch, capsys, tmp_path):
    """The command, run in this process and in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))  # where the key of public releases is made

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["learnings", *map(str, arguments)])
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        assert isinstance(code, int)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    """A folder that was ingested, and what the command said."""
    root = tmp_path_factory.mktemp("cli")
    inbox(root / "in")
    command = [sys.executable, "-m", "pipeline", "ingest", root / "in", "--out", root / "out", "--workers", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=root)
    return root, Answer(done.returncode, done.stdout, done.stderr)


VERBS = ("ingest", "run", "show", "evaluate", "quarantine")


@pytest.mark.parametrize("verb", VERBS)
def test_help_says_what_a_verb_does(learnings, verb):
    answer = learnings(verb, "--help")
    assert answer.code == EXIT_DONE
    assert re.match(rf"Usage: .*learnings {verb} ", answer.out)
    assert re.search(r"^ +[A-Z][^.]+\.", answer.out, re.M)


def test_the_verbs_are_listed(learnings):
    listed = learnings("--help").out
    assert [verb for verb in VERBS if verb not in listed] == []
    groups = {group.name for group in app.registered_groups}
    assert {command.callback.__name__ for command in app.registered_commands} | groups >= set(VERBS)


def test_the_version_is_told(learnings):
    assert learnings("--version").out == f"learnings {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [("ingets",), ("ingest",), ("ingest", "--wokers", "1", "."), ("ingest", ".", "--workers", "many"), ("ingest", ".", "--workers", "-1"), ("show", "missing.pdf"),
     ("ingest", "missing"), ("ingest", ".", "--config", "missing.toml"), ("quarantine", "--out", "missing"), ("evaluate", "missing", "--gold", ".")],
)  # fmt: skip
def test_wrong_usage_ends_with_its_code_and_says_why(learnings, arguments):
    answer = learnings(*arguments)
    assert answer.code == EXIT_USAGE
    assert answer.err.strip()
    assert "Traceback" not in answer.err


def test_no_arguments_show_the_help(learnings):
    answer = learnings()
    assert "ingest" in answer.out + answer.err


def test_a_misspelt_setting_ends_before_anything_is_written(learnings, tmp_path):
    (tmp_path / "learnings.toml").write_text("[engine]\nworker = 1\n")
    answer = learnings("ingest", ".", "--out", "out")
    assert (answer.code, "engine.worker" in answer.err) == (EXIT_USAGE, True)
    assert not (tmp_path / "out").exists()


def test_a_busy_folder_ends_with_try_again(learnings, tmp_path):
    (tmp_path / "in").mkdir()
    with Lock(tmp_path / "out"):
        answer = learnings("ingest", "in", "--out", "out")
    assert answer.code == EXIT_AGAIN
    assert answer.err.startswith("learnings: Another run is at work")


def test_an_output_that_cannot_be_written_ends_with_its_code(learnings, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").write_text("a file")
    assert learnings("ingest", "in", "--out", "out").code == EXIT_OUTPUT


def test_an_interrupted_run_says_that_the_next_one_goes_on(learnings, tmp_path, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(flow, "run", interrupt)
    assert "the next run goes on" in learnings("ingest", tmp_path).err


def test_an_interrupted_run_ends_with_its_code(learnings, tmp_path, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(flow, "run", interrupt)
    assert learnings("ingest", tmp_path).code == EXIT_INTERRUPTED


# ingest


def test_ingest_tells_people_what_there_is(ingested):
    root, answer = ingested
    assert answer.code == EXIT_QUARANTINED
    for line in (
        "4 documents in the dataset",
        "6 texts read in this run",
        "learning forms",
        "event announcements",
        "recommendation",
        "Top themes: ",
        "Met: 5 done, 1 ignored, 3 quarantined, 3 unpacked",
    ):
        assert line in answer.out
    assert f"Dataset: {root / 'out' / 'dataset'}" in answer.out.replace("\n", "")


def test_ingest_tells_what_was_set_aside_and_why(ingested):
    said = re.sub(r"\s+", " ", ingested[1].out)
    assert "covering note.eml: covering-note" in said
    for name, reason in (("broken.pdf", "corrupt"), ("empty.txt", "empty"), ("riders.bin", "unknown-format")):
        assert f"{name}: {reason}" in said
        assert advice(reason) in said


def test_no_progress_bar_is_drawn_where_there_is_no_terminal(ingested):
    assert ingested[1].err == ""


def test_a_second_run_says_that_nothing_was_rewritten(learnings, ingested):
    root, _ = ingested
    answer = learnings("ingest", root / "in", "--out", root / "out")
    assert answer.code == EXIT_DONE
    assert "unchanged, nothing was rewritten" in re.sub(r"\s+", " ", answer.out)


def test_json_is_json_and_nothing_else(learnings, ingested):
    root, _ = ingested
    told = json.loads(learnings("ingest", root / "in", "--out", root / "out", "--json").out)
    assert (told["changed"], told["processed"], told["exit_code"]) == (False, 0, 0)
    assert told["met"] == {"ignored": 1, "known": 5, "quarantined": 3, "unpacked": 3}
    assert set(told) == set(Summary.__struct_fields__)


def test_quiet_says_nothing(learnings, ingested):
    root, _ = ingested
    assert learnings("ingest", root / "in", "--out", root / "out", "--quiet") == Answer(EXIT_DONE, "", "")


# quarantine


def test_quarantine_lists_what_could_not_be_read_with_advice(learnings, ingested):
    answer = learnings("quarantine", "--out", ingested[0] / "out")
    assert answer.code == EXIT_DONE
    lines = answer.out.splitlines()
    assert [line.split(maxsplit=2)[1:] for line in lines[::2]] == [
        ["corrupt", "broken.pdf"],
        ["empty", "empty.txt"],
        ["unknown-format", "riders.bin"],
    ]
    assert all(re.match(r"[0-9a-f]{16} ", line) for line in lines[::2])
    assert REASONS["corrupt"] in lines[1]


def test_the_quarantine_of_no_run_is_an_error_with_advice(learnings, tmp_path):
    assert "learnings ingest" in learnings("quarantine", "--out", tmp_path).err


# export


@pytest.mark.parametrize(("decimal", "start"), [(",", "insight_id;"), (".", "insight_id,")])
def test_export_writes_the_tables_for_excel_as_the_locale_has_it(learnings, tmp_path, monkeypatch, decimal, start):
    monkeypatch.setattr("locale.localeconv", lambda: {"decimal_point": decimal})
    learnings("ingest", inbox(tmp_path), "--out", "out", "--quiet")
    assert learnings("export", "out/dataset", "--excel-csv", "for-excel").code == EXIT_DONE
    assert (tmp_path / "for-excel" / "insights.csv").read_text(encoding="utf-8-sig").startswith(start)


def test_export_makes_a_public_release_unless_told_otherwise_and_tells_of_its_key_once(learnings, tmp_path):
    learnings("ingest", inbox(tmp_path), "--out", "out", "--quiet")
    first = learnings("export", "out/dataset")
    second = learnings("export", "out/dataset", "--release", "2026.11")
    assert (first.code, second.code) == (EXIT_DONE, EXIT_DONE)
    assert ("release.key" in first.out, "release.key" in second.out) == (True, False)
    assert "profile public" in first.out
    assert "Maria Rossi" not in (tmp_path / "out/exports/public/2026.11/participations.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "advice"),
    [
        (("--to", "mysql://host/db"), EXIT_USAGE, "postgresql://"),
        (("--excel-csv", "x", "--separator", "|"), EXIT_USAGE, "separator"),
        (("--profile", "secret"), EXIT_USAGE, "public, research, internal"),
        (("--release", "a/b"), EXIT_USAGE, "2026.11"),
        (("--against", "2025.01"), EXIT_USAGE, "no release 2025.01"),
    ],
)
def test_export_says_what_it_cannot_do(learnings, tmp_path, ingested, arguments, code, advice):
    answer = learnings("export", ingested[0] / "out" / "dataset", "--out", tmp_path / "given", *arguments)
    assert (answer.code, advice in answer.err) == (code, True)


def test_export_of_a_folder_that_is_no_release_is_refused(learnings, tmp_path):
    (tmp_path / "dataset").mkdir()
    assert learnings("export", "dataset").code == EXIT_USAGE


# show


def test_show_prints_a_line_for_each_block(learnings, tmp_path):
    (tmp_path / "a.txt").write_text(
        "Night Buses\n\nRecommendations\n\n1. Cities should light stops.\n2. Drivers know best.\n"
    )
    first, *blocks = learnings("show", "a.txt").out.splitlines()
    assert first.startswith("text/plain, ")
    assert [line.split()[0] for line in blocks] == [str(n) for n in range(len(blocks))]
    assert "[1.] 'Cities should light stops.'" in blocks[-2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.4 broken", "corrupt"),
        (bytes(range(256)), "unknown-format"),
        (b"", "empty"),
    ],
)
def test_show_says_why_it_cannot_show(learnings, tmp_path, content, reason):
    (tmp_path / "a.pdf").write_bytes(content)
    answer = learnings("show", "a.pdf")
    assert (answer.code, REASONS[reason] in answer.err) == (EXIT_USAGE, True)


def test_show_draws_the_pages_of_a_pdf_and_of_nothing_else(learnings, tmp_path):
    (tmp_path / "a.txt").write_text("Night buses run late.\n")
    answer = learnings("show", "a.txt", "--pages", "drawn")
    assert (answer.code, "only PDFs" in answer.err) == (EXIT_USAGE, True)


def test_a_document_is_shown_by_its_bytes_and_not_by_its_name(tmp_path):
    (tmp_path / "form.pdf").write_bytes(
        b"<html><body><h1>Night Buses</h1><p>Drivers know best where people wait.</p></body></html>"
    )
    assert next(blocks_of(tmp_path / "form.pdf")).startswith("text/html, ")


# the summary

SUMMARY = Summary(
    run="20260101T000000Z", release="abc", changed=True, folder="/o/dataset", met={"done": 1}, processed=1, documents={"learning_form": 1, "essay": 2},
    statuses={"ok": 3}, insights={"follow_up": 2, "learning": 1}, themes=[("Policing", 2)], cities=[("Łódź", 1)], people=1, events=1, unreached=[("forms", "No answer.")],
    ignored=[("note\x1b[31m.eml", "covering-note")] * 30, quarantined=[("a\u202eb.pdf", "corrupt", "Ask.")] * 30, seconds=1.25, exit_code=3,
)  # fmt: skip


@pytest.fixture
def rendered(capsys, monkeypatch) -> str:
    monkeypatch.setenv("COLUMNS", "200")
    render(SUMMARY)
    out: str = capsys.readouterr().out
    return out


def test_names_of_files_cannot_command_the_terminal(rendered):
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", rendered) == []


def test_long_lists_are_cut_and_say_so(rendered):
    assert rendered.count("covering-note") == 20
    assert rendered.count("and 10 more, see the run's ledger.csv") == 2


def test_kinds_are_listed_in_the_order_of_their_groups_with_the_genres_names(rendered):
    assert rendered.index("learning ") < rendered.index("follow-up")
    assert "learning forms" in rendered
    assert "essay" in rendered


def test_one_is_singular_and_letters_are_kept(rendered):
    assert "3 documents in the dataset" in rendered
    assert "Łódź (1)" in rendered


def test_a_summary_for_machines_can_be_read_back():
    assert json.loads(to_json(SUMMARY))["cities"] == [["Łódź", 1]]


def test_python_m_pipeline_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == f"learnings {__version__}\n"
    assert Path(sys.executable).exists()


def test_a_librarian_takes_the_vocabulary_out_and_gives_it_back(learnings):
    assert learnings("vocabulary", "export", "--to", "themes.xlsx").code == 0
    assert learnings("vocabulary", "import", "themes.xlsx", "--out", "themes.toml").code == 0
    Path("learnings.toml").write_text('[tag]\nthemes = "themes.toml"\n', encoding="utf-8")
    assert learnings("vocabulary", "export", "--to", "again.xlsx").code == 0
    assert Path("again.xlsx").read_bytes() == Path("themes.xlsx").read_bytes()


def test_a_vocabulary_with_faults_is_a_wrong_setting(learnings):
    Path("themes.toml").write_text("[groups]\n[themes]\n", encoding="utf-8")
    answer = learnings("vocabulary", "import", "themes.toml", "--out", "out.toml")
    assert answer.code == EXIT_USAGE
    assert "it has no theme" in answer.err


# run


def test_run_reads_what_the_settings_name(learnings, tmp_path):
    inbox(tmp_path / "in")
    (tmp_path / "learnings.toml").write_text("out = 'kept'\n[[source]]\nkind = 'folder'\npaths = ['in']\n")
    answer = learnings("run", "--json", "--workers", "1")
    assert (answer.code, json.loads(answer.out)["met"]["done"] > 0) == (EXIT_QUARANTINED, True)
    assert (tmp_path / "kept" / "dataset").exists()
    again = learnings("ingest", "in", "--out", "kept", "--json", "--workers", "1")
    assert (json.loads(again.out)["processed"], json.loads(again.out)["changed"]) == (0, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no [[source]]"),
        ("[[source]]\nkind = 'folder'\npaths = ['a']\n" * 2, "Give each `name` once"),
        ("[[source]]\nkind = 'imap'\nname = 'a'\nhost = 'h'\nuser = 'u'\n", "must name one of password_env"),
    ],
)
def test_run_without_usable_sources_says_what_to_do(learnings, tmp_path, text, words):
    (tmp_path / "learnings.toml").write_text(text)
    answer = learnings("run")
    assert (answer.code, words in answer.err) == (EXIT_USAGE, True)


def test_a_source_that_is_gone_lets_the_others_go_on_and_ends_with_try_again(learnings, tmp_path):
    inbox(tmp_path / "in")
    (tmp_path / "learnings.toml").write_text("[[source]]\nkind = 'folder'\npaths = ['in', 'gone']\n")
    answer = learnings("run", "--workers", "1")
    assert (answer.code, "gone does not exist" in answer.out) == (EXIT_AGAIN, True)
    assert (tmp_path / "outputs" / "dataset" / "insights.csv").exists()
