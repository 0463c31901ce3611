"""How two names of people relate: what may be one person, what cannot be, and which names to compare at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from pipeline.link.words import fold
from pipeline.text.clean import words
from pipeline.text.names import same_person, split_honorific

ALIKE = 0.93
"""Jaro-Winkler likeness from which two words are one misspelt (FACTS.md, People)."""

DIFFERENT, FAINT, VAGUE, CLEAR, EQUAL = range(5)
"""How two names relate. VAGUE needs something shared besides, since an initial or a misspelling is all there is;
FAINT needs more of it: "Marin" and "Martin" are one letter apart."""

SHORT = 6
"""Letters of a word below which one letter more or less makes another name as easily as a misspelling."""

_GENERATIONS = {
    **dict.fromkeys(("jr", "junior", "filho", "hijo", "fils", "ii", "2nd"), "junior"),
    **dict.fromkeys(("sr", "senior", "pai", "padre", "pere", "i"), "senior"),
    **dict.fromkeys(("neto", "iii", "3rd"), "third"),
    **dict.fromkeys(("iv", "4th"), "fourth"),
}
_TITLES = frozenset(["phd", "md", "mba", "msc", "esq", "mp", "obe", "cbe", "mbe", "kc", "qc"])
_PARTICLE = "al el de del della delle di da do dos das du des d la le van von der den het ten ter zu zur"
_PARTICLES = frozenset(_PARTICLE.split())
_VOWELS = frozenset("aeiou")
_MUHAMMAD = re.compile(r"mu?o?u?hamm?[ae]d(?:ou)?")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d(?:nd|rd|th)")


class Key(NamedTuple):
    """A name as compared: its words without honorific, particles and suffix, in any order."""

    tokens: tuple[str, ...]  # sorted
    generation: str = ""  # junior, senior ...

    @property
    def full(self) -> tuple[str, ...]:
        """The words that are more than an initial."""
        return tuple(token for token in self.tokens if len(token) > 1)

    @property
    def single(self) -> bool:
        """Whether it is one word only: a surname, most often."""
        return len(self.tokens) < 2


@lru_cache(maxsize=200_000)
def key_of(name: str) -> Key:
    """The key of a name without honorific.

    >>> key_of("Zondi Martin") == key_of("Martin Zondi"), key_of("J.P. de Fourie Jr").tokens
    (True, ('j', 'p', 'smith'))
    """
    tokens = _WORD.findall(fold(name))
    generation = ""
    while len(tokens) > 2 and (tokens[-1] in _GENERATIONS or tokens[-1] in _TITLES):
        generation = _GENERATIONS.get(tokens.pop(), generation)
    kept = [_spelt(token) for token in tokens if token not in _PARTICLES] or tokens
    return Key(tuple(sorted(kept)), generation)


def key_as_seen(text: str) -> Key:
    """The key of a name as it stands, perhaps with an honorific."""
    return key_of(split_honorific(text)[1])


def _spelt(token: str) -> str:
    """One spelling for the name that the world spells in most ways, and for sounds that alphabets without them spell
    in two: Tsvetkova and Cvetkova, Rajalaxmi and Rajalakshmi, Hiruth and Hirut."""
    if _MUHAMMAD.fullmatch(token):
        return "muhammad"
    return _SOUNDS.sub(lambda sound: _ONE_SPELLING[sound[0]], token) if len(token) > 4 else token


_SOUNDS = re.compile(r"^ts|ksh|th$")
_ONE_SPELLING = {"ts": "c", "ksh": "x", "th": "t"}


@lru_cache(maxsize=500_000)
def relation(a: Key, b: Key) -> int:
    """How two names of two words or more relate."""
    if a.generation and b.generation and a.generation != b.generation:
        return DIFFERENT
    if a.tokens == b.tokens:
        return EQUAL if len(a.full) > 1 else VAGUE
    shorter, longer = sorted((a.tokens, b.tokens), key=len)
    return _matches(shorter, longer)


@dataclass(frozen=True)
class _Named:
    name: str
    honorific: str = ""


@lru_cache(maxsize=20_000)
def may_share(honorific: str, other: str) -> bool:
    """Whether one person may bear both honorifics: Mr. Sabbagh is not Ms. Sabbagh."""
    return not honorific or not other or same_person(_Named("A Bee", honorific), _Named("A Bee", other), True)


def _matches(shorter: tuple[str, ...], longer: tuple[str, ...]) -> int:
    """How surely all words of the shorter name stand in the longer."""
    left = list(longer)
    rest = []
    for token in shorter:
        if len(token) > 1 and token in left:
            left.remove(token)
        else:
            rest.append(token)
    exact = len(shorter) - len(rest)
    misspelt: list[int] = []
    for token in sorted(rest, key=lambda t: (-len(t), t)):
        match = next((other for other in left if alike(token, other)), None)
        if match is not None and len(token) > 1:
            misspelt.append(min(len(token), len(match)))
        match = match or next((other for other in left if _is_initial(token, other)), None)
        if match is None:
            return DIFFERENT
        left.remove(match)
    if not exact and not misspelt:
        return DIFFERENT  # initials all through: "M. Svenson" is not "A. Mario Silva"
    if exact > 1:
        return CLEAR
    return VAGUE if min(misspelt, default=SHORT) >= SHORT else FAINT


def _is_initial(a: str, b: str) -> bool:
    return min(len(a), len(b)) == 1 and a[0] == b[0]


@lru_cache(maxsize=500_000)
def alike(a: str, b: str) -> bool:
    """Whether two words are the same or one is the other misspelt, by a letter or, where they are long, by two.

    >>> alike("svensson", "svenson"), alike("daniel", "daniela"), alike("thabo", "thabiso")
    (True, False, False)
    """
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or _are_two_endings(a, b) or JaroWinkler.similarity(a, b) < ALIKE:
        return False
    return OSA.distance(a, b) <= (2 if min(len(a), len(b)) > 8 else 1)


def _are_two_endings(a: str, b: str) -> bool:
    """Whether two words differ in how they end only, as names of men and women or of two families do."""
    if a.startswith(b) or b.startswith(a):
        return True
    return a[:-1] == b[:-1] and a[-1] in _VOWELS and b[-1] in _VOWELS


# --- which to compare -------------------------------------------------------------------------------------------------


class Index:
    """Keys by their words, also misspelt ones: two words are compared where they are equal after one letter is taken
    out of either or both."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = sorted(set(keys))
        self._holders: dict[str, set[int]] = {}
        for number, key in enumerate(self._keys):
            for token in key.full:
                self._holders.setdefault(token, set()).add(number)
        self._variants: dict[str, list[str]] = {}
        for token in sorted(self._holders):
            for variant in _variants(token):
                self._variants.setdefault(variant, []).append(token)
        self._near: dict[str, frozenset[int]] = {}

    def like(self, token: str) -> list[str]:
        """The words of the index that are alike to a word."""
        near = {other for variant in _variants(token) for other in self._variants.get(variant, ())}
        return sorted(other for other in near if alike(token, other))

    def _holding(self, token: str) -> frozenset[int]:
        """The keys that have a word alike to this one."""
        if token not in self._near:
            self._near[token] = frozenset().union(*(self._holders[other] for other in self.like(token)))
        return self._near[token]

    def pairs(self) -> Iterator[tuple[Key, Key]]:
        """Pairs of distinct keys of two words or more that may be one person, each once, in order."""
        found: set[tuple[int, int]] = set()
        for number, key in enumerate(self._keys):
            if not key.single:
                found.update((min(number, n), max(number, n)) for n in self._candidates(key) if n != number)
        named = ((self._keys[one], self._keys[other]) for one, other in sorted(found))
        return ((one, other) for one, other in named if not one.single and not other.single)

    def _candidates(self, key: Key) -> frozenset[int]:
        """Keys that have all words of this one; any of its words, where an initial leaves open what is missing.

        Where the other name has the initial, this one is found from there.
        """
        holding = sorted((self._holding(token) for token in key.full), key=len)
        if not holding:
            return frozenset()
        return frozenset.intersection(*holding) if len(key.full) == len(key.tokens) else frozenset().union(*holding)


@lru_cache(maxsize=200_000)
def _variants(token: str) -> tuple[str, ...]:
    if len(token) < 4:
        return (token,)
    return (token, *dict.fromkeys(token[:k] + token[k + 1 :] for k in range(len(token))))


# --- roles ------------------------------------------------------------------------------------------------------------

_LITTLE = "the of for and on in at to a an & de del la des du y et e former ex acting"
_SMALL = frozenset(_LITTLE.split())
_SECOND = frozenset(["deputy", "vice", "assistant", "adviser", "advisor", "consultant"])


@lru_cache(maxsize=50_000)
def _role_words(role: str) -> frozenset[str]:
    parts = (part for word in words(role) for part in word.split("-") if part not in _SMALL)
    return frozenset(_ONE_OFFICE.get(part, part) for part in parts)


_ONE_OFFICE = dict.fromkeys(("chairman", "chairwoman", "chairperson"), "chair") | {"cllr": "councillor"}


def same_role(a: str, b: str) -> bool:
    """Whether two roles may be one: "Head Safer Cities" and "Head of the Safer Cities Department"; a deputy never is.

    >>> same_role("Mayor", "Mayor of Turin"), same_role("Vice-Mayor", "Mayor")
    (True, False)
    """
    first, second = _role_words(a), _role_words(b)
    if bool(first & _SECOND) != bool(second & _SECOND):
        return False
    least = min(len(first), len(second))
    return bool(least) and len(first & second) / least >= 0.5


def roles_agree(a: Collection[str], b: Collection[str]) -> bool:
    """Whether any role of the one may be a role of the other."""
    return any(same_role(one, other) for one in a for other in b)
