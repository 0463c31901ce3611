"""Mails that mean harm, made by a script: what strangers may send, and what a careless reader trips over.

`mails()` gives them by file name; `ENDS` says how they end, where nothing of their text can be told.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable

from hostile.making import ESCAPE, FORGED, READ

HEAD = b"From: Ann Sample <ann@example.org>\r\nDate: Tue, 11 Jun 2013 14:40:58 +0200\r\nMIME-Version: 1.0\r\n"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\nstartxref\n0\n%%EOF\n"
UNREADABLE = {  # how they end: nothing of their text can be told
    "base64-noise.eml": "ignored",
    "boundaries.eml": "too-large",
    "deep-messages.eml": "too-deep",
    "deep-multiparts.eml": "too-deep",
    "loop.msg": "ignored",
    "many-messages.mbox": "too-large",
    "partial.eml": "bad-mail",
}
# Of these the text is read, and may be taken for a covering note, for what else stands in it.
ENDS = UNREADABLE | dict.fromkeys(
    ("brackets.eml", "charsets.eml", "markup.eml", "wide.eml"), "read|covering-note|too-large"
)

_MADE: list[Callable[[], tuple[str, bytes]]] = []


def _made(function: Callable[[], tuple[str, bytes]]) -> Callable[[], tuple[str, bytes]]:
    _MADE.append(function)
    return function


def mails() -> dict[str, bytes]:
    """All of them, by file name."""
    return dict(make() for make in _MADE)


def _mail(kind: str, body: bytes, subject: str = "Form", more: bytes = b"") -> bytes:
    return HEAD + more + f"Subject: {subject}\r\nContent-Type: {kind}\r\n\r\n".encode("utf-8", "surrogateescape") + body


def _mixed(*parts: bytes, subject: str = "Form") -> bytes:
    text = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + READ.encode()
    inner = b"".join(b"--=b\r\n" + part + b"\r\n" for part in (text, *parts)) + b"--=b--\r\n"
    return _mail('multipart/mixed; boundary="=b"', inner, subject)


def _attached(content: bytes, name: str, kind: str = "application/octet-stream") -> bytes:
    head = f'Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\n'
    return head.encode("utf-8", "surrogateescape") + base64.encodebytes(content)


def _zip(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


@_made
def deep_multiparts() -> tuple[str, bytes]:
    """2,000 multiparts within each other."""
    depth = 2_000
    opening = b"".join(
        b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (n, n + 1) for n in range(depth)
    )
    return "deep-multiparts.eml", _mail('multipart/mixed; boundary="b0"', opening + b"--b%d\r\n\r\nend" % depth)


@_made
def deep_messages() -> tuple[str, bytes]:
    """300 messages within each other."""
    inner = _mail("text/plain", READ.encode())
    for _ in range(300):
        inner = _mail("message/rfc822", inner)
    return "deep-messages.eml", inner


@_made
def wide() -> tuple[str, bytes]:
    """50,000 parts."""
    return "wide.eml", _mixed(*[b"Content-Type: text/plain\r\n\r\nx"] * 50_000)


@_made
def many_recipients() -> tuple[str, bytes]:
    """A header line of 3 MB."""
    return "long-header.eml", _mail(
        "text/plain", READ.encode(), more=b"To: " + b"a@example.org,\r\n " * 200_000 + b"b@x\r\n"
    )


@_made
def many_headers() -> tuple[str, bytes]:
    """100,000 header fields."""
    return "many-headers.eml", _mail(
        "text/plain", READ.encode(), more=b"".join(b"X-%d: y\r\n" % n for n in range(100_000))
    )


@_made
def quotes_in_parameters() -> tuple[str, bytes]:
    """Parameters on which quadratic parsers stand still."""
    return "quotes.eml", _mail("text/plain; name=" + '"\\' * 50_000, READ.encode())


@_made
def broken_words() -> tuple[str, bytes]:
    """Encoded words that never end, in a subject of 1 MB."""
    return "encoded-words.eml", _mail("text/plain", READ.encode(), subject="=?utf-8?q?" * 100_000)


@_made
def comments_in_date() -> tuple[str, bytes]:
    """Brackets within brackets in a date, and an address of the same kind."""
    more = b"Date: " + b"(" * 50_000 + b"\r\nTo: " + b"<" * 50_000 + b"\r\n"
    return "brackets.eml", more + _mail("text/plain", READ.encode())


@_made
def sections_of_names() -> tuple[str, bytes]:
    """A file name in 999 numbered pieces, one of them number 99,999,999."""
    pieces = "".join(f";\r\n filename*{n}*=utf-8''%41" for n in range(999)) + ";\r\n filename*99999999*=x"
    part = b"Content-Type: application/pdf\r\nContent-Disposition: attachment" + pieces.encode() + b"\r\n\r\n" + PDF
    return "name-sections.eml", _mixed(part)


@_made
def traversal() -> tuple[str, bytes]:
    """Names that lead out of a folder, or are devices."""
    names = (
        "../../../../tmp/owned.pdf",
        "..\\\\..\\\\owned.pdf",
        "/etc/owned.pdf",
        "C:\\\\owned.pdf",
        "CON",
        "a\0b.pdf",
        "." * 300,
    )
    return "traversal-names.eml", _mixed(*(_attached(PDF, name) for name in names))


@_made
def traversal_in_archive() -> tuple[str, bytes]:
    """The same in a zip."""
    names = ("../../../../tmp/owned.txt", "/tmp/owned.txt", "a/../../owned.txt", "..\\..\\owned.txt")
    return "traversal-zip.eml", _mixed(_attached(_zip(*((name, READ.encode()) for name in names)), "a.zip"))


@_made
def forged_log() -> tuple[str, bytes]:
    """Line breaks in subject and names, plain and encoded, that would begin a new line of a log."""
    coded = base64.b64encode(f"x\r\n{FORGED}\n".encode()).decode()
    name = f"=?utf-8?b?{coded}?="
    return "forged-log.eml", _mixed(_attached(b"\0\1\2", name + ".bin"), subject=f"=?utf-8?b?{coded}?=")


@_made
def terminal() -> tuple[str, bytes]:
    """Terminal escapes and signs that turn the direction of writing, in subject, names and text."""
    coded = base64.b64encode(f"{ESCAPE}\u202efdp.exe".encode()).decode()
    name = f"=?utf-8?b?{coded}?="
    return "terminal-escapes.eml", _mixed(_attached(b"\0\1\2", name), subject=name)


@_made
def markup() -> tuple[str, bytes]:
    """Markup and formulas where people will look."""
    subject = '=HYPERLINK("http://evil.example","x") <script>alert(1)</script>'
    return "markup.eml", _mail("text/plain", READ.encode() + b"\r\n<img src=x onerror=alert(1)>", subject)


@_made
def bomb() -> tuple[str, bytes]:
    """A zip in a zip that unpacks to 2 GB."""
    inner = _zip(("zero.txt", b"0" * 50_000_000))
    return "bomb.eml", _mixed(_attached(_zip(*((f"{n}.zip", inner) for n in range(40))), "papers.zip"))


@_made
def lying_bomb() -> tuple[str, bytes]:
    """A member that declares 10 bytes and unpacks to 100 MB."""
    raw = bytearray(_zip(("a.txt", b"0" * 100_000_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.find(mark) + at
        raw[place : place + 4] = (10).to_bytes(4, "little")
    return "lying-bomb.eml", _mixed(_attached(bytes(raw), "a.zip"))


@_made
def matryoshka() -> tuple[str, bytes]:
    """Fifty zips within each other."""
    content = READ.encode()
    for n in range(50):
        content = _zip((f"{n}.zip" if n else "a.txt", content))
    return "zip-in-zip.eml", _mixed(_attached(content, "a.zip"))


@_made
def ring() -> tuple[str, bytes]:
    """Mails in zips in mails, forty times."""
    content = _mail("text/plain", READ.encode())
    for _ in range(20):
        content = _mixed(_attached(_zip(("a.eml", content)), "a.zip"))
    return "mail-in-zip-in-mail.eml", content


@_made
def html_tags() -> tuple[str, bytes]:
    """HTML with 200,000 tags that are never closed."""
    return "html-depth.eml", _mail("text/html", b"<div>" * 200_000 + READ.encode())


@_made
def html_comments() -> tuple[str, bytes]:
    """HTML with beginnings of comments, tags and entities without ends."""
    return "html-ends.eml", _mail("text/html", READ.encode() + b"<!--" * 50_000 + b"<a " * 50_000 + b"&#" * 50_000)


@_made
def base64_noise() -> tuple[str, bytes]:
    """A transfer encoding full of what does not belong there."""
    body = b"=" * 500_000 + b"\xff!?" * 100_000
    return "base64-noise.eml", _mail("application/pdf\r\nContent-Transfer-Encoding: base64", body)


@_made
def charset_tricks() -> tuple[str, bytes]:
    """Codecs that are no charsets, in text and names."""
    kinds = (b"zlib", b"punycode", b"idna", b"unicode_escape", b"../../x", b"utf-7", b"x" * 10_000)
    parts = (b"Content-Type: text/plain; charset=" + kind + b"\r\n\r\n" + READ.encode() + b"\xe9" for kind in kinds)
    return "charsets.eml", _mixed(*parts)


@_made
def boundary_everywhere() -> tuple[str, bytes]:
    """A boundary of one letter that begins every line, and one that is never closed."""
    return "boundaries.eml", _mail('multipart/mixed; boundary="a"', b"--a" * 5 + b"\r\n--ab\r\n" * 100_000)


@_made
def quoted_history() -> tuple[str, bytes]:
    """A thread of 50,000 quotes and forwards."""
    line = b"---------- Forwarded message ---------\r\nFrom: B <b@example.org>\r\nDate: 3 May 2013\r\nSubject: x\r\nTo: c\r\n\r\n"
    return "forwards.eml", _mail("text/plain", READ.encode() + b"\r\n\r\n" + line * 10_000 + b"> " * 50_000)


@_made
def long_line() -> tuple[str, bytes]:
    """One line of 5 MB of what patterns stumble over."""
    return "long-line.eml", _mail("text/plain", READ.encode() + b"\r\n" + b"a:" * 1_250_000 + b"On " * 800_000)


@_made
def mbox_of_froms() -> tuple[str, bytes]:
    """A mailbox of 30,000 messages."""
    one = b"From a@example.org Tue Jun 11 14:40:58 2013\nSubject: x\n\nHello\n\n"
    return "many-messages.mbox", one * 30_000


@_made
def winmail_lie() -> tuple[str, bytes]:
    """A winmail.dat that announces 4 GB, and one of 20,000 attachments."""
    lie = (
        b"\x78\x9f\x3e\x22\x01\x00"
        + b"\x01\x03\x90\x06\x00\x08\x00\x00\x00\x01\x00\x00\x00\x03\x10\x00\x10"
        + b"\xff" * 8
    )
    many = b"\x78\x9f\x3e\x22\x01\x00" + b"\x02\x02\x90\x06\x00\x00\x00\x00\x00\x00\x00" * 20_000
    return "winmail.eml", _mixed(_attached(lie, "winmail.dat"), _attached(many, "winmail.dat"))


@_made
def msg_loop() -> tuple[str, bytes]:
    """A compound file whose table of sectors runs in a circle."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    head[44:48] = (1).to_bytes(4, "little")
    head[48:52] = (1).to_bytes(4, "little")
    head[56:60] = (4096).to_bytes(4, "little")
    head[60:64] = head[68:72] = b"\xfe\xff\xff\xff"
    head[76:80] = b"\0\0\0\0"
    head[80:] = b"\xff" * 432
    fat = b"\xfd\xff\xff\xff" + (1).to_bytes(4, "little") + b"\xff" * 504
    root = (
        "Root Entry".encode("utf-16-le").ljust(64, b"\0") + b"\x16\0\x05\x01" + b"\xff" * 8 + b"\1\0\0\0" + b"\0" * 48
    )
    name = "__properties_version1.0".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + bytes([len(name) + 2, 0, 2, 1]) + b"\1\0\0\0" * 2 + b"\xff" * 4 + b"\0" * 48
    return "loop.msg", bytes(head) + fat + (root + entry).ljust(512, b"\0")


@_made
def external_body() -> tuple[str, bytes]:
    """A pointer to a file of this machine and one of the network, neither of which may be fetched."""
    kinds = ('message/external-body; access-type=local-file; name="/etc/passwd"', 'message/external-body; access-type=URL; url="http://127.0.0.1:9/x"')  # fmt: skip
    return "pointers.eml", _mixed(
        *(f"Content-Type: {kind}\r\n\r\nContent-Type: text/plain\r\n\r\n".encode() for kind in kinds)
    )


@_made
def partial() -> tuple[str, bytes]:
    """One of a million pieces of a message."""
    return "partial.eml", _mail('message/partial; id="x"; number=1; total=1000000', READ.encode())


@_made
def cut_deflate() -> tuple[str, bytes]:
    """A zip whose compressed bytes are noise."""
    raw = _zip(("a.pdf", PDF * 100))
    return "noise-in-zip.eml", _mixed(_attached(raw[:60] + zlib.compress(raw)[:20] + raw[80:], "a.zip"))
