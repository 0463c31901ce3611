"""Releases for others in a real PostgreSQL: a public one where an internal one was, without what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flow_builder import inbox
from postgres_server import Server, programs, running
from typer.testing import CliRunner

from pipeline import flow
from pipeline.cli import app
from pipeline.config import EngineSettings, Settings

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: no initdb and pg_ctl found")
def test_a_public_release_takes_the_place_of_an_internal_one(server: Server, tmp_path: Path) -> None:
    flow.run([inbox(tmp_path / "in")], Settings(out=tmp_path / "out", engine=EngineSettings(workers=1)))
    config = tmp_path / "learnings.toml"
    config.write_text(f'[redact]\nkey_file = "{tmp_path / "a.key"}"\n', encoding="utf-8")
    counts = {}
    for profile in ("internal", "public"):
        arguments = ["export", str(tmp_path / "out" / "dataset"), "--to", server.url, "--config", str(config)]
        done = CliRunner().invoke(app, [*arguments, "--profile", profile, "--out", str(tmp_path / profile)])
        assert done.exit_code == 0, done.output
        with psycopg.connect(server.url) as db:
            (rows, offsets) = db.execute("SELECT count(*), count(char_start) FROM learnings.insights").fetchone()
            names = {row[0] for row in db.execute("SELECT name FROM learnings.people")}
            counts[profile] = (rows, offsets, "Maria Rossi" in names)
    rows = counts["internal"][0]
    assert rows > 0
    assert counts == {"internal": (rows, rows, True), "public": (rows, 0, False)}
