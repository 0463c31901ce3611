"""`learnings.xlsx`: the dataset for people, in words, with duplicates folded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import OutputError
from pipeline.load import cover, sheets
from pipeline.load.names import Names, newest_day
from pipeline.load.sheet import Column, Link, Sheet
from pipeline.load.shown import shown
from pipeline.model.dataset import Dataset
from pipeline.text.clean import printable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # below the header
MOST_LINKS = 65_000  # on one sheet; Excel allows 65,530
_LONGEST_TIP = 250
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,  # no temporary files
    "default_format_properties": {"font_name": "Calibri", "font_size": 11},
}
_LINE, _TINT = "#D5DCE4", "#F4F7FA"
_TABS = {"Learnings": "#0B6B60", "Recommendations": "#A2480B", "Plans": "#4A43B8"}  # as in the explorer
_CENTRED = ("number", "share", "degrees")
_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"align": "left", "indent": 1},
    "number": {"num_format": "#,##0", "align": "center"},
    "share": {"num_format": "0%", "align": "center"},
    "degrees": {"num_format": "0.00", "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
    "link": {"font_color": cover.BLUE, "align": "left", "indent": 1},
}


def write(dataset: Dataset, path: Path, title: str, version: str, files: dict[str, str] | None = None) -> None:
    """Write the workbook; the same dataset gives the same bytes.

    files: documents that can be opened from it, each with its address beside the workbook.
    """
    names = Names.of(dataset, files)
    pages = [build(dataset, names) for build in sheets.SHEETS]
    with _book(path, title, dataset) as workbook:
        cover.write(workbook, dataset, pages, shown(title), version)
        _write_all(workbook, pages)


def write_sheets(path: Path, title: str, dataset: Dataset, pages: list[Sheet]) -> None:
    """Write a workbook of these sheets alone."""
    with _book(path, title, dataset) as workbook:
        _write_all(workbook, pages)


@contextmanager
def _book(path: Path, title: str, dataset: Dataset) -> Iterator[Workbook]:
    """A workbook that is written when all has gone well."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    workbook = xlsxwriter.Workbook(path, _OPTIONS)
    workbook.set_properties({"title": printable(title), "created": _created(newest_day(dataset))})
    yield workbook
    try:
        workbook.close()
    except FileCreateError as error:
        raise OutputError(f"{path.name} could not be written: {error}. Check that the disk has room.") from error


def _created(day: str) -> datetime:
    """The newest date of the documents; no clock, so that the bytes are the same tomorrow."""
    return datetime.fromisoformat(day) if day else datetime(2000, 1, 1)


@dataclass
class _Links:
    """Where links lead, and how many more a sheet may have."""

    rows: dict[tuple[str, str], int]  # (sheet, key) -> row, from 1
    left: int = field(default_factory=lambda: MOST_LINKS)

    @classmethod
    def to(cls, pages: list[Sheet]) -> _Links:
        return cls(
            {
                (page.name, row[page.number(page.key)]): number
                for page in pages
                if page.key
                for number, row in enumerate(page.rows[:MOST_ROWS], start=2)
            }
        )

    def address(self, link: Link) -> str:
        """The address of a link, or nothing where it leads nowhere or the sheet has too many."""
        row = self.rows.get((link.sheet, link.key))
        address = f"external:{link.file}" if link.file else f"internal:'{link.sheet}'!A{row}" if row else ""
        if not address or not self.left:
            return ""
        self.left -= 1
        return address


def _write_all(workbook: Workbook, pages: list[Sheet]) -> None:
    rows = _Links.to(pages).rows
    formats = _formats(workbook)
    for page in pages:
        _sheet(workbook, page, formats, _Links(rows))


def _sheet(
    workbook: Workbook, sheet: Sheet, formats: tuple[dict[str, Format], dict[str, Format]], links: _Links
) -> None:
    page = workbook.add_worksheet(sheet.name)
    page.set_tab_color(_TABS.get(sheet.name, cover.INK))
    page.freeze_panes(1, 1)
    page.set_row(0, 24)
    base = {"bold": True, "font_color": "#FFFFFF", "bg_color": cover.INK, "valign": "vcenter"}
    left, centred = (
        workbook.add_format({**base, "align": "left", "indent": 1}),
        workbook.add_format({**base, "align": "center"}),
    )
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width, None, {"hidden": column.hidden})
        page.write_string(0, number, column.name, centred if column.format in _CENTRED else left)
    rows = sheet.rows[:MOST_ROWS]
    for number, values in enumerate(rows, start=1):
        _row(page, number, values, sheet.columns, formats[number % 2], links)
    for number, column in enumerate(sheet.columns):
        if column.choices and rows:
            offer = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            page.data_validation(1, number, len(rows), number, offer)
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    elif sheet.nothing:
        page.write_string(1, 0, sheet.nothing, workbook.add_format({"italic": True, "font_color": "#5A6B7B"}))
    _print(page, sheet, len(rows))


def _row(
    page: Worksheet,
    number: int,
    values: tuple[Any, ...],
    columns: tuple[Column, ...],
    formats: dict[str, Format],
    links: _Links,
) -> None:
    """One row. Its height is set for the longest text, because LibreOffice and Excel measure it differently."""
    page.set_row(number, _height(values, columns))
    for index, (value, column) in enumerate(zip(values, columns, strict=True)):
        style = formats["text" if column.format == "link" else column.format]
        if value is None or str(value) == "":
            page.write_blank(number, index, None, style)
        elif isinstance(value, Link):
            _write_link(page, number, index, value, column.width, formats, links)
        elif isinstance(value, str):
            page.write_string(number, index, shown(value), style)
        elif isinstance(value, date):
            page.write_datetime(number, index, value, style)
        else:
            page.write_number(number, index, value, style)


def _write_link(
    page: Worksheet, row: int, index: int, link: Link, width: float, formats: dict[str, Format], links: _Links
) -> None:
    """A link on one line, since LibreOffice does not wrap links; its whole text is shown where the mouse rests."""
    text, address = shown(link.text), links.address(link)
    if address:
        line = fitted(text, int(width * 1.15) - 2)
        page.write_url(row, index, address, formats["link"], line, text[:_LONGEST_TIP] if line != text else None)
    else:
        page.write_string(row, index, text, formats["text"])


def fitted(text: str, most: int) -> str:
    """A text cut in its middle, where most texts that are alike at the beginning differ at the end.

    >>> fitted("Streets for All: Second African Forum of Mayors (Kampala)", 40)
    'Streets for All: Second … (Kampala)'
    """
    if len(text) <= most:
        return text
    head, tail = text[: most - most // 3 - 3], text[len(text) - most // 3 :]
    return f"{head.rsplit(' ', 1)[0].rstrip()} … {tail.split(' ', 1)[-1].lstrip()}"


def _height(values: tuple[Any, ...], columns: tuple[Column, ...]) -> float:
    """Points for the tallest cell, at most what Excel allows."""
    lines = [
        _lines(str(value), column.width)
        for value, column in zip(values, columns, strict=True)
        if not (column.hidden or isinstance(value, Link))
    ]
    return min(409.0, 15.0 * max(lines, default=1) + 4)


def _lines(text: str, width: float) -> int:
    """Lines a text needs in a column; words do not fill it wholly, hence the tenth less."""
    return sum(1 + int(len(line) / (width * 1.08 - 1.5)) for line in text.split("\n")) if text else 1


def _formats(workbook: Workbook) -> tuple[dict[str, Format], dict[str, Format]]:
    """Formats by name, for even and for odd rows."""
    base = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": _LINE}

    def formats(extra: dict[str, Any]) -> dict[str, Format]:
        return {name: workbook.add_format({**base, **kind, **extra}) for name, kind in _FORMATS.items()}

    return formats({"bg_color": _TINT}), formats({})


def _print(page: Worksheet, sheet: Sheet, rows: int) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    if sheet.printed:
        page.print_area(0, 0, max(rows, 1), sheet.number(sheet.printed))
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&RPage &P of &N")
