"""Verbs that read documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Config, Json, Out, settings_of, telling
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.config import Settings

Workers = Annotated[int, typer.Option(help="Processes that read documents (0: one per core).", min=0)]
AcceptLoss = Annotated[
    bool, typer.Option("--accept-loss", help="Publish a release even if it lost many of the insights before it.")
]
LogJson = Annotated[bool, typer.Option("--log-json", help="Log to the error stream, one JSON object per line.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")]


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to read.")],
    out: Out = None,
    config: Config = None,
    workers: Workers = 0,
    as_json: Json = False,
    quiet: Quiet = False,
    accept_loss: AcceptLoss = False,
    log_json: LogJson = False,
) -> None:
    """Read files and folders and bring the dataset up to date."""
    for path in paths:
        if not path.exists():
            raise ConfigError(f"{path} does not exist. Name files or folders that do.")
    _run(paths, _settings(config, out, workers, accept_loss, log_json), as_json, quiet)


def run(
    out: Out = None,
    config: Config = None,
    workers: Workers = 0,
    as_json: Json = False,
    quiet: Quiet = False,
    accept_loss: AcceptLoss = False,
    log_json: LogJson = False,
) -> None:
    """Read the sources of `learnings.toml` and bring the dataset up to date."""
    _run(None, _settings(config, out, workers, accept_loss, log_json), as_json, quiet)


def _settings(config: Path | None, out: Path | None, workers: int, accept_loss: bool, log_json: bool) -> Settings:
    """The settings of a run: the file, and over it what the command line says. The log begins here."""
    from msgspec.structs import replace

    from pipeline import log

    settings = settings_of(config, out)
    engine = replace(settings.engine, workers=workers or settings.engine.workers)
    load = replace(settings.load, max_loss=1.0) if accept_loss else settings.load
    log.start(settings.report.log, stream=log_json)
    return replace(settings, engine=engine, load=load)


def _run(paths: list[Path] | None, settings: Settings, as_json: bool, quiet: bool) -> None:
    from pipeline import flow
    from pipeline.runs import post
    from pipeline.sources import check
    from pipeline.tell import progress_bar, render, to_json

    if paths is None and not settings.source:
        raise ConfigError("`learnings.toml` names no [[source]]. Add one, or name files: `learnings ingest PATH...`.")
    if paths is None:
        check(settings.source)
    with progress_bar(shown=not quiet and not as_json) as progress:
        summary = flow.run(paths, settings, progress)
    unsent = post.send(settings.report.mail, summary) if post.wanted(settings.report.mail, summary.exit_code) else ""
    with telling():
        if as_json:
            typer.echo(to_json(summary))
        elif not quiet:
            render(summary)
        for problem in filter(None, (summary.problem, unsent)):
            typer.echo(f"learnings: {problem}", err=True)
    raise typer.Exit(summary.exit_code)
