"""`learnings quarantine`: what could not be read, and what a person does about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Config, Out, catalogue_of, plain, settings_of
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.catalogue import Catalogue
    from pipeline.recipe import Recipes

app = typer.Typer(help="List, show, retry or release what could not be read.")
Digest = Annotated[str, typer.Argument(help="Its digest, or at least six digits of it, as `list` shows them.")]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, out: Out = None, config: Config = None) -> None:
    """List, show, retry or release what could not be read; without a word more, list."""
    if context.invoked_subcommand is None:
        listed(out, config)


@app.command("list")
def listed(out: Out = None, config: Config = None) -> None:
    """List what could not be read, why, and what to do."""
    with _opened(out, config) as (catalogue, recipes):
        for digest, name, reason, message in catalogue.quarantined(recipes):
            typer.echo(f"{digest[:16]}  {reason:16s}  {plain(name)}\n    {plain(message)}")


@app.command()
def show(digest: Digest, out: Out = None, config: Config = None) -> None:
    """Show one thing: every way it came, its size, why it was set aside and what to do."""
    from pipeline.catalogue.forgetting import find, kept_bytes

    with _opened(out, config) as (catalogue, recipes):
        found = find(catalogue, digest)
        typer.echo(f"sha256  {found}\nbytes   {len(kept_bytes(catalogue, found))}")
        for entry in catalogue.quarantined(recipes):
            if entry[0] == found:
                typer.echo(f"name    {plain(entry[1])}\nreason  {entry[2]}\n        {plain(entry[3])}")
        for origin in catalogue.origins(found):
            typer.echo(f"came    {origin.source}  {plain(origin.locator)}")


@app.command()
def retry(digest: Digest = "", out: Out = None, config: Config = None) -> None:
    """Let the next run try one thing again, or without a digest all of them."""
    from pipeline.catalogue.forgetting import find
    from pipeline.catalogue.forgetting import retry as again

    with _opened(out, config, writing=True) as (catalogue, recipes):
        digests = [find(catalogue, digest)] if digest else [entry[0] for entry in catalogue.quarantined(recipes)]
        again(catalogue, digests)
    typer.echo(f"{len(digests)} to be tried again by the next run.")


@app.command()
def release(
    digest: Digest,
    to: Annotated[Path | None, typer.Option("--to", help="File into which its bytes are written.")] = None,
    out: Out = None,
    config: Config = None,
) -> None:
    """Take one thing off the list, since somebody has dealt with it; its bytes can be written to a file."""
    from pipeline.catalogue import RELEASED
    from pipeline.catalogue.forgetting import find, kept_bytes

    with _opened(out, config, writing=True) as (catalogue, _):
        found = find(catalogue, digest)
        if to is not None:
            _write(to, kept_bytes(catalogue, found))
        catalogue.decide(found, RELEASED)
    typer.echo(f"{found[:16]} is released.")


def _write(path: Path, content: bytes) -> None:
    """A new file for its owner only: the bytes are a stranger's, and nothing is overwritten with them."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}. Name a new file in a folder of yours."
        ) from error


@contextmanager
def _opened(out: Path | None, config: Path | None, *, writing: bool = False) -> Iterator[tuple[Catalogue, Recipes]]:
    """The catalogue, under the lock of its folder where something is written, and today's recipes."""
    from contextlib import nullcontext

    from pipeline.catalogue import Catalogue
    from pipeline.flow import recipes_of
    from pipeline.lock import Lock

    settings = settings_of(config, out)
    file = catalogue_of(settings.out)
    with Lock(settings.out) if writing else nullcontext(), Catalogue(file) as catalogue:
        yield catalogue, recipes_of(settings)
