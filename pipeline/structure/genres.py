"""One function per genre: a document becomes a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from msgspec.structs import replace

from pipeline.model import Answer, Document, Event, Insight, Kind, Record, Span
from pipeline.structure import asked
from pipeline.structure.cells import LIST_MARK
from pipeline.structure.contacts import contacts_of
from pipeline.structure.credits import credited_people
from pipeline.structure.events import event_of
from pipeline.structure.form import Form, Question, Unit, is_nothing, other_expertise, to_answer
from pipeline.structure.logframe import is_logframe, logframe_insights, row_insights
from pipeline.structure.organisers import asks_for_organisers, listed_organisers, organisers_of
from pipeline.structure.outline import Place, is_lead_only, places
from pipeline.structure.people import form_people, listed_people
from pipeline.structure.qualifiers import qualifiers
from pipeline.structure.statements import insights_of, pieces
from pipeline.structure.tables import columns_of, headed_insights
from pipeline.text.clean import squeeze
from pipeline.text.dates import DateHit, find_dates
from pipeline.text.names import PlaceOf


@dataclass(frozen=True)
class Reading:
    """What every genre works from."""

    document: Document
    form: Form
    confidence: float
    is_place: PlaceOf


def learning_form(reading: Reading) -> Record:
    """A filled form: its answers, its officials and contacts, its learnings and follow-ups."""
    form = reading.form
    answers = [to_answer(q) for q in form.questions]
    notes = []
    if form.unmatched:
        listed = "; ".join(f"“{question[:120]}”" for question in form.unmatched)
        notes.append(f"Template drift ({form.template or 'unknown edition'}): no column is known for {listed}.")
    return Record(
        genre="learning_form",
        confidence=reading.confidence,
        title=title_of(reading.document),
        event=_form_event(form),
        answers=tuple(_with_other(answers, form)),
        insights=tuple(_form_insights(form)),
        people=tuple(form_people(form, reading.is_place)),
        contacts=contacts_of(reading.document),
        template=form.template,
        notes=tuple(notes),
    )


def _with_other(answers: list[Answer], form: Form) -> list[Answer]:
    """The answers, and what was written behind `Other` as an answer of its own column."""
    expertise = form.first("expertise")
    if expertise is None or any(a.column == "expertise_other" and a.answer for a in answers):
        return answers
    other = other_expertise(expertise)
    if other:
        answers.append(Answer(question="Other", answer=other, column="expertise_other"))
    return answers


def _form_event(form: Form) -> Event | None:
    """The event of a form; where one answer says both when and where, each is read from it."""
    name, date, venue = (form.first(c) for c in ("event_name", "date_attended", "venue"))
    if name is None or not name.answers:
        return None
    dates = next((found for q in (date, venue, name) if (found := _days(_text(q)))), [])
    place = _without_dates(_text(venue) or (_text(date) if dates else ""))
    return Event(
        name=re.sub(r"\.$", "", _text(name)),
        start=dates[0].first if dates else "",
        end=dates[-1].last if dates else "",
        venue=re.split(r",\s|\n|;", place)[0].strip(" ."),
        place=place,
        organisers=_form_organisers(form),
        spans=tuple(u.span for u in name.answers[:1]),
    )


def _days(answer: str) -> list[DateHit]:
    """The dates of an answer, without what is no more than a year where there are days."""
    found = find_dates(answer)
    exact = [hit for hit in found if hit.precision == "day"]
    return exact or [hit for hit in found if hit.precision == "month"]


def _without_dates(answer: str) -> str:
    """What an answer says besides dates: the place in `12-13 October 2017, Town Hall, Turin`."""
    hits = _days(answer)
    for hit in reversed(hits):
        answer = f"{answer[: hit.start]} {answer[hit.end :]}"
    return squeeze(answer).strip(" ,;:.()–-") if hits else answer


def _form_organisers(form: Form) -> tuple[str, ...]:
    """Who the form says organised the event: in answer to that question, else in the words of its purpose."""
    for question in form.questions:
        if asks_for_organisers(question.text) and question.answers:
            return listed_organisers("\n".join(u.text for u in question.answers))
    purpose = form.first("purpose")
    return organisers_of(u.text for u in purpose.answers) if purpose is not None else ()


def _text(question: Question | None) -> str:
    return squeeze(" ".join(u.text for u in question.answers)) if question is not None else ""


def _form_insights(form: Form) -> list[Insight]:
    numbers = count()
    found = []
    for question in form.questions:
        if question.column is None or not question.column.kind:
            continue
        for unit in question.answers:
            for text, span in _answer_pieces(unit):
                found.append(_form_insight(next(numbers), text, span, question))
    return found


def _answer_pieces(unit: Unit) -> list[tuple[str, Span]]:
    if is_nothing(unit.text) or is_lead_only(unit.text):
        return []
    found = []
    mark = LIST_MARK.match(unit.text) if unit.row is not None else None
    offset = mark.end() if mark else 0
    for start, end in pieces(unit.text[offset:]):
        text = unit.text[offset + start : offset + end]
        if len(text.split()) >= 3:
            begin = unit.span.start + offset + start
            found.append((text, Span(block=unit.span.block, start=begin, end=begin + len(text))))
    return found


def _form_insight(number: int, text: str, span: Span, question: Question) -> Insight:
    kind = question.column.kind if question.column is not None else ""
    recommended = kind == "recommendation"
    return Insight(
        number=number,
        kind=kind,
        text=text,
        section=squeeze(f"{question.unit.marker} {question.text}"),
        spans=(span,),
        addressed_to=asked.named(text) if recommended else (),
        strength=asked.worded(text) if recommended else "",
        qualifiers=qualifiers(text),
        confidence=0.95,
    )


def forum_report(reading: Reading) -> Record:
    """A report of an event: what was found, done, faced and recommended, and who took part."""
    return _report(reading, "forum_report", event=event_of(reading.document, announcing=False))


def general(reading: Reading) -> Record:
    """Any other report: its lessons, findings and recommendations, where headings announce them."""
    return _report(reading, "other", event=None)


def _report(reading: Reading, genre: str, event: Event | None) -> Record:
    found = places(reading.document)
    people, named = listed_people(found, reading.is_place, title_of(reading.document))
    people += credited_people(reading.document.blocks, reading.is_place, people)
    found = [place for place in found if place.block.number not in named]
    return Record(
        genre=genre,
        confidence=reading.confidence,
        title=title_of(reading.document),
        date=date_of(reading.document, event),
        event=event,
        insights=tuple(_insights(found, reading.is_place)),
        people=tuple(people),
        contacts=contacts_of(reading.document),
    )


def event_announcement(reading: Reading) -> Record:
    """An invitation: the event, its aims, whom to ask."""
    event = event_of(reading.document, announcing=True)
    return _report(reading, "event_announcement", event)


def factsheet(reading: Reading) -> Record:
    """A network or programme in brief: what it wants, does and has done."""
    return _report(reading, "factsheet", event=None)


def strategic_plan(reading: Reading) -> Record:
    """A plan: vision, objectives, activities and indicators, of prose and of tables."""
    return _report(reading, "strategic_plan", event=None)


def _insights(found: Sequence[Place], is_place: PlaceOf) -> list[Insight]:
    """The statements of paragraphs and of tables, in the order of the document."""
    stated = list(insights_of(found, is_place))
    for place in found:
        if place.block.kind is Kind.TABLE:
            stated.extend(_of_table(place, is_place))
    stated.sort(key=lambda insight: insight.spans[0].block)  # stable: within a block as they were read
    return [replace(insight, number=number) for number, insight in enumerate(stated)]


def _of_table(place: Place, is_place: PlaceOf) -> Iterable[Insight]:
    """The statements of a table, by what its labels or headers say, else by the heading above it."""
    if is_logframe(place.block):
        return logframe_insights(place, is_place)
    columns = columns_of(place)
    return headed_insights(place, columns, is_place) if columns else row_insights(place, is_place)


_KIND_ONLY = re.compile(
    r"(?:final |summary |conference |workshop |mission |post[- ]event )?(?:report|proceedings|minutes|summary|record|announcement|invitation|call for participants|fact ?sheet)(?: (?:of|on|from)(?: the)?)?:?",
    re.IGNORECASE,
)


def title_of(document: Document) -> str:
    """The title as printed, with the line below it where it only says what kind of document this is; else the first
    heading."""
    blocks = [b for b in document.blocks[:40] if b.text and b.kind in (Kind.TITLE, Kind.HEADING)]
    title = next((b for b in blocks if b.kind is Kind.TITLE), blocks[0] if blocks else None)
    if title is None:
        return ""
    following = next((b for b in blocks if b.number > title.number), None)
    if _KIND_ONLY.fullmatch(title.text.strip()) and following is not None:
        return f"{title.text} {following.text}"
    return title.text


def date_of(document: Document, event: Event | None) -> str:
    """The document's own date: of its first page where one stands alone there, else the year of its event."""
    opening = [b for b in document.blocks[:12] if b.kind is not Kind.FURNITURE and len(b.text) < 80]
    for block in opening:
        hits = find_dates(block.text)
        if len(hits) == 1 and hits[0].first == hits[0].last and hits[0].end - hits[0].start >= 0.5 * len(block.text):
            return hits[0].first
    return event.start[:4] if event is not None else ""
