"""The body of a Word file: paragraphs, tables, text boxes and notes become blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree
from msgspec import Struct

from pipeline.extract.blocks import WIDEST_SPAN, Blocks, CellDraft, Markers, tidy
from pipeline.extract.docx.controls import Prompts, tick_of
from pipeline.extract.docx.inline import Inline, Line
from pipeline.extract.docx.names import (
    ALTERNATE,
    ID,
    P_PR,
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TBL,
    TC,
    TC_PR,
    TR,
    TR_PR,
    P,
    alternative,
    child,
    number,
    switch,
    value,
    w,
)
from pipeline.extract.docx.numbering import Numbering, spelled
from pipeline.extract.docx.styles import Style, Styles, outline
from pipeline.model import Kind

LONGEST_HEADING = 300  # characters: what is longer is running text in a heading's style
DEEPEST_TABLE = 10  # tables in tables
_OPEN = {w("ins"), w("moveTo"), w("customXml"), w("smartTag")}
_ALT_CHUNK = w("altChunk")
_NUM_PR, _FRAME_PR, _DEL = w("numPr"), w("framePr"), w("del")
_V_MERGE, _CELL_DEL = w("vMerge"), w("cellDel")


class Paragraph(Struct, gc=False):
    """A paragraph read: what it says and what it is."""

    line: Line
    kind: Kind
    text: str
    level: int = 0
    marker: str = ""
    printed: str = ""  # with the marker that was typed


@dataclass
class _Place:
    """Where blocks are being read, to name them and to count in."""

    prefix: str = ""  # of locators, such as `table=2;row=1;cell=1;`
    frame: int = 0
    furniture: bool = False
    paragraphs: int = 0
    tables: int = 0


@dataclass
class Body:
    """Reads stories (body, text boxes, notes, headers) into one list of blocks."""

    blocks: Blocks
    styles: Styles
    numbering: Numbering
    prompts: Prompts
    _called: list[tuple[str, str]] = field(default_factory=list)  # notes in the order of their calls
    _frames: int = 0
    _carried: str = ""  # text of paragraphs whose end was deleted

    def __post_init__(self) -> None:
        self._inline = Inline(self.styles, self.prompts)
        self._markers = Markers()
        self._looks: dict[str, tuple[Style, Style]] = {}  # of a style: what it says, and that over the document's

    def read(self, body: etree._Element) -> None:
        """Read the main story."""
        self._story(body, _Place())

    def read_furniture(self, root: etree._Element, name: str) -> None:
        """Read a header or footer; `name` is its part."""
        inline, self._inline = self._inline, Inline(self.styles, self.prompts)
        self._story(root, _Place(prefix=f"part={name};", furniture=True))
        self._inline = inline

    def read_notes(self, root: etree._Element | None, kind: str) -> None:
        """Read the footnotes or endnotes that were called, numbered in the order of their calls."""
        if root is None:
            return
        notes = {note.get(ID, ""): note for note in root.iterchildren(w(kind))}
        called = list(dict.fromkeys(name for one, name in self._called if one == kind))
        for count, name in enumerate((name for name in called if name in notes), start=1):
            text = self._flat(notes[name], 0)
            marker = spelled(count, "decimal" if kind == "footnote" else "lowerRoman")
            self.blocks.add(Kind.FOOTNOTE, text.replace("\v", "\n"), f"part={kind}s;item={count}", marker=marker)

    def _story(self, parent: etree._Element, place: _Place) -> None:
        for element in self._elements(parent):
            if self.blocks.full():
                self.blocks.note("The end of the document was left out.")
                return
            if element.tag == P:
                self._paragraph(element, place)
            else:
                self._table(element, place)

    def _elements(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Paragraphs and tables in order, containers opened, deletions left out."""
        waiting = [parent.iterchildren("*")]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif element.tag in (P, TBL):
                yield element
            elif (inner := self._opened(element)) is not None:
                waiting.append(inner.iterchildren("*"))

    def _opened(self, element: etree._Element) -> etree._Element | None:
        """What stands for a container: its content, without the prompt that an unanswered control shows."""
        if element.tag in _OPEN:
            return element
        if element.tag == ALTERNATE:
            return alternative(element)
        if element.tag == _ALT_CHUNK:
            self.blocks.note("A part in another format was embedded in the document and not read.")
        if element.tag != SDT:
            return None
        properties, content = element.find(SDT_PR), element.find(SDT_CONTENT)
        ticked = tick_of(properties)
        if content is not None and ticked is not None:
            _say_instead(content, "☒" if ticked else "☐")
        elif content is not None and self.prompts.unanswered(properties, content):
            _say_instead(content, "")
        return content

    def _paragraph(self, element: etree._Element, place: _Place) -> None:
        paragraph = self._understood(element)
        if paragraph.text:
            place.paragraphs += 1
        locator = f"{place.prefix}para={max(place.paragraphs, 1)}"
        self._add(paragraph, locator, place)
        if paragraph.line.unread:
            self.blocks.note("A chart, diagram or ActiveX control was not read.")
        for box in paragraph.line.frames:
            self._frame(box, place)

    def _add(self, paragraph: Paragraph, locator: str, place: _Place) -> None:
        line = paragraph.line
        kind, marker = (Kind.FURNITURE, "") if place.furniture else (paragraph.kind, paragraph.marker)
        self.blocks.add(
            kind,
            paragraph.text,
            locator,
            level=0 if place.furniture else paragraph.level,
            marker=marker,
            printed=paragraph.printed,
            frame=place.frame,
            size=line.size,
            bold=line.bold,
            tidied=True,
        )

    def _frame(self, box: etree._Element, place: _Place) -> None:
        """The content of a text box, or of the only cell of a table: a box on the page."""
        outer = place.frame
        self._frames += 1
        place.frame = outer or self._frames
        self._story(box, place)
        place.frame = outer

    def _understood(self, element: etree._Element) -> Paragraph:
        properties = child(element, P_PR)
        style_id = value(properties, "pStyle") or ""
        style, look = self._looks.get(style_id) or self._look(style_id)
        if style_id and properties is not None and len(properties) == 1:
            properties = None  # it names the style and says nothing else, as most do
        line = self._inline.read(element, look)
        self._called += line.notes
        text = self._carried + line.text
        self._carried = ""
        if _goes_on(properties):
            self._carried, text = text, ""
        return self._kinded(line, tidy(text), properties, style, style_id)

    def _look(self, style_id: str) -> tuple[Style, Style]:
        style = self.styles.of(style_id)
        self._looks[style_id] = style, _over(self.styles.default, style)
        return self._looks[style_id]

    def _kinded(
        self, line: Line, text: str, properties: etree._Element | None, style: Style, style_id: str
    ) -> Paragraph:
        """What a paragraph is: by outline level, style, list, typed marker, in this order."""
        kind, level = outline(properties) if properties is not None else (None, 0)
        if kind is None or (kind is Kind.PARAGRAPH and style.kind not in (None, Kind.HEADING)):
            kind, level = style.kind, style.level
        if kind is Kind.HEADING and len(text) > LONGEST_HEADING:
            kind, level = None, 0
        counted, depth = self._counted(properties, style, style_id)
        if not text:
            return Paragraph(line, Kind.PARAGRAPH, "")
        if kind in (Kind.TITLE, Kind.CAPTION, Kind.FURNITURE):
            return Paragraph(line, kind, text, marker=counted or "")
        marker, rest = (counted, text) if counted else self._markers.split(text)
        if kind is Kind.HEADING:
            return Paragraph(line, kind, rest, level, marker, printed=text)
        if marker:
            return Paragraph(line, Kind.ITEM, rest, depth, marker, printed=text)
        return Paragraph(line, Kind.PARAGRAPH, text)

    def _counted(self, properties: etree._Element | None, style: Style, style_id: str) -> tuple[str, int]:
        """The marker of a list paragraph as Word prints it, and its depth from 1."""
        num = child(properties, _NUM_PR)
        num_id, level = (None, None) if num is None else (value(num, "numId"), value(num, "ilvl"))
        if num_id is None:
            num_id = style.num_id
        if num_id is None or num_id == "0":
            return "", 1
        if level is None:
            level = self._level_of_style(style_id, style)
        index = min(max(number(level), 0), 8)
        return self.numbering.marker(num_id, index) or "", index + 1

    def _level_of_style(self, style_id: str, style: Style) -> str:
        tied = self.numbering.level_of_style(style_id, style.num_id or "")
        return str(style.num_level if tied is None else tied)

    def _table(self, table: etree._Element, place: _Place) -> None:
        place.tables += 1
        locator = f"{place.prefix}table={place.tables}"
        rows = list(self._rows(table))
        only = _only_cell(rows)
        if only is not None:
            inner = _Place(prefix=f"{locator};row=1;cell=1;", frame=place.frame, furniture=place.furniture)
            self._frame(only, inner)
        elif place.furniture:
            self.blocks.add(Kind.FURNITURE, " ".join(d.text for d in self._drafts(rows, 0)), locator)
        else:
            self.blocks.add_table(self._drafts(rows, 0), locator, frame=place.frame)

    def _rows(self, table: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
        """Each row with its cells; rows and cells whose deletion was tracked are left out."""
        for row in self._children(table, TR):
            if child(child(row, TR_PR), _DEL) is None:
                cells = self._children(row, TC)
                yield row, [cell for cell in cells if child(child(cell, TC_PR), _CELL_DEL) is None]

    def _children(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        """Rows of a table or cells of a row, through content controls and tracked insertions."""
        for element in parent.iterchildren("*"):
            if element.tag == tag:
                yield element
            elif (inner := self._opened(element)) is not None:
                yield from self._children(inner, tag)

    def _drafts(self, rows: list[tuple[etree._Element, list[etree._Element]]], depth: int) -> list[CellDraft]:
        drafts: list[CellDraft] = []
        above: dict[int, int] = {}  # column -> index of the draft that vertical merging goes on in
        bold_rows: set[int] = set()
        for index, (row, cells) in enumerate(rows):
            column, begun = self._bounded(number(value(child(row, TR_PR), "gridBefore"))), len(drafts)
            bold = bool(cells)
            for place, cell in enumerate(cells, start=1):
                properties = child(cell, TC_PR)
                span = self._span(properties)
                if _goes_down(properties) and column in above:
                    _grow(drafts, above[column], index)
                else:
                    text, cell_bold = self._cell(cell, depth)
                    bold &= cell_bold or not text
                    above[column] = len(drafts)
                    drafts.append(CellDraft(index, column, text, place, column_span=span))
                column += span
            if bold and any(draft.text for draft in drafts[begun:]):
                bold_rows.add(index)
        return _with_headers(drafts, rows, bold_rows)

    def _span(self, properties: etree._Element | None) -> int:
        return max(self._bounded(number(value(properties, "gridSpan"), 1)), 1)

    def _bounded(self, columns: int) -> int:
        if columns > WIDEST_SPAN:
            self.blocks.note(f"A cell of over {WIDEST_SPAN} columns was narrowed.")
        return min(columns, WIDEST_SPAN)

    def _below(self, depth: int) -> bool:
        """Whether what stands that deep is still read."""
        if depth >= DEEPEST_TABLE:
            self.blocks.note(f"A table or text box was left out: it stands in {DEEPEST_TABLE} others.")
        return depth < DEEPEST_TABLE

    def _cell(self, cell: etree._Element, depth: int) -> tuple[str, bool]:
        """The text of a cell, and whether all of it is bold."""
        lines: list[str] = []
        bold = True
        for element in self._elements(cell):
            if element.tag == TBL:
                lines += self._nested(element, depth)
                bold = False
                continue
            paragraph = self._understood(element)
            bold &= paragraph.line.bold or not paragraph.text
            lines.append(f"{paragraph.marker} {paragraph.text}".strip() if paragraph.text else "")
            lines += [self._flat(box, depth) for box in paragraph.line.frames]
        return "\v".join(line for line in lines if line), bold

    def _nested(self, table: etree._Element, depth: int) -> list[str]:
        """A table inside a cell: one line for each row."""
        if not self._below(depth):
            return []
        rows: dict[int, list[str]] = {}
        for draft in self._drafts(list(self._rows(table)), depth + 1):
            rows.setdefault(draft.row, []).append(draft.text)
        return [" ".join(text for text in texts if text) for texts in rows.values()]

    def _flat(self, story: etree._Element, depth: int) -> str:
        return self._cell(story, depth + 1)[0] if self._below(depth) else ""


def _over(base: Style, style: Style) -> Style:
    """The look of a style over that of the document."""
    return replace(
        base,
        bold=base.bold if style.bold is None else style.bold,
        size=base.size if style.size is None else style.size,
        hidden=base.hidden if style.hidden is None else style.hidden,
    )


def _goes_on(properties: etree._Element | None) -> bool:
    """True where the end of a paragraph was deleted, or where it is a drop capital."""
    if properties is None:
        return False
    if child(child(properties, R_PR), _DEL) is not None:
        return True
    frame = child(properties, _FRAME_PR)
    return frame is not None and frame.get(w("dropCap"), "none") != "none"


def _goes_down(properties: etree._Element | None) -> bool:
    """True for a cell that goes on in the merged one above it."""
    merge = child(properties, _V_MERGE)
    return merge is not None and merge.get(w("val"), "continue") == "continue"


def _grow(drafts: list[CellDraft], index: int, row: int) -> None:
    draft = drafts[index]
    drafts[index] = CellDraft(
        draft.row, draft.column, draft.text, draft.place, row - draft.row + 1, draft.column_span, draft.header
    )


def _with_headers(
    drafts: list[CellDraft], rows: list[tuple[etree._Element, list[etree._Element]]], bold: set[int]
) -> list[CellDraft]:
    """Heads marked: the rows that Word repeats on each page, else a first row that is bold where the next is not."""
    heads = set()
    for index, (row, _) in enumerate(rows):
        properties = row.find(TR_PR)
        if properties is None or not switch(properties.find(w("tblHeader"))):
            break
        heads.add(index)
    if not heads and len(rows) > 1 and 0 in bold and 1 not in bold:
        heads = {0}
    return [CellDraft(d.row, d.column, d.text, d.place, d.row_span, d.column_span, d.row in heads) for d in drafts]


def _only_cell(rows: list[tuple[etree._Element, list[etree._Element]]]) -> etree._Element | None:
    cells = [cell for _, row in rows for cell in row]
    return cells[0] if len(cells) == 1 else None


def _say_instead(content: etree._Element, text: str) -> None:
    """Put one text in place of all that a control around paragraphs or cells shows; the cells stay."""
    for element in list(content.iter(w("t"), w("sym"))):
        shown = etree.Element(w("t"))
        shown.text, text = text, ""
        if (run := element.getparent()) is not None:
            run.replace(element, shown)
