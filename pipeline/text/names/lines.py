"""Lines that name a person with role, organisation and place.

The piece of the line most like a name is the name; the other pieces are its affiliation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.text.clean import fold
from pipeline.text.names.affiliation import affiliation_of
from pipeline.text.names.honorifics import (
    NAME_ROOM,
    NAME_WORD,
    begins_like_name,
    honorific_end,
    honorifics_of,
    office_of,
    spelt_from,
    split_honorific,
)
from pipeline.text.names.organisations import is_body, kind_of, known_organisation
from pipeline.text.names.personal import (
    Name,
    evidence,
    is_initial,
    is_noun,
    is_particle,
    looks_like_name,
    name_end,
    parse_name,
)
from pipeline.text.names.pieces import LONGEST_LINE, Piece, PlaceOf, is_where, pieces_of, sober
from pipeline.text.names.words import (
    PREPOSITIONS,
    is_common_word,
    is_known_name,
    is_organisation_word,
    is_role_word,
    undotted,
    word_table,
)


@dataclass(frozen=True)
class PersonLine:
    """A person as one line names them."""

    name: Name
    role: str
    organisation: str
    place: str  # the words that name the city or country
    surface: str  # the name as it stands: `line[start:end]`
    start: int
    end: int
    score: float = 1.0  # how much like a name the name is, 0 to 1


ENOUGH = 0.45
_SURE = 0.85


def parse_person_line(
    text: str, place_of: PlaceOf, *, lean: int = 0, given: Collection[str] = frozenset()
) -> PersonLine | None:
    """The person a line of a list, an answer or a row of a table names, in whatever order; None if it names nobody.

    `place_of` tells whether words name a city or country.

    >>> line = parse_person_line("Mr. Giorgio Veltri – Mayor of Modena", lambda words: words == "Modena")
    >>> line.name.text, line.role, line.place
    ('Giorgio Veltri', 'Mayor', 'Modena')
    """
    if len(text) > LONGEST_LINE:
        return None
    place_of = sober(place_of)
    line, text = text, _readable(text)
    courtesy = _BRACKETED.search(line)
    pieces = list(pieces_of(text))
    candidates = [found for index in range(len(pieces)) for found in _named(pieces, index, place_of)]
    if not candidates:
        return None
    best = max(candidates, key=lambda found: (found.score, -found.start))
    if best.score < ENOUGH or _is_another(candidates, best) or _is_prose(best.head):
        return None
    name = parse_name(text[best.start : best.end], lean=lean, given=given)
    if name is None:
        return None
    if courtesy and not name.honorific:
        name = replace(name, honorific=courtesy[1])
    role, organisation, place = affiliation_of(best.others(pieces), place_of)
    role = role or office_of(name.honorific)
    start, end = _surface(text, best.start, best.end, name)
    end = start + len(line[start:end].rstrip())
    return PersonLine(name, role, organisation, place, line[start:end], start, end, min(best.score, 1.0))


def _is_another(candidates: Iterable[_Found], best: _Found) -> bool:
    """Whether the line surely names somebody else, too: then it is prose, or has to go through `split_people`."""
    apart = (found for found in candidates if found.end <= best.start or best.end <= found.start)
    return best.score >= _SURE and any(found.score >= _SURE for found in apart)


def _is_prose(head: str) -> bool:
    """Whether the words in front of a name are part of a sentence: "The report was written by"."""
    return len(head.split()) > 2 and head.split()[-1].islower() and kind_of(head) == "other"


_BRACKETED = re.compile(r"\((Mr|Mrs|Ms|Miss|Dr|Prof|Eng|Hon)\.?\)")
"""A courtesy title behind a name: "WANJIRU Njeri (Ms)"."""


def _readable(text: str) -> str:
    """The line, of the same length, with capitals where it has none, and with bars for slashes behind a name."""
    text = re.sub(r"\b(D[ao]to|Datuk)['’](?=\s)", r"\1 ", text)
    text = re.sub(r"\bW/(ro|rt)\.?(?=\s)", lambda m: f"W{m[1]}".ljust(len(m[0])), text)  # Ethiopia's Mrs and Miss
    text = _BRACKETED.sub(lambda m: " " * len(m[0]), text)
    if text.islower():
        text = re.sub(r"\b[^\W\d_]{2,}", lambda m: m[0] if m[0] in PREPOSITIONS else m[0].capitalize(), text)
    if " / " in text and looks_like_name(text.split(" / ", 1)[0]) >= ENOUGH:
        text = text.replace(" / ", " | ")
    return text


def _surface(text: str, start: int, end: int, name: Name) -> tuple[int, int]:
    """The name as it stands, without honorific unless it is all that goes with a single word."""
    if name.honorific and not name.single:
        start = text.index(name.honorific, start) + len(name.honorific) if name.honorific in text[start:end] else start
        start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, end


@dataclass(frozen=True)
class _Found:
    """A place in a line where a name may be: pieces `first` to `last`, and what else those pieces say."""

    first: int
    last: int
    start: int
    end: int
    score: float
    head: str = ""  # words of the piece in front of the name
    tail: str = ""  # and behind it

    def others(self, pieces: Sequence[Piece]) -> list[Piece]:
        """The rest of the line, nearest to the name where it counts: role first."""
        before, after = pieces[: self.first], pieces[self.last + 1 :]
        title = spelt_from(self.head.split(), 0)
        head = [Piece(title, self.start, "")] if title else []
        tail = [Piece(self.tail, self.end, "")] if self.tail else []
        return [*before, *head, *tail, *after]


def _named(pieces: Sequence[Piece], index: int, place_of: PlaceOf) -> Iterator[_Found]:
    """The readings of one piece as a name: whole, after a title, before a role, or with the next as "Zondi, Martin"."""
    piece = pieces[index]
    bonus = 0.05 if index == 0 else 0.0
    for start, end, score in names_in(piece.text, place_of):
        head, tail = piece.text[:start].strip(), piece.text[end:].strip()
        yield _Found(index, index, piece.start + start, piece.start + end, score + bonus, head, tail)
    rest = pieces[index + 1] if index + 1 < len(pieces) else None
    body = is_body(piece.text) and not _shouts(piece.text)
    if rest and rest.before == "," and not body and not is_where(piece.text, place_of):
        yield from _comma_name(piece, rest, index, place_of)


def _comma_name(surname: Piece, rest: Piece, index: int, place_of: PlaceOf) -> Iterator[_Found]:
    """Zondi, Martin; and ABASHIDZE, Tamar, whatever the given name."""
    before, words = surname.text.split(), rest.text.split()
    loud = _shouts(surname.text)
    particle = before[0].islower() and is_particle(before[0])
    plain = 1 <= len(before) <= (4 if loud or particle else 2) and 1 <= len(words) <= 3
    plain = plain and all(NAME_WORD.fullmatch(word) for word in words)
    if not plain or any(is_noun(word) or is_common_word(word) for word in [*([] if loud else before), *words]):
        return
    if loud and not any(is_noun(word) for word in before):
        if not place_of(rest.text) and not any(word.isupper() for word in words):
            yield _Found(index, index + 1, surname.start, rest.end, 0.95)
        return
    given = all(is_initial(word) or (is_known_name(word) and evidence(word, frozenset()) >= 0) for word in words)
    if given and (surname.text[0].isupper() or particle) and evidence(before[0], frozenset()) <= 0:
        yield _Found(index, index + 1, surname.start, rest.end, 0.97)


def _shouts(text: str) -> bool:
    """Whether a surname is printed in capitals, and is no acronym that many know."""
    return text.isupper() and len(text) > 3 and not known_organisation(text)


def parse_name_cell(text: str, place_of: PlaceOf, *, lean: int = 0) -> PersonLine | None:
    """The person in a cell of a column of names: as `parse_person_line`, but `Petrović, Zdravka` can only be a name.

    >>> parse_name_cell("Petrović, Zdravka", lambda words: False).name.text
    'Zdravka Petrović'
    """
    line = parse_person_line(text, place_of, lean=lean)
    whole = line is not None and line.start <= 1 and line.end >= len(text.rstrip()) - 1
    name = parse_name(text, lean=lean) if not whole and text.count(",") == 1 else None
    if name is None or place_of(text.split(",")[1].strip()):
        return line
    start = len(text) - len(split_honorific(text)[1])
    return PersonLine(name, "", "", "", text[start:].rstrip(), start, len(text.rstrip()), ENOUGH)


def names_in(text: str, place_of: PlaceOf) -> Iterator[tuple[int, int, float]]:
    """Where in a piece a name stands, and how sure that is."""
    if place_of(text):
        return
    whole = looks_like_name(text)
    if whole:
        yield 0, len(text), whole
    titles, rest = split_honorific(text)
    start = title_end(rest)
    start += len(text) - len(rest) if titles and start else 0
    if start and (score := looks_like_name(text[start:])) and not place_of(text[start:]):
        yield start, len(text), max(score, 0.6 if score >= 0.2 else 0.0)
    for honorific in honorifics_in(text):
        end = name_end(text, honorific)
        name = len(text) - len(split_honorific(text[honorific:])[1])
        if end > honorific and _is_title_with(text[:honorific], text[honorific:name]):
            yield name, end, 0.93
        elif end > honorific:
            yield honorific, end, 0.97
    if whole < 0.5 and kind_of(text) == "role":
        yield from _behind_role(text, place_of)
    if start or whole < 0.5:
        end = name_end(text, start)
        behind = re.match(r"\s([^\W\d_a-z][\w'’-]*)", text[end : end + 40])
        body = behind is not None and is_organisation_word(behind[1])  # Mykolas Romeris University
        if start < end < len(text) and len(text[start:end].split()) > 1 and not (body or place_of(text[start:end])):
            yield start, end, looks_like_name(text[start:end]) - 0.05


def _is_title_with(before: str, honorific: str) -> bool:
    """Whether "Chief" belongs to what stands in front of it: "Fire Chief Emma Larsen"."""
    offices = honorifics_of("ranks", "offices") | word_table("honorifics.toml")["careful"]
    return before[:1].isupper() and undotted(honorific) in offices and kind_of(before + honorific) == "role"


def _behind_role(text: str, place_of: PlaceOf) -> Iterator[tuple[int, int, float]]:
    """The name that a role leads to without a comma: "Deputy Governor of Bangkok Somchai Rattanakul"."""
    words = list(re.finditer(r"\S+", text))
    for count in range(min(4, len(words) - 1), 1, -1):
        start = words[-count].start()
        before, score = text[:start].split(), looks_like_name(text[start:])
        ends = is_role_word(before[-1]) or is_where(before[-1], place_of) or is_common_word(before[-1])
        if ends and not before[-1].islower() and score >= 0.5 and not place_of(text[start:]):
            yield start, len(text), score - 0.05
            return


def title_end(text: str) -> int:
    """Where the name begins in "Mayor Renzo Bellardi"; 0 where no title stands in front."""
    words = list(NAME_WORD.finditer(text[:80]))[:5]
    titles = word_table("roles.toml")["before_name"]
    for count in range(min(3, len(words) - 1), 0, -1):
        if fold(text[: words[count - 1].end()]) in titles and text[words[count].start()].isupper():
            return words[count].start()
    return 0


def honorifics_in(text: str) -> Iterator[int]:
    """Where an honorific begins that a name follows."""
    for match in NAME_WORD.finditer(text):
        end = honorific_end(text, match.start()) if match[0][0].isupper() else 0
        if end > match.start() and begins_like_name(text[end : end + NAME_ROOM].lstrip()):
            yield match.start()
            return
