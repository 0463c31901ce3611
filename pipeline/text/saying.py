"""Verbs with which somebody is reported to say something, and who says it: "Ms. Otieno of the port police warned"."""

from __future__ import annotations

import re
from collections.abc import Sequence

SAYING = (
    r"(?:acknowledge[sd]?|added|adds|admit(?:s|ted)|affirm(?:s|ed)|agreed|announce[sd]|argue[sd]?|assert(?:s|ed)|believe[sd]?|caution(?:s|ed)|claim(?:s|ed)?|complain(?:s|ed)?|"
    r"conclude[sd]?|confirm(?:s|ed)|declare[sd]|demonstrate[sd]?|describe[sd]?|emphasi[sz]e[sd]?|estimate[sd]|explain(?:s|ed)|felt|find|finds|found|heard|highlight(?:s|ed)?|"
    r"indicate[sd]?|insist(?:s|ed)|maintain(?:s|ed)|mention(?:s|ed)|note[sd]|observe[sd]|point(?:s|ed)? out|promise[sd]|propose[sd]?|realised|recall(?:s|ed)|recommend(?:s|ed)?|"
    r"regret(?:s|ted)|reminded|remark(?:s|ed)|repl(?:ies|ied)|report(?:s|ed)?|revealed|reveals|said|says|say|show(?:s|ed|n)|state[sd]|stress(?:es|ed)|suggest(?:s|ed)?|"
    r"testif(?:y|ies|ied)|told|tells?|underline[sd]?|underscore[sd]?|warn(?:s|ed)?|wr(?:ites|ote))"
)
"""Verbs of saying, finding and holding, as one group of a pattern."""

_MORE = r"(?:asked|called for|calls for|disagreed|disagrees|doubted|questioned|holds|held that|shared|presented figures|put it|was of the opinion|were of the opinion)"
_VERB = rf"(?:(?:also|further|then|has|have|had|repeatedly|strongly|generally|again) ){{0,2}}(?:{SAYING}|{_MORE})\b"
_ASIDE = r"(?:,[^,;.]{2,90},| \([^()]{2,60}\)| (?:of|from|for|at|in) [^,;.]{2,70}?)"
_SAYS = re.compile(rf"(?:['’]s [^,;.]{{2,40}})?{_ASIDE}{{0,2}} {_VERB}")
_BOTH_SAY = re.compile(rf"{_ASIDE}? and (?:the )?[^,;.]{{2,60}}? {_VERB}")
_NAMED_BEFORE = re.compile(
    r"(?:\baccording to|\bin the (?:words|view|opinion) of|^as)(?: the| a| an)?(?: \w+\.?){0,2} ?$", re.IGNORECASE
)
_QUOTED_BEFORE = re.compile(rf"[”\"],? (?:{SAYING}) (?:the |Mr\.? |Ms\.? |Mrs\.? |Dr\.? )*$")


def speakers(text: str, named: Sequence[tuple[int, int]]) -> list[int]:
    """Which of the names in a text are said to say it, by their numbers in `named` (start, end), in order.

    Of a person and the body they belong to the one named first speaks: "Ms. Otieno of the Port Authority said".

    >>> speakers("Ms. Otieno of the Port Authority said that Kisumu sleeps.", [(4, 10), (18, 32)])
    [0]
    """
    found: list[int] = []
    taken = -1  # up to here the words belong to a speaker already found
    for number in sorted(range(len(named)), key=lambda n: named[n]):
        start, end = named[number]
        if start < taken:
            continue
        before, behind = text[:start][-120:], text[end:][:260]
        says = _SAYS.match(behind)
        both = None if says else _BOTH_SAY.match(behind)
        if says or both or _NAMED_BEFORE.search(before) or _QUOTED_BEFORE.search(before):
            found.append(number)
            taken = end + says.end() if says else end
    return found
