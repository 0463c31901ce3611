"""The errors of the house: a tree drawn in its module, exit codes, reasons with advice."""

from __future__ import annotations

import re

import pytest

from pipeline import errors
from pipeline.errors import REASONS, DocumentError, LearningsError

TREE = dict(re.findall(r"[├└]── (\w+) +(\d+|never)?", (errors.__doc__ or "").replace("never", "")))
KINDS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, LearningsError)
}


def test_the_tree_in_the_docstring_is_the_tree():
    assert set(TREE) == set(KINDS) - {"LearningsError"}


@pytest.mark.parametrize(("name", "code"), [(n, c) for n, c in TREE.items() if c])
def test_each_error_ends_the_command_with_the_code_that_is_drawn(name, code):
    assert KINDS[name].exit_code == int(code)


def test_every_error_is_one_of_the_house():
    assert all(kind.__mro__[1] is LearningsError for name, kind in KINDS.items() if name != "LearningsError")


def test_exit_codes_are_told_apart():
    codes = [value for name, value in vars(errors).items() if name.startswith("EXIT_")]
    assert len(codes) == len(set(codes)) == 8


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_a_short_code_with_two_sentences_of_advice(reason):
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", reason)
    assert re.fullmatch(r"[A-Z].+\. [A-Z`].+\.", REASONS[reason])
    assert len(REASONS[reason]) < 200


@pytest.mark.parametrize("reason", REASONS)
def test_an_error_of_a_document_says_what_to_do(reason):
    error = DocumentError(reason, "page 3")
    assert str(error) == f"{REASONS[reason]} (page 3)"
    assert (error.reason, error.detail, str(DocumentError(reason))) == (reason, "page 3", REASONS[reason])


def test_a_reason_that_does_not_exist_cannot_be_given():
    with pytest.raises(ValueError, match="no such reason"):
        DocumentError("bad-luck")
