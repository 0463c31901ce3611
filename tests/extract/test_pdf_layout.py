"""PDF: columns, boxes, running heads, paragraphs, hyphens, lists, headings and footnotes."""

from __future__ import annotations

import pytest
from pdf_builder import BOLD, Drawing, blocks, box, kinds, opened, prose, rule, text, texts, wrapped

from pipeline.model import Block, Kind

A = "Night buses run on every main road of the city, and drivers know best where people wait after midnight."
B = "Lamps at the stops are repaired within two days, since the council pays a small team that works at night."
C = "Fares after midnight are the same as by day, which surprised most of the visitors from other cities."
LONG = f"{A} {B} {C}"


def first_words(*pages: list[Drawing]) -> list[str]:
    """The first word of each block."""
    return [found.split()[0] for found in texts(*pages)]


def body(*pages: list[Drawing]) -> list[str]:
    """What is in nobody's way."""
    return [block.text for block in blocks(*pages) if block.kind is not Kind.FURNITURE]


def lines(x: float, top: float, *drawn: str, indent: float = 0) -> Drawing:
    return prose(x, top, 450, *drawn, indent=indent)


# columns


def test_paragraphs_of_one_column_are_put_together():
    assert texts([prose(72, 100, 450, LONG, f"{B} {C}")]) == [LONG, f"{B} {C}"]


def test_two_columns_are_read_one_after_another():
    left, right = prose(72, 100, 210, f"One. {LONG}", f"Two. {B}"), prose(320, 100, 210, f"Three. {LONG}", f"Four. {C}")
    assert texts([left, right]) == [f"One. {LONG}", f"Two. {B}", f"Three. {LONG}", f"Four. {C}"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (2, 1, 0)])
def test_three_columns_are_read_from_the_left_whatever_is_drawn_first(order):
    columns = [prose(x, 100, 150, f"{name}. {LONG}") for x, name in ((50, "One"), (225, "Two"), (400, "Three"))]
    assert first_words([columns[n] for n in order]) == ["One.", "Two.", "Three."]


def test_two_columns_drawn_row_by_row_are_still_columns():
    left, right = wrapped(210, f"One. {LONG} {LONG}"), wrapped(210, f"Two. {LONG} {LONG}")
    rows = [
        d
        for n, (a, b) in enumerate(zip(left, right, strict=False))
        for d in (text(72, 100 + 12 * n, a), text(320, 100 + 12 * n, b))
    ]
    assert texts(rows) == [f"One. {LONG} {LONG}", f"Two. {LONG} {LONG}"]


def test_a_title_stands_above_its_columns_and_a_line_below_them():
    page = [text(72, 80, "Night Buses in Five Cities", size=20, font=BOLD), prose(72, 120, 210, f"One. {LONG}"), prose(320, 120, 210, f"Two. {LONG}"), lines(72, 400, f"Below. {A} {B}")]  # fmt: skip
    assert first_words(page) == ["Night", "One.", "Two.", "Below."]


def test_columns_of_different_length_are_kept_apart():
    assert first_words([prose(72, 100, 210, f"One. {LONG} {LONG}"), prose(320, 100, 210, f"Two. {A}")]) == [
        "One.",
        "Two.",
    ]


def test_a_paragraph_may_go_on_in_the_next_column():
    half = wrapped(210, f"{LONG} {LONG}")
    page = [text(72, 100, *half[:6]), text(320, 100, *half[6:])]
    assert texts(page) == [f"{LONG} {LONG}"]


def test_short_lines_below_a_wide_paragraph_stay_lines():
    names = ("Maria Rossi, Head of Transport, Turin", "Paolo Bianchi, Planner, Milan", "Ana Sousa, Engineer, Porto")
    assert texts([lines(72, 80, LONG), text(72, 160, *names)])[1:] == list(names)


def test_short_lines_stay_lines_on_a_page_of_their_own():
    names = (
        "Maria Rossi, Head of Transport, Turin",
        "Paolo Bianchi, Planner, Milan",
        "Ana Sousa, Engineer, Porto",
        "Kwame Mensah, Planner, Accra",
    )
    assert texts([text(72, 80, "List of participants", size=14, font=BOLD), text(72, 110, *names)])[1:] == list(names)


# boxes


@pytest.mark.parametrize(
    "frame", [box(72, 160, 522, 230), box(72, 160, 522, 230, fill=0.9)], ids=["bordered", "shaded"]
)
def test_a_box_is_set_apart_from_the_page_around_it(frame):
    found = blocks(
        [lines(72, 100, f"{A} {B}"), frame, prose(84, 180, 420, f"Inside. {A} {C}"), lines(72, 260, f"{B} {C}")]
    )
    assert [(b.text, b.frame) for b in found] == [(f"{A} {B}", 0), (f"Inside. {A} {C}", 1), (f"{B} {C}", 0)]


def test_a_title_bar_heads_the_box_below_it():
    bar, shade = box(72, 160, 522, 180, fill=0.4), box(72, 180, 522, 260, fill=0.9)
    page = [
        bar,
        text(84, 174, "Good practices", font=BOLD),
        shade,
        prose(84, 200, 420, f"Turin: {A} {C}"),
        lines(72, 290, f"{B} {C}"),
    ]
    assert [(b.kind, b.text.split()[0], b.frame) for b in blocks(page)] == [
        (Kind.HEADING, "Good", 1),
        (Kind.PARAGRAPH, "Turin:", 1),
        (Kind.PARAGRAPH, "Lamps", 0),
    ]


def test_two_boxes_beside_each_other_are_two():
    page = [lines(72, 100, f"{A} {B}"), box(72, 160, 280, 260), box(300, 160, 510, 260), prose(80, 180, 190, f"One. {A}"), prose(308, 180, 190, f"Two. {B}")]  # fmt: skip
    assert [(b.text.split()[0], b.frame) for b in blocks(page)] == [("Night", 0), ("One.", 1), ("Two.", 2)]


def test_the_colour_of_a_page_is_no_box():
    assert [b.frame for b in blocks([box(0, 0, 595, 842, fill=0.95), lines(72, 100, A)])] == [0]


def test_lines_for_decoration_are_no_box():
    assert [b.frame for b in blocks([rule(72, 90, 522, 90), lines(72, 110, A), rule(72, 150, 522, 150)])] == [0]


# what comes back on every page


def page(number: int, *drawn: Drawing, head: str = "Forum on Night Buses", foot: str = "{}") -> list[Drawing]:
    return [text(72, 40, head), text(290, 810, foot.format(number)), *drawn]


@pytest.mark.parametrize("foot", ["{}", "Page {}", "- {} -", "Page {} of 3", "{} | Transport Network"])
def test_running_heads_and_page_numbers_are_furniture(foot):
    pages = [page(n, lines(72, 100, part), foot=foot) for n, part in enumerate((A, B, C), start=1)]
    assert body(*pages) == [A, B, C]
    assert sum(kind is Kind.FURNITURE for kind, _ in kinds(*pages)) == 6


def test_a_running_head_may_count_chapters():
    pages = [page(n, lines(72, 100, part), head=f"Chapter {n}") for n, part in enumerate((A, B), start=1)]
    assert body(*pages) == [A, B]


def test_the_head_of_a_chapter_is_furniture_though_it_nearly_touches_the_text():
    made = []
    for chapter in ("Water", "Schools", "Markets", "Harbours"):
        for number in range(6):
            words = f"{chapter} {chr(97 + number)} begins here and goes on for a while until the line is full of words"
            made.append([text(72, 60, f"Chapter on {chapter}", size=8), prose(72, 69.5, 450, " ".join([words] * 12))])
    heads = [block.text for block in blocks(*made) if block.kind is not Kind.FURNITURE and "Chapter on" in block.text]
    assert heads == []


def test_a_page_number_is_furniture_even_on_a_single_page():
    assert body([lines(72, 100, A), text(290, 810, "7")]) == [A]


def test_a_line_at_the_top_that_does_not_come_back_stays():
    assert "Only here." in body([text(72, 40, "Only here."), lines(72, 100, A)], [lines(72, 100, B)])


def test_a_paragraph_goes_on_over_a_page_around_heads_and_numbers():
    one, two = (
        page(1, lines(72, 700, f"{A} {B} and the sentence")),
        page(2, lines(72, 100, "goes on overleaf to its end.", C)),
    )
    found = [b for b in blocks(one, two) if b.kind is not Kind.FURNITURE]
    assert [b.text for b in found] == [f"{A} {B} and the sentence goes on overleaf to its end.", C]
    assert [[w.page for w in b.where] for b in found] == [[1, 2], [2]]


def test_a_paragraph_that_ended_does_not_go_on():
    assert body(page(1, lines(72, 700, A)), page(2, lines(72, 100, B))) == [A, B]


# hyphens at the ends of lines


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (("the town trans-", "formed its buses"), "the town transformed its buses"),
        (("a well-known line and a well-", "known stop"), "a well-known line and a well-known stop"),
        (("the north-", "South line"), "the north-South line"),
        (("the years 2010-", "2015 were good"), "the years 2010-2015 were good"),
        (("a plan of 5-", "year steps"), "a plan of 5-year steps"),
        (("the UN-", "led network"), "the UN-led network"),
        (("night buses –", "the new ones"), "night buses – the new ones"),
    ],
)
def test_a_word_that_a_line_parts_is_put_together(drawn, read):
    first, last = drawn
    assert texts(
        [text(72, 100, f"In this part of the report we see {first}", f"{last} and so on to the end of it.")]
    ) == [f"In this part of the report we see {read} and so on to the end of it."]


def test_the_lines_as_printed_are_kept_beside_the_text():
    found = blocks([text(72, 100, "In this part of the report the town trans-", "formed its buses.")])[0]
    assert found.printed == "In this part of the report the town trans-\nformed its buses."


def test_a_word_may_be_parted_by_a_page():
    one, two = (
        page(1, text(72, 740, "In this part of the report the town trans-")),
        page(2, text(72, 100, "formed its buses for good.")),
    )
    assert body(one, two) == ["In this part of the report the town transformed its buses for good."]


# lists


def items(*drawn: Drawing) -> list[tuple[str, int, str]]:
    """(marker, level, text) of the items of a page that begins and ends with a paragraph."""
    found = blocks([lines(72, 80, A), *drawn, lines(72, 400, B)])
    return [(b.marker, b.level, b.text) for b in found if b.kind is Kind.ITEM]


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "o", "1.", "1)", "(a)", "(i)", "a)"])
def test_a_mark_begins_an_item(mark):
    following = {"1.": "2.", "1)": "2)", "(a)": "(b)", "(i)": "(ii)", "a)": "b)"}.get(mark, mark)
    drawn = text(84, 120, f"{mark} Light every stop", f"{following} Train every driver")
    assert items(drawn) == [(mark, 1, "Light every stop"), (following, 1, "Train every driver")]


def test_a_mark_may_stand_apart_from_its_text():
    assert items(text(84, 120, "•", "•"), text(102, 120, "Light every stop", "Train every driver")) == [
        ("•", 1, "Light every stop"),
        ("•", 1, "Train every driver"),
    ]


def test_an_item_takes_the_lines_below_it_that_hang():
    assert items(
        text(84, 120, "• Light every stop at night and"),
        text(92, 132, "repair it within two days"),
        text(84, 144, "• Train every driver"),
    ) == [
        ("•", 1, "Light every stop at night and repair it within two days"),
        ("•", 1, "Train every driver"),
    ]


def test_items_nest_by_their_indent():
    drawn = [
        text(84, 120, "• Light every stop"),
        text(102, 132, "– with lamps", "– with signs"),
        text(84, 156, "• Train every driver"),
    ]
    assert [level for _, level, _ in items(*drawn)] == [1, 2, 2, 1]


def test_an_item_may_go_on_over_a_page():
    one = page(
        1,
        lines(72, 700, A),
        text(84, 740, "• Light every stop at night, since all those who wait there in the dark have to see"),
    )
    two = page(2, text(92, 100, "and to be seen by the drivers."), text(84, 112, "• Train every driver"))
    found = [b for b in blocks(one, two) if b.kind is Kind.ITEM]
    assert [b.text for b in found] == [
        "Light every stop at night, since all those who wait there in the dark have to see and to be seen by the drivers.",
        "Train every driver",
    ]


def test_long_numbered_paragraphs_are_paragraphs_with_a_number():
    found = blocks([prose(72, 100, 450, f"1. {LONG}", f"2. {B} {C}", f"3. {LONG}")])
    assert [(b.kind, b.marker) for b in found] == [
        (Kind.PARAGRAPH, "1."),
        (Kind.PARAGRAPH, "2."),
        (Kind.PARAGRAPH, "3."),
    ]


def test_a_number_within_a_sentence_begins_nothing():
    assert texts(
        [
            text(
                72,
                100,
                "The whole network of night buses was opened by the mayor of Turin in",
                "2013. The lines have been free since then.",
            )
        ]
    ) == [
        "The whole network of night buses was opened by the mayor of Turin in 2013. The lines have been free since then."
    ]


# headings


def styled() -> list[Drawing]:
    drawn = [text(72, 90, "Night Buses in Five Cities", size=22, font=BOLD), lines(72, 130, f"{A} {B}")]
    for number, (heading, size, font) in enumerate(
        (("Findings", 14, BOLD), ("Costs", 12, BOLD), ("Drivers", 10, BOLD), ("LAMPS", 10, "Helvetica"))
    ):
        drawn += [text(72, 190 + 70 * number, heading, size=size, font=font), lines(72, 210 + 70 * number, f"{B} {C}")]
    return drawn


def test_headings_are_told_by_size_weight_and_capitals():
    found = [(b.kind, b.level, b.text) for b in blocks(styled()) if b.kind is not Kind.PARAGRAPH]
    assert found == [
        (Kind.TITLE, 0, "Night Buses in Five Cities"),
        (Kind.HEADING, 1, "Findings"),
        (Kind.HEADING, 2, "Costs"),
        (Kind.HEADING, 3, "Drivers"),
        (Kind.HEADING, 4, "LAMPS"),
    ]


def test_the_same_style_has_the_same_level_all_over():
    second = [
        text(72, 90, "Fares", size=14, font=BOLD),
        lines(72, 110, f"{A} {B}"),
        text(72, 190, "Tickets", size=12, font=BOLD),
        lines(72, 210, A),
    ]
    levels = {b.text: b.level for b in blocks(styled(), second) if b.kind is Kind.HEADING}
    assert (levels["Fares"], levels["Tickets"]) == (levels["Findings"], levels["Costs"])


def test_a_heading_of_two_lines_is_one():
    drawn = [
        text(
            72,
            90,
            "What five cities learned from night buses",
            "and what they would do again",
            size=16,
            font=BOLD,
            step=19,
        ),
        lines(72, 150, LONG),
    ]
    assert blocks(drawn)[0].text == "What five cities learned from night buses and what they would do again"


def test_a_heading_keeps_its_number_as_marker():
    found = blocks(
        [
            text(72, 60, "Night Buses", size=20, font=BOLD),
            text(72, 90, "2.1 Costs of a line", size=13, font=BOLD),
            lines(72, 110, LONG),
        ]
    )[1]
    assert (found.kind, found.marker, found.text) == (Kind.HEADING, "2.1", "Costs of a line")


def test_a_bold_word_within_a_paragraph_is_no_heading():
    def draw(canvas, height):
        drawn = canvas.beginText(72, height - 100)
        for font, words in (
            ("Helvetica", "The drivers of Turin know "),
            (BOLD, "best"),
            ("Helvetica", " where people wait."),
        ):
            drawn.setFont(font, 10)
            drawn.textOut(words)
        canvas.drawText(drawn)

    assert kinds([draw, lines(72, 130, LONG)])[0] == (
        Kind.PARAGRAPH,
        "The drivers of Turin know best where people wait.",
    )


@pytest.mark.parametrize("drawn", ["Figure 3: Riders by hour", "Table 2. Riders by hour", "Photo 1 – A stop at night"])
def test_captions_are_captions(drawn):
    assert (Kind.CAPTION, drawn) in kinds([lines(72, 100, LONG), text(72, 200, drawn), lines(72, 230, LONG)])


def test_a_page_without_headings_has_none():
    document = opened([lines(72, 100, LONG, f"{B} {C}")])
    assert {b.kind for b in document.blocks} == {Kind.PARAGRAPH}


# footnotes


def raised(x: float, top: float, before: str, call: str, after: str) -> Drawing:
    """A line with a footnote call in it."""

    def draw(canvas, height):
        drawn = canvas.beginText(x, height - top)
        for size, rise, words in ((10, 0, before), (6, 4, call), (10, 0, after)):
            drawn.setFont("Helvetica", size)
            drawn.setRise(rise)
            drawn.textOut(words)
        canvas.drawText(drawn)

    return draw


def noted(*notes: str) -> tuple[Block, ...]:
    drawn = [
        raised(72, 100, "Night buses are safe", "1", " in most cities of the network, as drivers know."),
        lines(72, 130, LONG),
    ]
    drawn += [text(72, 740 + 12 * n, note, size=8) for n, note in enumerate(notes)]
    return blocks(drawn, [lines(72, 100, B)])


def test_a_footnote_call_is_left_out_of_its_sentence():
    assert (
        noted("1 Data of the police of Turin.")[0].text
        == "Night buses are safe in most cities of the network, as drivers know."
    )


def test_the_call_is_kept_in_the_printed_lines():
    assert "safe1" in noted("1 Data of the police of Turin.")[0].printed


@pytest.mark.parametrize("mark", ["1 ", "1. ", "1) "])
def test_small_print_at_the_foot_is_a_footnote(mark):
    assert [(b.marker, b.text) for b in noted(f"{mark}Data of the police of Turin.") if b.kind is Kind.FOOTNOTE] == [
        ("1", "Data of the police of Turin.")
    ]


def test_each_footnote_is_one_with_all_its_lines():
    found = noted(
        "1 Data of the police of Turin, which counts robberies at all the",
        "stops of the city since 2010.",
        "2 Data of Lagos.",
    )
    assert [(b.marker, b.text) for b in found if b.kind is Kind.FOOTNOTE] == [
        ("1", "Data of the police of Turin, which counts robberies at all the stops of the city since 2010."),
        ("2", "Data of Lagos."),
    ]


def test_a_paragraph_goes_on_over_a_page_around_a_footnote():
    one = [
        lines(72, 600, f"{A} {B} and the sentence"),
        text(72, 760, "1 Data of the police.", size=8),
        lines(72, 100, LONG),
    ]
    assert f"{A} {B} and the sentence goes on overleaf." in texts(one, [lines(72, 100, "goes on overleaf.", C)])


def test_a_figure_at_the_end_of_a_word_is_no_call():
    assert texts([text(72, 100, "Line N4 and room B12 are in Agenda 2030 and CO2 is not.")]) == [
        "Line N4 and room B12 are in Agenda 2030 and CO2 is not."
    ]
