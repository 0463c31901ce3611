"""Organisations: by their definition in the text, by name where they are known, by their nouns, by the model.

"Kampala Capital City Authority (KCCA)" defines an acronym; from then on, and before, KCCA is the same organisation.
Bodies that many documents name stand in `data/organisations.toml`. Others are told by a noun, as in "Ministry of
Housing" or "Lilongwe Water Board". What the language model adds is taken only where such a noun is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from msgspec.structs import replace as struct_replace

from pipeline.model import Block, Document, Kind, Person, Record
from pipeline.tag.organisations.definitions import definitions, definitions_in, is_body
from pipeline.tag.organisations.genuine import is_genuine
from pipeline.tag.organisations.issuer import issuer
from pipeline.tag.organisations.nouns import RUN, SMALL, TITLES, bodies, leads_to_role, with_fields
from pipeline.tag.organisations.places import called, is_part, stands_alone, without_parts
from pipeline.text.clean import fold, squeeze
from pipeline.text.names import (
    is_body_alone,
    is_common_word,
    is_leading_head,
    is_organisation_word,
    is_role_word,
    kind_of,
    known_organisation,
    known_organisations,
)
from pipeline.text.places import is_place

__all__ = ["OrganisationHit", "definitions", "issuer", "tag_organisations"]

Entities = Mapping[int, Sequence[tuple[int, int, str]]]
Taken = Mapping[int, Sequence[tuple[int, int]]]

METHOD = "organisations@3"
_GUESSED = (":noun", ":model", ":title")


@dataclass(frozen=True)
class OrganisationHit:
    """An organisation at a place of the document."""

    name: str  # the fullest name known of it, without "the"
    acronym: str
    block: int
    start: int
    end: int
    surface: str
    score: float
    method: str


def tag_organisations(
    document: Document,
    record: Record,
    entities: Entities,
    taken: Taken | None = None,
    people: Sequence[Person] = (),
) -> list[OrganisationHit]:
    """Every mention of an organisation, in order, none inside another. taken: what people's names cover in each
    block, which is nobody else's. people: those found, whose bodies are some, too."""
    blocks = [_without(block, (taken or {}).get(block.number, ())) for block in document.blocks]
    defined = definitions(struct_replace(document, blocks=tuple(blocks)))
    aliases = _aliases(defined)
    printed = _printed(record, people)
    found: list[OrganisationHit] = []
    for block in blocks:
        if block.kind is Kind.FURNITURE:
            continue
        candidates = [
            *_defined_here(block),
            *_by_alias(block, aliases),
            *_by_name(block, printed),
            *_by_noun(block),
            *_by_cue(block),
            *_of_the_model(block, entities.get(block.number, ())),
        ]
        genuine = (hit for hit in candidates if is_genuine(hit.name, hit.method.endswith(_GUESSED)))
        found += without_parts(block.text, _apart(genuine))
    return [_identified(hit, defined) for hit in found]


def _without(block: Block, taken: Sequence[tuple[int, int]]) -> Block:
    """The block with line breaks for the names of people, so that no name goes over them: "Prof. Anneke Roodt of the
    University of Leiden"."""
    text = block.text
    for start, end in taken:
        text = text[:start] + "\n" * (min(end, len(text)) - start) + text[end:]
    return struct_replace(block, text=text) if taken else block


def _defined_here(block: Block) -> Iterator[OrganisationHit]:
    for name, acronym, start, end in definitions_in(block.text):
        if is_body(name, acronym):
            yield _hit(block, start, end, name, acronym, 0.95, "definition")


def _aliases(defined: Mapping[str, str]) -> re.Pattern[str]:
    """All names and acronyms that are known, or defined in this document, as one pattern. Acronyms keep their case."""
    return _pattern(tuple(sorted({*known_organisations(), *defined, *defined.values()}, key=lambda n: (-len(n), n))))


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w@.-])(?<![a-z0-9/]/)(?:" + "|".join(map(re.escape, names)) + r")(?![\w@]|-[A-Z]|\.\w)")


def _by_alias(block: Block, aliases: re.Pattern[str]) -> Iterator[OrganisationHit]:
    for match in aliases.finditer(block.text):
        if not _is_shouted(block.text, match):
            yield _hit(block, *match.span(), match[0], "", 0.9, "name")


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """WHO in "OFFICIALS WHO ATTENDED?" is no acronym."""
    if not match[0].isupper() or " " in match[0] or len(match[0]) > 4:
        return False
    around = re.findall(r"[^\W\d_]{2,}", text[max(0, match.start() - 25) : match.start()])[-1:]
    around += re.findall(r"[^\W\d_]{2,}", text[match.end() : match.end() + 25])[:1]
    return len(around) > 0 and all(word.isupper() for word in around)


def _printed(record: Record, people: Sequence[Person]) -> re.Pattern[str] | None:
    """Organisations that the structure of the document gave: of its people and contacts, its issuer, its event."""
    names = {person.organisation for person in (*record.people, *people)} | {
        contact.organisation for contact in record.contacts
    }
    names |= {record.issuer, *(record.event.organisers if record.event else ())}
    kept = {_capitals(_bare(part)) for name in names if 3 < len(name) < 150 for part in name.split(", ")}
    kept = {one for name in kept for one in _each(name) if _is_printed(one)}
    return _pattern(tuple(sorted(kept, key=lambda n: (-len(n), n)))) if kept else None


def _capitals(name: str) -> str:
    """The name without the sentence it runs into, and without where it is: "Ibadan University in order that these towns
    may speak", "Mothers' Association in Trabzon"."""
    seat = re.search(r" (?:in|at|near) ([^,]{2,40})$", name)
    posted = re.search(
        r"\b(?:embassy|consulate|delegation|mission|office)\b", fold(name)
    )  # of which each place has its own
    name = name[: seat.start()] if seat and not posted and is_place(seat[1]) else name
    words = name.split()
    end = next((i for i, word in enumerate(words) if word[:1].islower() and fold(word) not in SMALL), len(words))
    while end and fold(words[end - 1]) in SMALL:
        end -= 1
    return name[: _length(name, end)] if 0 < end < len(words) else name


def _length(name: str, count: int) -> int:
    """How many characters the first words of a name have, the blanks between as they stand."""
    ends = [word.end() for word in re.finditer(r"\S+", name)]
    return ends[count - 1]


def _each(name: str) -> list[str]:
    """The bodies that a name joins: "University of Leiden and UN-Habitat"."""
    spans = list(bodies(name))
    last = name.split(" ")[-1]
    whole = len(spans) > 1 or (spans[:1] == [(0, len(name) - len(last) - 1)] and fold(last) in TITLES)
    return [name[start:end] for start, end in spans] if whole else [name]


def _is_printed(name: str) -> bool:
    if " " not in name:
        return bool(known_organisation(name)) or (is_body_alone(name) and len(name) > 2)
    return kind_of(name) == "organisation" or is_leading_head(name.split()[0]) or _is_own_name(name)


def _is_own_name(name: str) -> bool:
    """Whether the body that somebody is of has a name of its own, though no noun: "Honiara Youth Outreach"."""
    words = name.split()
    plain = [word for word in words if is_common_word(word) or is_role_word(word)]
    return all(word[:1].isupper() for word in words) and len(plain) < len(words) and len(words) < 5


def _by_name(block: Block, printed: re.Pattern[str] | None) -> Iterator[OrganisationHit]:
    for match in printed.finditer(block.text) if printed else ():
        yield _hit(block, *match.span(), match[0], "", 0.85, "printed")


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|The)\s+", "", squeeze(name)).strip(" .,;")


def _by_noun(block: Block) -> Iterator[OrganisationHit]:
    """Runs of capitalised words that end in, or begin with, the noun of an organisation."""
    titled = block.kind in (Kind.TITLE, Kind.HEADING) and _is_titled(block.text)
    for match in RUN.finditer(block.text):
        for start, end in bodies(match[0]):
            start, end = match.start() + start, match.start() + end
            end = with_fields(block.text, start, end)
            alone = titled and stands_alone(block.text, start, end) and not is_part(block.text[start:end])
            if leads_to_role(block.text, end) or (titled and not alone):
                continue
            yield _hit(block, start, end, block.text[start:end], "", 0.75, "title" if titled else "noun")


def _by_cue(block: Block) -> Iterator[OrganisationHit]:
    """Names without such a noun, told by the words beside: "the crisis centre Lantern"."""
    for start, end in called(block.text):
        yield _hit(block, start, end, block.text[start:end], "", 0.7, "cue")


def _is_titled(text: str) -> bool:
    """Whether a heading is set in capitals, so that capitals say nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if fold(word) not in SMALL]
    return (len(words) > 2 or text.isupper()) and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _of_the_model(block: Block, entities: Sequence[tuple[int, int, str]]) -> Iterator[OrganisationHit]:
    if block.kind in (Kind.TITLE, Kind.HEADING):
        return
    for start, end, label in entities:
        start = start + _lead(block.text[start:end])
        end = start + len(_capitals(block.text[start:end]))
        surface = block.text[start:end]
        plain = not re.search(r"[\n\t,;:()]|\s[-–—]\s", surface)
        if label != "ORG" or not plain or len(surface.split()) < 2 or leads_to_role(block.text, end):
            continue
        if all(is_organisation_word(word) for word in surface.split()) or not _ends_well(surface):
            continue
        if kind_of(surface) == "organisation" and surface[0].isupper() and not is_role_word(surface.split()[0]):
            yield _hit(block, start, end, surface, "", 0.6, "model")


def _lead(surface: str) -> int:
    """Where a name begins that the model took too early: "Pokhara the Federation", "the Federation"."""
    match = re.match(r"(?:[^\W\d_]+ ){0,2}?[Tt]he (?=[A-Z])", surface)
    return match.end() if match else 0


def _ends_well(surface: str) -> bool:
    """Whether the last word is the noun of an organisation, or such a noun stands in front of an "of"."""
    words = surface.split()
    heads = [i for i, word in enumerate(words) if is_organisation_word(word)]
    return bool(heads) and (heads[-1] == len(words) - 1 or words[heads[-1] + 1].lower() in ("of", "for", "de"))


def _hit(block: Block, start: int, end: int, name: str, acronym: str, score: float, how: str) -> OrganisationHit:
    return OrganisationHit(
        name=_bare(name),
        acronym=acronym,
        block=block.number,
        start=start,
        end=end,
        surface=block.text[start:end],
        score=score,
        method=f"{METHOD}:{how}",
    )


def _apart(candidates: Iterable[OrganisationHit]) -> list[OrganisationHit]:
    """One reading of each place: the longer one, as "UNDP Regional Centre" says more than "UNDP"; else the surer."""
    chosen: list[OrganisationHit] = []
    for hit in sorted(candidates, key=lambda hit: (hit.start - hit.end, -hit.score)):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _identified(hit: OrganisationHit, defined: Mapping[str, str]) -> OrganisationHit:
    """The hit under its fullest name, with the acronym that the document or the list of known ones gives."""
    name = defined.get(hit.name) or known_organisation(hit.name) or hit.name
    name = known_organisation(name) or name
    acronym = hit.acronym or next((key for key, full in defined.items() if fold(full) == fold(name)), "")
    return replace(hit, name=_bare(name), acronym=acronym or known_organisations_acronym(name))


def known_organisations_acronym(name: str) -> str:
    """The acronym of an organisation that many documents name; empty where it has none."""
    return next((alias for alias, full in known_organisations().items() if full == name and alias.isupper()), "")
