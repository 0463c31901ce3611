"""What is typed for something else: tick boxes as `[x]`, Markdown's stars, hyphens at line ends."""

from __future__ import annotations

import re

from pipeline.extract.plain.lines import Line

_INPUT = re.compile(r"<input\b[^<>]{0,300}>", re.IGNORECASE)
_CHECKED = re.compile(r"\bchecked\b(?!\s*=\s*[\"']?(?:false|0))", re.IGNORECASE)
_TICKED = re.compile(r"(?<![\w\]])\[\s?[xX✓✔]\s?\](?![\w(])")
_EMPTY = re.compile(r"(?<![\w\]])\[[ _\u00a0]{1,3}\](?![\w(])|(?<![\w\]])\[\](?![\w(\[])")
_ROUND_TICKED = re.compile(r"(?<!\w)\([xX]\)(?!\w)")
_ROUND_EMPTY = re.compile(r"(?<!\w)\([ \u00a0_]{1,3}\)(?!\w)")
_TAG = re.compile(r"</?(?:u|b|i|em|strong|span|sup|sub|mark|small|font)\b[^<>]{0,200}>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])(.{1,400}?)(?<=\S)\1")
_SLIGHT = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?![\w*])")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\((?:https?://|mailto:|www\.|[./#])[^()\s]{0,500}\)")
_ESCAPED = re.compile(r"\\([*_#\[\]()|>`])")
_FOOTNOTE = re.compile(r"([⁰¹²³⁴-⁹]{1,3})\s+(?=\S)")
_CALL = re.compile(r"(?<=[^\W\d_]|[.,;:)\]”\"’'»])\s?(?<![ ckm]m)([⁰¹²³⁴-⁹]{1,3})(?!\w)")
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# first parts of compounds that keep their hyphen
_COMPOUNDS = """
    multi non self co pre post anti inter sub semi ex peer long short well low high cross vice mid so pro re bi
    socio public private community city evidence area gender age user first second third two three four
"""
_PREFIXES = frozenset(_COMPOUNDS.split())


def with_boxes(text: str, round_ones: bool) -> str:
    """Typed and HTML tick boxes as ☐ and ☒; `( )` and `(x)` only where the text has empty ones of that kind."""
    if "<" in text:
        text = _INPUT.sub(lambda match: _input_box(match[0]), text)
    if "[" in text:
        text = _EMPTY.sub("☐", _TICKED.sub("☒", text))
    if round_ones and "(" in text:
        text = _ROUND_EMPTY.sub("☐", _ROUND_TICKED.sub("☒", text))
    return text


def _input_box(tag: str) -> str:
    if re.search(r"type\s*=\s*[\"']?(?:checkbox|radio)", tag, re.IGNORECASE):
        return "☒" if _CHECKED.search(tag) else "☐"
    return ""


def has_round_boxes(text: str) -> bool:
    """True where empty round brackets stand for tick boxes."""
    return _ROUND_EMPTY.search(text) is not None


def without_marks(text: str) -> str:
    """Text without Markdown's and HTML's marks of emphasis; links keep their words."""
    if "<" in text:
        text = _BREAK.sub("\n", _TAG.sub("", text))
    if "*" in text or "__" in text:
        text = _SLIGHT.sub(r"\1", _STRONG.sub(r"\2", text))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def footnote_mark(text: str) -> str:
    """The raised number a footnote begins with: `³ This phase ...`."""
    match = _FOOTNOTE.match(text)
    return match[1] if match else ""


def without_calls(text: str) -> str:
    """Text without the raised numbers that call footnotes; `km²` keeps its own."""
    return _CALL.sub("", text)


def all_strong(text: str) -> bool:
    """True where Markdown makes the whole text bold."""
    match = _STRONG.fullmatch(text.strip().rstrip(":"))
    return match is not None and match[1] not in match[2]


def vocabulary(lines: list[Line]) -> set[str]:
    """All words of a text in lower case, compounds as one, without those that a line's end may have broken."""
    words: set[str] = set()
    for line in lines:
        words.update(word.lower() for word in _WORD.findall(line.text.removesuffix("-")))
    return words


def joined(parts: list[str], known: set[str]) -> str:
    """Lines as one text; a hyphen at a line's end goes where the rest of the text writes the word without."""
    pieces = [parts[0]]
    for part in parts[1:]:
        match = _HYPHEN.search(pieces[-1][-60:])
        if not match or not part[:1].islower():
            pieces.append(" ")
        elif not _keeps_hyphen(match[1], part, known):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(part)
    return "".join(pieces)


def _keeps_hyphen(first: str, rest: str, known: set[str]) -> bool:
    following = _WORD.match(rest[:100])
    second = following[0].lower() if following else ""
    first = first.lower()
    if first + second in known:
        return False
    if f"{first}-{second}" in known or first in _PREFIXES:
        return True
    return first in known and second.split("-")[0] in known and len(first) > 3
