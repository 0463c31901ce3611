"""List numbers and bullets: they stand nowhere in a Word file and are counted here as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.extract.docx.names import R_PR, VAL, number, switch, value, w
from pipeline.extract.docx.symbols import bullet

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_HIGHEST = 32_767


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    style: str = "decimal"  # `w:numFmt`
    text: str = ""  # such as `%1.%2`, or the bullet
    start: int = 1
    restart: int | None = None  # 0: never; k: only after a paragraph of level k or higher
    legal: bool = False  # all numbers as plain digits
    pictured: bool = False


_USUAL = Level()  # of a level of which nothing is said


@dataclass
class _List:
    """The levels of a list (`w:num`), and the counter it shares with others of the same abstract list."""

    levels: dict[int, Level]
    counter: str
    starts: dict[int, int] = field(default_factory=dict)  # levels that begin anew with this list
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the paragraphs of all lists of a file, in document order."""

    def __init__(self, load: Callable[[], etree._Element | None]) -> None:
        """load: gives the numbering part. It is called when the first list is met: many files hold a long unused one."""
        self._load: Callable[[], etree._Element | None] | None = load
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._by_style: dict[str, tuple[str, int]] = {}

    def _read(self) -> None:
        load, self._load = self._load, None
        root = load() if load else None
        if root is None:
            return
        abstracts = {a.get(w("abstractNumId"), ""): a for a in root.iterchildren(w("abstractNum"))}
        linked = {link: a for a in abstracts.values() if (link := value(a, "styleLink"))}
        for num in root.iterchildren(w("num")):
            name = value(num, "abstractNumId") or ""
            abstract = abstracts.get(name)
            if abstract is not None and (link := value(abstract, "numStyleLink")) in linked:
                abstract = linked[link or ""]
            if abstract is not None:
                self._lists[num.get(w("numId"), "")] = _list(num, abstract)
                self._learn_styles(num.get(w("numId"), ""), abstract)

    def _learn_styles(self, num_id: str, abstract: etree._Element) -> None:
        for level in abstract.iterchildren(w("lvl")):
            if style := value(level, "pStyle"):
                self._by_style.setdefault(style, (num_id, number(level.get(w("ilvl")))))

    def level_of_style(self, style_id: str, num_id: str) -> int | None:
        """The level of a list that is tied to a paragraph style, None where none is."""
        self._read()
        known = self._by_style.get(style_id)
        return known[1] if known and known[0] == num_id else None

    def marker(self, num_id: str, level: int) -> str | None:
        """Count one paragraph of a list, and give its marker as printed; None where there is no such list or level.

        An empty text is a level without a mark.
        """
        self._read()
        known = self._lists.get(num_id)
        if known is None or level not in known.levels:
            return None
        self._count(known, level)
        form = known.levels[level]
        if form.style == "bullet":
            return form.text or ("•" if form.pictured else "")
        return self._printed(known, form) if form.style != "none" or "%" not in form.text else ""

    def _count(self, known: _List, level: int) -> None:
        counts = self._counts.setdefault(known.counter, [None] * LEVELS)
        if level in known.starts and level not in known.begun:
            counts[level] = known.starts[level] - 1
            known.begun.add(level)
        for above in range(level):
            if counts[above] is None:
                counts[above] = known.levels.get(above, _USUAL).start
        now = counts[level]
        counts[level] = known.levels[level].start if now is None else now + 1
        for below in range(level + 1, LEVELS):
            if counts[below] is None:
                continue
            restart = known.levels.get(below, _USUAL).restart
            if restart is None or (restart and level < restart):
                counts[below] = None

    def _printed(self, known: _List, form: Level) -> str:
        counts = self._counts[known.counter]

        def one(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            style = "decimal" if form.legal else known.levels.get(index, _USUAL).style
            return spelled(counts[index] or 0, style)

        return _PLACE.sub(one, form.text).strip()


def _list(num: etree._Element, abstract: etree._Element) -> _List:
    levels = {number(lvl.get(w("ilvl"))): _level(lvl) for lvl in abstract.iterchildren(w("lvl"))}
    starts: dict[int, int] = {}
    for override in num.iterchildren(w("lvlOverride")):
        index = number(override.get(w("ilvl")))
        if (own := override.find(w("lvl"))) is not None:
            levels[index] = _level(own)
        if (start := value(override, "startOverride")) is not None:
            starts[index] = number(start, 1)
    in_range = {index: level for index, level in levels.items() if 0 <= index < LEVELS}
    return _List(levels=in_range, counter=abstract.get(w("abstractNumId"), ""), starts=starts)


def _level(element: etree._Element) -> Level:
    style = value(element, "numFmt") or "decimal"
    text = value(element, "lvlText") or ""
    if style == "bullet":
        text = bullet(_font(element), text)
    restart = value(element, "lvlRestart")
    return Level(
        style=style,
        text=text[:40],
        start=number(value(element, "start"), 1),
        restart=None if restart is None else number(restart),
        legal=bool(switch(element.find(w("isLgl")))),
        pictured=element.find(w("lvlPicBulletId")) is not None,
    )


def _font(level: etree._Element) -> str:
    fonts = level.find(f"{R_PR}/{w('rFonts')}")
    return "" if fonts is None else fonts.get(w("ascii"), fonts.get(w("hAnsi"), fonts.get(VAL, "")))


def spelled(count: int, style: str) -> str:
    """A count as a list prints it: `iv`, `D`, `04`, `1st`.

    >>> spelled(4, "lowerRoman"), spelled(28, "upperLetter"), spelled(4, "decimalZero")
    ('iv', 'BB', '04')
    """
    count = min(max(count, 0), _HIGHEST)
    if style in ("upperRoman", "lowerRoman"):
        return roman(count) if style == "upperRoman" else roman(count).lower()
    if style in ("upperLetter", "lowerLetter"):
        return letters(count) if style == "upperLetter" else letters(count).lower()
    if style == "decimalZero":
        return f"{count:02}"
    if style == "ordinal":
        return f"{count}{_ordinal(count)}"
    return "" if style == "none" else str(count)


def roman(count: int) -> str:
    """Roman numerals up to 3,999; plain digits above."""
    if not 0 < count < 4000:
        return str(count)
    signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")]
    signs += [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    out = ""
    for worth, sign in signs:
        out += sign * (count // worth)
        count %= worth
    return out


def letters(count: int) -> str:
    """Letters as Word counts them: A to Z, then AA, BB."""
    if not 0 < count <= 780:
        return str(count)
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _ordinal(count: int) -> str:
    return "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
