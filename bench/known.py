"""Documents whose text is known, in the layouts that reports come in: what `bench/extract.py` measures against.

The words are those of `samples/build/sources`, written for this project.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

from press import Known, Line, Look, Press, Rect, Run, Shape, Sheet, print_pdf
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle
from sources import src

WIDTH, HEIGHT = A4


@dataclass
class Rendering:
    """A PDF and what stands in it."""

    name: str
    content: bytes
    blocks: list[Known]
    furniture: list[str] = field(default_factory=list)
    soft: list[str] = field(default_factory=list)
    hard: list[str] = field(default_factory=list)
    prose: bool = True  # else similarity is held to the goal for documents with tables


def looks(
    font: str = "Times", size: float = 10.5, align: str = "justify", *, bold_heads: bool = False
) -> dict[str, Look]:
    """The looks of a report. bold_heads: its smaller headings are told from text by their weight only."""
    plain, bold = {
        "Times": ("Times-Roman", "Times-Bold"),
        "Helvetica": ("Helvetica", "Helvetica-Bold"),
    }[font]
    body = Look(plain, bold, size, align=align)
    head = replace(body, font=bold, align="left", after=4)
    return {
        "title": replace(head, size=1.9 * size, after=14),
        "heading1": replace(head, size=1.35 * size, before=10),
        "heading2": replace(head, size=size if bold_heads else 1.14 * size, before=7),
        "heading": replace(head, size=size),
        "paragraph": body,
        "item1": replace(body, indent=16, hang=4, after=3),
        "item2": replace(body, indent=34, hang=20, after=3),
        "item3": replace(body, indent=52, hang=38, after=3),
        "caption": replace(body, size=0.88 * size, align="left", before=4),
        "footnote": replace(body, size=0.8 * size, after=2, align="left"),
    }


# --- words -----------------------------------------------------------------------------------


def corpus(*stems: str, boxes: bool = False) -> list[Known]:
    """The running text of sources as blocks; bullets are dots, calls of footnotes are left out."""
    return [block for stem in stems for block in _known(src.read(stem).blocks, boxes)]


def _known(blocks: list[src.Block], boxes: bool) -> Iterator[Known]:
    box = number = 0
    for block in blocks:
        text = block.plain.strip()
        if block.kind == "title":
            yield Known("title", text)
        elif block.kind == "heading":
            yield Known("heading", text, level=len(block.marker))
        elif block.kind == "paragraph" and text:
            yield Known("paragraph", text, marker=f"{block.marker}." if block.marker else "", box=box)
        elif block.kind == "item":
            yield Known("item", text, marker=block.marker or "•", level=1, box=box)
        elif block.kind == "box":
            number += 1
            box = number if boxes else 0
            yield Known("heading", text, box=box)
        elif block.kind in ("end", "table"):
            box = 0


REPORTS = ("kampala-streets-forum", "lilongwe-water-loss-lessons")
LONG = (*REPORTS, "cali-second-chances-conference", "indian-ocean-ports-plan")


# --- columns ---------------------------------------------------------------------------------


def columns(
    count: int, *, size: tuple[float, float] = A4, gap: float = 20, margin: float = 62, top: float = 66
) -> list[Rect]:
    """Columns side by side between the margins."""
    width = (size[0] - 2 * margin - (count - 1) * gap) / count
    return [Rect(margin + i * (width + gap), top, width, size[1] - top - 62) for i in range(count)]


def running(sheet: Sheet, head: str, foot: str = "{page}", size: float = 8) -> None:
    """A running head and a page number on each page."""
    for page in range(1, sheet.pages + 1):
        for text, base, x in ((head, 40.0, 62.0), (foot, sheet.size[1] - 34, sheet.size[0] / 2 - 12)):
            if text:
                words = text.format(page=page, pages=sheet.pages)
                sheet.lines.append(Line(page, x, base, (Run(words, "Helvetica", size),)))
                sheet.furniture.append(words)


def in_columns(
    name: str,
    count: int,
    *,
    size: tuple[float, float] = A4,
    order: str = "set",
    hyphens: bool = False,
    blocks: list[Known] | None = None,
    style: dict[str, Look] | None = None,
    boxes: str = "border",
    heads: bool = True,
) -> Rendering:
    """The whole corpus in `count` columns."""
    sheet = Sheet(size)
    frames = columns(count, size=size, gap=20 if count < 3 else 16, margin=62 if count < 3 else 40)
    press = Press(sheet, lambda _: frames, style or looks(), hyphens=hyphens, boxes=boxes)
    press.set(blocks if blocks is not None else corpus(*LONG))
    if heads:
        running(sheet, "Streets for All: proceedings", "Page {page} of {pages}" if count == 1 else "{page}")
    return _rendering(name, sheet, order)


def _rendering(name: str, sheet: Sheet, order: str = "set", *, prose: bool = True) -> Rendering:
    return Rendering(name, print_pdf(sheet, order), sheet.blocks, sheet.furniture, sheet.soft, sheet.hard, prose)


def prose() -> Iterator[Rendering]:
    """Columns, hyphens, orders of the content stream."""
    helvetica = looks("Helvetica", 9.5, "left")
    yield in_columns("one column", 1)
    yield in_columns("one column, bold heads", 1, style=looks("Helvetica", 10, "left", bold_heads=True))
    yield in_columns("two columns", 2)
    yield in_columns("two columns, ragged", 2, style=helvetica)
    yield in_columns("three columns", 3, size=landscape(A4), style=looks("Helvetica", 9, "left"))
    yield in_columns("one column, hyphens", 1, hyphens=True)
    yield in_columns("two columns, hyphens", 2, hyphens=True)
    yield in_columns("three columns, hyphens", 3, size=landscape(A4), hyphens=True)
    yield in_columns("two columns, by rows", 2, order="rows", hyphens=True)
    yield in_columns("three columns, by rows", 3, size=landscape(A4), order="rows", style=helvetica)
    yield in_columns("one column, shuffled", 1, order="shuffled", hyphens=True)
    yield in_columns("two columns, shuffled", 2, order="shuffled", hyphens=True)
    yield in_columns("one column, word by word", 1, order="words")
    yield in_columns("two columns, word by word", 2, order="words", hyphens=True)


# --- boxes -----------------------------------------------------------------------------------


def boxed() -> Iterator[Rendering]:
    """Boxes in the text, broken over columns and pages, beside it; the panels of a folder."""
    text = corpus("kampala-streets-forum", boxes=True)
    yield in_columns("boxes, bordered", 1, blocks=text)
    yield in_columns("boxes, shaded, two columns", 2, blocks=text, boxes="shade", hyphens=True)
    yield in_columns("boxes, both, by rows", 2, blocks=text, boxes="both", order="rows")
    yield long_box()
    yield floating_box()
    yield side_bar("side bar, right", left=False)
    yield side_bar("side bar, left", left=True)
    yield brochure()


def long_box() -> Rendering:
    """One box over more than a page."""
    text = corpus("lilongwe-water-loss-lessons")
    inner = [
        replace(b, box=1, level=0 if b.kind == "heading" else b.level)
        for b in corpus("cali-second-chances-conference")[1:22]
    ]
    return in_columns("box over pages", 1, blocks=[*text[:9], *inner, *text[9:]], boxes="both")


def floating_box() -> Rendering:
    """A box at the head of the second column, while a paragraph runs on below it."""
    sheet = Sheet(A4)
    left, right = columns(2)
    text = [b for b in corpus(*REPORTS) if b.kind == "paragraph" and len(b.text) > 120]
    box = [Known("heading", "In brief", box=1), replace(text[0], box=1, marker=""), replace(text[1], box=1, marker="")]
    style = looks("Helvetica", 10, "left")
    aside = Press(sheet, lambda _: [right], style, boxes="both")
    aside.set(box)
    used = aside.y + 6
    shorter = Rect(right.x, right.top + used, right.width, right.height - used)
    press = Press(sheet, lambda page: [left, shorter] if page == 1 else [left, right], style)
    cut = 0
    for block in text[2:]:
        drawn = len(sheet.lines)
        press.set([block])
        cut += sheet.lines[drawn].page == 1 and sheet.lines[drawn].x < right.x
    box, known = sheet.blocks[:3], sheet.blocks[3:]
    sheet.blocks = [*known[:cut], *box, *known[cut:]]
    return _rendering("floating box", sheet)


def side_bar(name: str, *, left: bool) -> Rendering:
    """A shaded bar beside the text of each page, with a text of its own."""
    sheet = Sheet(A4)
    x_bar, x_text = (50.0, 210.0) if left else (415.0, 62.0)
    bars = corpus("cali-second-chances-conference")[1:]
    text = corpus("lilongwe-water-loss-lessons")
    style, small = looks("Times", 10.5), looks("Helvetica", 8.5, "left")
    pages = [(text[i : i + 7], [b for b in bars[i : i + 5] if b.kind == "paragraph"][:3]) for i in range(0, 28, 7)]
    for page, (main, aside) in enumerate(pages, 1):
        start = len(sheet.blocks)
        bar = Press(sheet, lambda _: [Rect(x_bar, 80, 140, 620)], small, boxes="shade", page=page)
        body = Press(sheet, lambda _: [Rect(x_text, 66, 330, 700)], style, page=page)
        boxed_in = [replace(b, box=page, marker="", kind="paragraph") for b in aside]
        bar.set(boxed_in)
        body.set(main)
        asides, mains = sheet.blocks[start : start + len(boxed_in)], sheet.blocks[start + len(boxed_in) :]
        sheet.blocks[start:] = [*asides, *mains] if left else [*mains, *asides]
    running(sheet, "Finding the lost third", "{page}")
    return _rendering(name, sheet)


def brochure() -> Rendering:
    """Both sides of a sheet folded twice: three panels a side, each read on its own."""
    sheet = Sheet(landscape(A4))
    style = looks("Helvetica", 9, "left")
    style["heading1"] = replace(style["heading1"], align="center")
    text = corpus("lilongwe-water-loss-lessons")
    panels = [Rect(24 + i * 272, 40, 250, 500) for i in range(3)]
    start = 0
    for number in range(6):
        press = Press(sheet, lambda _, n=number: [panels[n % 3]], style, page=1 + number // 3)
        while start < len(text) and press.y < 380 and press.page == 1 + number // 3:
            press.set([text[start]])
            start += 1
    return _rendering("brochure", sheet)


# --- lists -----------------------------------------------------------------------------------

BULLETS = ("•", "–", "-", "*", "o", "·")


def lists() -> Iterator[Rendering]:
    """Bullets of all kinds, numbers, nesting, notes."""
    for bullet in BULLETS:
        yield in_columns(f"bullets {bullet}", 1, blocks=_with_bullet(bullet), style=looks("Times", 11, "left"))
    yield in_columns("bullets •, two columns", 2, blocks=_with_bullet("•"), hyphens=True)
    yield symbol_bullets("bullets of Symbol", "Symbol", "\u2022")
    yield symbol_bullets("bullets of ZapfDingbats", "ZapfDingbats", "\u25a0")
    yield private_bullets("bullets U+F0B7", 0xF0B7)
    yield private_bullets("bullets U+F0A7", 0xF0A7)
    yield private_bullets("bullets without Unicode", 0xF0B7, nameless=True)
    yield in_columns("numbers", 1, blocks=_numbered(), hyphens=True)
    yield in_columns("numbers, two columns", 2, blocks=_numbered(), style=looks("Helvetica", 9.5, "left"))
    yield footnotes("footnotes", 1)
    yield footnotes("footnotes, two columns", 2)


def _with_bullet(bullet: str) -> list[Known]:
    return [replace(b, marker=bullet) if b.marker == "•" else b for b in corpus(*REPORTS)]


def _symbol(name: str, blocks: list[Known], font: str) -> Rendering:
    sheet = Sheet(A4)
    press = Press(sheet, lambda _: columns(1), looks("Helvetica", 10, "left"), marker_font=font)
    press.set(blocks)
    return _rendering(name, sheet)


def symbol_bullets(name: str, font: str, sign: str) -> Rendering:
    """Bullets of one of the fonts that every reader has."""
    blocks = [replace(b, marker=sign) if b.marker == "•" else b for b in _bulleted()]
    return _symbol(name, blocks, font)


def _bulleted() -> list[Known]:
    return [b for b in corpus(*REPORTS) if b.kind != "item" or b.marker == "•"]


def private_bullets(name: str, code: int, *, nameless: bool = False) -> Rendering:
    """Bullets as Word writes them, in a private code point; or without any code point at all."""
    font = TTFont(f"Signs{code:X}", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    font.face.charToGlyph[code] = font.face.charToGlyph[0x2022]
    pdfmetrics.registerFont(font)
    blocks = [replace(b, marker=chr(code)) if b.marker == "•" else b for b in _bulleted()]
    made = _symbol(name, blocks, f"Signs{code:X}")
    if nameless:
        made.content = made.content.replace(b"/ToUnicode", b"/NoUnicode")
    return made


def _numbered() -> list[Known]:
    """Nested lists: 1., (a), (i), then bullets below numbers."""
    chance = random.Random(3)
    sentences = [b.plain for b in corpus(*LONG) if b.kind in ("item", "paragraph") and 30 < len(b.text) < 400]
    blocks: list[Known] = []
    for part in range(6):
        blocks.append(Known("heading", f"Part {'ABCDEF'[part]} of the list", level=1))
        blocks.append(Known("paragraph", f"{sentences.pop().rstrip('.')}:"))
        for one in range(chance.randint(3, 5)):
            blocks.append(Known("item", sentences.pop(), marker=f"{one + 1}.", level=1))
            for two in range(chance.randint(0, 3)):
                marker = f"({'abcd'[two]})" if part % 2 else "–"
                blocks.append(Known("item", sentences.pop(), marker=marker, level=2))
                for three in range(chance.randint(0, 2)):
                    marker = f"({('i', 'ii', 'iii')[three]})" if part % 2 else "•"
                    blocks.append(Known("item", sentences.pop(), marker=marker, level=3))
        blocks.append(Known("paragraph", sentences.pop()))
    return blocks


def footnotes(name: str, count: int) -> Rendering:
    """Calls in the text, notes at the foot of the page or column."""
    sheet = Sheet(A4)
    style = looks("Times", 10.5)
    text = [b for b in corpus(*LONG) if b.kind in ("paragraph", "heading") and b.text]
    frames = [replace(r, height=r.height - 110) for r in columns(count)]
    feet = [Rect(r.x, r.top + r.height - 100, r.width, 110) for r in columns(count)]
    press = Press(sheet, lambda _: frames, style, hyphens=True)
    called: dict[tuple[int, int], int] = {}
    notes = 0
    for index, block in enumerate(text):
        if block.kind == "paragraph" and index % 6 == 2 and called.get((press.page, press.index), 0) < 2:
            words = block.text.split(" ")
            notes += 1
            middle = min(3, len(words) - 1)
            words[middle] = f"{words[middle]}[^{notes}]"
            before = (press.page, press.index)
            press.set([replace(block, text=" ".join(words))])
            place = before if before == (press.page, press.index) else None
            _note(sheet, feet, style, notes, place or before, called)
            continue
        press.set([block])
    running(sheet, "", "{page}")
    return _rendering(name, sheet)


def _note(
    sheet: Sheet,
    feet: list[Rect],
    style: dict[str, Look],
    number: int,
    place: tuple[int, int],
    called: dict[tuple[int, int], int],
) -> None:
    page, column = place
    foot = feet[column]
    above = called.get(place, 0)
    if not above:
        sheet.shapes.append(Shape(page, Rect(foot.x, foot.top - 6, 90, 0.1), False, True))
    words = ("See the minutes of the council of that month, which the secretariat keeps and shows on demand.", "Ibid.")
    text = words[number % 5 == 0]
    rect = Rect(foot.x, foot.top + 34 * above, foot.width, 200)
    note = Known("footnote", text, marker=str(number))
    press = Press(sheet, lambda _: [rect], style, page=page)
    press.set([replace(note, text=f"{number} {text}")])
    sheet.blocks[-1] = note
    called[place] = above + 1


# --- tables ----------------------------------------------------------------------------------


def tables() -> Iterator[Rendering]:
    """Ruled tables with spans and cut rows, and tables without lines."""
    yield table_document("ruled tables", "grid")
    yield table_document("ruled tables, spans", "grid", spans=True)
    yield table_document("ruled tables, shaded heads", "shaded")
    yield table_document("tables with level rules only", "level")
    yield table_document("tables without lines", "open")
    yield long_table()


def _table_rows(chance: random.Random) -> list[tuple[str, ...]]:
    cities = ["Lusaka", "Port Louis", "Kochi", "Dar es Salaam", "Cali", "Montevideo", "Tbilisi", "Kumasi"]
    sentences = [b.plain for b in corpus(*LONG) if b.kind in ("item", "paragraph") and 30 < len(b.text) < 130]
    rows: list[tuple[str, ...]] = [("City", "What was done", "Share", "Responsible body")]
    for city in chance.sample(cities, chance.randint(4, 7)):
        body = chance.choice(["Water Board", "City Council and police", "Ministry of Works", "Traders' union"])
        rows.append((city, chance.choice(sentences), f"{chance.randint(2, 98)} %", body))
    return rows


def _style(kind: str) -> list[tuple[object, ...]]:
    top = ("VALIGN", (0, 0), (-1, -1), "TOP")
    rules: dict[str, list[tuple[object, ...]]] = {
        "grid": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
        "shaded": [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue)],
        "level": [("LINEBELOW", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)],
        "open": [],
    }
    return [top, *rules[kind]]


def table_document(name: str, kind: str, *, spans: bool = False) -> Rendering:
    """Prose with a table after each few paragraphs."""
    chance = random.Random(11)
    body = ParagraphStyle("b", fontName="Times-Roman", fontSize=10.5, leading=13, spaceAfter=6)
    small = ParagraphStyle("c", fontName="Helvetica", fontSize=8.5, leading=10.5)
    bold = ParagraphStyle("h", parent=small, fontName="Helvetica-Bold")
    story: list[object] = []
    known: list[Known] = []
    text = [b for b in corpus(*REPORTS) if b.kind == "paragraph" and not b.marker]
    for number in range(8):
        for block in text[3 * number : 3 * number + 3]:
            known.append(block)
            story.append(Paragraph(escape(block.text), body))
        rows = _table_rows(chance)
        if spans:
            rows.insert(1, ("Cities of the first group", "", "", ""))
        style = _style(kind) + ([("SPAN", (0, 1), (-1, 1))] if spans else [])
        cells = [[Paragraph(escape(c), bold if r == 0 else small) for c in row] for r, row in enumerate(rows)]
        table = Table(cells, colWidths=[80, 190, 50, 130], style=TableStyle(style), spaceBefore=6, spaceAfter=10)
        if sum(len(r[1]) for r in rows) > 0 and number % 2 == 0 and number:
            story.append(PageBreak())
        story.append(_Whole(table))
        known.append(Known("table", "", rows=tuple(rows)))
    return Rendering(name, _built(story), known, prose=False)


def _Whole(table: Table) -> object:

    return KeepTogether([table])


def long_table() -> Rendering:
    """One table over several pages, its head repeated, rows cut by the page's end."""
    small = ParagraphStyle("c", fontName="Helvetica", fontSize=9, leading=11)
    bold = ParagraphStyle("h", parent=small, fontName="Helvetica-Bold")
    sentences = [b.plain for b in corpus(*LONG) if b.kind in ("item", "paragraph") and len(b.text) > 120]
    rows: list[tuple[str, ...]] = [("No.", "Finding", "Recommendation")]
    rows += [(str(i + 1), sentences[2 * i], sentences[2 * i + 1]) for i in range(len(sentences) // 2)]
    cells = [[Paragraph(escape(c), bold if r == 0 else small) for c in row] for r, row in enumerate(rows)]
    table = Table(cells, colWidths=[30, 210, 210], style=TableStyle(_style("grid")), repeatRows=1, splitInRow=1)
    return Rendering("table over pages", _built([table]), [Known("table", "", rows=tuple(rows))], prose=False)


def _built(story: list[object]) -> bytes:
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1, leftMargin=66, rightMargin=66).build(story)
    return out.getvalue()


def book(pages: int) -> bytes:
    """A report of so many pages: the words of the samples over and over."""
    sheet = Sheet(A4)
    press = Press(sheet, lambda _: columns(1), looks())
    while press.page <= pages:
        press.set(corpus(*LONG))
    sheet.pages = pages
    running(sheet, "Streets for All: proceedings")
    return print_pdf(sheet)


GROUPS: dict[str, Callable[[], Iterator[Rendering]]] = {
    "prose": prose,
    "boxes": boxed,
    "lists": lists,
    "tables": tables,
}


def renderings(only: str = "") -> Iterator[Rendering]:
    """All renderings, or those of a group or with a word in their name."""
    for group, made in GROUPS.items():
        for rendering in made():
            if only in ("", group) or only in rendering.name:
                yield rendering
