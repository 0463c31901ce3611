"""The text of one Word paragraph: runs, fields, content controls, tick boxes, tracked changes, symbols."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from pipeline.extract.docx import symbols
from pipeline.extract.docx.controls import Prompts, tick_of
from pipeline.extract.docx.names import (
    ALTERNATE,
    ID,
    MATH,
    MATH_PARA,
    MATH_TEXT,
    OPEN,
    P_PR,
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TXBX,
    VAL,
    R,
    T,
    alternative,
    number,
    switch,
    value,
    w,
)
from pipeline.extract.docx.styles import Style, Styles

_ON = {"1", "true", "on"}
_BREAKS = {w("cr"): "\n", w("tab"): " ", w("ptab"): " ", w("noBreakHyphen"): "-"}
_BR, _SYM, _FLD_CHAR, _FLD_SIMPLE, _RUBY = w("br"), w("sym"), w("fldChar"), w("fldSimple"), w("ruby")
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_DRAWN = {w("drawing"), w("pict"), w("object")}
_ACTIVE_X = w("control")
_UNREAD = "{http://schemas.openxmlformats.org/drawingml/2006/"
_ASCII, _H_ANSI = w("ascii"), w("hAnsi")
_B, _SZ, _VANISH, _FONTS, _R_STYLE = w("b"), w("sz"), w("vanish"), w("rFonts"), w("rStyle")


class Line(Struct, gc=False):
    """What a paragraph says, before anyone asks what it is."""

    pieces: list[str] = []
    sizes: dict[float, int] = {}  # characters in each font size
    light: bool = False  # some of it is not bold
    frames: list[etree._Element] = []  # text boxes anchored in it
    notes: list[tuple[str, str]] = []  # footnotes and endnotes called in it: kind, id
    unread: bool = False  # a chart, a diagram or an ActiveX control hangs in it

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def size(self) -> float:
        """The size of most of its characters, in points."""
        sizes = self.sizes
        if len(sizes) == 1:
            return next(iter(sizes))
        return max(sizes, key=sizes.__getitem__) if sizes else 0.0

    @property
    def bold(self) -> bool:
        return bool(self.sizes) and not self.light


@dataclass
class _Field:
    """A complex field that is open: its instruction is not text, its result is."""

    result: bool = False
    replaced: bool = False  # a tick box or a list whose value has been given already


class _Look(NamedTuple):
    bold: bool
    size: float
    hidden: bool
    font: str  # of symbols, empty for one of letters
    high: bool = False  # it is that of the characters beyond ASCII only


@lru_cache(maxsize=256)
def _look_of(style: Style) -> _Look:
    return _Look(bool(style.bold), style.size or 0.0, bool(style.hidden), "")


class Inline:
    """Reads the content of paragraphs. A field may begin in one paragraph and end in a later one."""

    def __init__(self, styles: Styles, prompts: Prompts) -> None:
        self._styles, self._prompts = styles, prompts
        self._fields: list[_Field] = []
        self._muted = False  # inside a field's instruction, or in a result that has been replaced
        self._plain = _look_of(styles.default)
        self._line = Line()
        self._style = styles.default

    def read(self, paragraph: etree._Element, style: Style) -> Line:
        """The text of a paragraph whose style, defaults included, is given."""
        if style is not self._style:
            self._style, self._plain = style, _look_of(style)
        line = self._line = Line()
        self._walk(paragraph)
        return line

    def _say(self, text: str, look: _Look | None = None) -> None:
        if not text or self._muted or (look and look.hidden):
            return
        line = self._line
        line.pieces.append(text)
        if look and (letters := len(text.strip())):
            sizes, size = line.sizes, look.size
            sizes[size] = sizes.get(size, 0) + letters
            if not look.bold:
                line.light = True

    def _walk(self, parent: etree._Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == R:
                self._run(element)
            elif tag in OPEN:
                self._walk(element)
            elif tag == SDT:
                self._control(element)
            elif tag != P_PR:
                self._rare(element, tag)

    def _rare(self, element: etree._Element, tag: str) -> None:
        if tag == _FLD_SIMPLE:
            self._walk(element)
        elif tag == ALTERNATE and (branch := alternative(element)) is not None:
            self._walk(branch)
        elif tag in (MATH, MATH_PARA):
            self._say("".join(text.text or "" for text in element.iter(MATH_TEXT)))
        elif tag in _DRAWN:
            self._drawing(element)

    def _run(self, run: etree._Element) -> None:
        look = self._plain
        for element in run:
            tag = element.tag
            if tag == T:
                text = element.text or ""
                self._say(symbols.in_font(look.font, text, look.high) if look.font else text, look)
            elif tag == R_PR:
                look = self._look(element)
            elif tag in _BREAKS:
                self._say(_BREAKS[tag])
            elif tag == _BR:
                self._say("\n" if element.get(w("type"), "textWrapping") == "textWrapping" else " ")
            elif tag == _SYM:
                self._say(_symbol(element), look)
            elif tag == _FLD_CHAR:
                self._field(element)
            elif tag in _NOTES:
                self._line.notes.append((_NOTES[tag], element.get(ID, "")))
                if switch_attribute(element, "customMarkFollows"):
                    return
            elif tag in _DRAWN:
                self._drawing(element)
            elif tag == ALTERNATE and (branch := alternative(element)) is not None:
                self._branch(branch)
            elif tag == _RUBY:
                self._walk(element)

    def _branch(self, branch: etree._Element) -> None:
        for element in branch.iterchildren("*"):
            if element.tag in _DRAWN:
                self._drawing(element)
            elif element.tag == T:
                self._say(element.text or "")
            elif element.tag == _SYM:
                self._say(_symbol(element))
            else:
                self._rare(element, element.tag)

    def _look(self, properties: etree._Element | None) -> _Look:
        if properties is None or not len(properties):
            return self._plain
        bold, size, hidden, font = self._style.bold, self._style.size, self._style.hidden, ("", False)
        for element in properties:
            tag = element.tag
            if tag == _R_STYLE:
                own = self._styles.of(element.get(VAL))
                bold = bold if own.bold is None else own.bold
                size = size if own.size is None else own.size
                hidden = hidden if own.hidden is None else own.hidden
            elif tag == _B:
                bold = switch(element)
            elif tag == _SZ:
                size = number(element.get(VAL)) / 2 or size
            elif tag == _VANISH:
                hidden = switch(element)
            elif tag == _FONTS:
                font = _symbol_font(element)
        return _Look(bool(bold), size or 0.0, bool(hidden), *font)

    def _control(self, control: etree._Element) -> None:
        """A content control: a tick box by its state, an unanswered one as nothing, else what it holds."""
        content, properties = control.find(SDT_CONTENT), control.find(SDT_PR)
        ticked = tick_of(properties)
        if ticked is not None:
            self._say("☒" if ticked else "☐", self._plain)
        elif content is not None and not self._prompts.unanswered(properties, content):
            self._walk(content)

    def _field(self, mark: etree._Element) -> None:
        step = mark.get(w("fldCharType"))
        if step == "begin":
            answer = _form_field(mark)
            self._say(answer or "")
            self._fields.append(_Field(replaced=answer is not None))
        elif step == "separate" and self._fields:
            self._fields[-1].result = True
        elif step == "end" and self._fields:
            self._fields.pop()
        self._muted = any(not one.result or one.replaced for one in self._fields)

    def _drawing(self, drawing: etree._Element) -> None:
        for element in _outermost(drawing):
            if element.tag == TXBX:
                self._line.frames.append(element)
            else:
                self._line.unread = True


def _outermost(drawing: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing that stand in no other text box, its charts, diagrams and ActiveX controls."""
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        tag = str(element.tag)
        if tag in (TXBX, _ACTIVE_X) or (tag.startswith(_UNREAD) and tag.endswith(("/chart}chart", "/diagram}relIds"))):
            yield element
        elif tag == ALTERNATE:
            waiting += [branch for branch in [alternative(element)] if branch is not None]
        else:
            waiting += reversed(element)


def switch_attribute(element: etree._Element, name: str) -> bool:
    """True where an attribute of the main namespace says so."""
    return element.get(w(name), "0").lower() in _ON


def _symbol_font(fonts: etree._Element) -> tuple[str, bool]:
    """The symbol font of a run, and whether only its characters beyond ASCII are set in it (`w:hAnsi`)."""
    for name, high in ((_ASCII, False), (_H_ANSI, True)):
        font = fonts.get(name)
        if font and symbols.is_symbol_font(font):
            return font, high
    return "", False


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(w("char"), ""), 16)
    except ValueError:
        return ""
    return symbols.character(element.get(w("font"), ""), code) if 0x20 <= code < 0x11_0000 else ""


def _form_field(mark: etree._Element) -> str | None:
    """The value of a form field of the old kind that holds no text of its own; None for all other fields."""
    data = mark.find(w("ffData"))
    box = None if data is None else data.find(w("checkBox"))
    if box is not None:
        state = switch(box.find(w("checked")))
        return "☒" if (switch(box.find(w("default"))) if state is None else state) else "☐"
    choices = None if data is None else data.find(w("ddList"))
    if choices is None:
        return None
    entries = [entry.get(VAL, "") for entry in choices.iterchildren(w("listEntry"))]
    chosen = number(value(choices, "result"), number(value(choices, "default")))
    return entries[chosen] if 0 <= chosen < len(entries) else ""
