"""Find the cities and countries that a text names, and say which ones are meant.

A text is cut into words once. Each capitalised word that begins a known name becomes a `_Spot` with the longest such
name, and with the evidence around it: "Mayor of", "Municipality" behind it, a country after a comma, a list of cities.
Then each spot is judged: which of the places of that name fits best, and is the evidence enough for a name of its kind?
A large city needs none, a small one some, a name that is also a word ("Nice", "Reading") or a person's needs much.
Misspellings are looked up only after a strong cue: without one, Working and Chief become cities (FACTS.md, Cities).
Time grows with the length of the text and with nothing else: names have at most seven words, neighbours are bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pipeline.text import gazetteer
from pipeline.text.gazetteer import COMMON, PERSON, PLAIN, RARE, City, Country, Named, Reading, city, country, key_of

__all__ = [
    "City",
    "Country",
    "Known",
    "Place",
    "PlaceHit",
    "Reader",
    "cities_named",
    "city",
    "countries_named",
    "country",
    "find_places",
    "listed_places",
    "resolve_place",
    "similar_cities",
]

METHOD = "gazetteer/1"
FUZZY = "gazetteer-fuzzy/1"

Spans = Sequence[tuple[int, int]]

POINTS = {
    "country": 4,  # its country or state stands beside it
    "head": 3,  # "Mayor of", "City of"
    "tail": 3,  # "Municipality", "City Council" behind it
    "list": 3,  # an item of a list of places
    "label": 2,  # "Venue:" before it
    "direct": 2,  # "Greater", "downtown"
    "known": 2,  # meant without doubt elsewhere in the document
    "in": 1,  # a word of place before it
    "of": 1,
    "alone": 1,  # between commas, or at the end after one
    "beside": 1,  # beside another place in an enumeration
    "row": 3,  # in an enumeration with two or more cities
    "gpe": 1,  # the language model calls it a place
}
"""What each kind of evidence is worth."""

ENOUGH_FOR_A_WORD = 3
"""Points that a name needs which is also an everyday word: one strong cue, or several weak ones."""
LARGE, HUGE = 100_000, 1_000_000
NEAR = 200
"""Characters within which another place tells which one is meant."""
CLOSE_CALL = 0.2
"""Two readings whose weights differ by less are not told apart."""
CITY_STATES = frozenset({"SG", "HK", "MO", "MC", "GI"})
LONGEST_ITEM = 60
"""Characters of an item that can be one of a list of places: a name, perhaps two, with country."""
LONGEST_TEXT_OF_A_PLACE = 300
"""Characters of an answer like "Venue" that are looked at."""

_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|^www\.|^\(?[a-z0-9-]+(?:\.[a-z0-9-]+){0,6}\.(?:org|com|net|int|gov|edu|info|eu|[a-z]{2})\b")
_JOINT = re.compile(r" ?[-'’‘ʼ`] ?|[ \u00a0]")
_DOT = re.compile(r"\.[ \u00a0]?")
_ENUMERATION = re.compile(r" ?[,;/&] ?(?:and |or |y |e |et |und |& )?(?:the )?| (?:and|or|y|e|et|und|&) (?:the )?|, as well as ")
_APPOSITION = re.compile(r" ?[,(/|–-] ?(?:the )?|[ \u00a0]\(|,? in (?:the )?")
_OPENING = re.compile(r" ?[:(–-] ?")
_SENTENCE_END = re.compile(r"[.!?:;•\n\t\v]")
_ARTICLES = frozenset({"the", "la", "el", "le", "il", "o"})
_ABBREVIATIONS = frozenset({"st", "ste", "sta", "sto", "mt", "ft", "dr", "cd"})


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


@dataclass(frozen=True, slots=True)
class Place:
    """What a short text that names a place means; both None where nobody can tell."""

    city: City | None
    country: Country | None
    score: float
    method: str


@dataclass(frozen=True, slots=True)
class _Token:
    """One word: as it stands, folded, and whether it begins like a name."""

    key: str
    start: int
    end: int
    capital: bool
    upper: bool  # all capitals, two letters or more


@dataclass(slots=True)
class _Spot:
    """A run of words that may name a place, with all that speaks for and against it."""

    first: int
    last: int
    start: int
    end: int
    surface: str
    named: Named
    cues: dict[str, str] = field(default_factory=dict)  # kind of evidence -> its words
    spoilt: bool = False  # a street, a lake, a person: no place whatever the cues
    glued: bool = False  # a capitalised word beside it that belongs to no place
    likeness: float = 1.0
    verdict: PlaceHit | None = None


# --- names alone ------------------------------------------------------------------------------------------------------


def cities_named(name: str) -> tuple[City, ...]:
    """The cities of a name, the likeliest first; small towns only where no larger place bears the name."""
    key = key_of(name)
    named = gazetteer.lookup(key)
    if named is None or not named.cities:
        named = gazetteer.town(key)
    return tuple(dict.fromkeys(reading.city for reading in named.cities)) if named else ()


def countries_named(name: str) -> tuple[tuple[Country, bool], ...]:
    """The country of a name, and whether the name is its adjective ("Kenyan"); nothing for no country."""
    named = gazetteer.lookup(key_of(name))
    if named is None:
        return ()
    return tuple((found, named.adjective) for found in (named.country, named.short_of) if found)


def similar_cities(name: str) -> tuple[tuple[City, float], ...]:
    """Large cities that a misspelt name may mean, the likest first. Only to be asked after a cue."""
    return tuple((reading.city, likeness) for reading, likeness in gazetteer.similar(key_of(name)))


def resolve_place(words: str, hint_country: str = "") -> Place:
    """The place that a short text means: "Turin, Italy", "eThekwini Municipality", "Hotel X, 5 Main Road, Durban"."""
    words = words[:LONGEST_TEXT_OF_A_PLACE].strip(" \t\r\n.,;:")
    known = Known(hint=hint_country.upper())
    hits = find_places(words, known=known, listed=True) or find_places(_capitalised(words), known=known, listed=True)
    cities = [hit for hit in hits if hit.city]
    countries = [hit for hit in hits if hit.country]
    if cities:
        best = max(cities, key=lambda hit: (hit.score, hit.start))
        assert best.city is not None  # chosen for having one
        return Place(best.city, country(best.city.country_code), best.score, best.method)
    if countries:
        return Place(None, countries[-1].country, countries[-1].score, countries[-1].method)
    return Place(None, None, 0.0, METHOD)


def _capitalised(words: str) -> str:
    """The same words, each with a capital: for answers typed in small letters."""
    return _WORD.sub(lambda found: found.group()[:1].upper() + found.group()[1:], words)


def listed_places(texts: Sequence[str]) -> list[bool]:
    """Which of the texts that follow one another stand in a list of places: three or more, most of them well known.

    Others may stand between, two in a row at most: names that are misspelt or small, headings of regions.
    """
    kinds = [_kind_of_item(text) for text in texts]
    marks = [False] * len(texts)
    at = 0
    while at < len(kinds):
        end = _end_of_list(kinds, at) if kinds[at] == "place" else at
        if end > at and kinds[at:end].count("place") >= max(3, (end - at) / 2):
            marks[at:end] = [True] * (end - at)
        at = max(end, at + 1)
    return marks


def _end_of_list(kinds: Sequence[str], at: int) -> int:
    """Where a list that begins with a place ends: behind the last place before three others or a sentence."""
    end = at
    for here in range(at, len(kinds)):
        if kinds[here] == "place":
            end = here + 1
        elif kinds[here] == "text" or here - end >= 2:
            break
    return min(end + 1, len(kinds)) if end < len(kinds) and kinds[end] == "short" else end


@lru_cache(maxsize=5_000)
def _kind_of_item(text: str) -> str:
    """What a text is as an item of a list: a well-known `place` or several (`Mumbai/Delhi`), else `short` or `text`."""
    if len(text) > LONGEST_ITEM:
        return "text"
    keys = [key_of(part) for part in re.split(r"[/,;&()]| and ", text)]
    named = [gazetteer.lookup(key) for key in keys if key]
    if named and sum(_is_firm(found) for found in named) * 2 >= len(named):
        return "place"
    return "short" if text[:1].isupper() and text.count(" ") < 4 else "text"


def _is_firm(named: Named | None) -> bool:
    """Whether a name is a place's and nothing else's."""
    if named is None or named.blocked:
        return False
    sure = bool(named.cities) and named.cities[0].kind != "other" and _is_weighty(named.cities[0])
    return named.country is not None or (sure and not named.flags & COMMON)


def _is_weighty(reading: Reading) -> bool:
    """Whether a city is so large, or the capital of its country, that its name needs no other evidence."""
    return reading.city.population >= LARGE or gazetteer.is_capital(reading.city)


# --- running text -----------------------------------------------------------------------------------------------------


def find_places(
    text: str, *, taken: Spans = (), gpe: Spans = (), known: Known = Known(), listed: bool = False
) -> list[PlaceHit]:
    """The places that a block of text names, in order.

    `taken` are spans of persons' names, `gpe` spans that a language model calls places, `known` what the document says
    elsewhere; `listed` says that the text is an item of a list of places, or an answer that should be one.
    """
    reader = Reader(text, taken, gpe, listed=listed)
    return reader.judge(known)


class Reader:
    """One text: its words and spots, found once, judged as often as more becomes known."""

    def __init__(
        self, text: str, taken: Spans = (), gpe: Spans = (), *, listed: bool = False, cities_listed: bool = False
    ) -> None:
        self.text = text
        self.listed = listed or cities_listed
        self.cities_listed = cities_listed
        self.tokens = _tokens(text)
        self.shouting = _is_shouting(self.tokens)
        self.label_end, self.label = _label(text)
        self._taken = _covered(self.tokens, taken)
        self._gpe = _covered(self.tokens, gpe)
        self.spots = list(self._find())

    # --- finding

    def _find(self) -> Iterator[_Spot]:
        at = 0
        while at < len(self.tokens):
            spot = self._spot(at) if self.tokens[at].capital else None
            if spot is None:
                at += 1
            else:
                at = spot.last + 1
                if not self._is_a_person(spot):
                    yield spot

    def _spot(self, at: int) -> _Spot | None:
        """The longest known name from a word on, else an unknown one that a cue calls a place."""
        longest: tuple[int, Named] | None = None
        key = ""
        for last in range(at, min(at + gazetteer.LONGEST, len(self.tokens))):
            if last > at and not self._joined(last):
                break
            key = f"{key} {self.tokens[last].key}" if key else self.tokens[last].key
            named = gazetteer.lookup(key)
            if named and self._may_end(last, at):
                longest = (last, named)
            if not gazetteer.continues(key):
                break
        if longest is None:
            return self._unknown(at)
        return self._with_cues(self._make(at, *longest))

    def _joined(self, last: int) -> bool:
        """Whether a word belongs with the one before it: a blank, hyphen or apostrophe between, or the dot of `St.`."""
        before = self.tokens[last - 1]
        gap = self.text[before.end : self.tokens[last].start]
        if _JOINT.fullmatch(gap):
            return True
        return bool(_DOT.fullmatch(gap)) and (before.key in _ABBREVIATIONS or before.end - before.start == 1)

    def _may_end(self, last: int, at: int) -> bool:
        return last == at or self.tokens[last].capital or self.tokens[last].key.isdigit()

    def _make(self, first: int, last: int, named: Named) -> _Spot:
        start, end = self.tokens[first].start, self.tokens[last].end
        if end < len(self.text) and self.text[end] == "." and "." in self.text[start:end]:
            end += 1  # the last dot of `U.S.`
        return _Spot(first, last, start, end, self.text[start:end], named)

    def _unknown(self, at: int) -> _Spot | None:
        """A small town, or a misspelt city, where a strong cue speaks for a place."""
        run = self._run(at)
        for last in range(run, at - 1, -1):
            named = gazetteer.town(" ".join(token.key for token in self.tokens[at : last + 1]))
            if named is None:
                continue
            spot = self._with_cues(self._make(at, last, named))
            if not named.flags or _points(spot) >= ENOUGH_FOR_A_WORD or self._country_follows(last):
                return spot
        return self._misspelt(at, run)

    def _run(self, at: int) -> int:
        """The last word of the capitalised words from here on, three at most, without "Municipality" at the end."""
        last = at
        while last + 1 < min(at + 3, len(self.tokens)) and self.tokens[last + 1].capital and self._joined(last + 1):
            last += 1
        while last > at and self.tokens[last].key in _tails():
            last -= 1
        return last

    def _misspelt(self, at: int, last: int) -> _Spot | None:
        key = " ".join(token.key for token in self.tokens[at : last + 1])
        spot = self._with_cues(self._make(at, last, Named(key)))
        follows = self._country_follows(last)
        if not (spot.cues.keys() & {"head", "tail", "list", "gpe"} or (follows and "alone" in spot.cues)):
            return None
        if "list" in spot.cues and "alone" not in spot.cues or spot.spoilt or self.shouting and "head" not in spot.cues:
            return None
        found = gazetteer.similar(key)
        if follows:
            found = tuple(pair for pair in found if pair[0].city.country_code == follows)
        if found and (found[0][1] >= 0.8 or spot.cues.keys() & {"head", "tail", "list"}):
            spot.named, spot.likeness = Named(key, (found[0][0],)), found[0][1]
            return spot
        return self._misspelt_country(spot, key)

    def _misspelt_country(self, spot: _Spot, key: str) -> _Spot | None:
        """`Lituania` after `Vilnius,` or in a list of places."""
        listed = "list" in spot.cues
        if not listed and not self._follows_a_city(spot):
            return None
        found = gazetteer.similar_country(key)
        if found is None:
            return None
        spot.named, spot.likeness = Named(key, country=found), gazetteer.SIMILAR
        return spot

    def _follows_a_city(self, spot: _Spot) -> bool:
        if spot.first == 0 or "alone" not in spot.cues:
            return False
        before = self.tokens[spot.first - 1]
        named = gazetteer.lookup(before.key) if self.text[before.end : spot.start].strip() == "," else None
        return named is not None and bool(named.cities)

    def _country_follows(self, last: int) -> str:
        """The code of the country that stands in apposition after a word: `, France`."""
        at = last + 1
        if at >= len(self.tokens) or not self.tokens[at].capital:
            return ""
        if not _APPOSITION.fullmatch(self.text[self.tokens[last].end : self.tokens[at].start]):
            return ""
        key = ""
        code = ""
        for end in range(at, min(at + 4, len(self.tokens))):
            if end > at and not self._joined(end):
                break
            key = f"{key} {self.tokens[end].key}".strip()
            named = gazetteer.lookup(key)
            if named and named.country and not named.adjective:
                code = named.country.code
        return code

    def _is_a_person(self, spot: _Spot) -> bool:
        """Whether a person's name covers it, and no cue says that the whole of that name is a place."""
        covered = [self._taken.get(number) for number in range(spot.first, spot.last + 1)]
        if not any(covered):
            return False
        whole = all(span == (spot.start, spot.end) for span in covered)
        return not (whole and spot.cues.keys() & {"head", "tail", "list"})

    def small_words(self) -> Iterator[str]:
        """The words of the text that are written small, folded."""
        return (token.key for token in self.tokens if not token.capital)

    # --- evidence

    def _with_cues(self, spot: _Spot) -> _Spot:
        """The spot with what the words around it say."""
        self._look_before(spot)
        self._look_behind(spot)
        if self._is_alone(spot):
            spot.cues["alone"] = spot.surface
        if self.listed:
            spot.cues["list"] = "list of places"
        if self.label and spot.start >= self.label_end:
            spot.cues["label"] = self.label
        if any(number in self._gpe for number in range(spot.first, spot.last + 1)):
            spot.cues["gpe"] = "named as a place by the language model"
        return spot

    def _look_before(self, spot: _Spot) -> None:
        words = self._words_before(spot.first, over_article=spot.named.country is not None)
        if not words:
            return
        nearest = words[-1]
        if nearest.key in _context("honorifics") and nearest.capital:
            spot.spoilt = not spot.named.country or spot.named.key in _country_words("persons")
        if spot.named.adjective and self.text[nearest.end : spot.start] == "-" and not _is_nation(nearest.key):
            spot.spoilt = True  # Inter-American, but not South African-German
        if nearest.key in _context("things_before") and nearest.capital:
            spot.spoilt = True
        if nearest.key in _cues("before"):
            spot.cues["in"] = nearest.key
        if nearest.key in _cues("schools") and nearest.capital:
            spot.cues["head"] = nearest.key
        if nearest.key in _cues("direct"):
            spot.cues["direct"] = self._quote(nearest, nearest)
        if nearest.key in _cues("links"):
            self._look_before_link(spot, words[:-1], nearest)
        self._look_for_neighbour(spot, nearest, before=True)

    def _look_before_link(self, spot: _Spot, words: list[_Token], link: _Token) -> None:
        """`Mayor of`, `Rue de`, `Province of`, or just `of`."""
        spot.cues["of"] = link.key
        if not words:
            return
        head = words[-1]
        if head.key in _cues("heads"):
            spot.cues["head"] = self._quote(head, link)
        elif head.key in _context("regions_of") or (head.key in _context("things_before") and head.capital):
            spot.spoilt = True

    def _words_before(self, first: int, *, over_article: bool) -> list[_Token]:
        """Up to three words before, back to the first comma, dot or bracket.

        An article right before is left out for countries ("of the Gambia"), and ends the search for cities: what a
        "University of the Arts" is named after is none.
        """
        words: list[_Token] = []
        after = self.tokens[first]
        for number in range(first - 1, max(first - 5, -1), -1):
            token = self.tokens[number]
            gap = self.text[token.end : after.start]
            if not _JOINT.fullmatch(gap) and not (gap == ". " and token.key in _context("honorifics")):
                break
            if token.key not in _ARTICLES or words:
                words.append(token)
            elif not over_article:
                break
            after = token
        return words[2::-1]

    def _quote(self, first: _Token, last: _Token) -> str:
        return self.text[first.start : last.end]

    def _look_behind(self, spot: _Spot) -> None:
        words = self._words_behind(spot.last)
        if not words:
            return
        nearest = words[0]
        pair = " ".join(word.key for word in words[:2])
        if pair in _cues("tails") or nearest.key in _cues("tails"):
            spot.cues["tail"] = self._quote(nearest, words[-1] if pair in _cues("tails") else nearest)
        geography = nearest.key in _context("geography_after")
        thing = nearest.key in _context("things_after") and nearest.capital and not spot.named.country
        if (geography or thing) and not (len(words) > 1 and words[1].key in _context("but_not")):
            spot.spoilt = True
        if spot.named.adjective and nearest.key in _context("missions"):
            spot.spoilt = True
        if spot.named.country and nearest.key in _context("currencies"):
            spot.spoilt = True
        self._look_for_neighbour(spot, nearest, before=False)

    def _words_behind(self, last: int) -> list[_Token]:
        words: list[_Token] = []
        for number in range(last + 1, min(last + 3, len(self.tokens))):
            if not _JOINT.fullmatch(self.text[self.tokens[number - 1].end : self.tokens[number].start]):
                break
            if self.tokens[number].key != "s":
                words.append(self.tokens[number])
            else:
                break
        return words

    def _look_for_neighbour(self, spot: _Spot, word: _Token, *, before: bool) -> None:
        """A capitalised word beside the name that is neither a common companion nor a place: part of another name?"""
        if not word.capital or self.shouting or word.key in _context("neighbours") or word.key in _context("openers"):
            return
        if word.upper or word.key in _cues("direct") or word.key in _cues("heads") or word.key in _cues("tails"):
            return
        named = gazetteer.lookup(word.key)
        if named and _is_firm(named):
            return
        if before and self._opens_sentence(word) and not spot.named.flags & PERSON:
            return
        spot.glued = True

    def _opens_sentence(self, word: _Token) -> bool:
        before = self.text[max(0, word.start - 3) : word.start]
        return word.start == 0 or bool(_SENTENCE_END.search(before))

    def _is_alone(self, spot: _Spot) -> bool:
        """Whether it fills the space between two commas, brackets, slashes or ends."""
        before = self.text[max(0, spot.start - 4) : spot.start].rstrip()
        after = self.text[spot.end : spot.end + 2].lstrip()
        opened = spot.start == 0 or (not before and spot.start < 4) or before.endswith((",", ";", "(", "/", ":", "-", "–", "—"))
        opened = opened or bool(re.search(r"[,;/] (?:and|y|e|et)$| &$| and$", self.text[max(0, spot.start - 7) : spot.start].rstrip()))
        closed = not after or after[0] in ",;)./(:&–—-\t\n\v" or self.text[spot.end : spot.end + 5] == " and "
        return opened and closed

    # --- judging

    def judge(self, known: Known) -> list[PlaceHit]:
        """The spots that are places, given what else is known."""
        for spot in self.spots:
            spot.verdict = None
            for kind in ("beside", "row"):
                spot.cues.pop(kind, None)
        for _ in range(2):  # the second time with what the first found beside each
            for number, spot in enumerate(self.spots):
                if spot.verdict is None:
                    self._look_beside(number)
                    spot.verdict = self._verdict(number, known)
        return [spot.verdict for spot in self.spots if spot.verdict]

    def _look_beside(self, number: int) -> None:
        """Evidence of an enumeration: places before and behind, with commas or "and" between."""
        spot = self.spots[number]
        row = [other for other in self._row(number) if other.verdict]
        if len([other for other in row if other.verdict and other.verdict.city]) >= 2:
            spot.cues["row"] = ", ".join(other.surface for other in row)
        elif any(other.verdict for other in self._enumerated(number)):
            spot.cues["beside"] = ", ".join(other.surface for other in row)

    def _row(self, number: int) -> list[_Spot]:
        """The other spots of the enumeration that a spot stands in, three to each side at most."""
        row: list[_Spot] = []
        for step in (-1, 1):
            at = number
            for _ in range(3):
                if not self._linked(min(at, at + step)):
                    break
                at += step
                row.append(self.spots[at])
        return row

    def _linked(self, number: int) -> bool:
        """Whether only a comma or "and" stands between a spot and the next."""
        if not 0 <= number < len(self.spots) - 1:
            return False
        gap = self.text[self.spots[number].end : self.spots[number + 1].start]
        return len(gap) < 16 and bool(_ENUMERATION.fullmatch(gap))

    def _enumerated(self, number: int) -> Iterator[_Spot]:
        """The spots right before and right behind in an enumeration."""
        if self._linked(number - 1):
            yield self.spots[number - 1]
        if self._linked(number):
            yield self.spots[number + 1]

    def _verdict(self, number: int, known: Known) -> PlaceHit | None:
        """What the spot names, or None where nothing or not enough speaks for a place."""
        spot = self.spots[number]
        if spot.spoilt or spot.named.blocked:
            return None
        beside = self._apposed(number)
        nation = self._nation(number, known, beside)
        if nation is not None:
            return self._as_country(spot, nation)
        if not spot.named.cities or self._is_division(spot, beside):
            return None
        return self._as_city(number, known, beside)

    def _apposed(self, number: int) -> tuple[str, str, str] | None:
        """Country, division and words of what stands in apposition: `Lyon, France`, `Austin (Texas)`, `Kenya: Nairobi`."""
        spot = self.spots[number]
        for near, pattern in ((number + 1, _APPOSITION), (number - 1, _OPENING)):
            if not 0 <= near < len(self.spots):
                continue
            other = self.spots[near]
            gap = self.text[spot.end : other.start] if near > number else self.text[other.end : spot.start]
            if other.named.adjective or len(gap) > 8 or not (pattern.fullmatch(gap) or (near > number and gap == " ")):
                continue
            for code, division in _belongs(other.named):
                if _in(spot.named.cities, code, division) or _in(_towns(spot.named.key), code, division):
                    return code, division, other.surface
        return None

    def _nation(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> Country | None:
        """The country that the spot names, if it names one rather than a city."""
        spot, named = self.spots[number], self.spots[number].named
        if named.short_of and self._is_short_name(number, named.short_of, known, beside):
            return named.short_of
        if named.country is None:
            return None
        if beside and named.country.code != beside[0]:
            return None
        own = [reading for reading in named.cities if reading.city.country_code == named.country.code]
        head = key_of(spot.cues.get("head", "").split(" ")[0])
        if own and (head in _context("city_heads") or "tail" in spot.cues):
            return None
        if own and named.country.code in CITY_STATES and not self._among_countries(number):
            return None
        if self.cities_listed and spot.surface == self.text.strip() and own and own[0].kind == "name":
            return None if _is_weighty(own[0]) else named.country  # Djibouti in a list of cities
        return named.country if self._is_country(spot) else None

    def _is_country(self, spot: _Spot) -> bool:
        """Whether a country's name or adjective stands for the country here."""
        key, named = spot.named.key, spot.named
        if key in _cased() and (spot.surface not in _cased()[key] or self.shouting):
            return False
        if key in _country_words("doubtful"):
            return _points(spot) >= ENOUGH_FOR_A_WORD
        if key in _country_words("persons") and spot.glued and "of" not in spot.cues:
            return False
        if named.adjective and not spot.surface.isascii() and spot.surface not in _accented():
            return False  # Germán, no German
        return not (named.adjective and self._is_a_language(spot))

    def _is_a_language(self, spot: _Spot) -> bool:
        """Whether an adjective like "French" means the language: "in French", "translated into French and Spanish"."""
        words = self._words_before(spot.first, over_article=False)
        follows = self._words_behind(spot.last)
        if any(word.key in _context("language_before") for word in words):
            return True
        describes = bool(follows) and follows[0].key not in _context("after_language")
        return bool(words) and words[-1].key in ("in", "and", "or") and not describes

    def _is_short_name(
        self, number: int, nation: Country, known: Known, beside: tuple[str, str, str] | None
    ) -> bool:
        """Whether a city's name is short for a country: "Salvador" where El Salvador or its neighbours are spoken of."""
        spot = self.spots[number]
        if beside or spot.cues.keys() & {"head", "tail", "label"} or not spot.named.cities:
            return False
        home = spot.named.cities[0].city.country_code
        here = {other.named.country.code for other in self._near(number) if other.named.country}
        if home in here or (home in known.countries and nation.code not in known.countries):
            return False
        region = {nation.code, *gazetteer.neighbours(nation.code)}
        return bool(here & region) or nation.code in known.countries

    def _among_countries(self, number: int) -> bool:
        """Whether all that it is enumerated with are countries."""
        others = list(self._enumerated(number))
        return bool(others) and all(other.named.country and not other.named.adjective for other in others)

    def _is_division(self, spot: _Spot, beside: tuple[str, str, str] | None) -> bool:
        """Whether the name means a state or region rather than the city of that name."""
        if not spot.named.division or not gazetteer.is_division_first(spot.named.key) or beside:
            return False
        return not spot.cues.keys() & {"head", "tail"}

    def _as_country(self, spot: _Spot, nation: Country) -> PlaceHit:
        score = 0.95 if not spot.named.adjective else 0.85
        method = METHOD
        if spot.likeness < 1:
            score, method = 0.7, FUZZY
        return PlaceHit(
            spot.start, spot.end, spot.surface, None, nation, (), score, method, tuple(dict.fromkeys(spot.cues.values())) or (spot.surface,)
        )

    def _as_city(self, number: int, known: Known, beside: tuple[str, str, str] | None) -> PlaceHit | None:
        spot = self.spots[number]
        ranked = self._ranked(number, known, beside)
        best = ranked[0][1]
        cues = dict(spot.cues)
        if beside:
            cues["country"] = beside[2]
        if any(reading.city.id in known.cities for reading in spot.named.cities):
            cues["known"] = "elsewhere in the document"
        common = self._is_common(spot, best, known)
        points = sum(POINTS[kind] for kind in cues if not common or self._counts_for_a_word(kind, cues))
        missing = max(self._need(spot, best), ENOUGH_FOR_A_WORD * common) - points
        missing += self._is_far(number, best, known) * ("country" not in cues)
        if missing > 0 or ("country" not in cues and (spot.named.key in _never() or self._is_acronym(spot, best))):
            return None
        candidates = _close(ranked)
        told_apart = len(candidates) == 1
        score = min(0.99, 0.8 + 0.05 * -missing + 0.05 * (points > 0)) * spot.likeness
        return PlaceHit(
            spot.start,
            spot.end,
            spot.surface,
            best.city if told_apart else None,
            None,
            () if told_apart else candidates,
            round(score if told_apart else score / 2, 3),
            METHOD if spot.likeness == 1 else FUZZY,
            tuple(dict.fromkeys(cues.values())) or (spot.surface,),
        )

    def _is_common(self, spot: _Spot, best: Reading, known: Known) -> bool:
        """Whether the name is an everyday word, by the dictionary or by this document."""
        if spot.named.flags & COMMON:
            return " " not in spot.named.key or best.kind == "other"
        written_small = spot.first == spot.last and spot.named.key in known.words
        return written_small and best.kind != "alias" and best.city.population < HUGE and not spot.named.flags & PLAIN

    def _is_acronym(self, spot: _Spot, best: Reading) -> bool:
        """Whether a few capitals (LAC) are letters for something else rather than a city written large."""
        short = len(spot.surface) <= 4 and self.tokens[spot.first].upper
        return short and best.kind != "alias" and best.city.population < HUGE and not spot.named.flags & PLAIN

    def _counts_for_a_word(self, kind: str, cues: Mapping[str, str]) -> bool:
        """Whether evidence counts for a name that is a word as well: "Metro Police", "Mobile City" are no cities."""
        return kind not in ("tail", "direct", "of") and (kind != "list" or "alone" in cues)

    def _is_far(self, number: int, best: Reading, known: Known) -> int:
        """Points more that a small city or an unusual name needs where nothing else speaks of its country."""
        if best.kind == "alias" or (best.kind == "name" and _is_weighty(best)):
            return 0
        named, cities = self._countries_near(number)
        far = best.city.country_code not in known.homes | named | cities | {known.hint}
        return far * (2 if best.kind == "other" else 1)

    def _ranked(
        self, number: int, known: Known, beside: tuple[str, str, str] | None
    ) -> list[tuple[float, Reading]]:
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
            weight += 6.0 * bool(beside and _in((reading,), beside[0], beside[1]))
            weight += 0.8 * (code in named) + 0.3 * (code in cities)
            weight += 0.25 * (code in known.countries) + 1.5 * (reading.city.id in known.cities)
            weight += 1.5 * (code == known.hint) + 0.4 * _is_spelt_so(reading, spot)
            rated.append((weight, reading))
        return sorted(rated, key=lambda pair: -pair[0])

    def _near(self, number: int) -> Iterator[_Spot]:
        """The other spots within a few lines, twenty to each side at most."""
        here = self.spots[number]
        for other in self.spots[max(0, number - 20) : number + 21]:
            if other is not here and other.start - here.end < NEAR and here.start - other.end < NEAR:
                yield other

    def _countries_near(self, number: int) -> tuple[set[str], set[str]]:
        """Codes of the countries named nearby, and of the cities sure nearby."""
        named, cities = set(), set()
        for other in self._near(number):
            if other.named.country:
                named.add(other.named.country.code)
            elif other.verdict and other.verdict.city:
                cities.add(other.verdict.city.country_code)
        return named, cities

    def _need(self, spot: _Spot, reading: Reading) -> int:
        """How many points of evidence a name of this kind needs before it is taken for a place."""
        people, flags = reading.city.population, spot.named.flags
        if spot.likeness < 1:
            return 0  # looked up only because of a strong cue
        need = _need_of_name(spot.named.key, reading, flags)
        if spot.glued and not (people >= HUGE and not flags & (COMMON | PERSON)):
            need += 2
        if self.shouting and people < HUGE:
            need += 1
        if not _is_cased(spot.surface):
            need += 1
        return need


def _need_of_name(key: str, reading: Reading, flags: int) -> int:
    """Points that a name needs by what else it could be and how large the place is."""
    people, kind = reading.city.population, reading.kind
    if kind == "alias":
        return 2 if flags & COMMON else 0
    if flags & (COMMON | RARE) and " " in key and kind == "name" and people >= LARGE:
        return int(bool(flags & COMMON))  # Port Louis; Green Bay
    if flags & COMMON:
        return ENOUGH_FOR_A_WORD
    if flags & RARE:
        return 1 if kind == "name" and people >= 3 * LARGE else ENOUGH_FOR_A_WORD
    if people < gazetteer.SMALL and kind == "name":
        return 2
    if flags & PLAIN:
        return 0
    need = int(len(key) <= 3)
    if flags & PERSON:
        need += 0 if people >= 5 * LARGE else 1 if people >= LARGE else 2
    elif kind == "name":
        need += 0 if _is_weighty(reading) else 1
    if kind == "other":
        long = " " in key and len(key) >= 8 and people >= LARGE
        need += 0 if long else 1 if len(key) >= 6 and people >= 5 * LARGE else 2
    return need


def _is_spelt_so(reading: Reading, spot: _Spot) -> bool:
    """Whether the text has the city's own accents, or its own form of Saint: San José, Saint-Louis."""
    telling = not spot.surface.isascii() or spot.named.key.startswith("st ")
    return telling and reading.city.name == spot.surface


def _is_nation(key: str) -> bool:
    named = gazetteer.lookup(key)
    return named is not None and named.country is not None


def _close(ranked: list[tuple[float, Reading]]) -> tuple[City, ...]:
    """The likeliest city, and those that are about as likely and not much smaller."""
    top, best = ranked[0]
    rivals = [r.city for w, r in ranked if top - w < CLOSE_CALL and r.city.population >= 0.4 * best.city.population]
    return tuple(dict.fromkeys([best.city, *rivals]))


def _points(spot: _Spot) -> int:
    """What the evidence of a spot is worth so far."""
    return sum(POINTS[kind] for kind in spot.cues)


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


def _tokens(text: str) -> list[_Token]:
    """The words of a text, without those of mail and web addresses."""
    addresses = _addresses(text)
    return [
        _token(found.group(), found.start())
        for found in _WORD.finditer(text)
        if not (addresses and _inside(addresses, found.start()))
    ]


def _token(word: str, start: int) -> _Token:
    letters = word[:4]
    capital = any(c.isupper() or c.istitle() for c in letters) or not _is_cased(letters)
    return _Token(key_of(word[:60]), start, start + len(word), capital, len(word) > 1 and word.isupper())


def _is_cased(word: str) -> bool:
    """Whether a word is of a script with capitals (digits count as none)."""
    return word[:1].lower() != word[:1].upper() or word[:1].isdigit()


def _addresses(text: str) -> list[tuple[int, int]]:
    """Spans of mail and web addresses."""
    if "@" not in text and "." not in text and "://" not in text:
        return []
    return [found.span() for found in _CHUNK.finditer(text) if _ADDRESS.search(found.group()[:200])]


def _inside(spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a position lies in one of the sorted spans."""
    at = bisect_right(spans, (position, len(spans) + 1 << 40)) - 1
    return at >= 0 and spans[at][0] <= position < spans[at][1]


def _covered(tokens: list[_Token], spans: Spans) -> dict[int, tuple[int, int]]:
    """The numbers of the words that lie in one of the spans, with that span."""
    found: dict[int, tuple[int, int]] = {}
    ordered, at = sorted(spans), 0
    for number, token in enumerate(tokens):
        while at < len(ordered) and ordered[at][1] <= token.start:
            at += 1
        if at < len(ordered) and ordered[at][0] < token.end:
            found[number] = ordered[at]
    return found


def _is_shouting(tokens: list[_Token]) -> bool:
    """Whether the text is set in capitals, so that they say nothing; a word or two alone may be a name."""
    letters = [token for token in tokens if not token.key.isdigit()]
    return len(letters) >= 3 and all(token.upper or len(token.key) < 2 for token in letters)


def _label(text: str) -> tuple[int, str]:
    """Where the value of a labelled line begins, and the label: `Venue: Durban` -> (6, "Venue")."""
    label, colon, _ = text[:60].partition(":")
    if colon and key_of(label) in _cues("labels"):
        return len(label) + 1, label.strip()
    return 0, ""


@cache
def _cues(name: str) -> frozenset[str]:
    return gazetteer.word_list("cues", name)


@cache
def _context(name: str) -> frozenset[str]:
    return gazetteer.word_list("context", name)


@cache
def _never() -> frozenset[str]:
    """Words of roles, bodies and parts of names: no city but with its country beside it (Police, Poland)."""
    lists = [_context("neighbours"), _context("openers"), _context("honorifics"), _context("stubs"), _tails()]
    return frozenset().union(*lists, _cues("heads"), _cues("direct"), _cues("labels"))


@cache
def _tails() -> frozenset[str]:
    """The single words of all that a name of a city carries behind it."""
    return frozenset(word for tail in _cues("tails") for word in tail.split())


@cache
def _country_words(name: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in gazetteer.data("countries")[name])


@cache
def _accented() -> frozenset[str]:
    """Adjectives of countries that are written with an accent."""
    names = (name for names in gazetteer.data("countries")["adjectives"].values() for name in names)
    return frozenset(name for name in names if not name.isascii())


@cache
def _cased() -> Mapping[str, frozenset[str]]:
    """Folded name -> the ways it may be written, for abbreviations that are also words (`US`)."""
    return {key_of(word): frozenset({word}) for word in gazetteer.data("countries")["cased"]}
