"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="Folder for the dataset and the catalogue (default: outputs).")
]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Settings file (default: learnings.toml, if any).")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
