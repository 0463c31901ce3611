"""Search the statements of a dataset by words, theme, place and kind, from `dataset.sqlite`.

Words are looked up by the full-text index: endings and accents do not matter, all words must be there, "quoted words"
must follow each other. Whatever the user types is quoted, so that no sign of it is an operator.
"""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.errors import ConfigError
from pipeline.model.dataset import GROUPS, KINDS

FOLDED = """
  SELECT insights.*, documents.date AS date, documents.file_name AS file_name,
    coalesce(documents.title, documents.file_name) AS title,
    row_number() OVER (
      PARTITION BY coalesce(insights.duplicate_of, insights.insight_id)
      ORDER BY insights.duplicate_of IS NOT NULL, documents.date_from DESC, insights.document_id, insights.ordinal
    ) AS place
  FROM insights JOIN documents USING (document_id)
  WHERE documents.same_as IS NULL AND insights.review IS NOT 'rejected'
    AND NOT EXISTS (SELECT 1 FROM documents AS later WHERE later.supersedes = documents.document_id)
"""
"""What is shown to people, as `pipeline.load.fold` says it: of each group of duplicates the row whose `place` is 1."""

_MATCHING = (
    "JOIN (SELECT insight_id, rank FROM insights_search WHERE insights_search MATCH ?) AS matched USING (insight_id)"
)
_NAMED = {
    "themes": "SELECT label FROM insights_theme_ids JOIN themes USING (theme_id) WHERE insight_id = ? ORDER BY position",
    "cities": "SELECT name FROM insights_city_ids JOIN cities USING (city_id) WHERE insight_id = ? ORDER BY position",
}


class Asked(Struct, frozen=True, kw_only=True):
    """What is looked for; what is empty narrows nothing."""

    words: str = ""
    theme: str = ""  # id or label
    city: str = ""  # any name under which it was seen
    country: str = ""  # code or name
    kind: str = ""  # kind or group
    limit: int = 20


class Hit(Struct, frozen=True, kw_only=True):
    """A statement that was found."""

    insight_id: str
    kind: str
    text: str
    themes: tuple[str, ...]
    cities: tuple[str, ...]
    document_id: str
    title: str
    file_name: str
    date: str
    section: str
    page: int | None
    confidence: float
    citation: str


class Found(Struct, frozen=True, kw_only=True):
    """The best hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def search(dataset: Path, asked: Asked) -> Found:
    """Statements that hold all words and pass all filters, the best first.

    ConfigError where there is no dataset, or where a filter names nothing that is in it.
    """
    with closing(opened(dataset)) as base:
        conditions, values = _conditions(base, asked)
        match = _match(asked.words)
        order = "rank" if match else "date DESC, document_id, ordinal"
        ranked = FOLDED.replace("insights.*", "insights.*, rank").replace("JOIN", f"{_MATCHING} JOIN", 1)
        sql = f"SELECT * FROM ({ranked if match else FOLDED} {conditions}) WHERE place = 1"
        values = [match, *values] if match else values
        total = base.execute(f"SELECT count(*) FROM ({sql})", values).fetchone()[0]
        rows = base.execute(f"{sql} ORDER BY {order}, insight_id LIMIT ?", (*values, asked.limit)).fetchall()
        about = _about(dataset)
        return Found(total=total, hits=tuple(_hit(base, row, about) for row in rows))


def opened(dataset: Path) -> sqlite3.Connection:
    """The database of a dataset, to be read only. ConfigError where there is none."""
    file = dataset / "dataset.sqlite"
    if not file.is_file():
        raise ConfigError(f"There is no dataset.sqlite in {dataset}. Name the folder of a dataset or release.")
    base = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    base.row_factory = sqlite3.Row
    return base


def _match(words: str) -> str:
    """The user's words as the full-text index wants them, each quoted.

    >>> _match('street "night bus" NOT -x*')
    '"street" "night bus" "NOT" "x"'
    """
    parts = (quoted or single for quoted, single in re.findall(r'"([^"]*)"?|([^\s"]+)', words))
    cleaned = (" ".join(re.findall(r"[^\W_]+", part)) for part in parts)
    return " ".join(f'"{part}"' for part in cleaned if part)


def _conditions(base: sqlite3.Connection, asked: Asked) -> tuple[str, list[Any]]:
    """Conditions of SQL and their values."""
    wanted: list[tuple[str, Sequence[Any]]] = []
    if asked.theme:
        wanted.append(_listed("theme_id", _themes(base, asked.theme)))
    if asked.city:
        wanted.append(_listed("city_id", _cities(base, asked.city)))
    if asked.country:
        codes = _countries(base, asked.country)
        named, within = _listed("country_code", codes)[0], f"country_code IN ({_marks(codes)})"
        of_cities = f"SELECT insight_id FROM insights_city_ids JOIN cities USING (city_id) WHERE {within}"
        wanted.append((f"({named} OR insights.insight_id IN ({of_cities}))", [*codes, *codes]))
    if asked.kind:
        kinds = _kinds(asked.kind)
        wanted.append((f"insights.kind IN ({_marks(kinds)})", kinds))
    return "".join(f" AND {sql}" for sql, _ in wanted), [value for _, values in wanted for value in values]


def _listed(key: str, ids: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Insights whose list holds any of some ids."""
    table = f"insights_{key}s"
    return f"insights.insight_id IN (SELECT insight_id FROM {table} WHERE {key} IN ({_marks(ids)}))", ids


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _themes(base: sqlite3.Connection, name: str) -> list[str]:
    pairs = [(row[0], key) for row in base.execute("SELECT theme_id, label FROM themes") for key in row]
    return _named(name, pairs, "theme")


def _cities(base: sqlite3.Connection, name: str) -> list[str]:
    sql = "SELECT city_id, name FROM cities UNION ALL SELECT city_id, value FROM cities_aliases"
    return _named(name, [tuple(row) for row in base.execute(sql)], "city")


def _countries(base: sqlite3.Connection, name: str) -> list[str]:
    pairs = [(row[0], key) for row in base.execute("SELECT country_code, name FROM countries") for key in row]
    return _named(name, pairs, "country")


def _kinds(name: str) -> Sequence[str]:
    key = name.casefold().replace("-", "_").replace(" ", "_")
    if key in GROUPS:
        return GROUPS[key]
    return _named(key, [(kind, kind) for kind in KINDS], "kind")


def _named(name: str, pairs: Iterable[tuple[str, str]], what: str) -> list[str]:
    """Ids of what is called so. ConfigError, with what it may have meant, where nothing is."""
    known: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for identity, called in pairs:
        known.setdefault(called.casefold(), {})[identity] = None
        shown.setdefault(called.casefold(), called)
    if name.casefold() in known:
        return list(known[name.casefold()])
    near = [shown[key] for key in difflib.get_close_matches(name.casefold(), known, n=5, cutoff=0.5)]
    raise ConfigError(
        f"No {what} of the dataset is called {name!r}." + (f" Like it: {', '.join(near)}." if near else "")
    )


def _about(dataset: Path) -> tuple[str, str]:
    """Title and version of a dataset, as its data package says them."""
    try:
        told = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "", ""
    return str(told.get("title", "")), str(told.get("version", ""))


def _hit(base: sqlite3.Connection, row: sqlite3.Row, about: tuple[str, str]) -> Hit:
    named = {name: tuple(one[0] for one in base.execute(sql, (row["insight_id"],))) for name, sql in _NAMED.items()}
    texts = {key: row[key] or "" for key in ("date", "section")}
    same = {
        key: row[key]
        for key in ("insight_id", "kind", "text", "document_id", "title", "file_name", "page", "confidence")
    }
    return msgspec.convert({**same, **texts, **named, "citation": _citation(row, about)}, Hit)


def _citation(row: sqlite3.Row, about: tuple[str, str]) -> str:
    """Document, place, dataset, id: the same parts as in the explorer."""
    year = f" ({row['date'][:4]})" if row["date"] else ""
    parts = [
        f"{row['title']}{year}" + (f" [{row['file_name']}]" if row["file_name"] != row["title"] else ""),
        f"p. {row['page']}" if row["page"] else "",
        f"section “{row['section']}”" if row["section"] else "",
        about[0],
        f"version {about[1]}" if about[1] else "",
        row["insight_id"],
    ]
    return ", ".join(part for part in parts if part)
