"""The people of one document, each once: what several of their mentions say, together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model import Person
from pipeline.text.names import (
    name_tokens,
    same_person,
)


def merge_people(people: Iterable[Person]) -> tuple[Person, ...]:
    """The people of one document, each once: under the fullest name, with what any of their surfaces says of them."""
    groups: list[list[Person]] = []
    index: dict[str, set[int]] = {}  # groups by the initials of the words of their fullest name
    for person in sorted(people, key=lambda person: -len(person.name.split())):
        initials = {token[0] for token in name_tokens(person.name)}
        near = set.intersection(*(index.get(initial, set()) for initial in initials)) if initials else set[int]()
        fitting = [groups[number] for number in sorted(near) if same_person(groups[number][0], person, True)]
        if fitting:
            best = max(fitting, key=lambda group: bool(person.place) and any(p.place == person.place for p in group))
            best.append(person)
            continue
        for initial in initials:
            index.setdefault(initial, set()).add(len(groups))
        groups.append([person])
    return tuple(_merged(group) for group in groups)


def _merged(group: Sequence[Person]) -> Person:
    first = group[0]
    ordered = sorted(group, key=lambda person: person.spans[:1])

    def said(attribute: str) -> str:
        return next((value for person in ordered if (value := getattr(person, attribute))), "")

    return Person(
        name=first.name,
        part=next((person.part for person in ordered if person.part != "mentioned"), "mentioned"),
        honorific=said("honorific"),
        given=first.given,
        family=first.family,
        role=said("role"),
        organisation=said("organisation"),
        place=said("place"),
        surface=ordered[0].surface,
        spans=tuple(sorted({span for person in group for span in person.spans})),
        method=first.method,
    )
