"""`explorer.html`: search and filter all insights in the browser, in one file and without network.

The page is three files in `page/`, put into one. What documents say goes in as JSON, escaped so that it cannot end its
element, and reaches the screen only as text. A content security policy allows the one script and the one style by
their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.load import fold
from pipeline.load.names import Names, in_words, newest_date
from pipeline.model.dataset import GROUPS, Dataset

_PAGE = Path(__file__).with_name("page")
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_GROUP_WORDS = {"learning": "Learnings", "recommendation": "Recommendations", "plan": "Plans"}


def write(dataset: Dataset, path: Path, title: str, version: str) -> None:
    """Write the explorer of a dataset, duplicates folded."""
    path.write_bytes(page(data(dataset, title, version)).encode("utf-8"))


def page(content: dict[str, Any]) -> str:
    """The page that shows this content."""
    script, style = _asset("explorer.js"), _asset("explorer.css")
    parts = {
        "title": html.escape(content["title"]),
        "policy": _policy(script, style),
        "style": style,
        "script": script,
        "data": embedded(content),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _asset("explorer.html"))


def embedded(content: Any) -> str:
    """JSON that can stand in a `script` element whatever it holds.

    >>> embedded("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda match: _ESCAPES[match[0]], text)


def data(dataset: Dataset, title: str, version: str) -> dict[str, Any]:
    """What the page shows: the insights, and the things they refer to by their position in a list."""
    rows, names = fold.insights(dataset), Names.of(dataset)
    lists = {
        "documents": _Numbers(row.document_id for row in rows),
        "events": _Numbers(row.event_id for row in rows),
        "themes": _Numbers(key for row in rows for key in row.theme_ids),
        "cities": _Numbers(key for row in rows for key in row.city_ids),
        "countries": _Numbers(key for row in rows for key in row.country_codes),
        "people": _Numbers(key for row in rows for key in (*row.person_ids, *row.said_by)),
    }
    documents = {row.document_id: _document(row, names) for row in dataset.rows("documents")}
    people = {**names.organisations, **names.people}
    return {
        "title": title,
        "version": version,
        "date": newest_date(dataset),
        "read": len(fold.documents(dataset)),
        "groups": {group: _GROUP_WORDS[group] for group in GROUPS},
        "kinds": {kind: in_words(kind) for kinds in GROUPS.values() for kind in kinds},
        "documents": [documents[key] for key in lists["documents"].keys],
        "events": _named(lists["events"].keys, names.events),
        "themes": _named(lists["themes"].keys, names.themes),
        "cities": _named(lists["cities"].keys, names.cities),
        "countries": _named(lists["countries"].keys, names.countries),
        "people": _named(lists["people"].keys, people),
        "insights": [_insight(row, lists) for row in rows],
    }


class _Numbers:
    """Keys in the order of first use, each with its position. The empty key has none."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = [key for key in dict.fromkeys(keys) if key]
        self._positions = {key: position for position, key in enumerate(self.keys)}

    def of(self, *keys: str) -> list[int]:
        """Positions of keys."""
        return [self._positions[key] for key in keys if key]


def _document(row: Any, names: Names) -> dict[str, Any]:
    return _filled(
        id=row.document_id,
        name=names.documents[row.document_id],
        file=row.file_name,
        genre=in_words(row.genre),
        year=row.date[:4],
    )


def _named(keys: list[str], names: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": key, "name": names.get(key, key)} for key in keys]


def _insight(row: Any, lists: dict[str, _Numbers]) -> dict[str, Any]:
    return _filled(
        id=row.insight_id,
        group=row.group,
        kind=row.kind,
        text=row.text,
        section=row.section,
        page=row.page,
        strength=row.strength,
        sources=row.sources if row.sources > 1 else None,
        confidence=round(row.confidence, 2),
        documents=lists["documents"].of(row.document_id),
        events=lists["events"].of(row.event_id),
        themes=lists["themes"].of(*row.theme_ids),
        cities=lists["cities"].of(*row.city_ids),
        countries=lists["countries"].of(*row.country_codes),
        people=lists["people"].of(*row.person_ids),
        said=lists["people"].of(*row.said_by),
    )


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _policy(script: str, style: str) -> str:
    rules = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _asset(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")
