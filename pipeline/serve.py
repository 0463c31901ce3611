"""`learnings serve`: search and filter a dataset of any size in the browser, on this machine only, read only.

The pages are Datasette's (Apache-2.0): a well-kept program made for exactly this, SQLite files that are read and not
written, with facets over lists, full-text search, links for each filter, and JSON and CSV of each page. What it needs
from us is a table for people: `statements`, in words, duplicates folded, which is built in a file of its own that is
gone afterwards. The release is opened as immutable: nothing can be written into it.

It listens on 127.0.0.1 alone. A page of the web that gives its own name to that address (DNS rebinding) is refused by
its Host header.
"""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.errors import ConfigError, MissingTool
from pipeline.search import FOLDED, opened

HERE = "127.0.0.1"
NAME = "learnings"  # of the database that people see, and of its address
START = f"/{NAME}/statements"
Message: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]

_LISTS = {
    "themes": "SELECT label FROM release.insights_theme_ids JOIN release.themes USING (theme_id)",
    "cities": "SELECT name FROM release.insights_city_ids JOIN release.cities USING (city_id)",
    "countries": "SELECT name FROM release.insights_country_codes JOIN release.countries USING (country_code)",
    "people": "SELECT name FROM release.insights_person_ids JOIN release.people USING (person_id)",
}
_STATEMENTS = """
CREATE TABLE statements AS
SELECT row_number() OVER (ORDER BY date DESC, title, document_id, ordinal) AS number,
  text AS statement, replace(kind, '_', ' ') AS kind, "group", {lists},
  title AS document, substr(date, 1, 4) AS year, page, section,
  (SELECT name FROM release.events WHERE events.event_id = folded.event_id) AS event,
  CASE WHEN confidence >= 0.9 THEN '90 % and more' WHEN confidence >= 0.7 THEN '70 to 89 %'
    WHEN confidence >= 0.5 THEN '50 to 69 %' ELSE 'below 50 %' END AS confidence,
  sources, file_name AS file, insight_id, document_id
FROM (SELECT * FROM ({folded}) WHERE place = 1) AS folded
"""
_INDEXES = """
CREATE UNIQUE INDEX statements_number ON statements (number);
CREATE INDEX statements_document ON statements (document);
CREATE VIRTUAL TABLE statements_words USING fts5(
  statement, themes, cities, people, document, section,
  content = 'statements', content_rowid = 'rowid', tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO statements_words (statements_words) VALUES ('rebuild');
"""
_FACETS = (
    "group",
    "kind",
    {"array": "themes"},
    {"array": "cities"},
    {"array": "countries"},
    "year",
    "confidence",
    "event",
    "document",
)
_SETTINGS = {
    "default_page_size": 50,
    "default_facet_size": 12,
    "facet_time_limit_ms": 3_000,
    "sql_time_limit_ms": 10_000,
    "allow_facet": True,
    "suggest_facets": False,
    "allow_download": False,
    "max_returned_rows": 10_000,
}


def serve(dataset: Path, port: int, browser: bool, tell: Callable[[str], object]) -> None:
    """Serve a dataset until Ctrl-C. `tell` is given the address.

    ConfigError where there is no dataset or the port is taken, MissingTool where the extra `serve` is not installed.
    """
    uvicorn = _library("uvicorn")
    with tempfile.TemporaryDirectory(prefix="learnings-serve-") as folder, closing(_listening(port)) as listener:
        address = f"http://{HERE}:{listener.getsockname()[1]}/"
        application = guarded(app(dataset, Path(folder)), listener.getsockname()[1])
        tell(f"{dataset} is at {address} (Ctrl-C ends it)")
        if browser:
            import webbrowser

            webbrowser.open(address)
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="on", server_header=False))
        server.run(sockets=[listener])


def app(dataset: Path, folder: Path) -> Application:
    """Datasette over a dataset; `folder` takes the table for people while it is served."""
    _library("datasette")
    from datasette.app import Datasette

    with closing(opened(dataset)) as release:
        counts = {
            table: release.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("insights", "documents")
        }
    people = folder / f"{NAME}.db"
    statements(dataset, people)
    tables = folder / "tables.db"
    try:
        tables.symlink_to((dataset / "dataset.sqlite").resolve())
    except OSError:  # a system without links
        shutil.copyfile(dataset / "dataset.sqlite", tables)
    _show_lists()
    datasette = Datasette(
        immutables=[str(people), str(tables)],
        metadata=_metadata(counts),
        settings=_SETTINGS,
        static_mounts=[("look", str(Path(__file__).with_name("data") / "serve"))],
    )
    application: Application = datasette.app()
    return application


def statements(dataset: Path, path: Path) -> None:
    """Build the table for people: what is shown of the insights, in words, with an index of its words."""
    opened(dataset).close()  # says what is wrong, where anything is
    lists = ", ".join(
        f"(SELECT json_group_array(name) FROM ({sql.replace('label', 'label AS name')} WHERE insight_id = folded.insight_id ORDER BY position)) AS {name}"
        for name, sql in _LISTS.items()
    )
    with closing(sqlite3.connect(path, uri=True)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("ATTACH ? AS release", (f"{(dataset / 'dataset.sqlite').resolve().as_uri()}?mode=ro&immutable=1",))
        folded = FOLDED.replace("insights JOIN documents", "release.insights JOIN release.documents")
        base.execute(_STATEMENTS.format(lists=lists, folded=folded.replace("FROM documents", "FROM release.documents")))
        base.executescript(_INDEXES)
        base.commit()


def _metadata(counts: dict[str, int]) -> dict[str, Any]:
    """What Datasette shows above the tables, and by what it lets people filter."""
    table = {
        "title": "Statements",
        "description": "One row is one statement, word for word as in its document; what several documents say alike is "
        "shown once. Search by words, then narrow with the filters below.",
        "facets": list(_FACETS),
        "fts_table": "statements_words",
        "sort": "number",
    }
    return {
        "title": "City learnings",
        "description": f"{counts['insights']:,} insights from {counts['documents']:,} documents. Open “statements” to search.",
        "license": "Names of cities: GeoNames, CC BY 4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "extra_css_urls": ["/look/serve.css"],
        "databases": {
            NAME: {"tables": {"statements": table}},
            "tables": {"description": "All tables of the release, as the codebook describes them."},
        },
    }


class _Lists:
    """A plugin of Datasette's: a list is shown as a list, not as JSON."""

    @staticmethod
    def render_cell(value: Any, column: str) -> str | None:
        """The names of a list, nothing for any other cell."""
        if column not in _LISTS or not isinstance(value, str):
            return None
        try:
            return "; ".join(map(str, json.loads(value))) or "\u00a0"  # nothing at all would be no answer
        except ValueError:
            return None


def _show_lists() -> None:
    from datasette import hookimpl
    from datasette.plugins import pm

    if not pm.has_plugin("learnings"):
        hookimpl(_Lists.render_cell)
        pm.register(_Lists, "learnings")


def guarded(application: Application, port: int) -> Application:
    """The application, for requests that name this machine, and only to read."""
    hosts = {f"{name}:{port}".encode() for name in (HERE, "localhost")}

    async def guard(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"")
            status = 421 if host not in hosts else 405 if scope["method"] not in ("GET", "HEAD") else 0
            if status or scope["path"] == "/":
                headers = [(b"content-type", b"text/plain")] + ([] if status else [(b"location", START.encode())])
                await send({"type": "http.response.start", "status": status or 302, "headers": headers})
                await send(
                    {"type": "http.response.body", "body": b"This server answers this machine, and only to read.\n"}
                )
                return
        await application(scope, receive, send)

    return guard


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HERE, port))
    except OSError as error:
        listener.close()
        raise ConfigError(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error
    return listener


def _library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingTool('`learnings serve` needs the extra `serve`: pip install "learnings[serve]".') from error
