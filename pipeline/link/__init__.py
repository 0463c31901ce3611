"""Link: from the outcomes of single documents to the tables of the whole collection.

The same outcomes give the same dataset, in whatever order they come: everything is sorted by content first, and ids
are made of content. Nothing is compared with everything: each part names the blocks within which it compares.

    papers          documents that are done, with the places of their characters
    events          one event under several names
    organisations   with and without acronym
    people          sightings -> persons            participations  their rows
    versions        the same text in another file, a corrected form
    statements      insights, and which of them say the same
    confidence      how scores become confidences
    corrections     what people decided about them
    places documents mentions                       the other rows
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Annotated

from msgspec import Meta, Struct

from pipeline.link import (
    confidence,
    corrections,
    documents,
    events,
    mentions,
    organisations,
    participations,
    places,
    statements,
    versions,
)
from pipeline.link.papers import papers
from pipeline.model import Origin, Outcome
from pipeline.model.correction import Correction
from pipeline.model.dataset import TABLES, Dataset, Insights, Row, Themes

__all__ = ["LinkSettings", "ThemeRow", "link"]


ThemeRow = tuple[str, str, str, str, tuple[str, ...]]
"""A theme of the vocabulary: id, label, definition, broader, mappings."""


class LinkSettings(Struct, frozen=True, kw_only=True):
    """What people decided about who is who. A name stands as seen, like `P. Bellardi`; where namesakes are to be told
    apart, with a city's or document's id, like `Maria Gonzalez | geonames:3652462`."""

    same_people: tuple[tuple[str, str], ...] = ()  # pairs that are one person, whatever else is known
    different_people: tuple[tuple[str, str], ...] = ()  # pairs that are never one person
    review_below: Annotated[float, Meta(ge=0, le=1)] = 0.5  # confidence below which a finding asks for review


def link(
    outcomes: Iterable[tuple[Outcome, tuple[Origin, ...]]],
    themes: Sequence[ThemeRow],
    settings: LinkSettings | None = None,
    decided: Mapping[str, Correction] | None = None,
    scales: confidence.Scales | None = None,
) -> Dataset:
    """The dataset of all documents that are done. Deterministic, whatever the order of the outcomes.

    decided: what people corrected, by insight. scales: how scores become confidences; without any the packaged ones.
    """
    settings = settings or LinkSettings()
    scales = scales or confidence.packaged()
    read = papers(outcomes)
    theme_ids = frozenset(theme[0] for theme in themes)
    texts = versions.texts(read)
    copies = versions.same_text(texts)
    held = events.link(read, copies)
    bodies = organisations.Linked(read, copies)
    people = participations.Linked(read, held, bodies, settings.same_people, settings.different_people, scales)
    editions = versions.versions(texts, copies, held, people)
    said = statements.statements(read, theme_ids)
    insights = statements.rows(said, statements.clusters(said, editions), held, people, bodies, scales)
    insights = corrections.corrected(insights, decided or {}, theme_ids)
    numbers = _insight_ids(said)
    tables: dict[str, Iterable[Row]] = {
        "documents": [documents.document_row(paper, theme_ids, held, bodies, editions) for paper in read],
        "origins": [row for paper in read for row in documents.origin_rows(paper)],
        "events": held.rows,
        "insights": insights,
        "people": people.rows,
        "participations": people.participations,
        "organisations": bodies.rows,
        "forms": [documents.form_row(paper) for paper in read if paper.is_form],
        "answers": [row for paper in read for row in documents.answer_rows(paper)],
        "mentions": [
            row for paper in read for row in mentions.mention_rows(paper, numbers, theme_ids, people, bodies, scales)
        ],
        "contacts": [row for paper in read for row in documents.contact_rows(paper, bodies, people)],
    }
    rows = {name: _sorted(name, some) for name, some in tables.items()}
    rows |= _counted(rows, places.Named(read), themes, editions)
    return Dataset(
        tables={name: rows.get(name, ()) for name in TABLES},
        texts={paper.document_id: paper.document.text() for paper in read},
        review_below=settings.review_below,
    )


def _insight_ids(said: Iterable[statements.Statement]) -> dict[tuple[str, int], str]:
    return {(one.paper.document_id, one.insight.number): one.insight_id for one in said}


ORDER = {
    "insights": ("document_id", "ordinal"),
    "answers": ("document_id", "ordinal"),
    "mentions": ("document_id", "char_start", "char_end", "entity_type"),
    "participations": ("document_id", "person_id"),
}
"""How rows are sorted before their key."""


def _sorted(table: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    names = (*ORDER.get(table, ()), TABLES[table].__struct_fields__[0])
    return tuple(sorted(rows, key=attrgetter(*names)))


def _counted(
    rows: Mapping[str, Iterable[Row]], named: places.Named, themes: Sequence[ThemeRow], editions: versions.Versions
) -> dict[str, tuple[Row, ...]]:
    """The tables that count insights: each cluster once, without documents that repeat or are replaced."""
    hidden = editions.hidden()
    found = [row for row in rows["insights"] if isinstance(row, Insights)]
    shown = [row for row in found if row.document_id not in hidden and row.review != "rejected"]
    themed = _counts((row.cluster_id, row.theme_ids) for row in shown)
    in_cities = _counts((row.cluster_id, row.city_ids) for row in shown)
    in_countries = _counts((row.cluster_id, row.country_codes) for row in shown)
    return {
        "cities": tuple(places.city_rows(_values(rows, "city_id", "city_ids"), named, in_cities)),
        "countries": tuple(places.country_rows(_values(rows, "country_code", "country_codes"), named, in_countries)),
        "themes": tuple(_theme_row(theme, themed.get(theme[0], 0)) for theme in sorted(themes)),
    }


def _counts(found: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, int]:
    pairs = {(cluster, entity) for cluster, entities in found for entity in entities}
    return Counter(entity for _, entity in pairs)


def _values(rows: Mapping[str, Iterable[Row]], single: str, several: str) -> set[str]:
    """All values of a column, by its name in any table, alone or in lists."""
    alone = {getattr(row, single, "") for some in rows.values() for row in some}
    listed = {value for some in rows.values() for row in some for value in getattr(row, several, ())}
    return (alone | listed) - {""}


def _theme_row(theme: ThemeRow, count: int) -> Themes:
    identity, label, definition, broader, mappings = theme
    return Themes(
        theme_id=identity,
        label=label,
        definition=definition,
        broader=broader,
        mappings=tuple(mappings),
        insight_count=count,
    )
