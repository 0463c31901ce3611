"""Bytes say what a file is; names only decide between kinds of text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.intake import identify, kinds

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from hostile.making import compound
from intake_builder import PDF, PNG, archive, mail, opened, reasons, word

SEEDS = Path("/work/shared/seeds")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEMO = "From: Ann\nTo: Bob\nDate: 3 May\nSubject: Waste\n\nDear Bob"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PDF, "a.txt", "application/pdf"),
        (b"\r\njunk" * 20 + PDF, "a.pdf", "application/pdf"),
        (b"We were told that %PDF- begins a file.", "a.txt", "text/plain"),
        (word(), "a.zip", WORD),
        (word()[:-60], "a.docx", WORD),
        (archive(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")), "a.docx", WORD.replace("word", "spread")),
        (archive(("a.txt", b"a")), "a.docx", "application/zip"),
        (
            archive(("mimetype", b"application/vnd.oasis.opendocument.text")),
            "a",
            "application/vnd.oasis.opendocument.text",
        ),
        (PNG, "a.pdf", "image/png"),
        (b"{\\rtf1 x}", "a.doc", "application/rtf"),
        (b'x\x9f>"' + b"\0" * 20, "winmail.dat", "application/vnd.ms-tnef"),
        (b"", "a.pdf", "application/x-empty"),
        (b" \r\n\t", "a.txt", "application/x-empty"),
        (b"\x00\x01\x02\x03" * 50, "a.txt", "application/octet-stream"),
        (mail(), "a.txt", "message/rfc822"),
        ("From: a@b.c\nSubject: x\n\nText".encode("utf-16"), "a.eml", "message/rfc822"),
        (b"Subject: x\n\nText", "a.eml", "message/rfc822"),
        (MEMO.encode(), "a.txt", "text/plain"),
        (b"From a@b Mon Jan 1 10:00:00 2001\nFrom: a\n\nx\n\n" * 2, "a", "application/mbox"),
        (b"<!DOCTYPE html><p>x", "a.txt", "text/html"),
        (b"<!-- saved -->\n<HTML><p>x", "a.txt", "text/html"),
        (b"<p>x</p>", "a.html", "text/html"),
        (b"<p>x</p>", "a.txt", "text/plain"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "text/xml"),
        ("“Ünïcode”".encode("cp1252"), "a.txt", "text/plain"),
        ("Ünïcode, long enough".encode("utf-16-le"), "a.txt", "text/plain"),
        (b"# Title", "a.md", "text/markdown"),
        (b"a,b\n1,2", "a.csv", "text/csv"),
        (b"BEGIN:VCALENDAR\n", "a.txt", "text/calendar"),
    ],
)
def test_it_is_known_by_its_bytes(content: bytes, name: str, expected: str) -> None:
    assert identify(content, name) == expected.replace("spreadprocessingml.document", "spreadsheetml.sheet")


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.odt", "a.zip", "A.PDF"])
def test_text_under_the_name_of_a_document_is_corrupt(name: str) -> None:
    (found,) = opened(b"Just some text.", name)
    assert (found.status, found.reason, found.content) == ("quarantined", "corrupt", b"Just some text.")
    assert "plain text" in found.message


@pytest.mark.parametrize(("content", "name"), [(word(), "a.doc"), (b"{\\rtf1 x}", "a.doc"), (word(), "a.zip")])
def test_names_that_programs_mix_up_do_no_harm(content: bytes, name: str) -> None:
    assert not reasons(opened(content, name), "quarantined")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b"\n\n", "empty"), (b"\x00\x01\x02\x03" * 50, "unknown-format")]
)
def test_what_cannot_be_taken_is_quarantined(content: bytes, reason: str) -> None:
    assert reasons(opened(content, "x"), "quarantined") == [reason]


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not on this machine")
def test_the_seeds_are_what_their_names_say() -> None:
    endings = {".pdf": "application/pdf", ".docx": WORD, ".html": "text/html", ".eml": "message/rfc822"}
    for path in SEEDS.iterdir():
        assert identify(path.read_bytes(), path.name) == endings.get(path.suffix, "text/plain"), path.name


def test_an_old_word_file_with_a_password_is_told_from_one_without():
    plain = b"\xec\xa5\xc1\0" + bytes(60)
    locked = plain[:10] + b"\0\x01" + plain[12:]
    assert identify(compound(("WordDocument", plain)), "a.doc") == "application/msword"
    assert identify(compound(("1Table", b"x"), ("WordDocument", locked)), "a.doc") == kinds.ENCRYPTED_OFFICE


def test_a_word_stream_that_lies_outside_its_file_is_no_fault():
    cut = compound(("WordDocument", b"\xec\xa5"))
    assert identify(cut[:512] + cut[-512:], "a.doc") in (kinds.OLE, "application/msword")
