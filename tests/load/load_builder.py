"""A small dataset for tests: two documents, every table filled, and strings that break naive writers."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.model.dataset import (
    Answers,
    Cities,
    Contacts,
    Countries,
    Dataset,
    Documents,
    Events,
    Forms,
    Insights,
    Mentions,
    Organisations,
    Origins,
    Participations,
    People,
    Redirects,
    Themes,
)

FORM, REPORT = "d-00000000000000f0", "d-00000000000000f1"
DURBAN, TURIN = "geonames:1007311", "geonames:3165524"

NASTY = {
    "formula": '=HYPERLINK("http://example.org","click")',
    "plus": "+1+cmd|' /C calc'!A0",
    "at": "@SUM(A1:A9)",
    "minus": "-2+3",
    "tab": "\t=1",
    "return": "\r=1",
    "quoted": "'=1",
    "bullet": '- a bullet; with, commas and "quotes"',
    "script": "</script><script>alert(1)</script><!--",
    "entity": "&lt;b&gt; & <b>bold</b>",
    "newline": "first line\nsecond line\r\nthird line",
    "long": "long " * 8_000,
    "emoji": "👩‍👩‍👧 families 🏙️ in the city",
    "rtl": "مدينة آمنة \u200f(\u202eabc\u202c) שלום",
    "nul": "before\x00after",
    "surrogate": "broken \ud800 pair",
    "control": "vertical\x0btab, bell\x07, escape\x1b, \ufffe no character",
    "separator": "line\u2028separator",
    "escape": "_x0041_ is not A",
    "blank": " leading and trailing ",
}
"""Texts as they may come out of hostile or damaged documents."""

PHONE = "+27 31 311 1111"


def insight(number: int, text: str, **more: Any) -> Insights:
    """An insight of the report, in the order of its number."""
    values: dict[str, Any] = {
        "document_id": REPORT,
        "event_id": "e-0000000000000001",
        "group": "recommendation",
        "kind": "recommendation",
        "section": "Conclusions > What to do",
        "ordinal": number,
        "page": 3,
        "page_end": 3,
        "bbox": (72.0, 100.25, 523.5, 130.0),
        "locator": f"page=3;item={number}",
        "city_ids": (DURBAN,),
        "country_codes": ("ZA",),
        "person_ids": ("p-0000000000000001",),
        "said_by": ("p-0000000000000001", "g-0000000000000001"),
        "theme_ids": ("policing", "youth-and-gangs"),
        "cluster_id": f"k-{number:016x}",
        "confidence": 0.875,
    }
    return Insights(insight_id=f"i-{number:016x}", text=text, **{**values, **more})


def dataset(**tables: tuple[Any, ...]) -> Dataset:
    """The dataset, with tables replaced by the ones given."""
    rows = {
        "documents": _documents(),
        "origins": (
            Origins(
                origin_id="o-0000000000000001",
                document_id=FORM,
                source="mail",
                locator="inbox.mbox;line=1",
                file_name="form.docx",
                sender="Clerk <clerk@example.org>",
                sent_at="2013-06-01T08:00:00+02:00",
            ),
        ),
        "events": (
            Events(
                event_id="e-0000000000000001",
                name="Forum of Mayors",
                start_date="2013-05-20",
                end_date="2013-05-21",
                venue="Campus",
                city_id=TURIN,
                country_code="IT",
                organisers=("UNICRI", "City of Turin"),
                document_ids=(FORM, REPORT),
            ),
        ),
        "insights": tuple(insight(number, text) for number, text in enumerate(NASTY.values())),
        **_entities(),
        **_details(),
    }
    return Dataset(tables={**rows, **tables}, texts={FORM: "Name: =1\r\nx\x00y", REPORT: "Ü 🏙️ text\n"})


def changed(old: Dataset, table: str, number: int, **values: Any) -> Dataset:
    """The dataset with values of one row replaced."""
    rows = list(old.rows(table))
    rows[number] = msgspec.structs.replace(rows[number], **values)
    return Dataset(tables={**old.tables, table: tuple(rows)}, texts=old.texts)


def _documents() -> tuple[Documents, ...]:
    form = Documents(
        document_id=FORM,
        sha256="f0" * 32,
        file_name="=form.docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        genre="learning_form",
        genre_confidence=1.0,
        title="Learning form",
        language="en",
        date="2013-05",
        date_from="2013-05-01",
        date_to="2013-05-31",
        organisation_id="g-0000000000000001",
        city_id=DURBAN,
        theme_ids=("policing",),
        words=120,
        event_id="e-0000000000000001",
        warnings=("An odd | thing.",),
        status="partial",
    )
    report = Documents(
        document_id=REPORT,
        sha256="f1" * 32,
        file_name="report.pdf",
        media_type="application/pdf",
        genre="forum_report",
        genre_confidence=0.99,
        title="Report <b>of</b> the Forum",
        pages=12,
        words=4000,
    )
    return form, report


def _entities() -> dict[str, tuple[Any, ...]]:
    both = (FORM, REPORT)
    return {
        "people": (
            People(
                person_id="p-0000000000000001",
                name="Martin Zondi",
                honorific="Mr.",
                given_name="Martin",
                family_name="Zondi",
                aliases=("Mr. Martin Zondi", 'M. "Max" Zondi'),
                document_ids=both,
            ),
        ),
        "participations": (
            Participations(
                participation_id="q-0000000000000001",
                person_id="p-0000000000000001",
                event_id="e-0000000000000001",
                document_id=FORM,
                part="attendee",
                role="Head, Safer Cities",
                organisation="eThekwini Municipality",
                organisation_id="g-0000000000000001",
                city_id=DURBAN,
                country_code="ZA",
            ),
        ),
        "organisations": (
            Organisations(organisation_id="g-0000000000000001", name="eThekwini Municipality", city_id=DURBAN),
        ),
        "cities": (
            _city(DURBAN, "Durban", "ZA", "South Africa", -29.8579, 31.0292),
            _city(TURIN, "Turin", "IT", "Italy", 45.07049, 7.68682),
        ),
        "countries": (
            Countries(country_code="IT", name="Italy", document_ids=both),
            Countries(country_code="ZA", name="South Africa", document_ids=both),
        ),
        "themes": (
            Themes(theme_id="policing", label="Policing", definition="Police and private security", insight_count=20),
            Themes(theme_id="youth-and-gangs", label="Youth and gangs", definition="Young people", broader="People"),
        ),
    }


def _city(city_id: str, name: str, code: str, country: str, latitude: float, longitude: float) -> Cities:
    return Cities(
        city_id=city_id,
        name=name,
        country_code=code,
        country=country,
        latitude=latitude,
        longitude=longitude,
        population=870441,
        aliases=(name, name.upper()),
        document_ids=(FORM, REPORT),
        insight_count=20,
    )


def _details() -> dict[str, tuple[Any, ...]]:
    return {
        "forms": (
            Forms(document_id=FORM, event_name="Forum", officials="-", expertise=("Crime, prevention", "☒ Other")),
        ),
        "answers": (
            Answers(answer_id="a-0000000000000001", document_id=FORM, ordinal=0, question="1. Event?", answer=""),
        ),
        "mentions": (
            Mentions(
                mention_id="m-0000000000000001",
                document_id=REPORT,
                insight_id="i-0000000000000000",
                entity_type="city",
                entity_id=DURBAN,
                surface="Durban",
                page=3,
                char_start=2,
                char_end=8,
                method="gazetteer 1",
                evidence=("Durban",),
            ),
            Mentions(
                mention_id="m-0000000000000002",
                document_id=REPORT,
                entity_type="city",
                status="unresolved",
                candidates=("geonames:1", "geonames:2"),
                surface="Springfield",
            ),
        ),
        "contacts": (Contacts(contact_id="c-0000000000000001", document_id=FORM, email="a@example.org", phone=PHONE),),
        "redirects": (
            Redirects(old_id="p-0000000000000009", new_id="p-0000000000000001", since="0123456789ab"),
            Redirects(old_id="p-0000000000000009", new_id="p-0000000000000002", since="0123456789ab"),
        ),
    }
