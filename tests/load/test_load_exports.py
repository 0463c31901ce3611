"""CSV for Excel, and what changed between two releases row by row."""

from __future__ import annotations

import csv
import json
import locale
from pathlib import Path

import pytest
from load_builder import FORM, NASTY, PHONE, REPORT, changed, dataset, insight

from pipeline.errors import ConfigError, OutputError
from pipeline.load import LoadSettings, changes, load, schema
from pipeline.load.excel import excel_csv, locale_separator
from pipeline.model.dataset import TABLES, Dataset, Redirects


def cells(path: Path, separator: str = ";") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def test_every_table_begins_with_a_byte_order_mark_and_ends_rows_with_crlf(tmp_path):
    excel_csv(dataset(), tmp_path / "new" / "folder")
    for table in TABLES:
        data = (tmp_path / "new" / "folder" / f"{table}.csv").read_bytes()
        header = ";".join(field.name for field in schema.columns(table))
        assert data.startswith(b"\xef\xbb\xbf" + header.encode() + b"\r\n")
        assert data.endswith(b"\r\n")
        assert len(cells(tmp_path / "new" / "folder" / f"{table}.csv")) == len(dataset().rows(table))


@pytest.mark.parametrize(
    ("separator", "decimal", "latitude"),
    [(";", "", "-29,8579"), (";", ".", "-29.8579"), (",", "", "-29.8579"), ("\t", ",", "-29,8579")],
)
def test_numbers_have_the_sign_of_the_locale(tmp_path, separator, decimal, latitude):
    excel_csv(dataset(), tmp_path, separator, decimal)
    row = cells(tmp_path / "cities.csv", separator)[0]
    assert (row["latitude"], row["population"]) == (latitude, "870441")
    assert json.loads(row["aliases"]) == ["Durban", "DURBAN"]


@pytest.mark.parametrize(("separator", "decimal"), [("|", ""), ("", ""), (",", ","), (";", "'")])
def test_signs_that_no_locale_has_are_refused(tmp_path, separator, decimal):
    with pytest.raises(ConfigError, match="separator"):
        excel_csv(dataset(), tmp_path / "out", separator, decimal)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("decimal", "separator"), [(",", ";"), (".", ",")])
def test_the_separator_follows_the_decimal_sign_of_the_locale(monkeypatch, decimal, separator):
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": decimal})
    assert locale_separator() == separator


def test_a_locale_that_the_machine_does_not_know_has_commas_between_cells(monkeypatch):
    monkeypatch.setenv("LC_ALL", "xx_NOWHERE")
    before = locale.setlocale(locale.LC_NUMERIC)
    assert locale_separator() == ","
    assert locale.setlocale(locale.LC_NUMERIC) == before


def test_no_cell_runs_and_none_is_too_long(tmp_path):
    excel_csv(dataset(), tmp_path)
    texts = [row["text"] for row in cells(tmp_path / "insights.csv")]
    assert texts[0] == f"'{NASTY['formula']}"
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) <= 32_767
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert cells(tmp_path / "contacts.csv")[0]["phone"] == PHONE


def test_a_release_is_read_from_its_folder(tmp_path):
    excel_csv(load(dataset(), tmp_path, LoadSettings()).dataset, tmp_path / "excel")
    excel_csv(dataset(), tmp_path / "straight")
    for table in TABLES:
        assert (tmp_path / "excel" / f"{table}.csv").read_bytes() == (
            tmp_path / "straight" / f"{table}.csv"
        ).read_bytes()


def test_where_nothing_can_be_written_it_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="could not be written"):
        excel_csv(dataset(), tmp_path / "file")


# changes.csv


def test_the_first_release_has_no_changes(tmp_path):
    path = load(dataset(), tmp_path, LoadSettings()).path / "changes.csv"
    assert path.read_bytes() == b"table,id,what,column,from,to,why\r\n"


def test_changes_are_told_row_by_row_against_the_release_before(tmp_path):
    load(dataset(), tmp_path, LoadSettings())
    rows = (*dataset().rows("insights")[:-1], insight(99, "=New"))
    after = changed(dataset(insights=rows), "documents", 0, title="=2", theme_ids=())
    told = cells(load(after, tmp_path, LoadSettings()).path / "changes.csv", ",")
    assert [tuple(row.values()) for row in told] == [
        ("documents", FORM, "changed", "title", "Learning form", "'=2", ""),
        ("documents", FORM, "changed", "theme_ids", '["policing"]', "[]", ""),
        ("insights", f"i-{99:016x}", "added", "", "", "", ""),
        ("insights", f"i-{len(NASTY) - 1:016x}", "removed", "", "", "", ""),
    ]


def without_report() -> dict[str, tuple[object, ...]]:
    form = dataset().rows("documents")[:1]
    gone = dict.fromkeys(("insights", "mentions", "forms", "answers"), ())
    names = {
        table: tuple(
            row.__class__(**{name: getattr(row, name) for name in row.__struct_fields__} | {"document_ids": (FORM,)})
            for row in dataset().rows(table)
        )
        for table in ("events", "people", "cities", "countries")
    }
    return {"documents": form, **gone, **names}


def test_why_a_row_came_or_went_is_told(tmp_path):
    whole = load(dataset(), tmp_path / "a", LoadSettings()).path
    less = load(Dataset(tables={**dataset().tables, **without_report()}), tmp_path / "b", LoadSettings()).path
    gone, back = changes.compare(less, whole), changes.compare(whole, less)
    assert set(gone["insights"].removed.values()) == {f"no longer there: document {REPORT}"}
    assert set(back["insights"].added.values()) == {f"new document {REPORT}"}
    assert gone["documents"].removed == {REPORT: ""}


def test_a_redirect_says_where_a_row_went(tmp_path):
    old = load(dataset(), tmp_path / "a", LoadSettings()).path
    moved = changed(dataset(participations=(), contacts=()), "insights", 0, insight_id="i-00000000000000aa")
    rows = (Redirects(old_id="i-0000000000000000", new_id="i-00000000000000aa", since="x"),)
    mentions = tuple(row for row in moved.rows("mentions") if not row.insight_id)
    new = load(
        Dataset(tables={**moved.tables, "redirects": rows, "mentions": mentions}, texts=moved.texts),
        tmp_path / "b",
        LoadSettings(),
    ).path
    assert changes.compare(new, old)["insights"].removed == {"i-0000000000000000": "now i-00000000000000aa"}


def test_any_earlier_release_can_be_compared_and_a_new_column_alone_changes_nothing(tmp_path):
    old, new = tmp_path / "2026.10", load(dataset(), tmp_path / "out", LoadSettings()).path
    old.mkdir()
    for table in TABLES:
        with (new / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        drop = (
            rows[0].index("cluster_id") if table == "insights" else rows[0].index("venue") if table == "events" else -1
        )
        with (old / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([c for n, c in enumerate(row) if n != drop] for row in rows)
    changes.write(new, old, tmp_path)
    told = cells(tmp_path / "changes.csv", ",")
    assert {(row["table"], row["column"]) for row in told} == {("insights", "cluster_id"), ("events", "venue")}
    assert "# Changes since release 2026.10" in (tmp_path / "CHANGES.md").read_text(encoding="utf-8")
    assert changes.compare(old, new)["insights"].changed == {}
