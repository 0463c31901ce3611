"""A small writer of Word documents: strings of WordprocessingML in, the bytes of a .docx out.

Written by hand because python-docx writes neither content controls, check boxes nor footnotes.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

EPOCH = (2021, 1, 1, 0, 0, 0)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CALL = re.compile(r"\[\^(\d)\]")


@dataclass
class Word:
    """What goes into one document: its body, and the parts beside it."""

    title: str
    author: str
    body: list[str] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    header: str = ""
    footer: str = ""

    def list_of(self, shape: str) -> int:
        """The number of a new list: `•`, `1.`, `(1)` or `(a)`."""
        self.lists.append(shape)
        return len(self.lists)


def run(text: str, *, bold: bool = False, colour: str = "", style: str = "") -> str:
    inside = f'<w:rStyle w:val="{style}"/>' if style else ""
    inside += "<w:b/>" if bold else ""
    inside += f'<w:color w:val="{colour}"/>' if colour else ""
    looks = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def footnote_call(number: str) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def runs(text: str, *, bold: bool = False) -> str:
    """Runs of a text; `[^1]` becomes the call of a footnote."""
    pieces = CALL.split(text)
    return "".join(
        footnote_call(piece) if index % 2 else run(piece, bold=bold) for index, piece in enumerate(pieces) if piece
    )


def split_runs(text: str) -> str:
    """One sentence over several runs with a spelling mark between them, as Word leaves it."""
    middle = text.find(" ", len(text) // 2)
    if middle < 0:
        return run(text)
    return (
        run(text[:middle])
        + '<w:proofErr w:type="spellStart"/>'
        + run(text[middle:])
        + '<w:proofErr w:type="spellEnd"/>'
    )


def paragraph(inside: str, style: str = "", number: int = 0) -> str:
    """A paragraph around runs (or around inline content controls)."""
    looks = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p>{f'<w:pPr>{looks}</w:pPr>' if looks else ''}{inside}</w:p>"


def control(inside: str, tag: str, *, placeholder: bool = False) -> str:
    """A content control; inline or block according to what stands inside."""
    ident = sum(tag.encode()) + 1000
    shown = "<w:showingPlcHdr/>" if placeholder else ""
    looks = f'<w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/><w:id w:val="{ident}"/>{shown}</w:sdtPr>'
    return f"<w:sdt>{looks}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def checkbox(ticked: bool) -> str:
    """The check box control of Word 2010 and later."""
    state, glyph = ("1", "☒") if ticked else ("0", "☐")
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
    box = (
        f'<w14:checkbox><w14:checked w14:val="{state}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    shown = f"<w:r><w:rPr>{font}</w:rPr><w:t>{glyph}</w:t></w:r>"
    return f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"


def legacy_checkbox(name: str, ticked: bool) -> str:
    """The form field check box of Word 97 to 2003: its state stands in ffData only."""
    data = (
        f'<w:ffData><w:name w:val="{name}"/><w:enabled/><w:calcOnExit w:val="0"/><w:checkBox><w:sizeAuto/>'
        f'<w:default w:val="0"/>{"<w:checked/>" if ticked else ""}</w:checkBox></w:ffData>'
    )
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def cell(inside: str, width: int, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>'


def row(cells: list[str], *, heading: bool = False) -> str:
    looks = "<w:trPr><w:tblHeader/></w:trPr>" if heading else ""
    return f"<w:tr>{looks}{''.join(cells)}</w:tr>"


def table(rows: list[str], widths: list[int]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    looks = f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{looks}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def style(
    name: str, size: int, *, bold: bool = False, before: int = 0, after: int = 120, level: int | None = None
) -> str:
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    looks = f'<w:sz w:val="{size}"/>' if not bold else f'<w:b/><w:sz w:val="{size}"/>'
    ident = name.title().replace(" ", "") if name != "heading" else name
    return (
        f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:spacing w:before="{before}" w:after="{after}"/>{outline}</w:pPr><w:rPr>{looks}</w:rPr></w:style>'
    )


def styles() -> str:
    normal = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
        '<w:sz w:val="21"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="120"/></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
        '<w:rPr><w:color w:val="808080"/></w:rPr></w:style>'
    )
    named = [
        style("Title", 34, bold=True),
        style("Subtitle", 24),
        style("Small Print", 17),
        style("heading 1", 28, bold=True, before=320, level=0),
        style("heading 2", 24, bold=True, before=240, level=1),
        style("Question", 21, bold=True, before=200, after=60),
        style("footnote text", 18, after=40),
        style("List Paragraph", 21, after=80),
    ]
    return f"{HEAD}<w:styles {NAMESPACES}>{normal}{''.join(named)}</w:styles>"


SHAPES = {"•": ("bullet", "•"), "1.": ("decimal", "%1."), "(1)": ("decimal", "(%1)"), "(a)": ("lowerLetter", "(%1)")}


def numbering(lists: list[str]) -> str:
    """One definition per shape of list, one instance per list, each beginning at 1."""
    shapes = sorted(set(lists))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{SHAPES[shape][0]}"/><w:lvlText w:val="{SHAPES[shape][1]}"/>'
        '<w:pPr><w:ind w:left="567" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
        for index, shape in enumerate(shapes)
    )
    instances = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{shapes.index(shape)}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number, shape in enumerate(lists, 1)
    )
    return f"{HEAD}<w:numbering {NAMESPACES}>{abstract}{instances}</w:numbering>"


def footnotes(notes: dict[str, str]) -> str:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    written = "".join(
        f'<w:footnote w:id="{number}">{paragraph(mark + run(" " + text), "FootnoteText")}</w:footnote>'
        for number, text in notes.items()
    )
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0">'
        "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
    )
    return f"{HEAD}<w:footnotes {NAMESPACES}>{separators}{written}</w:footnotes>"


def page_number() -> str:
    return '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def parts(word: Word) -> dict[str, str]:
    """The document's own parts besides document.xml: name -> XML."""
    made = {"styles": styles(), "numbering": numbering(word.lists)}
    if word.footnotes:
        made["footnotes"] = footnotes(word.footnotes)
    if word.header:
        made["header1"] = f"{HEAD}<w:hdr {NAMESPACES}>{paragraph(run(word.header))}</w:hdr>"
    if word.footer:
        made["footer1"] = f"{HEAD}<w:ftr {NAMESPACES}>{paragraph(run(word.footer + ' ') + page_number())}</w:ftr>"
    return made


def document(word: Word, made: dict[str, str]) -> str:
    links = "".join(
        f'<w:{kind}Reference w:type="default" r:id="r-{kind}1"/>' for kind in ("header", "footer") if f"{kind}1" in made
    )
    page = (
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" w:right="1134" w:bottom="1247" w:left="1134" '
        'w:header="567" w:footer="567" w:gutter="0"/>'
    )
    body = "".join(word.body)
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{links}{page}</w:sectPr></w:body></w:document>"


def content_types(made: dict[str, str]) -> str:
    kinds = {name: name.rstrip("1") for name in made} | {"document": "document.main"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}{kind}+xml"/>' for name, kind in kinds.items()
    )
    core = (
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{HEAD}<Types xmlns="{PACKAGE}content-types">{defaults}{overrides}{core}</Types>'


def relations(targets: dict[str, tuple[str, str]]) -> str:
    """Ids with type and target as a relationships part."""
    rows = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in targets.items())
    return f'{HEAD}<Relationships xmlns="{PACKAGE}relationships">{rows}</Relationships>'


def core(word: Word) -> str:
    names = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f"{HEAD}<cp:coreProperties {names}><dc:title>{escape(word.title)}</dc:title>"
        f"<dc:creator>{escape(word.author)}</dc:creator></cp:coreProperties>"
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive whose bytes depend on the files alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def docx(word: Word) -> bytes:
    """The bytes of the document."""
    made = parts(word)
    inner = {f"r-{name}": (OFFICE + name.rstrip("1"), f"{name}.xml") for name in made}
    outer = {
        "r1": (OFFICE + "officeDocument", "word/document.xml"),
        "r2": (PACKAGE + "relationships/metadata/core-properties", "docProps/core.xml"),
    }
    texts = {
        "[Content_Types].xml": content_types(made),
        "_rels/.rels": relations(outer),
        "word/document.xml": document(word, made),
        "word/_rels/document.xml.rels": relations(inner),
        **{f"word/{name}.xml": xml for name, xml in made.items()},
        "docProps/core.xml": core(word),
    }
    return zipped({name: text.encode() for name, text in texts.items()})
