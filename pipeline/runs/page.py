"""`summary.html`: the run as a small web page for the morning, which loads nothing."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.runs.history import Past
from pipeline.text.clean import printable

if TYPE_CHECKING:
    from pipeline.runs import Summary

NAMED = 200  # rows of one list on the page; the ledger has them all
EXITS = {
    0: "All is well.",
    3: "The dataset is up to date; some files were set aside.",
    4: "The dataset could not be published; the one before is still shown.",
    75: "A source could not be read; the next run tries again.",
}
_HEAD = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "td,th{padding:.15rem 1rem .15rem 0;vertical-align:top;text-align:left}</style>"
)


def page(summary: Summary, last: Sequence[Past]) -> str:
    """The page. last: the newest runs, this one among them, newest first."""
    parts = (
        f"{_HEAD}<title>Run {summary.run}</title><h1>Run {summary.run}</h1>",
        f"<p><strong>{EXITS.get(summary.exit_code, '')}</strong> {_plain(summary.problem)}</p>",
        f"<p>Release {_plain(summary.release)}, {'written' if summary.changed else 'unchanged'}; "
        f"{summary.seconds:.1f} s.</p>",
        _list("Sources that could not be read", ("Source", "Why"), summary.unreached),
        _list("Quarantined", ("File", "Reason", "What to do"), summary.quarantined) or "<p>Nothing was set aside.</p>",
        _list("New in this run", ("File",), [(name,) for name in summary.new]),
        _list("Changed against the release before", ("Rows", "Number"), summary.changes.items()),
        _list("To review", ("Document", "Why"), summary.review),
        *(_list(title, ("", ""), counts.items()) for title, counts in _counts(summary)),
        _list("The last runs", ("Run", "Exit", "Met", "Read", "Documents", "Insights", "Seconds"), _drift(last)),
        "</html>\n",
    )
    return "\n".join(part for part in parts if part)


def _counts(summary: Summary) -> tuple[tuple[str, dict[str, int]], ...]:
    return (
        ("Met", summary.met),
        ("Documents", summary.documents),
        ("Status", summary.statuses),
        ("Insights", summary.insights),
        ("Doubtful findings (sheet “To review”)", summary.doubtful),
    )


def _drift(last: Sequence[Past]) -> list[tuple[object, ...]]:
    """A row for each run; figures that differ from the run before it carry the difference."""
    rows: list[tuple[object, ...]] = []
    for number, run in enumerate(last):
        before = last[number + 1] if number + 1 < len(last) else None
        figures = [(sum(run.documents.values()), sum(before.documents.values()) if before else None)]
        figures.append((sum(run.insights.values()), sum(before.insights.values()) if before else None))
        told = [f"{now} ({now - then:+d})" if then not in (None, now) else str(now) for now, then in figures]
        rows.append((run.run, run.exit_code, sum(run.met.values()), run.processed, *told, f"{run.seconds:.1f}"))
    return rows


def _list(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    every = list(rows)
    if not every:
        return ""
    body = "".join(f"<tr>{''.join(f'<td>{_plain(cell)}</td>' for cell in row)}</tr>" for row in every[:NAMED])
    head = f"<tr>{''.join(f'<th>{name}</th>' for name in heads)}</tr>" if any(heads) else ""
    more = f"<p>and {len(every) - NAMED} more, see ledger.csv</p>" if len(every) > NAMED else ""
    return f"<h2>{html.escape(title)}</h2><table>{head}{body}</table>{more}"


def _plain(cell: object) -> str:
    return html.escape(printable(str(cell)))
