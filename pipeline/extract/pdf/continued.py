"""Tables that go on over the end of a page: heads that are repeated, rows that the page cuts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.pdf.drafts import CellDraft, Draft
from pipeline.extract.pdf.joining import across, awaits_more, ends_sentence

NEAR = 6.0  # points: sides of cells on two pages that are taken for the same
MOST_HEADS = 5  # rows at the beginning of a table that a page may repeat


class Table:
    """A table as far as it was read: all its cells, and what it takes to put those of the next page below them."""

    def __init__(self, draft: Draft) -> None:
        self.cells = list(draft.cells)
        self._draft = draft
        self._sides = _sides(self.cells)
        self._heads = [[c for c in self.cells if c.row == row] for row in range(MOST_HEADS)]
        self.cells = self._once(self.cells, first=True)
        self._entered = len(self._column(self.cells)) > 3 and all(c.paragraphs for c in self._column(self.cells))
        self._foot = self._last_row(self.cells)

    @staticmethod
    def _column(cells: Sequence[CellDraft]) -> list[CellDraft]:
        return [c for c in cells if c.column == 0]

    @staticmethod
    def _last_row(cells: Sequence[CellDraft]) -> list[CellDraft]:
        last = max(c.row + c.row_span for c in cells) - 1
        return [c for c in cells if c.row + c.row_span > last]

    def goes_on(self, draft: Draft) -> bool:
        """Whether a table at the head of a page is the rest of this one."""
        last = self._draft
        if not (last.ruled and draft.ruled and draft.page == last.page + 1):
            return False
        if abs(last.left - draft.left) > NEAR or abs(last.right - draft.right) > NEAR:
            return False
        others = _sides(draft.cells)
        return len(self._sides) == len(others) or all(any(abs(x - side) < NEAR for side in self._sides) for x in others)

    def append(self, draft: Draft) -> None:
        """Put the cells of the next page below those of the pages before."""
        self._draft = draft
        self._drop_sliver()
        fewer = len(_sides(draft.cells)) < len(self._sides)
        kept = self._once(self._without_heads(self._once(list(draft.cells))))
        if not kept:
            return
        if fewer:
            _number_columns(kept, self._sides)
        first, next_row = min(c.row for c in kept), max(c.row + c.row_span for c in self._foot)
        cut = [c for c in kept if c.row == first]
        if self._is_cut(cut):
            for cell in cut:
                self._join(cell)
            kept = [c for c in kept if c.row != first]
            first += 1
        if not kept:
            return
        self._entered = self._entered and all(c.paragraphs for c in self._column(kept))
        for cell in kept:
            cell.row += next_row - first
        self.cells.extend(kept)
        self._foot = self._last_row(kept)

    def _drop_sliver(self) -> None:
        """Forget a last row without text that is too low for any: the rules of a row that was moved to the next page."""
        if not any(cell.paragraphs or cell.box[3] - cell.box[1] > NEAR for cell in self._foot):
            self.cells = [cell for cell in self.cells if cell not in self._foot]
            self._foot = self._last_row(self.cells) if self.cells else self._foot

    def _once(self, cells: list[CellDraft], *, first: bool = False) -> list[CellDraft]:
        """Cells without the rows that are the table's head once more."""
        head = self._heads[0]
        words = [c.paragraphs for c in head]
        if len(head) < 2 or not all(words) or not all(c.bold for c in head):
            return cells
        by_row: dict[int, list[tuple[str, ...]]] = {}
        for cell in cells:
            by_row.setdefault(cell.row, []).append(cell.paragraphs)
        again = [row for row, found in by_row.items() if found == words and not (first and row == 0)]
        kept = [c for c in cells if c.row not in again]
        for cell in kept if again else ():
            cell.row -= sum(row < cell.row for row in again)
        return kept

    def _without_heads(self, cells: list[CellDraft]) -> list[CellDraft]:
        """Cells without the rows that repeat the table's first ones, and without such a row's text where no rule parts
        it from what is below it."""
        for row, head in enumerate(self._heads):
            here = [c for c in cells if c.row == row]
            repeated = len(head) == len(here) and all(_starts(c, h) for c, h in zip(here, head, strict=True))
            if not repeated or not any(h.paragraphs for h in head):
                break
            for cell, above in zip(here, head, strict=True):
                cell.paragraphs = cell.paragraphs[len(above.paragraphs) :]
            if any(c.paragraphs for c in here):
                break
            cells = [c for c in cells if c.row != row]
        return cells

    def _is_cut(self, cells: Sequence[CellDraft]) -> bool:
        """Whether the first row of a page goes on with the last row of the page before.

        It begins within a sentence, or it has no entry in the first column, where all rows have one.
        """
        filled = [c for c in cells if c.paragraphs]
        ends = {c.column: c.paragraphs[-1] for c in self._foot if c.paragraphs}
        if not filled or not all(c.column in ends for c in filled):
            return False
        if self._entered and any(c.column == 0 and not c.paragraphs for c in cells):
            return True
        begun = [(c.paragraphs[0][:1].islower(), ends_sentence(ends[c.column])) for c in filled]
        return all(lower or not ended for lower, ended in begun) and any(lower and not ended for lower, ended in begun)

    def _join(self, cell: CellDraft) -> None:
        for held in (c for c in self._foot if c.column == cell.column and cell.paragraphs):
            above, below = held.paragraphs, cell.paragraphs
            if above and _runs_on(above[-1], below[0]):
                above, below = (*above[:-1], _glued(above[-1], below[0])), below[1:]
            held.paragraphs = (*above, *below)
            held.printed = f"{held.printed}\n{cell.printed}"
            held.rest = (*held.rest, (cell.page, cell.box), *cell.rest)


def _sides(cells: Sequence[CellDraft]) -> list[float]:
    """Where cells begin and end, from left to right."""
    sides: list[float] = []
    for x in sorted({round(x) for cell in cells for x in (cell.box[0], cell.box[2])}):
        if not sides or x - sides[-1] > NEAR:
            sides.append(x)
    return sides


def _number_columns(cells: Sequence[CellDraft], sides: Sequence[float]) -> None:
    """Number cells by columns that begin and end at these places: a page may not show all of them."""
    for cell in cells:
        start, end = (min(range(len(sides)), key=lambda i: abs(sides[i] - x)) for x in (cell.box[0], cell.box[2]))
        cell.column, cell.column_span = start, max(end - start, 1)


def _starts(cell: CellDraft, head: CellDraft) -> bool:
    return cell.paragraphs[: len(head.paragraphs)] == head.paragraphs


def _runs_on(before: str, after: str) -> bool:
    hyphened = before.endswith("-") and before[-2:-1].isalpha()
    return not ends_sentence(before) and (after[:1].islower() or hyphened or awaits_more(before))


def _glued(before: str, after: str) -> str:
    hyphened = before.endswith("-") and before[-2:-1].isalpha()
    return across(before[:-1], after) if hyphened else f"{before} {after}"
