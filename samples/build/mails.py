"""The samples that are mails: a covering note with a form, an announcement in the body, a forwarded correction."""

from __future__ import annotations

import struct
import zlib
from email.message import EmailMessage
from email.policy import SMTP

import ooxml
import source as src

WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def logo() -> bytes:
    """A PNG of 24 by 24 pixels in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x1f\x4e\x5f" * 24) * 24
    header = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def mail(sender: str, to: str, subject: str, date: str, ident: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = date, f"<{ident}>"
    return message


def fix_boundaries(message: EmailMessage, name: str) -> None:
    """Boundaries that are the same on every run."""
    for number, part in enumerate(message.walk()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{name}_{number}")


def covering_note(form: bytes) -> bytes:
    """Text and HTML with an inline logo, the form attached under another name than in the folder."""
    message = mail(
        "Achieng Odhiambo <a.odhiambo@kisumu-city.example>",
        "learning@kisumu-city.example",
        "Fw: note on the Accra dialogue – sorry for the delay, 2 pages…",
        "Fri, 22 Mar 2019 16:41:07 +0300",
        "20190322164107.3@kisumu-city.example",
    )
    message.set_content(
        "Hello,\n\nplease find our note attached. Peter has seen it.\n\nAchieng\n-- \n"
        "Environment and Sanitation\nCity Hall, Court Road, Kisumu\nThis message is confidential.\n"
    )
    message.add_alternative(
        '<html><body><img src="cid:logo@kisumu" alt=""><p>Hello,</p><p>please find our note '
        "attached. Peter has seen it.</p><p>Achieng</p></body></html>",
        subtype="html",
        cte="base64",
    )
    page = list(message.iter_parts())[1]
    assert isinstance(page, EmailMessage)
    page.add_related(logo(), "image", "png", cid="<logo@kisumu>", filename="logo.png", disposition="inline")
    message.add_attachment(
        form, *WORD, filename="Note après l’événement – Accra n° 4 (Odhiambo, Langat), signed and scanned copy.docx"
    )
    fix_boundaries(message, "kisumu")
    return message.as_bytes()


QUOTED = [
    "On Fri, 12 Jul 2019 at 10:02, Claudia Riquelme <c.riquelme@valdivia.example> wrote:",
    "> Valdivia and Concepción should open their own units next year.",
    "> When will you tell us the dates?",
]


def plain_body(source: src.Source) -> str:
    lines = [f"{b.marker} {b.text}".strip() for b in source.blocks]
    return "\n\n".join(lines[:-3]) + "\n\n" + "\n".join(lines[-3:]) + "\n\n" + "\n".join(QUOTED) + "\n"


def html_body(source: src.Source) -> str:
    lines = [f"<p>{b.marker} {b.text}</p>" for b in source.blocks]
    quote = "<br>".join(line.removeprefix("> ") for line in QUOTED[1:])
    history = f"{QUOTED[0].replace('<', '&lt;')}<blockquote>{quote}</blockquote>"
    return f"<html><body>{''.join(lines)}<div class='gmail_quote'>{history}</div></body></html>"


def announcement(source: src.Source) -> bytes:
    """A mail whose body is the document."""
    message = mail(
        "Lucía Etchegaray <l.etchegaray@montevideo-imm.example>",
        "mediadores@cono-sur.example",
        "Peer week on neighbourhood mediation, Montevideo, 4 to 8 November 2019",
        "Mon, 19 Aug 2019 09:15:44 -0300",
        "b7c1.20190819@montevideo-imm.example",
    )
    message["In-Reply-To"] = "<valdivia-77@valdivia.example>"
    message.set_content(plain_body(source), cte="quoted-printable")
    message.add_alternative(html_body(source), subtype="html", cte="base64")
    fix_boundaries(message, "mvd")
    return message.as_bytes()


def correction(form: bytes) -> EmailMessage:
    """The mail that the coordinator forwards: a corrected form."""
    message = mail(
        "Nur Aisyah binti Rahman <aisyah@mbpp.example>",
        "circle@straitsdelta.example",
        "Corrected sheet",
        "Mon, 19 Nov 2018 11:20:00 +0800",
        "mbpp-118@mbpp.example",
    )
    message.set_content("Dear all,\n\nour first sheet had a wrong date in it. Please use this one instead.\n\nAisyah\n")
    message.add_attachment(form, *WORD, filename="corrected-penang-night-economy.docx")
    return message


def forwarded(form: bytes, report: bytes) -> bytes:
    """A forwarded mail with the corrected form, and a zip in which a report comes again."""
    message = mail(
        "Circle Secretariat <circle@straitsdelta.example>",
        "archive@straitsdelta.example",
        "Fwd: Corrected sheet",
        "Tue, 20 Nov 2018 08:05:12 +0800",
        "sdclc-2201@straitsdelta.example",
    )
    message.set_content("For the archive: the corrected sheet, and once more the report that somebody asked for.\n")
    message.add_attachment(correction(form))
    members = {
        "for the archive/reports 2016/kampala-streets-forum.pdf": report,
        "__MACOSX/for the archive/._kampala-streets-forum.pdf": b"\0\5\x16\7" + bytes(60),
        "for the archive/.DS_Store": b"\0\0\0\1Bud1" + bytes(24),
    }
    message.add_attachment(ooxml.zipped(members), "application", "zip", filename="for the archive.zip")
    fix_boundaries(message, "sdclc")
    return message.as_bytes()
