"""The whole job on one page: what is said of one document, and one run over all."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline import engine, log, sources
from pipeline.catalogue import FORGOTTEN, Catalogue
from pipeline.catalogue.forgetting import expire
from pipeline.config import PRELOAD, Settings
from pipeline.corrections import read_corrections
from pipeline.errors import REASONS, ConfigError, DocumentError, OutputError
from pipeline.extract.settings import ExtractSettings
from pipeline.intake import admit, pack_task, unpack_task, unpacked
from pipeline.intake.limits import Limits
from pipeline.lock import Lock
from pipeline.material import gathered
from pipeline.model import Document, Item, Origin, Outcome, Record, Rejected, Rules, Status
from pipeline.model.rules import RULE
from pipeline.recipe import Recipes, bounds_of, making_of, reading_of, recipe_of
from pipeline.runs import Made, Met, Summary, figures_of, summarise, told
from pipeline.seen import Seen, opening_of, shelf_of
from pipeline.tag.settings import TagSettings

COVERING_NOTE = "covering-note"
BOUNDED = ("timed-out", "out-of-memory", "crashed")  # may end better within other bounds
Progress = Callable[[int, int], None]  # (documents done, documents to do)


def process(
    item: Item,
    settings: TagSettings,
    reading: ExtractSettings | None = None,
    page_seconds: float = 0.0,
    known: Document | None = None,
) -> Outcome:
    """Everything that can be said of one document on its own.

    page_seconds: of processor time that the engine allows besides for each page that is a picture.
    known: what was read from it before, which is not read again.
    """
    from pipeline import extract, structure, tag

    document = known or extract.extract(item, reading, lambda pages: engine.more_time(pages * page_seconds))
    record = structure.structure(document)
    if item.body and not _has_content(record):
        return Outcome(digest=item.digest, status=Status.IGNORED, reason=COVERING_NOTE)
    tags = tag.tag(document, record, settings)
    return Outcome(digest=item.digest, status=Status.DONE, document=document, record=record, tags=tags)


def run(paths: Iterable[Path] | None, settings: Settings, progress: Progress | None = None) -> Summary:
    """One run: read some paths, or without any the sources of the settings; process what is new, update the dataset.

    Raises LearningsError (Busy, SourceError, OutputError ...); what concerns one document only is in the summary.
    """
    started = time.time()
    recipes = recipes_of(settings)
    log.tell("run-began", recipe=recipes.findings)
    with Lock(settings.out), Catalogue(settings.out / "catalogue.sqlite") as catalogue, _workers_told():
        told.begin(catalogue, recipes)
        met = list(_arrive(sources.wanted(paths, settings.source), settings, catalogue))
        processed = list(_process_all(catalogue, recipes, settings, progress))
        made = _make(catalogue, recipes, settings)
        catalogue.prune(recipes, recipes.reading)
        expire(catalogue, settings.report.quarantine_days)
        summary = summarise(catalogue, recipes, settings.out, met, processed, made, started, settings.report)
        log.tell("run-ended", release=summary.release, changed=summary.changed, exit_code=summary.exit_code)
        return summary


@contextmanager
def _workers_told() -> Iterator[None]:
    try:
        yield
    except engine.EngineError as error:
        raise ConfigError(
            f"{error} Raise `engine.memory_megabytes`, or make room for processes and temporary files."
        ) from error


def recipes_of(settings: Settings) -> Recipes:
    """The fingerprints under which outcomes are kept today."""
    from pipeline import extract

    bounds, reading = settings.engine, reading_of(extract.fingerprint(settings.extract))
    recipe = recipe_of(settings.tag, reading)
    return Recipes(
        recipe, bounds_of(recipe, bounds.deadline_seconds, bounds.ocr_seconds, bounds.memory_megabytes), reading
    )


def _make(catalogue: Catalogue, recipes: Recipes, settings: Settings) -> Made:
    """The release of all outcomes; where nothing that goes into it has changed, the one that is shown already."""
    from pipeline import link, load

    decided = read_corrections(settings.out)
    making = making_of(settings.link, settings.load, *(decided[key] for key in sorted(decided)))
    mark = f"{recipes.findings}:{making}:{catalogue.mark(recipes)}"
    left = catalogue.state("made")
    before = msgspec.json.decode(left, type=Made) if left else Made()
    if before.mark == mark and load.shows(settings.out, before.release):
        return before
    dataset = link.link(catalogue.outcomes(recipes), themes_of(settings.tag), settings.link, decided)
    beside = gathered(dataset, catalogue, settings.load, _engine(settings, settings.engine.workers, PRELOAD))
    try:
        published = load.load(dataset, settings.out, settings.load, beside)
    except OutputError as error:
        return replace(before, problem=str(error))
    made = Made(mark=mark, release=published.release, figures=figures_of(dataset), changes=published.changes)
    catalogue.leave("made", msgspec.json.encode(made))
    return replace(made, changed=published.changed)


def _has_content(record: Record) -> bool:
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

        def opened(content: bytes, origin: Origin, limits: Limits, rules: Rules) -> Iterator[Item | Rejected]:
            """What comes out of a file, which is remembered once all of it is stored: then it need not be opened."""
            digest, under = (
                hashlib.sha256(content).hexdigest(),
                shelf_of(opening, rules, replace(settings.engine, workers=0)),
            )
            known = catalogue.opened(origin.locator, digest, under)
            if known is not None:
                yield from known
                return
            result = crew.call(engine.Task(origin.locator, pack_task(content, origin, limits, rules)))
            things = _things(result, content, digest, origin)
            yield from things
            if not rules.max_age_days:  # which is judged anew each day
                catalogue.note_opened(origin.locator, digest, under, things)

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


def _things(result: engine.Result, content: bytes, digest: str, origin: Origin) -> list[Item | Rejected]:
    """What came out of a file, or that it could not be opened."""
    if isinstance(result, engine.Success):
        return unpacked(result.payload)
    message = REASONS[result.kind]
    failed = Rejected(origin=origin, status=Status.QUARANTINED, reason=result.kind, message=message, digest=digest)
    return [replace(failed, content=content)]


def _keep(thing: Item | Rejected, catalogue: Catalogue) -> Met:
    """Put something met where it belongs, and note it for the ledger. What was forgotten stays out."""
    if thing.digest and catalogue.decision(thing.digest) == FORGOTTEN:
        origin = thing.origins[0] if isinstance(thing, Item) else thing.origin
        return Met(origin=origin, digest=thing.digest, status=str(Status.IGNORED), reason=FORGOTTEN)
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
    catalogue: Catalogue, recipes: Recipes, settings: Settings, progress: Progress | None
) -> Iterator[Outcome]:
    """Outcomes of all documents that have none under today's recipe, kept as they come."""
    from pipeline.extract.office import probe as office

    waiting = catalogue.pending(recipes)
    if not waiting:
        return
    tasks = (engine.Task(item.digest, _pack(item, catalogue, recipes, settings)) for item in waiting)
    results = engine.map_tasks(process_task, tasks, _engine(settings, settings.engine.workers, PRELOAD))
    for done, result in enumerate(results, start=1):
        outcome = _outcome_of(result)
        catalogue.keep(outcome, _recipe_for(outcome, recipes), recipes.reading)
        log.tell(
            "document", digest=outcome.digest, status=outcome.status, reason=outcome.reason, seconds=outcome.seconds
        )
        if progress is not None:
            progress(done, len(waiting))
        yield replace(outcome, document=None, record=None, tags=None)
    office.sweep()


def _recipe_for(outcome: Outcome, recipes: Recipes) -> str:
    """What must change before a document is worth another look: a file that cannot be read needs another reader."""
    if outcome.reason in BOUNDED:
        return recipes.bounds
    unread = outcome.status is Status.QUARANTINED and outcome.reason != "failed"
    return recipes.reading if unread else recipes.findings


class _Work(Struct, frozen=True, kw_only=True):
    item: Item
    settings: TagSettings
    reading: ExtractSettings = ExtractSettings()
    page_seconds: float = 0.0
    known: bytes = b""  # JSON of the Document that was read before


def _pack(item: Item, catalogue: Catalogue, recipes: Recipes, settings: Settings) -> bytes:
    known = catalogue.text(item.digest, recipes.reading)
    work = _Work(
        item=item if known else replace(item, content=catalogue.content(item.digest)),
        settings=settings.tag,
        reading=settings.extract,
        page_seconds=settings.engine.ocr_seconds,
        known=known,
    )
    return msgspec.msgpack.encode(work)


def process_task(payload: bytes) -> bytes:
    """`process` from bytes to bytes, for an engine; here a document's error becomes its outcome."""
    work = msgspec.msgpack.decode(payload, type=_Work)
    begun = time.perf_counter()
    try:
        known = msgspec.json.decode(work.known, type=Document) if work.known else None
        outcome = process(work.item, work.settings, work.reading, work.page_seconds, known)
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
        preload=preload,
    )


def themes_of(settings: TagSettings) -> tuple[tuple[str, str, str, str, tuple[str, ...]], ...]:
    """The vocabulary of themes: id, label, definition, broader, mappings."""
    from pipeline.tag import themes

    vocabulary = themes.vocabulary_of(settings.themes)
    return tuple((t.id, t.label, t.definition, t.broader, t.mappings) for t in vocabulary.themes)
