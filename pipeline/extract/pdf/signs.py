"""Signs that are no letters: what a sign of a font of signs shows, and raised figures that call a footnote."""

from __future__ import annotations

import re

SOFT_HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at a line's end; it swallows the line feed
BLANK = " \t\u00a0"
BLANKS = re.compile(rf"[{BLANK}]+")
_RAISED_FIGURES = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_RAISED = re.compile(rf"(?<=[^\W\d_.,;:)])[{_RAISED_FIGURES}]{{1,2}}(?=\W|$)")


def has_raised(text: str) -> bool:
    """Whether a footnote is called by a raised figure of its own code."""
    return any(figure in text for figure in _RAISED_FIGURES) and _RAISED.search(text) is not None


def without_raised(text: str) -> str:
    """The text without such calls."""
    return _RAISED.sub("", text)


def sign(character: str) -> str:
    """What a sign that stands alone shows: a tick box, or a bullet where its code is that of a letter.

    The codes are those of Wingdings and ZapfDingbats, as they come with and without a table of Unicode.
    """
    if character in "\u00fe\uf0fe\u00fd\uf0fd\u2611\u2612x\uf078\u2714\u2718":
        return "☒"
    if character in "\u00a8\uf0a8o\uf06fq\uf071\u2751\u274f":
        return "☐"
    return "•" if character.isalnum() or character in "§·" else character


def breaks(line: str) -> bool:
    """Whether a line ends in a hyphen that pdfium did not mark, as behind a figure or before another column."""
    return line[-1:] == "-" and line[-2:-1].isalnum()
