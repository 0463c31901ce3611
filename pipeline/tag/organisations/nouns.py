"""The names of bodies inside runs of capitalised words, told by their nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.text.names import (
    is_common_word,
    is_organisation_word,
    is_role_word,
    is_weak_organisation_word,
    kind_of,
    known_organisation,
)

SMALL = frozenset(
    {"of", "the", "for", "and", "on", "in", "to", "de", "del", "la", "le", "les", "des", "du", "da", "do", "das", "dos"}
    | {"e", "y", "et", "&", "für", "und", "di", "della", "with", "against", "by", "at"}
)

_CAP = r"[^\W\d_a-zà-ÿ][\w'’]*(?:-[\w'’]+)*"

_WORD = rf"(?:St\. {_CAP}|{_CAP}|e[A-Z]\w+)"

_JOIN = r"(?:(?:(?:of|for|de|del|da|do|di|du|des|on|für)(?: the| la| las| los)?|and|&|et|y|e) )"

RUN = re.compile(rf"(?<![\w'’@./-]){_WORD}(?:[ ](?:{_JOIN})?{_WORD}){{1,9}}(?!@)")


def leads_to_role(text: str, end: int) -> bool:
    """Major Events Security Programme is no body in front of "Officer"."""
    behind = re.compile(r" ([^\W\d_]+)").match(text, end)
    return behind is not None and is_role_word(behind[1])


def bodies(run: str) -> Iterator[tuple[int, int]]:
    """The parts of a run of capitalised words that name an organisation."""
    for cut in re.finditer(r" (?:and|&|et|y|e) ", run):
        left, right = run[: cut.start()], run[cut.end() :]
        if _is_short_name(right) and kind_of(left) == "organisation" and " " in left:
            yield from bodies(left)  # City of Windhoek and SALGEF
            yield cut.end(), len(run)
            return
        if known_organisation(left) and kind_of(right) == "organisation":
            yield 0, len(left)  # UN-Habitat and Municipalities
            yield from ((cut.end() + start, cut.end() + end) for start, end in bodies(right))
            return
        if kind_of(left) == kind_of(right) == "organisation" and " " in left and " " in right:
            yield from bodies(left)
            yield from ((cut.end() + start, cut.end() + end) for start, end in bodies(right))
            return
    words = list(re.finditer(r"\S+", run))
    first = next((i for i, word in enumerate(words) if word[0] not in ARTICLES), len(words))
    if len(words) > first + 2 and words[first + 1][0].lower() in _HEAD_OF and is_common_word(words[first][0]):
        first += 0 if is_organisation_word(words[first][0]) else 2  # Staff of Lilongwe Water Board
    last = _last_noun(words, first)
    if _is_of_phrase(words, first):
        yield words[first].start(), words[-1].end()
    elif last is not None and _is_enough(words[first : last + 1]):
        yield words[first].start(), words[_tail(words, last)].end()


def _is_short_name(text: str) -> bool:
    """Whether a text is an acronym, or the short name of a body that many documents name."""
    return " " not in text and ((text.isupper() and len(text) > 2) or known_organisation(text) != "")


ARTICLES = frozenset(
    {"The", "This", "Each", "Our", "Every", "In", "At", "For", "From", "All", "An", "A", "That", "With", "And"}
)


def _last_noun(words: Sequence[re.Match[str]], first: int) -> int | None:
    """The last word that is the noun of an organisation, after at least one other word."""
    nouns = [i for i, word in enumerate(words) if i > first and is_organisation_word(word[0])]
    return nouns[-1] if nouns and not any(is_role_word(word[0]) for word in words[first : nouns[-1]]) else None


def _tail(words: Sequence[re.Match[str]], last: int) -> int:
    """A noun's "of ..." belongs to the name: "Congress of Local Authorities", "Police Force of Madrid"."""
    follows = last + 1 < len(words) and words[last + 1][0].lower() in ("of", "for", "on", "de", "del", "di", "do", "da")
    return len(words) - 1 if follows else last


def _is_enough(words: Sequence[re.Match[str]]) -> bool:
    """Weak nouns ("Safer Cities Programme") need two words in front, others one."""
    proper = [word for word in words[:-1] if word[0] not in SMALL]
    weak = is_weak_organisation_word(words[-1][0])
    return len(proper) >= (2 if weak else 1) and not all(is_organisation_word(word[0]) for word in words)


_HEAD_OF = frozenset({"of", "for", "de", "del", "di", "do", "da", "du"})


def _is_of_phrase(words: Sequence[re.Match[str]], first: int) -> bool:
    """Municipality of Turin; Department of Social Development."""
    return (
        len(words) > first + 2
        and words[first + 1][0].lower() in _HEAD_OF  # PREFEITURA DO RECIFE
        and is_organisation_word(words[first][0])
        and words[-1][0][0].isupper()
    )
