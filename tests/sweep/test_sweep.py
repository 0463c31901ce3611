"""The search finds what is hidden in any kind of file, and nothing in a clean one."""

from __future__ import annotations

import ast
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipeline.sweep
from pipeline.sweep import sweep

NAMES, KEPT = ("Sipho Zulu", "Nelson Mandela"), ("Nelson Mandela Bay",)


def found(folder: Path) -> set[tuple[str, str]]:
    return {(one.kind, one.what) for one in sweep(folder, NAMES, KEPT)}


def test_it_shares_no_code_with_what_redacts():
    for path in Path(pipeline.sweep.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(not name.startswith("pipeline.") or name.startswith("pipeline.sweep") for name in names)


@pytest.mark.parametrize("name", ["a.csv", "a.md", "a.html", "a.txt", "a.cff"])
@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("write to a.b@city.example", ("e-mail", "a.b@city.example")),
        ("call +27 31 311 1111", ("phone", "+27 31 311 1111")),
        ("number 80010150001000", ("number", "80010150001000")),
        ("SIPHO ZULU said", ("name", "sipho zulu")),
        ("Zulu, Sípho", ("name", "zulu sipho")),
    ],
)
def test_plain_files_are_read(tmp_path, name, text, finding):
    (tmp_path / name).write_text(f'"{text}"' if name == "a.csv" else text, encoding="utf-8")
    assert finding in found(tmp_path)


def test_names_of_files_are_read(tmp_path):
    (tmp_path / "form_zulu-sipho.txt").write_text("")
    assert found(tmp_path) == {("name", "zulu sipho")}


def test_properties_of_a_workbook_are_read_and_runs_joined(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
        book.writestr("docProps/core.xml", "<p><dc:creator>Sipho Zulu</dc:creator></p>")
        book.writestr("xl/sharedStrings.xml", "<sst><si><r><t>a.b@ci</t></r><r><t>ty.example</t></r></si></sst>")
    assert found(tmp_path) == {("name", "sipho zulu"), ("e-mail", "a.b@city.example")}


def test_free_pages_of_a_database_are_read(tmp_path):
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE t (x)")
        database.executemany("INSERT INTO t VALUES (?)", [(f"Sipho Zulu {number} " * 50,) for number in range(50)])
        database.commit()
        database.execute("DROP TABLE t")
        database.commit()
    assert ("name", "sipho zulu") in found(tmp_path)


def test_metadata_of_parquet_is_read(tmp_path):
    table = pa.table({"x": ["plain"]}).replace_schema_metadata({"author": "Sipho Zulu"})
    pq.write_table(table, tmp_path / "a.parquet")
    assert found(tmp_path) == {("name", "sipho zulu")}


def test_a_file_that_cannot_be_looked_into_is_a_finding(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    assert {one.kind for one in sweep(tmp_path, NAMES, KEPT)} == {"unread"}


def test_places_named_after_people_ids_and_dates_are_no_findings(tmp_path):
    text = "Nelson Mandela Bay, d-0123456789012345, 2013-05-21, geonames:1007311, from 2013 to 2014, 1,230 homicides"
    (tmp_path / "a.txt").write_text(text)
    assert found(tmp_path) == set()
