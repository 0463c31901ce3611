"""`files/`: the documents themselves, so that a click in the workbook or the explorer opens the page that is cited.

They lie under their ids: names from strangers are no names for files of ours. What a browser would run (HTML) is not
put there, nor what stands in `text/` word for word. A file that the release before has too is shared with it on disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.model.dataset import Dataset

ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
}


def addresses(dataset: Dataset) -> dict[str, str]:
    """Documents that have a file, by id, each with its path inside the release."""
    return {row.document_id: _address(row) for row in dataset.rows("documents") if row.media_type in ENDINGS}


def write(dataset: Dataset, folder: Path, content: Callable[[str], bytes], previous: Path | None) -> None:
    """Write the files of a release; `content` gives the bytes of a digest."""
    (folder / "files").mkdir()
    for row in dataset.rows("documents"):
        if row.media_type in ENDINGS:
            _put(folder / _address(row), previous / _address(row) if previous else None, row.sha256, content)


def _put(path: Path, before: Path | None, digest: str, content: Callable[[str], bytes]) -> None:
    """One file: another name for that of the release before, or its bytes where that cannot be."""
    if before is not None and before.is_file():
        with suppress(OSError):  # a disk that knows no second names
            os.link(before, path)
            return
    path.write_bytes(content(digest))


def _address(row: Any) -> str:
    return f"files/{row.document_id}.{ENDINGS[row.media_type]}"
