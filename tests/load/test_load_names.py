"""What things are called where people read."""

from __future__ import annotations

import msgspec
import pytest
from load_builder import DURBAN, FORM, REPORT, TURIN, changed, dataset

from pipeline.load.names import Names, fullest, newest_date, newest_day, quiet
from pipeline.model.dataset import Dataset


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("LEARNER'S RETURN SHEET", "Learner's Return Sheet"),
        ("REPORT OF THE UN FORUM, PART II", "Report of the UN Forum, Part II"),
        ("THE CITY AND THE SEA", "The City and the Sea"),
        ("SAFER CITIES WITH KCCA", "Safer Cities with KCCA"),
        ("CRIAÇÃO DE EMPREGO", "Criação de Emprego"),
        ("UCLG", "UCLG"),
        ("Report of the FORUM", "Report of the FORUM"),
        ("مدينة آمنة", "مدينة آمنة"),
    ],
)
def test_a_title_in_capitals_is_made_quiet(title, shown):
    assert quiet(title, ["KCCA"]) == shown


def titles(data: Dataset) -> dict[str, str]:
    return Names.of(data).documents


def both(title: str, **second: str) -> Dataset:
    one = changed(dataset(), "documents", 0, title=title, city_id=DURBAN, file_name="one.docx")
    return changed(one, "documents", 1, **{"title": title, "file_name": "two.docx", **second})


def test_documents_of_the_same_title_are_told_apart_by_city_then_by_file():
    assert titles(both("FORM A", city_id=TURIN)) == {FORM: "Form A (Durban)", REPORT: "Form A (Turin)"}
    assert titles(both("Form", city_id=DURBAN)) == {
        FORM: "Form (Durban) (one.docx)",
        REPORT: "Form (Durban) (two.docx)",
    }
    assert titles(both("Form")) == {FORM: "Form (Durban)", REPORT: "Form"}


def test_a_copy_that_is_folded_does_not_count_as_another():
    assert titles(both("Form", same_as=FORM))[FORM] == "Form"


def test_a_document_without_a_title_is_called_after_its_event_or_file():
    assert titles(changed(dataset(), "documents", 0, title=""))[FORM] == "Forum of Mayors"
    assert titles(changed(dataset(), "documents", 0, title="", event_id=""))[FORM] == "=form.docx"


def test_an_event_begins_with_a_capital():
    small = changed(dataset(), "events", 0, name="second peer week")
    assert list(Names.of(small).events.values()) == ["Second peer week"]


def test_what_only_begins_another_text_is_left_out():
    assert fullest(["Ministry", "Ministry of the Interior", "ministry", "", "City", "City"]) == [
        "Ministry of the Interior",
        "City",
    ]


def test_the_newest_date_is_as_precise_as_it_is_known():
    assert (newest_date(dataset()), newest_day(dataset())) == ("2013-05", "2013-05-31")
    rows = [
        msgspec.structs.replace(dataset().rows("documents")[number], date=date, date_from="2022-01-01", date_to=day)
        for number, (date, day) in enumerate([("2022", "2022-12-31"), ("2022-12-31", "2022-12-31")])
    ]
    assert newest_date(dataset(documents=tuple(rows))) == "2022-12-31"
    assert newest_date(dataset(documents=tuple(rows[:1]))) == "2022"
    assert newest_date(Dataset(tables={})) == newest_day(Dataset(tables={})) == ""
