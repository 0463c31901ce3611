"""Word files for tests, written from a few words: `packed(p("One ", r("bold", "<w:b/>")) + table("a|b"))`."""

# An input broken over three lines is harder to read than a long one.

from __future__ import annotations

import io
import zipfile

from pipeline.extract.docx import read_docx
from pipeline.model import Block, Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROMPT = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"


def r(text: str, props: str = "") -> str:
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inner: str, props: str = "") -> str:
    """A paragraph; plain words become a run."""
    runs = "".join(part if part.startswith("<") else r(part) for part in inner)
    return f"<w:p><w:pPr>{props}</w:pPr>{runs}</w:p>"


def item(text: str, num: int = 1, level: int = 0) -> str:
    return p(text, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def sdt(inner: str, props: str = "<w:sdtPr/>") -> str:
    return f"<w:sdt>{props}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def tick(state: str) -> str:
    return f'<w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'


def tc(*inner: str, props: str = "") -> str:
    body = "".join(part if part.startswith("<") else p(part) for part in inner)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{body}</w:tc>"


def table(*rows: str) -> str:
    """A table from rows such as `a|b`, or from finished rows."""
    made = (row if row.startswith("<") else "".join(tc(cell) for cell in row.split("|")) for row in rows)
    return "<w:tbl>" + "".join(row if row.startswith("<w:tr") else f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def field(kind: str, data: str = "", result: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>{kind}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def packed(body: str, **parts: str) -> bytes:
    """A Word file with that body, and parts such as `numbering` or `styles` given by their inner XML."""
    roots = {
        "footnotes": "footnotes",
        "numbering": "numbering",
        "styles": "styles",
        "header": "hdr",
        "footer": "ftr",
    } | {"glossaryDocument": "glossaryDocument"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{roots[name]} {SPACES}>{inner}</w:{roots[name]}>")
        links = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{n}" Target="{n}.xml"/>' for n in parts)
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
    return out.getvalue()


def read(body: str, **parts: str) -> Document:
    return read_docx(packed(body, **parts), "d")


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in read(body, **parts).blocks]


def only(body: str, **parts: str) -> Block:
    (block,) = read(body, **parts).blocks
    return block


def level(index: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbering(*levels: str, more: str = "") -> str:
    joined = "".join(levels)
    return (
        f'<w:abstractNum w:abstractNumId="0">{joined}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def markers(body: str, numbers: str) -> list[str]:
    return [block.marker for block in read(body, numbering=numbers).blocks]
