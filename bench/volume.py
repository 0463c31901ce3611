"""A book of some 300 pages, set by LibreOffice, whose text is known: chapters, footnotes, tables, an appendix in columns.

It is written as a flat OpenDocument text of made-up sentences (from a seed, always the same ones), with running heads
that change with the chapter, page numbers, footnotes at the feet of pages, tables that pages cut, hyphenated lines, an
appendix in two columns and an index, and then printed. `python bench/extract.py book` measures against it.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from known import Rendering
from press import Known

from pipeline.extract.office.probe import program

CHAPTERS, SECTIONS, PARAGRAPHS = 24, 5, 15
ENTRIES = 260  # of the appendix, and of the index
SECONDS = 600

_WHO = "The ward council|A team of engineers|Market traders|The transport office|Young residents|The water utility|Two neighbourhood committees|The planning department|School principals|The harbour authority"
_DID = "compared|mapped|rebuilt|negotiated|documented|postponed|financed|reorganised|inspected|abandoned"
_WHAT = "the night-bus timetable|a drainage channel|public lighting|the low-income housing register|a re-use depot|the co-operative savings scheme|an emergency shelter|street-vending permits|the tree inventory|a data-sharing agreement"
_WHERE = "along the old railway|in the northern districts|behind the central station|between the two bridges|near the fish market|on the eastern embankment|across eleven municipalities|in the informal settlements"
_WHY = "because maintenance had been neglected|after residents complained repeatedly|so that implementation could begin earlier|although responsibilities remained unclear|when international partners withdrew|to strengthen accountability|while infrastructure deteriorated"
_TOPIC = "Water|Mobility|Housing|Markets|Lighting|Waste|Budgets|Archives|Shelter|Harbours|Schools|Drainage"
_VIEW = "and Its Keepers|Before the Flood|Under Review|from Below|After Dark|in Numbers|on Trial|Revisited"


@dataclass
class _Book:
    """What was written so far: the blocks as they ought to be read, and the markup that is set."""

    chance: random.Random
    blocks: list[Known] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    notes: list[Known] = field(default_factory=list)

    def say(self, kind: str, text: str, style: str, *, level: int = 0, note: str = "") -> None:
        """Add a block; note: of a footnote that is called at its end."""
        self.blocks.append(Known(kind, text, level=level))
        tag = "h" if kind == "heading" else "p"
        outline = f' text:outline-level="{level}"' if level else ""
        called = self._called(note) if note else ""
        self.markup.append(f'<text:{tag} text:style-name="{style}"{outline}>{escape(text)}{called}</text:{tag}>')

    def _called(self, note: str) -> str:
        number = len(self.notes) + 1
        self.notes.append(Known("footnote", note, marker=str(number)))
        body = f'<text:note-body><text:p text:style-name="Note">{escape(note)}</text:p></text:note-body>'
        citation = f"<text:note-citation>{number}</text:note-citation>"
        return f'<text:note text:note-class="footnote">{citation}{body}</text:note>'

    def table(self, rows: list[tuple[str, ...]]) -> None:
        """Add a ruled table whose first row is repeated on each page it comes to."""
        self.blocks.append(Known("table", "", rows=tuple(rows)))
        lines = [f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows]
        columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
        head = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
        self.markup.append(f"<table:table>{columns}{head}{''.join(lines[1:])}</table:table>")
        self.markup.append('<text:p text:style-name="Body"/>')

    def sentence(self) -> str:
        who, did, what, where, why = (self.chance.choice(w.split("|")) for w in (_WHO, _DID, _WHAT, _WHERE, _WHY))
        year = self.chance.randint(1961, 2024)
        return f"{who} {did} {what} {where} in {year} {why}."

    def prose(self, least: int = 2, most: int = 6) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(least, most)))


def _cell(text: str) -> str:
    return f'<table:table-cell table:style-name="Ruled"><text:p text:style-name="Cell">{escape(text)}</text:p></table:table-cell>'


def _written() -> _Book:
    book = _Book(random.Random(20_241))
    book.say("title", "The Patient City: Sixty Years of Small Repairs", "Title")
    for chapter in range(1, CHAPTERS + 1):
        topic, view = book.chance.choice(_TOPIC.split("|")), book.chance.choice(_VIEW.split("|"))
        book.say("heading", f"Chapter {chapter} {topic} {view}", "Chapter", level=1)
        for section in range(1, SECTIONS + 1):
            book.say(
                "heading",
                f"{chapter}.{section} {book.chance.choice(_TOPIC.split('|'))} in Practice",
                "Section",
                level=2,
            )
            _section(book)
    _appendix(book)
    return book


def _section(book: _Book) -> None:
    for number in range(PARAGRAPHS):
        noted = book.chance.random() < 0.12
        book.say("paragraph", book.prose(), "Body", note=book.prose(1, 2) if noted else "")
        if number == PARAGRAPHS // 2 and book.chance.random() < 0.4:
            book.table(list(_rows(book)))


def _rows(book: _Book) -> Iterator[tuple[str, ...]]:
    yield ("City", "Work", "Year", "Cost in thousands")
    for _ in range(book.chance.randint(4, 14)):
        city = book.chance.choice(
            ["Tampico", "Gdynia", "Mbale", "Hai Phong", "Arequipa", "Tangier", "Cork", "Surat", "Natal"]
        )
        what = book.chance.choice(_WHAT.split("|"))
        yield (
            city,
            what[:1].upper() + what[1:],
            str(book.chance.randint(1961, 2024)),
            f"{book.chance.randint(2, 950)}",
        )


def _appendix(book: _Book) -> None:
    book.say("heading", "Appendix Chronicle of Repairs", "Chapter", level=1)
    book.markup.append('<text:section text:style-name="Two" text:name="two">')
    for _ in range(ENTRIES):
        book.say("paragraph", book.prose(1, 2), "Body")
    book.markup.append("</text:section>")
    book.say("heading", "Index", "Chapter", level=1)
    for number in range(ENTRIES):
        pages = sorted(book.chance.sample(range(3, 290), 3))
        book.say(
            "paragraph", f"{book.chance.choice(_WHAT.split('|'))}, no. {number}: {', '.join(map(str, pages))}", "Entry"
        )


_STYLE = """<style:style style:name="{name}" style:family="paragraph"{more}>
<style:paragraph-properties fo:margin-top="{before}pt" fo:margin-bottom="{after}pt" fo:text-align="{align}"{page}/>
<style:text-properties fo:font-size="{size}pt" fo:font-weight="{weight}" style:font-name="Serif" fo:language="en"
 fo:country="US" fo:hyphenate="{hyphenate}"/></style:style>"""


def _style(
    name: str, size: float, *, bold: bool = False, before: float = 0, after: float = 5, page: bool = False
) -> str:
    body = name in ("Body", "Note")
    return _STYLE.format(
        name=name, size=size, before=before, after=after, weight="bold" if bold else "normal",
        align="justify" if body else "left", hyphenate="true" if body else "false",
        page=' fo:break-before="page"' if page else "", more="",
    )  # fmt: skip


def _markup(book: _Book) -> str:
    names = ("office", "text", "table", "style", "draw=drawing", "fo=xsl-fo-compatible", "svg=svg-compatible")
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long or short}:1.0"'
        for short, _, long in (name.partition("=") for name in names)
    )
    styles = "".join((
        _style("Title", 26, bold=True, before=180, after=20), _style("Chapter", 17, bold=True, after=14, page=True),
        _style("Section", 13, bold=True, before=10), _style("Body", 11), _style("Note", 8.5, after=2),
        _style("Cell", 9.5, after=0), _style("Entry", 9.5, after=1), _style("Head", 8.5, after=8),
    ))  # fmt: skip
    automatic = (
        '<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="17cm" fo:page-height="24cm" '
        'fo:margin-top="1.6cm" fo:margin-bottom="1.6cm" fo:margin-left="2.2cm" fo:margin-right="2.2cm"/>'
        "<style:header-style/><style:footer-style/></style:page-layout>"
        '<style:style style:name="Ruled" style:family="table-cell">'
        '<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="2pt"/></style:style>'
        '<style:style style:name="Two" style:family="section"><style:section-properties text:dont-balance-text-columns="true">'
        '<style:columns fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>'
    )
    head = '<text:p text:style-name="Head">The Patient City · <text:chapter text:display="name" text:outline-level="1"/></text:p>'
    foot = '<text:p text:style-name="Head">Page <text:page-number text:select-page="current"/></text:p>'
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="P">'
        f"<style:header>{head}</style:header><style:footer>{foot}</style:footer></style:master-page>"
    )
    fonts = '<style:font-face style:name="Serif" svg:font-family="Liberation Serif"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document {spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:font-face-decls>{fonts}</office:font-face-decls><office:styles>{styles}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles>"
        f"<office:body><office:text>{''.join(book.markup)}</office:text></office:body></office:document>"
    )


def volume() -> Rendering | None:
    """The book, None where LibreOffice is not installed."""
    if not program():
        return None
    book = _written()
    with tempfile.TemporaryDirectory(prefix="volume-") as folder:
        source = Path(folder) / "book.fodt"
        source.write_text(_markup(book), encoding="utf-8")
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program(), profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        content = source.with_suffix(".pdf").read_bytes()
    return Rendering("book", content, [*book.blocks, *book.notes], furniture=["The Patient City ·"], prose=False)
