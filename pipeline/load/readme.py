"""`README.txt`: what lies in the folder, for whoever opens it first."""

from __future__ import annotations

from pathlib import Path

from pipeline.load import fold
from pipeline.load.names import newest_date
from pipeline.model.dataset import Dataset

_FILES = """\
START HERE
  learnings.xlsx     a workbook for people: learnings, recommendations, plans, cities, people, events
  explorer.html      search and filter in the browser; opens by double click, needs no network

FOR PROGRAMS
  *.csv, *.parquet   each table (insights is the heart); lists are JSON arrays in CSV, real lists in Parquet
  *.jsonl            the same, one JSON object on each line
  dataset.sqlite     the same tables with keys, link tables for the lists, indexes and full-text search
  datapackage.json   describes every table and column (Data Package v2)
  csv-metadata.json  the same for tools that know CSV on the Web
  codebook.md        every column and code, with counts and examples; codebook.xlsx to sort and filter
  vocabularies.ttl   themes, genres and kinds as SKOS
  text/              the text of each document; offsets in the tables point into it
{beside}
ABOUT THIS RELEASE
  CHANGES.md         what changed since the release before; changes.csv row by row
  PRIVACY.md         what was left out for whom, and what nobody can promise
  CITATION.cff       how to cite it
  checksums.txt      SHA-256 of every file: sha256sum --check checksums.txt

A text that a spreadsheet would run as a formula has one ' before it in CSV and in the workbook.
Names, coordinates and population of cities are from GeoNames (https://www.geonames.org), CC BY 4.0.
The rights in the words of a document stay with whoever issued it.
"""

_SHARING = {
    "internal": "The dataset holds names and contacts of people: share it with care, and use `learnings export` for a "
    "copy that\ncan be published.",
    "research": "Contacts, mail headers and file locations are left out. Names of people are in it: do not publish it. "
    "See PRIVACY.md.",
    "public": "People who hold no public office stand as codes, contacts and texts of documents are left out. "
    "See PRIVACY.md.",
}
_BESIDE = {
    "files": "  files/             the documents themselves, opened by links in the workbook and the explorer\n",
    "pictures": "  pictures/          pictures of passages, too many for the explorer's own file\n",
}


def write(dataset: Dataset, path: Path, title: str, version: str, software: str, profile: str) -> None:
    """Write the short description of a release."""
    count = f"{len(fold.insights(dataset)):,} insights from {len(fold.documents(dataset)):,} documents"
    date = newest_date(dataset)
    files = _FILES.replace("{beside}", "".join(line for name, line in _BESIDE.items() if (path.parent / name).exists()))
    about = [
        f"{count}, duplicates folded.",
        *([f"Newest document: {date}."] if date else []),
        f"Version {version}" + (f", made with {software}." if software else "."),
    ]
    path.write_bytes(
        "\n".join([title, "=" * len(title), "", *about, "", files + _SHARING[profile], ""]).encode("utf-8")
    )
