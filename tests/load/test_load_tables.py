"""The tables come back from every format as they were."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from load_builder import DURBAN, FORM, NASTY, PHONE, REPORT, changed, dataset, insight

from pipeline.load import LoadSettings, load, schema
from pipeline.load.cells import guard, unguard
from pipeline.load.identity import fit
from pipeline.load.tables_csv import read
from pipeline.model.dataset import TABLES


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(dataset(), tmp_path_factory.mktemp("out"), LoadSettings()).dataset


@pytest.fixture(scope="module")
def whole() -> Any:
    return fit(dataset())


def it_writes(rows: Any, table: str) -> list[dict[str, Any]]:
    return [{field.name: getattr(row, field.name) for field in schema.columns(table)} for row in rows]


def test_what_no_format_can_hold_becomes_one_replacement_character(whole):
    texts = {row.text for row in whole.rows("insights")}
    assert "before\ufffdafter" in texts
    assert "broken \ufffd pair" in texts
    assert whole.texts[FORM] == "Name: =1\r\nx\ufffdy"
    assert len(whole.texts[FORM]) == len(dataset().texts[FORM])


@pytest.mark.parametrize("table", TABLES)
def test_csv_gives_back_every_value(release, whole, table):
    for row, wanted in zip(read(release / f"{table}.csv"), it_writes(whole.rows(table), table), strict=True):
        for name, value in wanted.items():
            got: Any = row[name]
            if isinstance(value, tuple):
                assert tuple(json.loads(got)) == value
            elif value is None:
                assert got == ""
            else:
                assert type(value)(got) == value


@pytest.mark.parametrize("table", TABLES)
def test_parquet_gives_back_every_value(release, whole, table):
    got = pq.read_table(release / f"{table}.parquet").to_pylist()
    wanted = it_writes(whole.rows(table), table)
    assert len(got) == len(wanted)
    for row, values in zip(got, wanted, strict=True):
        for name, value in values.items():
            back = row[name].isoformat() if isinstance(row[name], datetime.date) else row[name]
            assert (tuple(back) if isinstance(back, list) else back) == (None if value == "" else value)


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_gives_back_every_value(release, whole, table):
    with closing(sqlite3.connect(release / "dataset.sqlite")) as db:
        db.row_factory = sqlite3.Row
        got = [dict(row) for row in db.execute(f'SELECT * FROM "{table}"')]
    for row, values in zip(got, it_writes(whole.rows(table), table), strict=True):
        for name, value in values.items():
            back = tuple(json.loads(row[name])) if isinstance(value, tuple) else row[name]
            assert back == (None if value == "" else value)


@pytest.mark.parametrize("table", TABLES)
def test_pandas_reads_the_csv_with_as_many_rows(release, whole, table):
    frame = pd.read_csv(release / f"{table}.csv", keep_default_na=False)
    assert list(frame.columns) == [field.name for field in schema.columns(table)]
    assert len(frame) == len(whole.rows(table))


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_pandas_and_sqlite_count_the_same_rows_in_every_format(release, whole, table):
    import duckdb

    with duckdb.connect() as duck, closing(sqlite3.connect(release / "dataset.sqlite")) as lite:
        suffixes = {"parquet": "read_parquet", "csv": "read_csv", "jsonl": "read_json"}
        sources = [f"{read}('{release / table}.{suffix}')" for suffix, read in suffixes.items()]
        filled = [one for one in sources if whole.rows(table) or "jsonl" not in one]  # an empty file has no columns
        counts = [duck.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in filled]
        counts += [lite.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]]
    counts += [len(pd.read_parquet(release / f"{table}.parquet"))]
    assert set(counts) == {len(whole.rows(table))}


@pytest.mark.parametrize("table", TABLES)
def test_json_lines_give_back_every_value(release, whole, table):
    lines = (release / f"{table}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    rows = [msgspec.structs.asdict(row) for row in whole.rows(table)]
    wanted = [{n: None if v == "" else list(v) if isinstance(v, tuple) else v for n, v in row.items()} for row in rows]
    assert [json.loads(line) for line in lines] == wanted


def test_csv_ends_rows_with_crlf_and_has_no_byte_order_mark(release):
    data = (release / "cities.csv").read_bytes()
    assert data.startswith(b"city_id,")
    assert data.count(b"\r\n") == data.count(b"\n") == 3


def test_no_csv_cell_starts_a_formula(release):
    for path in release.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not cell.startswith(("=", "@", "\t", "\r")), path
                    assert not cell.startswith(("+", "-")) or cell == PHONE or float(cell) < 0, path


@pytest.mark.parametrize(
    "text", ["+27 31 311 1111", "+27 (0)31 311.1111", "-29.8579", "+5", "-1,5", "1e-5", "plain", ""]
)
def test_numbers_and_phones_are_no_formulas(text):
    assert guard(text) == text


@pytest.mark.parametrize("text", ["=1", "-1+2", "+1-212-555-0100", "@a", "\t1", "\r1", "\n=1", "＝1", "-", "+", "-x"])
def test_formulas_get_one_apostrophe_which_can_be_taken_away(text):
    assert guard(text) == f"'{text}"
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["'=1", "''-x", "'quoted'", "'", "''"])
def test_a_text_with_an_apostrophe_of_its_own_keeps_it(text):
    assert unguard(guard(text)) == text


def test_parquet_types_are_right():
    types = {field.name: schema.type_of(field) for field in schema.columns("documents")}
    assert types["date"] == "text"
    assert types["date_from"] == "date"


def test_parquet_has_dates_and_lists(release):
    events = pq.read_schema(release / "events.parquet")
    assert events.field("start_date").type == pa.date32()
    assert events.field("organisers").type == pa.list_(pa.string())
    assert pq.read_schema(release / "insights.parquet").field("bbox").type == pa.list_(pa.float64())
    assert not events.field("event_id").nullable
    assert events.field("venue").metadata[b"description"] == b"building or institution"


@pytest.fixture
def db(release):
    with closing(sqlite3.connect(release / "dataset.sqlite")) as connection:
        yield connection


def test_sqlite_keeps_its_own_rules(db):
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_sqlite_refuses_a_row_whose_city_is_not_there(db):
    db.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO insights_city_ids VALUES ('i-0000000000000000', 9, 'geonames:0')")


def test_sqlite_has_lists_row_by_row(db):
    rows = db.execute(
        "SELECT label FROM insights_theme_ids JOIN themes USING (theme_id) "
        "WHERE insight_id = 'i-0000000000000000' ORDER BY position"
    )
    assert rows.fetchall() == [("Policing",), ("Youth and gangs",)]


def test_sqlite_finds_words_with_other_endings_and_without_accents(tmp_path):
    rows = (insight(0, "Streets were lit in Bogotá"), insight(1, "Nothing else"))
    found = load(dataset(insights=rows), tmp_path, LoadSettings()).dataset
    with closing(sqlite3.connect(found / "dataset.sqlite")) as db:
        query = "SELECT insight_id FROM insights_search WHERE insights_search MATCH ?"
        assert db.execute(query, ("street bogota",)).fetchall() == [("i-0000000000000000",)]
        assert db.execute(query, ("section:conclusions nothing",)).fetchall() == [("i-0000000000000001",)]


def test_references_of_sqlite_use_indexes(db):
    plan = db.execute("EXPLAIN QUERY PLAN SELECT * FROM insights WHERE document_id = ?", ("d",)).fetchall()
    assert "insights_by_document_id" in plan[0][3]


def test_the_text_of_a_document_is_exact(release, whole):
    for key in (FORM, REPORT):
        assert (release / "text" / f"{key}.txt").read_bytes().decode("utf-8") == whole.texts[key]


@pytest.fixture(scope="module")
def workbook(release):
    book = openpyxl.load_workbook(release / "learnings.xlsx")
    yield book
    book.close()


def test_the_workbook_has_its_sheets(workbook):
    sheets = ["Learnings", "Recommendations", "Plans", "Themes", "Cities", "People", "Events", "Documents", "To review"]
    assert workbook.sheetnames == ["Cover", *sheets]


def test_the_workbook_runs_no_formula_and_has_no_cell_that_is_too_long(workbook):
    for sheet in workbook:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type != "f"
            text = str(cell.value)
            assert len(text.encode("utf-16-le")) // 2 <= 32_767
            if cell.data_type == "s":
                assert not text.startswith(("=", "+", "@", "\t", "\r"))


def test_the_workbook_speaks_in_words(workbook):
    first = [cell.value for cell in workbook["Recommendations"][2]]
    assert first[0] == f"'{NASTY['formula']}"
    assert first[1:4] == ["Recommendation", "Policing; Youth and gangs", "Durban"]
    assert "What it holds" in {cell.value for row in workbook["Cover"].iter_rows() for cell in row}


def test_the_workbook_is_pleasant(workbook):
    sheet = workbook["Recommendations"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:X{len(NASTY) + 1}"
    assert sheet["A2"].alignment.wrap_text
    assert 60 <= sheet.column_dimensions["A"].width <= 100
    spans = [range(part.min, part.max + 1) for part in sheet.column_dimensions.values() if part.hidden]
    hidden = [cell.value for cell in sheet[1] if any(cell.column in span for span in spans)]
    assert hidden == ["Insight id", "Document id", "Kind code", "Theme ids", "City ids", "Review code", "Mark"]


def row_of(sheet: Any, number: int) -> dict[str, Any]:
    return {head.value: cell for head, cell in zip(sheet[1], sheet[number], strict=True)}


def test_a_statement_leads_to_its_document_and_event(workbook):
    row = row_of(workbook["Recommendations"], 2)
    for column, sheet in (("Document", "Documents"), ("Event", "Events")):
        place = row[column].hyperlink.location
        assert place.startswith(f"'{sheet}'!A")
        assert workbook[sheet][place.partition("!")[2]].value == row[column].value


def test_a_document_leads_to_its_city_and_to_its_text(workbook):
    rows = [row_of(workbook["Documents"], number) for number in (2, 3)]
    assert {row["Text"].hyperlink.target for row in rows} == {rf"text\{FORM}.txt", rf"text\{REPORT}.txt"}
    (city,) = [row["City"] for row in rows if row["City"].value]
    assert workbook["Cities"][city.hyperlink.location.partition("!")[2]].value == "Durban"


def test_recommendations_say_who_should_act_and_how_firmly(tmp_path):
    rows = (insight(0, "Do", addressed_to=("The mayor",), strength="must"),)
    out = load(dataset(insights=rows), tmp_path, LoadSettings()).dataset
    row = row_of(openpyxl.load_workbook(out / "learnings.xlsx")["Recommendations"], 2)
    assert (row["Who should act"].value, row["How firmly"].value) == ("The mayor", "must be done")


def test_themes_are_counted_by_group_and_dates_are_dates(workbook):
    first = [cell.value for cell in workbook["Themes"][2]]
    assert first[:7] == ["Policing", None, len(NASTY), 0, len(NASTY), 0, 1]
    assert workbook["Events"]["B2"].value == datetime.datetime(2013, 5, 20)


def test_the_cover_shows_counts_and_charts(workbook):
    cover = workbook["Cover"]
    assert [cell.value for cell in cover[5][1:6]] == [len(NASTY), 2, 1, 2, 1]
    assert [cell.value for cell in cover[6][1:6]] == ["insights", "documents", "events", "cities", "people"]
    assert len(cover._charts) == 2
    assert cover["B3"].value.startswith("Newest document: 2013-05.")


def test_a_long_link_keeps_both_its_ends(tmp_path):
    title = "Streets for All: Second African Forum of Municipal Leaders on Safe and Fair Streets, volume 2"
    out = load(changed(dataset(), "documents", 1, title=title), tmp_path, LoadSettings()).dataset
    cell = row_of(openpyxl.load_workbook(out / "learnings.xlsx")["Recommendations"], 2)["Document"]
    assert cell.value == "Streets for All: Second … volume 2"
    assert cell.hyperlink.tooltip == title


def test_too_many_links_become_words(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.load.workbook.MOST_LINKS", 3)
    out = load(dataset(), tmp_path, LoadSettings()).dataset
    sheet = openpyxl.load_workbook(out / "learnings.xlsx")["Recommendations"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert sum(cell.hyperlink is not None for cell in cells) == 3
    assert row_of(sheet, len(NASTY) + 1)["Document"].value == row_of(sheet, 2)["Document"].value


def test_the_workbook_says_what_to_review(workbook):
    rows = [[cell.value for cell in row] for row in workbook["To review"].iter_rows(min_row=2)]
    assert ["City", "It cannot be told which one: 2 candidates", "Springfield"] in [row[:3] for row in rows]
    assert ["Document", "An odd | thing.", "'=form.docx"] in [row[:3] for row in rows]


def test_duplicates_are_folded_in_the_workbook_and_kept_in_the_tables(tmp_path):
    rows = (
        insight(0, "Same"),
        insight(1, "Same", duplicate_of="i-0000000000000000"),
        insight(2, "No", review="rejected"),
    )
    out = load(dataset(insights=rows), tmp_path, LoadSettings()).dataset
    sheet = openpyxl.load_workbook(out / "learnings.xlsx")["Recommendations"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Same"]
    assert len(list(read(out / "insights.csv"))) == 3


def test_an_empty_dataset_is_a_release_too(tmp_path):
    from pipeline.model.dataset import Dataset

    out = load(Dataset(tables={}), tmp_path, LoadSettings()).dataset
    assert (out / "insights.csv").read_text(encoding="utf-8").startswith("insight_id,document_id,")
    assert pq.read_table(out / "insights.parquet").num_rows == 0
    sheet = openpyxl.load_workbook(out / "learnings.xlsx")["Learnings"]
    assert [cell.value for (cell,) in sheet.iter_rows(max_col=1)] == ["Statement", "None was found."]


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["learnings.xlsx", "codebook.xlsx"])
def test_libreoffice_opens_the_workbooks(release, tmp_path, name):
    own = f"-env:UserInstallation=file://{tmp_path}/profile"  # so that one that is running is not asked
    command = [SOFFICE, own, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, release / name]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=180)
    assert "Error" not in told.stdout + told.stderr
    assert (tmp_path / name).with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_the_builder_is_used_whole():
    assert {table for table in TABLES if not dataset().rows(table)} == set()
    assert DURBAN in {row.city_id for row in dataset().rows("cities")}
