"""Where ids went between the release shown and the new one."""

from __future__ import annotations

from pathlib import Path

from pipeline.load import LoadSettings, load, reading
from pipeline.model.dataset import Dataset, Documents, Events, Mentions, People

SETTINGS = LoadSettings(title="Redirects", max_loss=1.0)
DOCUMENTS = ("d-00000000000000a1", "d-00000000000000a2")
ANA, DIAZ, BOTH = "p-00000000000000a1", "p-00000000000000a2", "p-00000000000000a3"


def held(people: dict[str, tuple[tuple[int, str], ...]], events: tuple[Events, ...] = ()) -> Dataset:
    """People, each with the documents (by number) and surfaces under which they stand."""
    seen = [(who, DOCUMENTS[number], surface) for who, places in people.items() for number, surface in places]
    rows = tuple(
        People(
            person_id=who,
            name=places[0][1],
            aliases=tuple(sorted({surface for _, surface in places})),
            document_ids=tuple(sorted({DOCUMENTS[number] for number, _ in places})),
        )
        for who, places in sorted(people.items())
    )
    mentions = tuple(
        Mentions(
            mention_id=f"m-{number:016x}", document_id=document, entity_type="person", entity_id=who, surface=surface
        )
        for number, (who, document, surface) in enumerate(seen)
    )
    documents = tuple(
        Documents(
            document_id=one,
            sha256=one[2:].ljust(64, "0"),
            file_name=f"{one}.txt",
            media_type="text/plain",
            genre="other",
            genre_confidence=1.0,
            extraction="text",
            words=2,
        )
        for one in DOCUMENTS
    )
    return Dataset(tables={"people": rows, "mentions": mentions, "documents": documents, "events": events}, texts={})


def pairs(out: Path) -> list[tuple[str, str]]:
    return [(row.old_id, row.new_id) for row in reading.read(out / "dataset").rows("redirects")]


TWO = held({ANA: ((0, "Ana Diaz"),), DIAZ: ((1, "A. Diaz"),)})
ONE = held({BOTH: ((0, "Ana Diaz"), (1, "A.  DIAZ"))})


def test_two_people_who_are_one_lead_to_that_one(tmp_path):
    load(TWO, tmp_path, SETTINGS)
    new = load(ONE, tmp_path, SETTINGS)
    assert pairs(tmp_path) == [(ANA, BOTH), (DIAZ, BOTH)]
    assert f"`{ANA}` (now {BOTH})" in (new.path / "CHANGES.md").read_text(encoding="utf-8")
    for name in ("redirects.csv", "redirects.jsonl"):
        assert ANA in (new.path / name).read_text(encoding="utf-8")


def test_one_person_who_is_two_leads_to_both(tmp_path):
    load(ONE, tmp_path, SETTINGS)
    load(TWO, tmp_path, SETTINGS)
    assert pairs(tmp_path) == [(BOTH, ANA), (BOTH, DIAZ)]


def test_a_chain_leads_to_its_living_end(tmp_path):
    last = "p-00000000000000a4"
    for one in (TWO, ONE, held({last: ((0, "Ana Diaz"), (1, "A. Diaz"))})):
        load(one, tmp_path, SETTINGS)
    assert pairs(tmp_path) == [(ANA, last), (DIAZ, last), (BOTH, last)]


def test_nothing_changed_redirects_nothing_and_keeps_what_was_told(tmp_path):
    load(TWO, tmp_path, SETTINGS)
    load(TWO, tmp_path, SETTINGS)
    assert pairs(tmp_path) == []
    first = load(ONE, tmp_path, SETTINGS)
    again = load(ONE, tmp_path, SETTINGS)
    assert (again.changed, again.release) == (False, first.release)
    assert len(pairs(tmp_path)) == 2


def test_who_vanished_has_no_successor_even_beside_a_namesake_who_was_there_before(tmp_path):
    load(held({ANA: ((0, "Diaz"),), DIAZ: ((0, "Diaz"),)}), tmp_path, SETTINGS)
    load(held({DIAZ: ((0, "Diaz"),)}), tmp_path, SETTINGS)
    assert pairs(tmp_path) == []


def test_an_event_leads_to_the_one_that_holds_its_names(tmp_path):
    old = [Events(event_id=f"e-00000000000000a{n}", name=f"Forum {n}", document_ids=(DOCUMENTS[n],)) for n in (0, 1)]
    new = Events(event_id="e-00000000000000a9", name="Forum 0", aliases=("Forum 1",), document_ids=DOCUMENTS)
    load(held({}, tuple(old)), tmp_path, SETTINGS)
    load(held({}, (new,)), tmp_path, SETTINGS)
    assert pairs(tmp_path) == [(one.event_id, new.event_id) for one in old]
