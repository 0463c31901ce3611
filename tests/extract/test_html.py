"""Web pages: the article whole, nothing around it."""

# An input broken over three lines is harder to read than a long one.

import re
import time

import pytest

from pipeline.errors import DocumentError
from pipeline.extract.html import read_html
from pipeline.model import Block, Document, Kind

PROSE = (
    "The municipality explained how residents took part in the night walks that led to new lamps in the old quarter. "
)


def page(page_source: str | bytes) -> Document:
    return read_html(page_source if isinstance(page_source, bytes) else page_source.encode(), "d")


def read(source: str | bytes) -> list[Block]:
    return list(page(source).blocks)


def texts(source: str | bytes) -> list[str]:
    return [block.text for block in read(source)]


# the article: words that begin with K must be kept, words that begin with X must go

PAGES = {
    "html5": f"""<!DOCTYPE html><title>T</title><body><a class="skip-link" href="#c">X01</a>
        <header class="site-header"><h1><a href="/">X02 City Network</a></h1><nav><ul><li><a href=#>X03</a></ul></nav></header>
        <div class="cookie-banner" role="dialog"><p>X04 We use cookies</p><button>X05 Accept</button></div>
        <main id=c><article><header><h1>K01 Exchange</h1><p class=meta>K02 12 May 2014</p></header><p>K03 {PROSE}</p>
        <h2>K04 Practical</h2><ul><li>K05 Bring a coat.<li>K06 Bring a map.</ul><table><tr><th>K07 Day<th>Topic<tr><td>Mon
        <td>K08 Water</table><footer><p>K09 Contact: a@b.org</p></footer></article></main>
        <aside><h3>X06 Latest</h3><p>X07</p></aside><footer><p>X08 Copyright 2014 City of Lagos</p></footer>""",
    "blog": f"""<body class="single sidebar-right"><div id="page" class="hfeed site"><div id="masthead"><p>X01</p></div>
        <div class="main-navigation"><ul class=menu><li>X02</li></ul></div><div id="content"><div id="primary">
        <div class="entry-content"><h1 class="entry-title">K01 Forum report</h1><p>K02 {PROSE}</p><blockquote><p>K03 A quote.</p>
        </blockquote><div class="sharedaddy sd-sharing"><h3>X03 Share this:</h3></div></div><div id="comments"><ol
        class="comment-list"><li><p>X04 {PROSE}</p></li></ol><div id="respond"><form><p>X05</p><input name=author></form></div></div>
        </div></div><div class="widget-area sidebar"><div class="widget"><h3>X06</h3></div></div></div><div class="site-footer">X07</div>""",
    "layout tables": f"""<BODY><TABLE><TR><TD colspan=2><IMG src=a.gif></TD></TR><TR><TD width=150><TABLE><TR><TD><A HREF=a>X01</A>
        </TD></TR><TR><TD><A HREF=b>X02 </A></TD></TR><TR><TD><A HREF=c>X03</A></TD></TR><TR><TD><A HREF=d>X04</A></TD></TR></TABLE></TD>
        <TD><FONT size=4><B>K01 Seminar</B></FONT><P>K02 {PROSE}<P>K03 {PROSE}<BR><BR>K04 {PROSE}<UL><LI>K05 one<LI>K06 two</UL>
        <CENTER>K07 Closing words.</CENTER></TD></TR><TR><TD colspan=2><FONT size=1>© 2003 X05</FONT></TD></TR></TABLE>""",
    "mail": f"""<div dir="ltr"><div>K01 Dear colleagues,</div><div><br></div><div>K02 {PROSE}</div><div>K03 Date: 4 June<br>K04
        Place: Quito<br></div><div>K05 Regards<br>K06 Marta</div></div>""",
    "nameless": f"""<body><div><div><a href=1>X01</a> | <a href=2>X02</a> | <a href=3>X03</a> | <a href=4>X04</a></div><div><h1>K01
        Call</h1><p>K02 {PROSE}</p><dl><dt>K03 When</dt><dd>K04 May 2016</dd></dl></div><div><a href=1>X05</a> <a href=2>X06</a>
        <a href=3>X07</a><a href=9>X08</a></div></div>""",
    "short article, long sidebar": f"""<body><div id=top-menu><ul><li>X01</li></ul></div><div id="wrapper"><div class="event-details">
        <h2>K01 Workshop</h2><p>K02 Date: 3 May 2016</p></div><div class="right-sidebar"><h3>X02</h3><p>X03 {PROSE}</p><p>X04 {PROSE}</p>
        </div></div><div class="footer-area"><p>X05 {PROSE}</p></div>""",
    "hidden": f"""<head><style>.away, .gone{{display:none}} #top{{display: none}}</style></head><body><p>K01 {PROSE}</p><p class="away x">X01
        </p><p id=top>X02</p><p style="display:none">X03</p><p hidden>X04</p><script>document.write("<p>X05</p>")</script><noscript>X06
        </noscript><!-- X07 --><template>X08</template><input type=hidden value=X09><p aria-hidden=true>X10""",
    "fragment": f"<p>K01 {PROSE}<p>K02<br>K03 next line<h3>K04 Heading</h3>K05 bare text",
    "form": f"""<h1>K01 Feedback</h1><form><fieldset><legend>K02 Area</legend><label><input type=checkbox checked> K03 Health</label>
        <label><input type=checkbox> K04 IT</label></fieldset><p>K05 What did you learn?</p><textarea>K06 {PROSE}</textarea>
        <input type=text value="K07 Hall 3"><select><option>X01<option selected>K08 Lima</select></form>""",
    "login": f"""<body><p>K01 {PROSE}</p><form><label>X01 User</label><input name=u><input type=password></form>""",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_article_is_kept_whole_and_nothing_else(name):
    text = page(PAGES[name]).text()
    kept = set(re.findall(r"\bK\d\d\b", PAGES[name]))
    assert (kept - set(re.findall(r"\bK\d\d\b", text)), re.findall(r"\bX\d\d\b", text)) == (set(), [])


def test_a_wrapper_that_is_named_like_a_sidebar_is_no_sidebar():
    assert texts(f'<body><div class="has sidebar"><div class="content"><p>{PROSE}</p></div></div>') == [PROSE.strip()]


def test_the_title_is_the_first_heading_and_may_stand_outside_the_article():
    document = page(f"<title>City site</title><h1>Call</h1><div class=entry><p>{PROSE * 3}</p></div>")
    assert (document.blocks[0].kind, document.title) == (Kind.TITLE, "Call")
    assert page(f"<title>City site</title><p>{PROSE}").title == "City site"


# blocks


def test_line_breaks_part_labels_and_are_kept_elsewhere():
    assert texts("<p><b>Date:</b> 3&nbsp;- 5 May<br /><b>Venue:</b> Hall<br/>45 Road</p>") == [
        "Date: 3 - 5 May",
        "Venue: Hall",
        "45 Road",
    ]
    assert texts("<p>Ana Paz<br>Lima</p>") == ["Ana Paz\nLima"]
    assert texts("One<br><br>Two") == ["One", "Two"]


def test_lists_are_numbered_as_a_browser_numbers_them():
    source = '<ol start=3><li>a<li>b<ul><li>c</ul><li value=9>d</ol><ol type=a><li>e</ol><ol style="list-style-type:upper-roman"><li>f</ol>'
    assert [(b.marker, b.level, b.text) for b in read(source)] == [
        ("3.", 1, "a"), ("4.", 1, "b"), ("◦", 2, "c"), ("9.", 1, "d"), ("a.", 1, "e"), ("I.", 1, "f"),
    ]  # fmt: skip


def test_only_the_first_paragraph_of_an_item_bears_its_marker():
    assert [(b.kind, b.marker) for b in read("<ul><li><p>One</p><p>more</p></li></ul>")] == [
        (Kind.ITEM, "•"),
        (Kind.PARAGRAPH, ""),
    ]


def test_typed_bullets_after_line_breaks_are_items():
    assert [b.marker for b in read("<p>• one<br>• two</p>")] == ["•", "•"]


def test_headings_have_levels_and_bold_lines_are_told():
    blocks = read("<h1>T</h1><h3>H</h3><p><strong>Key messages</strong></p><p><b>Date:</b> 3 May</p>")
    assert [(b.kind, b.level, b.bold) for b in blocks] == [
        (Kind.TITLE, 0, False), (Kind.HEADING, 3, False), (Kind.PARAGRAPH, 0, True), (Kind.PARAGRAPH, 0, False),
    ]  # fmt: skip


def test_pages_saved_by_word_keep_their_lists_and_footnotes():
    source = (
        "<p class=MsoTitle>Report</p><p style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>"
        "<![endif]>Lesson<a href='#_ftn1'>[1]</a>.</p><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'>[1]</a> Source.</p></div>"
    )
    assert [(b.kind, b.marker, b.level, b.text) for b in read(source)] == [
        (Kind.TITLE, "", 0, "Report"), (Kind.ITEM, "•", 2, "Lesson."), (Kind.FOOTNOTE, "1", 0, "Source."),
    ]  # fmt: skip


def test_data_tables_have_cells():
    (block,) = read(
        "<table><thead><tr><th>Name<th>City</thead><tr><td rowspan=2>Ana<td>Lima<br>Peru<tr><td><ul><li>Quito</ul></table>"
    )
    assert block.text == "Name\tCity\nAna\tLima\vPeru\n• Quito"
    assert [(c.row, c.column, c.row_span, c.header) for c in block.cells] == [
        (0, 0, 1, True), (0, 1, 1, True), (1, 0, 2, False), (1, 1, 1, False), (2, 1, 1, False),
    ]  # fmt: skip


def test_deletions_are_out():
    assert texts("<p>The <del>old</del> <ins>new</ins> law") == ["The new law"]


def test_white_space_counts_only_in_pre():
    assert texts("<p>a\n   b</p><pre>c\nd</pre>") == ["a b", "c\nd"]


# encodings and properties


@pytest.mark.parametrize(
    "source",
    [
        "<meta charset=windows-1251><p>Город для всех".encode("cp1251"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-5"><p>'
        + "Город для всех".encode("iso-8859-5"),
        "<p>Город для всех".encode("utf-16"),
        "<meta charset=latin-1><p>Город для всех".encode(),
        b'<?xml version="1.0" encoding="utf-8"?><html><p>' + "Город для всех".encode(),
    ],
)
def test_encodings(source):
    assert texts(source) == ["Город для всех"]


def test_author_and_date_come_from_the_head():
    document = page(
        '<meta name=author content="Ana"><meta property="article:published_time" content="2014-05-12"><p>Words'
    )
    assert document.properties == {"author": "Ana", "created": "2014-05-12"}


# broken and hostile pages


@pytest.mark.parametrize(
    ("source", "reason"), [("", "empty"), ("<html><body></body></html>", "empty"), ("<img src=a>", "no-text")]
)
def test_pages_without_text_are_refused(source, reason):
    with pytest.raises(DocumentError) as caught:
        read(source)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "source",
    ["<div>" * 20_000 + "x" + "</div>" * 20_000, "<font>word <b>" * 10_000, "<ul><li>a" * 5000, "<table><tr><td>a<td>b<tr><td>c<td>" * 400 + "x",
     "<p>" + "x" * 1_000_000, "&lt;" * 500_000, "<p>word</p>" * 30_000, "<" * 500_000, "<style>" + "a" * 300_000],
)  # fmt: skip
def test_hostile_pages_end_in_time_and_lose_nothing_silently(source):
    start = time.process_time()
    try:
        assert page(source).blocks
    except DocumentError:
        assert source.startswith("<style>")
    assert time.process_time() - start < 10


def test_tags_that_nobody_closed_lose_no_text():
    assert page("<font>word <b>" * 10_000).text().count("word") == 10_000
    assert page("<ul><li>a" * 5000).text().count("a") == 5000


def test_spans_are_bounded():
    for wide in ("99999", "9" * 5_000):
        document = page(f"<table><tr><td colspan={wide}>a<td>b<tr><td>c<td>d</table>")
        assert document.blocks[0].cells[0].column_span == 100
        assert document.notes == ("A cell of over 100 columns or rows was narrowed.",)
