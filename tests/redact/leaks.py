"""What of planted names and contacts stands in the files of a folder: a third reader, plainer than the program's own."""

from __future__ import annotations

import html
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
from planted import Planted


def everything(folder: Path) -> str:
    """All that the files of a folder hold and are called, in one text."""
    return "\n".join(text for path in sorted(folder.rglob("*")) for text in (path.name, *_texts(path)))


def _texts(path: Path) -> Iterator[str]:
    if not path.is_file():
        return
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield f"{name}\n{html.unescape(archive.read(name).decode('utf-8', 'ignore'))}"
    elif path.suffix == ".parquet":
        yield str(pq.read_table(path).to_pylist())
        yield str(pq.read_metadata(path).metadata)
    elif path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as database:
            yield from database.iterdump()
    yield html.unescape(path.read_bytes().decode("utf-8", "ignore"))


def leaks(planted: Planted, text: str) -> list[str]:
    """The planted things that stand in a text, in any case and spelling of accents."""
    plain = _plain(text)
    packed = re.sub(r"[^a-z]", "", plain)
    digits = {re.sub(r"\D", "", run) for run in re.findall(r"[+(]?\d[\d ().-]{5,30}\d", plain)}
    names = [name for name in planted.names if _plain(name) in plain or re.sub(r"[^a-z]", "", _plain(name)) in packed]
    surnames = [name for name in planted.names if re.search(rf"\b{re.escape(_plain(name.split()[-1]))}\b", plain)]
    emails = [
        one
        for one in planted.emails
        if _plain(one) in plain or _plain(one.split("@")[0].split("[")[0].split("(")[0].strip()) in plain
    ]
    phones = [one for one in planted.phones if re.sub(r"\D", "", one) in digits or one in text]
    numbers = [one for one in planted.numbers if one.split()[-1].lower() in plain]
    return sorted({*names, *surnames, *emails, *phones, *numbers})


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))
