"""`learnings.xlsx`: the dataset for people, in words, with duplicates folded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import OutputError
from pipeline.load import sheets
from pipeline.load.cells import guard
from pipeline.load.names import Names, newest_date
from pipeline.load.sheets import Column, Sheet
from pipeline.model.dataset import Dataset
from pipeline.text.clean import printable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST_CELL = 32_767  # what Excel allows, in UTF-16 units
MOST_ROWS = 1_048_575  # below the header
_CUT = " … [cut here: the whole text is in the CSV tables]"
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_NO_CHARACTERS = str.maketrans("", "", "\ufffe\uffff")  # not allowed in XML, though XlsxWriter lets them pass
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,  # no temporary files
    "default_format_properties": {"font_name": "Calibri", "font_size": 11},
}
_INK, _LINE, _TINT = "#16324F", "#D5DCE4", "#F4F7FA"


def write(dataset: Dataset, path: Path, title: str, version: str) -> None:
    """Write the workbook; the same dataset gives the same bytes."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    names = Names.of(dataset)
    workbook = xlsxwriter.Workbook(path, _OPTIONS)
    date = newest_date(dataset)
    workbook.set_properties({"title": printable(title), "created": _created(date)})
    pages = [build(dataset, names) for build in sheets.SHEETS]
    _cover(workbook, dataset, pages, title, version)
    for sheet in pages:
        _sheet(workbook, sheet)
    try:
        workbook.close()
    except FileCreateError as error:
        raise OutputError(f"{path.name} could not be written: {error}. Check that the disk has room.") from error


def shown(value: Any) -> Any:
    """A value as a cell may hold it: text cleaned, guarded and cut, numbers as they are."""
    if not isinstance(value, str):
        return value
    text = printable(value.replace("\r\n", "\n").translate(_BREAKS)).translate(_NO_CHARACTERS)
    return _cut(guard(text))


def _cut(text: str) -> str:
    if _units(text) <= LONGEST_CELL:
        return text
    room = (LONGEST_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _created(date: str) -> datetime:
    """The newest date of the documents; no clock, so that the bytes are the same tomorrow."""
    return datetime.fromisoformat(date) if date else datetime(2000, 1, 1)


def _cover(workbook: Workbook, dataset: Dataset, pages: list[Sheet], title: str, version: str) -> None:
    page = workbook.add_worksheet("Cover")
    page.hide_gridlines(2)
    page.set_column("A:A", 3)
    page.set_column("B:B", 24)
    page.set_column("C:C", 12)
    page.set_column("D:D", 78)
    plain = workbook.add_format({"text_wrap": True, "valign": "top", "font_color": "#333333"})
    page.set_row(1, 34)
    page.write_string("B2", shown(title), workbook.add_format({"bold": True, "font_size": 22, "font_color": _INK}))
    page.write_string("B3", _subtitle(dataset, version), workbook.add_format({"font_color": "#5A6B7B"}))
    _contents(workbook, page, pages)
    row = 6 + len(pages)
    for column, words in enumerate(("How to read it", "", ""), start=1):
        page.write_string(row, column, words, _head(workbook))
    for number, line in enumerate(sheets.HOW_TO_READ, start=row + 1):
        page.merge_range(number, 1, number, 3, line, plain)
        page.set_row(number, 16.5 * (1 + len(line) // 125))
    page.set_landscape()
    page.fit_to_pages(1, 1)


def _subtitle(dataset: Dataset, version: str) -> str:
    date = newest_date(dataset)
    return (f"Newest document: {date}.  " if date else "") + f"Version {version}."


def _contents(workbook: Workbook, page: Worksheet, pages: list[Sheet]) -> None:
    head = _head(workbook)
    for column, word in enumerate(("Sheet", "Rows", "What it holds"), start=1):
        page.write_string(4, column, word, head)
    link = workbook.add_format({"font_color": "#1F5FA8", "underline": 1, "valign": "top"})
    number = workbook.add_format({"num_format": "#,##0", "align": "left", "valign": "top"})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    for row, sheet in enumerate(pages, start=5):
        page.write_url(row, 1, f"internal:'{sheet.name}'!A1", link, sheet.name)
        page.write_number(row, 2, len(sheet.rows), number)
        page.write_string(row, 3, sheet.about, plain)


def _head(workbook: Workbook) -> Format:
    return workbook.add_format(
        {"bold": True, "font_color": _INK, "bottom": 2, "bottom_color": _INK, "align": "left", "valign": "vcenter"}
    )


def _sheet(workbook: Workbook, sheet: Sheet) -> None:
    page = workbook.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    page.set_row(0, 24)
    header = workbook.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": _INK, "valign": "vcenter", "text_wrap": False}
    )
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width, None, {"hidden": column.hidden})
        page.write_string(0, number, column.name, header)
    rows = sheet.rows[:MOST_ROWS]
    formats = _formats(workbook)
    for number, values in enumerate(rows, start=1):
        _row(page, number, values, sheet.columns, formats[number % 2])
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    _print(page)


def _row(
    page: Worksheet, number: int, values: tuple[Any, ...], columns: tuple[Column, ...], formats: dict[str, Format]
) -> None:
    """One row. Its height is set for the longest text, because LibreOffice and Excel measure it differently."""
    page.set_row(number, _height(values, columns))
    for index, (value, column) in enumerate(zip(values, columns, strict=True)):
        style = formats[column.format]
        if value is None or value == "":
            page.write_blank(number, index, None, style)
        elif isinstance(value, str):
            page.write_string(number, index, shown(value), style)
        else:
            page.write_number(number, index, value, style)


def _height(values: tuple[Any, ...], columns: tuple[Column, ...]) -> float:
    """Points for the tallest cell, at most what Excel allows."""
    lines = [
        _lines(str(value), column.width) for value, column in zip(values, columns, strict=True) if not column.hidden
    ]
    return min(409.0, 15.0 * max(lines, default=1) + 4)


def _lines(text: str, width: float) -> int:
    """Lines a text needs in a column; words do not fill it wholly, hence the tenth less."""
    return sum(1 + int(len(line) / (width * 1.08)) for line in text.split("\n")) if text else 1


def _formats(workbook: Workbook) -> tuple[dict[str, Format], dict[str, Format]]:
    """Formats by name, for even and for odd rows."""
    base = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": _LINE}
    kinds: dict[str, dict[str, Any]] = {
        "text": {},
        "number": {"num_format": "#,##0", "align": "center"},
        "share": {"num_format": "0%", "align": "center"},
        "degrees": {"num_format": "0.00", "align": "center"},
    }

    def formats(extra: dict[str, Any]) -> dict[str, Format]:
        return {name: workbook.add_format({**base, **kind, **extra}) for name, kind in kinds.items()}

    return formats({"bg_color": _TINT}), formats({})


def _print(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&RPage &P of &N")
