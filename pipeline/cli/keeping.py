"""Verbs about what the catalogue keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import Config, Out, plain, settings_of
from pipeline.errors import EXIT_FOUND


def correct(
    workbook: Annotated[
        Path, typer.Argument(help="A copy of learnings.xlsx that you edited.", exists=True, dir_okay=False)
    ],
    out: Out = None,
    config: Config = None,
    dry: Annotated[bool, typer.Option("--dry", help="Only say what would be taken.")] = False,
) -> None:
    """Take in what people corrected in a copy of the workbook, and bring the dataset up to date."""
    from pipeline import corrections, flow

    settings = settings_of(config, out)
    taken = corrections.taken_from(workbook, {row[0]: row[1] for row in flow.themes_of(settings.tag)})
    for one in taken.corrections:
        typer.echo(f"{one.insight_id}  {one.review}")
    for fault in taken.refused:
        typer.echo(f"not taken: {plain(fault)}", err=True)
    if not dry and taken.corrections:
        known = corrections.read_corrections(settings.out)
        corrections.write_corrections(settings.out, corrections.together(known, taken.corrections))
        flow.run((), settings)
    count = len(taken.corrections)
    words = f"{count} correction{'' if count == 1 else 's'}{' would be' if dry else ''} taken"
    typer.echo(f"{words}, {len(taken.refused)} not understood.")
    raise typer.Exit(EXIT_FOUND if taken.refused else 0)
