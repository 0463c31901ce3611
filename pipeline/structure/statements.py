"""Which blocks are statements worth keeping, and of which kind.

A statement is a paragraph or item, or what a paragraph enumerates. Its signs (`signs`) are weighed (`kinds`); the
units follow the annotation guide of the gold standard: never half a sentence, no lead-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Insight, Kind, Span
from pipeline.model.dataset import KINDS as INSIGHT_KINDS
from pipeline.structure import asked, cues, kinds
from pipeline.structure.kinds import Judgement
from pipeline.structure.outline import Place, is_lead_only, leads_in
from pipeline.structure.qualifiers import qualifiers
from pipeline.structure.roles import is_role_alone
from pipeline.structure.signs import said_above, signs
from pipeline.text.enumeration import is_sequence
from pipeline.text.names import PlaceOf

LONG = 15  # paragraphs, items and tables from which it says something where in a document a statement stands
SHORTEST = 3  # words of a statement; fewer name something and state nothing


@dataclass(frozen=True)
class Candidate:
    """What may be a statement: its words, where they stand, and the signs by which it is judged."""

    text: str
    span: Span
    place: Place
    said: str  # the kind that what stands above says, empty for none
    signs: frozenset[str]


def insights_of(places: Sequence[Place], is_place: PlaceOf) -> Iterator[Insight]:
    """The statements of the places given, in order, not numbered; tables are read elsewhere.

    places: all of a document, since where a statement stands in it is a sign. is_place: whether words name a city or
    country.
    """
    for candidate in candidates_of(places, is_place):
        judgement = kinds.packaged().judge(candidate.signs, _announced(candidate))
        if judgement is not None:
            yield make_insight(candidate.text, candidate.span, judgement, candidate.place, is_place)


def _is_none(text: str) -> bool:
    """Whether a text is no statement by the guide, however likely its signs: too short, a lead-in, an invitation."""
    words = len(text.split())
    if words < SHORTEST or not any(c.isalpha() for c in text):
        return True
    invites = cues.INVITATION.search(cues.first_sentence(text)[:INVITING]) is not None
    return is_lead_only(text) or (leads_in(text) and words < LONGEST_LEAD) or invites


LONGEST_LEAD = 25  # words
INVITING = 250  # characters of a sentence that may invite
NAMES = 0.7  # share of capitalised words from which an item is a name; in sentences it stays below .5


def _announced(candidate: Candidate) -> str:
    """The kind that heading or lead-in say of an item (`any` under conclusions and aims), empty where they say none.

    Of 475 such items of bench/data/labelled, the samples and two sets more, 455 were statements; the others were mostly
    names.
    """
    said = candidate.said
    words = [word for word in re.findall(r"[^\W\d_]+", candidate.text) if len(word) > 3]
    if not said or sum(word[0].isupper() for word in words) >= NAMES * len(words):
        return ""
    return said if said in INSIGHT_KINDS else "any" if said in ("conclusion", "aim") else ""


def candidates_of(places: Sequence[Place], is_place: PlaceOf) -> Iterator[Candidate]:
    """All that may be a statement, in order."""
    for index, place in enumerate(places):
        block, at = place.block, index / len(places) if len(places) >= LONG else None
        if block.kind is Kind.TABLE:
            continue
        label, offset = labelled(block.text)
        stretches = pieces(block.text[offset:])
        labelled_place = replace(place, label=label)
        for begin, end in stretches:
            text = block.text[offset + begin : offset + end]
            if _is_none(text):
                continue
            told = signs(text, labelled_place, at, len(stretches) > 1, is_place)
            span = Span(block=block.number, start=offset + begin, end=offset + end)
            yield Candidate(text, span, place, said_above(labelled_place), told)


def make_insight(
    text: str, span: Span, judgement: Judgement, place: Place, is_place: PlaceOf, heading: str = ""
) -> Insight:
    """An insight with what its words tell of strength, addressee and qualifiers; its number is given to it later.

    heading: what heads it besides, such as a label within a table.
    """
    recommended = judgement.kind == "recommendation"
    return Insight(
        number=0,
        kind=judgement.kind,
        text=text,
        section=" > ".join(filter(None, (place.section, heading))),
        spans=(span,),
        heads=_heads(place, is_place),
        addressed_to=asked.addressees(text, place) if recommended else (),
        strength=asked.strength(text, place) if recommended else "",
        qualifiers=qualifiers(text),
        confidence=judgement.confidence,
    )


def _heads(place: Place, is_place: PlaceOf) -> tuple[Span, ...]:
    """The innermost heading, where it names a city or country, and the lead-in of a list that does."""
    heads = []
    if place.headings:
        heading = place.headings[-1]
        name = re.sub(r"^(?:the )?(?:city|municipality|case) of ", "", heading.text.strip(" :.–-"), flags=re.I)
        first = re.split(r"\s{0,3}[:–—(,/]|\s-\s", name)[0]
        if is_place(name) or (first != name and is_place(first)):
            heads.append(Span(block=heading.number, start=0, end=len(heading.text)))
    return tuple(heads)


_RUN_IN = re.compile(r"(?P<label>[A-Z][\w’' -]{2,40}):\s+(?=[\w“\"'(])")


def labelled(text: str) -> tuple[str, int]:
    """The label with which a paragraph begins, where it names a role (`Measure of success: ...`), and where the
    statement itself begins; empty and 0 for any other."""
    found = _RUN_IN.match(text)
    if found is None or not is_role_alone(found["label"]) or len(text) - found.end() < 20:
        return "", 0
    return found["label"], found.end()


_ENUMERATED = re.compile(r"\((?:[ivx]{1,5}|[a-h]|[1-9])\)\s*")


def pieces(text: str) -> list[tuple[int, int]]:
    """The stretches of a paragraph that stand alone: itself, or what it enumerates as (i) ... (ii) ....

    Split only where the items are wholes (`_stands_alone`); the words that lead into them are left
    out, a full sentence before them is a stretch of its own.
    """
    marks = list(_ENUMERATED.finditer(text))
    if len(marks) < 2 or not is_sequence([m.group().strip() for m in marks]):
        return [(0, len(text))]
    ends = [m.start() for m in marks[1:]] + [len(text)]
    items = [_trim(text, m.end(), end) for m, end in zip(marks, ends, strict=True)]
    led = text[: marks[0].start()].rstrip().endswith(":")
    if not all(_stands_alone(text[a:b], led) for a, b in items):
        return [(0, len(text))]
    before = cues.sentences(text[: marks[0].start()].rstrip())
    if before and not before[-1].rstrip().endswith((".", "!", "?")):
        before = before[:-1]
    head = " ".join(before)
    whole = [(0, len(head))] if head and text.startswith(head) else []
    return whole + items


def _stands_alone(text: str, led: bool) -> bool:
    """Whether an enumerated piece is a whole: it begins with a capital, is an aim (`to learn how ...`), or is one of
    several clauses that a colon leads in."""
    words = len(text.split())
    return (words >= 4 and text[:1].isupper()) or (words >= 5 and (led or text.startswith("to ")))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    cut = piece.rstrip()
    cut = re.sub(r"[;,]?\s{0,3}(?:and|or)?$", "", cut) if not cut.endswith(".") else cut
    return start, start + len(cut)
