"""Who is asked to act, and how strongly: by the words of a statement, or by those that introduce it."""

from __future__ import annotations

import re

from pipeline.structure import cues
from pipeline.structure.outline import Place

_BODY = r"(?:the |all |every |each )*((?:[\w’'&/-]+ ){0,4}?[\w’'&/-]+)"
CALLED = (  # headings and lead-ins that say whom the statements below them ask to act
    re.compile(
        rf"\b(?:calls?|called) (?:on|upon) {_BODY} to\b|\b(?:urges?d?|invites?d?|asks?|advises?d?|encourages?d?|requests?) {_BODY} to\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:recommendations?|messages?|proposals?|advice|suggestions?|asks) (?:addressed )?(?:to|for) {_BODY}\s*:?$",
        re.IGNORECASE,
    ),
    re.compile(rf"^what {_BODY} (?:should|must|can|could|may|need to|ought to) do\b", re.IGNORECASE),
    re.compile(rf"^(?:for|to) {_BODY}\s*:$", re.IGNORECASE),
)
_NOBODY = re.compile(r"(?:we|us|you|it|action|actions|change|future|follow-up|improvement|next steps|be done)", re.I)


def called(heading: str) -> tuple[str, ...]:
    """Whom a heading or lead-in asks to act, like `city leaders` in "We call on city leaders to"."""
    for pattern in CALLED:
        found = pattern.search(heading[:300])
        body = next(filter(None, found.groups()), "") if found else ""
        if body and not _NOBODY.fullmatch(body):
            return (body,)
    return ()


def _above(place: Place) -> tuple[str, ...]:
    """What introduces a statement: the lead-in of its list, then the innermost heading."""
    lead = [cues.sentences(place.lead.text)[-1]] if place.lead is not None and place.in_list else []
    return (*lead, *(heading.text for heading in place.headings[-1:]))


def addressees(text: str, place: Place) -> tuple[str, ...]:
    """Who should act: as the statement says, else as what introduces it does."""
    return cues.addressees(text) or next(filter(None, map(called, _above(place))), ())


def strength(text: str, place: Place) -> str:
    """How strongly: by the statement's own words, else by those that introduce it ("We call on mayors to")."""
    asking = next(filter(called, _above(place)), "")
    return cues.strength(text) or (cues.strength(asking) if asking else "")
