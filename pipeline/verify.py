"""Every quote held against its source: does it stand at its place, and in the words that are printed there?

Two readings are compared with the dataset. The source is read again and must give the same text, so that the offsets
point where they did. And in a PDF each statement must be among the characters that stand inside its box, as pdfium
alone sees them, without any of our own lines, columns or paragraphs.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import extract
from pipeline.errors import ConfigError, DocumentError
from pipeline.extract.ocr import probe as ocr
from pipeline.extract.settings import ExtractSettings
from pipeline.intake import identify
from pipeline.load import tables_csv
from pipeline.load.package import READING
from pipeline.model import Item

PDF = "application/pdf"
SLACK = 3.0  # points around a box: accents and tails of letters reach out of their line
LARGEST_SOURCE = 500_000_000  # bytes; a larger file in a folder of sources is none of ours
_GAPS = re.compile(r"[\s\x00-\x1f\ufffe\u00ad\u200b-]+")  # white space and hyphens, which line ends make and hide
_LINE_END = re.compile(r"[\n\v]\s*")


NO_EYES = "the extra `ocr`, by which its pages were read"
TOOLS = {"missing-tool": "LibreOffice"}  # reasons for which a source cannot be read here, and what would read it


class Failure(NamedTuple):
    """A statement that does not hold, or could not be checked."""

    insight_id: str
    document_id: str
    file_name: str
    why: str


@dataclass
class VerifyReport:
    """What became of each statement of a dataset."""

    insights: int = 0
    held: int = 0
    failures: list[Failure] = field(default_factory=list)
    unchecked: list[Failure] = field(default_factory=list)  # whose source is not at hand
    unreadable: list[Failure] = field(
        default_factory=list
    )  # whose source cannot be read here; `why` names what is missing

    @property
    def all_hold(self) -> bool:
        """Whether nothing was found that does not hold."""
        return not self.failures

    def lines(self) -> Iterator[str]:
        """The report for people."""
        yield f"{self.held} of {self.insights} statements stand where the dataset says."
        if self.unchecked:
            names = sorted({failure.file_name for failure in self.unchecked})
            yield f"{len(self.unchecked)} could not be held against their source, which is not at hand: {', '.join(names)}"
        for tool in sorted({failure.why for failure in self.unreadable}):
            lacking = [failure for failure in self.unreadable if failure.why == tool]
            names = sorted({failure.file_name for failure in lacking})
            yield (
                f"{len(lacking)} could not be checked, for want of {tool}: {', '.join(names)}. "
                "Install it and verify again."
            )
        for failure in self.failures:
            yield f"{failure.insight_id} in {failure.file_name}: {failure.why}"


def verify(dataset_dir: Path, sources: Path | None = None, catalogue: Path | None = None) -> VerifyReport:
    """Hold each statement of a dataset against its source.

    dataset_dir: a release, or the link to it. sources: a folder in which the documents' files lie under any name; without
    it they are taken from the catalogue. catalogue: by default `catalogue.sqlite` of the output folder of the dataset.
    Raises ConfigError where there is no dataset.
    """
    if not (dataset_dir / "insights.csv").is_file():
        raise ConfigError(f"{dataset_dir} holds no dataset: it has no insights.csv.")
    documents = {row["document_id"]: row for row in tables_csv.read(dataset_dir / "documents.csv")}
    by_document: dict[str, list[dict[str, str]]] = {}
    for row in tables_csv.read(dataset_dir / "insights.csv"):
        by_document.setdefault(row["document_id"], []).append(row)
    contents = _Sources(sources, catalogue or _catalogue_of(dataset_dir))
    reading = _Reading.of(dataset_dir)
    report = VerifyReport(insights=sum(map(len, by_document.values())))
    for document_id, rows in by_document.items():
        _document(documents.get(document_id, {}), rows, dataset_dir, contents, report, reading)
    return report


def _catalogue_of(dataset_dir: Path) -> Path:
    """The catalogue beside a dataset, whether it is given by its link or as one of the releases."""
    beside = [folder / "catalogue.sqlite" for folder in (dataset_dir.parent, dataset_dir.resolve().parent.parent)]
    return next((path for path in beside if path.is_file()), beside[0])


def _document(
    document: dict[str, str],
    rows: list[dict[str, str]],
    folder: Path,
    contents: _Sources,
    report: VerifyReport,
    reading: _Reading,
) -> None:
    """All statements of one document."""
    name = document.get("file_name", "")
    text = _text_of(folder, rows[0]["document_id"])
    digest = document.get("sha256", "")
    item = contents.get(digest)
    written = document.get("extraction", "text") == "text"  # what was read off pictures, pdfium does not see
    again = reading.again(item, written) if item is not None else Again()
    boxes = _Boxes(item.content) if item is not None and item.media_type == PDF and written else None
    try:
        for row in rows:
            why = _at_its_place(row, text) or _in_source(row, text, again, boxes)
            failure = Failure(row["insight_id"], row["document_id"], name, why or again.lacks)
            if why:
                report.failures.append(failure)
            elif again.lacks:
                report.unreadable.append(failure)
            elif item is None:
                report.unchecked.append(failure)
            else:
                report.held += 1
    finally:
        if boxes is not None:
            boxes.close()


def _found(row: dict[str, Any]) -> str:
    """The words that were found, also where a person put others in their place."""
    return str((row.get("review") == "corrected" and row["text_as_printed"]) or row["text"])


def _text_of(folder: Path, document_id: str) -> str:
    path = folder / "text" / f"{document_id}.txt"
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""


class Again(NamedTuple):
    """What became of a source that was to be read again."""

    text: str | None = None  # None: it was not read
    wrong: str = ""  # why it cannot be read
    lacks: str = ""  # what is not installed here, and is needed to read it
    doubt: str = ""  # why it may read otherwise though nothing was changed


class _Reading:
    """How documents were read, as their release tells: so they are read again."""

    def __init__(self, settings: ExtractSettings, engine: str) -> None:
        self._settings, self._engine = settings, engine

    @classmethod
    def of(cls, dataset_dir: Path) -> _Reading:
        """As a release tells; with today's defaults where it tells nothing."""
        path = dataset_dir / "datapackage.json"
        told = json.loads(path.read_text(encoding="utf-8")).get(READING, {}) if path.is_file() else {}
        try:
            return cls(*extract.as_told(told))
        except ValueError as error:
            raise ConfigError(f"{path} tells of a reading that cannot be: {error}.") from error

    def again(self, item: Item, written: bool) -> Again:
        """A document as it is read today. written: whether it was read without looking at pictures of its pages."""
        here = ocr.version()
        if not written and not here:
            return Again(lacks=NO_EYES)
        other = f" (it was read by {self._engine}, and again by {here})" if self._engine not in ("", here) else ""
        try:
            return Again(extract.extract(item, self._settings).text(), doubt="" if written else other)
        except DocumentError as error:
            tool = TOOLS.get(error.reason, "")
            return Again(lacks=tool) if tool else Again(wrong=str(error))


def _at_its_place(row: dict[str, str], text: str) -> str:
    """Why a statement does not stand at its offsets in the text of the dataset; empty where it does."""
    start, end = int(row["char_start"] or 0), int(row["char_end"] or 0)
    if not text:
        return "the text of its document is missing"
    return "" if _holds(text[start:end], _found(row)) else f"characters {start} to {end} read otherwise"


def _holds(slice_: str, quote: str) -> bool:
    """Whether a slice is a quote, or the stretch of text in which its parts stand in their order."""
    if slice_ == quote or _folded(slice_) == _folded(quote):
        return True
    rest = _folded(slice_)
    parts = [_folded(part) for part in _LINE_END.split(quote)]
    if len(parts) < 2 or not rest.startswith(parts[0]) or not rest.endswith(parts[-1]):
        return False
    for part in parts:
        found = rest.find(part)
        if found < 0:
            return False
        rest = rest[found + len(part) :]
    return True


def _folded(text: str) -> str:
    """Text without what a line's end changes: white space, hyphens, ligatures."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text))


def _cut_between(quote: str, one: str, two: str) -> bool:
    """Whether the beginning of a quote stands in one text and all the rest of it in the other."""
    low, high = 0, len(quote)
    while low < high:  # the longest beginning that stands there
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in one else (low, middle - 1)
    return low > 0 and quote[low:] in two


def _in_source(row: dict[str, str], text: str, again: Again, boxes: _Boxes | None) -> str:
    """Why a statement does not stand in its source; empty where it does, or where the source was not read."""
    if again.wrong:
        return f"its source cannot be read: {again.wrong}"
    if again.text is None:
        return ""
    start, end = int(row["char_start"] or 0), int(row["char_end"] or 0)
    if again.text[start:end] != text[start:end]:
        return f"its source, read again, has another text there{again.doubt}"
    return boxes.lacks(row) if boxes is not None else ""


class _Sources:
    """The bytes of documents by their digest."""

    def __init__(self, folder: Path | None, catalogue: Path) -> None:
        self._paths = dict(_digests(folder)) if folder is not None else {}
        self._catalogue = catalogue if catalogue.is_file() else None

    def get(self, digest: str) -> Item | None:
        if digest in self._paths:
            content = self._paths[digest].read_bytes()
            media_type = identify(content, self._paths[digest].name)
            return Item(digest=digest, media_type=media_type, content=content, origins=())
        if self._catalogue is None:
            return None
        with closing(sqlite3.connect(f"file:{self._catalogue}?mode=ro", uri=True)) as base:
            found = base.execute(
                "SELECT media_type, content, body FROM document WHERE digest = ?", (digest,)
            ).fetchone()
        if found is None:
            return None
        return Item(digest=digest, media_type=found[0], content=bytes(found[1]), origins=(), body=bool(found[2]))


def _digests(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.stat().st_size <= LARGEST_SOURCE:
            with path.open("rb") as file:
                yield hashlib.file_digest(file, "sha256").hexdigest(), path


class _Boxes:
    """What stands inside boxes of the pages of a PDF, as pdfium alone sees it."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self._pdf = pypdfium2.PdfDocument(content)
        if self._pdf.get_formtype():
            self._pdf.init_forms()
        self._page: tuple[int, Any] = (0, None)

    def close(self) -> None:
        self._pdf.close()

    def lacks(self, row: dict[str, str]) -> str:
        """Why a statement is not printed at its place; empty where it is."""
        if not row["page"] or not row["bbox"]:
            return "it has no place on a page"
        first, last = int(row["page"]), int(row["page_end"] or row["page"])
        printed = row["text_as_printed"] or row["text"]
        inside = _folded(self._inside(first, json.loads(row["bbox"])))
        lines = [folded for line in _LINE_END.split(printed) if (folded := _folded(line))]
        if _folded(printed) in inside or all(line in inside for line in lines):
            return ""
        if last == first:
            missing = next((line for line in lines if line not in inside), "")
            return f"page {first} has other words in its box, without {missing[:60]!r}"
        rest = "".join(_folded(self._inside(page, None)) for page in range(first + 1, last + 1))
        found = all(line in inside or line in rest or _cut_between(line, inside, rest) for line in lines)
        return "" if found else f"pages {first} to {last} do not hold all of its lines"

    def _inside(self, page: int, box: Sequence[float] | None) -> str:
        """The text of a page inside a box (from the top left of the page as shown), or all of it."""
        if self._page[0] != page:
            self._page = (page, self._pdf[page - 1])
        text = self._page[1].get_textpage()
        try:
            if box is None:
                return str(text.get_text_range()) + self._fields(None)
            left, bottom, right, top = _user_space(self._page[1], box)
            return str(text.get_text_bounded(left, bottom, right, top)) + self._fields(box)
        finally:
            text.close()

    def _fields(self, box: Sequence[float] | None) -> str:
        """The values of form fields: they are in no page's text."""
        from pipeline.extract.pdf.fields import field_pieces
        from pipeline.extract.pdf.frame import Frame
        from pipeline.extract.pdf.native import handle

        if self._pdf.formenv is None:
            return ""
        page = handle(self._page[1].raw)
        pieces = field_pieces(page, handle(self._pdf.formenv.raw), Frame(page), 0)
        return "\n".join(p.text for p in pieces if box is None or box[1] - SLACK <= p.middle <= box[3] + SLACK)


def _user_space(page: Any, box: Sequence[float]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the page's own coordinates, a little wider, of a box on the page as it is shown."""
    x0, top, x1, bottom = box[0] - SLACK, box[1] - SLACK, box[2] + SLACK, box[3] + SLACK
    left, low, right, high = page.get_bbox()
    turn = page.get_rotation() % 360
    if turn == 90:
        return left + top, low + x0, left + bottom, low + x1
    if turn == 180:
        return right - x1, low + top, right - x0, low + bottom
    if turn == 270:
        return right - bottom, high - x1, right - top, high - x0
    return left + x0, high - bottom, left + x1, high - top
