"""Tables `documents`, `origins`, `forms`, `answers` and `contacts`: what one document says by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from pipeline.link.events import Linked as Events
from pipeline.link.ids import made
from pipeline.link.organisations import Linked as Organisations
from pipeline.link.papers import Paper, origin_id
from pipeline.link.participations import Linked as People
from pipeline.link.places import known_city
from pipeline.link.versions import Versions
from pipeline.link.words import fold, squeeze
from pipeline.model import Answer
from pipeline.model.dataset import Answers, Contacts, Documents, Forms, Origins
from pipeline.text.dates import iso_range

UNSURE = 0.5
"""Confidence in the genre below which a person should look."""

_LOOK = re.compile(r"\bdrift|\bno question\b|\bunmatched\b", re.IGNORECASE)
_LOST = re.compile(
    r"\bcut\b|\bcut off\b|truncat|left out|without text|pictures\b|only the first|the first [\d,]+ (?:were|was) read|"
    r"could not be read|damaged|may be missed|not read\b",
    re.IGNORECASE,
)
_COLUMNS = frozenset(Forms.__struct_fields__) - {"document_id", "expertise"}


def document_row(
    paper: Paper, theme_ids: frozenset[str], events: Events, organisations: Organisations, versions: Versions
) -> Documents:
    """The row of one document."""
    document, record = paper.document, paper.record
    first, last = iso_range(record.date)
    return Documents(
        document_id=paper.document_id,
        sha256=document.digest,
        file_name=paper.origins[0].name if paper.origins else "",
        media_type=document.media_type,
        genre=record.genre,
        genre_confidence=record.confidence,
        title=record.title,
        language=document.language,
        date=record.date if first else "",
        date_from=first,
        date_to=last,
        organisation_id=organisations.id(paper.document_id, paper.issuer),
        city_id=known_city(paper.tags.issuer_city),
        theme_ids=tuple(theme for theme in paper.tags.themes if theme in theme_ids),
        pages=document.pages,
        words=sum(len(block.text.split()) for block in document.blocks),
        extraction=document.extraction,
        event_id=events.of(paper.document_id),
        supersedes=versions.supersedes.get(paper.document_id, ""),
        same_as=versions.same_as.get(paper.document_id, ""),
        status=_status(paper),
        warnings=_notes(paper),
    )


def _notes(paper: Paper) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*paper.document.notes, *paper.record.notes, *paper.tags.notes)))


def _status(paper: Paper) -> str:
    """`needs_review` where the kind of document is doubtful, `partial` where something could not be read."""
    notes = _notes(paper)
    if paper.record.confidence < UNSURE or any(_LOOK.search(note) for note in notes):
        return "needs_review"
    return "partial" if any(_LOST.search(note) for note in notes) else "ok"


def origin_rows(paper: Paper) -> Iterator[Origins]:
    """A row for each arrival of a document."""
    seen = set()
    for origin in paper.origins:
        identity = origin_id(paper.document_id, origin)
        if identity not in seen:
            seen.add(identity)
            yield Origins(
                origin_id=identity,
                document_id=paper.document_id,
                source=origin.source,
                locator=origin.locator,
                file_name=origin.name,
                account=origin.account,
                message_id=origin.message_id,
                sender=origin.sender,
                original_sender=origin.original_sender,
                subject=origin.subject,
                sent_at=origin.sent_at,
                parent=origin.parent,
            )


def form_row(paper: Paper) -> Forms:
    """A form's answers by column, several to one column one after the other."""
    texts: dict[str, list[str]] = {}
    ticked: list[str] = []
    for answer in paper.record.answers:
        if answer.column == "expertise":
            ticked += answer.options
        elif answer.column in _COLUMNS and answer.answer:
            texts.setdefault(answer.column, []).append(answer.answer)
    joined = {column: "\n".join(some) for column, some in texts.items()}
    return Forms(document_id=paper.document_id, expertise=tuple(dict.fromkeys(ticked)), **joined)


def answer_rows(paper: Paper) -> Iterator[Answers]:
    """A row for each question of a document."""
    for ordinal, answer in enumerate(paper.record.answers):
        yield Answers(
            answer_id=made("a", paper.document_id, ordinal, fold(answer.question)),
            document_id=paper.document_id,
            ordinal=ordinal,
            question=answer.question,
            answer=answer.answer or _ticked(answer),
            column=answer.column,
            locator=paper.locator(answer.spans),
        )


def _ticked(answer: Answer) -> str:
    return ", ".join(answer.options)


def contact_rows(paper: Paper, organisations: Organisations, people: People) -> Iterator[Contacts]:
    """A row for each distinct contact of a document."""
    seen = set()
    for contact in paper.record.contacts:
        row = Contacts(
            contact_id="",
            document_id=paper.document_id,
            organisation=squeeze(contact.organisation),
            organisation_id=organisations.id(paper.document_id, contact.organisation),
            person_id=people.id(paper.document_id, contact.person) if contact.person else "",
            email=contact.email.strip(),
            phone=squeeze(contact.phone),
            url=contact.url.strip(),
        )
        said = (row.organisation, squeeze(contact.person), row.email, row.phone, row.url)
        if any(said) and said not in seen:
            seen.add(said)
            yield replace(row, contact_id=made("c", paper.document_id, *said))
