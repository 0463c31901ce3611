"""A dataset given to others: nothing planted is left, what must stay stays, and the search refuses what it finds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parent / "redact"), str(Path(__file__).parents[1] / "bench")]

import redact as bench
from leaks import everything, leaks
from planted import PUBLIC, plant

from pipeline import flow, give
from pipeline.config import EngineSettings, Settings
from pipeline.errors import ConfigError, OutputError
from pipeline.load import freeze, reading
from pipeline.redact import Key, RedactSettings, redact

SOFTWARE = "learnings 0.1"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Planted documents, ingested: folder, what was planted, and the owner's dataset."""
    root = tmp_path_factory.mktemp("planted")
    planted = plant(root / "in")
    flow.run([root / "in"], Settings(out=root / "out", engine=EngineSettings(workers=1)))
    return root, planted, root / "out" / "dataset"


def exported(dataset: Path, out: Path, profile: str = "public", settings: RedactSettings | None = None, **more: str):
    chosen = settings or RedactSettings(key_file=str(out.parent / f"{out.name}.key"))
    return give.give(
        give.view(dataset, profile, chosen, out), out, more.get("name", ""), more.get("against", ""), SOFTWARE
    )


@pytest.fixture(scope="module")
def public(world):
    return exported(world[2], world[0] / "public", name="2026.11").path


def test_hundreds_of_names_and_contacts_were_planted_and_most_reach_the_owner(world):
    _, planted, dataset = world
    assert len(planted) >= 300
    assert len(leaks(planted, everything(dataset.resolve()))) >= 280


def test_none_of_them_is_left_in_a_public_release(world, public):
    assert leaks(world[1], everything(public)) == []


def test_who_holds_public_office_is_named(public):
    assert PUBLIC in (public / "people.csv").read_text(encoding="utf-8")


def test_cities_and_organisations_keep_their_names(world):
    dataset, key = reading.read(world[2]), Key(b"k" * 32)
    made = redact(dataset, "public", RedactSettings(), key, give.persons_seen)
    count, lost = bench.false_redactions(dataset, made.dataset, key)
    wrongly = [name for name, *_ in lost if not set(name.split()) & set(" ".join(world[1].names).split())]
    assert count >= 50
    assert len(wrongly) <= 0.02 * count, wrongly


def test_a_public_release_has_no_texts_offsets_boxes_digests_and_headers(public):
    dataset = reading.read(public)
    assert dataset.texts == {}
    assert dataset.rows("contacts") == ()
    assert {(row.char_start, row.char_end, row.bbox, row.text_as_printed) for row in dataset.rows("insights")} == {
        (None, None, (), "")
    }
    assert {row.sha256 for row in dataset.rows("documents")} == {""}
    assert {(row.sender, row.subject, row.locator, row.parent) for row in dataset.rows("origins")} == {("",) * 4}


def test_ids_are_keyed_and_the_same_with_the_same_key(world, public):
    before = {row.insight_id for row in reading.read(world[2]).rows("insights")}
    after = {row.insight_id for row in reading.read(public).rows("insights")}
    assert len(before) == len(after)
    assert not before & after
    other = exported(world[2], world[0] / "other", settings=RedactSettings(key_file=str(world[0] / "public.key")))
    assert {row.insight_id for row in reading.read(other.path).rows("insights")} == after


def test_the_same_dataset_and_key_give_the_same_release_which_is_not_written_again(world, public):
    assert exported(world[2], public.parent, name="2026.11").made is False


def test_a_frozen_release_is_never_changed(world, public, tmp_path):
    settings = RedactSettings(key_file=str(world[0] / "public.key"), keep=(world[1].names[0],), hide=("Street Trade",))
    before = (public / "checksums.txt").read_bytes()
    with pytest.raises(OutputError, match="frozen with another content"):
        exported(world[2], public.parent, settings=settings, name="2026.11")
    assert (public / "checksums.txt").read_bytes() == before


def test_research_has_names_and_texts_and_no_contacts_and_its_quotes_hold(world):
    made = exported(world[2], world[0] / "research", "research")
    dataset, text = reading.read(made.path), everything(made.path)
    assert world[1].names[2] in text
    assert [one for one in [*world[1].emails, *world[1].phones] if one in text] == []
    assert dataset.rows("contacts") == ()
    for row in dataset.rows("insights"):
        quoted = dataset.texts[row.document_id][row.char_start : row.char_end]
        assert row.text_as_printed or quoted == row.text


def test_internal_is_the_dataset_itself(world):
    made = exported(world[2], world[0] / "internal", "internal", name="2026.11")
    assert reading.read(made.path) == reading.read(world[2])
    assert 'version: "2026.11"' in (made.path / "CITATION.cff").read_text(encoding="utf-8")


def test_changes_are_told_against_the_release_before_of_the_same_profile(world, public):
    settings = RedactSettings(key_file=str(world[0] / "public.key"), hide=("Drivers",))
    made = exported(world[2], public.parent, settings=settings, name="2026.12")
    assert made.against == public
    assert "2026.11" in (made.path / "CHANGES.md").read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="of the profile"):
        exported(world[2], public.parent, "research", name="2027.01", against="2026.11")


def test_what_the_search_finds_is_not_published(world, monkeypatch, tmp_path):
    monkeypatch.setattr("pipeline.redact.running.Redactor.text", lambda self, text, *_, **__: text)
    with pytest.raises(OutputError, match="Nothing was published: the search found"):
        exported(world[2], tmp_path / "public")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["public.key"]


def test_a_release_made_for_others_is_not_given_again(public, tmp_path):
    with pytest.raises(ConfigError, match="made for others"):
        exported(public, tmp_path / "again", "internal")


def test_the_profile_stands_in_the_package(public):
    assert freeze.profile_of(public) == "public"
