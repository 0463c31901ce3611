"""What the dataset says it is sure of, against the gold standard: one `Sure` for each tag of a document.

A document says something of a kind only where its gold standard has that part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.evaluate import alike
from pipeline.evaluate.alike import fold
from pipeline.evaluate.found import Found, Row, cell_list
from pipeline.evaluate.gold import Gold, kinds
from pipeline.evaluate.items import match
from pipeline.evaluate.people import has_right_part, paired
from pipeline.evaluate.reliability import Sure


def sure(found: Found, gold: Gold) -> Iterator[Sure]:
    """Everything found in a document with its confidence, and whether it is right."""
    for judge in (_insights, _themes, _cities, _countries, _organisations, _people, _roles):
        yield from judge(found, gold)


def _insights(found: Found, gold: Gold) -> Iterator[Sure]:
    """Right: wanted, and of the right kind. Optional ones say nothing."""
    matched = match(found.insights, gold)
    for want, row in matched.pairs:
        yield _sure("insight", row, row["kind"] in kinds(want), row["kind"])
    for row in matched.extra if gold.part("insights") else ():
        yield _sure("insight", row, False, row["kind"])


def _themes(found: Found, gold: Gold) -> Iterator[Sure]:
    """Of insights that are wanted; defensible themes say nothing."""
    wanted = {row["insight_id"]: want for want, row in match(found.insights, gold).pairs if want.get("themes")}
    for row in _mentions(found, "theme"):
        want = wanted.get(row.get("insight_id", ""))
        if want and (row["entity_id"] in want["themes"] or row["entity_id"] not in want.get("themes_alt", ())):
            yield _sure("theme", row, row["entity_id"] in want["themes"])


def _cities(found: Found, gold: Gold) -> Iterator[Sure]:
    wanted = {(alike.city(city["name"]), city["country"]) for city in gold.part("cities")}
    yield from _tags(found, "city", bool(wanted), lambda key: found.city(key) in wanted)


def _countries(found: Found, gold: Gold) -> Iterator[Sure]:
    wanted = {country["code"] for country in gold.part("countries")}
    yield from _tags(found, "country", bool(wanted), lambda key: key in wanted)


def _organisations(found: Found, gold: Gold) -> Iterator[Sure]:
    wanted = {fold(name) for body in gold.part("organisations") for name in _names(body)}

    def right(key: str) -> bool:
        row = found.bodies.get(key, {})
        return not wanted.isdisjoint(map(fold, (row.get("name"), row.get("acronym"), *cell_list(row.get("aliases")))))

    yield from _tags(found, "organisation", bool(wanted), right)


def _names(body: Row) -> Iterator[str]:
    yield from filter(None, (body["name"], body.get("acronym"), *body.get("surfaces", ())))


def _people(found: Found, gold: Gold) -> Iterator[Sure]:
    wanted = gold.part("people")
    right = {found.people[j].person_id for _, j in paired(wanted, found.people)}
    yield from _tags(found, "person", bool(wanted), lambda key: key in right)


def _roles(found: Found, gold: Gold) -> Iterator[Sure]:
    """Of people that are wanted: role and city as in the gold standard, each participation by itself."""
    wanted = gold.part("people")
    for i, j in paired(wanted, found.people):
        one = found.people[j]
        for row in one.parts:
            alone = type(one)(one.person_id, one.names, [row])
            if row.get("confidence") and (wanted[i].get("role") or wanted[i].get("city")):
                yield _sure("role", row, has_right_part(wanted[i], alone, found), row.get("method", ""))


def _tags(found: Found, kind: str, asked: bool, right: Callable[[str], bool]) -> Iterator[Sure]:
    for row in _mentions(found, kind) if asked else ():
        yield _sure(kind, row, right(row["entity_id"]))


def _mentions(found: Found, kind: str) -> Iterator[Row]:
    return (row for row in found.mentions if row["entity_type"] == kind and row.get("entity_id"))


def _sure(kind: str, row: Row, right: bool, method: str = "") -> Sure:
    return Sure(kind, method or row.get("method", ""), float(row.get("confidence") or 0), right)
