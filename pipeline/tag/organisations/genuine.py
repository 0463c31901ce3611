"""What looks like an organisation by its words and is none: venues, events, parts without a name of their own.

The classes were counted on annotated documents: halls that are called centres, forums and congresses, `Finance
Department` or `Steering Committee` without a word that tells whose, the office of a person, titles of papers.
"""

from __future__ import annotations

import re

from pipeline.text.clean import fold
from pipeline.text.names import (
    is_common_word,
    is_leading_head,
    is_organisation_word,
    is_role_word,
    kind_of,
    known_organisation,
)
from pipeline.text.names.words import PREPOSITIONS

_VENUE = re.compile(
    r"\b(?:conventions?|conferences?|exhibitions?|congress|cultural|community|training|shopping|sports?|visitors?|learning) "
    r"(?:and \w+ )?(?:cent(?:re|er)|hall|complex)$|\b(?:hotel|stadium|library|gallery|cent(?:re|er) of learning)$"
)
_EVENT = re.compile(r"\b(?:forum|congress|summit|conference|campaign)$")
_OF_PERSON = re.compile(r"^(?:office|cabinet|board) of (?:the )?")
_PARTS = re.compile(r"\b(?:unit|division|section|team|group|board|committee|office|branch|cluster|assembly|service)$")
_PRINTED_PARTS = re.compile(r"\b(?:unit|division|section|team|committee)$")
_DEPARTMENT = re.compile(r"^[\w&]+ (?:department|dept|directorate|agency|bureau|council)$")
_LEADING = frozenset(
    [
        "see",
        "or",
        "its",
        "their",
        "his",
        "her",
        "your",
        "my",
        "another",
        "both",
        "new",
        "visit",
        "contact",
        "dear",
        "other",
    ]
)
_ANY_PLACE = frozenset(
    ["and", "&", "county", "city", "municipal", "metropolitan", "district", "provincial", "regional"]
)
_NO_BODY = re.compile(r"^(?:THE )?[A-Z ]{3,}$")


def is_genuine(name: str, guessed: bool) -> bool:
    """Whether a name is that of an organisation. guessed: by its noun or by the language model, not by the structure of
    the document or a list of known ones.

    >>> is_genuine("Lilongwe Water Board", True), is_genuine("Steering Committee", True)
    (True, False)
    """
    folded = fold(name)
    words = folded.split()
    if known_organisation(name):
        return True
    if not words or words[-1] in PREPOSITIONS or words[0] in _LEADING or _VENUE.search(folded):
        return False
    if not guessed:
        return not (_PRINTED_PARTS.search(folded) and _is_part(folded, words))
    person = _OF_PERSON.match(folded)
    if person and any(is_role_word(w) or w.endswith("ist") for w in folded[person.end() :].split()):
        return False
    if _EVENT.search(folded) or (name.startswith("THE ") and _NO_BODY.match(name)):
        return False
    named = kind_of(name) == "organisation" or is_leading_head(name.split()[0])
    named = named or (words[0] == "port" and is_organisation_word(words[-1]))  # Port of Rotterdam Authority
    return named and not _is_part(folded, words) and not _DEPARTMENT.match(folded)


def _is_part(folded: str, words: list[str]) -> bool:
    """Whether every body may have one of this name: "Human Resource Unit", "Executive Committee"."""
    if any(word in PREPOSITIONS - {"and", "&"} for word in words) or not _PARTS.search(folded):
        return False
    return all(is_common_word(w) or is_organisation_word(w) or w in _ANY_PLACE for w in words)
