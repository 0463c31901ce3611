"""Whether a vocabulary is sound: each fault is named with its theme, all of them at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.text.lexicon import Lexicon, PhraseError
from pipeline.text.vocabulary.terms import LEVELS, Terms, Theme, VocabularyError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SHOWN = 20  # faults that a message tells


def check(terms: Terms) -> None:
    """Raise VocabularyError with every fault, a line each, where there is one."""
    faults = list(_faults(terms))
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise VocabularyError("; ".join(faults[:SHOWN] + more))


def _faults(terms: Terms) -> Iterator[str]:
    if not terms.themes:
        yield "it has no theme"
    ids = Counter(theme.id for theme in terms.themes)
    yield from (f"theme {name} stands in it {times} times" for name, times in ids.items() if times > 1)
    for theme in terms.themes:
        yield from (f"theme {theme.id or '(without an id)'}: {fault}" for fault in _faults_of(theme, terms))
    yield from (f"names: {fault}" for fault in _phrases(terms.names))


def _faults_of(theme: Theme, terms: Terms) -> Iterator[str]:
    if not _ID.fullmatch(theme.id):
        yield "an id is small letters, digits and hyphens, like `water-supply`"
    if not theme.label or not theme.definition:
        yield "it needs a label and a definition"
    if theme.broader not in terms.groups:
        yield f"its group {theme.broader!r} is not among the groups ({', '.join(terms.groups) or 'there are none'})"
    if not theme.strong and not theme.normal:
        yield "it needs at least one strong or normal phrase, else nothing is filed under it"
    phrases = [phrase for level in (*LEVELS, "unless") for phrase in getattr(theme, level)]
    yield from (f"the phrase {one!r} stands in it twice" for one, times in Counter(phrases).items() if times > 1)
    yield from _phrases(phrases)


def _phrases(phrases: tuple[str, ...] | list[str]) -> Iterator[str]:
    for phrase in phrases:
        try:
            Lexicon([phrase])
        except PhraseError as error:
            yield str(error)
