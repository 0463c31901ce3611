"""Verbs that give a dataset to others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import Config


def export(
    dataset: Annotated[
        Path, typer.Argument(help="Folder of a dataset or release.", exists=True, file_okay=False)
    ] = Path("outputs/dataset"),
    profile: Annotated[str, typer.Option(help="Who will see it: `public`, `research` or `internal`.")] = "public",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder of releases (default: exports/PROFILE beside DATASET).")
    ] = None,
    release: Annotated[str, typer.Option(help="Name of the release, like 2026.11 (default: from its content).")] = "",
    against: Annotated[str, typer.Option(help="Earlier release that CHANGES.md compares with, name or folder.")] = "",
    to: Annotated[str, typer.Option("--to", help="A PostgreSQL database: postgresql://user@host/database.")] = "",
    schema: Annotated[str, typer.Option(help="Schema of that database.")] = "learnings",
    excel_csv: Annotated[
        Path | None, typer.Option("--excel-csv", help="Folder for CSV files that Excel opens with a double click.")
    ] = None,
    separator: Annotated[
        str, typer.Option(help="Between the cells of those: `;`, `,` or `tab` (default: by locale).")
    ] = "",
    config: Config = None,
) -> None:
    """Make a release for others, bring a database up to date, or write CSV for Excel; without names unless told."""
    from pipeline import __version__
    from pipeline.config import read_settings
    from pipeline.give import checked, give, view

    folder = out or dataset.parent / "exports" / profile
    seen = view(dataset, profile, read_settings(config).redact, excel_csv or folder)
    if seen.new_key:
        typer.echo(f"A key for codes and ids was made: {seen.new_key}. Keep it, and keep it secret: with another key,")
        typer.echo("every code and id of the next release is another.")
    if excel_csv is not None:
        from pipeline.load.excel import excel_csv as write_excel_csv
        from pipeline.load.excel import locale_separator

        sign = "\t" if separator == "tab" else separator or locale_separator()
        write_excel_csv(checked(seen), excel_csv, separator=sign)
        typer.echo(f"The tables are in {excel_csv} (profile {profile}).")
    if to:
        from pipeline.load.postgres import write_postgres

        write_postgres(checked(seen), to, schema, f"{seen.title}, profile {profile}")
        typer.echo(f"The schema {schema} holds what {dataset} says (profile {profile}).")
    if (excel_csv is None and not to) or out or release:
        given = give(seen, folder, release, against, f"learnings {__version__}")
        typer.echo(f"The release is in {given.path} (profile {profile})." + ("" if given.made else " It was there."))
        if given.against:
            typer.echo(f"Its changes are told against {given.against.name}.")
