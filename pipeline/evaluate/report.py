"""The outcome of an evaluation, as a table for people and as JSON for machines."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.evaluate.intervals import Interval
from pipeline.evaluate.reliability import Sure, as_lines, of_kinds
from pipeline.evaluate.tally import Unit

COLUMNS = (
    "genre",
    "event",
    "form",
    "items P",
    "items R",
    "items F",
    "typed F",
    "group",
    "icity F",
    "theme F",
    "people F",
    "role",
    "cities F",
)
_NAME, _FIGURE = 34, 9  # widths


@dataclass(frozen=True)
class Scored:
    """One document compared with its gold standard."""

    label: str  # file name and document id, or `(missing)`
    file_name: str
    scores: dict[str, float]  # by column; a column that does not apply is not there
    errors: list[str] = field(default_factory=list)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    missing: bool = False
    sure: tuple[Sure, ...] = ()  # what was found, how sure the dataset is of it, and whether it is right


@dataclass(frozen=True)
class Report:
    """All documents, what is missing, and how sure the figures are."""

    files: tuple[Scored, ...]
    missing: tuple[str, ...]  # gold standards and wanted files without a document
    intervals: dict[str, Interval]

    @property
    def complete(self) -> bool:
        """Whether every gold standard and every wanted file has a document."""
        return not self.missing

    @property
    def sure(self) -> list[Sure]:
        """What was found in all files, with its confidence and whether it is right."""
        return [one for row in self.files for one in row.sure]

    @property
    def mean(self) -> dict[str, float]:
        """Mean of each column over the files that have it."""
        columns = {column: [row.scores[column] for row in self.files if column in row.scores] for column in COLUMNS}
        return {column: sum(values) / len(values) for column, values in columns.items() if values}


def as_text(report: Report, errors: bool = False) -> str:
    """The figures as a table, errors below each file on request."""
    lines = [_line("file", dict(zip(COLUMNS, COLUMNS, strict=True)))]
    for row in report.files:
        lines.append(f"{_name(row.file_name)}  no document: counts 0" if row.missing else _scores(row))
        lines += [f"  {error}" for error in row.errors] if errors and not row.missing else []
    lines.append(_line(f"mean of {len(report.files)}", _figures(report.mean)))
    if report.intervals:
        lines += [
            "",
            "F over all files together, with 95 % bootstrap intervals",
            *map(_interval, report.intervals.items()),
        ]
    return "\n".join([*lines, *as_lines(report.sure)])


def as_json(report: Report) -> dict[str, Any]:
    """The same for machines: `files` and `mean` by column, `intervals`, `reliability`, `missing`, `errors`."""
    return {
        "files": {row.label: row.scores for row in report.files},
        "mean": report.mean,
        "intervals": {name: asdict(interval) for name, interval in report.intervals.items()},
        "reliability": {kind: asdict(one) for kind, one in of_kinds(report.sure).items()},
        "missing": list(report.missing),
        "errors": {row.label: row.errors for row in report.files},
    }


def _scores(row: Scored) -> str:
    return _line(row.file_name, _figures(row.scores))


def _figures(scores: dict[str, float]) -> dict[str, str]:
    return {column: f"{score:.3f}" for column, score in scores.items()}


def _line(name: str, cells: dict[str, str]) -> str:
    return _name(name) + "".join(f"{cells.get(column, '-'):>{_FIGURE}}" for column in COLUMNS)


def _name(name: str) -> str:
    return f"{name if len(name) < _NAME else name[: _NAME - 2] + '…':{_NAME}}"


def _interval(item: tuple[str, Interval]) -> str:
    name, interval = item
    return f"{name:{_NAME}}{interval.value:9.3f}   {interval.low:.3f} to {interval.high:.3f}   of {interval.units:,}"
