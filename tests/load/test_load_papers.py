"""The papers of a release: data package, codebook, readme."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from load_builder import changed, dataset

from pipeline.load import LoadSettings, about, load, schema
from pipeline.model.dataset import TABLES, Dataset


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(
        dataset(), tmp_path_factory.mktemp("out"), LoadSettings(title="Cities | learn", software="learnings 0")
    ).path


@pytest.fixture(scope="module")
def resources(release: Path) -> dict[str, Any]:
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def test_the_package_describes_each_table_in_both_formats(release, resources):
    assert list(resources) == [*TABLES, *(f"{table}-parquet" for table in TABLES)]
    assert all((release / resource["path"]).is_file() for resource in resources.values())


def test_each_column_is_described_in_order(release, resources):
    for table in TABLES:
        header = (release / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        described = resources[table]["schema"]["fields"]
        assert [field["name"] for field in described] == header
        assert all(field["description"] for field in described)


def test_types_and_constraints_are_those_of_the_classes(resources):
    fields = {field["name"]: field for field in resources["insights"]["schema"]["fields"]}
    assert fields["insight_id"]["constraints"] == {"required": True, "unique": True}
    assert fields["strength"]["constraints"] == {"enum": ["must", "should", "may"]}
    assert fields["theme_ids"]["type"] == "array"
    assert fields["page"]["type"] == "integer"
    assert fields["confidence"] == {
        "name": "confidence",
        "type": "number",
        "description": "how sure the pipeline is of item and kind, 0 to 1, calibrated",
        "constraints": {"required": True},
    }


def test_keys_are_described(resources):
    table = resources["insights"]["schema"]
    assert table["primaryKey"] == ["insight_id"]
    assert {"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["document_id"]}} in table[
        "foreignKeys"
    ]
    assert {"fields": ["duplicate_of"], "reference": {"fields": ["insight_id"]}} in table["foreignKeys"]
    assert resources["redirects"]["schema"]["primaryKey"] == ["old_id", "new_id"]


def test_the_licence_of_geonames_is_noted_and_no_time(release, resources):
    assert resources["cities"]["licenses"][0]["name"] == "CC-BY-4.0"
    assert "created" not in json.loads((release / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def codebook(release: Path) -> list[str]:
    return (release / "codebook.md").read_text(encoding="utf-8").splitlines()


def test_the_codebook_has_every_column(codebook):
    for table in TABLES:
        section = codebook[codebook.index(f"## {table}") :]
        for field in schema.columns(table):
            assert any(line.startswith(f"| `{field.name}`") for line in section)


def test_the_codebook_gives_type_missing_values_and_an_example(codebook):
    assert "| `start_date` | date | first day | 0 | `2013-05-20` |" in codebook
    assert "| `date_from` | date | first day of `date` | 1 (50%) | `2013-05-01` |" in codebook


def test_the_codebook_counts_codes(codebook):
    assert "- `status`: `ok` 1, `partial` 1, `needs_review` 0" in codebook


def test_each_row_of_the_codebook_is_a_row_of_its_table(codebook):
    rows = [line.replace("\\|", "") for line in codebook if line.startswith("| ")]
    assert {line.count("|") for line in rows} == {4, 6}  # the overview and the measures, and the columns of a table


def test_the_readme_says_what_it_holds(release):
    text = (release / "README.txt").read_text(encoding="utf-8")
    assert "20 insights from 2 documents, duplicates folded." in text
    assert "Newest document: 2013-05." in text
    assert "made with learnings 0." in text
    named = {
        path.name
        for path in release.iterdir()
        if path.suffix not in {".csv", ".jsonl", ".parquet", ".txt"} and path.is_file()
    }
    assert all(name in text for name in named)


@pytest.fixture(scope="module")
def csvw(release: Path) -> dict[str, Any]:
    group = json.loads((release / "csv-metadata.json").read_text(encoding="utf-8"))
    return {table["url"]: table["tableSchema"] for table in group["tables"]}


def test_csv_on_the_web_describes_each_column_in_order(release, csvw):
    assert list(csvw) == [f"{table}.csv" for table in TABLES]
    for name, table in csvw.items():
        header = (release / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert [column["name"] for column in table["columns"]] == header
        assert table["primaryKey"] == list(schema.key(name.removesuffix(".csv")))


def test_csv_on_the_web_has_types_and_codes(csvw):
    columns = {column["name"]: column for column in csvw["insights.csv"]["columns"]}
    assert columns["group"]["datatype"] == {"base": "string", "format": "learning|recommendation|plan"}
    assert columns["confidence"]["datatype"] == "double"
    assert columns["confidence"]["required"]
    assert columns["theme_ids"]["datatype"] == "json"
    assert {column["name"]: column for column in csvw["events.csv"]["columns"]}["start_date"]["datatype"] == "date"


def test_csv_on_the_web_has_keys_of_columns_that_are_always_filled(csvw):
    table = csvw["insights.csv"]
    reference = {"resource": "documents.csv", "columnReference": "document_id"}
    assert table["foreignKeys"] == [{"columnReference": "document_id", "reference": reference}]
    event = next(column for column in table["columns"] if column["name"] == "event_id")
    assert event["dc:description"].endswith("(key of events.event_id, or empty)")


def test_the_citation_names_version_and_count_and_no_day(release):
    lines = (release / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["cff-version: 1.2.0", "type: dataset"]
    assert 'title: "Cities | learn"' in lines
    version = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert f'version: "{version}"' in lines
    assert any("20 insights from 2 documents" in line for line in lines)
    assert not any(line.startswith("date") for line in lines)


def test_a_title_cannot_break_the_citation(tmp_path):
    path = load(Dataset(tables={}), tmp_path, LoadSettings(title='a: "b"\n#\x07c')).path
    assert 'title: "a: \\"b\\" #c"' in (path / "CITATION.cff").read_text(encoding="utf-8").splitlines()


def test_the_codebook_stands_as_a_workbook_too(release):
    book = openpyxl.load_workbook(release / "codebook.xlsx")
    assert book.sheetnames == ["Tables", "Columns", "Codes", "How often right"]
    assert book["Tables"].max_row == 1 + len(TABLES)
    columns = [[cell.value for cell in row] for row in book["Columns"].iter_rows(min_row=2)]
    assert len(columns) == sum(len(schema.columns(table)) for table in TABLES)
    (row,) = [row for row in columns if row[:2] == ["date_from", "documents"]]
    assert row[2:] == ["date", "first day of `date`", None, None, 1, 0.5, "2013-05-01"]
    codes = [[cell.value for cell in row] for row in book["Codes"].iter_rows(min_row=2)]
    assert ["partial", "status", "documents", 1] in codes
    book.close()


def test_papers_of_an_empty_dataset_are_written_too(tmp_path):
    path = load(Dataset(tables={}), tmp_path, LoadSettings()).path
    assert "| `pages` | whole number | number of pages, empty where the format has none | - |  |" in (
        path / "codebook.md"
    ).read_text(encoding="utf-8")


def test_an_example_of_many_lines_stays_in_its_cell(tmp_path):
    odd = changed(dataset(), "themes", 0, label="a | b\n`c`")
    path = load(odd, tmp_path, LoadSettings()).path
    assert "`a \\| b 'c'`" in (path / "codebook.md").read_text(encoding="utf-8")


def test_no_example_of_words_comes_from_a_document(release, tmp_path):
    marked = dataset()
    for table in ("documents", "insights", "people", "participations", "forms", "answers", "mentions", "contacts"):
        for number in range(len(marked.rows(table))):
            words = [f.name for f in schema.columns(table) if f.type is str and about.example(table, f.name)]
            marked = changed(marked, table, number, **dict.fromkeys(words, "Of a Document"))
    path = load(marked, tmp_path, LoadSettings()).path
    assert "Of a Document" not in (path / "codebook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_the_codebook_says_how_each_table_is_made_and_has_an_example_for_every_column_of_words(table):
    assert about.made(table)
    plain = {
        "media_type",
        "language",
        "date",
        "country",
        "label",
        "definition",
        "broader",
        "mappings",
        "since",
        "column",
    }
    words = [
        f.name
        for f in schema.columns(table)
        if f.type is str and not (f.column.refers or f.column.codes or f.column.form)
    ]
    unnamed = [n for n in words if n not in plain and not n.endswith(("_id", "_code")) and not about.example(table, n)]
    assert [n for n in unnamed if (table, n) not in {("cities", "name"), ("countries", "name")}] == []


def test_the_figures_of_the_codebook_are_those_of_the_readme():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    measures, known, unknown = (" | ".join(column) for column in zip(*about.accuracy(), strict=True))
    assert all(row in readme for row in (measures, known, unknown))


def test_the_vocabularies_stand_as_skos(release):
    turtle = (release / "vocabularies.ttl").read_text(encoding="utf-8")
    blocks = [block for block in turtle.split("\n\n") if " a skos:Concept" in block]
    assert all(block.rstrip().endswith(" .") for block in blocks)
    assert "<#theme/policing> a skos:Concept ;" in turtle
    assert "<#kind/follow_up> a skos:Concept ;" in turtle
    named = set(re.findall(r"^(<#[^>]+>) a ", turtle, re.M))
    assert set(re.findall(r"<#[^>]+>", turtle)) == named


def test_rdflib_reads_the_vocabularies_and_finds_every_theme(tmp_path):
    rdflib = pytest.importorskip("rdflib")
    release = load(dataset(), tmp_path, LoadSettings())
    graph = rdflib.Graph().parse(release.path / "vocabularies.ttl", format="turtle")
    labels = {str(label) for label in graph.objects(None, rdflib.SKOS.prefLabel)}
    assert {row.label for row in dataset().rows("themes")} <= labels
