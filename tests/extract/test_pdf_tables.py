"""PDF: tables with and without lines."""

from __future__ import annotations

import pytest
from pdf_builder import BOLD, Drawing, blocks, cells, grid, prose, rule, table, text

from pipeline.model import Block, Kind

A = "Night buses run on every main road of the city, and drivers know best where people wait after midnight."
ABOVE, BELOW = prose(72, 80, 450, A), prose(72, 400, 450, A)


def only_table(*pages: list[Drawing]) -> Block:
    """The one table of these pages."""
    found = [block for block in blocks(*pages) if block.kind is Kind.TABLE]
    assert len(found) == 1
    return found[0]


def rows(block: Block) -> list[str]:
    """A table's text as published, row by row."""
    return block.text.split("\n")


CITIES = [("City", "Line", "Riders"), ("Turin", "N4", "12 000"), ("Lagos", "N7", "31 000")]
XS = [72, 200, 350, 520]


def test_a_ruled_table_is_read_cell_by_cell():
    assert rows(only_table([ABOVE, *table(XS, 120, *CITIES), BELOW])) == ["\t".join(row) for row in CITIES]


def test_the_text_around_a_table_stays_whole():
    found = blocks([ABOVE, *table(XS, 120, *CITIES), BELOW])
    assert [b.text for b in found if b.kind is not Kind.TABLE] == [A, A]
    assert [b.kind for b in found] == [Kind.PARAGRAPH, Kind.TABLE, Kind.PARAGRAPH]


def test_a_cell_is_a_slice_of_the_text_of_its_table():
    found = only_table([ABOVE, *table(XS, 120, *CITIES)])
    assert cells(found) == {(r, c): content for r, row in enumerate(CITIES) for c, content in enumerate(row)}


def test_a_cell_knows_its_place():
    place = next(c.where[0] for c in only_table([ABOVE, *table(XS, 120, *CITIES)]).cells if (c.row, c.column) == (1, 1))
    assert place.locator == "page=1;table=2;row=2;cell=2"
    assert place.box is not None
    assert (place.box.x0, place.box.top, place.box.x1, place.box.bottom) == pytest.approx((200, 140, 350, 160), abs=2)


def test_an_empty_cell_is_an_empty_cell():
    assert rows(only_table([*table(XS, 120, ("City", "Line", "Riders"), ("Turin", "", "12 000"))])) == [
        "City\tLine\tRiders",
        "Turin\t\t12 000",
    ]


def test_lines_of_a_cell_are_one_paragraph_and_paragraphs_are_kept_apart():
    drawn = [
        *grid([72, 200, 520], [120, 140, 200]),
        text(76, 134, "City"),
        text(204, 134, "Practice"),
        text(76, 154, "Turin"),
    ]
    drawn += [
        text(204, 154, "A stop on request was introduced for all women who travel", "alone."),
        text(204, 190, "Robberies fell."),
    ]
    assert (
        cells(only_table([ABOVE, *drawn]))[1, 1]
        == "A stop on request was introduced for all women who travel alone.\vRobberies fell."
    )


def spanned() -> list[Drawing]:
    ruled = [
        (72, 120, 520, 120),
        (72, 140, 520, 140),
        (200, 160, 520, 160),
        (72, 180, 520, 180),
        (72, 120, 72, 180),
        (520, 120, 520, 180),
    ]
    ruled += [(200, 140, 200, 180), (350, 140, 350, 180)]
    words = [
        (76, 134, "Night lines by city"),
        (76, 154, "Turin"),
        (204, 154, "N4"),
        (354, 154, "12 000"),
        (204, 174, "N7"),
        (354, 174, "9 000"),
    ]
    return [
        *(rule(*line) for line in ruled),
        *(text(x, y, word, font=BOLD if y == 134 else "Helvetica") for x, y, word in words),
    ]


def test_a_cell_may_span_rows_and_columns():
    found = only_table([ABOVE, *spanned()])
    spans = {found.cell_text(c): (c.row, c.column, c.row_span, c.column_span) for c in found.cells}
    assert (spans["Night lines by city"], spans["Turin"]) == ((0, 0, 1, 3), (1, 0, 2, 1))
    assert rows(found) == ["Night lines by city", "Turin\tN4\t12 000", "N7\t9 000"]


def test_bold_cells_of_the_first_row_are_headers():
    bold = [
        text(76, 134, "City", font=BOLD),
        text(204, 134, "Riders", font=BOLD),
        text(76, 154, "Turin"),
        text(204, 154, "12 000"),
    ]
    found = only_table([*grid([72, 200, 520], [120, 140, 160]), *bold])
    assert [c.header for c in found.cells] == [True, True, False, False]


# over a page

TWO = [72, 200, 520]


def test_a_row_that_a_page_cuts_is_one_row():
    one = table(TWO, 700, ("City", "Practice"), ("Turin", "A stop on request for women was introduced and"), step=25)
    two = table(
        TWO, 80, ("", "robberies at stops fell by a third."), ("Lagos", "Shared taxis run on fixed fares."), step=25
    )
    found = only_table(one, two)
    assert rows(found) == [
        "City\tPractice",
        "Turin\tA stop on request for women was introduced and robberies at stops fell by a third.",
        "Lagos\tShared taxis run on fixed fares.",
    ]
    assert [w.page for w in found.where] == [1, 2]


def test_a_header_that_comes_again_counts_once():
    one = table(TWO, 700, ("City", "Practice"), ("Turin", "A stop on request."), step=25)
    two = table(TWO, 80, ("City", "Practice"), ("Lagos", "Shared taxis run on fixed fares."), step=25)
    assert rows(only_table(one, two)) == [
        "City\tPractice",
        "Turin\tA stop on request.",
        "Lagos\tShared taxis run on fixed fares.",
    ]


def test_a_row_that_ended_is_not_joined_with_the_next():
    one = table(TWO, 700, ("City", "Practice"), ("Turin", "A stop on request."), step=25)
    assert (
        len(rows(only_table(one, table(TWO, 80, ("Lagos", "Shared taxis."), ("Porto", "Night trams."), step=25)))) == 4
    )


def test_a_single_row_on_the_next_page_belongs_to_the_table():
    one = table(TWO, 700, ("City", "Practice"), ("Turin", "A stop on request."), step=25)
    assert rows(only_table(one, table(TWO, 80, ("Lagos", "Shared taxis."), step=25)))[-1] == "Lagos\tShared taxis."


def test_the_rest_of_a_row_on_the_next_page_belongs_to_its_cell():
    one = table(TWO, 700, ("City", "Practice"), ("Turin", "A stop on request, which was"), step=25)
    assert rows(only_table(one, table(TWO, 80, ("", "asked for by women."), step=25))) == [
        "City\tPractice",
        "Turin\tA stop on request, which was asked for by women.",
    ]


def test_two_boxes_side_by_side_behind_text_are_no_row_of_a_table():
    one = table(TWO, 500, ("City", "Practice"), ("Turin", "A stop on request."), step=25)
    after = prose(72, 620, 400, *["Stops were lit in all districts before the winter came."] * 4)
    assert [b.kind for b in blocks([*one, after], table(TWO, 80, ("Lagos", "Shared taxis."), step=25))][
        -1
    ] is Kind.PARAGRAPH


def test_a_table_of_other_columns_is_another_table():
    one = table(TWO, 700, ("City", "Practice"), ("Turin", "A stop on request."), step=25)
    assert [b.kind for b in blocks(one, table(XS, 80, *CITIES))] == [Kind.TABLE, Kind.TABLE]


def test_a_cell_that_a_page_cuts_knows_both_its_places():
    one = table(TWO, 700, ("City", "Practice"), ("Turin", "A stop on request for women was introduced and"), step=25)
    two = table(
        TWO, 80, ("", "robberies at stops fell by a third."), ("Lagos", "Shared taxis run on fixed fares."), step=25
    )
    cut = next(c for c in only_table(one, two).cells if (c.row, c.column) == (1, 1))
    assert [w.page for w in cut.where] == [1, 2]


# without lines

PEOPLE = [
    ("Name of the person", "Role in the city", "City and country"),
    ("Maria Anna Rossi Verdi", "Mayor of the city", "Turin in Italy now"),
]
PEOPLE += [
    ("Paolo de la Bianchi", "Planner of the city", "Milan in the north"),
    ("Ana Maria de Sousa", "Engineer of the city", "Porto in the north"),
]
SHORT = [
    ("Name", "Role", "City"),
    ("Maria Rossi", "Mayor", "Turin"),
    ("Paolo Bianchi", "Planner", "Milan"),
    ("Ana Sousa", "Engineer", "Porto"),
]


def open_table(found: list[tuple[str, ...]], xs: tuple[float, ...] = (72, 230, 380), top: float = 140) -> list[Drawing]:
    return [
        text(x, top + 14 * n, cell) for n, row in enumerate(found) for x, cell in zip(xs, row, strict=False) if cell
    ]


def test_a_table_without_lines_is_one():
    assert rows(only_table(open_table(PEOPLE))) == ["\t".join(row) for row in PEOPLE]


def test_two_columns_without_lines_are_a_table_where_rows_are_drawn_one_by_one():
    assert rows(only_table(open_table([row[:2] for row in SHORT], (72, 300)))) == ["\t".join(row[:2]) for row in SHORT]


def test_cells_of_one_or_two_words_are_kept_apart():
    assert rows(only_table(open_table(SHORT))) == ["\t".join(row) for row in SHORT]


def test_a_row_that_begins_with_an_empty_cell_goes_on_the_row_above():
    wrapped = [PEOPLE[0], PEOPLE[1], ("", "and of the region", ""), *PEOPLE[2:]]
    assert (
        rows(only_table(open_table(wrapped)))[1]
        == "Maria Anna Rossi Verdi\tMayor of the city and of the region\tTurin in Italy now"
    )


def test_a_paragraph_right_above_a_table_without_lines_stays_whole():
    found = blocks([prose(72, 112, 450, A), *open_table(PEOPLE), BELOW])
    assert [b.text for b in found if b.kind is not Kind.TABLE] == [A, A]


def test_a_list_of_items_in_two_columns_is_no_table():
    drawn = [
        text(x, 140 + 14 * n, f"• {word} at night")
        for x in (72, 300)
        for n, word in enumerate(("Buses", "Trams", "Taxis", "Ferries"))
    ]
    assert {b.kind for b in blocks([ABOVE, *drawn])} == {Kind.PARAGRAPH, Kind.ITEM}


def test_a_table_inside_a_cell_is_read_once_as_a_table_of_its_own():
    outer = table([72, 300, 520], 100, ["City", "Details"], ["Turin", "See:"], ["Lagos", "none"], step=80)
    inner = table([320, 400, 500], 210, ["Bus", "12"], ["Tram", "7"])
    one, two = (cells(block) for block in blocks([*outer, *inner]))
    assert one == {(0, 0): "City", (0, 1): "Details", (1, 0): "Turin", (1, 1): "See:", (2, 0): "Lagos", (2, 1): "none"}
    assert two == {(0, 0): "Bus", (0, 1): "12", (1, 0): "Tram", (1, 1): "7"}
