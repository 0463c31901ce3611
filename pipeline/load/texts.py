"""The text of each document, exactly: offsets in the tables count its code points."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.dataset import Dataset


def write(dataset: Dataset, folder: Path) -> None:
    """Write `<document_id>.txt` for each document, as UTF-8, line ends as they are."""
    folder.mkdir()
    for document_id, text in dataset.texts.items():
        (folder / f"{document_id}.txt").write_bytes(text.encode("utf-8"))
