"""The first sheet of the workbook: how much there is, where to find it, how to read it, and two charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.load import fold, sheets
from pipeline.load.names import newest_date
from pipeline.load.sheet import Sheet
from pipeline.model.dataset import Dataset

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

INK, BLUE, SOFT = "#16324F", "#1F5FA8", "#5A6B7B"
COLOURS = {"Learnings": "#0B6B60", "Recommendations": "#D9813F", "Plans": "#6F69CF"}
_BARS = 10  # of a chart at most
_FIRST, _LAST = 1, 8  # columns that hold text
_WIDTH = 13  # of each
_LINE = 118  # characters that fit across them


def write(workbook: Workbook, dataset: Dataset, pages: list[Sheet], title: str, version: str) -> None:
    """Add the cover to a workbook, as its first sheet."""
    page = workbook.add_worksheet("Cover")
    page.hide_gridlines(2)
    page.set_tab_color(INK)
    page.set_column(0, 0, 3)
    page.set_column(_FIRST, _LAST, _WIDTH)
    page.set_column(_LAST + 1, _LAST + 1, 3)
    page.set_row(1, 34)
    page.write_string(1, _FIRST, title, workbook.add_format({"bold": True, "font_size": 22, "font_color": INK}))
    page.write_string(2, _FIRST, _subtitle(dataset, version), workbook.add_format({"font_color": SOFT}))
    _figures(workbook, page, dataset, pages)
    row = _contents(workbook, page, pages, 7)
    _reading(workbook, page, row + 1)
    _charts(workbook, page, pages)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 1)


def _subtitle(dataset: Dataset, version: str) -> str:
    date = newest_date(dataset)
    return (f"Newest document: {date}.  " if date else "") + f"Version {version}."


def _figures(workbook: Workbook, page: Worksheet, dataset: Dataset, pages: list[Sheet]) -> None:
    counts = {sheet.name: len(sheet.rows) for sheet in pages}
    figures = {
        "insights": len(fold.insights(dataset)),
        **{name.lower(): counts[name] for name in ("Documents", "Events", "Cities", "People")},
    }
    large = workbook.add_format(
        {"bold": True, "font_size": 20, "font_color": INK, "num_format": "#,##0", "align": "left"}
    )
    small = workbook.add_format({"font_color": SOFT, "bottom": 1, "bottom_color": "#D5DCE4"})
    page.set_row(4, 30)
    for column, (word, count) in enumerate(figures.items(), start=_FIRST):
        page.write_number(4, column, count, large)
        page.write_string(5, column, word, small)
    for column in range(_FIRST + len(figures), _LAST + 1):
        page.write_blank(5, column, None, small)


def _contents(workbook: Workbook, page: Worksheet, pages: list[Sheet], row: int) -> int:
    """The list of sheets; gives the row below it."""
    link = workbook.add_format({"font_color": BLUE, "underline": 1})
    number = workbook.add_format({"num_format": "#,##0", "align": "left"})
    _heading(workbook, page, row, {0: "Sheet", 2: "Rows", 3: "What it holds"})
    for place, sheet in enumerate(pages, start=row + 1):
        page.write_url(place, _FIRST, f"internal:'{sheet.name}'!A1", link, sheet.name)
        page.write_number(place, _FIRST + 2, len(sheet.rows), number)
        page.write_string(place, _FIRST + 3, sheet.about)
    return row + 1 + len(pages)


def _reading(workbook: Workbook, page: Worksheet, row: int) -> None:
    plain = workbook.add_format({"text_wrap": True, "valign": "top", "font_color": "#333333"})
    _heading(workbook, page, row, {0: "How to read it"})
    for place, line in enumerate(sheets.HOW_TO_READ, start=row + 1):
        page.merge_range(place, _FIRST, place, _LAST, line, plain)
        page.set_row(place, 16.5 * (1 + len(line) // _LINE))


def _heading(workbook: Workbook, page: Worksheet, row: int, words: dict[int, str]) -> None:
    style = workbook.add_format({"bold": True, "font_color": INK, "bottom": 2, "bottom_color": INK, "align": "left"})
    for column in range(_LAST - _FIRST + 1):
        page.write_string(row, _FIRST + column, words.get(column, ""), style)


def _charts(workbook: Workbook, page: Worksheet, pages: list[Sheet]) -> None:
    """Bars of the themes and of the cities most spoken of, drawn from their sheets."""
    by_name = {sheet.name: sheet for sheet in pages}
    themes, cities = by_name["Themes"], by_name["Cities"]
    if _bars(themes):
        page.insert_chart(1, _LAST + 2, _chart(workbook, themes, "Themes most spoken of", COLOURS))
    if _bars(cities):
        page.insert_chart(20, _LAST + 2, _chart(workbook, cities, "Cities most spoken of", {"Insights": INK}))


def _bars(sheet: Sheet) -> int:
    """How many rows are worth a bar; they stand first."""
    count = sheet.number("Insights")
    return len([row for row in sheet.rows[:_BARS] if row[count]])


def _chart(workbook: Workbook, sheet: Sheet, title: str, series: dict[str, str]) -> Chart:
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    last = _bars(sheet)
    for name, colour in series.items():
        column = sheet.number(name)
        values: dict[str, Any] = {
            "name": name,
            "categories": [sheet.name, 1, 0, last, 0],
            "values": [sheet.name, 1, column, last, column],
            "fill": {"color": colour},
            "gap": 45,
        }
        chart.add_series(values)
    chart.set_title({"name": title, "name_font": {"size": 13, "color": INK}, "overlay": False})
    chart.set_y_axis({"reverse": True, "line": {"color": "#D5DCE4"}, "major_tick_mark": "none"})
    few = sheet.rows[0][sheet.number("Insights")] <= 10
    grid = {"major_gridlines": {"visible": True, "line": {"color": "#E4E9EE"}}, "line": {"none": True}}
    chart.set_x_axis({**grid, "num_format": "#,##0", **({"major_unit": 1} if few else {})})
    chart.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
    chart.set_size({"width": 620, "height": 370})
    chart.set_chartarea({"border": {"color": "#D5DCE4"}})
    return chart
