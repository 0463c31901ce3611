"""The whole document seen at once: furniture, headings, footnotes, items, and what goes on over a page's end."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile

from pipeline.extract.markers import is_bullet, split_marker
from pipeline.extract.pdf.order import Row
from pipeline.extract.pdf.paragraphs import CellDraft, Draft, ends_sentence, join_rows, printed_rows, tidy
from pipeline.model import Block, Box, Cell, Kind, Where
from pipeline.text.clean import squeeze

ASIDE = (Kind.FOOTNOTE, Kind.FURNITURE)
MARGIN = 0.12  # share of the page's height at top and bottom in which running heads stand
_PAGE_NUMBER = re.compile(
    r"^(?:page|p\.?|seite|página|pág\.?)?\s*[-–|]?\s*\d{1,4}\s*[-–|]?(?:\s*(?:of|/|de|von)\s*\d{1,4})?$", re.I
)
_CAPTION = re.compile(r"^(?:figure|fig\.|table|box|chart|map|photo|annex table)\s+\d+(?:\.\d+)?\s*[:.–-]", re.I)
_CALL = re.compile(r"^(\d{1,3}|[*†‡]|[¹²³⁴-⁹])[\s.)]*(?=\S)")


@dataclass
class Part:
    """A block in the making: drafts that belong together, and what they are."""

    drafts: list[Draft]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    marker: str = ""
    text: str = ""
    style: tuple[float, bool, bool] = (0.0, False, False)
    rows: list[Row] = field(default_factory=list)
    leads: bool = False  # the first of its column that is neither furniture nor footnote

    @property
    def first(self) -> Draft:
        return self.drafts[0]

    @property
    def last(self) -> Draft:
        return self.drafts[-1]


def finish(pages: list[list[Draft]], sizes: list[tuple[float, float]]) -> tuple[Block, ...]:
    """Blocks of the document, in reading order.

    pages: the drafts of each page. sizes: width and height of each page in points.
    """
    _heal_calls(pages)
    furniture = _furniture(pages, sizes)
    body = _body_size(pages, furniture)
    known = _hyphenated(pages)
    parts: list[Part] = []
    held: list[Part] = []
    for number, drafts in enumerate(pages):
        notes = _footnotes(drafts, furniture, body, sizes[number][1])
        begun: set[int] = set()
        for draft in drafts:
            part = Part([draft], rows=list(draft.rows))
            if id(draft) in furniture:
                part.kind = Kind.FURNITURE
                held.append(part)
            elif id(draft) in notes:
                part.kind = Kind.FOOTNOTE
                held.append(part)
            else:
                part.leads = draft.flow not in begun
                begun.add(draft.flow)
                if draft.cells:
                    part.kind = Kind.TABLE
                    _add_table(parts, part)
                else:
                    _add(parts, part, body)
        parts.extend(_joined_notes(held))
        held = []
    for part in parts:
        _describe(part, known)
    _judge(parts, body)
    return tuple(_blocks(parts))


def _rows_of(pages: Sequence[Sequence[Draft]], skip: set[int]) -> list[Row]:
    return [row for drafts in pages for d in drafts if id(d) not in skip for row in d.rows]


def _body_size(pages: Sequence[Sequence[Draft]], skip: set[int]) -> float:
    """The font size in which most of the text is set."""
    exact: Counter[float] = Counter()
    for row in _rows_of(pages, skip):
        exact[row.size] += len(row.text)
    weights: Counter[float] = Counter()
    for size, length in exact.items():
        weights[round(size * 2) / 2] += length
    return weights.most_common(1)[0][0] if weights else 10.0


def _hyphenated(pages: Sequence[Sequence[Draft]]) -> frozenset[str]:
    """Words with a hyphen inside a line: their hyphen is real at a line's end, too."""
    return frozenset(
        word.lower() for row in _rows_of(pages, set()) if "-" in row.text for word in _HYPHENED.findall(row.text)
    )


_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")


def _heal_calls(pages: Sequence[list[Draft]]) -> None:
    """Empty drafts away: a row may have held a footnote call only."""
    for drafts in pages:
        drafts[:] = [d for d in drafts if d.cells or any(r.text.strip() for r in d.rows)]


def _furniture(pages: Sequence[Sequence[Draft]], sizes: Sequence[tuple[float, float]]) -> set[int]:
    """Drafts in the margins that come back on other pages, or are page numbers."""
    places: dict[str, set[int]] = defaultdict(set)
    margins: list[tuple[int, Draft, str]] = []
    for number, drafts in enumerate(pages):
        for draft in _in_margins(drafts, sizes[number][1]):
            key = re.sub(r"\d+|\b[ivxlc]+\b", "#", squeeze(" ".join(r.text for r in draft.rows)).lower())
            places[key].add(number)
            margins.append((number, draft, key))
    found = set()
    for _, draft, key in margins:
        text = squeeze(" ".join(r.text for r in draft.rows))
        often = len(places[key]) >= (2 if len(pages) < 8 else 3)
        if (often and len(text) < 200) or (_PAGE_NUMBER.match(text) and not draft.cells):
            found.add(id(draft))
    return found


def _in_margins(drafts: Sequence[Draft], height: float) -> list[Draft]:
    """The outermost drafts of a page that stand in its margins, at most three at each end."""
    rows = [d for d in drafts if d.rows]
    top = sorted((d for d in rows if d.box[3] < MARGIN * height), key=lambda d: d.box[1])[:3]
    bottom = sorted((d for d in rows if d.box[1] > (1 - MARGIN) * height), key=lambda d: -d.box[3])[:3]
    return [*top, *bottom]


def _footnotes(drafts: Sequence[Draft], furniture: set[int], body: float, height: float) -> set[int]:
    """Small print at the foot of a column that begins with a call."""
    found: set[int] = set()
    for _, column in groupby((d for d in drafts if id(d) not in furniture and d.frame is None), lambda d: d.flow):
        small = takewhile(
            lambda d: d.rows and d.size <= 0.93 * body and d.box[1] >= 0.45 * height, reversed(list(column))
        )
        begun = False
        for draft in reversed(list(small)):
            begun = begun or _CALL.match(draft.rows[0].text) is not None
            if begun:
                found.add(id(draft))
    return found


def _joined_notes(parts: list[Part]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        goes_on = part.kind is Kind.FOOTNOTE and not _CALL.match(part.rows[0].text)
        if before is not None and before.kind is Kind.FOOTNOTE and goes_on:
            before.rows += part.rows
            before.drafts += part.drafts
        else:
            joined.append(part)
    return joined


def _add(parts: list[Part], part: Part, body: float) -> None:
    """A part at the end of the others, or as the rest of the one that a column or page cut."""
    before = next((p for p in reversed(parts) if p.kind not in ASIDE), None)
    if before is not None and not (before.kind is Kind.PARAGRAPH and _goes_on(before, part, body)):
        before = _across_insert(parts, before, part, body)
    if before is not None:
        before.drafts += part.drafts
        before.rows += part.rows
    else:
        parts.append(part)


def _across_insert(parts: list[Part], before: Part, part: Part, body: float) -> Part | None:
    """The paragraph that goes on below a box or table which stands in its way, if there is one."""
    if part.first.frame is not None or (before.first.frame is None and before.kind is not Kind.TABLE):
        return None
    cut = next((p for p in reversed(parts) if p.kind not in (*ASIDE, Kind.TABLE) and p.first.frame is None), None)
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
    text = " ".join(r.text for r in before.rows)
    if not ends_sentence(last.text):
        return first.text[:1].islower() or (len(text) > 60 and last.x1 > one.right - 0.12 * (one.right - one.left))
    return first.text[:1].islower() or _hangs(before, two)


def _hangs(before: Part, draft: Draft) -> bool:
    """Whether a column begins with a line indented like the body of the item that the last column ended with."""
    rows = before.first.rows
    marker, _ = split_marker(rows[0].text)
    if not marker or len(rows) < 2 or rows[1].x0 <= rows[0].x0 + 3 or before.first.page == draft.page:
        return False
    return abs(draft.rows[0].x0 - rows[1].x0) < 2.5


def _add_table(parts: list[Part], part: Part) -> None:
    """A table, or the rows that follow a table of the page before."""
    before = next((p for p in reversed(parts) if p.kind not in ASIDE), None)
    if before is not None and before.kind is Kind.TABLE and _same_table(before.last, part.first):
        part.first.cells = _below(before.last.cells, part.first.cells)
        before.drafts += part.drafts
    else:
        parts.append(part)


def _same_table(one: Draft, two: Draft) -> bool:
    return (
        two.page == one.page + 1
        and one.ruled
        and two.ruled
        and abs(one.left - two.left) < 6
        and abs(one.right - two.right) < 6
        and max(c.column for c in one.cells) == max(c.column for c in two.cells)
    )


def _below(above: list[CellDraft], cells: list[CellDraft]) -> list[CellDraft]:
    """The cells of a continued table: a repeated header dropped, rows counted on, a row that the page cut joined."""
    header = [c.paragraphs for c in above if c.row == 0]
    repeated = [c.paragraphs for c in cells if c.row == 0] == header and any(header)
    kept = [c for c in cells if not (repeated and c.row == 0)]
    first = min((c.row for c in kept), default=0)
    last = max(c.row + c.row_span for c in above) - 1
    cut = [c for c in kept if c.row == first]
    if _is_cut(above, last, cut):
        for cell in cut:
            _append(above, last, cell)
        kept = [c for c in kept if c.row != first]
        first += 1
    return [replace(c, row=c.row - first + last + 1) for c in kept]


def _is_cut(above: Sequence[CellDraft], last: int, cells: Sequence[CellDraft]) -> bool:
    """Whether the first row of a page goes on with the last row of the page before: it begins within a sentence."""
    filled = [c for c in cells if c.paragraphs]
    ends = {c.column: c.paragraphs[-1] for c in above if c.row <= last < c.row + c.row_span and c.paragraphs}
    if not filled or not all(c.column in ends for c in filled):
        return False
    return all(c.paragraphs[0][:1].islower() or not ends_sentence(ends[c.column]) for c in filled) and any(
        c.paragraphs[0][:1].islower() and not ends_sentence(ends[c.column]) for c in filled
    )


def _append(above: list[CellDraft], last: int, cell: CellDraft) -> None:
    for index, held in enumerate(above):
        if held.row <= last < held.row + held.row_span and held.column == cell.column and cell.paragraphs:
            joined = (*held.paragraphs[:-1], f"{held.paragraphs[-1]} {cell.paragraphs[0]}", *cell.paragraphs[1:])
            above[index] = replace(held, paragraphs=joined, printed=f"{held.printed}\n{cell.printed}")


def _describe(part: Part, known: frozenset[str]) -> None:
    if part.kind is Kind.TABLE:
        return
    text = tidy(join_rows(part.rows, known))
    if part.kind is Kind.FOOTNOTE:
        call = _CALL.match(text)
        part.marker = call.group(1) if call else ""
        part.text = text[call.end() :] if call else text
        return
    part.marker, part.text = split_marker(text)
    if not part.text:
        part.marker, part.text = "", text


def _judge(parts: list[Part], body: float) -> None:
    """Which parts are headings, items, captions; then the level of each heading."""
    for index, part in enumerate(parts):
        if part.kind is not Kind.PARAGRAPH:
            continue
        following = next((p for p in parts[index + 1 :] if p.kind not in ASIDE), None)
        if _CAPTION.match(part.text) and len(part.text) < 200:
            part.kind = Kind.CAPTION
        elif _is_heading(part, body, following):
            part.kind = Kind.HEADING
        elif part.marker and (is_bullet(part.marker) or _is_list_number(part, parts, index)):
            part.kind = Kind.ITEM
    _item_levels(parts)
    _levels(parts, body)


def _is_heading(part: Part, body: float, following: Part | None) -> bool:
    text = part.text
    if len(text) > 220 or len(part.drafts) > 1 or len(part.rows) > 4 or not any(c.isalpha() for c in text):
        return False
    if is_bullet(part.marker) or "☐" in text or "☒" in text:
        return False
    size, bold = part.first.size, part.first.bold
    if size >= 1.08 * body and len(text) < 160:
        return not text.endswith((",", ";"))
    if bold and (not re.search(r"[.;,]$", text) or (len(text) < 60 and part.marker)):
        return size >= 0.84 * body and len(text) < 200
    if len(text) >= 4 and not text.endswith((".", ",", ";")) and len(text.split()) <= 16 and _is_capitals(text):
        return following is not None and not _is_capitals(following.text or "X")
    return False


def _is_capitals(text: str) -> bool:
    if 8 * len(_LOWER.findall(text)) > len(text):
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


_LOWER = re.compile(r"[a-z]")


def _is_list_number(part: Part, parts: Sequence[Part], index: int) -> bool:
    """Whether a number marks an item of a list and not a numbered paragraph: short, or one of several close by."""
    near = [p for p in parts[max(index - 1, 0) : index + 2] if p is not part and p.kind in (Kind.PARAGRAPH, Kind.ITEM)]
    hanging = len(part.rows) > 1 and part.rows[1].x0 > part.rows[0].x0 + 3
    return (
        len(part.text) < 160
        or hanging
        or part.marker.startswith("(")
        or (any(p.marker for p in near) and part.rows[0].x0 > part.first.left + 6)
    )


def _item_levels(parts: Sequence[Part]) -> None:
    """The nesting of items by their indents, among items that follow each other."""
    run: list[Part] = []
    for part in [*parts, None]:
        if part is not None and part.kind is Kind.ITEM:
            run.append(part)
            continue
        if part is not None and part.kind in ASIDE:
            continue
        edges: list[float] = []
        for edge in sorted({p.rows[0].x0 - p.first.left for p in run}):
            if not edges or edge - edges[-1] > 6:
                edges.append(edge)
        for item in run:
            indent = item.rows[0].x0 - item.first.left
            item.level = 1 + max((i for i, e in enumerate(edges) if e <= indent + 3), default=0)
        run = []


def _levels(parts: Sequence[Part], body: float) -> None:
    """Headings ranked by size, weight and capitals; the largest on the first page is the title."""
    headings = [p for p in parts if p.kind is Kind.HEADING]
    for part in headings:
        part.style = (round(part.first.size, 0), part.first.bold, _is_capitals(part.text))
    first = [p for p in headings if p.first.page == 1 and p.first.size >= 1.25 * body]
    title = max(first, key=lambda p: (p.first.size, -parts.index(p)), default=None)
    styles = sorted({p.style for p in headings if p is not title}, reverse=True)
    for part in headings:
        part.level = 1 + styles.index(part.style) if part is not title else 0
    if title is not None:
        title.kind = Kind.TITLE


def _blocks(parts: Sequence[Part]) -> list[Block]:
    blocks: list[Block] = []
    frames: dict[tuple[int, object], int] = {}
    for part in parts:
        frame = 0
        if part.first.frame is not None:
            key = (part.first.page, part.first.frame)
            frame = frames.setdefault(key, len(frames) + 1)
        number = len(blocks)
        blocks.append(
            _table_block(part, number, frame) if part.kind is Kind.TABLE else _text_block(part, number, frame)
        )
    return blocks


def _text_block(part: Part, number: int, frame: int) -> Block:
    printed = printed_rows(part.rows)
    return Block(
        number=number,
        kind=part.kind,
        text=part.text,
        where=tuple(_where(d.page, d.box, number) for d in part.drafts),
        level=part.level,
        marker=part.marker,
        printed=printed if printed != part.text else "",
        frame=frame,
        size=part.first.size,
        bold=part.first.bold,
    )


def _where(page: int, box: tuple[float, float, float, float], number: int) -> Where:
    x0, top, x1, bottom = (round(v, 2) for v in box)
    return Where(page=page, box=Box(x0=x0, top=top, x1=x1, bottom=bottom), locator=f"page={page};para={number + 1}")


def _table_block(part: Part, number: int, frame: int) -> Block:
    cells: list[Cell] = []
    text = ""
    printed: list[str] = []
    previous = None
    drafts = [(d.page, c) for d in part.drafts for c in d.cells]
    for page, cell in sorted(drafts, key=lambda c: (c[1].row, c[1].column)):
        if previous is not None:
            text += "\t" if cell.row == previous else "\n"
        content = squeeze_cell(cell.paragraphs)
        place = _where(page, cell.box, number)
        locator = f"page={page};table={number + 1};row={cell.row + 1};cell={cell.column + 1}"
        cells.append(
            Cell(
                row=cell.row,
                column=cell.column,
                start=len(text),
                end=len(text) + len(content),
                row_span=cell.row_span,
                column_span=cell.column_span,
                header=cell.bold and (cell.row == 0 or cell.column_span > 1),
                where=(Where(page=page, box=place.box, locator=locator),),
            )
        )
        text += content
        printed.append(cell.printed)
        previous = cell.row
    return Block(
        number=number,
        kind=Kind.TABLE,
        text=text,
        where=tuple(_where(d.page, d.box, number) for d in part.drafts),
        cells=tuple(cells),
        frame=frame,
        printed="\n".join(printed),
    )


def squeeze_cell(paragraphs: Sequence[str]) -> str:
    """The paragraphs of a cell, tidied, `\\v` between."""
    return "\v".join(filter(None, map(tidy, paragraphs)))
