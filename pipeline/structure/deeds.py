"""What a named city or country did, or where it is stuck: sentences whose subject is a place.

The guide of the gold standard calls the first `practice` and the second `issue`, under whatever heading they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.structure import cues

_ADMINISTRATION = r"(?:city|town|municipality|municipal|local|county|council|district|prefecture|government|authority|region|province|state|commune|metro(?:politan)?|port)"
_BODY = rf"(?i:(?:the )?(?:(?:{_ADMINISTRATION}|mayors?) ){{1,3}}(?:of|in) )"
_NAME = r"[^\W\d_a-z][\w’'.-]*(?:[ -](?:(?:de|del|da|do|la|le|el|of|the|es|al|am|upon|sur) )*[^\W\d_a-z][\w’'.-]*){0,3}"
# `In Tema the ...`, `The City of Manizales trains`, `Kohima depends`, `Lomé's market`, `Cuenca: ...`
_SUBJECT = re.compile(rf"(?:(?:In|At) )?(?:{_BODY})?(?:[Tt]he )?(?P<name>{_NAME})")
_TITLE_OF_BODY = re.compile(rf"(?: (?i:{_ADMINISTRATION}))+$")
# A meeting held somewhere, a guest's welcome, a date line are no deeds of the city.
_NO_DEED = re.compile(
    r"\b(?:hosted|hosts|(?:was|were|will be) held|takes? place|took place|welcomed|opened the (?:meeting|session|forum|conference|workshop|event|dialogue|exchange)|is located|lies|was chosen|(?:was )?attended|"
    r"participated|took part|represented)\b|^\W*(?:\w+,? ){1,3}\d{1,2}\b",
    re.IGNORECASE,
)
_NO_SENTENCE = re.compile(r"\?\W*$| \| |^(?:chair|moderator|rapporteur|can|of|as|both|most|many)\b", re.IGNORECASE)
SHORTEST = 5  # words of a sentence


def deed_of_place(text: str, is_place: Callable[[str], bool]) -> str:
    """`practice` or `issue` where the first sentence tells what a named place does, did or lacks; else empty.

    text: a paragraph or item. is_place: whether words name a city or country and nothing else.
    """
    first = cues.first_sentence(text)
    if (
        len(first.split()) < SHORTEST
        or _NO_SENTENCE.search(first)
        or _NO_DEED.search(first[:160])
        or not _subject_is_place(first, is_place)
    ):
        return ""
    problem = cues.PROBLEM.search(first)
    return "issue" if problem and not cues.PAST_DEED.search(first[: problem.start()]) else "practice"


def _subject_is_place(sentence: str, is_place: Callable[[str], bool]) -> bool:
    """Whether all the names with which a sentence begins are a place: `Victoria Mensah` is none, `Lagos State` is."""
    found = _SUBJECT.match(sentence)
    if found is None:
        return False
    name = re.sub(r"[’']s?$", "", found.group("name").rstrip(".,:;"))
    return is_place(name) or is_place(_TITLE_OF_BODY.sub("", name))
