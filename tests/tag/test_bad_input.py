"""Texts that trip taggers: lengths, lists, languages and signs are taken in bounded time, and told where it matters."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.model import Document, Item, Record, Tags
from pipeline.structure import structure
from pipeline.tag import __name__ as tagging
from pipeline.tag import nlp, tag
from pipeline.tag.settings import TagSettings

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from hostile.making import TURNED
from hostile.texts import ARABIC, CHINESE, FRENCH, invented_name

SETTINGS = TagSettings()


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Loading model and gazetteer is not what is measured."""
    said("The Mayor of Turin, Mr. Ugo Bassani, spoke on 3 May 2013.")


def said(text: str) -> tuple[Document, Record, Tags, float]:
    """A text read, structured and tagged, and the processor time of the latter two."""
    document = extract(Item(digest="0" * 64, media_type="text/plain", content=text.encode(), origins=()))
    began = time.process_time()
    record = structure(document)
    tags = tag(document, record, SETTINGS)
    return document, record, tags, time.process_time() - began


def surfaces(tags: Tags, kind: str) -> set[str]:
    return {mention.surface for mention in tags.mentions if mention.kind == kind}


LINES = {
    "words": "night buses run on every main road of the city, ",
    "names": "Mr. Ugo Bassani, Mayor of Turin, and Ms. Ada Obi of Lagos, ",
    "dates": "from 3 to 5 May 2013 and 04/05/2013, ",
    "organisations": "the Institute of Lamps and Roads (ILR), ",
    "capitals": "LAMPS AND ROADS OF TURIN ",
}


@pytest.mark.parametrize("piece", LINES.values(), ids=LINES)
def test_a_line_of_20000_characters_takes_a_few_seconds(piece: str) -> None:
    document, _, tags, seconds = said("Lessons\n\nTurin mends its lamps.\n\n" + (piece * 1_000)[:20_000])
    assert seconds < 8
    assert "Turin" in surfaces(tags, "city")
    assert all(document.slice(mention.span) == mention.surface for mention in tags.mentions)


def test_a_list_of_5000_names_is_taken_in_bounded_time() -> None:
    names = [f"Ms. {invented_name(7 * n)} - Officer of Turin" for n in range(5_000)]
    _, _, tags, seconds = said("Participants\n\n" + "\n".join(names))
    assert seconds < 50
    found = {person.name for person in tags.people}
    assert (
        sum(invented_name(7 * n) in found for n in range(5_000)) > 3_000
    )  # some of these syllables make no name that anybody has


def test_5000_names_in_one_line_are_taken_in_bounded_time() -> None:
    _, _, tags, seconds = said("Participants: " + ", ".join(invented_name(7 * n) for n in range(5_000)))
    assert seconds < 50
    assert len(tags.people) > 500


@pytest.mark.parametrize(("text", "language"), [(ARABIC * 4, "ar"), (CHINESE * 6, "zh"), (FRENCH * 4, "fr")])
def test_a_text_in_another_language_is_tagged_with_what_works_and_warned_of(text: str, language: str) -> None:
    document, _, tags, seconds = said(text)
    assert document.language == language
    assert [note for note in tags.notes if f"({language})" in note and "another language" in note]
    assert seconds < 5


def test_cities_of_a_text_in_another_language_are_found_by_their_names() -> None:
    _, _, tags, _ = said(FRENCH * 4)
    assert "Turin" in surfaces(tags, "city")


def test_signs_that_nobody_sees_do_not_hide_a_city_or_a_person() -> None:
    text = "Lesson: the Mayor of Tu\u200brin, Mr. Ugo \x01Bas\x7fsani, spoke. " + TURNED + "\u202e" * 5_000
    _, _, tags, seconds = said(text)
    assert seconds < 5
    assert "Turin" in surfaces(tags, "city")
    assert "Ugo Bassani" in {person.name for person in tags.people}
    assert all(mention.surface.replace("\v", " ").replace("\n", " ").isprintable() for mention in tags.mentions)


def test_of_a_huge_text_the_language_model_reads_the_beginning_which_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[tagging], "MOST_CHARACTERS", 300)
    asked: list[str] = []
    entities = nlp.Nlp.entities
    monkeypatch.setattr(nlp.Nlp, "entities", lambda self, texts: asked.extend(texts) or entities(self, texts))
    _, _, tags, _ = said(
        "\n\n".join("Night buses run on every main road of the city." for _ in range(20)) + "\n\nTurin."
    )
    assert 0 < sum(map(len, asked)) <= 300
    assert [note for note in tags.notes if "first 300 characters" in note]
    assert "Turin" in surfaces(tags, "city")  # rules read all of it
