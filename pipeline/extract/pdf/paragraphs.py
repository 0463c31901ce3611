"""Lines put together: the rows of a page become drafts of blocks, still without a view of the whole document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from pipeline.extract.blocks import MOST_CELLS
from pipeline.extract.markers import split_marker, starts_item
from pipeline.extract.pdf.cells import cells_text
from pipeline.extract.pdf.drafts import NOWHERE, CellDraft, Draft
from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.glyphs import TextOf
from pipeline.extract.pdf.joining import awaits_more, ends_sentence, join_rows, printed_rows
from pipeline.extract.pdf.order import Flow, reading_order
from pipeline.extract.pdf.page import PageContent, Piece
from pipeline.extract.pdf.rows import Row
from pipeline.extract.pdf.tables import Drawn, Grid, drawn
from pipeline.text.enumeration import follows

PARAGRAPH_STEP = 1.25  # times the usual distance of lines: what is more parts two paragraphs
FEW_BELOW = 3  # pieces below the last table of a page: its foot
INDEXED = 0.75  # share of the rows of a column that end in a number: those of an index or a table of contents
FEW_ROWS = 12  # in a longer column only rows without a mark tell whether it holds entries
PAGE_LABEL = re.compile(r"^(?:page|seite|página|pág\.?)\s\d{1,5}$", re.I)  # at the foot of a page, below small print
CENTRED_WIDTH = 0.74  # share of the page that a centred line fills before it is wrapped


class Margins:
    """Where the columns of a document end, learnt from the pages read so far: a short page does not show it."""

    def __init__(self) -> None:
        self._rights: dict[int, float] = {}
        self.cells = 0  # of ruled tables so far
        self.sides: tuple[float, ...] = ()  # of the columns of the last table, where the page before ended in one

    def end(self, grids: Sequence[Grid], pieces: Sequence[Piece]) -> None:
        """Learn from the end of a page: no more than a page number stands below the table that it ends in."""
        last = max(grids, key=lambda grid: grid.bottom, default=None)
        below = [] if last is None else [p for p in pieces if p.middle > last.bottom]
        ends = last is not None and len(below) <= FEW_BELOW
        self.sides = tuple({round(x, 1) for c in last.cells for x in (c[4][0], c[4][2])}) if last and ends else ()

    def widen(self, flow: Flow) -> None:
        """Learn from a column with many lines; give what was learnt to one with few."""
        key = round(flow.left / 4)
        if len(flow.rows) >= 8:
            self._rights[key] = max(self._rights.get(key, 0.0), flow.right)
        known = max((self._rights.get(k, 0.0) for k in (key - 1, key, key + 1)), default=0.0)
        if len(flow.rows) < 8:
            flow.right = max(flow.right, known)


def drafts_of_page(content: PageContent, text: TextOf, margins: Margins) -> list[Draft]:
    """The blocks of one page in reading order."""
    found = drawn(content, margins.sides)
    margins.cells += sum(len(grid.cells) for grid in found.grids)
    if margins.cells > MOST_CELLS and found.grids:
        content.notes.append(f"Page {content.number}: tables behind {MOST_CELLS:,} cells were read as text.")
        found = Drawn((), found.frames)
    pitch = _pitches(content.pieces)
    drafts: list[Draft] = []
    for number, flow in enumerate(reading_order(content.pieces, found.frames, found.grids)):
        before = len(drafts)
        if flow.grid is not None:
            drafts.extend(_table(content, text, flow, flow.grid, found.grids, pitch))
        elif flow.columns is not None:
            drafts.append(_open_table(content.number, flow, pitch))
        else:
            if flow.frame is None:
                margins.widen(flow)
                flow.width = content.width
            drafts.extend(_paragraphs(content.number, flow, pitch))
        for draft in drafts[before:]:
            draft.flow = number
    drafts.extend(_turned(content, len(drafts)))
    margins.end(found.grids, content.pieces)
    return drafts


def _turned(content: PageContent, flow: int) -> list[Draft]:
    """Lines that run up or down the page, each set of neighbours a block behind all others."""
    drafts: list[Draft] = []
    for piece in content.turned:
        last = drafts[-1].rows[-1] if drafts else None
        if last is not None and piece.order == last.order + 1 and 0 < abs(piece.x0 - last.x0) < 2 * piece.size:
            drafts[-1].rows.append(piece)
        else:
            drafts.append(Draft(page=content.number, rows=[piece], flow=flow + len(drafts)))
    return drafts


def _pitches(pieces: Sequence[Piece]) -> dict[int, float]:
    """The usual distance between base lines for each font size (rounded) of a page."""
    by_size: dict[int, list[float]] = {}
    for one, two in pairwise(pieces):
        size, step = one.size, two.bottom - one.bottom
        if 0.8 * size < step < 2.6 * size and abs(size - two.size) < 0.5 and abs(one.x0 - two.x0) < 60:
            by_size.setdefault(round(size), []).append(step)
    if not by_size:
        return {}
    most = max(by_size, key=lambda size: len(by_size[size]))
    found = {size: _low_mode(steps) for size, steps in by_size.items()}
    widest = max(found[most] / most, 1.3)  # a size seen on few lines, like that of a heading, is led no wider
    return {size: min(pitch, widest * size) if len(by_size[size]) < 4 else pitch for size, pitch in found.items()}


def _low_mode(steps: list[float]) -> float:
    """The smallest distance that is common: gaps between paragraphs are larger than those between lines."""
    counts = Counter([int(step * 10 + 0.5) / 10 for step in steps])
    enough = max(2, 0.2 * len(steps))
    for value in sorted(counts):
        if sum([n for other, n in counts.items() if abs(value - other) <= 0.4]) >= enough:
            return value
    return median(counts.elements())


def _paragraphs(page: int, flow: Flow, pitch: dict[int, float]) -> list[Draft]:
    drafts: list[Draft] = []
    _look_for_entries(flow)
    flow.indexed = _is_indexed(flow.rows)
    before, size, most = None, 0.0, 0.0
    for index, row in enumerate(flow.rows):
        if row.size != size:
            size = row.size
            most = PARAGRAPH_STEP * max(pitch.get(round(size), 1.25 * size), 0.9 * size)
        step = row.base - before.base if before is not None else 0.0
        begins = before is None or not 0.2 * size <= step <= most or _begins(flow, index, drafts[-1])
        before = row
        if not begins:
            drafts[-1].rows.append(row)
            continue
        made = Draft(page, [row], [], flow.frame, flow.left, flow.right, step, indexed=flow.indexed)
        drafts.append(made)
    return drafts


def _is_indexed(rows: Sequence[Row]) -> bool:
    """Whether the rows of a column are those of an index: nearly all end in a number that something stands before."""
    if len(rows) < 4:
        return False
    numbered = [row.text for row in rows if row.text[-1:].isdigit()]
    return len(numbered) >= INDEXED * len(rows) and sum(map(str.isdigit, numbered)) < len(numbered) / 4


def _look_for_entries(flow: Flow) -> None:
    """Whether the rows of a column are entries and no prose: nearly all begin anew, those without a mark, too."""
    rows = flow.rows
    if len(rows) < 4 or sum([row.text[:1].islower() for row in rows]) > 0.3 * len(rows):
        return
    flow.size = median([row.size for row in rows])
    flow.typical = median([row.x1 - row.x0 for row in rows])
    close = 0.06 * flow.size
    texts = [row.text for row in rows if abs(row.size - flow.size) < close and not (row.bold and row.bold_end)]
    if len(rows) > FEW_ROWS:
        texts = [text for text in texts if text[:1].isalnum() and not split_marker(text)[0]]
    anew = sum(text[:1].isupper() or not text[:1].isalnum() for text in texts)
    flow.entries = len(texts) >= 4 and anew >= 0.85 * len(texts)


def _is_entry(row: Row, before: Row, flow: Flow, first: Row) -> bool:
    """Whether a row of a column of entries can be one, though the row above it fills its line."""
    wrapped = row.x0 > first.x0 + 3 and split_marker(first.text)[0] != ""
    same = abs(row.size - flow.size) < 0.06 * row.size and not (before.bold and row.bold)
    whole = row.text.count(" ") > 1 or row.x1 - row.x0 > 0.5 * flow.typical  # and no last word of the entry above
    begins = row.text[:1].isupper() or row.text[:1].isdigit()
    return begins and same and not wrapped and whole and not awaits_more(before.text)


def _begins(flow: Flow, index: int, draft: Draft) -> bool:
    """Whether a row begins a new block, seen from the row above it in the same column, from which no gap parts it."""
    row, before = flow.rows[index], flow.rows[index - 1]
    if before.ends:
        return True
    size = row.size
    if size != before.size and abs(size - before.size) > 0.06 * max(size, before.size):
        return True
    if (before.bold or row.bold) and _weight_changes(row, before):
        return True
    first = draft.rows[0]
    hanging = len(draft.rows) > 1 and draft.rows[1].x0 > first.x0 + 3
    short = _short(before, row, flow) or (flow.entries and _is_entry(row, before, flow, first))
    marker = split_marker(row.text)[0]
    if marker:
        if row.x0 < first.x0 + 12 and follows(marker, split_marker(first.text)[0]):
            return True
        if starts_item(row.text, after_sentence=short or ends_sentence(before.text)):
            in_body = hanging and abs(row.x0 - draft.rows[1].x0) < 2 and not starts_item(row.text, after_sentence=False)
            return not in_body
    if row.text.startswith(("☐", "☒")):
        return True
    if index == len(flow.rows) - 1 and row.text[-1:].isdigit() and PAGE_LABEL.match(row.text):
        return True
    if before.hyphen:
        return False
    if flow.indexed and before.text[-1:].isdigit() and row.x0 < first.x0 + 3:
        return True
    if not short:
        if row.x0 > flow.left + 0.8 * size and before.x0 <= flow.left + 2 and row.x0 > before.x0 + 0.8 * size:
            return len(draft.rows) > 1 and ends_sentence(before.text)  # indented first line of a paragraph
        return hanging and row.x0 < draft.rows[1].x0 - 3 and ends_sentence(before.text)
    if hanging and row.x0 < draft.rows[1].x0 - 3:
        return True
    return ends_sentence(before.text) or not (
        row.text[:1].islower() or before.text.endswith((",", "-", "–", "/", "&", "("))
    )


def _short(before: Row, row: Row, flow: Flow) -> bool:
    """Whether the line above was broken on purpose: the next word would still have fitted on it."""
    text = row.text
    word = text.find(" ")
    if word < 0:
        word = len(text)
    width = (row.x1 - row.x0) / (len(text) or 1)
    if flow.width and abs(before.x0 - row.x0) > 8 and _centred(before, row, flow.width):
        return (before.x1 - before.x0) + (word + 1.5) * width < CENTRED_WIDTH * flow.width
    return before.x1 + (word + 1.5) * width < flow.right


def _centred(one: Row, two: Row, width: float) -> bool:
    """Whether two rows are centred on the page, and so say nothing of where its text ends."""
    middles = ((one.x0 + one.x1) / 2, (two.x0 + two.x1) / 2)
    return all(abs(m - width / 2) < 5 for m in middles)


def _weight_changes(row: Row, before: Row) -> bool:
    """Whether one of two rows of which at least one is bold is set off from the other by that."""
    whole_before, whole = before.bold and before.bold_end, row.bold and row.bold_end
    if whole_before and not row.bold:
        return True
    return whole and not before.bold and not before.bold_end


def _table(
    content: PageContent, text: TextOf, flow: Flow, grid: Grid, grids: Sequence[Grid], pitch: dict[int, float]
) -> list[Draft]:
    """A ruled table as a draft, without what stands in a table inside one of its cells: that is one of its own."""
    boxes = [cell[4] for cell in grid.cells]
    inner = [other for other in grids if other is not grid and other.stands_in(grid)]
    held_by_it = [
        p for p in (*content.pieces, *content.turned) if _in(grid, p) and not any(_in(other, p) for other in inner)
    ]
    pieces = [p for p in held_by_it if p.first >= 0]
    filled = cells_text(pieces, text, boxes)
    for piece in (p for p in held_by_it if p.first < 0):
        for box, held in zip(boxes, filled, strict=True):
            if box[0] <= (piece.x0 + min(piece.x1, piece.x0 + 12)) / 2 <= box[2] and box[1] <= piece.middle <= box[3]:
                held.append(piece)
                break
    drafts = [
        _cell(number, content.number, cell, held, pitch)
        for number, (cell, held) in enumerate(zip(grid.cells, filled, strict=True))
    ]
    if not any(draft.paragraphs for draft in drafts):
        return []
    return [Draft(page=content.number, cells=drafts, frame=flow.frame, left=grid.x0, right=grid.x1, ruled=True)]


def _in(grid: Grid, piece: Piece) -> bool:
    return grid.top - 1 <= piece.middle <= grid.bottom + 1 and piece.x0 < grid.x1 and piece.x1 > grid.x0


def _cell(
    number: int, page: int, cell: tuple[int, int, int, int, CellBox], pieces: list[Piece], pitch: dict[int, float]
) -> CellDraft:
    row, column, row_span, column_span, box = cell
    drafts = [Draft(page=page, rows=pieces)] if len(pieces) == 1 else _in_cell(page, box, pieces, pitch)
    return CellDraft(
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        paragraphs=tuple(join_rows(d.rows) for d in drafts),
        printed="\n".join(printed_rows(d.rows) for d in drafts),
        bold=bool(drafts) and all(d.bold for d in drafts),
        page=page,
        box=box,
    )


def _in_cell(page: int, box: CellBox, pieces: list[Piece], pitch: dict[int, float]) -> list[Draft]:
    if not pieces:
        return []
    flows = reading_order(pieces, (), ())
    for flow in flows:  # a cell's text ends as far from its right side as it begins from its left
        flow.right = max(flow.right, box[2] - max(flow.left - box[0], 4))
    return [d for f in flows for d in (_paragraphs(page, f, pitch) if f.columns is None else _as_lines(page, f))]


def _as_lines(page: int, flow: Flow) -> list[Draft]:
    lines = [[line for cell in row for line in cell] for row in flow.columns or []]
    return [Draft(page=page, rows=[_merged(row)]) for row in lines if row]


def _merged(cells: list[Row]) -> Row:
    first, last = cells[0], cells[-1]
    return replace(
        first,
        text=" ".join(c.text for c in cells),
        printed=" ".join(c.printed or c.text for c in cells),
        x1=last.x1,
        bold_end=last.bold_end,
    )


def _open_table(page: int, flow: Flow, pitch: dict[int, float]) -> Draft:
    """A table without lines; a row whose first cell is empty goes on the row above it."""
    rows: list[list[list[Row]]] = []
    for cells in flow.columns or []:
        if rows and not cells[0] and len(cells) > 1:
            for held, cell in zip(rows[-1], cells, strict=True):
                held.extend(cell)
        else:
            rows.append([list(cell) for cell in cells])
    ends = [max((line.x1 for row in rows for line in row[c]), default=0.0) for c in range(len(rows[0]))]
    drafts = [
        _open_cell(page, number, column, held, ends[column], pitch)
        for number, row in enumerate(rows)
        for column, held in enumerate(row)
    ]
    return Draft(page=page, cells=drafts, frame=flow.frame, left=flow.left, right=flow.right)


def _open_cell(page: int, row: int, column: int, held: list[Row], right: float, pitch: dict[int, float]) -> CellDraft:
    box, paragraphs = NOWHERE, []
    if held:
        box = (min(r.x0 for r in held), held[0].top, max(r.x1 for r in held), held[-1].bottom)
        paragraphs = _paragraphs(page, Flow(rows=held, left=box[0], right=right), pitch)
    return CellDraft(
        row=row,
        column=column,
        row_span=1,
        column_span=1,
        paragraphs=tuple(join_rows(d.rows) for d in paragraphs),
        printed=printed_rows(held),
        bold=bool(held) and all(r.bold for r in held),
        page=page,
        box=box,
    )
