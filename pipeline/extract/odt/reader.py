"""The stories of an OpenDocument text (body, text boxes, notes, headers) become blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.extract.blocks import WIDEST_SPAN, Blocks, CellDraft, Markers, tidy
from pipeline.extract.docx.numbering import spelled
from pipeline.extract.odt.names import DRAW, FIELD, GAPS, INDEXES, LOEXT, ON, OPEN, SILENT, STYLE, TABLE, TEXT
from pipeline.extract.odt.styles import Level, Look, Styles, merged, whole_number
from pipeline.model import Kind

DEEPEST = 10  # tables in tables
MOST_REPEATS = 1000


@dataclass
class Place:
    """Where blocks are being read, to name them and to count in."""

    prefix: str = ""
    kind: Kind | None = None  # furniture, whatever the styles say
    frame: int = 0
    paragraphs: int = 0
    tables: int = 0


@dataclass
class _ListState:
    """The list that paragraphs are in."""

    style: str = ""
    depth: int = 0
    fresh: bool = False  # the next paragraph is the first of its item: it bears the marker
    plain: bool = False  # a list's header: no marker


@dataclass
class _Line:
    """A paragraph's text, and what came with it."""

    pieces: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    light: bool = False
    frames: list[etree._Element] = field(default_factory=list)


@dataclass
class Reader:
    """Reads stories (body, text boxes, notes, headers) into one list of blocks."""

    blocks: Blocks
    styles: Styles
    controls: dict[str, str]
    markers: Markers = field(default_factory=Markers)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _notes: list[etree._Element] = field(default_factory=list)
    _frames: int = 0

    def furniture(self, styles: etree._Element | None, kind: str) -> None:
        """The headers or footers of all master pages, each distinct text once."""
        seen: set[str] = set()
        for element in () if styles is None else styles.iter(STYLE + kind):
            text = "".join(map(str, element.itertext())).strip()
            if text and text not in seen:
                seen.add(text)
                self.story(element, Place(prefix=f"part={kind}{len(seen)};", kind=Kind.FURNITURE))

    def notes(self) -> None:
        """Footnotes and endnotes, in the order of their calls."""
        for count, note in enumerate(self._notes, start=1):
            citation, body = note.find(TEXT + "note-citation"), note.find(TEXT + "note-body")
            mark = "" if citation is None else "".join(map(str, citation.itertext())).strip()
            if body is not None:
                text = self._flat(body, 0)[0].replace("\v", "\n")
                self.blocks.add(Kind.FOOTNOTE, text, f"part=footnotes;item={count}", marker=mark[:20])

    def story(self, parent: etree._Element, place: Place) -> None:
        """Read all paragraphs and tables of an element."""
        for element, state in self._elements(parent, _ListState()):
            if self.blocks.full():
                self.blocks.note("The end of the document was left out.")
                return
            if element.tag == TABLE + "table":
                self._table(element, place)
            else:
                self._paragraph(element, state, place)

    def _elements(self, parent: etree._Element, state: _ListState) -> Iterator[tuple[etree._Element, _ListState]]:
        """Paragraphs, headings and tables in order, each with the list it is in."""
        for element in parent.iterchildren("*"):
            tag = element.tag
            if tag in (TEXT + "p", TEXT + "h", TABLE + "table"):
                yield element, state
                state.fresh = False
            elif tag == TEXT + "list":
                yield from self._list(element, state)
            elif tag in OPEN:
                yield from self._elements(element, state)
            elif tag in INDEXES:
                yield from ((one, _ListState(depth=-1)) for one, _ in self._elements(element, _ListState()))
            elif tag in (DRAW + "frame", DRAW + "custom-shape"):
                yield element, _ListState()

    def _list(self, element: etree._Element, outer: _ListState) -> Iterator[tuple[etree._Element, _ListState]]:
        style = element.get(TEXT + "style-name") or outer.style or self._style_of_first(element)
        goes_on = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list")
        if outer.depth == 0 and not goes_on:
            self._counts.pop(style, None)
        for entry in element.iterchildren(TEXT + "list-item", TEXT + "list-header"):
            header = entry.tag == TEXT + "list-header"
            state = _ListState(style, max(outer.depth, 0) + 1, fresh=not header, plain=header)
            if (start := entry.get(TEXT + "start-value")) is not None:
                self._counter(style)[state.depth - 1] = whole_number(start, 1) - 1
            yield from self._elements(entry, state)

    def _style_of_first(self, element: etree._Element) -> str:
        first = next(element.iter(TEXT + "p", TEXT + "h"), None)
        return "" if first is None else self.styles.of(first.get(TEXT + "style-name")).list_style

    def _counter(self, style: str) -> list[int | None]:
        return self._counts.setdefault(style, [None] * 10)

    def _marker(self, style: str, depth: int) -> str:
        """Count one paragraph of a list, and give its marker as printed."""
        levels = self.styles.lists.get(style, {})
        level, at = (
            levels.get(depth, Level(bullet="•") if style not in self.styles.lists else Level()),
            min(depth, 10) - 1,
        )
        if level.bullet:
            return level.bullet
        counts = self._counter(style)
        now = counts[at]
        counts[at] = level.start if now is None else now + 1
        counts[at + 1 :] = [None] * (len(counts) - at - 1)
        if not level.style:
            return ""
        steps = range(max(depth - level.shown, 0), depth)
        numbers = [
            spelled(counts[k] or levels.get(k + 1, Level()).start, levels.get(k + 1, level).style)
            for k in steps
            if k < 10
        ]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()

    def _paragraph(self, element: etree._Element, state: _ListState, place: Place) -> None:
        if element.tag not in (TEXT + "p", TEXT + "h"):
            line = _Line(frames=list(element.iter(DRAW + "text-box")) or [element])
            kind, text, level, marker = Kind.PARAGRAPH, "", 0, ""
        else:
            line, kind, text, level, marker = self._understood(element, state)
        place.paragraphs += bool(text)
        bold = bool(line.sizes) and not line.light
        size = line.sizes.most_common(1)[0][0] if line.sizes else 0.0
        if place.kind is not None:
            kind, level, marker = place.kind, 0, ""
        locator = f"{place.prefix}para={max(place.paragraphs, 1)}"
        self.blocks.add(kind, text, locator, level=level, marker=marker, frame=place.frame, size=size, bold=bold)
        for box in line.frames:
            self._boxed(box, place)

    def _boxed(self, box: etree._Element, place: Place) -> None:
        outer = place.frame
        self._frames += 1
        place.frame = outer or self._frames
        self.story(box, place)
        place.frame = outer

    def _understood(self, element: etree._Element, state: _ListState) -> tuple[_Line, Kind, str, int, str]:
        """A paragraph's text, and what it is: kind, text, level, marker."""
        look = self.styles.of(element.get(TEXT + "style-name"))
        line = _Line()
        self._walk(element, line, look)
        text = tidy("".join(line.pieces))
        kind, level = _kind(element, look)
        if state.depth < 0:
            return line, Kind.FURNITURE, text, 0, ""
        marker = self._marker(state.style, state.depth) if state.fresh and not state.plain and text else ""
        if kind is Kind.HEADING:
            counted = marker or (self._marker("", level) if "" in self.styles.lists and text else "")
            typed, rest = ("", text) if counted else self.markers.split(text)
            return line, kind, rest, level, counted or typed
        if kind is Kind.PARAGRAPH and marker:
            return line, Kind.ITEM, text, state.depth, marker
        if kind is Kind.PARAGRAPH and not state.depth:
            marker, text = self.markers.split(text)
            return line, Kind.ITEM if marker else kind, text, 1 if marker else 0, marker
        return line, kind, text, 0, ""

    def _walk(self, element: etree._Element, line: _Line, look: Look) -> None:
        self._say(element.text, line, look)
        for child in element.iterchildren("*"):
            self._inline(child, line, look)
            self._say(child.tail, line, look)

    def _inline(self, child: etree._Element, line: _Line, look: Look) -> None:
        tag = child.tag
        if tag in GAPS:
            line.pieces.append(GAPS[tag])
        elif tag == TEXT + "note":
            self._notes.append(child)
        elif tag == TEXT + "span":
            own = self.styles.of(child.get(TEXT + "style-name"))
            if "placeholder text" not in own.names:  # the prompt of a content control that Word made
                self._walk(child, line, merged(look, own))
        elif tag == DRAW + "control":
            line.pieces.append(self.controls.get(child.get(DRAW + "control", ""), ""))
        elif tag.startswith(DRAW):
            boxes = list(child.iter(DRAW + "text-box"))
            line.frames += boxes or ([child] if child.find(TEXT + "p") is not None else [])
        elif tag == LOEXT + "content-control":
            self._control(child, line, look)
        elif tag in (FIELD + "fieldmark", FIELD + "fieldmark-start") and "CHECKBOX" in child.get(FIELD + "type", ""):
            states = [
                p.get(FIELD + "value") for p in child.iter(FIELD + "param") if "Checked" in p.get(FIELD + "name", "")
            ]
            line.pieces.append("☒" if states and states[0] in ON else "☐")
        elif tag not in SILENT:
            self._walk(child, line, look)

    def _control(self, control: etree._Element, line: _Line, look: Look) -> None:
        if control.get(LOEXT + "checkbox") == "true":
            line.pieces.append("☒" if control.get(LOEXT + "checked") == "true" else "☐")
        elif control.get(LOEXT + "showing-place-holder") != "true":
            self._walk(control, line, look)

    def _say(self, text: str | None, line: _Line, look: Look) -> None:
        if not text or look.hidden:
            return
        line.pieces.append(" ".join(text.split("\n")))
        if letters := len(text.strip()):
            line.sizes[look.size or 0.0] += letters
            line.light |= not look.bold

    def _table(self, table: etree._Element, place: Place) -> None:
        place.tables += 1
        locator = f"{place.prefix}table={place.tables}"
        drafts, cells = self._drafts(table, 0)
        if len(cells) == 1:
            inner = Place(prefix=f"{locator};row=1;cell=1;", kind=place.kind, frame=place.frame)
            self._boxed(cells[0], inner)
        elif place.kind is not None:
            self.blocks.add(place.kind, " ".join(draft.text for draft in drafts), locator)
        else:
            self.blocks.add_table(drafts, locator, frame=place.frame)

    def _drafts(self, table: etree._Element, depth: int) -> tuple[list[CellDraft], list[etree._Element]]:
        """The cells of a table, and their elements; a table of one cell is not read."""
        rows = list(_rows(table))
        elements = [cell for _, row in rows for cell in row.iterchildren(TABLE + "table-cell")]
        if len(elements) == 1:
            return [], elements
        drafts: list[CellDraft] = []
        bolds: list[bool] = []
        for index, (head, row) in enumerate(rows):
            made, bold = self._row(row, index, head, depth)
            drafts += made
            bolds.append(bold)
        if len(bolds) > 1 and bolds[0] and not bolds[1] and not rows[0][0]:
            drafts = [
                CellDraft(d.row, d.column, d.text, d.place, d.row_span, d.column_span, d.row == 0) for d in drafts
            ]
        return drafts, elements

    def _row(self, row: etree._Element, index: int, head: bool, depth: int) -> tuple[list[CellDraft], bool]:
        drafts: list[CellDraft] = []
        column, place, bold = 0, 0, True
        for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
            repeats = self._bounded(cell, "number-columns-repeated", WIDEST_SPAN)
            if cell.tag == TABLE + "table-cell":
                across = self._bounded(cell, "number-columns-spanned", WIDEST_SPAN)
                down = self._bounded(cell, "number-rows-spanned", MOST_REPEATS)
                text, cell_bold = self._flat(cell, depth)
                bold &= cell_bold
                for _ in range(repeats):
                    place += 1
                    drafts.append(CellDraft(index, column, text, place, down, across, head))
                    column += 1
            else:
                column += repeats
        return drafts, bold and any(draft.text for draft in drafts)

    def _bounded(self, cell: etree._Element, name: str, most: int) -> int:
        """How many columns or rows a cell takes."""
        wanted = whole_number(cell.get(TABLE + name), 1)
        if wanted > most:
            self.blocks.note(f"A cell of over {most} columns or rows was narrowed.")
        return min(wanted, most)

    def _below(self, depth: int) -> bool:
        """Whether what stands that deep is still read."""
        if depth >= DEEPEST:
            self.blocks.note(f"A table or text box was left out: it stands in {DEEPEST} others.")
        return depth < DEEPEST

    def _flat(self, story: etree._Element, depth: int) -> tuple[str, bool]:
        """The text of a cell or note, its paragraphs parted by vertical tabs, and whether all of it is bold."""
        lines: list[str] = []
        bold = True
        for element, state in self._elements(story, _ListState()):
            if element.tag == TABLE + "table":
                if self._below(depth):
                    lines += self._nested(element, depth + 1)
                continue
            if element.tag not in (TEXT + "p", TEXT + "h"):
                boxes = element.iter(DRAW + "text-box")
                lines += [self._flat(box, depth + 1)[0] for box in boxes if self._below(depth)]
                continue
            line, _, text, _, marker = self._understood(element, state)
            bold &= not line.light
            lines.append(f"{marker} {text}".strip() if text else "")
            lines += [self._flat(box, depth + 1)[0] for box in line.frames if self._below(depth)]
        return "\v".join(line for line in lines if line), bold

    def _nested(self, table: etree._Element, depth: int) -> list[str]:
        drafts, cells = self._drafts(table, depth)
        if len(cells) == 1:
            return [self._flat(cells[0], depth)[0]]
        rows: dict[int, list[str]] = {}
        for draft in drafts:
            rows.setdefault(draft.row, []).append(draft.text)
        return [" ".join(text for text in texts if text) for texts in rows.values()]


def _rows(table: etree._Element, head: bool = False) -> Iterator[tuple[bool, etree._Element]]:
    """The rows of a table, each with whether it is a head; empty rows that are repeated count once."""
    for child in table.iterchildren("*"):
        if child.tag == TABLE + "table-row":
            yield head, child
        elif child.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child, head or child.tag == TABLE + "table-header-rows")


def _kind(element: etree._Element, look: Look) -> tuple[Kind, int]:
    """What a paragraph is by its element and the names of its styles."""
    if any(name in ("title", "titel", "titre", "título") for name in look.names):
        return Kind.TITLE, 0
    if element.tag == TEXT + "h":
        return Kind.HEADING, min(whole_number(element.get(TEXT + "outline-level"), 1), 9)
    if any(name in ("caption", "illustration", "figure", "table") for name in look.names):
        return Kind.CAPTION, 0
    return Kind.PARAGRAPH, 0
