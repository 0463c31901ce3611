"""Foreign bytes to text: the charset that a mail declares is a hint, the bytes decide."""

from __future__ import annotations

import codecs
import re

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()+-]{0,39}")
# What senders call it -> what it is: the wider sets that browsers use as well
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_ALIASES = {"ks_c_5601-1987": "cp949", "x-sjis": "cp932", "x-gbk": "gb18030", "iso-8859-8-i": "iso8859-8"}
# Codecs that are no charsets of mail, two of them quadratic
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, declared: str = "") -> str:
    """Text of bytes, never an error: byte-order mark, then UTF-8, then the declared charset, then a guess.

    UTF-8 comes before what is declared, since text that happens to be valid UTF-8 and holds more than ASCII is
    hardly ever anything else, while wrong declarations are common.

    >>> decode("Bogotá".encode("cp1252"), "us-ascii")
    'Bogotá'
    """
    marked = bom(content)
    if marked:
        return content.decode(marked, "replace").removeprefix("\ufeff")
    codec = lookup(declared)
    if codec in ("utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-7", "iso2022_jp", "hz"):
        return content.decode(codec, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(codec or guess(content), "replace")


def bom(content: bytes) -> str:
    """The codec that a byte-order mark names, or that the zero bytes of UTF-16 without one show; else empty."""
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return codec
    head = content[:200]
    if len(head) >= 8 and len(content) % 2 == 0:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if odd * 3 > len(head) and not even:
            return "utf-16-le"
        if even * 3 > len(head) and not odd:
            return "utf-16-be"
    return ""


def lookup(label: str) -> str:
    """The codec for a declared charset, or empty where there is no such charset."""
    label = label.strip().strip("\"'").lower()
    if not _LABEL.fullmatch(label):
        return ""
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
        "".encode(name)  # a codec between bytes and bytes, like zlib, fails here
    except (LookupError, ValueError, TypeError):
        return ""
    return "" if name in _REFUSED else _WIDER.get(name, name)


def guess(content: bytes) -> str:
    """A codec for bytes that are not UTF-8 and come without a usable charset."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:20_000]).best() if len(content) >= 100 else None
    return lookup(best.encoding) or "cp1252" if best else "cp1252"
