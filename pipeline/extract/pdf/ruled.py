"""Cells between ruled lines, found as pdfplumber's table finder finds them (the best of those measured, FACTS).

Lines close to each other are taken for one and joined where they touch; where upright and level lines cross are the
corners of cells; cells that share a corner are one table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.page import Edge

NEAR = 3.0  # points: lines this close are one line
SHORTEST = 6.0  # points: what is shorter is a tick or a dash
MOST_CORNERS = 25_000  # of one page; a real table has hundreds


class TooMany(Exception):
    """A page has more crossing lines than any table."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line at a place, from one end to the other; places count across the line, ends along it."""

    at: float
    start: float
    end: float


def cell_groups(edges: Iterable[Edge]) -> list[list[CellBox]]:
    """The cells that lines enclose, those that hang together in one list. Raises TooMany."""
    level, upright = [], []
    for edge in edges:
        if edge.horizontal:
            level.append(Rule((edge.top + edge.bottom) / 2, edge.x0, edge.x1))
        else:
            upright.append(Rule((edge.x0 + edge.x1) / 2, edge.top, edge.bottom))
    level, upright = _merged(level), _merged(upright)
    level += _ends_of_open_cells(upright, level)
    if len(level) < 2 or len(upright) < 2:
        return []
    return _together(_cells(level, upright))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines put at the mean place of those next to them, and joined with those that they touch."""
    merged: list[Rule] = []
    for group in _close(sorted(rules, key=lambda r: r.at)):
        at = sum(rule.at for rule in group) / len(group)
        spans: list[tuple[float, float]] = []
        for rule in sorted(group, key=lambda r: r.start):
            if spans and rule.start <= spans[-1][1] + NEAR:
                spans[-1] = (spans[-1][0], max(spans[-1][1], rule.end))
            else:
                spans.append((rule.start, rule.end))
        merged.extend(Rule(at, start, end) for start, end in spans if end - start >= SHORTEST)
    return merged


def _close(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[-1].at > NEAR:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _ends_of_open_cells(upright: Sequence[Rule], level: Sequence[Rule]) -> list[Rule]:
    """Level lines where three upright ones or more end together below or above a level one, as at a page's end."""
    found = []
    for side in ("start", "end"):
        ends = defaultdict(list)
        for rule in upright:
            ends[round(getattr(rule, side) / NEAR)].append(rule)
        for group in ends.values():
            end = getattr(group[0], side)
            left, right = min(rule.at for rule in group), max(rule.at for rule in group)
            crossing = [r for r in level if r.start <= left + NEAR and r.end >= right - NEAR]
            hang = any(all(_crosses(rule, r) for rule in group) for r in crossing)
            if len(group) >= 3 and hang and not any(abs(r.at - end) <= 2 * NEAR for r in crossing):
                found.append(Rule(end, left, right))
    return found


def _crosses(upright: Rule, level: Rule) -> bool:
    return (
        upright.start <= level.at + NEAR
        and upright.end >= level.at - NEAR
        and level.start - NEAR <= upright.at <= level.end + NEAR
    )


def _cells(level: Sequence[Rule], upright: Sequence[Rule]) -> list[CellBox]:
    """The smallest rectangle right below each crossing whose sides are all drawn."""
    level, upright = sorted(level, key=lambda r: r.at), sorted(upright, key=lambda r: r.at)
    across: list[list[int]] = [[] for _ in level]  # numbers of the upright lines that cross, left to right
    down: list[list[int]] = [[] for _ in upright]  # numbers of the level lines that cross, top down
    corners = 0
    for row, rule in enumerate(level):
        for column, other in enumerate(upright):
            if _crosses(other, rule):
                across[row].append(column)
                down[column].append(row)
                corners += 1
        if corners > MOST_CORNERS:
            raise TooMany
    crossed = [frozenset(rows) for rows in down]
    cells = []
    for row, columns in enumerate(across):
        for index, left in enumerate(columns[:-1]):
            found = _cell(row, down[left], columns[index + 1 :], crossed)
            if found is not None:
                bottom, right = level[found[0]], upright[found[1]]
                box = (upright[left].at, level[row].at, right.at, bottom.at)
                cells.append((round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)))
    return cells


def _cell(
    row: int, below: Sequence[int], rights: Sequence[int], crossed: Sequence[frozenset[int]]
) -> tuple[int, int] | None:
    """The level line at the foot and the upright one on the right of the cell that begins at a crossing."""
    for bottom in below[bisect_right(below, row) :]:
        for right in rights:
            if row in crossed[right] and bottom in crossed[right]:
                return bottom, right
    return None


def _together(cells: Sequence[CellBox]) -> list[list[CellBox]]:
    """Cells that share a corner, directly or through others."""
    by_corner: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)):
            by_corner[corner].append(number)
    parent = list(range(len(cells)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for numbers in by_corner.values():
        for one, two in pairwise(numbers):
            parent[root(two)] = root(one)
    groups: dict[int, list[CellBox]] = defaultdict(list)
    for number, cell in enumerate(cells):
        groups[root(number)].append(cell)
    return list(groups.values())
