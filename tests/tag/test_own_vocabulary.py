"""A vocabulary of the user's own takes the place of the packaged one as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from vocabulary_builder import WATER

from pipeline.recipe import recipe_of
from pipeline.tag import themes
from pipeline.tag.settings import TagSettings
from pipeline.text.vocabulary import parse, write


@pytest.fixture
def water(tmp_path: Path) -> Path:
    path = tmp_path / "water.toml"
    path.write_text(WATER, encoding="utf-8")
    return path


def test_nothing_of_urban_safety_is_left(water: Path) -> None:
    own = themes.vocabulary_of(str(water))
    text = "Police and gangs met, while a third of the water leaked away and tariffs rose."
    hits = themes.choose_themes(themes.score_themes(text, "Policing", "Drugs", own), vocabulary=own)
    assert {hit.theme for hit in hits} == {"leakage", "tariffs"}
    assert own.words is None


def test_the_example_of_a_theme_is_filed_under_it(water: Path) -> None:
    own = themes.vocabulary_of(str(water))
    for theme in own.themes:
        for text in theme.examples:
            chosen = themes.choose_themes(themes.score_themes(text, vocabulary=own), vocabulary=own)
            assert theme.id in {hit.theme for hit in chosen}


@pytest.mark.parametrize("suffix", [".xlsx", ".ttl"])
def test_a_spreadsheet_or_skos_is_used_as_it_is(water: Path, suffix: str) -> None:
    if suffix == ".ttl":
        pytest.importorskip("rdflib")
    other = water.with_suffix(suffix)
    other.write_bytes(write(parse(water.read_bytes(), ".toml"), suffix))
    text = "Leaks were found in nine streets."
    first, second = (themes.vocabulary_of(str(path)) for path in (water, other))
    assert themes.score_themes(text, vocabulary=first) == themes.score_themes(text, vocabulary=second)


def test_a_vocabulary_is_built_once_for_the_same_content(water: Path) -> None:
    assert themes.vocabulary_of(str(water)) is themes.vocabulary_of(str(water))
    before = themes.vocabulary_of(str(water))
    water.write_text(WATER.replace("burst*", "gush*"), encoding="utf-8")
    assert themes.vocabulary_of(str(water)) is not before


def test_the_recipe_knows_the_vocabulary_and_its_word_weights(water: Path) -> None:
    settings = TagSettings(themes=str(water))
    plain = recipe_of(settings)
    weights = water.with_name("water_words.json")
    weights.write_text("{}", encoding="utf-8")
    assert recipe_of(settings) != plain


def test_word_weights_of_another_vocabulary_are_refused(water: Path) -> None:
    packaged = themes.PACKAGED.with_name("themes_words.json").read_bytes()
    with pytest.raises(ValueError, match="belong to another vocabulary"):
        themes.Vocabulary(WATER.encode(), packaged)


def test_the_method_says_whether_words_were_weighed(water: Path) -> None:
    assert themes.vocabulary_of(str(water)).method.startswith("lexicon/")
    assert themes.packaged().method.startswith("lexicon+words/")
