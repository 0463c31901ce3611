"""Damaged documents cost themselves alone: the parent lives, each has one outcome, none outlives its deadline."""

from __future__ import annotations

import hashlib
import mimetypes
import sys
from pathlib import Path

from pipeline.engine.local import map_supervised
from pipeline.engine.tasks import Failure, Settings, Success, Task
from pipeline.errors import DocumentError
from pipeline.extract import extract
from pipeline.model import Item

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from mutants import mutants  # noqa: E402

COUNT = 300
DEADLINE = 4.0  # seconds of processor time for one document
SAMPLES = {
    path.name: path.read_bytes()
    for path in sorted((ROOT / "samples" / "inbox").iterdir())
    if path.suffix in {".docx", ".pdf", ".html", ".txt"}
}


def read(payload: bytes) -> bytes:
    """The media type, a null byte and the content in; what became of it out."""
    kind, content = payload.split(b"\0", 1)
    digest = hashlib.sha256(content).hexdigest()
    try:
        extract(Item(digest=digest, media_type=kind.decode(), content=content, origins=()))
    except DocumentError as error:
        return error.reason.encode()
    return b"read"


def _task(name: str, content: bytes) -> Task:
    return Task(name, f"{mimetypes.guess_type(name)[0]}\0".encode() + content)


def test_the_same_seed_makes_the_same_mutants_and_they_differ_from_the_samples() -> None:
    made = list(mutants(SAMPLES, 60))
    assert made == list(mutants(SAMPLES, 60))
    assert made != list(mutants(SAMPLES, 60, seed=2))
    assert sum(content not in SAMPLES.values() for _, content in made) >= 55


def test_no_mutant_kills_the_parent_or_outlives_its_deadline() -> None:
    settings = Settings(workers=2, deadline_seconds=DEADLINE, confined=True)
    tasks = [_task(name, content) for name, content in mutants(SAMPLES, COUNT)]
    results = list(map_supervised(read, tasks, settings))
    assert sorted(result.key for result in results) == sorted(task.key for task in tasks)
    assert max(result.seconds for result in results) < settings.wall_seconds + 2
    assert [result for result in results if isinstance(result, Failure) and result.kind == "failed"] == []
    assert {result.payload for result in results if isinstance(result, Success)} > {b"read"}
