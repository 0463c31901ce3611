"""Tag the cities and countries that a document names: `pipeline.text.places` over its blocks, twice.

The first pass finds what is sure; the second judges the rest knowing that: "in Salvador" in a document about El
Salvador, "Dar" in one that names Dar es Salaam. Lists that are mostly names of cities are found first, since an item
of one needs no other evidence and may be misspelt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Block, Document, Kind, Mention, Span
from pipeline.text.names import is_common_word
from pipeline.text.places import (
    Known,
    PlaceHit,
    Reader,
    cities_named,
    is_label,
    is_like_a_label,
    key_of,
    listed_places,
    names_places,
    sole_country,
)

Spans = Sequence[tuple[int, int]]

SHORT = 60
"""Characters of a block that may stand in a list below the name of a country."""
LEAST, LARGE = 15_000, 100_000
"""People of a city that a heading may name without other evidence, and where its name is a word as well."""
SURE = 0.85
"""Score from which a city or country counts as known for the rest of the document."""


@dataclass(frozen=True)
class _Unit:
    """A piece of text that is judged by itself: a block, or a cell of a table."""

    block: int
    offset: int  # of the piece in the block's text
    text: str
    listed: bool = False
    country: str = ""  # the code of the one that heads the list, or stands in the same row of a table


def tag_places(document: Document, taken: Mapping[int, Spans], gpe: Mapping[int, Spans]) -> tuple[Mention, ...]:
    """Mentions of cities and countries in all blocks but furniture, in order of the text.

    `taken` are spans of persons' names by block number, `gpe` spans that a language model calls places; both may be
    empty. A name that could be several cities has no entity but candidates.
    """
    units = list(_with_lists(document))
    readers = [_reader(unit, taken, gpe) for unit in units]
    words = frozenset(word for reader in readers for word in reader.small_words())
    first = [reader.judge(Known(words=words)) for reader in readers]
    known = _sure(first, words)
    second = [reader.judge(known) for reader in readers]
    return tuple(_mention(unit, hit) for unit, hits in zip(units, second, strict=True) for hit in hits)


def _reader(unit: _Unit, taken: Mapping[int, Spans], gpe: Mapping[int, Spans]) -> Reader:
    """The text of a unit, with the spans that concern it moved to its own beginning."""
    return Reader(
        unit.text,
        _within(unit, taken.get(unit.block, ())),
        _within(unit, gpe.get(unit.block, ())),
        cities_listed=unit.listed,
        country=unit.country,
    )


def _within(unit: _Unit, spans: Spans) -> list[tuple[int, int]]:
    end = unit.offset + len(unit.text)
    return [(max(a - unit.offset, 0), b - unit.offset) for a, b in spans if a < end and b > unit.offset]


def _sure(found: list[list[PlaceHit]], words: frozenset[str]) -> Known:
    """What the first pass is sure of, and the words that the document writes small."""
    hits = [hit for hits in found for hit in hits if hit.score >= SURE]
    countries = frozenset(hit.country.code for hit in hits if hit.country)
    return Known(
        cities=frozenset(hit.city.id for hit in hits if hit.city),
        countries=countries,
        homes=countries | {hit.city.country_code for hit in hits if hit.city and hit.own},
        words=words,
        told=_told(hits),
    )


def _told(hits: Iterable[PlaceHit]) -> dict[str, str]:
    """Names that stand beside their country somewhere, and the city so meant: it is meant elsewhere, too."""
    told: dict[str, set[str]] = {}
    for hit in hits:
        if hit.told and hit.city:
            told.setdefault(key_of(hit.surface), set()).add(hit.city.id)
    return {name: next(iter(ids)) for name, ids in told.items() if len(ids) == 1}


def _mention(unit: _Unit, hit: PlaceHit) -> Mention:
    entity = hit.city.id if hit.city else hit.country.code if hit.country else ""
    return Mention(
        kind="country" if hit.country else "city",
        span=Span(block=unit.block, start=unit.offset + hit.start, end=unit.offset + hit.end),
        surface=hit.surface,
        entity=entity,
        candidates=tuple(city.id for city in hit.candidates),
        score=hit.score,
        method=hit.method,
        evidence=hit.evidence,
    )


def _with_lists(document: Document) -> Iterator[_Unit]:
    """The units of a document; those that stand in a list of places say so."""
    run: list[_Unit] = []
    country = ""
    cities = _headings_of_cities(document.blocks)
    for block in document.blocks:
        if block.number in cities:
            yield from _marked(run)
            run, end = [], cities[block.number]
            yield _Unit(block.number, 0, block.text[:end], listed=True)
            yield _Unit(block.number, end, block.text[end:])
        elif block.kind is Kind.TABLE:
            yield from _marked(run)
            run = []
            yield from _cells(block)
        elif block.kind is not Kind.FURNITURE:
            run.append(_Unit(block.number, 0, block.text, country=country))
            country = _country_above(block, country)
    yield from _marked(run)


def _headings_of_cities(blocks: Sequence[Block]) -> dict[int, int]:
    """Where the city's name ends in headings that are names of cities or begin with one and a colon; where two of a
    document are those of well-known ones, the others are, too: "Penang", "Hue", "Santa Ana: jobs first"."""
    heads = {
        b.number: b.text.partition(":")[0].rstrip() for b in blocks if b.kind is Kind.HEADING and len(b.text) < 200
    }
    named = {number: len(head) for number, head in heads.items() if len(head) <= SHORT and _is_a_city(head)}
    sure = {heads[number] for number in named if names_places(heads[number])}
    return named if len(sure) >= 2 else {}


def _is_a_city(name: str) -> bool:
    least = LARGE if is_common_word(name) else LEAST  # Annex is a town, too
    return any(city.population >= least for city in cities_named(name))


def _country_above(block: Block, country: str) -> str:
    """The country that heads what follows a block: its own, if it is one; else that of before, as long as items last."""
    if named := sole_country(block.text):
        return named
    return country if block.kind is Kind.ITEM or len(block.text) <= SHORT else ""


def _marked(units: list[_Unit]) -> list[_Unit]:
    """The same units, marked where they stand in a list of places."""
    marks = listed_places([unit.text for unit in units])
    return [replace(unit, listed=True) if mark else unit for unit, mark in zip(units, marks, strict=True)]


def _cells(block: Block) -> Iterator[_Unit]:
    """The cells of a table by column, in which a list of places is looked for, then in order of the text."""
    columns: dict[int, list[_Unit]] = {}
    countries = _countries_of_rows(block)
    for cell in block.cells:
        country = countries.get(cell.row, "")
        columns.setdefault(cell.column, []).append(
            _Unit(block.number, cell.start, block.cell_text(cell), country=country)
        )
    units = [unit for column in columns.values() for unit in _column([u for u in column if u.text.strip()])]
    yield from sorted(units, key=lambda unit: unit.offset) or [_Unit(block.number, 0, block.text)]


def _countries_of_rows(block: Block) -> dict[int, str]:
    """The country that fills a cell of a row, where it is the only one of the row."""
    found: dict[int, set[str]] = {}
    for cell in block.cells:
        if code := sole_country(block.cell_text(cell)):
            for row in range(cell.row, cell.row + min(cell.row_span, len(block.cells))):
                found.setdefault(row, set()).add(code)
    return {row: next(iter(codes)) for row, codes in found.items() if len(codes) == 1}


def _column(units: list[_Unit]) -> list[_Unit]:
    """The cells of a column: all are places below a heading like `City`."""
    if units and (is_label(units[0].text) or _is_of_cities(units)):
        return [units[0], *(replace(unit, listed=True) for unit in units[1:])]
    return _marked(units)


def _is_of_cities(units: Sequence[_Unit]) -> bool:
    """Whether a column below a heading like `Partner cities` holds places: most cells are well-known ones."""
    cells = units[1:]
    return is_like_a_label(units[0].text) and sum(names_places(unit.text) for unit in cells) * 2 > len(cells)
