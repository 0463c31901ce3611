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

from pipeline.model import Block, Document, Kind, Record
from pipeline.tag.organisations.definitions import definitions, definitions_in, is_body
from pipeline.tag.organisations.genuine import is_genuine
from pipeline.tag.organisations.issuer import issuer
from pipeline.tag.organisations.nouns import RUN, SMALL, bodies, leads_to_role
from pipeline.text.clean import fold, squeeze
from pipeline.text.names import (
    is_organisation_word,
    is_role_word,
    kind_of,
    known_organisation,
    known_organisations,
)

__all__ = ["OrganisationHit", "definitions", "issuer", "tag_organisations"]

Entities = Mapping[int, Sequence[tuple[int, int, str]]]

METHOD = "organisations@2"
_GUESSED = (":noun", ":model")


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


def tag_organisations(document: Document, record: Record, entities: Entities) -> list[OrganisationHit]:
    """Every mention of an organisation, in order, none inside another."""
    defined = definitions(document)
    aliases = _aliases(defined)
    printed = _printed(record)
    found: list[OrganisationHit] = []
    for block in document.blocks:
        if block.kind is Kind.FURNITURE:
            continue
        candidates = [
            *_defined_here(block),
            *_by_alias(block, aliases),
            *_by_name(block, printed),
            *_by_noun(block),
            *_of_the_model(block, entities.get(block.number, ())),
        ]
        found += _apart(hit for hit in candidates if is_genuine(hit.name, hit.method.endswith(_GUESSED)))
    return [_identified(hit, defined) for hit in found]


def _defined_here(block: Block) -> Iterator[OrganisationHit]:
    for name, acronym, start, end in definitions_in(block.text):
        if is_body(name, acronym):
            yield _hit(block, start, end, name, acronym, 0.95, "definition")


def _aliases(defined: Mapping[str, str]) -> re.Pattern[str]:
    """All names and acronyms that are known, or defined in this document, as one pattern. Acronyms keep their case."""
    return _pattern(tuple(sorted({*known_organisations(), *defined, *defined.values()}, key=lambda n: (-len(n), n))))


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w@./-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w@]|-[A-Z]|\.\w)")


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


def _printed(record: Record) -> re.Pattern[str] | None:
    """Organisations that the structure of the document gave: of its people and contacts, its issuer, its event."""
    names = {person.organisation for person in record.people} | {contact.organisation for contact in record.contacts}
    names |= {record.issuer, *(record.event.organisers if record.event else ())}
    kept = {_bare(part) for name in names if 3 < len(name) < 150 for part in name.split(", ")}
    kept = {name for name in kept if kind_of(name) == "organisation" and (" " in name or known_organisation(name))}
    return _pattern(tuple(sorted(kept, key=lambda n: (-len(n), n)))) if kept else None


def _by_name(block: Block, printed: re.Pattern[str] | None) -> Iterator[OrganisationHit]:
    for match in printed.finditer(block.text) if printed else ():
        yield _hit(block, *match.span(), match[0], "", 0.85, "printed")


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|The)\s+", "", squeeze(name)).strip(" .,;")


def _by_noun(block: Block) -> Iterator[OrganisationHit]:
    """Runs of capitalised words that end in, or begin with, the noun of an organisation."""
    if block.kind in (Kind.TITLE, Kind.HEADING) and _is_titled(block.text):
        return
    for match in RUN.finditer(block.text):
        for start, end in bodies(match[0]):
            surface = match[0][start:end]
            if leads_to_role(block.text, match.start() + end):
                continue
            yield _hit(block, match.start() + start, match.start() + end, surface, "", 0.75, "noun")


def _is_titled(text: str) -> bool:
    """Whether a heading is set in capitals, so that capitals say nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if fold(word) not in SMALL]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _of_the_model(block: Block, entities: Sequence[tuple[int, int, str]]) -> Iterator[OrganisationHit]:
    if block.kind in (Kind.TITLE, Kind.HEADING):
        return
    for start, end, label in entities:
        surface = block.text[start:end]
        plain = not re.search(r"[\n\t,;:()]|\s[-–—]\s", surface)
        if label != "ORG" or not plain or len(surface.split()) < 2 or leads_to_role(block.text, end):
            continue
        if all(is_organisation_word(word) for word in surface.split()):
            continue
        if kind_of(surface) == "organisation" and surface[0].isupper() and not is_role_word(surface.split()[0]):
            cut = len(surface) - len(_bare(surface)) if surface.startswith(("The ", "the ")) else 0
            yield _hit(block, start + cut, end, surface[cut:], "", 0.6, "model")


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
