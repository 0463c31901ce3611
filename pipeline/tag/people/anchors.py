"""Where a name stands in a block: behind an honorific or a title, beside a role, or where the language model sees one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.model import Block, Kind
from pipeline.tag.people.affiliation import CONTACT_NEXT, affiliated
from pipeline.tag.people.anchor import Anchor, PlaceOf
from pipeline.text.clean import fold
from pipeline.text.names import (
    begins_like_name,
    honorific_end,
    is_named_after_people,
    is_role_word,
    known_organisation,
    leads_to_a_place_name,
    looks_like_name,
    name_end,
    split_honorific,
)

_CAPITAL = re.compile(r"(?<![\w'’@.-])[^\W\d_][^\W\d_]*\.?")


def anchors(
    block: Block, entities: Sequence[tuple[int, int, str]], place_of: PlaceOf, lower: Collection[str]
) -> list[Anchor]:
    """The names of a block, none inside another, in order; what an honorific or title shows goes first."""
    heading = block.kind in (Kind.HEADING, Kind.TITLE)
    candidates = [
        *_after_honorifics(block.text),
        *_after_titles(block.text, place_of),
        *_of_the_model(block.text, entities, place_of, lower, heading),
        *_beside_roles(block.text, place_of, lower),
    ]
    chosen: list[Anchor] = []
    taken = bytearray(len(block.text))
    for anchor in candidates:
        if 1 not in taken[anchor.start : anchor.end] and not is_named_after(block.text, anchor):
            chosen.append(anchor)
            taken[anchor.start : anchor.end] = b"\x01" * (anchor.end - anchor.start)
    return sorted(chosen, key=lambda anchor: anchor.start)


def _after_honorifics(text: str) -> Iterator[Anchor]:
    """Ms. Cecilia Andersson; a lone surname too."""
    position = 0
    for match in _CAPITAL.finditer(text):
        start = match.start()
        if start < position or not match[0][0].isupper():
            continue
        after = honorific_end(text, start)
        if after > start and begins_like_name(text[after : after + 60].lstrip()):
            end = name_end(text, start)
            if end > after and _is_whole(text, start, end) and not _is_office(text[after:end]):
                yield Anchor(start, start, end, "honorific")
                position = end


def _is_office(name: str) -> bool:
    """The Hon. Minister has no name here."""
    return all(is_role_word(word) for word in name.split())


def _is_whole(text: str, start: int, end: int) -> bool:
    """A single word after a word that is only at times an honorific ("Justice System") is no name."""
    honorific, rest = split_honorific(text[start:end])
    return len(rest.split()) > 1 or honorific.endswith(".") or fold(honorific) in _SURE or looks_like_name(rest) >= 0.35


_SURE = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "cllr", "sir", "mme", "mlle"})


def _after_titles(text: str, place_of: PlaceOf) -> Iterator[Anchor]:
    """Mayor Piero Fassino; Coordinator: Jelena Stojković."""
    for match in _TITLE.finditer(text):
        start = match.end()
        if not begins_like_name(text[start : start + 60]):
            continue
        end = name_end(text, start)
        words = text[start:end].split()
        if end > start and not place_of(text[start:end]) and _fits_title(words, match[0]):
            yield Anchor(match.start(), start, end, "title")


_TITLE = re.compile(
    r"(?<![\w-])(?:[Dd]eputy |[Vv]ice[- ]|[Ee]xecutive |[Ff]ormer |[Ll]ord "
    r"|[Aa]cting |[Cc]ity |[Mm]unicipal |[Pp]rime )?"
    r"(?:[Mm]ayor|[Gg]overnor|[Pp]remier|[Pp]resident|[Mm]inister|[Cc]ouncill?or|[Cc]ommissioner|[Ss]enator|[Aa]lderman|"
    r"[Aa]lderwoman|[Mm]anager|[Dd]irector|[Cc]hair(?:person|man|woman)?|[Mm]oderator|[Rr]apporteur|[Ff]acilitator|"
    r"[Cc]oordinator|[Cc]ontact(?: person)?|[Aa]uthors?|[Pp]rofessor|[Jj]udge|[Ss]peaker|[Pp]resenter|[Hh]ost|"
    r"[Ee]ditor|"
    r"[Aa]mbassador|[Ss]uperintendent|[Ss]ecretary[- ][Gg]eneral|[Aa]lcalde(?:sa)?|[Pp]refeit[oa]|[Mm]aire|"
    r"[Ss]indac[oa])"
    r"(?:\s*:\s*|\s+)(?=[^\W\d_a-z])"
)


def _fits_title(words: Sequence[str], title: str) -> bool:
    name = " ".join(words)
    if len(words) == 1:
        return ":" not in title and looks_like_name(name) >= 0.2 and not name.isupper() and not known_organisation(name)
    return looks_like_name(name) >= 0.5


def _of_the_model(
    text: str, entities: Sequence[tuple[int, int, str]], place_of: PlaceOf, lower: Collection[str], heading: bool
) -> Iterator[Anchor]:
    """What the language model takes for a person, where nothing speaks against it."""
    for start, end, label in entities:
        if label != "PERSON":
            continue
        start, end = _tidied(text, start, end)
        name = text[start:end]
        words = name.split()
        if len(words) < 2 or place_of(name) or known_organisation(name) or _is_ordinary(words, lower):
            continue
        if words[0].isupper() and len(words[0]) > 2 and not (name.isupper() or is_given(words[1])):
            continue  # an acronym: ENDA Mobilité
        score = looks_like_name(name)
        if (
            score < 0.5
            or _has_place(words, place_of)
            or (name.isupper() and score < 0.7)
            or _is_quoted(text, start, end)
        ):
            continue
        if score >= 0.75 or (not heading and _is_said_of(text, start, end, place_of)):
            yield Anchor(start, start, end, "model")


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Words in quotation marks are the name of something: a programme, a prize."""
    before, after = text[max(0, start - 2) : start].strip(), text[end : end + 2].strip()
    return before[-1:] in tuple('"“„«‘') and after[:1] in tuple('"”“»’') and bool(before and after)


def _is_said_of(text: str, start: int, end: int, place_of: PlaceOf) -> bool:
    """Whether the words around speak of a person: a role or body beside the name, or a verb of speech behind it."""
    return any(affiliated(text, start, end, place_of)) or _SAYS.match(text, end) is not None


_SAYS = re.compile(
    r",?\s(?:said|says|spoke|asked|told|explained|presented|opened|welcomed|thanked|added|warned|argued)\b"
)


def _tidied(text: str, start: int, end: int) -> tuple[int, int]:
    """An entity without a possessive or what stands before a comma, and with the rest of a name that it cuts."""
    name = re.split(r"['’]s\b|[,;:()\n\t]|\s[-–—]\s", text[start:end], maxsplit=1)[0]
    start += len(name) - len(name.lstrip(" .*-–"))
    end = start + len(name.strip(" .*-–"))
    longer = name_end(text, start)
    return start, max(end, longer) if longer > start else end


def _is_ordinary(words: Sequence[str], lower: Collection[str]) -> bool:
    """Whether a word of the name is written in lower case elsewhere in the document and is no given name."""
    return any(fold(word) in lower and looks_like_name(f"Mr {word} Smith") and not is_given(word) for word in words)


def is_given(word: str) -> bool:
    return looks_like_name(word) >= 0.35


def _has_place(words: Sequence[str], place_of: PlaceOf) -> bool:
    """Cities and their quarters pass for people: "Greater Kumasi". A known given name in front saves a surname."""
    return any(place_of(word) and not is_given(word) for word in words if len(word) > 3) and not is_given(words[0])


_RUN = re.compile(
    r"(?<![\w'’.@-])[^\W\d_a-z][^\W\d_]{0,30}[.'’-]?[^\W\d_]{0,30}\.?"
    r"(?: (?:(?:de|da|do|dos|del|van|von|der|den|bin|binti|la|le|al|el|y) ){0,2}"
    r"[^\W\d_a-z][^\W\d_]{0,30}[.'’-]?[^\W\d_]{0,30}\.?){1,4}"
)


def _beside_roles(text: str, place_of: PlaceOf, lower: Collection[str]) -> Iterator[Anchor]:
    """Known given names with a role or organisation beside them: "Rashid Mwinyi, Head of Road Safety"."""
    for match in _RUN.finditer(text):
        start, end = match.start(), name_end(text, match.start())
        name = text[start:end].rstrip(".") if end > start else ""
        words = name.split()
        if len(words) < 2 or looks_like_name(name) < 0.75 or place_of(name) or _is_ordinary(words, lower):
            continue
        if _has_place(words, place_of) or (name.isupper() and looks_like_name(name) < 0.75):
            continue
        if any(affiliated(text, start, start + len(name), place_of)) or CONTACT_NEXT.match(text, start + len(name)):
            yield Anchor(start, start, start + len(name), "role")


def is_named_after(text: str, anchor: Anchor) -> bool:
    """Whether the words around make it a street, a building or a prize: "45 Bram Fischer Road"."""
    after = re.match(r"(?:['’]s)?(?:[ -]+[^\W\d_]+){1,3}", text[anchor.end : anchor.end + 60])
    for word in after[0].split()[:3] if after else ():
        if not word[0].isupper():
            break
        if is_named_after_people(word):
            return True
    last = fold(text[anchor.name : anchor.end].split()[-1])
    if is_named_after_people(last) and anchor.method in ("model", "role"):
        return True
    before = re.search(r"(?:^|[\s(])([^\W\d_]+|\d{1,5})\s+$", text[max(0, anchor.start - 40) : anchor.start])
    if before is None or anchor.method == "title":
        return False
    word = before[1]
    return (word[0].isupper() or word.isdigit()) and (leads_to_a_place_name(word) or (word.isdigit() and bool(after)))
