"""Verbs that let a person see and judge what was read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import EXIT_FOUND


def show(
    file: Annotated[Path, typer.Argument(help="A document.", exists=True, dir_okay=False)],
    pages: Annotated[
        Path | None, typer.Option("--pages", help="Folder for drawings of the pages of a PDF or scan.")
    ] = None,
) -> None:
    """Print the blocks of a document as the pipeline sees them, or draw them over its pages."""
    from pipeline.show import blocks_of, draw_pages

    for line in map(str, draw_pages(file, pages)) if pages is not None else blocks_of(file):
        typer.echo(line)


def verify(
    dataset: Annotated[Path, typer.Argument(help="Folder of a dataset or release.", exists=True, file_okay=False)],
    source: Annotated[
        Path | None,
        typer.Option(help="Folder with the documents, under any name (default: the catalogue's copies).", exists=True),
    ] = None,
) -> None:
    """Hold each quote against its source: does it stand at its place, in the words printed there?"""
    from pipeline.verify import verify as hold

    report = hold(dataset, source)
    for line in report.lines():
        typer.echo(line)
    raise typer.Exit(0 if report.all_hold else EXIT_FOUND)


def evaluate(
    dataset: Annotated[Path, typer.Argument(help="Folder of a dataset.", exists=True, file_okay=False)],
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold standards.", exists=True, file_okay=False)],
    files: Annotated[Path | None, typer.Option(help="List of file names that must have a document.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is missed, extra or wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Compare a dataset with a gold standard: precision, recall, F1 with intervals."""
    import json

    from pipeline.evaluate import as_json as report_as_json
    from pipeline.evaluate import as_text
    from pipeline.evaluate import evaluate as compare

    report = compare(dataset, gold, files)
    typer.echo(json.dumps(report_as_json(report), indent=1) if as_json else as_text(report, errors))
    raise typer.Exit(0 if report.complete else EXIT_FOUND)
