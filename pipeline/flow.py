"""The whole job on one page: what is said of one document, and one run over all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline import engine, sources
from pipeline.catalogue import Catalogue
from pipeline.config import PRELOAD, Settings
from pipeline.errors import REASONS, DocumentError
from pipeline.intake import admit, pack_task, unpack_task, unpacked
from pipeline.intake.limits import Limits
from pipeline.lock import Lock
from pipeline.model import Item, Origin, Outcome, Record, Rejected, Status, Tags
from pipeline.recipe import bounds_of, recipe_of
from pipeline.runs import Met, Summary, summarise
from pipeline.tag.settings import TagSettings

COVERING_NOTE = "covering-note"
BOUNDED = ("timed-out", "out-of-memory", "crashed")  # may end better within other bounds
Progress = Callable[[int, int], None]  # (documents done, documents to do)


def process(item: Item, settings: TagSettings) -> Outcome:
    """Everything that can be said of one document on its own."""
    from pipeline import extract, structure, tag

    document = extract.extract(item)
    record = structure.structure(document)
    tags = tag.tag(document, record, settings)
    if item.body and not _has_content(record, tags):
        return Outcome(digest=item.digest, status=Status.IGNORED, reason=COVERING_NOTE)
    return Outcome(digest=item.digest, status=Status.DONE, document=document, record=record, tags=tags)


def run(paths: Iterable[Path], settings: Settings, progress: Progress | None = None) -> Summary:
    """One run: read the sources, process what is new, bring the dataset up to date.

    Raises LearningsError (Busy, SourceError, OutputError ...); what concerns one document only is in the summary.
    """
    from pipeline import link, load

    started = time.time()
    recipes = recipes_of(settings)
    with Lock(settings.out), Catalogue(settings.out / "catalogue.sqlite") as catalogue:
        met = [_keep(thing, catalogue) for thing in _admitted(paths, settings)]
        processed = list(_process_all(catalogue, recipes, settings, progress))
        dataset = link.link(catalogue.outcomes(recipes), themes_of(settings.tag), settings.link)
        published = load.load(dataset, settings.out, settings.load)
        return summarise(catalogue, recipes, settings.out, met, processed, dataset, published, started)


def recipes_of(settings: Settings) -> tuple[str, str]:
    """The fingerprints under which outcomes are kept today: of findings, and of failures for want of time or memory."""
    recipe = recipe_of(settings.tag)
    return recipe, bounds_of(recipe, settings.engine.deadline_seconds, settings.engine.memory_megabytes)


def _has_content(record: Record, tags: Tags) -> bool:
    """Whether the text of a mail is a document of its own: it yields a form, a dated event or an insight."""
    dated = record.event is not None and bool(record.event.name and record.event.start)
    announced = record.genre == "event_announcement" and dated
    return record.genre == "learning_form" or announced or bool(record.insights)


def _admitted(paths: Iterable[Path], settings: Settings) -> Iterator[Item | Rejected]:
    """Everything met; containers are opened in a supervised process, since strangers made them."""
    from pipeline.engine.local import Crew

    with Crew(unpack_task, _engine(settings, workers=1, preload=("pipeline.intake.wire",))) as crew:

        def opened(content: bytes, origin: Origin, limits: Limits) -> list[Item | Rejected]:
            result = crew.call(engine.Task(origin.locator, pack_task(content, origin, limits)))
            if isinstance(result, engine.Success):
                return unpacked(result.payload)
            return [_failed_item(content, origin, result)]

        yield from admit(_outside(settings.out, sources.read(paths)), settings.limits, opened)


def _outside(out: Path, found: Iterable[sources.Found | Rejected]) -> Iterator[sources.Found | Rejected]:
    """What was found, without what earlier runs wrote: the output folder may lie inside the input."""
    inside = out.resolve()
    for thing in found:
        if isinstance(thing, Rejected) or inside not in thing.path.resolve().parents:
            yield thing


def _failed_item(content: bytes, origin: Origin, failure: engine.Failure) -> Rejected:
    import hashlib

    return Rejected(
        origin=origin,
        status=Status.QUARANTINED,
        reason=failure.kind,
        message=REASONS[failure.kind],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _keep(thing: Item | Rejected, catalogue: Catalogue) -> Met:
    """Put something met where it belongs, and note it for the ledger."""
    if isinstance(thing, Item):
        new = catalogue.add(thing)
        return Met(origin=thing.origins[0], digest=thing.digest, status="new" if new else "known", fresh=new)
    message = thing.message
    advice = REASONS.get(thing.reason, "")
    if thing.status == Status.QUARANTINED and advice not in message:
        message = f"{message} {advice.partition('. ')[2]}" if message else advice
    kept = replace(thing, message=message)
    fresh = catalogue.quarantine(kept) if thing.status == Status.QUARANTINED else True
    return Met(
        origin=kept.origin, digest=kept.digest, status=kept.status, reason=kept.reason, message=message, fresh=fresh
    )


def _process_all(
    catalogue: Catalogue, recipes: tuple[str, str], settings: Settings, progress: Progress | None
) -> Iterator[Outcome]:
    """Outcomes of all documents that have none under today's recipe, kept as they come."""
    waiting = catalogue.pending(recipes)
    tasks = (
        engine.Task(item.digest, _pack(replace(item, content=catalogue.content(item.digest)), settings.tag))
        for item in waiting
    )
    if not waiting:
        return
    results = engine.map_tasks(process_task, tasks, _engine(settings, settings.engine.workers, PRELOAD))
    for done, result in enumerate(results, start=1):
        outcome = _outcome_of(result)
        catalogue.keep(outcome, recipes[1] if outcome.reason in BOUNDED else recipes[0])
        if progress is not None:
            progress(done, len(waiting))
        yield replace(outcome, document=None, record=None, tags=None)


class _Work(Struct, frozen=True, kw_only=True):
    item: Item
    settings: TagSettings


def _pack(item: Item, settings: TagSettings) -> bytes:
    return msgspec.msgpack.encode(_Work(item=item, settings=settings))


def process_task(payload: bytes) -> bytes:
    """`process` from bytes to bytes, for an engine; here a document's error becomes its outcome."""
    work = msgspec.msgpack.decode(payload, type=_Work)
    begun = time.perf_counter()
    try:
        outcome = process(work.item, work.settings)
    except DocumentError as error:
        outcome = Outcome(digest=work.item.digest, status=Status.QUARANTINED, reason=error.reason, message=str(error))
    return msgspec.msgpack.encode(replace(outcome, seconds=round(time.perf_counter() - begun, 3)))


def _outcome_of(result: engine.Result) -> Outcome:
    if isinstance(result, engine.Success):
        return msgspec.msgpack.decode(result.payload, type=Outcome)
    message = f"{REASONS[result.kind]} ({result.detail[:300]})" if result.detail else REASONS[result.kind]
    return Outcome(
        digest=result.key, status=Status.QUARANTINED, reason=result.kind, message=message, seconds=result.seconds
    )


def _engine(settings: Settings, workers: int, preload: tuple[str, ...]) -> engine.Settings:
    return engine.Settings(
        workers=workers,
        deadline_seconds=settings.engine.deadline_seconds,
        memory_bytes=settings.engine.memory_megabytes << 20,
        preload=preload,
    )


def themes_of(settings: TagSettings) -> tuple[tuple[str, str, str, str, tuple[str, ...]], ...]:
    """The vocabulary of themes: id, label, definition, broader, mappings."""
    from pipeline.tag import themes

    vocabulary = themes.vocabulary_of(settings.themes)
    return tuple((t.id, t.label, t.definition, t.broader, t.mappings) for t in vocabulary.themes)
