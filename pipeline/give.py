"""A dataset given to others: read, redacted, written, searched for what must not be in it, and only then shown."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, OutputError
from pipeline.model.dataset import TABLES, Dataset
from pipeline.redact import PROFILES, Redacted, RedactSettings, get_key, redact

SHOWN = 5  # findings that are told; the rest is counted
_SOUGHT = {"public": ("e-mail", "phone", "number", "name"), "research": ("e-mail",)}


@dataclass(frozen=True)
class Given:
    """What became of it."""

    path: Path
    made: bool  # False: it was there already, the same
    against: Path | None  # the release that its changes are told against


@dataclass(frozen=True)
class View:
    """A dataset as a profile shows it."""

    redacted: Redacted
    profile: str
    title: str
    new_key: Path | None  # where a key was written just now


def view(source: Path, profile: str, settings: RedactSettings, outside: Path) -> View:
    """The dataset in the folder of a release as `profile` shows it; the key is kept outside the folder `outside`.

    ConfigError where the folder is no release, is not of the owner's profile, or there is no such profile.
    """
    from pipeline.load import freeze, reading

    if profile not in PROFILES:
        raise ConfigError(f"There is no profile {profile}. Choose one of {', '.join(PROFILES)}.")
    home = source.resolve()  # once: what is published meanwhile is another folder
    if freeze.profile_of(home) not in ("", "internal", profile):
        raise ConfigError(f"{source} was made for others, as {freeze.profile_of(home)}. Give the owner's dataset.")
    dataset = reading.read(home)
    key, made = get_key(settings.key_file, outside, os.environ) if profile == "public" else (None, None)
    return View(redact(dataset, profile, settings, key, persons_seen), profile, _title(home), made)


def give(seen: View, out: Path, name: str, against: str, software: str) -> Given:
    """Write a view as the release `out/name`; without a name it is called after its content.

    OutputError when the search finds what must not be published: then nothing is.
    """
    from pipeline import load
    from pipeline.load import freeze, identity, integrity

    dataset = identity.fit(seen.redacted.dataset)
    integrity.refuse(dataset)
    version = freeze.checked_name(name) if name else identity.version(dataset, software, seen.title, seen.profile)
    home = out / version
    previous = freeze.earlier(home, against, seen.profile)

    def fill(folder: Path) -> None:
        release = load.Release(
            dataset,
            folder,
            version,
            seen.title,
            software,
            profile=seen.profile,
            counts=seen.redacted.counts,
            previous=previous,
        )
        load.write(release)
        _refuse(_searched(folder, seen))

    return Given(home, freeze.freeze(home, fill), previous)


def checked(seen: View) -> Dataset:
    """The dataset of a view for a database or for tables, after the same search over all its texts."""
    from pipeline.sweep import sweep_texts

    if seen.profile == "public":
        found = seen.redacted
        _refuse(sweep_texts(_texts(found.dataset), "tables", found.names, found.kept, found.surnames))
    return seen.redacted.dataset


def _searched(folder: Path, seen: View) -> list[Any]:
    from pipeline.sweep import sweep

    kinds = _SOUGHT.get(seen.profile, ())
    found = seen.redacted
    return sweep(folder, found.names, found.kept, kinds, found.surnames) if kinds else []


def _refuse(found: Sequence[Any]) -> None:
    if found:
        told = "; ".join(f"{one.kind} in {one.file} ({one.masked()})" for one in found[:SHOWN])
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise OutputError(
            f"Nothing was published: the search found what must not be in it: {told}{more}. Name what was missed in "
            "`redact.hide`, or who may be named in `redact.keep`, in learnings.toml; if that does not help, report it."
        )


def _texts(dataset: Dataset) -> Iterator[str]:
    for table in TABLES:
        for row in dataset.rows(table):
            for name in row.__struct_fields__:
                value = getattr(row, name)
                yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))


def persons_seen(texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Where the language model sees persons in each text."""
    from pipeline.tag.nlp import load_model

    found = load_model().entities(texts)
    return [[(start, end) for start, end, label in entities if label == "PERSON"] for entities in found]


def _title(home: Path) -> str:
    path = home / "datapackage.json"
    said = json.loads(path.read_text(encoding="utf-8")).get("title", "") if path.is_file() else ""
    return str(said or "City learnings")
