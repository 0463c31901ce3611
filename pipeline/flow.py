"""The whole job on one page: what is said of one document, and one run over all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline import engine, pictures, sources
from pipeline.catalogue import Catalogue
from pipeline.config import PRELOAD, Settings
from pipeline.corrections import read_corrections
from pipeline.errors import REASONS, DocumentError
from pipeline.extract.settings import ExtractSettings
from pipeline.intake import admit, pack_task, unpack_task, unpacked
from pipeline.intake.limits import Limits
from pipeline.load import LoadSettings, Material
from pipeline.lock import Lock
from pipeline.model import RULE, Item, Origin, Outcome, Record, Rejected, Rules, Status, Tags
from pipeline.model.dataset import Dataset
from pipeline.recipe import bounds_of, recipe_of
from pipeline.runs import Met, Summary, summarise
from pipeline.seen import Seen, opening_of
from pipeline.tag.settings import TagSettings

COVERING_NOTE = "covering-note"
BOUNDED = ("timed-out", "out-of-memory", "crashed")  # may end better within other bounds
Progress = Callable[[int, int], None]  # (documents done, documents to do)


def process(
    item: Item, settings: TagSettings, reading: ExtractSettings | None = None, page_seconds: float = 0.0
) -> Outcome:
    """Everything that can be said of one document on its own.

    page_seconds: of processor time that the engine allows besides for each page that is a picture.
    """
    from pipeline import extract, structure, tag

    document = extract.extract(item, reading, lambda pages: engine.more_time(pages * page_seconds))
    record = structure.structure(document)
    tags = tag.tag(document, record, settings)
    if item.body and not _has_content(record, tags):
        return Outcome(digest=item.digest, status=Status.IGNORED, reason=COVERING_NOTE)
    return Outcome(digest=item.digest, status=Status.DONE, document=document, record=record, tags=tags)


def run(paths: Iterable[Path] | None, settings: Settings, progress: Progress | None = None) -> Summary:
    """One run: read some paths, or without any the sources of the settings; process what is new, update the dataset.

    Raises LearningsError (Busy, SourceError, OutputError ...); what concerns one document only is in the summary.
    """
    from pipeline import link, load

    started = time.time()
    recipes = recipes_of(settings)
    with Lock(settings.out), Catalogue(settings.out / "catalogue.sqlite") as catalogue:
        met = list(_arrive(sources.wanted(paths, settings.source), settings, catalogue))
        processed = list(_process_all(catalogue, recipes, settings, progress))
        decided = read_corrections(settings.out)
        dataset = link.link(catalogue.outcomes(recipes), themes_of(settings.tag), settings.link, decided)
        _take_pictures(dataset, catalogue, settings)
        published = load.load(dataset, settings.out, settings.load, _material(catalogue, settings.load))
        return summarise(catalogue, recipes, settings.out, met, processed, dataset, published, started)


def recipes_of(settings: Settings) -> tuple[str, str]:
    """The fingerprints under which outcomes are kept today: of findings, and of failures for want of time or memory."""
    from pipeline import extract

    recipe, bounds = recipe_of(settings.tag, extract.fingerprint(settings.extract)), settings.engine
    return recipe, bounds_of(recipe, bounds.deadline_seconds, bounds.ocr_seconds, bounds.memory_megabytes)


def _has_content(record: Record, tags: Tags) -> bool:
    """Whether the text of a mail is a document of its own: it yields a form, a dated event or an insight."""
    dated = record.event is not None and bool(record.event.name and record.event.start)
    announced = record.genre == "event_announcement" and dated
    return record.genre == "learning_form" or announced or bool(record.insights)


def _arrive(wanted: Sequence[sources.settings.AnySource], settings: Settings, catalogue: Catalogue) -> Iterator[Met]:
    """Everything met, stored as it comes; an arrival is settled when all that came out of it is stored."""
    from pipeline.engine.local import Crew

    opening = opening_of(settings.limits, [source.rules for source in wanted])
    with (
        Seen(settings.out / "catalogue.sqlite", opening) as seen,
        Crew(unpack_task, _engine(settings, workers=1, preload=("pipeline.intake.wire",))) as crew,
    ):

        def opened(content: bytes, origin: Origin, limits: Limits, rules: Rules) -> list[Item | Rejected]:
            result = crew.call(engine.Task(origin.locator, pack_task(content, origin, limits, rules)))
            if isinstance(result, engine.Success):
                return unpacked(result.payload)
            return [_failed_item(content, origin, result)]

        for found in _outside(settings.out, sources.read(wanted, seen, settings.limits.mail_bytes)):
            met = [_keep(thing, catalogue) for thing in admit([found], settings.limits, opened)]
            if not isinstance(found, Rejected):
                found.settled(not any(m.status == Status.QUARANTINED or m.reason == RULE for m in met))
            yield from met


def _outside(out: Path, found: Iterable[sources.Arrival | Rejected]) -> Iterator[sources.Arrival | Rejected]:
    """What was found, without what earlier runs wrote: the output folder may lie inside the input."""
    inside = out.resolve()
    for thing in found:
        if not isinstance(thing, sources.Found) or inside not in thing.path.resolve().parents:
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
        engine.Task(item.digest, _pack(replace(item, content=catalogue.content(item.digest)), settings))
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


def _take_pictures(dataset: Dataset, catalogue: Catalogue, settings: Settings) -> None:
    """Pictures of all passages that have none yet. A document that cannot be drawn costs its pictures only."""
    wanted = pictures.wanted(dataset) if settings.load.pictures else {}
    recipes = {digest: pictures.recipe_of(passages) for digest, passages in wanted.items()}
    tasks = (
        engine.Task(digest, pictures.pack(catalogue.content(digest), passages))
        for digest, passages in wanted.items()
        if catalogue.pictures(digest)[0] != recipes[digest]
    )
    for result in engine.map_tasks(pictures.picture_task, tasks, _engine(settings, settings.engine.workers, PRELOAD)):
        taken = result.payload if isinstance(result, engine.Success) else pictures.NONE
        catalogue.keep_pictures(result.key, recipes[result.key], taken)


def _material(catalogue: Catalogue, settings: LoadSettings) -> Material:
    """What stands beside the tables: pictures of passages, and the files themselves."""

    def pictures_of(digest: str) -> dict[str, bytes]:
        kept = catalogue.pictures(digest)[1] if settings.pictures else b""
        return msgspec.msgpack.decode(kept, type=dict[str, bytes]) if kept else {}

    return Material(pictures_of, catalogue.content if settings.files else None)


class _Work(Struct, frozen=True, kw_only=True):
    item: Item
    settings: TagSettings
    reading: ExtractSettings = ExtractSettings()
    page_seconds: float = 0.0


def _pack(item: Item, settings: Settings) -> bytes:
    work = _Work(item=item, settings=settings.tag, reading=settings.extract, page_seconds=settings.engine.ocr_seconds)
    return msgspec.msgpack.encode(work)


def process_task(payload: bytes) -> bytes:
    """`process` from bytes to bytes, for an engine; here a document's error becomes its outcome."""
    work = msgspec.msgpack.decode(payload, type=_Work)
    begun = time.perf_counter()
    try:
        outcome = process(work.item, work.settings, work.reading, work.page_seconds)
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
