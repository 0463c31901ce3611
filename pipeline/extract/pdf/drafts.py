"""Blocks to be, as one page shows them: rows that belong together, and the cells of tables."""

from __future__ import annotations

from msgspec import Struct, field

from pipeline.extract.pdf.frame import CellBox
from pipeline.extract.pdf.rows import Row

NOWHERE: CellBox = (0.0, 0.0, 0.0, 0.0)  # of an empty cell of a table without lines


class CellDraft(Struct, gc=False):
    """A cell of a table: paragraphs of rows."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[str, ...]
    printed: str
    bold: bool
    page: int
    box: CellBox
    rest: tuple[tuple[int, CellBox], ...] = ()  # pages and boxes on which it goes on


class Draft(Struct, gc=False):
    """A block to be: rows on one page, or a table."""

    page: int
    rows: list[Row] = field(default_factory=list)
    cells: list[CellDraft] = field(default_factory=list)
    frame: CellBox | None = None
    left: float = 0.0  # of the column it stands in
    right: float = 0.0
    gap: float = 0.0  # to the row above it in the same column, in points from base line to base line; 0 at the top
    flow: int = 0  # number of its column or box on the page
    ruled: bool = False
    indexed: bool = False  # it stands in a column whose rows end in numbers of pages

    @property
    def box(self) -> CellBox:
        rows = self.rows
        if len(rows) == 1:
            return rows[0].x0, rows[0].top, rows[0].x1, rows[0].bottom
        if rows:  # from top to bottom
            return min([r.x0 for r in rows]), rows[0].top, max([r.x1 for r in rows]), rows[-1].bottom
        x0s, tops, x1s, bottoms = zip(*[c.box for c in self.cells if c.box != NOWHERE], strict=True)
        return min(x0s), min(tops), max(x1s), max(bottoms)

    @property
    def size(self) -> float:
        """Of its longest row."""
        if len(self.rows) == 1:
            return self.rows[0].size
        longest, size = -1, 0.0
        for row in self.rows:
            if len(row.text) > longest:
                longest, size = len(row.text), row.size
        return size

    @property
    def bold(self) -> bool:
        rows = self.rows
        return bool(rows) and rows[0].bold and all(r.bold and r.bold_end for r in rows)
