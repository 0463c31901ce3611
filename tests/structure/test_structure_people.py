"""People in lists and tables, with the part that they take."""

from __future__ import annotations

import pytest
from structure_builder import document

from pipeline.model import Span
from pipeline.structure import is_place
from pipeline.structure.credits import credited_people
from pipeline.structure.outline import places
from pipeline.structure.people import _in_their_unit, listed_people, part_of, to_person
from pipeline.text.names import parse_person_line


def people(*lines: str) -> list[tuple[str, str, str, str, str]]:
    """(name, part, role, organisation, place)."""
    found, _ = listed_people(places(document(*lines)), is_place)
    return [(p.name, p.part, p.role, p.organisation, p.place) for p in found]


def parts(*lines: str) -> dict[str, str]:
    return {name: part for name, part, *_ in people(*lines)}


BOTH = [
    ("Maria Rossi", "attendee", "Head of Transport", "City of Turin", "Turin"),
    ("Paolo Bianchi", "attendee", "Planner", "City of Milan", "Milan"),
]
LISTS = {
    "items": ("* Ms. Maria Rossi, Head of Transport, City of Turin", "* Mr. Paolo Bianchi, Planner, City of Milan"),
    "lines": ("Maria Rossi, Head of Transport, City of Turin", "Paolo Bianchi, Planner, City of Milan"),
    "numbers": ("1. Maria Rossi, Head of Transport, City of Turin", "2. Paolo Bianchi, Planner, City of Milan"),
    "surname first": ("ROSSI Maria, Head of Transport, City of Turin", "BIANCHI Paolo, Planner, City of Milan"),
    "dashes": ("Maria Rossi – Head of Transport, City of Turin", "Paolo Bianchi – Planner, City of Milan"),
}


@pytest.mark.parametrize("make", LISTS)
def test_a_list_of_participants_in_any_make(make):
    assert people("## List of participants", *LISTS[make]) == BOTH


TABLES = {
    "four columns": (
        "| Name | Position | Organisation | City |",
        "| Maria Rossi | Head of Transport | City of Turin | Turin |",
        "| Paolo Bianchi | Planner | City of Milan | Milan |",
    ),
    "surname first": (
        "| Name | Position | Organisation | City |",
        "| Rossi, Maria | Head of Transport | City of Turin | Turin |",
        "| Bianchi, Paolo | Planner | City of Milan | Milan |",
    ),
    "names not first": (
        "| City | Institution | Participant | Title |",
        "| Turin | City of Turin | Maria Rossi | Head of Transport |",
        "| Milan | City of Milan | Paolo Bianchi | Planner |",
    ),
    "no header": (
        "| Maria Rossi | Head of Transport | City of Turin | Turin |",
        "| Paolo Bianchi | Planner | City of Milan | Milan |",
    ),
    "no header, city first": (
        "| Turin | Maria Rossi | Head of Transport | City of Turin |",
        "| Milan | Paolo Bianchi | Planner | City of Milan |",
    ),
}


@pytest.mark.parametrize("make", TABLES)
def test_a_table_of_participants(make):
    assert people("## List of participants", *TABLES[make]) == BOTH


def test_a_column_of_names_holds_given_names_that_no_list_knows():
    rows = (
        "| Surname, first name | Function | City |",
        "| Tvaradze, Nugzarina | Planner | Turin |",
        "| OBLAKOVIĆ, Zdravkica | Mayor | Milan |",
    )
    assert [name for name, *_ in people("## Participants", *rows)] == ["Nugzarina Tvaradze", "Zdravkica Oblaković"]


def test_a_table_with_names_needs_no_heading():
    assert people("## Annex 3", *TABLES["four columns"]) == BOTH


@pytest.mark.parametrize(
    ("heading", "part"),
    [("## Speakers", "speaker"), ("## Moderators", "moderator"), ("## Authors", "author"), ("## Participants", "attendee"), ("## Panellists", "speaker"),
     ("## Rapporteurs", "moderator"), ("## Delegates", "attendee"), ("## Resource persons", "contributor")],
)  # fmt: skip
def test_a_heading_says_as_what_people_take_part(heading, part):
    assert set(parts(heading, *LISTS["lines"]).values()) == {part}


def test_labels_within_a_list_say_so_too():
    lines = [
        "## Workshop 1",
        "**Moderators**",
        "Maria Rossi, Head of Transport, Turin",
        "**Contributors**",
        "Paolo Bianchi, Planner, Milan",
    ]
    assert parts(*lines) == {"Maria Rossi": "moderator", "Paolo Bianchi": "contributor"}


@pytest.mark.parametrize("kind", ["* ", ""])
def test_a_label_with_a_colon_says_so_too(kind):
    lines = [
        "## Workshop 1",
        "Moderator:",
        f"{kind}Maria Rossi, Head of Transport, Turin",
        "Contributors:",
        f"{kind}Paolo Bianchi, Planner, Milan",
    ]
    assert parts(*lines) == {"Maria Rossi": "moderator", "Paolo Bianchi": "contributor"}


def test_a_sentence_may_lead_into_a_list_of_speakers():
    lines = [
        "The following speakers addressed the plenary:",
        "* Mayor Maria Rossi, City of Turin",
        "* Dr. Paolo Bianchi, University of Milan",
    ]
    assert parts(*lines) == {"Maria Rossi": "speaker", "Paolo Bianchi": "speaker"}


@pytest.mark.parametrize(
    "lines",
    [
        ("## Participants", "* Run night buses on all roads", "* Train the drivers", "* Light the stops"),
        ("## Participants", "The forum was attended by delegates of twelve cities."),
        ("## Recommendations", "* Cities should light stops, Turin said, and train drivers."),
        ("## Participants", "| Year | Cost |", "| 2016 | 12 000 |"),
        (),
    ],
)
def test_what_lists_no_people_lists_none(lines):
    assert people(*lines) == []


def test_a_city_above_its_delegates_is_theirs():
    lines = ["## Participants", "**Turin**", "Maria Rossi, Head of Transport", "**Milan**", "Paolo Bianchi, Planner"]
    assert [(name, place) for name, _, _, _, place in people(*lines)] == [
        ("Maria Rossi", "Turin"),
        ("Paolo Bianchi", "Milan"),
    ]


def test_a_name_and_its_office_may_take_two_lines():
    lines = (
        "## Participants",
        "Maria Rossi",
        "Head of Transport, City of Turin",
        "Paolo Bianchi",
        "Planner, City of Milan",
    )
    assert people(*lines) == BOTH


def test_a_document_titled_list_of_participants_is_one_below_every_heading():
    run = places(document("## Italy", "Maria Rossi, Head of Transport, City of Turin", "Paolo Bianchi, Planner, Milan"))
    found, _ = listed_people(run, is_place, "Annex 2. List of participants")
    assert [(p.name, p.part) for p in found] == [("Maria Rossi", "attendee"), ("Paolo Bianchi", "attendee")]


def test_authors_joined_by_and_are_two():
    assert parts("## Authors", "Maria Rossi and Paolo Bianchi") == {"Maria Rossi": "author", "Paolo Bianchi": "author"}


@pytest.mark.parametrize("make", [*LISTS, "four columns", "surname first"])
def test_a_person_points_to_their_name(make):
    lines = ("## List of participants", *(LISTS | TABLES)[make])
    source = document(*lines)
    found, _ = listed_people(places(source), is_place)
    for person in found:
        assert source.slice(person.spans[0]) == person.surface
        assert set(person.name.lower().split()) == set(person.surface.lower().replace(",", "").split())


def test_blocks_that_list_people_are_told_apart_from_statements():
    _, blocks = listed_people(
        places(document("## Participants", *LISTS["items"], "## Findings", "* Cities should light every stop")),
        is_place,
    )
    assert blocks == {1, 2}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Session chaired by", "moderator"),
        ("Keynote", "speaker"),
        ("For more information", "contact"),
        ("Prepared by", "author"),
        ("Water", ""),
    ],
)
def test_words_that_say_a_part(words, part):
    assert part_of(words) == part


@pytest.mark.parametrize(
    ("line", "role", "organisation"),
    [
        ("Maria Rossi, Supervisor, Lamps project, City of Turin", "Supervisor, Lamps project", "City of Turin"),
        ("Maria Rossi, community centre, Municipality of Turin", "community centre", "Municipality of Turin"),
        ("Maria Rossi, Heritage Department, Turin", "Heritage Department", ""),
        ("Maria Rossi, Planner, City of Turin", "Planner", "City of Turin"),
    ],
)
def test_the_unit_of_a_contact_belongs_to_the_role(line, role, organisation):
    parsed = parse_person_line(line, is_place)
    person = _in_their_unit(to_person(parsed, Span(block=0, start=0, end=11), "contact"))
    assert (person.role, person.organisation) == (role, organisation)


def test_the_rows_of_a_title_block_name_people():
    table = document(
        "| Note by | Ms. Maria Rossi, Head of Transport, City of Turin |",
        "| Contributors | Paolo Bianchi, Planner; Anna Greco, City of Milan |",
        "| Version | Carlo Ferrari, 2.1 |",
    )
    found = credited_people(table.blocks, is_place, [])
    assert [(p.name, p.part, p.role, p.place) for p in found] == [
        ("Maria Rossi", "author", "Head of Transport", "Turin"),
        ("Paolo Bianchi", "contributor", "Planner", ""),
        ("Anna Greco", "contributor", "", "Milan"),
    ]
    assert [table.blocks[0].text[s.start : s.end] for p in found for s in p.spans] == [p.name for p in found]
    assert credited_people(table.blocks, is_place, found) == []
