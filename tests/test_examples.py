"""The examples of the documentation run, on a dataset of the samples, as they stand there."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import flow
from pipeline.cli import app
from pipeline.config import EngineSettings, Settings

ROOT = Path(__file__).parents[1]
RESEARCHER = (ROOT / "docs" / "researcher.md").read_text(encoding="utf-8")
EVERYTHING = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md")))


def blocks(language: str, heading: str = "") -> list[str]:
    """Examples in a language, of one section or of the whole page for researchers."""
    text = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", RESEARCHER, re.M | re.S) if heading else None
    return re.findall(rf"```{language}\n(.*?)```", text[1] if text else RESEARCHER, re.S)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as after `make run`."""
    home = tmp_path_factory.mktemp("home")
    flow.run([ROOT / "samples" / "inbox"], Settings(out=home / "outputs", engine=EngineSettings(workers=2)))
    (home / "learnings-out").symlink_to("outputs")
    return home


def test_there_are_examples():
    assert len(blocks("python")) >= 5
    assert all(blocks("sql", heading) for heading in ("DuckDB", "SQLite"))


@pytest.mark.parametrize("example", blocks("python"))
def test_an_example_in_python_runs(home, monkeypatch, capsys, example):
    monkeypatch.chdir(home)
    exec(compile(example, "example", "exec"), {})  # noqa: S102  # it is our own page
    assert capsys.readouterr().out or "assert" in example


@pytest.mark.parametrize("example", blocks("sql", "DuckDB"))
def test_an_example_for_duckdb_runs(home, monkeypatch, example):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    monkeypatch.chdir(home)
    assert duckdb.sql(example).fetchall()


@pytest.mark.parametrize("example", blocks("sql", "SQLite"))
def test_an_example_for_sqlite_runs(home, example):
    with closing(sqlite3.connect(home / "outputs" / "dataset" / "dataset.sqlite")) as base:
        assert base.execute(example).fetchall()


def test_every_reader_counts_the_same(home):
    import pandas as pd

    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    folder = home / "outputs" / "dataset"
    with closing(sqlite3.connect(folder / "dataset.sqlite")) as base:
        for table in ("documents", "insights", "mentions", "people", "cities"):
            counts = {
                len(pd.read_parquet(folder / f"{table}.parquet")),
                len(pd.read_csv(folder / f"{table}.csv", keep_default_na=False)),
                duckdb.sql(f"SELECT count(*) FROM '{folder}/{table}.parquet'").fetchall()[0][0],
                duckdb.sql(f"SELECT count(*) FROM read_csv('{folder}/{table}.csv', header = true)").fetchall()[0][0],
                base.execute(f"SELECT count(*) FROM {table}").fetchone()[0],
            }
            assert len(counts) == 1, (table, counts)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^learnings (search .*)$", EVERYTHING, re.M))))
def test_a_search_of_the_docs_runs(home, monkeypatch, command):
    monkeypatch.chdir(home)
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output
