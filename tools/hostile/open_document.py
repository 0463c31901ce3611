"""OpenDocument texts: entities, repeats, depths, macros, passwords."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.making import FORMULAS, MARKUP, READ, TURNED, Made, odt, op
from hostile.words import LAUGHS

SAID = op(READ)


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    yield Made("xxe.odt", odt(SAID, op("<text:s/>&a;"), head=f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>'), "corrupt")  # fmt: skip
    yield Made("xxe-asks.odt", odt(SAID, head=f'<!DOCTYPE x SYSTEM "{address}/odt.dtd">'), "corrupt")
    yield Made("laughs.odt", odt(SAID, op("<text:s/>&l9;"), head=LAUGHS), "corrupt")
    yield Made("bomb.odt", odt(SAID, more={"content.xml": b"<x>" + b" " * 60_000_000}), "bomb")
    cells = '<table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell>'
    rows = (
        f'<table:table><table:table-row table:number-rows-repeated="1000000000">{cells}</table:table-row></table:table>'
    )
    yield Made("repeated-a-billion-times.odt", odt(SAID, rows), "read")
    yield Made("blanks-a-billion.odt", odt(SAID, op('<text:s text:c="1000000000"/>x')), "read|cut")
    tables = "<table:table><table:table-row><table:table-cell>" * 3_000
    tables += op("x") + "</table:table-cell></table:table-row></table:table>" * 3_000
    yield Made("tables-3000-deep.odt", odt(SAID, tables), "corrupt|cut")
    lists = "<text:list><text:list-item>" * 100 + op("inside") + "</text:list-item></text:list>" * 100
    yield Made("lists-100-deep.odt", odt(SAID, lists), "read|cut")
    style = '<style:style style:name="{0}" style:family="paragraph" style:parent-style-name="{1}"/>'
    looped = f'<text:p text:style-name="A">{READ}</text:p>'
    yield Made("styles-in-a-circle.odt", odt(looped, styles=style.format("A", "B") + style.format("B", "A")))
    fetched = (
        f'<draw:frame><draw:image xlink:href="file://{secret}"/><draw:object xlink:href="{address}/o"/></draw:frame>'
    )
    yield Made("pictures-from-afar.odt", odt(SAID, op(fetched), f'<text:section text:name="s"><text:section-source xlink:href="{secret}"/></text:section>'))  # fmt: skip
    macro = {"Basic/Standard/Module1.xml": b"<script:module>Shell(&quot;calc&quot;)</script:module>"}
    link = '<office:scripts><script:event-listener script:event-name="dom:load" script:language="ooo:script"/></office:scripts>'
    yield Made("macro.odt", odt(link, SAID, more=macro))
    yield Made("formulas-and-markup.odt", odt(SAID, op(f"x {MARKUP}"), *(op(formula.strip()) for formula in FORMULAS), op(f"Lesson: Turin {TURNED} should light its stops.")))  # fmt: skip
    locked = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><encryption-data/></manifest>'
    yield Made("locked.odt", odt(SAID, manifest=locked), "encrypted")
    whole = odt(SAID, op("A lamp.") * 5_000)
    yield Made("cut-off.odt", whole[: len(whole) // 2], "corrupt")
