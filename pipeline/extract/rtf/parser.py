"""Walks the tokens of a Rich Text file once and keeps its stories; knows nothing of blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.errors import DocumentError
from pipeline.extract.blocks import WIDEST_SPAN, tidy
from pipeline.extract.docx.symbols import bullet, in_font, is_symbol_font
from pipeline.extract.rtf.stories import CellMark, Line, Row, State, Story, Style
from pipeline.extract.rtf.words import CODE_PAGES, FURNITURE, SIGNS, SKIPPED, STARRED, TOKEN, known_page

DEEPEST = 1_000  # groups in groups


@dataclass
class Parser:
    """Walks the tokens once and keeps stories; knows nothing of blocks."""

    styles: dict[int, Style] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    body: Story = field(default_factory=Story)
    furniture: list[Story] = field(default_factory=list)
    notes: list[Story] = field(default_factory=list)
    pictures: int = 0
    states: list[State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._state = State(self.body)
        self._fonts: dict[int, tuple[str, str]] = {}  # number -> name, code page
        self._code_page = "cp1252"
        self._bytes = bytearray()
        self._to_skip = 0
        self._starred = False
        self._high = 0  # first half of a surrogate pair
        self._collected: list[str] = []
        self._marks: list[CellMark] = []
        self._mark = CellMark()
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
        while match := TOKEN.search(source, position):
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
        if word in SKIPPED or (self._starred and word not in STARRED):
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
        elif word in FURNITURE or word in ("footnote", "shptxt"):
            self._new_story(word)
        else:
            return False
        return True

    def _new_story(self, word: str) -> None:
        story = Story(name=FURNITURE.get(word, word))
        if word == "shptxt":
            self._state.story.frames.append(story)
        else:
            (self.notes if word == "footnote" else self.furniture).append(story)
        self._state.story, self._state.owns, self._state.mode = story, True, "text"
        self._table, self._depth = False, 1

    def _close(self, story: Story) -> None:
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
        elif word in SIGNS:
            self._say(SIGNS[word])
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
            self._code_page = {"mac": "mac_roman", "pc": "cp437"}.get(word) or known_page(f"cp{number}")
        elif word in ("fcharset", "cpg"):
            page = CODE_PAGES.get(number or 0, "") if word == "fcharset" else known_page(f"cp{number}")
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
                self.styles.setdefault(self._state.style, Style()).outline = number
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
            hidden = self.styles.get(key, Style()).name.lower() == "placeholder text"
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
        style = self.styles.setdefault(self._state.style, Style())
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

    def _end_line(self, story: Story, table: bool) -> None:
        line = self._taken(story)
        if table:
            story.lines.append(line)
        elif line.text.strip() or line.frames or (story.parts and isinstance(story.parts[-1], list)):
            story.parts.append(line)  # an empty one parts two tables

    def _taken(self, story: Story) -> Line:
        """The paragraph that is open, which ends here."""
        line = Line(
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
        story.lines.append(Line(" ".join(text for text in story.nested if text)))
        story.nested = []

    def _new_row(self) -> None:
        self._marks, self._mark, self._head = [], CellMark(), False

    def _edge(self, number: int | None) -> None:
        if len(self._marks) < WIDEST_SPAN:
            self._marks.append(replace(self._mark, right=number or 0))
        self._mark = CellMark()

    def _row(self) -> None:
        if self._state.mode == "text":
            self._end_row(self._state.story)

    def _end_row(self, story: Story) -> None:
        if not story.parts or not isinstance(story.parts[-1], list):
            story.parts.append([])
        rows = story.parts[-1]
        if isinstance(rows, list) and story.cells:
            rows.append(Row(story.cells, list(self._marks), self._head))
        story.cells = []
