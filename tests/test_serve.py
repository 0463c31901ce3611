"""`learnings serve` shows a dataset on this machine, and nothing can be written through it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "load"))
from load_builder import NASTY, dataset, insight  # it lies with the tests of the room

from pipeline import serve
from pipeline.errors import ConfigError, MissingTool
from pipeline.load import LoadSettings, load

pytest.importorskip("datasette", reason="Datasette is not installed")
PORT = 8001
TEXTS = (NASTY["script"], "Lamps were mended.", "Children walk to school.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [insight(number, text) for number, text in enumerate(TEXTS)]
    rows.append(insight(9, "Lamps were mended again.", duplicate_of=rows[1].insight_id))
    return load(dataset(insights=tuple(rows)), tmp_path_factory.mktemp("out"), LoadSettings()).dataset


@pytest.fixture(scope="module")
def application(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return serve.guarded(serve.app(folder, tmp_path_factory.mktemp("serve")), PORT)


def asked(application: Any, path: str, method: str = "GET", host: str = f"127.0.0.1:{PORT}") -> tuple[int, str]:
    """What the application answers: status and body."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(b"host", host.encode())], "http_version": "1.1", "scheme": "http",
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], body.decode("utf-8")


def rows(application: Any, query: str) -> list[str]:
    status, body = asked(application, f"/learnings/statements.json?_shape=array&{query}")
    assert status == 200, body
    return [row["statement"] for row in json.loads(body)]


def test_every_statement_is_there_once(application):
    assert set(rows(application, "")) == set(TEXTS)


def test_words_are_searched(application):
    assert rows(application, "_search=mended") == ["Lamps were mended."]


def test_a_filter_is_in_words(application):
    assert len(rows(application, "themes__arraycontains=Policing&cities__arraycontains=Durban&_size=2")) == 2
    assert rows(application, "cities__arraycontains=Turin") == []


def test_the_page_shows_text_as_text_and_facets(application):
    status, page = asked(application, "/learnings/statements")
    assert status == 200
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    for facet in ("themes", "cities", "kind", "confidence"):
        assert f'id="facet-{facet}"' in page or f"facet-{facet}" in page


def test_lists_are_shown_as_lists(application):
    assert "Policing; Youth and gangs" in asked(application, "/learnings/statements")[1]


def test_the_first_page_leads_to_the_statements(application):
    assert asked(application, "/")[0] == 302


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", ""])
def test_another_host_is_refused(application, host):
    assert asked(application, "/learnings/statements", host=host)[0] == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading_is_answered(application, method):
    assert asked(application, "/learnings/statements", method=method)[0] == 405


@pytest.mark.parametrize("sql", ["delete+from+insights", "attach+'/tmp/x'+as+x", "insert+into+insights+values(1)"])
def test_sql_can_only_read(application, folder, sql):
    before = hashlib.sha256((folder / "dataset.sqlite").read_bytes()).digest()
    assert asked(application, f"/tables.json?sql={sql}")[0] == 400
    assert hashlib.sha256((folder / "dataset.sqlite").read_bytes()).digest() == before


def test_the_tables_are_there_too(application):
    status, body = asked(application, "/tables/cities.json?_shape=array")
    assert status == 200
    assert {row["name"] for row in json.loads(body)} == {"Durban", "Turin"}


def test_the_table_for_people_shows_what_is_shown_of_the_dataset(folder, tmp_path):
    serve.statements(folder, tmp_path / "x.db")
    with closing(sqlite3.connect(tmp_path / "x.db")) as base:
        assert base.execute("SELECT count(*) FROM statements").fetchone() == (3,)


def test_a_port_that_is_taken_is_told(folder):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match="--port"):
            serve.serve(folder, taken.getsockname()[1], False, print)


def test_without_the_extra_it_says_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingTool, match=r"learnings\[serve\]"):
        serve.serve(folder, 0, False, print)


def test_a_folder_without_a_dataset_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"no dataset\.sqlite"):
        serve.app(tmp_path, tmp_path)
