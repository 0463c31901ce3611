"""The names of WordprocessingML elements and attributes that are read, with their namespaces."""

from __future__ import annotations

from functools import cache

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


@cache
def w(name: str) -> str:
    """The full name of an element or attribute of the main namespace."""
    return _W + name


P, R, T, TBL, TR, TC = w("p"), w("r"), w("t"), w("tbl"), w("tr"), w("tc")
P_PR, R_PR, TC_PR, TR_PR, SDT_PR = w("pPr"), w("rPr"), w("tcPr"), w("trPr"), w("sdtPr")
SDT, SDT_CONTENT, TXBX = w("sdt"), w("sdtContent"), w("txbxContent")
VAL, ID = w("val"), w("id")
ALTERNATE, CHOICE, FALLBACK = _MC + "AlternateContent", _MC + "Choice", _MC + "Fallback"
MATH, MATH_PARA, MATH_TEXT = _M + "oMath", _M + "oMathPara", _M + "t"
# containers whose children count as if they stood in their place
OPEN = {w(name) for name in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "hyperlink", "rubyBase")}
_OFF = {"0", "false", "off", "none"}


def child(parent: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child of that name. A loop is several times quicker than lxml's `find` where children are few."""
    for element in parent if parent is not None else ():
        if element.tag == tag:
            return element
    return None


def value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child, None where there is no such child or value."""
    found = child(parent, w(name))
    return None if found is None else found.get(VAL)


def switch(element: etree._Element | None) -> bool | None:
    """A switch such as `w:b`: on, off, or None where it is not there."""
    return None if element is None else element.get(VAL, "1").lower() not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """A whole number as written in an attribute; the default where it is none or absurdly long."""
    try:
        return int(text) if text is not None and len(text) < 10 else default
    except ValueError:
        return default


def alternative(element: etree._Element) -> etree._Element | None:
    """The one branch of `mc:AlternateContent` to read: the newer one, unless only the older holds text."""
    choice, fallback = element.find(CHOICE), element.find(FALLBACK)
    if choice is None or (fallback is not None and not _has_text(choice) and _has_text(fallback)):
        return fallback
    return choice


def _has_text(element: etree._Element) -> bool:
    return next(element.iter(T), None) is not None
