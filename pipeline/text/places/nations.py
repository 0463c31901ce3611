"""Decide which names are countries, states and regions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.text import gazetteer
from pipeline.text.gazetteer import Country, key_of
from pipeline.text.places.around import Around, belongs, lies_in, towns
from pipeline.text.places.evidence import ENOUGH_FOR_A_WORD, Spot, points_of
from pipeline.text.places.hits import Known
from pipeline.text.places.vocabulary import context, country_words, is_weighty

CITY_STATES = frozenset({"SG", "HK", "MO", "MC", "GI"})
BETWEEN = re.compile(r",? \(?")  # a place and its country: `Beira, Mozambique`


class Nations:
    """Which spots of a text are countries, states and regions rather than cities."""

    def __init__(self, around: Around) -> None:
        self.around = around

    def nation(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> Country | None:
        """The country that the spot names, if it names one rather than a city."""
        spot, named = self.around.spots[number], self.around.spots[number].named
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
        if self.around.cities_listed and spot.surface == self.around.text.strip() and own and own[0].kind == "name":
            return None if is_weighty(own[0]) else named.country  # Djibouti in a list of cities
        return named.country if self._is_country(spot) else None

    def _tells_state(self, number: int) -> bool:
        """Whether a name that is also a foreign state's stands behind a city of that state: "Atlanta, Georgia"."""
        division, nation = self.around.spots[number].named.division, self.around.spots[number].named.country
        if not division or number == 0 or nation is None or division.startswith(nation.code):
            return False
        before = self.around.apposed(number - 1)
        return before is not None and before[1] == division

    def _is_country(self, spot: Spot) -> bool:
        """Whether a country's name or adjective stands for the country here."""
        key, named = spot.named.key, spot.named
        if key in _cased() and (spot.surface not in _cased()[key] or self.around.found.words.shouting):
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
        words = self.around.found.words.words_before(spot.first, over_article=False)
        if any(word.key in context("language_before") for word in words):
            return True
        led = bool(words) and words[-1].key in ("in", "and", "or", "en", "em")
        ends = self.around.text[spot.end : spot.end + 1] in (",", ".", ";", ")", "")
        if (led and ends) or not self._describes(spot.last):
            return led or spot.named.key in country_words("languages")
        return False

    def _describes(self, last: int) -> bool:
        """Whether a noun follows an adjective, perhaps after others: "French and Spanish cities"."""
        for number in range(last + 1, min(last + 6, len(self.around.found.words.tokens))):
            token = self.around.found.words.tokens[number]
            gap = self.around.text[self.around.found.words.tokens[number - 1].end : token.start]
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
        spot = self.around.spots[number]
        if beside or spot.cues.keys() & {"head", "tail", "label"} or not spot.named.cities:
            return False
        before = self.around.apposed(number - 1) if number else None
        if before and before[0] == nation.code and before[2] == spot.surface:
            return True  # San Fernando, Trinidad
        home = spot.named.cities[0].city.country_code
        here, _ = self.around.countries_near(number)
        if home in here or (home in known.countries and nation.code not in known.countries):
            return False
        region = {nation.code, *gazetteer.neighbours(nation.code)}
        return bool(here & region) or nation.code in known.countries

    def _among_countries(self, number: int) -> bool:
        """Whether all that it is enumerated with are countries."""
        others = [self.around.spots[near] for near in self.around.enumerated(number)]
        return bool(others) and all(other.named.country and not other.named.adjective for other in others)

    def is_division(self, number: int, beside: tuple[str, str, str] | None) -> bool:
        """Whether the name means a state or region rather than the city of that name."""
        spot = self.around.spots[number]
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
        if number + 1 == len(self.around.spots) or not BETWEEN.fullmatch(self.around.gap(number, number + 1)):
            return False
        code, _, _ = self.around.spots[number].named.division.partition(".")
        return (code, "") in belongs(self.around.spots[number + 1].named)

    def _follows_its_city(self, number: int) -> bool:
        """Whether a city of the division stands right before: "Boca del Río, Veracruz, Mexico"."""
        if number == 0 or not BETWEEN.fullmatch(self.around.gap(number - 1, number)):
            return False
        code, _, _ = (division := self.around.spots[number].named.division).partition(".")
        before = self.around.spots[number - 1].named
        return lies_in(before.cities + towns(before.key), code, division)


@cache
def _accented() -> frozenset[str]:
    """Adjectives of countries that are written with an accent."""
    names = (name for names in gazetteer.data("countries")["adjectives"].values() for name in names)
    return frozenset(name for name in names if not name.isascii())


@cache
def _cased() -> Mapping[str, frozenset[str]]:
    """Folded name -> the ways it may be written, for abbreviations that are also words (`US`)."""
    return {key_of(word): frozenset({word}) for word in gazetteer.data("countries")["cased"]}
