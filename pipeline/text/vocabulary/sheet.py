"""A vocabulary as a spreadsheet: a row for each theme, and in a cell of phrases a line for each."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.text.vocabulary.terms import LISTS, Rule, Terms, Theme, VocabularyError

COLUMNS = ("id", "label", "definition", "broader", *LISTS)
WIDTHS = {"id": 26, "label": 26, "definition": 50, "broader": 14, "mappings": 14}
HELP = (
    "Themes: one row each. In a cell with several phrases, a new line (Alt+Enter) for each.",
    "strong: alone enough to file a statement here. normal: enough when nothing speaks louder. weak: only beside others.",
    "unless: phrases inside which this theme's words do not count.",
    "A phrase: traffick* is a stem; young people|men is either word; a lone * skips up to three words.",
    "broader: the id of a group in the sheet Groups. mappings: ids of other vocabularies, like sdg:11.7.",
    "Names: inside these no word counts for any theme. Rule: learnt; leave it, or delete the sheet.",
    "Then: learnings vocabulary import FILE --out themes.toml, or name the file in learnings.toml, [tag] themes.",
)
FIXED = datetime.datetime(2000, 1, 1)  # so that the same vocabulary gives the same bytes


def write(terms: Terms) -> bytes:
    """The workbook of a vocabulary; no cell of it is a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": FIXED})
        for name, rows in _sheets(terms):
            sheet = book.add_worksheet(name)
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(number, place, value, wrapped)
            for place, column in enumerate(rows[0]):
                sheet.set_column(place, place, WIDTHS.get(str(column), 34))
            sheet.freeze_panes(1, 1)
    return buffer.getvalue()


def _sheets(terms: Terms) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    themes: list[tuple[Any, ...]] = [COLUMNS]
    themes += [tuple(_cell(getattr(theme, name)) for name in COLUMNS) for theme in terms.themes]
    yield "Themes", themes
    yield "Groups", [("id", "label"), *terms.groups.items()]
    yield "Names", [("phrase",), *((name,) for name in terms.names)]
    if terms.rule is not None:
        rule = terms.rule
        numbers = [(name, getattr(rule, name)) for name in ("threshold", "fallback", "bias")]
        yield "Rule", [("name", "value"), *numbers, *((f"weights.{k}", v) for k, v in rule.weights.items())]
    yield "How to edit", [("How to edit this vocabulary",), *((line,) for line in HELP)]


def _cell(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def parse(content: bytes) -> Terms:
    """The vocabulary in a workbook; columns are found by their names, in any order."""
    sheets = _read(content)
    for name in ("Themes", "Groups"):
        if name not in sheets:
            raise VocabularyError(f"the workbook has no sheet {name}")
    rows = _rows(sheets["Themes"], "Themes", COLUMNS[:4])
    return Terms(
        groups={row["id"]: row["label"] for row in _rows(sheets["Groups"], "Groups", ("id", "label"))},
        themes=tuple(_theme(row) for row in rows),
        names=tuple(row["phrase"] for row in _rows(sheets.get("Names", []), "Names", ("phrase",))),
        rule=_rule(sheets["Rule"]) if "Rule" in sheets else None,
    )


def _read(content: bytes) -> dict[str, list[list[str]]]:
    """The cells of each sheet as texts."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, InvalidFileException, ValueError) as error:
        raise VocabularyError(f"it is no workbook of Excel (.xlsx): {error}") from error
    found = {
        sheet.title: [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }
    book.close()
    return found


def _rows(cells: list[list[str]], sheet: str, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows under a header as name -> text, without empty ones."""
    if not cells:
        return []
    header = [name.strip().lower() for name in cells[0]]
    missing = [name for name in needed if name not in header]
    unknown = [name for name in header if name and sheet == "Themes" and name not in COLUMNS]
    if missing or unknown:
        raise VocabularyError(
            f"sheet {sheet}: "
            + "; ".join(
                [f"there is no column {name}" for name in missing] + [f"{name} is no column" for name in unknown]
            )
        )
    rows = [dict(zip(header, (cell.strip() for cell in row), strict=False)) for row in cells[1:]]
    return [row for row in rows if any(row.values())]


def _theme(row: dict[str, str]) -> Theme:
    lists = {name: tuple(line.strip() for line in row.get(name, "").splitlines() if line.strip()) for name in LISTS}
    return Theme(id=row["id"], label=row["label"], definition=row["definition"], broader=row["broader"], **lists)


def _rule(cells: list[list[str]]) -> Rule:
    numbers = {row["name"]: row["value"] for row in _rows(cells, "Rule", ("name", "value"))}
    try:
        weights = {
            name.removeprefix("weights."): float(v) for name, v in numbers.items() if name.startswith("weights.")
        }
        return Rule(float(numbers["threshold"]), float(numbers["fallback"]), float(numbers["bias"]), weights)
    except (KeyError, ValueError) as error:
        raise VocabularyError(
            f"sheet Rule needs threshold, fallback, bias and weights, all numbers ({error})"
        ) from error
