"""Tables whose headers say what stands in their columns."""

from __future__ import annotations

import time

import pytest
from structure_builder import document

from pipeline.structure.outline import places
from pipeline.structure.tables import columns_of, headed_insights


def table(heading: str, *rows: str):
    return places(document("# Plan", f"## {heading}", *rows))[0]


def read(heading: str, *rows: str):
    place = table(heading, *rows)
    return list(headed_insights(place, columns_of(place), lambda words: False))


def told(heading: str, *rows: str) -> list[tuple[str, str]]:
    return [(i.kind, i.text) for i in read(heading, *rows)]


def test_headers_say_the_kinds_of_their_columns():
    rows = [
        "| Session | Issue raised | Example given | Suggestion |",
        "| A | Lamps are broken for weeks | Turin repairs them within two days | Give one office the keys |",
    ]
    assert told("Parallel sessions", *rows) == [
        ("issue", "Lamps are broken for weeks"),
        ("practice", "Turin repairs them within two days"),
        ("recommendation", "Give one office the keys"),
    ]


def test_a_table_of_targets_needs_no_second_kind_of_column():
    rows = ["| Target | Now | 2024 |", "| Share of stops lit until two in the morning | 4 % | 12 % |"]
    assert told("Targets 2020-2024", *rows) == [("indicator", "Share of stops lit until two in the morning")]


def test_columns_of_years_hold_targets_where_the_heading_says_so():
    rows = [
        "| Pillar | By December 2020 | By December 2023 |",
        "| Light | Forty stops are lit all night | Two hundred stops are lit all night |",
    ]
    assert [kind for kind, _ in told("Targets by year", *rows)] == ["indicator", "indicator"]


def test_steps_that_somebody_promises_are_follow_ups():
    rows = ["| City | Step | Until |", "| Tema | Survey of the empty flats | July |"]
    assert [kind for kind, _ in told("Next steps", *rows)] == ["follow_up"]


@pytest.mark.parametrize(
    "rows",
    [
        ["| Time | Session |", "| 09:00 | Activities of the member cities and their plans |"],
        ["| Item | Amount | Total |", "| Light | 310,000 | 730,000 |"],
        ["| Town | Own revenue | Share of total |", "| Parakou | 4.75 | 51 % |"],
        ["| Activity | Cost |", "| Lamps | 300 |"],
    ],
)
def test_timetables_budgets_and_figures_hold_no_statements(rows):
    assert columns_of(table("Annex", *rows)) == {}


def test_the_label_of_a_row_ends_the_section():
    rows = ["| Line | Target for 2026 |", "| A. Land | Forty plots entered in the register |"]
    [insight] = read("Targets", *rows)
    assert insight.section == "Targets > A. Land"


def test_a_table_of_very_many_columns_is_none_and_costs_no_time():
    begun = time.process_time()
    wide = [f"| {' | '.join(f'{word} {n}' for n in range(3_000))} |" for word in ("Suggestion", "Repair lamps in week")]
    assert told("Suggestions", *wide) == []
    assert time.process_time() - begun < 5  # minutes, when each header was held against each
