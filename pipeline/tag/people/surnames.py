"""Later mentions of people under a surname alone, or under the full name again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Block, Document, Kind, Person, Span
from pipeline.tag.people.anchor import METHOD, Anchor, PlaceOf
from pipeline.tag.people.anchors import is_given, is_named_after
from pipeline.tag.people.merge import merge_people
from pipeline.tag.people.parts import part
from pipeline.tag.people.taken import Taken
from pipeline.text.clean import squeeze
from pipeline.text.names import (
    is_common_word,
    is_role_word,
    split_honorific,
)


def surnames(document: Document, people: Sequence[Person], taken: Taken, place_of: PlaceOf) -> Iterator[Person]:
    """Later mentions of people under a surname alone, or the full name again."""
    owners = _owners(people, place_of)
    if not owners:
        return
    pattern = re.compile(
        r"(?<![\w'’@./-])(?:"
        + "|".join(re.escape(key) for key in sorted(owners, key=len, reverse=True))
        + r")(?![\w@]|[-'’]\w{2})"
    )
    for block in document.blocks:
        if block.kind is Kind.FURNITURE:
            continue
        for match in pattern.finditer(block.text):
            start, end = match.span()
            owner = owners[match[0]]
            anchor = Anchor(start, start, end, "surname")
            if taken.overlaps(block.number, start, end) or _goes_on_as_name(block.text, start, end):
                continue
            if not is_named_after(block.text, anchor):
                taken.add(Span(block=block.number, start=start, end=end))
                yield _again(owner, block, start, end, part(block.text, anchor))


def _is_sure(person: Person) -> bool:
    """Whether more than the language model vouches for a person, so that a surname alone may be looked for."""
    return not person.method.endswith(":model") or bool(person.role) or is_given(person.name.split()[0])


def _owners(people: Sequence[Person], place_of: PlaceOf) -> dict[str, Person]:
    """Names under which exactly one person of the document can be meant: full name, family name, rare given name."""
    merged = merge_people(person for person in people if _is_sure(person))
    owners: dict[str, list[Person]] = {}
    for person in merged:
        for key in {person.name, person.surface, person.family, *person.given.split()}:
            bare = split_honorific(key)[1]
            if len(bare) > 3 and not bare.islower() and not is_common_word(bare) and not place_of(bare):
                owners.setdefault(bare, []).append(person)
    return {key: owner[0] for key, owner in owners.items() if len(owner) == 1}


def _goes_on_as_name(text: str, start: int, end: int) -> bool:
    """Whether a surname stands inside another name or a capitalised phrase: "Bellardi Foundation", "Anna Bellardi"."""
    after = re.match(r"[ -]([^\W\d_]+)", text[end : end + 40])
    before = re.search(r"([^\W\d_]{1,40}\.?)\s$", text[max(0, start - 40) : start])
    if after and after[1][0].isupper() and not is_role_word(after[1]):
        return True
    if before is None or not before[1][0].isupper():
        return False
    return is_given(before[1]) and not is_common_word(before[1])


def _again(owner: Person, block: Block, start: int, end: int, part: str) -> Person:
    return Person(
        name=owner.name,
        part=part,
        given=owner.given,
        family=owner.family,
        surface=squeeze(block.text[start:end]),
        spans=(Span(block=block.number, start=start, end=end),),
        method=f"{METHOD}:surname",
    )
