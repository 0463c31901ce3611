"""The tables in a real PostgreSQL: exact, whole or not at all, and what others built on them stays."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from load_builder import DURBAN, NASTY, REPORT, changed, dataset, insight
from postgres_server import ESCAPED, PASSWORD, Server, programs, running

from pipeline.errors import Busy, ConfigError, LearningsError, MissingTool, OutputError
from pipeline.load import LoadSettings, load, postgres, reading, schema
from pipeline.load.identity import fit
from pipeline.load.postgres import write_postgres
from pipeline.load.postgres_address import Address
from pipeline.model.dataset import TABLES, Dataset

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
needs_server = pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: no initdb and pg_ctl found")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def db(server: Server) -> Iterator[Any]:
    """A connection to an empty database."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS learnings CASCADE")
        yield connection


def held(db: Any, table: str, where: str = "learnings") -> list[dict[str, Any]]:
    names = [field.name for field in schema.columns(table)]
    columns = ", ".join(f'"{name}"' for name in names)
    return [dict(zip(names, row, strict=True)) for row in db.execute(f'SELECT {columns} FROM "{where}"."{table}"')]


def wanted(data: Dataset, table: str) -> list[dict[str, Any]]:
    def value(field: Any, one: Any) -> Any:
        if isinstance(one, tuple):
            return list(one)
        if one == "":
            return None
        return datetime.date.fromisoformat(one) if schema.type_of(field) == "date" else one

    return [{f.name: value(f, getattr(row, f.name)) for f in schema.columns(table)} for row in fit(data).rows(table)]


def by_key(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(list(row.values())))


def holds(db: Any, data: Dataset) -> bool:
    return all(by_key(held(db, table)) == by_key(wanted(data, table)) for table in TABLES)


def one(db: Any, query: str) -> Any:
    return db.execute(query).fetchone()[0]


@needs_server
def test_every_value_comes_back_as_it_was(server, db):
    write_postgres(dataset(), server.url)
    for table in TABLES:
        assert by_key(held(db, table)) == by_key(wanted(dataset(), table)), table


@needs_server
def test_the_folder_of_a_release_is_read_through_its_link(server, db, tmp_path):
    release = load(dataset(), tmp_path, LoadSettings(title="It's 100%"))
    write_postgres(release.dataset, server.url)
    assert holds(db, dataset())
    assert one(db, "SELECT obj_description('learnings'::regnamespace)").startswith("It's 100%, version ")


@needs_server
def test_an_empty_dataset_makes_all_tables(server, db):
    write_postgres(Dataset(tables={}), server.url)
    assert [held(db, table) for table in TABLES] == [[]] * len(TABLES)


@needs_server
def test_types_are_those_of_sql(server, db):
    write_postgres(dataset(), server.url)
    types = "SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position)"
    found = one(db, f"{types} FROM information_schema.columns WHERE table_schema = 'learnings' AND table_name='events'")
    assert found.startswith("event_id text, name text, start_date date, end_date date, venue text")
    assert found.endswith("organisers ARRAY, aliases ARRAY, document_ids ARRAY")
    assert one(db, f"SELECT city_ids[1] FROM learnings.insights WHERE '{DURBAN}' = ANY (city_ids) LIMIT 1") == DURBAN
    assert one(db, "SELECT bbox[2] FROM learnings.insights LIMIT 1") == 100.25


@needs_server
def test_columns_and_tables_are_explained(server, db):
    write_postgres(dataset(), server.url)
    assert one(db, "SELECT obj_description('learnings.insights'::regclass)") == schema.describe("insights")
    for table in TABLES:
        for number, field in enumerate(schema.columns(table), start=1):
            words = one(db, f"SELECT col_description('learnings.{table}'::regclass, {number})")
            assert words == schema.describe_column(field)


@needs_server
@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE learnings.insights SET document_id = 'd-x'", "ForeignKeyViolation"),
        ("UPDATE learnings.insights SET duplicate_of = 'i-x'", "ForeignKeyViolation"),
        ("UPDATE learnings.insights SET kind = 'wish'", "CheckViolation"),
        ("UPDATE learnings.insights SET document_id = NULL", "NotNullViolation"),
        ("UPDATE learnings.insights SET insight_id = 'same'", "UniqueViolation"),
    ],
)
def test_keys_and_codes_are_enforced(server, db, statement, error):
    write_postgres(dataset(), server.url)
    with pytest.raises(getattr(psycopg.errors, error)):
        db.execute(statement)


@needs_server
def test_rows_are_added_changed_and_removed_and_the_rest_is_not_touched(server, db):
    write_postgres(dataset(), server.url)
    where = "SELECT insight_id, ctid::text FROM learnings.insights"
    before = dict(db.execute(where).fetchall())
    rows = (*dataset().rows("insights")[:-1], insight(99, "New"))
    after = changed(dataset(insights=rows), "insights", 0, text="Other")
    write_postgres(after, server.url)
    assert holds(db, after)
    moved = {key for key, place in db.execute(where) if before.get(key) != place}
    assert moved == {"i-0000000000000000", f"i-{99:016x}"}


@needs_server
def test_a_second_load_changes_nothing(server, db):
    write_postgres(dataset(), server.url)
    seen = "SELECT sum(n_tup_upd + n_tup_del + n_tup_ins) FROM pg_stat_xact_user_tables"
    state = "SELECT string_agg(c.xmin::text || c.relname, ',' ORDER BY c.relname) FROM pg_class c WHERE relnamespace = 'learnings'::regnamespace"
    before = one(db, state), {t: db.execute(f"SELECT xmin::text FROM learnings.{t}").fetchall() for t in TABLES}
    write_postgres(dataset(), server.url)
    after = one(db, state), {t: db.execute(f"SELECT xmin::text FROM learnings.{t}").fetchall() for t in TABLES}
    assert before == after
    assert one(db, seen) is not None


@needs_server
def test_grants_views_and_tables_of_others_survive(server, db):
    write_postgres(dataset(), server.url)
    db.execute("DROP ROLE IF EXISTS reader")
    db.execute("CREATE ROLE reader LOGIN")
    db.execute("GRANT USAGE ON SCHEMA learnings TO reader")
    db.execute("GRANT SELECT ON ALL TABLES IN SCHEMA learnings TO reader")
    db.execute(
        "CREATE VIEW learnings.night AS SELECT i.*, d.title FROM learnings.insights i JOIN learnings.documents d USING (document_id)"
    )
    db.execute("GRANT SELECT ON learnings.night TO reader")
    db.execute(
        "CREATE TABLE learnings.notes (insight_id text REFERENCES learnings.insights ON DELETE CASCADE, note text)"
    )
    db.execute("INSERT INTO learnings.notes VALUES ('i-0000000000000000', 'mine'), ('i-0000000000000001', 'too')")
    db.execute("ALTER TABLE learnings.insights ADD COLUMN stars integer")
    db.execute("UPDATE learnings.insights SET stars = 5")
    after = changed(dataset(insights=dataset().rows("insights")[:1]), "insights", 0, text="Other")
    write_postgres(after, server.url)
    with psycopg.connect(server.url.replace("owner@", "reader@")) as reader:
        assert reader.execute(
            "SELECT text, title, stars FROM learnings.night NATURAL JOIN (SELECT insight_id, stars FROM learnings.insights) AS s"
        ).fetchall() == [("Other", "Report <b>of</b> the Forum", 5)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("DELETE FROM learnings.insights")
    assert db.execute("SELECT note FROM learnings.notes").fetchall() == [("mine",)]


@needs_server
def test_tables_of_an_older_version_get_their_new_columns_and_codes(server, db):
    write_postgres(dataset(), server.url)
    db.execute("CREATE VIEW learnings.mine AS SELECT * FROM learnings.cities")
    db.execute(
        "ALTER TABLE learnings.insights DROP COLUMN cluster_id, DROP COLUMN confidence, DROP COLUMN said_by, DROP COLUMN kind"
    )
    db.execute("ALTER TABLE learnings.insights ADD CONSTRAINT insights_codes_review_0000 CHECK (review = 'none')")
    db.execute("DROP TABLE learnings.contacts")
    after = changed(dataset(), "insights", 0, review="accepted")
    write_postgres(after, server.url)
    assert holds(db, after)
    with pytest.raises(psycopg.errors.CheckViolation):
        db.execute("UPDATE learnings.insights SET kind = 'wish'")
    with pytest.raises(psycopg.errors.NotNullViolation):
        db.execute("UPDATE learnings.insights SET confidence = NULL")


@needs_server
def test_a_schema_may_have_any_name(server, db):
    db.execute('DROP SCHEMA IF EXISTS "My ""odd"" schema" CASCADE')
    write_postgres(dataset(), server.url, 'My "odd" schema')
    assert one(db, 'SELECT count(*) FROM "My ""odd"" schema".insights') == len(NASTY)


@needs_server
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW learnings.cities AS SELECT 1 AS city_id",
        "CREATE TABLE learnings.cities (name text)",
        "CREATE TABLE learnings.cities (city_id text CONSTRAINT cities_pkey PRIMARY KEY, name integer)",
    ],
)
def test_a_table_of_the_same_name_that_is_not_ours_is_not_touched(server, db, statement):
    db.execute("CREATE SCHEMA learnings")
    db.execute(statement)
    with pytest.raises(OutputError, match=r"`cities` in the schema `learnings`.*Choose another schema"):
        write_postgres(dataset(), server.url)
    assert one(db, "SELECT count(*) FROM pg_tables WHERE schemaname = 'learnings'") <= 1


@needs_server
def test_a_reader_is_not_held_up_and_sees_the_old_rows_until_the_end(server, db, monkeypatch):
    write_postgres(dataset(), server.url)
    seen: list[Any] = []
    real = postgres._rules

    def look(cursor: Any, target: Any) -> None:
        with psycopg.connect(server.url, options="-c statement_timeout=2s") as reader:
            seen.append(reader.execute("SELECT min(title) FROM learnings.documents").fetchone()[0])
        real(cursor, target)

    monkeypatch.setattr(postgres, "_rules", look)
    write_postgres(changed(dataset(), "documents", 0, title="A new title"), server.url)
    assert seen == ["Learning form"]
    assert one(db, "SELECT min(title) FROM learnings.documents") == "A new title"


@needs_server
def test_two_loads_do_not_mix(server, db, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 1)
    real = postgres._rules

    def again(cursor: Any, target: Any) -> None:
        monkeypatch.setattr(postgres, "_rules", real)
        with pytest.raises(Busy, match="in use by another load"):
            write_postgres(Dataset(tables={}), server.url)
        real(cursor, target)

    monkeypatch.setattr(postgres, "_rules", again)
    write_postgres(dataset(), server.url)
    assert holds(db, dataset())


@needs_server
def test_a_key_of_another_table_that_would_be_lost_stops_the_load(server, db):
    write_postgres(dataset(), server.url)
    db.execute("CREATE TABLE learnings.notes (insight_id text REFERENCES learnings.insights)")
    db.execute("INSERT INTO learnings.notes VALUES ('i-0000000000000001')")
    with pytest.raises(OutputError, match="A table of yours refers to rows that are no more"):
        write_postgres(Dataset(tables={}), server.url)
    assert holds(db, dataset())


@needs_server
def test_a_role_that_may_not_write_is_told_what_to_ask_for(server, db):
    db.execute("DROP ROLE IF EXISTS nobody")
    db.execute("CREATE ROLE nobody LOGIN")
    with pytest.raises(OutputError, match=r"permission denied.*Ask for a role"):
        write_postgres(dataset(), server.url.replace("owner@", "nobody@"))


# Kills

MANY = 2_000
CHILD = """
import sys
from pathlib import Path
from pipeline.load.postgres import write_postgres
write_postgres(Path(sys.argv[1]), sys.argv[2])
"""


def crowd(title: str) -> Dataset:
    """Many rows, each of which tells which dataset it belongs to."""
    rows = tuple(insight(number, f"{title} {number}") for number in range(MANY))
    mentions = tuple(
        msgspec.structs.replace(
            dataset().rows("mentions")[0],
            mention_id=f"m-{number:016x}",
            surface=title,
            insight_id=rows[number].insight_id,
        )
        for number in range(MANY)
    )
    return changed(dataset(insights=rows, mentions=mentions), "documents", 1, title=title)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two folders with other content in every row, Parquet only."""
    from pipeline.load.tables_parquet import write

    folders = {title: tmp_path_factory.mktemp(title) for title in ("one", "two")}
    for title, folder in folders.items():
        write(crowd(title), folder)
    return folders


def titles(url: str) -> set[str]:
    """Every title found in any row, each with the number of rows; one alone when the dataset is whole."""
    with psycopg.connect(url) as db:
        found = db.execute(
            "SELECT DISTINCT split_part(text, ' ', 1) FROM learnings.insights UNION SELECT surface FROM learnings.mentions "
            f"UNION SELECT title FROM learnings.documents WHERE document_id = '{REPORT}'"
        )
        counts = [one(db, f"SELECT count(*) FROM learnings.{table}") for table in ("insights", "mentions")]
    assert counts == [MANY, MANY]
    return {row[0] for row in found}


def child(folder: Path, url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CHILD, str(folder), url], stderr=subprocess.DEVNULL)


def wait_for_transaction(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Until the child has begun; False when it was through before it was seen."""
    with psycopg.connect(url, autocommit=True) as db:
        while process.poll() is None:
            asked = (
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'learnings' AND xact_start IS NOT NULL"
            )
            if one(db, asked):
                return True
            time.sleep(0.002)
    return False


@needs_server
def test_a_client_that_is_killed_leaves_all_old_or_all_new(server, db, releases):
    write_postgres(releases["one"], server.url)
    begun = time.monotonic()
    write_postgres(releases["two"], server.url)
    whole = time.monotonic() - begun
    inside, outcomes = 0, []
    for attempt in range(10):
        before = titles(server.url)
        assert len(before) == 1
        other = "one" if before == {"two"} else "two"
        with child(releases[other], server.url) as process:
            inside += wait_for_transaction(server.url, process)
            time.sleep(whole * attempt / 12)
            process.kill()
        outcomes.append(titles(server.url))
        assert outcomes[-1] in ({"one"}, {"two"})
    assert inside == 10
    write_postgres(releases["one"], server.url)
    assert titles(server.url) == {"one"}


@needs_server
def test_a_server_that_dies_leaves_all_old_or_all_new(server, releases):
    write_postgres(releases["one"], server.url)
    for attempt in range(3):
        other = "one" if titles(server.url) == {"two"} else "two"
        with child(releases[other], server.url) as process:
            assert wait_for_transaction(server.url, process)
            time.sleep(0.1 * attempt)
            server.stop("immediate")
            assert process.wait(60) in (0, 1)
        server.start()
        assert titles(server.url) in ({"one"}, {"two"})
    write_postgres(releases["two"], server.url)
    assert titles(server.url) == {"two"}


# What is said


@needs_server
def test_a_password_is_used_and_never_told(server, db):
    write_postgres(dataset(), server.over_tcp(ESCAPED))
    assert holds(db, dataset())
    for url in (server.over_tcp("wr0ng%40one"), server.over_tcp(ESCAPED, "no-such-database")):
        with pytest.raises(OutputError, match=r"could not be written to postgresql://owner@127\.0\.0\.1") as caught:
            write_postgres(dataset(), url)
        assert caught.value.__suppress_context__
        assert not [part for part in (PASSWORD, ESCAPED, "wr0ng") if part in str(caught.value)]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://clerk:s3cret@pass@host/db",
        "postgresql://clerk:s3cret/pass@host/db",
        "postgresql://clerk:s3cret%zz@host/db",
        "postgresql://clerk:pw@host:s3cret/db",
        "postgresql://clerk:pw@host/db?s3cret=1",
        "host=db password=s3cret",
        "mysql://clerk:s3cret@host/db",
        "s3cret",
        "",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(url):
    with pytest.raises(ConfigError, match=r"cannot be understood.*%40 for @") as caught:
        write_postgres(dataset(), url)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_an_address_is_shown_without_its_secrets():
    address = Address.of("postgresql://clerk:s3cret@db.example.org:5433/city?sslpassword=other")
    assert address.shown == "postgresql://clerk@db.example.org:5433/city"
    assert "s3cret" not in repr(address)
    assert address.clean("s3cret is wrong,\nand other.") == "••• is wrong, and •••"


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(
        OutputError, match=r"postgresql://clerk@127\.0\.0\.1:1/db: .*refused.*Check that the server runs"
    ):
        write_postgres(dataset(), "postgresql://clerk@127.0.0.1:1/db")


def test_without_the_driver_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingTool, match=r"pip install 'learnings\[postgres\]'"):
        write_postgres(dataset(), "postgresql:///db")


@pytest.mark.parametrize("name", ["", "x" * 64, "a\x00b"])
def test_what_cannot_be_a_schema_is_refused(name):
    with pytest.raises(ConfigError, match="cannot be the name of a schema"):
        write_postgres(dataset(), "postgresql:///db", name)


def test_a_broken_dataset_is_not_written():
    with pytest.raises(LearningsError, match="does not hold together"):
        write_postgres(changed(dataset(), "insights", 0, document_id="d-x"), "postgresql:///db")


# Reading a release back


def test_a_release_is_read_back_whole(tmp_path):
    whole = changed(dataset(), "insights", 0, event_id="")
    assert reading.read(load(whole, tmp_path, LoadSettings()).dataset) == fit(whole)


def test_a_release_without_a_table_or_column_is_read_too(tmp_path):
    import pyarrow.parquet as pq

    folder = load(dataset(), tmp_path, LoadSettings()).path
    (folder / "contacts.parquet").unlink()
    table = pq.read_table(folder / "insights.parquet")
    pq.write_table(table.drop_columns(["cluster_id"]), folder / "insights.parquet")
    read = reading.read(folder)
    assert read.rows("contacts") == ()
    assert {row.cluster_id for row in read.rows("insights")} == {""}


def test_what_is_no_release_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="holds no dataset"):
        reading.read(tmp_path)
    (tmp_path / "insights.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(ConfigError, match="cannot be read as a release"):
        reading.read(tmp_path)
