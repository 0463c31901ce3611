"""Rows of a table without lines that was read off a picture: nobody knows in which order it was written.

Where rows are set apart by more white than lines, that white parts them; else a row begins where its first column does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.pdf.page import Piece

Band = tuple[float, float]
APART = 1.18  # times the distance of lines: what is more parts rows
CLOSE = 0.15  # share of the distances between lines that are as close as lines in a cell
MOSTLY = 0.7  # share of rows begun by white, for white to be what parts them


def rows_seen(levels: Sequence[list[Piece]], bands: Sequence[Band]) -> list[list[list[Piece]]]:
    """Pieces by row and band. levels: the pieces of each line, from the top."""
    rows: list[list[list[Piece]]] = []
    for begins, group in zip(_beginnings(levels, bands), levels, strict=True):
        if begins or not rows:
            rows.append([[] for _ in bands])
        for piece in group:
            rows[-1][band_of(bands, piece) or 0].append(piece)
    return rows


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
    close = sorted(steps)[int(CLOSE * len(steps))]
    apart = [True, *(step > APART * close for step in steps)]
    agreeing = sum(white for white, begins in zip(apart, full, strict=True) if begins)
    return apart if agreeing >= MOSTLY * sum(full) else full
