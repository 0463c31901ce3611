"""Everything in a mail ends somewhere: as a document, ignored with why, or quarantined with a reason."""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path

import pytest

from pipeline.model import Item

sys.path.insert(0, str(Path(__file__).parent))
from intake_builder import (
    PDF,
    PNG,
    archive,
    attachment,
    bodies,
    group,
    items,
    joined,
    mail,
    multipart,
    names,
    opened,
    part,
    reasons,
    text,
    word,
)

SEEDS = Path("/work/shared/seeds")


def test_the_text_of_a_mail_is_a_document_of_its_own() -> None:
    container, body = opened(mail("Dear all\r\nhello\r\n-- \r\nAnn"), "note.eml")
    assert (container.status, container.reason) == ("unpacked", "mail")
    assert body == Item(
        digest=hashlib.sha256(b"Dear all\nhello").hexdigest(),
        media_type="text/plain",
        content=b"Dear all\nhello",
        origins=body.origins,
        body=True,
    )
    origin = body.origins[0]
    assert (origin.source, origin.locator, origin.parent) == ("mail", "note.eml!part=1", "note.eml")
    assert (origin.name, origin.sender) == ("note.eml", "Ann <ann@example.org>")
    assert (origin.subject, origin.sent_at) == ("Report", "2013-06-11T14:40:58+02:00")
    assert origin.message_id == "<1@example.org>"


@pytest.mark.parametrize("disposition", ["inline", "attachment", "", "bogus"])
def test_a_document_is_taken_whatever_its_disposition(disposition: str) -> None:
    fields = {"content_disposition": f'{disposition}; filename="a.pdf"'} if disposition else {}
    pdf = part(PDF, content_type='application/pdf; name="a.pdf"', content_id="<x@y>", **fields)
    assert names(opened(multipart(text("hi"), pdf))) == ["a.pdf"]


def test_a_document_that_is_called_text_is_taken_as_what_it_is() -> None:
    (found,) = items(opened(multipart(text("hi"), part(PDF, content_type="text/plain"))))
    assert (found.media_type, found.origins[0].name) == ("application/pdf", "part 2.pdf")


def test_a_mail_may_be_nothing_but_a_document() -> None:
    found = opened(mail(PDF, "application/pdf", subject="Re: Minutes 3/4"))
    assert names(found) == ["Minutes 3-4.pdf"]
    assert reasons(found) == ["empty-body"]


def test_text_with_a_file_name_is_an_attachment() -> None:
    found = opened(multipart(text("hi"), attachment(b"notes", "notes.txt", "text/plain")))
    assert (bodies(found), names(found)) == (["hi"], ["notes.txt"])


def test_texts_around_an_attachment_belong_together() -> None:
    found = opened(multipart(text("before"), attachment(PDF, "a.pdf"), text("after")))
    assert bodies(found) == ["before\n\nafter"]


@pytest.mark.parametrize(
    ("plain", "html", "expected"),
    [
        ("plain", "<p>rich</p>", "plain"),
        (" \n", "<p>rich</p>", "rich"),
        ("Please view this email in HTML.", f"<p>{'rich ' * 40}</p>", "rich " * 39 + "rich"),
    ],
)
def test_of_two_forms_of_a_text_the_better_is_read(plain: str, html: str, expected: str) -> None:
    found = opened(multipart(text(plain), text(html, "text/html"), subtype="alternative"))
    assert (bodies(found), reasons(found)) == ([expected], ["alternative"])


def test_an_attachment_among_the_forms_of_a_text_is_found() -> None:
    rich = group(text("<p>rich", "text/html"), attachment(PDF, "a.pdf"), subtype="mixed", boundary="=c")
    found = opened(multipart(text("plain"), rich, subtype="alternative"))
    assert (bodies(found), names(found)) == (["plain"], ["a.pdf"])


def test_pictures_are_ignored_and_say_whether_they_are_part_of_the_text() -> None:
    logo = attachment(PNG, "logo.png", "image/png", content_id="<logo>")
    photo = attachment(b"GIF89a" + b"\1" * 20_000, "photo.gif", "image/gif")
    tiff = attachment(b"II*\x00" + b"\1" * 100, "fax.tif", "image/tiff")
    found = opened(multipart(text("hi"), logo, photo, tiff))
    assert (reasons(found), names(found)) == (["inline-picture", "picture"], ["fax.tif"])


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("text/calendar", b"BEGIN:VCALENDAR\nEND:VCALENDAR", "calendar"),
        ("text/x-vcard", b"BEGIN:VCARD\nEND:VCARD", "contact-card"),
        ("application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----", "signature"),
        ("application/pkcs7-signature", b"\x30\x82" + b"\1" * 50, "signature"),
        ("message/delivery-status", b"Status: 5.0.0", "delivery-report"),
        ("message/external-body", b"Content-Type: image/png", "external"),
        ("text/css", b"p {}", "web-part"),
    ],
)
def test_what_is_no_document_is_ignored_with_its_reason(kind: str, content: bytes, reason: str) -> None:
    assert reasons(opened(multipart(text("hi"), attachment(content, "", kind)))) == [reason]


def test_an_encrypted_mail_is_quarantined() -> None:
    parts = part("Version: 1", content_type="application/pgp-encrypted"), attachment(b"-----BEGIN PGP MESSAGE", "")
    assert reasons(opened(multipart(*parts, subtype="encrypted")), "quarantined") == ["encrypted"]


def test_a_forwarded_message_keeps_its_own_sender_and_date() -> None:
    inner = mail(
        joined(text("inner"), attachment(PDF, "a.pdf"), boundary="=i"),
        'multipart/mixed; boundary="=i"',
        **{"from": "Bob <bob@example.org>", "date": "Mon, 3 Jun 2013 08:00:00 +0000", "subject": "Fw: Inner: text"},
    )
    found = opened(multipart(text("outer"), part(inner, content_type="message/rfc822")), "fwd.eml")
    origin = items(found)[0].origins[0]
    assert (origin.locator, origin.parent) == ("fwd.eml!part=2.2", "fwd.eml!part=2")
    assert (origin.sender, origin.original_sender) == ("Ann <ann@example.org>", "Bob <bob@example.org>")
    assert origin.sent_at == "2013-06-03T08:00:00+00:00"
    assert bodies(found) == ["outer", "inner"]
    assert [entry.origins[0].name for entry in found if isinstance(entry, Item)] == [
        "fwd.eml",
        "Inner text.txt",
        "a.pdf",
    ]


def test_a_mail_forwarded_inline_names_its_original_sender() -> None:
    forwarded = "FYI\n\n-----Forwarded message-----\nFrom: Bob <b@c.d>\nDate: 3 May\nTo: Ann\nSubject: x\n\nThe plan."
    found = opened(multipart(text(forwarded), attachment(PDF, "a.pdf")))
    assert items(found)[0].origins[0].original_sender == "Bob <b@c.d>"
    assert bodies(found) == ["FYI\n\nThe plan."]


def test_a_message_attached_as_a_file_is_opened_as_well() -> None:
    inner = multipart(text("inner"), attachment(PDF, "a.pdf"), boundary="=i")
    assert names(opened(multipart(text("outer"), attachment(inner, "saved.eml")))) == ["a.pdf"]


def test_an_archive_in_a_mail_is_opened() -> None:
    found = opened(multipart(text("hi"), attachment(archive(("b/a.pdf", PDF)), "x.zip")))
    origin = items(found)[0].origins[0]
    assert (origin.source, origin.locator) == ("archive", "x.eml!part=2;member=b/a.pdf")
    assert origin.sender == "Ann <ann@example.org>"


def test_the_same_attachment_twice_arrives_twice() -> None:
    found = items(opened(multipart(attachment(PDF, "a.pdf"), attachment(PDF, "b.pdf"))))
    assert [entry.origins[0].name for entry in found] == ["a.pdf", "b.pdf"]
    assert len({entry.digest for entry in found}) == 1


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('attachment; filename="a;b.pdf"', "a;b.pdf"),
        ("attachment; filename=plain.pdf; size=3", "plain.pdf"),
        ("attachment; filename*=utf-8''n%C2%B02.pdf", "n°2.pdf"),
        ("attachment;\r\n filename*0*=utf-8''Bogot%C3;\r\n filename*1*=%A1;\r\n filename*2=.pdf", "Bogotá.pdf"),
        ('attachment; filename="=?iso-8859-1?Q?caf=E9=2Epdf?="', "café.pdf"),
        ('attachment; filename="=?utf-8?B?Qm9nb3TDoS5wZGY=?="', "Bogotá.pdf"),
        ("attachment; filename*=unknown-charset''%E9.pdf", "é.pdf"),
        ('attachment; filename="..\\\\..\\\\evil.pdf"', "evil.pdf"),
        ('attachment; filename="/etc/a.pdf"', "a.pdf"),
        ('attachment; filename="gpj\u202efdp.pdf"', "gpjfdp.pdf"),
        ('attachment; filename="never closed.pdf', "never closed.pdf"),
    ],
)
def test_names_of_attachments_are_decoded_and_made_harmless(field: str, expected: str) -> None:
    odd = part(PDF, content_type="application/pdf", content_disposition=field)
    assert names(opened(multipart(text("hi"), odd))) == [expected]


@pytest.mark.parametrize(
    ("charset", "raw", "expected"),
    [
        ("utf-8", "Bogotá – ok".encode(), "Bogotá – ok"),
        ("iso-8859-1", "“quoted” – ok".encode("cp1252"), "“quoted” – ok"),
        ("us-ascii", "Bogotá".encode(), "Bogotá"),
        ("gb2312", "中文".encode("gb18030"), "中文"),
        ("x-unknown", "Bogotá".encode("cp1252"), "Bogotá"),
        ("idna", b"plain\xe9", "plainé"),
        ("zlib", b"plain", "plain"),
        ("utf-16", "Bogotá".encode("utf-16"), "Bogotá"),
    ],
)
def test_text_is_decoded_whatever_its_charset_is_called(charset: str, raw: bytes, expected: str) -> None:
    coded = base64.encodebytes(raw)
    assert bodies(opened(mail(coded, f"text/plain; charset={charset}", content_transfer_encoding="base64"))) == [
        expected
    ]


def test_subjects_and_senders_are_decoded() -> None:
    message = mail(**{"from": "=?iso-8859-1?Q?Andr=E9?= =?iso-8859-1?Q?_M?= <a@b.c>", "subject": "=?utf-8?B?w4k=?="})
    origin = opened(message)[1].origins[0]
    assert (origin.sender, origin.subject) == ("André M <a@b.c>", "É")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Tue, 11 Jun 2013 14:40:58 +0200", "2013-06-11T14:40:58+02:00"),
        ("11 Jun 2013 14:40:58 -0000", "2013-06-11T14:40:58"),
        ("2025-07-29T12:42:06.000Z", "2025-07-29T12:42:06+00:00"),
        ("yesterday", ""),
        ("Tue, 11 Jun 20130 14:40:58 +99999999999", ""),
    ],
)
def test_dates_are_iso_or_empty(given: str, expected: str) -> None:
    assert opened(mail(date=given))[1].origins[0].sent_at == expected


def test_flowed_text_is_joined() -> None:
    assert bodies(opened(mail("one \r\ntwo\r\n three\r\n", "text/plain; format=flowed"))) == ["one two\nthree"]


def test_an_html_mail_becomes_text() -> None:
    html = "<style>p{}</style><p>A&nbsp;b<br>c</p><ul><li>one<li>two</ul><table><tr><td>q</td><td>a</td></table>"
    hidden = "<div style='display: none'>secret</div><script>x</script>"
    assert bodies(opened(mail(html + hidden, "text/html"))) == ["A b\nc\n\n• one\n• two\n\nq\ta"]


@pytest.mark.parametrize(
    "quote",
    [
        "<div class=gmail_quote>On Mon, 3 May 2013 at 10:00, Ann &lt;a@b.c&gt; wrote:<br><blockquote>Old<p>Older",
        "<p><b>From:</b> Ann<br><b>Sent:</b> 3 May<br><b>To:</b> B<br><b>Subject:</b> x<p>Old",
        "<hr><b>From:</b> Ann<br><b>Date:</b> 3 May<br><b>To:</b> B<br><b>Subject:</b> x<br><br>Old",
    ],
)
def test_history_is_cut_off_an_html_mail(quote: str) -> None:
    assert bodies(opened(mail(f"<p>Yes.</p>{quote}", "text/html"))) == ["Yes."]


def test_a_missing_boundary_is_found() -> None:
    message = mail(joined(text("hi"), attachment(PDF, "a.pdf")), "multipart/mixed")
    assert (bodies(opened(message)), names(opened(message))) == (["hi"], ["a.pdf"])


def test_a_mail_that_is_cut_off_yields_what_there_is() -> None:
    message = multipart(text("hi"), attachment(word(), "a.docx"))
    assert names(opened(message[:-30])) == ["a.docx"]


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not on this machine")
def test_the_seed_mails_give_their_attachments_byte_for_byte() -> None:
    found = opened((SEEDS / "mail_forwarded.eml").read_bytes(), "mail_forwarded.eml")
    digests = {
        hashlib.sha256((SEEDS / name).read_bytes()).hexdigest() for name in ("learning_form.docx", "forum_report.pdf")
    }
    assert {entry.digest for entry in items(found)} == digests
    assert names(found)[0] == "Post learning event report – UNICRI forum (final) n°2.docx"
    assert bodies(found)[1].startswith("Dear colleagues\n\nPlease find attached the completed reporting template")
    assert "Durban" not in "".join(bodies(found))
    assert reasons(found) == ["alternative", "inline-picture", "system-file", "system-file"]
