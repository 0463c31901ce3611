"""The control words of RTF: how they look, what characters some stand for, which groups are passed over."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z'])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
SIGNS = {
    "tab": " ", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "page": " ", "column": " ",
    "softline": "\n",
}  # fmt: skip
SKIPPED = {
    "colortbl", "pict", "object", "objdata", "datastore", "themedata", "colorschememapping", "latentstyles", "xmlnstbl",
    "listtable", "listoverridetable", "rsidtbl", "generator", "mmathPr", "pgptbl", "annotation", "atnid", "atnauthor",
    "nonshppict", "shprslt", "filetbl", "revtbl", "bkmkstart", "bkmkend", "xe", "tc", "rxe", "private", "upr", "pntxta",
    "pntxtb", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "fontemb", "falt", "panose", "sp", "do",
}  # fmt: skip
STARRED = {
    "shpinst",
    "shptxt",
    "fldinst",
    "formfield",
    "ffl",
    "ffname",
    "nesttableprops",
    "ud",
    "cs",
    "ts",
    "footnote",
}
STARRED |= {"pntext", "datafield"}
FURNITURE = {"header": "header", "headerl": "header", "headerr": "header", "headerf": "header"}
FURNITURE |= {"footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer"}


def known_page(name: str) -> str:
    """A code page that Python knows, else Windows-1252; 65001 is UTF-8."""
    if name == "cp65001":
        return "utf-8"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
