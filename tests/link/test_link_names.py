"""Names compared: the rule, and that looking up misses none of the pairs that it joins."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from pipeline.link import names
from pipeline.link.names import Index, key_of, relation, same_role

GIVEN = [
    "Martin",
    "Marin",
    "Sipho",
    "Thabo",
    "Thabiso",
    "Maria",
    "Mario",
    "Cecilia",
    "Jonathan",
    "Johnathan",
    "J.",
    "M.",
]
FAMILY = ["Zondi", "Xabba", "Gumede", "Svensson", "Svenson", "Silva", "de Silva", "García López", "López"]


def test_looking_up_finds_every_pair_that_comparing_all_with_all_finds() -> None:
    draw = random.Random(7)
    keys = {key_of(f"{draw.choice(GIVEN)} {draw.choice(['', 'A.', 'Ana'])} {draw.choice(FAMILY)}") for _ in range(300)}
    keys = {key for key in keys if not key.single}
    found = {frozenset(pair) for pair in Index(keys).pairs() if relation(*pair) != names.DIFFERENT}
    every = {frozenset(pair) for pair in combinations(keys, 2) if relation(*pair) != names.DIFFERENT}
    assert len(every) > 100
    assert found == every


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Martin Zondi", "Zondi Martin", names.EQUAL),
        ("Martin Zondi", "Martin Sipho Zondi", names.CLEAR),
        ("M. Zondi", "Martin Zondi", names.VAGUE),
        ("M. Zondi", "M. Zondi", names.VAGUE),
        ("Cecilia Svensson", "Cecilia Svenson", names.VAGUE),
        ("Marin Silva", "Martin Silva", names.FAINT),
        ("Thabo Silva", "Thabiso Silva", names.DIFFERENT),
        ("Martin Zondi", "Martin Gumede", names.DIFFERENT),
        ("M. Svenson", "A. Mario Silva", names.DIFFERENT),
        ("John Dube Sr", "John Dube Jr", names.DIFFERENT),
    ],
)
def test_relation(one: str, other: str, expected: int) -> None:
    assert relation(key_of(one), key_of(other)) == relation(key_of(other), key_of(one)) == expected


def test_a_deputy_is_not_the_mayor() -> None:
    assert same_role("Mayor", "Mayor of Turin")
    assert not same_role("Deputy Mayor", "Mayor")
    assert same_role("Deputy Mayor", "Vice-Mayor") is True
    assert not same_role("", "Mayor")
