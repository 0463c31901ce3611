"""Decide which spots of a text are places, and which ones.

Each spot is judged twice over: which of the places of that name fits best, and is the evidence enough for a name of its
kind? A large city needs none, a small one some, a name that is also a word ("Nice", "Reading") or a person's needs
much. What the rest of the document is sure of counts as well, but little: a country named somewhere must not send
Barcelona to Venezuela.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.text import gazetteer
from pipeline.text.gazetteer import COMMON, PERSON, PLAIN, RARE, City, Country, Named, Reading, key_of
from pipeline.text.placespots import (
    APPOSITION,
    ENOUGH_FOR_A_WORD,
    LARGE,
    POINTS,
    Finder,
    Spans,
    Spot,
    context,
    country_words,
    is_cased,
    is_weighty,
    never_alone,
    points_of,
)

METHOD = "gazetteer/1"
FUZZY = "gazetteer-fuzzy/1"

NEAR = 200
"""Characters within which another place tells which one is meant."""
CLOSE_CALL = 0.2
"""Two readings whose weights differ by less are not told apart."""
WELL_KNOWN = 5.75
"""Fame from which a smaller city (Phuket, Ramallah) may be named in a text about quite other countries."""
WELL_TRAVELLED = 8
"""In how many forms the world writes the name of a small city that may stand among those of another country."""
CITY_STATES = frozenset({"SG", "HK", "MO", "MC", "GI"})
HUGE = 1_000_000
SUBURB = 30.0
"""Kilometres from the middle of a city within which a little known place is taken for one of its suburbs."""
FORMS_OF_A_CITY = 2.5
"""In how many forms the world writes the name of a place with a life of its own; a suburb has one or two."""

_ENUMERATION = re.compile(
    r" ?[,;/&] ?(?:and |or |y |e |et |und |& )?(?:the )?| (?:and|or|y|e|et|und|&) (?:the )?|, as well as ", re.I
)
_STATE = re.compile(r",? ([A-Z]{2})\b")  # of the United States, as in addresses: `Pasadena, CA`
_OPENING = re.compile(r" ?[:(–-] ?")
_CLOSING = re.compile(r"[ \u00a0]?[(–-] ?")
_BETWEEN = re.compile(r",? \(?")  # a place and its country: `Beira, Mozambique`


@dataclass(frozen=True, slots=True)
class Known:
    """What is already sure about a document, to judge the rest of it by."""

    cities: frozenset[str] = frozenset()  # ids
    countries: frozenset[str] = frozenset()  # codes of those named
    homes: frozenset[str] = frozenset()  # codes of those named and of those the cities lie in
    words: frozenset[str] = frozenset()  # words that the document also writes small: `set`, `police`
    hint: str = ""  # a country code


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A name of a place in a text: a city, a country, or candidates that could not be told apart."""

    start: int
    end: int
    surface: str
    city: City | None
    country: Country | None
    candidates: tuple[City, ...]  # where neither is set
    score: float
    method: str
    evidence: tuple[str, ...]  # the words that speak for it, like `Mayor of`, `Italy`


class Reader:
    """One text, whose spots are found once and judged as often as more becomes known."""

    def __init__(
        self,
        text: str,
        taken: Spans = (),
        gpe: Spans = (),
        *,
        listed: bool = False,
        cities_listed: bool = False,
        country: str = "",
    ) -> None:
        self.found = Finder(text, taken, gpe, listed=listed or cities_listed)
        self.text, self.spots = text, self.found.spots
        self.cities_listed = cities_listed
        self.country = country  # the code of the one that heads the list or stands in the same row of a table
        self.verdicts: list[PlaceHit | None] = []

    def small_words(self) -> Iterator[str]:
        """The words of the text that are written small, folded."""
        return self.found.small_words()

    def judge(self, known: Known) -> list[PlaceHit]:
        """The spots that are places, given what else is known."""
        self.verdicts = [None] * len(self.spots)
        for _ in range(2):  # the second time with what the first found beside each
            for number, verdict in enumerate(self.verdicts):
                if verdict is None:
                    self._look_beside(number)
                    self.verdicts[number] = self._verdict(number, known)
        suburbs = {number for number in range(len(self.spots)) if self._is_suburb(number, known)}
        return [verdict for number, verdict in enumerate(self.verdicts) if verdict and number not in suburbs]

    def _look_beside(self, number: int) -> None:
        """Evidence of an enumeration: places before and behind, with commas or "and" between."""
        cues = self.spots[number].cues
        cues.pop("beside", None)
        cues.pop("row", None)
        row = [verdict for near in self._row(number) if (verdict := self.verdicts[near])]
        words = ", ".join(verdict.surface for verdict in row)
        if sum(verdict.city is not None for verdict in row) >= 2:
            cues["row"] = words
        elif any(self.verdicts[near] for near in self._enumerated(number)):
            cues["beside"] = words

    def _row(self, number: int) -> list[int]:
        """The other spots of the enumeration that a spot stands in, three to each side at most."""
        row: list[int] = []
        for step in (-1, 1):
            at = number
            for _ in range(3):
                if not self._linked(min(at, at + step)):
                    break
                at += step
                row.append(at)
        return row

    def _linked(self, number: int) -> bool:
        """Whether only a comma or "and" stands between a spot and the next."""
        if not 0 <= number < len(self.spots) - 1:
            return False
        if self.found.rows >= {number, number + 1}:
            return True
        gap = self.text[self.spots[number].end : self.spots[number + 1].start]
        return len(gap) < 16 and bool(_ENUMERATION.fullmatch(gap))

    def _enumerated(self, number: int) -> Iterator[int]:
        """The spots right before and right behind in an enumeration."""
        if self._linked(number - 1):
            yield number - 1
        if self._linked(number):
            yield number + 1

    def _verdict(self, number: int, known: Known) -> PlaceHit | None:
        """What the spot names, or None where nothing or not enough speaks for a place."""
        spot = self.spots[number]
        if spot.spoilt or spot.named.blocked:
            return None
        beside = self._apposed(number)
        nation = self._nation(number, known, beside)
        if nation is not None:
            return self._as_country(spot, nation)
        if not spot.named.cities or self._is_division(number, beside):
            return None
        return self._as_city(number, known, beside)

    def _apposed(self, number: int) -> tuple[str, str, str] | None:
        """Country, division and words of what stands in apposition: `Lyon, France`, `Austin (Texas)`."""
        spot = self.spots[number]
        if self._is_a_part(spot):
            return None
        state = _STATE.match(self.text, spot.end)
        if state and _in(spot.named.cities, "US", f"US.{state.group(1)}"):
            return "US", f"US.{state.group(1)}", state.group(1)
        for near, pattern in ((number + 1, APPOSITION), (number - 1, _OPENING)):
            if not 0 <= near < len(self.spots):
                continue
            other = self.spots[near]
            gap = self.text[spot.end : other.start] if near > number else self.text[other.end : spot.start]
            close = near > number and gap == " " and other.named.country is not None
            if other.named.adjective or len(gap) > 8 or not (pattern.fullmatch(gap) or close):
                continue
            for code, division in _belongs(other.named):
                if _in(spot.named.cities, code, division) or _in(_towns(spot.named.key), code, division):
                    return code, division, other.surface
        return self._headed(number)

    def _headed(self, number: int) -> tuple[str, str, str] | None:
        """Country and words of what heads the enumeration or ends it: "Mozambique: Beira, Nacala", "... (Kenya)"."""
        spot = self.spots[number]
        if self.country and "alone" in spot.cues and _in(spot.named.cities + _towns(spot.named.key), self.country, ""):
            return self.country, "", gazetteer.country(self.country).name
        if not spot.named.cities or is_weighty(spot.named.cities[0]) or spot.named.flags & COMMON:
            return None
        first, last = self._row_ends(number)
        for near, left, right, pattern in (
            (first - 1, first - 1, first, _OPENING),
            (last + 1, last, last + 1, _CLOSING),
        ):
            if not 0 <= near < len(self.spots) or not pattern.fullmatch(self._gap(left, right)):
                continue
            nation = self.spots[near].named.country
            if nation and not self.spots[near].named.adjective and _in(spot.named.cities, nation.code, ""):
                return nation.code, "", self.spots[near].surface
        return None

    def _row_ends(self, number: int) -> tuple[int, int]:
        """The first and the last spot of the enumeration that a spot stands in, ten to each side at most."""
        first = last = number
        while first > number - 10 and self._linked(first - 1):
            first -= 1
        while last < number + 10 and self._linked(last):
            last += 1
        return first, last

    def _gap(self, left: int, right: int) -> str:
        """The text between two spots."""
        return self.text[self.spots[left].end : self.spots[right].start][:20]

    def _is_a_part(self, spot: Spot) -> bool:
        """Whether a word that is no city alone ends a longer name: "Rutgers University, USA", "Ewout van den Berg"."""
        if spot.named.key in never_alone():
            return not self.found.is_opened(spot)
        return spot.glued_before and bool(spot.named.flags & (COMMON | RARE | PERSON))

    def _nation(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> Country | None:
        """The country that the spot names, if it names one rather than a city."""
        spot, named = self.spots[number], self.spots[number].named
        if named.short_of and self._is_short_name(number, named.short_of, known, beside):
            return named.short_of
        if named.country is None or self._tells_state(number):
            return None
        if beside and named.country.code != beside[0]:
            return None
        own = [reading for reading in named.cities if reading.city.country_code == named.country.code]
        if own and (spot.head in context("city_heads") or "tail" in spot.cues):
            return None
        if own and named.country.code in CITY_STATES and not self._among_countries(number):
            return None
        if self.cities_listed and spot.surface == self.text.strip() and own and own[0].kind == "name":
            return None if is_weighty(own[0]) else named.country  # Djibouti in a list of cities
        return named.country if self._is_country(spot) else None

    def _tells_state(self, number: int) -> bool:
        """Whether a name that is also a foreign state's stands behind a city of that state: "Atlanta, Georgia"."""
        division, nation = self.spots[number].named.division, self.spots[number].named.country
        if not division or number == 0 or nation is None or division.startswith(nation.code):
            return False
        before = self._apposed(number - 1)
        return before is not None and before[1] == division

    def _is_country(self, spot: Spot) -> bool:
        """Whether a country's name or adjective stands for the country here."""
        key, named = spot.named.key, spot.named
        if key in _cased() and (spot.surface not in _cased()[key] or self.found.shouting):
            return False
        if key in country_words("doubtful"):
            return points_of(spot) >= ENOUGH_FOR_A_WORD
        if key in country_words("persons") and spot.glued and "of" not in spot.cues:
            return False
        if named.adjective and not spot.surface.isascii() and spot.surface not in _accented():
            return False  # Germán, no German
        return not (named.adjective and self._is_a_language(spot))

    def _is_a_language(self, spot: Spot) -> bool:
        """Whether an adjective like "French" means the language: "in French", "translated into French and Spanish"."""
        words = self.found.words_before(spot.first, over_article=False)
        if any(word.key in context("language_before") for word in words):
            return True
        led = bool(words) and words[-1].key in ("in", "and", "or", "en", "em")
        ends = self.text[spot.end : spot.end + 1] in (",", ".", ";", ")", "")
        if (led and ends) or not self._describes(spot.last):
            return led or spot.named.key in country_words("languages")
        return False

    def _describes(self, last: int) -> bool:
        """Whether a noun follows an adjective, perhaps after others: "French and Spanish cities"."""
        for number in range(last + 1, min(last + 6, len(self.found.tokens))):
            token = self.found.tokens[number]
            gap = self.text[self.found.tokens[number - 1].end : token.start]
            if gap not in (" ", ", ", "-", "\u00a0"):
                return False
            named = gazetteer.lookup(token.key) if token.capital else None
            adjective = token.key in country_words("languages") or (named is not None and named.adjective)
            if gap == ", " and not adjective:
                return False
            if token.key not in ("and", "or") and not adjective:
                return token.key not in context("after_language")
        return False

    def _is_short_name(self, number: int, nation: Country, known: Known, beside: tuple[str, str, str] | None) -> bool:
        """Whether a city's name is short for a country: "Salvador" where El Salvador or a neighbour is spoken of."""
        spot = self.spots[number]
        if beside or spot.cues.keys() & {"head", "tail", "label"} or not spot.named.cities:
            return False
        home = spot.named.cities[0].city.country_code
        here, _ = self._countries_near(number)
        if home in here or (home in known.countries and nation.code not in known.countries):
            return False
        region = {nation.code, *gazetteer.neighbours(nation.code)}
        return bool(here & region) or nation.code in known.countries

    def _among_countries(self, number: int) -> bool:
        """Whether all that it is enumerated with are countries."""
        others = [self.spots[near] for near in self._enumerated(number)]
        return bool(others) and all(other.named.country and not other.named.adjective for other in others)

    def _is_division(self, number: int, beside: tuple[str, str, str] | None) -> bool:
        """Whether the name means a state or region rather than the city of that name."""
        spot = self.spots[number]
        if not spot.named.division or spot.head in context("city_heads") or "tail" in spot.cues:
            return False
        if all(reading.kind == "other" for reading in spot.named.cities):
            return True  # Xalisco is no Jalisco
        if not beside and self._precedes_its_country(number):
            return True  # "Gaza, Mozambique", where no city of the name lies
        if not gazetteer.is_division_first(spot.named.key):
            return False
        return not beside or self._follows_its_city(number)

    def _precedes_its_country(self, number: int) -> bool:
        """Whether the country of the division stands right behind."""
        if number + 1 == len(self.spots) or not _BETWEEN.fullmatch(self._gap(number, number + 1)):
            return False
        code, _, _ = self.spots[number].named.division.partition(".")
        return (code, "") in _belongs(self.spots[number + 1].named)

    def _follows_its_city(self, number: int) -> bool:
        """Whether a city of the division stands right before: "Boca del Río, Veracruz, Mexico"."""
        if number == 0 or not _BETWEEN.fullmatch(self._gap(number - 1, number)):
            return False
        code, _, _ = (division := self.spots[number].named.division).partition(".")
        before = self.spots[number - 1].named
        return _in(before.cities + _towns(before.key), code, division)

    def _as_country(self, spot: Spot, nation: Country) -> PlaceHit:
        score = 0.7 if spot.likeness < 1 else 0.85 if spot.named.adjective else 0.95
        return _hit(spot, score, spot.cues, country=nation)

    def _as_city(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> PlaceHit | None:
        """The city that the spot names, or candidates; None where there is not enough evidence for one."""
        spot = self.spots[number]
        ranked = self._ranked(number, known, beside)
        best = ranked[0][1]
        cues = dict(spot.cues)
        if beside:
            cues["country"] = beside[2]
        elif spot.named.key in never_alone() or self._is_acronym(spot, best) or self._is_elsewhere(number, best):
            return None
        if any(reading.city.id in known.cities for reading in spot.named.cities):
            cues["known"] = "elsewhere in the document"
        if self._is_capital_telling(spot, best, cues):
            cues["mid"] = spot.surface
        spare = self._spare(number, best, known, cues)
        if spare < 0:
            return None
        candidates = _close(ranked)
        score = min(0.99, 0.8 + 0.05 * spare + 0.05 * bool(cues)) * spot.likeness
        if len(candidates) > 1:
            return _hit(spot, score / 2, cues, candidates=candidates)
        return _hit(spot, score, cues, city=best.city)

    def _is_capital_telling(self, spot: Spot, best: Reading, cues: Mapping[str, str]) -> bool:
        """Whether a word that is also a large city's name has its capital within a sentence: "people from Cork"."""
        if not spot.named.flags & (COMMON | RARE) or spot.glued or not cues.keys() & {"in", "known"}:
            return False
        inside = not self.found.opens_sentence(spot.start) and not self.found.titled
        return inside and ("known" in cues or best.city.population >= LARGE)

    def _spare(self, number: int, best: Reading, known: Known, cues: Mapping[str, str]) -> int:
        """How many points the evidence has more than the name needs."""
        spot = self.spots[number]
        common = self._is_common(spot, best, known)
        points = sum(
            POINTS[kind] for kind, words in cues.items() if not common or _counts_for_a_word(kind, words, best)
        )
        need = max(self._need(spot, best), ENOUGH_FOR_A_WORD * common)
        return points - need - self._far(number, best, known) * ("country" not in cues)

    def _is_common(self, spot: Spot, best: Reading, known: Known) -> bool:
        """Whether the name is an everyday word, by the dictionary or by this document."""
        if spot.named.flags & COMMON:
            return " " not in spot.named.key or best.kind == "other"
        written_small = spot.first == spot.last and spot.named.key in known.words
        return written_small and best.kind != "alias" and best.city.population < HUGE and not spot.named.flags & PLAIN

    def _is_acronym(self, spot: Spot, best: Reading) -> bool:
        """Whether a few capitals (LAC) are letters for something else rather than a city written large (SUVA)."""
        short = len(spot.surface) <= 4 and self.found.tokens[spot.first].upper
        if spot.cues.keys() & {"head", "tail"}:
            return False
        if self.found.shouting and len(spot.surface) == 4 and best.kind == "name" and is_weighty(best):
            return False
        return short and best.kind != "alias" and best.city.population < HUGE and not spot.named.flags & PLAIN

    def _is_elsewhere(self, number: int, best: Reading) -> bool:
        """Whether a country stands right behind in which no place of the name lies: "Gaza, Mozambique"."""
        spot = self.spots[number]
        if number + 1 == len(self.spots) or not _BETWEEN.fullmatch(gap := self._gap(number, number + 1)):
            return False
        other = self.spots[number + 1]
        if not other.named.country or other.named.adjective or gap == " ":
            return False
        if any(r.kind == "name" and r.city.country_code == other.named.country.code for r in other.named.cities):
            return False  # "Lima, Panama" may be two cities
        if "(" in gap or (spot.start == 0 and other.end == len(self.text.rstrip(" ."))):
            return True
        return "alone" in spot.cues and "alone" in other.cues and not (best.kind == "name" and is_weighty(best))

    def _is_suburb(self, number: int, known: Known) -> bool:
        """Whether it is a part of a much larger city that is named as well: Katutura in a document on Windhoek."""
        spot, verdict = self.spots[number], self.verdicts[number]
        place = verdict.city if verdict else None
        if place is None or place.population >= 3 * LARGE or spot.cues.keys() & {"tail", "list", "row"}:
            return False
        if spot.head in context("city_heads") or self._apposed(number):
            return False
        if any(r.city == place and gazetteer.forms(r) >= FORMS_OF_A_CITY for r in spot.named.cities):
            return False
        near = [other.city for at in self._near(number) if (other := self.verdicts[at]) and other.city]
        named = [*near, *(gazetteer.city(identity) for identity in known.cities)]
        return any(
            city.population >= 5 * place.population and gazetteer.distance(city, place) <= SUBURB for city in named
        )

    def _far(self, number: int, best: Reading, known: Known) -> int:
        """Points more that a small city or an unusual name needs where nothing else speaks of its country."""
        if best.kind == "alias" or (best.kind == "name" and (is_weighty(best) or best.fame >= WELL_KNOWN)):
            return 0
        if (self.found.listed and not known.homes) or best.city.id in known.cities:
            return 0  # an answer that should be a place
        named, cities = self._countries_near(number)
        code = best.city.country_code
        near = code in named | cities | {known.hint}
        far = not near and code not in known.homes
        if best.kind == "other":
            alike = key_of(best.city.name) in self.spots[number].named.key  # Puerto Limón
            return 2 * far if near or alike or best.city.population >= LARGE else 9  # St. Andrew is no Saint Charles
        among_others = bool(cities) and not near and gazetteer.forms(best) < WELL_TRAVELLED
        return far + among_others

    def _ranked(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> list[tuple[float, Reading]]:
        """The readings with their weights here, the likeliest first."""
        spot = self.spots[number]
        readings = spot.named.cities
        if beside and not _in(readings, beside[0], beside[1]):
            readings = readings + _towns(spot.named.key)
        if len(readings) == 1:
            return [(0.0, readings[0])]
        named, cities = self._countries_near(number)
        rated = []
        for reading in readings:
            code = reading.city.country_code
            weight = gazetteer.weight(spot.named.key, reading)
            weight += 12.0 * bool(beside and _in((reading,), beside[0], beside[1]))
            weight += 0.8 * (code in named) + 0.3 * (code in cities)
            weight += 0.25 * (code in known.countries) + 1.5 * (reading.city.id in known.cities)
            weight += 1.5 * (code == known.hint) + 0.4 * _is_spelt_so(reading, spot)
            rated.append((weight, reading))
        return sorted(rated, key=lambda pair: -pair[0])

    def _near(self, number: int) -> Iterator[int]:
        """The other spots within a few lines, twenty to each side at most."""
        here = self.spots[number]
        for near in range(max(0, number - 20), min(number + 21, len(self.spots))):
            other = self.spots[near]
            if near != number and other.start - here.end < NEAR and here.start - other.end < NEAR:
                yield near

    def _countries_near(self, number: int) -> tuple[set[str], set[str]]:
        """Codes of the countries named nearby, and of the cities sure nearby."""
        named, cities = set(), set()
        for near in self._near(number):
            nation, verdict = self.spots[near].named.country, self.verdicts[near]
            if nation:
                named.add(nation.code)
            elif verdict and verdict.city:
                cities.add(verdict.city.country_code)
        return named, cities

    def _need(self, spot: Spot, reading: Reading) -> int:
        """How many points of evidence a name of this kind needs before it is taken for a place."""
        people, flags = reading.city.population, spot.named.flags
        if spot.likeness < 1:
            return 0  # looked up only because of a strong cue
        need = _need_of_name(spot.named.key, reading, flags)
        if spot.glued and not (people >= HUGE and not flags & (COMMON | PERSON)):
            need += 2
        if spot.glued_behind and flags & PERSON and not spot.cues.keys() & {"head", "tail", "list"}:
            need += 4  # Sofía Villalobos, Florence Adeyemi
        clear = not flags and reading.kind == "name" and is_weighty(reading) and len(spot.surface) > 3
        if self.found.shouting and not clear and (people < HUGE or flags & PERSON):
            need += 1
        if not is_cased(spot.surface):
            need += 1
        return need


def _hit(
    spot: Spot,
    score: float,
    cues: Mapping[str, str],
    *,
    city: City | None = None,
    country: Country | None = None,
    candidates: tuple[City, ...] = (),
) -> PlaceHit:
    """A spot as what it was judged to be."""
    return PlaceHit(
        start=spot.start,
        end=spot.end,
        surface=spot.surface,
        city=city,
        country=country,
        candidates=candidates,
        score=round(score, 3),
        method=METHOD if spot.likeness == 1 else FUZZY,
        evidence=tuple(dict.fromkeys(cues.values())) or (spot.surface,),
    )


def _need_of_name(key: str, reading: Reading, flags: int) -> int:
    """Points that a name needs by what else it could be and how large the place is."""
    people, kind = reading.city.population, reading.kind
    if kind == "alias":
        return 2 if flags & COMMON else int(flags & (PERSON | PLAIN) == PERSON and people < 5 * LARGE)
    if flags & (COMMON | RARE) and " " in key and kind == "name" and people >= LARGE:
        risky = key in gazetteer.word_list("risky")
        return 2 if risky else int(bool(flags & COMMON))  # San Fernando; Port Louis; Green Bay
    if flags & COMMON:
        return ENOUGH_FOR_A_WORD
    if flags & RARE:
        return 1 if kind == "name" and people >= 3 * LARGE else ENOUGH_FOR_A_WORD
    if flags & PLAIN:
        return 0
    if people < gazetteer.SMALL and kind == "name" and not gazetteer.is_capital(reading.city):
        return 2
    need = int(len(key) <= 3)
    if flags & PERSON:
        need += 0 if people >= 5 * LARGE else 1 if people >= LARGE else 2
    elif kind == "name":
        need += 0 if is_weighty(reading) else 1
    if kind == "other":
        long = " " in key and len(key) >= 8 and people >= LARGE
        need += 0 if long else 1 if len(key) >= 6 and people >= 5 * LARGE else 2
    return need


def _counts_for_a_word(kind: str, words: str, best: Reading) -> bool:
    """Whether evidence counts for a name that is a word as well: "Metro Police", "Mobile City" are no cities.

    "Cork City Council" is one.
    """
    if kind == "tail":
        return " " in words and best.kind == "name" and is_weighty(best)
    return kind not in ("body", "campus", "direct", "of")


def _is_spelt_so(reading: Reading, spot: Spot) -> bool:
    """Whether the text has the city's own accents, or its own form of Saint: San José, Saint-Louis."""
    if spot.named.key.startswith("st "):
        return _first_word(reading.city.name) == _first_word(spot.surface)
    return not spot.surface.isascii() and reading.city.name == spot.surface


def _first_word(name: str) -> str:
    return name.replace("-", " ").partition(" ")[0].rstrip(".").casefold()


def _close(ranked: list[tuple[float, Reading]]) -> tuple[City, ...]:
    """The likeliest city, and those that are about as likely and not much smaller."""
    top, best = ranked[0]
    rivals = [
        r.city
        for w, r in ranked
        if top - w < CLOSE_CALL
        and r.city.population >= 0.3 * best.city.population
        and not (r.city.country_code == best.city.country_code and gazetteer.distance(r.city, best.city) <= SUBURB)
    ]  # GeoNames has some cities twice
    return tuple(dict.fromkeys([best.city, *rivals]))


def _belongs(named: Named) -> Iterator[tuple[str, str]]:
    """What a name says of a place before it: (country, "") or (country, division)."""
    if named.division:
        yield named.division.partition(".")[0], named.division
    if named.country:
        yield named.country.code, ""


def _in(readings: Sequence[Reading], code: str, division: str) -> bool:
    """Whether one of the readings lies in a country, and in a division of it where one is given."""
    return any(r.city.country_code == code and (not division or r.division == division) for r in readings)


def _towns(key: str) -> tuple[Reading, ...]:
    named = gazetteer.town(key)
    return named.cities if named else ()


@cache
def _accented() -> frozenset[str]:
    """Adjectives of countries that are written with an accent."""
    names = (name for names in gazetteer.data("countries")["adjectives"].values() for name in names)
    return frozenset(name for name in names if not name.isascii())


@cache
def _cased() -> Mapping[str, frozenset[str]]:
    """Folded name -> the ways it may be written, for abbreviations that are also words (`US`)."""
    return {key_of(word): frozenset({word}) for word in gazetteer.data("countries")["cased"]}
