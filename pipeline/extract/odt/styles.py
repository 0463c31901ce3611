"""What the styles of an OpenDocument text say of weight, size, name and numbering."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pipeline.extract.docx.symbols import bullet
from pipeline.extract.odt.names import FO, NUMBER_STYLES, STYLE, TEXT


@dataclass(frozen=True)
class Look:
    """What a style says of its text."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    names: tuple[str, ...] = ()  # of the style and those it is based on, as people see them
    list_style: str = ""


@dataclass(frozen=True)
class Level:
    style: str = ""  # empty: no number
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # levels in its number
    bullet: str = ""


class Styles:
    """The styles of a text by name, automatic ones included."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Look] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        for root in roots:
            for element in root.iter(STYLE + "style"):
                self._elements[element.get(STYLE + "name", "")] = element
            for element in root.iter(TEXT + "list-style", TEXT + "outline-style"):
                name = "" if element.tag == TEXT + "outline-style" else element.get(STYLE + "name", "")
                self.lists[name] = {
                    whole_number(one.get(TEXT + "level"), 1): _level(one) for one in element.iterchildren("*")
                }

    def of(self, name: str | None) -> Look:
        """A style with all that it inherits."""
        if not name or name not in self._elements:
            return Look()
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> Look:
        look = Look()
        current: str | None = name
        for _ in range(20):
            element = self._elements.get(current or "")
            if element is None:
                break
            look = _under(look, element)
            current = element.get(STYLE + "parent-style-name")
        return look


def _under(look: Look, element: etree._Element) -> Look:
    """A look, and what the style it is based on says where it says nothing."""
    text = element.find(STYLE + "text-properties")
    weight = None if text is None else text.get(FO + "font-weight")
    bold = None if weight is None else weight in ("bold", "600", "700", "800", "900")
    size = "" if text is None else text.get(FO + "font-size", "")
    display = None if text is None else text.get(TEXT + "display")
    name = element.get(STYLE + "display-name") or element.get(STYLE + "name", "").replace("_20_", " ")
    return Look(
        bold=bold if look.bold is None else look.bold,
        size=_points(size) if look.size is None else look.size,
        hidden=(None if display is None else display == "none") if look.hidden is None else look.hidden,
        names=(*look.names, name.lower()),
        list_style=look.list_style or element.get(STYLE + "list-style-name", ""),
    )


def _points(size: str) -> float | None:
    try:
        return float(size[:-2]) if size.endswith("pt") and len(size) < 10 else None
    except ValueError:
        return None


def _level(element: etree._Element) -> Level:
    sign = element.get(TEXT + "bullet-char")
    if sign is not None:
        look = element.find(STYLE + "text-properties")
        font = None if look is None else look.get(FO + "font-family") or look.get(STYLE + "font-name")
        return Level(bullet=bullet((font or "").strip("'"), sign[:4]) or "•")
    if element.tag == TEXT + "list-level-style-image":
        return Level(bullet="•")
    return Level(
        style=NUMBER_STYLES.get(element.get(STYLE + "num-format", ""), ""),
        prefix=element.get(STYLE + "num-prefix", "")[:20],
        suffix=element.get(STYLE + "num-suffix", "")[:20],
        start=whole_number(element.get(TEXT + "start-value"), 1),
        shown=whole_number(element.get(TEXT + "display-levels"), 1),
    )


def whole_number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else default


def merged(outer: Look, inner: Look) -> Look:
    """The look of a span inside a paragraph."""
    return Look(
        bold=outer.bold if inner.bold is None else inner.bold,
        size=outer.size if inner.size is None else inner.size,
        hidden=outer.hidden if inner.hidden is None else inner.hidden,
    )
