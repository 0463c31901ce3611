"""Tables whose columns say what stands in them: `Issue raised | Example | Suggestion`, `Target | 2021 | 2025`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.model import Block, Insight
from pipeline.structure.cells import cell_statements, label_of
from pipeline.structure.kinds import Judgement
from pipeline.structure.outline import Place
from pipeline.structure.statements import make_insight
from pipeline.text.clean import fold
from pipeline.text.names import PlaceOf

LONGEST = 7  # words of a column's header
MOST_COLUMNS = 60  # of a table with a header; wider ones are figures, or made to take time
WORDY = 3.0  # words of the cells of a column that states something, on average
SURE = 0.8

# What a header says of the cells below it; the first that fits. Empty: nothing that is a statement.
_HEADERS = (
    ("", r"\bverification\b|\bassumptions?\b|\brisks?\b|\bbaseline\b|\bresponsib\w*|\bwho\b|\blead\b|\bbudget\b|\bcosts?\b|\bsources?\b|\bowner\b|\bremarks?\b|\bevidence\b|\blikelihood\b|\bstatus\b|\bparticipants\b|\bspeakers?\b|\bpartners?\b|\bavoid\b|\bnow\b|\btoday\b"),
    ("indicator", r"\bindicators?\b|\btargets?\b|\bmilestones?\b|\bmeasured by\b|\bkpis?\b|\bmeasures? of (?:success|progress)\b|\bhow we will know\b"),
    ("recommendation", r"\b(?:suggestions?|recommendations?|proposals?|advice|proposed|what to do|what should be done|should|ask|asks)\b|^do$|^to do$"),
    ("issue", r"\b(?:issues?|problems?|challenges?|difficult\w+|obstacles?|gaps?|weakness\w*|bottlenecks?)\b"),
    ("practice", r"\b(?:examples?|practices?|solutions?|responses? of cities|experiences?|what (?:was|the city|cities) (?:done|did|do|tried)|what was tried)\b"),
    ("observation", r"\b(?:findings?|factors?|observations?|lessons?|conclusions?|results? found|what we (?:saw|found|learned|learnt))\b"),
    ("activity", r"\b(?:activit\w+|actions?|steps?|tasks?|interventions?|commitments?|responses?|mitigation|deliverables?|outputs?|what we (?:will )?do|what will be done)\b"),
    ("objective", r"\b(?:objectives?|aims?|goals?|expected results?|expected outcomes?)\b"),
)  # fmt: skip
_MEASURE = re.compile(r"\bmeasures?\b")
_CONTENT = re.compile(r"\bcontents?\b|\bwhat participants (?:do|learn)\b")
_MODULE = re.compile(r"\b(?:modules?|units?|weeks?|phases?|parts?)\b")
_TIME = re.compile(r"(?:by|until|before|end of|target)? ?(?:the end of )?(?:\w+ )?(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_HOURS = frozenset(("time", "hour", "hours", "from"))
_LETTERS = re.compile(r"[^\W\d_]{3,}")


def columns_of(place: Place) -> Mapping[int, str]:
    """The columns of a table that hold statements, with their kinds; none where its first row is no header."""
    block = place.block
    first = min((cell.row for cell in block.cells), default=0)
    head = {cell.column: label_of(block, cell) for cell in block.cells if cell.row == first}
    if (
        not 2 <= len(head) <= MOST_COLUMNS
        or not all(len(text.split()) <= LONGEST for text in head.values())
        or _is_timetable(block, head)
    ):
        return {}
    above = next((role for role in place.roles if role.kind != "background"), None)
    if above is not None and above.kind == "none":
        return {}
    kinds = {column: _kind(text, head, above.id if above else "") for column, text in head.items()}
    promised = above is not None and above.kind == "follow_up"
    return {
        column: "follow_up" if kind == "activity" and promised else kind
        for column, kind in kinds.items()
        if kind and _is_wordy(block, column, first)
    }


def _kind(header: str, head: Mapping[int, str], role: str) -> str:
    """What stands below a header. head: all headers of the table. role: what the heading above it is for."""
    text = fold(header)
    times = sum(bool(_TIME.fullmatch(fold(other))) for other in head.values())
    if _MEASURE.search(text) and times:
        return "indicator" if role == "indicators" else ""
    if role == "indicators" and _TIME.fullmatch(text):
        return "indicator"
    if role == "activities" and _CONTENT.search(text) and any(_MODULE.search(fold(h)) for h in head.values()):
        return "activity"
    return next((kind for kind, pattern in _HEADERS if re.search(pattern, text)), "")


def _is_timetable(block: Block, head: Mapping[int, str]) -> bool:
    hours = any(fold(text).strip(" :") in _HOURS for text in head.values())
    return hours or sum(bool(_CLOCK.search(label_of(block, cell))) for cell in block.cells) > 2


def _is_wordy(block: Block, column: int, first: int) -> bool:
    """Whether the cells of a column are words and not figures or names."""
    texts = [label_of(block, cell) for cell in block.cells if cell.column == column and cell.row > first]
    words = [len(_LETTERS.findall(text)) for text in texts if text]
    return bool(words) and sum(words) / len(words) >= WORDY


def headed_insights(place: Place, columns: Mapping[int, str], is_place: PlaceOf) -> Iterator[Insight]:
    """The statements of a table whose columns are known (`columns_of`), read row by row. The first cell of a row, where
    it states nothing itself, is the last part of the section."""
    block = place.block
    first = min(cell.row for cell in block.cells)
    labels = {cell.row: label_of(block, cell) for cell in block.cells if cell.column == 0 and 0 not in columns}
    for cell in block.cells:
        kind = columns.get(cell.column, "")
        if cell.row == first or not kind:
            continue
        for text, span in cell_statements(block, cell):
            if len(_LETTERS.findall(text)) < 2:
                continue
            label = labels.get(cell.row, "")
            heading = label if len(label.split()) <= LONGEST else ""
            yield make_insight(text, span, Judgement(kind, SURE), place, is_place, heading)
