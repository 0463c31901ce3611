"""Old Word files: LibreOffice is asked for a newer one, within bounds, and its absence is said."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import engine
from pipeline.errors import DocumentError
from pipeline.extract import extract, fingerprint
from pipeline.extract.office import convert, probe
from pipeline.extract.settings import ExtractSettings
from pipeline.intake.kinds import DOC, identify
from pipeline.model import Item, Origin

PAGE = """<html><body><h1>Shade in Seville</h1>
<p>Trees along the tram line keep the stops cool in July.</p>
<table border="1"><tr><td>City</td><td>Seville</td></tr><tr><td>Contact</td><td>Marta Quiroga</td></tr></table>
</body></html>"""


def has_writer() -> bool:
    path = probe.program()
    return bool(path) and any(Path(path).resolve().parent.glob("*swlo*"))


needs_writer = pytest.mark.skipif(not has_writer(), reason="LibreOffice Writer is not installed")


@pytest.fixture(scope="module")
def old_word(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("office")
    (folder / "page.html").write_text(PAGE, "utf-8")
    command = [probe.program(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "doc:MS Word 97", "--infilter=HTML (StarWriter)", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "page.html")], check=True, capture_output=True, timeout=120)
    return (folder / "page.doc").read_bytes()


def item(content: bytes) -> Item:
    origin = Origin(source="folder", locator="a.doc", name="a.doc")
    return Item(digest="d", media_type=DOC, content=content, origins=(origin,))


def words(content: bytes) -> bytes:
    """What a worker does with a document: its text."""
    return "\n".join(block.text for block in extract(item(content)).blocks).encode()


@needs_writer
def test_an_old_word_file_is_told_by_its_bytes(old_word):
    assert identify(old_word, "letter.txt") == DOC


@needs_writer
def test_an_old_word_file_is_read_with_its_table(old_word):
    found = extract(item(old_word))
    text = "\n".join(block.text for block in found.blocks)
    assert found.media_type == DOC
    assert "Shade in Seville" in text
    assert "keep the stops cool" in text
    assert "Marta Quiroga" in text


@needs_writer
def test_it_is_read_inside_a_confined_worker(old_word):
    settings = engine.Settings(
        workers=1, confined=True, readable=(*probe.readable(), __file__), sockets=probe.sockets()
    )
    (result,) = engine.map_tasks(words, [engine.Task("d", old_word)], settings)
    probe.sweep()
    assert isinstance(result, engine.Success), result
    assert b"Marta Quiroga" in result.payload


@needs_writer
@pytest.mark.skipif(sys.platform != "linux", reason="only there it leaves sockets")
def test_dead_sockets_are_swept_and_live_ones_left():
    folder = Path(probe.sockets()[0])
    dead, live = (folder / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{os.getpid()}{name}" for name in "ab")
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as gone:
        listener.bind(str(live))
        listener.listen()
        gone.bind(str(dead))
        gone.close()
        try:
            probe.sweep()
            assert (dead.exists(), live.exists()) == (False, True)
        finally:
            dead.unlink(missing_ok=True)
            live.unlink(missing_ok=True)


@needs_writer
def test_a_damaged_one_ends_with_a_reason(old_word):
    with pytest.raises(DocumentError) as refused:
        convert.read_doc(old_word[:2_000], "d")
    assert refused.value.reason in ("corrupt", "empty", "no-text")


@pytest.mark.skipif(sys.platform == "win32", reason="the program of the test is a shell's")
def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path, monkeypatch):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\n(sleep 3; touch " + str(tmp_path / "late") + ") & wait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(probe, "program", lambda: str(slow))
    with pytest.raises(DocumentError) as refused:
        convert.converted(convert._SIGNATURE, seconds=0.5)
    assert refused.value.reason == "timed-out"
    time.sleep(3)
    assert not (tmp_path / "late").exists()


def test_without_libreoffice_the_reason_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(probe, "program", lambda: "")
    with pytest.raises(DocumentError) as refused:
        extract(item(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    assert refused.value.reason == "missing-tool"
    assert "LibreOffice" in refused.value.detail
    assert probe.readable() == probe.sockets() == ()


def test_such_documents_are_tried_again_once_it_is_there(monkeypatch):
    before = fingerprint(ExtractSettings())
    monkeypatch.setattr(probe, "program", lambda: "")
    without = fingerprint(ExtractSettings())
    assert "LibreOffice" not in without
    assert (before != without) == ("LibreOffice" in before)
