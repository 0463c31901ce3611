"""Decide which city a name means, and whether enough speaks for it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.text import gazetteer
from pipeline.text.gazetteer import COMMON, PERSON, PLAIN, RARE, City, Reading, key_of
from pipeline.text.places.around import Around, lies_in, towns
from pipeline.text.places.evidence import ENOUGH_FOR_A_WORD, POINTS, Spot
from pipeline.text.places.hits import Known, PlaceHit, hit_of
from pipeline.text.places.nations import BETWEEN
from pipeline.text.places.tokens import is_cased
from pipeline.text.places.vocabulary import LARGE, context, is_weighty, never_alone

CLOSE_CALL = 0.2
"""Two readings whose weights differ by less are not told apart."""
WELL_KNOWN = 5.75
"""Fame from which a smaller city (Phuket, Ramallah) may be named in a text about quite other countries."""
WELL_TRAVELLED = 8
"""In how many forms the world writes the name of a small city that may stand among those of another country."""
HUGE = 1_000_000
SUBURB = 30.0
"""Kilometres from the middle of a city within which a little known place is taken for one of its suburbs."""
FORMS_OF_A_CITY = 2.5
"""In how many forms the world writes the name of a place with a life of its own; a suburb has one or two."""


class Cities:
    """Which cities the spots of a text are, and whether there is evidence enough."""

    def __init__(self, around: Around) -> None:
        self.around = around

    def city(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> PlaceHit | None:
        """The city that the spot names, or candidates; None where there is not enough evidence for one."""
        spot = self.around.spots[number]
        ranked = self._ranked(number, known, beside)
        best = ranked[0][1]
        cues = dict(spot.cues)
        if beside:
            cues["country"] = beside[2]
        elif spot.named.key in context("peoples") and not cues.keys() & {"head", "tail", "list", "row"}:
            return None  # Roma families
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
        if self._is_a_guess(spot, best, known, cues):
            return hit_of(spot, 0.3 * spot.likeness, cues, candidates=candidates)
        score = min(0.99, 0.8 + 0.05 * spare + 0.05 * bool(cues)) * spot.likeness
        if len(candidates) > 1:
            return hit_of(spot, score / 2, cues, candidates=candidates)
        return hit_of(spot, score, cues, city=best.city)

    def _is_a_guess(self, spot: Spot, best: Reading, known: Known, cues: Mapping[str, str]) -> bool:
        """Whether a name only looks like a city's, and nothing but the language model says that it is a place."""
        if spot.likeness == 1 or cues.keys() & {"head", "tail", "list", "label", "country"}:
            return False
        return best.city.country_code not in known.homes

    def _is_capital_telling(self, spot: Spot, best: Reading, cues: Mapping[str, str]) -> bool:
        """Whether a word or surname that is also a city's name has its capital within a sentence: "people from Cork"."""
        if not spot.named.flags & (COMMON | RARE | PERSON) or spot.glued or not cues.keys() & {"in", "known"}:
            return False
        inside = not self.around.found.words.opens_sentence(spot.start) and not self.around.found.words.titled
        person = spot.named.flags & (COMMON | RARE | PERSON) == PERSON and best.kind == "name"
        return inside and ("known" in cues or best.city.population >= LARGE or person)

    def _spare(self, number: int, best: Reading, known: Known, cues: Mapping[str, str]) -> int:
        """How many points the evidence has more than the name needs."""
        spot = self.around.spots[number]
        common = self._is_common(spot, best, known)
        points = sum(
            POINTS[kind] for kind, words in cues.items() if not common or _counts_for_a_word(kind, words, best)
        )
        need = max(self._need(spot, best), ENOUGH_FOR_A_WORD * common)
        return points - need - self._far(number, best, known) * ("country" not in cues)

    def _is_common(self, spot: Spot, best: Reading, known: Known) -> bool:
        """Whether the name is an everyday word, by the dictionary or by this document."""
        if self._has_its_accents(spot, best):
            return False
        if spot.named.flags & COMMON:
            return " " not in spot.named.key or best.kind == "other"
        written_small = spot.first == spot.last and spot.named.key in known.words
        return written_small and best.kind != "alias" and best.city.population < HUGE and not spot.named.flags & PLAIN

    def _is_acronym(self, spot: Spot, best: Reading) -> bool:
        """Whether a few capitals (LAC) are letters for something else rather than a city written large (SUVA)."""
        short = len(spot.surface) <= 4 and self.around.found.words.tokens[spot.first].upper
        if spot.cues.keys() & {"head", "tail"}:
            return False
        if self.around.found.words.shouting and len(spot.surface) == 4 and best.kind == "name" and is_weighty(best):
            return False
        return short and best.kind != "alias" and best.city.population < HUGE and not spot.named.flags & PLAIN

    def _is_elsewhere(self, number: int, best: Reading) -> bool:
        """Whether a country stands right behind in which no place of the name lies: "Gaza, Mozambique"."""
        spot = self.around.spots[number]
        if number + 1 == len(self.around.spots) or not BETWEEN.fullmatch(gap := self.around.gap(number, number + 1)):
            return False
        other = self.around.spots[number + 1]
        if not other.named.country or other.named.adjective or gap == " ":
            return False
        if any(r.kind == "name" and r.city.country_code == other.named.country.code for r in other.named.cities):
            return False  # "Lima, Panama" may be two cities
        if "(" in gap or (spot.start == 0 and other.end == len(self.around.text.rstrip(" ."))):
            return True
        return "alone" in spot.cues and "alone" in other.cues and not (best.kind == "name" and is_weighty(best))

    def is_suburb(self, number: int, known: Known) -> bool:
        """Whether it is a part of a much larger city that is named as well: Katutura in a document on Windhoek."""
        spot, verdict = self.around.spots[number], self.around.verdicts[number]
        place = verdict.city if verdict else None
        if place is None or place.population >= 3 * LARGE or spot.cues.keys() & {"tail", "list", "row", "told"}:
            return False
        if spot.head in context("city_heads") or self.around.apposed(number):
            return False
        if any(r.city == place and gazetteer.forms(r) >= FORMS_OF_A_CITY for r in spot.named.cities):
            return False
        near = [other.city for at in self.around.near(number) if (other := self.around.verdicts[at]) and other.city]
        named = [*near, *(gazetteer.city(identity) for identity in known.cities)]
        return any(
            city.population >= 5 * place.population and gazetteer.distance(city, place) <= SUBURB for city in named
        )

    def _names_a_site(self, spot: Spot) -> bool:
        """Whether a word behind says that the name is a market's or a quarter's: "Kibuye market"."""
        words = self.around.found.words.words_behind(spot.last)
        return bool(words) and words[0].key in context("sites")

    def _has_its_accents(self, spot: Spot, best: Reading) -> bool:
        """Whether it is written with the city's own accents, as no English word is: Pécs."""
        return not spot.surface.isascii() and spot.surface == best.city.name

    def is_variant(self, number: int) -> bool:
        """Whether a name is only another spelling of the city that it likeliest means: Jolon of Holon."""
        spot = self.around.spots[number]
        best = spot.named.cities[0] if spot.named.cities else None
        return best is not None and best.kind == "name" and key_of(best.city.name) != spot.named.key

    def _far(self, number: int, best: Reading, known: Known) -> int:
        """Points more that a small city or an unusual name needs where nothing else speaks of its country."""
        spot = self.around.spots[number]
        firm = bool(spot.cues.keys() & {"head", "tail", "list"}) or best.city.country_code in known.homes
        if self.is_variant(number) and not firm:
            named, cities = self.around.countries_near(number)
            elsewhere = bool(cities) and best.city.country_code not in named | cities
            return elsewhere * (9 if len(cities) == 1 else 4)  # among towns of one country it is one of them
        if best.kind == "alias" or (best.kind == "name" and (is_weighty(best) or best.fame >= WELL_KNOWN)):
            return 0
        if (self.around.found.listed and not known.homes) or best.city.id in known.cities:
            return 0  # an answer that should be a place
        named, cities = self.around.countries_near(number)
        code = best.city.country_code
        near = code in named | cities | {known.hint}
        far = not near and code not in known.homes
        if far and best.kind == "name" and not self._names_a_site(spot):  # Vukovar among towns of Bosnia
            far = known.homes.isdisjoint(gazetteer.neighbours(code))
        if best.kind == "other":
            alike = key_of(best.city.name) in self.around.spots[number].named.key  # Puerto Limón
            return 2 * far if near or alike or best.city.population >= LARGE else 9  # St. Andrew is no Saint Charles
        among_others = bool(cities) and not near and gazetteer.forms(best) < WELL_TRAVELLED
        return far + among_others

    def _ranked(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> list[tuple[float, Reading]]:
        """The readings with their weights here, the likeliest first."""
        spot = self.around.spots[number]
        readings = spot.named.cities
        if beside and not lies_in(readings, beside[0], beside[1]):
            readings = readings + towns(spot.named.key)
        elif all(reading.kind == "other" for reading in readings):  # Sonoma is a town rather than another's other name
            homes = known.homes | self.around.countries_near(number)[0]
            own = tuple(r for r in towns(spot.named.key) if r.kind == "name" and r.city.country_code in homes)
            readings = own or readings
        if len(readings) == 1:
            return [(0.0, readings[0])]
        named, cities = self.around.countries_near(number)
        levels, row = self._levels(spot), self._row_countries(number)
        rated = []
        for reading in readings:
            code = reading.city.country_code
            weight = gazetteer.weight(spot.named.key, reading)
            weight += 12.0 * bool(beside and lies_in((reading,), beside[0], beside[1]))
            weight += 0.8 * (code in named) + 0.3 * (code in cities)
            weight += 0.6 * (code in levels) + 0.8 * (row == {code} and reading.kind == "name")
            weight += 0.25 * (code in known.countries) + 1.5 * (reading.city.id in known.cities)
            weight += 9.0 * (known.told.get(spot.named.key) == reading.city.id)
            weight += 1.5 * (code == known.hint) + 0.4 * _is_spelt_so(reading, spot)
            rated.append((weight, reading))
        return sorted(rated, key=lambda pair: -pair[0])

    def _levels(self, spot: Spot) -> frozenset[str]:
        """The countries that have the level of government that stands behind a name: "Busia County"."""
        words = self.around.found.words.words_behind(spot.last)
        county = bool(words) and words[0].key == "county" and words[0].capital
        return frozenset(code.upper() for code in context("county")) if county else frozenset()

    def _row_countries(self, number: int) -> set[str]:
        """The countries of the cities right beside a name in an enumeration: "Hyderabad and Karachi"."""
        found = set()
        for near in self.around.enumerated(number):
            verdict, named = self.around.verdicts[near], self.around.spots[near].named
            if verdict and verdict.city:
                found.add(verdict.city.country_code)
            elif named.cities and is_weighty(named.cities[0]) and not named.flags:
                found.add(named.cities[0].city.country_code)
        return found

    def _need(self, spot: Spot, reading: Reading) -> int:
        """How many points of evidence a name of this kind needs before it is taken for a place."""
        people, flags = reading.city.population, spot.named.flags
        if self._has_its_accents(spot, reading):
            flags &= ~(COMMON | RARE)
        if spot.likeness < 1:
            return 0  # looked up only because of a strong cue
        need = _need_of_name(spot.named.key, reading, flags)
        if spot.glued and not (people >= HUGE and not flags & (COMMON | PERSON)):
            need += 2
        if spot.glued_behind and flags & PERSON and not spot.cues.keys() & {"head", "tail", "list"}:
            need += 4  # Sofía Villalobos, Florence Adeyemi
        clear = not flags and reading.kind == "name" and is_weighty(reading) and len(spot.surface) > 3
        if self.around.found.words.shouting and not clear and (people < HUGE or flags & PERSON):
            need += 1
        if not is_cased(spot.surface):
            need += 1
        return need


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
        return 2 if people >= gazetteer.VILLAGE else ENOUGH_FOR_A_WORD
    need = int(len(key) <= 3)
    if flags & PERSON:
        need += 0 if people >= 5 * LARGE else 1 if people >= LARGE else 2
    elif kind == "name":
        long = " " in key and len(key) >= 8 and key.split()[0] not in context("stubs") and people >= 2 * gazetteer.SMALL
        need += 0 if is_weighty(reading) or long else 1  # Chiang Rai
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
