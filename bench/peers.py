"""Other readers of PDF, each as a function from bytes to text."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from shutil import which

Grid = dict[tuple[int, int], str]


def peers() -> dict[str, Callable[[bytes], str]]:
    """Those that are installed here, by name; pypdfium2 and pdfplumber always are."""
    found = {"pdfium": pdfium_text, "plumber": pdfplumber_text, "pdfminer": pdfminer_text}
    if find_spec("pypdf"):
        found["pypdf"] = pypdf_text
    if which("pdftotext"):
        found["pdftotext"] = pdftotext
    if find_spec("kreuzberg"):
        found["kreuzberg"] = kreuzberg_text
    return found


def pdfium_text(content: bytes) -> str:
    """Plain text of pypdfium2: the speed that cannot be beaten."""
    import pypdfium2

    parts = []
    pdf = pypdfium2.PdfDocument(content)
    for index in range(len(pdf)):
        page = pdf[index]
        text = page.get_textpage()
        parts.append(text.get_text_range())
        text.close()
        page.close()
    pdf.close()
    return "\n".join(parts).replace("\ufffe", "-")


def pdfplumber_text(content: bytes, *, tables: bool = False) -> str:
    """Plain text of pdfplumber, and its tables."""
    import pdfplumber

    parts = []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            parts.append(page.extract_text())
            if tables:
                parts.extend(str(table) for table in page.extract_tables())
            page.close()
    return "\n".join(parts)


def pypdf_text(content: bytes) -> str:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def pdftotext(content: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return subprocess.run(["pdftotext", file.name, "-"], capture_output=True, check=True).stdout.decode()


def pdfminer_text(content: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(content))


def kreuzberg_text(content: bytes) -> str:
    import kreuzberg  # type: ignore[import-not-found]  # no dependency: measured where it is installed

    return str(kreuzberg.extract_bytes_sync(content, "application/pdf").content)


def pdfplumber_grids(content: bytes) -> list[Grid]:
    """The tables that pdfplumber finds: texts by row and column."""
    import pdfplumber

    grids = []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                cells = ((r, c, text) for r, row in enumerate(table) for c, text in enumerate(row))
                grids.append({(r, c): " ".join(text.split()) for r, c, text in cells if text})
            page.close()
    return grids
