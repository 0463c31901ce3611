"""The event that a report tells of or an announcement invites to."""

from __future__ import annotations

import re

from pipeline.model import Block, Document, Event, Kind, Span
from pipeline.structure.eventnames import labelled_name, name_by_days, quoted_name
from pipeline.structure.organisers import organisers_of
from pipeline.text.clean import fold, squeeze
from pipeline.text.dates import DateHit, find_dates
from pipeline.text.places import is_place

_NOUNS = (
    "Forum|Conference|Workshop|Seminar|Summit|Congress|Symposium|Meeting|Dialogue|Exchange|Assembly|Round ?[Tt]able|"
    "Colloquium|Convention|Masterclass|Master Class|School|Week|Days?|Consultation|Course|Training|Hackathon|Lab|Visit|Encounter|Retreat|Academy|Fair|Call|Festival|Session|Caravan|Clinic|Camp|Mission|Tour|Gathering|Table|Webinar|Lecture|Lectures"
)
# A capitalised phrase with an event's noun in it: `Third Lake Region Forum on Safe Markets`, `Cities for Peace Summit`
NAMED = re.compile(
    rf"(?:(?:[A-Z0-9][\w’'&-]{{0,60}}|of|on|for|the|and|in|&|de|to|des|with|by),? ){{0,12}}?(?:{_NOUNS})\b"
    rf"(?:(?: (?:of|on|for|the|and|in|to|with|about|against|&|de|des|at|by|from|a|its|between|[A-Z0-9][\w’'&-]*|[–-])),?){{0,16}}"
)
SURE, LIKELY = 2.0, 1.2  # scores of a name: from which it is taken at once, or where nothing better is found
_BODY = re.compile(
    r"\b(?:Academy|School|Assembly|Exchange|Table|Fair|Lab|Clinic)$"
)  # may be bodies: no event without days
EARLY, LINE = 5, 140  # blocks at the beginning; characters of a line that stands alone
_PLAIN = re.compile(
    r"\b((?:[a-z]+(?:-[a-z]+)? ){0,3}?(?:learning exchange|study tour|peer exchange|training course|summer school|round ?table|masterclass|workshop|"
    r"seminar|conference|forum|summit|(?:peer|learning|training|study|mediation|safety|action|youth) week|dialogue|peer review|exchange)"
    r"(?: (?:on|for|about) [a-z][a-z-]+(?: (?!from\b|in\b|at\b|will\b|which\b|that\b|is\b|to\b|by\b|with\b)[a-z-]+){0,5})?)\b"
)
_PLAIN_NOUN = re.compile(r"\b(?:study|site|field|working|learning|peer) (?:visit|tour|exchange|trip|mission)\b")
_HELD = re.compile(
    r"\b(?:held|takes? place|took place|will meet|hosted|convened|organi[sz]ed|gathered|opens?|met|meets|host|opened|welcomed?)\b",
    re.I,
)
_VENUE = re.compile(
    r"\b(?:held |hosted |place |met |meet |meets |gathered |sessions |opens? |convened? )[^.;]{0,120}?\b(?:at|in) (?:the )?((?:[A-Z][\w’'&-]*|of|the|de|des|da|do|and|for|&|del|la|di)(?: (?:[A-Z][\w’'&-]*|of|the|de|des|da|do|and|for|&|del|la|di|\d+)){0,9})"
)
_LABELS = (
    "date|dates|when|date and time|venue|venues|where|place|places|location|locations|city|cities|period|duration|"
    "(?:places?|venue|location) and dates?|dates? and (?:places?|venue|location)|when and where|where and when"
)
_LABEL = re.compile(rf"^({_LABELS})\s*[:?–-]\s*(.+)$", re.I | re.S)
_BARE = re.compile(rf"(?:{_LABELS})\s*:?\s*", re.I)


def event_of(document: Document, *, announcing: bool) -> Event | None:
    """The event of a report (announcing=False) or announcement (True), None where no event is named.

    Dates with a day are looked for first where the text says that something is or was held, or behind a label.
    """
    body = [b for b in document.blocks if b.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)]
    labels = _labels(body)
    name, span = _name(body, announcing)
    dated = _dated(body, labels, announcing)
    if (not name and dated is None) or (dated is None and _BODY.search(name)):
        return None
    where = _place(body, labels, dated)
    organisers = organisers_of(block.text for block in body[:40])
    return Event(
        name=name,
        start=dated[0].first if dated else "",
        end=dated[0].last if dated else "",
        venue=where[0],
        place=where[1],
        organisers=organisers,
        spans=(span,) if span is not None else (),
        grounds=_grounds(dated, labels),
    )


def _grounds(dated: tuple[DateHit, Block] | None, labels: dict[str, tuple[Block, str]]) -> tuple[Span, ...]:
    """Where the event is placed and dated: its city may be named in these blocks."""
    blocks = [labels["place"][0]] if "place" in labels else []
    blocks += [dated[1]] if dated is not None else []
    return tuple(Span(block=b.number, start=0, end=len(b.text)) for b in blocks)


def _labels(body: list[Block]) -> dict[str, tuple[Block, str]]:
    """What stands behind `Date:`, `Venue:` and their like; the line after a bare label counts too."""
    found: dict[str, tuple[Block, str]] = {}
    for index, block in enumerate(body):
        for line in _lines_of(block):
            match = _LABEL.match(line.strip())
            if match and len(line) < 400:
                for kind in _label_kinds(match.group(1)):
                    found.setdefault(kind, (block, match.group(2).strip()))
        if _BARE.fullmatch(block.text) and index + 1 < len(body):
            following = body[index + 1]
            for kind in _label_kinds(block.text):
                found.setdefault(kind, (following, following.text))
    if "day" in found:  # `Date:` alone may be that of the document
        found.setdefault("date", found.pop("day"))
    return found


def _lines_of(block: Block) -> list[str]:
    """The lines of a block; of a table its rows, `label: value` where they have two cells."""
    if block.kind is not Kind.TABLE:
        return re.split(r"[\n\v]", block.text)
    rows = [row.split("\t") for row in block.text.split("\n")]
    return [f"{row[0].rstrip(' :')}: {' '.join(row[1:])}" if len(row) == 2 else " ".join(row) for row in rows]


def _label_kinds(label: str) -> tuple[str, ...]:
    words = label.lower()
    if words.strip(" :") == "date":
        return ("day",)
    dates = re.search(r"date|when|period|duration", words)
    places = re.search(r"venue|where|place|location|cit(?:y|ies)", words)
    return (*(("date",) if dates else ()), *(("place",) if places else ()))


def _name(body: list[Block], announcing: bool) -> tuple[str, Span | None]:
    """The event's name: of the title if it holds one, else the name that most of the text uses."""
    whole = _titled(body) or labelled_name(body) or quoted_name(body)
    if whole is not None:
        return _cased(whole)
    best: tuple[float, str, Span | None] = (0.0, "", None)
    counts: dict[str, int] = {}
    text = fold(" ".join(b.text for b in body)[:60_000])
    for index, block in enumerate(body[:60]):
        if _LABEL.match(block.text):  # `Venue: ... Convention Centre`
            continue
        for match in NAMED.finditer(block.text[:3000]):
            name = _with_motto(_tidy(_before_place_and_date(match.group())), block.text)
            if len(name.split()) < 2 or len(name) > 180:
                continue
            key = fold(name)
            counts[key] = counts.get(key) or text.count(key)
            score = _name_score(name, block, index) + min(counts[key], 4) * 0.4
            if score > best[0]:
                start = block.text.index(name) if name in block.text else match.start()
                best = score, name, Span(block=block.number, start=start, end=start + len(name))
    if best[0] >= SURE:
        return best[1], best[2]
    above = name_by_days(body)
    title = next((b for b in body[:EARLY] if b.kind is Kind.TITLE), None)
    if above is not None and not (announcing and title is not None and _NO_MORE.fullmatch(above[0])):
        return _cased(above)
    return _plain_name(body, announcing) if best[0] < LIKELY else (best[1], best[2])


# the name of any event, such as `International seminar`: what is announced then has its name in the title
_NO_MORE = re.compile(rf"(?:an? |the )?(?:[A-Za-z-]+(?:al|ic|day|an|ing) |open |joint |free )*(?:{_NOUNS})", re.I)


def _cased(named: tuple[str, Span]) -> tuple[str, Span]:
    """A name that is printed in capitals as names are written."""
    name = re.sub(r"^The (?=\w+ \w+)", "", _in_title_case(named[0])) if named[0].isupper() else named[0]
    return name, named[1]


_PREFIX = re.compile(
    r"^(?:(?:an? )?(?:invitation(?: to)?|call for (?:participants|participation|applications|expressions of interest|papers)|announcement(?: of)?|announcing|"
    r"(?:final |summary |conference |workshop |short |draft )?report(?: of| on| from)?|proceedings(?: of)?|summary(?: record)?(?: of)?|save the date|first announcement|outcomes?(?: document)?(?: of)?|join us (?:at|for))\b(?: the)?[\s:–-]*)+",
    re.IGNORECASE,
)


_PLACE_AND_DATE = re.compile(r"(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}){1,2}, \d{1,2}\b.*$", re.S)


def _before_place_and_date(name: str) -> str:
    """A name without what is set behind it: `Forum on Night Buses, Turin, Italy, 3-5 May 2016`."""
    return _PLACE_AND_DATE.sub("", name)


def _titled(body: list[Block]) -> tuple[str, Span] | None:
    """The title of the document, where it is the event's name and little else."""
    for block in [b for b in body[:8] if b.kind is Kind.TITLE]:
        text = _before_place_and_date(_PREFIX.sub("", block.text))
        text = re.split(r",\s+(?=\d{1,2}\b)|\s[–-]\s(?=\d)|,\s+held\b|\n", text)[0].strip(" ,–-:")
        text = text if not text.isupper() else _in_title_case(text)
        named = NAMED.search(text)
        told = _PLAIN_NOUN.search(text) if _PREFIX.match(block.text) else None  # `Report on the study visit to Turin`
        whole = told is not None or (named is not None and len(_tidy(named.group()).split()) >= 2)
        if whole and 3 <= len(text.split()) <= 22:
            start = block.text.lower().find(text.lower())
            return text, Span(block=block.number, start=max(start, 0), end=max(start, 0) + len(text))
    return None


_IN_BOTH = frozenset(("of", "on", "for", "the", "and", "in", "to", "with", "a", "at", "by", "from", "de", "des"))
_SMALL = _IN_BOTH | {"la", "del", "et", "y"}  # words that a name in title case does not capitalise


def _in_title_case(text: str) -> str:
    """A title in capitals as names are written: `SECOND FORUM ON SAFE MARKETS` -> `Second Forum on Safe Markets`."""
    words = text.lower().split()
    return " ".join(w if i and w in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(words))


def _with_motto(name: str, text: str) -> str:
    """The name with the words before its colon: `Streets for All: Second Conference on ...`."""
    found = re.search(
        r"((?:[A-Z][\w’'&-]*|of|on|for|the|and|in|after|to|a)(?: (?:[A-Z][\w’'&-]*|of|on|for|the|and|in|after|to|a|with|from)){0,7}): "
        + re.escape(name),
        text,
    )
    if found is None or re.match(
        r"(?:call|invitation|report|announcement|summary|proceedings|session|workshop \w+|save)\b", found.group(1), re.I
    ):
        return name
    return _tidy(found.group(0))


def _name_score(name: str, block: Block, index: int) -> float:
    """More for titles, early places and full names; less for sessions and parts of an event."""
    words = name.split()
    score = min(len(words), 10) * 0.25 - 0.08 * index
    if block.kind is Kind.TITLE:
        score += 3.0
    elif block.kind is Kind.HEADING and index < 6:
        score += 1.6
    if index < EARLY and len(block.text) < LINE and block.kind is not Kind.TITLE:
        score += 0.8
    if re.match(
        r"(?:Workshop(?! on\b| for\b)|Session|Panel|Parallel|Plenary|Working|Report|Meeting|Opening|Closing|Day|Training)\b",
        name,
    ):
        score -= 3.5 if re.match(r"(?:Opening|Closing|Session)\b", name) else 2.0
    if re.search(
        r"\b(?:Forum|Conference|Summit|Congress|Seminar|Symposium|Roundtable|Round Table|Exchange|Dialogue|Masterclass|School|Assembly|Consultation|Colloquium|Encounter|Convention|Academy|Festival|Workshop (?:on|for))\b",
        name,
    ):
        score += 0.8
    return score


def _tidy(name: str) -> str:
    name = re.sub(
        r"^(?:(?:of|on|for|the|and|in|to|with|by|The|A|This|Our|&|In|At|Report|Summary|From|Proceedings|During|Since|After|Before|Until|Join|Invitation|de|des)\b[\s,]*(?:of\b|on\b|to\b|the\b|from\b)?\s*)+",
        "",
        squeeze(name),
    )
    words = name.rstrip(_LOOSE).split(" ")
    while words and (words[-1] in _TAILS or not words[-1].strip(_LOOSE)):
        words.pop()
    return " ".join(words).rstrip(_LOOSE)


_LOOSE = " ,&–-"
# words with which no name ends
_TAILS = _IN_BOTH | {"about", "against", "its", "between", "The", "It", "This", "In", "At"}


def _plain_name(body: list[Block], announcing: bool) -> tuple[str, Span | None]:
    """A name without capitals, such as `learning exchange`: the title if short, else the commonest noun phrase."""
    heading = next((b for b in body if b.kind is Kind.TITLE), None) or next(
        (b for b in body[:3] if b.kind is Kind.HEADING), None
    )
    if heading is not None and (announcing or NAMED.search(heading.text)) and len(heading.text) < 180:
        return heading.text, Span(block=heading.number, start=0, end=len(heading.text))
    found: dict[str, tuple[int, Span]] = {}
    for block in body:
        for match in _PLAIN.finditer(block.text):
            name = re.sub(
                r"^(?:a|an|the|this|that|our|host|and|facilitate|proposed|of|at|to|for|in|on|by|with|is|each|every|next|from)\s+",
                "",
                match.group(1),
            )
            name = _tail(name)
            count, span = found.get(name, (0, Span(block=block.number, start=match.start(1), end=match.end(1))))
            found[name] = (count + (2 if " " in name else 1), span)
    if not found:
        return "", None
    name, (_, span) = max(found.items(), key=lambda kv: (kv[1][0], len(kv[0]), kv[0]))
    return name, span


def _tail(name: str) -> str:
    """The phrase behind the last article or possessive before its noun: `hold its second peer week on X` without `hold its`."""
    head, _, tail = name.partition(" on ")
    kept = re.sub(
        r"^.*\b(?:the|a|an|this|its|our|their|your|proposed|at|of|facilitate|hold|host|attend|join)\s", "", head
    )
    return f"{kept} on {tail}" if tail else kept


def _dated(body: list[Block], labels: dict[str, tuple[Block, str]], announcing: bool) -> tuple[DateHit, Block] | None:
    """The event's days: behind a label, on the title page, or where something is said to be held."""
    if "date" in labels:
        hits = [h for h in find_dates(labels["date"][1]) if h.precision == "day"]
        if hits:
            return hits[0], labels["date"][0]
    best: tuple[float, DateHit, Block] | None = None
    for index, block in enumerate(body[:80]):
        for hit in find_dates(block.text[:5000]):
            if hit.precision == "year":
                continue
            score = (2.0 if hit.precision == "day" else 0.3) + (
                0.6 if hit.first != hit.last and hit.precision == "day" else 0
            )
            score += 1.0 if _HELD.search(block.text[max(hit.start - 160, 0) : hit.end + 60]) else 0
            score += 0.8 if index < 5 else 0.3 if index < 15 else 0
            score -= (
                1.0
                if re.search(
                    r"deadline|before|by|until|no later|register", block.text[max(hit.start - 40, 0) : hit.start], re.I
                )
                else 0
            )
            if best is None or score > best[0]:
                best = score, hit, block
    return (best[1], best[2]) if best is not None and best[0] >= 2.0 else None


_SAYS = re.compile(r"\b(?:will|is|are|was|were|has|have|can|should|must|(?-i:may)|please)\b", re.I)  # not `May`


def _place(
    body: list[Block], labels: dict[str, tuple[Block, str]], dated: tuple[DateHit, Block] | None
) -> tuple[str, str]:
    """(venue, words that name the city)."""
    if "place" in labels:
        block, text = labels["place"]
        following = next((b for b in body if b.number == block.number + 1), None)
        more = (
            f", {following.text}"
            if following is not None
            and len(following.text) < 120
            and "@" not in following.text
            and not re.match(r"[^\W\d_][\w /-]{2,40}:\s", following.text)
            and following.kind is Kind.PARAGRAPH
            and not _SAYS.search(following.text)
            else ""
        )
        venue = re.split(r"[,\n\v]|\d", text)[0].strip(" -–")
        return venue, squeeze(text.replace("\n", ", ") + more)
    near = _beside(body, dated[1]) if dated is not None else ""
    early = _early(body, dated[0]) if dated is not None else ""
    for block in [b for b in body[:40] if _HELD.search(b.text)]:
        match = _VENUE.search(block.text)
        if match and not any(hit.precision == "month" for hit in find_dates(f"{match.group(1)} 2000")):  # `in October`
            sentence = squeeze(block.text[match.start() : match.start() + 260])
            if early:
                return _tidy(match.group(1)), early
            return _tidy(match.group(1)), sentence if _names_place(sentence) else f"{sentence} {_host(body) or near}"
    return "", early or squeeze(near[:300]) or _host(body)


def _early(body: list[Block], days: DateHit) -> str:
    """The first short line with the days or month of the event that names a place: `Turin, Italy, 3-5 May 2016`."""
    for block in body[: EARLY * 2]:
        text = squeeze(block.text)
        if len(text) < LINE and block.kind is not Kind.TABLE and not _SAYS.search(text):
            same = any(hit.first[:7] == days.first[:7] for hit in find_dates(text))
            if same and _names_place(text):
                return text
    return ""


def _beside(body: list[Block], dated: Block) -> str:
    """The line of the days, with the short lines next to it where those name the place: `Budapest, Market Hall`."""
    at = next(i for i, block in enumerate(body) if block.number == dated.number)
    around = [b for b in body[max(at - 1, 0) : at + 2] if len(b.text) < LINE and not _SAYS.search(b.text)]
    around.sort(key=lambda block: block.kind is Kind.TITLE)  # a place in the event's name need not be its own
    lines = [block.text for block in around]
    other = next((line for line in lines if line != dated.text and _names_place(line)), "")
    return dated.text if _names_place(dated.text) else squeeze(f"{dated.text[:160]}, {other}").strip(" ,")


def _host(body: list[Block]) -> str:
    """The city that the first lines say one is invited to, or that invites."""
    text = " ".join(b.text for b in body[: EARLY * 2])
    found = _TO_CITY.search(text)
    return found.group() if found is not None and _names_place(found.group()) else ""


_TO_CITY = re.compile(
    r"(?:welcome you (?:to|in)|invites? you to|meet in|meeting in|see you in|travel to|come to|City of|Municipality of) [A-Z][\w’-]+(?: [A-Z][\w’-]+)?"
)


def _names_place(text: str) -> bool:
    """Whether a part of a text between commas, or a capitalised word of it, is a place that is known."""
    for hit in reversed(find_dates(text)):
        text = f"{text[: hit.start]},{text[hit.end :]}"
    words = re.findall(r"[^\W\d_][\w’-]+(?: [A-Z][\w’-]+){0,2}", text)
    return any(is_place(part) for word in words for part in (word, word.split()[-1]) if part[:1].isupper())
