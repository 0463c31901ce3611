"""Which logical paragraphs of a plain text are headings, and how deep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from pipeline.extract.blocks import counts_on, is_bullet
from pipeline.extract.plain.lines import OPEN_WORDS, Paragraph
from pipeline.extract.plain.marks import footnote_mark

LONGEST = 120  # characters
MOST_WORDS = 16
MOST_WORDS_IN_SENTENCE_CASE = 9
_NO_END = tuple(".,;:!…")
_TRACES = re.compile(r"@|https?://|www\.|☐|☒|\d[\d ()/+-]{6,}\d|\t|_{3}|\.{4}")
_YEARS = re.compile(r"\b(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d\b")
_DATE = re.compile(
    r"(?:[^\W\d_][\w -]{1,40},\s)?(?:\d{1,2}(?:st|nd|rd|th)?\s*(?:[-–]\s*\d{1,2}\s*)?)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s*(?:\d{1,2},?\s*)?\d{4}$|[\d./\s–-]+$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|dates|venue|time|place|location|tel|telephone|phone|mobile|fax|e-?mail|contact|contacts|website|web|www"
    r"|address|organi[sz]ers?|organi[sz]ed by|host|hosted by|chair|moderators?|speakers?|authors?|name|city|country"
    r"|cost|fee|language|languages|from|to|subject|cc|sent|re|ref|reference|source|note|nb|rsvp|when|where|who"
    r"|what|deadline|department|position|role|title|designation|signed|signature|facilitator|rapporteur)\b[^:]{0,20}:",
    re.IGNORECASE,
)
# `What it is about`, `You will`: headings that end in a word on which no title ends.
_TELLS_ABOUT = re.compile(r"(?:what|who|where|how|why|when|you|we)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|should|must|will|would|can|could|may|might|needs?|does|do|did|been|being"
    r"|became|become|becomes|took|takes|gave|made|makes|wants?)\b"
)
_KEYWORD = re.compile(
    r"(?:workshop|session|section|module|day|panel|theme|pillar|group|objective|goal"
    r"|recommendation|lesson|case study|table|figure|box)\s+(?:[ivxlc]+|\d{1,2}|[a-z])\b",
    re.IGNORECASE,
)
_MAJOR = re.compile(r"(?:annex|appendix|part|chapter)\s+(?:[ivxlc]+|\d{1,2}|[a-z]|one|two|three)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """How a heading is written: what its level is read from."""

    style: str  # number, keyword, caps, title, sentence, marked
    depth: int = 1  # steps of its number, or hashes of Markdown


def headings(paragraphs: list[Paragraph]) -> dict[int, Heading]:
    """Index -> heading, for those paragraphs that are headings."""
    usual = median(p.blanks for p in paragraphs[1:]) if len(paragraphs) > 2 else 1
    written = {i: look for i, p in enumerate(paragraphs) if (look := _look(p, usual))}
    looks = {i: look for i, look in written.items() if _has_room(i, look, paragraphs, usual)}
    found = {i: look for i, look in looks.items() if _stands_alone(i, paragraphs, looks)}
    for run in _counted_runs(paragraphs):
        if 2 * sum(index in found for index in run) < len(run):
            found = {i: look for i, look in found.items() if i not in run and not (i - 1 in run and i - 1 in looks)}
    last_text = max((i for i in range(len(paragraphs)) if i not in found), default=-1)
    return {i: look for i, look in found.items() if _heads_something(i, paragraphs, found, last_text)}


def _look(paragraph: Paragraph, usual: float) -> Heading | None:
    """How a paragraph is written, None where no heading is written like that."""
    text = paragraph.joined
    if text.startswith("#") and (marks := re.match(r"(#{1,6})\s+\S", text)):
        return Heading("marked", len(marks[1]))
    if paragraph.marker and (is_bullet(paragraph.marker) or paragraph.marker[0] == "(" or paragraph.marker[-1] == ")"):
        return None
    if not _short(text) or _is_particular(text):
        return None
    last = (re.sub(r"\W+$", "", text).split() or [""])[-1].lower()
    broken_off = last in OPEN_WORDS - {"in", "on", "by"} and not text.isupper() and not _TELLS_ABOUT.match(text)
    if text.endswith(_NO_END) or broken_off:
        return None
    return _style(paragraph, text, usual)


def _is_particular(text: str) -> bool:
    """True for an address, a date, a `Venue: ...`, a footnote."""
    marks = footnote_mark(text) or _DATE.match(text) or _LABEL.match(text)
    return bool(marks) or _TRACES.search(_YEARS.sub("", text)) is not None


def _has_room(index: int, look: Heading, paragraphs: list[Paragraph], usual: float) -> bool:
    """An empty line stands before a heading, or text that was full before a page break swallowed the empty line."""
    if index == 0:
        return True
    before, own = paragraphs[index - 1], paragraphs[index]
    loud = look.style in ("marked", "keyword", "caps") or own.blanks > usual
    if before.joined.endswith((":", "?")) and not loud:
        return False  # an answer, or the first of what is announced
    below = paragraphs[index + 1].blanks if index + 1 < len(paragraphs) else 0
    return own.blanks > 0 or (below > 0 and (len(before.lines) > 1 or len(before.joined) > LONGEST))


def _counted_runs(paragraphs: list[Paragraph]) -> list[set[int]]:
    """Runs of at least three paragraphs whose markers count on, whatever stands between."""
    open_runs: list[list[int]] = []
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.marker or is_bullet(paragraph.marker):
            continue
        fitting = [run for run in open_runs if counts_on(paragraphs[run[-1]].marker, paragraph.marker)]
        if fitting:
            fitting[-1].append(index)
        else:
            open_runs = [*open_runs[-50:], [index]]
    return [set(run) for run in open_runs if len(run) > 2]


def _short(text: str) -> bool:
    return 2 < len(text) <= LONGEST and len(text.split()) <= MOST_WORDS and "\n" not in text


def _style(paragraph: Paragraph, text: str, usual: float) -> Heading | None:
    loud = text.upper() == text and text.lower() != text
    if not (text[0].isupper() or text[0].isdigit()):
        return None
    if paragraph.marker:
        steps = [step for step in paragraph.marker.strip(".").split(".") if step]
        if text.endswith("?"):
            return None
        return None if _VERB.search(text) and not loud and len(text.split()) > 9 else Heading("number", len(steps))
    if _KEYWORD.match(text):
        return Heading("keyword")
    if loud or _MAJOR.match(text):
        return Heading("caps")
    long_words = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word.lower() not in OPEN_WORDS]
    if len(long_words) >= 2 and sum(word[0].isupper() for word in long_words) >= 0.8 * len(long_words):
        return Heading("title")
    most = MOST_WORDS if paragraph.blanks > usual else MOST_WORDS_IN_SENTENCE_CASE
    words = len(text.split())
    if words > most or (words > 4 and _VERB.search(text)) or (text.endswith("?") and words > 9):
        return None
    return Heading("title" if words <= 2 else "sentence")


def _stands_alone(index: int, paragraphs: list[Paragraph], looks: dict[int, Heading]) -> bool:
    """False inside a list: where the neighbour counts on, or where short lines follow each other again and again."""
    own, look = paragraphs[index], looks[index]
    if look.style == "marked":
        return True
    if look.style == "number":
        before, after = index - 1, index + 1
        counted = before >= 0 and counts_on(paragraphs[before].marker, own.marker)
        return not counted and not (after < len(paragraphs) and counts_on(own.marker, paragraphs[after].marker))
    run = _run_of_short(index, paragraphs, looks)
    return run <= 3 or (look.style in ("caps", "keyword") and run <= 5)


def _run_of_short(index: int, paragraphs: list[Paragraph], looks: dict[int, Heading]) -> int:
    """How many unnumbered short lines follow each other here, this one included; counted no further than needed."""
    first = last = index
    while first - 1 in looks and not paragraphs[first - 1].marker and index - first < 6:
        first -= 1
    while last + 1 in looks and not paragraphs[last + 1].marker and last - index < 6:
        last += 1
    return last - first + 1


def _heads_something(index: int, paragraphs: list[Paragraph], found: dict[int, Heading], last_text: int) -> bool:
    """A heading has text below it, sooner or later, and is not glued to a line of its own kind."""
    if found[index].style == "marked":
        return True
    if index > last_text:
        return False
    following = paragraphs[index + 1]
    glued = following.blanks == 0 and index + 1 not in found
    return not glued or len(following.joined) > 1.5 * len(paragraphs[index].joined) or bool(following.marker)


def levels(found: dict[int, Heading], paragraphs: list[Paragraph]) -> dict[int, int]:
    """Index -> level from 1. Styles are ranked: numbers by their steps, then capitals, keywords, all others."""
    styles = {look.style for look in found.values()}
    deepest = max((look.depth for look in found.values() if look.style == "number"), default=0)
    roman = any(found[i].style == "number" and _is_roman(paragraphs[i].marker) for i in found)
    ranks: dict[str, int] = {}
    level = deepest
    for style in ("caps", "keyword", "title", "sentence"):
        if style in styles:
            if style == "caps":
                level = max(level, 1)
            elif not (style == "sentence" and "title" in styles):
                level += 1
            ranks[style] = 1 if style == "caps" else level
    out: dict[int, int] = {}
    for index, look in sorted(found.items()):
        if look.style == "marked":
            out[index] = look.depth
        elif look.style == "number":
            plain_below_roman = roman and look.depth == 1 and not _is_roman(paragraphs[index].marker)
            out[index] = look.depth + plain_below_roman
        else:
            stacked = out.get(index - 1) == ranks[look.style] and found[index - 1].style != "number"
            out[index] = ranks[look.style] + stacked
    return out


def is_title(found: dict[int, Heading], paragraphs: list[Paragraph]) -> bool:
    """Whether the first line of a text is larger than a mere heading: in capitals, or above other headings."""
    if 0 not in found or found[0].style == "number" or len(found) < 2:
        return False
    return found[0].style == "caps" or 1 in found or len(paragraphs[0].joined.split()) >= 4


def _is_roman(marker: str) -> bool:
    return bool(re.match(r"[IVXLC]+\b", marker))
