"""What the words behind and in front of a name say that the person is: role, organisation, place."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from pipeline.tag.people.anchor import Anchor, PlaceOf
from pipeline.text.clean import fold
from pipeline.text.names import (
    is_city_government,
    is_common_word,
    is_modifier,
    is_organisation_word,
    is_role_word,
    kind_of,
    known_organisation,
    looks_like_name,
    split_affiliation,
)

_BREAK = re.compile(r"[.;:!?()\n]")


def affiliation(text: str, anchor: Anchor, room: tuple[int, int], place_of: PlaceOf) -> tuple[str, str, str]:
    """(role, organisation, place) from the words behind the name, then from those in front of it."""
    behind, front = affiliated(text, anchor.name, anchor.end, place_of, room)
    title = text[anchor.start : anchor.name].strip(" :")
    role, organisation, place = split_affiliation(behind, place_of) if behind else ("", "", "")
    if front and not role and not title:
        before = split_affiliation(front, place_of)
        role, organisation, place = (now or then for now, then in zip((role, organisation, place), before, strict=True))
    if title and not role and fold(title) not in _PART_WORDS:
        office = title[:-1] if _PLURAL_OFFICE.search(title) else field_of(text[: anchor.start], title, place_of) + title
        role = office[0].upper() + office[1:]
    label = _OFFICES.search(text[max(0, anchor.start - 120) : anchor.start]) if not role and not title else None
    left = text[max(0, anchor.start - 120) : anchor.start]
    role = role or (label[1] if label else "") or _role_of_verb(text[anchor.end : anchor.end + 40]) or _chair_of(left)
    return role, organisation, place


_CAPITAL_FIELD = re.compile(r"(?<![\w'’-])((?:[^\W\d_a-z][\w-]{2,20} ){1,3})$")
_SMALL_FIELD = re.compile(r"\b(?:the|its|their|our|an?|[\w-]+['’]s) ([a-zà-ÿ][\w-]{3,20} )$", re.IGNORECASE)


def field_of(left: str, title: str, place_of: PlaceOf) -> str:
    """What the words in front of a title add to it: "Battalion " of Chief, "transport " of councillor."""
    left = left[-80:]
    match = _CAPITAL_FIELD.search(left) if title[:1].isupper() else _SMALL_FIELD.search(left)
    words = match[1].split() if match else []
    while words and (words[0] in _OPENERS or place_of(words[0]) or place_of(" ".join(words))):
        words = words[1:]
    fits = words and kind_of(" ".join([*words, title])) == "role" and not any(map(is_organisation_word, words))
    known = fold(title.split()[-1]) in _RANKED or all(is_common_word(w) or is_modifier(w) for w in words)
    return " ".join(words) + " " if fits and known else ""


_RANKED = frozenset({"chief", "commissioner", "commander", "inspector", "superintendent"})  # of a battalion, a precinct


_OPENERS = frozenset(
    {"The", "When", "In", "At", "As", "And", "But", "Our", "Its", "Their", "For", "From", "By", "With", "While", "On"}
    | {"To", "Former", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Yesterday"}
)
_CHAIRED = re.compile(
    r"\b[Tt]he ((?:[\w-]{2,20} ){0,2}[\w-]{3,20}),? (?:is|was|which is) (chaired|headed|directed|coordinated) by\s$"
)
_OFFICE_OF_VERB = {"chaired": "Chair", "headed": "Head", "directed": "Director", "coordinated": "Coordinator"}


def _chair_of(left: str) -> str:
    """The office that a verb in front tells: "The network is chaired by" its chair."""
    verb = _CHAIRED.search(left)
    body = verb is not None and is_organisation_word(verb[1].split()[-1])
    return f"{_OFFICE_OF_VERB[verb[2]]} of the {verb[1]}" if verb and body else ""


_LEADING_VERB = re.compile(r",?\s{1,4}who\s{1,4}(heads|directs|chairs|manages|coordinates)\s")
_ROLE_OF_VERB = {
    "heads": "Head",
    "directs": "Director",
    "chairs": "Chair",
    "manages": "Manager",
    "coordinates": "Coordinator",
}


def _role_of_verb(behind: str) -> str:
    """The office that a verb tells: ", who heads the unit" is its head."""
    verb = _LEADING_VERB.match(behind)
    return _ROLE_OF_VERB[verb[1]] if verb else ""


_OFFICES = re.compile(
    r"\b(Moderator|Rapporteur|Facilitator|Evaluator|Co-Chair|Chair)s:\s(?:[^.:;]|(?<=[rsf])\.){3,100}\s(?:and|&)\s$"
)


def place_around(text: str, anchor: Anchor, place_of: PlaceOf) -> str:
    """The place of an official whose own words name none: of the sentence, or of what "its" means; empty for none."""
    left = text[max(0, anchor.start - 250) : anchor.start]
    beside = _COUNTERPART.search(left)
    if beside and place_of(beside[1]):
        return beside[1]
    owner = _OWNER.search(left)
    if owner and place_of(owner[1] or owner[2]):
        return owner[1] or owner[2]
    if _ITS.search(left):
        return _last_place(left, place_of)
    return _opening_place(text, anchor, place_of)


_COUNTERPART = re.compile(
    r"\b(?:counterparts?|colleagues?|hosts?|successor|predecessor) (?:in|from|at) ([^\W\d_a-z][^,.;:()]{1,40}),\s$"
)
_OWNER = re.compile(
    r"([^\W\d_a-z][\w-]{2,30}(?: [^\W\d_a-z][\w-]{2,30}){0,2})['’]s $"
    r"|\bin ([^\W\d_a-z][\w-]{2,30}(?: [^\W\d_a-z][\w-]{2,30}){0,2}) by (?:the )?$"
)
"""Asunción's councillor ...; launched in Baguio by ..."""
_ITS = re.compile(r"\b(?:[Ii]ts|[Ww]hose|[Tt]he (?:city|town|municipality)['’]s) [^.,;:()]{3,60}(?:,\s)?$")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+){0,2}")


def _last_place(left: str, place_of: PlaceOf) -> str:
    """The last place that words name."""
    names = (match[0] for match in reversed(list(_CAPITALISED.finditer(left))))
    return next((bare for name in names if place_of(bare := name.removesuffix("'s").removesuffix("’s"))), "")


_OPENING_PLACE = re.compile(
    r"(?:^|[.!?:]\s{1,4})(?:In|At)\s(?:the (?:city|town) of )?([^\W\d_a-z][^,.;:()]{1,40}?)(?=,|\s[a-z])"
)


def _opening_place(text: str, anchor: Anchor, place_of: PlaceOf) -> str:
    """The place that the sentence begins with: "In Galle the party was received by Deputy Mayor ..."."""
    left = text[max(0, anchor.start - 250) : anchor.start]
    opening = max(_OPENING_PLACE.finditer(left), key=lambda match: match.start(), default=None)
    if opening is None or re.search(r"[^\W\d_]{3}[.!?]\s", left[opening.end() :]):
        return ""
    words = opening[1].split()
    tries = (" ".join(words[:count]) for count in range(min(4, len(words)), 0, -1))
    return next((words for words in tries if place_of(words)), "")


# what somebody does in a document, rather than what they are: no role
_PART_WORDS = frozenset(
    {
        "contact",
        "contact person",
        "author",
        "authors",
        "speaker",
        "speakers",
        "presenter",
        "presenters",
        "host",
        "editor",
    }
)
_PLURAL_OFFICE = re.compile(r"(?:moderator|rapporteur|facilitator)s$", re.I)


def affiliated(
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

CONTACT_NEXT = re.compile(r"\s{0,4}[,(<:–-]{0,2}\s{0,4}(?:e-?mail:?\s{0,4})?[\w.+-]{1,40}@\w")

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
            pieces += _over_a_field(rest[join.end() :], pieces, place_of)
            break
        pieces.append(piece)
        rest = rest[rest.index(piece, join.end()) + len(piece) :]
    seat = _PARENTHESIS.match(rest) if pieces else None  # Deputy Secretary of Safety (Guayaquil)
    return ", ".join([*pieces, seat[1]] if seat and place_of(seat[1]) else pieces)


_FIELD_THEN = re.compile(r"([^,.;:()\n]{4,60}),\s(?:the\s)?([^\W\d_a-z][^,.;:()\n]{2,60}?)(?=[,.;)\n]|$)")


def _over_a_field(rest: str, pieces: Sequence[str], place_of: PlaceOf) -> list[str]:
    """What stands behind an office's field: "Chief Advisor, Community Safety, X City Council" and "head teacher,
    unified school district, Oakland" name body and city; a field with a verb in it begins another clause."""
    match = _FIELD_THEN.match(rest)
    if not match or len(pieces) != 1 or kind_of(pieces[0]) != "role" or _VERB.search(match[1]):
        return []
    if looks_like_name(match[1]) >= _NAMELIKE or len(match[1].split()) > _LONGEST_FIELD:
        return []
    if place_of(match[2]):
        return [match[2]]
    body = kind_of(match[2]) == "organisation" and is_city_government(match[2])
    return [match[1], match[2]] if body and match[1][0].isupper() else []


_NAMELIKE = 0.35
_LONGEST_FIELD = 6

_PAUSE = re.compile(r"[,;:()\n]|\s(?=\d{1,2}[.:]\d{2}\b)|\s[-–—]\s|(?<=[^\W\d_]{3})\.(?:\s|$)|\.$")


def _until_pause(text: str) -> tuple[str, bool]:
    """The words before the next comma, bracket or end of sentence, and whether one of these, or the text's end, closes
    them; the full stop of "St." does not count."""
    pause = _PAUSE.search(text)
    if pause and pause[0] == ":" and kind_of(text[: pause.start()]) == "role":  # Manager: Public Lighting
        field = re.match(r":\s[^\W\d_a-z]", text[pause.start() :])
        pause = _PAUSE.search(text, pause.end()) if field else pause
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
        if (
            piece[0].isupper()
            and len(piece.split()) == 2
            and place_of(piece.split()[0])
            and looks_like_name(piece) < 0.5
        ):
            return True  # Thimphu Thromde
        return (
            piece[0].isupper()
            and (piece.isupper() or " " not in piece)
            and not is_common_word(piece)
            and len(piece) > 2
        )
    return (kind == "role" or piece[0].isupper() or _inner_capital(piece)) and looks_like_name(piece) < 0.7


def _in_front(left: str) -> str:
    """ "The Mayor of Cali, " gives "Mayor of Cali"; "For UNEP, " gives "UNEP"."""
    match = re.search(r"(?:,|:|\s[-–—])?\s{0,9}$", left)
    before = left[: match.start()] if match else left
    clause = _BREAK.split(re.sub(r"\b(?:St|Dr|Mr|Mrs|Ms|Prof)\.", lambda m: m[0][:-1], before))[-1]
    if not before[-1:].strip() or before[-1:] in ".;!?()":
        return ""
    joined = left[len(before) :].strip()
    segment = clause.rsplit(",", 1)[-1].strip()
    body = re.match(r"(?:For|From|On behalf of|Representing)\s+(?:the\s+)?(.+)$", segment)
    if body and joined == ",":
        return body[1]
    title = _CAPITALS.search(segment) if not joined else None
    if (
        title
        and is_role_word(title[0].split()[-1])
        and kind_of(title[0]) == "role"
        and fold(title[0]) not in _PART_WORDS
    ):
        return title[0]
    return _role_at_end(segment, adjoining=not joined)


_CAPITALS = re.compile(r"(?:[^\W\d_a-z][\w-]{1,20} ){0,2}[^\W\d_a-z][\w-]{2,20}$")


_LEADS = re.compile(
    r"\b(?:whose|where|when|while|that|but|them|including|included|met|the|by|its|our|their|his|her|and|from|with|was|is|as|an?)\s+",
    re.IGNORECASE,
)


def _role_at_end(segment: str, adjoining: bool) -> str:
    """The role that a clause ends with: "Mayor of X" of "moderated by the Mayor of X"."""
    for start in (0, *(match.end() for match in _LEADS.finditer(segment))):
        phrase = segment[start:]
        words = phrase.split()
        whole = _phrase(phrase, closed=not adjoining)  # commas enclose it: "Malmö's councillor for transport"
        if not words or len(words) > 12 or kind_of(phrase) != "role" or whole != phrase:
            continue
        if fold(phrase) in _PART_WORDS or _OTHERS.search(phrase):
            continue
        if adjoining and not (is_role_word(words[-1]) or (is_role_word(words[0]) and words[-1][0].isupper())):
            continue
        return phrase
    return ""


_OTHERS = re.compile(r"\b(?:by|its|our|their|his|her|met|was|is|them|including|included)\b")
