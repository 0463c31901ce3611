"""The words of a file, however they are wrapped: what it shows, what it says of itself, and what its bytes hold."""

from __future__ import annotations

import csv
import html
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TAG = re.compile(r"<[^>]{0,10000}>")
_CELL = re.compile(r"<(?:si|is)\b[^>]*>(.*?)</(?:si|is)>", re.S)
_ATTRIBUTE = re.compile(r"=\"([^\"]{3,})\"")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_RUN = re.compile(rb"[\x20-\x7e\x80-\xff\t\n\r]{6,}")


class Unread(Exception):
    """A file that cannot be looked into."""


@dataclass(frozen=True)
class Piece:
    """A text of a file. Of raw bytes not every run of digits means something."""

    text: str
    raw: bool = False
    loose: bool = False  # the name of a file, where names stand in lower case


def pieces(path: Path, name: str) -> Iterator[Piece]:
    """The texts of a file, its own name first. Unread for a kind of file that is not known or is damaged."""
    yield Piece(name, loose=True)
    read = _READERS.get(path.suffix) or _READERS.get(path.name)
    if read is None:
        raise Unread("a kind of file that the sweep cannot look into")
    try:
        yield from read(path)
    except (OSError, ValueError, zipfile.BadZipFile, sqlite3.Error) as error:
        raise Unread(f"cannot be read: {type(error).__name__}") from error
    if path.suffix not in (".csv", ".jsonl"):  # these are all text, and have been read
        yield from _raw(path)


def _raw(path: Path) -> Iterator[Piece]:
    """The bytes as UTF-8 and UTF-16: free pages, comments, metadata that no reader shows."""
    content = _without_members(path) if path.suffix == ".xlsx" else path.read_bytes()
    for run in _RUN.findall(content):
        yield Piece(run.decode("utf-8", errors="ignore"), raw=True)
    for start in (0, 1):
        wide = content[start:].decode("utf-16-le", errors="ignore")
        yield from (Piece(run, raw=True) for run in re.findall(r"[\x20-\u024f]{6,}", wide))


def _without_members(path: Path) -> bytes:
    """The bytes of a zip archive without the packed ones of its members, which were read: what else is hidden there.

    Packed bytes look like anything now and then, an address as well.
    """
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            lengths = content[
                info.header_offset + 26 : info.header_offset + 30
            ]  # of name and extra field: APPNOTE 4.3.7
            begin = (
                info.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
            )
            content[begin : begin + info.compress_size] = bytes(info.compress_size)
    return bytes(content)


def _text(path: Path) -> Iterator[Piece]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Piece(line)


def _csv(path: Path) -> Iterator[Piece]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            for cell in row:
                yield from _cell(cell)


def _cell(cell: str) -> Iterator[Piece]:
    """A cell; of a list, each value."""
    if cell.startswith("[") and cell.endswith("]"):
        try:
            yield from _strings(json.loads(cell))
        except ValueError:
            yield Piece(cell)
    elif not re.fullmatch(r"-?[\d.]+(?:e-?\d+)?", cell):
        yield Piece(cell)


def _strings(value: Any) -> Iterator[Piece]:
    """All texts of a value of JSON, keys too."""
    if isinstance(value, str):
        yield Piece(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield Piece(key)
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _json(path: Path) -> Iterator[Piece]:
    yield from _strings(json.loads(path.read_text(encoding="utf-8")))


def _jsonl(path: Path) -> Iterator[Piece]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield from _strings(json.loads(line))


def _html(path: Path) -> Iterator[Piece]:
    """What is shown, what scripts hold as JSON, attributes, comments."""
    page = path.read_text(encoding="utf-8")
    for data in re.findall(r"<script[^>]*json[^>]*>(.*?)</script>", page, re.S):
        yield from _strings(json.loads(data))
    rest = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.S)
    for comment in re.findall(r"<!--(.*?)-->", rest, re.S):
        yield Piece(html.unescape(comment))
    for shown in (*_TAG.split(rest), *_ATTRIBUTE.findall(rest)):
        yield Piece(html.unescape(shown))
    for script in re.findall(r"<script\b.*?</script>", page, re.S):
        yield Piece(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), script), raw=True)


def _office(path: Path) -> Iterator[Piece]:
    """Every member of a workbook: cells with their runs joined, attributes, properties, names of members."""
    with zipfile.ZipFile(path) as archive:
        yield Piece(archive.comment.decode("utf-8", errors="ignore"))
        for info in archive.infolist():
            yield Piece(info.filename, loose=True)
            content = archive.read(info)
            if not info.filename.endswith((".xml", ".rels", ".vml")):
                raise Unread(f"it holds {info.filename}, which the sweep cannot look into")
            yield from _xml(content.decode("utf-8"))


def _xml(page: str) -> Iterator[Piece]:
    """Texts of an XML part. Numbers in `<v>` are cells that hold numbers, or places of shared texts."""
    for cell in _CELL.findall(page):
        yield Piece(html.unescape(_TAG.sub("", cell)))
    page = re.sub(r"<v>[^<]*</v>", "", page)
    for shown in _TAG.split(page):
        yield Piece(html.unescape(shown))
    for value in _ATTRIBUTE.findall(page):
        if not re.fullmatch(r"[\w.:{}/#-]*", value):
            yield Piece(html.unescape(value))


def _sqlite(path: Path) -> Iterator[Piece]:
    """Every text of every table, shadow tables of the search too, and the statements that made them."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.text_factory = lambda content: content.decode("utf-8", errors="ignore")
        for name, statement in connection.execute("SELECT name, sql FROM sqlite_master").fetchall():
            yield Piece(f"{name} {statement or ''}")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                for value in row:
                    if isinstance(value, str):
                        yield from _cell(value)
                    elif isinstance(value, bytes):
                        yield Piece(value.decode("utf-8", errors="ignore"), raw=True)


def _parquet(path: Path) -> Iterator[Piece]:
    """Values, statistics and metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        for key, value in (file.metadata.metadata or {}).items():
            if key != b"ARROW:schema":  # the types, in a coding of its own; its words come with the schema below
                yield Piece(f"{key.decode()} {value.decode('utf-8', errors='ignore')}")
        yield Piece(str(file.schema_arrow.to_string(show_field_metadata=True)), raw=True)
        for name, column in zip(file.schema_arrow.names, file.read().columns, strict=True):
            if pa.types.is_string(column.type) or pa.types.is_list(column.type):
                yield from (piece for value in column.to_pylist() for piece in _strings(value))
            else:
                yield Piece(name)
    except pa.ArrowException as error:
        raise Unread("no Parquet") from error


_READERS: dict[str, Callable[[Path], Iterator[Piece]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
    ".json": _json,
    ".html": _html,
    ".xlsx": _office,
    ".sqlite": _sqlite,
    ".parquet": _parquet,
    ".md": _text,
    ".txt": _text,
    ".cff": _text,
    ".ttl": _text,
}
