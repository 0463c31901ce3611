"""Table `organisations`: one row per organisation, with and without its acronym, whatever the order of its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import JaroWinkler

from pipeline.link.ids import made
from pipeline.link.papers import Paper
from pipeline.link.places import known_city
from pipeline.link.words import fold, squeeze
from pipeline.model import Span
from pipeline.model.dataset import Organisations
from pipeline.text.clean import words
from pipeline.text.names import known_organisation

_LITTLE = "the of for on in at to and de du des del della di do da la le les el los y et e & und der die"
_SMALL = frozenset(_LITTLE.split())
_SPELLINGS = (("iz", "is"), ("programme", "program"), ("centre", "center"), ("labor", "labour"), ("defense", "defence"))
_IN_BRACKETS = re.compile(r"^(.{4,}?)\s*\(([^()]{2,15})\)\s*$")
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9&.]*(?:[- ][A-Z][A-Za-z0-9]*)?")
_LONGEST_ACRONYM = 12

Key = str


@dataclass
class _Organisation:
    """All that is said of one organisation."""

    names: Counter[str] = field(default_factory=Counter)  # full names, how often
    acronyms: Counter[str] = field(default_factory=Counter)
    surfaces: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    cities: Counter[str] = field(default_factory=Counter)


class Linked:
    """The organisations of all documents, and which one a name means."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._own: dict[tuple[str, str], set[Key]] = {}  # (document, acronym) -> full names' keys
        self._all: dict[str, Counter[Key]] = {}
        self._aliases: dict[Key, Key] = {}
        for document_id, name, acronym in _pairs(papers):
            self._learn(document_id, name, acronym)
        self._found: dict[Key, _Organisation] = {}
        for paper in papers:
            self._read(paper)
        self._merge_spellings()
        self.rows = tuple(sorted(self._rows(), key=lambda row: row.organisation_id))
        self._ids = {key: _id(key) for key in self._found}

    def id(self, document_id: str, name: str) -> str:
        """The organisation that a document means by a name; empty for an empty name or one not seen before."""
        key = self._key(document_id, name) if name.strip() else ""
        return self._ids.get(self._aliases.get(key, key), "")

    # --- acronyms

    def _learn(self, document_id: str, name: str, acronym: str) -> None:
        key, short = _name_key(name), _short(acronym)
        if key and short and key != short:
            self._own.setdefault((document_id, short), set()).add(key)
            self._all.setdefault(short, Counter())[key] += 1

    def _key(self, document_id: str, name: str) -> Key:
        """What a name stands for: the key of the full name, also where only the acronym is given."""
        full, _ = _parted(name)
        known = known_organisation(full)
        if known:
            return _name_key(known)
        short = _short(full)
        if short in self._all and (_is_acronym(full) or fold(full) == short):
            return self._expanded(document_id, short)
        return _name_key(full)

    def _expanded(self, document_id: str, short: str) -> Key:
        """The full name an acronym stands for: as its own document says, else as all agree, else unknown."""
        own = self._own.get((document_id, short), set())
        keys = own if len(own) == 1 else set(self._all[short])
        return next(iter(keys)) if len(keys) == 1 else f"={short}"

    # --- what is said

    def _read(self, paper: Paper) -> None:
        for name, acronym in paper.tags.organisations:
            self._see(paper.document_id, name, acronym)
        for mention in paper.tags.mentions:
            if mention.kind == "organisation" and (mention.entity or mention.surface):
                city = _city_inside(paper, mention.span)
                self._see(paper.document_id, mention.entity or mention.surface, surface=mention.surface, city=city)
        self._see(paper.document_id, paper.issuer, city=known_city(paper.tags.issuer_city))
        for organiser in paper.record.event.organisers if paper.record.event else ():
            self._see(paper.document_id, organiser)
        for person in (*paper.tags.people, *paper.record.people):
            self._see(paper.document_id, person.organisation)
        for contact in paper.record.contacts:
            self._see(paper.document_id, contact.organisation)

    def _see(self, document_id: str, name: str, acronym: str = "", surface: str = "", city: str = "") -> None:
        name = squeeze(name)
        key = self._key(document_id, name) if name else ""
        if not key:
            return
        one = self._found.setdefault(key, _Organisation())
        full, inner = _parted(name)
        known = known_organisation(full)
        one.names[known or full] += 1
        for short in filter(None, (acronym, inner, full if known != full and _is_acronym(full) else "")):
            one.acronyms[short] += 1
        one.surfaces.update(filter(None, (name, squeeze(surface))))
        one.documents.add(document_id)
        if city:
            one.cities[city] += 1

    # --- the same in another spelling

    def _merge_spellings(self) -> None:
        """ "eThekweni Municipality" is eThekwini Municipality: nearly the same words, and the same city or acronym."""
        blocks: dict[str, list[Key]] = {}
        for key in sorted(self._found):
            for mark in self._marks(key):
                blocks.setdefault(mark, []).append(key)
        for block in blocks.values():
            leaders: list[Key] = []
            for key in sorted(block, key=self._weight):
                leader = next((one for one in leaders[:_MOST_LEADERS] if _nearly(key, one)), None)
                if leader is None:
                    leaders.append(key)
                else:
                    self._aliases.setdefault(key, leader)
        for key in self._found:
            meant = {self._aliases.get(one, one) for one in self._all.get(key.removeprefix("="), ())}
            if key.startswith("=") and len(meant) == 1:
                self._aliases[key] = meant.pop()
        self._fold_aliases()

    def _marks(self, key: Key) -> Iterator[str]:
        one = self._found[key]
        length = len(key.split())
        for city in sorted(one.cities):
            yield from (f"{city} {length} {word}" for word in key.split())
        for acronym in sorted({_short(acronym) for acronym in one.acronyms}):
            yield f"{acronym} {length}"

    def _weight(self, key: Key) -> tuple[object, ...]:
        known = any(known_organisation(name) for name in self._found[key].names)
        return not known, -len(self._found[key].documents), key

    def _fold_aliases(self) -> None:
        for key in sorted(self._aliases):
            leader = self._aliases[key]
            while leader in self._aliases:
                leader = self._aliases[leader]
            self._aliases[key] = leader
            one, other = self._found[leader], self._found.pop(key)
            one.names.update(other.names)
            one.acronyms.update(other.acronyms)
            one.surfaces |= other.surfaces
            one.documents |= other.documents
            one.cities.update(other.cities)

    # --- rows

    def _rows(self) -> Iterator[Organisations]:
        for key, one in self._found.items():
            name = _fullest(one)
            acronym = _most(one.acronyms)
            city = _most(one.cities)
            yield Organisations(
                organisation_id=_id(key),
                name=name,
                acronym=acronym,
                city_id=city,
                aliases=tuple(sorted(one.surfaces - {name})),
                document_ids=tuple(sorted(one.documents)),
            )


_MOST_LEADERS = 50


def _pairs(papers: Iterable[Paper]) -> Iterator[tuple[str, str, str]]:
    """(document, full name, acronym), wherever a document gives both."""
    for paper in papers:
        for name, acronym in paper.tags.organisations:
            yield paper.document_id, _canonical(_parted(name)[0]), acronym or _parted(name)[1]
        names = [paper.issuer, *(paper.record.event.organisers if paper.record.event else ())]
        names += [person.organisation for person in (*paper.tags.people, *paper.record.people)]
        names += [contact.organisation for contact in paper.record.contacts]
        for name in names:
            full, acronym = _parted(name)
            if acronym:
                yield paper.document_id, _canonical(full), acronym


def _canonical(name: str) -> str:
    return known_organisation(name) or name


def _parted(name: str) -> tuple[str, str]:
    """("Municipal Institute of Learning", "MILE") of "Municipal Institute of Learning (MILE)"."""
    match = _IN_BRACKETS.match(squeeze(name)[:300])
    if match is None:
        return squeeze(name), ""
    full, inner = match[1], match[2]
    if _is_acronym(inner):
        return full, inner
    return (inner, full) if _is_acronym(full) and len(inner) > len(full) else (squeeze(name), "")


def _is_acronym(text: str) -> bool:
    return len(text) <= _LONGEST_ACRONYM and _ACRONYM.fullmatch(text) is not None


def _short(acronym: str) -> str:
    """An acronym as compared: "UN-HABITAT" and "UN Habitat" are one."""
    return re.sub(r"[^a-z0-9]", "", fold(acronym))


def _name_key(name: str) -> Key:
    """A name as compared: its words sorted, without articles, in one spelling."""
    folded = [_spelt(word) for word in words(name) if word not in _SMALL]
    return " ".join(sorted(folded)) or fold(name)


def _spelt(word: str) -> str:
    for one, other in _SPELLINGS:
        word = word.replace(one, other)
    return word.removesuffix("'s")


def _nearly(one: Key, other: Key) -> bool:
    """Whether two keys have the same words but for misspellings."""
    first, second = one.split(), other.split()
    alone = sorted(set(first) - set(second)), sorted(set(second) - set(first))
    return len(alone[0]) == len(alone[1]) and all(_alike(a, b) for a, b in zip(*alone, strict=True))


def _alike(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= 5 and JaroWinkler.similarity(a, b) >= 0.93 and not (a + b).isdigit()


def _city_inside(paper: Paper, span: Span) -> str:
    """The city named within an organisation's name, like Turin in "Municipality of Turin"."""
    return next(
        (
            known_city(m.entity)
            for m in paper.cities.get(span.block, ())
            if span.start <= m.span.start and m.span.end <= span.end
        ),
        "",
    )


def _fullest(one: _Organisation) -> str:
    known = sorted(name for name in one.names if known_organisation(name) == name)
    if known:
        return known[0]
    full = [name for name in one.names if not _is_acronym(name)] or list(one.names)
    return min(full, key=lambda name: (-one.names[name], -len(name), name))


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda text: (-counts[text], -len(text), text), default="")


def _id(key: Key) -> str:
    return made("g", key)
