"""What the paragraph and character styles of a Word file say of kind, weight, size and numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipeline.extract.docx.names import P_PR, R_PR, number, switch, value, w
from pipeline.model import Kind

# Word writes built-in names in English whatever its language; other programs do not
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|nagłówek|nadpis|заголовок|otsikko"
    r"|cabeçalho|encabezado|intestazione|标题|見出し)\s*(?P<level>\d)$"
)
_TITLES = {"title", "titel", "titre", "título", "titulo", "titolo", "tytuł", "název", "название"}
_TOC = re.compile(r"(?:toc|contents|verzeichnis|inhaltsverzeichnis|tm|tdc|sommario|table of figures)\s*\d?$")
_CAPTIONS = {"caption", "beschriftung", "légende", "legende", "leyenda", "epígrafe", "didascalia", "illustration index"}
_DEEPEST = 20  # styles based on styles


@dataclass(frozen=True)
class Style:
    """A style with all that it inherits."""

    kind: Kind | None = None  # None: nothing said
    level: int = 0
    bold: bool | None = None
    size: float | None = None  # points
    num_id: str | None = None
    num_level: int = 0
    hidden: bool | None = None


PLAIN = Style()


class Styles:
    """The styles of a file by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default = PLAIN
        if root is None:
            return
        for element in root.iterchildren(w("style")):
            self._elements[element.get(w("styleId"), "")] = element
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true"):
                self._normal = element.get(w("styleId"), "")
        self.default = self._defaults(root)

    _normal = ""

    def _defaults(self, root: etree._Element) -> Style:
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{R_PR}")
        base = Style(size=_size(defaults) or 10.0)
        return _merged(base, self.of(self._normal)) if self._normal else base

    def of(self, style_id: str | None) -> Style:
        """The style of that id; one that says nothing where there is none."""
        if style_id is None or style_id not in self._elements:
            return PLAIN
        if style_id not in self._known:
            self._known[style_id] = self._resolved(style_id)
        return self._known[style_id]

    def _resolved(self, style_id: str) -> Style:
        chain: list[etree._Element] = []
        current: str | None = style_id
        while current in self._elements and len(chain) < _DEEPEST:
            chain.append(self._elements[current])
            current = value(chain[-1], "basedOn")
        style = PLAIN
        for element in reversed(chain):
            style = _merged(style, _own(element))
        return style


def _merged(base: Style, over: Style) -> Style:
    """`over`, and `base` where `over` says nothing."""
    said = over.kind is not None
    return Style(
        kind=over.kind if said else base.kind,
        level=over.level if said else base.level,
        bold=base.bold if over.bold is None else over.bold,
        size=base.size if over.size is None else over.size,
        num_id=base.num_id if over.num_id is None else over.num_id,
        num_level=base.num_level if over.num_id is None else over.num_level,
        hidden=base.hidden if over.hidden is None else over.hidden,
    )


def _own(element: etree._Element) -> Style:
    """What a style itself says."""
    paragraph, run = element.find(P_PR), element.find(R_PR)
    kind, level = kind_by_name((value(element, "name") or "").strip().lower())
    if kind is None and paragraph is not None:
        kind, level = outline(paragraph)
    num = None if paragraph is None else paragraph.find(w("numPr"))
    return Style(
        kind=kind,
        level=level,
        bold=None if run is None else switch(run.find(w("b"))),
        size=_size(run),
        num_id=value(num, "numId"),
        num_level=number(value(num, "ilvl")),
        hidden=None if run is None else switch(run.find(w("vanish"))),
    )


def kind_by_name(name: str) -> tuple[Kind | None, int]:
    """Kind and level that a style's name in lower case stands for, in the languages that programs name styles in."""
    heading = _HEADING.match(name)
    if heading:
        return Kind.HEADING, max(int(heading["level"]), 1)
    if name in _TITLES:
        return Kind.TITLE, 0
    if name in _CAPTIONS:
        return Kind.CAPTION, 0
    return (Kind.FURNITURE, 0) if _TOC.match(name) else (None, 0)


def outline(properties: etree._Element) -> tuple[Kind | None, int]:
    """Heading and level where paragraph properties name an outline level; level 9 is running text."""
    text = value(properties, "outlineLvl")
    if text is None:
        return None, 0
    level = number(text, 9)
    return (Kind.HEADING, level + 1) if 0 <= level <= 8 else (Kind.PARAGRAPH, 0)


def _size(run: etree._Element | None) -> float | None:
    half_points = number(value(run, "sz"))
    return half_points / 2 if half_points else None
