"""What a statement's kind is told by: signs of its words, its form and its place in the document.

A sign is a short string such as `c:NORM` (its first sentence prescribes) or `h0:lesson` (a word of the heading above
it). `kinds` weighs them; `tools/train_statements.py` learns the weights. Signs say nothing of themes on purpose: words
count as stems, and only those that stand in several documents have a weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Kind
from pipeline.structure import cues
from pipeline.structure.outline import Place
from pipeline.text.clean import fold
from pipeline.text.names import PlaceOf

CUES = {
    name: getattr(cues, name)
    for name in (
        "FINDING", "REPORTING", "STUDY", "SOURCED", "PROGRAMME", "AIM", "TARGET", "MUST", "SHOULD", "MAY", "NORM",
        "PROBLEM", "PAST_DEED", "IMPERATIVE", "DEMAND", "PROMISE", "SELF_DESCRIPTION", "DEFINITION", "CHAIRED",
        "TIMETABLE", "LOGISTICS",
    )
}  # fmt: skip
ABOVE = {  # looked for in lead-ins and headings
    name: getattr(cues, name) for name in ("NORM", "REQUEST", "AIM", "FINDING", "PROBLEM", "PAST_DEED")
}
LENGTHS = (6, 12, 25, 50, 90)  # words at which a statement counts as longer
MOST_SENTENCES = 5
OPENING = 0.04  # share of a document that is its opening
PARTS = 10  # into which a document is cut

_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|ly)$")
_WORD = re.compile(r"[a-z][a-z'’]{0,40}|\d{1,20}")
_ADMINISTRATION = r"(?:city|town|municipality|municipal|local|county|council|district|prefecture|government|authority|region|province|state|commune|metro(?:politan)?|port)"
_NAME = r"[^\W\d_a-z][\w’'.-]{0,40}(?:[ -](?:(?:de|del|da|do|la|le|el|of|the|es|al|am|upon|sur) )?[^\W\d_a-z][\w’'.-]{0,40}){0,3}"
# `In Tema the ...`, `The City of Manizales trains`, `Kohima depends`, `Lomé's market`, `Cuenca: ...`
_SUBJECT = re.compile(
    rf"(?:(?:In|At|From) )?(?i:(?:the )?(?:(?:{_ADMINISTRATION}|mayors?) ){{1,3}}(?:of|in) )?(?:[Tt]he )?(?P<name>{_NAME})"
)
_TITLE_OF_BODY = re.compile(rf"(?: (?i:{_ADMINISTRATION}))+$")
_CAPITALISED = re.compile(r"[A-Z][\w’'-]{1,40}")
_SEEN = 300  # characters in which places are looked for
_READ = 3_000  # characters of a statement that are looked at: longer ones are whole texts without paragraphs


def stems(text: str) -> list[str]:
    """The words of a text without endings and accents, numbers as they are."""
    return [_ENDING.sub("", word).removesuffix("e") for word in _WORD.findall(fold(text))]


def signs(text: str, place: Place, at: float | None, part: bool, is_place: PlaceOf) -> frozenset[str]:
    """The signs of a statement.

    at: where in the document it stands, 0 to 1; None in one so short that this says nothing. part: whether its paragraph
    enumerates several statements. is_place: whether words name a city or country and nothing else.
    """
    text = text[:_READ]
    return frozenset(
        ("bias", *_of_setting(text, place, at, part), *_of_what_is_above(place, is_place), *_of_words(text, is_place))
    )


def _of_setting(text: str, place: Place, at: float | None, part: bool) -> Iterator[str]:
    """How it is set, how long it is, where it stands."""
    block, words = place.block, len(text.split())
    yield "item" if block.kind is Kind.ITEM or place.in_list else "para"
    if at is not None:
        yield f"pos:{min(int(at * PARTS), PARTS - 1)}"
    yield f"len:{sum(words >= n for n in LENGTHS) + 1}"
    end = text.rstrip(" ”\"')")[-1:]
    yield f"end:{end if end in '.?:;' and end else '0'}"
    yield f"sent:{min(len(cues.sentences(text)), MOST_SENTENCES)}"
    said = (
        (at is not None and at < OPENING, "first"), (part, "piece"), (block.frame > 0, "frame"), (text[:1] in "“\"‘", "quote"),
        (bool(re.search(r"\d", block.marker)), "num"),
    )  # fmt: skip
    yield from (sign for holds, sign in said if holds)


def _of_what_is_above(place: Place, is_place: PlaceOf) -> Iterator[str]:
    """What its headings and the sentence that leads into its list say."""
    roles = [role.id for role in place.roles]
    yield f"role:{roles[0] if roles else '-'}"
    yield f"role2:{roles[1] if len(roles) > 1 else '-'}"
    lead = _lead_of(place)
    if lead:
        yield "led"
        yield from (f"ld:{stem}" for stem in stems(lead))
    for depth, heading in enumerate(reversed(place.headings[-2:])):
        yield from (f"h{depth}:{stem}" for stem in stems(heading.text))
    if not place.headings:
        yield "nohead"
    elif is_place(re.sub(r"^(?:the )?(?:city|municipality) of ", "", place.headings[-1].text.strip(), flags=re.I)):
        yield "hplace"
    for letter, above in (("L", lead), ("H", place.headings[-1].text if place.headings else "")):
        yield from (f"{letter}:{name}" for name, pattern in ABOVE.items() if above and pattern.search(above))
    said = said_above(place)
    if said:
        yield f"says:{said}"


def said_above(place: Place) -> str:
    """The kind of an item as the sentence that leads into its list, else the heading above it, says; empty for none,
    and for paragraphs."""
    if not (place.in_list or place.block.kind is Kind.ITEM):
        return ""
    return _said_of(_lead_of(place)) or next((role.kind for role in place.roles if role.kind != "background"), "")


def _lead_of(place: Place) -> str:
    """The last sentence of what leads into the list of an item."""
    return cues.sentences(place.lead.text)[-1] if place.lead is not None and place.in_list else ""


def _said_of(lead: str) -> str:
    """The kind of a list's items by the words of the sentence that leads into it; empty where they do not say."""
    if cues.NORM.search(lead) or cues.REQUEST.search(lead):
        return "recommendation"
    if cues.AIM.search(lead):
        return "objective"
    return "observation" if cues.FINDING.search(lead) else ""


def _of_words(text: str, is_place: PlaceOf) -> Iterator[str]:
    """What its own words say."""
    first = cues.first_sentence(text)
    for name, pattern in CUES.items():
        if pattern.search(first):
            yield f"c:{name}"
        elif pattern.search(text):
            yield f"t:{name}"
    opening = stems(first)[:2]
    if opening:
        yield f"w1:{opening[0]}"
        yield f"w12:{'_'.join(opening)}"
    yield from (f"s:{'#' if stem.isdigit() else stem}" for stem in stems(text))
    said = (
        (r"\d\s?(?:%|per cent)", "pct"), (r"\b20[2-4]\d\b", "year"), (r"@|https?:|www\.", "addr"),
    )  # fmt: skip
    yield from (sign for pattern, sign in said if re.search(pattern, text))
    if cues.is_target(text):
        yield "target"
    if begins_with_place(first, is_place):
        yield "subjplace"
    if any(is_place(word) for word in _CAPITALISED.findall(text[:_SEEN])):
        yield "hasplace"


def begins_with_place(sentence: str, is_place: PlaceOf) -> bool:
    """Whether all the names with which a sentence begins are a place: `Victoria Mensah` is none, `Lagos State` is."""
    found = _SUBJECT.match(sentence)
    if found is None:
        return False
    name = re.sub(r"[’']s?$", "", found.group("name").rstrip(".,:;"))
    return is_place(name) or is_place(_TITLE_OF_BODY.sub("", name))
