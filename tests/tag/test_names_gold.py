"""The figures of `bench/names.py` on its own gold must not drop: people, roles, places, of all continents."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import names as bench


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
    total: Counter[str] = Counter()
    for path in bench.documents():
        total += bench.measure(bench.read(path), path.name)[0]
    return total


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("people-list", 0.99),
        ("people-prose", 0.96),
        ("city", 0.97),
        ("city-AF", 0.95),
        ("city-AS", 0.98),
        ("city-LA", 0.96),
        ("city-EU", 0.97),
        ("city-NA", 0.98),
        ("country", 0.97),
    ],
)
def test_what_is_found_of_each_kind(counts: Counter[str], kind: str, least: float) -> None:
    gold, hit, found = (counts[f"{kind}-{side}"] for side in ("gold", "hit", "found"))
    assert 2 * hit / (gold + found) >= least


def test_roles_and_cities_of_people_are_right(counts: Counter[str]) -> None:
    assert counts["role-hit"] / counts["role-gold"] >= 0.9


def test_cities_are_linked_to_the_right_id(counts: Counter[str]) -> None:
    assert counts["mention-right"] / counts["mention-found"] >= 0.99
