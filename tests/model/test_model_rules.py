"""Rules: which mails are wanted."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model import Choice, Head, Rules

MAIL = Head(sender="Ann <ann@City.example>", recipients=("forms@x.example", "Bob <bob@y.example>"), subject="RE: Night buses", sent_at="2013-06-11T23:40:58-05:00")  # fmt: skip
TODAY = date(2013, 7, 1)


@pytest.mark.parametrize(
    ("rules", "refused_by"),
    [
        (Rules(), ""),
        (Rules(sender=Choice(include=("city.example",))), ""),
        (Rules(sender=Choice(include=("*@city.example>", "other"))), ""),
        (Rules(sender=Choice(include=("town.example",))), "sender"),
        (Rules(sender=Choice(include=("city.example",), exclude=("ann@",))), "sender"),
        (Rules(recipient=Choice(include=("bob@",))), ""),
        (Rules(recipient=Choice(exclude=("bob@",))), "recipient"),
        (Rules(subject=Choice(exclude=("re:*",))), "subject"),
        (Rules(subject=Choice(exclude=("Re: night",))), "subject"),
        (Rules(since=date(2013, 6, 11)), ""),
        (Rules(since=date(2013, 6, 12)), "since"),
        (Rules(max_age_days=30), ""),
        (Rules(max_age_days=7), "max_age_days"),
    ],
)
def test_a_mail_is_left_out_by_the_first_rule_that_does_not_fit(rules: Rules, refused_by: str) -> None:
    assert rules.why_refused(MAIL, TODAY) == refused_by


def test_a_mail_without_a_date_is_never_too_old() -> None:
    bare = Head(sender="", recipients=(), subject="", sent_at="")
    assert Rules(since=date(2020, 1, 1), max_age_days=1).why_refused(bare, TODAY) == ""
