"""The stories of a Rich Text file become blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.blocks import MOST_CELLS, WIDEST_SPAN, Blocks, CellDraft, Markers, tidy
from pipeline.extract.docx.styles import kind_by_name
from pipeline.extract.rtf.parser import Parser
from pipeline.extract.rtf.stories import CellMark, Line, Row, Story, Style
from pipeline.model import Kind


@dataclass
class Writer:
    """Turns stories into blocks."""

    blocks: Blocks
    styles: dict[int, Style]
    markers: Markers = field(default_factory=Markers)
    frames: int = 0
    paragraphs: int = 0
    tables: int = 0

    def write(self, parser: Parser) -> None:
        """All stories: headers, body, footnotes, footers."""
        self._furniture(parser, "header")
        self._story(parser.body, 0)
        for count, story in enumerate(parser.notes, start=1):
            marker, text = self.markers.split(self._flat(story))
            place = f"part=footnotes;item={count}"
            self.blocks.add(Kind.FOOTNOTE, text, place, marker=marker if marker.isdigit() else str(count))
        self._furniture(parser, "footer")

    def _furniture(self, parser: Parser, name: str) -> None:
        texts = dict.fromkeys(self._flat(story) for story in parser.furniture if story.name == name)
        for count, text in enumerate(texts, start=1):
            self.blocks.add(Kind.FURNITURE, text, f"part={name}{count}")

    def _flat(self, story: Story) -> str:
        rows = [row for part in story.parts if isinstance(part, list) for row in part]
        lines = [part.text for part in story.parts if isinstance(part, Line)]
        return "\n".join([*lines, *(" ".join(self._cell_text(cell) for cell in row.cells) for row in rows)])

    def _story(self, story: Story, frame: int) -> None:
        for part in story.parts:
            if isinstance(part, list):
                self._table(part, frame)
            else:
                self._line(part, frame)

    def _line(self, line: Line, frame: int) -> None:
        text = tidy(line.text)
        self.paragraphs += bool(text)
        kind, level, marker, text = self._kind(line, text)
        place = f"para={max(self.paragraphs, 1)}"
        self.blocks.add(kind, text, place, level=level, marker=marker, frame=frame, size=line.size, bold=line.bold)
        for story in line.frames:
            self.frames += not frame
            self._story(story, frame or self.frames)

    def _kind(self, line: Line, text: str) -> tuple[Kind, int, str, str]:
        """What a paragraph is: kind, level, marker, and its text without a typed marker."""
        style = self.styles.get(line.style, Style())
        kind, level = kind_by_name(style.name.lower())
        outline = style.outline if line.outline is None else line.outline
        if kind is None and outline is not None and 0 <= outline <= 8:
            kind, level = Kind.HEADING, outline + 1
        if kind in (Kind.TITLE, Kind.CAPTION, Kind.FURNITURE):
            return kind, 0, line.marker, text
        marker, rest = (line.marker, text) if line.marker else self.markers.split(text)
        if kind is Kind.HEADING and len(text) <= 300:
            return kind, level, marker, rest
        return (Kind.ITEM, line.level, marker, rest) if marker else (Kind.PARAGRAPH, 0, "", text)

    def _table(self, rows: list[Row], frame: int) -> None:
        self.tables += 1
        if len(rows) == 1 and len(rows[0].cells) == 1:
            self.frames += not frame
            for line in rows[0].cells[0]:
                self._line(line, frame or self.frames)
            return
        edges = sorted({mark.right for row in rows for mark in row.marks})
        column = {right: index for index, right in enumerate(edges)}
        drafts: list[CellDraft] = []
        above: dict[int, int] = {}
        heads = {index for index, row in enumerate(rows) if row.head} or self._bold_head(rows)
        for index, row in enumerate(rows):
            left = 0
            for place, cell in enumerate(row.cells, start=1):
                mark = row.marks[place - 1] if place <= len(row.marks) else CellMark(right=-1)
                right = column.get(mark.right, left) + 1
                if mark.down == "next" and left in above:
                    _stretch(drafts, above[left], row_span=index + 1)
                elif mark.across == "next" and drafts:
                    _stretch(drafts, len(drafts) - 1, column_span=right)
                elif len(drafts) <= MOST_CELLS:
                    above[left] = len(drafts)
                    span = self._bounded(max(right - left, 1))
                    drafts.append(CellDraft(index, left, self._cell_text(cell), place, 1, span, index in heads))
                left = max(right, left + 1)
        self.blocks.add_table(drafts, f"table={self.tables}", frame=frame)

    def _bounded(self, columns: int) -> int:
        if columns > WIDEST_SPAN:
            self.blocks.note(f"A cell of over {WIDEST_SPAN} columns was narrowed.")
        return min(columns, WIDEST_SPAN)

    def _cell_text(self, cell: list[Line]) -> str:
        lines = [f"{line.marker} {tidy(line.text)}".strip() for line in cell if line.text.strip()]
        lines += [self._flat(story).replace("\n", "\v") for line in cell for story in line.frames]
        return "\v".join(line for line in lines if line)

    def _bold_head(self, rows: list[Row]) -> set[int]:
        bold = [all(line.bold or not line.text.strip() for cell in row.cells for line in cell) for row in rows[:2]]
        return {0} if bold == [True, False] else set()


def _stretch(drafts: list[CellDraft], index: int, *, row_span: int = 0, column_span: int = 0) -> None:
    """Make a cell reach down to a row, or across to a column (both exclusive, from 0)."""
    d = drafts[index]
    down = row_span - d.row if row_span else d.row_span
    across = min(max(column_span - d.column, d.column_span), WIDEST_SPAN) if column_span else d.column_span
    drafts[index] = CellDraft(d.row, d.column, d.text, d.place, down, across, d.header)
