"""Table `organisations`: one row per organisation, with and without its acronym, whatever the order of its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from pipeline.link.ids import made
from pipeline.link.papers import Paper
from pipeline.link.places import known_city
from pipeline.link.words import fold, squeeze
from pipeline.model import Span
from pipeline.model.dataset import Organisations
from pipeline.text.clean import words
from pipeline.text.names import is_common_word, is_organisation_word, kind_of, known_organisation

_LITTLE = "the of for on in at to and de du des del della di do da la le les el los y et e & und der die"
_SMALL = frozenset(_LITTLE.split())
_BODIES = """administration board branch bureau cabinet commission committee council department dept directorate
division mayor mayor's office police secretariat section service services treasury unit"""
_INNER = frozenset(_BODIES.split())
"""Parts of a city or state, of which there are many with one name."""

_SPELLINGS = (("iz", "is"), ("programme", "program"), ("centre", "center"), ("labor", "labour"), ("defense", "defence"))
_IN_BRACKETS = re.compile(r"^(.{4,}?)\s?\(([^()]{2,15})\)\s?$")
_ACRONYM = re.compile(r"[A-Z][a-z0-9&.]{0,3}[A-Z][A-Za-z0-9&.]*(?:[- ][A-Z][A-Za-z0-9]*)?")
_LONGEST_ACRONYM = 11

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

    def __init__(self, papers: Sequence[Paper], copies: Mapping[str, str]) -> None:
        """`copies` are documents that repeat another, and that one."""
        self._scopes = {paper.document_id: _scope(paper, copies) for paper in papers}
        self._homes: dict[tuple[str, Key], set[str]] = {}  # (scope, key) -> cities of those who belong to it
        self._own: dict[tuple[str, str], set[Key]] = {}  # (document, acronym) -> full names' keys
        self._all: dict[str, Counter[Key]] = {}
        self._aliases: dict[Key, Key] = {}
        for document_id, name, acronym in _pairs(papers):
            self._learn(document_id, name, acronym)
        for paper in papers:
            self._settle(paper)
        self._found: dict[Key, _Organisation] = {}
        for paper in papers:
            self._read(paper)
        self._merge_spellings()
        self.rows = tuple(sorted(self._rows(), key=lambda row: row.organisation_id))
        self._ids = {key: _id(key) for key in self._found}

    def id(self, document_id: str, name: str, city: str = "") -> str:
        """The organisation that a document means by a name; empty for an empty name or one not seen before.

        `city` is that of a person who belongs to it: "Municipal Police" is one of many.
        """
        key = self._key(document_id, name, city) if name.strip() else ""
        return self._ids.get(self._aliases.get(key, key), "")

    # --- acronyms

    def _learn(self, document_id: str, name: str, acronym: str) -> None:
        key, short = _name_key(name), _short(acronym)
        if key and short and key != short and _may_be_acronym(acronym):
            self._own.setdefault((document_id, short), set()).add(key)
            self._all.setdefault(short, Counter())[key] += 1

    def _key(self, document_id: str, name: str, city: str = "") -> Key:
        """What a name stands for: the key of the full name, also where only the acronym is given."""
        full, _ = _parted(name)
        known = known_organisation(full)
        if known:
            return _name_key(known)
        short = _short(full)
        if short in self._all and (_is_acronym(full) or fold(full) == short):
            return self._expanded(document_id, short)
        key = _name_key(full)
        return f"{key} @{self._home(document_id, key, city)}" if _is_one_of_many(full) else key

    def _home(self, document_id: str, key: Key, city: str) -> str:
        """Which of many bodies of one name is meant: that of the city, else of the document."""
        scope = self._scopes[document_id]
        homes = self._homes.get((scope, key), set())
        return city or (next(iter(homes)) if len(homes) == 1 else scope)

    def _expanded(self, document_id: str, short: str) -> Key:
        """The full name an acronym stands for: as its own document says, else as all agree, else unknown."""
        own = self._own.get((document_id, short), set())
        keys = own if len(own) == 1 else set(self._all[short])
        return next(iter(keys)) if len(keys) == 1 else f"={short}"

    # --- what is said

    def _settle(self, paper: Paper) -> None:
        """Note to which cities the bodies belong that are one of many."""
        for person, city in paper.people():
            if city and _is_one_of_many(person.organisation):
                key = _name_key(_parted(person.organisation)[0])
                self._homes.setdefault((self._scopes[paper.document_id], key), set()).add(city)

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
        for person, city in paper.people():
            if not _is_told(person.organisation):
                continue
            self._see(paper.document_id, person.organisation, city=city if _is_one_of_many(person.organisation) else "")
        for contact in paper.record.contacts:
            self._see(paper.document_id, contact.organisation)

    def _see(self, document_id: str, name: str, acronym: str = "", surface: str = "", city: str = "") -> None:
        name = squeeze(_whole(name))
        key = self._key(document_id, name, city) if _names_a_body(name) else ""
        if not key:
            return
        one = self._found.setdefault(key, _Organisation())
        full, inner = _parted(name)
        known = known_organisation(full)
        one.names[known or full] += 1
        for short in (acronym, inner, full if known != full else ""):
            if _may_be_acronym(short):
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
            for key in sorted(set(block), key=self._weight):  # a name may hold the same word twice
                leader = next((one for one in leaders[:_MOST_LEADERS] if _nearly(key, one)), None)
                if leader is None:
                    leaders.append(key)
                else:
                    self._aliases.setdefault(key, leader)
        for key in self._found:
            meant = {self._aliases.get(one, one) for one in self._all.get(key.removeprefix("="), ())}
            if key.startswith("=") and len(meant) == 1:
                leader = self._leader(meant.pop())
                if leader != key:  # the full name may have been merged into its own acronym above
                    self._aliases[key] = leader
        self._fold_aliases()

    def _marks(self, key: Key) -> Iterator[str]:
        one = self._found[key]
        length = len(key.split())
        for city in sorted(one.cities):
            yield from (f"{city} {length} {word}" for word in key.split())
        for document_id in sorted(one.documents) if length >= _MANY_WORDS else ():
            yield from (f"{document_id} {length} {word}" for word in key.split())
        for acronym in sorted({_short(acronym) for acronym in one.acronyms}):
            yield f"{acronym} {length}"

    def _weight(self, key: Key) -> tuple[object, ...]:
        known = any(known_organisation(name) for name in self._found[key].names)
        spelt = any(_spells_city(name, self._found[key].cities) for name in self._found[key].names)
        return not known, not spelt, -len(self._found[key].documents), key

    def _leader(self, key: Key) -> Key:
        """The key that an alias stands for in the end; aliases never form a circle."""
        while key in self._aliases:
            key = self._aliases[key]
        return key

    def _fold_aliases(self) -> None:
        for key in sorted(self._aliases):
            leader = self._leader(key)
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
_MANY_WORDS = 4


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
    name = _whole(name)
    match = _IN_BRACKETS.match(squeeze(name)[:300])
    if match is None:
        return squeeze(name).removesuffix("'s").removesuffix("’s"), ""
    full, inner = match[1], match[2]
    if _is_acronym(inner):
        return full, inner
    return (inner, full) if _is_acronym(full) and len(inner) > len(full) else (squeeze(name), "")


@lru_cache(maxsize=20_000)
def _whole(name: str) -> str:
    """The body that a part belongs to: "City of Turin" of "Mobility Unit, City of Turin"."""
    part, _, body = name.rpartition(", ")
    return body if part and _is_part(part) and kind_of(body) == "organisation" and not _is_one_of_many(body) else name


def _is_part(name: str) -> bool:
    return kind_of(name) == "organisation" and bool(_INNER.intersection(words(name)))


def _names_a_body(name: str) -> bool:
    """Whether what stands for somebody's organisation names one: no lower case ("marine unit"), no single word but an
    acronym or a known name ("Observer"), no county or city without its government."""
    full = squeeze(name)
    if known_organisation(full) or (full[1:2].isupper() and len(full) > 3):
        return True
    if (
        not full
        or not full[0].isupper()
        or (full.endswith((" County", " City")) and not full.endswith(" Metropolitan City"))
    ):
        return False
    return " " in full or sum(c.isupper() for c in full) > 1


def _is_told(name: str) -> bool:
    """Whether what stands beside a person is told to be a body: by its noun, an acronym, a known name, or length."""
    full = _whole(squeeze(name))
    return kind_of(full) == "organisation" or len(full.split()) > 2 or bool(known_organisation(full)) or full.isupper()


def _is_acronym(text: str) -> bool:
    return len(text) <= _LONGEST_ACRONYM and _ACRONYM.fullmatch(text) is not None


def _may_be_acronym(text: str) -> bool:
    """Whether a short name is an acronym: "UNICRI", "Sida"; no name of a person."""
    return _is_acronym(text) or (2 <= len(text) <= 6 and text[0].isupper() and " " not in text)


def _is_one_of_many(name: str) -> bool:
    """Whether every city may have a body of this name: "City Council", "Department of Social Development"."""
    found = [word for word in words(name) if word not in _SMALL]
    return any(word in _INNER for word in found) and all(is_common_word(w) or is_organisation_word(w) for w in found)


def _scope(paper: Paper, copies: Mapping[str, str]) -> str:
    return known_city(paper.tags.issuer_city) or copies.get(paper.document_id, paper.document_id)


def _short(acronym: str) -> str:
    """An acronym as compared: "UN-HABITAT" and "UN Habitat" are one."""
    return re.sub(r"[^a-z0-9]", "", fold(acronym))


def _name_key(name: str) -> Key:
    """A name as compared: its words sorted, without articles, in one spelling."""
    folded = [_spelt(word) for word in words(name.replace("-", " ")) if word not in _SMALL]
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
    """The name to show: the one known, else full, with its city spelt as the gazetteer has it, most often met."""
    known = sorted(name for name in one.names if known_organisation(name) == name)
    if known:
        return known[0]
    full = [name for name in one.names if not _is_acronym(name)] or list(one.names)
    return min(full, key=lambda name: (not _spells_city(name, one.cities), -one.names[name], -len(name), name))


def _spells_city(name: str, cities: Collection[str]) -> bool:
    """Whether a word of the name is a name of one of the cities, rather than a misspelling."""
    return any(city in _cities_named(word) for word in name.split() for city in cities)


@lru_cache(maxsize=20_000)
def _cities_named(word: str) -> frozenset[str]:
    from pipeline.text import places  # the gazetteer is read when first asked

    return frozenset(city.id for city in places.cities_named(word))


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda text: (-counts[text], -len(text), text), default="")


def _id(key: Key) -> str:
    return made("g", key)
