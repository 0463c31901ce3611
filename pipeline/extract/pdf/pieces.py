"""Pieces of lines, made of characters of which only a few are asked for their geometry."""

from __future__ import annotations

import re

from pipeline.extract.pdf.glyphs import TextOf
from pipeline.extract.pdf.page import Piece
from pipeline.extract.pdf.signs import BLANK, BLANKS, breaks, sign, without_raised

WIDE_GAP = 1.15  # times the font size: a blank this wide parts two columns or cells, where the line's others do not
LONGEST_MARKER = 8  # characters, the blank behind it counted
_CALL = re.compile(r"(?<=\S)\s?(\d{1,3})(?=[\s.,;:)]|$)")
_DIGIT = re.compile(r"\d")


def plain(text: TextOf, start: int, end: int, drawn: int, order: int, hyphen: bool) -> Piece:
    """A piece that is all of one text object."""
    raw = text.text[start:end]
    if end - start == 1 or raw[0] < " " or text.raised_signs:
        return piece_of(text, start, end, order, hyphen)
    x0, x1, base, (size, bold, _, _, level) = text.line(start, end - 1, drawn)
    if not level:
        return piece_of(text, start, end, order, hyphen)
    if raw[-1] == "-" and breaks(raw):
        raw, hyphen = raw[:-1], True
    top, bottom = base - 0.8 * size, base + 0.2 * size
    return Piece(raw, x0, top, x1, bottom, base, size, bold, bold, hyphen, start, end - 1, order)


def marked(text: TextOf, start: int, end: int, drawn: int, order: int, hyphen: bool) -> Piece | None:
    """A piece that is a short word, a bullet or number, and then all of one text object; None where it is not."""
    blank = BLANKS.search(text.text, start, min(end, start + LONGEST_MARKER))
    if blank is None or not drawn or text.text[start] < " " or text.raised_signs:
        return None
    first, rest = blank.span()
    if text.object(rest) != drawn:
        return None
    mark = text.object(start)
    if first - start > 1 and mark != text.object(first - 1):
        return None
    left, right, _, marked = text.line(start, first - 1, mark)
    x0, x1, base, (size, bold, _, _, level) = text.line(rest, end - 1, drawn)
    if not level or not -2 * size <= x0 - right <= WIDE_GAP * size:
        return None
    raw = text.text[start:end]
    shown = f"{sign(raw[0])}{raw[1:]}" if first == start + 1 and marked.sign else raw
    if raw[-1] == "-" and breaks(raw):
        raw, shown, hyphen = raw[:-1], shown[:-1], True
    return Piece(
        shown,
        left if left < x0 else x0,
        base - 0.8 * size,
        x1,
        base + 0.2 * size,
        base,
        size,
        marked.bold if raw[0].isalnum() else bold,
        bold,
        hyphen,
        start,
        end - 1,
        order,
        raw if shown is not raw else "",
    )


def piece_of(text: TextOf, start: int, end: int, order: int, hyphen: bool) -> Piece:
    """A piece of characters that may differ in size and weight."""
    raw, last = text.text[start:end], end - 1
    one, two = text.box(start), text.box(last)
    at_start, at_end = text.look(start), text.look(last)
    cleaned = _without_calls(text, raw, start)
    if raw[0] < " ":
        cleaned = f"• {cleaned[1:].lstrip()}"  # a bullet of a font that does not say what its signs mean
    elif raw[1:2] in ("", *BLANK) and at_start.sign:
        cleaned = f"{sign(raw[0])}{cleaned[1:]}"
    if breaks(cleaned):
        raw, cleaned, hyphen = raw[:-1], cleaned[:-1], True
    middle = start + next(i for i in range(len(raw) // 2, len(raw)) if not raw[i].isspace())
    size = max(text.size(middle), at_end.size)  # of the text, whatever raised numbers and small capitals are in it
    if size < at_start.size < 1.5 * size and raw[1:2] not in BLANK:  # and neither of a bullet nor of a large initial
        size = at_start.size
    base = text.base(start if at_start.size >= at_end.size else last)
    turned = not at_start.level
    return Piece(
        text=cleaned,
        x0=min(one[0], two[0]),
        top=min(one[1], two[1]) if turned else base - 0.8 * size,
        x1=max(one[2], two[2]),
        bottom=max(one[3], two[3]) if turned else base + 0.2 * size,
        base=base,
        size=size,
        bold=at_start.bold if raw[0].isalnum() or len(raw) < 3 else text.look(start + 2).bold,
        bold_end=at_end.bold,
        hyphen=hyphen,
        first=start,
        last=last,
        order=order,
        printed=raw if cleaned != raw else "",
        turned=turned,
    )


def _without_calls(text: TextOf, line: str, first: int) -> str:
    """A line without the raised small digits that call a footnote."""
    if not _DIGIT.search(line):
        return without_raised(line) if text.raised_signs else line
    kept, position = [], 0
    for call in _CALL.finditer(line):
        here, before = first + call.start(1), first + call.start() - 1
        if text.object(here) == text.object(before):
            continue
        if text.size(here) < 0.8 * text.size(before) or _raised(text, here, before):
            kept.append(line[position : call.start()])
            position = call.end()
    kept.append(line[position:])
    cleaned = "".join(kept)
    return without_raised(cleaned) if text.raised_signs else cleaned


def _raised(text: TextOf, index: int, before: int) -> bool:
    one, two = text.box(index), text.box(before)
    return (two[3] - one[3]) > 0.25 * (two[3] - two[1])
