"""The writer's own words, and nothing of the history, signature and small print below them."""

from __future__ import annotations

import pytest

from pipeline.intake.body import clean, unflow


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes.\n\nOn 3 May 2013, Ann <a@b.c> wrote:\n> Question?\n> More", "Yes."),
        ("Yes.\n\nOn Mon, 3 May 2013 at 10:00, Ann\n<a@b.c> wrote:\n\n> Question?", "Yes."),
        ("On 3 May 2013, Ann wrote:\n> One?\nYes.\n> Two?\nNo.", "Yes.\nNo."),
        ("Yes.\n\n-----Original Message-----\nFrom: Ann\nSent: 3 May\nTo: B\nSubject: x\n\nOld", "Yes."),
        ("Yes.\n\n________________________________\nFrom: Ann\nSent: 3 May\nTo: B\nSubject: x\n\nOld", "Yes."),
        ("Yes.\n\nFrom: Ann\nSent: 3 May\nTo: B\nSubject: x\n\nOld", "Yes."),
        ("Ja.\n\nAm 3. Mai 2013 schrieb Ann:\n> Frage?", "Ja."),
        ("Oui.\n\nLe 3 mai 2013 à 10:00, Ann a écrit :\n> Question ?", "Oui."),
        ("Yes.\n\nOn Mon, 3 May 2013 at 10:00, Ann <a@b.c> wrote:\n\nQuestion?", "Yes."),
        ("Text\n-- \nAnn\nDurban", "Text"),
        ("Text\n--\nAnn\nDurban", "Text"),
        ("Text\n\nKind regards\n\nAnn Sample\nCity of Durban\nTel: 1", "Text"),
        ("Text\n\nThank you!\nAnn", "Text"),
        ("Text\n\nSent from my iPhone", "Text"),
        ("Text\n\nThis e-mail is confidential. If you are not the intended recipient, delete it.", "Text"),
        ("Text\n________________________________\nPpp mailing list\nhttp://a/listinfo/ppp", "Text"),
        ("> Only a quote\n> of two lines", "Only a quote\nof two lines"),
        ("Begin forwarded message:\n\nFrom: Ann <a@b.c>\nDate: 3 May\nTo: B\nSubject: x\n\nThe plan", "The plan"),
        ("From: Ann\nSent: 3 May\nTo: B\nSubject: x\n\nThe plan", "The plan"),
        ("a\r\r\nb\r\r\n", "a\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
    ],
)
def test_it_keeps_what_the_writer_wrote(text: str, expected: str) -> None:
    assert clean(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Answers below. Thank you\n\nThank you\n\nEvent: Forum of mayors\nVenue: Turin",
        "Answers:\n--\n1. Forum of mayors\n2. Turin",
        "On 3 May 2013 the Mayor of Accra wrote:\nWe shall build a market.",
        "Title\nFrom: the city\nDate: 3 May\nTo: all wards\nMeasures were taken.",
        "1. First lesson\n2. Second lesson\n\nWe regard this as done.",
        "On Monday we met.\nWe discussed waste.",
        "From: the city\nWe learned much.",
        "Title\n-- an aside --\nText",
        "This message reached all wards.",
        "Kind regards were exchanged between the mayors, and then the meeting began in earnest.",
        "Thanks\n\n" + "A long paragraph about what was learned in the workshop, with details and numbers. " * 3,
        "Key learnings:\n--\n" + "\n".join(f"{n}. A lesson of some length" for n in range(20)),
    ],
)
def test_it_leaves_content_alone(text: str) -> None:
    assert clean(text).text == text.strip()


def test_it_says_from_whom_a_message_was_forwarded() -> None:
    body = clean("FYI\n\n---------- Forwarded message ---------\nFrom: Ann <a@b.c>\nDate: 3 May\n\nThe plan")
    assert (body.text, body.forwarded_from, body.forwarded_date) == ("FYI\n\nThe plan", "Ann <a@b.c>", "3 May")


@pytest.mark.parametrize(
    ("flowed", "expected"),
    [
        ("one \ntwo", "one two"),
        (" >not quoted", ">not quoted"),
        ("> a \n> b\nc", "> a b\nc"),
        ("x \n-- \nAnn", "x \n-- \nAnn"),
    ],
)
def test_flowed_lines_are_joined(flowed: str, expected: str) -> None:
    assert unflow(flowed) == expected
