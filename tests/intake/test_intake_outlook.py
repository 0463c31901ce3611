"""Outlook's own files: what holds for mails holds for them."""

from __future__ import annotations

import random
import struct
import sys
from pathlib import Path

import pytest

from pipeline.intake import identify
from pipeline.intake.mapi import rtf_of
from pipeline.model import Item

sys.path.insert(0, str(Path(__file__).parent))
from intake_builder import PDF, PNG, archive, attachment, bodies, items, multipart, names, opened, reasons
from intake_builder import text as text_part
from outlook_builder import (  # fmt: skip
    attribute,
    compound,
    file_of,
    mapi,
    message_of,
    msg,
    number,
    raw,
    storage,
    text,
    tnef,
    tnef_file,
)

LETTER = {0x0037: text("Re: Night buses"), 0x0C1A: text("Ann"), 0x5D01: text("ann@example.org"), 0x1000: text("Lamps.")}


def dated() -> dict[int, tuple[int, bytes]]:
    return {**LETTER, 0x1035: text("<1@example.org>")}


def test_a_message_of_outlook_gives_its_text_its_sender_and_its_files() -> None:
    content = compound(msg(dated(), file_of("Städte.pdf", PDF), file_of("papers.zip", archive(("a.pdf", PDF)))))
    found = opened(content, "letter.msg")
    assert identify(content) == "application/vnd.ms-outlook"
    assert (bodies(found), names(found)) == (["Lamps."], ["Städte.pdf", "a.pdf"])
    origin = items(found)[0].origins[0]
    assert (origin.sender, origin.subject, origin.message_id) == ("Ann <ann@example.org>", "Re: Night buses", "<1@example.org>")  # fmt: skip
    assert (origin.locator, origin.parent) == ("letter.msg!part=2", "letter.msg")


def test_a_large_file_in_a_message_of_outlook_comes_byte_for_byte() -> None:
    large = PDF + random.Random(1).randbytes(50_000)
    (found,) = items(opened(compound(msg(LETTER, file_of("a.pdf", large))), "a.msg"))
    assert found.content == large


def test_a_message_in_a_message_of_outlook_keeps_its_sender_and_date() -> None:
    inner = msg({**LETTER, 0x0C1A: text("Bob"), 0x5D01: text("b@example.org"), 0x1000: text("Inner.")},
                file_of("a.pdf", PDF + bytes(5_000)), header=24)  # fmt: skip
    found = opened(compound(msg(LETTER, message_of(inner))), "a.msg")
    origin = items(found)[0].origins[0]
    assert (origin.sender, origin.original_sender) == ("Ann <ann@example.org>", "Bob <b@example.org>")
    assert (bodies(found), origin.locator) == (["Lamps.", "Inner."], "a.msg!part=2.2")


def test_the_header_that_a_message_came_with_tells_what_outlook_does_not() -> None:
    head = "From: Ann <ann@example.org>\r\nDate: Tue, 11 Jun 2013 14:40:58 +0200\r\nMessage-ID: <7@x>\r\n"
    own = {0x007D: text(head), 0x0C1A: text("Ann"), 0x0C1F: text("/O=ORG/CN=ANN"), 0x1000: text("Hi")}
    origin = opened(compound(msg(own)), "a.msg")[1].origins[0]
    assert (origin.sender, origin.sent_at, origin.message_id) == ("Ann <ann@example.org>", "2013-06-11T14:40:58+02:00", "<7@x>")  # fmt: skip


def test_text_in_an_old_code_page_is_decoded() -> None:
    own = {0x3FFD: number(1251), 0x1000: (0x001E, "Урок".encode("cp1251")), 0x0037: (0x001E, "Город".encode("cp1251"))}
    found = opened(compound(msg(own)), "a.msg")
    assert (bodies(found), found[1].origins[0].subject) == (["Урок"], "Город")


def test_an_html_text_is_read_where_there_is_no_other() -> None:
    own = {0x1013: raw("<p>Fahrgäste</p>".encode()), 0x3FDE: number(65001)}
    assert bodies(opened(compound(msg(own)), "a.msg")) == ["Fahrgäste"]


def test_pictures_pointers_and_objects_are_ignored_with_their_reasons() -> None:
    logo = file_of("logo.png", PNG, p3712=text("logo@x"))
    link = storage(8, {0x3705: number(7), 0x3707: text("far.pdf")})
    drawing = storage(8, {0x3705: number(6), 0x3001: text("Drawing")})
    found = opened(compound(msg(LETTER, logo, link, drawing)), "a.msg")
    assert reasons(found) == ["inline-picture", "external", "embedded-object"]


def test_names_in_a_message_of_outlook_are_data() -> None:
    evil = '../../x";\r\nBcc: a@b.c\r\n\r\n.pdf'
    assert names(opened(compound(msg(LETTER, file_of(evil, PDF))), "a.msg")) == ["x ; Bcc a@b.c .pdf"]


def test_messages_nested_too_deeply_are_told() -> None:
    inner = msg(LETTER, header=24)
    for _ in range(8):
        inner = msg(LETTER, message_of(inner), header=24)
    found = opened(compound(msg(LETTER, message_of(inner))), "a.msg", mail_depth=5)
    assert "too-deep" in reasons(found, "quarantined")
    assert bodies(found)


def test_a_message_of_outlook_in_a_mail_is_opened() -> None:
    found = opened(multipart(text_part("hi"), attachment(compound(msg(LETTER, file_of("a.pdf", PDF))), "a.msg")))
    assert (bodies(found), names(found)) == (["hi", "Lamps."], ["a.pdf"])


def test_damaged_messages_of_outlook_are_quarantined_or_read_in_part() -> None:
    whole = compound(msg(LETTER, file_of("a.pdf", PDF), message_of(msg(LETTER, header=24))))
    dice = random.Random(7)
    for _ in range(300):
        broken = bytearray(whole[: dice.randrange(600, len(whole) + 1)])
        for _ in range(dice.randrange(1, 20)):
            broken[dice.randrange(8, len(broken))] = dice.randrange(256)
        assert opened(bytes(broken), "a.msg")


# winmail.dat


def test_a_winmail_gives_its_files_and_its_text() -> None:
    content = tnef(
        attribute(1, 0x9007, struct.pack("<II", 1252, 0)), attribute(1, 0x8004, b"Buses\0"),
        attribute(1, 0x800C, "Fahrgäste\0".encode("cp1252")), tnef_file("a.pdf", PDF), tnef_file("b.pdf", PDF + b" "),
    )  # fmt: skip
    found = opened(multipart(text_part("hi"), attachment(content, "winmail.dat", "application/ms-tnef")))
    assert (bodies(found), names(found)) == (["hi", "Fahrgäste"], ["a.pdf", "b.pdf"])
    assert items(found)[0].origins[0].locator == "x.eml!part=2.2"


def test_the_long_name_of_a_file_is_taken_where_a_winmail_has_one() -> None:
    long = attribute(2, 0x9005, mapi({0x3707: text("Städte im Vergleich.pdf"), 0x3705: number(1)}))
    assert names(opened(tnef(tnef_file("STDTE~1.PDF", PDF), long), "winmail.dat")) == ["Städte im Vergleich.pdf"]


def test_a_message_in_a_winmail_is_opened() -> None:
    inner = tnef(attribute(1, 0x9003, mapi({0x1000: text("Inner."), 0x0037: text("Old")})), tnef_file("a.pdf", PDF))
    held = bytes.fromhex("0703020000000000c000000000000046") + inner
    outer = tnef(attribute(2, 0x9002, b"\0" * 14), attribute(2, 0x9005, mapi({0x3701: (0x000D, held), 0x3705: number(5)})))  # fmt: skip
    found = opened(outer, "winmail.dat")
    assert (bodies(found), names(found)) == (["Inner."], ["a.pdf"])


def test_text_that_is_kept_as_rich_text_only_is_unpacked() -> None:
    packed = b"\x03\x00\x0a\x00" + b"rcpg125" + b"\x42" + b"2\x0a\xf3 hel\x09\x00 bw" + b"\x05\xb0ld}\x0a\x80\x0f\xa0"
    coded = struct.pack("<II4sI", len(packed) + 12, 43, b"LZFu", 0) + packed
    assert rtf_of({0x1009: coded}, 1_000_000) == rb"{\rtf1\ansi\ansicpg1252\pard hello world}" + b"\r\n"
    plain = struct.pack("<II4sI", 40, 12, b"MELA", 0) + rb"{\rtf1 Lamp}"
    (_, body) = opened(tnef(attribute(1, 0x9003, mapi({0x1009: raw(plain)}))), "winmail.dat")
    assert isinstance(body, Item)
    assert (body.media_type, body.body, body.content) == ("application/rtf", True, rb"{\rtf1 Lamp}")


@pytest.mark.parametrize("size", [40, 120, 200])
def test_a_winmail_that_is_cut_off_is_told_and_read_as_far_as_it_goes(size: int) -> None:
    content = tnef(attribute(1, 0x8004, b"Buses\0"), tnef_file("a.pdf", PDF), tnef_file("b.pdf", PDF))
    assert "bad-mail" in reasons(opened(content[:size], "winmail.dat"), "quarantined")


def test_a_winmail_of_noise_ends() -> None:
    dice = random.Random(3)
    for _ in range(300):
        assert opened(tnef(dice.randbytes(dice.randrange(2_000))), "winmail.dat")


def test_a_winmail_that_promises_four_billion_values_takes_no_memory() -> None:
    lie = attribute(1, 0x9003, struct.pack("<IHHI", 1, 0x1003, 0x1000, 0xFFFFFFFF))
    assert reasons(opened(tnef(lie), "winmail.dat"), "quarantined") == ["bad-mail"]


def test_a_nameless_file_of_an_odd_kind_is_no_text_of_the_writer() -> None:
    odd = storage(8, {0x3705: number(1), 0x370E: text("Microsoft"), 0x3701: raw(PDF)})
    plain = storage(8, {0x3705: number(1), 0x370E: text("text/plain"), 0x3701: raw(b"Notes of the day")})
    found = opened(compound(msg(LETTER, odd, plain)), "a.msg")
    assert (bodies(found), names(found)) == (["Lamps."], ["part 2.pdf", "part 3.txt"])
