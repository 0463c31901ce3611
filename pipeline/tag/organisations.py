"""Organisations: by their definition in the text, by name where they are known, by their nouns, by the model.

"Kampala Capital City Authority (KCCA)" defines an acronym; from then on, and before, KCCA is the same organisation.
Bodies that many documents name stand in `data/organisations.toml`. Others are told by a noun, as in "Ministry of
Housing" or "Lilongwe Water Board". What the language model adds is taken only where such a noun is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.model import Block, Document, Kind, Record
from pipeline.text.clean import fold, squeeze
from pipeline.text.names import (
    is_city_government,
    is_common_word,
    is_organisation_word,
    is_role_word,
    is_weak_organisation_word,
    kind_of,
    known_organisation,
    known_organisations,
)

Entities = Mapping[int, Sequence[tuple[int, int, str]]]

METHOD = "organisations@1"


@dataclass(frozen=True)
class OrganisationHit:
    """An organisation at a place of the document."""

    name: str  # the fullest name known of it, without "the"
    acronym: str
    block: int
    start: int
    end: int
    surface: str
    score: float
    method: str


def tag_organisations(document: Document, record: Record, entities: Entities) -> list[OrganisationHit]:
    """Every mention of an organisation, in order, none inside another."""
    defined = definitions(document)
    aliases = _aliases(defined)
    printed = _printed(record)
    found: list[OrganisationHit] = []
    for block in document.blocks:
        if block.kind is Kind.FURNITURE:
            continue
        candidates = [
            *_defined_here(block),
            *_by_alias(block, aliases),
            *_by_name(block, printed),
            *_by_noun(block),
            *_of_the_model(block, entities.get(block.number, ())),
        ]
        found += _apart(candidates)
    return [_identified(hit, defined) for hit in found]


def definitions(document: Document) -> dict[str, str]:
    """Acronyms that the document explains, with the full name: {"KCCA": "Kampala Capital City Authority"}."""
    found: dict[str, str] = {}
    for block in document.blocks:
        for name, acronym, _, _ in _definitions_in(block.text):
            if _is_body(name, acronym):
                found.setdefault(acronym, name)
    return found


def _is_body(name: str, acronym: str) -> bool:
    """Public-Private Partnerships (PPP) are explained, too, and are no organisation."""
    return kind_of(name) == "organisation" or bool(known_organisation(name) or known_organisation(acronym))


# --- definitions ----------------------------------------------------------------------------------------------------

_ACRONYM = r"(?=[A-Z]*[a-z]?[A-Z])[A-Z][A-Za-z0-9&]{1,11}(?:[- ](?:[A-Z]{2,10}|Habitat|Women))?"
_BRACKETED = re.compile(rf"\(({_ACRONYM})\)")
_SPELT_BEHIND = re.compile(rf"(?<![\w-])({_ACRONYM})\s\(([A-Z][^()\n]{{8,120}})\)")
_SMALL = frozenset(
    {"of", "the", "for", "and", "on", "in", "to", "de", "del", "la", "le", "les", "des", "du", "da", "do", "das", "dos"}
    | {"e", "y", "et", "&", "für", "und", "di", "della", "with", "against", "by", "at"}
)
_MOST_WORDS = 14


def _definitions_in(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(full name, acronym, start, end) of each definition, its brackets included."""
    for match in _BRACKETED.finditer(text):
        start = _name_before(text, match.start(), match[1])
        if start is not None:
            end = _noun_behind(text, match.end())
            noun = text[match.end() : end]
            yield squeeze(text[start : match.start()] + noun), match[1], start, end
    for match in _SPELT_BEHIND.finditer(text):
        if _spells(match[2].split(), match[1]) or kind_of(match[2]) == "organisation":
            yield squeeze(match[2]), match[1], match.start(), match.end()


def _noun_behind(text: str, end: int) -> int:
    """Where "Violence and Crime Prevention (VCP) Programme" ends: the noun may stand behind the bracket."""
    match = re.compile(r"\s([A-Z]\w{2,20})(?!\w)").match(text, end)
    return match.end() if match and is_organisation_word(match[1]) else end


def _name_before(text: str, end: int, acronym: str) -> int | None:
    """Where the name that an acronym in brackets stands for begins; None where the words before it are another."""
    offset = max(0, end - 160)
    start = _spelt_in(text[offset:end], acronym)
    return None if start is None else offset + start


@lru_cache(maxsize=1024)
def _spelt_in(window: str, acronym: str) -> int | None:
    words = list(re.finditer(r"[^\s()]+", window))[-_MOST_WORDS:]
    for index in range(len(words) - 1, -1, -1):
        if re.search(r"[.;:!?]$", words[index][0]) and index < len(words) - 1:
            break
        name = [word[0] for word in words[index:]]
        if name[0][0].isupper() and _spells(name, acronym):
            return words[_whole(words, index)].start()
    return _capitals_before(words, 0, acronym)


def _whole(words: Sequence[re.Match[str]], index: int) -> int:
    """The name may be longer than its acronym: "Inclusive Violence and Crime Prevention (VCP)"."""
    while index > 1:
        before = words[index - 1][0]
        if not before[0].isupper() or not before.isalpha() or before in _ARTICLES or is_role_word(before):
            break
        index -= 1
    return index


def _spells(words: Sequence[str], acronym: str) -> bool:
    """Whether the initials of words spell an acronym; small words may be left out, one more word may be too."""
    letters = re.sub(r"[^a-z0-9]", "", fold(acronym))
    full = [part for word in words for part in re.split(r"[-/]", fold(word)) if part[:1].isalnum()]
    large = [word for word in full if word not in _SMALL]
    for chosen in (full, large):
        if "".join(word[0] for word in chosen) == letters:
            return True
    return len(large) >= 2 and large[0][0] == letters[:1] and _is_within(letters, large)


def _is_within(letters: str, words: Sequence[str]) -> bool:
    """UNHABITAT in United Nations ... Habitat: each word gives one or more of its first letters, in order."""
    position = 0
    for word in words:
        taken = 0
        while position < len(letters) and taken < len(word) and letters[position] == word[taken]:
            position, taken = position + 1, taken + 1
        if taken == 0:
            return False
    return position == len(letters)


def _capitals_before(words: Sequence[re.Match[str]], offset: int, acronym: str) -> int | None:
    """The name of an organisation just before the bracket, told by its noun and first letter."""
    start = len(words)
    while start > 0 and (words[start - 1][0][0].isupper() or fold(words[start - 1][0]) in _SMALL):
        if words[start - 1][0].endswith((",", ".", ";", ":")):
            break
        start -= 1
    while start < len(words) and not words[start][0][0].isupper():
        start += 1
    name = [word[0] for word in words[start:]]
    if name and fold(name[0]) == "the":
        start, name = start + 1, name[1:]
    if len(name) < 2 or fold(name[0])[0] != fold(acronym)[0] or kind_of(" ".join(name)) != "organisation":
        return None
    return offset + words[start].start()


def _defined_here(block: Block) -> Iterator[OrganisationHit]:
    for name, acronym, start, end in _definitions_in(block.text):
        if _is_body(name, acronym):
            yield _hit(block, start, end, name, acronym, 0.95, "definition")


# --- by name --------------------------------------------------------------------------------------------------------


def _aliases(defined: Mapping[str, str]) -> re.Pattern[str]:
    """All names and acronyms that are known, or defined in this document, as one pattern. Acronyms keep their case."""
    return _pattern(tuple(sorted({*known_organisations(), *defined, *defined.values()}, key=lambda n: (-len(n), n))))


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w@./-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w@]|-[A-Z]|\.\w)")


def _by_alias(block: Block, aliases: re.Pattern[str]) -> Iterator[OrganisationHit]:
    for match in aliases.finditer(block.text):
        if not _is_shouted(block.text, match):
            yield _hit(block, *match.span(), match[0], "", 0.9, "name")


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """WHO in "OFFICIALS WHO ATTENDED?" is no acronym."""
    if not match[0].isupper() or " " in match[0] or len(match[0]) > 4:
        return False
    around = re.findall(r"[^\W\d_]{2,}", text[max(0, match.start() - 25) : match.start()])[-1:]
    around += re.findall(r"[^\W\d_]{2,}", text[match.end() : match.end() + 25])[:1]
    return len(around) > 0 and all(word.isupper() for word in around)


def _printed(record: Record) -> re.Pattern[str] | None:
    """Organisations that the structure of the document gave: of its people and contacts, its issuer, its event."""
    names = {person.organisation for person in record.people} | {contact.organisation for contact in record.contacts}
    names |= {record.issuer, *(record.event.organisers if record.event else ())}
    kept = {_bare(name) for name in names if 3 < len(name) < 150}
    kept = {name for name in kept if kind_of(name) == "organisation" and (" " in name or known_organisation(name))}
    return _pattern(tuple(sorted(kept, key=lambda n: (-len(n), n)))) if kept else None


def _by_name(block: Block, printed: re.Pattern[str] | None) -> Iterator[OrganisationHit]:
    for match in printed.finditer(block.text) if printed else ():
        yield _hit(block, *match.span(), match[0], "", 0.85, "printed")


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|The)\s+", "", squeeze(name)).strip(" .,;")


# --- by noun --------------------------------------------------------------------------------------------------------

_CAP = r"[^\W\d_a-zà-ÿ][\w'’]*(?:-[\w'’]+)*"
_WORD = rf"(?:St\. {_CAP}|{_CAP}|e[A-Z]\w+)"
_JOIN = r"(?:(?:(?:of|for|de|del|da|do|di|du|des|on|für)(?: the| la| las| los)?|and|&|et|y|e) )"
_RUN = re.compile(rf"(?<![\w'’@./-]){_WORD}(?:[ ](?:{_JOIN})?{_WORD}){{1,9}}(?!@)")


def _by_noun(block: Block) -> Iterator[OrganisationHit]:
    """Runs of capitalised words that end in, or begin with, the noun of an organisation."""
    if block.kind in (Kind.TITLE, Kind.HEADING) and _is_titled(block.text):
        return
    for match in _RUN.finditer(block.text):
        for start, end in _bodies(match[0]):
            surface = match[0][start:end]
            if _leads_to_role(block.text, match.start() + end):
                continue
            yield _hit(block, match.start() + start, match.start() + end, surface, "", 0.75, "noun")


def _leads_to_role(text: str, end: int) -> bool:
    """Major Events Security Programme is no body in front of "Officer"."""
    behind = re.compile(r" ([^\W\d_]+)").match(text, end)
    return behind is not None and is_role_word(behind[1])


def _is_titled(text: str) -> bool:
    """Whether a heading is set in capitals, so that capitals say nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if fold(word) not in _SMALL]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _bodies(run: str) -> Iterator[tuple[int, int]]:
    """The parts of a run of capitalised words that name an organisation."""
    for cut in re.finditer(r" (?:and|&|et|y|e) ", run):
        left, right = run[: cut.start()], run[cut.end() :]
        if kind_of(left) == kind_of(right) == "organisation" and " " in left and " " in right:
            yield from _bodies(left)
            yield from ((cut.end() + start, cut.end() + end) for start, end in _bodies(right))
            return
    words = list(re.finditer(r"\S+", run))
    first = next((i for i, word in enumerate(words) if word[0] not in _ARTICLES), len(words))
    if len(words) > first + 2 and words[first + 1][0] in _HEAD_OF and is_common_word(words[first][0]):
        first += 0 if is_organisation_word(words[first][0]) else 2  # Staff of Lilongwe Water Board
    last = _last_noun(words, first)
    if _is_of_phrase(words, first):
        yield words[first].start(), words[-1].end()
    elif last is not None and _is_enough(words[first : last + 1]):
        yield words[first].start(), words[_tail(words, last)].end()


_ARTICLES = frozenset(
    {"The", "This", "Each", "Our", "Every", "In", "At", "For", "From", "All", "An", "A", "That", "With", "And"}
)


def _last_noun(words: Sequence[re.Match[str]], first: int) -> int | None:
    """The last word that is the noun of an organisation, after at least one other word."""
    nouns = [i for i, word in enumerate(words) if i > first and is_organisation_word(word[0])]
    return nouns[-1] if nouns and not any(is_role_word(word[0]) for word in words[first : nouns[-1]]) else None


def _tail(words: Sequence[re.Match[str]], last: int) -> int:
    """A noun's "of ..." belongs to the name: "Congress of Local Authorities", "Police Force of Madrid"."""
    follows = last + 1 < len(words) and words[last + 1][0] in ("of", "for", "on", "de", "del", "di", "do", "da")
    return len(words) - 1 if follows else last


def _is_enough(words: Sequence[re.Match[str]]) -> bool:
    """Weak nouns ("Safer Cities Programme") need two words in front, others one."""
    proper = [word for word in words[:-1] if word[0] not in _SMALL]
    weak = is_weak_organisation_word(words[-1][0])
    return len(proper) >= (2 if weak else 1) and not all(is_organisation_word(word[0]) for word in words)


_HEAD_OF = frozenset({"of", "for", "de", "del", "di", "do", "da", "du"})


def _is_of_phrase(words: Sequence[re.Match[str]], first: int) -> bool:
    """Municipality of Turin; Department of Social Development."""
    return (
        len(words) > first + 2
        and words[first + 1][0] in _HEAD_OF
        and is_organisation_word(words[first][0])
        and words[-1][0][0].isupper()
    )


# --- by the model ---------------------------------------------------------------------------------------------------


def _of_the_model(block: Block, entities: Sequence[tuple[int, int, str]]) -> Iterator[OrganisationHit]:
    if block.kind in (Kind.TITLE, Kind.HEADING):
        return
    for start, end, label in entities:
        surface = block.text[start:end]
        plain = not re.search(r"[\n\t,;:()]|\s[-–—]\s", surface)
        if label != "ORG" or not plain or len(surface.split()) < 2 or _leads_to_role(block.text, end):
            continue
        if all(is_organisation_word(word) for word in surface.split()):
            continue
        if kind_of(surface) == "organisation" and surface[0].isupper() and not is_role_word(surface.split()[0]):
            cut = len(surface) - len(_bare(surface)) if surface.startswith(("The ", "the ")) else 0
            yield _hit(block, start + cut, end, surface[cut:], "", 0.6, "model")


# --- putting together -----------------------------------------------------------------------------------------------


def _hit(block: Block, start: int, end: int, name: str, acronym: str, score: float, how: str) -> OrganisationHit:
    return OrganisationHit(
        name=_bare(name),
        acronym=acronym,
        block=block.number,
        start=start,
        end=end,
        surface=block.text[start:end],
        score=score,
        method=f"{METHOD}:{how}",
    )


def _apart(candidates: Iterable[OrganisationHit]) -> list[OrganisationHit]:
    """One reading of each place: the longer one, as "UNDP Regional Centre" says more than "UNDP"; else the surer."""
    chosen: list[OrganisationHit] = []
    for hit in sorted(candidates, key=lambda hit: (hit.start - hit.end, -hit.score)):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _identified(hit: OrganisationHit, defined: Mapping[str, str]) -> OrganisationHit:
    """The hit under its fullest name, with the acronym that the document or the list of known ones gives."""
    name = defined.get(hit.name) or known_organisation(hit.name) or hit.name
    name = known_organisation(name) or name
    acronym = hit.acronym or next((key for key, full in defined.items() if fold(full) == fold(name)), "")
    return replace(hit, name=_bare(name), acronym=acronym or known_organisations_acronym(name))


def known_organisations_acronym(name: str) -> str:
    """The acronym of an organisation that many documents name; empty where it has none."""
    return next((alias for alias, full in known_organisations().items() if full == name and alias.isupper()), "")


# --- who issued the document ------------------------------------------------------------------------------------------

_ISSUED = re.compile(
    r"\b(?:[Ii]ssued|[Pp]ublished|[Pp]roduced|[Rr]eleased|[Pp]repared|[Cc]ompiled)"
    r"(?: in [A-Z]\w+ \d{4})? by (?:the )?(?=[A-Z])"
)
_CONVENED = re.compile(
    r"\b(?:[Cc]onvened|(?:jointly )?[Oo]rgani[sz]ed|[Hh]osted) (?:jointly )?by (?:the )?(?=[A-Z])"
    r"|^(?:The|the) (?=[A-Z])"
)
_ASKS_FOR_ISSUER = re.compile(
    r"\b(?:municipality|organi[sz]ation|institution|department|authority|employer|your city)\b"
)
_ASKS_FOR_OTHERS = re.compile(
    r"\b(?:organi[sz](?:ing|ed|ers?)|host\w*|conven\w*|contacts?|partners?|visited|invit\w*|others?)\b"
)
_FRONT, _BACK = 8, 6  # blocks at either end where an issuer is looked for


def issuer(document: Document, record: Record) -> str:
    """The organisation that most likely issued a document, as named in it; empty where nothing says so."""
    if record.issuer:
        return record.issuer
    if record.genre == "learning_form":
        return _issuer_of_form(document, record)
    blocks = [block for block in document.blocks if block.kind is not Kind.FURNITURE]
    ends = [*blocks[:_FRONT], *blocks[_FRONT:][-_BACK:]]
    for pattern in (_ISSUED, _CONVENED):
        for block in ends:
            for match in pattern.finditer(block.text):
                name = _organisation_at(block.text[match.end() : match.end() + 160])
                if name:
                    return name
    front = next((name for block in blocks[:4] if (name := _organisation_at(block.text[:160]))), "")
    return front or (record.event.organisers[0] if record.event and record.event.organisers else "")


def _issuer_of_form(document: Document, record: Record) -> str:
    """The answer that names the municipality, else the municipality that stands above or in the form's own words."""
    for answer in record.answers:
        question = fold(answer.question)
        asks = _ASKS_FOR_ISSUER.search(question) and not _ASKS_FOR_OTHERS.search(question)
        name = answer.answer.split(",")[0].strip()
        if asks and kind_of(name) == "organisation" and len(name) < 120:
            return name
    blocks = [block for block in document.blocks if block.kind is not Kind.FURNITURE][:_FRONT]
    names = [name for block in blocks for name in _names_in(block.text[:600])]
    return next((name for name in names if is_city_government(name)), names[0] if names else "")


def _organisation_at(text: str) -> str:
    """The organisation that a text begins with."""
    match = _RUN.match(text)
    bodies = list(_bodies(match[0])) if match else []
    if match and bodies and bodies[0][0] == 0:
        return match[0][: bodies[0][1]]
    return ""


def _names_in(text: str) -> Iterator[str]:
    for match in _RUN.finditer(text):
        for start, end in _bodies(match[0]):
            yield re.sub(r"['’]s?$", "", match[0][start:end])
