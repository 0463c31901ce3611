"""Role or organisation: what the head noun of a phrase makes of it, and the organisations known by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache

from pipeline.text.clean import fold
from pipeline.text.names.words import (
    PREPOSITIONS,
    bare_word,
    is_organisation_word,
    is_role_word,
    read_data,
    word_set,
    word_table,
)


def is_public_office(role: str) -> bool:
    """Whether a role is one of public office: elected, or appointed to speak for a city or state."""
    offices = word_table("roles.toml")["public"]
    return any(bare_word(word) in offices for word in head_phrase(role))


ACRONYM = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z]{2})(?:UN[ -][A-Z][\w-]+|(?=[A-Z][A-Za-z]*[A-Z])[\w-]*)$")
NO_BODY = word_set("it hr ict gis cpr ceo cfo coo cto cio ppp cpted m&e gbv ii iii iv usa uk us sdg sdgs")


def kind_of(text: str) -> str:
    """What the head noun of a phrase makes of it: role, organisation or other."""
    phrase = head_phrase(text)
    if not phrase:
        return "other"
    if _begins_with_role(phrase):
        return "role"
    ends = is_organisation_word(phrase[-1]) or is_role_word(phrase[-1])
    if text.islower() and is_organisation_word(phrase[0]) and not ends:
        return "other"  # school streets
    for word in reversed(phrase):
        if is_role_word(word) and not fold(word).endswith(("'s", "’s")):
            return "role"
        if is_organisation_word(word):
            return "organisation"
    return "other"


def _begins_with_role(phrase: Sequence[str]) -> bool:
    """Head Health Unit is a role, Chief Directorate and Mayor's Office are none."""
    modifiers = word_table("roles.toml")["modifiers"]
    for word in phrase:
        if fold(word).endswith(("'s", "’s")):
            return False
        if is_role_word(word) and bare_word(word) not in modifiers:
            return True
        if bare_word(word) not in modifiers:
            return False
    return False


def head_phrase(text: str) -> list[str]:
    """The words before the first preposition: "Full professor" of "Full professor of International Relations"."""
    phrase: list[str] = []
    for word in re.split(r"[\s/,]+", text):
        if fold(word) in PREPOSITIONS - {"and", "&", "y", "et", "e"} and phrase:
            break
        phrase.append(word)
    return phrase


def is_body(text: str) -> bool:
    """Whether a phrase without a head noun is an organisation all the same: an acronym or a known name."""
    return (bool(ACRONYM.fullmatch(text)) and fold(text) not in NO_BODY) or known_organisation(text) != ""


@lru_cache(maxsize=1)
def known_organisations() -> dict[str, str]:
    """The full name of the organisations that many documents name, by each of their names, in its spelling."""
    return {
        alias: entry["name"]
        for entry in tomllib.loads(read_data("organisations.toml"))["known"]
        for alias in (entry["name"], entry["acronym"], *entry.get("aliases", ()))
        if alias
    }


@lru_cache(maxsize=1)
def _known_folded() -> dict[str, str]:
    return {fold(alias): name for alias, name in known_organisations().items()}


def known_organisation(text: str) -> str:
    """The full name of an organisation that many documents name, by any of its names; empty if unknown."""
    return _known_folded().get(fold(text), "")
