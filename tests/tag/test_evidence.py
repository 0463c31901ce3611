"""Every tag says how it was made: method and version, a score, and the words that made it."""

import re

import pytest

from pipeline.flow import process
from pipeline.model import Item, Mention
from pipeline.model.dataset import ENTITY_TYPES
from pipeline.tag.settings import TagSettings

REPORT = """Report of the Forum on Night Buses

The forum was held in Turin, Italy, from 3 to 5 May 2016 and was organised by the Night Transport Association (NTA).

Participants

- Nombuso Khumalo
- Ms. Ivana Horvat, Head of Transport, City of Zagreb
- Tomasz Zielinski, Planner, Poland

Workshop 1: Women and girls at night

1. Participants noted that drivers in Lagos know best where girls wait at night, as Mayor Jorge Salinas said.
2. NTA has shown that lamps at bus stops matter more than cameras of the police.

Recommendations

3. The Ministry of Transport should run buses on every main road until two in the morning.
4. It should be done with care and with the people concerned.
"""


@pytest.fixture(scope="module")
def mentions() -> tuple[Mention, ...]:
    item = Item(digest="0" * 64, media_type="text/plain", content=REPORT.encode(), origins=())
    outcome = process(item, TagSettings())
    assert outcome.tags is not None
    return outcome.tags.mentions


def test_every_kind_of_entity_is_there(mentions):
    assert {mention.kind for mention in mentions} == set(ENTITY_TYPES)


@pytest.mark.parametrize("kind", ENTITY_TYPES)
def test_each_mention_says_method_version_score_and_words(mentions, kind):
    for mention in (one for one in mentions if one.kind == kind):
        assert re.search(r"[/@][0-9a-f]+", mention.method), mention
        assert 0 < mention.score <= 1, mention
        assert mention.evidence, mention
        assert all(word.strip() for word in mention.evidence), mention


@pytest.mark.parametrize("kind", ENTITY_TYPES)
def test_words_of_the_document_are_among_what_made_it(mentions, kind):
    text = " ".join(REPORT.split())
    for mention in (one for one in mentions if one.kind == kind):
        assert any(word in text for word in mention.evidence), mention
