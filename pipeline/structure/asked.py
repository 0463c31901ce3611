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
    return named(text) or next(filter(None, map(called, _above(place))), ())


def strength(text: str, place: Place) -> str:
    """How strongly: by the statement's own words, else by those that introduce it ("We call on mayors to")."""
    asking = next(filter(called, _above(place)), "")
    return worded(text) or (worded(asking) if asking else "")


# --- how strongly -----------------------------------------------------------------------------------------------------

_ASIDE = re.compile(  # what a relative clause or a purpose says is not what is asked for
    r"\b(?:who|which|that|whose) (?:\w+ )?(?:must|should|can|could|may|might|need to|have to)\b|,? so that [^.;]*",
    re.IGNORECASE,
)
_BOUND = re.compile(r"\b(?:ha(?:s|ve) to (?!do\b)|shall\b|(?:are|is) required to\b|obligation\b)", re.IGNORECASE)
_ADVISED = re.compile(
    r"\b(?:ask(?:s|ed)?|invite[sd]?|advise[sd]?|appeal(?:s|ed)? to|propose[sd]?|suggest(?:s|ed)?|encourage[sd]?)\b[^.;]{0,80}?\b(?:to|that)\b"
    r"|\b(?:is|are) (?:invited|asked|advised|needed)\b|\bneeds?\b(?! not)|\bwould do well\b",
    re.IGNORECASE,
)


def worded(text: str) -> str:
    """must, should or may of a recommendation by its own words; empty where they do not say.

    >>> worded("Towns that must save should keep their wardens."), worded("Publish maps so that all can see.")
    ('should', '')
    """
    said = _ASIDE.sub(" ", text)
    if cues.MUST.search(said) or _BOUND.search(said):
        return "must"
    if cues.SHOULD.search(said) or _ADVISED.search(said):
        return "should"
    return "may" if cues.MAY.search(said) else ""


# --- who --------------------------------------------------------------------------------------------------------------

_ACTOR = (  # nouns of those who can act; beside them, words like "researchers", "insurers", "journalists"
    r"(?:governments?|municipalit(?:y|ies)|cit(?:y|ies)|towns?|authorit(?:y|ies)|councils?|ministr(?:y|ies)|agenc(?:y|ies)|police|departments?|donors?|networks?|universit(?:y|ies)|schools?|"
    r"communit(?:y|ies)|organi[sz]ations?|states?|parliaments?|utilit(?:y|ies)|officials?|compan(?:y|ies)|media|sector|society|secretariats?|practitioners|NGOs?|services?|programmes?|committees?|"
    r"commissions?|boards?|households|residents|citizens|banks?|unions?|associations?|clubs?|chambers?|courts?|offices?|hospitals?|clinics?|regions?|provinces?|districts?|count(?:y|ies)|areas|forum|"
    r"groups?|judges?|prosecutors?|operators?|contractors?|landlords?|authorit(?:y|ies)|governors?|mayors?|houses|nations|airports?|ports?|partners?|families|parents|women|men|youth|cooperatives?|federations?|"
    r"institutes?|foundations?|leagues?|parties|churches|mosques|stakeholders|institutions?|bodies|teams?|units?|chiefs|elders|colleges?|academ(?:y|ies)|guards|trusts?|circles?|(?-i:[\w-]{2,20}(?<!numb)(?<!pap)(?<!shelt)(?<!bord)(?<!corn)(?<!lett)(?<!matt)(?<!pow)(?<!oth)(?<!riv)(?<!ord)(?<!off)(?<!cent)(?<!barri)(?<!comput)(?:ers|ists|ors|ians)))"
)
_NOUN_PHRASE = rf"(?:(?:[\w’'/&-]+,? ){{0,5}}?{_ACTOR})"
_OF = r"(?: (?:of|for) (?:the )?[\w’'-]+(?: (?:and |of )?(?-i:[A-Z])[\w’'-]+| and [\w’'-]+| south| north)?| at all levels)?"
_WHO = rf"(?P<who>(?:the |all |every |each )?{_NOUN_PHRASE}{_OF}(?: and {_NOUN_PHRASE}{_OF})?|the (?:(?-i:[A-Z])[\w’'-]+ ?){{2,5}})"
_DUTY = r"(?:should|must|shall|may|might|can|could|needs? to|ought to|ha(?:s|ve) to|would do well to|deserves?|have an obligation to)"
_TOLD = r"(?:asked|urged|invited|advised|encouraged|called|requested|required|expected)"
_UNDERGOING = re.compile(
    rf" (?:also |therefore |not |never )?be (?!{_TOLD}\b)(?:\w+ly )?(?!part\b|open\b)\w+(?:ed|en|ght|id|wn|un|pt|lt|ut|et)\b"
)
_OPENING = (
    r"(?:(?:In|To|For|Before|After|At|On|With|Where|When|As|By|Within|Therefore|Moreover|Finally)[^,.;]{0,80}, )?"
)
_ACTING = (
    re.compile(rf"^{_OPENING}{_WHO}(?:, [^,.;]{{3,60}},| (?:that|who|which) [^,.;]{{3,50}}?)? (?:{_DUTY}|(?:is|are) (?:also )?{_TOLD})\b", re.IGNORECASE),
    re.compile(rf"\b(?:recommend(?:s|ed)?|propose[sd]?|suggest(?:s|ed)?|demand(?:s|ed)?|important|essential|necessary|vital|recommended) that {_WHO}(?= [a-z])", re.IGNORECASE),
    re.compile(rf"\b(?:calls? (?:on|upon)|called (?:on|upon)|urge[sd]?|ask(?:s|ed)|invite[sd]?|advise[sd]?|encourage[sd]?|request(?:s|ed)?|recommends?(?: to)?|appeals? to|appealed to|need for) {_WHO} to\b", re.IGNORECASE),
    re.compile(rf"\b(?:should|must|may|can|could|might)(?: also| then)? be \w+(?:ed|en|ght|id|wn|un|pt|lt|ut|et) by {_WHO}(?= (?:before|after|in|at|on|and|to|for|with|every|each|once|from|during|so|when|where|until|by)\b|[,.;]|$)", re.IGNORECASE),
)  # fmt: skip
_ARTICLE = re.compile(r"^(?:the|all|every|each|an?) ", re.IGNORECASE)
_LONGEST = 8  # words of a name


def named(text: str) -> tuple[str, ...]:
    """Who should act, in the words of the text: who only undergoes something ("Girls should be asked") does not.

    >>> named("It is important that regional governments pay."), named("Lamps should be mended by the port authority.")
    (('regional governments',), ('port authority',))
    """
    found = (_actor(sentence[:300]) for sentence in cues.sentences(text)[:6])
    return tuple(dict.fromkeys(who for who in found if who))


def _actor(sentence: str) -> str:
    for pattern in reversed(_ACTING):
        match = next(
            reversed(list(pattern.finditer(sentence))), None
        )  # "paid by the city, but run by traders": traders
        if match is None or (pattern is not _ACTING[-1] and _UNDERGOING.match(sentence, match.end())):
            continue
        who = _ARTICLE.sub("", match["who"]).strip()
        if len(who.split()) <= _LONGEST and not _NOBODY.fullmatch(who) and _can_act(match["who"]):
            return who
    return ""


_BEHIND_HEAD = re.compile(r" (?:of|for|by|in|with|against|on|to|from|between|under) ")
_HEAD = re.compile(rf"(?:.* )?{_ACTOR}", re.IGNORECASE)
_NAME = re.compile(r"[Tt]he [A-Z]")


def _can_act(who: str) -> bool:
    """Whether the head of a phrase is somebody: "Contracts of transport operators" are nobody."""
    return bool(_HEAD.fullmatch(_BEHIND_HEAD.split(who, maxsplit=1)[0]) or _NAME.match(who))
