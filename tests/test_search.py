"""`learnings search` finds statements by words, theme, place and kind, whatever signs the words hold."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent / "load"))
from load_builder import FORM, REPORT, changed, dataset, insight  # it lies with the tests of the room

from pipeline.cli import app
from pipeline.errors import ConfigError
from pipeline.load import LoadSettings, load
from pipeline.search import Asked, Found, search

TEXTS = ("Street children sleep near the station.", "The children of the street went to school.", "Lamps were mended.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [insight(number, text) for number, text in enumerate(TEXTS)]
    rows.append(
        insight(
            3, "Café owners keep the keys.", group="learning", kind="practice", theme_ids=("policing",),
            city_ids=("geonames:3165524",), country_codes=(), section="", page=None,
        )
    )  # fmt: skip
    rows.append(insight(4, "Lamps were mended here too.", duplicate_of=rows[2].insight_id))
    rows.append(insight(5, "Lamps are wrong.", review="rejected"))
    return load(dataset(insights=tuple(rows)), tmp_path_factory.mktemp("out"), LoadSettings()).dataset


def texts(folder: Path, **asked: object) -> list[str]:
    return [hit.text for hit in search(folder, Asked(**asked)).hits]  # type: ignore[arg-type]  # as the test says


def test_all_words_must_be_there_whatever_their_endings(folder):
    assert set(texts(folder, words="child streets")) == set()  # `child` is not the stem of `children`
    assert set(texts(folder, words="children streets")) == set(TEXTS[:2])


def test_quoted_words_follow_each_other(folder):
    assert texts(folder, words='"street children"') == [TEXTS[0]]


def test_accents_do_not_matter(folder):
    assert texts(folder, words="cafe") == ["Café owners keep the keys."]


@pytest.mark.parametrize(
    "signs", ['"', "'", "lamps*", "lamps NEAR(", "text:lamps", "-lamps", "lamps)", "^lamps", "%", ";--"]
)
def test_signs_are_no_operators(folder, signs):
    assert isinstance(search(folder, Asked(words=signs)), Found)


def test_the_words_of_operators_are_words(folder):
    assert texts(folder, words="lamps OR children") == []


def test_duplicates_are_folded_and_rejected_ones_left_out(folder):
    assert texts(folder, words="lamps") == [TEXTS[2]]


@pytest.mark.parametrize(
    "asked",
    [
        {"city": "turin"},
        {"city": "TURIN"},
        {"kind": "practice"},
        {"kind": "learning"},
        {"country": "Italy"},
        {"country": "it"},
        {"words": "keys", "theme": "policing"},
        {"words": "keys", "theme": "Policing"},
    ],
)
def test_filters_are_ids_or_names(folder, asked):
    assert texts(folder, **asked) == ["Café owners keep the keys."]


def test_filters_narrow_together(folder):
    assert texts(folder, city="Turin", kind="recommendation") == []


@pytest.mark.parametrize(
    ("asked", "near"),
    [({"city": "Turing"}, "Turin"), ({"theme": "polcing"}, "policing"), ({"kind": "practise"}, "practice")],
)
def test_a_name_that_is_not_there_is_told_with_those_like_it(folder, asked, near):
    with pytest.raises(ConfigError, match=near):
        search(folder, Asked(**asked))


def test_a_hit_says_where_it_stands(folder):
    (hit,) = search(folder, Asked(words="station")).hits
    for part in ("Report <b>of</b> the Forum [report.pdf]", "p. 3", "Conclusions > What to do", hit.insight_id):
        assert part in hit.citation


def test_no_more_than_the_limit_and_the_total_is_told(folder):
    found = search(folder, Asked(limit=1))
    assert (len(found.hits), found.total) == (1, 4)


def test_a_document_that_is_replaced_is_not_searched(tmp_path):
    rows = (insight(0, "Old lamps.", document_id=FORM), insight(1, "New lamps."))
    data = changed(dataset(insights=rows), "documents", 1, supersedes=FORM)
    folder = load(data, tmp_path, LoadSettings()).dataset
    assert [hit.document_id for hit in search(folder, Asked(words="lamps")).hits] == [REPORT]


def test_a_folder_without_a_dataset_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"no dataset\.sqlite"):
        search(tmp_path, Asked())


def test_the_command_prints_for_people_and_for_machines(folder):
    told = CliRunner().invoke(app, ["search", "station", "-d", str(folder)]).stdout
    assert "Street children sleep near the station." in told
    assert told.endswith("1 insight.\n")
    found = json.loads(CliRunner().invoke(app, ["search", "lamps", "--json", "-d", str(folder)]).stdout)
    assert [hit["text"] for hit in found["hits"]] == [TEXTS[2]]
    assert CliRunner().invoke(app, ["search", "zebra", "-d", str(folder)]).stdout.startswith("Nothing matches.")
