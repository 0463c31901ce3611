"""Rows of a table without lines that was read off a picture: nobody knows in which order it was written.

Where rows are set apart by more white than lines, that white parts them; else a row begins where its first column does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.extract.pdf.page import Piece

Band = tuple[float, float]
APART = 1.18  # times the distance of lines: what is more parts rows
CLOSE = 0.15  # share of the distances between lines that are as close as lines in a cell
LOWER, LONG = 0.35, 28  # share of a column's cells that begin in lower case, and letters of one, where it is prose
ODD = 0.1  # share of cells that may begin late or have white within; in columns of prose a third do
MOSTLY = 0.7  # share of rows begun by white, for white to be what parts them


def rows_seen(levels: Sequence[list[Piece]], bands: Sequence[Band]) -> list[list[list[Piece]]]:
    """Pieces by row and band, none where they are columns of prose. levels: the pieces of each line, from the top."""
    rows: list[list[list[Piece]]] = []
    for begins, group in zip(_beginnings(levels, bands), levels, strict=True):
        if begins or not rows:
            rows.append([[] for _ in bands])
        for piece in group:
            rows[-1][band_of(bands, piece) or 0].append(piece)
    return rows if _are_cells(rows, _closest(levels)) and not _run_on(rows) else []


def _run_on(rows: Sequence[Sequence[Sequence[Piece]]]) -> bool:
    """Whether the cells of a column are lines of prose: many begin in lower case, and they are long."""
    for column in zip(*rows, strict=True):
        texts = [cell[0].text for cell in column if cell]
        lower = sum(text[:1].islower() for text in texts)
        if len(texts) > 3 and lower > LOWER * len(texts) and median(map(len, texts)) > LONG:
            return True
    return False


def _are_cells(rows: Sequence[Sequence[Sequence[Piece]]], close: float) -> bool:
    """Whether what stands in a row begins at its top and has no white within: the paragraphs of columns of prose begin
    and end where they will."""
    odd = whole = 0
    for row in rows:
        top = min(cell[0].base for cell in row if cell)
        for cell in filter(None, row):
            late = cell[0].base - top > 0.5 * cell[0].size
            whole += 1
            odd += late or any(two.base - one.base > APART * close for one, two in pairwise(cell))
    return odd <= ODD * whole


def _closest(levels: Sequence[list[Piece]]) -> float:
    """The distance of lines that follow each other in a cell."""
    steps = sorted(two[0].base - one[0].base for one, two in pairwise(levels))
    return steps[int(CLOSE * len(steps))] if steps else 0.0


def band_of(bands: Sequence[Band], piece: Piece) -> int | None:
    """Which column a piece stands in; it may be longer than what else stands there."""
    ends = [x0 - 2 for x0, _ in bands[1:]] + [bands[-1][1] + 1]
    found = (
        i
        for i, ((x0, x1), end) in enumerate(zip(bands, ends, strict=True))
        if x0 - 1 <= piece.x0 <= x1 and piece.x1 <= end
    )
    return next(found, None)


def _beginnings(levels: Sequence[list[Piece]], bands: Sequence[Band]) -> list[bool]:
    """Which lines begin a row."""
    full = [len(group) > 1 and band_of(bands, group[0]) == 0 for group in levels]
    steps = [two[0].base - one[0].base for one, two in pairwise(levels)]
    if not steps:
        return full
    close = _closest(levels)
    apart = [True, *(step > APART * close for step in steps)]
    agreeing = sum(white for white, begins in zip(apart, full, strict=True) if begins)
    return apart if agreeing >= MOSTLY * sum(full) else full
