"""What an answer is by its shape, and which columns it can fill however its question is worded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from pipeline.structure.form.ticks import options
from pipeline.structure.form.units import Unit
from pipeline.text.clean import squeeze
from pipeline.text.dates import find_dates
from pipeline.text.names import parse_person_line, split_people
from pipeline.text.places import is_place

PROSE = 14  # words from which an answer says something
SHORT = 22  # words of the longest name of an event or place
LEAST_TICKS = 2

_EVENT = re.compile(
    r"\b(?:Forum|Conference|Workshop|Seminar|Summit|Congress|Symposium|Meeting|Dialogue|Exchange|Assembly|Round ?[Tt]able|"
    r"Visit|Course|School|Encounter|Consultation|Masterclass|Study Tour|Training|Review|Week|Colloquium|Academy|Programme|Hackathon)\b"
)
_PLANS = re.compile(
    r"\b(?:will|shall|going to|intend(?:s|ing)?|plan(?:s|ned|ning)? to|propos(?:e|es|ed)|to be \w+ed|by (?:the end of|next)|from (?:next|january|february|march|april|may|june|july|august|september|october|november|december)|within (?:one|two|three|six|\d+) (?:weeks?|months?)|have asked|i want to|we want to|may be (?:formed|started|introduced|set up))\b",
    re.I,
)
_AIMS = re.compile(
    r"^to [a-z]+\b|\b(?:the (?:aim|aims|objective|objectives|purpose|goal|intention)|aimed (?:to|at)|wanted (?:to|us|that)|in order to|so that|was (?:organised|organized|convened|called|held) (?:to|so)|brought together|bring together|hosts? (?:asked|wanted|hoped))\b",
    re.I,
)
_LEARNT = re.compile(
    r"\b(?:learn(?:t|ed)|saw|seen|heard|showed|told us|reali[sz]ed|discovered|understood|surpris\w+|admitted|explained|did not know|i thought|in our case|unlike (?:us|here)|with us|at home we)\b",
    re.I,
)
_YES_NO = re.compile(
    r"(?:yes|no|not sure|partly|maybe|perhaps|don't know|undecided|n/?a|very|quite|good|fair|poor|excellent|satisf\w+|\d)\b",
    re.I,
)
_SENTENCES = re.compile(r"(?<=[.;!?])\s+|\n")

FACTS = ("event_name", "date_attended", "venue", "officials", "expertise", "expertise_other")
THOUGHTS = ("purpose", "key_learnings", "-reflection", "one_change", "-recommendation")


class Shape(Struct, frozen=True, kw_only=True):
    """What can be seen of an answer without its question."""

    words: int
    ticks: int = 0  # options with a box
    scale: bool = False  # they are yes and no, or marks
    dated: float = 0.0  # share of the characters that stand in dates
    days: bool = False  # several days, as events last
    people: float = 0.0  # share of the parts that name a person
    event: bool = False  # short, with the noun of an event
    place: bool = False  # short, with a city or country and no event
    plans: float = 0.0  # share of the sentences that say what will be done
    aims: bool = False
    learnt: float = 0.0


def shape_of(units: Sequence[Unit]) -> Shape:
    """The shape of an answer; that of no answer has no words."""
    text = "\n".join(squeeze(u.text) for u in units if u.text)
    words = len(text.split())
    found, boxed = options(units)
    if boxed and len(found) >= LEAST_TICKS:
        return Shape(words=words, ticks=len(found), scale=all(_YES_NO.match(label) for label, _ in found))
    hits = find_dates(text[:400])
    short = 0 < words <= SHORT
    sentences = [s for s in _SENTENCES.split(text) if len(s.split()) >= 4]
    event = short and bool(_EVENT.search(text))
    return Shape(
        words=words,
        dated=sum(hit.end - hit.start for hit in hits) / max(len(text), 1),
        days=any(hit.first != hit.last for hit in hits) or len(hits) > 1,
        people=_people(text),
        event=event,
        place=short and not event and any(is_place(part.strip(" .")) for part in re.split(r"[,;()\n]", text)),
        plans=_share(_PLANS, sentences),
        aims=bool(sentences and _AIMS.search(sentences[0])),
        learnt=_share(_LEARNT, sentences),
    )


def _share(pattern: re.Pattern[str], sentences: Sequence[str]) -> float:
    return sum(bool(pattern.search(s)) for s in sentences) / max(len(sentences), 1)


@lru_cache(maxsize=1024)
def names_people_only(text: str) -> bool:
    """Whether every part of a text names a person; asked of one line again by each way of reading a form."""
    return _people(squeeze(text)) == 1.0


def _people(text: str) -> float:
    """The share of an answer's words that stand in lines which name a person."""
    parts = split_people(text[:2000], is_place)
    named = [p for p in parts if len(p.split()) <= SHORT and _is_person(p, alone=len(parts) == 1)]
    return sum(len(p.split()) for p in named) / max(sum(len(p.split()) for p in parts), 1)


def _is_person(line: str, alone: bool) -> bool:
    """Whether a line names a person. One line alone must say more than a place beside the name, which the hall that is
    called after a person has as well."""
    found = parse_person_line(line, is_place)
    return found is not None and bool(found.role or found.name.honorific or not (alone and found.place))


def fits(shape: Shape) -> Mapping[str, float]:
    """How much a shape speaks for each column (positive) or against it; columns without an entry are as likely as
    before. Nothing speaks where there is no answer."""
    if not shape.words:
        return {}
    if shape.ticks:
        ticked, other = ("-administration", "expertise") if shape.scale else ("expertise", "-administration")
        return dict.fromkeys((*FACTS, *THOUGHTS, "contacts", "documentation", other), -4.0) | {ticked: 3.0}
    if shape.dated >= 0.5:
        return dict.fromkeys((*FACTS, *THOUGHTS, "contacts"), -3.0) | {"date_attended": 2.0 + shape.days}
    if shape.people >= 0.6:
        against = dict.fromkeys(("event_name", "date_attended", *THOUGHTS), -2.0) | {"venue": -1.0}
        return against | {"officials": 1.5, "contacts": 1.5}
    if shape.words >= PROSE and not shape.event and not shape.place:
        return _of_prose(shape)
    if shape.event or shape.place:
        return {"event_name" if shape.event else "venue": 1.0, "date_attended": -1.5} | dict.fromkeys(THOUGHTS, -0.5)
    return {"date_attended": -1.5}


def _of_prose(shape: Shape) -> Mapping[str, float]:
    against = {"event_name": -2.0, "date_attended": -3.0, "venue": -1.5, "officials": -1.5, "expertise": -1.5}
    against["contacts"] = -0.8 * (shape.people == 0)
    thoughts = {
        "purpose": 0.8 * shape.aims - 0.5 * (shape.learnt > 0.3),
        "one_change": 1.2 * (shape.plans >= 0.5) - 0.6 * (shape.plans == 0),
        "key_learnings": 0.6 * (shape.learnt > 0) - 0.6 * (shape.plans >= 0.7),
    }
    return against | thoughts
