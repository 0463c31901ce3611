"""Which kind of document this is, judged by what it says and never by its file's name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.model import Block, Document, Kind
from pipeline.structure.form import Form, is_answered
from pipeline.text.clean import fold
from pipeline.text.dates import find_dates

FACTS = frozenset(("event_name", "date_attended", "venue", "officials"))
WEAKEST = 2.5  # a document that reaches less for every genre is `other`


@dataclass(frozen=True)
class Signs:
    """What speaks for a genre (positive weights) or against it, in its title, headings and text."""

    genre: str
    title: tuple[tuple[float, re.Pattern[str]], ...]
    headings: tuple[tuple[float, re.Pattern[str]], ...]
    text: tuple[tuple[float, re.Pattern[str]], ...]
    words: tuple[
        int, int
    ]  # usual length; what is longer has half the score, what is shorter the less the shorter it is
    needs: tuple[int, re.Pattern[str]] | None  # words that must occur so often for the genre to be possible


@cache
def signs() -> tuple[Signs, ...]:
    """The packaged signs (`data/genres.toml`)."""
    data = tomllib.loads(resources.files("pipeline.data").joinpath("genres.toml").read_text(encoding="utf-8"))
    return tuple(
        Signs(
            g["id"],
            _weighted(g.get("title", [])),
            _weighted(g.get("headings", [])),
            _weighted(g.get("text", [])),
            (g["words"][0], g["words"][1]),
            (int(g["needs"][0]), _compile(g["needs"][1])) if "needs" in g else None,
        )
        for g in data["genre"]
    )


def _weighted(entries: list[list[object]]) -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple((float(str(weight)), _compile(str(phrases))) for weight, phrases in entries)


def _compile(phrases: str) -> re.Pattern[str]:
    parts = [re.escape(p.strip()).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for p in phrases.split("|")]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def genre_of(document: Document, form: Form) -> tuple[str, float]:
    """(genre, confidence 0 to 1)."""
    confidence = form_confidence(form)
    if confidence > 0.5 and _repeated(form) < AGAIN:
        return "learning_form", confidence
    texts = _texts_of(document)
    scores = {s.genre: _score(texts, s) for s in signs()}
    if confidence > 0.5 and scores["forum_report"] < WEAKEST:
        return "learning_form", confidence
    ranked = sorted(scores.items(), key=lambda kv: (-kv[1], kv[0]))
    (best, score), (_, second) = ranked[0], ranked[1]
    if score < WEAKEST:
        return "other", round(min(0.5 + (WEAKEST - score) / 6, 0.9), 2)
    margin = min((score - second) / score, 1.0)
    return best, round(min(0.45 + 0.25 * margin + 0.05 * score, 0.99), 2)


AGAIN = 2  # sections on what another section has told already; of 51 forms that were looked at none has more than one


def _repeated(form: Form) -> int:
    """How many sections tell again what another has told: a form asks once, a report tells of each day and city."""
    names = [q.column.name for q in form.questions if q.column is not None and q.answers]
    thoughts = [name for name in names if name in ("purpose", "key_learnings", "one_change", "-reflection")]
    return len(thoughts) - len(set(thoughts))


MOST_BESIDE = 0.4  # of the words of a form that may answer no known question


def form_confidence(form: Form) -> float:
    """How surely a document is a filled learning form, by the columns that its questions ask for.

    Facts count where they are answered as facts are; reports and invitations have some of the same headings, but
    sections below them.
    """
    asked = [q for q in form.questions if q.score > 0]  # a column that was only inferred proves nothing
    names = [q.column.name if q.column is not None else "" for q in asked]
    known = [name for name in names if name and not name.startswith("-")]
    columns = set(known)
    blank = not any(q.answers for q in asked)
    facts = {n for n, q in zip(names, asked, strict=True) if n in FACTS and (blank or is_answered(q))}
    thoughts = columns & {"key_learnings", "one_change"}
    told = columns | {name for name in names if name.startswith("-") and name != "-administration"}
    told -= {*FACTS, "expertise", "expertise_other", "documentation"}
    if (
        len(facts) < 2
        or not facts & {"event_name", "officials"}  # an invitation says when and where, too
        or not (thoughts or (len(facts) + bool(told) >= 4 and _answers_thoughts(form)))
        or len(columns) < 4
        or len(known) < 0.45 * len(form.questions)
        or _beside(form) > MOST_BESIDE
    ):
        return 0.0
    return round(
        min(0.45 + 0.07 * len(columns) + 0.05 * len(thoughts), 0.99) * (1 if len(known) < 2.5 * len(columns) else 0.5),
        2,
    )


def _answers_thoughts(form: Form) -> bool:
    """Whether what was learnt and what will be done are both told, be it in words that are not known."""
    told = {q.column.name for q in form.questions if q.column is not None and q.answers}
    return {"key_learnings", "one_change"} <= told


def _beside(form: Form) -> float:
    """The share of the words of all answers that answer no known question, or stand below a heading: in a report most
    sections do."""
    beside = total = 0
    for question in form.questions:
        below = question.column is None
        for unit in question.answers:
            words = len(unit.text.split())
            beside, total = beside + words * below, total + words
            below = below or unit.block.kind is Kind.HEADING
    return beside / max(total, 1)


@dataclass(frozen=True)
class _Texts:
    """What the signs of all genres are looked for in, folded."""

    body: list[Block]
    headings: str
    opening: str
    text: str


def _texts_of(document: Document) -> _Texts:
    body = [b for b in document.blocks if b.kind is not Kind.FURNITURE]
    return _Texts(
        body=body,
        headings=fold(" | ".join(b.text for b in body if b.kind in (Kind.TITLE, Kind.HEADING)))[:20_000],
        opening=fold(" | ".join(_opening(document)))[:600],
        text=fold(" ".join(b.text for b in body)[:60_000]),
    )


def _score(texts: _Texts, signs: Signs) -> float:
    if signs.needs is not None and len(signs.needs[1].findall(texts.text)) < signs.needs[0]:
        return 0.0
    score = sum(w for w, p in signs.title if p.search(texts.opening))
    score += sum(w for w, p in signs.headings if p.search(texts.headings))
    score += sum(w * min(len(p.findall(texts.text)), 3) / 2 for w, p in signs.text)
    score += _programme(texts.body) if signs.genre == "event_announcement" else 0.0
    length = len(texts.text.split())
    if length < signs.words[0]:  # a note of two lines is no report whatever it is called
        score *= length / signs.words[0]
    elif length > signs.words[1]:
        score *= 0.5
    return score


_HOUR = re.compile(r"\W*(?:\d{1,2}[.:h]\d{2})(?:\s?[ap]\.?m\.?)?\b")
LEAST_HOURS, AS_PROGRAMME, AS_BILL, AS_CALL = 4, 1.5, 0.8, 1.5
BILL = 2_500  # characters of the longest


def _programme(body: list[Block]) -> float:
    """What a timetable is worth: lines or rows that begin with an hour, in a document of little else."""
    lines = [line for block in body for line in block.text.split("\n")]
    hours = sum(bool(_HOUR.match(line)) for line in lines)
    return (
        AS_PROGRAMME * (hours >= max(LEAST_HOURS, 0.2 * len(lines))) + AS_BILL * _is_bill(body) + AS_CALL * _calls(body)
    )


_TO_COME = re.compile(
    r"\b(?:will|shall|is to be|are to be|to be (?:held|convened|hosted)|invit(?:es?|ed|ing|ation)|welcomes? you|pleased to|start on|starts on)\b",
    re.I,
)
_OCCASION = re.compile(
    r"\b(?:forum|conference|workshop|seminar|summit|congress|symposium|meeting|dialogue|assembly|round ?table|colloquium|convention|masterclass|school|"
    r"consultation|course|training|lab|retreat|academy|fair|festival|webinar|lecture|study tour|camp|gathering|sitting|session|exchange|visit|week)\b",
    re.I,
)


def _calls(body: list[Block]) -> bool:
    """Whether the first lines of a short document say that there will be an event on a day that they name."""
    if sum(len(block.text) for block in body) > 2 * BILL:
        return False
    sentences = [s for block in body[:12] for s in re.split(r"(?<=[a-z)][.!?])\s+(?=[A-Z])|\n", block.text)]
    return any(_is_call(sentence) for sentence in sentences)


def _is_call(sentence: str) -> bool:
    if not (_TO_COME.search(sentence) and _OCCASION.search(sentence)) or re.search(
        r"\bnext\b", sentence, re.IGNORECASE
    ):
        return False
    return any(hit.precision == "day" for hit in find_dates(sentence))


def _is_bill(body: list[Block]) -> bool:
    """Whether a short document names days on a line of their own among its first, as a bill or invitation does."""
    short = sum(len(block.text) for block in body) < BILL
    lines = [block.text for block in body[:6] if len(block.text) < 90]
    return short and any(h.precision == "day" and 2 * (h.end - h.start) > len(t) for t in lines for h in find_dates(t))


def _opening(document: Document) -> list[str]:
    """The titles and first lines of a document."""
    body = [b for b in document.blocks if b.kind is not Kind.FURNITURE and b.text.strip()]
    titles = [b.text for b in body[:12] if b.kind is Kind.TITLE]
    return [*titles, document.title, *(b.text for b in body[:3] if len(b.text) < 250)]
