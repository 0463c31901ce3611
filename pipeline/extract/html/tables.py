"""Tables of a web page: those that hold data, told from those that only lay out the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import html

from pipeline.extract.blocks import MOST_CELLS, WIDEST_SPAN, CellDraft

_DOWN = 1000  # rows a cell may span
_LONG = 400  # characters: cells as long as that, on the average, are columns of a layout
_STRUCTURE = ("h1", "h2", "h3", "h4", "article", "section", "form", "nav")


def is_data(table: html.HtmlElement) -> bool:
    """True for a table of at least two rows and columns whose cells are short and hold no page of their own."""
    if table.get("role") in ("presentation", "none"):
        return False
    rows = list(_rows(table))
    widths = [len(cells) for _, cells in rows]
    if not widths or max(widths) < 2 or sum(map(bool, widths)) < 1:
        return False
    if next(table.iter("th"), None) is not None:
        return True
    cells = [cell for _, row in rows for cell in row]
    if any(next(cell.iter(*_STRUCTURE), None) is not None for cell in cells):
        return False
    nested = sum(next(cell.iterdescendants("table"), None) is not None for cell in cells)
    letters = sum(len("".join(cell.itertext()).strip()) for cell in cells)
    filled = sum(bool("".join(cell.itertext()).strip()) for cell in cells) or 1
    if nested * 2 > len(cells) or (len(rows) == 1 and letters > 200):
        return False
    return letters / filled < _LONG


def _rows(table: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, list[html.HtmlElement]]]:
    """The rows of a table itself, without those of tables inside."""
    for child in table:
        if child.tag == "tr":
            yield child, [cell for cell in child if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from ((row, [cell for cell in row if cell.tag in ("td", "th")]) for row in child if row.tag == "tr")


def grid(
    table: html.HtmlElement,
    read: Callable[[html.HtmlElement], tuple[str, bool]],
    note: Callable[[str], None],
) -> list[CellDraft]:
    """The cells of a table with their places; `read` gives a cell's text and whether it is bold."""
    drafts: list[CellDraft] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    heads, bolds, count = set(), [], 0
    for index, (row, cells) in enumerate(_rows(table)):
        column, bold = 0, bool(cells)
        if cells and (all(cell.tag == "th" for cell in cells) or row.getparent().tag == "thead"):
            heads.add(index)
        for place, cell in enumerate(cells, start=1):
            while taken.get(column, 0) > index:
                column += 1
            across, down = _span(cell, "colspan", WIDEST_SPAN, note), _span(cell, "rowspan", _DOWN, note)
            text, is_bold = read(cell) if len(drafts) < MOST_CELLS else ("", False)
            bold &= is_bold
            drafts.append(CellDraft(index, column, text, place, down, across))
            taken |= dict.fromkeys(range(column, column + across), index + down)
            column += across
        bolds.append(bold)
        count = index + 1
    if not heads and count > 1 and bolds[0] and not bolds[1]:
        heads = {0}
    return [
        CellDraft(d.row, d.column, d.text, d.place, min(d.row_span, count - d.row), d.column_span, d.row in heads)
        for d in drafts
    ]


def _span(cell: html.HtmlElement, name: str, most: int, note: Callable[[str], None]) -> int:
    text = cell.get(name, "1").strip()
    span = int(text[:9]) if text.isdecimal() else 1
    if span > most:
        note(f"A cell of over {most} columns or rows was narrowed.")
    return min(max(span, 1), most)
