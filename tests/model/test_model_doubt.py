"""What asks for review."""

from typing import Any

from pipeline.model.dataset import Dataset, Insights, Mentions, Participations
from pipeline.model.doubt import doubts


def insight(**values: Any) -> Insights:
    return Insights(
        **{
            "insight_id": "i-1",
            "document_id": "d-1",
            "event_id": "",
            "section": "",
            "ordinal": 0,
            "group": "learning",
            "kind": "learning",
            "text": "T",
        }
        | values
    )


def mention(**values: Any) -> Mentions:
    return Mentions(**{"mention_id": "m-1", "document_id": "d-1", "entity_type": "city", "entity_id": "c"} | values)


def asked(*rows: Any, below: float = 0.5) -> list[str]:
    tables: dict[str, tuple[Any, ...]] = {
        "insights": tuple(row for row in rows if isinstance(row, Insights)),
        "mentions": tuple(row for row in rows if isinstance(row, Mentions)),
        "participations": tuple(row for row in rows if isinstance(row, Participations)),
    }
    return [doubt.kind for doubt in doubts(Dataset(tables=tables, review_below=below))]


def test_what_is_below_the_threshold_asks_and_nothing_else():
    assert asked(insight(confidence=0.4), mention(confidence=0.49)) == ["insight", "city"]
    assert asked(insight(confidence=0.5), mention(confidence=0.9)) == []
    assert asked(mention(confidence=0.9), below=0.95) == ["city"]


def test_a_doubtful_role_asks():
    row = Participations(participation_id="q-1", person_id="p-1", event_id="", document_id="d-1", part="attendee")
    assert asked(row) == []
    assert asked(row, below=1.1) == ["role"]


def test_a_name_that_is_sure_elsewhere_in_its_document_does_not_ask():
    assert asked(mention(confidence=0.3), mention(confidence=0.8)) == []
    assert asked(mention(confidence=0.3), mention(confidence=0.4)) == ["city"]
    assert asked(mention(confidence=0.3), mention(confidence=0.8, document_id="d-2")) == ["city"]


def test_each_theme_of_each_insight_asks_for_itself():
    themes = [mention(entity_type="theme", entity_id="t", insight_id=key, confidence=0.3) for key in ("i-1", "i-2")]
    assert asked(*themes) == ["theme", "theme"]


def test_what_a_person_judged_asks_no_more():
    theme = mention(entity_type="theme", entity_id="t", insight_id="i-1", confidence=0.3)
    assert asked(insight(confidence=0.2, review="accepted"), theme) == []


def test_a_name_that_cannot_be_told_is_no_tag():
    assert asked(mention(entity_id="", status="unresolved", confidence=0.2)) == []
