"""The statements of a document are filed in the light of each other."""

from __future__ import annotations

import json
import math

import pytest

from pipeline.tag.filing import Statement, file_statements, limits_of, score_statements
from pipeline.tag.theme_context import FEATURES, ContextModel, features
from pipeline.tag.themes import ThemeHit, Vocabulary, packaged, score_themes

THEME = """
[themes.{id}]
label = "{id}"
definition = "All of them."
broader = "life"
mappings = []
strong = ["{phrase}"]
normal = []
weak = []
unless = []
examples = []
counterexamples = []
"""
THEMES = (
    "[names]\nunless = []\n[groups]\nlife = 'Life'\n"
    + THEME.format(id="birds", phrase="gull*")
    + THEME.format(id="money", phrase="budget*")
)


def weights(**changed: float) -> dict[str, float]:
    """Weights of the context: only the statement's own odds count, unless told otherwise."""
    return dict.fromkeys(FEATURES, 0.0) | {"odds": 1.0} | changed


def vocabulary(context: dict[str, object] | None) -> Vocabulary:
    """Birds and money, with a context or without."""
    words = {
        "trust": 1, "least": 0.02, "stretch": 1, "shift": 0, "threshold": 0.4, "fallback": 0.2,
        "themes": ["birds", "money"], "bias": [0, 0], "words": {},
    }  # fmt: skip
    if context is not None:
        words["context"] = context
    return Vocabulary(THEMES.encode(), json.dumps(words).encode())


def context(**changed: float) -> dict[str, object]:
    return {
        "bias": 0, "weights": weights(**changed), "background": [0.1, 0.1], "subjects": ["birds"],
        "threshold": 0.3, "fallback": 0.25,
    }  # fmt: skip


GULLS = [Statement("Gulls steal bread.", ""), Statement("Gulls nest on roofs.", ""), Statement("Nets were hung.", "")]


def names(hits: list[ThemeHit]) -> list[str]:
    return [hit.theme for hit in hits]


def test_without_a_context_each_statement_is_filed_by_itself() -> None:
    own = vocabulary(None)
    assert score_statements(GULLS, "", own) == [score_themes(one.text, one.section, "", own) for one in GULLS]
    assert limits_of(own) == (0.4, 0.2)


def test_the_document_files_a_statement_without_a_word_of_its_subject() -> None:
    found = file_statements(GULLS, "", vocabulary(context(subject_mean=1.0) | {"bias": 3.0}))
    assert [names(hits) for hits in found] == [["birds"], ["birds"], ["birds"]]


def test_a_way_of_working_is_filed_where_it_is_named_only() -> None:
    budgets = [Statement("Budgets grew.", ""), Statement("Budgets shrank.", ""), Statement("Nets were hung.", "")]
    found = file_statements(budgets, "", vocabulary(context(subject_mean=1.0)))
    assert [names(hits) for hits in found] == [["money"], ["money"], []]


def test_a_theme_that_the_document_lends_shows_the_phrases_of_the_document() -> None:
    (hit,) = file_statements(GULLS, "", vocabulary(context(subject_mean=1.0) | {"bias": 3.0}))[2]
    assert (hit.evidence, hit.spans) == (("gulls",), ())


def test_the_title_has_a_say() -> None:
    bare = score_statements(GULLS[:1], "", vocabulary(context(title=2.0)))[0][0]
    titled = score_statements(GULLS[:1], "Of gulls", vocabulary(context(title=2.0)))[0][0]
    assert titled.score > bare.score


def test_neighbours_have_a_say() -> None:
    between = [GULLS[0], GULLS[2], GULLS[1]]
    own = vocabulary(context(beside=1.0) | {"bias": 2.0})
    lone = score_statements([GULLS[2]], "", own)[0]
    assert "birds" not in names(lone)
    assert "birds" in names(score_statements(between, "", own)[1])


def test_no_statement_is_no_hit() -> None:
    assert file_statements([], "Of gulls", packaged()) == []


def test_the_packaged_context_knows_the_themes_and_is_used() -> None:
    model = packaged().words
    assert model is not None
    assert model.context is not None
    assert list(model.context.background) == list(model.bias)
    assert model.context.subjects < set(model.bias)
    assert limits_of(packaged()) == (model.context.threshold, model.context.fallback)


def test_a_report_on_one_subject_lends_it_to_its_lines() -> None:
    lines = [
        "Police officers patrol the market on foot.",
        "The police station opens at night.",
        "Complaints are answered by telephone within ten days.",
        "Constables learn the names of the shopkeepers.",
    ]
    found = file_statements([Statement(line, "Goals") for line in lines], "Policing plan", packaged())
    assert "policing" in names(found[2])
    assert "policing" not in [hit.theme for hit in score_themes(lines[2]) if hit.score > 0.3]


def test_features_have_the_names_they_are_called_by() -> None:
    (row,) = features(
        [{"birds": 0.0, "money": -3.0}], {"birds": 0.5}, {"birds": 0.1, "money": 0.1}, frozenset({"birds"})
    )
    birds, money = dict(zip(FEATURES, row["birds"], strict=True)), dict(zip(FEATURES, row["money"], strict=True))
    assert (birds["odds"], birds["gap"], birds["title"], birds["subject"], birds["share"]) == (0.0, 0.0, 0.5, 1.0, 1.0)
    assert (money["odds"], money["gap"], money["subject"], money["subject_mean"]) == (-3.0, -3.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "spoilt", [{"weights": {"odds": 1.0}}, {"bias": "high"}, {"background": [0.1]}, {"subjects": 3}]
)
def test_a_spoilt_context_is_refused(spoilt: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        ContextModel.parse(context() | spoilt, ["birds", "money"])


def test_the_scores_are_the_features_weighed() -> None:
    """What is learnt on `features` is what `scores` applies."""
    model = ContextModel.parse(
        context(gap=0.3, mean=-0.2, share=0.7, title=0.4, subject=-0.5, subject_ratio=1.1, beside=0.25),
        ["birds", "money"],
    )
    odds, title = [{"birds": 0.5, "money": -2.0}, {"birds": -3.0, "money": -1.0}], {"birds": 0.5}
    rows = features(odds, title, model.background, model.subjects)
    for row, scores in zip(rows, model.scores(odds, title), strict=True):
        for theme, values in row.items():
            total = model.bias + sum(weight * value for weight, value in zip(model.weights, values, strict=True))
            assert scores[theme] == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-4)
