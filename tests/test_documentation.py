"""The docs say what is there: every reason, table, column, setting, verb, option, exit code and genre."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import typer
from msgspec import Struct

from pipeline import errors
from pipeline.cli import app
from pipeline.config import DEFAULT_FILE, Settings, read_settings
from pipeline.errors import REASONS
from pipeline.flow import COVERING_NOTE
from pipeline.model import Rules
from pipeline.model.dataset import GENRES, KINDS, TABLES, fields
from pipeline.sources import settings as sources
from pipeline.tell import GENRE_NAMES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def everything() -> str:
    """All documentation in one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))])


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level."""
    found = re.search(rf"^(#+) `?{re.escape(heading)}`?\s*$(.*?)(?=^\1 |^#{{1,2}} |\Z)", text, re.M | re.S)
    return found.group(2) if found else ""


def bare(text: str) -> str:
    """Words without the signs of Markdown."""
    return re.sub(r"[`*\\]|&lt;|&gt;|[<>]", "", text).lower()


# reasons


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_explained_with_the_very_advice_that_is_given(reason):
    assert REASONS[reason] in " ".join(section(read("docs/reasons.md"), reason).replace("\n>", "").split())


def test_no_reason_is_explained_that_does_not_exist():
    told = section(read("docs/reasons.md"), "Quarantined")
    assert set(re.findall(r"^### `([a-z-]+)`", told, re.M)) == set(REASONS)


def codes_in(*rooms: str) -> set[str]:
    """Codes with which rooms leave things aside, as their source names them."""
    source = "\n".join(
        p.read_text(encoding="utf-8") for room in rooms for p in sorted((ROOT / "pipeline" / room).rglob("*.py"))
    )
    return set(re.findall(r"\"([a-z]+(?:-[a-z]+)*)\",\s*f?\"[A-Z]", source)) - set(REASONS)


def test_every_code_of_what_is_ignored_is_explained():
    told, codes = section(read("docs/reasons.md"), "Ignored"), codes_in("sources", "intake") | {COVERING_NOTE}
    assert codes >= {"hidden", "signature", "empty-body"}
    assert sorted(code for code in codes if f"`{code}`" not in told) == []


# tables


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_described_with_all_its_columns_in_order(table):
    rows = re.findall(r"^\| `(\w+)` \|", section(read("docs/dataset.md"), table), re.M)
    assert rows[: len(fields(TABLES[table]))] == [field.name for field in fields(TABLES[table])]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_in_its_own_words(table):
    told = bare(section(read("docs/dataset.md"), table))
    assert [f.name for f in fields(TABLES[table]) if bare(f.column.description) not in told] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_reference_and_code_of_a_column_is_told(table):
    told = section(read("docs/dataset.md"), table)
    missing = [
        code
        for f in fields(TABLES[table])
        for code in (f.column.refers, *f.column.codes)
        if code and f"`{code}`" not in told
    ]
    assert [code for code in missing if f"`{code}`" not in read("docs/dataset.md")] == []


@pytest.mark.parametrize("word", [*GENRES, *KINDS])
def test_every_genre_and_kind_is_explained(word):
    assert f"`{word}`" in everything() or GENRE_NAMES.get(word, word.replace("_", " ")) in everything().lower()


# the command

COMMANDS = {command.name: command for command in typer.main.get_command(app).commands.values()}  # type: ignore[attr-defined]  # typer gives a group


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_verb_is_in_the_docs(verb):
    assert f"learnings {verb}" in everything()


@pytest.mark.parametrize(
    ("verb", "option"),
    [(v, o) for v, c in COMMANDS.items() for p in c.params for o in p.opts if o.startswith("--") and o != "--help"],
)
def test_every_option_is_in_the_docs_or_explains_itself(verb, option):
    (parameter,) = [p for p in COMMANDS[verb].params if option in p.opts]
    assert option in everything() or len(parameter.help.split()) >= 4


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"(?:^\s*(?:\$ )?|`)learnings ([a-z]+)", everything(), re.M))))
def test_every_verb_in_the_docs_exists(verb):
    assert verb in COMMANDS


def options_of(verb: str) -> set[str]:
    """The options of a verb and of the verbs below it, like `learnings vocabulary export`."""
    command = COMMANDS[verb]
    below = getattr(command, "commands", {}).values()
    return {option for one in (command, *below) for parameter in one.params for option in parameter.opts}


def options_told() -> list[tuple[str, str]]:
    """(verb, option) of every command that the docs show."""
    lines = re.findall(r"learnings ([a-z]+)((?: [^\n`|&]+)?)", everything())
    return sorted({(verb, option) for verb, rest in lines for option in re.findall(r"(?<!\S)--[a-z-]+", rest)})


@pytest.mark.parametrize(("verb", "option"), options_told())
def test_every_option_that_the_docs_show_exists(verb, option):
    assert option in options_of(verb) | {"--help"}


EXITS = {name: code for name, code in vars(errors).items() if name.startswith("EXIT_")}


@pytest.mark.parametrize("name", EXITS)
def test_every_exit_code_is_told_to_administrators(name):
    assert re.search(rf"^\| `?{EXITS[name]}`? \|", read("docs/administrator.md"), re.M)


# settings


def settings(kind: type[Struct], path: str = "") -> Iterator[tuple[str, object]]:
    """(name, default) of every setting, those of tables as `engine.workers`."""
    for field in msgspec.structs.fields(kind):
        if isinstance(field.type, type) and issubclass(field.type, Struct):
            yield from settings(field.type, f"{path}{field.name}.")
        else:
            yield f"{path}{field.name}", field.default


def example() -> str:
    """The settings file that the docs show."""
    blocks = re.findall(r"```toml\n(.*?)```", read("docs/administrator.md"), re.S)
    return max(blocks, key=len)


@pytest.mark.parametrize(("name", "default"), list(settings(Settings)), ids=lambda v: v if isinstance(v, str) else "")
def test_every_setting_is_in_the_docs(name, default):
    table, _, key = name.rpartition(".")
    shown = re.search(rf"^\[{table}\](?:(?!^\[).)*?^{key} = ", example(), re.M | re.S)
    assert shown or f"`{name}`" in read("docs/administrator.md")


def test_the_settings_that_the_docs_show_exist_and_are_the_defaults(tmp_path):
    (tmp_path / DEFAULT_FILE).write_text(example(), encoding="utf-8")
    assert read_settings(tmp_path / DEFAULT_FILE) == Settings()


# the pages themselves


def pages() -> list[str]:
    return [
        str(p.relative_to(ROOT))
        for p in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
        if p.exists()
    ]


def anchors(text: str) -> set[str]:
    """Anchors of the headings of a page, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+?)\s*$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", pages())
def test_every_link_leads_somewhere(page):
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        place = folder / path if path else ROOT / page
        assert place.exists(), target
        assert not anchor or anchor in anchors(place.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("page", pages())
def test_every_file_of_the_package_that_a_page_names_exists(page):
    named = re.findall(r"`((?:pipeline|samples|docs|tests|tools|bench)/[\w./-]+\w)`", read(page))
    assert [name for name in named if not (ROOT / name).exists()] == []


# sources

KINDS_OF_SOURCES = typing.get_args(sources.AnySource)


@pytest.mark.parametrize("kind", KINDS_OF_SOURCES, ids=lambda kind: kind.__name__)
def test_every_setting_of_a_source_is_in_the_docs(kind):
    told = section(read("docs/administrator.md"), "Sources")
    names = {f.name for f in msgspec.structs.fields(kind)} - {"rules"} | {kind.__struct_config__.tag}
    assert sorted(name for name in names if f"`{name}`" not in told) == []
    assert sorted(f.name for f in msgspec.structs.fields(Rules) if f.name not in told) == []


def test_the_examples_of_the_packaged_settings_are_right(tmp_path):
    text = (ROOT / "pipeline" / "data" / "learnings.toml").read_text(encoding="utf-8")
    sources = text.partition("# All that follow")[0]  # the rest is in tests/test_tending.py
    lines = [re.sub(r"^# (?=\[\[?source|\w+(?:\.\w+)? = )", "", line) for line in sources.splitlines()]
    (tmp_path / DEFAULT_FILE).write_text("\n".join(lines), encoding="utf-8")
    assert {type(source) for source in read_settings(tmp_path / DEFAULT_FILE).source} == set(KINDS_OF_SOURCES)
