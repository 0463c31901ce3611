"""Names as they are looked up, and as documents in English write them; the hand-written files."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any

_WORD = re.compile(r"[^\W_]+")

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
    | {"ð": "d", "Ð": "d", "þ": "th", "Þ": "th"}
)

_UNDECOMPOSED = str.maketrans({"Đ": "D", "Ð": "D", "đ": "d", "ı": "i", "İ": "I"})

_COMMA_BELOW = str.maketrans("şŞţŢ", "șȘțȚ")

_QUOTES = re.compile(r"[’‘ʼʻ`']")

_SHORT = {"saint": "st", "sainte": "st", "ste": "st", "sankt": "st", "mount": "mt", "fort": "ft"}


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """A name as it is looked up: lower case, no accents, blanks for hyphens and apostrophes, `St` for Saint.

    >>> key_of("Saint-Étienne"), key_of("N'Djamena")
    ('st etienne', 'n djamena')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(c for c in name if not unicodedata.combining(c))
    return " ".join(_SHORT.get(word, word) for word in _WORD.findall(name.casefold()))


@cache
def data(name: str) -> dict[str, Any]:
    """One of the hand-written files: `aliases`, `countries`, `divisions`, `words`."""
    return tomllib.loads((resources.files("pipeline.data") / "gazetteer" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_list(section: str, name: str = "") -> frozenset[str]:
    """A list of `words.toml`, folded."""
    words = data("words")[section]
    return frozenset(key_of(word) for word in (words[name] if name else words))


def english_name(code: str, name: str) -> str:
    """What documents in English call a city of GeoNames: `Aswan` for Aswān, `Goyang` for Goyang-si."""
    written: str | None = data("aliases")["canonical"].get(f"{code}:{name}")
    if written is not None:
        return written
    if code in ("KR", "KP", "JP"):
        name = name.removesuffix("-si").removesuffix("-shi")
    if code in ("RO", "MD"):
        name = name.translate(_COMMA_BELOW)
    if code in _plain_letters():
        return _without_marks(_QUOTES.sub("", name))
    name = _QUOTES.sub("'", name)
    return _without_marks(name) if code == "CN" else name


@cache
def _plain_letters() -> frozenset[str]:
    return frozenset(data("countries")["plain_letters"])


def _without_marks(name: str) -> str:
    """A name in plain letters: `Can Tho` for Cần Thơ."""
    letters = unicodedata.normalize("NFKD", name.translate(_UNDECOMPOSED))
    return "".join(c for c in letters if not unicodedata.combining(c))
