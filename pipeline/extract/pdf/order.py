"""The order in which a page is read: columns, boxes and tables one after another.

The order of the content stream is not trusted blindly: columns are found by the white gutters between them, from
the geometry of the line pieces. Where pieces stand side by side in rows, written row by row and too ragged to be
prose, they are kept as the rows of a table without lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.page import Piece
from pipeline.extract.pdf.tables import Grid, holds

LONE_MARKER = re.compile(
    r"^(?:[•●▪■□◦‣⁃∙·▷➢►✓✔\u2043\ufffd\uf0b7\uf0a7\uf0d8\uf076\uf0fc\x7f*–—-]|o|\(?[0-9]{1,3}[.)]|\(?[a-z][.)]|\(?[ivxIVX]{1,6}[.)])$"
)
LONGEST_MARKER = 8
MOST_PIECES = 6_000  # of a page, for the search of columns, which compares pieces with each other


Row = Piece  # pieces on one base line that are read together, as one


@dataclass(slots=True)
class Flow:
    """Rows that follow each other in one column or box; or a table, ruled or not."""

    rows: list[Row] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    frame: CellBox | None = None
    grid: Grid | None = None
    columns: list[list[Row]] | None = None  # of a table without lines: its cells by row
    width: float = 0.0  # of the page, where the rows stand on the open page


@dataclass(frozen=True, slots=True)
class Region:
    """A box or a table: put in order like a piece."""

    x0: float
    top: float
    x1: float
    bottom: float
    frame: CellBox | None = None
    grid: Grid | None = None

    @property
    def box(self) -> CellBox:
        return self.x0, self.top, self.x1, self.bottom


Thing = Piece | Region


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
        if isinstance(part, _Table):
            flows.append(Flow(columns=part.rows, frame=frame, left=part.x0, right=part.x1))
            continue
        run: list[Piece] = []
        right = _right_of(part)
        for thing in part:
            if isinstance(thing, Piece):
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
    ends = [t.x1 for t in part if isinstance(t, Piece)]
    return _right_edge(ends) if len(ends) >= 6 else 0.0


def _right_edge(ends: list[float]) -> float:
    """The second farthest end of lines: no line is longer than its column is wide, but one may stick out."""
    return sorted(ends)[-2] if len(ends) > 3 else max(ends)


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
    rows = pieces if _descend(pieces) else [_row(group) for group in _level(pieces)]
    left, right = min([r.x0 for r in rows]), max(_right_edge([r.x1 for r in rows]), column_right)
    if frame is not None:  # text in a box ends as far from its right side as it begins from its left
        right = max(right, frame[2] - max(left - frame[0], 4))
    return [Flow(rows=rows, left=left, right=right, frame=frame)]


def _descend(pieces: Sequence[Piece]) -> bool:
    """Whether each piece stands on a line of its own below the one before."""
    base, size = pieces[0].base, pieces[0].size
    for piece in pieces[1:]:
        below, other = piece.bottom - 0.2 * piece.size, piece.size
        if below - base <= 0.35 * (size if size > other else other):
            return False
        base, size = below, other
    return True


def _level(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that share a base line, top down, each group from left to right."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.x0)):
        last = groups[-1] if groups else []
        if last and abs(piece.base - last[0].base) <= 0.35 * max(piece.size, last[0].size):
            last.append(piece)
        else:
            groups.append([piece])
    return [sorted(group, key=lambda p: p.x0) for group in groups]


def _row(pieces: Sequence[Piece]) -> Row:
    if len(pieces) == 1:
        return pieces[0]
    longest = max(pieces, key=lambda p: len(p.text))
    changed = any(p.printed for p in pieces)
    return Row(
        text=_spaced(pieces),
        x0=pieces[0].x0,
        top=min(p.top for p in pieces),
        x1=max(p.x1 for p in pieces),
        bottom=max(p.bottom for p in pieces),
        size=longest.size,
        bold=pieces[0].bold,
        bold_end=all(p.bold_end for p in pieces),
        hyphen=pieces[-1].hyphen,
        printed=" ".join(p.printed or p.text for p in pieces) if changed else "",
    )


def _spaced(pieces: Sequence[Piece]) -> str:
    """The texts of pieces on a line, with a blank between where there is one on the page."""
    text = pieces[0].text
    for one, two in pairwise(pieces):
        touching = two.x0 - one.x1 < 0.15 * two.size and two.text[:1] in ".,;:)"
        text += two.text if touching else f" {two.text}"
    return text


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
        call = kept[-2] if waiting is None and len(kept) > 1 and _CALL_ONLY.match(kept[-2].text) else None
        if call is not None and piece.text.startswith(f"{call.text} ") and piece.x0 == call.x0:
            del kept[-2]
    return kept


_CALL_ONLY = re.compile(r"^(?:\d{1,2}|[*†‡¹²³⁴-⁹])$")


def _overlap(one: Piece, two: Piece) -> bool:
    return one.top < two.bottom and two.top - 0.3 * two.size < one.bottom


def _with_markers(pieces: Sequence[Piece]) -> list[Piece]:
    """Lone bullets and numbers joined to the text beside them, so that an indent is not taken for a gutter."""
    lone = [
        p for p in pieces if len(p.text) <= LONGEST_MARKER and (LONE_MARKER.match(p.text) or _CALL_ONLY.match(p.text))
    ]
    if not any(abs(p.middle - one.middle) < max(p.size, one.size) for one in lone for p in pieces if p is not one):
        return list(pieces)
    groups = _level(_without_raised(sorted(pieces, key=lambda p: p.order)))
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
        first=min(one.first, two.first),
        order=min(one.order, two.order),
        printed=f"{one.printed or one.text} {two.printed or two.text}" if one.printed or two.printed else "",
    )


@dataclass(slots=True)
class _Table:
    rows: list[list[Row]]
    x0: float
    x1: float


def _ordered(things: Sequence[Thing]) -> list[list[Thing] | _Table]:
    """Runs of things that stand in one column each, in reading order."""
    if not things:
        return []
    things = sorted(things, key=lambda t: (t.top, t.x0))
    cut = _best_gutter(things) if 4 <= len(things) <= MOST_PIECES else None
    if cut is None:
        return [things]
    first, last, x = cut
    run = things[first:last]
    left, right = [t for t in run if t.x1 <= x], [t for t in run if t.x1 > x]
    before, after = _ordered(things[:first]), _ordered(things[last:])
    table = _as_table(run)
    if table is not None:
        return [*before, table, *after]
    return [*before, *_ordered(left), *_ordered(right), *after]


def _best_gutter(things: list[Thing]) -> tuple[int, int, float] | None:
    """The longest run of things (sorted by top) that a white gutter parts: first, last (exclusive), x of the gutter."""
    size = median([t.size for t in things if isinstance(t, Piece)] or [10.0])
    gap = max(0.9 * size, 7.0)
    best: tuple[float, int, int, float] | None = None
    for x in _candidates(things, size):
        for first, last in _runs(things, x, gap):
            if best is not None and _most(things, first, last) <= best[0]:
                continue
            score = _score(things[first:last], x)
            if score > 0 and (best is None or score > best[0] + 1e-9):
                best = (score, first, last, x - 0.5)
    return None if best is None else best[1:]


def _most(things: list[Thing], first: int, last: int) -> float:
    """What the score of a run cannot be more than."""
    return sum(map(_weight, things[first:last])) / 2


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
    lines = [sum(_weight(t) for t in side if t.bottom > top and t.top < bottom) for side in (left, right)]
    return min(lines) if min(lines) >= 2 else 0.0


def _weight(thing: Thing) -> float:
    return 1.0 if isinstance(thing, Piece) else 3.0


def _as_table(run: list[Thing]) -> _Table | None:
    """The rows of a table without lines, or None where the run is columns of prose or lists.

    A table is written row by row, its rows stand level, and its cells seldom fill their column.
    """
    pieces = [t for t in run if isinstance(t, Piece)]
    if len(pieces) < len(run):
        return None
    levels = _level(pieces)
    several = [group for group in levels if len(group) > 1]
    if len(several) < 3 or len(several) < 0.6 * len(levels):
        return None
    if not _row_by_row(several) or _is_prose(pieces):
        return None
    starts = _column_starts(several)
    rows = [_cells(group, starts) for group in levels]
    return _Table(rows, min(p.x0 for p in pieces), max(p.x1 for p in pieces))


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


def _cells(group: list[Piece], starts: list[float]) -> list[Row]:
    cells: list[list[Piece]] = [[] for _ in starts]
    for piece in group:
        column = max((i for i, s in enumerate(starts) if s <= piece.x0 + 6), default=0)
        cells[column].append(piece)
    return [_row(cell) if cell else _EMPTY for cell in cells]


_EMPTY = Row("", 0, 0, 0, 0, 0)
