"""Insights: their place, whose they are, and which say the same."""

from __future__ import annotations

import hashlib

from link_builder import (
    BEIRUT,
    DOCX,
    DURBAN,
    FORUM,
    HTML,
    PDF,
    TEXT,
    TURIN,
    Mention,
    Span,
    done,
    form,
    identity,
    linked,
    person,
    row,
)
from msgspec.structs import replace

from pipeline.model import Block, Box, Cell, Event, Kind, Where

LIGHTS = "Cities should light the paths between homes and stations so that women can walk safely at night."


def mention(kind: str, entity: str, insight: int | None = 0, start: int = 0, **more: object) -> Mention:
    values = {"surface": "word", "span": Span(block=0, start=start, end=start + 4), **more}
    return Mention(kind=kind, entity=entity, insight=insight, **values)  # type: ignore[arg-type]  # built from words


def test_an_id_is_made_of_document_text_and_occurrence() -> None:
    first, second = linked(done("a", insights=[LIGHTS, LIGHTS])).rows("insights")
    assert first.insight_id != second.insight_id
    assert first.insight_id == linked(done("a", insights=["Before", LIGHTS])).rows("insights")[1].insight_id


def test_offsets_point_into_the_published_text() -> None:
    dataset = linked(done("a", text="Émigré 🏙️ heading", insights=["First words.", LIGHTS]))
    for one in dataset.rows("insights"):
        assert dataset.texts[one.document_id][one.char_start : one.char_end] == one.text


def test_the_slice_is_given_where_the_text_was_repaired() -> None:
    outcome, origins = done("a", insights=[LIGHTS])
    assert outcome.document
    printed = LIGHTS.replace("between", "be-\ntween")
    blocks = (replace(outcome.document.blocks[0], printed=printed),)
    outcome = replace(outcome, document=replace(outcome.document, blocks=blocks))
    assert linked((outcome, origins)).rows("insights")[0].text_as_printed == printed
    assert linked(done("a", insights=[LIGHTS])).rows("insights")[0].text_as_printed == ""


def test_page_box_and_locator_are_those_of_the_cell() -> None:
    outcome, origins = done("a", insights=[LIGHTS])
    box = Box(x0=1.0, top=2.0, x1=3.0, bottom=4.0)
    cell = Cell(
        row=0, column=1, start=0, end=len(LIGHTS), where=(Where(page=3, box=box, locator="table=1;row=1;cell=2"),)
    )
    block = Block(number=0, kind=Kind.TABLE, text=LIGHTS, cells=(cell,), where=(Where(page=2, locator="table=1"),))
    assert outcome.document
    [one] = linked((replace(outcome, document=replace(outcome.document, blocks=(block,))), origins)).rows("insights")
    assert (one.page, one.page_end, one.bbox, one.locator) == (3, 3, (1.0, 2.0, 3.0, 4.0), "table=1;row=1;cell=2")


def test_a_paragraph_over_two_pages_has_the_box_of_the_first() -> None:
    outcome, origins = done("a", insights=[LIGHTS])
    places = tuple(Where(page=n, box=Box(x0=n, top=n, x1=n, bottom=n), locator=f"page={n}") for n in (4, 5))
    assert outcome.document
    block = replace(outcome.document.blocks[0], where=places)
    [one] = linked((replace(outcome, document=replace(outcome.document, blocks=(block,))), origins)).rows("insights")
    assert (one.page, one.page_end, one.bbox, one.locator) == (4, 5, (4.0, 4.0, 4.0, 4.0), "page=4")


def test_places_people_and_themes_come_from_its_own_mentions() -> None:
    mentions = [
        mention("city", TURIN),
        mention("city", "", candidates=(BEIRUT,)),
        mention("country", "IT", None),
        mention("theme", "youth-and-gangs", score=0.5),
        mention("theme", "policing", score=0.9),
        mention("theme", "unheard-of", score=1.0),
        mention("person", "Renzo Bellardi", start=5),
    ]
    dataset = linked(done("a", insights=[LIGHTS], people=[person("Renzo Bellardi")], mentions=mentions))
    [one] = dataset.rows("insights")
    assert (one.city_ids, one.country_codes) == ((TURIN,), ())
    assert one.theme_ids == ("policing", "youth-and-gangs")
    assert one.person_ids == (dataset.rows("people")[0].person_id,)


def test_a_form_speaks_for_its_officials_and_a_report_for_its_organisers() -> None:
    event = replace(FORUM, organisers=("UNICRI", "Municipality of Turin"))
    dataset = linked(
        form(
            "form",
            insights=[LIGHTS],
            people=[person("Martin Zondi", part="attendee"), person("Bellardi", part="contact")],
        ),
        done("report", event=event, insights=["Nobody else can know what the residents of a street know."]),
    )
    zondi = next(p.person_id for p in dataset.rows("people") if p.name == "Martin Zondi")
    bodies = {o.acronym or o.name: o.organisation_id for o in dataset.rows("organisations")}
    assert row(dataset, "insights", "form").said_by == (zondi,)
    assert row(dataset, "insights", "report").said_by == (bodies["UNICRI"], bodies["Municipality of Turin"])


# --- the same statement ---


def same(first: str, second: str, here: str = "", there: str = "") -> bool:
    """Whether two documents with other text around say the same; cities named in the statements."""
    dataset = linked(
        done("a", insights=[first, "One thing"], mentions=[mention("city", here)] if here else []),
        done("b", insights=[second, "Another thing"], mentions=[mention("city", there)] if there else []),
    )
    return len({r.cluster_id for r in dataset.rows("insights")}) == 3


def test_the_same_words_elsewhere_say_the_same() -> None:
    assert same(LIGHTS, LIGHTS.upper())
    assert same(LIGHTS, LIGHTS.removeprefix("Cities should ").capitalize())


def test_another_city_number_or_a_negation_says_something_else() -> None:
    assert not same(LIGHTS, LIGHTS.replace("should", "should not"))
    target = "By the end of the programme the number of burglaries in the inner city has fallen by {} per cent."
    assert not same(target.format(50), target.format(80))
    assert not same(LIGHTS, LIGHTS + " Now.", TURIN, BEIRUT)
    assert same(LIGHTS, LIGHTS + " Now.", TURIN, TURIN)


def test_a_part_of_a_long_paragraph_is_another_statement() -> None:
    assert not same(LIGHTS, f"{LIGHTS} {' '.join(f'word{n}' for n in range(60))}")


def test_short_items_are_the_same_only_within_one_text() -> None:
    assert not same("Training of officials", "Training of officials")


def test_a_duplicate_points_straight_at_the_first_by_format() -> None:
    kinds = {"d": TEXT, "c": PDF, "b": HTML, "a": DOCX}
    dataset = linked(*(done(name, media_type=kind, insights=["Intro.", LIGHTS]) for name, kind in kinds.items()))
    rows = {r.document_id: r for r in dataset.rows("insights") if r.text == LIGHTS}
    leader = rows[identity("a")]
    assert leader.duplicate_of == ""
    assert {rows[identity(name)].duplicate_of for name in "bcd"} == {leader.insight_id}
    assert len({r.cluster_id for r in rows.values()}) == 1


def test_sources_count_documents_and_not_their_copies() -> None:
    copies = [
        done(name, media_type=kind, text="A. " * 9, insights=[LIGHTS]) for name, kind in (("a", PDF), ("b", DOCX))
    ]
    dataset = linked(*copies, done("c", text="Quite another text around it.", insights=[LIGHTS]))
    assert {r.sources for r in dataset.rows("insights")} == {2}
    assert row(dataset, "documents", "a").same_as == identity("b")


def test_counts_fold_duplicates() -> None:
    themes = [mention("theme", "policing"), mention("city", DURBAN)]
    dataset = linked(*(done(name, insights=[LIGHTS], text=name * 30, mentions=themes) for name in "abc"))
    assert {t.theme_id: t.insight_count for t in dataset.rows("themes")} == {"policing": 1, "youth-and-gangs": 0}
    [city] = dataset.rows("cities")
    assert (city.city_id, city.insight_count, len(city.document_ids)) == (DURBAN, 1, 3)


def test_the_event_of_the_document_is_that_of_its_insights() -> None:
    dataset = linked(done("a", event=Event(name="Forum of Mayors", start="2013-05-20"), insights=[LIGHTS]))
    assert dataset.rows("insights")[0].event_id == dataset.rows("events")[0].event_id


def test_ids_do_not_depend_on_python() -> None:
    assert identity("a") == f"d-{hashlib.sha256(b'a').hexdigest()[:16]}"
