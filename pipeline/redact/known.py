"""Who is to be replaced and what is to be left, as the tables name them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.model.dataset import Dataset
from pipeline.redact.phrases import Phrases, words_of
from pipeline.text.names import (
    is_common_word,
    is_organisation_word,
    is_role_word,
    kind_of,
    known_organisation,
    known_organisations,
    looks_like_name,
    name_tokens,
    split_honorific,
)
from pipeline.text.names.words import word_table

BODY = re.compile(r"\s{0,9}\b(?:City|Town|Municipality|Ministry|University|Department|Government|Office) of [A-Z]")
"""Where a body begins that needs no name in front of it."""

SHORTEST = 3  # letters of a word that alone may stand for a person
_LOWER = re.compile(r"(?<!\S)[^\W\d_]{3,}(?=[\s,;:)]|[.?!]\s)")  # not the parts of an address


@dataclass(frozen=True)
class Known:
    """The phrases of a dataset. What a phrase stands for is a person's id, or the name itself where there is none."""

    names: Phrases  # whole names of people to be replaced
    parts: Phrases  # a surname or given name that is nobody's else, wherever it stands
    parts_of: dict[str, Phrases]  # document -> surnames and given names of the people it names
    open_names: Phrases  # whole names of people who may be named
    open_parts: dict[str, frozenset[str]]  # document -> their surnames
    places: Phrases  # cities and countries, and organisations known to everybody
    bodies: Phrases  # organisations, themes
    people: dict[str, str]  # id -> name, of those to be replaced


def known(dataset: Dataset, public: frozenset[str], hide: Iterable[str]) -> Known:
    """What the tables know; `public` are ids of people who may be named, `hide` names that are replaced besides."""
    places, bodies = _places(dataset), _bodies(dataset)
    taken = {
        word
        for phrase in (places, bodies)
        for first, rests in phrase.by_first.items()
        for word in (first, *_all(rests))
    }
    spoken = {word for row in dataset.rows("people") if row.person_id in public for word in _name_words(row)}
    ordinary = taken | spoken | _in_lower_case(dataset)
    found = Known(Phrases(), Phrases(), defaultdict(Phrases), Phrases(), {}, places, bodies, {})
    surnames: dict[str, set[str]] = defaultdict(set)
    for row in dataset.rows("people"):
        if row.person_id in public:
            for form in _forms(row):
                found.open_names.add(form, row.person_id)
            for document in row.document_ids:
                surnames[document].update(_parts(row)[-1:])
        else:
            _add_person(found, row, ordinary)
    for surface in _unlinked(dataset):
        found.names.add(words_of(surface), surface)
    for name in hide:
        for form in _arrangements(words_of(name)):
            found.names.add(form, name)
    found.open_parts.update({document: frozenset(some) for document, some in surnames.items()})
    return found


def _add_person(found: Known, row: Any, ordinary: set[str]) -> None:
    found.people[row.person_id] = row.name
    for form in _forms(row):
        if len(form) > 1 or len(form[0]) >= 8:
            found.names.add(form, row.person_id)
    for part in _parts(row):
        if len(part) < SHORTEST:
            continue
        for document in row.document_ids:
            if not is_common_word(part) or looks_like_name(row.name):
                found.parts_of[document].add((part,), row.person_id)
        if len(part) >= 4 and part not in ordinary and not is_common_word(part):
            found.parts.add((part,), row.person_id)


def _forms(row: Any) -> Iterator[tuple[str, ...]]:
    """The ways in which a person's name may be written."""
    for name in dict.fromkeys((row.name, *(split_honorific(alias)[1] for alias in row.aliases))):
        words = words_of(name)
        if len(words) == 1 and words[0] not in {*words_of(row.family_name), *words_of(row.given_name)}:
            yield words
        elif len(words) > 1:
            yield from _arrangements(words)
    given, family = words_of(row.given_name), words_of(row.family_name)
    if given and family:
        initials = tuple(word[0] for word in given)
        for first in (given, given[:1], initials, initials[:1], ("".join(given),), ("".join(initials),)):
            for last in (family, family[-1:], family[:1]):
                yield (*first, *last)
                yield (*last, *first)


def _arrangements(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A name, its last word first, first and last word alone, and written without a gap."""
    yield words
    if len(words) > 1:
        yield (words[-1], *words[:-1])
        if not {words[0], words[-1]} & word_table("honorifics.toml")["particles"]:
            yield (words[0], words[-1])
            yield (words[-1], words[0])
        if len("".join(words)) >= 8:
            yield ("".join(words),)
            yield ("".join((words[-1], *words[:-1])),)


def _parts(row: Any) -> list[str]:
    """The words of a name that alone may stand for the person, the surname last."""
    particles = word_table("honorifics.toml")["particles"] | word_table("honorifics.toml")["suffixes"]
    words = [*words_of(row.given_name), *words_of(row.family_name)] or list(words_of(" ".join(name_tokens(row.name))))
    return [word for word in words if word not in particles]


def _name_words(row: Any) -> Iterator[str]:
    """The words of all names of a person."""
    for name in (row.name, *row.aliases):
        yield from words_of(name)


def _unlinked(dataset: Dataset) -> Iterator[str]:
    """Names of people that are mentioned and belong to no row of `people`."""
    for row in dataset.rows("mentions"):
        if row.entity_type == "person" and not row.entity_id:
            yield split_honorific(row.surface)[1]


def _places(dataset: Dataset) -> Phrases:
    places = Phrases()
    for row in (*dataset.rows("cities"), *dataset.rows("countries")):
        places.add(words_of(row.name), "place")
        for alias in getattr(row, "aliases", ()):
            places.add(words_of(alias), "place")
    for name in known_organisations():
        places.add(words_of(name), "body")
    return places


def _bodies(dataset: Dataset) -> Phrases:
    bodies = Phrases()
    for row in dataset.rows("organisations"):
        for name in (row.name, *row.aliases, row.acronym):
            if not may_hold_a_person(name) and kind_of(name) != "role":
                bodies.add(words_of(name), "body")
    for row in dataset.rows("themes"):
        bodies.add(words_of(row.label), "theme")
    return bodies


def may_hold_a_person(name: str) -> bool:
    """Whether what stands as an organisation may be a person's name, alone or before a body.

    >>> may_hold_a_person("Maria Rossi City of Durban"), may_hold_a_person("City of Durban")
    (True, False)
    """
    behind = BODY.search(name)
    return _is_person_like(name[: behind.start()].strip(" ,;") if behind else name)


def _is_person_like(name: str) -> bool:
    if not name or kind_of(name) == "organisation" or known_organisation(name):
        return False
    if any(is_organisation_word(word) or is_role_word(word) for word in name.split()):
        return False
    return looks_like_name(name) >= 0.75


def _in_lower_case(dataset: Dataset) -> set[str]:
    """Words that the documents write in lower case: they are no names."""
    return {word for text in dataset.texts.values() for word in _LOWER.findall(text) if word.islower()}


def _all(rests: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for rest in rests:
        yield from rest
