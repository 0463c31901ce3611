"""Ruled tables and drawn boxes of a page, found from the lines that are drawn on it.

Each cell's text is read by the place of its characters. A grid of one cell, or of one column, is a box and no table.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from pipeline.extract.pdf.drawings import MOST_EDGES
from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.page import Edge, PageContent, Panel, Piece
from pipeline.extract.pdf.ruled import TooMany, cell_groups


@dataclass(frozen=True)
class Grid:
    """A ruled table: its cells' boxes by row and column, and how many rows and columns each spans."""

    x0: float
    top: float
    x1: float
    bottom: float
    cells: tuple[tuple[int, int, int, int, CellBox], ...]  # row, column, row_span, column_span, box

    def stands_in(self, other: Grid) -> bool:
        """Whether it is drawn inside one of another table's cells."""
        if self.top < other.top - 1 or self.bottom > other.bottom + 1 or self.x0 < other.x0 - 1:
            return False
        boxes = (cell[4] for cell in other.cells)
        return any(x0 <= self.x0 and t <= self.top and self.x1 <= x1 and self.bottom <= b for x0, t, x1, b in boxes)


@dataclass(frozen=True)
class Drawn:
    """What the drawings of a page mean for its text."""

    grids: tuple[Grid, ...]
    frames: tuple[CellBox, ...]  # boxes that set text apart


def drawn(content: PageContent, sides: tuple[float, ...] = ()) -> Drawn:
    """Tables and boxes of a page. sides: those of the columns of a table at the end of the page before."""
    tables = _cell_groups(content)
    grids, frames = [], []
    content.pieces = _with_ticks(content, [c for cells in tables for c in cells if _is_tick_box(c)])
    tables = [cells for cells in tables if not all(_is_tick_box(c) for c in cells)]
    for cells in tables:
        columns = {round(c[0]) for c in cells}
        rows = {round(c[1]) for c in cells}
        if len(columns) >= 2 and (_is_last_row(cells, tables, sides) or (len(cells) >= 3 and len(rows) >= 2)):
            grids.append(_grid(cells))
        else:
            frames.extend(cells)
    labelled = _label_columns([*frames, *_shaded(content, grids)], content)
    grids.extend(labelled)
    frames = [f for f in frames if not any(_covers(g, f) for g in labelled)]
    frames = _stacked([*frames, *_shaded(content, grids)])
    return Drawn(tuple(grids), tuple(_useful(frames, content)))


def _is_last_row(cells: list[CellBox], tables: list[list[CellBox]], sides: tuple[float, ...]) -> bool:
    """Whether cells that stand above all others go on a table of the page before, column by column."""
    top = min(c[1] for c in cells)
    first = all(top <= c[1] + 1 for others in tables for c in others)
    found = {round(x, 1) for c in cells for x in (c[0], c[2])}
    return first and len(sides) > 2 and len(found) >= 3 and all(any(abs(x - s) < 4 for s in sides) for x in found)


def _cell_groups(content: PageContent) -> list[list[CellBox]]:
    """Cells that hang together, as boxes."""
    edges = [*content.edges[:MOST_EDGES], *_panel_borders(content)]
    if len(edges) < 4:
        return []
    try:
        return cell_groups(edges)
    except TooMany:
        content.notes.append(f"Page {content.number} is ruled into very many cells; they were not read as a table.")
        return []


def _grid(cells: list[CellBox]) -> Grid:
    xs = _marks([c[0] for c in cells] + [c[2] for c in cells])
    ys = _marks([c[1] for c in cells] + [c[3] for c in cells])
    placed = []
    for box in sorted(cells, key=lambda c: (c[1], c[0])):
        column, row = _index(xs, box[0]), _index(ys, box[1])
        placed.append((row, column, max(_index(ys, box[3]) - row, 1), max(_index(xs, box[2]) - column, 1), box))
    return Grid(xs[0], ys[0], xs[-1], ys[-1], tuple(placed))


def _marks(values: list[float]) -> list[float]:
    """Sorted values, those within 3 points taken as one."""
    marks: list[float] = []
    for value in sorted(values):
        if not marks or value - marks[-1] > 3:
            marks.append(value)
    return marks


def _index(marks: list[float], value: float) -> int:
    right = bisect_left(marks, value)
    if right == 0:
        return 0
    if right == len(marks) or value - marks[right - 1] <= marks[right] - value:
        return right - 1
    return right


def _shaded(content: PageContent, grids: list[Grid]) -> list[CellBox]:
    """Filled rectangles that set text apart: not the page's own colour, not a cell of a table."""
    area = content.width * content.height
    return [
        (p.x0, p.top, p.x1, p.bottom)
        for p in content.panels[:200]
        if (p.x1 - p.x0) * (p.bottom - p.top) < 0.85 * area
        and p.bottom - p.top > 14
        and p.x1 - p.x0 > 60
        and not any(_inside(p, grid) for grid in grids)
    ]


TICK_BOX = (5.0, 16.0)  # points: the sides of a drawn box to tick
_TICK = re.compile(r"^[xX✓✔✗✘×☒☑](?:\s+|$)")


def _is_tick_box(cell: CellBox) -> bool:
    """Whether a drawn box is as small and square as boxes to tick are."""
    width, height = cell[2] - cell[0], cell[3] - cell[1]
    return all(TICK_BOX[0] <= side <= TICK_BOX[1] for side in (width, height)) and abs(width - height) < 3


def _with_ticks(content: PageContent, boxes: list[CellBox]) -> list[Piece]:
    """The pieces of a page with a ☐ or ☒ for each drawn box: ticked where a cross or tick stands in it."""
    found = list(content.pieces)
    for box in boxes:
        middle = (box[1] + box[3]) / 2
        drawn = any(_covers_point(box, (m.x0 + m.x1) / 2, (m.top + m.bottom) / 2) for m in content.marks)
        inside = next(
            (i for i, p in enumerate(found) if box[0] - 2 < p.x0 < box[2] and abs(p.middle - middle) < 6), None
        )
        tick = _TICK.match(found[inside].text) if inside is not None else None
        if inside is not None and tick is not None:
            rest = found[inside].text[tick.end() :]
            found[inside] = replace(found[inside], text=f"☒ {rest}".strip(), x0=box[0], printed=found[inside].text)
        elif inside is None:
            right = min(
                (p for p in found if p.x0 >= box[2] - 1 and abs(p.middle - middle) < 6),
                key=lambda p: p.x0,
                default=None,
            )
            size = right.size if right is not None else box[3] - box[1]
            base = right.base if right is not None else box[3]
            order = right.order if right is not None else len(found)
            found.append(
                Piece(
                    text="☒" if drawn else "☐",
                    x0=box[0],
                    top=base - 0.8 * size,
                    x1=box[2],
                    bottom=base + 0.2 * size,
                    base=base,
                    size=size,
                    order=order,
                )
            )
    return found


def _panel_borders(content: PageContent) -> list[Edge]:
    """The sides of filled rectangles that level rules cross: where a shaded column ends, the next one begins."""
    found: list[Edge] = []
    rules = [(e.x0, e.x1, e.top) for e in content.edges if e.x1 - e.x0 > 60 and e.horizontal] if content.panels else []
    if len(rules) < 3:
        return found
    for panel in content.panels[:200]:
        beside = [(x0, x1) for x0, x1, y in rules if panel.top - 3 <= y <= panel.bottom + 3]
        for x in (panel.x0, panel.x1) if len(beside) >= 3 else ():
            if len([1 for x0, x1 in beside if x0 < x + 3 and x1 > x + 20]) >= 3:
                found.append(Edge(x, panel.top, x, panel.bottom))
    return found


MOST_OF_PAGE = 0.5  # share of the page's width that a column of labels takes at most


def _label_columns(boxes: list[CellBox], content: PageContent) -> list[Grid]:
    """Forms whose labels stand in boxes on top of each other, with the answers beside them on the open page: a table
    of two columns whose rows are those of the boxes."""
    columns: dict[tuple[int, int], list[CellBox]] = {}
    for box in boxes:
        if box[2] - box[0] < MOST_OF_PAGE * content.width:
            columns.setdefault((round(box[0] / 4), round(box[2] / 4)), []).append(box)
    found = [_labelled_grid(_each_once(column), content) for column in columns.values() if len(column) >= 3]
    return [grid for grid in found if grid is not None]


def _each_once(boxes: list[CellBox]) -> list[CellBox]:
    kept: list[CellBox] = []
    for box in sorted(boxes, key=lambda b: b[1]):
        if not kept or box[1] >= kept[-1][3] - 3:
            kept.append(box)
    return kept


def _labelled_grid(boxes: list[CellBox], content: PageContent) -> Grid | None:
    """The table that a column of boxes heads from the left; None where they do not touch or nothing stands beside."""
    left, right = boxes[0][0], boxes[0][2]
    touching = all(abs(two[1] - one[3]) < 4 for one, two in pairwise(boxes))
    beside = [p for p in content.pieces if p.x0 > right and boxes[0][1] < p.middle < boxes[-1][3]]
    rows = sum(any(b[1] < p.middle < b[3] for p in beside) for b in boxes)
    labels = [p for p in content.pieces if any(holds(b, p) for b in boxes)]
    if len(boxes) < 3 or not touching or rows < 0.6 * len(boxes) or len(labels) > 4 * len(boxes):
        return None
    end = max(p.x1 for p in beside) + 2
    cells = []
    for row, box in enumerate(boxes):
        cells.append((row, 0, 1, 1, box))
        cells.append((row, 1, 1, 1, (right, box[1], end, box[3])))
    return Grid(left, boxes[0][1], end, boxes[-1][3], tuple(cells))


def _covers(grid: Grid, box: CellBox) -> bool:
    return _covers_point((grid.x0, grid.top, grid.x1, grid.bottom), (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _covers_point(box: CellBox, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _stacked(frames: list[CellBox]) -> list[CellBox]:
    """Boxes that stand right on top of each other as one: a title bar and the box below it."""
    merged: list[CellBox] = []
    distinct: list[CellBox] = []
    for frame in frames:
        if not any(_same(frame, other) for other in distinct):
            distinct.append(frame)
    for frame in sorted(distinct, key=lambda f: (round(f[0]), round(f[2]), f[1])):
        last = merged[-1] if merged else None
        level = last is not None and abs(last[0] - frame[0]) < 4 and abs(last[2] - frame[2]) < 4
        if last is not None and level and -4 < frame[1] - last[3] < 4:
            merged[-1] = (min(last[0], frame[0]), last[1], max(last[2], frame[2]), max(last[3], frame[3]))
        else:
            merged.append(frame)
    return [f for f in merged if not any(_bar_of(f, other) for other in merged)]


def _bar_of(bar: CellBox, box: CellBox) -> bool:
    """Whether a box is the title bar of another: as wide, and inside it."""
    level = abs(bar[0] - box[0]) < 4 and abs(bar[2] - box[2]) < 4
    return bar != box and level and box[1] - 3 <= bar[1] and bar[3] <= box[3] + 3 and bar[3] - bar[1] < box[3] - box[1]


def _inside(panel: Panel, grid: Grid) -> bool:
    return (
        grid.x0 - 3 <= panel.x0
        and panel.x1 <= grid.x1 + 3
        and grid.top - 3 <= panel.top
        and panel.bottom <= grid.bottom + 3
    )


def _useful(frames: list[CellBox], content: PageContent) -> list[CellBox]:
    """Frames that hold text and do not cut through it, each once."""
    kept: list[CellBox] = []
    for frame in sorted(frames, key=lambda f: (f[2] - f[0]) * (f[3] - f[1])):
        held = [p for p in content.pieces if holds(frame, p)]
        if held and not any(_cuts(frame, p) for p in content.pieces) and not any(_same(frame, k) for k in kept):
            kept.append(frame)
    return kept


def holds(frame: CellBox, piece: Piece) -> bool:
    """Whether the middle of a piece is inside a box."""
    x, y = (piece.x0 + piece.x1) / 2, piece.middle
    return frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]


def _cuts(frame: CellBox, piece: Piece) -> bool:
    level = frame[1] < piece.middle < frame[3]
    return level and (piece.x0 < frame[0] - 4 < piece.x1 - 4 or piece.x0 + 4 < frame[2] + 4 < piece.x1)


def _same(one: CellBox, two: CellBox) -> bool:
    return all(abs(a - b) < 4 for a, b in zip(one, two, strict=True))
