"""What hostile files are made with, and the marks that show whether one did harm."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import NamedTuple
from xml.sax.saxutils import escape

READ = "Lesson: night buses in Turin need lamps at every stop."  # text that is still to be read where there is any
FORGED = "2026-01-01T00:00:00Z ERROR forged-log-line"  # must not begin a line of any log
ESCAPE = "\x1b]0;owned\x07\x1b[31m\x1b[2J"  # must not reach a terminal
MARKUP = "<script>alert('foreign')</script><img src=x onerror=alert('foreign')>"  # must not be markup in a page of ours
FORMULAS = ("=1+1+foreign", "+1+foreign", "-1+foreign", "@SUM(foreign)", "\t=1+foreign", "\r=1+foreign", "=cmd|' /C calc'!A0")  # fmt: skip
TURNED = "\u202egnp.exe\u202c \u2066inside\u2069 \u200ffollows"  # signs that turn the direction of writing


class Made(NamedTuple):
    """A hostile file, and how it ought to end.

    end: `read` (READ is in the dataset, in a document that came out of it), `cut` (that, and the document warns of what
    was left out), `ignored`, or the reason code under which it, or what it holds, stands in quarantine. Several that
    are all right, as where an outside program decides, have `|` between.
    """

    name: str
    content: bytes
    end: str = "read"


def zipped(*members: tuple[str, bytes], level: int = 9, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name comes twice
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name), content, kind, level)
    return out.getvalue()


# Word

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = f'xmlns:w="{_W}" xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def relations(*targets: tuple[str, str]) -> str:
    """The relations of a part: kind and target, an address of the outside where it holds a colon."""
    made = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{escape(target)}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


def word(*body: str, head: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file. body: finished XML; head: what stands before the root; more: further parts, or parts instead."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"{head}<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        **(more or {}),
    }
    return zipped(*((name, part.encode() if isinstance(part, str) else part) for name, part in parts.items()))


def wp(text: str, props: str = "") -> str:
    """A paragraph of Word's; text that is XML already stays so."""
    inner = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{props}</w:pPr>{inner}</w:p>"


def wtable(*rows: tuple[str, ...], props: str = "") -> str:
    """A table of Word's; props: of each cell."""
    made = "".join(f"<w:tr>{''.join(f'<w:tc><w:tcPr>{props}</w:tcPr>{wp(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)  # fmt: skip
    return f"<w:tbl>{made}</w:tbl>"


def part_of(name: str, root: str, inner: str) -> dict[str, str | bytes]:
    """A part of Word's beside the text, and the relation to it."""
    return {
        "word/_rels/document.xml.rels": relations((name, f"{name}.xml")),
        f"word/{name}.xml": f"<w:{root} {_SPACES}>{inner}</w:{root}>",
    }


# OpenDocument

_ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "script": "script",
    }.items()
)


def odt(
    *body: str, head: str = "", styles: str = "", manifest: str = "<m/>", more: dict[str, bytes] | None = None
) -> bytes:
    """An OpenDocument text. body, styles: finished XML; head: what stands before the root."""
    content = (
        f'{head}<office:document-content {_ODF} xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": manifest.encode(),
        **(more or {}),
    }
    return zipped(*parts.items())


def op(text: str) -> str:
    """A paragraph of OpenDocument's."""
    return f"<text:p>{text if text.startswith('<') else escape(text)}</text:p>"


# Rich text, and compound files


def rtf(body: str) -> bytes:
    """A rich text of this body."""
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0\\fs20 " + body + "}").encode("latin-1")


def compound(*streams: tuple[str, bytes]) -> bytes:
    """An OLE compound file with streams under its root, each of at least 4,096 bytes."""
    padded = [(name, data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")) for name, data in streams]
    table: list[int] = [0xFFFFFFFD]  # sector 0 is the table of sectors, the streams follow, then the directory
    starts = []
    for _, data in padded:
        starts.append(len(table))
        table += [len(table) + n + 1 for n in range(len(data) // 512 - 1)] + [0xFFFFFFFE]
    directory, count = len(table), -(-(len(padded) + 1) // 4)
    table += [directory + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [
        _entry(name, 2, right=n + 2 if n + 1 < len(padded) else None, start=start, size=len(data))
        for n, ((name, data), start) in enumerate(zip(padded, starts, strict=True))
    ]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(6)
    head += b"".join(n.to_bytes(4, "little") for n in (0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0))
    sectors = b"".join(n.to_bytes(4, "little") for n in table).ljust(512, b"\xff")
    body = b"".join(data for _, data in padded)
    return head.ljust(512, b"\xff") + sectors + body + b"".join(entries).ljust(512 * count, b"\0")


def _entry(
    name: str, kind: int, child: int | None = None, right: int | None = None, start: int = 0xFFFFFFFE, size: int = 0
) -> bytes:
    coded = name.encode("utf-16-le")
    links = b"".join((0xFFFFFFFF if n is None else n).to_bytes(4, "little") for n in (None, right, child))
    tail = start.to_bytes(4, "little") + size.to_bytes(8, "little")
    return coded.ljust(64, b"\0") + (len(coded) + 2).to_bytes(2, "little") + bytes([kind, 1]) + links + bytes(36) + tail
