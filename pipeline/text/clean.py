"""Strings made comparable and presentable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"'})
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# C0 and C1 controls but tab, line feed and vertical tab; zero-width and direction marks; byte-order mark
_CONTROLS = re.compile(
    "[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff<>:"|?*]')


def squeeze(text: str) -> str:
    """One space for any run of white space, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def printable(text: str) -> str:
    """Without control, zero-width and direction characters; soft hyphens go, lone surrogates become U+FFFD."""
    text = _CONTROLS.sub("", text).replace("\u00ad", "")
    return text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text


def one_line(text: str) -> str:
    """Printable, and with one space for any run of white space: fit for a line of a terminal, a cell, a heading."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text  # as nearly all is
    return squeeze(printable(text))


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def fold(text: str) -> str:
    """For comparing: lower case, no accents, straight quotes, plain hyphens, single spaces.

    >>> fold("  Bogotá – “D.C.” ")
    'bogota - "d.c."'
    """
    return _folded_word(text) if len(text) < _SHORT else _folded(text)


_SHORT = 32
"""Characters of a word or name, which is folded again and again."""


@lru_cache(maxsize=16_384)
def _folded_word(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return squeeze(text.translate(_QUOTES).casefold())
    decomposed = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return squeeze(_DASHES.sub("-", bare).casefold())


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation.

    >>> words("Women’s safety, now!")
    ["women's", 'safety', 'now']
    """
    return re.findall(r"\w+(?:['-]\w+)*", fold(text))


def file_name(name: str, fallback: str = "unnamed") -> str:
    """A foreign file name made fit to show: no folders, control or direction characters, at most 200 bytes.

    >>> file_name("../../etc/pass\\u202ewd.pdf")
    'passwd.pdf'
    """
    last = unicodedata.normalize("NFC", printable(name)).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    cleaned = squeeze(_UNSAFE_IN_NAMES.sub(" ", last)).rstrip(". ") or fallback
    if len(cleaned.encode("utf-8")) <= 200:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    ending = dot + ending if stem and len(ending) <= 10 else ""
    room = 200 - len(ending.encode("utf-8"))
    return cleaned.encode("utf-8")[:room].decode("utf-8", "ignore").rstrip() + ending
