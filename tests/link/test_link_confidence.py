"""Scores of rules become confidences."""

from pipeline.link.confidence import Scale, Scales, packaged


def test_a_kind_without_a_scale_keeps_its_scores():
    assert Scales().sure("date", "dates@1", 0.7) == 0.7


def test_an_offset_holds_for_all_versions_of_a_method():
    scale = Scale(offsets={"list": 1.0})
    assert scale.of("list/1", 0.5) == scale.of("list/2", 0.5) == 0.731
    assert scale.of("form/1", 0.5) == 0.5


def test_confidence_lies_between_0_and_1_whatever_the_score():
    for kind in packaged().scales:
        assert all(0 < packaged().sure(kind, "any", score) < 1 for score in (0.0, 0.3, 1.0))


def test_a_higher_score_never_gives_less_confidence():
    for kind, scale in packaged().scales.items():
        for method in (*scale.offsets, "another"):
            sure = [packaged().sure(kind, method, score / 20) for score in range(21)]
            assert sure == sorted(sure), (kind, method)


def test_every_kind_that_is_measured_has_a_scale():
    assert set(packaged().scales) == {"city", "country", "insight", "organisation", "person", "role", "theme"}
