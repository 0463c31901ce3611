"""Word files, new and old: bombs, entities, spans, depths, macros, fields, objects, passwords."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.making import (
    ESCAPE,
    FORGED,
    FORMULAS,
    MARKUP,
    READ,
    TURNED,
    Made,
    compound,
    part_of,
    relations,
    rtf,
    word,
    wp,
    wtable,
    zipped,
)

SAID = wp(READ)
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY l0 'laugh'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    yield from _entities(secret, address)
    yield from _large()
    yield from _deep()
    yield from _active(secret, address)
    yield from _locked_and_broken()


def _entities(secret: str, address: str) -> Iterator[Made]:
    inner = "<w:r><w:t>&a;</w:t></w:r>"
    yield Made("xxe.docx", word(SAID, wp(inner), head=f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>'), "corrupt")  # fmt: skip
    yield Made("xxe-asks.docx", word(SAID, head=f'<!DOCTYPE x SYSTEM "{address}/docx.dtd">'), "corrupt")
    yield Made("laughs.docx", word(SAID, wp("<w:r><w:t>&l9;</w:t></w:r>"), head=LAUGHS), "corrupt")
    utf16 = ('<?xml version="1.0" encoding="UTF-16"?>' + f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><x>&a;</x>').encode("utf-16")  # fmt: skip
    yield Made("xxe-in-utf-16.docx", word(SAID, more={"word/document.xml": utf16}), "corrupt")
    styles = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><w:styles xmlns:w="x">&a;</w:styles>'
    yield Made("xxe-in-styles.docx", word(SAID, more={**part_of("styles", "styles", ""), "word/styles.xml": styles}))
    core = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><x xmlns:d="d"><d:title>&a;</d:title></x>'
    yield Made("xxe-in-properties.docx", word(SAID, more={"docProps/core.xml": core}))


def _large() -> Iterator[Made]:
    zeros = b"<w:document>" + b" " * 60_000_000
    yield Made("bomb.docx", word(SAID, more={"word/document.xml": zeros}), "bomb")
    lying = bytearray(word(SAID, more={"word/document.xml": zeros}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = lying.rfind(mark)
        lying[place + at : place + at + 4] = (100).to_bytes(4, "little")
    yield Made("bomb-that-lies.docx", bytes(lying), "bomb|corrupt|read")
    yield Made("bomb-beside.docx", word(SAID, more={"word/media/a.bin": bytes(60_000_000)}))
    yield Made("paragraph-of-5-million.docx", word(SAID, wp("night buses run on every main road of the city " * 110_000)), "cut")  # fmt: skip
    yield Made("word-of-5-million.docx", word(SAID, wp("x" * 5_000_000)), "cut")
    yield Made("300000-paragraphs.docx", word(SAID, wp("A lamp.") * 300_000), "read|cut")
    yield Made("span-of-a-billion.docx", word(SAID, wtable(("a", "b"), props='<w:gridSpan w:val="1000000000"/>')), "read")  # fmt: skip
    yield Made("40000-cells.docx", word(SAID, wtable(*[("x",) * 200] * 200)), "cut")
    runs = "<w:r><w:t>a</w:t></w:r>" * 300_000
    yield Made("300000-runs.docx", word(SAID, wp(runs)), "read|cut")


def _deep() -> Iterator[Made]:
    tables = "<w:tbl><w:tr><w:tc>" * 3_000 + wp("inside") + "</w:tc></w:tr></w:tbl>" * 3_000
    yield Made("tables-3000-deep.docx", word(SAID, tables), "corrupt|cut")
    tables = "<w:tbl><w:tr><w:tc>" * 60 + wp("inside") + "</w:tc></w:tr></w:tbl>" * 60
    yield Made("tables-60-deep.docx", word(SAID, tables), "read")
    controls = "<w:sdt><w:sdtContent>" * 100 + SAID + "</w:sdtContent></w:sdt>" * 100
    yield Made("controls-100-deep.docx", word(controls), "read|cut")
    inner = "x"
    for _ in range(60):
        inner = f"<mc:AlternateContent><mc:Choice Requires='wps'>{inner}</mc:Choice><mc:Fallback>{inner if len(inner) < 2000 else ''}</mc:Fallback></mc:AlternateContent>"
    yield Made("choices-60-deep.docx", word(SAID, wp(f"<w:r>{inner}</w:r>")), "read|cut")
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:basedOn w:val="{1}"/></w:style>'
    looped = part_of("styles", "styles", style.format("A", "B") + style.format("B", "A"))
    yield Made("styles-in-a-circle.docx", word(wp(READ, '<w:pStyle w:val="A"/>'), more=looped))
    list_of = '<w:abstractNum w:abstractNumId="{0}"><w:numStyleLink w:val="S"/><w:styleLink w:val="S"/></w:abstractNum><w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
    number = '<w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr>'
    looped = part_of("numbering", "numbering", list_of.format(1))
    yield Made("lists-in-a-circle.docx", word(wp(READ, number), more=looped))
    levels = "".join(f"%{n}." for n in range(1, 10)) * 2_000
    level = f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="999999999"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="{levels}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    more = part_of("numbering", "numbering", level)
    yield Made("roman-billion.docx", word(wp(READ, number.replace("999999999", "0")) * 2, more=more), "read|cut")
    note = wp('<w:r><w:footnoteReference w:id="1"/></w:r>')
    notes = part_of("footnotes", "footnotes", f'<w:footnote w:id="1">{note}</w:footnote>')
    yield Made("notes-in-a-circle.docx", word(SAID, note, more=notes))


def _active(secret: str, address: str) -> Iterator[Made]:
    yield Made("macro.docm", word(SAID, more={"word/vbaProject.bin": compound(("VBA", b"Sub AutoOpen()\r\nShell"))}))
    fetched = {"word/_rels/document.xml.rels": relations(("attachedTemplate", f"{address}/t.dotm"), ("image", f"file://{secret}"), ("frame", f"{address}/frame"))}  # fmt: skip
    yield Made("template-from-afar.docx", word(SAID, more=fetched))
    page = f"<html><body><script>x</script><iframe src='file://{secret}'></iframe>{MARKUP}</body></html>"
    chunk = {"word/_rels/document.xml.rels": relations(("aFChunk", "a.html")), "word/a.html": page}
    yield Made("page-inside.docx", word(SAID, '<w:altChunk r:id="r0"/>', more=chunk))
    fields = ('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"', f'INCLUDETEXT "{secret}"', f'INCLUDEPICTURE "{address}/p"', 'HYPERLINK "javascript:alert(1)"')  # fmt: skip
    made = "".join(
        wp(
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{one}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        for one in fields
    )
    yield Made("fields.docx", word(SAID, made))
    objects = {"word/embeddings/o.bin": compound(("\x01Ole10Native", b"calc.exe\0" * 100)), "word/_rels/document.xml.rels": relations(("oleObject", "embeddings/o.bin"))}  # fmt: skip
    yield Made("object.docx", word(SAID, wp('<w:r><w:object><o:OLEObject xmlns:o="o" r:id="r0"/></w:object></w:r>'), more=objects))  # fmt: skip
    cells = wtable(*[(formula, f"{formula} {READ}") for formula in FORMULAS])
    yield Made("formulas.docx", word(SAID, cells, *(wp(formula) for formula in FORMULAS)))
    yield Made("markup.docx", word(SAID, wp(f"Lesson: {MARKUP} in Turin should stay text."), wp(f"x {MARKUP}"), wp("[x](javascript:alert(1)) | **bold** <b>")))  # fmt: skip
    yield Made("signs.docx", word(SAID, wp(f"Lesson: Turin {TURNED} should light its stops."), wp(f"x {FORGED}")))
    core = '<p xmlns:d="d"><d:title>{}</d:title><d:creator>{}</d:creator></p>'.format(*(text.translate({60: "&lt;", 62: "&gt;"}) for text in (MARKUP, FORMULAS[0])))  # fmt: skip
    yield Made("properties.docx", word(SAID, more={"docProps/core.xml": core}))
    yield Made("escapes.docx", word(SAID, wp(f"Lesson: {ESCAPE} in Turin.")), "corrupt")  # what XML may not hold
    leads_out = {"../../../../tmp/owned.xml": "<x/>", "word\\..\\..\\owned": "x", "/tmp/owned": "x"}
    yield Made("parts-lead-out.docx", word(SAID, more=leads_out))
    twice = {"word/Document.xml": "<w:document xmlns:w='x'/>"}
    yield Made("part-twice.docx", word(SAID, more=twice), "read|corrupt")
    afar = {"word/_rels/document.xml.rels": relations(("styles", f"../../../../..{secret}"), ("numbering", "/etc/passwd"))}  # fmt: skip
    yield Made("relations-lead-out.docx", word(SAID, more=afar))


def _locked_and_broken() -> Iterator[Made]:
    yield Made("locked.docx", compound(("EncryptedPackage", b"\x10" * 5_000), ("EncryptionInfo", b"\4\0\4\0")), "encrypted")  # fmt: skip
    head = b"\xec\xa5\xc1\0" + bytes(6) + (0x0100).to_bytes(2, "little")  # fEncrypted ([MS-DOC] 2.5.1, FibBase)
    yield Made("locked.doc", compound(("WordDocument", head + b"\x5a" * 8_000), ("1Table", b"\x5a" * 5_000)), "encrypted")  # fmt: skip
    yield Made("noise.doc", compound(("WordDocument", b"\xec\xa5\xc1\0" + bytes(12) + bytes(range(256)) * 40)), "corrupt|empty|missing-tool|timed-out")  # fmt: skip
    yield Made("rich-text.doc", rtf(f"{READ}\\par"))
    yield Made("locked-part.docx", _with_flag(word(SAID)), "encrypted")
    whole = word(SAID, wp("A lamp.") * 5_000)
    yield Made("cut-off.docx", whole[: len(whole) // 2], "corrupt")
    yield Made(
        "no-text-part.docx", zipped(("[Content_Types].xml", b"<Types/>"), ("word/x.xml", b"<x/>")), "corrupt|ignored"
    )
    yield Made("text-named.docx", f"{READ} It is plain text.\n".encode(), "corrupt")
    yield Made("page-named.docx", f"<html><body><p>{READ}</p></body></html>".encode(), "corrupt")


def _with_flag(content: bytes) -> bytes:
    """The same zip, each part of which says that it has a password."""
    raw = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + at] |= 1
            place = raw.find(mark, place + 4)
    return bytes(raw)
