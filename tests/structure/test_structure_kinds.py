"""Signs of statements, and the model that weighs them."""

from __future__ import annotations

import json

import pytest
from structure_builder import document

from pipeline.structure.kinds import KindModel, packaged
from pipeline.structure.outline import places
from pipeline.structure.signs import begins_with_place, signs, stems
from pipeline.structure.statements import candidates_of

PLACES = {"Tema", "Manizales", "Kohima", "Lomé", "Lagos", "San José", "Turin"}


def is_place(words: str) -> bool:
    return words in PLACES


def model(reluctance: float = 0.0, **weights: list[list[int]]) -> KindModel:
    source = {"kinds": ["none", "practice", "issue"], "reluctance": reluctance, "signs": weights}
    return KindModel.parse(json.dumps(source).encode())


def told(*lines: str) -> list[frozenset[str]]:
    return [candidate.signs for candidate in candidates_of(places(document(*lines)), is_place)]


# the model


def test_the_kind_with_the_largest_sum_of_weights_is_the_kind():
    judged = model(lacks=[[2, 300]], runs=[[1, 100]]).judge({"lacks", "runs", "unknown"})
    assert judged is not None
    assert (judged.kind, judged.confidence) == ("issue", 0.88)


def test_a_statement_that_is_likelier_none_is_left_out():
    assert model(place=[[0, 200]]).judge({"place"}) is None


def test_reluctance_keeps_what_is_nearly_as_likely():
    weights = {"place": [[0, 20]], "runs": [[1, 10]]}
    assert model(**weights).judge(weights) is None
    assert model(0.3, **weights).judge(weights) is not None


def test_probabilities_sum_to_one_whatever_the_weights():
    likely = model(huge=[[0, 90_000], [1, -90_000]]).probabilities({"huge"})
    assert sum(likely.values()) == pytest.approx(1.0)


def test_the_packaged_model_knows_all_kinds_and_no_whole_sentence():
    assert set(packaged().kinds) == {
        "none", "activity", "recommendation", "observation", "practice", "objective", "issue", "follow_up", "learning",
        "indicator",
    }  # fmt: skip
    assert all(len(sign) < 60 and " " not in sign for sign in packaged().weights)


# the signs


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("Cities should light every stop.", "c:NORM"),
        ("In Tema the gauge has not worked since the flood.", "subjplace"),
        ("The gauge of Tema has not worked.", "hasplace"),
        ("Thefts fell by 30 per cent.", "pct"),
        ("“Nobody counts us,” said a vendor.", "quote"),
        ("Write to lamps@city.example for the map.", "addr"),
    ],
)
def test_words_leave_signs(line, sign):
    assert sign in told("# Report", "## Water", line)[0]


def test_what_stands_above_leaves_signs():
    [item] = told("# Report", "## Challenges", "### Lagos", "* Lamps are broken")
    assert {"role:issues", "hplace", "h0:lago", "h1:challeng", "item", "says:issue"} <= item


def test_the_lead_in_of_a_list_says_what_is_asked_for_whatever_the_heading():
    [item] = told("# Report", "## Challenges", "The mayors recommended to:", "* light every stop")
    assert {"led", "L:NORM", "says:recommendation"} <= item


def test_a_short_document_says_nothing_of_where_in_it_a_statement_stands():
    short = told("# Report", "## Water", "Lamps are broken in Tema.")
    long = told("# Report", "## Water", *["Lamps are broken in Tema."] * 20)
    assert not any(sign.startswith("pos:") for sign in short[0])
    assert ("pos:0" in long[0], "pos:9" in long[-1]) == (True, True)


def test_stems_are_words_without_accents_and_endings():
    assert stems("Cafés helped 12 lonely drivers") == ["caf", "help", "12", "lon", "driver"]


@pytest.mark.parametrize(
    ("sentence", "begins"),
    [
        ("In Tema the fishing association keeps twenty places.", True),
        ("The City of Manizales trains women.", True),
        ("Lomé’s traders pay for their own lamps.", True),
        ("Lagos State has opened its yards.", True),
        ("Tema Mensah said that the buses were late.", False),
        ("Most cities have no magistrate for minors.", False),
    ],
)
def test_the_subject_of_a_sentence_may_be_a_place(sentence, begins):
    assert begins_with_place(sentence, is_place) is begins


def test_signs_of_the_same_statement_are_the_same():
    place = places(document("# Report", "## Water", "Lamps are broken in Tema."))[0]
    assert signs(place.block.text, place, None, False, is_place) == signs(
        place.block.text, place, None, False, is_place
    )
