"""Learning forms: one filled form in many layouts, ticks of every make, what is no answer, and what is new."""

from __future__ import annotations

import pytest
from structure_builder import answers, document, insights, read

from pipeline.structure.form import is_nothing, is_placeholder, options, units_of, vocabulary

FILLED = {
    "event_name": ("Name of the event", "Night Bus Forum"),
    "date_attended": ("Dates", "3 to 5 May 2016"),
    "venue": ("Venue", "City Hall, Turin, Italy"),
    "officials": ("Officials who attended", "Maria Rossi, Head of Transport"),
    "expertise": ("Area of expertise", "☒ Transport"),
    "purpose": ("Purpose of the event", "To compare night bus networks."),
    "key_learnings": ("Key learnings", "Drivers know best where people wait."),
    "one_change": ("Follow-up planned", "We shall ask drivers before we move a stop."),
    "contacts": ("Useful contacts", "Paolo Bianchi, GTT, paolo@gtt.example"),
    "documentation": ("Documentation", "Slides are on the shared drive."),
}
PAIRS = list(FILLED.values())
ANSWERS = {column: answer for column, (_, answer) in FILLED.items()} | {"expertise": "Transport"}
BARE = {
    "Name of the event": "Event",
    "Dates": "Date",
    "Officials who attended": "Officials",
    "Purpose of the event": "Purpose",
}

LAYOUTS = {
    "headings above": [line for q, a in PAIRS for line in (f"## {q}", a)],
    "bold above": [line for q, a in PAIRS for line in (f"**{q}**", a)],
    "numbered above": [line for n, (q, a) in enumerate(PAIRS, 1) for line in (f"{n}. **{q}**", a)],
    "lettered, with colons": [line for n, (q, a) in enumerate(PAIRS) for line in (f"{'abcdefghij'[n]}) {q}:", a)],
    "asked in full": [line for q, a in PAIRS for line in (f"What is or are the {q.lower()}?", a)],
    "capitals, each answer an item": [line for q, a in PAIRS for line in (f"## {q.upper()}", f"* {a}")],
    "table, question left": [f"| {q} | {a} |" for q, a in PAIRS],
    "table, question above": [line for q, a in PAIRS for line in (f"| {q}: |", f"| {a} |")],
    "table, number in front": [f"| {n}. {q} | {a} |" for n, (q, a) in enumerate(PAIRS, 1)],
    "table, two pairs in a row": [
        f"| {a} | {b} | {c} | {d} |" for (a, b), (c, d) in zip(PAIRS[::2], PAIRS[1::2], strict=True)
    ],
    "table, bare labels in pairs": [
        f"| {BARE.get(a, a)} | {b} | {BARE.get(c, c)} | {d} |"
        for (a, b), (c, d) in zip(PAIRS[::2], PAIRS[1::2], strict=True)
    ],
    "same cell": [f"| {a}:\v{b} | {c}:\v{d} |" for (a, b), (c, d) in zip(PAIRS[::2], PAIRS[1::2], strict=True)],
    "a table for each": [line for q, a in PAIRS for line in (f"| {q} | {a} |", "~ page")],
    "same line": [f"{q}: {a}" for q, a in PAIRS if "☒" not in a],
    "same line, ticks below": [line for q, a in PAIRS for line in ([f"{q}:", a] if "☒" in a else [f"{q}: {a}"])],
    "same line, ticks beside": [f"{q}: {a}" for q, a in PAIRS],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_form_in_any_layout(layout):
    expected = {c: a for c, a in ANSWERS.items() if layout != "same line" or c != "expertise"}
    assert answers("# Learning report", *LAYOUTS[layout]) == expected


def test_the_order_of_questions_does_not_matter():
    assert answers("# Learning report", *[line for q, a in reversed(PAIRS) for line in (f"## {q}", a)]) == ANSWERS


def test_the_event_of_a_form_is_what_its_facts_say():
    event = read("# Learning report", *LAYOUTS["headings above"]).event
    assert event is not None
    assert (event.name, event.start, event.end, event.venue) == (
        "Night Bus Forum",
        "2016-05-03",
        "2016-05-05",
        "City Hall",
    )


def test_the_people_of_a_form_are_its_officials_and_contacts():
    people = read("# Learning report", *LAYOUTS["table, question left"]).people
    assert [(p.name, p.part, p.role) for p in people] == [
        ("Maria Rossi", "attendee", "Head of Transport"),
        ("Paolo Bianchi", "contact", ""),
    ]


def test_what_a_form_says_becomes_insights_under_their_questions():
    record = read("# Learning report", *LAYOUTS["numbered above"])
    assert [(i.kind, i.section) for i in record.insights] == [
        ("objective", "6. Purpose of the event"),
        ("learning", "7. Key learnings"),
        ("follow_up", "8. Follow-up planned"),
    ]


@pytest.mark.parametrize("layout", ["headings above", "table, question left", "same cell", "same line"])
def test_every_answer_and_insight_points_to_its_own_words(layout):
    source = document("# Learning report", *LAYOUTS[layout])
    record = read("# Learning report", *LAYOUTS[layout])
    assert [source.slice(i.spans[0]) for i in record.insights] == [i.text for i in record.insights]
    texts = {a.column: source.slice(a.spans[0]) for a in record.answers}
    assert {c: texts[c] for c in ("venue", "key_learnings")} == {c: ANSWERS[c] for c in ("venue", "key_learnings")}


def form(*learnings: str, venue: tuple[str, ...] = ("Turin",), more: tuple[str, ...] = ()) -> list[str]:
    """A small form with some answers of the test's own."""
    facts = [
        "# Learning report",
        "## Name of the event",
        "Night Bus Forum",
        "## Date attended",
        "3 May 2016",
        "## Venue",
        *venue,
    ]
    return [*facts, "## Key learnings", *learnings, "## Follow-up planned", "We shall ask drivers.", *more]


def test_each_paragraph_of_an_answer_is_a_learning():
    lines = form("Drivers know best.", "* Lamps matter more than cameras.", "* Fares must not rise at night.")
    assert [text for kind, text in insights(*lines) if kind == "learning"] == [
        "Drivers know best.",
        "Lamps matter more than cameras.",
        "Fares must not rise at night.",
    ]


def test_a_learning_that_enumerates_wholes_is_as_many_learnings():
    text = "I saw that (i) Drivers know best where people wait (ii) Lamps matter more than cameras (iii) Fares must stay low"
    assert [t for k, t in insights(*form(text)) if k == "learning"] == [
        "Drivers know best where people wait",
        "Lamps matter more than cameras",
        "Fares must stay low",
    ]


def test_a_sentence_that_only_leads_in_is_no_learning():
    assert [
        t
        for k, t in insights(*form("We learned the following:", "* Drivers know best where people wait."))
        if k == "learning"
    ] == ["Drivers know best where people wait."]


# ticks: what is ticked in the answer, whatever the form writes for a box

TICKS = {
    "characters before": ("☒ Transport", "☐ Housing", "☒ Health and safety"),
    "check marks": ("☑ Transport", "☐ Housing", "☑ Health and safety"),
    "bold check marks": ("🗹 Transport", "☐ Housing", "🗹 Health and safety"),
    "brackets": ("[x] Transport", "[ ] Housing", "[X] Health and safety"),
    "wide brackets": ("[ x ] Transport", "[   ] Housing", "[ x ] Health and safety"),
    "round brackets": ("(x) Transport", "( ) Housing", "(X) Health and safety"),
    "bare tick and square": ("✓ Transport", "□ Housing", "✔ Health and safety"),
    "items": ("* ☒ Transport", "* ☐ Housing", "* ☒ Health and safety"),
    "characters behind": ("Transport ☒", "Housing ☐", "Health and safety ☒"),
    "brackets behind items": ("* Transport (x)", "* Housing ( )", "* Health and safety (x)"),
    "one line, before": ("☒ Transport ☐ Housing ☒ Health and safety",),
    "one line, behind": ("Transport ☒ Housing ☐ Health and safety ☒",),
    "box on a line of its own": ("☒", "Transport", "☐", "Housing", "☒", "Health and safety"),
    "cells, box left": ("| ☒ | Transport | ☐ | Housing |", "| ☒ | Health and safety | ☐ | Water |"),
    "cells, box right": ("| Transport | ☒ | Housing | ☐ |", "| Health and safety | ☒ | Water | ☐ |"),
    "cells that hold both": ("| ☒ Transport | ☐ Housing | ☒ Health and safety |",),
    "paragraphs of cells": ("| ☒ Transport\v☐ Housing | ☒ Health and safety\v☐ Water |",),
    "typed x among boxes": ("| Transport | x | Housing | ☐ |", "| Health and safety | X | Water | ☐ |"),
    "yes and no": ("| Transport | yes |", "| Health and safety | yes |"),
    "typed x, else empty, right": ("| Transport | x | Housing | |", "| Water | | Health and safety | x |"),
    "typed x, else empty, left": ("| x | Transport | | Housing |", "| | Water | x | Health and safety |"),
    "filled squares": ("■ Transport", "□ Housing", "■ Health and safety"),
    "underlined x": ("_x_ Transport", "___ Housing", "_x_ Health and safety"),
}


@pytest.mark.parametrize("make", TICKS)
def test_ticks_of_any_make(make):
    record = read(*form("Drivers know best.", more=("## Area of expertise", *TICKS[make])))
    assert [a.options for a in record.answers if a.column == "expertise"] == [("Transport", "Health and safety")]


def test_nothing_ticked_is_no_answer():
    assert (
        answers(*form("Drivers know best.", more=("## Area of expertise", "☐ Transport", "☐ Housing")))["expertise"]
        == ""
    )


@pytest.mark.parametrize(
    ("lines", "other"),
    [
        (("☒ Transport", "☒ Other (please specify): Night economy"), "Night economy"),
        (("☒ Transport", "☒ Other: Night economy"), "Night economy"),
        (("☒ Transport", "☐ Housing", "Other: Night economy"), "Night economy"),
        (("☒ Transport", "☐ Other (please specify): ______"), None),
        (("☒ Transport", "☐ Other: Night economy"), None),
    ],
)
def test_what_stands_behind_other_is_kept_where_it_is_ticked_or_filled_in(lines, other):
    found = answers(*form("Drivers know best.", more=("## Area of expertise", *lines)))
    assert (found["expertise"], found.get("expertise_other")) == ("Transport", other)


def test_options_tell_whether_there_are_boxes_at_all():
    assert options(units_of(document("☒ Transport", "☐ Housing"))) == ([("Transport", True), ("Housing", False)], True)
    assert options(units_of(document("Transport", "Housing")))[1] is False


# what is no answer

EMPTY = [
    "Click here to enter text.",
    "Click or tap here to enter text.",
    "…………",
    "______",
    "[insert venue]",
    "<venue>",
    "(city and country)",
]
EMPTY += ["Please list city and country", "Enter text here", "To be completed", "..."]


@pytest.mark.parametrize("text", EMPTY)
def test_a_placeholder_or_hint_is_no_answer(text):
    assert answers(*form("Drivers know best.", venue=(text,)))["venue"] == ""


@pytest.mark.parametrize("text", ["Type your answer here", "e.g. City Hall, Turin", "xxxx"])
def test_a_placeholder_in_other_words_is_no_answer(text):
    assert answers(*form("Drivers know best.", venue=(text,)))["venue"] == ""


@pytest.mark.parametrize("text", ["(further details on venue)", "Please give the full address."])
def test_a_hint_before_an_answer_is_left_out(text):
    assert answers(*form("Drivers know best.", venue=(text, "Turin")))["venue"] == "Turin"


def test_what_stands_in_brackets_behind_an_answer_stays():
    assert (
        answers(*form("Drivers know best.", venue=("Turin", "(the old city hall)")))["venue"]
        == "Turin\n(the old city hall)"
    )


@pytest.mark.parametrize(
    "text", ["Thank you for completing this form.", "Please return it to the training office.", "For office use only"]
)
def test_closing_words_of_a_form_are_no_answer(text):
    assert answers(*form("Drivers know best.", more=(text, "Room 12")))["one_change"] == "We shall ask drivers."


@pytest.mark.parametrize("text", ["n/a", "None", "Nil", "Not applicable", "-", "No"])
def test_an_answer_that_there_is_none_is_kept_and_is_no_insight(text):
    lines = form(text)
    assert answers(*lines)["key_learnings"] in (text, "")
    assert [k for k, _ in insights(*lines)] == ["follow_up"]


def test_placeholders_and_nothing_are_told_apart():
    assert (
        is_placeholder("Choose an item."),
        is_placeholder("An item"),
        is_nothing("N/A."),
        is_nothing("No lamps"),
    ) == (True, False, True, False)


@pytest.mark.parametrize("entry", sorted(vocabulary().nothing))
def test_every_entry_for_nothing_means_nothing(entry):
    assert is_nothing(entry)


@pytest.mark.parametrize("entry", sorted(vocabulary().placeholders))
def test_every_entry_for_placeholders_is_one(entry):
    assert is_placeholder(entry.capitalize())


# people and questions that are set in other ways


def test_officials_in_a_grid_are_joined_and_their_header_is_left_out():
    grid = (
        "| Name | Position | City |",
        "| Maria Rossi | Head of Transport | Turin |",
        "| Paolo Bianchi | Planner | Turin |",
    )
    record = read(*form("Drivers know best.", more=("## Officials who attended", *grid)))
    text = next(a.answer for a in record.answers if a.column == "officials")
    assert text == "Maria Rossi, Head of Transport, Turin\nPaolo Bianchi, Planner, Turin"
    assert [(p.name, p.role, p.place) for p in record.people] == [
        ("Maria Rossi", "Head of Transport", "Turin"),
        ("Paolo Bianchi", "Planner", "Turin"),
    ]


def test_an_unknown_question_is_kept_and_told():
    record = read(*form("Drivers know best.", more=("## Which colour had the buses?", "Green and white.")))
    assert [(a.column, a.question, a.answer) for a in record.answers][-1] == (
        "",
        "Which colour had the buses?",
        "Green and white.",
    )
    assert any("Template drift" in note and "“Which colour had the buses?”" in note for note in record.notes)


def test_a_known_question_is_not_told_as_drift():
    assert not any("“" in note for note in read(*form("Drivers know best.")).notes)


STORY = "Drivers know best where people wait at night, so a city that asks them saves two years of counting."
UNTOLD = ["## Name of the event", "Night Bus Forum", "## Date attended", "3 May 2016", "## Venue", "Turin"]


def test_an_open_answer_is_the_learnings_by_its_place_where_no_words_ask_for_them():
    lines = [
        *UNTOLD,
        "## Purpose",
        "To compare.",
        "## Tell us more",
        STORY,
        "## Any remarks?",
        "None.",
        "## Follow-up planned",
        "Ask drivers.",
    ]
    assert answers("# Learning report", *lines)["key_learnings"] == STORY


def test_an_open_answer_is_the_learnings_also_in_a_form_that_asks_for_no_purpose():
    lines = [*UNTOLD, "## Tell us more", STORY, "## Follow-up planned", "Ask drivers."]
    assert answers("# Learning report", *lines)["key_learnings"] == STORY


def test_words_of_a_question_inside_an_answer_ask_nothing():
    text = "The venue was cold, and the dates of the event were badly chosen."
    assert answers(*form(text)) == answers(*form("X")) | {"key_learnings": text}


def test_of_two_questions_for_one_fact_the_better_worded_keeps_the_column():
    found = answers(*form("Drivers know best.", more=("## Place", "Room 12")))
    assert found["venue"] == "Turin"


def test_headings_that_only_gather_questions_are_none():
    lines = form("Drivers know best.")
    gathered = [*lines[:1], "## Part 1: The event", *lines[1:7], "## Part 2: What you bring home", *lines[7:]]
    assert [a.question for a in read(*gathered).answers] == [a.question for a in read(*lines).answers]


def test_the_title_of_a_form_is_no_question():
    record = read("## Learning event report form", *form("Drivers know best.")[1:])
    assert record.answers[0].question == "Name of the event"


def test_recommendations_asked_for_have_strength_and_addressee():
    record = read(
        *form("Drivers know best.", more=("## What do you recommend?", "The council should light every stop."))
    )
    advice = next(i for i in record.insights if i.kind == "recommendation")
    assert (advice.strength, advice.addressed_to) == ("should", ("council",))


def test_a_question_without_answer_is_kept_without_one():
    record = read(*form("Drivers know best.", more=("## Useful contacts", "## Documentation", "Slides.")))
    assert [(a.column, a.answer) for a in record.answers][-2:] == [("contacts", ""), ("documentation", "Slides.")]


@pytest.mark.parametrize(
    "lines",
    [
        ("## DELEGATES: names and designations", "Maria Rossi, Head of Transport"),
        ("| Officials who attended | Name | Position |", "| | Maria Rossi | Head of Transport |"),
        ("**Participant/s and office**", "Maria Rossi, Head of Transport"),
    ],
)
def test_a_label_of_officials_is_all_question_and_the_head_of_their_grid_none(lines):
    assert answers(*form("Drivers know best.", more=lines))["officials"] == "Maria Rossi, Head of Transport"


def test_two_cells_of_a_row_may_each_hold_a_question_and_its_answer():
    rows = (
        "| Name of the event\vNight Bus Forum |",
        "| Dates\v3 May 2016 | Place\vCity Hall, Turin |",
        "| Officials who attended\vMaria Rossi, Planner |",
        "| Key learnings\vDrivers know best where people wait. |",
    )
    found = answers("# Learning report", *rows)
    assert (found["date_attended"], found["venue"]) == ("3 May 2016", "City Hall, Turin")


def test_a_cell_with_its_answer_beside_it_is_all_question_whatever_colon_it_holds():
    rows = (
        "| Name of the event | Night Bus Forum |",
        "| Dates | 3 May 2016 |",
        "| Officials who attended | Maria Rossi, Planner |",
        "| Re-entry plan: what the delegation will do | Light the stops at the harbour. |",
    )
    assert answers("# Learning report", *rows)["one_change"] == "Light the stops at the harbour."


def test_the_sign_of_an_answer_goes_and_the_list_mark_that_it_hid_shows():
    found = read(
        "## Who travelled?",
        "A: Kaja Tamm, Head of Parks",
        "## Which meeting?",
        "A: Northern Parks Days",
        "## When was it, and where?",
        "A: 4-6 February 2019, Turku, Finland",
        "## What did we learn?",
        "A: * Turku leaves the leaves where they fall until April.",
        "* Pori lends rakes to neighbours.",
        "## What will change at home?",
        "A: 1. Parks will buy forty rakes before October.",
    )
    assert found.genre == "learning_form"
    assert {a.column: a.answer for a in found.answers}["event_name"] == "Northern Parks Days"
    assert [i.text for i in found.insights] == [
        "Turku leaves the leaves where they fall until April.",
        "Pori lends rakes to neighbours.",
        "Parks will buy forty rakes before October.",
    ]


def test_a_column_that_only_numbers_the_rows_is_no_question():
    rows = (
        "| 1 | Activity | Night Bus Forum |",
        "| 2 | Inclusive dates | 3 May 2016 |",
        "| 3 | Officials who attended | Maria Rossi, Planner |",
        "| 4 | Key learnings | Drivers know best where people wait. |",
    )
    found = answers("# Reporting template", *rows)
    assert (found["event_name"], found["key_learnings"]) == ("Night Bus Forum", "Drivers know best where people wait.")
