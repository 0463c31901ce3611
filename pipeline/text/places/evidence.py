"""What the words around a name say for or against a place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.text import gazetteer
from pipeline.text.gazetteer import PERSON, Named, key_of
from pipeline.text.places.tokens import Spans, Token, Words, covered, label
from pipeline.text.places.vocabulary import BEHIND, context, country_words, cues, is_firm, is_nation, never_alone, tails

POINTS = {
    "country": 4,  # its country or state stands beside it
    "head": 3,  # "Mayor of", "City of"
    "tail": 3,  # "Municipality", "City Council" behind it
    "body": 2,  # "Police", "Government": a city's, or a country's or state's
    "campus": 2,  # "University" behind it
    "told": 3,  # "is the first city to"
    "list": 3,  # an item of a list of places
    "label": 2,  # "Venue:" before it
    "direct": 2,  # "Greater", "downtown"
    "known": 2,  # meant without doubt elsewhere in the document
    "mid": 1,  # its capital is neither that of a sentence nor of a title
    "in": 1,  # a word of place before it
    "of": 1,
    "with": 1,  # "a bid with Gateshead", where the name is nothing but a place's
    "acts": 1,  # "Verviers pointed out", at the beginning of a sentence
    "alone": 1,  # between commas, or at the end after one
    "beside": 1,  # beside another place in an enumeration
    "row": 3,  # in an enumeration with two or more cities
    "gpe": 1,  # the language model calls it a place
}
"""What each kind of evidence is worth."""
ENOUGH_FOR_A_WORD = 3
"""Points that a name needs which is also an everyday word: one strong cue, or several weak ones."""
LONGEST_SURNAME = 40
"""Characters before a given name in a list of persons by surname."""
_CLOSED = re.compile(r"\s{0,2}(?:$|[,;:().(/&–—\t\n\v-])| and ", re.I)
_TOLD = re.compile(
    r" (?:is|was|are|were|became|remains)(?: [a-z-]{1,15}){1,4} (?:city|town|municipality|cities|towns)\b"
    r"|, (?:a|an|the|its|our)(?: [a-z-]{1,15}){0,3} (?:city|town|municipality|port|capital)\b"
)
_QUARTER = re.compile(r", (?:a|an|the|its|our) ([a-z-]{1,15}(?: [a-z-]{1,15}){0,2})")
_SURNAME = re.compile(r"(?:^|[\n\v])[^\W\d_][\w'’.-]{1,20}(?: [\w'’.-]{1,20}){0,3}, $")
_ROLE = re.compile(r"(?: [^\W\d_][\w'’.-]{1,20}){0,2} [-–—] ([^\W\d_]{2,20})")


@dataclass(slots=True)
class Spot:
    """A run of words that may name a place, with all that speaks for and against it."""

    first: int
    last: int
    start: int
    end: int
    surface: str
    named: Named
    cues: dict[str, str] = field(default_factory=dict)  # kind of evidence -> its words
    spoilt: bool = False  # a street, a lake, a person: no place whatever the cues
    glued_before: bool = False  # a capitalised word before it that belongs to no place
    glued_behind: bool = False
    likeness: float = 1.0  # less where the name is misspelt

    @property
    def glued(self) -> bool:
        """Whether a capitalised word beside it belongs to no place, so that both may be parts of a name."""
        return self.glued_before or self.glued_behind

    @property
    def head(self) -> str:
        """The word of "Mayor of" that a city has, folded; empty where there is none."""
        return key_of(self.cues.get("head", "").partition(" ")[0])


class Cues:
    """The surroundings of one text's names, read for what they say."""

    def __init__(self, words: Words, gpe: Spans, *, listed: bool) -> None:
        self.words = words
        self.listed = listed
        self._label_end, self._label = label(words.text)
        self._gpe = covered(words.tokens, gpe)

    def read(self, spot: Spot) -> Spot:
        """The spot with what the words around it say."""
        self._look_before(spot)
        self._look_behind(spot)
        if spot.named.flags & PERSON and self._is_given_name(spot):
            self._glue(spot, before=False, behind=True)
        if self._is_alone(spot):
            spot.cues["alone"] = spot.surface
            if self.listed:
                spot.cues["list"] = "list of places"
        if told := _TOLD.match(self.words.text, spot.end):
            spot.cues["told"] = told.group().strip()
        self._look_for_deeds(spot)
        quarter = _QUARTER.match(self.words.text, spot.end)
        words = set(quarter.group(1).split()) if quarter else set()
        if words & context("quarters") and not words & context("city_heads"):
            spot.spoilt = True
        if self._label and spot.start >= self._label_end:
            spot.cues["label"] = self._label
        if any(number in self._gpe for number in range(spot.first, spot.last + 1)):
            spot.cues["gpe"] = "named as a place by the language model"
        return spot

    def _look_for_deeds(self, spot: Spot) -> None:
        """`Verviers pointed out`: a name opens a sentence and does what people do, or cities."""
        words = self.words.words_behind(spot.last)
        if not words or words[0].capital or words[0].key not in cues("acts") or spot.named.country:
            return
        if self.words.opens_sentence(spot.start) and not spot.named.flags & PERSON:
            spot.cues["acts"] = words[0].key

    def _look_before(self, spot: Spot) -> None:
        words = self.words.words_before(spot.first, over_article=spot.named.country is not None)
        if not words:
            return
        nearest = words[-1]
        if nearest.key in context("honorifics") and nearest.capital:
            spot.spoilt = not spot.named.country or spot.named.key in country_words("persons")
        if spot.named.adjective and self.words.text[nearest.end : spot.start] == "-" and not is_nation(nearest.key):
            spot.spoilt = True  # Inter-American, but not South African-German
        if nearest.key in context("things_before") and nearest.capital:
            spot.spoilt = True
        if nearest.key in cues("before"):
            spot.cues["in"] = nearest.key
        if nearest.key in cues("beside") and not nearest.capital and not spot.named.flags:
            spot.cues["with"] = nearest.key
        if nearest.key in cues("heads_beside") and nearest.capital:
            spot.cues["head"] = nearest.key  # Stadt Gent
        if nearest.key in cues("direct") or (nearest.key in cues("of_labels") and not nearest.capital):
            spot.cues["direct"] = self.words.quote(nearest, nearest)  # downtown Gent, the town Kotor
        if nearest.key in cues("links"):
            self._look_before_link(spot, words[:-1], nearest)
        self._look_for_neighbour(spot, nearest, before=True)

    def _look_before_link(self, spot: Spot, words: list[Token], link: Token) -> None:
        """`Mayor of`, `Rue de`, `Province of`, or just `of`."""
        spot.cues["of"] = link.key
        if not words:
            return
        head = words[-1]
        pair = [word.key for word in words[-2:]]
        qualified = len(pair) == 2 and pair[1] in cues("qualifiers") and pair[0] in cues("heads") | cues("boards")
        if head.key in cues("heads") or qualified:
            spot.cues["head"] = self.words.quote(words[-2] if qualified else head, link)
        elif head.key in context("regions_of") or (head.key in context("things_before") and head.capital):
            spot.spoilt = True

    def _look_behind(self, spot: Spot) -> None:
        words = self.words.words_behind(spot.last)
        if not words:
            return
        nearest = words[0]
        self._look_for_body(spot, nearest, words[-1])
        geography = nearest.key in context("geography_after")
        thing = nearest.key in context("things_after") and nearest.capital and not spot.named.country
        thing = thing and not (nearest.key in ("street", "road") and len(words) > 1 and words[1].capital)
        if (geography or thing) and not (len(words) > 1 and words[1].key in context("but_not")):
            spot.spoilt = True
        if spot.named.adjective and nearest.key in context("missions"):
            spot.spoilt = True
        if spot.named.country and nearest.key in context("currencies"):
            spot.spoilt = True
        self._look_for_neighbour(spot, nearest, before=False)

    def _look_for_body(self, spot: Spot, nearest: Token, second: Token) -> None:
        """`Municipality`, `City Council`, `Police` or `University` behind a name; the City of Cebu City counts again."""
        own = [(self.words.tokens[spot.last], nearest)] if spot.first < spot.last else []
        for first, last in (*own, (nearest, second), (nearest, nearest)):
            name = first.key if first is last else f"{first.key} {last.key}"
            kind = next((kind for kind in BEHIND if name in cues(BEHIND[kind])), "")
            if kind and not (kind == "campus" and spot.glued_before):  # George Washington University
                spot.cues[kind] = self.words.quote(first, last)
                return

    def _is_given_name(self, spot: Spot) -> bool:
        """Whether a line begins with a surname and this, and goes on with a role: "Pérez Roca, Sofía - Head of"."""
        line = self.words.text[max(0, spot.start - LONGEST_SURNAME) : spot.start]
        before, role = _SURNAME.search(line), _ROLE.match(self.words.text, spot.end)
        if not before or not role:
            return False
        words = key_of(before.group()).split()
        places = any(is_firm(gazetteer.lookup(word)) for word in (*words, key_of(role.group(1))))
        return not places and not any(word in never_alone() | context("things_before") for word in words)

    def _look_for_neighbour(self, spot: Spot, word: Token, *, before: bool) -> None:
        """A capitalised word beside the name that is neither a common companion nor a place: part of another name?"""
        person = bool(spot.named.flags & PERSON)
        if word.end - word.start == 1 and word.capital and self.words.text[word.end : word.end + 1] == ".":
            self._glue(spot, before=before and person, behind=person and not before)  # Lorena A. Barba
            return
        if not word.capital or (self.words.shouting and not person):
            return
        if word.key in context("neighbours") or word.key in context("openers"):
            return
        if word.upper and not self.words.shouting:
            return
        if word.key in cues("direct") or word.key in tails() or (word.key in cues("heads") and not before):
            return
        if before and word.key in cues("heads_beside"):
            return
        named = gazetteer.lookup(word.key)
        if named and is_firm(named) and not (person and named.flags & PERSON):
            return
        if before and self.words.opens_sentence(word.start) and not person:
            return
        self._glue(spot, before=before, behind=not before)

    def _glue(self, spot: Spot, *, before: bool, behind: bool) -> None:
        spot.glued_before = spot.glued_before or before
        spot.glued_behind = spot.glued_behind or behind

    def _is_alone(self, spot: Spot) -> bool:
        """Whether it fills the space between two commas, brackets, slashes or ends."""
        return self.words.is_opened(spot.start) and bool(_CLOSED.match(self.words.text, spot.end))


def points_of(spot: Spot) -> int:
    """What the evidence of a spot is worth so far."""
    return sum(POINTS[kind] for kind in spot.cues)
