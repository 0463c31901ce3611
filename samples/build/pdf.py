"""The samples in PDF: forms, two reports, a factsheet in columns, an encrypted file.

ReportLab's invariant mode fixes dates and identifiers, so that a second run gives the same bytes.
Names outside Windows-1252 need DejaVu (Debian: fonts-dejavu-core, fonts-dejavu-extra).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import source as src
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

rl_config.invariant = 1
FONTS = Path("/usr/share/fonts/truetype/dejavu")
SHY = "\u00ad"
BREAK = re.compile(
    r"(?<=[aeiouy][bcdfghjklmnpqrstvwxz])(?=[bcdfghjklmnpqrstvwxz][aeiouy])"  # im-por-tant
    r"|(?<=[aeiou])(?=[bcdfglmnprstv][aeiouy][a-z])"  # mu-ni-ci-pal
)
DIGRAPHS = {"th", "ch", "sh", "ph", "gh", "wh", "ck", "qu"}
WORD = re.compile(r"[a-z]{7,}")


def load_fonts() -> None:
    """DejaVu under three names; the message says what to install."""
    files = {
        "Sans": "DejaVuSans.ttf",
        "Sans-Bold": "DejaVuSans-Bold.ttf",
        "Narrow": "DejaVuSansCondensed.ttf",
        "Narrow-Bold": "DejaVuSansCondensed-Bold.ttf",
    }
    for name, file in files.items():
        if not (FONTS / file).exists():
            raise SystemExit(f"{FONTS / file} is missing: install fonts-dejavu-core and fonts-dejavu-extra")
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    pdfmetrics.registerFontFamily("Sans", normal="Sans", bold="Sans-Bold")


def syllables(text: str) -> str:
    """Soft hyphens near enough the syllables of a long lower-case word, not too near its ends."""

    def cut(match: re.Match[str]) -> str:
        word = match[0]
        places = [m.start() for m in BREAK.finditer(word) if 3 <= m.start() <= len(word) - 4]
        places = [at for at in places if word[at - 1 : at + 1] not in DIGRAPHS]
        ends = [0, *places, len(word)]
        return SHY.join(word[i:j] for i, j in pairwise(ends))

    return WORD.sub(cut, text)


def look(name: str, font: str, size: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.28, **more)


def filled(story: list[Flowable], **settings: object) -> bytes:
    """A simple document around a story."""
    out = io.BytesIO()
    SimpleDocTemplate(out, invariant=1, **settings).build(story)
    return out.getvalue()


# --- forms -----------------------------------------------------------------------------------


def return_sheet(source: src.Source) -> bytes:
    """Edition B as a PDF: question on the left, answer on the right, crosses typed."""
    asked, answer = look("q", "Sans-Bold", 9), look("a", "Sans", 9.5, spaceAfter=3)
    rows: list[list[list[Flowable]]] = []
    for question in src.questions(source):
        lines = [f"{'☒' if o.kind == 'ticked' else '☐'} {o.text}" for o in question.options]
        lines += [f"{b.marker} {b.text}".strip() for b in question.answers]
        rows.append([[Paragraph(escape(question.text), asked)], [Paragraph(escape(line), answer) for line in lines]])
    grid = Table(rows, colWidths=[50 * mm, 122 * mm])
    grid.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.6, colors.grey),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (0, -1), colors.HexColor("#E7EEF4")),
            ]
        )
    )
    heads = {
        "title": look("t", "Sans-Bold", 17, spaceAfter=4),
        "subtitle": look("s", "Sans", 11, spaceAfter=6),
        "small": look("f", "Sans", 8, spaceAfter=8),
    }
    story: list[Flowable] = [Paragraph(escape(b.text), heads[b.kind]) for b in source.blocks if b.kind in heads]
    return filled(
        [*story, grid],
        pagesize=A4,
        leftMargin=19 * mm,
        rightMargin=19 * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
        title="Learner's Return Sheet",
        author="City Government of Surabaya",
    )


def mission_sheet(source: src.Source) -> bytes:
    """Edition C: lettered questions, answers below them, ticks of the font ZapfDingbats."""
    looks = {
        "title": look("t", "Sans-Bold", 18, spaceAfter=2),
        "subtitle": look("s", "Sans", 11, spaceAfter=8),
        "small": look("f", "Sans", 8, spaceAfter=8, textColor=colors.HexColor("#444444")),
        "question": look(
            "q", "Sans-Bold", 9.5, spaceBefore=9, spaceAfter=3, textColor=colors.HexColor("#7A1022"), keepWithNext=1
        ),
        "answer": look("a", "Sans", 9.5, spaceAfter=4, leftIndent=6 * mm),
    }
    box = '<font name="ZapfDingbats">{}</font> {}'
    story: list[Flowable] = []
    for block in source.blocks:
        if block.kind in looks:
            story.append(Paragraph(escape(block.text), looks[block.kind]))
        else:
            glyph = "✔" if block.kind == "ticked" else "❏"
            story.append(Paragraph(box.format(glyph, escape(block.text)), looks["answer"]))
    return filled(
        story,
        pagesize=A4,
        leftMargin=24 * mm,
        rightMargin=24 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title="Mission return sheet",
        author="International Exchange Office",
    )


# --- a report in one column ------------------------------------------------------------------

BODY = look("body", "Times-Roman", 11.4, alignment=TA_JUSTIFY, spaceAfter=7, embeddedHyphenation=1)
ITEM = look("item", "Times-Roman", 11.4, leftIndent=9 * mm, bulletIndent=4 * mm, spaceAfter=5, embeddedHyphenation=1)
BOXED = look("boxed", "Helvetica", 10, spaceAfter=5)
HEADS = {
    "#": look("h1", "Helvetica-Bold", 15, spaceBefore=14, spaceAfter=7, keepWithNext=1),
    "##": look("h2", "Helvetica-Bold", 12, spaceBefore=10, spaceAfter=5, keepWithNext=1),
}
COVER = {
    "title": look("cover", "Helvetica-Bold", 25, alignment=TA_CENTER, spaceBefore=70 * mm, spaceAfter=12 * mm),
    "subtitle": look("under", "Helvetica", 13, alignment=TA_CENTER, spaceAfter=5 * mm),
}


def words(block: src.Block) -> str:
    return syllables(escape(block.plain))


def frame_of(box: list[src.Block]) -> Flowable:
    """A bordered box: its title and its paragraphs, one row each, so that it can break over pages."""
    title = Paragraph(escape(box[0].text), look("boxtitle", "Helvetica-Bold", 10.5, spaceAfter=3))
    grid = Table([[title], *([Paragraph(escape(b.text), BOXED)] for b in box[1:])], colWidths=[150 * mm])
    grid.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 0.9, colors.black),
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#E9E9DF")),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    grid.spaceBefore = grid.spaceAfter = 8
    return grid


def gather(blocks: list[src.Block], opening: str) -> Iterator[src.Block | list[src.Block]]:
    """Blocks in their order, those between an opening and `[end]` as one list."""
    group: list[src.Block] | None = None
    for block in blocks:
        if block.kind == opening:
            group = [block]
        elif block.kind == "end" and group:
            yield group
            group = None
        elif group is not None:
            group.append(block)
        else:
            yield block


def proceedings_part(block: src.Block | list[src.Block]) -> Flowable:
    if isinstance(block, list):
        return frame_of(block)
    if block.kind == "break":
        return PageBreak()
    if block.kind == "heading":
        return Paragraph(escape(block.text), HEADS[block.marker])
    if block.kind == "item":
        return Paragraph(words(block), ITEM, bulletText=block.marker or "•")
    if block.kind in COVER:
        return Paragraph(escape(block.text), COVER[block.kind])
    lead = f"{block.marker}. " if block.marker else ""
    return Paragraph(lead + words(block), BODY)


def running_head(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawString(30 * mm, 283 * mm, "Streets for All – Proceedings of the Second African Forum")
    canvas.line(30 * mm, 281 * mm, 180 * mm, 281 * mm)
    canvas.drawCentredString(105 * mm, 13 * mm, f"– {document.page} –")
    canvas.restoreState()


def proceedings(source: src.Source) -> bytes:
    """Title page, running head, numbered paragraphs, boxes, lists, words broken at line ends."""
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1, title=source.blocks[0].text, author="NACWC")
    cover = PageTemplate("cover", [Frame(25 * mm, 25 * mm, 160 * mm, 245 * mm, id="c")])
    inner = PageTemplate("inner", [Frame(28 * mm, 22 * mm, 154 * mm, 254 * mm, id="i")], onPage=running_head)
    document.addPageTemplates([cover, inner])
    parts = gather(source.blocks, "box")
    document.build([NextPageTemplate("inner"), *map(proceedings_part, parts)])
    return out.getvalue()


# --- a report in two columns -----------------------------------------------------------------

NARROW = look("narrow", "Helvetica", 10.8, spaceAfter=6, alignment=TA_JUSTIFY, embeddedHyphenation=1)
NARROW_ITEM = look(
    "narrowitem", "Helvetica", 10.8, spaceAfter=5, leftIndent=5 * mm, bulletIndent=0, embeddedHyphenation=1
)
NARROW_HEADS = {
    "#": look(
        "n1", "Helvetica-Bold", 12.5, spaceBefore=9, spaceAfter=4, textColor=colors.HexColor("#1F4E5F"), keepWithNext=1
    ),
    "##": look("n2", "Helvetica-BoldOblique", 9.8, spaceBefore=5, spaceAfter=3, keepWithNext=1),
}


def summary_title(canvas: Canvas, document: BaseDocTemplate) -> None:
    """The title block across both columns, and the foot of the first page."""
    canvas.saveState()
    canvas.setFillColor(colors.HexColor("#1F4E5F"))
    canvas.setFont("Helvetica-Bold", 24)
    canvas.drawString(18 * mm, 256 * mm, document.lines[0])
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(document.lines[1:]):
        canvas.drawString(18 * mm, (247 - 6 * number) * mm, line)
    canvas.restoreState()
    summary_foot(canvas, document)


def summary_foot(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 7.5)
    canvas.drawString(18 * mm, 10 * mm, "Cities of Second Chances – summary report")
    canvas.drawRightString(198 * mm, 10 * mm, f"{document.page} / {document.total}")
    canvas.restoreState()


def cited_table(rows: list[src.Block]) -> Flowable:
    cells = [[Paragraph(escape(cell[0]), look("c", "Helvetica", 9)) for cell in row.cells] for row in rows]
    grid = Table(cells, colWidths=[48 * mm, 40 * mm, 58 * mm, 34 * mm], repeatRows=1)
    grid.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#D8E6EA")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return grid


def summary_part(block: src.Block | list[src.Block]) -> Flowable:
    if isinstance(block, list):
        return cited_table(block)
    if block.kind == "heading":
        return Paragraph(escape(block.text), NARROW_HEADS[block.marker])
    if block.kind == "item":
        return Paragraph(words(block), NARROW_ITEM, bulletText=block.marker or "•")
    return Paragraph(words(block), NARROW)


def two_columns(top: float) -> list[Frame]:
    return [Frame(x * mm, 16 * mm, 88 * mm, top * mm, id=f"f{x}", leftPadding=2, rightPadding=2) for x in (17, 111)]


def summary_once(source: src.Source, total: int) -> tuple[bytes, int]:
    """The report when its number of pages is taken to be `total`, and the number it turns out to have."""
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=LETTER, invariant=1, title=source.blocks[0].text, author="Alcaldía de Cali"
    )
    document.total = total
    document.lines = [b.text for b in source.blocks if b.kind in ("title", "subtitle")]
    document.addPageTemplates(
        [
            PageTemplate("first", two_columns(212), onPage=summary_title, autoNextPageTemplate="later"),
            PageTemplate("later", two_columns(248), onPage=summary_foot),
            PageTemplate("wide", [Frame(16 * mm, 16 * mm, 184 * mm, 248 * mm)], onPage=summary_foot),
        ]
    )
    blocks = [b for b in source.blocks if b.kind not in ("title", "subtitle")]
    last = max(i for i, b in enumerate(blocks) if b.kind == "heading")
    story = [summary_part(part) for part in gather(blocks[:last], "table")]
    wide = [summary_part(part) for part in gather(blocks[last:], "table")]
    document.build([*story, NextPageTemplate("wide"), PageBreak(), *wide])
    return out.getvalue(), document.page


def summary_report(source: src.Source) -> bytes:
    """Two columns a page, the title and the last table across both, "1 / 4" at the foot."""
    _, total = summary_once(source, 0)
    return summary_once(source, total)[0]


# --- a factsheet in three columns ------------------------------------------------------------

INK = colors.HexColor("#12355B")
SHEET = {
    "title": look("ft", "Narrow-Bold", 21, textColor=INK, spaceAfter=3),
    "subtitle": look("fs", "Narrow", 12.5, textColor=INK, spaceAfter=4),
    "#": look("f1", "Narrow-Bold", 14.5, textColor=INK, spaceBefore=7, spaceAfter=3),
    "##": look("f2", "Narrow-Bold", 11.5, spaceBefore=4, spaceAfter=2),
    "paragraph": look("fp", "Narrow", 11, spaceAfter=5),
    "item": look("fi", "Narrow", 11, spaceAfter=4, leftIndent=4 * mm, bulletIndent=0),
}


def sheet_part(block: src.Block | list[src.Block]) -> Flowable:
    if isinstance(block, list):
        lines = [Paragraph(escape(b.text), SHEET["##" if b.kind == "box" else "paragraph"]) for b in block]
        grid = Table([[lines]], colWidths=[80 * mm])
        grid.setStyle(
            TableStyle(
                [("BOX", (0, 0), (-1, -1), 1, INK), ("BACKGROUND", (0, 0), (-1, -1), colors.HexColor("#EAF0F6"))]
            )
        )
        grid.spaceBefore = 5 * mm
        return grid
    if block.kind == "item":
        return Paragraph(escape(block.text), SHEET["item"], bulletText="•")
    return Paragraph(escape(block.text), SHEET[block.marker if block.kind == "heading" else block.kind])


def factsheet(source: src.Source) -> bytes:
    """One landscape page; the third column comes first in the content stream, then the first and second."""
    columns: list[list[src.Block]] = [[]]
    for block in source.blocks:
        if block.kind == "column":
            columns += [[]] if block.marker != "1" else []
        else:
            columns[-1].append(block)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), invariant=1)
    canvas.setTitle(source.blocks[0].text)
    for number in (2, 0, 1):
        story = [sheet_part(part) for part in gather(columns[number], "box")]
        Frame((9 + 94 * number) * mm, 8 * mm, 90 * mm, 194 * mm, leftPadding=6, rightPadding=6).addFromList(
            story, canvas
        )
        if story:
            raise ValueError(f"column {number + 1} of the factsheet is too full")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


# --- a file nobody can open ------------------------------------------------------------------


def locked(text: str, password: str) -> bytes:
    """A page that opens with a password only."""
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=A4, invariant=1, encrypt=StandardEncryption(password, ownerPassword=password, strength=128)
    )
    canvas.drawString(30 * mm, 250 * mm, text)
    canvas.save()
    return out.getvalue()


load_fonts()
