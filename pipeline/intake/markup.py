"""The text of an HTML mail, by a simple routine: lines, list marks, table cells, quotes; nothing hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree

from pipeline.text.clean import squeeze

_SKIPPED = frozenset({"script", "style", "head", "title", "noscript", "template", "object", "select", "textarea"})
_BLOCKS = frozenset(
    {"p", "div", "table", "tr", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"dl", "dt", "dd", "section", "article", "header", "footer", "address", "center", "form", "fieldset"}
    | {"body", "html", "tbody", "thead"}
)
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre"})
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|mso-hide\s{0,5}:\s{0,5}all", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_TAG = re.compile(r"<[^<>]{0,2000}>")
LONGEST = 3_000_000


def html_to_text(html: str) -> str:
    """Text of a page or mail, of which at most `LONGEST` characters are looked at. Quoted
    passages keep a `> ` before each line, so that they can be cut as history.
    """
    root = _parse(html[:LONGEST])
    if root is None:  # nested more deeply than the parser goes
        return _without_tags(html[:LONGEST])
    writer = _Writer()
    for event, element in _walk(root):
        if event == "end":
            writer.end(element)
        else:
            writer.start(element, hidden=event == "hidden")
    return writer.text()


def _parse(html: str) -> Any:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
        too_deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
        return None if too_deep else root
    except (etree.LxmlError, ValueError):
        return None


def _without_tags(html: str) -> str:
    """
    >>> _without_tags("<div><p>One</p>two &amp; three</div><!-- no -->")
    'One\\ntwo & three'
    """
    lines = unescape(_TAG.sub("\n", html)).splitlines()
    return "\n".join(squeeze(line) for line in lines if line.strip())


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Start (or "hidden") and end of each element but those within hidden ones. No recursion, however deep it nests."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            continue
        if event == "start" and _is_hidden(element):
            walker.skip_subtree()
            event = "hidden"
        yield event, element


def _is_hidden(element: Any) -> bool:
    return element.tag in _SKIPPED or "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")[:500]))


class _Writer:
    """Lines as they grow."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []  # pieces of the present line
        self.quotes = 0
        self.lists: list[int] = []  # the number of each open list's last item, -1 where it has bullets
        self.kept = 0  # open <pre>
        self.pending = ""  # a list item's mark, until its text comes

    def start(self, element: Any, hidden: bool) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.close(spaced=tag in _SPACED and not self.lists)
        if tag == "br":
            self.close(always=True)
        elif tag == "blockquote":
            self.quotes += 1
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self.pending = self.mark()
        elif tag in ("td", "th") and self.line:
            self.line.append("\t")
        elif tag == "pre":
            self.kept += 1
        if not hidden:
            self.add(element.text)

    def end(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.close(spaced=tag in _SPACED and len(self.lists) < 2)
        if tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "pre":
            self.kept = max(0, self.kept - 1)
        self.add(element.tail)

    def mark(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "• "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def add(self, text: str | None) -> None:
        if not text:
            return
        if not self.kept:
            text = _SPACE.sub(" ", text)
            text = text if self.line and self.line[-1][-1] not in " \t" else text.lstrip()
            self.line += [text] if text else []
            return
        first, *rest = text.split("\n")
        self.line += [first] if first else []
        for line in rest:
            self.close(always=True)
            self.line = [line] if line else []

    def close(self, spaced: bool = False, always: bool = False) -> None:
        line = "".join(self.line).strip(" \t").replace(" \t", "\t")
        if line or always:
            self.lines.append("> " * min(self.quotes, 9) + self.pending + line)
            self.pending = ""
        if spaced and self.lines and self.lines[-1].strip("> "):
            self.lines.append("")
        self.line = []

    def text(self) -> str:
        self.close()
        return "\n".join(self.lines).strip("\n")
