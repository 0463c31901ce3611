"""OpenDocument texts (.odt): content and styles become blocks, list numbers are counted, form fields read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import DocumentError
from pipeline.extract.blocks import WIDEST_SPAN, Blocks, CellDraft, Markers, tidy
from pipeline.extract.docx.numbering import spelled
from pipeline.extract.docx.package import Package
from pipeline.extract.docx.symbols import bullet
from pipeline.model import Document, Kind

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _STYLE, _DRAW, _FORM = (_ODF % name for name in ("text", "table", "style", "drawing", "form"))
_OFFICE, _FO, _FIELD = (
    _ODF % "office",
    _ODF % "xsl-fo-compatible",
    "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}",
)
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_NUMBER_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SILENT = {
    _OFFICE + "annotation", _TEXT + "tracked-changes", _TEXT + "ruby-text", _OFFICE + "forms", _TEXT + "note-citation",
    _TEXT + "sequence-decls", _TEXT + "placeholder", _DRAW + "image", _TEXT + "bibliography-mark", _FIELD + "param",
    "{http://www.w3.org/2000/svg}title", _ODF % "svg-compatible" + "title", _ODF % "svg-compatible" + "desc",
}  # fmt: skip
_GAPS = {_TEXT + "tab": " ", _TEXT + "s": " ", _TEXT + "line-break": "\n"}
_INDEXES = {_TEXT + name for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index")}
_OPEN = {_TEXT + name for name in ("section", "index-body", "index-title", "list-header")}
_PROPERTIES = {
    "title": "title", "initial-creator": "author", "creation-date": "created", "date": "modified", "subject": "subject",
}  # fmt: skip
_ON = {"true", "1", "checked"}
DEEPEST = 10  # tables in tables
MOST_REPEATS = 1000


def read_odt(content: bytes, digest: str) -> Document:
    """Read an OpenDocument text into located blocks.

    Raises DocumentError: `corrupt`, `encrypted`, `bomb`, `too-large`, `empty`, `no-text`.
    """
    try:
        return _read(Package(content), digest)
    except RecursionError as error:
        raise DocumentError("corrupt", "its elements are nested too deeply") from error


def _read(package: Package, digest: str) -> Document:
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise DocumentError("encrypted", "the office file has a password")
    root = package.xml("content.xml")
    body = None if root is None else root.find(f"{_OFFICE}body/{_OFFICE}text")
    if root is None or body is None:
        raise DocumentError("corrupt", "it has no text part")
    styles = package.optional_xml("styles.xml")
    blocks = Blocks()
    reader = _Reader(blocks, _Styles([part for part in (styles, root) if part is not None]), _controls(body))
    reader.furniture(styles, "header")
    reader.story(body, _Place())
    reader.notes()
    reader.furniture(styles, "footer")
    finished = blocks.finished()
    if all(block.kind is Kind.FURNITURE for block in finished):
        pictures = any(name.startswith("pictures/") for name in package.names())
        raise DocumentError("no-text", "it holds pictures only") if pictures else DocumentError("empty", "no text")
    properties = _properties(package.optional_xml("meta.xml"))
    return Document(
        digest=digest,
        media_type=MEDIA_TYPE,
        blocks=finished,
        title=properties.get("title", ""),
        properties=properties,
        notes=tuple(blocks.notes),
    )


def _properties(root: etree._Element | None) -> dict[str, str]:
    """Title, author and dates."""
    found: dict[str, str] = {}
    for element in () if root is None else root.iter("*"):
        key = _PROPERTIES.get(str(element.tag).rpartition("}")[2])
        if key and element.text and element.text.strip():
            found[key] = " ".join(element.text.split())[:1000]
    return found


def _controls(body: etree._Element) -> dict[str, str]:
    """What the drawn form controls of a text show, by their id: a tick box, or the value typed in."""
    found: dict[str, str] = {}
    for control in body.iterfind(f".//{_OFFICE}forms//*"):
        name = str(control.tag).removeprefix(_FORM)
        ident = str(control.get("{http://www.w3.org/XML/1998/namespace}id") or control.get(_FORM + "id", ""))
        if name in ("checkbox", "radio"):
            state = control.get(_FORM + "current-state") or control.get(_FORM + "current-selected") or ""
            found[ident] = f"{'☒' if state in _ON else '☐'} {control.get(_FORM + 'label', '')}"
        elif name in ("text", "textarea", "combobox", "formatted-text", "date"):
            found[ident] = control.get(_FORM + "current-value") or ""
    return found


@dataclass(frozen=True)
class _Look:
    """What a style says of its text."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    names: tuple[str, ...] = ()  # of the style and those it is based on, as people see them
    list_style: str = ""


@dataclass(frozen=True)
class _Level:
    style: str = ""  # empty: no number
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # levels in its number
    bullet: str = ""


class _Styles:
    """The styles of a text by name, automatic ones included."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, _Look] = {}
        self.lists: dict[str, dict[int, _Level]] = {}
        for root in roots:
            for element in root.iter(_STYLE + "style"):
                self._elements[element.get(_STYLE + "name", "")] = element
            for element in root.iter(_TEXT + "list-style", _TEXT + "outline-style"):
                name = "" if element.tag == _TEXT + "outline-style" else element.get(_STYLE + "name", "")
                self.lists[name] = {
                    _count(one.get(_TEXT + "level"), 1): _level(one) for one in element.iterchildren("*")
                }

    def of(self, name: str | None) -> _Look:
        """A style with all that it inherits."""
        if not name or name not in self._elements:
            return _Look()
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> _Look:
        look = _Look()
        current: str | None = name
        for _ in range(20):
            element = self._elements.get(current or "")
            if element is None:
                break
            look = _under(look, element)
            current = element.get(_STYLE + "parent-style-name")
        return look


def _under(look: _Look, element: etree._Element) -> _Look:
    """A look, and what the style it is based on says where it says nothing."""
    text = element.find(_STYLE + "text-properties")
    weight = None if text is None else text.get(_FO + "font-weight")
    bold = None if weight is None else weight in ("bold", "600", "700", "800", "900")
    size = "" if text is None else text.get(_FO + "font-size", "")
    display = None if text is None else text.get(_TEXT + "display")
    name = element.get(_STYLE + "display-name") or element.get(_STYLE + "name", "").replace("_20_", " ")
    return _Look(
        bold=bold if look.bold is None else look.bold,
        size=_points(size) if look.size is None else look.size,
        hidden=(None if display is None else display == "none") if look.hidden is None else look.hidden,
        names=(*look.names, name.lower()),
        list_style=look.list_style or element.get(_STYLE + "list-style-name", ""),
    )


def _points(size: str) -> float | None:
    try:
        return float(size[:-2]) if size.endswith("pt") and len(size) < 10 else None
    except ValueError:
        return None


def _level(element: etree._Element) -> _Level:
    sign = element.get(_TEXT + "bullet-char")
    if sign is not None:
        look = element.find(_STYLE + "text-properties")
        font = None if look is None else look.get(_FO + "font-family") or look.get(_STYLE + "font-name")
        return _Level(bullet=bullet((font or "").strip("'"), sign[:4]) or "•")
    if element.tag == _TEXT + "list-level-style-image":
        return _Level(bullet="•")
    return _Level(
        style=_NUMBER_STYLES.get(element.get(_STYLE + "num-format", ""), ""),
        prefix=element.get(_STYLE + "num-prefix", "")[:20],
        suffix=element.get(_STYLE + "num-suffix", "")[:20],
        start=_count(element.get(_TEXT + "start-value"), 1),
        shown=_count(element.get(_TEXT + "display-levels"), 1),
    )


def _count(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else default


@dataclass
class _Place:
    """Where blocks are being read, to name them and to count in."""

    prefix: str = ""
    kind: Kind | None = None  # furniture, whatever the styles say
    frame: int = 0
    paragraphs: int = 0
    tables: int = 0


@dataclass
class _ListState:
    """The list that paragraphs are in."""

    style: str = ""
    depth: int = 0
    fresh: bool = False  # the next paragraph is the first of its item: it bears the marker
    plain: bool = False  # a list's header: no marker


@dataclass
class _Line:
    """A paragraph's text, and what came with it."""

    pieces: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    light: bool = False
    frames: list[etree._Element] = field(default_factory=list)


@dataclass
class _Reader:
    """Reads stories (body, text boxes, notes, headers) into one list of blocks."""

    blocks: Blocks
    styles: _Styles
    controls: dict[str, str]
    markers: Markers = field(default_factory=Markers)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _notes: list[etree._Element] = field(default_factory=list)
    _frames: int = 0

    def furniture(self, styles: etree._Element | None, kind: str) -> None:
        """The headers or footers of all master pages, each distinct text once."""
        seen: set[str] = set()
        for element in () if styles is None else styles.iter(_STYLE + kind):
            text = "".join(map(str, element.itertext())).strip()
            if text and text not in seen:
                seen.add(text)
                self.story(element, _Place(prefix=f"part={kind}{len(seen)};", kind=Kind.FURNITURE))

    def notes(self) -> None:
        """Footnotes and endnotes, in the order of their calls."""
        for count, note in enumerate(self._notes, start=1):
            citation, body = note.find(_TEXT + "note-citation"), note.find(_TEXT + "note-body")
            mark = "" if citation is None else "".join(map(str, citation.itertext())).strip()
            if body is not None:
                text = self._flat(body, 0)[0].replace("\v", "\n")
                self.blocks.add(Kind.FOOTNOTE, text, f"part=footnotes;item={count}", marker=mark[:20])

    def story(self, parent: etree._Element, place: _Place) -> None:
        """Read all paragraphs and tables of an element."""
        for element, state in self._elements(parent, _ListState()):
            if self.blocks.full():
                self.blocks.note("The end of the document was left out.")
                return
            if element.tag == _TABLE + "table":
                self._table(element, place)
            else:
                self._paragraph(element, state, place)

    def _elements(self, parent: etree._Element, state: _ListState) -> Iterator[tuple[etree._Element, _ListState]]:
        """Paragraphs, headings and tables in order, each with the list it is in."""
        for element in parent.iterchildren("*"):
            tag = element.tag
            if tag in (_TEXT + "p", _TEXT + "h", _TABLE + "table"):
                yield element, state
                state.fresh = False
            elif tag == _TEXT + "list":
                yield from self._list(element, state)
            elif tag in _OPEN:
                yield from self._elements(element, state)
            elif tag in _INDEXES:
                yield from ((one, _ListState(depth=-1)) for one, _ in self._elements(element, _ListState()))
            elif tag in (_DRAW + "frame", _DRAW + "custom-shape"):
                yield element, _ListState()

    def _list(self, element: etree._Element, outer: _ListState) -> Iterator[tuple[etree._Element, _ListState]]:
        style = element.get(_TEXT + "style-name") or outer.style or self._style_of_first(element)
        goes_on = element.get(_TEXT + "continue-numbering") == "true" or element.get(_TEXT + "continue-list")
        if outer.depth == 0 and not goes_on:
            self._counts.pop(style, None)
        for entry in element.iterchildren(_TEXT + "list-item", _TEXT + "list-header"):
            header = entry.tag == _TEXT + "list-header"
            state = _ListState(style, max(outer.depth, 0) + 1, fresh=not header, plain=header)
            if (start := entry.get(_TEXT + "start-value")) is not None:
                self._counter(style)[state.depth - 1] = _count(start, 1) - 1
            yield from self._elements(entry, state)

    def _style_of_first(self, element: etree._Element) -> str:
        first = next(element.iter(_TEXT + "p", _TEXT + "h"), None)
        return "" if first is None else self.styles.of(first.get(_TEXT + "style-name")).list_style

    def _counter(self, style: str) -> list[int | None]:
        return self._counts.setdefault(style, [None] * 10)

    def _marker(self, style: str, depth: int) -> str:
        """Count one paragraph of a list, and give its marker as printed."""
        levels = self.styles.lists.get(style, {})
        level, at = (
            levels.get(depth, _Level(bullet="•") if style not in self.styles.lists else _Level()),
            min(depth, 10) - 1,
        )
        if level.bullet:
            return level.bullet
        counts = self._counter(style)
        now = counts[at]
        counts[at] = level.start if now is None else now + 1
        counts[at + 1 :] = [None] * (len(counts) - at - 1)
        if not level.style:
            return ""
        steps = range(max(depth - level.shown, 0), depth)
        numbers = [
            spelled(counts[k] or levels.get(k + 1, _Level()).start, levels.get(k + 1, level).style)
            for k in steps
            if k < 10
        ]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()

    def _paragraph(self, element: etree._Element, state: _ListState, place: _Place) -> None:
        if element.tag not in (_TEXT + "p", _TEXT + "h"):
            line = _Line(frames=list(element.iter(_DRAW + "text-box")) or [element])
            kind, text, level, marker = Kind.PARAGRAPH, "", 0, ""
        else:
            line, kind, text, level, marker = self._understood(element, state)
        place.paragraphs += bool(text)
        bold = bool(line.sizes) and not line.light
        size = line.sizes.most_common(1)[0][0] if line.sizes else 0.0
        if place.kind is not None:
            kind, level, marker = place.kind, 0, ""
        locator = f"{place.prefix}para={max(place.paragraphs, 1)}"
        self.blocks.add(kind, text, locator, level=level, marker=marker, frame=place.frame, size=size, bold=bold)
        for box in line.frames:
            self._boxed(box, place)

    def _boxed(self, box: etree._Element, place: _Place) -> None:
        outer = place.frame
        self._frames += 1
        place.frame = outer or self._frames
        self.story(box, place)
        place.frame = outer

    def _understood(self, element: etree._Element, state: _ListState) -> tuple[_Line, Kind, str, int, str]:
        """A paragraph's text, and what it is: kind, text, level, marker."""
        look = self.styles.of(element.get(_TEXT + "style-name"))
        line = _Line()
        self._walk(element, line, look)
        text = tidy("".join(line.pieces))
        kind, level = _kind(element, look)
        if state.depth < 0:
            return line, Kind.FURNITURE, text, 0, ""
        marker = self._marker(state.style, state.depth) if state.fresh and not state.plain and text else ""
        if kind is Kind.HEADING:
            counted = marker or (self._marker("", level) if "" in self.styles.lists and text else "")
            typed, rest = ("", text) if counted else self.markers.split(text)
            return line, kind, rest, level, counted or typed
        if kind is Kind.PARAGRAPH and marker:
            return line, Kind.ITEM, text, state.depth, marker
        if kind is Kind.PARAGRAPH and not state.depth:
            marker, text = self.markers.split(text)
            return line, Kind.ITEM if marker else kind, text, 1 if marker else 0, marker
        return line, kind, text, 0, ""

    def _walk(self, element: etree._Element, line: _Line, look: _Look) -> None:
        self._say(element.text, line, look)
        for child in element.iterchildren("*"):
            self._inline(child, line, look)
            self._say(child.tail, line, look)

    def _inline(self, child: etree._Element, line: _Line, look: _Look) -> None:
        tag = child.tag
        if tag in _GAPS:
            line.pieces.append(_GAPS[tag])
        elif tag == _TEXT + "note":
            self._notes.append(child)
        elif tag == _TEXT + "span":
            own = self.styles.of(child.get(_TEXT + "style-name"))
            if "placeholder text" not in own.names:  # the prompt of a content control that Word made
                self._walk(child, line, _merged(look, own))
        elif tag == _DRAW + "control":
            line.pieces.append(self.controls.get(child.get(_DRAW + "control", ""), ""))
        elif tag.startswith(_DRAW):
            boxes = list(child.iter(_DRAW + "text-box"))
            line.frames += boxes or ([child] if child.find(_TEXT + "p") is not None else [])
        elif tag == _LOEXT + "content-control":
            self._control(child, line, look)
        elif tag in (_FIELD + "fieldmark", _FIELD + "fieldmark-start") and "CHECKBOX" in child.get(_FIELD + "type", ""):
            states = [
                p.get(_FIELD + "value") for p in child.iter(_FIELD + "param") if "Checked" in p.get(_FIELD + "name", "")
            ]
            line.pieces.append("☒" if states and states[0] in _ON else "☐")
        elif tag not in _SILENT:
            self._walk(child, line, look)

    def _control(self, control: etree._Element, line: _Line, look: _Look) -> None:
        if control.get(_LOEXT + "checkbox") == "true":
            line.pieces.append("☒" if control.get(_LOEXT + "checked") == "true" else "☐")
        elif control.get(_LOEXT + "showing-place-holder") != "true":
            self._walk(control, line, look)

    def _say(self, text: str | None, line: _Line, look: _Look) -> None:
        if not text or look.hidden:
            return
        line.pieces.append(" ".join(text.split("\n")))
        if letters := len(text.strip()):
            line.sizes[look.size or 0.0] += letters
            line.light |= not look.bold

    def _table(self, table: etree._Element, place: _Place) -> None:
        place.tables += 1
        locator = f"{place.prefix}table={place.tables}"
        drafts, cells = self._drafts(table, 0)
        if len(cells) == 1:
            inner = _Place(prefix=f"{locator};row=1;cell=1;", kind=place.kind, frame=place.frame)
            self._boxed(cells[0], inner)
        elif place.kind is not None:
            self.blocks.add(place.kind, " ".join(draft.text for draft in drafts), locator)
        else:
            self.blocks.add_table(drafts, locator, frame=place.frame)

    def _drafts(self, table: etree._Element, depth: int) -> tuple[list[CellDraft], list[etree._Element]]:
        """The cells of a table, and their elements; a table of one cell is not read."""
        rows = list(_rows(table))
        elements = [cell for _, row in rows for cell in row.iterchildren(_TABLE + "table-cell")]
        if len(elements) == 1:
            return [], elements
        drafts: list[CellDraft] = []
        bolds: list[bool] = []
        for index, (head, row) in enumerate(rows):
            made, bold = self._row(row, index, head, depth)
            drafts += made
            bolds.append(bold)
        if len(bolds) > 1 and bolds[0] and not bolds[1] and not rows[0][0]:
            drafts = [
                CellDraft(d.row, d.column, d.text, d.place, d.row_span, d.column_span, d.row == 0) for d in drafts
            ]
        return drafts, elements

    def _row(self, row: etree._Element, index: int, head: bool, depth: int) -> tuple[list[CellDraft], bool]:
        drafts: list[CellDraft] = []
        column, place, bold = 0, 0, True
        for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            repeats = min(_count(cell.get(_TABLE + "number-columns-repeated"), 1), WIDEST_SPAN)
            if cell.tag == _TABLE + "table-cell":
                across = min(_count(cell.get(_TABLE + "number-columns-spanned"), 1), WIDEST_SPAN)
                down = min(_count(cell.get(_TABLE + "number-rows-spanned"), 1), MOST_REPEATS)
                text, cell_bold = self._flat(cell, depth)
                bold &= cell_bold
                for _ in range(repeats):
                    place += 1
                    drafts.append(CellDraft(index, column, text, place, down, across, head))
                    column += 1
            else:
                column += repeats
        return drafts, bold and any(draft.text for draft in drafts)

    def _flat(self, story: etree._Element, depth: int) -> tuple[str, bool]:
        """The text of a cell or note, its paragraphs parted by vertical tabs, and whether all of it is bold."""
        lines: list[str] = []
        bold = True
        for element, state in self._elements(story, _ListState()):
            if element.tag == _TABLE + "table":
                if depth < DEEPEST:
                    lines += self._nested(element, depth + 1)
                continue
            if element.tag not in (_TEXT + "p", _TEXT + "h"):
                lines += [self._flat(box, depth + 1)[0] for box in element.iter(_DRAW + "text-box") if depth < DEEPEST]
                continue
            line, _, text, _, marker = self._understood(element, state)
            bold &= not line.light
            lines.append(f"{marker} {text}".strip() if text else "")
            lines += [self._flat(box, depth + 1)[0] for box in line.frames if depth < DEEPEST]
        return "\v".join(line for line in lines if line), bold

    def _nested(self, table: etree._Element, depth: int) -> list[str]:
        drafts, cells = self._drafts(table, depth)
        if len(cells) == 1:
            return [self._flat(cells[0], depth)[0]]
        rows: dict[int, list[str]] = {}
        for draft in drafts:
            rows.setdefault(draft.row, []).append(draft.text)
        return [" ".join(text for text in texts if text) for texts in rows.values()]


def _rows(table: etree._Element, head: bool = False) -> Iterator[tuple[bool, etree._Element]]:
    """The rows of a table, each with whether it is a head; empty rows that are repeated count once."""
    for child in table.iterchildren("*"):
        if child.tag == _TABLE + "table-row":
            yield head, child
        elif child.tag in (_TABLE + "table-header-rows", _TABLE + "table-rows", _TABLE + "table-row-group"):
            yield from _rows(child, head or child.tag == _TABLE + "table-header-rows")


def _kind(element: etree._Element, look: _Look) -> tuple[Kind, int]:
    """What a paragraph is by its element and the names of its styles."""
    if any(name in ("title", "titel", "titre", "título") for name in look.names):
        return Kind.TITLE, 0
    if element.tag == _TEXT + "h":
        return Kind.HEADING, min(_count(element.get(_TEXT + "outline-level"), 1), 9)
    if any(name in ("caption", "illustration", "figure", "table") for name in look.names):
        return Kind.CAPTION, 0
    return Kind.PARAGRAPH, 0


def _merged(outer: _Look, inner: _Look) -> _Look:
    """The look of a span inside a paragraph."""
    return _Look(
        bold=outer.bold if inner.bold is None else inner.bold,
        size=outer.size if inner.size is None else inner.size,
        hidden=outer.hidden if inner.hidden is None else inner.hidden,
    )
