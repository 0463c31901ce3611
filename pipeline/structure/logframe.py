"""Tables of plans: objectives, activities and indicators by row and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.model import Block, Cell, Insight, Kind
from pipeline.structure import cues
from pipeline.structure.cells import cell_statements, label_of
from pipeline.structure.kinds import Judgement
from pipeline.structure.outline import Place
from pipeline.structure.roles import role_of
from pipeline.structure.statements import make_insight
from pipeline.text.clean import fold, squeeze
from pipeline.text.names import PlaceOf

_COLUMN = (
    ("indicator", r"\bindicators?\b|\btargets?\b|\bmeasures? of success\b|\bkpis?\b|\bhow (?:we|it) (?:will )?measure|\bmilestones?\b|\bmeasured by\b"),
    ("", r"\bverification\b|\bassumptions?\b|\brisks?\b|\bwhen\b|\btime ?(?:frame|line|table)\b|\byear\b|\bdeadline\b|\bbudget\b|\bcosts?\b|\bresponsib|\bwho\b|\blead\b|\bbaseline\b|\bsource|\bpartners?\b|\bowner\b|\bremarks?\b|\bno\.?$|^#|\bnumber\b|\bresources\b|\bcity\b|\bcountry\b|\bstatus\b"),
    ("objective", r"\bobjectives?\b|\bgoals?\b|\baims?\b|\bpurpose\b|\bexpected results?\b|\boutcomes?\b|\bresults?\b|\bwhat we want\b|\bintervention logic\b"),
    ("activity", r"\bactivit|\bactions?\b|\boutputs?\b|\bdeliverables?\b|\btasks?\b|\bmeasures?\b|\binterventions?\b|\bwhat we (?:will )?do\b|\bsteps?\b"),
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A statement of a cell and the kind that its column or row says."""

    block: Block
    cell: Cell
    kind: str
    heading: str


def column_kind(text: str) -> str | None:
    """The kind of what stands in a column with this header; empty for none, None where the header does not say."""
    folded = fold(text)
    if not folded or len(folded.split()) > 9:
        return None
    return next((kind for kind, pattern in _COLUMN if re.search(pattern, folded)), None)


def is_logframe(block: Block) -> bool:
    """Whether a table sets objectives, activities or indicators in columns or in rows with labels."""
    if block.kind is not Kind.TABLE:
        return False
    first = min((c.row for c in block.cells), default=0)
    filled = Counter(c.row for c in block.cells if c.end > c.start)
    bands = [c for c in block.cells if filled[c.row] == 1 and _is_band(block, c)]
    banded = any(c.row == first for c in bands)  # the header stands below the first label
    kinds = {column_kind(block.cell_text(c)) for c in block.cells if c.row == first + banded}
    labels = {column_kind(block.cell_text(c)) for c in bands}
    return len((kinds | labels) & {"indicator", "objective", "activity"}) >= 2


def _is_band(block: Block, cell: Cell) -> bool:
    """Whether a cell that is alone in its row is a label over all columns: it is short."""
    text = squeeze(block.cell_text(cell))
    return 0 < len(text.split()) <= 9 and not text.endswith(".")


def logframe_insights(place: Place, is_place: PlaceOf) -> Iterator[Insight]:
    """The statements of a log-frame, read row by row."""
    for labelled in _labelled(place.block):
        if not labelled.kind:
            continue
        for text, span in cell_statements(labelled.block, labelled.cell):
            confidence = 0.85 if labelled.kind == "indicator" or len(text.split()) > 4 else 0.7
            judgement = Judgement(labelled.kind, confidence)
            yield make_insight(text, span, judgement, place, is_place, labelled.heading)


def _labelled(block: Block) -> Iterator[Labelled]:
    """Cells with their kinds: by the label above them in their column, or by the band above them."""
    rows: dict[int, list[Cell]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell)
    columns: dict[int, str] = {}
    band: str | None = None
    heading = ""
    for number in sorted(rows):
        cells = [c for c in rows[number] if c.end > c.start]
        kinds = {c.column: column_kind(label_of(block, c)) for c in cells}
        opens = number == min(rows) and len(_MAIN & set(kinds.values())) > 1
        if len(cells) > 1 and (opens or all(k is not None for k in kinds.values())) and _is_header(block, cells):
            columns = {c + i: kinds[c] or "" for c in kinds for i in range(_span(rows[number], c))}
            columns |= dict.fromkeys(_measures(block, cells), "indicator")
            band = None
            continue
        if len(cells) == 1 and _is_band(block, cells[0]):
            band = column_kind(label_of(block, cells[0]))
            band = (
                ""
                if re.match(r"(?:\w+ )?(?:objective|goal|aim|outcome)s?\s*\(?\d", label_of(block, cells[0]), re.I)
                and columns
                else band
            )
            text = squeeze(block.cell_text(cells[0]))
            heading = heading if band == "activity" and heading else text
            continue
        side_by_side = sum(bool(_ENUMERATED.match(block.cell_text(c))) for c in cells) >= 2
        for cell in cells:
            first, rest = _inner_label(block, cell)
            kind = first if first is not None else _kind_of(block, cell, columns, band)
            if side_by_side and kind in ("", "objective"):
                kind = "activity"  # numbered cells next to each other are what is done, even where no label says so
            if kind == "objective" and _heads_activities(block, cells[0], columns):
                kind = "activity"
            if kind == "objective" and cues.TARGET.search(block.cell_text(cell)):
                kind = "indicator"
            yield Labelled(block, rest, kind, heading)


_MAIN = frozenset(("indicator", "objective", "activity"))
_YEAR = re.compile(r"(?:by |until |target |baseline )?(?:19|20)\d\d(?:[-–/]\d{2,4})?")


def _measures(block: Block, cells: list[Cell]) -> list[int]:
    """The columns of a header called `Measure` beside years: what is measured, and nothing that is done."""
    heads = {c.column: fold(label_of(block, c)) for c in cells}
    years = sum(bool(_YEAR.fullmatch(text)) for text in heads.values())
    return [column for column, text in heads.items() if years > 1 and re.fullmatch(r"measures?", text)]


_ENUMERATED = re.compile(r"\(?\d{1,2}\)")


def _inner_label(block: Block, cell: Cell) -> tuple[str | None, Cell]:
    """The kind that a cell's own first line gives to the lines below it (`Activities`, then 1) ... 2) ...), and the
    cell without that line; None where its first line is no such label."""
    text = block.cell_text(cell)
    first, mark, _ = text.partition("\v")
    kind = column_kind(first.strip(" :")) if mark and len(first.split()) <= 4 else None
    return (None, cell) if kind is None else (kind, replace(cell, start=cell.start + len(first) + 1))


def _span(cells: list[Cell], column: int) -> int:
    return next(c.column_span for c in cells if c.column == column)


def _is_header(block: Block, cells: list[Cell]) -> bool:
    return all(
        len(label_of(block, c).split()) <= 6 and not re.search(r"(?<!\bno)\.$", label_of(block, c), re.I) for c in cells
    )


def _heads_activities(block: Block, cell: Cell, columns: dict[int, str]) -> bool:
    """Whether the first cell of a row is its label and says `Activities`; its column has no header of its own."""
    label = label_of(block, cell)
    return not columns.get(cell.column) and len(label.split()) <= 4 and column_kind(label) == "activity"


def _kind_of(block: Block, cell: Cell, columns: dict[int, str], band: str | None) -> str:
    text = label_of(block, cell)
    if band == "activity":
        return "activity"
    kind = columns.get(cell.column)
    if kind is None:
        kind = band or ""
    if kind == "objective" and re.match(r"(?:activity|output|action)\b", text, re.I):
        return "activity"
    return kind


def table_role(place: Place) -> str:
    """The kind that the headings above a table give to its rows, `none` where they say that it holds none."""
    return next((r.kind for r in place.roles), "")


def row_insights(place: Place, is_place: PlaceOf) -> Iterator[Insight]:
    """Statements of a table of other make, such as practices by city: the longest cell of each row."""
    kind = table_role(place)
    if kind in ("", "none", "background", "conclusion") or role_of(place.section) is None:
        return
    rows: dict[int, list[Cell]] = {}
    for cell in place.block.cells:
        rows.setdefault(cell.row, []).append(cell)
    ordered = [rows[n] for n in sorted(rows)]
    headed = all(len(place.block.cell_text(c).split()) <= 4 for c in ordered[0])
    for cells in ordered[1:] if headed else ordered:
        cell = max(cells, key=lambda c: c.end - c.start)
        for text, span in cell_statements(place.block, cell):
            if len(text.split()) >= (8 if text.rstrip().endswith(".") else 14):
                yield make_insight(text, span, Judgement(kind, 0.7), place, is_place)
