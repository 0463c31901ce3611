"""Bytes of unknown encoding become text."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE = 200_000  # bytes that a guess is made from
# what detectors mistake Western texts for: cp1252 has the same letters there, and the quotes besides
_WESTERN = {
    "latin_1", "iso8859_1", "iso8859_15", "iso8859_9", "iso8859_14", "iso8859_16", "iso8859_10", "iso8859_13",
    "iso8859_4", "cp1252", "cp1254", "cp1257", "cp1258", "cp850", "cp437", "cp858", "hp_roman8", "mac_turkish",
    "cp1250", "cp1026", "cp775", "cp273", "cp500", "cp037", "mac_iceland", "cp1140",
}  # fmt: skip


def decode(content: bytes, declared: str = "") -> tuple[str, list[str]]:
    """The text, and a sentence where it is partly a guess. A byte-order mark wins, then UTF-8, then `declared`.

    Raises DocumentError `unknown-format` where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _lossy(content[len(mark) :], encoding)
    if wide := _unmarked_wide(content):
        return _lossy(content, wide)
    if b"\x00" in content[:_SAMPLE] and content[:_SAMPLE].count(b"\x00") * 100 > len(content[:_SAMPLE]):
        raise DocumentError("unknown-format", "it holds no text")
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        return _eight_bit(content, declared)


def _lossy(content: bytes, encoding: str) -> tuple[str, list[str]]:
    text = content.decode(encoding, "replace")
    damaged = text.count("\ufffd") - content.count("\ufffd".encode(encoding))
    return text, [f"{damaged} characters could not be read."] if damaged > 0 else []


def _unmarked_wide(content: bytes) -> str:
    """UTF-16 without a byte-order mark shows by zeros in every second byte of Latin text."""
    sample = content[:2000]
    half = len(sample) // 2
    if half < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else ""


def _eight_bit(content: bytes, declared: str) -> tuple[str, list[str]]:
    """Text that is not clean UTF-8: UTF-8 with a few broken bytes, the declared encoding, or the best guess."""
    sequences = len(_WIDE_SEQUENCES.findall(content))
    stray = len(_HIGH.findall(_WIDE_SEQUENCES.sub(b"", content)))
    if sequences > 10 * stray:
        return content.decode("utf-8", "replace"), [f"{stray} bytes could not be read."]
    encoding = _known(declared) or _guess(content)
    return content.decode(encoding, "replace"), []


def _known(declared: str) -> str:
    """A declared encoding as Python names it; `latin-1` means Windows-1252 to every browser."""
    try:
        name = codecs.lookup(declared.strip()).name if declared else ""
    except (LookupError, ValueError):
        return ""
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return (
        "" if name.startswith(("utf", "hex", "base64", "bz2", "zlib", "quopri", "uu", "rot", "idna", "puny")) else name
    )


def _guess(content: bytes) -> str:
    """The encoding by frequencies; Windows-1252 where the guess is only another name for a Western text."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE]).best()
    if best is None or best.encoding in _WESTERN or best.encoding.startswith("utf"):
        return "cp1252"
    return best.encoding
