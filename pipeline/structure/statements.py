"""Which blocks are statements worth keeping, and of which kind.

The nearest heading or lead-in says it first (its role, `data/headings.toml`); then the words of the statement
itself. What a genre keeps without any such sign is its policy. The rules follow the annotation guide of the gold
standard: lead-ins, definitions, timetables, logistics and general background are no statements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.model import Block, Insight, Kind, Span
from pipeline.structure import asked, cues
from pipeline.structure.deeds import deed_of_place
from pipeline.structure.outline import Place, is_lead_only, lead_role, leads_in
from pipeline.structure.qualifiers import qualifiers
from pipeline.structure.roles import is_role_alone
from pipeline.text.enumeration import is_sequence

SHORTEST = 3  # words of an item; a shorter one names something and states nothing
SHORTEST_PROSE = 8  # words of a paragraph
SHORTEST_WHOLE = 5  # words of a paragraph that is a sentence under a heading of a known role
UNSURE = 0.6  # confidence below which a place as the subject decides
DEED_WITHIN = 110  # characters from the beginning of a sentence in which its main verb stands


@dataclass(frozen=True)
class Policy:
    """What a genre keeps where no heading decides.

    paragraph: the kind of a paragraph without any sign, empty where such a paragraph is no statement.
    item: the same for items. finding: whether reported findings are kept. aims: whether aims are kept.
    norms: whether prescriptive sentences are kept as recommendations wherever they stand.
    """

    paragraph: str = ""
    item: str = ""
    finding: bool = True
    aims: bool = True
    norms: bool = False
    deeds: bool = False  # whether finished deeds are practices and standing ones activities
    recast: Mapping[str, str] = field(default_factory=dict)  # kinds of roles that mean another kind in this genre
    logistics: bool = False  # whether what is said of registration, fees, hotels is no statement
    programme: bool = False  # whether what an event will consist of is an activity
    whole_items: bool = False  # whether items without any sign must be whole sentences
    of_places: bool = False  # whether what a named city does or lacks is a practice or an issue under any heading
    targets: bool = False  # whether a quantity to be reached by a date is an indicator
    leads: tuple[str, ...] = ()  # the only kinds that a lead-in may give; empty: any


@dataclass(frozen=True)
class Judgement:
    """A kind and how sure it is."""

    kind: str
    confidence: float


def insights_of(places: list[Place], policy: Policy, is_place: Callable[[str], bool]) -> Iterator[Insight]:
    """The statements of the places given, in order, numbered from 0.

    is_place: whether words name a city or country.
    """
    number = 0
    for place in places:
        for text, span, judgement in _statements(place, policy, is_place):
            yield make_insight(number, text, span, judgement, place, is_place)
            number += 1


def make_insight(
    number: int, text: str, span: Span, judgement: Judgement, place: Place, is_place: Callable[[str], bool]
) -> Insight:
    """An insight with what its words tell of strength, addressee and qualifiers."""
    recommended = judgement.kind == "recommendation"
    return Insight(
        number=number,
        kind=judgement.kind,
        text=text,
        section=place.section,
        spans=(span,),
        heads=_heads(place, is_place),
        addressed_to=asked.addressees(text, place) if recommended else (),
        strength=asked.strength(text, place) if recommended else "",
        qualifiers=qualifiers(text),
        confidence=judgement.confidence,
    )


def _heads(place: Place, is_place: Callable[[str], bool]) -> tuple[Span, ...]:
    """The innermost heading, where it names a city or country, and the lead-in of a list that does."""
    heads = []
    if place.headings:
        heading = place.headings[-1]
        name = re.sub(r"^(?:the )?(?:city|municipality|case) of ", "", heading.text.strip(" :.–-"), flags=re.I)
        first = re.split(r"\s*[:–—(,/]|\s-\s", name)[0]
        if is_place(name) or (first != name and is_place(first)):
            heads.append(Span(block=heading.number, start=0, end=len(heading.text)))
    return tuple(heads)


def _statements(place: Place, policy: Policy, is_place: Callable[[str], bool]) -> Iterator[tuple[str, Span, Judgement]]:
    block = place.block
    if block.kind is Kind.TABLE:
        return
    label, offset = labelled(block.text)
    for begin, end in pieces(block.text[offset:]):
        start, end = begin + offset, end + offset
        text = block.text[start:end]
        judgement = judge(text, replace(place, label=label), policy)
        if judgement is None or judgement.confidence < UNSURE:
            judgement = _deed(text, place, policy, is_place) or judgement
        if judgement is not None:
            yield text, Span(block=block.number, start=start, end=end), judgement


_RUN_IN = re.compile(r"(?P<label>[A-Z][\w’' -]{2,40}):\s+(?=[\w“\"'(])")


def labelled(text: str) -> tuple[str, int]:
    """The label with which a paragraph begins, where it names a role (`Measure of success: ...`), and where the
    statement itself begins; empty and 0 for any other."""
    found = _RUN_IN.match(text)
    if found is None or not is_role_alone(found["label"]) or len(text) - found.end() < 20:
        return "", 0
    return found["label"], found.end()


def _deed(text: str, place: Place, policy: Policy, is_place: Callable[[str], bool]) -> Judgement | None:
    """What a named place does or lacks, outside the parts of a report that only introduce or list."""
    closed = any(r.kind in ("none", "background") for r in place.roles[:1])
    if not policy.of_places or closed or _is_no_statement(text, place.block, place):
        return None
    kind = deed_of_place(text, is_place)
    return Judgement(kind, 0.65) if kind else None


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
    cut = re.sub(r"[;,]?\s*(?:and|or)?$", "", cut) if not cut.endswith(".") else cut
    return start, start + len(cut)


def judge(text: str, place: Place, policy: Policy) -> Judgement | None:
    """The kind of a statement, None where it is none worth keeping."""
    block, roles = place.block, place.roles
    if _is_no_statement(text, block, place):
        return None
    if block.kind is Kind.ITEM and cues.DEMAND.match(text):
        return Judgement("recommendation", 0.85)
    if block.kind is Kind.ITEM and cues.PROMISE.match(text):
        return Judgement("follow_up", 0.8)
    led = place.in_list and place.lead is not None
    if led and policy.leads and roles and roles[0] == lead_role(place.lead.text if place.lead else ""):
        roles = roles if roles[0].kind in policy.leads else roles[1:]
    if led and place.lead is not None and lead_role(place.lead.text) is None:
        by_lead = _by_lead(cues.sentences(place.lead.text)[-1])
        if by_lead and (not policy.leads or by_lead in policy.leads):
            return Judgement(by_lead, 0.75)
    if led and len(roles) > 1 and roles[0].kind == "observation" and roles[1].kind in ("recommendation", "conclusion"):
        roles = roles[1:]  # what a list of conclusions is led in with says less than its heading
    about = bool(roles) and roles[0].kind == "about"
    roles = tuple(r for r in roles if r.kind != "about")
    nearest = next((r for r in roles if r.kind != "background"), None)
    if nearest is not None and nearest.kind == "none":
        return None
    if nearest is not None:
        judgement = _by_role(text, policy.recast.get(nearest.kind, nearest.kind), block, policy)
        if judgement is not None:
            return judgement
    if not roles and place.headings and block.kind is Kind.ITEM:
        by_heading = _by_lead(place.headings[-1].text)
        if by_heading and (not policy.leads or by_heading in policy.leads):
            return Judgement(by_heading, 0.7)
    in_background = bool(roles) and roles[0].kind == "background"
    return _by_words(text, block, policy, in_background or (about and not policy.deeds))


def _by_lead(sentence: str) -> str:
    """The kind of a list's items by the words of the sentence that leads into it; empty where they do not say."""
    if cues.NORM.search(sentence) or cues.REQUEST.search(sentence):
        return "recommendation"
    if cues.AIM.search(sentence):
        return "objective"
    return "observation" if cues.FINDING.search(sentence) else ""


def _is_no_statement(text: str, block: Block, place: Place) -> bool:
    words = len(text.split())
    item = block.kind is Kind.ITEM or place.in_list
    whole = text.endswith(".") and bool(place.roles)
    if words < (SHORTEST if item else SHORTEST_WHOLE if whole else SHORTEST_PROSE) or not any(
        c.isalpha() for c in text
    ):
        return True
    if (item and _is_listed_name(text, place)) or _is_names_and_addresses(text):
        return True
    if is_lead_only(text) or (leads_in(text) and words < 25):
        return True
    if cues.CHAIRED.search(text[:200]) and (leads_in(text) or words < 40):
        return True
    if cues.TIMETABLE.search(text[:300]) and words < 45:
        return True
    return bool(cues.SELF_DESCRIPTION.search(text[:250]) or cues.DEFINITION.search(text[:200]))


_NAME = re.compile(  # two words, or one with two capitals; a word is never tried in parts, which takes for ever
    r"(?=[^ ,]*[ ,] ?[^ ,]|[A-Z][\w’'.()&-]*[A-Z])(?:(?:of|for|the|and|on|de|des|del|in|&|[A-Z][\w’'.()&-]*+),? ?){1,9}"
)


def _is_listed_name(text: str, place: Place) -> bool:
    """Whether an item below a label (`Partners:`, `Steering group:`) names a body and states nothing."""
    label = place.lead.text.strip() if place.lead is not None and place.in_list else ""
    if not label.endswith(":") or len(label.split()) > 4 or not _NAME.fullmatch(text.rstrip(" .;")):
        return False
    role = lead_role(label)
    return role is None or role.kind == "none"


_SMALL = frozenset(
    ("of", "for", "the", "and", "on", "in", "at", "de", "des", "del", "da", "do", "la", "le", "et", "y", "e", "&")
)
_ADDRESS = re.compile(r"\S@\S|\bORCID\b|\bhttps?://|\bwww\.|\bTel\b")
_NUMBERED_NAME = re.compile(
    r"[^\W\d][\w.'’-]{1,40} ?\(?\d{1,2}\)?(?=[,;]|$)"
)  # as the authors of a report stand under its title
CAPITALISED = 0.7  # share of the words; in sentences it stays below .5


def _is_names_and_addresses(text: str) -> bool:
    """Whether a text lists who wrote or belongs where (`Ana Lima(1), Jo Bauer(2)`, `University of Quito; a@b.example`)."""
    words = [w.strip("(),.;:*∗") for w in text.split()]
    words = [w for w in words if w[:1].isalpha() and w.lower() not in _SMALL and "@" not in w]
    if sum(w[0].isupper() for w in words) < CAPITALISED * len(words):
        return False
    return len(_NUMBERED_NAME.findall(text)) > 1 or bool(_ADDRESS.search(text))


def _by_role(text: str, kind: str, block: Block, policy: Policy) -> Judgement | None:
    """The kind of a statement under a heading that says it, None where the heading leaves it open."""
    item = block.kind is Kind.ITEM
    if kind == "recommendation" and _is_noted(text):
        return Judgement("observation", 0.6)
    if kind == "recommendation":
        return Judgement("recommendation", 0.95 if cues.PRESCRIPTIVE.search(text) or item else 0.85)
    if kind == "conclusion":
        prescribes = cues.PRESCRIPTIVE.search(text) or cues.IMPERATIVE.match(text)
        return Judgement("recommendation", 0.85) if prescribes else Judgement("observation", 0.75)
    if kind == "activity":
        return _activity(text, item, policy)
    if kind == "objective":
        return Judgement("objective", 0.9 if item or cues.AIM.search(text) else 0.75)
    if kind == "indicator":
        return Judgement("indicator", 0.85)
    if kind == "deed" and (
        cues.FINDING.search(cues.first_sentence(text))
        or cues.STUDY.search(text[:300])
        or cues.SOURCED.search(text[:300])
    ):
        return Judgement("observation", 0.7)
    if kind == "deed":
        deed = cues.PAST_DEED.search(_main(cues.first_sentence(text)))
        return Judgement("practice" if deed else "observation", 0.7)
    if kind == "aim":
        return _activity(text, item, policy) if item else _aim(text, policy)
    if kind == "follow_up":
        return _follow_up(text)
    if kind in ("background", ""):
        return None
    return Judgement(kind, 0.9)


def _is_noted(text: str) -> bool:
    """Whether what stands among recommendations only takes note of something."""
    found = cues.FINDING.search(text[:110])
    return found is not None and found.start() < 30 and not cues.PRESCRIPTIVE.search(text)


def _aim(text: str, policy: Policy) -> Judgement:
    """A paragraph under a numbered objective says the objective itself, or what is done for it."""
    first = cues.first_sentence(text)
    aims = cues.AIM.search(first) or re.search(r"\b(?:shall|will (?:be|have)|by 20\d\d|by the end of)\b", first)
    return Judgement("objective", 0.75) if aims else _activity(text, False, policy)


def _follow_up(text: str) -> Judgement:
    """What stands under `Next steps`: mostly what somebody will do, but also findings and recommendations."""
    first = cues.first_sentence(text)
    if re.search(r"\b(?:will|shall|is going to|are going to|is to|are to|agreed to|committed|plans? to)\b", first):
        return Judgement("follow_up", 0.85)
    if cues.FINDING.search(first):
        return Judgement("observation", 0.7)
    return Judgement("recommendation", 0.75) if cues.NORM.search(first) else Judgement("follow_up", 0.75)


def _activity(text: str, item: bool, policy: Policy) -> Judgement:
    first = cues.first_sentence(text)
    if policy.targets and cues.is_target(text):
        return Judgement("indicator", 0.7)
    if cues.NORM.search(_main(first[:220]) if item else first[:220]):
        return Judgement("recommendation", 0.65)
    if cues.FINDING.search(first):
        return Judgement("observation", 0.6)
    if policy.deeds and not item and cues.PAST_DEED.search(_main(first)):
        return Judgement("practice", 0.7)
    return Judgement("activity", 0.85 if item else 0.7)


def _by_words(text: str, block: Block, policy: Policy, in_background: bool) -> Judgement | None:
    first = cues.first_sentence(text)
    item = block.kind is Kind.ITEM
    if policy.logistics and cues.LOGISTICS.search(text):
        return None
    finding = _finding(text, first) if policy.finding else cues.FINDING.search(first)
    if not policy.finding and cues.STUDY.search(text[:400]):
        return Judgement("observation", 0.7)
    aim = cues.AIM.search(first) if policy.aims else None
    if aim is not None and (finding is None or not policy.finding or aim.start() < finding.start()):
        return Judgement("objective", 0.7)
    if finding is not None and policy.finding:
        return Judgement("observation", 0.7)
    if policy.norms and cues.NORM.search(text if in_background else first):
        return Judgement("recommendation", 0.6)
    if policy.targets and cues.is_target(text):
        return Judgement("indicator", 0.7)
    if policy.programme and cues.PROGRAMME.search(first):
        return Judgement("activity", 0.6)
    kind = policy.item if item else policy.paragraph
    if policy.whole_items and item and not _is_whole(text):
        return None
    if in_background or not kind or (not item and not _is_sentence(text)):
        return None
    if policy.deeds and cues.PAST_DEED.search(_main(first)):
        return Judgement("practice", 0.6)
    return Judgement(kind, 0.55)


def _is_whole(text: str) -> bool:
    """Whether an item is a sentence, and no topic of an agenda."""
    return len(text.split()) >= 9 and text.rstrip(" ”\"')").endswith((".", "!", ";"))


def _main(sentence: str) -> str:
    """The beginning of a sentence, up to its first relative clause: its main verb stands there."""
    return re.split(r" (?:who|which|that|whose|where) ", sentence[:DEED_WITHIN])[0]


def _is_sentence(text: str) -> bool:
    """Whether a paragraph is more than a line of names, dates or addresses."""
    return text.rstrip(" ”\"')").endswith((".", "!", "?", ";", ":")) or len(text.split()) >= 16


def _finding(text: str, first: str) -> re.Match[str] | None:
    """Where a text reports a finding: its first sentence does, a later one begins with it, or a study is named."""
    found = cues.FINDING.search(first) or cues.REPORTING.match(first) or cues.STUDY.search(text[:900])
    if found:
        return found
    later = (cues.FINDING.search(s[:110]) for s in cues.sentences(text)[1:5])
    return next((m for m in later if m is not None), None)
