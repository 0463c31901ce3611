"""The published tables: one class each, from which everything else is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.model.dataset import GENRES, GROUPS, KINDS, TABLES, Dataset, Field, Themes, fields, group_of

CONTRACT = Path("/work/shared/DATASET.md")
COLUMNS = [(name, field) for name, table in TABLES.items() for field in fields(table)]


def column(table: str, name: str) -> Field:
    return next(field for field in fields(TABLES[table]) if field.name == name)


@pytest.mark.parametrize(("table", "field"), COLUMNS, ids=lambda value: value if isinstance(value, str) else value.name)
def test_every_column_has_a_description_and_a_plain_type(table, field):
    assert field.column.description
    assert field.type in (str, int, float, tuple)
    assert (field.item in (str, float)) == (field.type is tuple)


@pytest.mark.parametrize(
    ("table", "field"), [c for c in COLUMNS if c[1].column.refers], ids=lambda v: v if isinstance(v, str) else v.name
)
def test_every_reference_points_to_the_key_of_a_table(table, field):
    target, _, key = field.column.refers.partition(".")
    assert key == fields(TABLES[target])[0].name


@pytest.mark.parametrize("name", TABLES)
def test_a_table_begins_with_its_key_and_says_what_a_row_is(name):
    key = fields(TABLES[name])[0].name
    assert key.endswith(("_id", "_code"))
    assert TABLES[name].__doc__


@pytest.mark.parametrize("name", TABLES)
def test_names_of_columns_are_lower_case_words(name):
    names = [field.name for field in fields(TABLES[name])]
    assert [n for n in names if not re.fullmatch(r"[a-z]+(?:_[a-z]+)*(?:256)?|sha256", n)] == []
    assert len(names) == len(set(names))


def test_types_are_read_from_the_classes():
    assert (column("documents", "pages").type, column("documents", "pages").optional) == (int, True)
    assert (column("insights", "bbox").type, column("insights", "bbox").item) == (tuple, float)
    assert (column("insights", "text").type, column("insights", "text").optional) == (str, False)


def test_codes_are_those_of_the_model():
    assert column("documents", "genre").column.codes == GENRES
    assert column("insights", "kind").column.codes == KINDS
    assert column("insights", "group").column.codes == tuple(GROUPS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_belongs_to_one_group(kind):
    assert kind in GROUPS[group_of(kind)]
    assert sum(kind in kinds for kinds in GROUPS.values()) == 1


def test_a_kind_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        group_of("opinion")


def test_a_dataset_gives_the_rows_of_a_table_or_none():
    row = Themes(theme_id="policing", label="Policing", definition="")
    assert Dataset(tables={"themes": (row,)}).rows("themes") == (row,)
    assert Dataset(tables={}).rows("insights") == ()
    with pytest.raises(KeyError):
        Dataset(tables={}).rows("opinions")


def contract() -> dict[str, set[str]]:
    """Columns by table as the public contract names them."""
    parts = re.findall(r"^\*\*(\w+)\*\*(.*?)(?=^\*\*|^## |\Z)", CONTRACT.read_text(encoding="utf-8"), re.M | re.S)
    return {name: set(re.findall(r"`(\w+)`", part)) for name, part in parts}


@pytest.mark.skipif(not CONTRACT.exists(), reason="the public contract DATASET.md is not on this machine")
def test_the_tables_are_those_of_the_contract():
    assert set(TABLES) - set(contract()) == set()


# The contract names no key for answers, and allows new columns: how sure a participation is, and by which method.
OWN_KEYS = {"answer_id", "confidence", "method"}


@pytest.mark.skipif(not CONTRACT.exists(), reason="the public contract DATASET.md is not on this machine")
@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_one_of_the_contract(name):
    assert {field.name for field in fields(TABLES[name])} - contract()[name] - OWN_KEYS == set()
