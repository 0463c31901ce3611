"""The room that makes a dataset fit for others: what each profile leaves out, and codes in place of people.

    profiles     `internal` is the dataset itself, `research` has no contacts, mail headers and file locations,
                 `public` besides names only who holds public office
    offices      who that is               known        names to be replaced, names to be left
    running      running text              contacts     addresses and numbers in it
    keys         codes and ids that only the holder of a key can tie to a name

Whether it is so is for the room `sweep` to find out, which shares no code with this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.model.dataset import Dataset
from pipeline.redact.keys import Key, get_key
from pipeline.redact.settings import VARIABLE, RedactSettings

__all__ = ["PROFILES", "VARIABLE", "Key", "Model", "RedactSettings", "Redacted", "get_key", "redact"]

PROFILES = ("public", "research", "internal")
"""The first is what `export` makes unless told otherwise."""

Model = Callable[[Sequence[str]], list[list[tuple[int, int]]]]
"""Where a language model sees persons in each of some texts: start and end."""


@dataclass(frozen=True)
class Redacted:
    """A dataset for others, what it must not hold, and what was done."""

    dataset: Dataset
    names: tuple[str, ...] = ()  # of people that are replaced, each as it was written
    surnames: tuple[str, ...] = ()  # words of these names that alone give a person away
    kept: tuple[str, ...] = ()  # names that stay: of people of public office, cities, countries, bodies
    counts: tuple[tuple[str, int], ...] = ()  # what was done, in words -> how often


def redact(dataset: Dataset, profile: str, settings: RedactSettings, key: Key | None, model: Model) -> Redacted:
    """The dataset as a profile shows it. `public` needs the key; `model` is asked for that profile only."""
    from pipeline.redact import profiles

    if profile == "internal":
        return Redacted(dataset)
    if profile == "research":
        return profiles.research(dataset)
    assert key is not None, "a public release needs a key"
    return profiles.public(dataset, settings, key, model)
