"""The order in which a page is read: columns, boxes and tables one after another.

The order of the content stream is not trusted blindly: columns are found by the white gutters between them, from
the geometry of the line pieces. Where pieces stand side by side in rows, written row by row and too ragged to be
prose, they are kept as the rows of a table without lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import ClassVar, TypeGuard

from msgspec.structs import replace

from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.opentables import OpenTable, open_table
from pipeline.extract.pdf.page import Piece
from pipeline.extract.pdf.rows import Row, level, row_of
from pipeline.extract.pdf.tables import Grid, holds

LONE_MARKER = re.compile(
    r"^(?:[•●▪■□◦‣⁃∙·▷➢►✓✔\u2043\ufffd\uf0b7\uf0a7\uf0d8\uf076\uf0fc\x7f*–—-]|o|\(?[0-9]{1,3}[.)]|\(?[a-z][.)]|\(?[ivxIVX]{1,6}[.)])$"
)
LONGEST_MARKER = 8
FEW_PIECES = 12
MOST_PIECES = 6_000  # of a page, for the search of columns, which compares pieces with each other


@dataclass(slots=True)
class Flow:
    """Rows that follow each other in one column or box; or a table, ruled or not."""

    rows: list[Row] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    frame: CellBox | None = None
    grid: Grid | None = None
    columns: list[list[list[Row]]] | None = None  # of a table without lines: the lines of its cells, by row
    width: float = 0.0  # of the page, where the rows stand on the open page
    size: float = 0.0  # of most of its rows
    typical: float = 0.0  # width of its rows
    entries: bool = False  # its rows are entries of a list, not lines of prose
    indexed: bool = False  # its rows end in numbers of pages


@dataclass(frozen=True, slots=True)
class Region:
    """A box or a table: put in order like a piece."""

    x0: float
    top: float
    x1: float
    bottom: float
    frame: CellBox | None = None
    grid: Grid | None = None
    weight: ClassVar[float] = 3.0  # in lines

    @property
    def box(self) -> CellBox:
        return self.x0, self.top, self.x1, self.bottom


Thing = Piece | Region
_from_the_top = attrgetter("top", "x0")


def reading_order(pieces: Sequence[Piece], frames: Sequence[CellBox], grids: Sequence[Grid]) -> list[Flow]:
    """The flows of a page in the order in which they are read. Pieces inside grids are not looked at."""
    if grids:
        pieces = [p for p in pieces if not any(holds((g.x0, g.top, g.x1, g.bottom), p) for g in grids)]
    free = _with_markers(pieces)
    if not frames and not grids:
        return _flows(free, {}, [], None)
    inside, open_page = _by_frame(free, frames)
    regions = [Region(*f, frame=f) for f in frames if inside[f] or _contains(f, grids, frames)]
    regions += [Region(g.x0, g.top, g.x1, g.bottom, grid=g) for g in grids]
    outer = [r for r in regions if not any(_within(r.box, f) for f in frames)]
    return _flows([*open_page, *outer], inside, regions, None)


def _contains(frame: CellBox, grids: Sequence[Grid], frames: Sequence[CellBox]) -> bool:
    boxes = [(g.x0, g.top, g.x1, g.bottom) for g in grids] + [f for f in frames if f != frame]
    return any(_within(box, frame) for box in boxes)


def _within(inner: CellBox, outer: CellBox) -> bool:
    return (
        inner != outer
        and outer[0] - 2 <= inner[0]
        and inner[2] <= outer[2] + 2
        and outer[1] - 2 <= inner[1]
        and inner[3] <= outer[3] + 2
    )


def _by_frame(pieces: Sequence[Piece], frames: Sequence[CellBox]) -> tuple[dict[CellBox, list[Piece]], list[Piece]]:
    """Pieces by the smallest box that holds them, and those of the open page."""
    inside: dict[CellBox, list[Piece]] = {frame: [] for frame in frames}
    rest: list[Piece] = []
    by_area = sorted(frames, key=lambda f: (f[2] - f[0]) * (f[3] - f[1]))
    for piece in pieces:
        home = next((f for f in by_area if holds(f, piece)), None)
        (rest if home is None else inside[home]).append(piece)
    return inside, rest


def _flows(
    things: Sequence[Thing], inside: dict[CellBox, list[Piece]], regions: Sequence[Region], frame: CellBox | None
) -> list[Flow]:
    flows: list[Flow] = []
    for part in _ordered(things):
        if isinstance(part, OpenTable):
            flows.append(Flow(columns=part.rows, frame=frame, left=part.x0, right=part.x1))
            continue
        run: list[Piece] = []
        right = _right_of(part)
        for thing in part:
            if not isinstance(thing, Region):
                run.append(thing)
                continue
            flows.extend(_flow(run, frame, right))
            run = []
            if thing.grid is not None:
                flows.append(Flow(grid=thing.grid, frame=frame, left=thing.x0, right=thing.x1))
            elif thing.frame is not None:
                flows.extend(_inner(thing.frame, inside, regions))
        flows.extend(_flow(run, frame, right))
    return flows


def _right_of(part: Sequence[Thing]) -> float:
    """Where the text of a column ends, by all that stands in it; 0 where too little does."""
    ends = [t.x1 for t in part if not isinstance(t, Region)]
    return _right_edge(ends) if len(ends) >= 6 else 0.0


def _right_edge(ends: list[float]) -> float:
    """Where nine of ten lines have ended."""
    return sorted(ends)[int(0.9 * (len(ends) - 1))]


def _inner(frame: CellBox, inside: dict[CellBox, list[Piece]], regions: Sequence[Region]) -> list[Flow]:
    held = [
        region
        for region in regions
        if _within(region.box, frame) and not any(_within(region.box, f) and _within(f, frame) for f in inside)
    ]
    return _flows([*inside[frame], *held], inside, regions, frame)


def _flow(pieces: list[Piece], frame: CellBox | None, column_right: float) -> list[Flow]:
    if not pieces:
        return []
    rows = pieces if _descend(pieces) else [row_of(group) for group in level(pieces)]
    left, right = min([r.x0 for r in rows]), max(_right_edge([r.x1 for r in rows]), column_right)
    if frame is not None:  # text in a box ends as far from its right side as it begins from its left
        right = max(right, frame[2] - max(left - frame[0], 4))
    return [Flow(rows=rows, left=left, right=right, frame=frame)]


def _descend(pieces: Sequence[Piece]) -> bool:
    """Whether each piece stands on a line of its own below the one before."""
    base, size = pieces[0].base, pieces[0].size
    for piece in pieces[1:]:
        below, other = piece.base, piece.size
        if below - base <= 0.35 * (size if size > other else other):
            return False
        base, size = below, other
    return True


def _without_raised(pieces: list[Piece]) -> list[Piece]:
    """Raised small numbers joined to the note that they begin, or taken out of the line that they end."""
    kept: list[Piece] = []
    waiting: Piece | None = None
    for piece in pieces:
        before = kept[-1] if kept else None
        if waiting is not None:
            begins = piece.size > 1.2 * waiting.size and -1 < piece.x0 - waiting.x1 < 3 * piece.size
            if begins and _overlap(waiting, piece):
                piece = _joined(waiting, piece)
            waiting = None
        if _CALL_ONLY.match(piece.text):
            ends = before is not None and piece.size < 0.8 * before.size and -1 < piece.x0 - before.x1 < before.size
            if before is not None and ends and _overlap(piece, before):
                kept[-1] = replace(before, printed=f"{before.printed or before.text}{piece.text}")
                continue
            waiting = piece
        kept.append(piece)
        if waiting is None and len(kept) > 1 and _begins_with(piece, kept[-2]):
            del kept[-2]
    return kept


def _begins_with(piece: Piece, call: Piece) -> bool:
    return bool(_CALL_ONLY.match(call.text)) and piece.x0 == call.x0 and piece.text.startswith(f"{call.text} ")


_CALL_ONLY = re.compile(r"^(?:\d{1,3}|[*†‡¹²³⁴-⁹])$")


def _overlap(one: Piece, two: Piece) -> bool:
    return one.top < two.bottom and two.top - 0.3 * two.size < one.bottom


def _with_markers(pieces: Sequence[Piece]) -> list[Piece]:
    """Lone bullets and numbers joined to the text beside them, so that an indent is not taken for a gutter."""
    lone = [
        p for p in pieces if len(p.text) <= LONGEST_MARKER and (LONE_MARKER.match(p.text) or _CALL_ONLY.match(p.text))
    ]
    if not any(abs(p.middle - one.middle) < max(p.size, one.size) for one in lone for p in pieces if p is not one):
        return list(pieces)
    groups = level(_without_raised(sorted(pieces, key=lambda p: p.order)))
    joined: list[Piece] = []
    for group in groups:
        line: list[Piece] = []
        for piece in group:
            before = line[-1] if line else None
            if before is not None and LONE_MARKER.match(before.text) and piece.x0 - before.x1 < 4.5 * piece.size:
                line[-1] = _joined(before, piece)
            else:
                line.append(piece)
        joined.extend(line)
    return sorted(joined, key=lambda p: p.order)


def _joined(one: Piece, two: Piece) -> Piece:
    return replace(
        two,
        text=f"{one.text} {two.text}",
        x0=one.x0,
        top=min(one.top, two.top),
        bottom=two.bottom,
        base=two.base,
        first=min(one.first, two.first),
        order=min(one.order, two.order),
        printed=f"{one.printed or one.text} {two.printed or two.text}" if one.printed or two.printed else "",
    )


def _ordered(things: Sequence[Thing]) -> list[list[Thing] | OpenTable]:
    """Runs of things that stand in one column each, in reading order."""
    if not things:
        return []
    things = sorted(things, key=_from_the_top)
    cut = _best_gutter(things) if 4 <= len(things) <= MOST_PIECES and not _one_below_the_other(things) else None
    if cut is None:
        return [things]
    first, last, x = cut
    run = things[first:last]
    found = open_table(run) if _written_across(run, x) else None
    if found is not None:
        above, table, below = found
        return [*_ordered([*things[:first], *above]), table, *_ordered([*below, *things[last:]])]
    left, right = [t for t in run if t.x1 <= x], [t for t in run if t.x1 > x]
    return [*_ordered(things[:first]), *_ordered(left), *_ordered(right), *_ordered(things[last:])]


def _written_across(run: Sequence[Thing], x: float) -> TypeGuard[Sequence[Piece]]:
    """Whether pieces only stand on both sides of a gutter, and what is left of it was not written before the rest."""
    if any(isinstance(thing, Region) for thing in run):
        return False
    pieces = sorted((t for t in run if not isinstance(t, Region)), key=lambda p: p.order)
    returns = sum(one.x1 > x >= two.x1 for one, two in pairwise(pieces))  # a running head may have been written last
    return returns >= (2 if len(pieces) > FEW_PIECES else 1) or any(piece.first < 0 for piece in pieces)


def _one_below_the_other(things: Sequence[Thing]) -> bool:
    """Whether nothing stands beside anything else."""
    bottom = things[0].bottom
    for thing in things[1:]:
        if thing.top < bottom - 0.3 * (thing.bottom - thing.top):  # close lines touch
            return False
        bottom = thing.bottom
    return True


def _best_gutter(things: list[Thing]) -> tuple[int, int, float] | None:
    """The longest run of things (sorted by top) that a white gutter parts: first, last (exclusive), x of the gutter."""
    sizes = [t.size for t in things if not isinstance(t, Region)]
    size = median(sizes or [10.0])
    gap = max(0.9 * size, 7.0)
    least = 4 if len(sizes) == len(things) else 2
    best: tuple[float, int, int, float] | None = None
    for x in _candidates(things, size):
        for first, last in _runs(things, x, gap):
            if last - first < least or (best is not None and _most(things, first, last) <= best[0]):
                continue
            score = _score(things[first:last], x)
            if score > 0 and (best is None or score > best[0] + 1e-9):
                best = (score, first, last, x - 0.5)
    return None if best is None else best[1:]


def _most(things: list[Thing], first: int, last: int) -> float:
    """What the score of a run cannot be more than."""
    return sum([thing.weight for thing in things[first:last]]) / 2


def _candidates(things: list[Thing], size: float) -> list[float]:
    """Left edges that several things share, or that a box or table has."""
    edges = sorted((t.x0, isinstance(t, Region)) for t in things)
    found: list[float] = []
    index = 0
    while index < len(edges):
        start, count = edges[index][0], 0
        while index < len(edges) and edges[index][0] - start <= 0.4 * size:
            count += 2 if edges[index][1] else 1
            index += 1
        if count >= 2 and start > edges[0][0] + 2 * size:
            found.append(start)
    return found


def _runs(things: list[Thing], x: float, gap: float) -> list[tuple[int, int]]:
    """Maximal stretches without a thing that crosses the gutter left of x."""
    left, right = x - gap, x - 0.5
    crossing = [index for index, t in enumerate(things) if t.x1 > left and t.x0 < right]
    ends = [-1, *crossing, len(things)]
    return [(one + 1, two) for one, two in pairwise(ends) if two - one > 2]


def _score(run: list[Thing], x: float) -> float:
    """How much a gutter is worth: the lines on its poorer side, as far as both sides stand next to each other."""
    left = [t for t in run if t.x1 <= x]
    if not left or len(left) == len(run):
        return 0.0
    right = [t for t in run if t.x1 > x]
    top = max(left[0].top, right[0].top)  # a run is sorted by top
    bottom = min(max(t.bottom for t in left), max(t.bottom for t in right))
    if bottom <= top:
        return 0.0
    lines = [sum([t.weight for t in side if t.bottom > top and t.top < bottom]) for side in (left, right)]
    return min(lines) if min(lines) >= 2 else 0.0
