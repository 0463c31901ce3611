"""Where in a text stand e-mail addresses, telephone and identity numbers, and accounts of people.

Patterns have bounded repetition, so that a hostile line costs no more than a plain one. When in doubt a number is taken
for a contact: a lost figure is a smaller harm than a published number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = tuple[int, int, str]
"""Start, end, and what it is: `e-mail`, `phone`, `number` or `account`."""

_GAP = r"[\s\u00a0.()\-\u2010-\u2015/]{0,3}"
_NAME = r"[\w.+%'’&-]{1,64}"
_AT = r"(?:\s{0,2}[@＠]\s{0,2}|\s?[(\[{]\s?(?:at|@|arroba)\s?[)\]}]\s?)"
_DOT = r"(?:\s?[(\[{]\s?(?:dot|punto|\.)\s?[)\]}]\s?|\.)"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("e-mail", rf"(?:mailto:)?{_NAME}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}"),
        ("e-mail", rf"{_NAME}\s(?:at|arroba)\s[\w-]{{1,63}}(?:\s(?:dot|punto)\s[\w-]{{1,63}}){{1,5}}"),
        ("account", r"(?:https?://)?(?:[\w-]{1,30}\.)?(?:linkedin\.com/in|facebook\.com|twitter\.com|x\.com|"
                    r"instagram\.com|wa\.me|t\.me|tiktok\.com)/[^\s<>\"]{1,200}"),
        ("account", r"\bskype:?\s?[\w.-]{3,40}(?=[\s,;)]|$)|(?<![\w@.])@[a-z_]\w{2,30}"),
        ("phone", rf"(?:[+＋]|\b00)\s?\(?\d(?:{_GAP}\d){{6,14}}(?:\s?(?:ext|x)\.?\s?\d{{1,5}})?"),
        ("phone", rf"\b(?:tel[eé]?(?:phone|fono|fone)?|phone|cell(?:phone|ular)?|mobile|mob|fax|whatsapp|sms|call|ph|tlf|"
                  rf"fono|hotline|contact)s?\b[\s.:#(№-]{{0,6}}(?:(?:no|nr|number)\b[\s.:]{{0,3}})?(?P<part>\(?\d(?:{_GAP}\d){{5,14}})"),
        ("phone", r"(?<![\w.,/-])(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b)\(?0\d{1,4}\)?(?:[\s\u00a0.\-\u2010-\u2015/]{1,2}\d{2,5}){2,4}(?!\w)"),
        ("phone", r"(?<![\w.,-])(?:1[\s.-])?\(?\d{3}\)?[\s\u00a0.\-\u2010-\u2015]{1,2}\d{3}[\s\u00a0.\-\u2010-\u2015]\d{4}(?!\w)"),
        ("number", r"(?<![\w])\d{2}[\s.-]?\d{4}[\s.-]?\d{4}[\s.-]?\d{2,3}(?!\w)|(?<![\w.,])\d{9,20}(?![\w])"),
        ("number", r"(?<!\w)(?:\d{3}-\d{2}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{1,2}\.\d{3}\.\d{3}-[\dk]|"
                   r"\d{6}[ -]\d{4}[ -]\d{2,3}|\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]\d{4})?|\d{7,8}-?[a-z]|[xyz]-?\d{7}-?[a-z])(?!\w)"),
        ("number", r"\b[a-z]{1,3}[ -]?\d{6,9}[a-z]?\b|\b[a-z]{2}\d{2}(?:[ ]?[a-z0-9]{4}){3,7}\b|"
                   r"\b[a-z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[a-d]\b|\b[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z]\b"),
        ("number", r"\b(?:passport|passeport|pasaporte|identity|national id|id|c[eé]dula|dni|ssn|licen[cs]e|persal)\b"
                   r"[\s.:#-]{0,3}(?:(?:card|document|number|no|nr)\b[\s.:#]{0,3}){0,2}(?P<part>(?=[a-z]{0,3}[ -]?\d)[a-z0-9]{1,12}(?:[ ./-][a-z0-9]{1,8}){0,4})"),
    )
)  # fmt: skip
_FEWEST = {"phone": 6, "number": 4}
_MOST_OF_A_DATE = re.compile(r"\d{4}\s?[-–/]\s?\d{4}|\d{4}-\d{2}-\d{2}")


def contacts_in(text: str) -> Iterator[Found]:
    """Contacts and identity numbers of a text, in no order; they may overlap.

    >>> [text[start:end] for text in ["Ask Ana on +27 31 311 1111."] for start, end, _ in contacts_in(text)][:1]
    ['+27 31 311 1111']
    """
    if not any(mark in text for mark in "@＠") and not any(letter.isdigit() for letter in text) and not _spelt(text):
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("part") if "part" in pattern.groupindex else match.span()
            digits = sum(letter.isdigit() for letter in text[start:end])
            if digits >= _FEWEST.get(kind, 0) and not _is_date(text[start:end]) and _is_email(kind, text[start:end]):
                yield start + _opens(text[start:end]), end, kind


def _opens(found: str) -> int:
    """1 where a bracket opens in front and closes behind what was found: "(031 555 1999)"."""
    return int(found.startswith("(") and ")" not in found)


def _spelt(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in (" at ", "(at)", "[at]", "{at}", "arroba", ".com/", ".me/", "skype"))


def _is_date(text: str) -> bool:
    return bool(_MOST_OF_A_DATE.fullmatch(text.strip(" ().,-/")))


def _is_email(kind: str, text: str) -> bool:
    """An address ends in letters: `3 @ 4.50` is a price."""
    return kind != "e-mail" or bool(re.search(r"[^\W\d_]{2}$", text))
