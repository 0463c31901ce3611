"""The room that compares a dataset with a gold standard: how much was found, and how much of it is right.

`evaluate` reads the CSV tables of a release and one JSON file per annotated document, and gives a `Report`: figures
per file, their mean, pooled figures with bootstrap intervals, and every error in words. What is measured is written in
MEASURES: to add a figure, write one function and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.evaluate.found import Found, Tables
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.reliability import Sure
from pipeline.evaluate.report import COLUMNS, Report, Scored, as_json, as_text
from pipeline.evaluate.tally import Tally

__all__ = ["COLUMNS", "MEASURES", "Report", "Scored", "as_json", "as_text", "evaluate"]


def _genre(found: Found, gold: Gold) -> Tally:
    from pipeline.evaluate.documents import genre

    return genre(found, gold)


def _event(found: Found, gold: Gold) -> Tally:
    from pipeline.evaluate.documents import event

    return event(found, gold)


def _form(found: Found, gold: Gold) -> Tally:
    from pipeline.evaluate.documents import form

    return form(found, gold)


def _items(found: Found, gold: Gold) -> Tally:
    from pipeline.evaluate.items import items

    return items(found, gold)


def _people(found: Found, gold: Gold) -> Tally:
    from pipeline.evaluate.people import people

    return people(found, gold)


def _cities(found: Found, gold: Gold) -> Tally:
    from pipeline.evaluate.documents import cities

    return cities(found, gold)


MEASURES: dict[str, Callable[[Found, Gold], Tally]] = {
    "genre": _genre,
    "event": _event,
    "form": _form,
    "items": _items,
    "people": _people,
    "cities": _cities,
}


def evaluate(dataset_dir: Path, gold_dir: Path, files: Path | None = None) -> Report:
    """Compare every document whose file name begins with the name of a gold file (`form.docx`: `form.json`).

    files: a list of file names, one a line, each of which must have a document. What has none counts 0.
    ConfigError when there is nothing to compare.
    """
    from pipeline.evaluate.gold import read_all
    from pipeline.evaluate.intervals import intervals

    golds, tables = read_all(gold_dir), Tables.read(dataset_dir)
    documents = tables.documents()
    matched = [(found, stem) for found in documents if (stem := _stem(found.file_name, golds))]
    unseen = golds.keys() - {stem for _, stem in matched}
    absent = _names(files) - {found.file_name for found in documents}
    missing = [*sorted(unseen), *sorted(absent)]
    scored = [_scored(found, golds[stem]) for found, stem in matched]
    scored += [_missing(name, _gold_of(name, golds)) for name in missing]
    if not scored:
        raise ConfigError(f"No document of {dataset_dir} has a gold standard in {gold_dir}: compare the file names.")
    return Report(files=tuple(scored), missing=tuple(missing), intervals=intervals([row.units for row in scored]))


def _scored(found: Found, gold: Gold) -> Scored:
    total = _measure(found, gold)
    label = f"{found.file_name} ({found.document_id})"
    sure = tuple(_sure(found, gold))
    return Scored(label, found.file_name, total.scores, total.errors, total.units, sure=sure)


def _sure(found: Found, gold: Gold) -> Iterator[Sure]:
    from pipeline.evaluate.sureness import sure

    return sure(found, gold)


def _missing(name: str, gold: Gold | None) -> Scored:
    """A document that is not there: 0 in every column that it would have had."""
    scores = {column: 0.0 for column in COLUMNS if (gold or Gold({})).asks(column)}
    units = _measure(Found.nothing(), gold).units if gold else {}
    return Scored(f"{name} (missing)", name, scores, ["no document: counts 0 in every column"], units, missing=True)


def _measure(found: Found, gold: Gold) -> Tally:
    total = Tally()
    for measure in MEASURES.values():
        total.add(measure(found, gold))
    return total


def _stem(file_name: str, golds: dict[str, Gold]) -> str | None:
    """The longest gold name that a file name begins with, in any case."""
    fitting = [stem for stem in golds if file_name.lower().startswith(stem.lower())]
    return max(fitting, key=len, default=None)


def _gold_of(name: str, golds: dict[str, Gold]) -> Gold | None:
    stem = name if name in golds else max((s for s in golds if name.lower().startswith(s)), key=len, default=None)
    return golds[stem] if stem else None


def _names(files: Path | None) -> set[str]:
    if files is None:
        return set()
    try:
        return {line for line in files.read_text(encoding="utf-8").split("\n") if line}
    except OSError as error:
        raise ConfigError(f"The list of files {files} cannot be read: {error.strerror}.") from error
