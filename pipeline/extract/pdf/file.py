"""A PDF as pdfium opens it: its pages one after another, its form, its properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.errors import DocumentError
from pipeline.extract.pdf import native
from pipeline.extract.pdf.outline import Outline, outline_of
from pipeline.text.clean import one_line


class PdfFile:
    """A file that is open until it is closed.

    Its pages are handles of pdfium, numbers: the objects that pypdfium2 makes of pages cost as much as a short page
    does to read. One such object is made where a page is to be drawn.
    """

    def __init__(self, content: bytes) -> None:
        """Raises DocumentError: encrypted or corrupt."""
        self._pdf = _open(content)
        self.count = len(self._pdf)
        self.form = native.handle(self._pdf.formenv.raw) if _init_forms(self._pdf) else 0
        self._document = native.handle(self._pdf.raw)

    def pages(self, most: int) -> Iterator[tuple[int, int]]:
        """Number, from 1, and handle of each page up to so many, closed behind the loop; 0 is one that is damaged."""
        for number in range(1, min(self.count, most) + 1):
            page = native.load_page(self._document, number - 1) or 0
            if page and self.form:
                native.page_opened(page, self.form)
            try:
                yield number, page
            finally:
                self._close(page)

    def _close(self, page: int) -> None:
        if page and self.form:
            native.page_closes(page, self.form)
        if page:
            native.close_page(page)

    def drawable(self, number: int) -> Any:
        """A page as pypdfium2 knows it, to be drawn and closed."""
        return self._pdf[number - 1]

    def properties(self) -> tuple[str, dict[str, str]]:
        """The title, and all that the file says of itself."""
        found = {key.lower(): one_line(value)[:500] for key, value in self._pdf.get_metadata_dict().items() if value}
        return found.get("title", ""), found

    def outline(self) -> Outline:
        """The headings that the file names."""
        return outline_of(self._pdf)

    def close(self) -> None:
        self._pdf.close()


def _open(content: bytes) -> Any:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        message = str(error)
        if "password" in message.lower() or "security" in message.lower():
            raise DocumentError("encrypted") from error
        raise DocumentError("corrupt", "pdfium cannot open it") from error
    if count == 0:
        raise DocumentError("corrupt", "it has no pages")
    return pdf


def _init_forms(pdf: Any) -> bool:
    """Whether the file has a form whose fields can be read."""
    import pypdfium2

    try:
        if pdf.get_formtype() == 0:
            return False
        pdf.init_forms()
    except pypdfium2.PdfiumError:
        return False
    return bool(pdf.formenv)
