"""A document as work for an engine: what the process that reads it is given, within which bounds, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline import engine
from pipeline.catalogue import Catalogue
from pipeline.config import PRELOAD, Settings
from pipeline.errors import REASONS, ConfigError
from pipeline.extract.settings import ExtractSettings
from pipeline.model import Item, Outcome, Status
from pipeline.recipe import Recipes
from pipeline.tag.settings import TagSettings


class Work(Struct, frozen=True, kw_only=True):
    """One document with all that reading it depends on. page_seconds: processor time besides for a page to recognise."""

    item: Item
    settings: TagSettings
    reading: ExtractSettings = ExtractSettings()
    page_seconds: float = 0.0
    known: bytes = b""  # JSON of the Document that was read before


def pack(item: Item, catalogue: Catalogue, recipes: Recipes, settings: Settings) -> bytes:
    """The task of a document: with its bytes, or with what an earlier run read from them."""
    known = catalogue.text(item.digest, recipes.reading)
    work = Work(
        item=item if known else replace(item, content=catalogue.content(item.digest)),
        settings=settings.tag,
        reading=settings.extract,
        page_seconds=settings.engine.ocr_seconds,
        known=known,
    )
    return msgspec.msgpack.encode(work)


def outcome_of(result: engine.Result) -> Outcome:
    """What an engine's result says of a document: a process that failed is a reason to set it aside."""
    if isinstance(result, engine.Success):
        return msgspec.msgpack.decode(result.payload, type=Outcome)
    message = f"{REASONS[result.kind]} ({result.detail[:300]})" if result.detail else REASONS[result.kind]
    return Outcome(
        digest=result.key, status=Status.QUARANTINED, reason=result.kind, message=message, seconds=result.seconds
    )


def bounds_of_work(settings: Settings, workers: int, preload: tuple[str, ...]) -> engine.Settings:
    """The bounds of a process that meets strangers' bytes; preload: modules that it loads before the first task."""
    from pipeline.extract.office import probe as office

    files = (str(Path(path).resolve()) for path in (settings.tag.model, settings.tag.themes) if path)
    reads = preload == PRELOAD  # documents, some of which LibreOffice must convert
    return engine.Settings(
        workers=workers,
        deadline_seconds=settings.engine.deadline_seconds,
        memory_bytes=settings.engine.memory_megabytes << 20,
        confined=settings.engine.confined,
        readable=(*files, *(office.readable() if reads else ())),
        sockets=office.sockets() if reads else (),
        hidden=settings.secret_variables,
        preload=preload,
    )


def bounds_told(settings: Settings) -> tuple[bool, str]:
    """Whether a process that reads documents starts, and what bounds really hold it here.

    A missing bound is told and is no fault: not every system has them all.
    """
    try:
        seen = engine.bounds_seen(bounds_of_work(settings, 1, ()))
    except engine.EngineError as error:
        return False, f"{error} Make room for processes and temporary files."
    if seen is None:
        return False, "a reading process does not answer. Raise `engine.memory_megabytes`."
    words = {"no network": seen.network, "no files but the program's": seen.files, "bounded memory": seen.memory}
    holds, lacks = (", ".join(word for word, held in words.items() if held is wanted) for wanted in (True, False))
    return True, f"each process has {holds or 'no bounds'}" + (f"; not held here: {lacks}" if lacks else "")


@contextmanager
def workers_told() -> Iterator[None]:
    """ConfigError where no process can be started for such work, whichever part of a run asked for it."""
    try:
        yield
    except engine.EngineError as error:
        raise ConfigError(
            f"{error} Raise `engine.memory_megabytes`, or make room for processes and temporary files."
        ) from error
