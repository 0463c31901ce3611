"""Verbs that give a dataset to others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ConfigError


def export(
    dataset: Annotated[Path, typer.Argument(help="Folder of a dataset or release.", exists=True, file_okay=False)],
    to: Annotated[str, typer.Option("--to", help="A PostgreSQL database: postgresql://user@host/database.")] = "",
    schema: Annotated[str, typer.Option(help="Schema of that database.")] = "learnings",
    excel_csv: Annotated[
        Path | None, typer.Option("--excel-csv", help="Folder for CSV files that Excel opens with a double click.")
    ] = None,
    separator: Annotated[str, typer.Option(help="Between the cells of those: `;`, `,` or `tab`.")] = ";",
) -> None:
    """Bring a database up to date with a dataset, or write it as CSV for Excel."""
    if not to and excel_csv is None:
        raise ConfigError("Say where the dataset goes: --to postgresql://... or --excel-csv FOLDER.")
    if excel_csv is not None:
        from pipeline.load.excel import excel_csv as write_excel_csv

        write_excel_csv(dataset, excel_csv, separator="\t" if separator == "tab" else separator)
        typer.echo(f"The tables are in {excel_csv}.")
    if to:
        from pipeline.load.postgres import write_postgres

        write_postgres(dataset, to, schema)
        typer.echo(f"The schema {schema} holds what {dataset} says.")
