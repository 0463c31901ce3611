"""Decide which spots of a text are places, and which ones.

Each spot is judged twice over: which of the places of that name fits best, and is the evidence enough for a name of its
kind? A large city needs none, a small one some, a name that is also a word ("Nice", "Reading") or a person's needs
much. What the rest of the document is sure of counts as well, but little: a country named somewhere must not send
Barcelona to Venezuela.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.text.gazetteer import Country
from pipeline.text.places.around import Around
from pipeline.text.places.evidence import Spot
from pipeline.text.places.hits import Known, PlaceHit, hit_of
from pipeline.text.places.nations import Nations
from pipeline.text.places.spots import Finder
from pipeline.text.places.tokens import Spans
from pipeline.text.places.weighing import Cities


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
        found = Finder(text, taken, gpe, listed=listed or cities_listed)
        self._around = Around(found, cities_listed=cities_listed, country=country)
        self._nations, self._cities = Nations(self._around), Cities(self._around)

    def small_words(self) -> Iterator[str]:
        """The words of the text that are written small, folded."""
        return self._around.found.words.small_words()

    def judge(self, known: Known) -> list[PlaceHit]:
        """The spots that are places, given what else is known."""
        self._around.verdicts = [None] * len(self._around.spots)
        for again in (False, True):  # the second time with what the first found beside each
            for number, verdict in enumerate(self._around.verdicts):
                if verdict is None and (again or not self._cities.is_variant(number)):
                    self._around.look_beside(number)
                    self._around.verdicts[number] = self._verdict(number, known)
        suburbs = {number for number in range(len(self._around.spots)) if self._cities.is_suburb(number, known)}
        return [verdict for number, verdict in enumerate(self._around.verdicts) if verdict and number not in suburbs]

    def _verdict(self, number: int, known: Known) -> PlaceHit | None:
        """What the spot names, or None where nothing or not enough speaks for a place."""
        spot = self._around.spots[number]
        if spot.spoilt or spot.named.blocked:
            return None
        beside = self._around.apposed(number)
        nation = self._nations.nation(number, known, beside)
        if nation is not None:
            return self._as_country(spot, nation)
        if not spot.named.cities or self._nations.is_division(number, beside):
            return None
        return self._cities.city(number, known, beside)

    def _as_country(self, spot: Spot, nation: Country) -> PlaceHit:
        score = 0.7 if spot.likeness < 1 else 0.85 if spot.named.adjective else 0.95
        return hit_of(spot, score, spot.cues, country=nation)
