"""Web pages and pictures in XML."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.making import ESCAPE, FORMULAS, MARKUP, READ, TURNED, Made
from hostile.words import LAUGHS

SAID = f"<p>{READ}</p>"


def _page(body: str, head: str = "", before: str = "") -> bytes:
    return f"{before}<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def files(secret: str, address: str) -> Iterator[Made]:
    """All of them."""
    yield Made("depth.html", _page(SAID + "<div>" * 200_000), "read")
    yield Made("tables-deep.html", _page(SAID + "<table><tr><td>" * 2_000 + "inside"), "read|cut")
    yield Made("lists-deep.html", _page(SAID + "<ul><li>" * 2_000 + "inside"), "read|cut")
    yield Made(
        "spans.html", _page(SAID + "<table><tr><td colspan=1000000000 rowspan=1000000000>a<td>b</table>"), "read"
    )
    yield Made("many-cells.html", _page(SAID + "<table>" + ("<tr>" + "<td>x" * 50) * 1_000 + "</table>"), "cut")
    yield Made("ends.html", _page(SAID + "<!--" * 50_000 + "<a " * 50_000 + "&#" * 50_000), "read|cut")
    yield Made("attributes.html", _page("<p " + "".join(f"a{n}=b " for n in range(20_000)) + f">{READ}"))
    yield Made(
        "paragraph-of-5-million.html", _page(SAID + "<p>" + "night buses run on every main road " * 150_000), "cut"
    )
    yield Made("scripts.html", _page(SAID + MARKUP + f"<iframe src='file://{secret}'></iframe><object data='{address}/o'></object>" + "<svg onload=alert('foreign')>", f"<meta http-equiv=refresh content='0;url={address}'><base href='{address}'><link rel=stylesheet href='{address}/c.css'>"))  # fmt: skip
    yield Made("said.html", _page(SAID + f"<p>Lesson: &lt;script&gt;alert('foreign')&lt;/script&gt; in Turin should be text.</p><p>{TURNED}{ESCAPE}</p>" + "".join(f"<p>{formula}</p>" for formula in FORMULAS)))  # fmt: skip
    yield Made("title.html", _page(SAID, f"<title>{MARKUP.replace('<', '&lt;')}=1+1+foreign</title>"))
    yield Made("links.html", _page(SAID + "<p><a href=\"javascript:alert('foreign')\">here</a> <a href='data:text/html,x'>there</a></p>"))  # fmt: skip
    entities = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "{address}/html">]>'
    yield Made("xxe.html", f"{entities}<html><body>{SAID}<p>&a;&b;</p></body></html>".encode())
    yield Made("laughs.html", f"{LAUGHS}<html><body>{SAID}<p>&l9;</p></body></html>".encode())
    yield Made("xxe.xhtml", f'<?xml version="1.0"?>{entities}<html xmlns="http://www.w3.org/1999/xhtml"><body>{SAID}<p>&a;</p></body></html>'.encode())  # fmt: skip
    yield Made("utf-7.html", _page(SAID + "+ADw-script+AD4-alert('foreign')+ADw-/script+AD4-", "<meta charset=utf-7>"))
    yield Made("charset-that-is-none.html", f"<html><meta charset='{'x' * 5000}'><body>{SAID}</body>".encode())
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>&a;</text></svg>'
    yield Made("xxe.svg", f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file://{secret}">]>{svg}'.encode(), "unknown-format|ignored")  # fmt: skip
    yield Made("laughs.svg", f'<?xml version="1.0"?>{LAUGHS}<svg>&l9;</svg>'.encode(), "unknown-format|ignored")
    yield Made("nothing-but-script.html", _page("<script>document.write('x')</script>"), "empty|no-text")
