"""Names of events that the first lines say: behind a label, in quotation marks, on the line above the days."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Kind, Span
from pipeline.text.clean import squeeze
from pipeline.text.dates import find_dates
from pipeline.text.places import is_place

OPENING = 10  # blocks in which a document names its event
LONGEST = 18  # words of a name
_NOUN = (
    r"forum|conference|workshop|seminar|summit|congress|symposium|meeting|dialogue|exchange|assembly|round ?table|colloquium|convention|"
    r"master ?class|school|week|days?|consultation|course|training|hackathon|lab|visit|encounter|retreat|academy|fair|festival|webinar|lecture|"
    r"debate|talk|study tour|tour|mission|camp|gathering|table|evenings?|programme|lectures|sessions?|event|peer review"
)
_TITLE_OF = re.compile(
    rf"(?:(?:title|name|topic) of (?:the )?(?:{_NOUN})|(?:{_NOUN}) (?:title|name)|event|title)\s*:\s+(\S.*)",
    re.I | re.S,
)
_CALLED = re.compile(rf"(?:public |online |open )?(?:{_NOUN})\s*:\s+(?=[A-Z“\"])\S.*", re.I)
_QUOTED = re.compile(rf"(?<![\w-])(?:{_NOUN})s?[ ,:]{{1,2}}[“\"«„]\s?([^”\"»“„\n]{{4,120}}?)\s?[”\"»“]", re.IGNORECASE)
_ATTRIBUTES = 4  # capitalised words before the noun of an event that belong to its name
_ISSUER = re.compile(
    r"\b(?:university|department|ministry|municipality|city of|council|association|union|institute|office|network|secretariat|in partnership|"
    r"presidents?|mayor of|division|faculty|agency|commission|centre for|center for)\b",
    re.I,
)
_NO_NAME = re.compile(
    r"(?:dear|from|to|cc|subject|date|dates|when|where|venue|place|time|contact|who|how|speakers?|registration|organi[sz]\w+|hosted by|page|no\.?)\b\W*|"
    r"(?:\W|programme|program|invitation|agenda|minutes|report|announcement|course announcement|press release|flyer|call for \w+|save the date|"
    r"draft|tentative|provisional|final|first|public|summary|of|proceedings|aide-?\s?memoire|lecture|debate|and|no\.?\s?\d+)+$",
    re.I,
)

Named = tuple[str, Span]


def labelled_name(body: Sequence[Block]) -> Named | None:
    """What stands behind `Course title:`, or a line `Webinar: Who owns the pavement?` whole."""
    for block in body[:OPENING]:
        if block.kind is Kind.TABLE:
            continue
        for line in re.split(r"[\n\v]", block.text):
            said = _TITLE_OF.fullmatch(line.strip())
            text = said.group(1) if said else line.strip() if _CALLED.fullmatch(line.strip()) else ""
            if 2 <= len(text.split()) <= LONGEST and not find_dates(text):
                return _found(text, block)
    return None


def quoted_name(body: Sequence[Block]) -> Named | None:
    """A name in quotation marks behind the noun of an event: `the workshop "Neighbours on Duty"`."""
    for block in body[:OPENING]:
        said = _QUOTED.search(block.text[:1500])
        if said is not None and 1 < len(said.group(1).split()) <= LONGEST and not said.group(1).rstrip().endswith(","):
            return _found(_attributed(block.text[: said.start()]) + said.group(), block)
    return None


def _attributed(before: str) -> str:
    """The capitalised words right before the noun of an event: `International ` of `the International seminar "..."`."""
    kept: list[str] = []
    for word in reversed(before.split()[-_ATTRIBUTES:]):
        if not word[:1].isupper() or word.lower() in _ARTICLES or not word[-1].isalnum():
            break
        kept.insert(0, word)
    return " ".join([*kept, ""])


_ARTICLES = frozenset(("the", "a", "an", "our", "its", "this", "invitation", "to", "for"))


def name_by_days(body: Sequence[Block]) -> Named | None:
    """The line above the days of the event, or what stands before them on their line, in a document's first lines."""
    opening = [b for b in body[:OPENING] if b.text.strip() and b.kind is not Kind.TABLE]
    for index, block in enumerate(opening):
        hits = [hit for hit in find_dates(block.text[:300]) if hit.precision == "day"]
        if not hits or len(block.text.split()) > 2 * LONGEST:
            continue
        before = block.text[: hits[0].start].strip(" ,:;–-|(")
        if re.search(rf"\b(?:{_NOUN})\b", before, re.I) and _is_name(before):
            return _found(before, block)
        for above in reversed(opening[:index]):
            if _is_name(above.text) and above.kind is not Kind.ITEM:
                return _found(above.text.strip(), above)
        return None
    return None


def _is_name(text: str) -> bool:
    """Whether a line can be the name of an event: short, no label, body or place, and no sentence."""
    words = text.split()
    place = all(is_place(part.strip(" .")) for part in text.split(","))
    said = re.match(r"[^\W\d_][\w ]{1,25}[:?]\s", text)
    label = said and not text.rstrip().endswith("?") and not re.search(rf"\b(?:{_NOUN})\b", said.group(), re.I)
    sentence = text.rstrip().endswith((".", ",", ";", ":"))
    issued = _ISSUER.search(text) and not re.search(rf"\b(?:{_NOUN})\b", text, re.I)
    return (
        2 <= len(words) <= LONGEST and not (place or label or sentence or issued) and not _NO_NAME.match(text.strip())
    )


def _found(text: str, block: Block) -> Named:
    start = max(block.text.find(text), 0)
    return squeeze(text), Span(block=block.number, start=start, end=start + len(text))
