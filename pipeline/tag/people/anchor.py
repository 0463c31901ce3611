"""A name in a text, as the parts of this room pass it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

PlaceOf = Callable[[str], bool]

Entities = Mapping[int, Sequence[tuple[int, int, str]]]

METHOD = "people@1"


@dataclass(frozen=True)
class Anchor:
    """A name in a text, with the words in front that show it to be one."""

    start: int  # of the honorific or title
    name: int  # of the name proper, honorific included
    end: int
    method: str
