"""Whether a statement is negated, past, hypothetical or reported: by its main clause, not by any word in it.

What somebody is reported to have said is judged by what they said: "The forum noted that lamps fail" is reported and
not past. Relative clauses say nothing of the statement: "Towns that were flooded need help" is not past. Fixed phrases
deny nothing: "not only", "no later than", "without delay". English without a grammar: where a verb is no word of the
lists, the first verb that is one decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.structure.cues import REPORTED, first_sentence
from pipeline.text.saying import SAYING

_SAID_THAT = re.compile(
    rf"^(?!(?:I|We)\b)(?:[^\s;:]{{1,40}} ){{1,22}}?(?:also |further |repeatedly |strongly )?{SAYING}(?: (?:us|me|them|to us|the \w+))?,? (?:that|how|why|whether) ",
    re.IGNORECASE,
)
_LEARNT_THAT = re.compile(r"^(?:I|We) (?:have )?(?:learn(?:ed|t)|saw|heard|noted|realised|understood) that ")
_SAID = re.compile(
    r"^reportedly\b|\b(?:reportedly|allegedly)\b|\baccording to\b|\bin the words of\b|\bin (?:his|her|their) (?:view|opinion|words)\b|^as [^,]{2,60} (?:puts? it|has shown|have shown|said|noted)\b|"
    rf"[”\"],? (?:{SAYING}) |\bit (?:was|is|has been) (?:also )?(?:said|reported|argued|noted|observed|stressed|suggested|pointed out|recalled|claimed)\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|least|merely|necessarily)\b|\bno (?:later|fewer|less|more|sooner) than\b|\bno (?:doubt|coincidence|wonder|matter|exception)\b|\bwithout (?:delay|exception|doubt)\b|"
    r"\bor not\b|\bif not\b|\b(?:should|must|can) ?not be (?:forgotten|overlooked|ignored|neglected|underestimated|overstated)\b|\bnot to mention\b",
    re.IGNORECASE,
)
_RELATIVE_DENIAL = re.compile(
    r"(?<!so )\b(?:who|which|that|whose)\b(?: [\w’'-]+){0,3}? (?:not|no|nobody|never|none|nothing|cannot)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|no|none|nobody|nothing|nowhere|never|nor|neither|cannot|hardly|scarcely)\b|n[’']t\b|\bha(?:s|ve) yet to\b|\blacks? any\b|^without\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:would|could|might)\b(?!-)|(?<![Ii]n )(?<![Tt]he )\bmay\b(?! \d)|(?<!as )(?<!even )\bif\b(?![^.]{0,40}\bor not\b)|\bpotentially\b|\b[Ii]t is possible that\b|\bpossibly\b|\bperhaps\b|"
    r"^(?:Should|Were|Had) (?:the |a |an |this |these |we |they |it |he |she )",
)
_RELATIVE_SUPPOSED = re.compile(r"(?<!so )\b(?:who|which|that|whose)(?: [\w’'-]+){0,2}? (?:would|could|might|may)\b")
_OPENING = re.compile(
    r"^(?:After|Although|As|Because|Before|If|In|On|Once|Since|Though|Until|When|Where|While|Within|During|By|At)\b[^,]{2,80}, "
)
_RELATIVES = frozenset(["who", "which", "whose", "what", "whatever", "whoever"])
_SUBORDINATE = frozenset(
    ["when", "where", "while", "because", "although", "though", "if", "since", "until", "unless", "after", "before"]
)
_AUXILIARY = frozenset(
    ["am", "is", "are", "be", "been", "being", "get", "gets", "has", "have", "having", "was", "were", "had"]
)
_NOW = frozenset(
    [
        "is",
        "are",
        "am",
        "has",
        "have",
        "do",
        "does",
        "can",
        "may",
        "must",
        "shall",
        "should",
        "will",
        "would",
        "could",
        "might",
        "cannot",
        "need",
        "needs",
        "ought",
        "means",
    ]
)
_THEN = frozenset(["was", "were", "had", "did"])
_IRREGULAR = frozenset(
    ["ate", "became", "began", "bought", "broke", "brought", "built", "came", "caught", "chose", "drew", "drove", "fell", "felt", "fought", "found", "gave", "got", "grew", "heard", "held", "hid", "hung", "kept", "knew", "laid", "lay", "learnt", "led", "left", "lent", "lit", "lost", "made", "met", "paid", "ran", "rode", "rose", "said", "sang", "sank", "sat", "saw", "sent", "shook", "shot", "slept", "sold", "spent", "spoke", "stole", "stood", "struck", "swam", "swept", "taught", "thought", "threw", "told", "took", "understood", "went", "withdrew", "won", "wore", "wrote"]
)  # fmt: skip
_NO_PAST = frozenset(
    [
        "bed",
        "embed",
        "exceed",
        "feed",
        "indeed",
        "need",
        "proceed",
        "speed",
        "succeed",
        "weed",
        "shed",
        "hundred",
        "sacred",
        "naked",
        "wicked",
    ]
)
_BEFORE_ADJECTIVE = frozenset(
    ["a", "an", "the", "of", "for", "with", "and", "or", "their", "its", "his", "her", "our", "your", "these", "those", "all", "some", "many", "more", "most", "by", "to", "in", "at", "on", "as", "so", "very", "newly", "well", "than"]
)  # fmt: skip
_CHANGED = frozenset(
    ["increased", "decreased", "reduced", "dropped", "improved", "doubled", "halved", "climbed", "declined"]
)


def qualifiers(text: str) -> tuple[str, ...]:
    """Which of negated, past, hypothetical, reported a statement is, by its first sentence.

    >>> qualifiers("The panel noted that the lamps were never repaired.")
    ('negated', 'past', 'reported')
    """
    sentence = first_sentence(text)[:600]
    that = _SAID_THAT.search(sentence) or _LEARNT_THAT.search(sentence)
    content = sentence[that.end() :] if that else sentence
    told = bool(_SAID_THAT.search(sentence) or _SAID.search(sentence) or REPORTED.match(sentence))
    supposed = bool(_SUPPOSED.search(_RELATIVE_SUPPOSED.sub(" ", content)))
    found = {
        "negated": is_denied(content),
        "past": not supposed and (that is not None or not told or bool(_SAID.search(sentence))) and is_past(content),
        "hypothetical": supposed,
        "reported": told,
    }
    return tuple(name for name, holds in found.items() if holds)


def is_denied(clause: str) -> bool:
    """Whether the main clause denies."""
    return bool(_DENIAL.search(_RELATIVE_DENIAL.sub(" ", _NO_DENIAL.sub(" ", clause))))


def is_past(clause: str) -> bool:
    """Whether the first verb of the main clause that can be told is one of the past."""
    rest = _OPENING.sub("", clause, count=1)
    return next(_tenses(re.findall(r"[\w’'-]+|[,;:]", rest)), "") == "past"


def _tenses(words: list[str]) -> Iterator[str]:
    """`past` or `present` for each verb outside relative clauses, up to the first clause that hangs on another."""
    skipped = 0  # verbs of a relative clause that are still to come
    for number, printed in enumerate(words):
        word = printed.lower()
        before = words[number - 1].lower() if number else ""
        if word in _RELATIVES or (word == "that" and before not in ("so", "")):
            skipped += 1
        elif word in _SUBORDINATE and number:
            return
        elif tense := _tense(word, before, words[number + 1].lower() if number + 1 < len(words) else ""):
            if skipped:
                skipped -= 1
            else:
                yield tense


def _tense(word: str, before: str, behind: str) -> str:
    """The tense of a word where it is a verb on its own: "trained" is none in "is trained" and in "the trained"."""
    if word in _THEN:
        return "past"
    if word in _NOW:
        return "present"
    if before in _AUXILIARY or before in _BEFORE_ADJECTIVE or not before:
        return ""
    if word in _IRREGULAR:
        return "past"
    regular = word.endswith("ed") and len(word) > 4 and word not in _NO_PAST and "-" not in word
    return "past" if regular and (behind != "by" or word in _CHANGED) else ""
