"""People named in running text: where they stand, what they are, and what they did there.

A name is taken where something says that it is one: an honorific or a title in front, a role or an organisation
beside it, or the language model, whose many slips (cities, headings, streets named after people) are filtered. A
second pass finds the surnames, alone, of people whose full name stands elsewhere in the document.

    anchors      where a name stands            affiliation  what the words around say that the person is
    cells        those of tables
    parts        what the person did there      surnames     later mentions under a surname alone
    merge        the people of a document, each once        homes  where those come from who do not say it
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from pipeline.model import Block, Document, Kind, Person, Record, Span
from pipeline.tag.organisations import definitions
from pipeline.tag.people.affiliation import affiliation, field_of, place_around
from pipeline.tag.people.anchor import METHOD, Anchor, Entities, PlaceOf
from pipeline.tag.people.anchors import anchors
from pipeline.tag.people.cells import cells_of, lines_of
from pipeline.tag.people.homes import at_home
from pipeline.tag.people.merge import merge_people
from pipeline.tag.people.parts import part
from pipeline.tag.people.surnames import surnames
from pipeline.tag.people.taken import Taken
from pipeline.tag.signatures import signed
from pipeline.text.clean import fold
from pipeline.text.names import (
    is_city_government,
    is_role_word,
    office_of,
    parse_name,
    place_in,
    same_person,
    split_affiliation,
    split_honorific,
)

__all__ = ["merge_people", "tag_people"]


def tag_people(
    document: Document, record: Record, entities: Entities, place_of: PlaceOf, issuer: str = ""
) -> tuple[Person, ...]:
    """The record's own people, then those of running text in order of appearance; surfaces are not merged.

    `entities` holds what the language model found, by number of block; `place_of` tells whether words name a place.
    `issuer` is who issued the document: its authors and contacts are theirs.
    """
    taken = Taken(span for person in record.people for span in person.spans)
    given = _given_names(record.people)
    lower = _lower_case_words(document)
    found = [person for person in signed(document, place_of) if not taken.overlaps(*_place(person))]
    for signatory in found:
        taken.add(signatory.spans[0])
    for block, offset in _texts(document):
        if offset is not None:
            lines = [one for one in lines_of(block, offset, place_of) if not taken.overlaps(*_place(one))]
            for one in lines:
                taken.add(one.spans[0])
            found += lines
        base = offset or 0
        places = anchors(block, () if base else entities.get(block.number, ()), place_of, lower)
        people = [
            person
            for anchor, room in zip(places, _rooms(block.text, places), strict=True)
            if not taken.overlaps(block.number, base + anchor.start, base + anchor.end)
            and (person := _person(block, anchor, room, place_of, given)) is not None
        ]
        people = [_moved(person, base) for person in _sharing(block.text, people)]
        for person in people:
            taken.add(person.spans[0])
        found += people
    found = _with_line_below(found, document, place_of)
    found += surnames(document, [*record.people, *found], taken, place_of)
    everybody = (*record.people, *sorted(_full_names(record.people, found), key=lambda person: person.spans[0]))
    placed = tuple(_placed(everybody, document, record, issuer, place_of))
    return tuple(at_home(placed, document, record.event.place if record.event else "", place_of))


def _texts(document: Document) -> Iterator[tuple[Block, int | None]]:
    """The blocks in which people are looked for; of tables the cells, each with its place in the table's text."""
    for block in document.blocks:
        if block.kind is Kind.TABLE:
            yield from cells_of(block)
        elif block.kind is not Kind.FURNITURE:
            yield block, None


def _moved(person: Person, by: int) -> Person:
    spans = tuple(Span(block=span.block, start=span.start + by, end=span.end + by) for span in person.spans)
    return replace(person, spans=spans) if by else person


def _with_line_below(people: Sequence[Person], document: Document, place_of: PlaceOf) -> list[Person]:
    """Who is named alone on a line holds the office on the line below, as under a foreword."""
    below = {one.number: two.text for one, two in pairwise(b for b in document.blocks if b.kind is not Kind.FURNITURE)}
    texts = {block.number: block.text for block in document.blocks}
    shown: list[Person] = []
    for person in people:
        at = person.spans[0].block
        alone = len(texts[at].strip()) <= len(f"{person.honorific} {person.surface}.")
        line = below.get(at, "") if alone and not (person.role or person.organisation or person.place) else ""
        role, body, place = split_affiliation(line, place_of) if 0 < len(line) < _LONGEST_OFFICE else ("", "", "")
        fits = role and not line.rstrip().endswith((".", ":", "?"))
        shown.append(replace(person, role=role, organisation=body, place=place) if fits else person)
    return shown


_LONGEST_OFFICE = 90  # characters of the line below a name


def _rooms(text: str, anchors: Sequence[Anchor]) -> list[tuple[int, int]]:
    """For each name, where the words that may speak of it begin and end: not beyond the names beside it."""
    starts = [0, *(anchor.end for anchor in anchors[:-1])]
    ends = [*(anchor.start for anchor in anchors[1:]), len(text)]
    return list(zip(starts, ends, strict=True))[: len(anchors)]


_LISTED = re.compile(r"\s{0,4}(?:,|,?\s{1,4}and|\s{0,4}&|,?\s{1,4}y|,?\s{1,4}et)\s{1,4}(?:the\s{1,4})?")


def _sharing(text: str, people: Sequence[Person]) -> list[Person]:
    """ "Ms. Prieto and Mr. Rojas from the City of Rosario": the body of the last is that of all, not so the role."""
    shared = list(people)
    for index in range(len(shared) - 2, -1, -1):
        person, following = shared[index], shared[index + 1]
        start, end = person.spans[0].end, following.spans[0].start
        between = text[start:end].rstrip().removesuffix(following.honorific) + " "
        bare = not (person.role or person.organisation or person.place)
        bracket = text[following.spans[0].end :].lstrip().startswith("(")
        if bare and _LISTED.fullmatch(between) and not bracket:
            shared[index] = replace(person, organisation=following.organisation, place=following.place)
    return shared


def _full_names(listed: Iterable[Person], found: Sequence[Person]) -> Iterator[Person]:
    """Ms. Svensson under her full name, where exactly one person of the document can be meant."""
    full = [person for person in merge_people([*listed, *found]) if len(person.name.split()) > 1]
    for person in found:
        owners = [owner for owner in full if same_person(owner, person, True)] if " " not in person.name else []
        if len(owners) == 1:
            yield replace(person, name=owners[0].name, given=owners[0].given, family=owners[0].family)
        else:
            yield person


def _placed(
    people: Iterable[Person], document: Document, record: Record, issuer: str, place_of: PlaceOf
) -> Iterator[Person]:
    """People with a place: that of their organisation's full name; of authors and contacts, the issuer's."""
    defined = definitions(document)
    home = place_in(issuer, place_of) or (issuer if is_city_government(issuer) else "")  # Greater Amman Municipality
    for person in people:
        place = person.place or place_in(defined.get(person.organisation, ""), place_of)
        if not place and person.part in ("author", "contact") and record.genre != "learning_form":
            place = home
        if not place and not person.organisation and _OWN_OFFICE.fullmatch(person.role) and record.genre in _OWN:
            place = home
        yield replace(person, place=place) if place != person.place else person


_OWN_OFFICE = re.compile(
    r"(?:(?:[Dd]eputy|[Ll]ord|[Ee]xecutive|[Vv]ice)[- ])?[Mm]ayor|[Tt]own [Cc]lerk|[Cc]ity [Mm]anager"
)
_OWN = ("strategic_plan", "factsheet")  # in which a mayor without a city is that of who issued it


def _place(person: Person) -> tuple[int, int, int]:
    span = person.spans[0]
    return span.block, span.start, span.end


def _given_names(people: Iterable[Person]) -> frozenset[str]:
    """Given names known from people with an honorific: their name is in its usual order."""
    return frozenset(
        fold(word) for person in people if person.honorific for word in person.given.split() if len(word) > 2
    )


def _lower_case_words(document: Document) -> frozenset[str]:
    """Words that the document writes in lower case: ordinary words, whatever they look like at a sentence's start."""
    return frozenset(
        fold(word)
        for block in document.blocks
        for word in re.findall(r"(?<![\w'’-])[a-zà-ÿ][^\W\d_]{2,30}\b", block.text)
    )


def _person(
    block: Block, anchor: Anchor, room: tuple[int, int], place_of: PlaceOf, given: Collection[str]
) -> Person | None:
    text = block.text
    name = parse_name(text[anchor.name : anchor.end], given=given)
    if name is None or (name.single and is_role_word(name.text)):  # Mr. Juma Bakari, Chief Inspector
        return None
    role, organisation, place = affiliation(text, anchor, room, place_of)
    office = office_of(name.honorific)
    field = field_of(text[: anchor.start], office, place_of) if office else ""
    role = field + office if field and (not role or fold(role) in fold(field)) else role or office
    place = place or (place_around(text, anchor, place_of) if role and not organisation else "")
    start = anchor.end - len(split_honorific(text[anchor.name : anchor.end])[1]) if not name.single else anchor.name
    return Person(
        name=name.text,
        part=part(text, anchor),
        honorific=name.honorific,
        given=name.given,
        family=name.family,
        role=role,
        organisation=organisation,
        place=place,
        surface=text[start : anchor.end],
        spans=(Span(block=block.number, start=start, end=anchor.end),),
        method=f"{METHOD}:{anchor.method}",
    )
