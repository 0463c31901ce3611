"""Settings: defaults, the file, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import DEFAULT_FILE, EngineSettings, Settings, read_settings
from pipeline.errors import ConfigError
from pipeline.recipe import bounds_of, recipe_of
from pipeline.tag.settings import TagSettings


def settings(tmp_path: Path, text: str) -> Settings:
    """Settings of a file with this text."""
    (tmp_path / "my.toml").write_text(text, encoding="utf-8")
    return read_settings(tmp_path / "my.toml")


def complaint(tmp_path: Path, text: str) -> str:
    """What is said of a file with this text."""
    with pytest.raises(ConfigError) as refused:
        settings(tmp_path, text)
    return str(refused.value)


def test_without_a_file_everything_has_a_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_settings() == Settings()


def test_a_file_in_the_working_folder_is_read(tmp_path, monkeypatch):
    (tmp_path / DEFAULT_FILE).write_text("[engine]\nworkers = 3\n")
    monkeypatch.chdir(tmp_path)
    assert read_settings().engine.workers == 3


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path):
    found = settings(tmp_path, "[engine]\ndeadline_seconds = 5\n[limits]\nmail_parts = 7\n[load]\ntitle = 'Städte'\n")
    assert (found.engine.deadline_seconds, found.limits.mail_parts, found.load.title) == (5.0, 7, "Städte")
    assert (found.engine.workers, found.tag) == (EngineSettings().workers, TagSettings())


def test_an_empty_file_changes_nothing(tmp_path):
    assert settings(tmp_path, "# nothing yet\n") == Settings()


def test_the_output_folder_is_a_path(tmp_path):
    assert settings(tmp_path, "out = 'elsewhere'\n").out == Path("elsewhere")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("engnie = 1\n", "engnie"),
        ("[engine]\nworker = 3\n", "engine.worker"),
        ("[engine]\nworkers = 'many'\n", "workers"),
        ("[engine]\nworkers = 1.5\n", "workers"),
        ("[limits]\nmail_parts = true\n", "mail_parts"),
        ("engine = 3\n", "engine"),
        ("[engine\n", "no TOML"),
        ("[tag]\nmodel = 'no_such_model'\n", "no_such_model"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_and_what_to_do(tmp_path, text, words):
    said = complaint(tmp_path, text)
    assert words in said
    assert "my.toml" in said or "no_such_model" in said
    assert said.endswith(".")


def test_a_misspelt_setting_is_told_what_there_is(tmp_path):
    assert "deadline_seconds, memory_megabytes, ocr_seconds, workers" in complaint(tmp_path, "[engine]\nworker = 3\n")


def test_a_file_that_is_no_text_is_told_so(tmp_path):
    (tmp_path / "my.toml").write_bytes(b"\xff\xfe\x00w")
    with pytest.raises(ConfigError, match="no TOML"):
        read_settings(tmp_path / "my.toml")


def test_a_file_that_is_named_and_not_there_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.toml does not exist"):
        read_settings(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    "text",
    ["[engine]\nworkers = -1\n", "[engine]\ndeadline_seconds = 0\n", "[load]\nkeep = 0\n", "[limits]\nentries = -5\n"],
)
def test_a_number_that_makes_no_sense_is_refused(tmp_path, text):
    complaint(tmp_path, text)


# the recipe


def test_the_recipe_is_the_same_from_run_to_run():
    assert recipe_of(TagSettings()) == recipe_of(TagSettings())


def test_another_vocabulary_or_model_is_another_recipe(tmp_path):
    themes = tmp_path / "themes.toml"
    themes.write_text("one")
    first = recipe_of(TagSettings(themes=str(themes)))
    themes.write_text("two")
    assert (
        len(
            {
                recipe_of(TagSettings()),
                recipe_of(TagSettings(model="x")),
                first,
                recipe_of(TagSettings(themes=str(themes))),
            }
        )
        == 4
    )


def test_what_reading_depends_on_makes_another_recipe():
    assert recipe_of(TagSettings(), "one") != recipe_of(TagSettings(), "two")


def test_the_bounds_of_a_run_make_another_recipe_of_failures():
    bounds = [(60, 10, 2048), (61, 10, 2048), (60, 11, 2048), (60, 10, 1024)]
    assert len({bounds_of("r", *bound) for bound in bounds}) == 4


# sources

SOURCE = "[[source]]\nkind = 'imap'\nname = 'forms'\nhost = 'h'\nuser = 'u'\npassword_env = 'P'\n"


def test_sources_are_read_with_their_rules(tmp_path):
    found = settings(tmp_path, SOURCE + "[source.rules]\nsince = 2020-01-01\nattachment.include = ['*.pdf']\n[[source]]\nkind = 'folder'\npaths = ['in']\n")  # fmt: skip
    imap, folder = found.source
    assert (imap.name, imap.rules.attachment.include, str(imap.rules.since)) == ("forms", ("*.pdf",), "2020-01-01")
    assert folder.paths == (Path("in"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[source]]\nkind = 'pop3'\n", "pop3"),
        (SOURCE + "pasword_env = 'P'\n", "pasword_env"),
        (SOURCE + "[source.rules]\nsendr.include = ['a']\n", "sendr"),
        (SOURCE.replace("forms", "a/b"), "name"),
        (SOURCE + "after = 'delete'\n", "delete"),
        (SOURCE + "password = 's'\n", "password"),
        ("[[source]]\nkind = 'folder'\n", "paths"),
    ],
)
def test_a_wrong_source_is_told(tmp_path, text, words):
    assert words in complaint(tmp_path, text)
