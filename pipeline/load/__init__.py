"""The room that writes the dataset: one release as a folder of files, published whole or not at all.

What exists is written in PARTS: to add an output, write one file with one function and name it here. Parts write
into a folder that nobody sees yet; `load` publishes it by renaming when all have succeeded. The same dataset has the
same release id, and what is already published is not written again.

One process at a time may load into a folder: the caller holds the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from pipeline.model.dataset import Dataset


class LoadSettings(Struct, frozen=True, kw_only=True):
    """How releases are written."""

    keep: Annotated[int, Meta(ge=1)] = 5  # releases kept in `releases/`, the newest; at least 1
    title: str = "City learnings"  # shown on the cover of the workbook, in the explorer and the data package
    max_loss: Annotated[float, Meta(ge=0, le=1)] = 0.2  # share of its insights that a release may lose and be shown
    readable_by: Literal["owner", "group", "all"] = "owner"  # who may read releases; they hold contacts
    software: str = ""  # like `learnings 0.1.0`; another version makes another release
    pictures: bool = True  # of the passages on their pages, in the explorer
    files: bool = True  # the documents themselves, in `files/`, so that workbook and explorer can open them


@dataclass(frozen=True)
class Material:
    """What its owner sees beside the tables: pictures of passages, the files. Both may be missing."""

    pictures: Callable[[str], Mapping[str, bytes]] = lambda digest: {}  # of a document: insight id -> WebP
    content: Callable[[str], bytes] | None = None  # of a document: its bytes
    reading: Mapping[str, object] = field(default_factory=dict)  # how pages were read that are pictures, if any are


NOTHING = Material()


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
    material: Material = NOTHING
    previous: Path | None = None  # the release that changes are told against

    @property
    def files(self) -> dict[str, str]:
        """Documents whose files lie beside the tables, each with its address, like `files/d-0123456789abcdef.pdf`."""
        from pipeline.load.files import addresses

        return addresses(self.dataset) if self.material.content else {}


@dataclass(frozen=True)
class Published:
    """What became of it."""

    release: str  # its id, the name of its folder
    path: Path  # OUT/releases/<id>
    dataset: Path  # OUT/dataset, which shows the same
    changes: dict[str, int]  # rows added, changed, removed against the release before
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

    write(release.dataset, release.folder / "learnings.xlsx", release.title, release.version, release.files)


def _texts(release: Release) -> None:
    from pipeline.load.texts import write

    write(release.dataset, release.folder / "text")


def _files(release: Release) -> None:
    from pipeline.load.files import write

    if release.material.content:
        write(release.dataset, release.folder, release.material.content, release.previous)


def _package(release: Release) -> None:
    from pipeline.load.package import write

    reading = release.material.reading
    write(release.folder / "datapackage.json", release.title, release.version, release.profile, reading)


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

    write(release)


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
    "files": _files,
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


def load(dataset: Dataset, out: Path, settings: LoadSettings, material: Material = NOTHING) -> Published:
    """Write a dataset as a release below `out` and make `out/dataset` show it.

    OutputError when it cannot be written or published, or has lost too much of the one before (`gate`): what was
    published before then stands untouched.
    LearningsError when the dataset does not hold together, which is a fault of ours.
    """
    from pipeline.load import changes, gate, identity, integrity, publish, redirects

    publish.recover(out)
    fit = identity.fit(dataset)
    integrity.refuse(fit)
    beside = identity.beside(fit, material.pictures, material.content, material.reading)
    version = identity.version(fit, settings.software, settings.title, *beside)

    with publish.disk_told(out):
        fit = redirects.told(fit, out / "dataset", version)

    def fill(folder: Path, previous: Path | None) -> None:
        folder.chmod(0o700)  # nobody reads what is not finished
        write(Release(fit, folder, version, settings.title, settings.software, material=material, previous=previous))

    name = identity.release_id(version, fit)
    if not publish.shows(out, name):
        gate.refuse(len(fit.rows("insights")), out / "dataset", settings.max_loss)
    home, shown, changed = publish.publish(out, name, fill, settings.keep, settings.readable_by)
    return Published(name, home, shown, changes.counts(home) if changed else {}, changed)


def shows(out: Path, release: str) -> bool:
    """Whether `out/dataset` shows a release, and its files are there."""
    from pipeline.load import publish

    return bool(release) and publish.shows(out, release)


def write(release: Release) -> None:
    """Write all files of a release into its folder."""
    for part in PARTS.values():
        part(release)
    _close(release)


def _close(release: Release) -> None:
    """The files that speak of the others: what changed since the release before, and the checksums."""
    from pipeline.load import changes, checksums

    changes.write(release.folder, release.previous, release.folder)
    checksums.write(release.folder)
