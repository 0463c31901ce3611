"""Codes and ids in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.dataset import Dataset

_SPECIAL = {"follow_up": "Follow-up", "ok": "OK", "ocr": "OCR"}


def in_words(code: str) -> str:
    """A code as a person reads it.

    >>> in_words("event_announcement"), in_words("follow_up")
    ('Event announcement', 'Follow-up')
    """
    return _SPECIAL.get(code, code.replace("_", " ").capitalize())


def title_of(document: Any) -> str:
    """What a document is called: its title, or else its file name."""
    return str(document.title or document.file_name)


@dataclass(frozen=True)
class Names:
    """Ids of a dataset -> the words a person knows them by."""

    documents: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    cities: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: Dataset) -> Names:
        """All names of a dataset."""
        return cls(
            documents={row.document_id: title_of(row) for row in dataset.rows("documents")},
            events={row.event_id: row.name for row in dataset.rows("events")},
            people={row.person_id: row.name for row in dataset.rows("people")},
            organisations={row.organisation_id: row.name for row in dataset.rows("organisations")},
            cities={row.city_id: row.name for row in dataset.rows("cities")},
            countries={row.country_code: row.name for row in dataset.rows("countries")},
            themes={row.theme_id: row.label for row in dataset.rows("themes")},
        )


def listed(ids: Iterable[str], names: dict[str, str]) -> str:
    """Ids as names with a semicolon between, each once."""
    return "; ".join(dict.fromkeys(names.get(one, one) for one in ids if one))


def newest_date(dataset: Dataset) -> str:
    """The newest date of the documents, the only date that files of a release show. Empty when none is dated."""
    return max((row.date_to for row in dataset.rows("documents")), default="")
