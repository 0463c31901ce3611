"""The samples that are text: a saved web page and a file in Windows-1252."""

from __future__ import annotations

import textwrap

import source as src

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | Union of Historic Town Centres</title>
<meta name="keywords" content="Porto, Bergen, lighting">
<script>var region = "Lviv"; document.write("<p>Lviv must be named nowhere.</p>");</script>
<style>nav {{ color: #333 }}</style>
</head>
<body>
<!-- template of the Porto office, do not change -->
<div id="cookie-banner" role="dialog">We use cookies to improve your visit. Our partner is Baltic Metrics, Gdynia.
<button>Accept all</button></div>
<header><a href="/">Union of Historic Town Centres</a>
<nav><ul><li><a href="/members">Members</a></li><li><a href="/atlanta">Atlanta office</a></li>
<li><a href="/news">News</a></li><li><a href="/contact">Contact</a></li></ul></nav>
<p class="breadcrumb"><a href="/">Home</a> &raquo; <a href="/events">Events</a> &raquo; Calls</p>
</header>
<main>
<article>
{article}
</article>
</main>
<aside class="sidebar">
<h3>Related events</h3>
<ul><li><a href="/e/41">Yerevan: stone and snow, 3 May 2022</a></li>
<li><a href="/e/44">Baku: carpets on the wall</a></li></ul>
<h3>Most read</h3>
<p>Savannah should plant more oaks, says our guest author.</p>
</aside>
<div style="display:none">Hidden text of the editors: Izmir has withdrawn.</div>
<footer>&copy; 2022 Union of Historic Town Centres, Rue du Midi 3, Brussels. Hosted in Reykjavik.
<a href="/privacy">Privacy</a></footer>
</body>
</html>
"""


def element(block: src.Block) -> str:
    tag = {"title": "h1", "heading": "h2"}.get(block.kind, "p")
    text = block.text.replace(" – ", "&nbsp;&ndash; ").replace("Tbilisi City Hall", "Tbilisi&nbsp;City Hall")
    return f"<{tag}>{text}</{tag}>"


def web_page(source: src.Source) -> bytes:
    """A saved page: the article between navigation, sidebar, banner and footer."""
    article = "\n".join(map(element, source.blocks))
    title = source.blocks[0].text
    return PAGE.format(title=title, article=article).replace("\n", "\r\n").encode()


def wrapped(block: src.Block, width: int = 72) -> str:
    if block.kind == "item":
        lead = block.marker + " "
        return textwrap.fill(block.text, width, initial_indent=lead, subsequent_indent="  ", break_on_hyphens=False)
    return textwrap.fill(block.text, width, break_on_hyphens=False)


def windows_text(source: src.Source) -> bytes:
    """Hard-wrapped text, CRLF, Windows-1252, no final newline."""
    return "\n\n".join(map(wrapped, source.blocks)).replace("\n", "\r\n").encode("cp1252")
