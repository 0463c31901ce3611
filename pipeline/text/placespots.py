"""Find in a text the words that may name a place, and what around them speaks for or against it.

A text is cut into words once. Each capitalised word that begins a known name becomes a spot with the longest such name.
A word that is no known name becomes one where a strong cue speaks for a place: then it may be a small town, or a
misspelt city. Without a cue, misspellings would make cities of Working and Chief (FACTS.md, Cities).
Nothing is decided here; `placejudge` does that. Time grows with the length of the text and with nothing else: names
have at most seven words, cues stand within three words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.text import gazetteer
from pipeline.text.gazetteer import COMMON, PERSON, PLAIN, City, Named, Reading, key_of

Spans = Sequence[tuple[int, int]]

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
    "alone": 1,  # between commas, or at the end after one
    "beside": 1,  # beside another place in an enumeration
    "row": 3,  # in an enumeration with two or more cities
    "gpe": 1,  # the language model calls it a place
}
"""What each kind of evidence is worth."""
ENOUGH_FOR_A_WORD = 3
"""Points that a name needs which is also an everyday word: one strong cue, or several weak ones."""
LARGE = gazetteer.LARGE
LONGEST_SURNAME = 40
"""Characters before a given name in a list of persons by surname."""

_BEHIND = {"tail": "tails", "body": "bodies", "campus": "campuses"}
"""Kind of evidence behind a name -> its list of words."""

_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(
    r"@|://|^www\.|^\(?[a-z0-9-]+(?:\.[a-z0-9-]+){0,6}\.(?:org|com|net|int|gov|edu|info|eu|[a-z]{2})\b"
)
_JOINT = re.compile(r" ?[-'’‘ʼ`] ?|[ \u00a0]")
_DOT = re.compile(r"\.[ \u00a0]?")
APPOSITION = re.compile(r" ?[,(/|–-] ?(?:the )?|[ \u00a0]\(|,? in (?:the )?", re.I)
_OPENED = re.compile(r"(?:^|[,;:(/&–—-]|\b(?:and|y|e|et|und))\s*$", re.I)
_CLOSED = re.compile(r"\s{0,2}(?:$|[,;:().(/&–—\t\n\v-])| and ", re.I)
_TOLD = re.compile(
    r" (?:is|was|are|were|became|remains)(?: [a-z-]{1,15}){1,4} (?:city|town|municipality|cities|towns)\b"
)
_SURNAME = re.compile(r"(?:^|[\n\v])[^\W\d_][\w'’.-]{1,20}(?: [\w'’.-]{1,20}){0,3}, $")
_ROLE = re.compile(r"(?: [^\W\d_][\w'’.-]{1,20}){0,2} [-–—] ([^\W\d_]{2,20})")
_BLANKS = re.compile(r"[ \u00a0\t]{1,4}")
_SENTENCE_END = re.compile(r"[.!?:;•\n\t\v]")
_ARTICLES = frozenset({"the", "la", "el", "le", "il", "o"})
_ABBREVIATIONS = frozenset({"st", "ste", "sta", "sto", "mt", "ft", "dr", "cd"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as it stands, folded, and whether it begins like a name."""

    key: str
    start: int
    end: int
    capital: bool
    upper: bool  # all capitals, two letters or more


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


class Finder:
    """One text: its words, and the spots where a place may be named, in order."""

    def __init__(self, text: str, taken: Spans = (), gpe: Spans = (), *, listed: bool = False) -> None:
        self.text = text
        self.listed = listed
        self.tokens = _tokens(text)
        self.shouting = _is_shouting(self.tokens)
        self.titled = _is_titled(self.tokens)
        self.label_end, self.label = _label(text)
        self._taken = _covered(self.tokens, taken)
        self._gpe = _covered(self.tokens, gpe)
        self.spots = list(self._find())
        self._unglue()
        self.rows = self._rows()

    def _find(self) -> Iterator[Spot]:
        at = 0
        while at < len(self.tokens):
            spot = self._spot(at) if self.tokens[at].capital else None
            if spot is None:
                at += 1
            else:
                at = spot.last + 1
                if not self._is_a_person(spot):
                    yield spot

    def _spot(self, at: int) -> Spot | None:
        """The longest known name from a word on, else an unknown one that a cue calls a place."""
        longest: tuple[int, Named] | None = None
        key = ""
        for last in range(at, min(at + gazetteer.LONGEST, len(self.tokens))):
            if last > at and not self._joined(last):
                break
            key = f"{key} {self.tokens[last].key}" if key else self.tokens[last].key
            named = gazetteer.lookup(key)
            if named and self._may_end(last, at, named) and not is_dressed(named):
                longest = (last, named)
            if not gazetteer.continues(key):
                break
        if longest is None:
            return self._unknown(at)
        return self._with_cues(self._make(at, *longest))

    def _joined(self, last: int) -> bool:
        """Whether a word belongs with the one before: a blank, hyphen, apostrophe between, or the dot of `St.`."""
        before = self.tokens[last - 1]
        gap = self.text[before.end : self.tokens[last].start]
        if _JOINT.fullmatch(gap):
            return True
        return bool(_DOT.fullmatch(gap)) and (before.key in _ABBREVIATIONS or before.end - before.start == 1)

    def _may_end(self, last: int, at: int, named: Named) -> bool:
        """Whether a name may end with a word: it has a capital, or goes on after an apostrophe (Nuku'alofa)."""
        token = self.tokens[last]
        if last == at or token.capital or token.key.isdigit():
            return True
        own = bool(named.cities) and named.cities[0].kind != "other"  # St. George's, but not Durban's
        return self.text[token.start - 1] in "'’‘ʼ`" and (token.key != "s" or own)

    def _make(self, first: int, last: int, named: Named) -> Spot:
        start, end = self.tokens[first].start, self.tokens[last].end
        if end < len(self.text) and self.text[end] == "." and "." in self.text[start:end]:
            end += 1  # the last dot of `U.S.`
        return Spot(first, last, start, end, self.text[start:end], named)

    def _unknown(self, at: int) -> Spot | None:
        """A small town, or a misspelt city, where a strong cue speaks for a place."""
        if self.tokens[at].end - self.tokens[at].start < 3:
            return None
        run = self._run(at)
        for last in range(run, at - 1, -1):
            named = gazetteer.town(" ".join(token.key for token in self.tokens[at : last + 1]))
            if named is None:
                continue
            spot = self._with_cues(self._make(at, last, named))
            if not named.flags or points_of(spot) >= ENOUGH_FOR_A_WORD or self._country_follows(last):
                return spot
        return self._misspelt(at, run)

    def _run(self, at: int) -> int:
        """The last word of the capitalised words from here on, three at most, without "Municipality" at the end."""
        last = at
        while last + 1 < min(at + 3, len(self.tokens)) and self.tokens[last + 1].capital and self._joined(last + 1):
            last += 1
        while last > at and self.tokens[last].key in tails():
            last -= 1
        return last

    def _misspelt(self, at: int, last: int) -> Spot | None:
        key = " ".join(token.key for token in self.tokens[at : last + 1])
        spot = self._with_cues(self._make(at, last, Named(key)))
        follows = self._country_follows(last)
        if not (spot.cues.keys() & {"head", "tail", "list", "gpe"} or (follows and "alone" in spot.cues)):
            return None
        if spot.spoilt or (self.shouting and "head" not in spot.cues):
            return None
        if any(token.key in never_alone() for token in self.tokens[at : last + 1]):
            return None
        found = gazetteer.similar(key)
        if follows:
            found = tuple(pair for pair in found if pair[0].city.country_code == follows)
        if found and (found[0][1] >= 0.8 or spot.cues.keys() & {"head", "tail", "list"}):
            spot.named, spot.likeness = Named(key, (found[0][0],)), found[0][1]
            return spot
        return self._misspelt_country(spot, key)

    def _misspelt_country(self, spot: Spot, key: str) -> Spot | None:
        """`Lituania` after `Vilnius,` or in a list of places."""
        listed = "list" in spot.cues
        if not listed and not self._follows_a_city(spot):
            return None
        found = gazetteer.similar_country(key)
        if found is None:
            return None
        spot.named, spot.likeness = Named(key, country=found), gazetteer.SIMILAR
        return spot

    def _follows_a_city(self, spot: Spot) -> bool:
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
        if not APPOSITION.fullmatch(self.text[self.tokens[last].end : self.tokens[at].start]):
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

    def _is_a_person(self, spot: Spot) -> bool:
        """Whether a person's name covers it, and no cue says that the whole of that name is a place."""
        covered = [self._taken.get(number) for number in range(spot.first, spot.last + 1)]
        if not any(covered):
            return False
        whole = all(span == (spot.start, spot.end) for span in covered)
        return not (whole and spot.cues.keys() & {"head", "tail", "list"})

    def _unglue(self) -> None:
        """Free the spots that stand right beside another place: a name of several words is known only by now."""
        for left, right in pairwise(self.spots):
            if not self._touches(left, right):
                continue
            persons = left.named.flags & right.named.flags & PERSON
            left.glued_behind = left.glued_behind and not (is_clear(right.named) and not persons)
            right.glued_before = right.glued_before and not (is_clear(left.named) and not persons)

    def _touches(self, left: Spot, right: Spot) -> bool:
        between = self.text[left.end : right.start]
        return right.first == left.last + 1 and bool(_BLANKS.fullmatch(between))

    def _rows(self) -> set[int]:
        """Numbers of the spots that a line of a table without rules holds side by side: `Osh Port Said Beira Suva`."""
        found: set[int] = set()
        row: list[int] = []
        for number in range(len(self.spots) + 1):
            ends = number == len(self.spots)
            if not ends and row and self._touches(self.spots[row[-1]], self.spots[number]):
                row.append(number)
                continue
            if sum(is_clear(self.spots[near].named) for near in row) >= 3:
                found.update(row)
            row = [number]
        for number in found:
            self.spots[number].glued_before = self.spots[number].glued_behind = False
        return found

    def small_words(self) -> Iterator[str]:
        """The words of the text that are written small, folded."""
        return (token.key for token in self.tokens if not token.capital)

    def _with_cues(self, spot: Spot) -> Spot:
        """The spot with what the words around it say."""
        self._look_before(spot)
        self._look_behind(spot)
        if spot.named.flags & PERSON and self._is_given_name(spot):
            self._glue(spot, before=False, behind=True)
        if self._is_alone(spot):
            spot.cues["alone"] = spot.surface
            if self.listed:
                spot.cues["list"] = "list of places"
        if told := _TOLD.match(self.text, spot.end):
            spot.cues["told"] = told.group().strip()
        if self.label and spot.start >= self.label_end:
            spot.cues["label"] = self.label
        if any(number in self._gpe for number in range(spot.first, spot.last + 1)):
            spot.cues["gpe"] = "named as a place by the language model"
        return spot

    def _look_before(self, spot: Spot) -> None:
        words = self.words_before(spot.first, over_article=spot.named.country is not None)
        if not words:
            return
        nearest = words[-1]
        if nearest.key in context("honorifics") and nearest.capital:
            spot.spoilt = not spot.named.country or spot.named.key in country_words("persons")
        if spot.named.adjective and self.text[nearest.end : spot.start] == "-" and not _is_nation(nearest.key):
            spot.spoilt = True  # Inter-American, but not South African-German
        if nearest.key in context("things_before") and nearest.capital:
            spot.spoilt = True
        if nearest.key in cues("before"):
            spot.cues["in"] = nearest.key
        if nearest.key in cues("heads_beside") and nearest.capital:
            spot.cues["head"] = nearest.key  # Stadt Gent
        if nearest.key in cues("direct") or (nearest.key in cues("of_labels") and not nearest.capital):
            spot.cues["direct"] = self._quote(nearest, nearest)  # downtown Gent, the town Kotor
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
            spot.cues["head"] = self._quote(words[-2] if qualified else head, link)
        elif head.key in context("regions_of") or (head.key in context("things_before") and head.capital):
            spot.spoilt = True

    def words_before(self, first: int, *, over_article: bool) -> list[Token]:
        """Up to three words before, back to the first comma, dot or bracket.

        An article right before is left out for countries ("of the Gambia"), and ends the search for cities: what a
        "University of the Arts" is named after is none.
        """
        words: list[Token] = []
        after = self.tokens[first]
        for number in range(first - 1, max(first - 5, -1), -1):
            token = self.tokens[number]
            gap = self.text[token.end : after.start]
            if not _JOINT.fullmatch(gap) and not (gap == ". " and token.key in context("honorifics")):
                break
            if token.key not in _ARTICLES or words:
                words.append(token)
            elif not over_article:
                break
            after = token
        return words[2::-1]

    def _quote(self, first: Token, last: Token) -> str:
        return self.text[first.start : last.end]

    def _look_behind(self, spot: Spot) -> None:
        words = self.words_behind(spot.last)
        if not words:
            return
        nearest = words[0]
        self._look_for_body(spot, nearest, words[-1])
        geography = nearest.key in context("geography_after")
        thing = nearest.key in context("things_after") and nearest.capital and not spot.named.country
        if (geography or thing) and not (len(words) > 1 and words[1].key in context("but_not")):
            spot.spoilt = True
        if spot.named.adjective and nearest.key in context("missions"):
            spot.spoilt = True
        if spot.named.country and nearest.key in context("currencies"):
            spot.spoilt = True
        self._look_for_neighbour(spot, nearest, before=False)

    def _look_for_body(self, spot: Spot, nearest: Token, second: Token) -> None:
        """`Municipality`, `City Council`, `Police` or `University` behind a name; the City of Cebu City counts again."""
        own = [(self.tokens[spot.last], nearest)] if spot.first < spot.last else []
        for first, last in (*own, (nearest, second), (nearest, nearest)):
            name = first.key if first is last else f"{first.key} {last.key}"
            kind = next((kind for kind in _BEHIND if name in cues(_BEHIND[kind])), "")
            if kind and not (kind == "campus" and spot.glued_before):  # George Washington University
                spot.cues[kind] = self._quote(first, last)
                return

    def words_behind(self, last: int) -> list[Token]:
        """Up to two words behind, up to the first comma, dot, bracket or possessive."""
        words: list[Token] = []
        for number in range(last + 1, min(last + 3, len(self.tokens))):
            gap = self.text[self.tokens[number - 1].end : self.tokens[number].start]
            if not _JOINT.fullmatch(gap) or self.tokens[number].key == "s":
                break
            words.append(self.tokens[number])
        return words

    def _is_given_name(self, spot: Spot) -> bool:
        """Whether a line begins with a surname and this, and goes on with a role: "Pérez Roca, Sofía - Head of"."""
        line = self.text[max(0, spot.start - LONGEST_SURNAME) : spot.start]
        before, role = _SURNAME.search(line), _ROLE.match(self.text, spot.end)
        if not before or not role:
            return False
        words = key_of(before.group()).split()
        places = any(is_firm(gazetteer.lookup(word)) for word in (*words, key_of(role.group(1))))
        return not places and not any(word in never_alone() | context("things_before") for word in words)

    def _look_for_neighbour(self, spot: Spot, word: Token, *, before: bool) -> None:
        """A capitalised word beside the name that is neither a common companion nor a place: part of another name?"""
        person = bool(spot.named.flags & PERSON)
        if word.end - word.start == 1 and word.capital and self.text[word.end : word.end + 1] == ".":
            self._glue(spot, before=before and person, behind=person and not before)  # Lorena A. Barba
            return
        if not word.capital or (self.shouting and not person):
            return
        if word.key in context("neighbours") or word.key in context("openers"):
            return
        if word.upper and not self.shouting:
            return
        if word.key in cues("direct") or word.key in tails() or (word.key in cues("heads") and not before):
            return
        if before and word.key in cues("heads_beside"):
            return
        named = gazetteer.lookup(word.key)
        if named and is_firm(named) and not (person and named.flags & PERSON):
            return
        if before and self.opens_sentence(word.start) and not person:
            return
        self._glue(spot, before=before, behind=not before)

    def _glue(self, spot: Spot, *, before: bool, behind: bool) -> None:
        spot.glued_before = spot.glued_before or before
        spot.glued_behind = spot.glued_behind or behind

    def opens_sentence(self, start: int) -> bool:
        """Whether a word that starts here is the first of a sentence."""
        return start == 0 or bool(_SENTENCE_END.search(self.text[max(0, start - 3) : start]))

    def _is_alone(self, spot: Spot) -> bool:
        """Whether it fills the space between two commas, brackets, slashes or ends."""
        return self.is_opened(spot) and bool(_CLOSED.match(self.text, spot.end))

    def is_opened(self, spot: Spot) -> bool:
        """Whether it begins the text, or follows a comma, bracket or dash."""
        return bool(_OPENED.search(self.text[max(0, spot.start - 8) : spot.start]))


def is_dressed(named: Named) -> bool:
    """Whether a name is another one with a word for a city about it (City of Manila, Suva City): that is a cue."""
    if " " not in named.key or not named.cities or named.cities[0].kind != "other":
        return False
    return any(_names_the_same(bare, named.cities[0].city) for bare in _undressed(named.key))


@lru_cache(maxsize=20_000)
def _undressed(key: str) -> tuple[str, ...]:
    """A name of several words without a word for a city before or behind it."""
    words = key.split()
    bare = []
    if words[-1] in tails():
        bare.append(words[:-1])
    if len(words) > 2 and words[0] in cues("heads") and words[1] in cues("links"):
        bare.append(words[2:])
    if words[0] in cues("heads_beside"):
        bare.append(words[1:])
    return tuple(" ".join(rest) for rest in bare)


def _names_the_same(key: str, city: City) -> bool:
    """Whether a name is a city's own, and no country's."""
    named = gazetteer.lookup(key)
    if named is None or named.country is not None:
        return False
    return any(reading.city == city and reading.kind != "other" for reading in named.cities[:2])


def is_firm(named: Named | None) -> bool:
    """Whether a name is a place's and nothing else's."""
    if named is None or named.blocked:
        return False
    sure = bool(named.cities) and named.cities[0].kind != "other" and is_weighty(named.cities[0])
    return named.country is not None or (sure and not named.flags & COMMON)


def is_clear(named: Named) -> bool:
    """Whether a name is a place's and no person's: a long one may be made of everyday words (Port Said)."""
    if named.flags & PERSON and not named.flags & PLAIN:
        return False
    long = " " in named.key and bool(named.cities) and named.cities[0].kind != "other" and is_weighty(named.cities[0])
    return is_firm(named) or (long and not named.blocked)


def is_weighty(reading: Reading) -> bool:
    """Whether a city is so large, or the capital of its country, that its name needs no other evidence."""
    return reading.city.population >= LARGE or gazetteer.is_capital(reading.city)


def _is_nation(key: str) -> bool:
    named = gazetteer.lookup(key)
    return named is not None and named.country is not None


def points_of(spot: Spot) -> int:
    """What the evidence of a spot is worth so far."""
    return sum(POINTS[kind] for kind in spot.cues)


def _tokens(text: str) -> list[Token]:
    """The words of a text, without those of mail and web addresses."""
    addresses = _addresses(text)
    return [
        _token(found.group(), found.start())
        for found in _WORD.finditer(text)
        if not (addresses and _inside(addresses, found.start()))
    ]


def _token(word: str, start: int) -> Token:
    letters = word[:4]
    small = letters.lower()
    capital = letters != small or (small == letters.upper() and not letters.isdigit())  # no script of small letters
    return Token(key_of(word[:60]), start, start + len(word), capital, len(word) > 1 and word.isupper())


def is_cased(word: str) -> bool:
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


def _covered(tokens: list[Token], spans: Spans) -> dict[int, tuple[int, int]]:
    """The numbers of the words that lie in one of the spans, with that span."""
    found: dict[int, tuple[int, int]] = {}
    ordered, at = sorted(spans), 0
    for number, token in enumerate(tokens):
        while at < len(ordered) and ordered[at][1] <= token.start:
            at += 1
        if at < len(ordered) and ordered[at][0] < token.end:
            found[number] = ordered[at]
    return found


def _is_shouting(tokens: list[Token]) -> bool:
    """Whether the text is set in capitals, so that they say nothing; a word or two alone may be a name."""
    letters = [token for token in tokens if not token.key.isdigit()]
    return len(letters) >= 3 and all(token.upper or len(token.key) < 2 for token in letters)


def _is_titled(tokens: list[Token]) -> bool:
    """Whether most longer words have capitals, as in titles, so that a capital tells little."""
    longer = [token.capital for token in tokens if token.end - token.start >= 4]
    return sum(longer) * 2 > len(longer)


def _label(text: str) -> tuple[int, str]:
    """Where the value of a labelled line begins, and the label: `Venue: Durban` -> (6, "Venue")."""
    label, colon, _ = text[:60].partition(":")
    if colon and key_of(label) in cues("labels"):
        return len(label) + 1, label.strip()
    return 0, ""


@cache
def cues(name: str) -> frozenset[str]:
    return gazetteer.word_list("cues", name)


@cache
def context(name: str) -> frozenset[str]:
    return gazetteer.word_list("context", name)


@cache
def never_alone() -> frozenset[str]:
    """Words of roles, bodies and parts of names: no city but with its country beside it (Police, Poland)."""
    lists = [context("neighbours"), context("openers"), context("honorifics"), context("stubs"), tails()]
    return frozenset().union(*lists, cues("heads"), cues("direct"), cues("labels"))


@cache
def tails() -> frozenset[str]:
    """The single words of all that a name of a city carries behind it."""
    return frozenset(word for kind in _BEHIND.values() for tail in cues(kind) for word in tail.split())


@cache
def country_words(name: str) -> frozenset[str]:
    return frozenset(key_of(word) for word in gazetteer.data("countries")[name])
