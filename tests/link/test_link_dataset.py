"""The dataset as a whole: every key leads somewhere, and the order of arrival changes nothing."""

from __future__ import annotations

import random

import msgspec
from link_builder import (
    BEIRUT,
    DOCX,
    DURBAN,
    FORUM,
    THEMES,
    TURIN,
    Contact,
    Done,
    Mention,
    Origin,
    Span,
    done,
    form,
    identity,
    linked,
    person,
    row,
)

from pipeline.link import LinkSettings, link
from pipeline.load.integrity import problems
from pipeline.model import Answer, Outcome, Record, Status
from pipeline.model.dataset import TABLES

SPAN = Span(block=0, start=0, end=4)
SAID = "Cities should light the paths between homes and stations so that women can walk safely."


def collection() -> list[Done]:
    """A report, a form in two formats, a plan, something unreadable: all that the parts of this room look at."""
    mentions = [
        Mention(kind="city", span=SPAN, surface="Turin", entity=TURIN, insight=0),
        Mention(kind="city", span=SPAN, surface="Atlantis", candidates=(BEIRUT,), insight=0),
        Mention(kind="city", span=SPAN, surface="Nowhere", entity="geonames:1"),
        Mention(kind="country", span=SPAN, surface="Italy", entity="IT"),
        Mention(kind="country", span=SPAN, surface="Utopia", entity="QQ"),
        Mention(kind="theme", span=SPAN, surface="police", entity="policing", insight=0),
        Mention(kind="theme", span=SPAN, surface="dance", entity="dancing", insight=0),
        Mention(kind="date", span=SPAN, surface="2013", entity="2013"),
        Mention(kind="person", span=SPAN, surface="Bellardi", entity="Renzo Bellardi", insight=0),
        Mention(kind="person", span=SPAN, surface="Nobody", entity="Nobody Else"),
        Mention(kind="organisation", span=SPAN, surface="UNICRI", entity="UNICRI"),
    ]
    mayors = [person("Renzo Bellardi", "Mayor", TURIN, organisation="Municipality of Turin"), person("Zondi Martin")]
    met = [person("Martin Zondi", part="attendee"), person("Bellardi", "Mayor", TURIN, part="contact")]
    contacts = (Contact(organisation="MILE", person="Renzo Bellardi", email="mile@durban.gov.za"),)
    return [
        done(
            "report",
            event=FORUM,
            event_city=TURIN,
            people=mayors,
            insights=[SAID],
            mentions=mentions,
            contacts=contacts,
        ),
        form("form", media_type=DOCX, answers={"venue": "Turin"}, people=met, insights=[SAID]),
        form("pdf", answers={"venue": "Turin"}, people=met, insights=[SAID + " Now."]),
        done("plan", genre="strategic_plan", issuer="UN-HABITAT", issuer_city=BEIRUT, insights=[SAID.upper()]),
        (Outcome(digest="0" * 64, status=Status.QUARANTINED, reason="corrupt"), ()),
    ]


def test_every_key_leads_somewhere() -> None:
    assert problems(linked(*collection())) == []


def test_every_table_is_there_and_only_what_is_done_is_in_it() -> None:
    dataset = linked(*collection())
    assert list(dataset.tables) == list(TABLES)
    assert len(dataset.rows("documents")) == 4
    assert {name for name in TABLES if not dataset.rows(name)} == {"redirects"}


def test_the_order_of_arrival_changes_nothing() -> None:
    outcomes = collection()
    expected = msgspec.json.encode([linked(*outcomes).tables, linked(*outcomes).texts])
    for seed in range(10):
        random.Random(seed).shuffle(outcomes)
        dataset = linked(*outcomes)
        assert msgspec.json.encode([dataset.tables, dataset.texts]) == expected


def test_nothing_gives_empty_tables_and_the_themes() -> None:
    dataset = linked()
    assert {name for name in TABLES if dataset.rows(name)} == {"themes"}
    assert [t.theme_id for t in dataset.rows("themes")] == ["policing", "youth-and-gangs"]


def test_a_document_that_came_twice_is_one_with_two_origins() -> None:
    here = Origin(source="folder", locator="z/form.docx", name="form.docx")
    mail = Origin(
        source="mail", locator="a.eml!part=2", name="Form of Durban.docx", sent_at="2013-06-11T14:40:58+02:00"
    )
    outcome, _ = done("a")
    dataset = link([(outcome, (mail,)), (outcome, (here, mail))], THEMES, LinkSettings())
    assert [d.file_name for d in dataset.rows("documents")] == ["form.docx"]
    assert sorted(o.source for o in dataset.rows("origins")) == ["folder", "mail"]


def test_status_says_how_well_a_document_was_read() -> None:
    dataset = linked(
        done("fine"),
        done("doubtful", confidence=0.4),
        done("drifted", notes=("Template drift: 3 questions are unknown.",)),
        done("cut", document_notes=("Page 3 holds more than 200000 characters; the rest was cut.",)),
    )
    found = {r.document_id: r.status for r in dataset.rows("documents")}
    assert {name: found[identity(name)] for name in ("fine", "doubtful", "drifted", "cut")} == {
        "fine": "ok",
        "doubtful": "needs_review",
        "drifted": "needs_review",
        "cut": "partial",
    }


def test_dates_of_a_document_are_as_precise_as_known() -> None:
    document = row(linked(done("a", date="2013-02")), "documents", "a")
    assert (document.date, document.date_from, document.date_to) == ("2013-02", "2013-02-01", "2013-02-28")


def test_a_place_nobody_could_resolve_appears_in_mentions_only() -> None:
    dataset = linked(*collection())
    assert {c.city_id for c in dataset.rows("cities")} == {TURIN, DURBAN, BEIRUT}
    assert {c.country_code for c in dataset.rows("countries")} >= {"IT", "ZA"}
    lost = {m.surface for m in dataset.rows("mentions") if m.status == "unresolved"}
    assert lost == {"Atlantis", "Nowhere", "Utopia", "dance", "Nobody"}


def test_a_city_lists_the_documents_that_name_it() -> None:
    cities = {c.city_id: c for c in linked(*collection()).rows("cities")}
    assert cities[TURIN].document_ids == (identity("report"),)
    assert (cities[TURIN].name, cities[TURIN].aliases) == ("Turin", ("Turin",))
    assert cities[DURBAN].document_ids == ()


def test_answers_stand_in_their_columns() -> None:
    record = Record(
        genre="learning_form",
        confidence=1.0,
        answers=(
            Answer(question="Contacts?", answer="Mayor of Turin", column="contacts"),
            Answer(question="Others?", answer="Mayor of Beirut", column="contacts"),
            Answer(question="Expertise?", answer="", column="expertise", options=("Health and Safety",)),
            Answer(question="Your own question?", answer="Yes"),
        ),
    )
    outcome, origins = form("a")
    dataset = linked((msgspec.structs.replace(outcome, record=record), origins))
    [filled] = dataset.rows("forms")
    assert filled.contacts == "Mayor of Turin\nMayor of Beirut"
    assert filled.expertise == ("Health and Safety",)
    assert [a.answer for a in dataset.rows("answers")] == [
        "Mayor of Turin",
        "Mayor of Beirut",
        "Health and Safety",
        "Yes",
    ]


def test_contacts_lead_to_organisation_and_person() -> None:
    dataset = linked(*collection())
    [contact] = dataset.rows("contacts")
    assert contact.email == "mile@durban.gov.za"
    assert contact.person_id == next(p.person_id for p in dataset.rows("people") if p.name == "Renzo Bellardi")
    assert contact.organisation_id in {o.organisation_id for o in dataset.rows("organisations")}
