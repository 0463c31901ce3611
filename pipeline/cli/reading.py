"""Verbs that read documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli.options import Config, Json, Out
from pipeline.errors import ConfigError

Workers = Annotated[int, typer.Option(help="Processes that read documents (0: one per core).", min=0)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")]


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to read.")],
    out: Out = None,
    config: Config = None,
    workers: Workers = 0,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read files and folders and bring the dataset up to date."""
    for path in paths:
        if not path.exists():
            raise ConfigError(f"{path} does not exist. Name files or folders that do.")
    _run(paths, out, config, workers, as_json, quiet)


def run(
    out: Out = None, config: Config = None, workers: Workers = 0, as_json: Json = False, quiet: Quiet = False
) -> None:
    """Read the sources of `learnings.toml` and bring the dataset up to date."""
    _run(None, out, config, workers, as_json, quiet)


def _run(
    paths: list[Path] | None, out: Path | None, config: Path | None, workers: int, as_json: bool, quiet: bool
) -> None:
    from msgspec.structs import replace

    from pipeline import flow
    from pipeline.config import read_settings
    from pipeline.sources import check
    from pipeline.tell import progress_bar, render, to_json

    settings = read_settings(config)
    if paths is None and not settings.source:
        raise ConfigError("`learnings.toml` names no [[source]]. Add one, or name files: `learnings ingest PATH...`.")
    if paths is None:
        check(settings.source)
    engine = replace(settings.engine, workers=workers or settings.engine.workers)
    load = replace(settings.load, software=f"learnings {__version__}")
    settings = replace(settings, out=out or settings.out, engine=engine, load=load)
    with progress_bar(shown=not quiet and not as_json) as progress:
        summary = flow.run(paths, settings, progress)
    if as_json:
        typer.echo(to_json(summary))
    elif not quiet:
        render(summary)
    raise typer.Exit(summary.exit_code)
