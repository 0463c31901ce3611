"""The command `learnings`: verbs, and how a person or a machine is told what happened."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.errors import EXIT_FAULT, EXIT_FOUND, EXIT_INTERRUPTED, ConfigError, LearningsError

app = typer.Typer(
    name="learnings",
    help="Turn city learning forms, reports, factsheets and plans into one tagged, citable dataset.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="Folder for the dataset and the catalogue (default: outputs).")
]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Settings file (default: learnings.toml, if any).")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"learnings {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn city learning forms, reports, factsheets and plans into one tagged, citable dataset."""


@app.command()
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


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="A document.", exists=True, dir_okay=False)],
    pages: Annotated[Path | None, typer.Option("--pages", help="Folder for pictures of a PDF's pages.")] = None,
) -> None:
    """Print the blocks of a document as the pipeline sees them, or draw them over its pages."""
    from pipeline.show import blocks_of, draw_pages

    for line in map(str, draw_pages(file, pages)) if pages is not None else blocks_of(file):
        typer.echo(line)


@app.command()
def evaluate(
    dataset: Annotated[Path, typer.Argument(help="Folder of a dataset.", exists=True, file_okay=False)],
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold standards.", exists=True, file_okay=False)],
    files: Annotated[Path | None, typer.Option(help="List of file names that must have a document.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is missed, extra or wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Compare a dataset with a gold standard: precision, recall, F1 with intervals."""
    import json

    from pipeline.evaluate import as_json as report_as_json
    from pipeline.evaluate import as_text
    from pipeline.evaluate import evaluate as compare

    report = compare(dataset, gold, files)
    typer.echo(json.dumps(report_as_json(report), indent=1) if as_json else as_text(report, errors))
    raise typer.Exit(0 if report.complete else EXIT_FOUND)


@app.command()
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


@app.command()
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


def main() -> None:
    """Run the command; errors of ours become a sentence and an exit code, faults of ours a sentence and a report."""
    try:
        app()
    except SystemExit as end:  # the command line library ends the process by itself, on Ctrl-C without a word
        if end.code == EXIT_INTERRUPTED:
            print("learnings: interrupted; the next run goes on where this one stopped.", file=sys.stderr)
        raise
    except LearningsError as error:
        print(f"learnings: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001  the border of the command: nobody is shown a traceback
        print(f"learnings: a fault of ours: {type(error).__name__}. Please send us {_fault_report()}", file=sys.stderr)
        sys.exit(EXIT_FAULT)


def _fault_report() -> Path:
    """A file, readable by its owner only, with what we need to mend the fault that is being handled."""
    import os
    import tempfile
    import traceback

    handle, name = tempfile.mkstemp(prefix="learnings-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"learnings {__version__}, Python {sys.version}\n\n{traceback.format_exc()}")
    return Path(name)
