"""The memory of mailboxes: what is stored is known from run to run, and read anew when it may end otherwise."""

from __future__ import annotations

import pytest

from pipeline.errors import OutputError
from pipeline.intake.limits import Limits
from pipeline.model import Choice, Rules
from pipeline.model.rules import ANY
from pipeline.seen import Seen, opening_of


def test_what_is_stored_for_good_is_known_under_any_settings(tmp_path):
    with Seen(tmp_path / "c.sqlite", "one") as seen:
        seen.remember("box", "1", for_good=True)
    with Seen(tmp_path / "c.sqlite", "two") as seen:
        assert (seen.knows("box", "1"), seen.knows("box", "2"), seen.knows("other", "1")) == (True, False, False)


def test_what_was_left_out_is_known_until_the_settings_change(tmp_path):
    with Seen(tmp_path / "c.sqlite", "one") as seen:
        seen.remember("box", "1", for_good=False)
        assert seen.knows("box", "1")
    with Seen(tmp_path / "c.sqlite", "two") as seen:
        assert not seen.knows("box", "1")


def test_limits_and_rules_decide_what_may_end_otherwise():
    other = Rules(subject=Choice(exclude=("x",)))
    keys = {opening_of(Limits(), [ANY]), opening_of(Limits(mail_parts=7), [ANY]), opening_of(Limits(), [other])}
    assert len(keys) == 3
    assert opening_of(Limits(), [ANY]) in keys


def test_a_file_that_is_no_catalogue_is_told(tmp_path):
    (tmp_path / "c.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 20)
    with pytest.raises(OutputError, match="cannot be opened"):
        Seen(tmp_path / "c.sqlite", "one")
