"""Organisations: defined, known, told by their noun; dates as mentions; and who issued a document."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.model import Answer, Block, Document, Kind, Person, Record
from pipeline.tag.dates import tag_dates
from pipeline.tag.organisations import definitions, issuer, tag_organisations
from pipeline.tag.organisations.genuine import is_genuine
from pipeline.tag.organisations.nouns import bodies

RECORD = Record(genre="other", confidence=1.0)


def document(*texts: str, kind: Kind = Kind.PARAGRAPH) -> Document:
    blocks = tuple(Block(number=i, kind=kind, text=text) for i, text in enumerate(texts))
    return Document(digest="0", media_type="text/plain", blocks=blocks)


def names(*texts: str) -> list[tuple[str, str]]:
    return [(hit.name, hit.acronym) for hit in tag_organisations(document(*texts), RECORD, {})]


def test_it_knows_an_acronym_from_its_definition_on_and_before() -> None:
    assert (
        names("KCCA leads.", "The Kampala Capital City Authority (KCCA) paid.", "Later KCCA closed it.")
        == [("Kampala Capital City Authority", "KCCA")] * 3
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Network of African Cities for Walking and Cycling (NACWC)",
         {"NACWC": "Network of African Cities for Walking and Cycling"}),
        ("UNICRI (United Nations Interregional Crime and Justice Research Institute), Italy.",
         {"UNICRI": "United Nations Interregional Crime and Justice Research Institute"}),
        ("the Inclusive Violence and Crime Prevention (VCP) Programme",
         {"VCP": "Inclusive Violence and Crime Prevention Programme"}),
        ("Enhancing Public-Private Partnerships (PPP)", {}),
    ],
)  # fmt: skip
def test_it_reads_definitions(text: str, expected: dict[str, str]) -> None:
    assert definitions(document(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Municipality of Turin paid.", ["Municipality of Turin"]),
        ("Staff of Lilongwe Water Board came.", ["Lilongwe Water Board"]),
        ("The Department of Social Development said so.", ["Department of Social Development"]),
        ("UN-Habitat and UN HABITAT are one.", ["United Nations Human Settlements Programme"] * 2),
        ("A Major Events Security Programme Officer spoke.", []),
        ("The city council and the police met.", []),
        ("Papers of the Ministry of Labour, Youth and Sports came.", ["Ministry of Labour, Youth and Sports"]),
        ("A letter to the Chief of Municipal Police of Maputo.", ["Municipal Police of Maputo"]),
        (
            "The Universidade Federal das Serras and the Ville de Rufisque signed.",
            ["Universidade Federal das Serras", "Ville de Rufisque"],
        ),
        ("The Housing Unit of the City of Gweru paid.", ["City of Gweru"]),
        (
            "The Port of Beira Authority and Dar es Salaam City Council met.",
            ["Port of Beira Authority", "Dar es Salaam City Council"],
        ),
        ("They slept at the crisis centre Lantern.", ["Lantern"]),
        (
            "Staff of Aguas Vivas, the water utility, spoke to the Zambia Red Cross.",
            ["Aguas Vivas", "Zambia Red Cross"],
        ),
        ("In Pokhara the Federation of Porters met.", ["Federation of Porters"]),
        ("Ms. Ruth Banda, Finance Department, Ndola City Council", ["Ndola City Council"]),
        ("Staff of University College Cork came.", ["University College Cork"]),
        ("Give a Red Card to violence.", []),
        ("OFFICIALS WHO ATTENDED?", []),
    ],
)
def test_it_finds_bodies_by_name_or_noun(text: str, expected: list[str]) -> None:
    assert [name for name, _ in names(text)] == expected


def test_a_heading_names_a_body_where_it_is_a_name_alone() -> None:
    texts = ("GWERU CITY COUNCIL", "RULES FOR EVERY CITY COUNCIL", "NEIGHBOURS AND THE CITY", "FINANCE DEPARTMENT")
    hits = tag_organisations(document(*texts, kind=Kind.HEADING), RECORD, {})
    assert [hit.name for hit in hits] == ["GWERU CITY COUNCIL"]


def test_what_does_what_bodies_do_is_one_without_a_noun() -> None:
    texts = ("Coastal Cities Against Floods (CCAF)", "CCAF's members met.", "Gender-based Violence (GBV) is rising.")
    assert {name for name, _ in names(*texts)} == {"Coastal Cities Against Floods"}


def test_no_name_goes_over_the_name_of_a_person() -> None:
    text = "Ms. Ana Roodt of the University of Leiden and Prof. Jo Banda of the City of Ndola"
    hits = tag_organisations(document(text), RECORD, {}, {0: [(0, 13), (46, 60)]})
    assert [hit.name for hit in hits] == ["University of Leiden", "City of Ndola"]


def test_the_body_of_a_person_needs_no_noun() -> None:
    person = Person(name="Ana Roa", part="attendee", organisation="Honiara Youth Outreach in Lyon")
    (hit,) = tag_organisations(document("Ana Roa, Honiara Youth Outreach in Lyon"), RECORD, {}, None, [person])
    assert hit.name == "Honiara Youth Outreach"
    vague = Person(name="Ana Roa", part="attendee", organisation="Culture and Environment")
    assert tag_organisations(document("Ana Roa, Culture and Environment"), RECORD, {}, None, [vague]) == []


def test_it_points_at_the_surface() -> None:
    text = "Paid by the Municipality of Turin in 2013."
    (hit,) = tag_organisations(document(text), RECORD, {})
    assert text[hit.start : hit.end] == hit.surface == "Municipality of Turin"


def test_it_takes_the_issuer_of_a_form_from_its_answer_or_its_own_words() -> None:
    answer = Answer(question="Your municipality and unit", answer="Penang Island City Council, Licensing, Malaysia")
    asked = Record(genre="learning_form", confidence=1.0, answers=(answer,))
    assert issuer(document("SHEET"), asked) == "Penang Island City Council"
    form = Record(genre="learning_form", confidence=1.0)
    text = "Staff of eThekweni Municipality fill in this sheet when they return from a journey."
    assert issuer(document(text), form) == "eThekweni Municipality"


def test_it_takes_the_issuer_of_a_report_from_who_issued_it() -> None:
    text = "Issued in October 2016 by the Network of African Cities for Walking and Cycling"
    assert issuer(document("Streets for All", text), RECORD) == "Network of African Cities for Walking and Cycling"
    assert issuer(document("A page that names nobody."), RECORD) == ""


def test_it_mentions_dates_with_their_value() -> None:
    found = tag_dates(document("Held from 20 to 21 May 2013.", "On 22 May the guests left.", "Signed 04/05/2013."))
    assert [mention.entity for mention in found] == ["2013-05-20/2013-05-21", "2013-05-22", "2013-05-04"]
    assert found[2].candidates == ("2013-04-05",)


def test_it_leaves_a_date_without_year_open_where_the_document_names_none() -> None:
    (mention,) = tag_dates(document("On 22 May the guests left."))
    assert mention.entity == ""


@pytest.mark.parametrize("unit", ["ABC (ABC) ", "University of ", "UN ", "A ", "Ab-", "(", "x", "City Council ", "a@"])
def test_it_takes_no_time_over_hostile_text(unit: str) -> None:
    hostile = document((unit * 20_000)[:20_000])
    began = process_time()
    tag_organisations(hostile, RECORD, {})
    issuer(hostile, RECORD)
    assert process_time() - began < 2.0


@pytest.mark.parametrize(
    ("name", "guessed", "expected"),
    [
        ("Lilongwe Water Board", True, True),
        ("Ministry of Housing", True, True),
        ("Gaborone International Convention Centre", True, False),  # a venue
        ("World Water Forum", True, False),  # an event
        ("World Water Forum", False, True),  # that organised something
        ("Finance Department", True, False),  # one of many
        ("Human Resource Unit", False, False),
        ("Office of the Mayor", True, False),  # a person's
        ("Strategic Plan for the Water Programme", True, False),  # a paper
        ("Its Secretariat", True, False),
        ("Board of", True, False),  # cut off
    ],
)
def test_what_only_looks_like_a_body_is_none(name, guessed, expected):
    assert is_genuine(name, guessed) is expected


def test_a_body_and_an_acronym_are_two():
    assert ["City of Windhoek and SALGEF"[a:b] for a, b in bodies("City of Windhoek and SALGEF")] == [
        "City of Windhoek",
        "SALGEF",
    ]
