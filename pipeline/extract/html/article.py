"""Which part of a web page is the article: what is hidden, navigates, advertises or repeats on each page is cut off.

Recall comes first: a part that holds much of the page's running text is never cut, whatever its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from pipeline.text.clean import squeeze

_NO_TEXT = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map",
    "button", "datalist", "dialog", "head",
)  # fmt: skip
_AROUND = {"nav", "aside", "footer", "menu"}
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alert"}
_NAMES = frozenset(
    [
        "nav", "navbar", "navigation", "navi", "menu", "submenu", "mainmenu", "topmenu", "topnav", "mainnav", "sidenav",
        "breadcrumb", "breadcrumbs", "crumb", "crumbs", "pathway", "sidebar", "side", "aside", "rightcol", "leftcol",
        "footer", "foot", "bottom", "footnav", "copyright", "cookie", "cookies", "cookiebar", "consent", "gdpr",
        "share", "sharing", "social", "addthis", "sharethis", "follow", "comments", "comment", "respond", "disqus",
        "related", "recommended", "popular", "latest", "trending", "widget", "widgets", "login", "signin", "newsletter",
        "subscribe", "subscription", "advert", "advertisement", "ads", "ad", "promo", "pager", "pagination", "skip",
        "skiplink", "toolbar", "search", "searchform", "searchbox", "masthead", "topbar", "popup", "modal", "sitemap",
        "tagcloud", "buttonheading", "printbutton", "sidemenu", "accessibility", "language", "langswitch", "lang",
    ]
)  # fmt: skip
_MAIN_NAMES = frozenset(
    ["main", "content", "article", "post", "entry", "page", "body", "story", "maincontent", "primary", "component"]
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SELECTOR = re.compile(r"^\s*[a-z0-9]*([.#])([\w-]{1,80})\s*$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^\W{0,3}(?:copyright\b|©|\(c\)\s+\d{4}|all rights reserved|skip to\b|you are here\b|back to top"
    r"|share (?:this|on)\b|print this page|powered by\b)"
    r"|\bwe use cookies\b|\bthis (?:site|website) uses cookies\b|\bcookies? policy\b",
    re.IGNORECASE,
)
_BLOCKS = {"p", "div", "ul", "ol", "table", "section", "header", "form", "center", "td", "dl", "h5", "h6", "li"}
_NAMED_BLOCKS = _BLOCKS | {"span", "a"}
_SURELY_AROUND = frozenset(
    ["sidebar", "sidenav", "footer", "nav", "navbar", "menu", "aside", "comments", "cookie", "related", "widget"]
)
MUCH = 0.35  # of the page's running text: what holds more is not cut off for its name
VERY_MUCH = 0.75  # the same where the name leaves no doubt; only the wrapper of a whole page holds more
MOST = 0.6  # what holds more is the article, if it is named like one


@dataclass(frozen=True)
class Article:
    """The part of a page to read; `heading` is its title where that stands outside."""

    node: html.HtmlElement
    heading: str = ""


@dataclass(slots=True)
class _Weight:
    """How much text an element holds, in characters without blanks."""

    text: int = 0
    linked: int = 0
    links: int = 0

    @property
    def running(self) -> int:
        return self.text - self.linked


def find_article(root: html.HtmlElement) -> Article:
    """Cut everything else off the page, and say what is left."""
    _drop_hidden(root)
    body = root.find("body")
    body = root if body is None else body
    _drop_around(body)
    weights = _weigh(body)
    named = _named(body, weights)
    node = _dense(body, weights) if named is None else named
    _drop_link_lists(node, weights)
    return Article(node, _outer_heading(body, node))


def _drop_hidden(root: html.HtmlElement) -> None:
    """Remove what no reader sees."""
    names = _hidden_names(root)
    for element in list(root.iter(*_NO_TEXT)):
        if element.tag != "head":
            _drop(element)
    for element in list(root.iter(etree.Element)):
        if _is_hidden(element, names) and element.tag not in ("html", "body"):
            _drop(element)


def _hidden_names(root: html.HtmlElement) -> set[tuple[str, str]]:
    """Classes and ids that the page's own style sheet hides: `('.', 'hidden')`."""
    found: set[tuple[str, str]] = set()
    for style in root.iter("style"):
        for rule in (style.text or "")[:200_000].split("}"):
            selectors, _, body = rule.rpartition("{")
            if selectors and _HIDING.search(body):
                found |= {(m[1], m[2]) for one in selectors.split(",") if (m := _SELECTOR.match(one))}
    return found


def _is_hidden(element: html.HtmlElement, names: set[tuple[str, str]]) -> bool:
    if element.get("hidden") is not None or (element.tag == "input" and element.get("type", "").lower() == "hidden"):
        return True
    if element.get("aria-hidden") == "true" and element.tag not in ("span", "i", "svg"):
        return True
    if names and ("#", element.get("id", "")) in names:
        return True
    if names and any((".", name) in names for name in element.get("class", "").split()):
        return True
    return _HIDING.search(element.get("style", "")) is not None


def _drop(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _weigh(body: html.HtmlElement) -> dict[html.HtmlElement, _Weight]:
    """The weight of each element, in one walk from the leaves up."""
    weights: dict[html.HtmlElement, _Weight] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        own = weights.setdefault(element, _Weight())
        own.text += _length(element.text)
        if element.tag == "a":
            own.linked, own.links = own.text, 1
        parent = element.getparent()
        if parent is not None and element is not body:
            above = weights.setdefault(parent, _Weight())
            above.text += own.text + _length(element.tail)
            above.linked += own.linked
            above.links += own.links
    return weights


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _drop_around(body: html.HtmlElement) -> None:
    """Remove navigation, sidebars, banners and footers, by element, role, name or words."""
    weights = _weigh(body)
    whole = max(weights[body].running, 1)
    for element in [e for e in body.iterdescendants(etree.Element) if _is_around(e, weights.get(e, _Weight()))]:
        sure = element.tag in _AROUND or bool(_words(element) & _SURELY_AROUND)
        small = weights[element].running <= (VERY_MUCH if sure else MUCH) * whole
        if small and (element.tag in ("nav", "footer") or next(element.iter("h1"), None) is None):
            _drop(element)


def _is_around(element: html.HtmlElement, weight: _Weight) -> bool:
    if element.tag in _AROUND or element.get("role", "").lower() in _ROLES:
        return not (element.tag == "footer" and next(element.iterancestors("article", "blockquote"), None) is not None)
    if element.tag == "form" and next(element.iter("input"), None) is not None and _asks_to_log_in(element):
        return True
    if element.tag in _NAMED_BLOCKS and _words(element) & _NAMES and not _words(element) & {"article", "main"}:
        return True
    return element.tag in _BLOCKS and 0 < weight.text < 300 and _FURNITURE.search(_text(element)) is not None


def _asks_to_log_in(form: html.HtmlElement) -> bool:
    kinds = {field.get("type", "text").lower() for field in form.iter("input")}
    return bool(kinds & {"password", "search"}) or (kinds <= {"text", "submit", "email", "hidden"} and len(kinds) < 4)


def _words(element: html.HtmlElement) -> set[str]:
    """The words of an element's id and classes: `nav-main` and `mainNav` both hold `nav`."""
    names = f"{element.get('id', '')} {element.get('class', '')}"[:500]
    return {word.lower() for word in _WORD.findall(names)} | set(names.lower().replace("-", "").split())


def _text(element: html.HtmlElement) -> str:
    return squeeze(" ".join(element.itertext()))


def _named(body: html.HtmlElement, weights: dict[html.HtmlElement, _Weight]) -> html.HtmlElement | None:
    """The innermost element that calls itself the content and holds most of the running text."""
    whole = max(weights[body].running, 1)
    best: html.HtmlElement | None = None
    for element in body.iterdescendants("main", "article", "div", "section", "td"):
        if not _calls_itself_main(element) or weights[element].running < MOST * whole:
            continue
        if best is None or weights[element].running >= 0.9 * weights[best].running:
            best = element
    return best


def _calls_itself_main(element: html.HtmlElement) -> bool:
    if element.tag in ("main", "article") or element.get("role") == "main":
        return True
    return element.get("itemprop") == "articleBody" or bool(_words(element) & _MAIN_NAMES)


def _dense(body: html.HtmlElement, weights: dict[html.HtmlElement, _Weight]) -> html.HtmlElement:
    """The innermost element that holds nearly all running text."""
    node, whole = body, weights[body].running
    while True:
        inner = [child for child in node if child in weights and weights[child].running >= 0.97 * whole]
        if not inner or inner[0].tag not in ("div", "section", "center", "form", "font", "body"):
            return node
        node = inner[0]


def _drop_link_lists(node: html.HtmlElement, weights: dict[html.HtmlElement, _Weight]) -> None:
    """Remove lists of links: blocks with at least four links and hardly any other text."""
    for element in list(node.iterdescendants("ul", "ol", "div", "table", "p", "section", "td")):
        weight = weights.get(element)
        if weight and weight.links >= 4 and weight.linked > 0.8 * weight.text and weight.text < 60 * weight.links:
            _drop(element)


def _outer_heading(body: html.HtmlElement, node: html.HtmlElement) -> str:
    """The only first-rank heading of the page where it stands outside the article and is no site's name."""
    if next(node.iter("h1"), None) is not None:
        return ""
    outside = [h for h in body.iter("h1") if _text(h)]
    if len(outside) != 1 or outside[0].find(".//a[@href]") is not None:
        return ""
    return _text(outside[0])
