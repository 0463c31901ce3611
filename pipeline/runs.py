"""What a run met and did: the summary people read, the ledger that adds up, `run.json` for machines."""

from __future__ import annotations

import csv
import html
import io
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline import __version__
from pipeline.catalogue import Catalogue
from pipeline.errors import EXIT_AGAIN, EXIT_DONE, EXIT_QUARANTINED
from pipeline.model import UNREACHED, Origin, Outcome, Status
from pipeline.model.dataset import Dataset

SHOWN = 8  # themes and cities in the summary


class Met(Struct, frozen=True, kw_only=True):
    """One thing met in a run: a file, a mail, an attachment, a member of an archive."""

    origin: Origin
    digest: str
    status: str  # done, known, unpacked, ignored, quarantined; `new` until its outcome is there
    reason: str = ""
    message: str = ""
    fresh: bool = True  # whether this run met its content for the first time


class Summary(Struct, frozen=True, kw_only=True):
    """What a run did, in numbers and names."""

    run: str
    release: str
    changed: bool  # whether a new release was written
    folder: str  # where the dataset is
    met: dict[str, int]  # things met by how they ended
    processed: int  # documents read in this run
    documents: dict[str, int]  # documents of the dataset by genre
    statuses: dict[str, int]  # the same by status
    insights: dict[str, int]  # insights of the dataset by kind
    themes: list[tuple[str, int]]  # most frequent, by label
    cities: list[tuple[str, int]]
    people: int
    events: int
    unreached: list[tuple[str, str]]  # name, why: sources that could not be read, or not to their end
    ignored: list[tuple[str, str]]  # name, why: those of this run
    quarantined: list[tuple[str, str, str]]  # name, reason, advice: those of this run
    seconds: float
    exit_code: int


def summarise(
    catalogue: Catalogue,
    recipes: Sequence[str],
    out: Path,
    met: Sequence[Met],
    processed: Sequence[Outcome],
    dataset: Dataset,
    published: Any,
    started: float,
) -> Summary:
    """The summary of a run; writes its folder below `out/runs`."""
    ended = [_ended(m, catalogue, recipes, {o.digest for o in processed}) for m in met]
    quarantined = [(m.origin.name, m.reason, m.message) for m in ended if m.status == Status.QUARANTINED]
    documents = dataset.rows("documents")
    summary = Summary(
        run=datetime.fromtimestamp(started, UTC).strftime("%Y%m%dT%H%M%SZ"),
        release=published.release,
        changed=published.changed,
        folder=str(published.dataset),
        met=dict(sorted(Counter(m.status for m in ended).items())),
        processed=len(processed),
        documents=_counted(d.genre for d in documents),
        statuses=_counted(d.status for d in documents),
        insights=_counted(i.kind for i in dataset.rows("insights")),
        themes=_most((t.label, t.insight_count) for t in dataset.rows("themes")),
        cities=_most((c.name, c.insight_count) for c in dataset.rows("cities")),
        people=len(dataset.rows("people")),
        events=len(dataset.rows("events")),
        unreached=[(m.origin.name, m.message) for m in ended if m.status == UNREACHED],
        ignored=[(m.origin.name, m.reason) for m in ended if m.status == Status.IGNORED],
        quarantined=quarantined,
        seconds=round(time.time() - started, 2),
        exit_code=_exit_code(ended, processed),
    )
    _write(out / "runs", summary, ended, recipes[0])
    return summary


def _ended(met: Met, catalogue: Catalogue, recipes: Sequence[str], fresh: set[str]) -> Met:
    """A thing met with how it ended: its document may have been set aside or ignored in this run or an earlier one."""
    if met.status not in ("new", "known"):
        return met
    outcome = catalogue.outcome(met.digest, recipes)
    if outcome is None or outcome.status is Status.DONE:
        return replace(met, status="done" if met.digest in fresh else "known")
    return replace(met, status=str(outcome.status), reason=outcome.reason, message=outcome.message)


def _is_fresh(met: Met, processed: Sequence[Outcome]) -> bool:
    """Whether this run put a thing into quarantine: older entries do not count for the exit code."""
    return met.status == Status.QUARANTINED and (met.fresh or met.digest in {o.digest for o in processed})


def _exit_code(met: Sequence[Met], processed: Sequence[Outcome]) -> int:
    if any(m.status == UNREACHED for m in met):
        return EXIT_AGAIN
    return EXIT_QUARANTINED if any(_is_fresh(m, processed) for m in met) else EXIT_DONE


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda kv: (-kv[1], kv[0])))


def _most(counts: Any) -> list[tuple[str, int]]:
    ranked = sorted(((name, n) for name, n in counts if n), key=lambda kv: (-kv[1], kv[0]))
    return ranked[:SHOWN]


def _write(runs: Path, summary: Summary, met: Sequence[Met], recipe: str) -> None:
    folder = runs / summary.run
    number = 1
    while folder.exists():
        number += 1
        folder = runs / f"{summary.run}-{number}"
    folder.mkdir(parents=True)
    _private(folder / "ledger.csv", _ledger(met))
    _private(folder / "summary.html", page(summary).encode())
    (folder / "run.json").write_bytes(
        msgspec.json.format(msgspec.json.encode(_for_machines(summary, recipe)), indent=1)
    )


def _private(path: Path, content: bytes) -> None:
    """A file that only its owner can read: it may name people's files."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)


def _ledger(met: Sequence[Met]) -> bytes:
    from pipeline.load.cells import guard

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["source", "locator", "file_name", "sha256", "status", "reason", "message"])
    for m in met:
        row = [m.origin.source, m.origin.locator, m.origin.name, m.digest, m.status, m.reason, m.message]
        writer.writerow([guard(cell) for cell in row])
    return text.getvalue().encode("utf-8")


def _for_machines(summary: Summary, recipe: str) -> dict[str, Any]:
    """The summary without names of files: what is shared with monitoring holds no personal data."""
    data: dict[str, Any] = msgspec.to_builtins(summary)
    data["unreached"] = len(summary.unreached)
    data["ignored"] = dict(Counter(reason for _, reason in summary.ignored))
    data["quarantined"] = dict(Counter(reason for _, reason, _ in summary.quarantined))
    data.pop("folder")
    data |= {"version": __version__, "recipe": recipe, "python": sys.version.split()[0], "platform": sys.platform}
    data["packages"] = {name: metadata.version(name) for name in ("spacy", "pypdfium2", "pandas", "pdfplumber")}
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


def page(summary: Summary) -> str:
    """The summary as a small web page for the morning."""
    rows = [
        ("Documents", summary.documents),
        ("Status", summary.statuses),
        ("Insights", summary.insights),
        ("Met", summary.met),
    ]
    tables = "".join(
        f"<h2>{html.escape(title)}</h2><table>{''.join(_row(k, v) for k, v in counts.items())}</table>"
        for title, counts in rows
    )
    aside = "".join(
        f"<tr><td>{html.escape(n)}</td><td>{html.escape(r)}</td><td>{html.escape(m)}</td></tr>"
        for n, r, m in summary.quarantined
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Run {summary.run}</title><style>body{{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;"
        "padding:0 1rem}td{padding:.15rem 1rem .15rem 0;vertical-align:top}</style>"
        f"<h1>Run {summary.run}</h1><p>Release {html.escape(summary.release)}, "
        f"{'written' if summary.changed else 'unchanged'}; {summary.seconds:.1f} s.</p>{tables}"
        + "".join(f"<p><b>Not reached: {html.escape(n)}</b> {html.escape(m)}</p>" for n, m in summary.unreached)
        + (f"<h2>Quarantined in this run</h2><table>{aside}</table>" if aside else "<p>Nothing was set aside.</p>")
        + "</html>\n"
    )


def _row(key: str, value: int) -> str:
    return f"<tr><td>{html.escape(key)}</td><td>{value}</td></tr>"
