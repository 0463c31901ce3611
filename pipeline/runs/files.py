"""The folder of a run, readable by its owner only: ledger, `run.json`, summary; and the metrics."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline import __version__
from pipeline.errors import OutputError

if TYPE_CHECKING:
    from pipeline.runs import Met, Summary
    from pipeline.runs.settings import ReportSettings

PACKAGES = ("spacy", "pypdfium2", "pandas", "pdfplumber")


def write(runs: Path, summary: Summary, met: Sequence[Met], recipe: str, settings: ReportSettings) -> None:
    """Write the folder of a run below `runs`, and the metrics if a file is named for them."""
    from pipeline.runs import history, metrics, page

    try:
        folder = _fresh(runs, summary.run)
        private(folder / "ledger.csv", _ledger(met))
        private(folder / "run.json", msgspec.json.format(msgspec.json.encode(_for_machines(summary, recipe)), indent=1))
        private(folder / "summary.html", page.page(summary, history.runs(runs)).encode())
        if settings.metrics:
            metrics.write(Path(settings.metrics), summary)
        if settings.keep_days:
            _clear(runs, settings.keep_days)
    except OSError as error:
        raise OutputError(
            f"The dataset is published, but the run's folder in {runs} or the metrics could not be written: "
            f"{error.strerror or error}. Make room or mend the rights; the next run writes its own."
        ) from error


def _fresh(runs: Path, name: str) -> Path:
    """A new folder; a run that starts in the same second gets a number."""
    runs.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder, number = runs / name, 1
    while folder.exists():
        number += 1
        folder = runs / f"{name}-{number}"
    folder.mkdir(mode=0o700)
    return folder


def private(path: Path, content: bytes) -> None:
    """A file that only its owner can read: it may name people's files."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)


def _clear(runs: Path, days: int) -> None:
    """Remove folders of runs that began more days ago. Their names tell when that was."""
    oldest = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y%m%dT%H%M%SZ")
    for folder in runs.iterdir():
        if folder.is_dir() and folder.name[:1].isdigit() and folder.name[: len(oldest)] < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def _ledger(met: Sequence[Met]) -> bytes:
    from pipeline.load.cells import guard

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["source", "locator", "file_name", "sha256", "status", "reason", "message"])
    for m in met:
        row = [m.origin.source, m.origin.locator, m.origin.name, m.digest, m.status, m.reason, m.message]
        writer.writerow([guard(cell) for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def _for_machines(summary: Summary, recipe: str) -> dict[str, Any]:
    """The summary without names of files: what is shared with monitoring holds no personal data."""
    data: dict[str, Any] = msgspec.to_builtins(summary)
    data["ignored"] = dict(Counter(reason for _, reason in summary.ignored))
    data["unreached"] = len(summary.unreached)
    data["quarantined"] = dict(Counter(reason for _, reason, _ in summary.quarantined))
    data |= {"new": len(summary.new), "review": len(summary.review), "problem": bool(summary.problem)}
    data.pop("folder")
    data |= {"version": __version__, "recipe": recipe, "python": sys.version.split()[0], "platform": sys.platform}
    data["packages"] = {name: metadata.version(name) for name in PACKAGES}
    data["peak_memory_mb"] = _peak_memory()
    return data


def _peak_memory() -> float | None:
    """Peak memory of this process in MB, None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
