"""A mailbox on a real server: every message once, whatever breaks, and nothing changed that was not asked for."""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline import sources
from pipeline.catalogue import Catalogue
from pipeline.errors import EXIT_AGAIN, EXIT_DONE, EXIT_FOUND, ConfigError, SourceError
from pipeline.intake import admit
from pipeline.intake.limits import Limits
from pipeline.model import Choice, Item, Rejected, Rules
from pipeline.seen import Seen
from pipeline.sources import Message, imap
from pipeline.sources.settings import Imap

sys.path.insert(0, str(Path(__file__).parent))
import dovecot_server
from dovecot_server import PASSWORD, TOKEN, USER
from imap_builder import Memory, Proxy, listener, message

pytestmark = pytest.mark.skipif(dovecot_server.program() is None, reason="Dovecot or openssl is not installed")
MAILS = 50


@pytest.fixture(scope="module")
def server() -> Iterator[dovecot_server.Server]:
    with dovecot_server.running() as found:
        yield found


@pytest.fixture
def mailbox(server: dovecot_server.Server, monkeypatch: pytest.MonkeyPatch) -> Imap:
    """The settings of the mailbox."""
    monkeypatch.setenv("FORMS_PASSWORD", PASSWORD)
    monkeypatch.setattr(imap, "_WAIT", 0.0)
    return Imap(
        name="forms", host="localhost", port=server.port, user=USER, password_env="FORMS_PASSWORD", ca_file=server.ca,
        timeout_seconds=10, tries=2,
    )  # fmt: skip


def read(source: Imap, memory: Memory | None = None, limit: int = 10**7) -> list[Message | Rejected]:
    """All that a mailbox yields, each message settled as a run would."""
    found = []
    for thing in sources.read([source], Memory() if memory is None else memory, limit):
        if isinstance(thing, Message):
            thing.settled(True)
        found.append(thing)
    return found  # type: ignore[return-value]  # there is no folder among the sources


def stored(source: Imap, folder: Path) -> list[Rejected]:
    """A run up to the catalogue; what was rejected on the way."""
    rejected = []
    with Catalogue(folder / "catalogue.sqlite") as catalogue, Seen(folder / "catalogue.sqlite", "today") as seen:
        for found in sources.read([source], seen, 10**7):
            for thing in admit([found], Limits()):
                if isinstance(thing, Item):
                    catalogue.add(thing)
                else:
                    rejected.append(thing)
            if isinstance(found, Message):
                found.settled(True)
    return rejected


def kept(folder: Path) -> list[tuple[str, str]]:
    """(text, locator) of every document and every way it came."""
    with Catalogue(folder / "catalogue.sqlite") as catalogue:
        return [
            (catalogue.content(item.digest).decode(), origin.locator)
            for item in catalogue.pending(())
            for origin in item.origins
        ]


def lessons(folder: Path) -> list[int]:
    """The numbers of the mails whose texts are there."""
    return sorted(int(text.split(":")[0].removeprefix("Lesson ")) for text, _ in kept(folder))


def flags(server: dovecot_server.Server, folder: str) -> list[Any]:
    with server.client() as client:
        client.select(f'"{folder}"', readonly=True)
        return client.uid("FETCH", "1:*", "(FLAGS)")[1]


# what is read


def test_every_message_comes_with_its_bytes_and_is_called_after_them(server, mailbox):
    server.fill("INBOX", message(1), message(2))
    found = read(mailbox)
    assert [thing.content for thing in found] == [message(1), message(2)]
    again = read(replace(mailbox, name="other"))
    assert [thing.origin.locator.partition("/")[2] for thing in again] == [t.origin.name for t in found]
    assert found[0].origin.account == "forms"


def test_nothing_is_flagged_moved_or_deleted(server, mailbox):
    server.fill("INBOX", message(1), message(2))
    before = flags(server, "INBOX")
    read(mailbox)
    assert flags(server, "INBOX") == before
    assert not any(b"Seen" in flag for flag in before)


def test_what_is_stored_is_not_fetched_again_and_still_told(server, mailbox):
    server.fill("INBOX", *map(message, range(20)))
    memory, proxy = Memory(), Proxy(server.port)
    through = replace(mailbox, port=proxy.port)
    read(through, memory)
    first, proxy.passed = proxy.passed, 0
    assert [(t.status, t.reason) for t in read(through, memory)] == [("known", "mail")] * 20
    assert proxy.passed < first - 20 * len(message(0))
    proxy.close()


def test_a_message_that_was_not_stored_is_fetched_again(server, mailbox):
    server.fill("INBOX", message(1), message(2))
    memory = Memory()
    for thing in sources.read([mailbox], memory, 10**7):
        assert isinstance(thing, Message)
        break  # the run dies here
    assert memory == {}
    assert len([t for t in read(mailbox, memory) if isinstance(t, Message)]) == 2


def test_folders_are_found_by_name_and_pattern_whatever_their_letters(server, mailbox):
    server.fill("INBOX", message(1))
    server.fill(imap.encode_name('Entwürfe & "mehr"').replace('"', r"\""), message(2))
    server.fill("Projects 2013", message(3))
    found = read(replace(mailbox, folders=("*",)))
    assert {t.content for t in found} == {message(1), message(2), message(3)}
    assert [t.content for t in read(replace(mailbox, folders=("Projects*",)))] == [message(3)]


def test_a_message_over_the_limit_is_quarantined_without_being_fetched(server, mailbox):
    server.fill("INBOX", message(1, size=300_000), message(2))
    proxy = Proxy(server.port)
    large, small = read(replace(mailbox, port=proxy.port), limit=100_000)
    assert (large.status, large.reason) == ("quarantined", "too-large")
    assert small.content == message(2)
    assert proxy.passed < 100_000
    proxy.close()


def test_rules_leave_mails_out_before_they_are_fetched(server, mailbox):
    server.fill("INBOX", message(1), message(2, subject="=?utf-8?q?Out_of_office?="), message(3, size=200_000))
    proxy = Proxy(server.port)
    rules = Rules(subject=Choice(exclude=("out of office",)), sender=Choice(exclude=("o3@*",)))
    kinds = [getattr(t, "reason", "message") for t in read(replace(mailbox, port=proxy.port, rules=Rules(
        subject=rules.subject, sender=Choice(exclude=("*o3@example.org*",)))))]  # fmt: skip
    assert kinds == ["message", "rule", "rule"]
    assert proxy.passed < 100_000
    proxy.close()


# whatever breaks


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory where there is one: 8,000 commits, each of them made to last, take a minute on a disk."""
    place = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=place if place.is_dir() else None) as folder:
        yield Path(folder)


def test_fifty_mails_come_once_each_over_a_line_that_breaks_at_forty_places(server, mailbox, quick):
    server.fill("INBOX", *(message(number, size=2_000) for number in range(MAILS)))
    proxy = Proxy(server.port)
    through = replace(mailbox, port=proxy.port, timeout_seconds=0.5, tries=1)
    stored(through, quick / "whole")
    whole = proxy.passed
    broken = 0
    for point in range(40):
        folder = quick / str(point)
        proxy.order(1 + point * whole // 40, stalls=point % 4 == 0)
        broken += any(thing.status == "unreached" for thing in stored(through, folder))
        assert lessons(folder) != list(range(MAILS)) or point > 30
        proxy.order(0, times=0)
        assert not any(thing.status == "unreached" for thing in stored(through, folder))
        assert lessons(folder) == list(range(MAILS)), point
        assert sorted(kept(folder)) == sorted(kept(quick / "whole")), point
    assert broken >= 38  # the very last bytes are the farewell, which nobody waits for
    proxy.close()


def test_a_cut_line_is_tried_again_within_the_run(server, mailbox, tmp_path):
    server.fill("INBOX", *(message(number, size=2_000) for number in range(MAILS)))
    proxy = Proxy(server.port)
    proxy.order(30_000, times=3)  # each new connection gets some messages further
    rejected = stored(replace(mailbox, port=proxy.port, tries=3), tmp_path)
    assert (lessons(tmp_path), proxy.times) == (list(range(MAILS)), 0)
    assert not any(thing.status == "unreached" for thing in rejected)
    proxy.close()


def test_a_line_that_never_holds_is_given_up(server, mailbox):
    server.fill("INBOX", message(1))
    proxy = Proxy(server.port)
    proxy.order(3_000, times=100)
    (found,) = read(replace(mailbox, port=proxy.port, tries=3))
    assert (found.status, 100 - proxy.times) == ("unreached", 3)
    assert "next run goes on" in found.message
    proxy.close()


def test_a_mailbox_that_was_numbered_anew_loses_and_doubles_nothing(server, mailbox, tmp_path):
    server.fill("Box", *map(message, range(10)))
    source = replace(mailbox, folders=("Box",))
    stored(source, tmp_path)
    before = sorted(kept(tmp_path))
    server.renumber("Box")
    with server.client() as client:
        client.append('"Box"', "", "", message(10))  # type: ignore[arg-type]  # the stub wants a time where the protocol does not
    stored(source, tmp_path)
    assert lessons(tmp_path) == list(range(11))
    assert [pair for pair in sorted(kept(tmp_path)) if not pair[0].startswith("Lesson 10")] == before


def test_messages_that_were_moved_to_another_folder_are_not_doubled(server, mailbox, tmp_path):
    server.fill("Box", *map(message, range(5)))
    server.fill("Archive")
    source = replace(mailbox, folders=("Box", "Archive"))
    stored(source, tmp_path)
    before = kept(tmp_path)
    with server.client() as client:
        client.select('"Box"')
        client.uid("MOVE", "1:*", '"Archive"')
    stored(source, tmp_path)
    assert kept(tmp_path) == before


def test_a_source_that_cannot_be_reached_stops_no_other(server, mailbox, tmp_path):
    server.fill("INBOX", message(1))
    gone = replace(mailbox, name="gone", port=1)
    found = list(sources.read([gone, mailbox], Memory(), 10**7))
    assert (found[0].status, found[1].content) == ("unreached", message(1))


def test_a_mailbox_is_probed_without_reading_it(server, mailbox, monkeypatch):
    server.fill("Box", *map(message, range(3)))
    assert sources.probe(replace(mailbox, folders=("Box",))) == "1 folder, 3 messages"
    assert not any(b"Seen" in flag for flag in flags(server, "Box"))
    monkeypatch.setenv("FORMS_PASSWORD", "wrong")
    with pytest.raises(SourceError, match="refuses the user or the secret"):
        sources.probe(mailbox)
    with pytest.raises(SourceError, match="cannot be read"):
        sources.probe(replace(mailbox, port=1))


# after storing


def test_what_is_stored_is_flagged_where_that_is_asked_for(server, mailbox):
    server.fill("INBOX", message(1))
    read(replace(mailbox, after="flag", after_flag="$Learnings"))
    assert b"$Learnings" in flags(server, "INBOX")[0]


def test_what_is_stored_is_moved_where_that_is_asked_for(server, mailbox):
    server.fill("INBOX", *map(message, range(3)))
    server.fill("Done")
    assert len(read(replace(mailbox, after="move", after_folder="Done"))) == 3
    assert (flags(server, "INBOX"), len(flags(server, "Done"))) == ([None], 3)


def test_what_is_not_stored_is_left_where_it_is(server, mailbox):
    server.fill("INBOX", *map(message, range(3)))
    server.fill("Done")
    for thing in sources.read([replace(mailbox, after="move", after_folder="Done")], Memory(), 10**7):
        assert isinstance(thing, Message)  # and nobody says that it is stored
    assert len(flags(server, "INBOX")) == 3


def test_the_other_folder_that_does_not_exist_is_told(server, mailbox):
    server.fill("INBOX", message(1))
    found = read(replace(mailbox, after="move", after_folder="Nowhere"))
    assert [getattr(t, "status", "message") for t in found] == ["message", "unreached"]


# secrets


def test_a_token_is_had_from_a_program(server, mailbox):
    server.fill("INBOX", message(1))
    token = replace(mailbox, password_env="", token_command=("echo", TOKEN))
    assert [t.content for t in read(token)] == [message(1)]


@pytest.mark.parametrize("way", [{"password_env": "WRONG"}, {"password_env": "", "token_command": ("echo", "wrong")}])
def test_a_wrong_secret_is_told_without_it_and_not_tried_again(server, mailbox, monkeypatch, way):
    monkeypatch.setenv("WRONG", "wrong-secret")
    proxy = Proxy(server.port)
    (found,) = read(replace(mailbox, port=proxy.port, tries=5, **way))
    assert found.status == "unreached"
    assert "refuses the user or the secret" in found.message
    assert "wrong" not in found.message
    proxy.close()


def test_a_server_that_nobody_vouches_for_is_refused_and_never_sees_the_password(mailbox, tmp_path):
    dovecot_server.certificate(tmp_path, signed=False)
    with listener(tmp_path) as (port, told):
        (found,) = read(replace(mailbox, port=port))
    assert found.status == "unreached"
    assert "certificate" in found.message
    assert bytes(told) == b""


def test_a_server_with_the_certificate_of_another_is_refused(server, mailbox):
    (found,) = read(replace(mailbox, host="127.0.0.1"))
    assert found.status == "unreached"
    assert "certificate" in found.message


def test_a_server_that_repeats_the_password_does_not_get_it_into_a_message(mailbox, tmp_path, monkeypatch):
    monkeypatch.setenv("FORMS_PASSWORD", "wrong-secret")
    dovecot_server.certificate(tmp_path)
    with listener(tmp_path) as (port, told):
        (found,) = read(replace(mailbox, port=port, ca_file=str(tmp_path / "ca.pem")))
    assert b"wrong-secret" in told
    assert "wrong-secret" not in found.message


def test_a_server_that_announces_a_giant_is_left_before_memory_is_taken(mailbox, tmp_path, monkeypatch):
    monkeypatch.setenv("FORMS_PASSWORD", "right")
    dovecot_server.certificate(tmp_path)
    with listener(tmp_path) as (port, _):
        (found,) = read(replace(mailbox, port=port, ca_file=str(tmp_path / "ca.pem")))
    assert (found.status, "more than was asked for" in found.message) == ("unreached", True)


def test_a_file_that_holds_no_certificates_is_a_matter_of_settings(mailbox, tmp_path):
    with pytest.raises(ConfigError, match="holds no certificates"):
        read(replace(mailbox, ca_file=str(tmp_path / "missing.pem")))


# a whole run


def test_a_run_reads_the_mailbox_and_a_second_one_finds_nothing_new(server, mailbox, tmp_path):
    from pipeline import flow
    from pipeline.config import EngineSettings, Settings

    server.fill("INBOX", *map(message, range(3)))
    settings = Settings(out=tmp_path / "out", source=(mailbox,), engine=EngineSettings(workers=1))
    first = flow.run(None, settings)
    second = flow.run(None, settings)
    assert (first.exit_code, first.met["unpacked"], second.met) == (EXIT_DONE, 3, {"known": 3})
    assert (first.changed, second.changed, second.processed) == (True, False, 0)
    gone = replace(settings, source=(replace(mailbox, name="gone", port=1), mailbox))
    third = flow.run(None, gone)
    assert (third.exit_code, third.changed, [name for name, _ in third.unreached]) == (EXIT_AGAIN, False, ["gone"])
    assert PASSWORD not in "".join(p.read_text() for p in (tmp_path / "out" / "runs").rglob("*") if p.is_file())


def test_several_accounts_and_folders_are_read_in_one_run_and_told_apart(server, mailbox, tmp_path):
    import csv

    from pipeline import flow
    from pipeline.config import EngineSettings, Settings

    server.fill("Accounts one", *map(message, range(2)))
    server.fill("Accounts two", message(2))
    server.fill("Other", message(3))
    accounts = (replace(mailbox, folders=("Accounts*",)), replace(mailbox, name="plans", folders=("Other",)))
    settings = Settings(out=tmp_path / "out", source=accounts, engine=EngineSettings(workers=1))
    assert flow.run(None, settings).met["unpacked"] == 4
    with next((tmp_path / "out" / "runs").glob("*/ledger.csv")).open(encoding="utf-8", newline="") as file:
        told = Counter(row["locator"].partition("/")[0] for row in csv.DictReader(file) if row["status"] == "unpacked")
    assert told == {"forms": 3, "plans": 1}


# looking before a run


def check(source: Imap, folder: Path, password: str = PASSWORD) -> tuple[int, str]:
    """What `learnings check` ends with and says of a mailbox."""
    from typer.testing import CliRunner

    from pipeline.cli import app

    lines = {"kind": "imap", "name": source.name, "host": source.host, "user": source.user, "ca_file": source.ca_file}
    text = "".join(f'{name} = "{value}"\n' for name, value in lines.items())
    text += f'port = {source.port}\npassword_env = "FORMS_PASSWORD"\ntries = 1\ntimeout_seconds = 5\n'
    (folder / "learnings.toml").write_text(f"[[source]]\n{text}", encoding="utf-8")
    arguments = ["check", "--config", str(folder / "learnings.toml"), "--out", str(folder / "out")]
    done = CliRunner().invoke(app, arguments, env={"FORMS_PASSWORD": password})
    return done.exit_code, done.output


def test_check_tells_how_many_messages_a_mailbox_holds_and_changes_nothing(server, mailbox, tmp_path):
    server.fill("INBOX", *map(message, range(4)))
    code, told = check(mailbox, tmp_path)
    assert (code, "source forms" in told, "1 folder, 4 messages" in told) == (EXIT_DONE, True, True), told
    with server.client() as client:
        client.select("INBOX", readonly=True)
        assert client.search(None, "SEEN")[1] == [b""]
    assert not (tmp_path / "out").exists()


def test_check_finds_a_wrong_password_and_does_not_repeat_it(mailbox, tmp_path):
    code, told = check(mailbox, tmp_path, password="not-the-password")
    assert (code, "not-the-password" in told) == (EXIT_FOUND, False)
    assert re.search(r"^NO +source forms", told, re.M)


def test_check_does_not_trust_a_certificate_that_nobody_vouches_for(mailbox, tmp_path):
    code, told = check(replace(mailbox, ca_file=""), tmp_path)
    assert (code, bool(re.search(r"^NO +source forms .*certificate", told, re.M | re.I))) == (EXIT_FOUND, True), told
