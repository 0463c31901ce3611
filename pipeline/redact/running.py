"""Running text without people and contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from pipeline.redact.contacts import contacts_in
from pipeline.redact.keys import Key
from pipeline.redact.known import BODY, SHORTEST, Known
from pipeline.redact.phrases import Hit, Phrases, folded, visible, words_of
from pipeline.text.gazetteer import key_of, lookup
from pipeline.text.names import (
    is_common_word,
    is_named_after_people,
    is_organisation_word,
    is_role_word,
    kind_of,
    leads_to_a_place_name,
    looks_like_name,
    name_end,
    split_honorific,
)
from pipeline.text.names.lines import honorifics_in
from pipeline.text.names.words import PREPOSITIONS
from pipeline.text.places import countries_named

ID = re.compile(r"\b[deikpqgamco]-[0-9a-f]{16}\b")
_CAPITAL = re.compile(r"(?<![\w])[^\W\d_a-z][\w'’.-]*")
_FILE_WORD = re.compile(r"[^\W\d_](?:[^\W\d_A-Z]+|[^\W\d_a-z]+(?![^\W\d_]))")  # two of `MariaRossi`
_SURE, _LIKELY = 0.75, 0.5  # of `looks_like_name`: by its words alone; where the language model says so as well

Span = tuple[int, int]


@dataclass
class Redactor:
    """Replaces people by keyed codes, contacts by what they are, ids by keyed ones."""

    known: Known
    key: Key
    seen_by_model: Mapping[str, Sequence[Span]] = field(default_factory=dict)  # text -> where it sees persons
    replaced: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("people", "contacts"), 0))

    def person(self, what: str) -> str:
        """The code of a person, by id or, of one who has none, by name."""
        name = what if ID.fullmatch(what) else " ".join(sorted(words_of(what)))
        return f"person-{self.key.code(name)}"

    def text(self, text: str, documents: Iterable[str] = (), loose: bool = False, guess: bool = True) -> str:
        """The text as it may be published. `documents` say whose surnames are known; `loose` takes names in lower case
        for names as well, as in the name of a file; without `guess` only names that tables know are replaced."""
        shown = visible(text)
        if not shown or shown.isspace():
            return shown
        spans = [*_contacts(shown), *self._people(shown, tuple(documents), loose, guess)]
        for start, end, words in sorted(_apart(shown, spans), reverse=True):
            self.replaced["people" if words.startswith("person-") else "contacts"] += 1
            shown = f"{shown[:start]}{words}{shown[end:]}"
        return ID.sub(lambda match: self.key.id(match[0]), shown)

    def _people(
        self, text: str, documents: tuple[str, ...], loose: bool, guess: bool
    ) -> Iterator[tuple[int, int, str, int]]:
        """Spans with the code and a rank: what is surer comes first."""
        places = list(self.known.places.find(text))
        kept = [*places, *self.known.bodies.find(text), *self.known.open_names.find(text)]
        for hit in self.known.names.find(text):
            if not _inside(hit, places):
                yield hit.start, hit.end, self.person(hit.what), 1
        for start, end in (*self._unknown(text), *self._file_names(text, loose)) if guess else ():
            if not _touches(start, end, kept):
                yield start, end, self.person(text[start:end]), 3
        spoken = frozenset().union(*(self.known.open_parts.get(one, frozenset()) for one in documents))
        scoped = [self.known.parts_of[one] for one in documents if one in self.known.parts_of]
        for phrases in (*scoped, self.known.parts):
            yield from self._single(text, phrases, kept, spoken, loose)

    def _single(
        self, text: str, phrases: Phrases, kept: list[Hit], spoken: frozenset[str], loose: bool
    ) -> Iterator[tuple[int, int, str, int]]:
        """Surnames and given names alone; one that is no word besides is replaced in small letters as well."""
        any_case = loose or phrases is self.known.parts
        for hit in phrases.find(text):
            word = text[hit.start : hit.end]
            named = any_case or word[0].isupper()
            if named and folded(word) not in spoken and not _touches(hit.start, hit.end, kept):
                yield hit.start, hit.end, self.person(hit.what), 2

    def _unknown(self, text: str) -> Iterator[Span]:
        """People that no table names: behind an honorific, by their words, or where the language model sees one."""
        yield from _behind_honorifics(text)
        at = 0
        for match in _CAPITAL.finditer(text):
            if match.start() < at or match[0].lower() in PREPOSITIONS:
                continue
            start = match.start()
            end = name_end(text, start)
            if end > start and _is_person(text, start, end, _SURE):
                yield _without_title(text, start, end)
                at = end
        for start, end in self.seen_by_model.get(text, ()):
            if _is_person(text, start, end, _LIKELY):
                yield _without_title(text, start, end)

    def _file_names(self, text: str, loose: bool) -> Iterator[Span]:
        """In the name of a file: two words or more that are names, whatever their case and however joined."""
        if not loose:
            return
        words = list(_FILE_WORD.finditer(text))
        for first, second in pairwise(words):
            pair = f"{first[0].title()} {second[0].title()}"
            gap = text[first.end() : second.start()]
            if len(gap) <= 2 and looks_like_name(pair) >= 0.9 and _is_person(pair, 0, len(pair), 0.9):
                yield first.start(), second.end()


def _contacts(text: str) -> Iterator[tuple[int, int, str, int]]:
    for start, end, kind in contacts_in(text):
        if not ID.search(text, max(0, start - 2), end + 16) or not _is_id(text, start, end):
            yield start, end, f"[{kind}]", 0


def _is_id(text: str, start: int, end: int) -> bool:
    return any(match.start() <= start and end <= match.end() for match in ID.finditer(text))


def _apart(text: str, spans: Iterable[tuple[int, int, str, int]]) -> list[tuple[int, int, str]]:
    """Spans that do not overlap: the surest, of these the longest; what they overlap is drawn into them."""
    chosen: list[tuple[int, int, str]] = []
    for start, end, words, _ in sorted(spans, key=lambda span: (span[3], span[0] - span[1], span[0])):
        rest = [(start, end)]
        for other_start, other_end, _words in chosen:
            rest = [piece for one in rest for piece in _outside(text, one, (other_start, other_end))]
        chosen += [(one[0], one[1], words) for one in rest if one == (start, end) or one[1] - one[0] >= SHORTEST]
    return chosen


def _outside(text: str, one: Span, other: Span) -> list[Span]:
    """What of a span lies outside another, without the blanks at its ends."""
    if one[1] <= other[0] or other[1] <= one[0]:
        return [one]
    pieces = ((one[0], min(one[1], other[0])), (max(one[0], other[1]), one[1]))
    return [_trimmed(text, *piece) for piece in pieces if piece[0] < piece[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _touches(start: int, end: int, hits: Iterable[Hit]) -> bool:
    return any(hit.start < end and start < hit.end for hit in hits)


def _inside(inner: Hit, hits: Iterable[Hit]) -> bool:
    """Whether a name is part of a longer one that is left, as in Nelson Mandela Bay."""
    return any(
        hit.start <= inner.start and inner.end <= hit.end and hit.end - hit.start > inner.end - inner.start
        for hit in hits
    )


def _behind_honorifics(text: str) -> Iterator[Span]:
    """Every name behind "Mr.", "Dr." and their like, also a surname alone."""
    at = 0
    while at < len(text):
        start = next(honorifics_in(text[at : at + 400]), -1)
        if start < 0:
            following = text.find(" ", at + 300)
            at = following if following > 0 and len(text) > at + 400 else len(text)
            continue
        start += at
        end = name_end(text, start)
        if end <= start:
            at = start + 1
            continue
        name = _without_title(text, start, end)
        if not _is_place(text[slice(*name)]):
            yield name
        at = end


def _without_title(text: str, start: int, end: int) -> Span:
    return end - len(split_honorific(text[start:end])[1].lstrip()), end


def _is_person(text: str, start: int, end: int, sure: float) -> bool:
    """Whether a run of words is a person's name rather than a place, a body, or something named after a person."""
    name = text[start:end].strip(" ,.;:")
    words = name.split()
    if len(split_honorific(name)[1].split()) < 2 or _likeness(name) < sure:
        return False
    if any(is_organisation_word(word) or is_role_word(word) for word in words):
        return False
    behind = re.match(r"[\s-]([^\W\d_][\w'’-]*)", text[end : end + 40])
    before = re.search(r"([\w'’-]{1,40})\s{1,9}(?:\w{1,3}\s{1,9}){0,2}$", text[max(0, start - 40) : start])
    if (
        behind
        and behind[1][0].isupper()
        and not BODY.match(text, end)
        and (is_named_after_people(behind[1]) or is_organisation_word(behind[1]))
    ):
        return False
    if before and before[1][0].isupper() and leads_to_a_place_name(before[1]):
        return False
    return not _is_place(name)


def beside_role(text: str) -> bool:
    """Whether what stands as a body is a role with a word beside it that may be a name: "Volkonsky Driver"."""
    if kind_of(text) != "role" or len(text.split()) > 4:
        return False
    rest = [
        word for word in text.split() if not (is_role_word(word) or is_common_word(word) or is_organisation_word(word))
    ]
    return any(word[:1].isupper() and not _is_place(word) for word in rest)


@lru_cache(maxsize=65_536)
def _likeness(name: str) -> float:
    return looks_like_name(name)


@lru_cache(maxsize=65_536)
def _is_place(name: str) -> bool:
    """Whether the whole is the name of a city or country."""
    return lookup(key_of(name)) is not None or bool(countries_named(name))
