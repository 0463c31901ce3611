"""`CITATION.cff`: how the dataset is cited, as GitHub, Zenodo and Zotero read it (Citation File Format 1.2.0).

The format is YAML; each text stands in it as JSON writes it, which YAML reads alike.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.load import fold
from pipeline.model.dataset import Dataset
from pipeline.text.clean import printable

_MESSAGE = "Cite the document first: what you quote is its author's. Name this dataset as the way you found it."
_RIGHTS = "The rights in the words of a document stay with whoever issued it."


def write(dataset: Dataset, path: Path, title: str, version: str, software: str) -> None:
    """Write how a release is cited. It names no day, so that the same dataset gives the same bytes."""
    counts = f"{len(fold.insights(dataset)):,} insights from {len(fold.documents(dataset)):,} documents of cities"
    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {_text(_MESSAGE)}",
        f"title: {_text(title)}",
        f"version: {_text(version)}",
        f"abstract: {_text(f'{counts}: what they learnt, recommend and plan, each with its source. {_RIGHTS}')}",
        "authors:",
        f"  - name: {_text('The issuers of the documents')}",
        "keywords: [cities, learnings, recommendations, plans]",
        "references:",
        *_reference("data", "GeoNames", "https://www.geonames.org", "license: CC-BY-4.0"),
        *(_reference("software", software, "") if software else ()),
    ]
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


def _reference(kind: str, name: str, url: str, *more: str) -> list[str]:
    fields = [f"title: {_text(name)}", *([f"url: {_text(url)}"] if url else []), *more]
    author = name.split(" ")[0]
    return [f"  - type: {kind}", *(f"    {line}" for line in fields), "    authors:", f"      - name: {_text(author)}"]


def _text(text: str) -> str:
    return json.dumps(" ".join(printable(text).split()), ensure_ascii=False)
