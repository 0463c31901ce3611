"""The pdfium functions that are called once per line or drawing, made cheap to call.

pypdfium2's own bindings wrap each handle and structure in an object of its own, which costs more than most of these
calls do. Here a handle is a number, and what a function writes goes to an address inside an `array`.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

_INT, _DOUBLE, _PLACE = ctypes.c_int, ctypes.c_double, ctypes.c_void_p


def _cheap(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function with plain numbers for handles and places; it is not interrupted by other threads."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def handle(raw: Any) -> int:
    """The number behind one of pypdfium2's handles."""
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


def room(kind: str, count: int) -> tuple[array[Any], int]:
    """An array to be written into, and its address. kind: `f`, `d`, `i`, `H` or `B` as in `array`."""
    made = array(kind, bytes(count * array(kind).itemsize))
    return made, made.buffer_info()[0]


count_chars = _cheap(pdfium.FPDFText_CountChars, _INT, _PLACE)
get_text = _cheap(pdfium.FPDFText_GetText, _INT, _PLACE, _INT, _INT, _PLACE)  # from, how many, H each and one more
loose_box = _cheap(pdfium.FPDFText_GetLooseCharBox, _INT, _PLACE, _INT, _PLACE)  # 4 f: left, top, right, bottom
char_origin = _cheap(pdfium.FPDFText_GetCharOrigin, _INT, _PLACE, _INT, _PLACE, _PLACE)  # d, d
char_matrix = _cheap(pdfium.FPDFText_GetMatrix, _INT, _PLACE, _INT, _PLACE)  # 6 f
char_size = _cheap(pdfium.FPDFText_GetFontSize, _DOUBLE, _PLACE, _INT)
char_font = _cheap(pdfium.FPDFText_GetFontInfo, _INT, _PLACE, _INT, _PLACE, _INT, _PLACE)  # name, its room, flags
char_code = _cheap(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _PLACE, _INT)
guessed = _cheap(pdfium.FPDFText_HasUnicodeMapError, _INT, _PLACE, _INT)  # 1 where the font does not say the letter
char_object = _cheap(pdfium.FPDFText_GetTextObject, _PLACE, _PLACE, _INT)
object_font = _cheap(pdfium.FPDFTextObj_GetFont, _PLACE, _PLACE)

load_page = _cheap(pdfium.FPDF_LoadPage, _PLACE, _PLACE, _INT)
close_page = _cheap(pdfium.FPDF_ClosePage, None, _PLACE)
page_opened = _cheap(pdfium.FORM_OnAfterLoadPage, None, _PLACE, _PLACE)  # page, form
page_closes = _cheap(pdfium.FORM_OnBeforeClosePage, None, _PLACE, _PLACE)
page_box = _cheap(pdfium.FPDF_GetPageBoundingBox, _INT, _PLACE, _PLACE)  # 4 f: left, top, right, bottom
page_rotation = _cheap(pdfium.FPDFPage_GetRotation, _INT, _PLACE)  # quarters
load_text = _cheap(pdfium.FPDFText_LoadPage, _PLACE, _PLACE)
close_text = _cheap(pdfium.FPDFText_ClosePage, None, _PLACE)
annotation_count = _cheap(pdfium.FPDFPage_GetAnnotCount, _INT, _PLACE)
page_objects = _cheap(pdfium.FPDFPage_CountObjects, _INT, _PLACE)
page_object = _cheap(pdfium.FPDFPage_GetObject, _PLACE, _PLACE, _INT)
form_objects = _cheap(pdfium.FPDFFormObj_CountObjects, _INT, _PLACE)
form_object = _cheap(pdfium.FPDFFormObj_GetObject, _PLACE, _PLACE, _INT)
object_type = _cheap(pdfium.FPDFPageObj_GetType, _INT, _PLACE)
object_matrix = _cheap(pdfium.FPDFPageObj_GetMatrix, _INT, _PLACE, _PLACE)  # 6 f
object_bounds = _cheap(pdfium.FPDFPageObj_GetBounds, _INT, _PLACE, _PLACE, _PLACE, _PLACE, _PLACE)  # f each
image_size = _cheap(pdfium.FPDFImageObj_GetImagePixelSize, _INT, _PLACE, _PLACE, _PLACE)  # i, i
path_mode = _cheap(pdfium.FPDFPath_GetDrawMode, _INT, _PLACE, _PLACE, _PLACE)  # i, i
path_segments = _cheap(pdfium.FPDFPath_CountSegments, _INT, _PLACE)
path_segment = _cheap(pdfium.FPDFPath_GetPathSegment, _PLACE, _PLACE, _INT)
segment_point = _cheap(pdfium.FPDFPathSegment_GetPoint, _INT, _PLACE, _PLACE, _PLACE)  # f, f
segment_type = _cheap(pdfium.FPDFPathSegment_GetType, _INT, _PLACE)
segment_close = _cheap(pdfium.FPDFPathSegment_GetClose, _INT, _PLACE)
