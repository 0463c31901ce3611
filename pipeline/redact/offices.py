"""Who may be named in a public release: whoever is elected, or heads a public body. Unknown counts as private.

People who filled in or attended for a form, and those named as contacts, are not named whatever office they hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.model.dataset import Dataset
from pipeline.text.clean import fold
from pipeline.text.names import known_organisation, office_of
from pipeline.text.names.organisations import head_phrase
from pipeline.text.names.words import bare_word, word_table

_PAST = frozenset(["former", "ex", "late", "outgoing", "retired", "then", "past"])
_OF_A_FORM = frozenset(["attendee", "contact", "contributor", "author"])


def public_people(dataset: Dataset, keep: Iterable[str] = ()) -> frozenset[str]:
    """Ids of the people who may be named; `keep` are names that an administrator allows."""
    forms = {row.document_id for row in dataset.rows("documents") if row.genre == "learning_form"}
    roles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    never = {row.person_id for row in dataset.rows("contacts") if row.person_id}
    for row in dataset.rows("participations"):
        roles[row.person_id].append((row.role, row.organisation))
        if row.part == "contact" or (row.document_id in forms and row.part in _OF_A_FORM):
            never.add(row.person_id)
    allowed = {fold(name) for name in keep}
    return frozenset(
        row.person_id
        for row in dataset.rows("people")
        if fold(row.name) in allowed
        or (
            row.person_id not in never
            and (
                is_elected(office_of(row.honorific))
                or any(holds_office(role, body) for role, body in roles[row.person_id])
            )
        )
    )


def holds_office(role: str, organisation: str) -> bool:
    """Whether a role is elected, or the head of a public body.

    >>> holds_office("Deputy Mayor of Durban", ""), holds_office("Adviser to the Mayor", "City of Durban")
    (True, False)
    >>> holds_office("City Manager", "City of Durban"), holds_office("Executive Director", "Zulu Consulting")
    (True, False)
    """
    return is_elected(role) or _heads(role, organisation)


def is_elected(role: str) -> bool:
    """Whether the head noun of a role is an elected office that is held now."""
    words = [bare_word(word) for word in head_phrase(role) if word]
    if not words or _PAST & _parts(words) or any(fold(word).endswith(("'s", "’s")) for word in head_phrase(role)):
        return False
    return words[-1] in word_table("roles.toml")["elected"]


def _heads(role: str, organisation: str) -> bool:
    """Whether a role is the head of a city's administration, or of a body known to be public, and not of a part."""
    words = [bare_word(word) for word in head_phrase(role) if word]
    title, table = " ".join(word for word in words if word != "the"), word_table("roles.toml")
    if _PAST & _parts(words):
        return False
    if title in table["heads_of_cities"]:
        return True
    body = fold(role).partition(" of ")[2] or _plain(organisation)
    return title in table["heads_of_public_bodies"] and known_organisation(body) != ""


def _parts(words: Iterable[str]) -> set[str]:
    return {part for word in words for part in word.split("-")}


def _plain(organisation: str) -> str:
    """An organisation without its acronym in brackets."""
    return re.sub(r"\s*\([^)]{1,20}\)", "", organisation).strip()
