"""Codes and ids in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.load import fold
from pipeline.model.dataset import Dataset

_SPECIAL = {"follow_up": "Follow-up", "ok": "OK", "ocr": "OCR"}
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "da",
        "das",
        "de",
        "del",
        "des",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "et",
        "la",
        "las",
        "le",
        "les",
        "los",
        "y",
    ]
)
_INITIALS = frozenset(
    [
        "AU",
        "EU",
        "ICLEI",
        "ILO",
        "IOM",
        "MDG",
        "NGO",
        "NGOS",
        "SDG",
        "SDGS",
        "UCLG",
        "UK",
        "UN",
        "UNDP",
        "UNEP",
        "UNESCO",
        "UNICEF",
        "UNICRI",
        "UNODC",
        "US",
        "USA",
        "WHO",
    ]
)


def in_words(code: str) -> str:
    """A code as a person reads it.

    >>> in_words("event_announcement"), in_words("follow_up")
    ('Event announcement', 'Follow-up')
    """
    return _SPECIAL.get(code, code.replace("_", " ").capitalize())


def quiet(title: str, initials: Iterable[str] = ()) -> str:
    """A title that shouts, in plain letters; one that does not, as it is. `initials` stay in capitals.

    >>> quiet("LEARNER'S RETURN SHEET"), quiet("REPORT OF THE UN FORUM, PART II"), quiet("UCLG"), quiet("Report")
    ("Learner's Return Sheet", 'Report of the UN Forum, Part II', 'UCLG', 'Report')
    """
    if not title.isupper() or len(title.split()) < 2:
        return title
    kept = _INITIALS.union(initials)

    def word(match: re.Match[str]) -> str:
        one = match[0]
        if one in kept or re.fullmatch("[IVX]{2,}", one):
            return one
        small = one.lower()
        within = match.start() and match.end() < len(title)
        return small if small in _SMALL and within else small[:1].upper() + small[1:]

    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", word, title)


@dataclass(frozen=True)
class Names:
    """Ids of a dataset -> the words a person knows them by."""

    documents: dict[str, str] = field(default_factory=dict)  # no two that are shown alike
    events: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    cities: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # of documents that can be opened: the address of the file

    @classmethod
    def of(cls, dataset: Dataset, files: dict[str, str] | None = None) -> Names:
        """All names of a dataset; `files` are the addresses of documents that lie beside it."""
        return cls(
            documents=_documents(dataset),
            events=_events(dataset),
            people={row.person_id: row.name for row in dataset.rows("people")},
            organisations={row.organisation_id: row.name for row in dataset.rows("organisations")},
            cities={row.city_id: row.name for row in dataset.rows("cities")},
            countries={row.country_code: row.name for row in dataset.rows("countries")},
            themes={row.theme_id: row.label for row in dataset.rows("themes")},
            files=files or {},
        )


def _events(dataset: Dataset) -> dict[str, str]:
    return {row.event_id: row.name[:1].upper() + row.name[1:] for row in dataset.rows("events")}


def _documents(dataset: Dataset) -> dict[str, str]:
    """Titles of documents; of one that has none, such as a mail, the event it is about, or its file name. Where several that are shown have the same, such as the forms of one template, the city
    that issued it is added, and the file name where that does not tell them apart."""
    initials = [row.acronym.upper() for row in dataset.rows("organisations") if row.acronym]
    cities = {row.city_id: row.name for row in dataset.rows("cities")}
    rows, events = dataset.rows("documents"), _events(dataset)
    names = {row.document_id: quiet(row.title or events.get(row.event_id) or row.file_name, initials) for row in rows}
    shown = [row.document_id for row in fold.documents(dataset)]
    more: tuple[Callable[[Any], str], ...] = (lambda row: cities.get(row.city_id, ""), lambda row: str(row.file_name))
    for tell in more:
        counts = Counter(names[key] for key in shown)
        names = {
            row.document_id: f"{name} ({tell(row)})" if counts[name] > 1 and tell(row) not in ("", name) else name
            for row, name in zip(rows, names.values(), strict=True)
        }
    return names


def listed(ids: Iterable[str], names: dict[str, str]) -> str:
    """Ids as names with a semicolon between, each once."""
    return "; ".join(dict.fromkeys(names.get(one, one) for one in ids if one))


def fullest(values: Iterable[str]) -> list[str]:
    """Texts, each once, without those that only begin or repeat another.

    >>> fullest(["Ministry", "Ministry of the Interior", "ministry", "City"])
    ['Ministry of the Interior', 'City']
    """
    kept = list(dict.fromkeys(value for value in values if value))
    longer = [one.casefold() for one in kept]
    return [
        one
        for number, one in enumerate(kept)
        if not any(
            other.startswith(one.casefold()) and (other != one.casefold() or place < number)
            for place, other in enumerate(longer)
            if place != number
        )
    ]


def newest_date(dataset: Dataset) -> str:
    """The newest date of the documents, as precise as it is known, like `2022` or `2022-10-11`: the only date that
    files of a release show. Empty when none is dated."""
    return max(((row.date_to, row.date) for row in dataset.rows("documents")), default=("", ""))[1]


def newest_day(dataset: Dataset) -> str:
    """The last day that the newest date covers."""
    return max((row.date_to for row in dataset.rows("documents")), default="")
