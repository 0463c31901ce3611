"""What several verbs share: options, the settings of a command, its catalogue, how names are shown."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.config import Settings

Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="Folder for the dataset and the catalogue (default: outputs).")
]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Settings file (default: learnings.toml, if any).")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


def settings_of(config: Path | None, out: Path | None) -> Settings:
    """The settings of the file, with the output folder of the command line and this version's name."""
    from msgspec.structs import replace

    from pipeline.config import read_settings

    settings = read_settings(config)
    load = replace(settings.load, software=f"learnings {__version__}")
    return replace(settings, out=out or settings.out, load=load)


def catalogue_of(out: Path) -> Path:
    """The file of the catalogue in an output folder; ConfigError where there is none."""
    file = out / "catalogue.sqlite"
    if not file.exists():
        raise ConfigError(f"There is no catalogue in {out}. Run `learnings ingest` first, or name it with --out.")
    return file


@contextmanager
def telling() -> Iterator[None]:
    """Tell people what happened; where they cannot be told (a full disk, a closed pipe), the exit code still is."""
    try:
        yield
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.stdout = sys.stderr = io.StringIO()  # what the old ones hold could not be written at the end either


def plain(text: str) -> str:
    """A stranger's words for one line of a terminal."""
    from pipeline.text.clean import one_line

    return one_line(text)
