"""Which documents are the same text in another file, and which replace an earlier version.

`same_as`: nearly all of the words, in another format; in the same format all of them, since there a small difference
is a correction and no accident of reading. Forms are compared by their answers, because all forms share the template.
`supersedes`: a form on the same event by the same officials with most answers alike, that is later: by what the file
says of itself, then by when it was sent. Where the dates do not tell, neither is marked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from rapidfuzz.distance import Indel

from pipeline.link.events import Linked as Events
from pipeline.link.papers import Paper
from pipeline.link.participations import Linked as People
from pipeline.link.shingles import Vocabulary, containment, near_pairs
from pipeline.text.clean import fold, words

NEARLY_ALL = 0.9
"""Share of 3-grams, both ways, from which two formats hold the same text."""

SKETCH = 64
"""Hashes that stand for a whole document when candidates are looked for."""

MOST_ANSWERS, NEARLY_ALL_ANSWERS = 0.5, 0.7
"""Share of the answers that a corrected form leaves as they were."""

MOST_WORDS = 0.75
"""Share of the 3-grams that it leaves, where each answer was touched."""

MOST_SLIPS = 0.34
"""Share of the answers that may differ between two formats of one form, and by what is there:"""
SHORT_ANSWER, SLIP = 40, 0.98

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


def versions(texts: Sequence[Text], same_as: Mapping[str, str], events: Events, people: People) -> Versions:
    """Which documents belong together as files or versions of one text."""
    files: dict[str, list[Text]] = {}
    for text in texts:
        identity = text.paper.document_id
        files.setdefault(same_as.get(identity, identity), []).append(text)
    return Versions(dict(same_as), _supersedes(files, events, people))


def texts(papers: Iterable[Paper]) -> list[Text]:
    """What is compared of each document."""
    vocabulary = Vocabulary()
    return [Text.of(paper, vocabulary) for paper in papers]


@dataclass(frozen=True, eq=False)
class Text:
    """What is compared of one document."""

    paper: Paper
    answers: dict[str, str]  # of a form: letters and digits of the answers, by column
    words: tuple[str, ...]
    grams: frozenset[int]

    @classmethod
    def of(cls, paper: Paper, vocabulary: Vocabulary) -> Text:
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


def same_text(texts: Sequence[Text]) -> dict[str, str]:
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


def _candidates(texts: Sequence[Text]) -> set[tuple[int, int]]:
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


def _is_same(one: Text, other: Text) -> bool:
    if one.paper.is_form != other.paper.is_form or not one.words or not other.words:
        return False
    if bool(one.answers) != bool(other.answers):
        return False
    same_format = one.paper.document.media_type == other.paper.document.media_type
    if one.answers:
        return _same_answers(one.answers, other.answers, exactly=same_format)
    if "".join(one.words) == "".join(other.words):
        return True
    longest = max(len(one.grams), len(other.grams))
    return not same_format and len(one.grams & other.grams) >= NEARLY_ALL * longest


def _same_answers(one: Mapping[str, str], other: Mapping[str, str], exactly: bool) -> bool:
    """Whether all answers are the same, letter for letter; in another format a reader may have slipped a little."""
    apart = [column for column in one.keys() | other.keys() if one.get(column, "") != other.get(column, "")]
    if not apart:
        return True
    slips = all(_is_slip(one.get(column, ""), other.get(column, "")) for column in apart)
    return not exactly and slips and len(apart) <= MOST_SLIPS * len(one.keys() | other.keys())


def _is_slip(one: str, other: str) -> bool:
    """Whether two long answers differ by a few letters, and in no number."""
    if min(len(one), len(other)) < SHORT_ANSWER or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return bool(Indel.normalized_similarity(one, other) >= SLIP)


# --- a later version --------------------------------------------------------------------------------------------------


def _supersedes(files: Mapping[str, list[Text]], events: Events, people: People) -> dict[str, str]:
    """Each form that replaces an earlier one, in all its files, and the file that speaks for the earlier version."""
    earlier: dict[str, set[str]] = {}
    times = {speaker: _Time.of(some) for speaker, some in files.items()}
    for one, other in _candidate_forms(files, events, people):
        if _is_version(_first(files, one), _first(files, other), events, people):
            for later, before in ((one, other), (other, one)):
                if times[later].after(times[before]):
                    earlier.setdefault(later, set()).add(before)
    found: dict[str, str] = {}
    for later, befores in earlier.items():
        latest = [b for b in befores if not any(times[other].after(times[b]) for other in befores)]
        if latest:
            found.update((text.paper.document_id, min(latest)) for text in files[later])
    return found


def _candidate_forms(files: Mapping[str, list[Text]], events: Events, people: People) -> set[tuple[str, str]]:
    """Pairs of forms on one event, or on what they call the same, that share an official."""
    blocks: dict[tuple[str, str], list[str]] = {}
    for speaker in sorted(files):
        text = _first(files, speaker)
        for official in people.own(speaker) if text.answers else ():
            for event in {events.of(speaker), text.answers.get("event_name", "")} - {""}:
                blocks.setdefault((event, official), []).append(speaker)
    return {(a, b) for block in blocks.values() for k, a in enumerate(block) for b in block[k + 1 :]}


def _first(files: Mapping[str, list[Text]], speaker: str) -> Text:
    return next(text for text in files[speaker] if text.paper.document_id == speaker)


def _is_version(one: Text, other: Text, events: Events, people: People) -> bool:
    """Whether most answers are the same. Where an official was added, or the date makes it another event, nearly all
    must be: a form on next year's forum is no correction of this year's."""
    first, second = (set(people.own(text.paper.document_id)) for text in (one, other))
    if not (first <= second or second <= first):
        return False
    columns = one.answers.keys() | other.answers.keys()
    alike = sum(one.answers.get(column) == other.answers.get(column) for column in columns) / len(columns)
    if first == second and events.of(one.paper.document_id) == events.of(other.paper.document_id):
        return alike > MOST_ANSWERS or containment(one.grams, other.grams) >= MOST_WORDS
    return alike >= NEARLY_ALL_ANSWERS


@dataclass(frozen=True)
class _Time:
    """What tells when a version was made, the surest first; empty where unknown."""

    modified: str  # as the file says, the first of its formats
    dated: str  # as its author says
    sent: str  # the first time it came by mail
    revised: bool  # a name or subject that says "corrected"

    @classmethod
    def of(cls, texts: Sequence[Text]) -> _Time:
        papers = [text.paper for text in texts]
        modified = [_instant(p.document.properties.get("modified", "")) for p in papers]
        dated = [p.record.date for p in papers if len(p.record.date) == len("2013-05-20")]
        sent = [_instant(origin.sent_at) for p in papers for origin in p.origins]
        called = " ".join(f"{o.name} {o.subject}" for p in papers for o in p.origins)
        return cls(_first_of(modified), _first_of(dated), _first_of(sent), _is_revised(called))

    def after(self, other: _Time) -> bool:
        """Whether this version is the later one; False where nothing tells."""
        for name in ("modified", "dated", "sent"):
            mine, others = getattr(self, name), getattr(other, name)
            if mine and others and mine != others:
                return bool(mine > others)
        return self.revised and not other.revised


def _first_of(times: Iterable[str]) -> str:
    return min(filter(None, times), default="")


def _is_revised(text: str) -> bool:
    return _REVISED.search(re.sub(r"[_\-.]", " ", fold(text))) is not None


def _instant(text: str) -> str:
    """A time in UTC, comparable as text; empty for what is no time."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
