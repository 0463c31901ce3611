"""Header fields of mails to text, with bounds: RFC 2047 words, RFC 2231 parameters, raw 8-bit bytes.

Own code, since `email.policy.default` hangs on hostile headers and the parameter parser of `email.message` is
quadratic in the number of quotes.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from pipeline.text.charset import decode
from pipeline.text.clean import one_line, squeeze

_LONGEST = 4_000  # characters of a field that are looked at
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,2000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]{1,100}(?==\?)")
_PARAMETER = re.compile(
    r""";\s{0,20}([^\s=;"]{1,80})\s{0,20}=\s{0,20}(?:"((?:[^"\\]|\\.){0,2000})"?|([^;"]{0,2000}))"""
)
_NO_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_SECTION = re.compile(r"([^*]{1,60})(?:\*(\d{1,3}))?(\*?)")

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_MORE_FIELDS = re.compile(
    rb"^(?:content-type|mime-version|message-id|received|x-[a-z-]{1,60}):", re.IGNORECASE | re.MULTILINE
)
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")


def text(raw: bytes, longest: int = 1_000) -> str:
    """A field's value as people read it, on one line.

    >>> text(b"=?utf-8?Q?Andr=C3=A9_Muster?= <a@example.org>")
    'André Muster <a@example.org>'
    """
    return one_line(words(_unfold(raw)))[:longest]


def words(value: str) -> str:
    """Encoded words decoded; neighbours in one charset are joined as bytes first, for some mailers cut characters."""
    value = _BETWEEN_WORDS.sub(r"\1", value)
    out: list[str] = []
    charset, pending, end = "", b"", 0
    for found in _WORD.finditer(value):
        between = value[end : found.start()]
        label = found[1].split("*", 1)[0].lower()  # RFC 2231 allows a language after the charset
        if between or label != charset:
            out += [decode(pending, charset), between]
            charset, pending = label, b""
        pending += _word_bytes(found[2], found[3])
        end = found.end()
    return "".join([*out, decode(pending, charset), value[end:]])


def _word_bytes(encoding: str, coded: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(coded.encode("utf-8", "replace"), header=True)
    return unbase64(coded.encode("ascii", "ignore"))


def unbase64(coded: bytes) -> bytes:
    """Base64 as far as it goes: foreign characters skipped, a cut end tolerated.

    >>> unbase64(b"SGVs bG8")
    b'Hello'
    """
    end = re.search(rb"^--", coded, re.MULTILINE)  # a boundary line that was not recognised
    letters = coded[: end.start()] if end else coded
    letters = letters.translate(None, _NO_BASE64).rstrip(b"=")
    if b"=" not in letters or letters.count(b"=") > 1_000:
        return _unbase64_run(letters.replace(b"=", b""))
    return b"".join(map(_unbase64_run, letters.split(b"=")))  # several encoded one by one, as some mailers do


def _unbase64_run(letters: bytes) -> bytes:
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def value_and_parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """`text/plain; charset="utf-8"` as its value in lower case and its parameters, decoded and joined."""
    line = _unfold(raw)
    value = squeeze(line.split(";", 1)[0]).lower()
    return value, parameters(line)


def parameters(line: str) -> dict[str, str]:
    """Parameters of a field; RFC 2231 sections are put together in their order, the first of two equals wins.

    >>> parameters("a; name*0*=utf-8''Bogot%C3%A1; name*1=.pdf")
    {'name': 'Bogotá.pdf'}
    """
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, quoted, bare in _PARAMETER.findall(line):
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip()
        parts = _SECTION.fullmatch(name.lower())
        if not parts or not (parts[2] or parts[3]):
            plain.setdefault(name.lower(), words(value))
        else:
            sections.setdefault(parts[1], {}).setdefault(int(parts[2] or 0), (bool(parts[3]), value))
    return plain | {name: _joined(found) for name, found in sections.items()}


def _joined(sections: dict[int, tuple[bool, str]]) -> str:
    charset, raw = "", b""
    for number, (encoded, value) in sorted(sections.items()):
        if number == 0 and encoded and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        raw += unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace")
    return decode(raw, charset)


def date(raw: bytes) -> str:
    """A Date field as ISO 8601, with its zone where it names one; empty where it is no date."""
    value = squeeze(_unfold(raw))[:100]
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return parse(value).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            continue
    return ""


def _unfold(raw: bytes) -> str:
    return decode(raw[:_LONGEST].replace(b"\r", b"").replace(b"\n", b""))


def split(content: bytes, limit: int) -> tuple[dict[str, bytes], bytes, tuple[str, ...]]:
    """Header fields and body.

    A line that is no field ends the header, as if the blank line had been forgotten, unless known fields follow:
    then it is a fold that lost its indentation, or the first line of a mailbox's message.
    """
    if content.startswith((b"\n", b"\r\n")):
        return {}, content.removeprefix(b"\r").removeprefix(b"\n"), ()
    end = _BLANK.search(content, 0, limit)
    head = content[: end.start()] if end else content[:limit]
    after = end or _BLANK.search(content, limit)  # the text below a header that is too long is still read
    body = content[after.end() :] if after else content[limit:]
    notes = () if end or len(content) <= limit else ("long-header",)
    fields: dict[str, bytes] = {}
    consumed = 0
    last = max((found.start() for found in _MORE_FIELDS.finditer(head)), default=0)
    for line in _logical_lines(head):
        found = _FIELD.match(line)
        if found:
            fields.setdefault(found[1].decode("ascii").lower(), found[2].strip())
        elif consumed >= last and not line.startswith((b"From ", b">From ")):
            return fields, content[consumed:], notes
        consumed += len(line)
    return fields, body, notes


def _logical_lines(head: bytes) -> Iterator[bytes]:
    """Lines with their continuations."""
    start = 0
    for found in re.finditer(rb"\r?\n(?![ \t])|\r(?![\n \t])", head):
        yield head[start : found.end()]
        start = found.end()
    if start < len(head):
        yield head[start:]
