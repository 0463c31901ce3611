"""Verbs that find statements in a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Dataset = Annotated[
    Path | None, typer.Option("--dataset", "-d", help="Folder of a dataset or release (default: outputs/dataset).")
]


def search(
    words: Annotated[str, typer.Argument(help='Words that must all be there; "quoted ones" follow each other.')] = "",
    theme: Annotated[str, typer.Option(help="A theme, by id or name.")] = "",
    city: Annotated[str, typer.Option(help="A city, by any name it was seen under.")] = "",
    country: Annotated[str, typer.Option(help="A country, by code or name.")] = "",
    kind: Annotated[str, typer.Option(help="A kind, like practice, or a group: learning, recommendation, plan.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many are shown.", min=1)] = 20,
    dataset: Dataset = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """Find statements by words, theme, city, country and kind, each with its citation."""
    import msgspec

    from pipeline.search import Asked
    from pipeline.search import search as find

    asked = Asked(words=words, theme=theme, city=city, country=country, kind=kind, limit=limit)
    found = find(_folder(dataset), asked)
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
        return
    from pipeline.tell import hits

    for line in hits(found.hits, found.total):
        typer.echo(line)


def serve(
    dataset: Annotated[Path, typer.Argument(help="Folder of a dataset or release.", exists=True, file_okay=False)],
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.", min=0, max=65535)] = 8001,
    browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Search and filter a dataset of any size in the browser, on this machine only (extra `serve`)."""
    from pipeline.serve import serve as run

    run(dataset, port, browser, typer.echo)


def _folder(dataset: Path | None) -> Path:
    from pipeline.config import read_settings

    return dataset or read_settings().out / "dataset"
