"""The paragraphs of a form, in and outside tables, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.model import Block, Document, Kind, Span
from pipeline.text.enumeration import is_sequence


@dataclass(frozen=True)
class Unit:
    """A paragraph of the form, in or outside a table."""

    text: str
    span: Span
    block: Block
    row: tuple[int, int] | None = None  # (table block, row) of a table's cell
    column: int = 0
    marker: str = ""


def units_of(document: Document) -> list[Unit]:
    """The paragraphs of a form in order, cells of tables one by one."""
    found: list[Unit] = []
    before: tuple[Block, int, int] | None = None  # a table right before: its block, its number as a table, its rows
    for block in document.blocks:
        if block.kind in (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION):
            continue
        if block.kind is Kind.TABLE:
            goes_on = before is not None and _columns(before[0]) == _columns(block)
            table, rows = before[1:] if before is not None and goes_on else (block.number, 0)
            found.extend(_cell_units(block, table, rows))
            before = block, table, rows + 1 + max((cell.row for cell in block.cells), default=0)
        else:
            before = None
            found.extend(_line_units(block))
    return _answers_unsigned(_asked_and_answered(_numbered(found)))


_BARE_NUMBER = re.compile(r"(?P<mark>0?\d{1,2}|[A-Z]\d{1,2}|\d{1,2}\.\d{1,2}|\[\d{1,2}\]|#\d{1,2})\s+(?=[^\W\d_])")
LEAST_NUMBERED = 4


def _numbered(units: list[Unit]) -> list[Unit]:
    """Forms that print `01`, `02` ... or `[1]` before their questions: the number becomes the marker."""
    bare = {i: found for i, u in enumerate(units) if not u.marker and (found := _BARE_NUMBER.match(u.text))}
    marks = [found["mark"] for found in bare.values()]
    if len(marks) < LEAST_NUMBERED or not is_sequence(marks):
        return units
    return [_without(unit, bare[i], bare[i]["mark"]) if i in bare else unit for i, unit in enumerate(units)]


_SIGN = re.compile(r"A(?:ns(?:wer)?)?\s?[.:]\s*(?:(?P<mark>[*•–-]|\(?\d{1,2}[.)])\s+)?(?=\S)")
LEAST_SIGNED = 3  # answers that must begin with `A:` for it to be the form's sign of an answer


def _answers_unsigned(units: list[Unit]) -> list[Unit]:
    """Forms that print `A:` before each answer and nothing before the questions: the sign goes, and the mark of a list
    that it hid becomes the unit's."""
    signed = [_SIGN.match(unit.text) for unit in units]
    if sum(found is not None for found in signed) < LEAST_SIGNED:
        return units
    return [unit if s is None else _without(unit, s, s["mark"] or "") for unit, s in zip(units, signed, strict=True)]


def _without(unit: Unit, sign: re.Match[str], mark: str) -> Unit:
    """A unit without the sign that begins it; mark: what becomes its marker, if anything."""
    printed = unit.block.text[unit.span.start : unit.span.end]
    start = unit.span.start + printed.index(unit.text) + sign.end()
    span = Span(block=unit.span.block, start=start, end=unit.span.end)
    return replace(unit, text=unit.text[sign.end() :], span=span, marker=mark or unit.marker)


_CELL_MARK = re.compile(
    r"\s*(?:\(?(?:\d{1,2}(?:\.\d{1,2})?|[A-Za-z]|[ivx]{1,4}|[A-Z]\.?\d{1,2})[.):]|\d{1,2}\.\d{1,2}|[A-Z]\d{1,2})\s+(?=\S)"
)


_ASKED = re.compile(r"^(?:Q(?:uestion)?\.?\s?\d{1,2}|\d{1,2}\.?\s?Q)\s?[.:)–-]?\s+", re.I)


_ANSWERED = re.compile(r"(?:^|(?<=[?:.])\s+)A(?:ns(?:wer)?)?\s?\.?\s?:\s*")


def _asked_and_answered(units: list[Unit]) -> list[Unit]:
    """Forms that print `Q3.` and `A:`: the number becomes the marker, the sign of the answer goes."""
    if sum(bool(_ASKED.match(f"{u.marker} {u.text}".strip())) for u in units) < 3:
        return units
    found: list[Unit] = []
    for unit in units:
        number = _ASKED.match(unit.text)
        rest = unit.text[number.end() :] if number else unit.text
        start = unit.span.start + (number.end() if number else 0)
        marker = re.sub(r"\D", "", number.group()) + "." if number else unit.marker
        answer = _ANSWERED.search(rest)
        cut = answer.start() if answer and number else 0
        if cut:
            span = Span(block=unit.span.block, start=start, end=start + cut)
            found.append(Unit(rest[:cut].strip(), span, unit.block, unit.row, unit.column, marker))
            marker = ""
        begin = answer.end() if answer else 0
        text = rest[begin:]
        if text.strip():
            span = Span(block=unit.span.block, start=start + begin, end=start + begin + len(text))
            found.append(Unit(text.strip(), span, unit.block, unit.row, unit.column, marker))
    return found


def _line_units(block: Block) -> list[Unit]:
    units: list[Unit] = []
    position = 0
    for line in block.text.split("\n"):
        if line.strip():
            span = Span(block=block.number, start=position, end=position + len(line))
            units.append(Unit(line.strip(), span, block, marker=block.marker if not units else ""))
        position += len(line) + 1
    return units


def _columns(block: Block) -> int:
    return 1 + max((cell.column for cell in block.cells), default=0)


_NUMBER = re.compile(r"\(?\d{1,2}[.)]?")


def _numbers(block: Block) -> dict[int, str]:
    """The numbers or letters of rows, where the first column of a table holds nothing else and there are two more."""
    first = {cell.row: block.text[cell.start : cell.end].strip() for cell in block.cells if cell.column == 0}
    marks = [text for text in first.values() if text]
    counted = all(map(_NUMBER.fullmatch, marks)) or (len(marks) > 1 and is_sequence(marks))
    return first if _columns(block) > 2 and marks and counted else {}


def _cell_units(block: Block, table: int, rows: int) -> list[Unit]:
    """The paragraphs of a table's cells. table: the number under which it goes; rows: that stand before its own, where
    it goes on a table right above. A column that only numbers the rows is left out: its numbers become markers."""
    units = []
    numbers = _numbers(block)
    for cell in block.cells:
        column = cell.column - bool(numbers)
        if column < 0:
            continue
        position = cell.start
        parts = re.split(r"[\v\n]", block.text[cell.start : cell.end])
        for part in parts:
            if part.strip() or len(parts) == 1:
                mark = _CELL_MARK.match(part) if column == 0 else None
                begin = mark.end() if mark else 0
                span = Span(block=block.number, start=position + begin, end=position + len(part))
                marker = mark.group().strip() if mark else numbers.get(cell.row, "") if column == 0 else ""
                units.append(Unit(part[begin:].strip(), span, block, (table, rows + cell.row), column, marker))
            position += len(part) + 1
    return units
