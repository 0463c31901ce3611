"""Find in a text the words that may name a place, and what around them speaks for or against it.

A text is cut into words once. Each capitalised word that begins a known name becomes a spot with the longest such name.
A word that is no known name becomes one where a strong cue speaks for a place: then it may be a small town, or a
misspelt city. Without a cue, misspellings would make cities of Working and Chief (FACTS.md, Cities).
Nothing is decided here; `judge` does that. Time grows with the length of the text and with nothing else: names
have at most seven words, cues stand within three words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.text import gazetteer
from pipeline.text.gazetteer import PERSON, Named
from pipeline.text.places.evidence import ENOUGH_FOR_A_WORD, Cues, Spot, points_of
from pipeline.text.places.tokens import JOINT, Spans, Words, covered
from pipeline.text.places.vocabulary import is_clear, is_dressed, never_alone, tails

STATE = re.compile(
    r",? (AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR"
    r"|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY)\b"
)
"""A state of the United States, as in addresses: `Pasadena, CA`."""
_DOT = re.compile(r"\.[ \u00a0]?")
APPOSITION = re.compile(
    r" ?[,(/|–-] ?(?:the )?|[ \u00a0]\(|,? in (?:the )?(?:upper |lower |northern |southern |eastern |western |central |rural )?",
    re.I,
)
_BLANKS = re.compile(r"[ \u00a0\t]{1,4}")
_ABBREVIATIONS = frozenset({"st", "ste", "sta", "sto", "mt", "ft", "dr", "cd"})


class Finder:
    """One text: its words, and the spots where a place may be named, in order."""

    def __init__(self, text: str, taken: Spans = (), gpe: Spans = (), *, listed: bool = False) -> None:
        self.words = Words(text)
        self.listed = listed
        self._cues = Cues(self.words, gpe, listed=listed)
        self._taken = covered(self.words.tokens, taken)
        self.spots = list(self._find())
        self._unglue()
        self.rows = self._rows()

    def _find(self) -> Iterator[Spot]:
        at = 0
        while at < len(self.words.tokens):
            spot = self._spot(at) if self.words.tokens[at].capital else None
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
        for last in range(at, min(at + gazetteer.LONGEST, len(self.words.tokens))):
            if last > at and not self._joined(last):
                break
            key = f"{key} {self.words.tokens[last].key}" if key else self.words.tokens[last].key
            named = gazetteer.lookup(key)
            if named and self._may_end(last, at, named) and not is_dressed(named):
                longest = (last, named)
            if not gazetteer.continues(key):
                break
        if longest is None:
            return self._unknown(at)
        return self._cues.read(self._make(at, *longest))

    def _joined(self, last: int) -> bool:
        """Whether a word belongs with the one before: a blank, hyphen, apostrophe between, or the dot of `St.`."""
        before = self.words.tokens[last - 1]
        gap = self.words.text[before.end : self.words.tokens[last].start]
        if JOINT.fullmatch(gap):
            return True
        return bool(_DOT.fullmatch(gap)) and (before.key in _ABBREVIATIONS or before.end - before.start == 1)

    def _may_end(self, last: int, at: int, named: Named) -> bool:
        """Whether a name may end with a word: it has a capital, or goes on after an apostrophe (Nuku'alofa)."""
        token = self.words.tokens[last]
        if last == at or token.capital or token.key.isdigit():
            return True
        own = bool(named.cities) and named.cities[0].kind != "other"  # St. George's, but not Durban's
        return self.words.text[token.start - 1] in "'’‘ʼ`" and (token.key != "s" or own)

    def _make(self, first: int, last: int, named: Named) -> Spot:
        start, end = self.words.tokens[first].start, self.words.tokens[last].end
        if end < len(self.words.text) and self.words.text[end] == "." and "." in self.words.text[start:end]:
            end += 1  # the last dot of `U.S.`
        return Spot(first, last, start, end, self.words.text[start:end], named)

    def _unknown(self, at: int) -> Spot | None:
        """A small town, or a misspelt city, where a strong cue speaks for a place."""
        if self.words.tokens[at].end - self.words.tokens[at].start < 3:
            return None
        run, full = self._run(at)
        for last in range(full, at - 1, -1):
            named = gazetteer.town(" ".join(token.key for token in self.words.tokens[at : last + 1]))
            if named is None:
                continue
            spot = self._cues.read(self._make(at, last, named))
            strong = bool(spot.cues.keys() & {"head", "tail", "list", "told"}) or bool(self._country_follows(last))
            village = named.cities[0].city.population < gazetteer.VILLAGE
            if strong or not (village or (named.flags and points_of(spot) < ENOUGH_FOR_A_WORD)):
                return spot
        return self._misspelt(at, run)

    def _run(self, at: int) -> tuple[int, int]:
        """The last of the capitalised words from here on, three at most: without "Municipality" at the end, and with."""
        last = at
        while (
            last + 1 < min(at + 3, len(self.words.tokens))
            and self.words.tokens[last + 1].capital
            and self._joined(last + 1)
        ):
            last += 1
        full = last
        while last > at and self.words.tokens[last].key in tails():
            last -= 1
        return last, full

    def _misspelt(self, at: int, last: int) -> Spot | None:
        key = " ".join(token.key for token in self.words.tokens[at : last + 1])
        spot = self._cues.read(self._make(at, last, Named(key)))
        follows = self._country_follows(last)
        if not (spot.cues.keys() & {"head", "tail", "list", "gpe"} or (follows and "alone" in spot.cues)):
            return None
        if spot.spoilt or (self.words.shouting and "head" not in spot.cues):
            return None
        if any(token.key in never_alone() for token in self.words.tokens[at : last + 1]):
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
        before = self.words.tokens[spot.first - 1]
        named = gazetteer.lookup(before.key) if self.words.text[before.end : spot.start].strip() == "," else None
        return named is not None and bool(named.cities)

    def _country_follows(self, last: int) -> str:
        """The code of the country that stands in apposition after a word: `, France`."""
        at = last + 1
        if at >= len(self.words.tokens) or not self.words.tokens[at].capital:
            return ""
        if STATE.match(self.words.text, self.words.tokens[last].end):
            return "US"
        if not APPOSITION.fullmatch(self.words.text[self.words.tokens[last].end : self.words.tokens[at].start]):
            return ""
        key = ""
        code = ""
        for end in range(at, min(at + 4, len(self.words.tokens))):
            if end > at and not self._joined(end):
                break
            key = f"{key} {self.words.tokens[end].key}".strip()
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
        between = self.words.text[left.end : right.start]
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
