"""Web pages: the article without navigation, banners, sidebars and footers, in paragraphs, lists and tables."""

from __future__ import annotations

import re
from html import escape

from lxml import etree, html

from pipeline.errors import DocumentError
from pipeline.extract.blocks import MOST_CHARACTERS, Blocks
from pipeline.extract.html.article import find_article
from pipeline.extract.html.flow import Flow
from pipeline.extract.plain.decode import decode
from pipeline.model import Document, Kind
from pipeline.text.clean import printable, squeeze

MEDIA_TYPE = "text/html"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(r"\s{0,1000}<\?xml[^>]{0,200}\?>")
_TOO_DEEP = "xcessive depth"
_INLINE = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|small|big|tt|center|o:p|basefont|a|div|label)\b[^<>]{0,2000}>", re.IGNORECASE
)
_SCRIPT = re.compile(r"<(?:script|style)\b[^<]{0,200000}", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,5000}>")
_PROPERTIES = {
    "author": "author", "dc.creator": "author", "article:published_time": "created", "dc.date": "created",
    "date": "created", "dcterms.created": "created", "article:modified_time": "modified", "last-modified": "modified",
}  # fmt: skip


def read_html(content: bytes, digest: str) -> Document:
    """Read a web page into located blocks.

    Raises DocumentError: `empty`, `no-text`, `unknown-format`, `corrupt`.
    """
    declared = _CHARSET.search(content[:4096])
    text, notes = decode(content, declared[1].decode("ascii") if declared else "")
    blocks = Blocks(notes=notes)
    if len(text) > 2 * MOST_CHARACTERS:
        blocks.note(f"The page was cut after {2 * MOST_CHARACTERS:,} characters of source.")
        text = text[: 2 * MOST_CHARACTERS]
    root = _parsed(text, blocks)
    properties = _properties(root)
    pictures = next(root.iter("img", "svg"), None) is not None
    article = find_article(root)
    if article.heading:
        blocks.add(Kind.TITLE, article.heading, "para=1")
    Flow(blocks, paragraphs=len(blocks.blocks), titled=bool(blocks.blocks)).read(article.node)
    finished = blocks.finished()
    if not finished:
        raise DocumentError("no-text", "it shows pictures only") if pictures else DocumentError("empty", "no text")
    title = next((block.text for block in finished if block.kind is Kind.TITLE), "") or properties.get("title", "")
    return Document(
        digest=digest,
        media_type=MEDIA_TYPE,
        blocks=finished,
        title=title,
        properties=properties,
        notes=tuple(blocks.notes),
    )


def _parsed(text: str, blocks: Blocks) -> html.HtmlElement:
    """The page as a tree. The parser stops at a depth that only tags which nobody closed reach: then they go."""
    text = printable(text).replace("\x0b", " ")
    if declaration := _XML.match(text):
        text = text[declaration.end() :]
    root, complete = _tree(text)
    if not complete:
        root, complete = _tree(_INLINE.sub("", text))
    if not complete:
        blocks.note("The page nests its elements too deeply: only its text was kept.")
        lines = (escape(squeeze(line)) for line in _TAG.sub("\n", _SCRIPT.sub("", text)).split("\n"))
        root, _ = _tree("<body>" + "".join(f"<p>{line}</p>" for line in lines if line))
    return root


def _tree(text: str) -> tuple[html.HtmlElement, bool]:
    """The tree of a source text, and whether all of it came in."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        if _TOO_DEEP in str(error):
            return html.Element("html"), False
        raise DocumentError("empty", "no text was found in it") from error
    return root, not any(_TOO_DEEP in entry.message for entry in parser.error_log)


def _properties(root: html.HtmlElement) -> dict[str, str]:
    """Title, author and dates, as the head of the page gives them."""
    found: dict[str, str] = {}
    title = root.find(".//head/title")
    if title is not None and title.text:
        found["title"] = squeeze(title.text)[:1000]
    for meta in root.iter("meta"):
        name = _PROPERTIES.get((meta.get("name") or meta.get("property") or "").lower())
        value = squeeze(meta.get("content") or "")
        if name and value:
            found.setdefault(name, value[:1000])
    return found
