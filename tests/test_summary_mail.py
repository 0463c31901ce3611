"""The summary by mail, sent to a server of its own over verified TLS: what it gets, and what it never gets."""

from __future__ import annotations

import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest
from certificates import certificate

from pipeline.errors import ConfigError
from pipeline.runs import Summary, post
from pipeline.runs.settings import MailSettings

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
SUMMARY = Summary(
    run="20261125T020000Z", release="0123456789ab", changed=True, folder="/srv/out", met={"done": 3, "ignored": 1},
    processed=3, documents={"learning_form": 3}, statuses={"ok": 3}, insights={"learning": 9}, themes=[], cities=[],
    people=2, events=1, unreached=[], ignored=[], quarantined=[("<b>a</b>.pdf", "corrupt", "Ask again.")], seconds=4.0,
    exit_code=3,
)  # fmt: skip


@contextmanager
def server(home: Path, answer: bytes = b"235 welcome") -> Iterator[tuple[int, list[bytes]]]:
    """A mail server for one connection: its port, and the lines that it was told once TLS stood."""
    certificate(home)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(home / "server.pem", home / "server.key")
    told: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_talk, args=(listener, context, answer, told), daemon=True)
        thread.start()
        yield listener.getsockname()[1], told
        thread.join(timeout=10)


def _talk(listener: socket.socket, context: ssl.SSLContext, answer: bytes, told: list[bytes]) -> None:
    try:
        with context.wrap_socket(listener.accept()[0], server_side=True) as line, line.makefile("rwb") as talk:
            _say(talk, b"220 here")
            inside = False
            for heard in talk:
                told.append(heard.rstrip(b"\r\n"))
                if inside:
                    inside = heard != b".\r\n"
                    if not inside:
                        _say(talk, b"250 taken")
                    continue
                word = heard[:4].upper()
                inside = word == b"DATA"
                replies = {
                    b"EHLO": b"250-here\r\n250 AUTH PLAIN",
                    b"AUTH": answer,
                    b"DATA": b"354 go on",
                    b"QUIT": b"221 bye",
                }
                _say(talk, replies.get(word, b"250 well"))
    except (ssl.SSLError, OSError):
        return  # the other side did not trust us


def _say(talk, words: bytes) -> None:
    talk.write(words + b"\r\n")
    talk.flush()


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SUMMARY_PASSWORD", "s3cret-word")
    return "SUMMARY_PASSWORD"


def settings(port: int, home: Path, secret: str) -> MailSettings:
    return MailSettings(
        host="localhost", port=port, sender="learnings@example.org", to=("kim@example.org",), user="robot",
        password_env=secret, ca_file=str(home / "ca.pem"),
    )  # fmt: skip


@needs_openssl
def test_the_summary_arrives_with_its_page_and_its_counts(tmp_path, secret):
    with server(tmp_path) as (port, told):
        assert post.send(settings(port, tmp_path, secret), SUMMARY) == ""
    start = told.index(b"data") + 1
    mail = message_from_bytes(b"\r\n".join(told[start : told.index(b".", start)]))
    assert mail["To"] == "kim@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, page = (part.get_payload(decode=True).decode("utf-8") for part in mail.walk() if not part.is_multipart())
    assert "3 done, 1 ignored" in plain
    assert "&lt;b&gt;a&lt;/b&gt;.pdf" in page
    assert "<b>a</b>" not in page


@needs_openssl
def test_a_server_that_proves_nothing_never_hears_the_password(tmp_path, secret):
    (tmp_path / "other").mkdir()
    certificate(tmp_path / "other")
    with server(tmp_path) as (port, told):
        why = post.send(settings(port, tmp_path / "other", secret), SUMMARY)
    assert "could not be sent" in why
    assert told == []


@needs_openssl
def test_a_refused_password_is_told_without_it(tmp_path, secret):
    with server(tmp_path, b"535 no, not s3cret-word") as (port, _):
        why = post.send(settings(port, tmp_path, secret), SUMMARY)
    assert "refused the user or the password" in why
    assert "s3cret" not in why


def test_a_password_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / "password"
    file.write_text("s3cret-word", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(ConfigError, match="can be read by others"):
        post.password(MailSettings(password_file=str(file)))


@pytest.mark.parametrize(("when", "code", "told"), [("always", 0, True), ("problems", 0, False), ("problems", 3, True)])
def test_mail_is_sent_when_the_settings_say_so(when, code, told):
    assert post.wanted(MailSettings(host="localhost", to=("a@example.org",), when=when), code) is told


def test_no_mail_is_sent_to_nobody():
    assert not post.wanted(MailSettings(host="localhost"), 3)
