"""The catalogue: what has come in, what became of it, and under which recipe."""

from __future__ import annotations

import sqlite3

import pytest

from pipeline.catalogue import Catalogue
from pipeline.errors import OutputError
from pipeline.model import Document, Item, Origin, Outcome, Record, Rejected, Status

NOW, BOUNDED, BEFORE = "recipe-b", "recipe-b+60s", "recipe-a"
RECIPES = (NOW, BOUNDED)


@pytest.fixture
def catalogue(tmp_path):
    with Catalogue(tmp_path / "out" / "catalogue.sqlite") as found:
        yield found


def origin(locator: str, source: str = "folder") -> Origin:
    return Origin(source=source, locator=locator, name=locator.rsplit("/", 1)[-1])


def item(digest: str = "a", *locators: str, body: bool = False, media_type: str = "text/plain") -> Item:
    origins = tuple(origin(name) for name in locators or (f"{digest}.txt",))
    return Item(
        digest=digest, media_type=media_type, content=f"content of {digest}".encode(), origins=origins, body=body
    )


def done(digest: str) -> Outcome:
    document = Document(digest=digest, media_type="text/plain", blocks=())
    return Outcome(digest=digest, status=Status.DONE, document=document, record=Record(genre="other", confidence=0.5))


def failed(digest: str, reason: str = "corrupt") -> Outcome:
    return Outcome(digest=digest, status=Status.QUARANTINED, reason=reason, message="damaged")


def rejected(digest: str = "z", locator: str = "z.bin", reason: str = "unknown-format") -> Rejected:
    return Rejected(
        origin=origin(locator), status="quarantined", reason=reason, message="no kind", digest=digest, content=b"z"
    )


def test_a_document_is_new_once(catalogue):
    assert [catalogue.add(item()), catalogue.add(item()), catalogue.add(item("b"))] == [True, False, True]


def test_every_way_in_which_it_came_is_kept(catalogue):
    catalogue.add(item("a", "x.txt"))
    catalogue.add(item("a", "sub/y.txt"))
    catalogue.add(item("a", "x.txt"))
    assert [o.locator for o in catalogue.origins("a")] == ["sub/y.txt", "x.txt"]


def test_content_is_kept_byte_for_byte(catalogue):
    catalogue.add(Item(digest="a", media_type="x/y", content=bytes(range(256)), origins=(origin("a"),)))
    assert catalogue.content("a") == bytes(range(256))


def test_content_of_an_unknown_document_is_an_error(catalogue):
    with pytest.raises(KeyError):
        catalogue.content("a")


def test_what_has_no_outcome_is_pending_without_its_content(catalogue):
    for digest in ("b", "a", "c"):
        catalogue.add(item(digest))
    catalogue.keep(done("a"), NOW)
    assert [(i.digest, i.content, i.origins[0].locator) for i in catalogue.pending(RECIPES)] == [
        ("b", b"", "b.txt"),
        ("c", b"", "c.txt"),
    ]


def test_an_outcome_under_another_recipe_does_not_count(catalogue):
    catalogue.add(item())
    catalogue.keep(done("a"), BEFORE)
    assert [i.digest for i in catalogue.pending(RECIPES)] == ["a"]
    assert catalogue.outcome("a", RECIPES) is None
    assert list(catalogue.outcomes(RECIPES)) == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_an_outcome_under_any_of_the_recipes_counts(catalogue, recipe):
    catalogue.add(item())
    catalogue.keep(done("a"), recipe)
    assert catalogue.pending(RECIPES) == []
    assert catalogue.outcome("a", RECIPES) == done("a")


def test_outcomes_come_by_digest_with_their_origins(catalogue):
    for digest in ("b", "a"):
        catalogue.add(item(digest, f"{digest}1.txt", f"{digest}2.txt"))
        catalogue.keep(done(digest), NOW)
    assert [(o.digest, [x.locator for x in origins]) for o, origins in catalogue.outcomes(RECIPES)] == [
        ("a", ["a1.txt", "a2.txt"]),
        ("b", ["b1.txt", "b2.txt"]),
    ]


def test_a_document_with_outcomes_under_both_recipes_comes_once(catalogue):
    catalogue.add(item())
    catalogue.keep(failed("a", "timed-out"), BOUNDED)
    catalogue.keep(done("a"), NOW)
    assert len(list(catalogue.outcomes(RECIPES))) == 1
    assert catalogue.outcome("a", RECIPES) == done("a")


def test_a_later_outcome_replaces_the_one_before(catalogue):
    catalogue.add(item())
    catalogue.keep(failed("a"), NOW)
    catalogue.keep(done("a"), NOW)
    assert catalogue.outcome("a", RECIPES) == done("a")


def test_the_text_of_a_mail_that_comes_as_a_file_too_is_a_document(catalogue):
    catalogue.add(item("a", "m.eml!part=1", body=True))
    assert catalogue.pending(RECIPES)[0].body
    catalogue.add(item("a", "a.html", media_type="text/html"))
    (found,) = catalogue.pending(RECIPES)
    assert (found.body, found.media_type) == (False, "text/html")


def test_a_file_stays_a_document_when_a_mail_says_the_same(catalogue):
    catalogue.add(item("a", "a.txt"))
    catalogue.add(item("a", "m.eml!part=1", body=True))
    assert not catalogue.pending(RECIPES)[0].body


def test_a_covering_note_that_comes_as_a_file_later_is_looked_at_again(catalogue):
    catalogue.add(item("a", "m.eml!part=1", body=True))
    catalogue.keep(Outcome(digest="a", status=Status.IGNORED, reason="covering-note"), NOW)
    catalogue.add(item("a", "a.txt"))
    assert [i.digest for i in catalogue.pending(RECIPES)] == ["a"]


def test_what_cannot_be_a_document_is_kept_with_its_reason(catalogue):
    assert catalogue.quarantine(rejected())
    assert catalogue.quarantined(RECIPES) == [("z", "z.bin", "unknown-format", "no kind")]


def test_the_same_is_put_into_quarantine_once(catalogue):
    assert [catalogue.quarantine(rejected()), catalogue.quarantine(rejected())] == [True, False]
    assert len(catalogue.quarantined(RECIPES)) == 1


@pytest.mark.parametrize("another", [{"digest": "y"}, {"locator": "sub/z.bin"}, {"reason": "empty"}])
def test_another_file_place_or_reason_is_new(catalogue, another):
    catalogue.quarantine(rejected())
    assert catalogue.quarantine(rejected(**another))


def test_the_quarantine_lists_both_what_was_rejected_and_what_failed_by_name(catalogue):
    catalogue.quarantine(rejected())
    for outcome in (failed("b"), done("c")):
        catalogue.add(item(outcome.digest))
        catalogue.keep(outcome, NOW)
    assert [(name, reason) for _, name, reason, _ in catalogue.quarantined(RECIPES)] == [
        ("b.txt", "corrupt"),
        ("z.bin", "unknown-format"),
    ]


def test_what_failed_under_another_recipe_is_not_listed(catalogue):
    catalogue.add(item())
    catalogue.keep(failed("a"), BEFORE)
    assert catalogue.quarantined(RECIPES) == []


def test_everything_is_there_when_it_is_opened_again(tmp_path):
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        catalogue.add(item())
        catalogue.keep(done("a"), NOW)
        catalogue.quarantine(rejected())
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        assert catalogue.outcome("a", RECIPES) == done("a")
        assert catalogue.content("a") == b"content of a"
        assert len(catalogue.quarantined(RECIPES)) == 1


def test_what_was_kept_before_a_crash_is_there_after_it(tmp_path):
    killed = Catalogue(tmp_path / "catalogue.sqlite")
    killed.add(item())
    killed.keep(done("a"), NOW)
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        assert catalogue.outcome("a", RECIPES) == done("a")
    killed.__exit__(None, None, None)


def test_only_its_owner_can_read_it(tmp_path):
    with Catalogue(tmp_path / "catalogue.sqlite"):
        assert (tmp_path / "catalogue.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_catalogue_that_cannot_be_opened_is_an_error_of_output(tmp_path):
    (tmp_path / "catalogue.sqlite").write_bytes(
        b"this is no database, and it is long enough to be looked at as one." * 20
    )
    with pytest.raises(OutputError, match="cannot be opened"):
        Catalogue(tmp_path / "catalogue.sqlite")


def test_a_name_with_quotes_is_a_name(catalogue):
    catalogue.add(item("a'; DROP TABLE document; --", 'it\'s "odd".txt'))
    assert [i.origins[0].name for i in catalogue.pending(RECIPES)] == ['it\'s "odd".txt']


def test_it_is_one_file_that_any_program_can_read(catalogue, tmp_path):
    catalogue.add(item())
    base = sqlite3.connect(tmp_path / "out" / "catalogue.sqlite")
    assert base.execute("SELECT digest, media_type FROM document").fetchall() == [("a", "text/plain")]
    base.close()
