"""What stands beside a name: enumerations, the country in apposition or at the head of a list, places nearby."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.text import gazetteer
from pipeline.text.gazetteer import COMMON, PERSON, RARE, Named, Reading
from pipeline.text.places.evidence import Spot
from pipeline.text.places.hits import PlaceHit
from pipeline.text.places.spots import APPOSITION, STATE, Finder
from pipeline.text.places.vocabulary import is_weighty, never_alone

NEAR = 200
"""Characters within which another place tells which one is meant."""
_ENUMERATION = re.compile(
    r" ?[,;/&] ?(?:and |or |y |e |et |und |& )?(?:the )?| (?:and|or|y|e|et|und|&) (?:the )?|, as well as ", re.I
)
_OPENING = re.compile(r" ?[:(–-] ?")
_LIES = re.compile(
    r",? (?:[a-z-]{1,15} ){1,6}?"
    r"(?:city|town|capital|port|north|south|east|west|centre|center|coast|suburb|district|municipality|seat|village)"
    r"(?: [a-z-]{1,15}){0,3}? (?:of|in) (?:the )?"
)
_CLOSING = re.compile(r"[ \u00a0]?[(–-] ?|,? in (?:the )?")


class Around:
    """The spots of one text with what stands beside each, and what was made of them so far."""

    def __init__(self, found: Finder, *, cities_listed: bool, country: str) -> None:
        self.found = found
        self.text, self.spots = found.words.text, found.spots
        self.cities_listed = cities_listed
        self.country = country  # the code of the one that heads the list or stands in the same row of a table
        self.verdicts: list[PlaceHit | None] = []

    def look_beside(self, number: int) -> None:
        """Evidence of an enumeration: places before and behind, with commas or "and" between."""
        cues = self.spots[number].cues
        cues.pop("beside", None)
        cues.pop("row", None)
        row = [verdict for near in self._row(number) if (verdict := self.verdicts[near])]
        words = ", ".join(verdict.surface for verdict in row)
        if sum(verdict.city is not None for verdict in row) >= 2:
            cues["row"] = words
        elif any(self.verdicts[near] for near in self.enumerated(number)):
            cues["beside"] = words

    def _row(self, number: int) -> list[int]:
        """The other spots of the enumeration that a spot stands in, three to each side at most."""
        row: list[int] = []
        for step in (-1, 1):
            at = number
            for _ in range(3):
                if not self.linked(min(at, at + step)):
                    break
                at += step
                row.append(at)
        return row

    def linked(self, number: int) -> bool:
        """Whether only a comma or "and" stands between a spot and the next."""
        if not 0 <= number < len(self.spots) - 1:
            return False
        if self.found.rows >= {number, number + 1}:
            return True
        gap = self.text[self.spots[number].end : self.spots[number + 1].start]
        return len(gap) < 16 and bool(_ENUMERATION.fullmatch(gap))

    def enumerated(self, number: int) -> Iterator[int]:
        """The spots right before and right behind in an enumeration."""
        if self.linked(number - 1):
            yield number - 1
        if self.linked(number):
            yield number + 1

    def apposed(self, number: int) -> tuple[str, str, str] | None:
        """Country, division and words of what stands in apposition: `Lyon, France`, `Austin (Texas)`."""
        spot = self.spots[number]
        if self._is_a_part(spot):
            return None
        state = STATE.match(self.text, spot.end)
        if state and lies_in(spot.named.cities + towns(spot.named.key), "US", f"US.{state.group(1)}"):
            return "US", f"US.{state.group(1)}", state.group(1)
        for near, pattern in ((number + 1, APPOSITION), (number - 1, _OPENING)):
            if not 0 <= near < len(self.spots):
                continue
            other = self.spots[near]
            gap = self.text[spot.end : other.start] if near > number else self.text[other.end : spot.start]
            if other.named.adjective or not (_is_apposed(gap, pattern) or (near > number and _lies(gap, other))):
                continue
            for code, division in belongs(other.named):
                if lies_in(spot.named.cities, code, division) or lies_in(towns(spot.named.key), code, division):
                    return code, division, other.surface
        return self._headed(number)

    def _headed(self, number: int) -> tuple[str, str, str] | None:
        """Country and words of what heads the enumeration or ends it: "Mozambique: Beira, Nacala", "... (Kenya)"."""
        spot = self.spots[number]
        if (
            self.country
            and "alone" in spot.cues
            and lies_in(spot.named.cities + towns(spot.named.key), self.country, "")
        ):
            return self.country, "", gazetteer.country(self.country).name
        if not spot.named.cities or is_weighty(spot.named.cities[0]) or spot.named.flags & COMMON:
            return None
        first, last = self._row_ends(number)
        for near, left, right, pattern in (
            (first - 1, first - 1, first, _OPENING),
            (last + 1, last, last + 1, _CLOSING),
        ):
            if not 0 <= near < len(self.spots) or not pattern.fullmatch(self.gap(left, right)):
                continue
            nation = self.spots[near].named.country
            if nation and not self.spots[near].named.adjective and lies_in(spot.named.cities, nation.code, ""):
                return nation.code, "", self.spots[near].surface
        return None

    def _row_ends(self, number: int) -> tuple[int, int]:
        """The first and the last spot of the enumeration that a spot stands in, ten to each side at most."""
        first = last = number
        while first > number - 10 and self.linked(first - 1):
            first -= 1
        while last < number + 10 and self.linked(last):
            last += 1
        return first, last

    def gap(self, left: int, right: int) -> str:
        """The text between two spots."""
        return self.text[self.spots[left].end : self.spots[right].start][:20]

    def _is_a_part(self, spot: Spot) -> bool:
        """Whether a word that is no city alone ends a longer name: "Rutgers University, USA", "Ewout van den Berg"."""
        if spot.named.key in never_alone():
            return not self.found.words.is_opened(spot.start)
        return spot.glued_before and bool(spot.named.flags & (COMMON | RARE | PERSON))

    def near(self, number: int) -> Iterator[int]:
        """The other spots within a few lines, twenty to each side at most."""
        here = self.spots[number]
        for near in range(max(0, number - 20), min(number + 21, len(self.spots))):
            other = self.spots[near]
            if near != number and other.start - here.end < NEAR and here.start - other.end < NEAR:
                yield near

    def countries_near(self, number: int) -> tuple[set[str], set[str]]:
        """Codes of the countries named nearby, and of the cities sure nearby."""
        named, cities = set(), set()
        for near in self.near(number):
            nation, verdict = self.spots[near].named.country, self.verdicts[near]
            if nation:
                named.add(nation.code)
            elif verdict and verdict.city:
                cities.add(verdict.city.country_code)
        return named, cities


def _is_apposed(gap: str, pattern: re.Pattern[str]) -> bool:
    """Whether only a comma or bracket stands between a place and its country."""
    return len(gap) <= 8 and bool(pattern.fullmatch(gap))


def _lies(gap: str, other: Spot) -> bool:
    """Whether words say that a place lies in what follows: "Hull, in the north of England", "Lyon France"."""
    if other.named.country is None:
        return False
    return gap == " " or (len(gap) <= 80 and bool(_LIES.fullmatch(gap)))


def belongs(named: Named) -> Iterator[tuple[str, str]]:
    """What a name says of a place before it: (country, "") or (country, division)."""
    if named.division:
        yield named.division.partition(".")[0], named.division
    nation = named.country or named.short_of
    if nation:
        yield nation.code, ""


def lies_in(readings: Sequence[Reading], code: str, division: str) -> bool:
    """Whether one of the readings lies in a country, and in a division of it where one is given."""
    return any(r.city.country_code == code and (not division or r.division == division) for r in readings)


def towns(key: str) -> tuple[Reading, ...]:
    named = gazetteer.town(key)
    return named.cities if named else ()
