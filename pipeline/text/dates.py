"""Dates and ranges of dates in a text: strings in, spans out, no I/O and no clock.

A text is read as a row of atoms (day number, month, year, "to", comma ...), each written as one letter, so that
"3 - 5 December 2014" becomes `D-DMY`. A short table of patterns over these letters is the whole grammar. What a text
does not say is never filled in from today's date: "3 March" stays without a year, as `--03-03`.

Numbers are read day first (04/05/2013 is 4 May, and marked ambiguous) unless they can only be month first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipeline.text.clean import fold


@dataclass(frozen=True)
class DateHit:
    """A date or range found: its span, its first and last day as precisely as they are known."""

    start: int
    end: int
    first: str  # 2013-05-20, 2013-05 or 2013; `--05-20` where no year is said
    last: str  # the same as `first` for a single date
    precision: str  # day, month or year
    ambiguous: bool = False  # day and month may be the other way round


def find_dates(text: str) -> list[DateHit]:
    """Every date and range of dates, in order, none inside another.

    >>> [(hit.first, hit.last) for hit in find_dates("held from 20 to 21 May 2013, again in October 2014")]
    [('2013-05-20', '2013-05-21'), ('2014-10', '2014-10')]
    """
    atoms = _without_brackets(list(_atoms(text)))
    letters = "".join(atom.letter for atom in atoms)
    hits, position = [], 0
    while position < len(letters):
        found = _match(atoms, letters, position, text)
        if found is None:
            position += 1
        else:
            hit, position = found
            hits.append(hit)
    return hits


def iso_range(partial: str) -> tuple[str, str]:
    """First and last day of a date as precise as known; two empty strings for what is no date, or has no year.

    >>> iso_range("2013-02")
    ('2013-02-01', '2013-02-28')
    """
    match = _ISO.fullmatch(partial)
    if match is None:
        return "", ""
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if day:
        return (partial, partial) if _is_day(year, month, day) else ("", "")
    if month:
        return (f"{partial}-01", f"{partial}-{monthrange(year, month)[1]:02}") if 1 <= month <= 12 else ("", "")
    return f"{partial}-01-01", f"{partial}-12-31"


def with_year(hit: DateHit, year: int) -> DateHit:
    """A date that lacks its year, placed in a year that the same document names elsewhere."""

    def placed(partial: str) -> str:
        return f"{year:04}{partial[1:]}" if partial.startswith("--") else partial

    return replace(hit, first=placed(hit.first), last=placed(hit.last))


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

_MONTH_NAMES = (
    "january jan janvier janv enero ene janeiro januar gennaio",
    "february feb febr february fevrier fevr febrero fevereiro fev februar febbraio",
    "march mar mars marzo março marco maerz marz",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio maggio",
    "june jun juin junio junho juni giugno",
    "july jul juillet juil julio julho juli luglio",
    "august aug aout août agosto ago",
    "september sept sep septembre septiembre setiembre setembro set settembre",
    "october oct octobre octubre outubro out oktober okt ottobre",
    "november nov novembre noviembre novembro",
    "december dec decembre diciembre dic dezembro dez dezember dicembre",
)
_MONTHS = {fold(name): number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


def _each(words: str, letter: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), letter)


_WEEKDAYS = _each(
    "monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs friday fri saturday sat sunday sun "
    "lunes martes miercoles jueves viernes sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche "
    "segunda terca quarta quinta sexta segunda-feira terca-feira quarta-feira quinta-feira sexta-feira "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "W",
)
# words that join: `-` reads "to", `&` reads "and", `o` reads "of"
_JOINS = {
    **_each("to until till through thru au al a à ao bis hasta jusqu'au up", "-"),
    **_each("and et y e und", "&"),
    **_each("of de del the le el du les los dia dias do", "o"),
    **_each("between entre", "<"),
}
# in lower case these are ordinary words: "may", "set out", "mar"
_CAPITAL_ONLY = _each("may mar march set out ago mon sun sat wed sexta quinta segunda quarta jan dec fri a", "x")

_ATOM = re.compile(
    r"(?P<I>(?<!\d)\d{4}(?P<is>[-/.])\d{1,2}(?P=is)\d{1,2}(?![\d/]))"
    r"|(?P<N>(?<!\d)\d{1,2}(?P<ns>[-/.])\d{1,2}(?P=ns)(?:\d{4}|\d{2})(?![\d/]|\.\d))"
    r"|(?P<S>(?<![\d./])\d{1,2}(?P<ss>[./])\d{1,2}\.?(?=\s?(?:[-–—]|to|bis|au|al)\s?\d{1,2}(?P=ss)\d{1,2}(?P=ss)\d{4}))"
    r"|(?P<Y>(?<![\d.])(?:19|20)\d{2}(?![\d%]|[.,]\d))"
    r"|(?P<D>(?<!\d)(?<!\d[.,])\d{1,2}(?:st|nd|rd|th|er|ère|º|ª|\.?o)?(?![\d%]|[.,]\d))"
    r"|(?P<word>[^\W\d_]{1,20}(?:-feira|['’]au)?)"
    r"|(?P<other>\S)",
    re.IGNORECASE,
)
_MOST_BLANKS = 3  # white space that may part two atoms of one date


@dataclass(frozen=True)
class _Atom:
    letter: str
    value: str
    start: int
    end: int


def _atoms(text: str) -> Iterator[_Atom]:
    """The text as atoms. `x` is anything a date cannot contain."""
    previous = 0
    for match in _ATOM.finditer(text):
        if match.start() - previous > _MOST_BLANKS:
            yield _Atom("x", "", previous, previous)
        previous = match.end()
        kind = match.lastgroup or "other"
        kind = {"is": "I", "ns": "N", "ss": "S"}.get(kind, kind)
        if kind == "word":
            yield _Atom(_letter_of(match[0]), fold(match[0]), *match.span())
        elif kind == "other":
            yield _Atom(_PUNCTUATION.get(match[0], "x"), match[0], *match.span())
        else:
            yield _Atom(kind, match[0], *match.span())


def _without_brackets(atoms: list[_Atom]) -> list[_Atom]:
    """The atoms without weekdays in brackets, as in `19 February (Mon) - 22 February (Thu), 2018`."""
    letters = "".join("(" if a.value == "(" else ")" if a.value == ")" else a.letter for a in atoms)
    dropped = {i for found in re.finditer(r"\(W\.?\)", letters) for i in range(*found.span())}
    return [atom for i, atom in enumerate(atoms) if i not in dropped]


_PUNCTUATION = {"-": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "&": "&", ",": ",", ".": ".", "/": "/"}


def _letter_of(word: str) -> str:
    folded = fold(word)
    if word.islower() and folded in _CAPITAL_ONLY and word != "a":
        return "x"
    if folded in _MONTHS:
        return "M"
    if folded in _WEEKDAYS:
        return "W"
    return _JOINS.get(folded, "x")


# The grammar. W? weekday, o? "of"; a name before each pattern says how its atoms are read.
_DAY = r"(?:Wo?[.,]?)?o?D\.?"
_OF_MONTH = r"o?M\.?"
_OF_YEAR = r"[o,]{0,2}Y"
_TO = r"(?:-|,?&)"
_GRAMMAR: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("numeric", r"(?:Wo?,?)?[NI](?:-o?(?:Wo?,?)?[NI])?"),
        ("short_numeric", r"S-N"),
        ("days_numeric", rf"{_DAY}(?:,{_DAY}){{0,9}}(?:{_TO}o?)N"),
        ("between", rf"<{_DAY}{_OF_MONTH}{_OF_YEAR}&{_DAY}{_OF_MONTH}{_OF_YEAR}"),
        ("between", rf"<{_DAY}{_OF_MONTH}&{_DAY}{_OF_MONTH}{_OF_YEAR}"),
        ("day_first", rf"{_DAY}{_OF_MONTH}(?:{_OF_YEAR})?-o?{_DAY}{_OF_MONTH}{_OF_YEAR}"),
        ("day_first", rf"{_DAY}{_OF_MONTH}{_TO}o?{_DAY}{_OF_MONTH}(?:{_OF_YEAR})?"),
        ("day_first", rf"<?{_DAY}(?:,{_DAY}){{0,9}}(?:(?:{_TO}|/)o?{_DAY}){{0,2}},?{_OF_MONTH}(?:{_OF_YEAR})?"),
        ("month_first", rf"(?:W,?)?M\.?{_DAY},?Y-(?:W,?)?M\.?{_DAY},?Y"),
        ("month_first", rf"(?:W,?)?M\.?{_DAY}{_TO}(?:W,?)?M\.?{_DAY}(?:,?Y)?"),
        ("month_first", rf"(?:W,?)?M\.?{_DAY}(?:,{_DAY}){{0,9}}(?:{_TO}{_DAY}){{0,2}}(?:,?Y)?"),
        ("months", rf"M\.?(?:{_OF_YEAR})?(?:{_TO}|/)M\.?{_OF_YEAR}"),
        ("months", rf"M\.?{_OF_YEAR}"),
        ("years", r"Y-Y"),
        ("school_year", r"Y/D"),
        ("years", r"Y"),
    )
)


def _match(atoms: list[_Atom], letters: str, position: int, text: str) -> tuple[DateHit, int] | None:
    """The longest reading of the first pattern that fits here and names real days."""
    if letters[position] not in "DMYNISWo<":
        return None
    for name, pattern in _GRAMMAR:
        match = pattern.match(letters, position)
        if match is None:
            continue
        used = atoms[position : match.end()]
        hit = _READERS[name](used, text)
        if hit is not None:
            return _trimmed(hit, used), match.end()
    return None


def _trimmed(hit: DateHit, used: list[_Atom]) -> DateHit:
    """The span from the first to the last atom that says something: no "the" before, no full stop after."""
    kept = [atom for atom in used if atom.letter in "DMYNISW"]
    return replace(hit, start=kept[0].start, end=kept[-1].end)


def _read_numeric(used: list[_Atom], text: str) -> DateHit | None:
    """20/05/2013 to 21/05/2013: if one end can only be read one way, so is the other."""
    triples = [_numbers(atom) for atom in used if atom.letter in "NI"]
    for month_first in (False, True):
        days = [_ordered(triple, month_first) for triple in triples]
        if all(_is_day(*day) for day in days):
            swapped = [_ordered(triple, True) for triple in triples]
            slashed = any("." not in atom.value and atom.letter == "N" for atom in used)
            open_ = slashed and not month_first and swapped != days and all(_is_day(*day) for day in swapped)
            return _range([_iso(*day) for day in days], "day", ambiguous=open_)
    return None


def _numbers(atom: _Atom) -> tuple[str, int, int, int]:
    first, second, third = (int(part) for part in re.split(r"[-/.]", atom.value))
    if atom.letter == "I":
        return "I", first, second, third
    return "N", third if third > 99 else third + (2000 if third < 70 else 1900), second, first


def _ordered(triple: tuple[str, int, int, int], month_first: bool) -> tuple[int, int, int]:
    kind, year, month, day = triple
    return (year, day, month) if month_first and kind == "N" else (year, month, day)


def _read_days_numeric(used: list[_Atom], text: str) -> DateHit | None:
    """20-21/05/2013."""
    _, year, month, last = _numbers(used[-1])
    first = _day(next(atom for atom in used if atom.letter == "D"))
    if not (_is_day(year, month, last) and _is_day(year, month, first)):
        return None
    return _range([_iso(year, month, first), _iso(year, month, last)], "day")


def _read_short_numeric(used: list[_Atom], text: str) -> DateHit | None:
    """29.01-31.01.2020: the first end has no year of its own."""
    _, year, month, day = _numbers(used[-1])
    first_day, first_month = (int(part) for part in re.findall(r"\d+", used[0].value))
    first_year = year - (first_month > month)
    if not (_is_day(year, month, day) and _is_day(first_year, first_month, first_day)):
        return None
    return _range([_iso(first_year, first_month, first_day), _iso(year, month, day)], "day")


def _read_days(used: list[_Atom], text: str) -> DateHit | None:
    """Day first or month first: each day takes the month and year beside it, else those of the other end."""
    days = [_day(atom) for atom in used if atom.letter == "D"]
    months = [_MONTHS[atom.value] for atom in used if atom.letter == "M"]
    years = [int(atom.value) for atom in used if atom.letter == "Y"]
    if any(day < 1 or day > 31 for day in days):
        return None
    last_year = years[-1] if years else 0
    first_year = years[0] if len(years) > 1 else last_year
    if first_year and len(years) == 1 and (months[0], days[0]) > (months[-1], days[-1]):
        if len(months) == 1:
            return None
        first_year -= 1  # 30 December – 2 January 2015
    ends = [(first_year, months[0], days[0]), (last_year, months[-1], days[-1])]
    if not all(_is_day(year or 2000, month, day) for year, month, day in ends):
        return None
    return _range([_iso(*end) for end in ends], "day")


def _read_months(used: list[_Atom], text: str) -> DateHit | None:
    months = [_MONTHS[atom.value] for atom in used if atom.letter == "M"]
    years = [int(atom.value) for atom in used if atom.letter == "Y"]
    first_year = years[0] if len(years) > 1 else years[-1] - (months[0] > months[-1])
    return _range([f"{first_year:04}-{months[0]:02}", f"{years[-1]:04}-{months[-1]:02}"], "month")


def _read_years(used: list[_Atom], text: str) -> DateHit | None:
    years = [atom.value for atom in used if atom.letter == "Y"]
    if len(years) == 1 and not _is_year(used[0], text):
        return None
    return _range([years[0], years[-1]], "year")


def _read_school_year(used: list[_Atom], text: str) -> DateHit | None:
    """2013/14 is two years on end; 2013/32 is the number of a resolution, and so is 2013/1."""
    year = int(used[0].value)
    if len(used[-1].value) != 2 or (year + 1) % 100 != _day(used[-1]):
        return None
    return _range([str(year), str(year + 1)], "year")


_NO_YEAR_BEFORE = re.compile(r"(?:[$€£#/:@=+]|\bno\.?|\bNo\.?|\bR|\w[-–/.]|\b(?:about|over|than|nearly|some|box))\s?$")
_PART_OF_YEAR = re.compile(r"\b(?:mid|early|late|end|pre|post)[-–]$", re.IGNORECASE)
_NO_YEAR_AFTER = re.compile(
    r"[-–]?(?:[/:@=]|\s?(?:%|[a-z]{3,20}(?:ple|ers|ors|nts|ies|tes|lls|ses|tre|res|ans)\b|m\b|km\b|kg\b|\(0\)|-\d))"
)


def _is_year(atom: _Atom, text: str) -> bool:
    """Four digits alone may be a sum, a number of people or part of a reference."""
    before, after = _PART_OF_YEAR.sub("", text[max(0, atom.start - 8) : atom.start]), text[atom.end : atom.end + 30]
    return not _NO_YEAR_BEFORE.search(before) and not _NO_YEAR_AFTER.match(after)


_READERS: dict[str, Callable[[list[_Atom], str], DateHit | None]] = {
    "numeric": _read_numeric,
    "short_numeric": _read_short_numeric,
    "days_numeric": _read_days_numeric,
    "between": _read_days,
    "day_first": _read_days,
    "month_first": _read_days,
    "months": _read_months,
    "years": _read_years,
    "school_year": _read_school_year,
}


def _range(ends: list[str], precision: str, ambiguous: bool = False) -> DateHit | None:
    """A hit without its span; None where it would run backwards."""
    first, last = ends[0], ends[-1]
    return DateHit(0, 0, first, last, precision, ambiguous) if first <= last else None


def _day(atom: _Atom) -> int:
    return int(re.match(r"\d+", atom.value)[0])  # type: ignore[index]  # a D atom begins with digits


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"
