"""Who organised an event: the bodies that a sentence, or a line of its own, says it of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.text.clean import fold, squeeze
from pipeline.text.names import kind_of

MOST = 6  # organisers of one event
LONGEST = 500  # characters in front of "organised" in which a body's name is looked for: no name is as long
_VERB = r"(?:co-?)?(?:organi[sz]ed|convened|hosted|arranged|initiated)"
_BY = re.compile(
    rf"\b(?:{_VERB}|called|created) (?:jointly |together |in partnership )?by:? ([^.;]{{4,240}})"
    r"|\b(?:hosts?|organi[sz]ers?|convenors?)(?: were| was| are| is|:) ([^.;]{4,240})",
    re.IGNORECASE,
)
# "The City of X, the Y and Z jointly organised the forum": the bodies stand in front
_DO = re.compile(
    rf"(?<=\S) (?:have |has |had )?(?:jointly |together )?(?:{_VERB}|(?:co-?)?(?:organi[sz]es?|convenes?|hosts?)"
    r"|(?:will|to|are to|is to) (?:jointly )?(?:host|hold|organi[sz]e|convene)"
    r"|(?:is|are) (?:pleased|happy|proud|honou?red|delighted) to (?:announce|host)) (?:the|this|a|an|its|their)\b"
    r"|(?<=\S) (?:(?:have |has |had )?(?:jointly )?invite[sd]?"
    r"|(?:is|are) (?:pleased|happy|proud|honou?red|delighted) to invite) \w"
)
_AND_WITH = re.compile(
    rf"\s{{1,9}}and\s+(?:{_VERB}|supported) (?:jointly |together |in partnership )?(?:with|by)\s+"
    r"|,?\s{1,9}(?:together|jointly|in partnership|in cooperation|in collaboration) with\s+"
)
_OVER = re.compile(
    r"\b(?:from|on|at|in) (?=\d|[A-Z][a-z]+ (?:from|on|\d))|\bwith (?:the )?(?:support|participation|assistance|help)\b"
    r"|,? and (?:took place|was held|is held|will be held|held|attended)\b|, (?:at|in|with|which|who|under)\b"
    r"|\s(?:at|in) (?:the|their|its)\b|\sto (?=[a-z]{3,}(?! [A-Z]))"
)
_JOINT = re.compile(r",\s+(?:and\s+)?|\s{1,9}and\s+(?=the\s+[A-Z])|;\s+|\n")
_LAST_JOINT = re.compile(r"\s{1,9}(?:and|&)\s+(?:the\s+)?")
_CAPITALISED = re.compile(
    r"(?:[A-ZÀ-ÞÇŁŚŞİ][\w’'.&-]*|\([A-Z][\w-]+\))(?:\s+(?:(?:of|for|and|the|de|do|da|del|di|des|&|against|on|la|las|los)\s+){0,2}"
    r"(?:[A-ZÀ-ÞÇŁŚŞİ][\w’'.&-]*|\([A-Z][\w-]+\)))*$"
)
_SENTENCE = re.compile(r"(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMs)[.;:]\s+")
_ASKS = re.compile(r"\borgani[sz](?:ed|ing|ers?)\b|\b(?:hosted|convened) by\b|\bhost (?:organi[sz]ation|institution)\b")
_ASKS_MORE = re.compile(r"\b(?:purpose|why|aims?|objectives?|how|date|contact\w*|recommend)\b")


def organisers_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of the bodies that the first text to say so names as organisers, in its order."""
    for text in texts:
        named = [*_by(text), *([] if _BY.search(text) else _before(text))]
        if named:
            return tuple(dict.fromkeys(named))[:MOST]
    return ()


def asks_for_organisers(question: str) -> bool:
    """Whether a question of a form asks who organised the event, and nothing else."""
    asked = fold(question)
    return len(asked) < 80 and bool(_ASKS.search(asked)) and not _ASKS_MORE.search(asked)


def listed_organisers(answer: str) -> tuple[str, ...]:
    """The bodies of an answer to that question."""
    said = organisers_of([answer])
    if said:
        return said
    parts = re.split(r";\s*|\n|\s+/\s+", answer) if re.search(r"[;\n]|\s/\s", answer) else [answer]
    pieces = [piece for part in parts for piece in _bodies(part)]
    return tuple(dict.fromkeys(pieces))[:MOST]


def _by(text: str) -> list[str]:
    match = _BY.search(text)
    return _bodies(match.group(1) or match.group(2)) if match else []


def _bodies(text: str) -> list[str]:
    """The names in "the City of Lyon, the Night Line Lab and the Transport Network, at the City Hall"."""
    pieces = [_bare(piece) for piece in _JOINT.split(_AND_WITH.sub("; ", _OVER.split(text)[0]))]
    return [name for piece in pieces for name in _parted(piece) if _may_be_a_body(name)]


def _parted(piece: str) -> list[str]:
    """`City of Porto and University of Porto` are two, `Ministry of Works and Transport` is one."""
    for match in _LAST_JOINT.finditer(piece):
        one, other = piece[: match.start()], piece[match.end() :]
        if kind_of(one) == kind_of(other) == "organisation" and len(other.split()) > 1:
            return [one, *_parted(other)]
    return [piece]


def _before(text: str) -> list[str]:
    """The bodies that stand as the subject in front of "organised the ..."."""
    for match in _DO.finditer(text):
        start = max((end.end() for end in _SENTENCE.finditer(text, 0, match.start())), default=0)
        subject = text[start : match.start()]
        found: list[str] = []
        for piece in reversed(_JOINT.split(_AND_WITH.sub("; ", subject.rstrip(" ,")))):
            piece = piece[-LONGEST:]
            named = _CAPITALISED.search(piece.strip())
            name = _bare(named[0]) if named else ""
            if kind_of(name) != "organisation" and kind_of(piece) != "organisation":
                break
            found += reversed(_parted(name))
            if named and len(piece.strip()[: named.start()].split()) > 4:
                break  # the sentence began before it: so does the list of bodies
        if found:
            return found[::-1]
    return []


def _bare(name: str) -> str:
    return squeeze(re.sub(r"^(?:and\s+)?(?:the\s+|by\s+)*", "", name.strip(" ,.:"), flags=re.IGNORECASE))


def _may_be_a_body(name: str) -> bool:
    """A name with a capital of its own; one word alone must be an acronym."""
    words = name.split()
    return bool(words) and words[0][0].isupper() and (len(words) > 1 or sum(c.isupper() for c in name) > 1)
