"""Corrections by people: taken out of a workbook that somebody edited, kept in `corrections.csv`, never lost.

The workbook says in hidden columns what the program had found, so that a change is what differs from them, also in a
workbook of an older release. `corrections.csv` in the output folder is a plain table that can be edited by hand too:
one row for each insight; an empty cell leaves things as they were found.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import ConfigError, OutputError
from pipeline.load.cells import guard, unguard
from pipeline.load.names import in_words
from pipeline.load.review import (
    INSIGHT_ID,
    KIND,
    KIND_CODE,
    MARK,
    REVIEW,
    REVIEW_CODE,
    STATEMENT,
    THEME_IDS,
    THEMES,
    mark,
)
from pipeline.model.correction import Correction
from pipeline.model.dataset import KINDS

FILE = "corrections.csv"
COLUMNS = ("insight_id", "review", "kind", "theme_ids", "text")
DECISIONS = ("none", "accepted", "corrected", "rejected")
LONGEST = 20_000_000  # bytes of a workbook or table; a larger one is none of ours


class Taken(Struct, frozen=True, kw_only=True):
    """What was found in a workbook: corrections, and what could not be understood, in sentences."""

    corrections: tuple[Correction, ...]
    refused: tuple[str, ...]


# --- the table --------------------------------------------------------------------------------------------------------


def read_corrections(out: Path) -> dict[str, Correction]:
    """The corrections of an output folder, by insight. ConfigError where the table cannot be understood."""
    path = out / FILE
    if not path.is_file():
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{path} cannot be read: {error}. Mend it, or move it away.") from error
    if rows and not set(COLUMNS) <= set(rows[0]):
        raise ConfigError(f"{path} must have the columns {', '.join(COLUMNS)}. Mend it, or move it away.")
    found = (_of_row(row, f"{path}, row {number}") for number, row in enumerate(rows, start=2))
    return {one.insight_id: one for one in found}


def _of_row(row: Mapping[str, str | None], where: str) -> Correction:
    cells = {name: unguard((row.get(name) or "").strip()) for name in COLUMNS}
    review, kind = cells["review"] or "none", cells["kind"]
    if review not in DECISIONS:
        raise ConfigError(f"{where}: {review!r} is no decision; there are {', '.join(DECISIONS)}.")
    if kind and kind not in KINDS:
        raise ConfigError(f"{where}: {kind!r} is no kind; there are {', '.join(KINDS)}.")
    return Correction(
        insight_id=cells["insight_id"],
        rejected=review == "rejected",
        accepted=review == "accepted",
        kind=kind or None,
        theme_ids=_themes_of(cells["theme_ids"]),
        text=cells["text"] or None,
    )


def _themes_of(cell: str) -> tuple[str, ...] | None:
    """Theme ids of a cell; `-` says that there is none."""
    if not cell:
        return None
    return () if cell == "-" else tuple(part.strip() for part in cell.split(";") if part.strip())


def write_corrections(out: Path, corrections: Mapping[str, Correction]) -> None:
    """Keep corrections, sorted by insight; the old table stays until the new one is whole."""
    memory = io.StringIO(newline="")
    writer = csv.writer(memory, lineterminator="\n")
    writer.writerow(COLUMNS)
    for key in sorted(corrections):
        one = corrections[key]
        themes = "" if one.theme_ids is None else "; ".join(one.theme_ids) or "-"
        writer.writerow([one.insight_id, one.review, one.kind or "", themes, guard(one.text or "")])
    draft = out / f".{FILE}.draft"
    try:
        with draft.open("wb") as file:
            file.write(memory.getvalue().encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out / FILE)
    except OSError as error:
        raise OutputError(f"{out / FILE} cannot be written: {error}. Check that the disk has room.") from error


def together(old: Mapping[str, Correction], new: Iterable[Correction]) -> dict[str, Correction]:
    """Old corrections with new ones over them: what the new one leaves open stays as it was decided."""
    kept = dict(old)
    for one in new:
        before = kept.get(one.insight_id, Correction(insight_id=one.insight_id))
        kept[one.insight_id] = replace(
            one,
            kind=one.kind if one.kind is not None else before.kind,
            theme_ids=one.theme_ids if one.theme_ids is not None else before.theme_ids,
            text=one.text if one.text is not None else before.text,
        )
    return {key: one for key, one in kept.items() if one.review != "none"}


# --- the workbook -----------------------------------------------------------------------------------------------------


def taken_from(workbook: Path, themes: Mapping[str, str]) -> Taken:
    """What somebody changed in a workbook of ours; `themes` are their labels by id.

    ConfigError where it is no workbook of ours.
    """
    found: list[Correction] = []
    refused: list[str] = []
    for where, row in _rows(workbook):
        correction, faults = _of_cells(row, themes)
        refused += [f"{where}: {fault}" for fault in faults]
        if correction is not None:
            found.append(correction)
    return Taken(corrections=tuple(found), refused=tuple(refused))


def _rows(workbook: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of statements, each with its place and its cells as text."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if workbook.stat().st_size > LONGEST:
            raise ConfigError(f"{workbook} is larger than {LONGEST >> 20} MB: no workbook of ours.")
        book = openpyxl.load_workbook(workbook, read_only=True, data_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ConfigError(
            f"{workbook} cannot be read as a workbook: {error}. Save it as .xlsx and try again."
        ) from error
    ours = False
    for sheet in book.worksheets:
        lines = sheet.iter_rows(values_only=True)
        head = [str(value or "") for value in next(lines, ())]
        if not {INSIGHT_ID, MARK, REVIEW} <= set(head):
            continue
        ours = True
        for number, values in enumerate(lines, start=2):
            cells = dict(zip(head, (_text(value) for value in values), strict=False))
            if cells.get(INSIGHT_ID):
                yield f"{sheet.title}, row {number}", cells
    book.close()
    if not ours:
        raise ConfigError(
            f"{workbook} has no sheet of statements with its hidden columns: use a copy of learnings.xlsx."
        )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _of_cells(row: Mapping[str, str], themes: Mapping[str, str]) -> tuple[Correction | None, list[str]]:
    """The correction in a row, if any, and what in it could not be understood."""
    faults: list[str] = []
    review = row[REVIEW].strip().casefold()
    if review not in ("", *DECISIONS):
        faults.append(f"“{row[REVIEW]}” is no decision; write accepted or rejected.")
        review = row[REVIEW_CODE]
    kind = _kind(row, faults)
    theme_ids = _theme_ids(row, themes, faults)
    text = _statement(row, faults)
    changed = any(one is not None for one in (kind, theme_ids, text))
    if not changed and (review or "none") == (row[REVIEW_CODE] or "none"):
        return None, faults
    decided = Correction(
        insight_id=row[INSIGHT_ID], rejected=review == "rejected", accepted=review == "accepted",
        kind=kind, theme_ids=theme_ids, text=text,
    )  # fmt: skip
    return decided, faults


def _kind(row: Mapping[str, str], faults: list[str]) -> str | None:
    known = {in_words(kind).casefold(): kind for kind in KINDS}
    code = known.get(row[KIND].strip().casefold())
    if code is None:
        faults.append(f"“{row[KIND]}” is no kind; there are {', '.join(map(in_words, KINDS))}.")
    return None if code == row[KIND_CODE] else code


def _theme_ids(row: Mapping[str, str], themes: Mapping[str, str], faults: list[str]) -> tuple[str, ...] | None:
    known = {label.casefold(): key for key, label in themes.items()} | {key: key for key in themes}
    parts = [part.strip() for part in row[THEMES].split(";") if part.strip()]
    unknown = [part for part in parts if part.casefold() not in known]
    if unknown:
        faults.append(f"“{unknown[0]}” is no theme of the vocabulary; see the sheet Themes.")
        return None
    found = tuple(dict.fromkeys(known[part.casefold()] for part in parts))
    before = tuple(part.strip() for part in row[THEME_IDS].split(";") if part.strip())
    return None if found == before else found


def _statement(row: Mapping[str, str], faults: list[str]) -> str | None:
    text = row[STATEMENT]
    if mark(text) == row[MARK]:
        return None
    if not text.strip():
        faults.append("the statement is empty; write rejected under Review to take it away.")
        return None
    return unguard(text).strip()
