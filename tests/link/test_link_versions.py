"""The same text in another file, and corrected forms."""

from __future__ import annotations

from typing import Any

from link_builder import DOCX, FORUM, HTML, PDF, TEXT, Done, Origin, done, form, identity, linked, person, row

from pipeline.model import Event

ANSWERS = {
    "event_name": "Forum of Mayors on Crime Prevention",
    "date_attended": "20/05/2013 to 21/05/2013",
    "venue": "UNICRI, Turin",
    "purpose": "To bring together local authorities and share approaches to urban safety and the rule of law.",
    "key_learnings": "All cities are affected by crime and need to share the tools that technical assistance offers.",
    "one_change": "Continuous engagement with other stakeholders on the issues of crime.",
}
PROSE = " ".join(f"Sentence {n} speaks of street lights, stations and the people who walk there." for n in range(40))


def filled(name: str, media_type: str = DOCX, sent: str = "", subject: str = "", **changed: Any) -> Done:
    more: dict[str, Any] = {key: changed.pop(key) for key in ("event", "people", "date") if key in changed}
    if "modified" in changed:
        more["properties"] = {"modified": changed.pop("modified")}
    origins = (Origin(source="mail", locator=f"mail/{name}", name=f"{name}.docx", sent_at=sent, subject=subject),)
    return form(name, media_type=media_type, answers=ANSWERS | changed, origins=origins, **more)


def test_the_same_text_in_another_format_points_at_the_word_file() -> None:
    kinds = (("a", TEXT), ("b", PDF), ("c", HTML), ("d", DOCX))
    dataset = linked(*(done(name, media_type=kind, text=PROSE) for name, kind in kinds))
    marks = {r.document_id: r.same_as for r in dataset.rows("documents")}
    assert marks == {identity(name): "" if name == "d" else identity("d") for name, _ in kinds}


def test_a_few_misread_words_do_not_part_two_formats() -> None:
    misread = PROSE.replace("Sentence 7 speaks", "Sentence 7 spe aks")
    dataset = linked(done("a", media_type=DOCX, text=PROSE), done("b", media_type=PDF, text=misread))
    assert row(dataset, "documents", "b").same_as == identity("a")


def test_other_texts_are_not_the_same() -> None:
    half = PROSE[: len(PROSE) // 2]
    dataset = linked(done("a", media_type=DOCX, text=PROSE), done("b", media_type=PDF, text=half))
    assert {r.same_as for r in dataset.rows("documents")} == {""}


def test_a_changed_file_of_the_same_format_is_not_the_same_text() -> None:
    changed = PROSE.replace("Sentence 7", "Sentence 70")
    dataset = linked(done("a", text=PROSE), done("b", text=changed))
    assert {r.same_as for r in dataset.rows("documents")} == {""}


def test_two_empty_documents_are_not_the_same() -> None:
    assert {r.same_as for r in linked(done("a"), done("b", media_type=DOCX)).rows("documents")} == {""}


def test_a_form_as_word_and_pdf_is_the_same_text() -> None:
    wrapped = ANSWERS["purpose"].replace(" ", "  ")
    dataset = linked(filled("a"), filled("b", media_type=PDF, purpose=wrapped))
    assert row(dataset, "documents", "b").same_as == identity("a")
    assert {r.supersedes for r in dataset.rows("documents")} == {""}


def test_two_forms_of_one_template_are_not_the_same_text() -> None:
    other = {column: f"Something else about {column}." for column in ANSWERS}
    dataset = linked(filled("a"), filled("b", media_type=PDF, **other))
    assert {r.same_as for r in dataset.rows("documents")} == {""}


def test_a_corrected_form_supersedes_the_one_sent_before() -> None:
    dataset = linked(
        filled("old", sent="2013-06-11T14:40:58+02:00"),
        filled("new", sent="2013-06-12T09:00:00+02:00", venue="UNICRI campus, Turin"),
    )
    assert row(dataset, "documents", "new").supersedes == identity("old")
    assert row(dataset, "documents", "old").supersedes == ""


def test_the_older_version_forwarded_later_does_not_win() -> None:
    dataset = linked(
        filled("old", modified="2013-06-10T10:00:00Z", sent="2013-07-01T10:00:00Z"),
        filled("new", modified="2013-06-12T10:00:00Z", sent="2013-06-12T11:00:00Z", venue="UNICRI campus, Turin"),
    )
    assert row(dataset, "documents", "new").supersedes == identity("old")
    assert row(dataset, "documents", "old").supersedes == ""


def test_a_subject_that_says_corrected_tells_where_dates_do_not() -> None:
    dataset = linked(filled("old"), filled("new", subject="Corrected: learning form", venue="UNICRI campus, Turin"))
    assert row(dataset, "documents", "new").supersedes == identity("old")


def test_nothing_is_marked_where_nothing_tells() -> None:
    dataset = linked(filled("one"), filled("other", venue="UNICRI campus, Turin"))
    assert {r.supersedes for r in dataset.rows("documents")} == {""}


def test_three_versions_replace_each_other_in_order() -> None:
    days = {"first": "2013-06-01", "second": "2013-06-02", "third": "2013-06-03"}
    dataset = linked(*(filled(name, sent=f"{day}T10:00:00Z", venue=f"Hall {name}") for name, day in days.items()))
    marks = {name: row(dataset, "documents", name).supersedes for name in days}
    assert marks == {"first": "", "second": identity("first"), "third": identity("second")}


def test_a_version_replaces_the_file_that_speaks_for_the_earlier_one() -> None:
    dataset = linked(
        filled("old", sent="2013-06-01T10:00:00Z"),
        filled("old as pdf", media_type=PDF, sent="2013-06-01T10:00:00Z"),
        filled("new", sent="2013-06-02T10:00:00Z", venue="UNICRI campus, Turin"),
        filled("new as pdf", media_type=PDF, sent="2013-06-02T10:00:00Z", venue="UNICRI campus, Turin"),
    )
    assert row(dataset, "documents", "new").supersedes == identity("old")
    assert row(dataset, "documents", "new as pdf").supersedes == identity("old")
    assert row(dataset, "documents", "new as pdf").same_as == identity("new")


def test_other_officials_hand_in_a_form_of_their_own() -> None:
    other = form(
        "b",
        answers=ANSWERS | {"venue": "Turin"},
        people=[person("Nomusa Mkhize", part="attendee")],
        origins=(Origin(source="mail", locator="m", name="b.docx", sent_at="2013-06-12T09:00:00Z"),),
    )
    dataset = linked(filled("a", sent="2013-06-01T09:00:00Z"), other)
    assert {r.supersedes for r in dataset.rows("documents")} == {""}


def test_a_slip_of_the_reader_does_not_part_a_form_from_its_pdf() -> None:
    slipped = ANSWERS["key_learnings"].replace("technical", "tech nlcal")
    dataset = linked(filled("a"), filled("b", media_type=PDF, key_learnings=slipped))
    assert row(dataset, "documents", "b").same_as == identity("a")
    corrected = linked(filled("a"), filled("b", media_type=PDF, date_attended="20/05/2013 to 22/05/2013"))
    assert {r.same_as for r in corrected.rows("documents")} == {""}


def test_a_corrected_date_makes_another_event_and_the_same_form() -> None:
    later = Event(name=FORUM.name, start="2014-05-20", end="2014-05-21")
    dataset = linked(
        filled("old", sent="2013-06-01T10:00:00Z"),
        filled("new", sent="2013-06-02T10:00:00Z", event=later, date_attended="20/05/2014"),
    )
    assert row(dataset, "documents", "new").supersedes == identity("old")


def test_a_form_on_the_event_of_the_next_year_is_no_correction() -> None:
    later = Event(name=FORUM.name, start="2014-05-20", end="2014-05-21")
    said = {column: f"Other words about {column}" for column in ("key_learnings", "one_change", "venue")}
    dataset = linked(
        filled("old", sent="2013-06-01T10:00:00Z"),
        filled("new", sent="2014-06-02T10:00:00Z", event=later, date_attended="20/05/2014", **said),
    )
    assert {r.supersedes for r in dataset.rows("documents")} == {""}


def test_an_official_that_was_forgotten_is_added() -> None:
    both = [person("Martin Zondi", part="attendee"), person("Nomusa Mkhize", part="attendee")]
    dataset = linked(
        filled("old", sent="2013-06-01T10:00:00Z"),
        filled("new", sent="2013-06-02T10:00:00Z", people=both, officials="Martin Zondi, Nomusa Mkhize"),
    )
    assert row(dataset, "documents", "new").supersedes == identity("old")


def test_many_copies_in_any_format_point_at_one() -> None:
    kinds = {str(n): (TEXT, PDF, HTML, DOCX)[n % 4] for n in range(12)}
    dataset = linked(*(done(name, media_type=kind, text=PROSE) for name, kind in kinds.items()))
    [speaker] = {r.same_as for r in dataset.rows("documents")} - {""}
    assert sum(r.same_as == "" for r in dataset.rows("documents")) == 1
    assert speaker == min(identity(name) for name, kind in kinds.items() if kind == DOCX)


def test_dates_that_contradict_each_other_make_no_circle() -> None:
    dataset = linked(
        filled("a", modified="2013-06-02T10:00:00Z", venue="Hall A", date="2013-06-01"),
        filled("b", modified="2013-06-01T10:00:00Z", venue="Hall B", sent="2013-06-09T10:00:00Z"),
        filled("c", date="2013-06-02", venue="Hall C", sent="2013-06-01T10:00:00Z"),
        filled("d", sent="2013-06-05T10:00:00Z", venue="Hall D"),
    )
    marks = {r.document_id: r.supersedes for r in dataset.rows("documents")}
    for start in marks:
        seen, here = set(), start
        while here:
            assert here not in seen
            seen.add(here)
            here = marks[here]
