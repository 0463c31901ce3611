"""What a run met and did: the summary people read, the ledger that adds up, `run.json` for machines.

`summarise` makes the summary and writes the run's folder; `deliver` tells the world outside: metrics and mail.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogue import FORGOTTEN, RELEASED, Catalogue
from pipeline.errors import EXIT_AGAIN, EXIT_DONE, EXIT_OUTPUT, EXIT_QUARANTINED
from pipeline.model import Origin, Outcome, Status
from pipeline.model.item import UNREACHED
from pipeline.runs import told
from pipeline.runs.made import Figures, Made, figures_of
from pipeline.runs.settings import MailSettings, ReportSettings

__all__ = ["Figures", "Made", "MailSettings", "Met", "ReportSettings", "Summary", "figures_of", "summarise"]


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
    new: list[str] = []  # names of what this run has read
    review: list[tuple[str, str]] = []  # name, why: documents that a person should look at
    doubtful: dict[str, int] = {}  # findings that ask for review, by kind
    changes: dict[str, int] = {}  # rows that the release added, changed, removed
    problem: str = ""  # why the release could not be published; what was shown before is then still shown
    seconds: float
    exit_code: int


def summarise(
    catalogue: Catalogue,
    recipes: Sequence[str],
    out: Path,
    met: Sequence[Met],
    processed: Sequence[Outcome],
    made: Made,
    started: float,
    settings: ReportSettings | None = None,
) -> Summary:
    """The summary of a run; writes its folder below `out/runs`, and the metrics if the settings name a file.

    OutputError where that cannot be written.
    """
    from pipeline.runs import files

    fresh = {o.digest for o in processed}
    ended = [_ended(m, catalogue, recipes, fresh) for m in met]
    figures = made.figures
    untold = told.untold(catalogue, recipes)
    summary = Summary(
        run=datetime.fromtimestamp(started, UTC).strftime("%Y%m%dT%H%M%SZ"),
        release=made.release,
        changed=made.changed,
        folder=str(out / "dataset"),
        met=dict(sorted(Counter(m.status for m in ended).items())),
        processed=len(processed),
        documents=figures.documents,
        statuses=figures.statuses,
        insights=figures.insights,
        themes=figures.themes,
        cities=figures.cities,
        people=figures.people,
        events=figures.events,
        unreached=[(m.origin.name, m.message) for m in ended if m.status == UNREACHED],
        ignored=[(m.origin.name, m.reason) for m in ended if m.status == Status.IGNORED],
        quarantined=_quarantined(ended, untold),
        new=sorted({m.origin.name for m in ended if m.status == "done"}),
        review=figures.review,
        doubtful=figures.doubtful,
        changes=made.changes if made.changed else {},
        problem=made.problem,
        seconds=round(max(0.0, time.time() - started), 2),  # the clock may have been set back meanwhile
        exit_code=_exit_code(ended, fresh, made, bool(untold)),
    )
    files.write(out / "runs", summary, ended, recipes[0], settings or ReportSettings())
    if summary.exit_code in (EXIT_DONE, EXIT_QUARANTINED):  # other codes hide that something was set aside
        told.end(catalogue, recipes)
    return summary


def _ended(met: Met, catalogue: Catalogue, recipes: Sequence[str], fresh: set[str]) -> Met:
    """A thing met with how it ended: its document may have been set aside or ignored in this run or an earlier one."""
    decided = catalogue.decision(met.digest) if met.digest else ""
    if decided == FORGOTTEN:
        return replace(
            met, status=str(Status.IGNORED), reason=decided, message="It was removed with `learnings forget`."
        )
    if met.status in ("new", "known"):
        outcome = catalogue.outcome(met.digest, recipes)
        if outcome is None or outcome.status is Status.DONE:
            return replace(met, status="done" if met.digest in fresh else "known")
        met = replace(met, status=str(outcome.status), reason=outcome.reason, message=outcome.message)
    if decided == RELEASED and met.status == Status.QUARANTINED:
        message = f"It was released from quarantine, where it was for this reason: {met.reason}."
        return replace(met, status=str(Status.IGNORED), reason=decided, message=message)
    return met


def _quarantined(met: Sequence[Met], untold: Sequence[told.Entry]) -> list[tuple[str, str, str]]:
    """Those met in this run, and those of a killed one that are not met again, such as messages of a mailbox."""
    again = {m.digest for m in met}
    found = [(m.origin.name, m.reason, m.message) for m in met if m.status == Status.QUARANTINED]
    return [*found, *((name, reason, message) for digest, name, reason, message in untold if digest not in again)]


def _is_fresh(met: Met, fresh: set[str]) -> bool:
    """Whether this run put a thing into quarantine: older entries do not count for the exit code."""
    return met.status == Status.QUARANTINED and (met.fresh or met.digest in fresh)


def _exit_code(met: Sequence[Met], fresh: set[str], made: Made, untold: bool) -> int:
    if made.problem:
        return EXIT_OUTPUT
    if any(m.status == UNREACHED for m in met):
        return EXIT_AGAIN
    return EXIT_QUARANTINED if untold or any(_is_fresh(m, fresh) for m in met) else EXIT_DONE
