"""Values and ticks of a PDF's own form fields (AcroForm): they are in no text layer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.extract.pdf.frame import Frame
from pipeline.extract.pdf.page import Piece
from pipeline.text.clean import printable

MOST_FIELDS = 2_000  # of a page
WRAPPED = 50  # characters: programs wrap no shorter lines


def field_pieces(page: int, form: int, frame: Frame, order: int) -> list[Piece]:
    """Each filled field and each tick box of a page as a piece of text at its place. page, form: handles."""
    pieces: list[Piece] = []
    form_handle = ctypes.cast(form, pdfium.FPDF_FORMHANDLE)
    for annotation in _widgets(ctypes.cast(page, pdfium.FPDF_PAGE)):
        pieces.extend(_of_widget(annotation, form_handle, frame, order + len(pieces)))
    return pieces


def _widgets(page: Any) -> Iterator[Any]:
    """The fields of a page, each open until the next one is asked for."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_FIELDS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
                yield annotation
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _of_widget(annotation: Any, form: Any, frame: Frame, order: int) -> Iterator[Piece]:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rectangle)
    x0, top, x1, bottom = frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        yield _field_piece("☒" if pdfium.FPDFAnnot_IsChecked(form, annotation) else "☐", x0, top, x1, bottom, order)
        return
    if kind not in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        return
    lines = [line.strip() for line in printable(_value(annotation, form)).splitlines() if line.strip()]
    height = min((bottom - top) / max(len(lines), 1), 13.0)
    for number, line in enumerate(lines):
        piece = _field_piece(line, x0, top + number * height, x1, top + (number + 1) * height, order + number)
        piece.ends = number + 1 < len(lines) and not _wrapped(line, lines[number + 1])
        yield piece


def _wrapped(line: str, following: str) -> bool:
    """Whether a line of a value was broken by a program it was copied from, and not by a person."""
    return len(line) > WRAPPED and following[:1].islower()


def _value(annotation: Any, form: Any) -> str:
    length = pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _field_piece(text: str, x0: float, top: float, x1: float, bottom: float, order: int) -> Piece:
    size = min(max(bottom - top, 4.0) * 0.8, 11.0)
    middle = (top + bottom) / 2 if bottom - top < 20 else top + 8
    return Piece(
        text=text,
        x0=round(x0, 2),
        top=round(middle - 0.5 * size, 2),
        x1=round(x1, 2),
        bottom=round(middle + 0.5 * size, 2),
        base=middle + 0.3 * size,
        size=round(size, 2),
        bold=False,
        bold_end=False,
        order=order,
        first=-1,
        entered=True,
        last=-1,
    )
