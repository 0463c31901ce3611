"""People in the rows of a title block: a table of two columns with a label and those it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Block, Kind, Person, Span
from pipeline.structure.people import to_person
from pipeline.text.clean import fold
from pipeline.text.names import PlaceOf, parse_person_line

_LABELS = (
    ("author", re.compile(r"^(?:authors?|(?:note|report|prepared|written|compiled|drafted) by|editors?|evaluators?)$")),
    ("contributor", re.compile(r"^(?:contributors?|with contributions (?:from|of)|reviewers?|document owner)$")),
    ("contact", re.compile(r"^(?:contact(?: person)?s?|questions to)$")),
    ("moderator", re.compile(r"^(?:moderators?|facilitators?|rapporteurs?|chairs?)$")),
    ("speaker", re.compile(r"^(?:(?:keynote )?speakers?|panell?ists?|presenters?)$")),
)
_COLUMNS = 2
_MOST = 40  # people that a row names


def credited_people(blocks: Sequence[Block], is_place: PlaceOf, known: Sequence[Person]) -> list[Person]:
    """The people of rows like `Contributors | A, Planner; B, City of X`, with their part, but for those that `known`
    holds already."""
    taken = {span.block for person in known for span in person.spans}
    found: list[Person] = []
    for block in blocks:
        rows: dict[int, list[tuple[int, str]]] = {}
        for cell in block.cells if block.kind is Kind.TABLE and block.number not in taken else ():
            rows.setdefault(cell.row, []).append((cell.start, block.cell_text(cell)))
        for cells in rows.values():
            part = _part(cells[0][1]) if len(cells) == _COLUMNS else ""
            if part:
                found += _named(block.number, *cells[1], part, is_place)
    return found


def _part(label: str) -> str:
    """The part that a label gives; empty for other labels."""
    text = fold(label).strip(" :.")
    return next((part for part, pattern in _LABELS if pattern.match(text)), "")


def _named(number: int, start: int, text: str, part: str, is_place: PlaceOf) -> list[Person]:
    """Those whom a cell names, one behind each semicolon or on each line."""
    found = []
    for piece in list(re.finditer(r"[^;\v\n]+", text))[:_MOST]:
        line = parse_person_line(piece[0], is_place)
        if line is not None:
            begin = start + piece.start()
            span = Span(block=number, start=begin + line.start, end=begin + line.end)
            found.append(to_person(line, span, part, "table/1"))
    return found
