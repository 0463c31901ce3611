"""Table `events`: one row per real event, however many documents speak of it and whatever they call it.

Two documents speak of one event when their dates agree and their names share what is particular about them:
"International Forum of Mayors on Crime Prevention and Urban Security" and "... on Security and Crime Prevention in
Urban Settings". Words like "international forum on" are in half of all names and prove nothing. Two events in
different cities are never one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from msgspec.structs import replace

from pipeline.link.groups import Groups, Pair
from pipeline.link.ids import made
from pipeline.link.papers import Paper
from pipeline.link.places import country_of, known_city, known_country
from pipeline.link.words import fold, squeeze
from pipeline.model.dataset import Events
from pipeline.text.clean import words
from pipeline.text.dates import iso_range

_GENERIC = """
a an and at by de del el en for from in la le les los of on the to with y et &
annual biennial global international local national regional world first second third fourth fifth
conference congress convention course dialogue event exchange exhibition expo expert experts forum gathering
group learning meeting mission networking programme program seminar session sessions sharing showcase study
summit symposium tour training visit week workshop workshops webinar
january february march april may june july august september october november december
"""
GENERIC = frozenset(_GENERIC.split())
"""Words of events' names that tell no event from another; numbers are handled apart."""

T = TypeVar("T")

LONGEST_NAME = 160
"""Characters from which a name is a description, and only a shorter one is preferred."""

AUTHORITY = ("forum_report", "event_announcement", "strategic_plan", "factsheet", "other", "learning_form")
"""Whose word on an event counts more, where as many documents say one thing as another."""


_EDITION = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b|\b(?=[ivx])(x{0,2}(?:ix|iv|v?i{0,3}))\b")

_PLURAL = re.compile(r"(?<=[sx])es$|(?<=\w\w\w)(?<!s)s$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COUNTED = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_ORDINALS = {word: str(number) for number, word in enumerate(_COUNTED, start=1)}
_ROMAN = {
    word: str(number)
    for number, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}
_FOREIGN = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "y",
        "para",
        "por",
        "sobre",
        "des",
        "du",
        "les",
        "et",
        "sur",
        "pour",
        "e",
        "do",
        "da",
        "dos",
        "das",
        "und",
        "der",
        "für",
        "di",
        "della",
    ]
)


@dataclass(frozen=True)
class Sighting:
    """An event as one document has it."""

    document_id: str
    genre: str
    name: str
    first: str  # whole day or empty
    last: str
    span: tuple[str, str]  # first and last day it may have fallen on, empty where nothing is known
    city: str
    country: str
    venue: str
    organisers: tuple[str, ...]

    @property
    def particular(self) -> frozenset[str]:
        """The words of the name that may tell it from others."""
        told = (word for word in words(self.name) if word not in GENERIC and not word.isdigit())
        return frozenset(_PLURAL.sub("", word.removesuffix("'s")) for word in told)

    @property
    def editions(self) -> frozenset[str]:
        """Numbers that count events of one name: `6` of "6th Forum", `iv` of "World Urban Forum IV"."""
        name = " ".join(_ORDINALS.get(word, word) for word in fold(self.name).split())
        return frozenset(_ROMAN.get(match[2], match[2]) or match[1] for match in _EDITION.finditer(name))

    @property
    def years(self) -> frozenset[str]:
        """Years in the name: "City Safety Days 2014"."""
        return frozenset(_YEAR.findall(self.name))

    @property
    def is_foreign(self) -> bool:
        """Whether the little words of the name are not English: "Foro de Alcaldes por la Convivencia"."""
        return any(word in _FOREIGN for word in words(self.name))

    @property
    def key(self) -> tuple[object, ...]:
        """Sightings with the same key are one event without more ado."""
        return tuple(sorted(words(self.name))), self.first, self.last, self.span, self.city, self.country


@dataclass
class Profile:
    """All that is said of one event."""

    cities: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    spans: set[tuple[str, str]] = field(default_factory=set)


class Linked:
    """The events, and which document speaks of which."""

    def __init__(self, rows: Sequence[Events]) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: row.event_id))
        self._of = {document_id: row.event_id for row in rows for document_id in row.document_ids}
        self._organisers = {row.event_id: row.organisers for row in rows}

    def of(self, document_id: str) -> str:
        """The event a document speaks of, empty where it speaks of none."""
        return self._of.get(document_id, "")

    def organisers(self, document_id: str) -> tuple[str, ...]:
        """Who organised the event of a document, as printed."""
        return self._organisers.get(self.of(document_id), ())


def link(papers: Iterable[Paper], copies: Mapping[str, str]) -> Linked:
    """The events of all documents. `copies` are documents that repeat another, and that one: they have no say of
    their own in what an event is called, and when and where it was."""
    sightings = [sighting for paper in papers if (sighting := _sighting(paper))]
    alike: dict[tuple[object, ...], list[Sighting]] = {}
    for sighting in sorted(sightings, key=lambda s: (repr(s.key), s.document_id)):
        if sighting.name or sighting.first:
            alike.setdefault(_own_key(sighting), []).append(sighting)
    bundles = list(alike.values())
    grouped = _grouped([bundle[0] for bundle in bundles])
    return Linked(_rows([[s for n in members for s in bundles[n]] for members in grouped], copies))


def _own_key(sighting: Sighting) -> tuple[object, ...]:
    """A name that says nothing, without a day to go with it, is the event of its own document only."""
    tells = bool(sighting.particular) or bool(sighting.first and sighting.city)
    return sighting.key if tells else (*sighting.key, sighting.document_id)


def _sighting(paper: Paper) -> Sighting | None:
    event = paper.record.event
    if event is None:
        return None
    days = [day for day in (*iso_range(event.start), *iso_range(event.end or event.start)) if day]
    whole = len(event.start) == 10 and bool(iso_range(event.start)[0])
    first = event.start if whole else ""
    last = event.end if whole and len(event.end) == 10 and iso_range(event.end)[0] and event.end >= first else first
    city = known_city(paper.tags.event_city)
    return Sighting(
        document_id=paper.document_id,
        genre=paper.record.genre,
        name=squeeze(event.name),
        first=first,
        last=last,
        span=(min(days), max(days)) if days else ("", ""),
        city=city,
        country=known_country(paper.tags.event_country) or country_of(city),
        venue=squeeze(event.venue),
        organisers=tuple(squeeze(organiser) for organiser in event.organisers if organiser.strip()),
    )


# --- which are one ----------------------------------------------------------------------------------------------------


def _grouped(sightings: Sequence[Sighting]) -> list[list[int]]:
    groups = Groups([_profile(s) for s in sightings], _clash, _absorb)
    scored = [(_likeness(sightings[a], sightings[b]), a, b) for a, b in _candidates(sightings)]
    for level in (4, 3):
        groups.join(pair for score, *pair in sorted(scored) if score == level)  # type: ignore[misc]  # the rest of the tuple is always two numbers
    for level in (2, 1):
        groups.join_clear((a, b) for score, a, b in sorted(scored) if score == level)
    return list(groups.members().values())


def _profile(s: Sighting) -> Profile:
    return Profile({s.city} - {""}, {s.country} - {""}, {s.span} - {("", "")})


def _clash(a: Profile, b: Profile) -> bool:
    apart = any(x[1] < y[0] or y[1] < x[0] for x in a.spans for y in b.spans)
    return apart or _differ(a.cities, b.cities) or _differ(a.countries, b.countries)


def _differ(a: set[str], b: set[str]) -> bool:
    return bool(a and b and not a & b)


def _absorb(a: Profile, b: Profile) -> None:
    a.cities |= b.cities
    a.countries |= b.countries
    a.spans |= b.spans


def _candidates(sightings: Sequence[Sighting]) -> Iterator[Pair]:
    """Pairs that begin on the same day, or share two of their rarest words (their only one)."""
    particular = [s.particular for s in sightings]
    common = Counter(word for one in particular for word in one)
    blocks: dict[object, list[int]] = {}
    for number, sighting in enumerate(sightings):
        if sighting.first:
            blocks.setdefault(("day", sighting.first), []).append(number)
        for word in sorted(particular[number], key=lambda w: (common[w], w))[:3]:
            blocks.setdefault(("word", word), []).append(number)
    seen = set()
    for block in blocks.values():
        for pair in _pairs(block):
            if pair not in seen:
                seen.add(pair)
                yield pair


_LARGEST_BLOCK = 400


def _pairs(block: Sequence[int]) -> Iterator[Pair]:
    """All pairs of a block; only neighbours where it is very large, since what so many share tells nothing."""
    if len(block) > _LARGEST_BLOCK:
        yield from pairwise(block)
        return
    yield from ((a, b) for k, a in enumerate(block) for b in block[k + 1 :])


def _likeness(a: Sighting, b: Sighting) -> int:
    """How sure it is that two sightings are one event: 0 not at all, 4 quite."""
    if _clash(_profile(a), _profile(b)):
        return 0
    shared = len(a.particular & b.particular)
    least = min(len(a.particular), len(b.particular))
    contained = shared / least if least else 0.0
    same_city = bool(a.city and a.city == b.city)
    if _counted_apart(a, b):
        return 0
    if a.first and a.first == b.first:
        if contained >= 0.6 and (shared >= 2 or contained == 1.0):
            return 4
        translated = a.is_foreign != b.is_foreign and a.last == b.last
        return 3 if same_city and (least < 2 or translated) else 0
    strong = contained >= 0.8 and (shared >= 3 or (shared == least and shared >= 2))
    if a.span[0] and b.span[0]:
        return 2 if strong and (same_city or shared >= 3 or not (a.first and b.first)) else 0
    return 1 if strong else 0


def _counted_apart(a: Sighting, b: Sighting) -> bool:
    """Whether the names count two editions: "Fifth Forum" and "Sixth Forum", "Days 2014" and "Days 2015"."""
    return _differ(set(a.years), set(b.years)) or _differ(set(a.editions), set(b.editions))


# --- what is said of one ----------------------------------------------------------------------------------------------


def _rows(events: Iterable[list[Sighting]], copies: Mapping[str, str]) -> list[Events]:
    drafts = [_draft(sorted(event, key=_authority), copies) for event in events]
    namesakes = Counter(_identity(draft) for draft in drafts)
    return [_with_id(draft, namesakes[_identity(draft)] > 1) for draft in drafts]


def _authority(s: Sighting) -> tuple[object, ...]:
    rank = AUTHORITY.index(s.genre) if s.genre in AUTHORITY else len(AUTHORITY)
    return rank, s.document_id


def _identity(draft: Events) -> tuple[str, str]:
    return fold(draft.name), draft.start_date


def _with_id(draft: Events, has_namesake: bool) -> Events:
    more = (draft.city_id, draft.document_ids[0]) if has_namesake or not draft.start_date else ()
    return replace(draft, event_id=made("e", *_identity(draft), *more))


def _draft(found: Sequence[Sighting], copies: Mapping[str, str]) -> Events:
    """The row of one event; its id is made when all rows are known."""
    sightings = [s for s in found if s.document_id not in copies] or found
    name = min({s.name for s in sightings}, key=lambda n: (not n, n.isupper(), len(n) > LONGEST_NAME, -len(n), n))
    first, last = _most_said([(s.first, s.last) for s in sightings if s.first]) or ("", "")
    city = _most_said([s.city for s in sightings if s.city]) or ""
    return Events(
        event_id="",
        name=name,
        start_date=first,
        end_date=last,
        venue=_most_said([s.venue for s in sightings if s.venue]) or "",
        city_id=city,
        country_code=country_of(city) or _most_said([s.country for s in sightings if s.country]) or "",
        organisers=tuple(_distinct(o for s in sightings for o in s.organisers)),
        aliases=tuple(sorted({s.name for s in found if s.name} - {name})),
        document_ids=tuple(sorted({s.document_id for s in found})),
    )


def _most_said(said: Sequence[T]) -> T | None:
    """What most say; among equals what was said first."""
    counts = Counter(said)
    return max(said, key=lambda one: counts[one], default=None)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list({fold(text): text for text in reversed(list(texts))}.values())[::-1]
