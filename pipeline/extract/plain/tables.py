"""Tables in plain text: lines with tabs, and lines with pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.blocks import CellDraft
from pipeline.extract.plain.lines import Line

_FRAME = re.compile(r"(?=[|+\s:=-]*[-=]{3})[|+\s:=-]*$")
_LABEL = re.compile(r"[^\t]{1,60}:\s*$")
_MOST_CELLS_IN_A_ROW = 100


@dataclass(frozen=True)
class Run:
    """Lines `start` to `end` (exclusive), a table or not."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...] = ()  # empty: no table
    heads: int = 0  # rows above the line under the head


def runs(lines: list[Line]) -> Iterator[Run]:
    """A text parted into tables and all the rest, in order."""
    start = 0
    for first, end, pipes in _candidates(lines):
        table = _piped(lines[first:end]) if pipes else _tabbed(lines[first:end])
        if table is None:
            continue
        if first > start:
            yield Run(start, first)
        yield Run(first, end, *table)
        start = end
    if start < len(lines):
        yield Run(start, len(lines))


def _candidates(lines: list[Line]) -> Iterator[tuple[int, int, bool]]:
    index = 0
    while index < len(lines):
        kind = _separator(lines[index])
        end = index + 1
        while kind and end < len(lines) and (_separator(lines[end]) == kind or (kind == "\t" in lines[end].raw)):
            end += 1
        if kind:
            yield index, end, kind == "|"
        index = end


def _separator(line: Line) -> str:
    if line.text.startswith(("|", "+-", "+=")) or (line.text.count("|") >= 2 and line.text.endswith("|")):
        return "|"
    if line.text.count(" | ") >= 2 or (_FRAME.match(line.text) and "|" in line.text):
        return "|"
    return "\t" if "\t" in line.raw.strip(" \t") or ("\t" in line.raw.rstrip(" ") and line.raw[:1] != "\t") else ""


def _tabbed(lines: list[Line]) -> tuple[tuple[tuple[str, ...], ...], int] | None:
    rows = [_cells(line.raw, "\t") for line in lines]
    widest = max(len(row) for row in rows)
    if widest < 2 or (len(rows) == 1 and widest < 3) or _labels(rows):
        return None
    if all(sum(map(bool, row)) < 2 for row in rows):
        return None
    return tuple(rows), 0


def _labels(rows: list[tuple[str, ...]]) -> bool:
    """Lines such as `Venue:<tab>Town hall` are no table."""
    return all(len(row) == 2 and _LABEL.match(row[0]) for row in rows)


def _piped(lines: list[Line]) -> tuple[tuple[tuple[str, ...], ...], int] | None:
    frames = [index for index, line in enumerate(lines) if _FRAME.match(line.text)]
    rows = [_cells(line.text.strip("|"), "|") for line in lines if not _FRAME.match(line.text)]
    if not rows or max(len(row) for row in rows) < 2 or (len(rows) < 2 and not frames):
        return None
    inner = [index for index in frames if 0 < index < len(lines) - 1]
    above = sum(1 for index in range(inner[0]) if index not in frames) if inner else 0
    return tuple(rows), above if above == 1 else 0


def _cells(text: str, separator: str) -> tuple[str, ...]:
    parts = text.split(separator, _MOST_CELLS_IN_A_ROW)
    return tuple(part.strip() for part in parts)


def drafts(run: Run) -> Iterator[CellDraft]:
    """The cells of a table."""
    for row, cells in enumerate(run.rows):
        for column, text in enumerate(cells):
            yield CellDraft(row, column, text, column + 1, header=row < run.heads)
