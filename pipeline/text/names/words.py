"""What is known of names, roles and organisations: data, read when first needed, and what it says of a word.

The data are `given_names.txt`, `honorifics.toml`, `roles.toml` and `organisations.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from pipeline.text.clean import fold, squeeze


@dataclass(frozen=True)
class _Names:
    given: frozenset[str]
    family: frozenset[str]
    both: frozenset[str]
    words: frozenset[str]
    leading: frozenset[str]  # family names that stand first in their own language


@lru_cache(maxsize=1)
def known_names() -> _Names:
    """Given names, family names and ordinary words, folded."""
    sections: dict[str, set[str]] = {}
    section: set[str] = set()
    for line in read_data("given_names.txt").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            section.update(line.split())
    return _Names(**{key: frozenset(names) for key, names in sections.items()})


def read_data(name: str) -> str:
    """The text of a file of `pipeline.data`."""
    return resources.files("pipeline.data").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=3)
def word_table(name: str) -> dict[str, frozenset[str]]:
    """The lists of words of a TOML file, folded. Its tables are left to others."""
    loaded = tomllib.loads(read_data(name))
    return {key: frozenset(fold(word) for word in words) for key, words in loaded.items() if isinstance(words[0], str)}


@lru_cache(maxsize=1)
def _all_roles() -> frozenset[str]:
    table = word_table("roles.toml")
    return table["public"] | table["staff"]


def organisation_words(key: str) -> frozenset[str]:
    """The nouns of organisations of one kind, folded."""
    return word_table("organisations.toml")[key]


@lru_cache(maxsize=16_384)
def undotted(text: str) -> str:
    """A text folded and without its full stops: "pol maj gen"."""
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
    key = bare_word(word)
    if word.islower() and (_AGENT.search(key) or key in word_table("roles.toml")["occupations"]):
        return True
    return key in _all_roles() or ("-" in key and bool({*key.split("-")[:1], *key.split("-")[-1:]} & _all_roles()))


def is_modifier(word: str) -> bool:
    """Whether a word goes with a role's noun and stands before it: "Deputy", "Assistant"."""
    return bare_word(word) in word_table("roles.toml")["modifiers"]


def is_organisation_word(word: str) -> bool:
    """Whether a word is the noun of an organisation: "Municipality", "Department"."""
    return bare_word(word) in organisation_words("heads")


def is_weak_organisation_word(word: str) -> bool:
    """Whether such a noun also names other things: "Programme", "Forum"."""
    return bare_word(word) in organisation_words("weak")


def is_leading_head(word: str) -> bool:
    """Whether such a noun stands first in the name, as in Romance languages: "Universidade Federal", "Ville de Pikine"."""
    return bare_word(word) in organisation_words("leading")


def is_city_government(name: str) -> bool:
    """Whether an organisation is the government of a city: "City of Kisumu", "Penang Island City Council"."""
    return not organisation_words("city_government").isdisjoint(bare_word(word) for word in name.split())


def is_common_word(word: str) -> bool:
    """Whether a word is an ordinary word of English, or of these documents, rather than part of a name."""
    return bare_word(word) in known_names().words


def is_named_after_people(word: str) -> bool:
    """Whether a word says that the name in front of it is a street, a building, a prize: "Bram Fischer Road"."""
    return bare_word(word) in word_table("honorifics.toml")["named_after"]


def leads_to_a_place_name(word: str) -> bool:
    """The same of a word that stands in front: "Rue Blaise Diagne"."""
    return bare_word(word) in word_table("honorifics.toml")["named_after_before"]


@lru_cache(maxsize=16_384)
def bare_word(word: str) -> str:
    """A word folded and without the punctuation around it, or its "'s"."""
    return fold(word).strip(".,:;()'\"*").removesuffix("'s")


def is_known_name(word: str) -> bool:
    """Whether a word is a known given or family name; of "Ji-woo", the first part is enough."""
    key, names = bare_word(word), known_names()
    return any(part in names.given or part in names.family or part in names.both for part in (key, key.split("-")[0]))


def word_set(words: str) -> frozenset[str]:
    """The words of a string, apart by spaces."""
    return frozenset(words.split())


PREPOSITIONS = word_set("of for to on in at de du del della da do des di and & from within with under y et e")
