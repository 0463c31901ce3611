"""Verbs that read documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli.options import Config, Json, Out
from pipeline.errors import ConfigError


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to read.")],
    out: Out = None,
    config: Config = None,
    workers: Annotated[int, typer.Option(help="Processes that read documents (0: one per core).", min=0)] = 0,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Read documents and bring the dataset up to date."""
    from msgspec.structs import replace

    from pipeline import flow
    from pipeline.config import read_settings

    for path in paths:
        if not path.exists():
            raise ConfigError(f"{path} does not exist. Name files or folders that do.")
    settings = read_settings(config)
    engine = replace(settings.engine, workers=workers or settings.engine.workers)
    load = replace(settings.load, software=f"learnings {__version__}")
    settings = replace(settings, out=out or settings.out, engine=engine, load=load)
    from pipeline.tell import progress_bar, render, to_json

    with progress_bar(shown=not quiet and not as_json) as progress:
        summary = flow.run(paths, settings, progress)
    if as_json:
        typer.echo(to_json(summary))
    elif not quiet:
        render(summary)
    raise typer.Exit(summary.exit_code)
