"""Names of people, and lines that name a person with role, organisation and place: strings in, values out.

What is known of names, honorifics, roles and organisations is data (`given_names.txt`, `honorifics.toml`,
`roles.toml`, `organisations.toml`), read when first needed. The rules:

- A name is one to seven words, each capitalised, an initial, or a particle ("de", "van", "bin").
- A surname in capitals is a surname wherever it stands. Else the order is turned to given name first only on
  evidence: known given and family names, given names met elsewhere in the document, the order of the other names
  of the same list (`lean_of`).
- A line is cut at its punctuation; the piece most like a name is the name, the other pieces are sorted into role,
  organisation and place by their nouns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Protocol

from rapidfuzz.distance import JaroWinkler

from pipeline.text.clean import fold, squeeze

LONGEST_LINE = 1000
"""Characters of a line that can name one person; longer ones are prose."""

MOST_WORDS = 7
"""Words of a name."""


@dataclass(frozen=True)
class Name:
    """A name taken apart."""

    given: str
    family: str
    honorific: str  # as printed
    suffix: str  # Jr, III, PhD
    text: str  # given name first, without honorific

    @property
    def single(self) -> bool:
        """Whether it is one word only, as in "Mr. Fassino"."""
        return not (self.given and self.family)


@dataclass(frozen=True)
class PersonLine:
    """A person as one line names them."""

    name: Name
    role: str
    organisation: str
    place: str  # the words that name the city or country
    surface: str  # the name as it stands: `line[start:end]`
    start: int
    end: int
    score: float = 1.0  # how much like a name the name is, 0 to 1


class Named(Protocol):
    """What is compared of two people; `pipeline.model.Person` is one."""

    @property
    def name(self) -> str: ...

    @property
    def honorific(self) -> str: ...


# --- what is known ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Names:
    given: frozenset[str]
    family: frozenset[str]
    both: frozenset[str]
    words: frozenset[str]
    leading: frozenset[str]  # family names that stand first in their own language


@lru_cache(maxsize=1)
def _names() -> _Names:
    sections: dict[str, set[str]] = {}
    section: set[str] = set()
    for line in _read("given_names.txt").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            section.update(line.split())
    return _Names(**{key: frozenset(names) for key, names in sections.items()})


def _read(name: str) -> str:
    return resources.files("pipeline.data").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=3)
def _table(name: str) -> dict[str, frozenset[str]]:
    """The lists of words of a TOML file, folded. Its tables are left to others."""
    loaded = tomllib.loads(_read(name))
    return {key: frozenset(fold(word) for word in words) for key, words in loaded.items() if isinstance(words[0], str)}


@lru_cache(maxsize=16)
def _honorifics(*keys: str) -> frozenset[str]:
    """Honorifics by kind, as folded words without dots."""
    table = _table("honorifics.toml")
    return frozenset(_undotted(word) for key in keys for word in table[key])


@lru_cache(maxsize=1)
def _all_honorifics() -> frozenset[str]:
    return _honorifics("male", "female", "neutral", "ranks")


@lru_cache(maxsize=1)
def _all_roles() -> frozenset[str]:
    table = _table("roles.toml")
    return table["public"] | table["staff"]


def _organisation(key: str) -> frozenset[str]:
    return _table("organisations.toml")[key]


@lru_cache(maxsize=16_384)
def _undotted(text: str) -> str:
    return squeeze(fold(text).replace(".", " "))


# what people do that no list holds: "ethnographer", "beekeeper"; in lower case only, since surnames end so, too
_AGENT = re.compile(
    r"\w{3}(?:ologist|ographer|trician|tician|keeper|maker|worker|monger|builder|teacher|trainer|planner|ineer|ologue)$"
)


def is_role_word(word: str) -> bool:
    """Whether a word is the noun of a role: "Mayor", "Officer".

    >>> is_role_word("Co-ordinator"), is_role_word("Safety")
    (True, False)
    """
    key = _bare(word)
    if word.islower() and (_AGENT.search(key) or key in _table("roles.toml")["occupations"]):
        return True
    return key in _all_roles() or ("-" in key and bool({*key.split("-")[:1], *key.split("-")[-1:]} & _all_roles()))


def is_organisation_word(word: str) -> bool:
    """Whether a word is the noun of an organisation: "Municipality", "Department"."""
    return _bare(word) in _organisation("heads")


def is_weak_organisation_word(word: str) -> bool:
    """Whether such a noun also names other things: "Programme", "Forum"."""
    return _bare(word) in _organisation("weak")


def is_city_government(name: str) -> bool:
    """Whether an organisation is the government of a city: "City of Kisumu", "Penang Island City Council"."""
    return not _organisation("city_government").isdisjoint(_bare(word) for word in name.split())


def is_public_office(role: str) -> bool:
    """Whether a role is one of public office: elected, or appointed to speak for a city or state."""
    offices = _table("roles.toml")["public"]
    return any(_bare(word) in offices for word in _head_phrase(role))


def is_common_word(word: str) -> bool:
    """Whether a word is an ordinary word of English, or of these documents, rather than part of a name."""
    return _bare(word) in _names().words


def is_named_after_people(word: str) -> bool:
    """Whether a word says that the name in front of it is a street, a building, a prize: "Bram Fischer Road"."""
    return _bare(word) in _table("honorifics.toml")["named_after"]


def leads_to_a_place_name(word: str) -> bool:
    """The same of a word that stands in front: "Rue Blaise Diagne"."""
    return _bare(word) in _table("honorifics.toml")["named_after_before"]


@lru_cache(maxsize=16_384)
def _bare(word: str) -> str:
    return fold(word).strip(".,:;()'\"*").removesuffix("'s")


# --- names -----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+(?:[.'’`\-‐‑][^\W\d_]+){0,5}\.?")
_NAME_ROOM = 150  # characters in which a name has its place
_NICKNAME = re.compile(r"\s[\"'“‘(][^\W\d_]{2,20}[\"'”’)](?=\s)")
_MOST_HONORIFIC_WORDS = 5  # of one honorific
_MOST_HONORIFICS = 6  # in front of one name


def split_honorific(text: str) -> tuple[str, str]:
    """A text parted into the honorifics it begins with and the rest.

    >>> split_honorific("Pol. Maj. Gen. Vichai Sangparpai")
    ('Pol. Maj. Gen.', 'Vichai Sangparpai')
    """
    end = 0
    for _ in range(_MOST_HONORIFICS):
        end = honorific_end(text, end)
    rest = text[end:].lstrip()
    return (text[:end].strip(), rest) if rest else ("", text.strip())


def honorific_end(text: str, position: int) -> int:
    """Where the longest honorific that begins at `position` ends; `position` where there is none."""
    words: list[re.Match[str]] = []
    for match in _WORD.finditer(text, position, position + 80):
        gap = text[words[-1].end() if words else position : match.start()]
        if gap.strip() or len(words) == _MOST_HONORIFIC_WORDS:
            break
        words.append(match)
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        if _is_honorific(text[words[0].start() : end], text[end : end + _NAME_ROOM].lstrip()):
            return end
    return position


def _is_honorific(phrase: str, rest: str) -> bool:
    key = _undotted(phrase)
    if key not in _all_honorifics() or not rest[:1].isalpha():
        return False
    if key in _table("honorifics.toml")["dotted"] and not phrase.endswith("."):
        return False
    if key in _table("honorifics.toml")["careful"] | _honorifics("ranks", "offices"):
        return phrase[0].isupper() and begins_like_name(rest)
    return phrase[0].isupper() or len(key) <= 4


def begins_like_name(text: str) -> bool:
    match = _WORD.match(text)
    if match is None or not match[0][0].isupper():
        return False
    word = match[0]
    noun = is_role_word(word) or is_organisation_word(word) or (is_common_word(word) and not _known(word))
    return not noun or _undotted(word) in _all_honorifics()


def parse_name(text: str, *, lean: int = 0, given: Collection[str] = frozenset()) -> Name | None:
    """A text that is nothing but a name, taken apart; None for anything else.

    `given` are folded given names known from the same document, `lean` the habit of the list it stands in (`lean_of`).

    >>> parse_name("Gómez Gallardo Francisco Javier").text
    'Francisco Javier Gómez Gallardo'
    """
    honorific, rest = split_honorific(squeeze(_NICKNAME.sub("", text)).strip(" ,;:*"))
    words, suffix = _split_suffix(rest)
    if not words or len(words) > MOST_WORDS or not _are_name_words(words, honorific):
        return None
    return _arranged(words, honorific, suffix, lean, given)


def _split_suffix(text: str) -> tuple[list[str], str]:
    """The words of a name and its suffix; no words where anything but words and one comma is in it."""
    if len(text) > 150:
        return [], ""
    suffixes = _table("honorifics.toml")["suffixes"]
    parts = [part.strip() for part in text.split(",")]
    suffix: list[str] = []
    while len(parts) > 1 and _undotted(parts[-1]).replace(" ", "") in {s.replace(".", "") for s in suffixes}:
        suffix.insert(0, parts.pop())
    if len(parts) == 2:
        parts = [_surname_in_front(parts[0]), parts[1]]
        if not parts[0]:
            return [], ""
    words = " ".join(parts).split() if len(parts) <= 2 else []
    while len(words) > 2 and _undotted(words[-1]).replace(" ", "") in suffixes and words[-1] not in ("Ma", "BA"):
        suffix.insert(0, words.pop())
    return words, " ".join(suffix)


def _surname_in_front(surname: str) -> str:
    """The surname of "Xaba, Martin", in capitals so that it is known as one; empty if it is no surname."""
    words = surname.split()
    return surname.upper() if 1 <= len(words) <= 3 and all(_WORD.fullmatch(word) for word in words) else ""


def _are_name_words(words: Sequence[str], honorific: str) -> bool:
    """Whether each word may be part of a name, and at least one is more than an initial or a particle."""
    core = [word for word in words if not _is_particle(word) and not _is_initial(word)]
    if not core or not all(_WORD.fullmatch(word) for word in words):
        return False
    if not all(word[0].isupper() or _is_particle(word) or _prefixed(word) for word in words):
        return False
    if honorific:
        return not (len(words) > 2 and fold(words[0]) in _table("roles.toml")["before_name"])
    return not any(_is_noun(word) for word in core)


def _prefixed(word: str) -> bool:
    """eThekwini is no name, but al-Masri, d'Ivoire and dos-Santos are."""
    head = re.split(r"['’\-]", word, maxsplit=1)[0]
    return head != word and _is_particle(head)


def _is_noun(word: str) -> bool:
    """Whether a word of a name would rather be a role or an organisation."""
    return (is_role_word(word) or is_organisation_word(word)) and _evidence(word, frozenset()) <= 0


def _is_particle(word: str) -> bool:
    return word.islower() and fold(word) in _table("honorifics.toml")["particles"]


def _is_initial(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[^\W\d_]\.?-?){1,3}|(?:[^\W\d_]\.){1,6}", word)) and (len(word) == 1 or "." in word)


def _evidence(word: str, given: Collection[str]) -> int:
    """+1 or more for a given name, -1 for a family name, 0 where either or unknown."""
    key = _bare(word)
    if key in given:
        return 2
    names = _names()
    if key in names.given or ("-" in key and key.split("-")[0] in names.given):
        return 1
    return -1 if key in names.family else 0


def _arranged(words: list[str], honorific: str, suffix: str, lean: int, given: Collection[str]) -> Name:
    """Given names and family names told apart, and put in this order."""
    if _leads_with_family(words, given):
        family, *rest = (_cased(word, words) for word in words)
        return Name(" ".join(rest), family, honorific, suffix, squeeze(f"{family} {' '.join(rest)} {suffix}"))
    first, last = _capitals_apart(words) or _turned(words, lean, given) or _straight(words, given)
    given_name, family = (" ".join(_cased(word, words) for word in part) for part in (first, last))
    return Name(given_name, family, honorific, suffix, squeeze(f"{given_name} {family} {suffix}"))


def _leads_with_family(words: Sequence[str], given: Collection[str]) -> bool:
    """Park Ji-woo and Nguyen Thi Van are printed, and stay, family name first; Kim Anderson is not of them."""
    leading = _names().leading
    if len(words) < 2 or _bare(words[0]) not in leading or words[0].isupper() != words[-1].isupper():
        return False
    return _evidence(words[-1], given) >= 0 and _bare(words[-1]) not in leading


def _capitals_apart(words: list[str]) -> tuple[list[str], list[str]] | None:
    """(given, family) where the family name, and it alone, is in capitals."""
    shouted = [len(word.strip(".")) > 1 and word.isupper() and not _is_initial(word) for word in words]
    plain = [not loud and not _is_initial(word) for loud, word in zip(shouted, words, strict=True)]
    if not any(shouted) or not any(plain):
        return None
    family = [word for word, loud in zip(words, shouted, strict=True) if loud]
    if shouted[0]:  # NDLOVU Thabo P.; particles of the surname stand before it
        cut = next(index for index, loud in enumerate(shouted) if not loud)
        return (words[cut:], words[:cut]) if not any(shouted[cut:]) else None
    cut = shouted.index(True)
    while cut > 1 and _is_particle(words[cut - 1]):
        cut -= 1
    return (words[:cut], words[cut:]) if family else None


def _turned(words: list[str], lean: int, given: Collection[str]) -> tuple[list[str], list[str]] | None:
    """(given, family) where the family name stands first, on evidence; else None."""
    if len(words) < 2 or margin_of(words, given) < 2 - lean:
        return None
    core = _core(words)
    if len(core) < 2:
        return None
    weights = [_evidence(word, given) for word in words]
    cut = max(range(1, len(words)), key=lambda index: (sum(weights[index:]) - sum(weights[:index]), -index))
    return words[cut:], words[:cut]


def margin_of(words: Sequence[str], given: Collection[str] = frozenset()) -> int:
    """How much more the last word looks like a given name than the first: 2 and more says family name first."""
    core = _core(words)
    if len(core) < 2 or _is_initial(words[0]):
        return -9
    return _evidence(core[-1], given) - _evidence(core[0], given)


def _core(words: Sequence[str]) -> list[str]:
    return [word for word in words if not _is_initial(word) and not _is_particle(word)]


def _straight(words: list[str], given: Collection[str]) -> tuple[list[str], list[str]]:
    """(given, family) of a name in its usual order: the family name begins at the first particle, or is the last
    word, with the words before it that are known family names."""
    if len(words) == 1:
        return [], words
    for index in range(1, len(words) - 1):
        if _is_particle(words[index]) or (len(words[index]) <= 3 and _is_particle(words[index].lower())):
            return words[:index], words[index:]
    cut = len(words) - 1
    while cut > 1 and _is_initial(words[cut]):
        cut -= 1
    while cut > 1 and _evidence(words[cut - 1], given) < 0:
        cut -= 1
    return words[:cut], words[cut:]


def _cased(word: str, words: Sequence[str]) -> str:
    """NDLOVU as Ndlovu; initials and names of two capitals beside plain words stay."""
    if not word.isupper() or _is_initial(word) or len(word.strip(".")) < 2:
        return word
    if len(word) == 2 and not word.endswith(".") and not any(other.isupper() for other in words if len(other) > 2):
        return word
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)


def lean_of(names: Iterable[str], given: Collection[str] = frozenset()) -> int:
    """Whether a list of names tends to put the family name first: -1 no, 0 unknown, 1 at times, 2 always."""
    margins = [margin_of(split_honorific(name)[1].split(), given) for name in names if len(name) <= 150]
    first = sum(min(margin, 2) for margin in margins if margin > 0)
    straight = sum(min(-margin, 2) for margin in margins if -9 < margin < 0)
    if first >= 3 and straight == 0:
        return 2
    if first >= 2 and first * 4 >= straight:
        return 1
    return -1 if straight >= 3 and first == 0 else 0


@lru_cache(maxsize=16_384)
def looks_like_name(text: str) -> float:
    """How much a text looks like the name of a person and nothing else, 0 to 1.

    >>> looks_like_name("Vanessa Avila") > 0.8, looks_like_name("Safer Cities") < 0.2
    (True, True)
    """
    name = parse_name(text) if len(text) <= _NAME_ROOM else None
    if name is None:
        return 0.0
    words = _split_suffix(split_honorific(squeeze(text).strip(" ,;:*"))[1])[0]
    return _likeness(words, bool(name.honorific))


def _likeness(words: Sequence[str], honorific: bool) -> float:
    core = _core(words)
    known = [_known(word) for word in core]
    common = [is_common_word(word) and not known[index] for index, word in enumerate(core)]
    if honorific:
        return 0.5 if all(common) else 0.97
    if len(words) == 1:
        return 0.05 if common[0] else 0.35 if known[0] else 0.2
    if any(common):
        return 0.1 if sum(common) * 2 >= len(core) or not any(known) else 0.4
    if _shouting(core):
        return 0.75 if all(known) else 0.6 if any(known) else 0.25
    if not words[0].islower() and (any(_evidence(word, frozenset()) > 0 for word in core) or all(known)):
        return 0.9
    if words[0].islower():
        return 0.3
    if any(known) or len(words) > len(core):
        return 0.75
    return 0.55 if len(core) <= 4 else 0.3


def _known(word: str) -> bool:
    key, names = _bare(word), _names()
    return any(part in names.given or part in names.family or part in names.both for part in (key, key.split("-")[0]))


def _shouting(words: Sequence[str]) -> bool:
    return all(word.isupper() for word in words)


# --- lines that name a person ----------------------------------------------------------------------------------------

PlaceOf = Callable[[str], bool]

_SEPARATOR = re.compile(
    r"\s{1,4}[-–—]{1,3}\s{0,4}|\s{0,4}[–—]\s{0,4}|-\s{1,4}(?=\w)|,\s{0,4}|;\s{0,4}|:\s{0,4}|\s{0,4}[()\[\]]\s{0,4}|\s{0,4}[\t\v\n|•·]\s{0,4}"
    r"|(?<=[^\W\d_A-Z]{3})\.(?:\s{1,4}|$)"
)
_NOT_ABOUT_PEOPLE = re.compile(
    r"\S{1,64}@\S+|(?:https?://|www\.)\S+|\+?[\d\s()./-]+|(?:tel|fax|cell|e-?mail|phone)\.?", re.I
)
_LEADING = re.compile(
    r"^(?:contact (?:at|in|for)\s+)?(?:(?:and|or|from|of|at|for|in|with|as|is|was|the|by|a|an|on behalf of|"
    r"representing)\s+){0,6}",
    re.I,
)
_ENOUGH = 0.45
_SURE = 0.85


@dataclass(frozen=True)
class _Piece:
    """A part of a line between two separators."""

    text: str
    start: int
    before: str  # the separator in front

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def parse_person_line(
    text: str, place_of: PlaceOf, *, lean: int = 0, given: Collection[str] = frozenset()
) -> PersonLine | None:
    """The person a line of a list, an answer or a row of a table names, in whatever order; None if it names nobody.

    `place_of` tells whether words name a city or country.

    >>> line = parse_person_line("Mr. Giorgio Pighi – Mayor of Modena", lambda words: words == "Modena")
    >>> line.name.text, line.role, line.place
    ('Giorgio Pighi', 'Mayor', 'Modena')
    """
    if len(text) > LONGEST_LINE:
        return None
    place_of = _sober(place_of)
    line, text = text, _readable(text)
    pieces = list(_pieces(text))
    candidates = [found for index in range(len(pieces)) for found in _named(pieces, index, place_of)]
    if not candidates:
        return None
    best = max(candidates, key=lambda found: (found.score, -found.start))
    if best.score < _ENOUGH or _is_another(candidates, best) or _is_prose(best.head):
        return None
    name = parse_name(text[best.start : best.end], lean=lean, given=given)
    if name is None:
        return None
    role, organisation, place = _affiliation(best.others(pieces), place_of)
    role = role or office_of(name.honorific)
    start, end = _surface(text, best.start, best.end, name)
    return PersonLine(name, role, organisation, place, line[start:end], start, end, min(best.score, 1.0))


def _is_another(candidates: Iterable[_Found], best: _Found) -> bool:
    """Whether the line surely names somebody else, too: then it is prose, or has to go through `split_people`."""
    apart = (found for found in candidates if found.end <= best.start or best.end <= found.start)
    return best.score >= _SURE and any(found.score >= _SURE for found in apart)


def _is_prose(head: str) -> bool:
    """Whether the words in front of a name are part of a sentence: "The report was written by"."""
    return len(head.split()) > 2 and head.split()[-1].islower() and kind_of(head) == "other"


def _readable(text: str) -> str:
    """The line, of the same length, with capitals where it has none, and with bars for slashes behind a name."""
    text = re.sub(r"\b(D[ao]to|Datuk)['’](?=\s)", r"\1 ", text)
    if text.islower():
        text = re.sub(r"\b[^\W\d_]{2,}", lambda m: m[0] if m[0] in _PREPOSITIONS else m[0].capitalize(), text)
    if " / " in text and looks_like_name(text.split(" / ", 1)[0]) >= _ENOUGH:
        text = text.replace(" / ", " | ")
    return text


def _surface(text: str, start: int, end: int, name: Name) -> tuple[int, int]:
    """The name as it stands, without honorific unless it is all that goes with a single word."""
    if name.honorific and not name.single:
        start = text.index(name.honorific, start) + len(name.honorific) if name.honorific in text[start:end] else start
        start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, end


def office_of(honorific: str) -> str:
    """The role in an honorific that is one: "Chief Inspector", "Councillor" of "Hon. Cllr", but nothing of "Mr."."""
    words = honorific.split()
    for start in range(len(words)):
        phrase = " ".join(words[start:])
        if _undotted(phrase) in _honorifics("offices") or _undotted(words[-1]) in _honorifics("offices"):
            return (
                _SPELT_OUT.get(_undotted(words[-1]), phrase) if start == len(words) - 1 else _spelt_from(words, start)
            )
    return ""


def _spelt_from(words: Sequence[str], start: int) -> str:
    """The words from the first that is no courtesy title: "Cllr" of "Hon. Cllr", all of "Chief Inspector"."""
    kept = [word for word in words[start:] if _undotted(word) not in _COURTESY]
    return " ".join(_SPELT_OUT.get(_undotted(word), word) for word in kept)


_COURTESY = frozenset(
    {"hon", "honourable", "honorable", "the", "rt", "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "eng"}
)
_SPELT_OUT = {
    "prof": "Professor",
    "insp": "Inspector",
    "capt": "Captain",
    "sgt": "Sergeant",
    "supt": "Superintendent",
    "cllr": "Councillor",
    "clr": "Councillor",
    "cr": "Councillor",
    "ald": "Alderman",
    "amb": "Ambassador",
    "sen": "Senator",
}


def _sober(place_of: PlaceOf) -> PlaceOf:
    """`place_of` without the towns called Engineer, Leader and Commerce: single words that are something else, too."""

    def is_place(words: str) -> bool:
        ordinary = is_role_word(words) or is_organisation_word(words) or is_common_word(words)
        return not (ordinary and " " not in words) and place_of(words)

    return is_place


def _pieces(text: str) -> Iterator[_Piece]:
    """The line cut at its punctuation, without numbers, addresses and empty parts."""
    position, before = 0, ""
    for match in _SEPARATOR.finditer(text):
        if not _is_abbreviation(text, match):
            yield from _piece(text, position, match.start(), before)
            position, before = match.end(), match[0].strip() or match[0][:1]
    yield from _piece(text, position, len(text), before)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop belongs to a word, as in "Prof. Smith"."""
    if not match[0].startswith("."):
        return False
    word = text[: match.start()].rsplit(None, 1)[-1] if text[: match.start()].strip() else ""
    return _undotted(word) in _all_honorifics() or fold(word) in ("asst", "dept", "depto", "govt", "assoc", "univ")


def _piece(text: str, start: int, end: int, before: str) -> Iterator[_Piece]:
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip(" \t*\"“”'.-–"))
    piece = raw.strip(" \t*\"“”'-–")
    piece = piece.lstrip(".")
    if piece.endswith(".") and not _ends_abbreviated(piece):
        piece = piece[:-1]
    if piece and not _NOT_ABOUT_PEOPLE.fullmatch(piece):
        yield _Piece(piece, start, before)


def _ends_abbreviated(piece: str) -> bool:
    last = piece.split()[-1]
    return _is_initial(last) or _undotted(last) in _all_honorifics() or _undotted(last) in ("jr", "sr")


@dataclass(frozen=True)
class _Found:
    """A place in a line where a name may be: pieces `first` to `last`, and what else those pieces say."""

    first: int
    last: int
    start: int
    end: int
    score: float
    head: str = ""  # words of the piece in front of the name
    tail: str = ""  # and behind it

    def others(self, pieces: Sequence[_Piece]) -> list[_Piece]:
        """The rest of the line, nearest to the name where it counts: role first."""
        before, after = pieces[: self.first], pieces[self.last + 1 :]
        title = _spelt_from(self.head.split(), 0)
        head = [_Piece(title, self.start, "")] if title else []
        tail = [_Piece(self.tail, self.end, "")] if self.tail else []
        return [*before, *head, *tail, *after]


def _named(pieces: Sequence[_Piece], index: int, place_of: PlaceOf) -> Iterator[_Found]:
    """The readings of one piece as a name: whole, after a title, before a role, or with the next as "Xaba, Martin"."""
    piece = pieces[index]
    bonus = 0.05 if index == 0 else 0.0
    for start, end, score in _names_in(piece.text, place_of):
        head, tail = piece.text[:start].strip(), piece.text[end:].strip()
        yield _Found(index, index, piece.start + start, piece.start + end, score + bonus, head, tail)
    rest = pieces[index + 1] if index + 1 < len(pieces) else None
    if rest and rest.before == "," and not _is_body(piece.text) and not _is_where(piece.text, place_of):
        yield from _comma_name(piece, rest, index)


def _is_where(text: str, place_of: PlaceOf) -> bool:
    """Whether words are a place rather than a name: towns share their names with people."""
    return place_of(text) and not all(_known(word) for word in text.split())


def _comma_name(surname: _Piece, rest: _Piece, index: int) -> Iterator[_Found]:
    """Xaba, Martin."""
    words = rest.text.split()
    plain = 1 <= len(surname.text.split()) <= 2 and 1 <= len(words) <= 3 and all(_WORD.fullmatch(w) for w in words)
    if not plain or any(_is_noun(word) or is_common_word(word) for word in [*surname.text.split(), *words]):
        return
    given = all(_is_initial(word) or (_known(word) and _evidence(word, frozenset()) >= 0) for word in words)
    if given and surname.text[0].isupper() and _evidence(surname.text.split()[0], frozenset()) <= 0:
        yield _Found(index, index + 1, surname.start, rest.end, 0.97)


def _names_in(text: str, place_of: PlaceOf) -> Iterator[tuple[int, int, float]]:
    """Where in a piece a name stands, and how sure that is."""
    if place_of(text):
        return
    whole = looks_like_name(text)
    if whole:
        yield 0, len(text), whole
    titles, rest = split_honorific(text)
    start = title_end(rest)
    start += len(text) - len(rest) if titles and start else 0
    if start and (score := looks_like_name(text[start:])) and not place_of(text[start:]):
        yield start, len(text), max(score, 0.6 if score >= 0.2 else 0.0)
    for honorific in _honorifics_in(text):
        end = name_end(text, honorific)
        name = len(text) - len(split_honorific(text[honorific:])[1])
        if end > honorific and _is_title_with(text[:honorific], text[honorific:name]):
            yield name, end, 0.93
        elif end > honorific:
            yield honorific, end, 0.97
    if whole < 0.5 and kind_of(text) == "role":
        yield from _behind_role(text, place_of)
    if start or whole < 0.5:
        end = name_end(text, start)
        behind = re.match(r"\s([^\W\d_a-z][\w'’-]*)", text[end : end + 40])
        body = behind is not None and is_organisation_word(behind[1])  # Mykolas Romeris University
        if start < end < len(text) and len(text[start:end].split()) > 1 and not (body or place_of(text[start:end])):
            yield start, end, looks_like_name(text[start:end]) - 0.05


def _is_title_with(before: str, honorific: str) -> bool:
    """Whether "Chief" belongs to what stands in front of it: "Fire Chief Emma Larsen"."""
    offices = _honorifics("ranks", "offices") | _table("honorifics.toml")["careful"]
    return before[:1].isupper() and _undotted(honorific) in offices and kind_of(before + honorific) == "role"


def _behind_role(text: str, place_of: PlaceOf) -> Iterator[tuple[int, int, float]]:
    """The name that a role leads to without a comma: "Deputy Governor of Bangkok Somchai Rattanakul"."""
    words = list(re.finditer(r"\S+", text))
    for count in range(min(4, len(words) - 1), 1, -1):
        start = words[-count].start()
        before, score = text[:start].split(), looks_like_name(text[start:])
        ends = is_role_word(before[-1]) or _is_where(before[-1], place_of) or is_common_word(before[-1])
        if ends and not before[-1].islower() and score >= 0.5 and not place_of(text[start:]):
            yield start, len(text), score - 0.05
            return


def title_end(text: str) -> int:
    """Where the name begins in "Mayor Piero Fassino"; 0 where no title stands in front."""
    words = list(_WORD.finditer(text[:80]))[:5]
    titles = _table("roles.toml")["before_name"]
    for count in range(min(3, len(words) - 1), 0, -1):
        if fold(text[: words[count - 1].end()]) in titles and text[words[count].start()].isupper():
            return words[count].start()
    return 0


def _honorifics_in(text: str) -> Iterator[int]:
    """Where an honorific begins that a name follows."""
    for match in _WORD.finditer(text):
        end = honorific_end(text, match.start()) if match[0][0].isupper() else 0
        if end > match.start() and begins_like_name(text[end : end + _NAME_ROOM].lstrip()):
            yield match.start()
            return


def name_end(text: str, start: int) -> int:
    """Where the name that begins at `start` ends: before the first word that cannot be part of it."""
    window = text[start : start + 2 * _NAME_ROOM]
    honorific, rest = split_honorific(window)
    begin = end = start + len(window) - len(rest) if honorific else start
    count = 0
    for match in _WORD.finditer(text, begin):
        if text[end : match.start()].strip() or count == MOST_WORDS or not _goes_on(match[0], count, bool(honorific)):
            break
        end, count = match.end(), count + 1
        if match[0].endswith(".") and not _is_initial(match[0]) and _undotted(match[0]) not in ("jr", "sr"):
            end -= 1
            break
    return _without_particles(text, begin, end) if count else start


def _goes_on(word: str, count: int, honorific: bool) -> bool:
    """Whether a name that has `count` words already may go on with this one."""
    if _is_particle(word):
        return count > 0 and fold(word) != "of"
    if not (word[0].isupper() or _prefixed(word)):
        return False
    if _is_initial(word) or (count == 0 and honorific):
        return True
    return not (is_role_word(word) or is_organisation_word(word) or is_common_word(word)) or bool(
        count <= 1 and _evidence(word, frozenset())
    )


def _without_particles(text: str, start: int, end: int) -> int:
    """A name does not end in "de" or "and"."""
    words = text[start:end].split()
    while words and _is_particle(words[-1]):
        end = start + text[start:end].rindex(words.pop())
        end = start + len(text[start:end].rstrip())
    return end


# --- role, organisation, place ---------------------------------------------------------------------------------------


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PREPOSITIONS = _set("of for to on in at de du del della da do des di and & from within with under y et e")
_OF_PLACE = re.compile(r"\s{1,4}(?:of|in|for|from|at|to|de|du|del|di|da|do|des)\s{1,4}(?:the\s{1,4})?", re.I)
_OF_CITY = re.compile(
    r"\s{1,4}(?:of|for|at|in)\s{1,4}(?:the\s{1,4})?((?:(?:metropolitan|local|district|provincial|greater)\s{1,4})?"
    r"(?:city|town|municipality|government|province|state|county|district|region)(?:\s{1,4}council)?)$",
    re.I,
)
_BODY = re.compile(r"\s{0,4}(?:,|\s(?:of|at|for|in|with|from)(?:\s{1,4}the)?)\s{1,4}", re.I)
_ACRONYM = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z]{2})(?:UN[ -][A-Z][\w-]+|[A-Z][A-Za-z]*[A-Z][\w-]*)$")
_NO_BODY = _set("it hr ict gis cpr ceo cfo coo cto cio ppp cpted m&e gbv ii iii iv usa uk us sdg sdgs")


def split_affiliation(text: str, place_of: PlaceOf) -> tuple[str, str, str]:
    """(role, organisation, place) of words without a name, like "Programme Officer, UNICRI"; empty where not said.

    >>> split_affiliation("Director of Local Security of Santiago", lambda words: words == "Santiago")
    ('Director of Local Security', '', 'Santiago')
    """
    return _affiliation(list(_pieces(text[:LONGEST_LINE])), _sober(place_of))


# what a form prints in front of an answer
_FIELD_NAMES = _set(
    "name names surname position designation title role post function organisation organization institution agency "
    "city municipality department unit contact contacts official officials delegate delegates participant participants "
    "officer representative email phone tel cell mobile country"
)


def _affiliation(pieces: Sequence[_Piece], place_of: PlaceOf) -> tuple[str, str, str]:
    said = _Said()
    for piece in pieces:
        text = squeeze(_LEADING.sub("", piece.text))
        if not text or fold(text) in _FIELD_NAMES or fold(text).startswith(("other ", "others")):
            continue
        if place_of(text):
            body = text if _is_government(text) and not said.organisation else said.organisation
            said = replace(said, place=_joined(said.place, text), organisation=body, last="place")
        else:
            said = _with(said, text, piece.before, place_of)
    role, organisation, place = _taken_apart(said, place_of)
    return role, organisation, place


def _is_government(text: str) -> bool:
    """eThekwini Municipality is a place and a body, Cebu City only a place."""
    return kind_of(text) == "organisation" and not is_weak_organisation_word(text.split()[-1])


@dataclass(frozen=True)
class _Said:
    role: str = ""
    organisation: str = ""
    place: str = ""
    last: str = ""


def _joined(first: str, second: str, by: str = ", ") -> str:
    return f"{first}{by}{second}" if first else second


def _with(said: _Said, text: str, before: str, place_of: PlaceOf) -> _Said:
    """One more piece, which is no place, sorted into role or organisation."""
    kind = kind_of(text)
    if kind == "role":
        return replace(said, role=_joined(said.role, text), last="role")
    if said.last == "role" and before == ":" and not _is_unit(text):
        return replace(said, role=f"{said.role}: {text}")
    if said.last == "role" and kind == "other" and before in (",", ":", "-", "–", "(") and not _is_body(text):
        if before == "(" and is_common_word(text.split()[0]):
            return replace(said, role=f"{said.role} ({text})")
        if before == "," and re.search(r"\s(?:and|&|y|et|e)\s", text):
            return replace(said, role=_joined(said.role, text))
    if kind == "organisation" or text[0].isupper() or text[1:2].isupper():
        if said.organisation and kind == "other" and not _is_body(text):
            return said
        return replace(said, organisation=_joined(said.organisation, text), last="organisation")
    return said


def _is_unit(text: str) -> bool:
    """ "Chairperson: Human Settlements Committee" goes on with a body, "Head: Community Services" with a field."""
    last = _bare(text.split()[-1])
    return _is_body(text) or (
        is_organisation_word(last) and last not in ("service", "services", "programme", "program")
    )


def kind_of(text: str) -> str:
    """What the head noun of a phrase makes of it: role, organisation or other."""
    phrase = _head_phrase(text)
    if not phrase:
        return "other"
    if _begins_with_role(phrase):
        return "role"
    ends = is_organisation_word(phrase[-1]) or is_role_word(phrase[-1])
    if text.islower() and is_organisation_word(phrase[0]) and not ends:
        return "other"  # school streets
    for word in reversed(phrase):
        if is_role_word(word) and not fold(word).endswith(("'s", "’s")):
            return "role"
        if is_organisation_word(word):
            return "organisation"
    return "other"


def _begins_with_role(phrase: Sequence[str]) -> bool:
    """Head Health Unit is a role, Chief Directorate and Mayor's Office are none."""
    modifiers = _table("roles.toml")["modifiers"]
    for word in phrase:
        if fold(word).endswith(("'s", "’s")):
            return False
        if is_role_word(word) and _bare(word) not in modifiers:
            return True
        if _bare(word) not in modifiers:
            return False
    return False


def _head_phrase(text: str) -> list[str]:
    """The words before the first preposition: "Full professor" of "Full professor of International Relations"."""
    phrase: list[str] = []
    for word in re.split(r"[\s/,]+", text):
        if fold(word) in _PREPOSITIONS - {"and", "&", "y", "et", "e"} and phrase:
            break
        phrase.append(word)
    return phrase


def _is_body(text: str) -> bool:
    """Whether a phrase without a head noun is an organisation all the same: an acronym or a known name."""
    return (bool(_ACRONYM.fullmatch(text)) and fold(text) not in _NO_BODY) or known_organisation(text) != ""


@lru_cache(maxsize=1)
def known_organisations() -> dict[str, str]:
    """The full name of the organisations that many documents name, by each of their names, in its spelling."""
    return {
        alias: entry["name"]
        for entry in tomllib.loads(_read("organisations.toml"))["known"]
        for alias in (entry["name"], entry["acronym"], *entry.get("aliases", ()))
        if alias
    }


@lru_cache(maxsize=1)
def _known_folded() -> dict[str, str]:
    return {fold(alias): name for alias, name in known_organisations().items()}


def known_organisation(text: str) -> str:
    """The full name of an organisation that many documents name, by any of its names; empty if unknown."""
    return _known_folded().get(fold(text), "")


def _taken_apart(said: _Said, place_of: PlaceOf) -> tuple[str, str, str]:
    """Places and bodies inside role and organisation taken out, or read where they have to stay."""
    role, place = _place_off(said.role, place_of) if said.role else ("", "")
    city = _OF_CITY.search(said.role[: said.role.rfind(place)].rsplit(" of", 1)[0]) if place else None
    short = role
    role, body = _body_off(role)
    if body and role != short:  # the "of Nairobi" of "Professor at the University of Nairobi" is the university's
        body = _with_place(said.role, body)
    if body and not place:
        place = place_in(body, place_of)
    organisation = said.organisation or body or (f"{city[1]} of {place}" if city else "")
    if said.place and "," not in said.place and organisation:
        return role, organisation, _with_seat(said.place, organisation, place_of)
    if not said.place and not place:
        place = place_in(organisation, place_of) or place_in(role, place_of)
    return role, organisation, said.place or place


def _with_place(printed: str, body: str) -> str:
    """The body as far as it is printed: with the place that ends its name."""
    tail = printed[printed.index(body) + len(body) :] if body in printed else ""
    return body + tail if re.match(r"\s(?:of|in|de|di|do|da)\s", tail) else body


def _with_seat(place: str, organisation: str, place_of: PlaceOf) -> str:
    """ "Porto, Portugal" of "City of Porto, Portugal": the city is in the name of the body, the country behind it."""
    match = re.search(r"\s(?:of|de|di|do|da)\s+(\S+(?:\s\S+){0,3})$", organisation)
    if match is None or not place_of(match[1]) or fold(place).startswith(fold(match[1])):
        return place
    return f"{match[1]}, {place}"


def _place_off(role: str, place_of: PlaceOf) -> tuple[str, str]:
    """("Mayor", "Turin") of "Mayor of Turin" and of "Mayor of the City of Turin"; the role as it is, without."""
    for match in _OF_PLACE.finditer(role):
        tail = role[match.end() :]
        if len(tail) <= 60 and place_of(tail):
            return _OF_CITY.sub("", role[: match.start()]), tail
    owner = _POSSESSIVE.match(role)
    if owner and place_of(owner[1]):
        return role[owner.end() :], owner[1]
    unknown = _OF_UNKNOWN.search(role)
    if unknown and _holds_a_city(unknown[1]):
        return unknown[1], unknown[2]
    words = role.split()
    for count in (1, 2, 3):
        if len(words) > count and _is_where(tail := " ".join(words[-count:]), place_of):
            return role[: -len(tail)].strip(" ,"), tail
    return role, ""


_POSSESSIVE = re.compile(r"([^\W\d_][\w'’. -]{1,40}?)['’]s\s+")
_OF_UNKNOWN = re.compile(r"^((?:[\w-]+ ){0,2}[\w-]+) (?:of|de|di) ([^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+){0,2})$")


def _holds_a_city(role: str) -> bool:
    """Whether a role is always of a place: what follows "Governor of" is one, even misspelt."""
    return _bare(role.split()[-1]) in _table("roles.toml")["of_places"]


def _body_off(role: str) -> tuple[str, str]:
    """("Director", "UNICRI") of "Director of UNICRI"; ("Head of the X Unit", "X Unit") of the latter."""
    acronym = _ACRONYM.search(role)
    if acronym and acronym.start() and fold(acronym[0]) not in _NO_BODY and not is_role_word(acronym[0]):
        kept = re.sub(r"[\s,]+(?:of|at|for|in|with|from)?(?:\s+the)?\s*$", "", role[: acronym.start()], flags=re.I)
        if kept and kind_of(kept) == "role":
            return kept, acronym[0]
    for match in _BODY.finditer(role):
        tail, kept = role[match.end() :], role[: match.start()].strip()
        at = match[0].split()[0].lower() == "at"
        if kind_of(tail) == "organisation" or known_organisation(tail) or (at and tail[:1].isupper()):
            inner = not (at or _COUNCIL.search(tail)) and not _organisation("inner").isdisjoint(
                _bare(word) for word in _head_phrase(tail)
            )
            return (role if inner and not known_organisation(tail) else kept), tail
    return role, ""


# the government of a city, unlike its departments: "hydrologist of the Colombo Municipal Council"
_COUNCIL = re.compile(
    r"\w (?:City|Municipal|Town|Metropolitan|County|District) (?:Council|Corporation|Assembly|Authority)$"
)


def place_in(text: str, place_of: PlaceOf) -> str:
    """The place inside the name of a body: "Madrid" of "Municipal Police Force of Madrid". An embassy's is not."""
    place_of = _sober(place_of)
    if re.search(r"\b(?:embassy|consulate|permanent mission|embajada|ambassade)\b", fold(text)):
        return ""
    for match in _OF_PLACE.finditer(text):
        words = re.match(r"\S+(?:\s\S+){0,3}", text[match.end() :])
        found = _longest_place(words[0].split(), place_of) if words else ""
        if found:
            return found
    parts = (_place_in_front(part.split(), place_of) for part in text.split(", "))
    return next((part for part in parts if part), "")


def _place_in_front(words: Sequence[str], place_of: PlaceOf) -> str:
    """Lilongwe of "Lilongwe Water Board", Barcelona of "Barcelona's Guardia Urbana", Köln of "Stadt Köln"."""
    bare = [re.sub(r"['’]s?$", "", word) for word in words[:5]]
    found = _longest_place(bare[:4], place_of)
    if found or len(words) < 2:
        return found
    if is_organisation_word(words[0]):
        return _longest_place(bare[1:], place_of)
    return words[-1] if len(words) <= 3 and words[-1][0].isupper() and _is_where(words[-1], place_of) else ""


def _longest_place(words: Sequence[str], place_of: PlaceOf) -> str:
    """The longest run of words from the first on that is a place."""
    for count in range(min(4, len(words)), 0, -1):
        candidate = re.sub(r"['’]s?$", "", " ".join(words[:count]).strip(",;."))
        if not words[0].islower() and candidate[:1].isalpha() and place_of(candidate):
            return candidate
    return ""


# --- several people in one answer ------------------------------------------------------------------------------------


def _nowhere(words: str) -> bool:
    return False


_MARK = r"(?:[•·▪*\uf0b7\ufffd-]|\(?\d{1,2}[.)]|\(?[a-z][.)])"
_LINE_END = re.compile(
    rf"\s{{0,4}}(?:\n\s{{0,4}}(?:{_MARK}(?=\s))?|;|[•▪\uf0b7\ufffd]|(?<=\s)\(?\d{{1,2}}[.)](?=\s))\s{{0,4}}"
)
_JOIN = re.compile(
    r"\s{1,4}(?:and|y|et|e|und)\s{1,4}(?:also\s{1,4}|by\s{1,4})?|\s{0,4}&\s{0,4}|,\s{1,4}(?:and\s{1,4})?|\s{1,4}/\s{1,4}|:\s{1,4}|(?<=[^\W\d_A-Z]{3})\.\s{1,4}"
)
_LIST_MARK = re.compile(rf"^\s*{_MARK}\s+")
LONGEST_ANSWER = 20_000


def split_people(text: str, place_of: PlaceOf = _nowhere) -> list[str]:
    """The people of a form's answer, each with what is said of them.

    Lines that were run together are parted too, where a name follows a place or an organisation without a comma.

    >>> split_people("Martin Xaba Head Safer Cities and Itrump and Nomusa Shembe, Senior Manager Safer Cities.")
    ['Martin Xaba Head Safer Cities and Itrump', 'Nomusa Shembe, Senior Manager Safer Cities.']
    """
    people: list[str] = []
    place_of = _sober(place_of) if place_of is not _nowhere else place_of
    for line in _lines(text[:LONGEST_ANSWER]):
        parts = [part for run in _split_runs(line, place_of) for part in _split_line(run, place_of)]
        if people and not (_name_score(parts[0]) >= _ENOUGH and _name_score(people[-1]) >= _ENOUGH):
            people[-1] = f"{people[-1]}\n{parts.pop(0)}"  # a name on one line, its role on the next
        people += parts
    return people


def _lines(text: str) -> Iterator[str]:
    """The lines, bullets, numbered items and parts between semicolons, without their marks."""
    for line in _LINE_END.split(_LIST_MARK.sub("", text)):
        if line.strip(" \t,;"):
            yield line.strip(" \t,;")


def _split_runs(line: str, place_of: PlaceOf) -> list[str]:
    """A line parted before "Jonas Lindqvist" in "..., Council of Thessaloniki Jonas Lindqvist, statistician"."""
    starts = [0]
    for piece in _pieces(line[:LONGEST_LINE]):
        start = _run_on_name(piece.text, place_of)
        if start and piece.start + start > starts[-1] and piece.start > 0:
            starts.append(piece.start + start)
    return [line[start:end].strip() for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def _run_on_name(text: str, place_of: PlaceOf) -> int:
    """Where a name begins at the end of a piece that is about something else; 0 where none does."""
    honorific = next(_honorifics_in(text), 0)
    if honorific and name_end(text, honorific) == len(text):
        return honorific
    words = list(re.finditer(r"\S+", text))
    starts = [words[-count].start() for count in range(min(4, len(words) - 1), 1, -1)]
    ends = [(_ends_body(text[:start], place_of), start) for start in starts if _is_run_on(text, start, place_of)]
    surest = max(ends, default=(0, 0))  # "Can Tho" rather than "Can"
    if surest[0]:
        return surest[1]
    ordinary = (s for s in starts if looks_like_name(text[s:]) >= 0.9 and is_common_word(text[:s].split()[-1]))
    return next((start for start in ordinary if _is_run_on(text, start, place_of)), 0)


def _is_run_on(text: str, start: int, place_of: PlaceOf) -> bool:
    name, before = text[start:], text[:start].split()
    enough = 0.5 if place_of is not _nowhere else 0.9
    return looks_like_name(name) >= enough and not place_of(name) and not before[-1].islower()


def _ends_body(before: str, place_of: PlaceOf) -> int:
    """How many words of a place, or one of a body, stand at the end of these words."""
    words = before.split()
    places = [count for count in (1, 2, 3) if len(words) >= count and _is_where(" ".join(words[-count:]), place_of)]
    return max(places, default=int(is_organisation_word(words[-1])))


def _split_line(line: str, place_of: PlaceOf) -> list[str]:
    """One line parted where a person begins: at a likely name, or at the role that leads to one."""
    role_first = _leads_with_role(line)
    parts, start, named, depth, position = [], 0, False, 0, 0
    for cut in [*_JOIN.finditer(line), None]:
        piece = line[position : cut.start() if cut else len(line)]
        if (
            depth == 0
            and named
            and (_leading_name_score(piece, place_of) >= 0.55 or (role_first and _leads_with_role(piece)))
        ):
            parts.append(line[start:position])
            start, named = position, False
        depth = max(0, depth + piece.count("(") - piece.count(")"))
        named = named or _name_score(piece, place_of) >= _ENOUGH
        position = cut.end() if cut else position
    parts.append(line[start:])
    return [_JOINED_TAIL.sub("", part).strip(" \t\n,;") for part in parts]


_JOINED_TAIL = re.compile(
    r"(?:\s{1,4}(?:and|y|et|e|und)(?:\s{1,4}(?:also|by))?|\s{0,4}&|,(?:\s{1,4}and)?|\s{1,4}/)\s{0,4}$"
)


def _leads_with_role(piece: str) -> bool:
    first = next(_pieces(piece[:LONGEST_LINE]), None)
    return first is not None and kind_of(first.text) == "role" and _leading_name_score(first.text) < _ENOUGH


def _name_score(piece: str, place_of: PlaceOf = _nowhere) -> float:
    """How likely a name stands in a piece."""
    scores = [score for part in _pieces(piece[:LONGEST_LINE]) for _, _, score in _names_in(part.text, place_of)]
    return max(scores, default=0.0)


def _leading_name_score(piece: str, place_of: PlaceOf = _nowhere) -> float:
    """How likely a piece begins with a name, or with a title and a name."""
    for part in _pieces(piece[:LONGEST_LINE]):
        scores = [score for start, _, score in _names_in(part.text, place_of) if start <= title_end(part.text)]
        return max(scores, default=0.0)
    return 0.0


# --- the same person -------------------------------------------------------------------------------------------------

_ALIKE = 0.93


def same_person(a: Named, b: Named, same_place: bool) -> bool:
    """Whether two surfaces name one person: each word of the shorter name is found in the longer, as the same word,
    its initial, or nearly (Jaro-Winkler .93). One shared word is enough only for people of the same place.

    `same_place` says that both belong to the same city, or are named in the same document.
    """
    if _genders_differ(a.honorific, b.honorific):
        return False
    first, second = sorted((name_tokens(a.name), name_tokens(b.name)), key=len)
    if not first or not _all_found(first, second):
        return False
    full = [token for token in first if len(token) > 1]
    return bool(full) and (len(first) > 1 or same_place)


@lru_cache(maxsize=8_192)
def name_tokens(name: str) -> tuple[str, ...]:
    """The folded words of a name; "J.P." gives two initials, particles and suffixes nothing."""
    table = _table("honorifics.toml")
    words = [word for part in fold(split_honorific(name)[1]).split() for word in re.split(r"[.,\-]", part) if word]
    return tuple(word for word in words if word not in table["particles"] and word not in table["suffixes"])


def _all_found(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    left = list(longer)
    for token in sorted(shorter, key=len, reverse=True):
        match = max(left, key=lambda other: _likeness_of(token, other), default="")
        if not match or _likeness_of(token, match) < _ALIKE:
            return False
        left.remove(match)
    return True


def _likeness_of(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.95 if a[0] == b[0] else 0.0
    if min(len(a), len(b)) < 4:
        return 0.0
    return float(JaroWinkler.similarity(a, b))


def _genders_differ(a: str, b: str) -> bool:
    """Mr. Hamad is not Ms. Hamad."""
    male, female = _honorifics("male"), _honorifics("female")
    first, second = _undotted(a), _undotted(b)
    return (first in male and second in female) or (first in female and second in male)
