"""People that stand in forms and lists, told by the shape of their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as renewed

from pipeline.model import Block, Cell, Kind, Person, Span
from pipeline.structure.form import Form, Question, Unit
from pipeline.structure.outline import Place
from pipeline.structure.roles import role_of
from pipeline.text.clean import fold
from pipeline.text.names import (
    PersonLine,
    PlaceOf,
    kind_of,
    lean_of,
    looks_like_name,
    parse_name_cell,
    parse_person_line,
    split_people,
)

LONGEST_OFFICE = 120  # characters of a line that says what the person above is
SURELY = 0.5  # likeness to a name from which a piece of a list of names is one
_PARTS = (
    ("moderator", r"\bmoderat|\bfacilitat|\bchair(?:s|ed|person)?\b|\brapporteur"),
    (
        "speaker",
        r"\bspeaker|\bkeynote|\bpanel(?:l)?ist|\bpresenter|addressed|presented|\bspoke\b|discussant|opening remarks",
    ),
    ("contributor", r"\bcontribut|resource person"),
    ("author", r"\bauthor|\bprepared by|\bwritten by|\bcompiled by|\bdrafted by|\beditor"),
    ("contact", r"\bcontact|for more information|further information|enquir|inquir"),
    ("attendee", r"\bparticipant|\battend|\bdelegat|\bpresent\b"),
)
_COLUMNS = (
    ("name", r"\bname|\bparticipant|\bdelegate|\bperson|\bwho\b|\bspeaker"),
    ("role", r"\bposition|\btitle|\brole|\bfunction|\bdesignation|\bjob|\bcapacity|\brank"),
    (
        "organisation",
        r"\binstitution|\borgani[sz]ation|\baffiliation|\bagency|\bmunicipality|\bemployer|\bbody\b|\brepresenting|\bentity|\bdepartment",
    ),
    ("place", r"\bcity|\bcountry|\btown|\bplace|\bfrom\b|\blocation"),
)


def part_of(text: str) -> str:
    """As what people take part who stand under a heading or lead-in; empty where it does not say."""
    folded = fold(text)
    return next((part for part, pattern in _PARTS if re.search(pattern, folded)), "")


def listed_people(places: Sequence[Place], is_place: PlaceOf, title: str = "") -> tuple[list[Person], set[int]]:
    """The people of lists and tables in a report (participants, speakers, moderators, authors), and the numbers of
    the blocks that list them and so hold no statements. A document whose title says so is nothing but a list."""
    found: list[Person] = []
    blocks: set[int] = set()
    for run, part in _runs(places, is_place, _is_of_lists(title)):
        blocks |= {p.block.number for p in run}
        lines = [(p, p.block.text) for p in run if p.block.kind is not Kind.TABLE]
        found.extend(_people_of_lines(lines, part, is_place))
        for place in run:
            if place.block.kind is Kind.TABLE:
                found.extend(_people_of_table(place.block, part, is_place))
    return found, blocks


def _is_of_lists(text: str) -> bool:
    """Whether a title or heading announces people."""
    role = role_of(text) if text else None
    return role is not None and role.id in ("participants", "speakers", "authors")


def _runs(places: Sequence[Place], is_place: PlaceOf, titled: bool) -> list[tuple[list[Place], str]]:
    """Stretches of places that list people, each with the part they take."""
    runs: list[tuple[list[Place], str]] = []
    label = ""
    for place in places:
        block = place.block
        listing = titled or any(_is_of_lists(h.text) for h in list(reversed(place.headings))[:3])
        text = block.text.strip()
        if (
            block.kind is Kind.PARAGRAPH
            and len(text) < 60
            and (text.endswith(":") or listing)
            and part_of(text)
            and not _is_person(text, is_place)
        ):
            label = part_of(text)
            continue
        if place.lead is not None and part_of(place.lead.text[-250:]) and not listing and place.in_list:
            part = part_of(place.lead.text[-250:])
        elif listing:
            part = label or next((part_of(h.text) for h in reversed(place.headings) if part_of(h.text)), "attendee")
        elif label and block.kind is Kind.PARAGRAPH and _is_person(text, is_place):
            part = label
        else:
            label = ""
            part = "speaker" if block.kind is Kind.ITEM and _is_titled(text) else ""
        if not part and not (block.kind is Kind.TABLE and _name_column(block) is not None):
            continue
        part = part or "attendee"
        if runs and runs[-1][1] == part and runs[-1][0][-1].headings == place.headings:
            runs[-1][0].append(place)
        else:
            runs.append(([place], part))
    return [(run, part) for run, part in runs if _mostly_people(run, is_place)]


def _is_titled(text: str) -> bool:
    return bool(re.match(r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Hon|Eng|H\.E|Sra?|Mme|M)\.? [A-ZÀ-Ý]", text)) and len(text) < 200


def _is_person(text: str, is_place: PlaceOf) -> bool:
    return parse_person_line(text, is_place) is not None and "," in text


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence and no entry of a list of people."""
    words = len(line.split())
    return (
        len(line) >= 300
        or words > 34
        or (words > 12 and line.rstrip().endswith((".", ";")) and line.count(",") < words / 5)
    )


def _mostly_people(run: Sequence[Place], is_place: PlaceOf) -> bool:
    lines = [
        text for _, text in _two_lines([(p, p.block.text) for p in run if p.block.kind is not Kind.TABLE], is_place)
    ]
    tables = any(p.block.kind is Kind.TABLE and _is_of_people(p.block, is_place) for p in run)
    parsed = sum(parse_person_line(line, is_place) is not None for line in lines if not _is_prose(line))
    return tables or (bool(lines) and parsed >= 0.6 * len(lines))


def _is_of_people(block: Block, is_place: PlaceOf) -> bool:
    """Whether a table says in its first row that it holds names, or nearly every row of it names somebody."""
    if _name_column(block) is not None:
        return True
    rows = _rows_of(block)
    named = sum(len(cells) > 1 and _of_row(block, cells, None, is_place, 0) is not None for cells in rows)
    return named >= max(2, 0.8 * len(rows))


def _people_of_lines(lines: Sequence[tuple[Place, str]], part: str, is_place: PlaceOf) -> list[Person]:
    texts = [(p, text) for p, text in _two_lines(lines, is_place) if not _is_prose(text)]
    lean = _lean([text for _, text in texts], is_place)
    people: list[Person] = []
    for place, text in texts:
        for offset, piece in _names_joined(text) if part == "author" else [(0, text)]:
            line = parse_person_line(piece, is_place, lean=lean)
            if line is not None:
                span = Span(block=place.block.number, start=offset + line.start, end=offset + line.end)
                people.append(to_person(_of_the_city_above(line, place, is_place), span, part))
    return people


def _two_lines(lines: Sequence[tuple[Place, str]], is_place: PlaceOf) -> list[tuple[Place, str]]:
    """Lines with what a person is joined to the line above, where that is a name and nothing else."""
    joined: list[tuple[Place, str]] = []
    bare = False
    for place, text in lines:
        if bare and len(text) < LONGEST_OFFICE and kind_of(text.split(",")[0]) in ("role", "organisation"):
            above, name = joined.pop()
            joined.append((above, f"{name}, {text}"))
            bare = False
            continue
        joined.append((place, text))
        bare = place.block.kind is not Kind.TABLE and looks_like_name(text) >= SURELY and not is_place(text)
    return joined


_JOINT = re.compile(r",\s+and\s+|,\s+|\s{1,9}and\s+|\s{1,9}&\s+")


def _names_joined(text: str) -> list[tuple[int, str]]:
    """The names of a line of nothing but names, `A, B and C`, each with where it begins; else the whole line."""
    starts = [0, *(m.end() for m in _JOINT.finditer(text))]
    ends = [*(m.start() for m in _JOINT.finditer(text)), len(text)]
    names = [(a, text[a:b]) for a, b in zip(starts, ends, strict=True)]
    if all(len(name.split()) >= 2 and looks_like_name(name) >= SURELY for _, name in names):
        return names
    return [(0, text)]


def _of_the_city_above(line: PersonLine, place: Place, is_place: PlaceOf) -> PersonLine:
    """A delegate without a place of their own, below a heading that is a city."""
    heading = place.headings[-1].text.strip(" :") if place.headings else ""
    return replace(line, place=heading) if not line.place and heading and is_place(heading) else line


def _lean(texts: Sequence[str], is_place: PlaceOf) -> int:
    """Whether a list puts family names first, by the names that it holds."""
    lines = [parse_person_line(text, is_place) for text in texts]
    return lean_of([line.surface for line in lines if line is not None])


def to_person(line: PersonLine, span: Span, part: str, method: str = "list/1") -> Person:
    """A person as a line gives them."""
    return Person(
        name=line.name.text,
        part=part,
        honorific=line.name.honorific,
        given=line.name.given,
        family=line.name.family,
        role=line.role,
        organisation=line.organisation,
        place=line.place,
        surface=line.surface,
        spans=(span,),
        method=method,
    )


def _name_column(block: Block) -> dict[int, str] | None:
    """Which column of a table holds what, where its first row says so and one column is names."""
    first = min((c.row for c in block.cells), default=0)
    kinds: dict[int, str] = {}
    for cell in block.cells:
        if cell.row == first:
            text = fold(block.cell_text(cell))
            kind = next((k for k, pattern in _COLUMNS if re.search(pattern, text)), "")
            if kind and kind not in kinds.values() and len(text) < 50:
                kinds[cell.column] = kind
    return kinds if "name" in kinds.values() and len(kinds) >= 2 else None


def _rows_of(block: Block) -> list[list[Cell]]:
    """The cells of a table row by row."""
    rows: dict[int, list[Cell]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell)
    return [rows[number] for number in sorted(rows)]


def _people_of_table(block: Block, part: str, is_place: PlaceOf) -> list[Person]:
    columns = _name_column(block)
    held = _rows_of(block)[1 if columns else 0 :]
    first = [row for cells in held if (row := _of_row(block, cells, columns, is_place, 0)) is not None]
    lean = lean_of([line.surface for line, _ in first])
    again = [_of_row(block, cells, columns, is_place, lean) for cells in held]
    return [to_person(row[0], row[1], part, "table/1") for row in again if row is not None]


def _of_row(
    block: Block, cells: Sequence[Cell], columns: dict[int, str] | None, is_place: PlaceOf, lean: int
) -> tuple[PersonLine, Span] | None:
    if columns is None:
        texts = [block.cell_text(c).replace("\v", " ") for c in cells]
        line = parse_person_line(", ".join(t for t in texts if t), is_place, lean=lean)
        index = next((i for i, t in enumerate(texts) if line is not None and line.surface in t), None)
        if line is None or index is None:
            return None
        start = cells[index].start + texts[index].index(line.surface)
        return line, Span(block=block.number, start=start, end=start + len(line.surface))
    values = {columns[c.column]: block.cell_text(c).replace("\v", " ").strip() for c in cells if c.column in columns}
    cell = next((c for c in cells if columns.get(c.column) == "name"), None)
    line = parse_name_cell(values.get("name", ""), is_place, lean=lean) if cell is not None else None
    if cell is None or line is None:
        return None
    place = values.get("place", "") or line.place
    line = replace(
        line,
        role=values.get("role", line.role),
        organisation=values.get("organisation", line.organisation),
        place=place,
    )
    start = cell.start + line.start
    return line, Span(block=block.number, start=start, end=start + len(line.surface))


def form_people(form: Form, is_place: PlaceOf) -> list[Person]:
    """The officials and contacts of a form."""
    found: list[Person] = []
    for question in form.questions:
        name = question.column.name if question.column is not None else ""
        if name == "officials":
            found.extend(_of_answer(question, "attendee", is_place))
        elif name == "contacts":
            found.extend(_of_answer(question, "contact", is_place))
    return found


def _of_answer(question: Question, part: str, is_place: PlaceOf) -> list[Person]:
    texts: list[str] = []
    for row in _person_rows(question.answers):
        texts.append(", ".join(u.text for u in row if u.text) if len(row) > 1 else row[0].text)
    lines = [piece for text in _regrouped(texts, question) for piece in split_people(text, is_place)]
    lean = _lean(lines, is_place)
    found = [parse_person_line(line, is_place, lean=lean) for line in lines]
    people, position = [], (0, 0)
    for line in found:
        place = _find(question.answers, line.surface, position) if line is not None else None
        if line is not None and place is not None:
            person = to_person(line, place[0], part, "form/1")
            people.append(_of_the_issuer(person) if part == "attendee" else _in_their_unit(person))
            position = place[1]
    return people


_UNIT = re.compile(
    r"\b(?:department|directorate|division|unit|section|branch|office|team|desk|bureau|secretariat|observatory|service|services|programme|cluster|agency of the city|subdivision)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:municipality|city of|council|university|ministry|government|authority|association|institute|network|company|corporation|assembly)\b",
    re.IGNORECASE,
)


def _of_the_issuer(person: Person) -> Person:
    """An official whose organisation is a unit of the municipality: the unit belongs to the role, and they to it."""
    person = _in_their_unit(person)
    if not _UNIT.search(person.organisation) or _BODY.search(person.organisation) or person.place:
        return person
    said = fold(person.organisation) in fold(person.role)
    role = person.role if said else ", ".join(filter(None, (person.role, person.organisation)))
    return renewed(person, role=role, organisation="")


_INNER = re.compile(
    r"\b(?:department|directorate|division|section|branch|desk|project|programme|cent(?:re|er)|cell|ward \d+)$",
    re.IGNORECASE,
)


def _in_their_unit(person: Person) -> Person:
    """A person whose unit stands in front of their body, or alone where a place is given: the unit is the role, or
    part of it: "community centre, Municipality of X", "Heritage Department, X"."""
    unit, _, body = person.organisation.partition(", ")
    inner = _INNER.search(unit) and not _BODY.search(unit)
    if not inner or not (body or (person.place and person.place not in unit)):
        return person
    return renewed(person, role=", ".join(filter(None, (person.role, unit))), organisation=body)


_NAME_FIRST = re.compile(r"\W{0,3}(?:[^\W\d_][\w’'.-]*\.? ){1,6}?[^\W\d_][\w’'.-]+\s*[,(:–-]")


def _regrouped(texts: Sequence[str], question: Question) -> list[str]:
    """Lines of an answer together, since a person may take two; rows of a grid, and lines that each begin with a name
    and a comma, apart."""
    grid = any(u.row is not None and u.column > 1 for u in question.answers)
    each = len(texts) > 1 and all(_NAME_FIRST.match(text) for text in texts)
    return list(texts) if grid or each else ["\n".join(texts)]


def _find(units: Sequence[Unit], surface: str, position: tuple[int, int]) -> tuple[Span, tuple[int, int]] | None:
    """Where a surface stands in the units, from a position (unit, character) on."""
    for index in range(position[0], len(units)):
        start = units[index].text.find(surface, position[1] if index == position[0] else 0)
        if start >= 0:
            begin = units[index].span.start + start
            span = Span(block=units[index].span.block, start=begin, end=begin + len(surface))
            return span, (index, start + len(surface))
    return None


def _person_rows(units: Sequence[Unit]) -> list[list[Unit]]:
    rows: list[list[Unit]] = []
    for unit in units:
        last = rows[-1][-1] if rows else None
        if last is not None and unit.row is not None and last.row == unit.row and unit.column > last.column:
            rows[-1].append(unit)
        else:
            rows.append([unit])
    return rows
