"""The room that writes the dataset: one release as a folder of files, published whole or not at all.

What exists is written in PARTS: to add an output, write one file with one function and name it here. Parts write
into a folder that nobody sees yet; `load` publishes it by renaming when all have succeeded. The same dataset has the
same release id, and what is already published is not written again.

One process at a time may load into a folder: the caller holds the lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from pipeline.model.dataset import Dataset


class LoadSettings(Struct, frozen=True, kw_only=True):
    """How releases are written."""

    keep: Annotated[int, Meta(ge=1)] = 5  # releases kept in `releases/`, the newest; at least 1
    title: str = "City learnings"  # shown on the cover of the workbook, in the explorer and the data package
    software: str = ""  # like `learnings 0.1.0`; another version makes another release


@dataclass(frozen=True)
class Release:
    """One release on its way: what the parts may know."""

    dataset: Dataset
    folder: Path  # where the parts write
    version: str  # content-derived, the same for the same tables; `redirects`, which tell history, do not count
    title: str
    software: str
    profile: str = "internal"  # what of it others may see; written into the papers
    counts: tuple[tuple[str, int], ...] = ()  # what was left out or replaced for others, and how often


@dataclass(frozen=True)
class Published:
    """What became of it."""

    release: str  # its id, the name of its folder
    path: Path  # OUT/releases/<id>
    dataset: Path  # OUT/dataset, which shows the same
    changed: bool  # False: this release was already the newest, and no file was touched


def _csv(release: Release) -> None:
    from pipeline.load.tables_csv import write

    write(release.dataset, release.folder)


def _jsonl(release: Release) -> None:
    from pipeline.load.tables_jsonl import write

    write(release.dataset, release.folder)


def _parquet(release: Release) -> None:
    from pipeline.load.tables_parquet import write

    write(release.dataset, release.folder)


def _sqlite(release: Release) -> None:
    from pipeline.load.database import write

    write(release.dataset, release.folder / "dataset.sqlite")


def _workbook(release: Release) -> None:
    from pipeline.load.workbook import write

    write(release.dataset, release.folder / "learnings.xlsx", release.title, release.version)


def _texts(release: Release) -> None:
    from pipeline.load.texts import write

    write(release.dataset, release.folder / "text")


def _package(release: Release) -> None:
    from pipeline.load.package import write

    write(release.folder / "datapackage.json", release.title, release.version, release.profile)


def _csvw(release: Release) -> None:
    from pipeline.load.csvw import write

    write(release.folder / "csv-metadata.json", release.title, release.version)


def _citation(release: Release) -> None:
    from pipeline.load.citation import write

    write(release.dataset, release.folder / "CITATION.cff", release.title, release.version, release.software)


def _codebook_xlsx(release: Release) -> None:
    from pipeline.load.codebook_xlsx import write

    write(release.dataset, release.folder / "codebook.xlsx", release.title)


def _codebook(release: Release) -> None:
    from pipeline.load.codebook import write

    write(release.dataset, release.folder / "codebook.md", release.title)


def _explorer(release: Release) -> None:
    from pipeline.load.explorer import write

    write(release.dataset, release.folder / "explorer.html", release.title, release.version)


def _readme(release: Release) -> None:
    from pipeline.load.readme import write

    write(
        release.dataset,
        release.folder / "README.txt",
        release.title,
        release.version,
        release.software,
        release.profile,
    )


def _skos(release: Release) -> None:
    from pipeline.load.skos import write

    write(release.dataset, release.folder / "vocabularies.ttl", release.title)


def _privacy(release: Release) -> None:
    from pipeline.load.privacy import write

    write(release.folder / "PRIVACY.md", release.profile, release.counts)


PARTS: dict[str, Callable[[Release], None]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "sqlite": _sqlite,
    "workbook": _workbook,
    "texts": _texts,
    "package": _package,
    "csvw": _csvw,
    "codebook": _codebook,
    "codebook_xlsx": _codebook_xlsx,
    "citation": _citation,
    "explorer": _explorer,
    "readme": _readme,
    "privacy": _privacy,
    "skos": _skos,
}


def load(dataset: Dataset, out: Path, settings: LoadSettings) -> Published:
    """Write a dataset as a release below `out` and make `out/dataset` show it.

    OutputError when it cannot be written or published: what was published before then stands untouched.
    LearningsError when the dataset does not hold together, which is a fault of ours.
    """
    from pipeline.load import identity, integrity, publish

    fit = identity.fit(dataset)
    integrity.refuse(fit)
    version = identity.version(fit, settings.software, settings.title)

    def fill(folder: Path, previous: Path | None) -> None:
        write(Release(fit, folder, version, settings.title, settings.software), previous)

    return Published(*publish.publish(out, identity.release_id(version, fit), fill, settings.keep))


def write(release: Release, previous: Path | None) -> None:
    """Write all files of a release into its folder; `previous` is the release that its changes are told against."""
    for part in PARTS.values():
        part(release)
    _close(release, previous)


def _close(release: Release, previous: Path | None) -> None:
    """The files that speak of the others: what changed since the release before, and the checksums."""
    from pipeline.load import changes, checksums

    changes.write(release.folder, previous, release.folder)
    checksums.write(release.folder)
