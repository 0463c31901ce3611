"""People in the cells of a table: programmes, delegations, heads of memos.

A cell is a text of its own: "09:00 | Welcome | Ana Prado, Mayor of Olinda". Each of its lines, and each part between
semicolons, may name one person with role, body and place; what does not is read like running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Block, Kind, Person, Span
from pipeline.tag.people.anchor import METHOD, PlaceOf
from pipeline.text.names import is_common_word, is_organisation_word, parse_person_line
from pipeline.text.names.words import is_known_name

_LINE = re.compile(r"[^;\n\v]+")
_SURE = 0.6
"""How much like a name the name of a cell's line must be; below it only an honorific will do."""
LONGEST = 160
"""Characters of a line that is one person's."""


def cells_of(block: Block) -> Iterator[tuple[Block, int]]:
    """The cells of a table as blocks of running text, with the place where each begins; its headers are left out."""
    for cell in block.cells:
        if not cell.header and block.cell_text(cell).strip():
            yield Block(number=block.number, kind=Kind.ITEM, text=block.cell_text(cell)), cell.start


def lines_of(cell: Block, offset: int, place_of: PlaceOf) -> Iterator[Person]:
    """The people whom a line of a cell names with role, body or place."""
    for match in _LINE.finditer(cell.text):
        text = match[0]
        if len(text) > LONGEST or "," not in text:
            continue
        line = parse_person_line(text, place_of)
        if line is None or not (line.role or line.organisation or line.place):
            continue
        titled = bool(line.name.honorific)
        known = line.role or any(is_known_name(word) for word in line.surface.split())
        if text[: line.start].replace(line.name.honorific, "").strip():
            continue  # "Opening by Ms. Vuniwaqa": read like running text
        if not titled and (line.score < _SURE or not known or not _is_name(line.surface, place_of)):
            continue
        start = offset + match.start() + line.start
        yield Person(
            name=line.name.text,
            part="mentioned",
            honorific=line.name.honorific,
            given=line.name.given,
            family=line.name.family,
            role=line.role,
            organisation=line.organisation,
            place=line.place,
            surface=line.surface,
            spans=(Span(block=cell.number, start=start, end=start + len(line.surface)),),
            method=f"{METHOD}:cell",
        )


def _is_name(surface: str, place_of: PlaceOf) -> bool:
    words = surface.split()
    plain = [word for word in words if is_common_word(word) or is_organisation_word(word) or not word[:1].isalpha()]
    led = place_of(words[0]) and not is_known_name(words[0])  # Ljubljana Josefa
    return 2 <= len(words) <= 6 and 2 * len(plain) < len(words) and not led and not place_of(surface)
