"""Drafts of pages become the parts of a document: what a column's or a page's end has cut is put together."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from pipeline.extract.markers import split_marker
from pipeline.extract.pdf.aside import CALL, footnotes
from pipeline.extract.pdf.continued import Table
from pipeline.extract.pdf.drafts import Draft
from pipeline.extract.pdf.joining import ends_sentence
from pipeline.extract.pdf.rows import Row
from pipeline.model import Kind

LONG = 60  # characters: a shorter text is no paragraph that a page's end may have cut
FLUSH = 0.75  # points: lines that end so close to the margin are justified
ASIDE = (Kind.FOOTNOTE, Kind.FURNITURE)


class Part(Struct, gc=False):
    """A block in the making: drafts that belong together, and what they are."""

    first: Draft
    drafts: list[Draft]  # all of it, from the first
    kind: Kind = Kind.PARAGRAPH
    rows: list[Row] = field(default_factory=list)  # of them all
    table: Table | None = None  # over all its pages
    leads: bool = False  # the first of its column that is neither furniture nor footnote
    level: int = 0
    marker: str = ""
    text: str = ""
    style: tuple[float, bool, bool] = (0.0, False, False)

    @property
    def last(self) -> Draft:
        return self.drafts[-1]


def gather(pages: Sequence[Sequence[Draft]], heights: Sequence[float], furniture: set[int], body: float) -> list[Part]:
    """The parts of a document in reading order; furniture and footnotes stand behind the rest of their page.

    furniture: ids of drafts that are. body: the font size of most of the text.
    """
    parts: list[Part] = []
    note: Part | None = None  # one that the page before has cut
    for number, drafts in enumerate(pages):
        notes = footnotes(drafts, furniture, body, heights[number], note is not None)
        held: list[Part] = []
        begun: set[int] = set()
        for draft in drafts:
            part = Part(draft, [draft], rows=list(draft.rows))
            if id(draft) in furniture:
                part.kind = Kind.FURNITURE
                held.append(part)
            elif id(draft) in notes:
                part.kind = Kind.FOOTNOTE
                held.append(part)
            else:
                part.leads = draft.flow not in begun
                begun.add(draft.flow)
                _add(parts, part, body)
        joined = _joined_notes(held, note)
        parts.extend(joined)
        note = _cut_note(joined)
    return parts


def _joined_notes(parts: list[Part], cut: Part | None) -> list[Part]:
    """The parts, notes put together with what goes on with them. cut: the note that goes on from the page before."""
    joined: list[Part] = []
    last = cut
    for part in parts:
        if part.kind is Kind.FOOTNOTE and last is not None and not CALL.match(part.rows[0].text):
            last.rows += part.rows
            last.drafts += part.drafts
            continue
        joined.append(part)
        if part.kind is Kind.FOOTNOTE:
            last = part
    return joined


def _cut_note(parts: Sequence[Part]) -> Part | None:
    """The last note of a page, where its last line is full and within a sentence."""
    note = next((part for part in reversed(parts) if part.kind is Kind.FOOTNOTE), None)
    if note is None or ends_sentence(note.rows[-1].text):
        return None
    draft = note.last
    return (
        note if draft.rows[-1].hyphen or draft.rows[-1].x1 > draft.right - 0.12 * (draft.right - draft.left) else None
    )


def in_the_text(part: Part) -> bool:
    """Whether a part is read in its turn."""
    return part.kind not in ASIDE and not (part.rows and part.rows[0].turned)


def _add(parts: list[Part], part: Part, body: float) -> None:
    """A part at the end of the others, or as the rest of the one that a column or page cut."""
    before = _last_of_text(parts)
    if part.first.cells:
        part.kind = Kind.TABLE
        if before is not None and before.table is not None and before.table.goes_on(part.first):
            before.table.append(part.first)
            before.drafts += part.drafts
        else:
            part.table = Table(part.first)
            parts.append(part)
        return
    if before is not None and not (before.kind is Kind.PARAGRAPH and _goes_on(before, part, body)):
        before = _across_insert(parts, before, part, body)
    if before is not None:
        before.drafts += part.drafts
        before.rows += part.rows
    else:
        parts.append(part)


def _last_of_text(parts: Sequence[Part]) -> Part | None:
    for part in reversed(parts):
        if in_the_text(part):
            return part
    return None


def _across_insert(parts: list[Part], before: Part, part: Part, body: float) -> Part | None:
    """The paragraph that goes on below a box or table which stands in its way, if there is one."""
    if part.first.frame is not None or (before.first.frame is None and before.kind is not Kind.TABLE):
        return None
    cut = next(
        (p for p in reversed(parts) if in_the_text(p) and p.kind is not Kind.TABLE and p.first.frame is None), None
    )
    if cut is None or part.first.page - cut.last.page > 1 or not _goes_on(cut, part, body):
        return None
    return cut if cut.rows[-1].hyphen or part.rows[0].text[:1].islower() else None


def _goes_on(before: Part, part: Part, body: float) -> bool:
    """Whether a part continues one that ended a column, a box or a page."""
    one, two = before.last, part.first
    same_flow = (one.page, one.flow) == (two.page, two.flow)
    if same_flow or not part.leads or (one.page == two.page and one.frame != two.frame):
        return False
    if (one.frame is None) != (two.frame is None) or abs(one.size - two.size) > 0.06 * body:
        return False
    first, last = two.rows[0], one.rows[-1]
    if last.hyphen:
        return True
    if split_marker(first.text)[0] or one.bold != two.bold:
        return False
    if one.indexed and two.indexed and last.text[-1:].isdigit():
        return False
    if not ends_sentence(last.text):
        long = len(before.rows) > LONG or sum(len(row.text) + 1 for row in before.rows) > LONG
        return first.text[:1].islower() or (long and last.x1 > one.right - 0.12 * (one.right - one.left))
    return first.text[:1].islower() or _hangs(before, two) or _is_cut_full(before, two)


def _is_cut_full(before: Part, draft: Draft) -> bool:
    """Whether a page cut a justified paragraph behind a sentence: its last line is as long as all above it.

    The last line of a paragraph ends anywhere; it comes so close to the margin on one page in a hundred.
    """
    one, rows = before.last, before.last.rows
    if len(rows) < 3 or draft.rows[0].x0 > draft.left + 2 or one.page == draft.page:
        return False
    return all(abs(row.x1 - one.right) < FLUSH for row in rows)


def _hangs(before: Part, draft: Draft) -> bool:
    """Whether a column begins with a line indented like the body of the item that the last column ended with."""
    rows = before.first.rows
    marker, _ = split_marker(rows[0].text)
    if not marker or len(rows) < 2 or rows[1].x0 <= rows[0].x0 + 3 or before.first.page == draft.page:
        return False
    return abs(draft.rows[0].x0 - rows[1].x0) < 2.5
