"""The names of bodies inside runs of capitalised words, told by their nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.text.clean import fold
from pipeline.text.names import (
    is_common_word,
    is_leading_head,
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

_JOIN = (
    r"(?:(?:(?:of|for|de|del|da|do|di|du|des|das|dos|della|dei|degli|on|für|por|para|pour|van|voor)"
    r"(?: the| la| las| los| l[ae]s)?|and|&|et|y|e|und|en|es|el|al|sur|upon) )"
)

RUN = re.compile(rf"(?<![\w'’@./-]){_WORD}(?:[ ](?:{_JOIN})?{_WORD}){{1,9}}(?!@)")

# what goes on behind "Ministry of Labour": ", Youth and Sports"
_FIELDS = re.compile(rf"(?:, {_CAP}(?: {_CAP}){{0,2}}){{1,4}},? (?:and|&|y|et|e) {_CAP}(?: {_CAP}){{0,2}}")


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
        if _is_named(left) and _is_named(right) and " " in left and " " in right:
            yield from bodies(left)
            yield from ((cut.end() + start, cut.end() + end) for start, end in bodies(right))
            return
    for cut in re.finditer(r" of (?:the )?", run):
        left, right = run[: cut.start()], run[cut.end() :]
        if " " in left and is_organisation_word(left.split()[-1]) and _is_whole(right):
            yield from bodies(left)  # Housing Unit of the City of Gweru
            yield from ((cut.end() + start, cut.end() + end) for start, end in bodies(right))
            return
    yield from _body(list(re.finditer(r"\S+", run)))


def _is_named(text: str) -> bool:
    return kind_of(text) == "organisation" or (
        is_organisation_word(text.split()[-1]) and fold(text.removeprefix("The ").split()[0]) in _NAMED_WITH_OF
    )


def _is_whole(right: str) -> bool:
    """Whether what stands behind "of" is a body with a name of its own."""
    parts = list(bodies(right)) if kind_of(right) == "organisation" or is_leading_head(right.split()[0]) else []
    return parts[:1] == [(0, len(right))] and not all(
        is_common_word(word) or is_organisation_word(word) for word in right.split()
    )


def _body(words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The one name in a run that is not divided."""
    first = _behind_role(words, next((i for i, word in enumerate(words) if word[0] not in ARTICLES), len(words)))
    if len(words) > first + 2 and words[first + 1][0].lower() in _HEAD_OF and is_common_word(words[first][0]):
        led = not is_organisation_word(words[first][0]) and fold(words[first][0]) not in _NAMED_WITH_OF
        led = led and not _leads(words, first)
        first += 2 if led else 0  # Staff of Lilongwe Water Board
    end = _end(words, first)
    if end is not None:
        yield words[first].start(), words[end].end()


def _end(words: Sequence[re.Match[str]], first: int) -> int | None:
    """The last word of the name that begins with one; None where none does."""
    if first < len(words) - 1 and _leads(words, first):
        return _before_role(words, first)
    head = next((i for i in range(first, len(words)) if _is_head_of(words, i)), None)
    if head is not None and not any(is_role_word(word[0]) for word in words[first:head]):
        plain = head == first + 1 and is_weak_organisation_word(words[head][0]) and fold(words[first][0]) not in LEVELS
        if not plain or _is_place(words, head):
            return _before_role(words, first)
    if len(words) > first + 2 and all(is_organisation_word(word[0]) for word in words[first : first + 2]):
        return _before_role(words, first)  # University College Cork
    last = _last_noun(words, first)
    return _tail(words, last) if last is not None and _is_enough(words[first : last + 1]) else None


def _leads(words: Sequence[re.Match[str]], first: int) -> bool:
    """Universidade Federal, Red de Ciudades; no Red Card."""
    noun = words[first][0]
    return is_leading_head(noun) and (is_organisation_word(noun) or words[first + 1][0].lower() in _HEAD_OF)


def _is_place(words: Sequence[re.Match[str]], head: int) -> bool:
    """Municipal Police of Maputo: what stands behind "of" is no ordinary word."""
    return fold(words[head][0]) in _OF_PLACES and not is_common_word(words[-1][0]) and len(words) == head + 3


def _behind_role(words: Sequence[re.Match[str]], first: int) -> int:
    """Chief of Municipal Police of Maputo: the body begins behind the role's "of"."""
    for place in range(first, len(words) - 1):
        if is_organisation_word(words[place][0]):
            return first
        if words[place][0] in ("of", "de", "del") and any(is_role_word(word[0]) for word in words[first:place]):
            return place + (2 if words[place + 1][0] in ("the", "la") else 1)
    return first


def _before_role(words: Sequence[re.Match[str]], first: int) -> int | None:
    """The last word of a run in front of a role: "University of Leeds Professor"."""
    roles = [i for i in range(first + 2, len(words)) if is_role_word(words[i][0]) or fold(words[i][0]) in TITLES]
    end = roles[0] - 1 if roles else len(words) - 1
    while end > first and words[end][0] in SMALL:
        end -= 1
    return end if end > first else None


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
    """A noun's "of ..." belongs to the name: "Congress of Local Authorities", "Police Force of Madrid"; "City" has a
    hall."""
    if last + 1 < len(words) and words[last + 1][0].lower() == "hall":
        last += 1
    follows = last + 1 < len(words) and words[last + 1][0].lower() in ("of", "for", "on", "de", "del", "di", "do", "da")
    return len(words) - 1 if follows else last


def _is_enough(words: Sequence[re.Match[str]]) -> bool:
    """Weak nouns ("Safer Cities Programme") need two words in front, others one."""
    proper = [word for word in words[:-1] if word[0] not in SMALL]
    weak = is_weak_organisation_word(words[-1][0])
    return len(proper) >= (2 if weak else 1) and not all(is_organisation_word(word[0]) for word in words)


TITLES = frozenset({"prof", "dr", "mr", "mrs", "ms", "eng", "ing", "hon", "contributors", "participants", "speakers"})
_HEAD_OF = frozenset({"of", "for", "de", "del", "di", "do", "da", "du", "on", "des", "das", "dos"})
_OF_PLACES = frozenset({"police", "office", "council", "court", "assembly", "board", "committee", "centre", "school"})
LEVELS = frozenset(
    {
        "city",
        "municipal",
        "metropolitan",
        "county",
        "district",
        "provincial",
        "regional",
        "national",
        "federal",
        "state",
    }
)
_NAMED_WITH_OF = frozenset({"port", "house", "city", "bank", "town"})  # Port of Rotterdam Authority


def _is_head_of(words: Sequence[re.Match[str]], place: int) -> bool:
    """Municipality of Turin; Department of Social Development; PREFEITURA DO RECIFE."""
    return (
        len(words) > place + 2
        and words[place + 1][0].lower() in _HEAD_OF
        and is_organisation_word(words[place][0])
        and words[-1][0][0].isupper()
    )


def with_fields(text: str, start: int, end: int) -> int:
    """Where a name ends that lists several fields: "Ministry of Labour, Youth and Sports".

    >>> with_fields("the Ministry of Labour, Youth and Sports paid", 4, 22)
    40
    """
    name = text[start:end]
    match = _FIELDS.match(text, end) if _FIELD_HEAD.search(name) else None
    words = re.findall(r"[^\W\d_]+", match[0]) if match else []
    if match is None or any(is_role_word(word) or is_organisation_word(word) for word in words):
        return end
    common = [word for word in words if is_common_word(word) or word in SMALL]
    return match.end() if len(common) == len(words) else end


_FIELD_HEAD = re.compile(
    r"\b(?:Ministry|Department|Office|Committee|Commission|Directorate|Agency|Institute|Bureau|Division|Faculty|School|"
    r"Centre|Center|Council) (?:of|for|on) [^\W\d_]+(?: [^\W\d_]+)?$"
)
