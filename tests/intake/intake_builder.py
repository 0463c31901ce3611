"""Mails and archives for tests, short enough to fit on a line."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable

from pipeline.intake import Limits, unpack
from pipeline.model import Item, Origin, Rejected

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\nstartxref\n0\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 50


def mail(body: str | bytes = "Hello", kind: str = "text/plain; charset=utf-8", **fields: str) -> bytes:
    """A message with some usual fields; `content_id="<a>"` adds or replaces one."""
    head = {"From": "Ann <ann@example.org>", "Subject": "Report", "Date": "Tue, 11 Jun 2013 14:40:58 +0200"}
    head |= {"Message-ID": "<1@example.org>", "MIME-Version": "1.0", "Content-Type": kind}
    head |= {name.replace("_", "-").title(): value for name, value in fields.items()}
    return part(body, **head)


def part(content: str | bytes, **fields: str) -> bytes:
    """A part: fields, blank line, content."""
    raw = content.encode() if isinstance(content, str) else content
    lines = "".join(f"{name.replace('_', '-').title()}: {value}\r\n" for name, value in fields.items())
    return lines.encode() + b"\r\n" + raw


def attachment(content: bytes, name: str, kind: str = "application/octet-stream", **fields: str) -> bytes:
    """A file, base64."""
    coded = base64.encodebytes(content)
    given = {"Content-Type": kind, "Content-Transfer-Encoding": "base64"}
    given |= {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    return part(coded, **given, **fields)


def multipart(*parts: bytes, subtype: str = "mixed", boundary: str = "=b", **fields: str) -> bytes:
    """A message of several parts."""
    return mail(joined(*parts, boundary=boundary), f'multipart/{subtype}; boundary="{boundary}"', **fields)


def joined(*parts: bytes, boundary: str = "=b") -> bytes:
    """Parts between boundary lines."""
    mark = boundary.encode()
    return b"".join(b"--" + mark + b"\r\n" + each + b"\r\n" for each in parts) + b"--" + mark + b"--\r\n"


def group(*parts: bytes, subtype: str, boundary: str) -> bytes:
    """Parts within a part."""
    return part(joined(*parts, boundary=boundary), content_type=f'multipart/{subtype}; boundary="{boundary}"')


def text(content: str, kind: str = "text/plain; charset=utf-8") -> bytes:
    """A part of text."""
    return part(content, content_type=kind)


def archive(*members: tuple[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def word(*members: tuple[str, bytes]) -> bytes:
    """The least that is a Word file."""
    return archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"), *members)


def opened(content: bytes, name: str = "x.eml", **limits: int) -> list[Item | Rejected]:
    """What comes out of a file of the folder."""
    return unpack(content, Origin(source="folder", locator=name, name=name), Limits(**limits))


def items(found: Iterable[Item | Rejected]) -> list[Item]:
    """Documents, without the texts of mails."""
    return [entry for entry in found if isinstance(entry, Item) and not entry.body]


def names(found: Iterable[Item | Rejected]) -> list[str]:
    """Their names."""
    return [entry.origins[0].name for entry in items(found)]


def bodies(found: Iterable[Item | Rejected]) -> list[str]:
    """The texts of mails."""
    return [entry.content.decode() for entry in found if isinstance(entry, Item) and entry.body]


def reasons(found: Iterable[Item | Rejected], status: str = "ignored") -> list[str]:
    """Why things were ignored or quarantined."""
    return [entry.reason for entry in found if isinstance(entry, Rejected) and entry.status == status]
