"""Where a name stands in a block: behind an honorific or a title, beside a role, or where the language model sees one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from pipeline.model import Block, Kind
from pipeline.tag.people.affiliation import CONTACT_NEXT, affiliated
from pipeline.tag.people.anchor import Anchor, PlaceOf
from pipeline.text.clean import fold
from pipeline.text.names import (
    begins_like_name,
    honorific_end,
    is_common_word,
    is_named_after_people,
    is_organisation_word,
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
        *_after_by(block.text, place_of),
        *_credited(block.text, place_of),
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
    """Ms. Cecilia Svensson; a lone surname too."""
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
    return all(
        is_role_word(word) or is_role_word(word.removesuffix("s")) or _is_honorific(word) for word in name.split()
    )


def _is_whole(text: str, start: int, end: int) -> bool:
    """A single word after a word that is only at times an honorific ("Justice System") is no name."""
    honorific, rest = split_honorific(text[start:end])
    return len(rest.split()) > 1 or honorific.endswith(".") or fold(honorific) in _SURE or looks_like_name(rest) >= 0.35


_SURE = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "cllr", "sir", "mme", "mlle"})


def _after_titles(text: str, place_of: PlaceOf) -> Iterator[Anchor]:
    """Mayor Renzo Bellardi; Coordinator: Jelena Stojković."""
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
    r"[Aa]lderwoman|[Mm]anager|[Dd]irector|[Cc]hair(?:person|man|woman)?|[Mm]oderators?|[Rr]apporteurs?|[Ff]acilitators?|"
    r"[Cc]oordinator|[Cc]ontact(?: person)?|[Aa]uthors?|[Pp]rofessor|[Jj]udge|[Ss]heriff|[Vv]ereadora?|[Ss]peakers?|[Pp]resenters?|[Hh]ost|"
    r"[Ee]ditor|"
    r"[Aa]mbassador|[Ss]uperintendent|[Ss]ecretary[- ][Gg]eneral|[Aa]lcalde(?:sa)?|[Pp]refeit[oa]|[Mm]aire|"
    r"[Ss]indac[oa])"
    r"(?:\s*:\s*|\s+)(?=[^\W\d_a-z])"
)


_BY = re.compile(
    r"\b(?:[Pp]repared|[Ww]ritten|[Cc]ompiled|[Dd]rafted|[Tt]aken|[Ee]dited|[Mm]oderated|[Cc]haired|[Ff]acilitated|[Ss]igned"
    r"|[Ss]ubmitted|[Rr]ecorded|[Rr]eported|[Nn]otes|[Pp]osted|[Pp]hotos?|[Rr]eport|[Tt]ext|[Aa]pproved|[Nn]oted|[Rr]eceived)"
    r"(?: on)?(?: \d{1,2} [A-Z][a-z]{2,9} \d{4})? by (?=[^\W\d_a-z])|\b[Aa]ccording to (?=[^\W\d_a-z])"
)


def _after_by(text: str, place_of: PlaceOf) -> Iterator[Anchor]:
    """Minutes taken by Lubna Qasem."""
    for match in _BY.finditer(text):
        start, end = match.end(), name_end(text, match.end())
        words = text[start:end].split()
        if len(words) > 1 and looks_like_name(text[start:end]) >= 0.5 and not place_of(text[start:end]):
            yield Anchor(start, start, end, "by")


_CREDIT = re.compile(
    r"(?:^|[.;\n]\s?)(?:Interviews?|Photographs?|Photos?|Minutes|Text|Notes|Report|Research|Translation|Illustrations?|Maps?"
    r"|Layout|Design|Editing|Review|Thanks to|With thanks to|Contacts?|Teachers?|Trainers?|Guests?|Hosts?|Team)"
    r"(?:\s?: ?|\s)(?=[^\W\d_a-z][^:;\n]{2,200}?(?:[.;\n]|$))"
)
_CREDIT_JOINT = re.compile(r"(?:,\s(?:and\s)?|\s(?:and|&)\s)(?=[^\W\d_a-z])")


def _credited(text: str, place_of: PlaceOf) -> Iterator[Anchor]:
    """Interviews: Carolina Ferrari and Matías Sosa. Nothing but names may stand behind the colon."""
    for match in _CREDIT.finditer(text):
        if ":" not in match[0]:
            continue
        found: list[Anchor] = []
        start = match.end()
        while len(found) < _MOST_CREDITED:
            end = name_end(text, start)
            name = text[start:end]
            if len(name.split()) < 2 or looks_like_name(name) < 0.5 or place_of(name):
                break
            found.append(Anchor(start, start, end, "credit"))
            joint = _CREDIT_JOINT.match(text, end)
            if joint is None:
                break
            start = joint.end()
        if found and re.match(r"\s?(?:[.;\n(]|$)", text[found[-1].end :]):
            yield from found


_MOST_CREDITED = 30


def _fits_title(words: Sequence[str], title: str) -> bool:
    name = " ".join(words)
    if len(words) == 1:
        return ":" not in title and looks_like_name(name) >= 0.2 and not name.isupper() and not known_organisation(name)
    return looks_like_name(name) >= 0.5


def _of_the_model(
    text: str, entities: Sequence[tuple[int, int, str]], place_of: PlaceOf, lower: Collection[str], heading: bool
) -> Iterator[Anchor]:
    """What the language model takes for a person, where nothing speaks against it."""
    tidied = [_tidied(text, start, end) for start, end, label in entities if label == "PERSON"]
    coupled = _coupled(text, tidied)
    for start, end in tidied:
        name = text[start:end]
        words = name.split()
        if len(words) < 2 or place_of(name) or known_organisation(name) or _is_ordinary(words, lower):
            continue
        if _runs_over(name) or _is_site_or_body(words):
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
        said = not heading and (_is_said_of(text, start, end, place_of) or (start, end) in coupled)
        if score >= 0.75 or said:
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
    opener = _OPENER.match(text[start:end])
    start += opener.end() if opener else 0
    title = _FIRST.match(text[start:end])
    if title and is_role_word(title[1]):  # Driver Gladys Romero
        start += title.end()
    given = _GIVEN_BEFORE.search(text[max(0, start - 30) : start])
    opens = given is not None and (start - len(given[0]) < 2 or text[start - len(given[0]) - 2] in ".!?:;\n")
    if given and (_is_cut_off(given[1]) or (not opens and _is_of_name(given[1]))):
        start -= len(given[0])
    longer = name_end(text, start)
    return start, max(end, longer) if longer > start else end


_FIRST = re.compile(r"([^\W\d_]{3,20}) (?=[^\W\d_a-z])")
_OPENER = re.compile(r"(?:In|At|From|For|On|By|With|And|But|The|While|When|As|After|Before|Since|To|Of) ")
_GIVEN_BEFORE = re.compile(r"(?<![\w'’-])([^\W\d_a-z][^\W\d_]{2,20}) $")


def _is_cut_off(word: str) -> bool:
    """Whether a word is a known given name and no ordinary word: the model cuts "María" off at times."""
    return is_given(word) and not is_common_word(word) and not is_role_word(word) and not _is_honorific(word)


def _is_of_name(word: str) -> bool:
    """Whether a capitalised word within a sentence can only be part of the name behind it: "Driver Gladys Romero"."""
    plain = is_common_word(word) or is_role_word(word) or is_organisation_word(word) or _is_honorific(word)
    return not plain and not known_organisation(word)


def _is_honorific(word: str) -> bool:
    """Whether a word is an honorific, like "Alhaji"."""
    return honorific_end(f"{word} Smith", 0) > 0


def _is_site_or_body(words: Sequence[str]) -> bool:
    """Ville de Pikine, Institut Teknologi, Rua Nova."""
    return is_organisation_word(words[0]) or leads_to_a_place_name(words[0])


def _runs_over(name: str) -> bool:
    """Whether a sentence ends within the words: "Montego Bay. In San Fernando"."""
    return re.search(r"[^\W\d_]{3}\. ", split_honorific(name)[1]) is not None


def _coupled(text: str, spans: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Names that only "and" parts from a surer one: "Riikka Mäkelä-Niemi and Jussi Ahtola"."""
    found: set[tuple[int, int]] = set()
    for one, other in pairwise(spans):
        if re.fullmatch(r",? (?:and|&) ", text[one[1] : other[0]]):
            sure = [looks_like_name(text[a:b]) >= 0.75 for a, b in (one, other)]
            found |= {span for span, alone in zip((one, other), sure, strict=True) if not alone} if any(sure) else set()
    return found


def _is_ordinary(words: Sequence[str], lower: Collection[str]) -> bool:
    """Whether a word of the name is written in lower case elsewhere in the document and is no given name."""
    return any(fold(word) in lower and looks_like_name(f"Mr {word} Smith") and not is_given(word) for word in words)


def is_given(word: str) -> bool:
    return looks_like_name(word) >= 0.35


def _has_place(words: Sequence[str], place_of: PlaceOf) -> bool:
    """Cities and their quarters pass for people: "Greater Kumasi". A known given name in front saves a surname."""
    after = dict(pairwise(reversed(words)))  # word -> the one before: de Vries is a family
    outer = (words[0], words[-1])  # Nilza Aparecida dos Reis: only the first and the last word count
    named = (word for word in outer if len(word) > 3 and not after.get(word, "").islower())
    return any(place_of(word) and not is_given(word) for word in named) and not is_given(words[0])


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
        if _OPENER.match(name) or _runs_over(name) or _is_site_or_body(words):
            continue
        if _has_place(words, place_of) or (name.isupper() and looks_like_name(name) < 0.75):
            continue
        if _is_in_a_body(text, start, start + len(name)):
            continue
        if any(affiliated(text, start, start + len(name), place_of)) or CONTACT_NEXT.match(text, start + len(name)):
            yield Anchor(start, start, start + len(name), "role")


def _is_in_a_body(text: str, start: int, end: int) -> bool:
    """Whether the words beside make it part of a body's name: "West Midlands Police", "University of the West Indies"."""
    behind = re.match(r" ([^\W\d_]{2,25})", text[end : end + 30])
    if behind and behind[1][0].isupper() and is_organisation_word(behind[1]):
        return True
    before = re.search(r"(?<![^\W\d_])([^\W\d_]{2,20}) of (?:the )?$", text[max(0, start - 30) : start])
    return before is not None and before[1][0].isupper() and is_organisation_word(before[1])


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
