"""What is done about an output folder besides reading into it: see how it stands, look before a run, forget.

Forgetting removes documents with all that came from them: their bytes, what was read and found, their pictures,
corrections and lines in ledgers, and every release, since each holds them in several forms; a new release is made at
once by whoever calls (`learnings forget`).
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pipeline.catalogue import Catalogue, forgetting
from pipeline.config import Settings
from pipeline.corrections import read_corrections, write_corrections
from pipeline.errors import ConfigError, LearningsError, OutputError
from pipeline.load.tables_csv import read
from pipeline.recipe import Recipes
from pipeline.runs.files import private
from pipeline.runs.history import runs
from pipeline.text.clean import fold, one_line

LEAST_ROOM = 1_000_000_000  # bytes free on the disk below which a run may fail
EXTRAS = {"ocr": "rapidocr", "postgres": "psycopg", "serve": "datasette", "skos": "rdflib", "keyring": "keyring"}


class Probe(NamedTuple):
    """What one look at settings, tools or places found."""

    name: str
    fine: bool
    told: str


# --- how it stands ----------------------------------------------------------------------------------------------------


def status(catalogue: Catalogue, recipes: Recipes, out: Path) -> Iterator[str]:
    """How an output folder stands, in lines: the dataset, what waits for a person, the last runs and their sums."""
    quarantined = catalogue.quarantined(recipes)
    waiting = len(catalogue.pending(recipes))
    statuses = [row["status"] for row in _rows(out / "dataset" / "documents.csv")]
    insights = sum(1 for _ in _rows(out / "dataset" / "insights.csv"))
    yield f"dataset      {len(statuses)} documents, {insights} insights"
    yield f"to review    {statuses.count('needs_review')} documents (sheet `To review` of the workbook)"
    yield f"quarantine   {len(quarantined)} (`learnings quarantine` lists them)"
    yield f"not yet read {waiting}" + (" (a run was cut off, or the program changed: run again)" if waiting else "")
    for past in runs(out / "runs"):
        sums = " + ".join(f"{count} {name}" for name, count in sorted(past.met.items()) if count)
        yield f"run {past.run}  exit {past.exit_code}  {past.seconds:.0f} s  met {sum(past.met.values())} = {sums or '0'}"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return iter(read(path)) if path.is_file() else iter(())


# --- looking before a run ---------------------------------------------------------------------------------------------


def probes(settings: Settings) -> Iterator[Probe]:
    """Looks at what a run needs, one by one: model, tools, extras, sources, disk. Nothing is changed."""
    yield _model(settings)
    yield _program("LibreOffice", ("soffice", "libreoffice"), "old .doc files end in quarantine without it")
    for extra, module in EXTRAS.items():
        there = find_spec(module) is not None
        yield Probe(
            f"extra {extra}", True, "installed" if there else f"not installed (pip install 'learnings[{extra}]')"
        )
    yield from map(_source, settings.source)
    if not settings.source:
        yield Probe("sources", True, "none in the settings: `learnings run` has nothing to read, `ingest PATH` does")
    yield _room(settings.out)


def _model(settings: Settings) -> Probe:
    from pipeline.tag.nlp import load_model

    nlp = load_model(settings.tag.model)
    return Probe("language model", not nlp.notes, "; ".join(nlp.notes) or "loads")


def _program(name: str, commands: Iterable[str], without: str) -> Probe:
    found = next(filter(None, map(shutil.which, commands)), None)
    return Probe(name, True, f"at {found}" if found else f"not installed: {without}")


def _source(source: object) -> Probe:
    from pipeline import sources

    name = f"source {getattr(source, 'name', '') or type(source).__name__.lower()}"
    try:
        return Probe(name, True, sources.probe(source))  # type: ignore[arg-type]  # one of AnySource, as settings hold it
    except LearningsError as error:
        return Probe(name, False, str(error))


def _room(out: Path) -> Probe:
    place = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if not os.access(place, os.W_OK):
        return Probe("output folder", False, f"{place} cannot be written to. Choose another with --out.")
    enough = free >= LEAST_ROOM
    return Probe("output folder", enough, f"{free >> 20:,} MB free at {place}" + ("" if enough else ": make room"))


# --- forgetting -------------------------------------------------------------------------------------------------------


def meant(catalogue: Catalogue, out: Path, wanted: str) -> dict[str, str]:
    """The documents that somebody wants to be forgotten: digest -> name.

    wanted: a document by its digest or id, or a person by id or name, which means every document that names them.
    ConfigError where there is none.
    """
    people = [row for row in _rows(out / "dataset" / "people.csv") if _is_person(row, wanted)]
    if people:
        ids = {document for row in people for document in json.loads(row["document_ids"] or "[]")}
        documents = [row for row in _rows(out / "dataset" / "documents.csv") if row["document_id"] in ids]
        return {row["sha256"]: row["file_name"] for row in documents}
    try:
        digest = forgetting.find(catalogue, wanted)
    except ConfigError as error:
        raise ConfigError(
            f"{one_line(wanted)} is no document of the catalogue and no person of the dataset. Give the "
            "document_id, at least six digits of its sha256, the person_id or the name as the dataset has it."
        ) from error
    origins = catalogue.origins(digest)
    return {digest: origins[0].name if origins else digest[:16]}


def _is_person(row: dict[str, str], wanted: str) -> bool:
    names = [row["name"], *json.loads(row["aliases"] or "[]")]
    return wanted == row["person_id"] or fold(wanted) in map(fold, names)


def forget(catalogue: Catalogue, out: Path, digests: Iterable[str]) -> None:
    """Remove documents with all that came from them, and all releases. The caller holds the lock of the folder."""
    gone = set(digests)
    ids = {f"d-{digest[:16]}" for digest in gone}
    insights = {row["insight_id"] for row in _rows(out / "dataset" / "insights.csv") if row["document_id"] in ids}
    corrections = read_corrections(out)
    if insights & set(corrections):
        write_corrections(out, {key: one for key, one in corrections.items() if key not in insights})
    forgetting.forget(catalogue, gone)
    try:
        _remove_releases(out)
        for folder in (out / "runs").glob("*/"):
            _forget_run(folder, gone)
    except OSError as error:
        raise OutputError(
            f"Not everything could be removed: {error}. Close what has files of {out} open, then run it again."
        ) from error


def _remove_releases(out: Path) -> None:
    shown = out / "dataset"
    if shown.is_symlink():
        shown.unlink()
    elif shown.is_dir():
        shutil.rmtree(shown)
    for folder in (out / "releases", out / "exports"):  # where `learnings export` writes unless told otherwise
        if folder.is_dir():
            shutil.rmtree(folder)


def _forget_run(folder: Path, digests: set[str]) -> None:
    """A run's ledger without the lines of some documents; its page for people, which names files, goes."""
    (folder / "summary.html").unlink(missing_ok=True)
    ledger = folder / "ledger.csv"
    if not ledger.is_file():
        return
    with ledger.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if not any(digest in row.values() for digest in digests)]
    if len(kept) == len(rows):
        return
    memory = io.StringIO(newline="")
    writer = csv.DictWriter(memory, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(kept)
    private(ledger, memory.getvalue().encode("utf-8"))
