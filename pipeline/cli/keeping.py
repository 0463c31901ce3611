"""Verbs about what the catalogue keeps."""

from __future__ import annotations

import typer

from pipeline.cli.options import Config, Out
from pipeline.errors import ConfigError


def quarantine(out: Out = None, config: Config = None) -> None:
    """List what could not be read, why, and what to do."""
    from pipeline.catalogue import Catalogue
    from pipeline.config import read_settings
    from pipeline.flow import recipes_of

    settings = read_settings(config)
    folder = out or settings.out
    file = folder / "catalogue.sqlite"
    if not file.exists():
        raise ConfigError(f"There is no catalogue in {folder}. Run `learnings ingest` first, or name it with --out.")
    with Catalogue(file) as catalogue:
        for digest, name, reason, message in catalogue.quarantined(recipes_of(settings)):
            typer.echo(f"{digest[:16]}  {reason:16s}  {_plain(name)}\n    {_plain(message)}")


def _plain(text: str) -> str:
    from pipeline.text.clean import printable, squeeze

    return squeeze(printable(text))
