"""The words of lines put together: over a line's end, with or without its hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extract.pdf.rows import Row


def ends_sentence(text: str) -> bool:
    """Whether a text ends in a full stop or the like, quotes and brackets after it allowed."""
    return text.rstrip("'”\"’)]")[-1:] in _ENDS and text != ""


_ENDS = frozenset(".!?:;…")


def awaits_more(text: str) -> bool:
    """Whether a text ends in a word that nothing ends in."""
    return text.rsplit(" ", 1)[-1].lower() in _JOINS


_JOINS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "between",
        "by",
        "da",
        "de",
        "del",
        "di",
        "do",
        "du",
        "for",
        "from",
        "in",
        "la",
        "le",
        "of",
        "on",
        "or",
        "the",
        "to",
        "und",
        "von",
        "with",
        "y",
    ]
)


def join_rows(rows: Iterable[Row], keep: Iterable[str] = ()) -> str:
    """The text of rows: hyphens at line ends joined where they are soft, one space between lines.

    keep: hyphenated words of the document (folded), whose hyphen stays where a line ends in it.
    """
    if isinstance(rows, list) and len(rows) == 1 and not rows[0].hyphen:
        return str(rows[0].text)  # as of every other block
    lines: list[str] = []
    hyphened = False
    known = keep if isinstance(keep, (set, frozenset)) else set(keep)
    for row in rows:
        if hyphened:
            lines[-1] = across(lines[-1], row.text, known)
        else:
            lines.append(row.text)
        hyphened = row.hyphen
    text = " ".join(lines)
    return f"{text}-" if hyphened else text


def across(text: str, following: str, keep: set[str] | frozenset[str] = frozenset()) -> str:
    """Two halves of a word that a line's end parted, and what stands before and behind them."""
    head = _LAST_WORD.search(text[-60:])
    tail = _FIRST_WORD.match(following)
    one, two = head.group() if head else "", tail.group() if tail else ""
    if two in _SUSPENDS:
        return f"{text}- {following}"  # `pre- / and post-war`
    if f"{one}-{two}".lower() in keep or not two[:1].islower() or one.isupper() or one[-1:].isdigit():
        return f"{text}-{following}"
    return text + following


_LAST_WORD = re.compile(r"(?<![\w’'-])[\w’'-]+$")
_FIRST_WORD = re.compile(r"[\w’'-]+")
_SUSPENDS = frozenset(("and", "or", "to", "und", "oder", "et", "ou", "y"))


def printed_rows(rows: Sequence[Row]) -> str:
    """The lines as they stand on the page."""
    return "\n".join([f"{row.printed or row.text}-" if row.hyphen else row.printed or row.text for row in rows])
