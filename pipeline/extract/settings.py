"""What reading depends on besides the bytes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


class ExtractSettings(Struct, frozen=True, kw_only=True):
    """Whether and how pages without a text layer are read."""

    ocr: bool = True  # read them, where the extra `ocr` is installed
    ocr_dpi: Annotated[int, Meta(ge=100, le=400)] = 200  # dots per inch at which such a page is drawn for it
    ocr_pages: Annotated[int, Meta(ge=0)] = 200  # of one document at most
