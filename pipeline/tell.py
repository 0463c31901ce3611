"""Progress while a run works, and the summary people read when it has ended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec

from pipeline.model.dataset import GROUPS
from pipeline.runs import Summary
from pipeline.search import Hit
from pipeline.text.clean import one_line

GENRE_NAMES = {
    "learning_form": "learning forms",
    "forum_report": "forum reports",
    "event_announcement": "event announcements",
    "factsheet": "factsheets",
    "strategic_plan": "strategic plans",
    "other": "other reports",
}


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on the error stream; none where that is no terminal."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Reading documents"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def to_json(summary: Summary) -> str:
    """The summary for machines."""
    return msgspec.json.format(msgspec.json.encode(summary), indent=1).decode()


def render(summary: Summary) -> None:
    """The summary for people, on standard output."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    total = sum(summary.documents.values())
    console.print(
        f"\n{_number(total, 'document')} in the dataset; {_number(summary.processed, 'text')} read in this run ({summary.seconds:.1f} s)"
    )
    for title, counts in (("Documents", _named(summary.documents)), ("Insights", _by_group(summary.insights))):
        if counts:
            console.print(f"\n{title}")
            table = Table.grid(padding=(0, 2))
            for name, number in counts:
                table.add_row(f"  {name}", f"{number:>5}")
            console.print(table)
    for title, pairs in (("Top themes", summary.themes), ("Top cities", summary.cities)):
        if pairs:
            console.print(f"\n{title}: " + ", ".join(f"{name} ({n})" for name, n in pairs))
    console.print(f"People: {summary.people} · Events: {summary.events}")
    console.print("\nMet: " + ", ".join(f"{n} {status}" for status, n in summary.met.items()))
    _print_aside(console, summary)
    state = "written" if summary.changed else "unchanged, nothing was rewritten"
    console.print(f"\nDataset: {summary.folder} (release {summary.release}, {state})")
    for file, what in (("learnings.xlsx", "workbook for people"), ("explorer.html", "search page, opens by double click"), ("*.csv, *.parquet, dataset.sqlite", "tables for programs"), ("codebook.md", "what each column means")):  # fmt: skip
        console.print(f"  {file:34s} {what}")


def _print_aside(console: object, summary: Summary) -> None:
    from rich.console import Console

    assert isinstance(console, Console)
    if summary.unreached:
        console.print("\nNot reached")
        for name, message in summary.unreached:
            console.print(f"  {one_line(name)}: {one_line(message)}")
    if summary.ignored:
        console.print("\nIgnored")
        for name, reason in summary.ignored[:20]:
            console.print(f"  {one_line(name)}: {reason}")
        if len(summary.ignored) > 20:
            console.print(f"  and {len(summary.ignored) - 20} more, see the run's ledger.csv")
    if summary.quarantined:
        console.print("\nQuarantined (`learnings quarantine` lists all)")
        for name, reason, message in summary.quarantined[:20]:
            console.print(f"  {one_line(name)}: {reason}\n    {one_line(message)}")
        if len(summary.quarantined) > 20:
            console.print(f"  and {len(summary.quarantined) - 20} more, see the run's ledger.csv")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _named(documents: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(GENRE_NAMES.get(genre, genre), number) for genre, number in documents.items()]


def _by_group(insights: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(kind.replace("_", "-"), insights[kind]) for kinds in GROUPS.values() for kind in kinds if kind in insights]


def hits(found: Sequence[Hit], total: int) -> Iterator[str]:
    """Statements that were found, for people: words, then where they stand."""
    import shutil
    import textwrap

    width = min(shutil.get_terminal_size().columns, 100)
    for number, hit in enumerate(found, start=1):
        yield one_line(" · ".join([f"{number}. {hit.kind.replace('_', '-').capitalize()}", *hit.cities, *hit.themes]))
        for text, indent in ((hit.text, "   "), (hit.citation, "     ")):
            yield textwrap.fill(
                one_line(text), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
            )
        yield ""
    if not total:
        yield "Nothing matches. Try fewer words, or take a filter away."
    else:
        shown = f"The best {len(found)} of " if len(found) < total else ""
        yield f"{shown}{_number(total, 'insight')}."
