"""Reads a plain text: decoded, parted into tables and paragraphs, each paragraph told what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.errors import DocumentError
from pipeline.extract.blocks import LONGEST_BLOCK, MOST_CHARACTERS, Blocks, is_bullet, replace_text
from pipeline.extract.plain.decode import decode
from pipeline.extract.plain.headings import headings, is_title, levels
from pipeline.extract.plain.lines import Grouper, Line, Paragraph, is_rule, mark_furniture, measure, split_lines
from pipeline.extract.plain.marks import (
    all_strong,
    footnote_mark,
    has_round_boxes,
    joined,
    vocabulary,
    with_boxes,
    without_calls,
    without_marks,
)
from pipeline.extract.plain.tables import Run, drafts, runs
from pipeline.model import Document, Kind

MEDIA_TYPE = "text/plain"
MOST_LINES = 300_000


def read_plain(content: bytes, digest: str, *, flowed: bool = False) -> Document:
    """Read a text file, or the text of a mail, into located blocks.

    flowed: the lines are `format=flowed` (RFC 3676). Raises DocumentError: `unknown-format`, `empty`.
    """
    text, notes = decode(content)
    blocks = Blocks(notes=notes)
    if len(text) > MOST_CHARACTERS:
        blocks.note(f"The text was cut after {MOST_CHARACTERS:,} characters.")
        text = text[:MOST_CHARACTERS]
    if text.count("\n") > MOST_LINES:
        blocks.note(f"The text was cut after {MOST_LINES:,} lines.")
        text = "\n".join(text.split("\n", MOST_LINES)[:MOST_LINES])
    lines = split_lines(text, flowed)
    if any(before.number == line.number and not line.written_in for before, line in pairwise(lines)):
        blocks.note(f"A line of over {LONGEST_BLOCK:,} characters was parted.")
    _Reader(lines, blocks, has_round_boxes(text)).read()
    finished = blocks.finished()
    if not finished:
        raise DocumentError("empty", "no text was found in it")
    return Document(digest=digest, media_type=MEDIA_TYPE, blocks=finished, notes=tuple(blocks.notes))


@dataclass
class _Part:
    """A table, a page's furniture or a paragraph, in the order of the text."""

    line: int
    run: Run | None = None
    furniture: str = ""
    paragraph: Paragraph | None = None


@dataclass
class _Reader:
    lines: list[Line]
    blocks: Blocks
    round_boxes: bool
    tables: int = 0
    outline: list[tuple[int, str]] = field(default_factory=list)  # open list levels: indent, glyph

    def read(self) -> None:
        for line in self.lines:
            line.text = with_boxes(line.text, self.round_boxes)
        mark_furniture(self.lines)
        known = vocabulary(self.lines)
        parts = sorted(self._parts(), key=lambda part: part.line)
        paragraphs = [part.paragraph for part in parts if part.paragraph]
        for paragraph in paragraphs:
            texts = [paragraph.first, *(line.text for line in paragraph.lines[1:])]
            paragraph.joined = without_marks(joined(texts, known)) if paragraph.first else ""
        if any(footnote_mark(paragraph.joined) for paragraph in paragraphs):
            for paragraph in paragraphs:
                paragraph.joined = without_calls(paragraph.joined)
        self._emit(parts, paragraphs)

    def _parts(self) -> list[_Part]:
        """Everything in the text, each with the number of its first line."""
        body = [line for line in self.lines if not line.furniture]
        grouper = Grouper(measure(body))
        parts = [_Part(line.number, furniture=line.text) for line in self.lines if line.furniture]
        for run in runs(body):
            lines = body[run.start : run.end]
            if run.rows:
                place = Paragraph(lines=lines, blanks=1)
                parts.append(_Part(lines[0].number, run=run, paragraph=place))
            else:
                grouped = grouper.group(lines)
                parts += [_Part(p.lines[0].number, paragraph=p) for p in grouped if not is_rule(p.lines[0].text)]
        return parts

    def _emit(self, parts: list[_Part], paragraphs: list[Paragraph]) -> None:
        found = headings(paragraphs)
        titled = is_title(found, paragraphs)
        deep = levels({i: look for i, look in found.items() if i or not titled}, paragraphs)
        index = 0
        for part in parts:
            if part.run:
                self._table(part.run)
            elif part.paragraph is None:
                self.blocks.add(Kind.FURNITURE, part.furniture, f"line={part.line}")
            elif index in found:
                self._heading(part.paragraph, deep.get(index, 0))
            else:
                self._text(part.paragraph)
            index += part.paragraph is not None

    def _heading(self, paragraph: Paragraph, level: int) -> None:
        self.outline.clear()
        text = paragraph.joined.lstrip("# ") if paragraph.joined.startswith("#") else paragraph.joined
        self.blocks.add(
            Kind.HEADING if level else Kind.TITLE,
            text.rstrip("# ") if paragraph.joined.startswith("#") else text,
            f"line={paragraph.lines[0].number}",
            level=level,
            marker=paragraph.marker,
            printed=_printed(paragraph),
            bold=all_strong(paragraph.lines[0].text) and len(paragraph.lines) == 1,
        )

    def _text(self, paragraph: Paragraph) -> None:
        if mark := footnote_mark(paragraph.joined):
            text = paragraph.joined[len(mark) :]
            self.blocks.add(Kind.FOOTNOTE, text, f"line={paragraph.lines[0].number}", marker=mark)
            return
        item = bool(paragraph.marker)
        if not item and not (self.outline and paragraph.indent > self.outline[0][0]):
            self.outline.clear()
        self.blocks.add(
            Kind.ITEM if item else Kind.PARAGRAPH,
            paragraph.joined,
            f"line={paragraph.lines[0].number}",
            level=self._depth(paragraph) if item else 0,
            marker=paragraph.marker,
            printed=_printed(paragraph),
            bold=all_strong(paragraph.lines[0].text) and len(paragraph.lines) == 1,
        )

    def _depth(self, paragraph: Paragraph) -> int:
        """How deep an item lies: by its indent, or by a bullet that differs from that of the list it stands in."""
        glyph = paragraph.marker if is_bullet(paragraph.marker) else "1"
        indent = paragraph.indent
        if paragraph.blanks and self.outline and indent <= self.outline[0][0] + 1 and glyph not in "o◦":
            self.outline = [level for level in self.outline if level[1] == glyph][:1]  # another list begins
        while self.outline and indent < self.outline[-1][0] - 1:
            self.outline.pop()
        known = [place for place, level in enumerate(self.outline) if level[1] == glyph and abs(level[0] - indent) <= 1]
        if known:
            del self.outline[known[-1] + 1 :]
        elif not self.outline or indent > self.outline[-1][0] + 1 or _nests(glyph, self.outline[-1][1]):
            self.outline.append((indent, glyph))
        else:
            self.outline[-1] = (indent, glyph)
        return len(self.outline)

    def _table(self, run: Run) -> None:
        self.outline.clear()
        self.tables += 1
        cells = (replace_text(d, without_marks(with_boxes(d.text, self.round_boxes))) for d in drafts(run))
        self.blocks.add_table(cells, f"table={self.tables}")


def _nests(glyph: str, above: str) -> bool:
    """True for a bullet that, without an indent of its own, opens a list inside the one above it."""
    return glyph in "o◦▪" or (glyph in "-–" and above in "1•")


def _printed(paragraph: Paragraph) -> str:
    return "\n".join(line.raw.strip() for line in paragraph.lines)
