"""Who is asked to act: a heading or lead-in says it for the statements below it."""

from __future__ import annotations

import pytest

from pipeline.structure.asked import called


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("We call on city leaders to", ("city leaders",)),
        ("The forum urges national governments to:", ("national governments",)),
        ("Participants invited the donors to", ("donors",)),
        ("Recommendations to local authorities", ("local authorities",)),
        ("Messages for the ministry of interior", ("ministry of interior",)),
        ("What mayors should do", ("mayors",)),
        ("To the police:", ("police",)),
    ],
)
def test_a_heading_says_who_should_act(words: str, body: tuple[str, ...]) -> None:
    assert called(words) == body


@pytest.mark.parametrize(
    "words", ["Conclusions and recommendations", "What we should do", "Recommendations for action", "Who came", ""]
)
def test_a_heading_that_names_nobody_asks_nobody(words: str) -> None:
    assert called(words) == ()
