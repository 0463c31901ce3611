"""The command `learnings`: verbs, and how a person or a machine is told what happened."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli import checking, finding, giving, keeping, quarantine, reading, tending, wording
from pipeline.cli.options import telling
from pipeline.errors import EXIT_FAULT, EXIT_INTERRUPTED, LearningsError

app = typer.Typer(
    name="learnings",
    help="Turn city learning forms, reports, factsheets and plans into one tagged, citable dataset.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
VERBS = (  # in the order in which the help lists them
    reading.ingest,
    reading.run,
    finding.search,
    finding.serve,
    tending.init,
    tending.check,
    tending.status,
    checking.show,
    checking.verify,
    checking.evaluate,
    giving.export,
    keeping.correct,
    tending.forget,
)
for _verb in VERBS:
    app.command()(_verb)
app.add_typer(wording.vocabulary)
app.add_typer(quarantine.app, name="quarantine")


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


def main() -> None:
    """Run the command; errors of ours become a sentence and an exit code, faults of ours a sentence and a report."""
    for stream in (sys.stdout, sys.stderr):  # Windows and bare systems have terminals that know few letters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end by the system: as by Ctrl-C
    try:
        app()
    except SystemExit as end:  # the command line library ends the process by itself, on Ctrl-C without a word
        if end.code == EXIT_INTERRUPTED:
            print("learnings: interrupted; the next run goes on where this one stopped.", file=sys.stderr)
        raise
    except LearningsError as error:
        with telling():
            print(f"learnings: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001  the border of the command: nobody is shown a traceback
        with telling():
            report = _fault_report()
            print(f"learnings: a fault of ours: {type(error).__name__}. Please send us {report}", file=sys.stderr)
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
