"""What is to be said of tables and columns beside what their classes and the data say: `data/codebook.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    return tomllib.loads(resources.files("pipeline.data").joinpath("codebook.toml").read_text(encoding="utf-8"))


def made(table: str) -> str:
    """How the rows of a table are made, and which measure tells how far to trust them."""
    return str(_told()["made"][table])


def example(table: str, column: str) -> str:
    """The invented example of a column that holds words of documents; empty where the data may serve."""
    return str(_told()["examples"].get(table, {}).get(column, ""))


def accuracy() -> list[tuple[str, str, str]]:
    """What was measured -> on documents the rules were written with, on documents never seen before."""
    told = _told()["accuracy"]
    return list(zip(told["measures"], told["known"], told["unknown"], strict=True))
