"""Tables of plans: which cell holds an objective, an activity or an indicator."""

from __future__ import annotations

import pytest
from structure_builder import document

from pipeline.model import Insight
from pipeline.structure.logframe import column_kind, is_logframe, logframe_insights, row_insights
from pipeline.structure.outline import places


def found(*lines: str) -> list[Insight]:
    """Insights of the last block, a table."""
    place = places(document(*lines))[-1]
    rows = logframe_insights if is_logframe(place.block) else row_insights
    return list(rows(place, lambda words: words in ("Turin", "Lagos")))


def said(*lines: str) -> list[tuple[str, str]]:
    return [(insight.kind, insight.text) for insight in found(*lines)]


TRAIN, LIT, SAFE = "Train all drivers in first aid", "All stops are lit by 2025", "Night lines are safe for everybody"
WHOLE = [("objective", SAFE), ("activity", TRAIN), ("indicator", LIT)]


@pytest.mark.parametrize(
    "header",
    [
        "| Objective | Activity | Indicator |",
        "| Goals | Actions | Targets |",
        "| EXPECTED RESULT | OUTPUTS | MEASURES OF SUCCESS |",
        "| What we want | What we will do | How we will measure it |",
        "| Specific objective | Key activities | Performance indicators |",
    ],
)
def test_a_column_is_what_its_header_says(header):
    assert said(header, f"| {SAFE} | {TRAIN} | {LIT} |") == WHOLE


@pytest.mark.parametrize(
    "aside",
    [
        "Responsible",
        "Budget",
        "When",
        "Timeline",
        "Baseline",
        "Means of verification",
        "Partners",
        "Lead agency",
        "Risks",
    ],
)
def test_columns_about_the_work_itself_hold_no_statements(aside):
    assert (
        said(f"| Activity | Indicator | {aside} |", f"| {TRAIN} | {LIT} | The office of the mayor of the city |")
        == WHOLE[1:]
    )


def test_a_column_of_numbers_holds_no_statements():
    assert said("| No. | Activity | Indicator |", f"| 1 | {TRAIN} | {LIT} |") == WHOLE[1:]


def test_rows_are_read_one_after_another():
    rows = [
        "| Activity | Indicator |",
        f"| {TRAIN} | {LIT} |",
        "| Lower the fares after midnight | A fare of one euro |",
    ]
    assert [k for k, _ in said(*rows)] == ["activity", "indicator"] * 2


def test_each_paragraph_of_a_cell_is_a_statement_without_its_number():
    rows = ["| Objective | Activity |", f"| {SAFE} | 1.1 {TRAIN}\v1.2 Light every single stop\v• Ask all the drivers |"]
    assert [t for k, t in said(*rows) if k == "activity"] == [TRAIN, "Light every single stop", "Ask all the drivers"]


@pytest.mark.parametrize(
    "second",
    [
        "Robberies fall by 30 per cent.",
        "200 drivers are trained each year.",
    ],
)
def test_sentences_of_targets_are_one_each(second):
    rows = ["| Activity | Indicator |", f"| {TRAIN} | 90 per cent of stops are lit by 2025. {second} |"]
    assert [t for k, t in said(*rows) if k == "indicator"] == ["90 per cent of stops are lit by 2025.", second]


def test_a_cell_of_several_sentences_stays_whole_where_one_has_no_figure():
    rows = ["| Activity | Indicator |", f"| {TRAIN} | Stops are lit by 2025. Everybody sees it. |"]
    assert said(*rows)[-1] == ("indicator", "Stops are lit by 2025. Everybody sees it.")


def test_a_label_over_all_columns_heads_the_rows_below_it():
    rows = [
        "| Objective | Indicator |",
        "| Safe nights | |",
        f"| {SAFE} | {LIT} |",
        "| Cheap nights | |",
        f"| {SAFE} | {LIT} |",
    ]
    assert [i.section for i in found("## Log-frame", *rows)] == ["Log-frame > Safe nights"] * 2 + [
        "Log-frame > Cheap nights"
    ] * 2


def test_a_label_over_all_columns_may_say_what_the_rows_are():
    rows = [
        "| Objective | Indicator |",
        f"| {SAFE} | {LIT} |",
        "| Activities | |",
        f"| {TRAIN} | Light every single stop |",
    ]
    assert [k for k, _ in said(*rows)] == ["objective", "indicator", "activity", "activity"]


def test_a_header_may_come_again_with_other_columns():
    rows = ["| Objective | Indicator |", f"| {SAFE} | {LIT} |", "| Indicator | Activity |", f"| {LIT} | {TRAIN} |"]
    assert [k for k, _ in said(*rows)] == ["objective", "indicator", "indicator", "activity"]


def test_a_header_may_stand_below_the_objective_of_its_table():
    rows = ["| Objective 1: Safe nights | |", "| Activity | Indicator |", f"| {TRAIN} | {LIT} |"]
    assert [k for k, _ in said(*rows)][-2:] == ["activity", "indicator"]


def test_a_classic_log_frame_is_read_by_its_rows():
    rows = [
        "| | Intervention logic | Indicators |",
        f"| Overall objective | {SAFE} | {LIT} |",
        f"| Activities | {TRAIN} | {LIT} |",
    ]
    assert said(*rows) == [*WHOLE[::2], *WHOLE[1:]]


@pytest.mark.parametrize(
    "rows",
    [
        ("| Year | Cost |", "| 2020 | 10 000 euros in all |"),
        ("| Name | City |", "| Maria Rossi | Turin |"),
        ("| A |",),
        ("| Indicator | Baseline |", "| Robberies at the stops | 120 a year in the whole city |"),
        ("Objective and activity in a paragraph, no table",),
    ],
)
def test_other_tables_are_no_log_frames(rows):
    assert is_logframe(document(*rows).blocks[0]) is False


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Objectives", "objective"), ("Key indicators", "indicator"), ("Activities", "activity"), ("Budget (EUR)", ""),
        ("Turin", None), ("", None), ("All the activities that the city and its many partners have planned", None),
    ],
)  # fmt: skip
def test_headers_of_columns(header, kind):
    assert column_kind(header) == kind


DEED = "A stop on request was introduced for women in 2014 and robberies fell by a third."


def test_a_table_of_practices_yields_the_longest_cell_of_each_row():
    assert (
        said("## Good practices", "| City | Practice |", f"| Turin | {DEED} |", f"| Lagos | {DEED} |")
        == [("practice", DEED)] * 2
    )


@pytest.mark.parametrize("heading", ["## Participants", "## Background", "## Turin", "## Conclusions"])
def test_a_table_under_a_heading_that_gives_no_kind_yields_nothing(heading):
    assert said(heading, "| City | Practice |", f"| Turin | {DEED} |") == []


def test_every_statement_of_a_table_points_to_its_words():
    lines = ["## Log-frame", "| Objective | Activity |", f"| {SAFE} | 1.1 {TRAIN}\v1.2 Light every single stop |"]
    source = document(*lines)
    assert [source.slice(i.spans[0]) for i in found(*lines)] == [i.text for i in found(*lines)] != []
