"""The whole job on one page: what is said of one document, and one run over all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pipeline import engine, log, sources
from pipeline.arriving import arrive
from pipeline.catalogue import Catalogue
from pipeline.catalogue.forgetting import expire
from pipeline.config import PRELOAD, Settings
from pipeline.corrections import read_corrections
from pipeline.errors import DocumentError, OutputError
from pipeline.extract.settings import ExtractSettings
from pipeline.lock import Lock
from pipeline.material import gathered
from pipeline.model import Document, Item, Outcome, Record, Status
from pipeline.recipe import Recipes, bounds_of, making_of, reading_of, recipe_of
from pipeline.runs import Made, Summary, figures_of, summarise, told
from pipeline.tag.settings import TagSettings
from pipeline.work import Work, bounds_of_work, outcome_of, pack, workers_told

COVERING_NOTE = "covering-note"
FEWEST = 3  # insights by which a mail's text of no known genre and without headings is a document
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
    with Lock(settings.out), Catalogue(settings.out / "catalogue.sqlite") as catalogue, workers_told():
        told.begin(catalogue, recipes)
        met = list(arrive(sources.wanted(paths, settings.source, settings.out), settings, catalogue))
        processed = list(_process_all(catalogue, recipes, settings, progress))
        made = _make(catalogue, recipes, settings)
        catalogue.prune(recipes, recipes.reading)
        expire(catalogue, settings.report.quarantine_days)
        summary = summarise(catalogue, recipes, settings.out, met, processed, made, started, settings.report)
        log.tell("run-ended", release=summary.release, changed=summary.changed, exit_code=summary.exit_code)
        return summary


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
    from pipeline import extract, link, load

    decided = read_corrections(settings.out)
    making = making_of(settings.link, settings.load, *(decided[key] for key in sorted(decided)))
    mark = f"{recipes.findings}:{making}:{catalogue.mark(recipes)}"
    left = catalogue.state("made")
    before = msgspec.json.decode(left, type=Made) if left else Made()
    if before.mark == mark and load.shows(settings.out, before.release):
        return before
    dataset = link.link(catalogue.outcomes(recipes), themes_of(settings.tag), settings.link, decided)
    bounds, reading = bounds_of_work(settings, settings.engine.workers, PRELOAD), extract.told(settings.extract)
    beside = gathered(dataset, catalogue, settings.load, bounds, reading)
    try:
        published = load.load(dataset, settings.out, settings.load, beside)
    except OutputError as error:
        return replace(before, problem=str(error))
    made = Made(mark=mark, release=published.release, figures=figures_of(dataset), changes=published.changes)
    catalogue.leave("made", msgspec.json.encode(made))
    return replace(made, changed=published.changed)


def _has_content(record: Record) -> bool:
    """Whether the text of a mail is a document of its own: it yields a form, a dated event or insights. Where nothing
    tells what kind of document it is, a sentence or two without a heading are a note about what is attached."""
    dated = record.event is not None and bool(record.event.name and record.event.start)
    announced = record.genre == "event_announcement" and dated
    known = record.genre != "other" or any(insight.section for insight in record.insights)
    told = len(record.insights) >= (1 if known else FEWEST)
    return record.genre == "learning_form" or announced or told


def _process_all(
    catalogue: Catalogue, recipes: Recipes, settings: Settings, progress: Progress | None
) -> Iterator[Outcome]:
    """Outcomes of all documents that have none under today's recipe, kept as they come."""
    from pipeline.extract.office import probe as office

    waiting = catalogue.pending(recipes)
    if not waiting:
        return
    tasks = (engine.Task(item.digest, pack(item, catalogue, recipes, settings)) for item in waiting)
    results = engine.map_tasks(process_task, tasks, bounds_of_work(settings, settings.engine.workers, PRELOAD))
    for done, result in enumerate(results, start=1):
        outcome = outcome_of(result)
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


def process_task(payload: bytes) -> bytes:
    """`process` from bytes to bytes, for an engine; here a document's error becomes its outcome."""
    work = msgspec.msgpack.decode(payload, type=Work)
    begun = time.perf_counter()
    try:
        known = msgspec.json.decode(work.known, type=Document) if work.known else None
        outcome = process(work.item, work.settings, work.reading, work.page_seconds, known)
    except DocumentError as error:
        outcome = Outcome(digest=work.item.digest, status=Status.QUARANTINED, reason=error.reason, message=str(error))
    return msgspec.msgpack.encode(replace(outcome, seconds=round(time.perf_counter() - begun, 3)))


def themes_of(settings: TagSettings) -> tuple[tuple[str, str, str, str, tuple[str, ...]], ...]:
    """The vocabulary of themes: id, label, definition, broader, mappings."""
    from pipeline.tag import themes

    vocabulary = themes.vocabulary_of(settings.themes)
    return tuple((t.id, t.label, t.definition, t.broader, t.mappings) for t in vocabulary.themes)
