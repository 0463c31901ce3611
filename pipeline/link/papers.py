"""One document with all that was found in it, and where its characters stand: what this room reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.link.ids import made
from pipeline.model import Block, Document, Kind, Mention, Origin, Outcome, Person, Record, Span, Status, Tags, Where

ARRIVALS = ("folder", "mail", "archive")
"""Ways of arrival; a document takes its name from the first of these by which it came."""

FORMATS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": 0,
    "application/vnd.oasis.opendocument.text": 1,
    "application/rtf": 1,
    "text/rtf": 1,
    "text/html": 2,
    "application/xhtml+xml": 2,
    "application/pdf": 3,
    "text/plain": 5,
}
"""Which of several files with the same text speaks for them: the lowest. Formats not named here count 4."""

FORM = "learning_form"


@dataclass(frozen=True, eq=False)
class Paper:
    """A document that was read, structured and tagged."""

    document_id: str
    document: Document
    record: Record
    tags: Tags
    origins: tuple[Origin, ...]

    @cached_property
    def starts(self) -> list[int]:
        """Where each block begins in the text."""
        return self.document.offsets()

    @cached_property
    def cities(self) -> dict[int, list[Mention]]:
        """The cities mentioned in each block."""
        found: dict[int, list[Mention]] = {}
        for mention in self.tags.mentions:
            if mention.kind == "city" and mention.entity:
                found.setdefault(mention.span.block, []).append(mention)
        return found

    @property
    def issuer(self) -> str:
        """The words that name who issued it."""
        return self.tags.issuer or self.record.issuer

    @property
    def is_form(self) -> bool:
        """Whether it is a learning form."""
        return self.record.genre == FORM

    @property
    def rank(self) -> tuple[int, str]:
        """Sorts the file that speaks for others with the same text to the front."""
        return FORMATS.get(self.document.media_type, 4), self.document_id

    def people(self) -> Iterator[tuple[Person, str]]:
        """Its people, each with the id of the city they belong to."""
        places = self.tags.person_places
        for number, person in enumerate(self.tags.people):
            yield person, places[number][0] if number < len(places) else ""

    def start(self, span: Span) -> int:
        """Where a span begins in the text."""
        return self.starts[span.block] + span.start

    def end(self, span: Span) -> int:
        """Where a span ends in the text, exclusive."""
        return self.starts[span.block] + span.end

    def places(self, span: Span) -> tuple[Where, ...]:
        """The places of the table cell that holds the span, else of its block."""
        block = self.document.blocks[span.block]
        cell = next((c for c in block.cells if c.start <= span.start and span.end <= c.end), None)
        return cell.where if cell is not None and cell.where else block.where

    def page(self, spans: Sequence[Span]) -> int | None:
        """The page on which the first of the spans stands."""
        pages = (where.page for span in spans for where in self.places(span))
        return next((page for page in pages if page is not None), None)

    def locator(self, spans: Sequence[Span]) -> str:
        """The place of the first span in the grammar of the contract."""
        return next((where.locator for span in spans for where in self.places(span) if where.locator), "")

    def body(self) -> Iterable[Block]:
        """The blocks without running heads and page numbers."""
        return (block for block in self.document.blocks if block.kind is not Kind.FURNITURE)


def papers(outcomes: Iterable[tuple[Outcome, tuple[Origin, ...]]]) -> list[Paper]:
    """The documents that are done, sorted by content; origins of the same content come together."""
    done: dict[str, Outcome] = {}
    origins: dict[str, set[Origin]] = {}
    for outcome, arrivals in outcomes:
        if outcome.status is Status.DONE and outcome.document is not None:
            done.setdefault(outcome.digest, outcome)
            origins.setdefault(outcome.digest, set()).update(arrivals)
    return [_paper(done[digest], origins[digest]) for digest in sorted(done)]


def _paper(outcome: Outcome, origins: set[Origin]) -> Paper:
    if outcome.document is None or outcome.record is None:
        raise ValueError(f"outcome {outcome.digest} is done and holds no document or record")
    return Paper(
        document_id=f"d-{outcome.digest[:16]}",
        document=outcome.document,
        record=outcome.record,
        tags=outcome.tags or Tags(),
        origins=tuple(sorted(origins, key=arrival)),
    )


def arrival(origin: Origin) -> tuple[object, ...]:
    """The order of origins: folder before mail before archive, then by locator."""
    source = ARRIVALS.index(origin.source) if origin.source in ARRIVALS else len(ARRIVALS)
    return source, origin.locator, origin.name, origin.account, origin.message_id, origin.sent_at, repr(origin)


def origin_id(document_id: str, origin: Origin) -> str:
    """The id of one arrival."""
    return made("o", document_id, origin.source, origin.locator, origin.account, origin.message_id)
