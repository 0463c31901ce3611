"""The verb for the vocabulary of themes: out of the program for a librarian, and back into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import Config
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.text.vocabulary import Terms, Theme

vocabulary = typer.Typer(
    name="vocabulary",
    help="Give out or take in the vocabulary of themes: TOML, SKOS, spreadsheet.",
    no_args_is_help=True,
)


@vocabulary.command("export")
def export_vocabulary(
    to: Annotated[Path, typer.Option("--to", help="File to write: .toml, .ttl (SKOS) or .xlsx.")],
    config: Config = None,
) -> None:
    """Write the vocabulary in use (`tag.themes`, else the packaged one) as TOML, SKOS or a spreadsheet."""
    from pipeline.config import read_settings, read_vocabulary

    terms = read_vocabulary(read_settings(config).tag.themes)
    _write(terms, to)
    typer.echo(f"{to}: {len(terms.themes)} themes.")


@vocabulary.command("import")
def import_vocabulary(
    file: Annotated[
        Path, typer.Argument(help="A vocabulary: .toml, .ttl (SKOS) or .xlsx.", exists=True, dir_okay=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write, like themes.toml.")],
) -> None:
    """Check a vocabulary, and write it in another form; name the result in learnings.toml, `[tag] themes`."""
    from pipeline.config import read_vocabulary

    terms = read_vocabulary(str(file))
    _write(terms, out)
    typer.echo(f"{out}: {len(terms.themes)} themes, {sum(map(_phrases, terms.themes))} phrases.")


def _phrases(theme: Theme) -> int:
    from pipeline.text.vocabulary.terms import LEVELS

    return sum(len(getattr(theme, level)) for level in LEVELS)


def _write(terms: Terms, path: Path) -> None:
    from pipeline.text.vocabulary import VocabularyError, write

    try:
        path.write_bytes(write(terms, path.suffix))
    except (VocabularyError, OSError) as error:
        raise ConfigError(f"The vocabulary cannot be written to {path}: {error}.") from error
