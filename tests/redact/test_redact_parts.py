"""Redacting: keys, contacts, offices, phrases."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.model.dataset import Dataset, People
from pipeline.redact import VARIABLE, get_key
from pipeline.redact.contacts import contacts_in
from pipeline.redact.known import known
from pipeline.redact.offices import holds_office
from pipeline.redact.phrases import Phrases, words_of


def test_a_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "release.key"
    key, made = get_key(str(path), tmp_path / "out", {})
    again, second = get_key(str(path), tmp_path / "out", {})
    assert (made, second) == (path, None)
    assert path.stat().st_mode & 0o777 == 0o600
    assert key == again
    assert key.secret.hex() not in repr(key)


def test_a_key_inside_what_is_given_away_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="given away"):
        get_key(str(tmp_path / "out" / "key"), tmp_path / "out", {})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "key"
    get_key(str(path), tmp_path / "out", {})
    path.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        get_key(str(path), tmp_path / "out", {})


def test_a_key_may_come_from_a_keeper_of_secrets_and_must_be_one():
    assert get_key("", Path("out"), {VARIABLE: "ab" * 32})[1] is None
    with pytest.raises(ConfigError, match="64 hexadecimal"):
        get_key("", Path("out"), {VARIABLE: "secret"})


@pytest.mark.parametrize(
    "contact",
    ["a.b@city.example", "a.b [at] city.example", "ab at city dot example", "+27 31 311 1111", "(305) 555-0147",
     "031 555 1111", "0044 20 7946 1259", "80010150001000", "123.456.789-09", "@somebody", "linkedin.com/in/some-body"],
)  # fmt: skip
def test_contacts_are_found_in_their_many_spellings(contact):
    text = f"Ask {contact} for it."
    assert contact in {text[start:end] for start, end, _ in contacts_in(text)}


@pytest.mark.parametrize(
    "text",
    ["from 3 to 5 May 2016", "2013-2014", "05/06/2013 10:30", "2013-05-21", "1,200,000,000 people", "paragraph 12.3.4",
     "look at the town", "3 @ 4.50", "A/RES/70/1", "61 of 1,230 programmes"],
)  # fmt: skip
def test_dates_figures_and_words_are_no_contacts(text):
    assert list(contacts_in(text)) == []


@pytest.mark.parametrize(
    ("role", "body", "public"),
    [
        ("Mayor", "", True),
        ("Deputy Mayor of Durban", "", True),
        ("Municipal Manager", "eThekwini Municipality", True),
        ("Executive Director", "UN-Habitat", True),
        ("Former Mayor", "", False),
        ("Adviser to the Mayor", "City of Durban", False),
        ("Mayor's spokesperson", "", False),
        ("President", "Chamber of Industry", False),
        ("Head of Transport", "City of Durban", False),
        ("", "", False),
    ],
)
def test_only_who_is_elected_or_heads_a_public_body_holds_public_office(role, body, public):
    assert holds_office(role, body) is public


@pytest.mark.parametrize("text", ["ZULU_sipho-form.docx", "Zulu, Sipho", "zulu.sipho", "Zülu Sípho"])
def test_a_phrase_is_found_whatever_stands_between_its_words(text):
    phrases = Phrases()
    phrases.add(words_of("Zulu Sipho"), "p")
    assert [hit.what for hit in phrases.find(text)] == ["p"]


def test_a_surname_that_a_mayor_bears_as_well_gives_nobody_away_alone():
    def person(identity: str, given: str) -> People:
        name = f"{given} Mkhabela"
        return People(person_id=identity, name=name, given_name=given, family_name="Mkhabela", document_ids=("d-1",))

    dataset = Dataset(tables={"people": (person("p-1", "Thandeka"), person("p-2", "Nokuthula"))})
    assert "mkhabela" in known(dataset, frozenset(), ()).parts.by_first
    assert "mkhabela" not in known(dataset, frozenset({"p-2"}), ()).parts.by_first
