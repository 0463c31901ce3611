"""Words that tell what kind of statement a sentence is.

Each pattern is a list of phrases, so that no input makes it slow. The lists are general English of reports, not the
wording of any one document.
"""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


# Who speaks in a report: the event and those who took part in it.
_GATHERING = (
    r"(?:the |this |our )?(?:forum|conference|workshops?|seminar|summit|congress|meeting|symposium|dialogue|exchange|"
    r"panel(?:l?ists)?|session|plenary|group|working group|participants|delegates|speakers|mayors|cities|"
    r"municipalities|members|attendees|presenters|officials|discussants|delegations|evaluation|study|review|survey|"
    r"assessment|report|audit|representatives|experts|discussions?|debate|team|working|round ?table|assembly|"
    r"practitioners|moderator|facilitators?|visit|table|operators|employers|those|circle)"
)
_FINDING = (
    r"(?:acknowledged?|emphasi[sz]ed?|stress(?:ed)?|noted|observed|recogni[sz]ed?|highlight(?:ed)?|underlin(?:ed|es)|"
    r"underscored|concluded|found|agreed|concurred|identified|pointed out|reported|heard|learn(?:ed|t)|validated|"
    r"revealed|showed|shows|confirmed|warned|considered that|affirmed|reaffirmed|felt|argued|drew attention|"
    r"demonstrated|discovered|reiterated|expressed|lamented|regretted|admitted|remarked|cautioned|described|insisted|stated|declared|maintained|"
    r"were clear|was clear|were struck|were told|saw|explained|reminded|recalled|mentioned|underscored|voiced|complained|worried|appreciated|"
    r"welcomed|questioned|doubted|said|thought|believed|took the line|recounted|pointed to|pointed at|came back to|returned to|dwelt on|made clear|took the view|shared the view|were agreed)"
)
FINDING = re.compile(
    rf"\b{_GATHERING}\b(?:[^.;:]{{0,90}}?)\b(?:also |further |repeatedly |generally |broadly |strongly )?{_FINDING}\b"
    rf"|\bit (?:was|is|became|emerged) (?:also |further |widely |generally )?(?:noted|observed|recogni[sz]ed|"
    rf"acknowledged|agreed|stressed|emphasi[sz]ed|found|felt|clear|evident|apparent|reported|pointed out|highlighted)\b"
    rf"|\b(?:experiences?|evidence|findings|results|data|figures|lessons)\b(?: (?:from|of|in|by) [^.,;]{{1,60}}?)? (?:have |has )?"
    rf"(?:demonstrated|shown|showed|shows?|suggests?|suggested|indicates?|indicated|confirms?|confirmed)\b"
    rf"|\b(?:consensus|agreement) (?:was|that|among|emerged)\b"
    rf"|\b(?:there was|there is|was met with|met with) (?:\w+ ){{0,3}}(?:agreement|consensus|support|concern|unease|doubt|scepticism|disagreement)\b"
    rf"|\b(?:recurrent|recurring|common|shared|central|frequent|key|main|general|striking|strong|clear|repeated|second|first|third|last) (?:\w+ )?(?:themes?|threads?|messages?|observations?|points?|concerns?|experience|view|feeling|findings?|lessons?|complaint|worry|conclusion|impression|insight) "
    rf"(?:[^.;:]{{0,60}}? )?(?:was|were|is|emerged|remained|concerned)\b"
    rf"|\b(?:participants|delegates|delegations|cities|members|opinions|views|table|room|groups?|assembly|meeting|towns|mayors|speakers) (?:were|was) (?:not )?(?:of|divided|split|in agreement|surprised|convinced|united|agreed|doubtful)\b"
    rf"|, (?:says|said|finds|found|shows|according to) (?:a|an|the) (?:\w+ )?(?:count|survey|study|evaluation|review|report|audit|poll)\b",
    re.IGNORECASE,
)
REPORTING = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Professor|Mayor|Deputy Mayor|Councillor|Governor|Commissioner|Judge|Eng|Hon|H\.E|Minister|Sr|Sra|Mme)\.? .{2,120}?\b"
    r"(?:reported|noted|stressed|told|warned|argued|explained|observed|added|recalled|pointed out|underlined|emphasi[sz]ed|showed|reminded)\b",
)
STUDY = re.compile(
    r"\b(?:evaluation|review|study|survey|assessment|audit|census|mapping|analysis|diagnosis|count)\b[^.;]{0,110}?\b"
    r"(?:validated|found|showed|shows|revealed|confirmed|identified|concluded|reported|counted|noted|established|estimated|indicated)\b"
    r"|\b(?:has|have) (?:recorded|found|shown|learnt|learned|noticed|observed) that\b",
    re.IGNORECASE,
)
SOURCED = re.compile(r"\baccording to\b", re.IGNORECASE)
PROGRAMME = re.compile(
    r"\b(?:programme|exchange|school|workshop|event|course|forum|conference|seminar|masterclass|training|agenda|call|meeting|members|participants|teams?)\b[^.;]{0,60}?\b"
    r"(?:(?:will )?(?:consists? of|comprises?|includes?|features?|offers?|combines?)|will (?:be paired|visit|work|receive|spend|be divided|be accompanied|alternate|run))\b",
    re.IGNORECASE,
)
AIM = _any(
    r"aim(?:s|ed)? (?:at|to)", r"aim(?:s)? (?:of|is|are|was|were)", r"(?:goals?|objectives?|purposes?) (?:of|is|are|was|were|included?)",
    r"intend(?:s|ed)? to", r"s(?:ee|ought)k?s? to", r"sought to", r"seeks? to", r"in order to bring", r"(?:is|was|has been|were|are) (?:designed|created|set up|established|launched|conceived|founded|organi[sz]ed|called|convened)(?: by [^.;]{1,90}?| in (?:early |late |mid-?)?\d{4})? (?:to|in order to)\b",
    r"was designed to", r"(?:mission|vision|ambition|aspiration|mandate)(?: of [\w’' -]{1,60})? (?:is|was|to)",
    r"outcome of (?:the|this)[\w ]{1,40} (?:is|will|would)", r"will (?:help|enable|allow|empower|strengthen|equip|guide|offer|give participants|provide a platform|provide an opportunity|provide cities|bring together|contribute to the)",
    r"was (?:convened|organi[sz]ed|called|held|set up) to", r"brings? together", r"(?:is|are) (?:also )?(?:an? |the )?(?:\w+ )?(?:opportunity|chance|occasion) (?:for|to)", r"wants? to", r"would like to", r"(?:is|are) (?:meant|intended|supposed) to", r"strives? to", r"exists? to", r"(?:has|have) (?:therefore )?decided to (?:convene|host|organi[sz]e|hold|bring)", r"(?:was|were) (?:carried out|conducted|undertaken) to", r"set out to", r"with the (?:aim|objective|goal|purpose) of",
    r"(?:participants|(?:each|every) \w+|teams|delegates|delegations|you|fellows|attendees|trainees|learners) will", r"(?:has|have) seen an opportunity to", r"hopes? to", r"expected (?:outcomes?|results?)", r"is to (?:become|make|be the|ensure|build|create|strengthen|help|support|reduce|promote)",
)  # fmt: skip
TARGET = re.compile(
    r"\b(?:has|have|had|is|are|be|been|will) (?:\w+ )?(?:increased?|reduced?|decreased?|risen|fallen|doubled|halved|grown)\b|\b(?:by|at least|to|from|over|below) \d[\d.,]*\s?(?:%|per ?cent)"
    r"|^(?:number|share|percentage|proportion|rate) of\b|^\d[\d., ]* (?:\w+ ){0,3}(?:cities|municipalities|members|officials|people|households|schools|women|tools|partners|reports|mayors|trainers|inspectors)\b|^by (?:the end of )?20\d\d\b",
    re.IGNORECASE,
)
MUST = _any(
    r"must",
    r"ha(?:s|ve) to be",
    r"imperative",
    r"indispensable",
    r"is required",
    r"are required",
    r"obliged to",
    r"mandatory",
)
SHOULD = _any(
    r"should", r"ought to", r"needs? to", r"need(?:s|ed)? (?:for|of|more|to)", r"(?:is|was|are|were) (?:a |an |the |also )?(?:urgent |clear |strong |great |real )?need",
    r"recommend(?:s|ed|ation)?", r"essential", r"vital(?:ly)?", r"crucial", r"necessary", r"urge[sd]?", r"call(?:s|ed)? (?:for|on|upon)",
    r"it is (?:very |most |equally |also |therefore |of )?(?:important|critical|key|paramount|high time|time)", r"of (?:critical|vital|key|great|utmost|paramount|equal|particular) importance",
    r"priority (?:should|must|is|for)", r"prerequisite", r"encouraged? to", r"are (?:invited|advised|asked|encouraged|expected) to", r"requires?",
    r"special attention", r"due attention", r"advisable", r"deserves?", r"there can be no", r"important role", r"key role", r"would (?:benefit|be greatly|be desirable|do well|help to)",
    r"would contribute", r"will contribute", r"will serve to", r"let us", r"had better", r"is fundamental", r"cannot afford",
)  # fmt: skip
MAY = _any(
    r"may",
    r"might",
    r"could",
    r"can",
    r"consider(?:ed)?",
    r"where (?:feasible|possible)",
    r"wherever (?:feasible|possible)",
    r"optional(?:ly)?",
)
PRESCRIPTIVE = re.compile(rf"{MUST.pattern}|{SHOULD.pattern}", re.IGNORECASE)
# Stronger than PRESCRIPTIVE: enough to call a sentence a recommendation outside any section of recommendations.
NORM = _any(
    r"ha(?:s|ve) to be", r"should", r"must", r"ought to", r"(?:we|the \w+|workshop|forum|participants|panel|group) recommend(?:s|ed)?", r"it is recommended", r"there is (?:a |an )?(?:\w+ )?need (?:to|for)",
    r"there was (?:a |an )?(?:\w+ )?need (?:to|for)", r"needs? to be", r"requires? (?:that|a|the|an|more|strong|sustained)", r"calls? (?:on|upon)", r"are urged to",
)  # fmt: skip
PROBLEM = _any(
    r"faces?", r"facing", r"lacks?", r"lack of", r"suffers?", r"struggl\w+", r"shortage", r"insufficient", r"inadequate", r"fail(?:s|ed|ure)? to", r"no longer", r"cannot", r"unable to", r"overcrowd\w+",
    r"remains? (?:a|an|un\w+|without)", r"too (?:few|little|slow|often|late)", r"scarce", r"ha(?:s|ve) (?:no|neither|not|never|nobody|only one|few|yet to)", r"ha(?:s|ve) had no", r"had no", r"depends? on", r"nobody", r"lost",
    r"is (?:still )?short of", r"runs? out", r"(?:still )?waits? for", r"does not", r"do not", r"did not", r"is not yet", r"are not yet", r"without a", r"come to a halt", r"abandoned", r"was cut", r"were cut", r"collapsed",
)  # fmt: skip
PAST_DEED = re.compile(
    r"\b(?:has|have) (?:also |already |long )?had\b|\b(?:has|have) (?:\w+ly |also |since |already |now |recently |long )?(?!been to\b)(?:been )?\w+(?:ed|en|ought|uilt|un|et|one|ade|ut)\b"
    r"|\b(?:was|were) (?:\w+ly |first |also )?(?:established|launched|created|founded|set up|introduced|opened|built|trained|completed|adopted|held|formed|installed|upgraded|piloted)\b"
    r"|\b(?:introduced|launched|established|created|opened|built|installed|trained|set up|started|adopted|undertook|developed|piloted|organi[sz]ed|reduced|replaced|converted|moved|took|formed|closed|brought|gave|made|used|turned|hired|passed|signed|ran|won|fell|rose|lowered|changed|painted|agreed)\b",
    re.IGNORECASE,
)
# What a lead-in announces as asked for: `Group two put forward that`.
REQUEST = _any(
    r"put forward", r"propos(?:ed|es|als?)", r"suggest(?:ed|s|ions?)?", r"demand(?:ed|s)?", r"request(?:ed|s)?", r"asks?", r"asked", r"urge[sd]?", r"appeal(?:ed|s)?", r"plead(?:ed|s)?", r"invites?", r"wish(?:ed|es)? (?:for|that)",
)  # fmt: skip
PROMISE = re.compile(
    r"^(?:we )?(?:undertake|commit(?: ourselves)?|pledge|promise|resolve|decide|agree)s? to\b", re.IGNORECASE
)
# Items of a text that its lead-in gives a subject: `The Forum` ... `asks bus companies to`.
DEMAND = re.compile(
    r"^(?:asks|recommends|encourages|urges|calls (?:on|upon|for)|invites|requests|proposes|demands|suggests|appeals to|advises)\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^(?:to )?(?:adopt|allocate|align|appoint|assess|assign|avoid|begin|bring|build|clarify|collect|combine|commit|conduct|consider|consult|continue|"
    r"convene|coordinate|create|decentrali[sz]e|dedicate|define|deploy|design|develop|devolve|document|embed|empower|enable|encourage|enforce|engage|"
    r"enhance|ensure|equip|establish|evaluate|expand|explore|extend|facilitate|finance|focus|formali[sz]e|foster|fund|give|harmoni[sz]e|hold|identify|"
    r"implement|improve|include|increase|integrate|introduce|invest|invite|involve|keep|launch|limit|link|listen|maintain|make|map|measure|mobili[sz]e|"
    r"monitor|negotiate|offer|open|organi[sz]e|place|plan|prepare|prioriti[sz]e|promote|protect|provide|publish|put|recogni[sz]e|recruit|reduce|refurbish|"
    r"reinforce|replicate|report|require|reserve|review|revise|scale|secure|set|share|simplify|start|step|stop|strengthen|support|tackle|take|test|track|"
    r"train|translate|treat|turn|update|upgrade|use|work|write)\b",
    re.IGNORECASE,
)
SELF_DESCRIPTION = re.compile(
    r"\b(?:this|the present) (?:document|report|paper|publication|plan|note|factsheet|fact sheet|brochure|summary|section|chapter|annex|strategy) "
    r"(?:presents?|outlines?|summari[sz]es?|describes?|sets out|is divided|contains|provides an overview|is structured|covers|was prepared|was drafted|was compiled|draws on|records)\b"
    r"|\bthis (?:document|plan|strategy) is (?:organi[sz]ed|structured|based on)\b|\bis (?:indicated|presented|given|described|summari[sz]ed|listed|set out) (?:below|above|in the)\b",
    re.IGNORECASE,
)
DEFINITION = re.compile(
    r"^(?:we (?:understand|define)|by [\w’'“” -]{1,40} (?:we|is) mean|(?:for the purposes of)|[^.]{0,80}\b(?:is|are|can be|may be) defined as|"
    r"[^.]{0,60}\bunderstands? [^.]{1,60} (?:to be|as)\b|[^.]{0,80}\bthe term\b|[^.]{0,60}\bspecific definition of\b|[^.]{0,80}\brefers to\b)|\bspecific definition of\b",
    re.IGNORECASE,
)
CHAIRED = re.compile(
    r"^.{0,160}?\b(?:moderated by|chaired by|facilitated by|(?:group|session|panel|workshop|block|discussion)s?,? (?:was |is |were )?led by|moderators?:|chair:|rapporteurs?:|chaired the|moderated the|was opened by|was closed by|welcomed the|gave the floor|opened the)\b",
    re.IGNORECASE,
)
TIMETABLE = re.compile(
    r"^(?:this|the) [\w ]{3,40} (?:will|shall) be (?:implemented|carried out|delivered|rolled out|articulated) in (?:two|three|four|five|\d) (?:phases|stages|steps)\b|"
    r"^(?:this|the) (?:first |second |third |last |final )?(?:phase|stage|plan|strategy|period)[\w ,()-]{0,40} (?:shall|will) (?:run|last|cover|start|begin|end)\b"
    r"|^the next (?:round table|[\w-]+) (?:is|will be|takes)\b"
    r"|^(?:the )?(?:forum|conference|meeting|workshop|event|seminar|summit) (?:was|will be|is) (?:held|hosted|attended|opened|closed|chaired)\b[^.]{0,200}\.?$",
    re.IGNORECASE,
)
# The sentence of an announcement that invites: the guide keeps its aims, and not the invitation itself.
INVITATION = re.compile(
    r"\b(?:invites?|inviting|invited?) (?:you|your|all of you|participants|applications|expressions of interest)\b|\byou are (?:cordially |warmly |kindly |hereby )?invited\b",
    re.IGNORECASE,
)
LOGISTICS = _any(
    r"click here", r"download", r"registration", r"register", r"rsvp", r"fee", r"free of charge", r"space is limited", r"seats? (?:is|are) limited", r"places? (?:is|are) limited", r"accommodation",
    r"first[- ]come", r"for more information", r"for further information", r"enquiries", r"please (?:send|contact|e-?mail|confirm|note|indicate|write|visit|reply)", r"visas?", r"hotel", r"parking", r"lunch", r"simultaneous (?:translation|interpretation)",
    r"participants are (?:expected|requested|asked)", r"deadline", r"closing date", r"cookies?", r"subscribe", r"per diem", r"travel costs", r"confirmation of attendance", r"invitation", r"venue", r"working languages?", r"interpretation (?:will|is)",
)  # fmt: skip
# A measurable target: a quantity and a time by which it is to be reached.
_BY_WHEN = re.compile(
    r"\b(?:by|before|until|between|from|within|in|over|since)\b[^.;]{0,40}?\b(?:(?:19|20)\d\d|(?:\w+ )?(?:months|years)|(?:the end of the (?:plan|programme|project|period)))\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\d ?%|\bper ?cent\b|\b(?!(?:19|20)\d\d\b)\d[\d.,]*\b(?! ?[-–] ?\d|(?:st|nd|rd|th)? (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred|all|every|each|half|one in \w+|at least|no fewer than|at most|no more than)\b"
    r"|\b(?:doubles?d?|halved?|triples?d?)\b",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"\b(?:drops?|dropped|falls?|fell|fallen|rises?|risen|rose|increases?d?|decreases?d?|reduced?|reduces|grows?|grown|reach(?:es|ed)?|ha(?:s|ve) (?:\w+ )?\w+(?:ed|en|un|et|ade)|deliver|submit|report|are|is|use|publish|hold|apply|"
    r"doubles?d?|halved?|triples?d?|achieved?|adopted|trained|signed|opened|built|completed)\b",
    re.IGNORECASE,
)
_WILL_DO = re.compile(r"\b(?:will|shall|to) (?:be )?(?!have\b)\w+", re.IGNORECASE)


def is_target(text: str) -> bool:
    """Whether a sentence says what is to be reached by when, in a measurable way, and not what will be done for it.

    >>> is_target("By the end of 2019, at least twenty towns have signed an agreement.")
    True
    >>> is_target("We will train twenty mediators in 2019.")
    False
    """
    first = first_sentence(text)
    tests = (_BY_WHEN, _HOW_MUCH, _REACHED)
    return len(first.split()) <= 45 and not _WILL_DO.search(first) and all(t.search(first) for t in tests)


REPORTED = re.compile(
    rf"\b{_GATHERING}\b[^.;:]{{0,60}}\b(?:{_FINDING}|recommended|suggested|said|proposed)\b|\baccording to\b|\bit was (?:said|reported|argued|noted)\b",
    re.IGNORECASE,
)


_ENDS = re.compile(r"(?<=[.!?])['”\")]?\s+(?=[A-Z“\"(])")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|cf|Mr|Mrs|Ms|Dr|Prof|Gen|No|St|vs|approx|Hon|Cllr|Sr|Jr|[A-Z])\.$")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, cut after full stops that end no abbreviation."""
    found: list[str] = []
    for part in _ENDS.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph."""
    return sentences(text)[0] if text else ""
