"""Whether letters look like words of any language written in Latin letters: no dictionary, only what holds for all.

Figures: of 400 pages of real reports, forms and tables none has a share of vowels outside 0.30 to 0.50 among 200 small
letters or more, nor more than 0.31 of odd tokens. Pages that Tesseract read off scans of 50 to 100 dpi have 5 to 15 %
of little words at 3.1 to 4.9 letters a word; whole ones have 16 % or more, or (lists, tables) longer words.
"""

from __future__ import annotations

import re

VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēėęěīįıōőœūůűųơư") | set(
    map(chr, range(0x1EA0, 0x1EFA))
)  # Vietnamese
_CONSONANTS = frozenset(c for c in map(chr, (*range(0x61, 0x7B), *range(0xDF, 0x180))) if c.islower()) - VOWELS
LITTLE_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in a is for on that with are as be by it this at from or was not we have an",
        "fr": "de la le et les des en du une un est pour que dans au par sur qui il pas ce avec",
        "es": "de la que el en y a los del las un por con no una para es se al lo como su",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos",
        "it": "di e il la che in un per è del una con non le si i da dei al nel della",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als",
        "nl": "de het een van en in is dat op te voor met zijn niet aan er om door",
        "sv": "och i att en det som på är av för med till den",
        "pl": "w i na z do się nie jest że o od po za dla",
        "ro": "de și în la a cu pe o care pentru din nu",
        "tr": "ve bir bu da de için ile olarak çok en daha gibi olan",
        "id": "yang dan di untuk dengan pada dari ini dalam adalah ke tidak atau oleh",
        "sw": "ya na wa kwa ni katika la za cha kuwa hii",
        "tl": "ang ng sa na mga ay at para ni",
    }.items()
}
_ACCENTED = re.compile(r"[\xdf-\u01b0\u1ea0-\u1ef9]")
_LETTERS = re.compile(r"[^\W\d_]+")
_EDGES = ".,;:!?()[]{}<>\"“”‘’'«»…*•·|/\\_-–—=+~"
_TOKEN = re.compile(
    r"[^\W\d_]+(?:['’./&–-][^\W\d_]+)*"  # a word, also don't, and/or, co-ordinate
    r"|[+-]?[$€£#]?\d[\d.,:/%–-]*(?:st|nd|rd|th|[^\W\d_])?%?"  # a number, date or time
    r"|[^\W\d_]{1,4}-?\d{1,6}"  # A4, FY24
)
_LINK = re.compile(r"https?:|www\.|\S+@\S|\S+/\S+/")
_TURNS = re.compile(r"[^\W\d_A-Z][A-Z]")  # a capital inside a word: eThekwini has one


def vowel_share(text: str) -> tuple[float, int]:
    """The share of vowels among the small letters of Latin script, and how many of those there are."""
    plain = text.encode("ascii", "ignore")
    vowels = len(plain) - len(plain.translate(None, b"aeiouy"))
    letters = len(plain) - len(plain.translate(None, b"abcdefghijklmnopqrstuvwxyz"))
    if len(plain) < len(text):
        accented = _ACCENTED.findall(text)
        vowels += len([c for c in accented if c in VOWELS])
        letters += len([c for c in accented if c in VOWELS or c in _CONSONANTS])
    return vowels / max(letters, 1), letters


def odd_share(text: str) -> float:
    """The share of the characters that stand in tokens which are neither words, numbers, codes nor addresses."""
    tokens = text.split()
    odd = sum(len(token) for token in tokens if _odd(token))
    return odd / max(sum(map(len, tokens)), 1)


def _odd(token: str) -> bool:
    inner = token.strip(_EDGES)
    if not inner:
        return False
    if not _TOKEN.fullmatch(inner):
        return not _LINK.match(inner)
    return len(_TURNS.findall(inner)) > 1


def little_words(text: str) -> tuple[float, float, int]:
    """The share of little words (the, of, and) in the language that has most, letters a word, and number of words."""
    words = [word.lower() for word in _LETTERS.findall(text)]
    if not words:
        return 0.0, 0.0, 0
    most = max(sum(word in little for word in words) for little in LITTLE_WORDS.values())
    return most / len(words), sum(map(len, words)) / len(words), len(words)
