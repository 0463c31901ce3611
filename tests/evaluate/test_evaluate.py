"""Figures of known cases, and the same figures as the project's own score.py."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from evaluate_builder import GOLD, spoiled, write_dataset, write_gold

from pipeline.errors import ConfigError
from pipeline.evaluate import COLUMNS, Report, as_json, as_text, evaluate
from pipeline.evaluate.found import unguarded
from pipeline.evaluate.intervals import bootstrap
from pipeline.evaluate.tally import HIT, MISS
from pipeline.load.cells import guard

SHARED = Path(os.environ.get("LEARNINGS_SHARED", Path(__file__).parents[3] / "shared"))
SCORE = SHARED / "eval" / "score.py"


def wrong(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOLD), **parts}


def report(tmp_path: Path, found: dict[str, Any], name: str = "form.docx") -> Report:
    return evaluate(write_dataset(tmp_path / "data", {name: found}), write_gold(tmp_path / "gold", form=GOLD))


def scores(tmp_path: Path, found: dict[str, Any]) -> dict[str, float]:
    return report(tmp_path, found).files[0].scores


def errors(tmp_path: Path, found: dict[str, Any]) -> list[str]:
    return report(tmp_path, found).files[0].errors


def test_what_agrees_with_gold_scores_one_everywhere(tmp_path):
    assert scores(tmp_path, GOLD) == dict.fromkeys(COLUMNS, 1.0)
    assert errors(tmp_path, GOLD) == []


def test_a_missed_insight_costs_recall(tmp_path):
    found = wrong(insights=GOLD["insights"][:1])
    assert (scores(tmp_path, found)["items P"], scores(tmp_path, found)["items R"]) == (1.0, 0.5)
    assert errors(tmp_path, found) == ["missed follow_up: We will light the parks."]


def test_an_optional_insight_counts_neither_for_nor_against(tmp_path):
    assert scores(tmp_path, wrong(insights=GOLD["insights"][:2]))["items P"] == 1.0


def test_an_extra_insight_costs_precision(tmp_path):
    extra = {"kind": "issue", "text": "Something that nobody asked for.", "cities": [], "themes": []}
    found = wrong(insights=[*GOLD["insights"], extra])
    assert scores(tmp_path, found)["items P"] == pytest.approx(2 / 3)
    assert "extra issue: Something that nobody asked for." in errors(tmp_path, found)


def test_a_wrong_kind_costs_the_typed_figure_and_within_its_group_no_more(tmp_path):
    first, *rest = copy.deepcopy(GOLD["insights"])
    found = wrong(insights=[{**first, "kind": "practice"}, *rest])
    assert scores(tmp_path, found)["items F"] == 1.0
    assert scores(tmp_path, found)["typed F"] == 0.5
    assert scores(tmp_path, found)["group"] == 1.0


def test_a_defensible_theme_is_excused_and_another_is_not(tmp_path):
    first, *rest = copy.deepcopy(GOLD["insights"])
    assert (
        scores(tmp_path, wrong(insights=[{**first, "themes": ["women-and-girls", "policing"]}, *rest]))["theme F"] == 1
    )
    found = wrong(insights=[{**first, "themes": ["women-and-girls", "media-and-communication"]}, *rest])
    assert scores(tmp_path, found)["theme F"] == pytest.approx(0.8)
    assert "themes +media-and-communication: Women must be safe at night." in errors(tmp_path, found)


def test_a_name_is_known_in_any_order_and_with_honorific(tmp_path):
    person = {"name": "Zondi, Mr. Martin", "role": "Head, of Safer Cities", "city": "Durban"}
    assert scores(tmp_path, wrong(people=[person]))["role"] == 1.0


def test_a_wrong_city_of_a_person_costs_the_role(tmp_path):
    person = {**GOLD["people"][0], "city": "Turin"}
    assert scores(tmp_path, wrong(people=[person]))["people F"] == 1.0
    assert scores(tmp_path, wrong(people=[person]))["role"] == 0.0


def test_a_wrong_day_costs_a_share_of_the_event(tmp_path):
    found = wrong(event={**GOLD["event"], "end_date": "2013-05-22"})
    assert scores(tmp_path, found)["event"] == pytest.approx(4 / 5)


def test_a_form_is_measured_by_its_answered_fields(tmp_path):
    found = wrong(form={**GOLD["form"], "expertise": ["Policing", "Other"]})
    assert scores(tmp_path, found)["form"] == pytest.approx(2 / 3)


def test_a_missing_document_counts_zero(tmp_path):
    data = write_dataset(tmp_path / "data", {"form.docx": GOLD})
    gold = write_gold(tmp_path / "gold", form=GOLD, other={**GOLD, "people": [], "form": None})
    found = evaluate(data, gold)
    assert found.missing == ("other",)
    assert not found.complete
    assert found.mean["items F"] == 0.5
    assert found.mean["people F"] == 1.0
    assert found.intervals["items"].value == pytest.approx(2 / 3)
    assert "other                               no document: counts 0" in as_text(found)


def test_a_wanted_file_must_be_there(tmp_path):
    data, gold = write_dataset(tmp_path / "data", {"form.docx": GOLD}), write_gold(tmp_path / "gold", form=GOLD)
    files = tmp_path / "files.txt"
    files.write_text("form.docx\nform.pdf\n", encoding="utf-8")
    assert evaluate(data, gold, files).missing == ("form.pdf",)


def test_the_longest_gold_name_wins(tmp_path):
    data = write_dataset(tmp_path / "data", {"Form_2.docx": GOLD})
    gold = write_gold(tmp_path / "gold", form={**GOLD, "people": []}, form_2=GOLD)
    assert evaluate(data, gold).files[0].scores["people F"] == 1.0


def test_a_folder_without_a_dataset_or_gold_is_told(tmp_path):
    data, gold = write_dataset(tmp_path / "data", {"x.txt": GOLD}), write_gold(tmp_path / "gold", form=GOLD)
    with pytest.raises(ConfigError, match=r"no documents\.csv"):
        evaluate(tmp_path, gold)
    with pytest.raises(ConfigError, match="no gold standard in"):
        evaluate(data, tmp_path)
    assert evaluate(data, gold).missing == ("form",)


def test_intervals_hold_the_value_and_are_the_same_each_time():
    units = [HIT] * 80 + [MISS] * 20
    interval = bootstrap(units)
    assert interval == bootstrap(units)
    assert interval.low < interval.value < interval.high
    assert interval.value == pytest.approx(0.8889, abs=1e-4)
    assert 0.08 < interval.high - interval.low < 0.12
    assert bootstrap([HIT] * 5).low == 1.0


def test_the_text_shows_errors_on_request(tmp_path):
    found = report(tmp_path, wrong(insights=GOLD["insights"][:1]))
    assert "missed" not in as_text(found)
    assert "\n  missed follow_up: We will light the parks.\n" in as_text(found, errors=True)
    assert "95 % bootstrap intervals" in as_text(found)


def test_json_has_figures_mean_and_intervals(tmp_path):
    found = json.loads(json.dumps(as_json(report(tmp_path, GOLD))))
    assert found["mean"] == dict.fromkeys(COLUMNS, 1.0)
    assert set(found["intervals"]) == {"forms", "items", "kinds", "themes", "cities", "people"}
    assert set(found["intervals"]["items"]) == {"value", "low", "high", "units"}


@pytest.mark.parametrize("text", ["=1", "- a", "'=1", "'quoted'", "plain", "+27 31 311 1111", "＝x", "\t", ""])
def test_the_guard_of_the_writer_is_undone(text):
    assert unguarded(guard(text)) == text


@pytest.mark.skipif(not SCORE.is_file(), reason=f"{SCORE} is not there; LEARNINGS_SHARED names its folder")
@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_are_those_of_score_py(tmp_path, seed):
    gold = SHARED / "gold"
    golds = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in gold.glob("*.json")}
    endings = [".pdf", ".txt"][: 1 + seed % 2]
    documents = {
        f"{name}{ending}": spoiled(one, seed + number)
        for name, one in golds.items()
        for number, ending in enumerate(endings)
        if (name, seed) != ("factsheet", 2)  # one without a document
    }
    data = write_dataset(tmp_path / "data", documents)
    files = tmp_path / "files.txt"
    files.write_text("\n".join([*documents, "learning_form.docx"] if seed else documents), encoding="utf-8")
    ours = as_json(evaluate(data, gold, files))
    theirs = tmp_path / "scores.json"
    command = [sys.executable, SCORE, data, "--gold", gold, "--files", files, "--json", theirs]
    done = subprocess.run(command, capture_output=True, check=False)
    wanted = json.loads(theirs.read_text(encoding="utf-8"))
    assert done.returncode == bool(ours["missing"])
    assert list(ours["files"]) == list(wanted["files"])
    for name, figures in wanted["files"].items():
        assert ours["files"][name] == pytest.approx(figures, abs=1e-9), name
    assert ours["mean"] == pytest.approx(wanted["mean"], abs=1e-9)
    assert all(0.2 < wanted["mean"][column] < 1 for column in ("items F", "typed F", "theme F", "people F", "cities F"))
