"""People named in running text: where they stand, what they are, and what they did there.

A name is taken where something says that it is one: an honorific or a title in front, a role or an organisation
beside it, or the language model, whose many slips (cities, headings, streets named after people) are filtered. A
second pass finds the surnames, alone, of people whose full name stands elsewhere in the document.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.model import Block, Document, Kind, Person, Record, Span
from pipeline.tag.organisations import definitions, issuer
from pipeline.tag.signatures import signed
from pipeline.text.clean import fold, squeeze
from pipeline.text.names import (
    begins_like_name,
    honorific_end,
    is_common_word,
    is_named_after_people,
    is_organisation_word,
    is_role_word,
    kind_of,
    known_organisation,
    leads_to_a_place_name,
    looks_like_name,
    name_end,
    name_tokens,
    office_of,
    parse_name,
    place_in,
    same_person,
    split_affiliation,
    split_honorific,
)

PlaceOf = Callable[[str], bool]
Entities = Mapping[int, Sequence[tuple[int, int, str]]]

METHOD = "people@1"


def tag_people(document: Document, record: Record, entities: Entities, place_of: PlaceOf) -> tuple[Person, ...]:
    """The record's own people, then those of running text in order of appearance; surfaces are not merged.

    `entities` holds what the language model found, by number of block; `place_of` tells whether words name a place.
    """
    taken = _Taken(span for person in record.people for span in person.spans)
    given = _given_names(record.people)
    lower = _lower_case_words(document)
    found = [person for person in signed(document, place_of) if not taken.overlaps(*_place(person))]
    for signatory in found:
        taken.add(signatory.spans[0])
    for block in document.blocks:
        if block.kind in (Kind.FURNITURE, Kind.TABLE):
            continue
        anchors = _anchors(block, entities.get(block.number, ()), place_of, lower)
        people = [
            person
            for anchor, room in zip(anchors, _rooms(block.text, anchors), strict=True)
            if not taken.overlaps(block.number, anchor.start, anchor.end)
            and (person := _person(block, anchor, room, place_of, given)) is not None
        ]
        for person in people:
            taken.add(person.spans[0])
        found += _sharing(block.text, people)
    found += _surnames(document, [*record.people, *found], taken, place_of)
    everybody = (*record.people, *sorted(_full_names(record.people, found), key=lambda person: person.spans[0]))
    return tuple(_placed(everybody, document, record, place_of))


def _rooms(text: str, anchors: Sequence[_Anchor]) -> list[tuple[int, int]]:
    """For each name, where the words that may speak of it begin and end: not beyond the names beside it."""
    starts = [0, *(anchor.end for anchor in anchors[:-1])]
    ends = [*(anchor.start for anchor in anchors[1:]), len(text)]
    return list(zip(starts, ends, strict=True))[: len(anchors)]


_LISTED = re.compile(r"\s{0,4}(?:,|,?\s{1,4}and|\s{0,4}&|,?\s{1,4}y|,?\s{1,4}et)\s{1,4}(?:the\s{1,4})?")


def _sharing(text: str, people: Sequence[Person]) -> list[Person]:
    """ "Ms. Prieto and Mr. Rojas from the City of Rosario": the body of the last is that of all, not so the role."""
    shared = list(people)
    for index in range(len(shared) - 2, -1, -1):
        person, following = shared[index], shared[index + 1]
        start, end = person.spans[0].end, following.spans[0].start
        between = text[start:end].rstrip().removesuffix(following.honorific) + " "
        bare = not (person.role or person.organisation or person.place)
        bracket = text[following.spans[0].end :].lstrip().startswith("(")
        if bare and _LISTED.fullmatch(between) and not bracket:
            shared[index] = replace(person, organisation=following.organisation, place=following.place)
    return shared


def _full_names(listed: Iterable[Person], found: Sequence[Person]) -> Iterator[Person]:
    """Ms. Andersson under her full name, where exactly one person of the document can be meant."""
    full = [person for person in merge_people([*listed, *found]) if len(person.name.split()) > 1]
    for person in found:
        owners = [owner for owner in full if same_person(owner, person, True)] if " " not in person.name else []
        if len(owners) == 1:
            yield replace(person, name=owners[0].name, given=owners[0].given, family=owners[0].family)
        else:
            yield person


def _placed(people: Iterable[Person], document: Document, record: Record, place_of: PlaceOf) -> Iterator[Person]:
    """People with a place: that of their organisation's full name; of authors and contacts, the issuer's."""
    defined = definitions(document)
    home = place_in(issuer(document, record), place_of)
    for person in people:
        place = person.place or place_in(defined.get(person.organisation, ""), place_of)
        if not place and person.part in ("author", "contact") and record.genre != "learning_form":
            place = home
        yield replace(person, place=place) if place != person.place else person


def merge_people(people: Iterable[Person]) -> tuple[Person, ...]:
    """The people of one document, each once: under the fullest name, with what any of their surfaces says of them."""
    groups: list[list[Person]] = []
    index: dict[str, set[int]] = {}  # groups by the initials of the words of their fullest name
    for person in sorted(people, key=lambda person: -len(person.name.split())):
        initials = {token[0] for token in name_tokens(person.name)}
        near = set.intersection(*(index.get(initial, set()) for initial in initials)) if initials else set[int]()
        fitting = [groups[number] for number in sorted(near) if same_person(groups[number][0], person, True)]
        if fitting:
            best = max(fitting, key=lambda group: bool(person.place) and any(p.place == person.place for p in group))
            best.append(person)
            continue
        for initial in initials:
            index.setdefault(initial, set()).add(len(groups))
        groups.append([person])
    return tuple(_merged(group) for group in groups)


def _merged(group: Sequence[Person]) -> Person:
    first = group[0]
    ordered = sorted(group, key=lambda person: person.spans[:1])

    def said(attribute: str) -> str:
        return next((value for person in ordered if (value := getattr(person, attribute))), "")

    return Person(
        name=first.name,
        part=next((person.part for person in ordered if person.part != "mentioned"), "mentioned"),
        honorific=said("honorific"),
        given=first.given,
        family=first.family,
        role=said("role"),
        organisation=said("organisation"),
        place=said("place"),
        surface=ordered[0].surface,
        spans=tuple(sorted({span for person in group for span in person.spans})),
        method=first.method,
    )


class _Taken:
    """The characters that already belong to a person."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: dict[int, set[int]] = {}
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        self._spans.setdefault(span.block, set()).update(range(span.start, span.end))

    def overlaps(self, block: int, start: int, end: int) -> bool:
        return not self._spans.get(block, set()).isdisjoint(range(start, end))


def _place(person: Person) -> tuple[int, int, int]:
    span = person.spans[0]
    return span.block, span.start, span.end


def _given_names(people: Iterable[Person]) -> frozenset[str]:
    """Given names known from people with an honorific: their name is in its usual order."""
    return frozenset(
        fold(word) for person in people if person.honorific for word in person.given.split() if len(word) > 2
    )


def _lower_case_words(document: Document) -> frozenset[str]:
    """Words that the document writes in lower case: ordinary words, whatever they look like at a sentence's start."""
    return frozenset(
        fold(word)
        for block in document.blocks
        for word in re.findall(r"(?<![\w'’-])[a-zà-ÿ][^\W\d_]{2,30}\b", block.text)
    )


# --- anchors: where a name stands -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Anchor:
    """A name in a text, with the words in front that show it to be one."""

    start: int  # of the honorific or title
    name: int  # of the name proper, honorific included
    end: int
    method: str


_CAPITAL = re.compile(r"(?<![\w'’@.-])[^\W\d_][^\W\d_]*\.?")
_BREAK = re.compile(r"[.;:!?()\n]")


def _anchors(
    block: Block, entities: Sequence[tuple[int, int, str]], place_of: PlaceOf, lower: Collection[str]
) -> list[_Anchor]:
    """The names of a block, none inside another, in order; what an honorific or title shows goes first."""
    heading = block.kind in (Kind.HEADING, Kind.TITLE)
    candidates = [
        *_after_honorifics(block.text),
        *_after_titles(block.text, place_of),
        *_of_the_model(block.text, entities, place_of, lower, heading),
        *_beside_roles(block.text, place_of, lower),
    ]
    chosen: list[_Anchor] = []
    taken = bytearray(len(block.text))
    for anchor in candidates:
        if 1 not in taken[anchor.start : anchor.end] and not _is_named_after(block.text, anchor):
            chosen.append(anchor)
            taken[anchor.start : anchor.end] = b"\x01" * (anchor.end - anchor.start)
    return sorted(chosen, key=lambda anchor: anchor.start)


def _after_honorifics(text: str) -> Iterator[_Anchor]:
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
                yield _Anchor(start, start, end, "honorific")
                position = end


def _is_office(name: str) -> bool:
    """The Hon. Minister has no name here."""
    return all(is_role_word(word) for word in name.split())


def _is_whole(text: str, start: int, end: int) -> bool:
    """A single word after a word that is only at times an honorific ("Justice System") is no name."""
    honorific, rest = split_honorific(text[start:end])
    return len(rest.split()) > 1 or honorific.endswith(".") or fold(honorific) in _SURE or looks_like_name(rest) >= 0.35


_SURE = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "cllr", "sir", "mme", "mlle"})


def _after_titles(text: str, place_of: PlaceOf) -> Iterator[_Anchor]:
    """Mayor Piero Fassino; Coordinator: Jelena Stojković."""
    for match in _TITLE.finditer(text):
        start = match.end()
        if not begins_like_name(text[start : start + 60]):
            continue
        end = name_end(text, start)
        words = text[start:end].split()
        if end > start and not place_of(text[start:end]) and _fits_title(words, match[0]):
            yield _Anchor(match.start(), start, end, "title")


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
) -> Iterator[_Anchor]:
    """What the language model takes for a person, where nothing speaks against it."""
    for start, end, label in entities:
        if label != "PERSON":
            continue
        start, end = _tidied(text, start, end)
        name = text[start:end]
        words = name.split()
        if len(words) < 2 or place_of(name) or known_organisation(name) or _is_ordinary(words, lower):
            continue
        if words[0].isupper() and len(words[0]) > 2 and not (name.isupper() or _is_given(words[1])):
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
            yield _Anchor(start, start, end, "model")


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Words in quotation marks are the name of something: a programme, a prize."""
    before, after = text[max(0, start - 2) : start].strip(), text[end : end + 2].strip()
    return before[-1:] in tuple('"“„«‘') and after[:1] in tuple('"”“»’') and bool(before and after)


def _is_said_of(text: str, start: int, end: int, place_of: PlaceOf) -> bool:
    """Whether the words around speak of a person: a role or body beside the name, or a verb of speech behind it."""
    return any(_affiliated(text, start, end, place_of)) or _SAYS.match(text, end) is not None


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
    return any(fold(word) in lower and looks_like_name(f"Mr {word} Smith") and not _is_given(word) for word in words)


def _is_given(word: str) -> bool:
    return looks_like_name(word) >= 0.35


def _has_place(words: Sequence[str], place_of: PlaceOf) -> bool:
    """Cities and their quarters pass for people: "Greater Kumasi". A known given name in front saves a surname."""
    return any(place_of(word) and not _is_given(word) for word in words if len(word) > 3) and not _is_given(words[0])


_RUN = re.compile(
    r"(?<![\w'’.@-])[^\W\d_a-z][^\W\d_]{0,30}[.'’-]?[^\W\d_]{0,30}\.?"
    r"(?: (?:(?:de|da|do|dos|del|van|von|der|den|bin|binti|la|le|al|el|y) ){0,2}"
    r"[^\W\d_a-z][^\W\d_]{0,30}[.'’-]?[^\W\d_]{0,30}\.?){1,4}"
)


def _beside_roles(text: str, place_of: PlaceOf, lower: Collection[str]) -> Iterator[_Anchor]:
    """Known given names with a role or organisation beside them: "Rashid Mwinyi, Head of Road Safety"."""
    for match in _RUN.finditer(text):
        start, end = match.start(), name_end(text, match.start())
        name = text[start:end].rstrip(".") if end > start else ""
        words = name.split()
        if len(words) < 2 or looks_like_name(name) < 0.75 or place_of(name) or _is_ordinary(words, lower):
            continue
        if _has_place(words, place_of) or (name.isupper() and looks_like_name(name) < 0.75):
            continue
        if any(_affiliated(text, start, start + len(name), place_of)) or _CONTACT_NEXT.match(text, start + len(name)):
            yield _Anchor(start, start, start + len(name), "role")


def _is_named_after(text: str, anchor: _Anchor) -> bool:
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


# --- what a person is ------------------------------------------------------------------------------------------------


def _person(
    block: Block, anchor: _Anchor, room: tuple[int, int], place_of: PlaceOf, given: Collection[str]
) -> Person | None:
    text = block.text
    name = parse_name(text[anchor.name : anchor.end], given=given)
    if name is None:
        return None
    role, organisation, place = _affiliation(text, anchor, room, place_of)
    start = anchor.end - len(split_honorific(text[anchor.name : anchor.end])[1]) if not name.single else anchor.name
    return Person(
        name=name.text,
        part=_part(text, anchor),
        honorific=name.honorific,
        given=name.given,
        family=name.family,
        role=role or office_of(name.honorific),
        organisation=organisation,
        place=place,
        surface=text[start : anchor.end],
        spans=(Span(block=block.number, start=start, end=anchor.end),),
        method=f"{METHOD}:{anchor.method}",
    )


def _affiliation(text: str, anchor: _Anchor, room: tuple[int, int], place_of: PlaceOf) -> tuple[str, str, str]:
    """(role, organisation, place) from the words behind the name, then from those in front of it."""
    behind, front = _affiliated(text, anchor.name, anchor.end, place_of, room)
    title = text[anchor.start : anchor.name].strip(" :")
    role, organisation, place = split_affiliation(behind, place_of) if behind else ("", "", "")
    if front and not role and not title:
        before = split_affiliation(front, place_of)
        role, organisation, place = (now or then for now, then in zip((role, organisation, place), before, strict=True))
    if title and not role and fold(title) not in _PART_WORDS:
        role = title[0].upper() + title[1:]
    return role, organisation, place


_PART_WORDS = frozenset(
    {"moderator", "chair", "rapporteur", "facilitator", "contact", "contact person", "author", "authors", "speaker"}
    | {"presenter", "host", "editor", "chairperson", "chairman", "chairwoman"}
)


def _affiliated(
    text: str, start: int, end: int, place_of: PlaceOf, room: tuple[int, int] = (0, sys.maxsize)
) -> tuple[str, str]:
    """The words behind and in front of a name that say what the person is; empty where they do not."""
    behind = _behind(text[end : min(end + 400, room[1])], place_of)
    return behind, _in_front(text[max(0, start - 250, room[0]) : start])


_CHAIN = re.compile(r"\s{0,4}(?:,|[-–—])\s{1,4}(?:(?:from|of|at|also)\s{1,4})?")
_OF = re.compile(r",?\s{1,4}(?:of|from|at|representing|on behalf of)\s{1,4}(?:the\s{1,4})?")
_IS = re.compile(r"(?:,?\s{1,4}who)?\s{1,4}(?:is|was)\s{1,4}(?:the\s{1,4}|an?\s{1,4})?")
_HEADS = re.compile(
    r",?\s{1,4}who\s{1,4}(?:heads|leads|directs|chairs|runs|manages|coordinates|represents|works for)\s{1,4}(?:the\s{1,4})?"
)
_CONTACT_NEXT = re.compile(r"\s{0,4}[,(<:–-]{0,2}\s{0,4}(?:e-?mail:?\s{0,4})?[\w.+-]{1,40}@\w")
_PARENTHESIS = re.compile(r"\s{0,4}\(([^()]{2,160})\)")


def _behind(rest: str, place_of: PlaceOf) -> str:
    """ ", Mayor of Turin, who ..." gives "Mayor of Turin"; " (KCCA)" gives "KCCA"."""
    bracket = _PARENTHESIS.match(rest)
    if bracket:
        inside = [part.strip() for part in re.split(r"[,;]", bracket[1])]
        return ", ".join(part for part in inside if _is_affiliation(part, place_of))
    pieces: list[str] = []
    of = _OF.match(rest) or _IS.match(rest) or _HEADS.match(rest)
    if of:
        words, closed = _until_pause(rest[of.end() :])
        phrase = _phrase(words, closed and of.re is _IS)
        if of.re is _IS:
            fits = kind_of(phrase) == "role"
        else:
            fits = phrase[:1].isupper() or kind_of(phrase) == "organisation" or _is_affiliation(phrase, place_of)
        if not phrase or not fits:
            return ""
        pieces.append(phrase)
        rest = rest[rest.index(phrase, of.end()) + len(phrase) :]
    while (join := _CHAIN.match(rest)) and len(pieces) < 5:
        piece = _phrase(*_until_pause(rest[join.end() :]))
        whole = bool(piece) and _OWN.sub("", rest[join.end() :].lstrip()).startswith(piece)
        if not whole or not _is_affiliation(piece, place_of):
            break
        pieces.append(piece)
        rest = rest[rest.index(piece, join.end()) + len(piece) :]
    return ", ".join(pieces)


def _until_pause(text: str) -> tuple[str, bool]:
    """The words before the next comma, bracket or end of sentence, and whether one of these, or the text's end, closes
    them; the full stop of "St." does not count."""
    pause = re.search(r"[,;:()\n]|\s[-–—]\s|(?<=[^\W\d_]{3})\.(?:\s|$)|\.$", text)
    return (text[: pause.start()], True) if pause else (text, len(text) < 80)


_SMALL = frozenset(
    {"of", "the", "for", "and", "on", "in", "to", "at", "de", "du", "del", "della", "da", "do"}
    | {"des", "di", "la", "le", "les", "el", "los", "y", "e", "et", "&", "von", "und", "with"}
)


_OWN = re.compile(
    r"^(?:(?:the|a|an|its|our|their|his|her)\s+)?(?:(?:city|town|municipality|council|department)['’]s\s+)?", re.I
)
_VERB = re.compile(
    r"\b(?:who|which|whose|that|is|was|were|are|has|had|have|said|says|told|spoke|showed|explained|asked"
    r"|and (?:his|her)"
    r"|presented|described|welcomed|thanked|noted|added|opened|closed|agreed|led|joined|gave|made|took|by|among)\b",
    re.I,
)
_NO_START = frozenset({"and", "or", "but", "who", "which", "whose", "his", "her", "their", "its", "with"})


def _phrase(text: str, closed: bool = False) -> str:
    """As much of a text as reads like a role or the name of a body: up to the first ordinary word after its noun, or
    all of it where commas enclose it and it is a role with what belongs to it: "head of the night team"."""
    whole = _OWN.sub("", text.strip())
    if whole.split(maxsplit=1)[:1] and whole.split(maxsplit=1)[0].casefold() in _NO_START:
        return ""
    if closed and 0 < len(whole.split()) <= 12 and kind_of(whole) == "role" and not _VERB.search(whole):
        return whole
    kept: list[str] = []
    seen_noun = False
    words = text.split()
    if words and words[0].casefold() in _NO_START:
        return ""
    for index, word in enumerate(words):
        if word in ("and", "&") and words[index + 1 : index + 2] and words[index + 1][0].islower() and kept:
            break
        noun = is_role_word(word) or is_organisation_word(word)
        proper = not word[0].islower() or fold(word) in _SMALL or noun or _inner_capital(word)
        if not proper and (seen_noun or any(w[0].isupper() for w in kept) or len(kept) > 4):
            break
        if _VERB.fullmatch(word):
            break
        seen_noun = seen_noun or noun
        kept.append(word)
    while kept and fold(kept[-1]) in _SMALL:
        kept.pop()
    while kept and kept[0].casefold() in ("the", "a", "an"):
        kept.pop(0)
    return " ".join(kept)


def _inner_capital(word: str) -> bool:
    """eThekwini."""
    return any(letter.isupper() for letter in word[1:3])


def _is_affiliation(piece: str, place_of: PlaceOf) -> bool:
    if not piece or len(piece) > 160 or "@" in piece or re.search(r"\d{3}", piece):
        return False
    if place_of(piece) or known_organisation(piece):
        return True
    kind = kind_of(piece)
    if kind == "other":
        return (
            piece[0].isupper()
            and (piece.isupper() or " " not in piece)
            and not is_common_word(piece)
            and len(piece) > 2
        )
    return (kind == "role" or piece[0].isupper() or _inner_capital(piece)) and looks_like_name(piece) < 0.7


def _in_front(left: str) -> str:
    """ "The Mayor of Cali, " gives "Mayor of Cali"; "For UNEP, " gives "UNEP"."""
    match = re.search(r"(?:,|:|\s[-–—])?\s*$", left)
    before = left[: match.start()] if match else left
    clause = _BREAK.split(re.sub(r"\b(?:St|Dr|Mr|Mrs|Ms|Prof)\.", lambda m: m[0][:-1], before))[-1]
    if not before[-1:].strip() or before[-1:] in ".;!?()":
        return ""
    joined = left[len(before) :].strip()
    segment = clause.rsplit(",", 1)[-1].strip()
    body = re.match(r"(?:For|From|On behalf of|Representing)\s+(?:the\s+)?(.+)$", segment)
    if body and joined == ",":
        return body[1]
    return _role_at_end(segment, adjoining=not joined)


_LEADS = re.compile(
    r"\b(?:them|including|included|met|the|by|its|our|their|his|her|and|from|with|was|is|as|an?)\s+", re.IGNORECASE
)


def _role_at_end(segment: str, adjoining: bool) -> str:
    """The role that a clause ends with: "Mayor of X" of "moderated by the Mayor of X"."""
    for start in (0, *(match.end() for match in _LEADS.finditer(segment))):
        phrase = segment[start:]
        words = phrase.split()
        if not words or len(words) > 12 or kind_of(phrase) != "role" or _phrase(phrase) != phrase:
            continue
        if fold(phrase) in _PART_WORDS or _OTHERS.search(phrase):
            continue
        if adjoining and not (is_role_word(words[-1]) or (is_role_word(words[0]) and words[-1][0].isupper())):
            continue
        return phrase
    return ""


_OTHERS = re.compile(r"\b(?:by|its|our|their|his|her|met|was|is|them|including|included)\b")


# --- what a person did ----------------------------------------------------------------------------------------------

_LEFT_PARTS = (
    ("moderator", re.compile(r"\b(?:moderat|chair|facilitat|led by|hosted by)[\w-]*(?:\s+\w+){0,3}\W*$", re.I)),
    (
        "author",
        re.compile(
            r"\b(?:prepared|written|compiled|drafted|edited|authored|report) by\b[^.;]{0,90}$|\bauthors?\b\W*$",
            re.I,
        ),
    ),
    (
        "contact",
        re.compile(
            r"\b(?:contact|reach|write to|e-?mail|enquir\w+|register with|call|rsvp|queries)\b[^.]{0,60}$", re.I
        ),
    ),
    (
        "contributor",
        re.compile(r"\b(?:rapporteurs?|contribut\w+|panell?ists?|discussants?)\W*(?:was|were|by)?\W*$", re.I),
    ),
    (
        "speaker",
        re.compile(
            r"\b(?:opened|closed|delivered|given|addressed|presented|welcomed) by\b[^.]{0,80}$"
            r"|\bkeynote[^.]{0,60}$|\bspeakers?\W*$",
            re.I,
        ),
    ),
)
_SPEAKS = re.compile(
    r"[^.;]{0,160}?\b(?:said|says|opened|welcomed|underlined|emphasi[sz]ed|stressed|highlighted|presented|spoke|warned|"
    r"noted|reported|recalled|described|explained|told|urged|called|addressed|offered|reminded|affirmed|added|argued|remarked|"
    r"thanked|closed|delivered|introduced|shared|pointed|observed|concluded|announced|outlined|asked)\b",
    re.I,
)
_CONTACT_NEAR = re.compile(r"[^.;]{0,80}?(?:\S@\S|\btel(?:ephone)?\b|\bphone\b|\+\d{2})", re.I)
_MODERATES = re.compile(r"\W{0,4}(?:as |\()?(?:moderat|chaired|facilitated)", re.I)


_LABELS = re.compile(
    r"\b(?:(?P<moderator>moderators?|chairs?|chaired by|facilitators?)|(?P<speaker>(?:keynote )?speakers?|presenters?)"
    r"|(?P<contributor>contributors?|rapporteurs?|panell?ists?|discussants?)"
    r"|(?P<author>authors?|(?:written|prepared) by)"
    r"|(?P<contact>contacts?(?: persons?)?))(?:\s*:|\s+(?:included|were|was)\b)",
    re.IGNORECASE,
)


def _label(left: str) -> str:
    """The part that a label gives to all names behind it in the same sentence: "Speakers: ..."."""
    sentence = re.split(r"(?<=[^\W\d_A-Z]{3})\.\s|\n", left)[-1]
    labels = [match.lastgroup or "" for match in _LABELS.finditer(sentence)]
    return labels[-1] if labels else ""


def _part(text: str, anchor: _Anchor) -> str:
    """Speaker, moderator, contact ...: what the words around say that the person did."""
    left, right = text[max(0, anchor.start - 120) : anchor.start], text[anchor.end : anchor.end + 220]
    title = fold(text[anchor.start : anchor.name])
    label = _label(text[max(0, anchor.start - 400) : anchor.start])
    if label:
        return label
    for part, pattern in _LEFT_PARTS:
        if pattern.search(left) or (title and pattern.search(title + " ")):
            return part
    if _MODERATES.match(right):
        return "moderator"
    if _CONTACT_NEAR.match(right):
        return "contact"
    return "speaker" if _SPEAKS.match(right) else "mentioned"


# --- surnames alone --------------------------------------------------------------------------------------------------


def _surnames(document: Document, people: Sequence[Person], taken: _Taken, place_of: PlaceOf) -> Iterator[Person]:
    """Later mentions of people under a surname alone, or the full name again."""
    owners = _owners(people, place_of)
    if not owners:
        return
    pattern = re.compile(
        r"(?<![\w'’@./-])(?:"
        + "|".join(re.escape(key) for key in sorted(owners, key=len, reverse=True))
        + r")(?![\w@]|[-'’]\w{2})"
    )
    for block in document.blocks:
        if block.kind is Kind.FURNITURE:
            continue
        for match in pattern.finditer(block.text):
            start, end = match.span()
            owner = owners[match[0]]
            anchor = _Anchor(start, start, end, "surname")
            if taken.overlaps(block.number, start, end) or _goes_on_as_name(block.text, start, end):
                continue
            if not _is_named_after(block.text, anchor):
                taken.add(Span(block=block.number, start=start, end=end))
                yield _again(owner, block, start, end, _part(block.text, anchor))


def _is_sure(person: Person) -> bool:
    """Whether more than the language model vouches for a person, so that a surname alone may be looked for."""
    return not person.method.endswith(":model") or bool(person.role) or _is_given(person.name.split()[0])


def _owners(people: Sequence[Person], place_of: PlaceOf) -> dict[str, Person]:
    """Names under which exactly one person of the document can be meant: full name, family name, rare given name."""
    merged = merge_people(person for person in people if _is_sure(person))
    owners: dict[str, list[Person]] = {}
    for person in merged:
        for key in {person.name, person.surface, person.family, *person.given.split()}:
            bare = split_honorific(key)[1]
            if len(bare) > 3 and not bare.islower() and not is_common_word(bare) and not place_of(bare):
                owners.setdefault(bare, []).append(person)
    return {key: owner[0] for key, owner in owners.items() if len(owner) == 1}


def _goes_on_as_name(text: str, start: int, end: int) -> bool:
    """Whether a surname stands inside another name or a capitalised phrase: "Fassino Foundation", "Anna Fassino"."""
    after = re.match(r"[ -]([^\W\d_]+)", text[end : end + 40])
    before = re.search(r"([^\W\d_]+\.?)\s$", text[max(0, start - 40) : start])
    if after and after[1][0].isupper() and not is_role_word(after[1]):
        return True
    if before is None or not before[1][0].isupper():
        return False
    return _is_given(before[1]) and not is_common_word(before[1])


def _again(owner: Person, block: Block, start: int, end: int, part: str) -> Person:
    return Person(
        name=owner.name,
        part=part,
        given=owner.given,
        family=owner.family,
        surface=squeeze(block.text[start:end]),
        spans=(Span(block=block.number, start=start, end=end),),
        method=f"{METHOD}:surname",
    )
