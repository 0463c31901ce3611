"""Rich Text Format: control words become paragraphs, items, tables; form fields, footnotes and text boxes are read.

The list numbers need no counting: RTF writes each into a `listtext` group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.errors import DocumentError
from pipeline.extract.blocks import MOST_CELLS, WIDEST_SPAN, Blocks, CellDraft, Markers, tidy
from pipeline.extract.docx.styles import kind_by_name
from pipeline.extract.docx.symbols import bullet, in_font, is_symbol_font
from pipeline.model import Document, Kind

MEDIA_TYPE = "application/rtf"
MOST_BYTES = 64 * 1024 * 1024
DEEPEST = 1_000  # groups in groups
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z'])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
_SIGNS = {
    "tab": " ", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "page": " ", "column": " ",
    "softline": "\n",
}  # fmt: skip
_SKIPPED = {
    "colortbl", "pict", "object", "objdata", "datastore", "themedata", "colorschememapping", "latentstyles", "xmlnstbl",
    "listtable", "listoverridetable", "rsidtbl", "generator", "mmathPr", "pgptbl", "annotation", "atnid", "atnauthor",
    "nonshppict", "shprslt", "filetbl", "revtbl", "bkmkstart", "bkmkend", "xe", "tc", "rxe", "private", "upr", "pntxta",
    "pntxtb", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "fontemb", "falt", "panose", "sp", "do",
}  # fmt: skip
_STARRED = {
    "shpinst",
    "shptxt",
    "fldinst",
    "formfield",
    "ffl",
    "ffname",
    "nesttableprops",
    "ud",
    "cs",
    "ts",
    "footnote",
}
_STARRED |= {"pntext", "datafield"}
_FURNITURE = {"header": "header", "headerl": "header", "headerr": "header", "headerf": "header"}
_FURNITURE |= {"footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer"}


def read_rtf(content: bytes, digest: str) -> Document:
    """Read an RTF file into located blocks.

    Raises DocumentError: `corrupt`, `too-large`, `empty`, `no-text`.
    """
    if not content.lstrip()[:5].startswith(b"{\\rtf"):
        raise DocumentError("corrupt", "it does not begin like RTF")
    if len(content) > MOST_BYTES:
        raise DocumentError("too-large", "RTF over 64 MiB")
    parser = _Parser()
    parser.feed(content.decode("latin-1"))
    blocks = Blocks()
    _Writer(blocks, parser.styles).write(parser)
    finished = blocks.finished()
    if all(block.kind is Kind.FURNITURE for block in finished):
        raise DocumentError("no-text", "pictures only") if parser.pictures else DocumentError("empty", "no text")
    if parser.states:
        blocks.note("The file ends too early: its end may be missing.")
    properties = {name: " ".join(text.split())[:1000] for name, text in parser.info.items() if text.strip()}
    return Document(
        digest=digest,
        media_type=MEDIA_TYPE,
        blocks=finished,
        title=properties.get("title", ""),
        properties=properties,
        notes=tuple(blocks.notes),
    )


@dataclass
class _Style:
    """A paragraph or character style of the file."""

    name: str = ""
    outline: int | None = None


@dataclass(frozen=True)
class _CellMark:
    """The right edge of a cell, and how it is merged."""

    right: int = 0
    down: str = ""  # first, next
    across: str = ""


@dataclass
class _Line:
    """A paragraph as it was written."""

    text: str
    marker: str = ""
    style: int = 0
    outline: int | None = None
    level: int = 0
    size: float = 0.0
    bold: bool = False
    frames: list[_Story] = field(default_factory=list)


@dataclass
class _Row:
    """A row of a table: the paragraphs of its cells, and the marks that tell where they lie."""

    cells: list[list[_Line]]
    marks: list[_CellMark]
    head: bool


@dataclass
class _Story:
    """Body, header, footnote or text box: paragraphs and tables (lists of rows) in order."""

    name: str = ""
    parts: list[_Line | list[_Row]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    light: bool = False
    frames: list[_Story] = field(default_factory=list)
    marker: list[str] = field(default_factory=list)
    cells: list[list[_Line]] = field(default_factory=list)  # of the row that is open
    lines: list[_Line] = field(default_factory=list)  # of the cell that is open
    nested: list[str] = field(default_factory=list)  # cells of a row of a table inside the cell that is open
    inner: list[str] = field(default_factory=list)  # paragraphs of such a cell


@dataclass
class _State:
    """What a group may change and its end restores."""

    story: _Story
    mode: str = "text"  # text, skip, or the group whose text is collected
    bold: bool = False
    size: float = 12.0
    hidden: bool = False
    font: int = 0
    fallback: int = 1  # characters after each \\u that stand in for it
    style: int = 0
    owns: bool = False  # the story ends with this group


@dataclass
class _Parser:
    """Walks the tokens once and keeps stories; knows nothing of blocks."""

    styles: dict[int, _Style] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    body: _Story = field(default_factory=_Story)
    furniture: list[_Story] = field(default_factory=list)
    notes: list[_Story] = field(default_factory=list)
    pictures: int = 0
    states: list[_State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._state = _State(self.body)
        self._fonts: dict[int, tuple[str, str]] = {}  # number -> name, code page
        self._code_page = "cp1252"
        self._bytes = bytearray()
        self._to_skip = 0
        self._starred = False
        self._high = 0  # first half of a surrogate pair
        self._collected: list[str] = []
        self._marks: list[_CellMark] = []
        self._mark = _CellMark()
        self._head = False
        self._table = False
        self._depth = 1
        self._outline: int | None = None
        self._level = 0
        self._form: dict[str, int] = {}
        self._choices: list[str] = []
        self._words: dict[str, Callable[[int | None], None]] = {
            "par": lambda _: self._paragraph(),
            "sect": lambda _: self._paragraph(),
            "cell": lambda _: self._cell(),
            "row": lambda _: self._row(),
            "nestcell": lambda _: self._nested_cell(),
            "trowd": lambda _: self._new_row(),
            "cellx": self._edge,
            "pard": lambda _: self._plain_paragraph(),
            "plain": lambda _: self._plain_text(),
            "u": self._unicode,
        }

    def feed(self, source: str) -> None:
        """Read the whole file."""
        position = 0
        while match := _TOKEN.search(source, position):
            position = match.end()
            kind = match.lastgroup
            if kind in ("word", "number"):
                number = match["number"]
                if match["word"] == "bin" and number:
                    position += max(int(number), 0)
                else:
                    self._word(match["word"], None if number is None else int(number))
            elif kind == "hex":
                self._byte(int(match["hex"], 16))
            elif kind == "brace":
                self._brace(match["brace"])
            elif kind == "sign":
                self._sign(match["sign"])
            else:
                self._plain(match["text"])
        self._flush()
        self._close(self.body)

    # groups

    def _brace(self, brace: str) -> None:
        self._flush()
        self._starred, self._to_skip = False, 0
        if brace == "{":
            if len(self.states) >= DEEPEST:
                raise DocumentError("corrupt", "its groups are nested too deeply")
            self.states.append(self._state)
            self._state = replace(self._state, owns=False)
        elif self.states:
            ended, self._state = self._state, self.states.pop()
            if ended.owns:
                self._close(ended.story)
            if ended.mode != self._state.mode:
                self._group_end(ended.mode)

    def _group_end(self, mode: str) -> None:
        text = "".join(self._collected)
        if mode in ("text", "skip", "fldinst", "listtext", "form"):
            if mode == "form":
                self._say_form_field()
            return
        self._collected.clear()
        if mode.startswith("info:"):
            self.info[mode[5:]] = text
        elif mode == "ffl":
            self._choices.append(text)

    def _destination(self, word: str) -> bool:
        """Enter a group that is no running text; True where the word opens one."""
        state = self._state
        if word in _SKIPPED or (self._starred and word not in _STARRED):
            self.pictures += word in ("pict", "shppict")
            state.mode = "skip" if word != "shppict" else state.mode
        elif word in ("fonttbl", "stylesheet"):
            state.mode = word
        elif word in ("title", "author", "subject") and state.mode == "info":
            state.mode = f"info:{word}"
            self._collected.clear()
        elif word == "info":
            state.mode = "info"
        elif word in ("listtext", "pntext", "nesttableprops"):
            state.mode = "nested" if word == "nesttableprops" else "listtext"
        elif word in ("fldinst", "datafield", "ffname"):
            state.mode = "fldinst" if word == "fldinst" else "skip"
        elif word == "formfield":
            state.mode, self._form, self._choices = "form", {}, []
        elif word == "ffl":
            state.mode = "ffl"
            self._collected.clear()
        elif word in _FURNITURE or word in ("footnote", "shptxt"):
            self._new_story(word)
        else:
            return False
        return True

    def _new_story(self, word: str) -> None:
        story = _Story(name=_FURNITURE.get(word, word))
        if word == "shptxt":
            self._state.story.frames.append(story)
        else:
            (self.notes if word == "footnote" else self.furniture).append(story)
        self._state.story, self._state.owns, self._state.mode = story, True, "text"
        self._table, self._depth = False, 1

    def _close(self, story: _Story) -> None:
        """End a story: its last paragraph and row may be open."""
        self._end_line(story, table=False)
        if story.cells:
            self._end_row(story)

    # words

    def _word(self, word: str, number: int | None) -> None:
        if word != "u":
            self._flush()
            if self._to_skip:
                self._to_skip -= 1
                return
        entered, self._starred = self._destination(word), False
        if entered or self._state.mode == "skip" or (self._state.mode == "listtext" and word == "pard"):
            return
        if self._state.mode == "nested":  # the marks of a row inside a cell must not replace those of the outer row
            if word == "nestrow":
                self._nested_row()
        elif word in self._words:
            self._words[word](number)
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        else:
            self._property(word, number)

    def _property(self, word: str, number: int | None) -> None:
        """A word that changes how what follows looks or is meant."""
        state = self._state
        if word == "b":
            state.bold = number != 0
        elif word == "fs":
            state.size = (number or 24) / 2
        elif word in ("v", "deleted"):
            state.hidden = number != 0
        elif word == "f":
            state.font = number or 0
        elif word == "uc":
            state.fallback = min(max(number or 0, 0), 10)
        elif word in ("ansicpg", "mac", "pc"):
            self._code_page = {"mac": "mac_roman", "pc": "cp437"}.get(word) or _known_page(f"cp{number}")
        elif word in ("fcharset", "cpg"):
            page = _CODE_PAGES.get(number or 0, "") if word == "fcharset" else _known_page(f"cp{number}")
            self._fonts[state.font] = (self._fonts.get(state.font, ("", ""))[0], page)
        elif word in ("s", "cs"):
            self._set_style(word, number or 0)
        elif word in ("ffres", "ffdefres", "fftype"):
            self._form[word] = number or 0
        else:
            self._paragraph_property(word, number)

    def _paragraph_property(self, word: str, number: int | None) -> None:
        if word == "intbl":
            self._table = True
        elif word == "itap":
            self._depth, self._table = number or 0, bool(number)
        elif word == "outlinelevel":
            if self._state.mode == "stylesheet":
                self.styles.setdefault(self._state.style, _Style()).outline = number
            self._outline = number
        elif word == "ilvl":
            self._level = min(max(number or 0, 0), 8)
        elif word == "trhdr":
            self._head = True
        elif word in ("clvmgf", "clvmrg"):
            self._mark = replace(self._mark, down="first" if word == "clvmgf" else "next")
        elif word in ("clmgf", "clmrg"):
            self._mark = replace(self._mark, across="first" if word == "clmgf" else "next")

    def _set_style(self, word: str, number: int) -> None:
        key = number if word == "s" else -number - 1
        if word == "cs" and self._state.mode != "stylesheet":
            hidden = self.styles.get(key, _Style()).name.lower() == "placeholder text"
            self._state.hidden = self._state.hidden or hidden
        else:
            self._state.style = key

    def _plain_paragraph(self) -> None:
        self._table, self._depth, self._outline, self._level = False, 1, None, 0
        self._state.style = 0

    def _plain_text(self) -> None:
        self._state.bold, self._state.size, self._state.hidden = False, 12.0, False

    # text

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\\{}":
            self._plain(sign)
        elif sign in "~_":
            self._flush()
            self._say(" " if sign == "~" else "-")
        elif sign in "\r\n":
            self._flush()
            self._paragraph()

    def _plain(self, text: str) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if text and self._state.mode != "skip":
            self._bytes += text.encode("latin-1", "replace")

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif self._state.mode != "skip":
            self._bytes.append(value)

    def _unicode(self, number: int | None) -> None:
        self._flush()
        code = (number or 0) % 0x10000
        self._to_skip = self._state.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000 and self._high:
            code = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00
        self._high = 0
        name = self._fonts.get(self._state.font, ("", ""))[0]
        sign = chr(code)
        self._say(in_font(name, sign) if is_symbol_font(name) or 0xF000 <= code <= 0xF0FF else sign)

    def _flush(self) -> None:
        """Decode the bytes since the last control word, in the code page of their font."""
        if not self._bytes:
            return
        name, page = self._fonts.get(self._state.font, ("", ""))
        data, self._bytes = bytes(self._bytes), bytearray()
        if is_symbol_font(name):
            self._say(in_font(name, data.decode("latin-1")))
        else:
            self._say(data.decode(page or self._code_page, "replace"))

    def _say(self, text: str) -> None:
        mode, story = self._state.mode, self._state.story
        if mode == "text":
            if not self._state.hidden:
                story.pieces.append(text)
                if letters := len(text.strip()):
                    story.sizes[self._state.size] += letters
                    story.light |= not self._state.bold
        elif mode == "listtext":
            story.marker.append(text)
        elif mode == "fonttbl":
            self._font_name(text)
        elif mode == "stylesheet":
            self._style_name(text)
        elif mode == "ffl" or mode.startswith("info:"):
            self._collected.append(text)

    def _font_name(self, text: str) -> None:
        name, page = self._fonts.get(self._state.font, ("", ""))
        if not name.endswith(";"):
            self._fonts[self._state.font] = ((name + text).strip().removesuffix(";")[:100], page)

    def _style_name(self, text: str) -> None:
        style = self.styles.setdefault(self._state.style, _Style())
        style.name = (style.name + text).strip().removesuffix(";")[:100]

    def _say_form_field(self) -> None:
        """The value of a tick box or list of choices; the text of a text field stands in its result."""
        kind, result = self._form.get("fftype", 0), self._form.get("ffres", 25)
        chosen = self._form.get("ffdefres", 0) if result == 25 else result
        mode, self._state.mode = self._state.mode, "text"
        if kind == 1:
            self._say("☒" if chosen else "☐")
        elif kind == 2 and 0 <= chosen < len(self._choices):
            self._say(self._choices[chosen])
        self._state.mode = mode

    # paragraphs and tables

    def _paragraph(self) -> None:
        if self._state.mode != "text":
            return
        story = self._state.story
        if self._table and self._depth > 1:
            story.inner.append(self._taken(story).text)
        else:
            self._end_line(story, self._table)

    def _end_line(self, story: _Story, table: bool) -> None:
        line = self._taken(story)
        if table:
            story.lines.append(line)
        elif line.text.strip() or line.frames or (story.parts and isinstance(story.parts[-1], list)):
            story.parts.append(line)  # an empty one parts two tables

    def _taken(self, story: _Story) -> _Line:
        """The paragraph that is open, which ends here."""
        line = _Line(
            text="".join(story.pieces),
            marker=bullet("", tidy("".join(story.marker))[:40]),
            style=self._state.style,
            outline=self._outline,
            level=self._level + 1,
            size=story.sizes.most_common(1)[0][0] if story.sizes else 0.0,
            bold=bool(story.sizes) and not story.light,
            frames=story.frames,
        )
        story.pieces, story.marker, story.frames = [], [], []
        story.sizes, story.light = Counter(), False
        return line

    def _cell(self) -> None:
        story = self._state.story
        story.lines.append(self._taken(story))
        story.cells.append(story.lines)
        story.lines = []

    def _nested_cell(self) -> None:
        story = self._state.story
        story.inner.append(self._taken(story).text)
        story.nested.append(" ".join(filter(None, map(tidy, story.inner))))
        story.inner = []

    def _nested_row(self) -> None:
        story = self._state.story
        story.lines.append(_Line(" ".join(text for text in story.nested if text)))
        story.nested = []

    def _new_row(self) -> None:
        self._marks, self._mark, self._head = [], _CellMark(), False

    def _edge(self, number: int | None) -> None:
        if len(self._marks) < WIDEST_SPAN:
            self._marks.append(replace(self._mark, right=number or 0))
        self._mark = _CellMark()

    def _row(self) -> None:
        if self._state.mode == "text":
            self._end_row(self._state.story)

    def _end_row(self, story: _Story) -> None:
        if not story.parts or not isinstance(story.parts[-1], list):
            story.parts.append([])
        rows = story.parts[-1]
        if isinstance(rows, list) and story.cells:
            rows.append(_Row(story.cells, list(self._marks), self._head))
        story.cells = []


def _known_page(name: str) -> str:
    """A code page that Python knows, else Windows-1252; 65001 is UTF-8."""
    if name == "cp65001":
        return "utf-8"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


@dataclass
class _Writer:
    """Turns stories into blocks."""

    blocks: Blocks
    styles: dict[int, _Style]
    markers: Markers = field(default_factory=Markers)
    frames: int = 0
    paragraphs: int = 0
    tables: int = 0

    def write(self, parser: _Parser) -> None:
        """All stories: headers, body, footnotes, footers."""
        self._furniture(parser, "header")
        self._story(parser.body, 0)
        for count, story in enumerate(parser.notes, start=1):
            marker, text = self.markers.split(self._flat(story))
            place = f"part=footnotes;item={count}"
            self.blocks.add(Kind.FOOTNOTE, text, place, marker=marker if marker.isdigit() else str(count))
        self._furniture(parser, "footer")

    def _furniture(self, parser: _Parser, name: str) -> None:
        texts = dict.fromkeys(self._flat(story) for story in parser.furniture if story.name == name)
        for count, text in enumerate(texts, start=1):
            self.blocks.add(Kind.FURNITURE, text, f"part={name}{count}")

    def _flat(self, story: _Story) -> str:
        rows = [row for part in story.parts if isinstance(part, list) for row in part]
        lines = [part.text for part in story.parts if isinstance(part, _Line)]
        return "\n".join([*lines, *(" ".join(self._cell_text(cell) for cell in row.cells) for row in rows)])

    def _story(self, story: _Story, frame: int) -> None:
        for part in story.parts:
            if isinstance(part, list):
                self._table(part, frame)
            else:
                self._line(part, frame)

    def _line(self, line: _Line, frame: int) -> None:
        text = tidy(line.text)
        self.paragraphs += bool(text)
        kind, level, marker, text = self._kind(line, text)
        place = f"para={max(self.paragraphs, 1)}"
        self.blocks.add(kind, text, place, level=level, marker=marker, frame=frame, size=line.size, bold=line.bold)
        for story in line.frames:
            self.frames += not frame
            self._story(story, frame or self.frames)

    def _kind(self, line: _Line, text: str) -> tuple[Kind, int, str, str]:
        """What a paragraph is: kind, level, marker, and its text without a typed marker."""
        style = self.styles.get(line.style, _Style())
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

    def _table(self, rows: list[_Row], frame: int) -> None:
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
                mark = row.marks[place - 1] if place <= len(row.marks) else _CellMark(right=-1)
                right = column.get(mark.right, left) + 1
                if mark.down == "next" and left in above:
                    _stretch(drafts, above[left], row_span=index + 1)
                elif mark.across == "next" and drafts:
                    _stretch(drafts, len(drafts) - 1, column_span=right)
                elif len(drafts) <= MOST_CELLS:
                    above[left] = len(drafts)
                    span = min(max(right - left, 1), WIDEST_SPAN)
                    drafts.append(CellDraft(index, left, self._cell_text(cell), place, 1, span, index in heads))
                left = max(right, left + 1)
        self.blocks.add_table(drafts, f"table={self.tables}", frame=frame)

    def _cell_text(self, cell: list[_Line]) -> str:
        lines = [f"{line.marker} {tidy(line.text)}".strip() for line in cell if line.text.strip()]
        lines += [self._flat(story).replace("\n", "\v") for line in cell for story in line.frames]
        return "\v".join(line for line in lines if line)

    def _bold_head(self, rows: list[_Row]) -> set[int]:
        bold = [all(line.bold or not line.text.strip() for cell in row.cells for line in cell) for row in rows[:2]]
        return {0} if bold == [True, False] else set()


def _stretch(drafts: list[CellDraft], index: int, *, row_span: int = 0, column_span: int = 0) -> None:
    """Make a cell reach down to a row, or across to a column (both exclusive, from 0)."""
    d = drafts[index]
    down = row_span - d.row if row_span else d.row_span
    across = min(max(column_span - d.column, d.column_span), WIDEST_SPAN) if column_span else d.column_span
    drafts[index] = CellDraft(d.row, d.column, d.text, d.place, down, across, d.header)
