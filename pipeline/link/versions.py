"""Which documents are the same text in another file, and which replace an earlier version.

`same_as`: nearly all of the words, in another format; in the same format all of them, since there a small difference
is a correction and no accident of reading. Forms are compared by their answers, because all forms share the template.
`supersedes`: a form on the same event by the same officials with most answers alike, that is later: by what the file
says of itself, then by when it was sent. Where the dates do not tell, neither is marked.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rapidfuzz.distance import Indel

from pipeline.link.events import Linked as Events
from pipeline.link.papers import Paper
from pipeline.link.participations import Linked as People
from pipeline.link.shingles import containment, near_pairs
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

MOST_FORMS = 20
"""How many later forms by one official on one event a form is compared with."""

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
    for text in sorted(texts, key=lambda text: text.paper.rank):  # first of each the one that speaks for them
        identity = text.paper.document_id
        files.setdefault(same_as.get(identity, identity), []).append(text)
    return Versions(dict(same_as), _supersedes(files, events, people))


def texts(papers: Iterable[Paper]) -> list[Text]:
    """What is compared of each document."""
    return [Text.of(paper) for paper in papers]


@dataclass(frozen=True, eq=False)
class Text:
    """What is kept of one document while all are compared: little, since a collection holds many long ones."""

    paper: Paper
    answers: dict[str, str]  # of a form: letters and digits of the answers, by column
    letters: str  # digest of what it says; the same for the same text
    sketch: frozenset[int]

    @classmethod
    def of(cls, paper: Paper) -> Text:
        answers = {column: _letters(text) for column, text in _answers(paper).items()}
        said = _words(paper)
        content = repr(sorted(answers.items())) if answers else "".join(said)
        letters = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest() if said else ""
        return cls(paper, answers, letters, frozenset(_hashes(said)[:SKETCH]))

    def grams(self) -> frozenset[int]:
        """All 3-grams, as hashes."""
        return frozenset(_hashes(_words(self.paper)))


def _words(paper: Paper) -> list[str]:
    """The words that are compared: of a form those of its answers, since all forms share the template."""
    answers = _answers(paper)
    return words(" ".join(answers.values()) if answers else "\n".join(block.text for block in paper.body()))


def _hashes(found: Sequence[str]) -> list[int]:
    """The hashes of all 3-grams, in order: texts that share most 3-grams share most of the first few."""
    grams = {" ".join(found[k : k + 3]) for k in range(max(1, len(found) - 2))} if found else set()
    return sorted({zlib.crc32(gram.encode("utf-8", "replace")) for gram in grams})


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
    bundles = _bundles(texts)
    near: dict[int, list[int]] = {}
    for one, other in near_pairs([bundle[0].sketch for bundle in bundles], least=0.5, balance=0.5):
        if _is_same(bundles[one], bundles[other]):
            near.setdefault(other, []).append(one)
    speakers: list[int] = []
    for number in range(len(bundles)):
        speakers.append(min((one for one in near.get(number, ()) if speakers[one] == one), default=number))
    said = [bundles[speaker][0].paper.document_id for speaker in speakers]
    pairs = [(text.paper.document_id, said[n]) for n, bundle in enumerate(bundles) for text in bundle]
    return {document_id: speaker for document_id, speaker in pairs if document_id != speaker}


def _bundles(texts: Sequence[Text]) -> list[list[Text]]:
    """Texts that are the same to the letter, as one; the one that speaks for them first, in each and among all."""
    alike: dict[tuple[bool, str], list[Text]] = {}
    for text in sorted(texts, key=lambda text: text.paper.rank):
        own = text.letters or text.paper.document_id  # a text without a word is like no other
        alike.setdefault((text.paper.is_form, own), []).append(text)
    return list(alike.values())


def _is_same(one: Sequence[Text], other: Sequence[Text]) -> bool:
    """Whether two texts that are not the same to the letter are one in two formats, with slips of a reader."""
    first, second = one[0], other[0]
    formats = {text.paper.document.media_type for text in (*one, *other)}
    if len(formats) < 2 or first.paper.is_form != second.paper.is_form or bool(first.answers) != bool(second.answers):
        return False
    if first.answers:
        return _same_answers(first.answers, second.answers)
    grams, others = first.grams(), second.grams()
    return len(grams & others) >= NEARLY_ALL * max(len(grams), len(others))


def _same_answers(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether all answers are the same but for a few slips."""
    columns = one.keys() | other.keys()
    apart = [column for column in columns if one.get(column, "") != other.get(column, "")]
    slips = all(_is_slip(one.get(column, ""), other.get(column, "")) for column in apart)
    return slips and len(apart) <= MOST_SLIPS * len(columns)


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
    for one, other in _candidate_forms(files, times, events, people):
        if _is_version(files[one][0], files[other][0], events, people):
            for later, first in ((one, other), (other, one)):
                if times[later].after(times[first]):
                    earlier.setdefault(later, set()).add(first)
    before: dict[str, str] = {}
    for later in sorted(earlier):
        latest = [b for b in earlier[later] if not any(times[other].after(times[b]) for other in earlier[later])]
        if latest and not _leads_back(min(latest), later, before):
            before[later] = min(latest)
    return {text.paper.document_id: first for later, first in before.items() for text in files[later]}


def _leads_back(here: str, start: str, before: Mapping[str, str]) -> bool:
    """Whether the versions before this one lead back to the start, as they may where different dates tell."""
    while here in before:
        here = before[here]
    return here == start


def _candidate_forms(
    files: Mapping[str, list[Text]], times: Mapping[str, _Time], events: Events, people: People
) -> set[tuple[str, str]]:
    """Pairs of forms on one event, or on what they call the same, that share an official, and are near in time."""
    blocks: dict[tuple[str, str], list[str]] = {}
    for speaker in sorted(files, key=lambda one: (times[one].key, one)):
        text = files[speaker][0]
        for official in people.own(speaker) if text.answers else ():
            for event in {events.of(speaker), text.answers.get("event_name", "")} - {""}:
                blocks.setdefault((event, official), []).append(speaker)
    return {(a, b) for block in blocks.values() for k, a in enumerate(block) for b in block[k + 1 : k + 1 + MOST_FORMS]}


def _is_version(one: Text, other: Text, events: Events, people: People) -> bool:
    """Whether most answers are the same. Where an official was added, or the date makes it another event, nearly all
    must be: a form on next year's forum is no correction of this year's."""
    first, second = (set(people.own(text.paper.document_id)) for text in (one, other))
    if not (first <= second or second <= first):
        return False
    columns = one.answers.keys() | other.answers.keys()
    alike = sum(one.answers.get(column) == other.answers.get(column) for column in columns) / len(columns)
    if first == second and events.of(one.paper.document_id) == events.of(other.paper.document_id):
        return alike > MOST_ANSWERS or containment(one.grams(), other.grams()) >= MOST_WORDS
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

    @property
    def key(self) -> tuple[str, ...]:
        """Sorts versions about as they were made."""
        return self.modified or self.dated or self.sent, self.dated, self.sent

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
