"""What stands beside the tables of a release: pictures of passages, and the files themselves."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pipeline import engine, pictures
from pipeline.catalogue import Catalogue
from pipeline.load import LoadSettings, Material
from pipeline.model.dataset import Dataset


def gathered(
    dataset: Dataset,
    catalogue: Catalogue,
    settings: LoadSettings,
    bounds: engine.Settings,
    reading: Mapping[str, object],
) -> Material:
    """The material of a release, after pictures were taken of all passages that had none.

    A document that cannot be drawn costs its pictures only. reading: how pages are read that are pictures; it is told
    where any were.
    """
    if settings.pictures:
        _take(dataset, catalogue, bounds)

    def pictures_of(digest: str) -> dict[str, bytes]:
        kept = catalogue.pictures(digest)[1] if settings.pictures else b""
        return msgspec.msgpack.decode(kept, type=dict[str, bytes]) if kept else {}

    seen = any(document.extraction != "text" for document in dataset.rows("documents"))
    return Material(pictures_of, catalogue.content if settings.files else None, reading if seen else {})


def _take(dataset: Dataset, catalogue: Catalogue, bounds: engine.Settings) -> None:
    wanted = pictures.wanted(dataset)
    recipes = {digest: pictures.recipe_of(passages) for digest, passages in wanted.items()}
    tasks = (
        engine.Task(digest, pictures.pack(catalogue.content(digest), passages))
        for digest, passages in wanted.items()
        if catalogue.pictures(digest)[0] != recipes[digest]
    )
    for result in engine.map_tasks(pictures.picture_task, tasks, bounds):
        taken = result.payload if isinstance(result, engine.Success) else pictures.NONE
        catalogue.keep_pictures(result.key, recipes[result.key], taken)
