"""The tree of parts of a message: linear in its size, bounded in depth, breadth and headers.

Own code and not `email.message_from_bytes`: the latter bounds neither depth nor headers, and decodes what we skip.
The tests compare the two on every real message at hand.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.intake.limits import Limits
from pipeline.text import headers

_BOUNDARY_REST = re.compile(rb"(--)?[ \t]{0,200}(?:\r{0,2}\n|\Z)")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]{1,255}\r?$", re.MULTILINE)


class Part(Struct, frozen=True, kw_only=True):
    """One node: a leaf with content, or a multipart with parts."""

    number: str  # as IMAP counts, like `1.2`
    fields: dict[str, bytes]  # the first of each name, in lower case
    kind: str  # declared content type, like `text/plain`
    parameters: dict[str, str]
    raw: bytes  # as it stands, encoded; empty for a multipart
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()  # `too-deep`, `too-many-parts`, `long-header`, `no-boundary`

    def field(self, name: str) -> bytes:
        """A header field's raw value, empty where there is none."""
        return self.fields.get(name, b"")

    def text(self, name: str) -> str:
        """A header field as people read it."""
        return headers.text(self.field(name))

    @property
    def disposition(self) -> str:
        """`inline`, `attachment` or empty."""
        return headers.value_and_parameters(self.field("content-disposition"))[0]

    @property
    def file_name(self) -> str:
        """The name that the sender gave, from any of the places where mailers write it."""
        given = headers.value_and_parameters(self.field("content-disposition"))[1].get("filename", "")
        return given or self.parameters.get("name", "")

    @property
    def content(self) -> bytes:
        """The content with its transfer encoding undone, as far as that goes."""
        return decode(self.raw, self.text("content-transfer-encoding").lower())


def walk(part: Part) -> Iterator[Part]:
    """The part and all below it, in order."""
    yield part
    for child in part.parts:
        yield from walk(child)


def parse(content: bytes, limits: Limits, depth: int = 0) -> Part:
    """The tree of a message. What is over a limit is left out and noted on the part where it happened.

    depth: how many messages and multiparts the message itself stands in.
    """
    return _Parser(limits).part(content, "", "text/plain", depth)


class _Parser:
    """Counts the parts of one message."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.mail_parts

    def part(self, content: bytes, number: str, default: str, depth: int) -> Part:
        fields, body, notes = headers.split(content, self.limits.header_bytes)
        kind, parameters = headers.value_and_parameters(fields.get("content-type", b""))
        kind = kind if re.fullmatch(r"[^\s/]{1,100}/[^\s/]{1,100}", kind) else default
        parts: tuple[Part, ...] = ()
        if kind.startswith("multipart/"):
            parts, more = self.children(body, parameters.get("boundary", ""), number, kind, depth)
            notes += more
        if kind.startswith("multipart/") and not parts:
            kind = "text/plain" if "no-boundary" in notes else kind
        raw = b"" if kind.startswith("multipart/") else body
        number = number or ("" if parts else "1")
        return Part(number=number, fields=fields, kind=kind, parameters=parameters, raw=raw, parts=parts, notes=notes)

    def children(
        self, body: bytes, boundary: str, number: str, kind: str, depth: int
    ) -> tuple[tuple[Part, ...], tuple[str, ...]]:
        if depth >= self.limits.mail_depth:
            return (), ("too-deep",)
        pieces = split_parts(body, boundary.encode("utf-8", "replace").rstrip() or guess_boundary(body))
        if pieces is None:
            return (), ("no-boundary",)
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        parts: list[Part] = []
        for count, piece in enumerate(pieces, start=1):
            if self.left <= 0:
                return tuple(parts), ("too-many-parts",)
            self.left -= 1
            parts.append(self.part(piece, f"{number}.{count}".lstrip("."), default, depth + 1))
        return tuple(parts), ()


def split_parts(body: bytes, boundary: bytes) -> list[bytes] | None:
    """The pieces between the boundary lines, the last one up to the end where the closing line is missing."""
    if not boundary:
        return None
    pieces: list[bytes] = []
    start = -1
    for at, after, closing in _boundary_lines(body, b"--" + boundary[:1_000]):
        if start >= 0:
            pieces.append(body[start:at])
        if closing:
            return pieces
        start = after
    if start < 0:
        return None
    return [*pieces, body[start:]] if start < len(body) else pieces


def _boundary_lines(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where boundary lines begin (with the line break before them, which is theirs) and end, and which is the last."""
    at = 0 if body.startswith(mark) else body.find(b"\n" + mark)
    while at >= 0:
        rest = _BOUNDARY_REST.match(body, at + len(mark) + (body[at : at + 1] == b"\n"))
        if rest:
            yield (at - 1 if body[at - 1 : at + 1] == b"\r\n" else at), rest.end(), bool(rest[1])
        at = body.find(b"\n" + mark, at + 1)


def guess_boundary(body: bytes) -> bytes:
    """The boundary of a multipart that names none: its first line that looks like one."""
    found = re.search(rb"^--([!-~]{1,200})[ \t]*\r?$", body[:20_000], re.MULTILINE)
    return found[1] if found else b""


def decode(raw: bytes, encoding: str) -> bytes:
    """A transfer encoding undone. Broken base64 yields what can be read of it."""
    if encoding == "base64":
        return headers.unbase64(raw)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return uudecode(raw)
    return raw


def uudecode(raw: bytes) -> bytes:
    """The first uuencoded file in some lines."""
    begin = _UU_BEGIN.search(raw)
    out: list[bytes] = []
    for line in raw[begin.end() + 1 if begin else 0 :].splitlines():
        if line.strip() in (b"end", b"`", b""):
            break
        # Some encoders pad with garbage: the first character says how many bytes there are
        for length in (len(line), (((line[0] - 32) & 63) * 4 + 5) // 3):
            try:
                out.append(binascii.a2b_uu(line[:length]))
                break
            except binascii.Error:
                continue
    return b"".join(out)
