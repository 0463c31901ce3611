"""The elements of a page, in order, become blocks: as a browser would break them into paragraphs, items, tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree, html

from pipeline.extract.blocks import Blocks, Markers, tidy
from pipeline.extract.docx.numbering import spelled
from pipeline.extract.html.tables import grid, is_data
from pipeline.model import Kind

_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "legend", "li", "main", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
    ]
)  # fmt: skip
_BOLD = {"b", "strong", "th", "dt", "legend"}
_HEADING = re.compile(r"h([1-6])$")
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOTE_LINK = re.compile(r"[^#]{0,300}#[\w-]{0,20}(?:ftn|fn|note|cite|edn)", re.IGNORECASE)
_NOTE_ID = re.compile(r"_?(?:fn|ftn|footnote|cite_note|edn)[\w:-]{0,80}\d$")
_GOOGLE_LIST = re.compile(r"lst-kix_\w+-(\d)")
_CALL = re.compile(r"\W{0,2}\d{1,3}\W{0,2}$")
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_DISCS = ("•", "◦", "▪")
_WORD_BULLETS = {"·": "•", "§": "▪", "Ø": "➢", "ü": "✓", "q": "□", "v": "❖", "o": "o", "¨": "□"}
_LABEL_LINE = re.compile(r"[^\W\d_][\w /&().-]{1,30}:\s?(?=\S|$)")
_BLANK = re.compile(r"[ \t\r\n\f]+")

DEEPEST_TABLE = 10  # tables in tables: what lies deeper is read as running text
Sink = Callable[["Paragraph"], None]


@dataclass
class Paragraph:
    """A paragraph as it leaves the page, lines parted by line feeds."""

    kind: Kind
    text: str
    level: int = 0
    marker: str = ""
    bold: bool = False


@dataclass
class _List:
    style: str  # of numbers; empty for bullets
    count: int
    step: int = 1
    unmarked: bool = False


@dataclass
class Flow:
    """Reads elements into blocks, or, with a sink, into the lines of a cell."""

    blocks: Blocks
    sink: Sink | None = None
    paragraphs: int = 0
    tables: int = 0
    titled: bool = False  # a title or heading has been met: the next `h1` is no title
    markers: Markers = field(default_factory=Markers)
    nesting: int = 0  # cells that this one stands in
    _pieces: list[str] = field(default_factory=list)
    _light: bool = False  # some of the pieces are not bold
    _bold: int = 0  # elements open that make bold
    _lists: list[_List] = field(default_factory=list)
    _marker: str = ""  # of the item that is open and has no text yet
    _depth: int = 0  # of that item
    _heading: int = 0
    _kind: Kind = Kind.PARAGRAPH
    _exact: int = 0  # elements open in which white space counts

    def read(self, node: html.HtmlElement) -> None:
        """Read an element and all it holds."""
        walk = etree.iterwalk(node, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            if self.blocks.full():
                self.blocks.note("The end of the page was left out.")
                return
            if event == "start":
                if self._start(element, element is node):
                    walk.skip_subtree()
                else:
                    self._say(element.text)
            else:
                self._end(element)
                if element is not node:
                    self._say(element.tail)
        self._flush()

    def _start(self, element: html.HtmlElement, top: bool) -> bool:
        """Open an element; True where what it holds has been dealt with."""
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        if tag == "table" and not top and self.nesting < DEEPEST_TABLE and is_data(element):
            self._table(element)
            return True
        self._bold += tag in _BOLD or bool(_WEIGHT.search(element.get("style", "")))
        self._exact += tag in ("pre", "textarea")
        if tag in ("br", "label"):
            self._pieces.append("\n" if tag == "br" else " ")
        elif tag in ("ul", "ol", "dir", "menu"):
            self._lists.append(_list(element))
        elif tag == "li":
            self._item(element)
        elif match := _HEADING.match(tag):
            self._heading = int(match[1])
        elif (kind := _kind_of(element)) is not Kind.PARAGRAPH:
            self._kind = kind
        return self._field(element, tag) or self._aside(element, tag)

    def _end(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        self._bold -= tag in _BOLD or bool(_WEIGHT.search(element.get("style", "")))
        self._exact -= tag in ("pre", "textarea")
        if tag in ("ul", "ol", "dir", "menu") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker, self._depth = "", 0
        elif _HEADING.match(tag):
            self._heading = 0
        elif _kind_of(element) is not Kind.PARAGRAPH:
            self._kind = Kind.PARAGRAPH

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self._pieces.append(text if self._exact else _BLANK.sub(" ", text))
        self._light |= not self._bold and bool(text.strip())

    def _field(self, element: html.HtmlElement, tag: str) -> bool:
        """The answer in a form field; True where the element was one."""
        if tag == "input":
            kind = element.get("type", "text").lower()
            if kind in ("checkbox", "radio"):
                self._say("☒" if element.get("checked") is not None else "☐")
            elif kind not in ("submit", "button", "reset", "image", "hidden", "password", "file"):
                self._say(f" {element.get('value', '')} ")
        elif tag == "select":
            chosen = [option for option in element.iter("option") if option.get("selected") is not None]
            self._say(f" {', '.join(' '.join(option.itertext()) for option in chosen)} ")
        return tag in ("input", "select", "option")

    def _aside(self, element: html.HtmlElement, tag: str) -> bool:
        """What is in the text but not of it: footnote calls, deletions, the bullets that Word writes into pages."""
        if tag in ("del", "s", "strike", "rt", "rp"):
            return True
        if tag == "a" and _NOTE_LINK.match(element.get("href", "")) and _CALL.match("".join(element.itertext())):
            if self._kind is Kind.FOOTNOTE:
                self._marker = self._marker or "".join(element.itertext()).strip(" []()^")
            return True
        style = element.get("style", "").lower()
        if tag == "span" and "mso-list" in style and "ignore" in style:
            typed = "".join(element.itertext()).strip()
            self._marker = _WORD_BULLETS.get(typed, typed)[:40]
            self._depth = max(self._depth, _word_level(element))
            return True
        return False

    def _item(self, element: html.HtmlElement) -> None:
        here = self._lists[-1] if self._lists else _List("", 0)
        if (value := element.get("value", "")).lstrip("-").isdigit() and len(value) < 8:
            here.count = int(value) - here.step
        here.count += here.step
        google = _GOOGLE_LIST.search(element.getparent().get("class", ""))  # its lists are never nested
        self._depth = int(google[1]) + 1 if google else max(len(self._lists), 1)
        if here.style:
            self._marker = f"{spelled(here.count, here.style)}."
        else:
            self._marker = _DISCS[min(self._depth, 3) - 1]

    def _flush(self) -> None:
        """Put out what has been said since the last break."""
        text, light = "".join(self._pieces), self._light
        self._pieces.clear()
        self._light = False
        if not text.strip():
            return
        for lines in _parted(text):
            self._emit(lines, not light)

    def _emit(self, text: str, bold: bool) -> None:
        kind, level, marker = self._kind, 0, ""
        if self._heading:
            kind, level = Kind.HEADING, self._heading
            marker, text = self.markers.split(text)
        elif self._marker:
            item = kind is Kind.PARAGRAPH
            kind, level, marker = (Kind.ITEM, max(self._depth, 1), self._marker) if item else (kind, 0, self._marker)
            self._marker = ""
        elif kind is Kind.PARAGRAPH:
            marker, text = self.markers.split(text)
            kind, level = (Kind.ITEM, 1) if marker else (kind, 0)
        self._put(Paragraph(kind, text, level, marker, bold))

    def _put(self, paragraph: Paragraph) -> None:
        if self.sink:
            self.sink(paragraph)
            return
        if paragraph.kind is Kind.HEADING and paragraph.level == 1 and not self.titled:
            paragraph.kind, paragraph.level = Kind.TITLE, 0
        self.titled |= paragraph.kind in (Kind.TITLE, Kind.HEADING)
        self.paragraphs += 1
        self.blocks.add(
            paragraph.kind,
            paragraph.text,
            f"para={self.paragraphs}",
            level=paragraph.level,
            marker=paragraph.marker,
            bold=paragraph.bold,
        )

    def _table(self, table: html.HtmlElement) -> None:
        caption = table.find("caption")
        if caption is not None and self.sink is None:
            self.blocks.add(Kind.CAPTION, " ".join(caption.itertext()), f"table={self.tables + 1}")
        drafts = grid(table, self._cell, self.blocks.note)
        if self.sink:
            rows: dict[int, list[str]] = {}
            for draft in drafts:
                rows.setdefault(draft.row, []).append(draft.text)
            for texts in rows.values():
                self.sink(Paragraph(Kind.PARAGRAPH, " ".join(text for text in texts if text)))
            return
        self.tables += 1
        self.blocks.add_table(drafts, f"table={self.tables}")

    def _cell(self, cell: html.HtmlElement) -> tuple[str, bool]:
        """The text of a cell, its paragraphs parted by vertical tabs, and whether all of it is bold."""
        lines: list[Paragraph] = []
        Flow(self.blocks, sink=lines.append, nesting=self.nesting + 1).read(cell)
        texts = [f"{line.marker} {tidy(line.text)}".strip() for line in lines]
        return "\v".join(text for text in texts if text), all(line.bold for line in lines)


def _kind_of(element: html.HtmlElement) -> Kind:
    """Captions, and what Word and Google Docs call title and footnote."""
    if element.tag in ("figcaption", "caption"):
        return Kind.CAPTION
    names = element.get("class", "").split()
    if element.tag == "p" and ("MsoTitle" in names or "title" in names):
        return Kind.TITLE
    footnote = "MsoFootnoteText" in names or _NOTE_ID.match(element.get("id", ""))
    return Kind.FOOTNOTE if footnote and element.tag in ("p", "li", "div") else Kind.PARAGRAPH


def _list(element: html.HtmlElement) -> _List:
    if element.tag != "ol":
        return _List("", 0)
    style = _LIST_STYLES.get(element.get("type", "1"), "decimal")
    if match := re.search(r"list-style(?:-type)?\s*:\s*(lower|upper)-(alpha|latin|roman)", element.get("style", "")):
        style = match[1] + ("Roman" if match[2] == "roman" else "Letter")
    start = element.get("start", "1")
    first = int(start) if start.lstrip("-").isdigit() and len(start) < 8 else 1
    step = -1 if element.get("reversed") is not None else 1
    return _List(style, first - step, step)


def _word_level(element: html.HtmlElement) -> int:
    """The level of a list paragraph that Word saved: `mso-list:l0 level2 lfo1`."""
    for above in element.iterancestors("p", "h1", "h2", "h3", "h4", "h5", "h6", "div"):
        if match := re.search(r"mso-list\s*:\s*\S+\s+level(\d)", above.get("style", "")):
            return int(match[1])
    return 1


def _parted(text: str) -> list[str]:
    """The paragraphs in a text with line breaks: at empty lines, and at each line where lines are labels or items."""
    lines = [line.strip() for line in text.split("\n")]
    filled = [line for line in lines if line]
    if len(filled) > 1 and any(_LABEL_LINE.match(line) or _is_item(line) for line in filled):
        return filled
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return ["\n".join(group) for group in groups if group]


def _is_item(line: str) -> bool:
    return bool(Markers().split(line)[0])
