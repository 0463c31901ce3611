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
from typing import TYPE_CHECKING, Any

from pipeline.load import fold
from pipeline.load.names import Names, in_words, newest_date
from pipeline.model.dataset import GROUPS, Dataset

if TYPE_CHECKING:
    from pipeline.load import Release

MOST = 10_000  # insights on the page; beyond that a browser is slow, and `learnings serve` is there
LARGEST = 20_000_000  # bytes of the page with its pictures; where there are more they lie in `pictures/`
SCRIPTS = ("model.js", "card.js", "facets.js", "map.js", "views.js", "list.js", "start.js")  # in this order, as one
STYLES = ("explorer.css", "views.css")
_PAGE = Path(__file__).with_name("page")
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_GROUP_WORDS = {"learning": "Learnings", "recommendation": "Recommendations", "plan": "Plans"}


def write(release: Release) -> None:
    """Write the explorer of a release, duplicates folded; pictures beside it where they do not fit in."""
    content = data(release.dataset, release.title, release.version, release.files)
    pictures = _pictures(release, {row["id"] for row in content["insights"]})
    for row in content["insights"]:
        if row["id"] in pictures:
            row["picture"] = 1
    embedded = sum(len(picture) * 4 // 3 + 24 for picture in pictures.values())
    if embedded and len(page(content)) + embedded > LARGEST:
        content["beside"] = "pictures"
        (release.folder / "pictures").mkdir()
        for key, picture in pictures.items():
            (release.folder / "pictures" / f"{key}.webp").write_bytes(picture)
        pictures = {}
    (release.folder / "explorer.html").write_bytes(page(content, pictures).encode("utf-8"))


def _pictures(release: Release, shown: set[str]) -> dict[str, bytes]:
    """Pictures of the insights that are shown, by id."""
    digests = sorted({row.sha256 for row in release.dataset.rows("documents")})
    found = (pair for digest in digests for pair in release.material.pictures(digest).items())
    return dict(sorted((key, picture) for key, picture in found if key in shown))


def page(content: dict[str, Any], pictures: dict[str, bytes] | None = None) -> str:
    """The page that shows this content, with pictures of insights by their ids."""
    script = "".join(map(_asset, SCRIPTS))
    style = "".join(map(_asset, STYLES))
    coded = {key: base64.b64encode(picture).decode("ascii") for key, picture in (pictures or {}).items()}
    parts = {
        "title": html.escape(content["title"]),
        "policy": _policy(script, style),
        "style": style,
        "script": script,
        "world": _asset("world.svgpath").strip(),
        "data": embedded(content),
        "pictures": embedded(coded),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _asset("explorer.html"))


def embedded(content: Any) -> str:
    """JSON that can stand in a `script` element whatever it holds.

    >>> embedded("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda match: _ESCAPES[match[0]], text)


def data(dataset: Dataset, title: str, version: str, files: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page shows: the insights, and the things they refer to by their position in a list.

    files: documents that can be opened, each with its address beside the page.
    """
    every, names = fold.insights(dataset), Names.of(dataset)
    rows = every[:MOST]
    lists = {
        "documents": _Numbers(row.document_id for row in rows),
        "events": _Numbers(row.event_id for row in rows),
        "themes": _Numbers(key for row in rows for key in row.theme_ids),
        "cities": _Numbers(key for row in rows for key in row.city_ids),
        "countries": _Numbers(key for row in rows for key in row.country_codes),
        "people": _Numbers(key for row in rows for key in (*row.person_ids, *row.said_by)),
    }
    documents = {row.document_id: _document(row, names, files or {}) for row in dataset.rows("documents")}
    cities = {row.city_id: _city(row) for row in dataset.rows("cities")}
    people = {**names.organisations, **names.people}
    why = _evidence(dataset)
    return {
        "title": title,
        "version": version,
        "date": newest_date(dataset),
        "read": len(fold.documents(dataset)),
        "all": len(every),
        "groups": {group: _GROUP_WORDS[group] for group in GROUPS},
        "kinds": {kind: in_words(kind) for kinds in GROUPS.values() for kind in kinds},
        "documents": [documents[key] for key in lists["documents"].keys],
        "events": _named(lists["events"].keys, names.events),
        "themes": _named(lists["themes"].keys, names.themes),
        "cities": [cities[key] for key in lists["cities"].keys],
        "countries": _named(lists["countries"].keys, names.countries),
        "people": _named(lists["people"].keys, people),
        "insights": [_insight(row, lists, why) for row in rows],
    }


class _Numbers:
    """Keys in the order of first use, each with its position. The empty key has none."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = [key for key in dict.fromkeys(keys) if key]
        self._positions = {key: position for position, key in enumerate(self.keys)}

    def of(self, *keys: str) -> list[int]:
        """Positions of keys."""
        return [self._positions[key] for key in keys if key]


def _document(row: Any, names: Names, files: dict[str, str]) -> dict[str, Any]:
    return _filled(
        id=row.document_id,
        name=names.documents[row.document_id],
        file=row.file_name,
        genre=in_words(row.genre),
        year=row.date[:4],
        address=files.get(row.document_id, ""),
        paged=1 if row.media_type == "application/pdf" else None,
    )


def _city(row: Any) -> dict[str, Any]:
    return {
        "id": row.city_id,
        "name": row.name,
        "country": row.country,
        "at": [round(row.longitude, 2), round(row.latitude, 2)],
    }


def _named(keys: list[str], names: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": key, "name": names.get(key, key)} for key in keys]


def _evidence(dataset: Dataset) -> dict[tuple[str, str], list[str]]:
    """The words that made a theme of an insight, by the ids of both."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in dataset.rows("mentions"):
        if row.entity_type == "theme" and row.insight_id:
            words = found.setdefault((row.insight_id, row.entity_id), [])
            words += [word for word in row.evidence or (row.surface,) if word not in words]
    return found


def _insight(row: Any, lists: dict[str, _Numbers], why: dict[tuple[str, str], list[str]]) -> dict[str, Any]:
    words = [why.get((row.insight_id, theme), []) for theme in row.theme_ids]
    return _filled(
        id=row.insight_id,
        group=row.group,
        kind=row.kind,
        text=row.text,
        section=row.section,
        page=row.page,
        place=row.locator,
        strength=row.strength,
        to=list(row.addressed_to),
        sources=row.sources if row.sources > 1 else None,
        confidence=round(row.confidence, 2),
        documents=lists["documents"].of(row.document_id),
        events=lists["events"].of(row.event_id),
        themes=lists["themes"].of(*row.theme_ids),
        why=words if any(words) else [],
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
        "img-src": "data: 'self' file:",  # pictures in the page, or in the folder beside it
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _asset(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")
