"""Verbs about an output folder and its settings: how it stands, is everything there, begin, forget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import Config, Out, catalogue_of, plain, settings_of
from pipeline.errors import EXIT_FOUND, ConfigError


def status(out: Out = None, config: Config = None) -> None:
    """Tell how things stand: the dataset, what waits for a person, the last runs."""
    from pipeline.catalogue import Catalogue
    from pipeline.flow import recipes_of
    from pipeline.tending import status as lines

    settings = settings_of(config, out)
    with Catalogue(catalogue_of(settings.out)) as catalogue:
        for line in lines(catalogue, recipes_of(settings), settings.out):
            typer.echo(line)


def check(out: Out = None, config: Config = None) -> None:
    """Look at settings, language model, tools, sources, disk and bounds before a run; nothing is changed."""
    from pipeline.tending import Probe, probes
    from pipeline.work import bounds_told

    settings, fine = settings_of(config, out), True
    for probe in (*probes(settings), Probe("reading", *bounds_told(settings))):
        typer.echo(f"{'ok  ' if probe.fine else 'NO  '} {probe.name:16s} {probe.told}")
        fine = fine and probe.fine
    raise typer.Exit(0 if fine else EXIT_FOUND)


def init(
    file: Annotated[Path, typer.Argument(help="Where the settings are written.")] = Path("learnings.toml"),
) -> None:
    """Write a file of settings with every setting explained."""
    from importlib import resources

    text = resources.files("pipeline.data").joinpath("learnings.toml").read_text(encoding="utf-8")
    try:
        with file.open("x", encoding="utf-8") as made:
            made.write(text)
    except FileExistsError as error:
        raise ConfigError(f"{file} exists and is left as it is. Name another file, or move it away.") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}. Name a file in a folder of yours.") from error
    typer.echo(f"{file} is written. Name your sources in it, then `learnings check`, then `learnings run`.")


def forget(
    wanted: Annotated[str, typer.Argument(help="A document (id or digest) or a person (id or name).")],
    out: Out = None,
    config: Config = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a document, or every document that names a person, with all that came from it; make a new release."""
    from msgspec.structs import replace

    from pipeline import flow, tending
    from pipeline.catalogue import Catalogue
    from pipeline.lock import Lock

    settings = settings_of(config, out)
    file = catalogue_of(settings.out)
    with Lock(settings.out), Catalogue(file) as catalogue:
        documents = tending.meant(catalogue, settings.out, wanted)
        for digest, name in documents.items():
            typer.echo(f"{digest[:16]}  {plain(name)}")
        if not yes and not typer.confirm("Remove these and all that came from them, also from earlier releases?"):
            raise typer.Exit(0)
        tending.forget(catalogue, settings.out, documents)
    flow.run((), replace(settings, load=replace(settings.load, max_loss=1.0)))
    typer.echo(f"{len(documents)} forgotten; a new release is made. Copies outside this folder are yours to remove.")
