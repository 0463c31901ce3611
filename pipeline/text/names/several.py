"""Several people in one answer of a form, parted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text.names.lines import ENOUGH, honorifics_in, names_in, title_end
from pipeline.text.names.organisations import kind_of
from pipeline.text.names.personal import looks_like_name, name_end
from pipeline.text.names.pieces import LONGEST_LINE, PlaceOf, is_where, pieces_of, sober
from pipeline.text.names.words import is_common_word, is_known_name, is_organisation_word, is_role_word


def _nowhere(words: str) -> bool:
    return False


_MARK = r"(?:[•·▪*\uf0b7\ufffd-]|\(?\d{1,2}[.)]|\(?[a-z][.)])"

_LINE_END = re.compile(
    rf"\s{{0,4}}(?:\n\s{{0,4}}(?:{_MARK}(?=\s))?|;|[•▪\uf0b7\ufffd]|(?<=\s)\(?\d{{1,2}}[.)](?=\s))\s{{0,4}}"
)

_JOIN = re.compile(
    r"\s{1,4}(?:and|y|et|e|und)\s{1,4}(?:also\s{1,4}|by\s{1,4})?|\s{0,4}&\s{0,4}|,\s{1,4}(?:and\s{1,4})?|\s{1,4}/\s{1,4}|:\s{1,4}|(?<=[^\W\d_A-Z]{3})\.\s{1,4}"
)

_LIST_MARK = re.compile(rf"^\s*{_MARK}\s+")
LONGEST_ANSWER = 20_000


def split_people(text: str, place_of: PlaceOf = _nowhere) -> list[str]:
    """The people of a form's answer, each with what is said of them.

    Lines that were run together are parted too, where a name follows a place or an organisation without a comma.

    >>> split_people("Pedro Sithole Head Clean Streets and Lamps and Lindiwe Dube, Senior Manager Clean Streets.")
    ['Pedro Sithole Head Clean Streets and Lamps', 'Lindiwe Dube, Senior Manager Clean Streets.']
    """
    people: list[str] = []
    place_of = sober(place_of) if place_of is not _nowhere else place_of
    for line in _lines(text[:LONGEST_ANSWER]):
        parts = [part for run in _split_runs(line, place_of) for part in _split_line(run, place_of)]
        if people and not (_name_score(parts[0]) >= ENOUGH and _name_score(people[-1]) >= ENOUGH):
            people[-1] = f"{people[-1]}\n{parts.pop(0)}"  # a name on one line, its role on the next
        people += parts
    return people


def _lines(text: str) -> Iterator[str]:
    """The lines, bullets, numbered items and parts between semicolons, without their marks."""
    for line in _LINE_END.split(_LIST_MARK.sub("", text)):
        if line.strip(" \t,;"):
            yield line.strip(" \t,;")


def _split_runs(line: str, place_of: PlaceOf) -> list[str]:
    """A line parted before "Jonas Lindqvist" in "..., Council of Thessaloniki Jonas Lindqvist, statistician"."""
    starts = [0]
    for piece in pieces_of(line[:LONGEST_LINE]):
        start = _run_on_name(piece.text, place_of)
        if start and piece.start + start > starts[-1] and piece.start > 0:
            starts.append(piece.start + start)
    return [line[start:end].strip() for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def _run_on_name(text: str, place_of: PlaceOf) -> int:
    """Where a name begins at the end of a piece that is about something else; 0 where none does."""
    honorific = next(honorifics_in(text), 0)
    if honorific and name_end(text, honorific) == len(text):
        return honorific
    words = list(re.finditer(r"\S+", text))
    starts = [words[-count].start() for count in range(min(4, len(words) - 1), 1, -1)]
    ends = [(_ends_body(text[:start], place_of), start) for start in starts if _is_run_on(text, start, place_of)]
    surest = max(ends, default=(0, 0))  # "Can Tho" rather than "Can"
    if surest[0]:
        return surest[1]
    ordinary = (s for s in starts if looks_like_name(text[s:]) >= 0.9 and is_common_word(text[:s].split()[-1]))
    return next((start for start in ordinary if _is_run_on(text, start, place_of)), 0)


def _is_run_on(text: str, start: int, place_of: PlaceOf) -> bool:
    name, before = text[start:], text[:start].split()
    enough = 0.5 if place_of is not _nowhere else 0.9
    return looks_like_name(name) >= enough and not place_of(name) and not before[-1].islower()


def _ends_body(before: str, place_of: PlaceOf) -> int:
    """How many words of a place, or one of a body, stand at the end of these words."""
    words = before.split()
    places = [count for count in (1, 2, 3) if len(words) >= count and is_where(" ".join(words[-count:]), place_of)]
    return max(places, default=int(is_organisation_word(words[-1])))


def _split_line(line: str, place_of: PlaceOf) -> list[str]:
    """One line parted where a person begins: at a likely name, or at the role that leads to one."""
    role_first = _leads_with_role(line)
    parts, start, named, depth, position = [], 0, False, 0, 0
    for cut in [*_JOIN.finditer(line), None]:
        piece = line[position : cut.start() if cut else len(line)]
        if (
            depth == 0
            and named
            and (
                _leading_name_score(piece, place_of) >= 0.55
                or (role_first and _leads_with_role(piece))
                or _is_next_entry(line[start:position], piece, line[cut.end() :] if cut else "", place_of)
            )
        ):
            parts.append(line[start:position])
            start, named = position, False
        depth = max(0, depth + piece.count("(") - piece.count(")"))
        named = named or _name_score(piece, place_of) >= ENOUGH
        position = cut.end() if cut else position
    parts.append(line[start:])
    parts = _each_with_office(parts)
    return [_JOINED_TAIL.sub("", part).strip(" \t\n,;") for part in parts]


_PLURAL = re.compile(r"^(.{3,60}?),\s([^,]{3,40}?)s\.?$")


def _each_with_office(parts: list[str]) -> list[str]:
    """ "Precious Banda and Comfort Phiri, Interns": the office, in the plural, is that of all."""
    plural = _PLURAL.match(parts[-1]) if len(parts) > 1 else None
    if (
        plural is None
        or not is_role_word(plural[2].split()[-1])
        or any("," in part.rstrip(" ,") for part in parts[:-1])
    ):
        return parts
    bare = [_JOINED_TAIL.sub("", part).strip() for part in parts[:-1]]
    return [f"{name}, {plural[2]}" for name in (*bare, plural[1])]


_JOINED_TAIL = re.compile(
    r"(?:\s{1,4}(?:and|y|et|e|und)(?:\s{1,4}(?:also|by))?|\s{0,4}&|,(?:\s{1,4}and)?|\s{1,4}/)\s{0,4}$"
)


def _is_next_entry(before: str, piece: str, after: str, place_of: PlaceOf) -> bool:
    """Whether a list "name, office, name, office" goes on with a name of ordinary words: "Job Zulu, driver"."""
    words = piece.split()
    if not 2 <= len(words) <= 4 or not all(word[0].isupper() for word in words) or place_of(piece):
        return False
    if kind_of(piece) != "other" or not any(is_known_name(word) for word in words):
        return False
    office = next(pieces_of(after[:LONGEST_LINE]), None)
    last = [part.text for part in pieces_of(before[:LONGEST_LINE])][-1:]
    return office is not None and kind_of(office.text) == "role" and bool(last) and kind_of(last[0]) == "role"


def _leads_with_role(piece: str) -> bool:
    first = next(pieces_of(piece[:LONGEST_LINE]), None)
    return first is not None and kind_of(first.text) == "role" and _leading_name_score(first.text) < ENOUGH


def _name_score(piece: str, place_of: PlaceOf = _nowhere) -> float:
    """How likely a name stands in a piece."""
    scores = [score for part in pieces_of(piece[:LONGEST_LINE]) for _, _, score in names_in(part.text, place_of)]
    return max(scores, default=0.0)


def _leading_name_score(piece: str, place_of: PlaceOf = _nowhere) -> float:
    """How likely a piece begins with a name, or with a title and a name."""
    for part in pieces_of(piece[:LONGEST_LINE]):
        scores = [score for start, _, score in names_in(part.text, place_of) if start <= title_end(part.text)]
        return max(scores, default=0.0)
    return 0.0
