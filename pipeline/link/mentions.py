"""Table `mentions`: every entity seen, where it stands, and which row of the other tables it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.link.confidence import Scales
from pipeline.link.ids import made
from pipeline.link.organisations import Linked as Organisations
from pipeline.link.papers import Paper
from pipeline.link.participations import Linked as People
from pipeline.link.places import known_city, known_country
from pipeline.model import Mention
from pipeline.model.dataset import Mentions


def mention_rows(
    paper: Paper,
    insight_ids: Mapping[tuple[str, int], str],
    theme_ids: frozenset[str],
    people: People,
    organisations: Organisations,
    scales: Scales,
) -> Iterator[Mentions]:
    """A row for each mention of a document; the same mention found twice is one."""
    seen = set()
    for mention in paper.tags.mentions:
        entity = _entity(paper.document_id, mention, theme_ids, people, organisations)
        insight_id = "" if mention.insight is None else insight_ids.get((paper.document_id, mention.insight), "")
        start, end = paper.start(mention.span), paper.end(mention.span)
        identity = made("m", paper.document_id, mention.kind, start, end, entity, insight_id)
        if identity in seen:
            continue
        seen.add(identity)
        yield Mentions(
            mention_id=identity,
            document_id=paper.document_id,
            insight_id=insight_id,
            entity_type=mention.kind,
            entity_id=entity,
            status="resolved" if entity else "unresolved",
            candidates=() if entity else mention.candidates,
            surface=mention.surface,
            page=paper.page([mention.span]),
            char_start=start,
            char_end=end,
            confidence=scales.sure(mention.kind, mention.method, mention.score) if entity else mention.score,
            method=mention.method,
            evidence=mention.evidence,
        )


def _entity(
    document_id: str, mention: Mention, theme_ids: frozenset[str], people: People, organisations: Organisations
) -> str:
    """The id that stands in the tables for what a mention names, empty where that is open."""
    if mention.kind == "person":
        return people.id(document_id, mention.entity or mention.surface, [mention.span])
    if mention.kind == "organisation":
        return organisations.id(document_id, mention.entity or mention.surface)
    if mention.kind == "city":
        return known_city(mention.entity)
    if mention.kind == "country":
        return known_country(mention.entity)
    if mention.kind == "theme":
        return mention.entity if mention.entity in theme_ids else ""
    return mention.entity
