"""Addresses as published, those that stand together in one contact."""

from __future__ import annotations

import pytest
from structure_builder import document

from pipeline.structure.contacts import contacts_of


def contacts(*lines: str) -> list[tuple[str, str, str]]:
    return [(c.email, c.phone, c.url) for c in contacts_of(document(*lines))]


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Write to info@a.org.", "info@a.org"),
        ("maria.rossi-bianchi@transport.city.gov.uk", "maria.rossi-bianchi@transport.city.gov.uk"),
        ("(a_b+c@d-e.org)", "a_b+c@d-e.org"),
        ("mailto:info@a.org", "info@a.org"),
    ],
)
def test_e_mail_addresses(text, email):
    assert contacts(text) == [(email, "", "")]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Tel: +39 011 123 4567", "+39 011 123 4567"),
        ("Tel: +27 (0)11 407 6471", "+27 (0)11 407 6471"),
        ("Tel. 0039 011 1234567", "0039 011 1234567"),
        ("Phone: 011 123 4567", "011 123 4567"),
        ("call (011) 407-6471.", "(011) 407-6471"),
    ],
)
def test_telephone_numbers(text, phone):
    assert contacts(text) == [("", phone, "")]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See www.turin.example.", "www.turin.example"),
        ("https://a.org/night?line=4", "https://a.org/night?line=4"),
        ("Visit saferspaces.org.za/night, please.", "saferspaces.org.za/night"),
        ("(nightbus.city)", "nightbus.city"),
    ],
)
def test_web_addresses(text, url):
    assert contacts(text) == [("", "", url)]


@pytest.mark.parametrize(
    "text",
    [
        "2014-2020",
        "1990 - 2000",
        "12 345 678 euros",
        "10.05.2016",
        "ISBN 978-3-16-148410-0",
        "e.g. this",
        "at 10:30",
        "a @ b",
        "§ 12.3.4",
        "",
    ],
)
def test_figures_and_abbreviations_are_no_addresses(text):
    assert contacts(text) == []


def test_what_stands_together_is_one_contact():
    whole = [("info@a.org", "011 123 4567", "https://a.org/night")]
    assert contacts("info@a.org, Tel: 011 123 4567, https://a.org/night") == whole
    assert contacts("E-mail: info@a.org", "Tel: 011 123 4567", "Web: https://a.org/night") == whole


@pytest.mark.parametrize(
    "lines",
    [
        ("info@a.org or sales@b.org",),
        ("info@a.org", "sales@b.org"),
        ("info@a.org", "one", "two", "three", "sales@b.org"),
    ],
)
def test_two_of_a_kind_are_two_contacts(lines):
    assert contacts(*lines) == [("info@a.org", "", ""), ("sales@b.org", "", "")]


def test_the_same_address_counts_once():
    assert contacts("info@a.org", "one", "two", "three", "info@a.org") == [("info@a.org", "", "")]


def test_a_contact_points_to_its_words():
    source = document("Night Line Lab", "E-mail: info@a.org", "Tel: 011 123 4567")
    assert [source.slice(span) for span in contacts_of(source)[0].spans] == ["info@a.org", "011 123 4567"]


def test_addresses_of_running_heads_are_left_out():
    assert contacts("~ info@a.org") == []


def test_an_apostrophe_belongs_to_an_address():
    assert contacts("john.o'neil@city.gov.uk") == [("john.o'neil@city.gov.uk", "", "")]
