"""Damaged documents cost themselves alone: the parent lives, each has one outcome, none outlives its deadline."""

from __future__ import annotations

import hashlib
import io
import mimetypes
import sys
import zipfile
import zlib
from pathlib import Path

from pipeline.engine.local import map_supervised
from pipeline.engine.tasks import Failure, Settings, Success, Task
from pipeline.errors import DocumentError
from pipeline.extract import extract
from pipeline.model import Item

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from hostile.making import odt, op, rtf  # noqa: E402
from mutants import mutants  # noqa: E402

COUNT = 300
DEADLINE = 4.0  # seconds of processor time for one document
KINDS = {".odt": "application/vnd.oasis.opendocument.text", ".rtf": "application/rtf"}
LINES = ("Lessons", "Night buses in Porto need lamps.", "The city should ask its drivers.", "1. Lamps", "2. Benches")
TABLE = (
    '<text:list><text:list-item><text:p>Lamps</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell table:number-columns-spanned="2">'
    "<text:p>City</text:p></table:table-cell></table:table-row></table:table>"
)
ROW = "\\trowd\\cellx900\\cellx1800\\intbl City\\cell Porto\\cell\\row "
SAMPLES = {
    path.name: path.read_bytes()
    for path in sorted((ROOT / "samples" / "inbox").iterdir())
    if path.suffix in {".docx", ".pdf", ".html", ".txt"}
} | {
    "report.odt": odt(*map(op, LINES), TABLE),
    "report.rtf": rtf("\\par ".join(LINES) + "{\\*\\bkmkstart a}{\\b Bold}\\u8217?\\par " + ROW),
}


def _item(payload: bytes) -> Item:
    """From a media type, a null byte and the content."""
    kind, content = payload.split(b"\0", 1)
    digest = hashlib.sha256(content).hexdigest()
    return Item(digest=digest, media_type=kind.decode(), content=content, origins=())


def read(payload: bytes) -> bytes:
    """A document in; what became of it out."""
    try:
        extract(_item(payload))
    except DocumentError as error:
        return error.reason.encode()
    return b"read"


def read_whole(payload: bytes) -> bytes:
    """The same, structured and tagged as well (`bench/mutants.py`)."""
    from pipeline.flow import process
    from pipeline.tag.settings import TagSettings

    try:
        process(_item(payload), TagSettings())
    except DocumentError as error:
        return error.reason.encode()
    return b"read"


def task(name: str, content: bytes) -> Task:
    """A document as `read` takes it."""
    kind = KINDS.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    return Task(name, f"{kind}\0".encode() + content)


def test_the_same_seed_makes_the_same_mutants_and_they_differ_from_the_samples() -> None:
    made = list(mutants(SAMPLES, 60))
    assert made == list(mutants(SAMPLES, 60))
    assert made != list(mutants(SAMPLES, 60, seed=2))
    assert sum(content not in SAMPLES.values() for _, content in made) >= 55


def _content(package: bytes) -> bytes | None:
    """The text's part of a package; None where that cannot be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return archive.read("content.xml")
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return None


def test_faults_reach_the_parts_of_zipped_files() -> None:
    sample = {"report.odt": SAMPLES["report.odt"]}
    with zipfile.ZipFile(io.BytesIO(sample["report.odt"])) as archive:
        sound = archive.read("content.xml")
    changed = sum(_content(content) not in (None, sound) for _, content in mutants(sample, 60))
    assert changed >= 15


def test_no_mutant_kills_the_parent_or_outlives_its_deadline() -> None:
    settings = Settings(workers=2, deadline_seconds=DEADLINE, confined=True)
    tasks = [task(name, content) for name, content in mutants(SAMPLES, COUNT)]
    results = list(map_supervised(read, tasks, settings))
    assert sorted(result.key for result in results) == sorted(one.key for one in tasks)
    assert max(result.seconds for result in results) < settings.wall_seconds + 2
    assert [result for result in results if isinstance(result, Failure) and result.kind == "failed"] == []
    ends = [result.payload for result in results if isinstance(result, Success)]
    assert set(ends) > {b"read", b"corrupt"}
    assert ends.count(b"read") > COUNT / 4  # most faults must get past the door
