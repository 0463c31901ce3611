"""Cells that lead to a row of another sheet, and dates that a spreadsheet knows as dates."""

from __future__ import annotations

from datetime import date

from pipeline.load.names import Names, listed
from pipeline.load.sheet import Link


def document_link(document_id: str, names: Names) -> Link:
    return Link(names.documents.get(document_id, ""), "Documents", document_id)


def document_links(ids: tuple[str, ...], names: Names) -> Link | str:
    """Documents in words; one alone is a link, since a cell holds one."""
    words = listed(ids, names.documents)
    known = [one for one in ids if names.documents.get(one) == words]
    return Link(words, "Documents", known[0]) if known else words


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def city_link(city_id: str, names: Names) -> Link:
    return Link(names.cities.get(city_id, ""), "Cities", city_id)
