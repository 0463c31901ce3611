"""What is said of a person beside the name, sorted into role, organisation and place by its nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.text.clean import fold, squeeze
from pipeline.text.names.organisations import ACRONYM, NO_BODY, head_phrase, is_body, kind_of, known_organisation
from pipeline.text.names.pieces import LONGEST_LINE, Piece, PlaceOf, is_where, pieces_of, sober
from pipeline.text.names.words import (
    bare_word,
    is_city_government,
    is_common_word,
    is_organisation_word,
    is_role_word,
    is_weak_organisation_word,
    organisation_words,
    word_set,
    word_table,
)

_LEADING = re.compile(
    r"^(?:contact (?:at|in|for)\s+)?(?:(?:and|or|from|of|at|for|in|with|as|is|was|the|by|a|an|on behalf of|"
    r"representing)\s+){0,6}",
    re.I,
)

_OF_PLACE = re.compile(r"\s{1,4}(?:of|in|for|from|at|to|de|du|del|di|da|do|des)\s{1,4}(?:the\s{1,4})?", re.I)

_OF_CITY = re.compile(
    r"\s{1,4}(?:of|for|at|in)\s{1,4}(?:the\s{1,4})?((?:(?:metropolitan|local|district|provincial|greater)\s{1,4})?"
    r"(?:city|town|municipality|government|province|state|county|district|region)(?:\s{1,4}council)?)$",
    re.I,
)

_BODY = re.compile(r"\s{0,4}(?:,|\s(?:of|at|for|in|with|from)(?:\s{1,4}the)?)\s{1,4}", re.I)


def split_affiliation(text: str, place_of: PlaceOf) -> tuple[str, str, str]:
    """(role, organisation, place) of words without a name, like "Programme Officer, UNICRI"; empty where not said.

    >>> split_affiliation("Director of Local Security of Santiago", lambda words: words == "Santiago")
    ('Director of Local Security', '', 'Santiago')
    """
    return affiliation_of(list(pieces_of(text[:LONGEST_LINE])), sober(place_of))


# what a form prints in front of an answer
_FIELD_NAMES = word_set(
    "name names surname position designation title role post function organisation organization institution agency "
    "city municipality department unit contact contacts official officials delegate delegates participant participants "
    "officer representative email phone tel cell mobile country"
)


def affiliation_of(pieces: Sequence[Piece], place_of: PlaceOf) -> tuple[str, str, str]:
    """(role, organisation, place) of the pieces of a line, without that of the name."""
    said = _Said()
    for piece in pieces:
        text = squeeze(_LEADING.sub("", piece.text))
        if not text or fold(text) in _FIELD_NAMES or fold(text).startswith(("other ", "others")):
            continue
        if place_of(text):
            role, body = said.role, said.organisation
            if _is_government(text):
                role, body = _unit_to_role(role, f"{body}, {text}") if body else (role, text)
            body = body if body == text else said.organisation
            said = replace(said, role=role, place=_joined(said.place, text), organisation=body, last="place")
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
    if said.last == "role" and kind == "other" and before in (",", ":", "-", "–", "(") and not is_body(text):
        if before == "(" and is_common_word(text.split()[0]):
            return replace(said, role=f"{said.role} ({text})")
        if before == "," and re.search(r"\s(?:and|&|y|et|e)\s", text):
            return replace(said, role=_joined(said.role, text))
    if kind == "organisation" or text[0].isupper() or text[1:2].isupper():
        if said.organisation and kind == "other" and not is_body(text):
            return said
        return replace(said, organisation=_joined(said.organisation, text), last="organisation")
    return said


def _is_unit(text: str) -> bool:
    """ "Chairperson: Human Settlements Committee" goes on with a body, "Head: Community Services" with a field."""
    last = bare_word(text.split()[-1])
    return is_body(text) or (is_organisation_word(last) and last not in ("service", "services", "programme", "program"))


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
    role, organisation = _unit_to_role(role, organisation)
    if said.place and "," not in said.place and organisation:
        return role, organisation, _with_seat(said.place, organisation, place_of)
    if not said.place and not place:
        place = place_in(organisation, place_of) or place_in(role, place_of)
    if said.place and place and place not in said.place and role and _holds_a_city(role):
        return role, organisation, f"{place}, {said.place}"  # Vice-Mayor of Quezon City, Philippines
    return role, organisation, said.place or place


def _unit_to_role(role: str, organisation: str) -> tuple[str, str]:
    """("Advisor, Community Safety", "X City Council") of "Advisor, Community Safety, X City Council": what stands
    between an office and the government of a city, and is no body of its own, is the office's field."""
    field, comma, body = organisation.partition(", ")
    own = is_body(field) or " " not in field or is_city_government(field) or bool(_OWN_BODY.search(field))
    body_noun = kind_of(field) == "organisation" and not _FIELD_NOUN.search(field)
    if not role or not comma or own or body_noun or not (is_city_government(body) or is_body(body)):
        return role, organisation
    return f"{role}, {field}", body


_FIELD_NOUN = re.compile(r"\b(?:projects?|programmes?|cent(?:re|er)|desk|team|cell)$", re.IGNORECASE)
_OWN_BODY = re.compile(
    r"\b(?:university|ministry|government|authority|association|institute|company|corporation|assembly|foundation|"
    r"agency|college|school|faculty|hospital|bank|federation|union|police|network|council|embassy|committee)\b",
    re.IGNORECASE,
)


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
        if len(words) > count and is_where(tail := " ".join(words[-count:]), place_of):
            return role[: -len(tail)].strip(" ,"), tail
    return role, ""


_POSSESSIVE = re.compile(r"([^\W\d_][\w'’. -]{1,40}?)['’]s\s+")
_OF_UNKNOWN = re.compile(r"^((?:[\w-]+ ){0,2}[\w-]+) (?:of|de|di) ([^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+){0,2})$")


def _holds_a_city(role: str) -> bool:
    """Whether a role is always of a place: what follows "Governor of" is one, even misspelt."""
    return bare_word(role.split()[-1]) in word_table("roles.toml")["of_places"]


def _body_off(role: str) -> tuple[str, str]:
    """("Director", "UNICRI") of "Director of UNICRI"; ("Head of the X Unit", "X Unit") of the latter."""
    acronym = ACRONYM.search(role)
    if acronym and acronym.start() and fold(acronym[0]) not in NO_BODY and not is_role_word(acronym[0]):
        kept = re.sub(
            r"[\s,]{1,9}(?:of|at|for|in|with|from)?(?:\s{1,9}the)?\s{0,9}$", "", role[: acronym.start()], flags=re.I
        )
        if kept and kind_of(kept) == "role":
            return kept, acronym[0]
    named = _NAMED_BODY.search(role)
    held = named is not None and kind_of(named[1]) == "role" and bare_word(named[1].split()[-1]) not in _OF_PARTS
    if (
        named
        and held
        and not (_is_inner(named[2]) or _is_ordinary(named[2]) or any(map(is_role_word, named[2].split())))
    ):
        return named[1], named[2]
    for match in _BODY.finditer(role):
        tail, kept = role[match.end() :], role[: match.start()].strip()
        if tail.islower() and " " in tail and not known_organisation(tail):
            continue  # former director of the urban development company
        if kept and bare_word(kept.split()[-1]) in ("minister", "vice-minister") and not tail.startswith("Ministry"):
            return role, ""  # Minister of Youth and Local Government
        at = match[0].split()[0].lower() == "at"
        if kind_of(tail) == "organisation" or known_organisation(tail) or (at and tail[:1].isupper()):
            member = bare_word(kept.split()[-1]) == "member" if kept else False
            inner = member or (not (at or _COUNCIL.search(tail)) and (_is_ordinary(tail) or _is_inner(tail)))
            return (role if inner and not known_organisation(tail) else kept), tail
    return role, ""


_OF_PARTS = word_set("member head")  # say nothing without what they are of

# the article and the capitals make it a body, whatever its noun: "founder of the Bel Isi Safe House", but not "Head of
# Emergency Medicine"; the municipality behind a field is the body, too: "Director of Youth Services of the X Municipality"
_NAMED_BODY = re.compile(
    r"^(.{3,80}?) (?:of|at) the ((?:[^\W\d_a-z][\w'’]*-[^\W\d_a-z][\w'’-]+|[^\W\d_a-z][\w'’-]+)"
    r"(?: (?:(?:of|for|and|on|de) (?:the )?)?[^\W\d_a-z][\w'’-]+){1,7}|[^\W\d_a-z][\w'’]*-[^\W\d_a-z][\w'’-]{4,})$"
)


def _is_inner(tail: str) -> bool:
    """Whether a body is by its noun a part of another: a unit, a department."""
    return not organisation_words("inner").isdisjoint(bare_word(word) for word in head_phrase(tail))


_SERVICES = word_set("agency service services bureau affairs")


def _is_ordinary(tail: str) -> bool:
    """Whether nothing in the name of a body is its own: the "Social Agency" of a city."""
    words = [word for word in tail.split() if word[0].isupper()]
    return len(words) > 1 and all(is_common_word(word) for word in words) and bare_word(words[-1]) in _SERVICES


# the government of a city, unlike its departments: "hydrologist of the Colombo Municipal Council"
_COUNCIL = re.compile(
    r"\w (?:City|Municipal|Town|Metropolitan|County|District) (?:Council|Corporation|Assembly|Authority)$"
)


def place_in(text: str, place_of: PlaceOf) -> str:
    """The place inside the name of a body: "Madrid" of "Municipal Police Force of Madrid". An embassy's is not."""
    place_of = sober(place_of)
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
    school = any(bare_word(word) in _SCHOOLS for word in words)  # Indian Institute of Technology Roorkee
    ends = (len(words) <= 3 or school) and words[-1][0].isupper() and is_where(words[-1], place_of)
    return words[-1] if ends else ""


_SCHOOLS = word_set("institute university college polytechnic universitat universite universidad hospital")


def _longest_place(words: Sequence[str], place_of: PlaceOf) -> str:
    """The longest run of words from the first on that is a place."""
    for count in range(min(4, len(words)), 0, -1):
        candidate = re.sub(r"['’]s?$", "", " ".join(words[:count]).strip(",;."))
        if not words[0].islower() and candidate[:1].isalpha() and place_of(candidate):
            return candidate
    return ""
