"""Whether confidence means something, on findings of known truth."""

import pytest
from evaluate_builder import GOLD, write_dataset, write_gold

from pipeline.evaluate import as_json, as_text, evaluate
from pipeline.evaluate.reliability import Sure, as_lines, reliability


def found(confidence: float, right: int, wrong: int) -> list[Sure]:
    return [Sure("city", "", confidence, number < right) for number in range(right + wrong)]


def test_confidence_that_is_as_often_right_has_no_error():
    assert reliability(found(0.8, 8, 2)).error == pytest.approx(0)


def test_error_is_the_mean_distance_of_confidence_and_precision():
    one = reliability([*found(0.9, 1, 1), *found(0.55, 1, 0), *found(0.55, 1, 0)])
    assert one.error == pytest.approx((2 * 0.4 + 2 * 0.45) / 4)


def test_over_and_under_confidence_in_two_bins_do_not_cancel_out():
    assert reliability([*found(0.9, 0, 1), *found(0.1, 1, 0)]).error == pytest.approx(0.9)


def test_every_confidence_has_a_bin():
    every = [Sure("city", "", step / 100, True) for step in range(101)]
    assert sum(one.count for one in reliability(every).bins) == 101


def test_nothing_found_gives_no_table():
    assert as_lines([]) == []


def test_evaluation_says_of_each_kind_how_sure_and_how_often_right(tmp_path):
    data = write_dataset(tmp_path / "data", {"form.docx": GOLD})
    report = evaluate(data, write_gold(tmp_path / "gold", form=GOLD))
    kinds = as_json(report)["reliability"]
    assert {"insight", "city"} <= kinds.keys()
    assert kinds["insight"]["precision"] == 1.0
    assert "How sure, and how often right" in as_text(report)


def test_a_wrong_kind_counts_against_the_confidence_of_an_insight(tmp_path):
    wrong = {**GOLD, "insights": [{**GOLD["insights"][0], "kind": "activity"}, *GOLD["insights"][1:]]}
    report = evaluate(write_dataset(tmp_path / "data", {"form.docx": wrong}), write_gold(tmp_path / "gold", form=GOLD))
    assert as_json(report)["reliability"]["insight"]["precision"] == 0.5


def test_a_theme_that_is_defensible_says_nothing(tmp_path):
    first = {**GOLD["insights"][0], "themes": ["women-and-girls", "policing", "media-and-communication"]}
    found = {**GOLD, "insights": [first, *GOLD["insights"][1:]]}
    report = evaluate(write_dataset(tmp_path / "data", {"form.docx": found}), write_gold(tmp_path / "gold", form=GOLD))
    themes = as_json(report)["reliability"].get("theme")
    assert themes is None or themes["count"] == 3
