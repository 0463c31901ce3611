"""Which documents are the same text in another file, and which replace an earlier version.

`same_as`: nearly all of the words, in another format; in the same format all of them, since there a small difference
is a correction and no accident of reading. Forms are compared by their answers, because all forms share the template.
`supersedes`: a form on the same event by the same officials with most answers alike, that is later: by what the file
says of itself, then by when it was sent. Where the dates do not tell, neither is marked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from pipeline.link.events import Linked as Events
from pipeline.link.papers import Paper
from pipeline.link.participations import Linked as People
from pipeline.link.shingles import Vocabulary, containment, near_pairs
from pipeline.text.clean import fold, words

NEARLY_ALL = 0.9
"""Share of 3-grams, both ways, from which two formats hold the same text."""

SKETCH = 64
"""Hashes that stand for a whole document when candidates are looked for."""

MOST_ANSWERS = 0.5
"""Share of the answers that a corrected form leaves as they were, or nearly."""

NOT_SAID = ("expertise", "expertise_other", "documentation")
"""Columns that readers of different formats see too differently to compare."""

_REVISED = re.compile(r"\b(?:corrected|correction|corrigendum|revised|revision|updated|final|amended|resubmi\w*)\b")


@dataclass(frozen=True)
class Versions:
    """For each document that has one: the representative of the same text, and the version it replaces."""

    same_as: dict[str, str]
    supersedes: dict[str, str]

    def work(self, document_id: str) -> str:
        """One id for a text in all its files and versions: that of the earliest version."""
        here = self.same_as.get(document_id, document_id)
        while here in self.supersedes:
            here = self.supersedes[here]
        return here

    def hidden(self) -> set[str]:
        """Documents that lists and counts leave out: other files of a text, and versions that were replaced."""
        return {*self.same_as, *self.supersedes.values()}


def versions(papers: Sequence[Paper], events: Events, people: People) -> Versions:
    """Which documents belong together as files or versions of one text."""
    texts = [_Text.of(paper, vocabulary) for vocabulary in [Vocabulary()] for paper in papers]
    same_as = _same(texts)
    files: dict[str, list[_Text]] = {}
    for text in texts:
        identity = text.paper.document_id
        files.setdefault(same_as.get(identity, identity), []).append(text)
    return Versions(same_as, _supersedes(files, events, people))


@dataclass(frozen=True, eq=False)
class _Text:
    """What is compared of one document."""

    paper: Paper
    answers: dict[str, str]  # of a form: letters and digits of the answers, by column
    words: tuple[str, ...]
    grams: frozenset[int]

    @classmethod
    def of(cls, paper: Paper, vocabulary: Vocabulary) -> _Text:
        answers = _answers(paper)
        said = " ".join(answers.values()) if answers else "\n".join(block.text for block in paper.body())
        found = tuple(words(said))
        return cls(paper, {column: _letters(text) for column, text in answers.items()}, found, vocabulary.grams(found))


def _answers(paper: Paper) -> dict[str, str]:
    """The answers of a form by column, or by question where it has none."""
    found: dict[str, str] = {}
    for answer in paper.record.answers if paper.is_form else ():
        column = answer.column or fold(answer.question)
        if column not in NOT_SAID and answer.answer.strip():
            found[column] = f"{found.get(column, '')} {answer.answer}".strip()
    return found


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(text)))


# --- the same text ----------------------------------------------------------------------------------------------------


def _same(texts: Sequence[_Text]) -> dict[str, str]:
    """Each document that repeats another, and the one that speaks for both: the first by format, then by id."""
    near: dict[int, list[int]] = {}
    order = sorted(range(len(texts)), key=lambda n: texts[n].paper.rank)
    place = {number: k for k, number in enumerate(order)}
    for one, other in _candidates(texts):
        if _is_same(texts[one], texts[other]):
            first, second = sorted((one, other), key=place.__getitem__)
            near.setdefault(second, []).append(first)
    same: dict[int, int] = {}
    for number in order:
        speakers = [first for first in near.get(number, ()) if first not in same]
        if speakers:
            same[number] = min(speakers, key=place.__getitem__)
    return {texts[n].paper.document_id: texts[first].paper.document_id for n, first in same.items()}


def _candidates(texts: Sequence[_Text]) -> set[tuple[int, int]]:
    """Pairs that may be the same text: the same letters, or sketches that share much."""
    alike: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        alike.setdefault("".join(text.words), []).append(number)
    found = {(block[0], other) for block in alike.values() for other in block[1:]}
    found.update(pair for block in alike.values() for pair in pairwise(block))
    speakers = [block[0] for block in alike.values()]
    sketches = [_sketch(texts[n].words) for n in speakers]
    for one, other in near_pairs(sketches, least=0.5, balance=0.5):
        left, right = (alike["".join(texts[speakers[n]].words)] for n in (one, other))
        found.update((min(a, b), max(a, b)) for a in left for b in right)
    return found


def _sketch(found: Sequence[str]) -> frozenset[int]:
    """The least of the hashes of all 3-grams: texts that share most 3-grams share most of these."""
    grams = {" ".join(found[k : k + 3]) for k in range(max(1, len(found) - 2))}
    return frozenset(sorted({zlib.crc32(gram.encode("utf-8", "replace")) for gram in grams})[:SKETCH])


def _is_same(one: _Text, other: _Text) -> bool:
    if one.paper.is_form != other.paper.is_form or not one.words or not other.words:
        return False
    if bool(one.answers) != bool(other.answers):
        return False
    if one.answers:
        return _same_answers(one.answers, other.answers)
    if "".join(one.words) == "".join(other.words):
        return True
    if one.paper.document.media_type == other.paper.document.media_type:
        return False
    longest = max(len(one.grams), len(other.grams))
    return len(one.grams & other.grams) >= NEARLY_ALL * longest


def _same_answers(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether all answers are the same, letter for letter, spaces and punctuation apart."""
    common = one.keys() & other.keys()
    return bool(common) and one.keys() == other.keys() and all(one[column] == other[column] for column in common)


# --- a later version --------------------------------------------------------------------------------------------------


def _supersedes(files: dict[str, list[_Text]], events: Events, people: People) -> dict[str, str]:
    """Each form that replaces an earlier one, in all its files, and the file that speaks for the earlier version."""
    found: dict[str, str] = {}
    for family in _families(files, events, people):
        dated = sorted(((_Time.of(files[speaker]), speaker) for speaker in family), key=lambda pair: pair[1])
        for later, earlier in _succession(dated, files):
            found.update((text.paper.document_id, earlier) for text in files[later])
    return found


def _families(files: dict[str, list[_Text]], events: Events, people: People) -> Iterator[list[str]]:
    """Forms on one event by the same officials, more than one."""
    blocks: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for speaker in sorted(files):
        text = next(t for t in files[speaker] if t.paper.document_id == speaker)
        event, own = events.of(speaker), tuple(sorted(people.own(speaker)))
        if text.answers and event and own:
            blocks.setdefault((event, own), []).append(speaker)
    return (block for block in blocks.values() if len(block) > 1)


def _succession(dated: list[tuple[_Time, str]], files: dict[str, list[_Text]]) -> Iterator[tuple[str, str]]:
    """(later, earlier) for each form and the latest of those that it replaces."""
    for time, speaker in dated:
        replaced = [
            (before, other)
            for before, other in dated
            if other != speaker and _mostly_alike(_first(files, speaker), _first(files, other)) and time.after(before)
        ]
        latest = [
            other for before, other in replaced if not any(after.after(before) for after, _ in replaced)
        ]  # no other comes between
        if latest:
            yield speaker, min(latest)


def _first(files: dict[str, list[_Text]], speaker: str) -> _Text:
    return next(text for text in files[speaker] if text.paper.document_id == speaker)


def _mostly_alike(one: _Text, other: _Text) -> bool:
    """Whether most of what both answer is the same or nearly."""
    common = one.answers.keys() & other.answers.keys()
    alike = [column for column in common if one.answers[column] == other.answers[column]]
    return (bool(common) and len(alike) > MOST_ANSWERS * len(common)) or containment(one.grams, other.grams) >= 0.75


@dataclass(frozen=True)
class _Time:
    """What tells when a version was made, the surest first; empty where unknown."""

    modified: str  # as the file says, the first of its formats
    sent: str  # the first time it came by mail
    revised: bool  # a name or subject that says "corrected"

    @classmethod
    def of(cls, texts: Iterable[_Text]) -> _Time:
        papers = [text.paper for text in texts]
        modified = [_instant(p.document.properties.get("modified", "")) for p in papers]
        sent = [_instant(origin.sent_at) for p in papers for origin in p.origins]
        called = " ".join(f"{o.name} {o.subject}" for p in papers for o in p.origins)
        spaced = re.sub(r"[_\-.]", " ", fold(called))
        return cls(
            min(filter(None, modified), default=""), min(filter(None, sent), default=""), bool(_REVISED.search(spaced))
        )

    def after(self, other: _Time) -> bool:
        """Whether this version is the later one; False where nothing tells."""
        for mine, others in ((self.modified, other.modified), (self.sent, other.sent)):
            if mine and others and mine != others:
                return mine > others
        return self.revised and not other.revised


def _instant(text: str) -> str:
    """A time in UTC, comparable as text; empty for what is no time."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
