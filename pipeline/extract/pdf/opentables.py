"""Tables without lines: told from columns of prose by the order in which they were written, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.extract.markers import split_marker
from pipeline.extract.pdf.page import Piece
from pipeline.extract.pdf.rows import Row, level, row_of
from pipeline.extract.pdf.seenrows import band_of, rows_seen
from pipeline.text.enumeration import follows


@dataclass(slots=True)
class OpenTable:
    """The lines of each cell, by row and column."""

    rows: list[list[list[Row]]]
    x0: float
    x1: float


Found = tuple[list[Piece], OpenTable, list[Piece]]  # what stands above the table, the table, what stands below


def open_table(pieces: Sequence[Piece]) -> Found | None:
    """The table that pieces with a gutter between them form, or None where they are columns of prose or lists."""
    levels = level(pieces)
    return _by_cells(levels) or _by_lines(levels)


# --- rows whose cells have several lines -----------------------------------------------------


def _by_cells(levels: list[list[Piece]]) -> Found | None:
    """A table that was written cell by cell, row after row."""
    several = [index for index, group in enumerate(levels) if len(group) > 1]
    if len(several) < 2:
        return None
    first, last = several[0], several[-1] + 1
    bands = _bands([p for group in levels[first:last] for p in group])
    if len(bands) < 2:
        return None
    last = _end(levels, last, bands)
    seen = all(piece.first < 0 and not piece.entered for group in levels[first:last] for piece in group)
    rows = rows_seen(levels[first:last], bands) if seen else _rows([p for g in levels[first:last] for p in g], bands)
    if len(rows) < 2 or len(rows) + len(bands) < 5:
        return None
    if not _hold_together(rows) or _run_on(rows) or _fill(rows, bands) or _count_down(rows):
        return None
    cells = [[[row_of(line) for line in level(cell)] for cell in row] for row in rows]
    table = OpenTable(cells, bands[0][0], bands[-1][1])
    return [p for g in levels[:first] for p in g], table, [p for g in levels[last:] for p in g]


def _bands(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """The stretches of the page's width in which pieces stand, with white between."""
    bands: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        if bands and piece.x0 <= bands[-1][1] + 0.4 * piece.size:
            bands[-1] = (bands[-1][0], max(bands[-1][1], piece.x1))
        else:
            bands.append((piece.x0, piece.x1))
    return bands


def _end(levels: list[list[Piece]], last: int, bands: Sequence[tuple[float, float]]) -> int:
    """Where a table ends: lines of its last row's longest cell may stand alone, and so may its last row's only cell."""
    steps = [two[0].base - one[0].base for one, two in pairwise(levels[:last])]
    while last < len(levels):
        (piece, *_), above = levels[last], levels[last - 1]
        band = band_of(bands, piece)
        alike = [p for p in above if abs(p.size - piece.size) < 0.5 and p.bold == piece.bold]
        over = any(band_of(bands, p) == band for p in alike)
        step = piece.base - above[0].base
        if band is None or not alike or (step > (1.5 * piece.size if over else 0.0) and step > 1.1 * median(steps)):
            break
        last += 1
    return last


def _rows(pieces: Sequence[Piece], bands: Sequence[tuple[float, float]]) -> list[list[list[Piece]]]:
    """Pieces by row and band: a row ends where what was written next stands farther left."""
    ordered = _as_written(pieces)
    rows: list[list[list[Piece]]] = []
    current = len(bands)
    for index, piece in enumerate(ordered):
        band = band_of(bands, piece) or 0
        if band < current or (band == current and _opens(ordered, index, bands, rows[-1])):
            rows.append([[] for _ in bands])
        rows[-1][band].append(piece)
        current = band
    return rows


def _as_written(pieces: Sequence[Piece]) -> list[Piece]:
    """In the order of the content stream; form fields, which have no place in it, behind what stands left of them."""
    places: dict[int, float] = {id(p): float(p.order) for p in pieces}
    for field in (p for p in pieces if p.first < 0):
        left = [
            p.order for p in pieces if p.first >= 0 and p.x1 <= field.x0 + 2 and abs(p.base - field.base) < field.size
        ]
        places[id(field)] = max(left, default=field.order) + 0.5
    return sorted(pieces, key=lambda p: (places[id(p)], p.x0))


def _opens(
    ordered: Sequence[Piece], index: int, bands: Sequence[tuple[float, float]], row: Sequence[Sequence[Piece]]
) -> bool:
    """Whether a piece opens a row below one that has but one cell: the next piece stands beside it."""
    piece = ordered[index]
    if sum(map(bool, row)) > 1 or index + 1 == len(ordered):
        return False
    after = ordered[index + 1]
    return abs(after.base - piece.base) < 0.4 * piece.size and (band_of(bands, after) or 0) > (
        band_of(bands, piece) or 0
    )


def _hold_together(rows: Sequence[Sequence[Sequence[Piece]]]) -> bool:
    """Whether rows stand below each other, most of them with several cells that begin on one line."""
    filled = [[cell for cell in row if cell] for row in rows]
    several = [row for row in filled if len(row) > 1]
    if len(several) < 0.6 * len(filled):
        return False
    spans = [(min(p.top for c in row for p in c), max(p.bottom for c in row for p in c)) for row in filled]
    apart = sum(two[0] > one[1] - 4 for one, two in pairwise(spans))
    levels = sum(abs(row[0][0].base - row[1][0].base) < 0.5 * row[0][0].size for row in several)
    return apart >= 0.9 * (len(spans) - 1) and levels >= 0.6 * len(several)


def _run_on(rows: Sequence[Sequence[Sequence[Piece]]]) -> bool:
    """Whether what looks like rows are lines of columns of prose: many begin in lower case."""
    cells = [cell for row in rows for cell in row if cell]
    lower = sum(cell[0].text[:1].islower() for cell in cells)
    long = median([len(piece.text) for cell in cells for piece in cell]) > 28
    return lower > (0.3 if long else 0.45) * len(cells)


def _fill(rows: Sequence[Sequence[Sequence[Piece]]], bands: Sequence[tuple[float, float]]) -> bool:
    """Whether one of the columns is a block of prose: its cells are single lines, close to each other and all full."""
    for (x0, x1), column in zip(bands, zip(*rows, strict=True), strict=True):
        lines = [cell[0] for cell in column if len(cell) == 1]
        if len(lines) < max(3, 0.8 * len(rows)) or median([len(line.text) for line in lines]) <= 28:
            continue
        close = median([two.base - one.base for one, two in pairwise(lines)]) < 1.35 * lines[0].size
        full = sum(line.x1 - x0 > 0.85 * (x1 - x0) for line in lines)
        if close and full >= 0.7 * len(lines):
            return True
    return False


def _count_down(rows: Sequence[Sequence[Sequence[Piece]]]) -> bool:
    """Whether two columns or more are numbered lists of their own."""
    counted = 0
    for column in zip(*rows, strict=True):
        marks = [split_marker(cell[0].text)[0] for cell in column if cell]
        following = sum(follows(two, one) for one, two in pairwise(marks))
        counted += len(marks) > 2 and following >= 0.6 * (len(marks) - 1)
    return counted > 1


# --- rows of one line ------------------------------------------------------------------------


def _by_lines(levels: list[list[Piece]]) -> Found | None:
    """A table that was written line by line, its rows level, its cells seldom as wide as their column."""
    several = [group for group in levels if len(group) > 1]
    if len(several) < 3 or len(several) < 0.6 * len(levels):
        return None
    pieces = [piece for group in levels for piece in group]
    if not _row_by_row(several) or _is_prose(pieces):
        return None
    starts = _column_starts(several)
    rows = [_cells(group, starts) for group in levels]
    return [], OpenTable(rows, min(p.x0 for p in pieces), max(p.x1 for p in pieces)), []


def _row_by_row(groups: list[list[Piece]]) -> bool:
    # a form field has no place in the content stream: it follows the label that stands before it
    followed = sum(
        two.order - one.order == 1 or two.first < 0 or one.first < 0 for g in groups for one, two in pairwise(g)
    )
    return followed >= 0.8 * sum(len(g) - 1 for g in groups)


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether lines run on: most of them long, and many beginning in lower case."""
    lower = sum(p.text[:1].islower() for p in pieces)
    return median(len(p.text) for p in pieces) > 28 and lower > 0.3 * len(pieces)


def _column_starts(groups: list[list[Piece]]) -> list[float]:
    edges = sorted(p.x0 for g in groups for p in g)
    starts: list[list[float]] = []
    for edge in edges:
        if starts and edge - starts[-1][-1] < 12:
            starts[-1].append(edge)
        else:
            starts.append([edge])
    return [s[0] for s in starts if len(s) >= 2] or [starts[0][0]]


def _cells(group: list[Piece], starts: list[float]) -> list[list[Row]]:
    cells: list[list[Piece]] = [[] for _ in starts]
    for piece in group:
        column = max((i for i, s in enumerate(starts) if s <= piece.x0 + 6), default=0)
        cells[column].append(piece)
    return [[row_of(cell)] if cell else [] for cell in cells]
