"""A name taken apart, and how much a text looks like one.

- A name is one to seven words, each capitalised, an initial, or a particle ("de", "van", "bin").
- A surname in capitals is a surname wherever it stands. Else the order is turned to given name first only on
  evidence: known given and family names, given names met elsewhere in the document, the order of the other names
  of the same list (`lean_of`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.clean import fold, squeeze
from pipeline.text.names.honorifics import NAME_ROOM, NAME_WORD, split_honorific
from pipeline.text.names.words import (
    bare_word,
    is_common_word,
    is_known_name,
    is_organisation_word,
    is_role_word,
    known_names,
    undotted,
    word_table,
)

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
        """Whether it is one word only, as in "Mr. Bellardi"."""
        return not (self.given and self.family)


_NICKNAME = re.compile(r"\s[\"'“‘(][^\W\d_]{2,20}[\"'”’)](?=\s)")


def parse_name(text: str, *, lean: int = 0, given: Collection[str] = frozenset()) -> Name | None:
    """A text that is nothing but a name, taken apart; None for anything else.

    `given` are folded given names known from the same document, `lean` the habit of the list it stands in (`lean_of`).

    >>> parse_name("Pérez Castaño Rodrigo Manuel").text
    'Rodrigo Manuel Pérez Castaño'
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
    suffixes = word_table("honorifics.toml")["suffixes"]
    parts = [part.strip() for part in text.split(",")]
    suffix: list[str] = []
    while len(parts) > 1 and undotted(parts[-1]).replace(" ", "") in {s.replace(".", "") for s in suffixes}:
        suffix.insert(0, parts.pop())
    if len(parts) == 2:
        parts = [_surname_in_front(parts[0]), parts[1]]
        if not parts[0]:
            return [], ""
    words = " ".join(parts).split() if len(parts) <= 2 else []
    while len(words) > 2 and undotted(words[-1]).replace(" ", "") in suffixes and words[-1] not in ("Ma", "BA"):
        suffix.insert(0, words.pop())
    return words, " ".join(suffix)


def _surname_in_front(surname: str) -> str:
    """The surname of "Zondi, Martin", in capitals so that it is known as one; empty if it is no surname."""
    words = surname.split()
    return surname.upper() if 1 <= len(words) <= 3 and all(NAME_WORD.fullmatch(word) for word in words) else ""


def _are_name_words(words: Sequence[str], honorific: str) -> bool:
    """Whether each word may be part of a name, and at least one is more than an initial or a particle."""
    core = [word for word in words if not is_particle(word) and not is_initial(word)]
    if not core or not all(NAME_WORD.fullmatch(word) for word in words):
        return False
    if not all(word[0].isupper() or is_particle(word) or _prefixed(word) for word in words):
        return False
    if honorific:
        return not (len(words) > 2 and fold(words[0]) in word_table("roles.toml")["before_name"])
    if len(words) > 1 and is_organisation_word(words[0]) and is_particle(words[1]):
        return False  # Ville de Ziguinchor, though Ville is a Finn's name
    return not any(is_noun(word) for word in core)


def _prefixed(word: str) -> bool:
    """eThekwini is no name, but al-Masri, d'Ivoire and dos-Santos are."""
    head = re.split(r"['’\-]", word, maxsplit=1)[0]
    return head != word and is_particle(head)


def is_noun(word: str) -> bool:
    """Whether a word of a name would rather be a role or an organisation."""
    return (is_role_word(word) or is_organisation_word(word)) and evidence(word, frozenset()) <= 0


def is_particle(word: str) -> bool:
    """Whether a word is a particle of a surname: "de", "van", "bin"."""
    return word.islower() and fold(word) in word_table("honorifics.toml")["particles"]


def is_initial(word: str) -> bool:
    """Whether a word is an initial or several: "J", "J.P."."""
    return bool(re.fullmatch(r"(?:[^\W\d_]\.?-?){1,3}|(?:[^\W\d_]\.){1,6}", word)) and (len(word) == 1 or "." in word)


def evidence(word: str, given: Collection[str]) -> int:
    """+1 or more for a given name, -1 for a family name, 0 where either or unknown."""
    key = bare_word(word)
    if key in given:
        return 2
    names = known_names()
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
    """Park Ji-woo and Nguyen Thi Van are printed, and stay, family name first; Kim Svenson is not of them."""
    leading = known_names().leading
    if len(words) < 2 or bare_word(words[0]) not in leading or words[0].isupper() != words[-1].isupper():
        return False
    return evidence(words[-1], given) >= 0 and bare_word(words[-1]) not in leading


def _capitals_apart(words: list[str]) -> tuple[list[str], list[str]] | None:
    """(given, family) where the family name, and it alone, is in capitals."""
    shouted = [len(word.strip(".")) > 1 and word.isupper() and not is_initial(word) for word in words]
    plain = [not loud and not is_initial(word) for loud, word in zip(shouted, words, strict=True)]
    if not any(shouted) or not any(plain):
        return None
    family = [word for word, loud in zip(words, shouted, strict=True) if loud]
    if shouted[0]:  # NDLOVU Thabo P.; particles of the surname stand before it
        cut = next(index for index, loud in enumerate(shouted) if not loud)
        return (words[cut:], words[:cut]) if not any(shouted[cut:]) else None
    cut = shouted.index(True)
    while cut > 1 and is_particle(words[cut - 1]):
        cut -= 1
    return (words[:cut], words[cut:]) if family else None


def _turned(words: list[str], lean: int, given: Collection[str]) -> tuple[list[str], list[str]] | None:
    """(given, family) where the family name stands first, on evidence; else None."""
    if len(words) < 2 or margin_of(words, given) < 2 - lean:
        return None
    core = _core(words)
    if len(core) < 2:
        return None
    weights = [evidence(word, given) for word in words]
    cut = max(range(1, len(words)), key=lambda index: (sum(weights[index:]) - sum(weights[:index]), -index))
    return words[cut:], words[:cut]


def margin_of(words: Sequence[str], given: Collection[str] = frozenset()) -> int:
    """How much more the last word looks like a given name than the first: 2 and more says family name first."""
    core = _core(words)
    if len(core) < 2 or is_initial(words[0]):
        return -9
    return evidence(core[-1], given) - evidence(core[0], given)


def _core(words: Sequence[str]) -> list[str]:
    return [word for word in words if not is_initial(word) and not is_particle(word)]


def _straight(words: list[str], given: Collection[str]) -> tuple[list[str], list[str]]:
    """(given, family) of a name in its usual order: the family name begins at the first particle, or is the last
    word, with the words before it that are known family names."""
    if len(words) == 1:
        return [], words
    for index in range(1, len(words) - 1):
        if is_particle(words[index]) or (len(words[index]) <= 3 and is_particle(words[index].lower())):
            return words[:index], words[index:]
    cut = len(words) - 1
    while cut > 1 and is_initial(words[cut]):
        cut -= 1
    while cut > 1 and evidence(words[cut - 1], given) < 0:
        cut -= 1
    return words[:cut], words[cut:]


def _cased(word: str, words: Sequence[str]) -> str:
    """NDLOVU as Ndlovu; initials and names of two capitals beside plain words stay."""
    if not word.isupper() or is_initial(word) or len(word.strip(".")) < 2:
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

    >>> looks_like_name("Marisa Avila") > 0.8, looks_like_name("Safer Cities") < 0.2
    (True, True)
    """
    name = parse_name(text) if len(text) <= NAME_ROOM else None
    if name is None:
        return 0.0
    words = _split_suffix(split_honorific(squeeze(text).strip(" ,;:*"))[1])[0]
    return _likeness(words, bool(name.honorific))


def _likeness(words: Sequence[str], honorific: bool) -> float:
    core = _core(words)
    known = [is_known_name(word) for word in core]
    common = [is_common_word(word) and not known[index] for index, word in enumerate(core)]
    if honorific:
        return 0.5 if all(common) else 0.97
    if len(words) == 1:
        return 0.05 if common[0] else 0.35 if known[0] else 0.2
    if any(common):
        return 0.1 if sum(common) * 2 >= len(core) or not any(known) else 0.4
    if _shouting(core):
        return 0.75 if all(known) else 0.6 if any(known) else 0.25
    if not words[0].islower() and (any(evidence(word, frozenset()) > 0 for word in core) or all(known)):
        return 0.9
    if words[0].islower():
        return 0.3
    if any(known) or len(words) > len(core):
        return 0.75
    return 0.55 if len(core) <= 4 else 0.3


def _shouting(words: Sequence[str]) -> bool:
    return all(word.isupper() for word in words)


def name_end(text: str, start: int) -> int:
    """Where the name that begins at `start` ends: before the first word that cannot be part of it."""
    window = text[start : start + 2 * NAME_ROOM]
    honorific, rest = split_honorific(window)
    begin = end = start + len(window) - len(rest) if honorific else start
    count = 0
    for match in NAME_WORD.finditer(text, begin):
        if text[end : match.start()].strip() or count == MOST_WORDS or not _goes_on(match[0], count, bool(honorific)):
            break
        end, count = match.end(), count + 1
        if match[0].endswith(".") and not is_initial(match[0]) and undotted(match[0]) not in ("jr", "sr"):
            end -= 1
            break
    return _without_particles(text, begin, end) if count else start


def _goes_on(word: str, count: int, honorific: bool) -> bool:
    """Whether a name that has `count` words already may go on with this one."""
    if is_particle(word):
        return count > 0 and fold(word) != "of"
    if not (word[0].isupper() or _prefixed(word)):
        return False
    if is_initial(word) or (count == 0 and honorific) or (count > 1 and word in ("II", "III", "IV")):
        return True
    if honorific and count == 1 and word.istitle() and is_known_name(word):
        return True  # Mr Grant Hope
    return not (is_role_word(word) or is_organisation_word(word) or is_common_word(word)) or bool(
        count <= 1 and evidence(word, frozenset())
    )


def _without_particles(text: str, start: int, end: int) -> int:
    """A name does not end in "de" or "and"."""
    words = text[start:end].split()
    while words and is_particle(words[-1]):
        end = start + text[start:end].rindex(words.pop())
        end = start + len(text[start:end].rstrip())
    return end
