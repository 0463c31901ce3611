"""Rendered documents whose text is known: the goals that `bench/extract.py quality` prints, on the fast ones."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import extract as bench
import known

NAMES = (
    "two columns, hyphens",
    "two columns, by rows",
    "two columns, shuffled",
    "boxes, shaded, two columns",
    "box over pages",
    "side bar, left",
    "brochure",
    "numbers",
    "footnotes, two columns",
    "ruled tables, spans",
    "tables without lines",
    "table over pages",
)


@pytest.fixture(scope="module")
def made():
    return {rendering.name: rendering for rendering in known.renderings()}


@pytest.mark.parametrize("name", NAMES)
def test_a_rendered_document_reaches_the_goals(name, made):
    score = bench.judge(made[name])
    assert not bench._below(made[name], score), score.errors
