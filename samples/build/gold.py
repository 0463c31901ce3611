"""Makes the gold standard of a source (format: the project's annotation guide).

python samples/build/gold.py        writes samples/gold/<stem>.json for every source
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import source as src

GOLD = Path(__file__).parent.parent / "gold"
COLUMNS = [
    "event_name",
    "date_attended",
    "venue",
    "officials",
    "expertise",
    "expertise_other",
    "purpose",
    "key_learnings",
    "one_change",
    "contacts",
]
ADDRESS = re.compile(r"\S+@\S+|www\.\S+")


def fields(line: str) -> list[str | None]:
    """`a | null | b` as a list."""
    return [None if part.strip() in ("null", "") else part.strip() for part in line.split("|")]


def surfaces(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";")]


def pairs(lines: list[str]) -> dict[str, str | None]:
    """`key: value` lines as a dictionary."""
    found: dict[str, str | None] = {}
    for line in lines:
        key, _, value = line.partition(":")
        found[key.strip()] = None if value.strip() == "null" else value.strip()
    return found


def document(source: src.Source) -> dict[str, Any]:
    lines = source.parts["doc"]
    known = pairs([line for line in lines if not line.startswith("contact:")])
    rows = [fields(line.removeprefix("contact:")) for line in lines if line.startswith("contact:")]
    contacts = [dict(zip(("organisation", "email", "phone", "url"), row, strict=True)) for row in rows]
    return {
        "genre": known["genre"],
        "title": known["title"],
        "date": known["date"],
        "language": "en",
        "contacts": contacts,
    }


def event(source: src.Source) -> dict[str, Any] | None:
    lines = source.parts["event"]
    if lines == ["null"]:
        return None
    known = pairs(lines)
    return {
        "name": known["name"],
        "start_date": known["start"],
        "end_date": known["end"],
        "venue": known["venue"],
        "city": known["city"],
        "country": known["country"],
        "organisers": surfaces(known["organisers"]),
    }


def filled_in(block: src.Block) -> str:
    """An answer as a reader sees it: a typed number stays, a bullet's glyph does not."""
    typed = block.marker not in ("", "*")
    return f"{block.marker} {block.text}" if typed else block.text


def form(source: src.Source) -> dict[str, Any] | None:
    asked = {q.key: q for q in src.questions(source)}
    if not asked:
        return None
    answers: dict[str, Any] = {}
    for column in COLUMNS:
        question = asked[column]
        ticked = [b.text for b in question.options if b.kind == "ticked"]
        answers[column] = ticked if column == "expertise" else " ".join(map(filled_in, question.answers))
    return answers


def annotated(source: src.Source) -> Iterator[tuple[src.Mark, str, list[str]]]:
    """Each annotation with its text and its heading path."""
    path: list[str] = []
    box = question = ""
    columns: list[str] = []
    for block in source.blocks:
        if block.kind == "heading":
            path = [*path[: len(block.marker) - 1], block.text]
        elif block.kind in ("box", "end"):
            box = block.text
        elif block.kind == "question":
            question = block.text
        elif block.kind == "table":
            columns = [cell[0] for cell in block.cells]
        for mark in block.marks:
            text, head = block.plain, box or question
            if mark.cell:
                column, _, part = mark.cell[1:].partition(".")
                text = block.cells[int(column) - 1][int(part or 1) - 1]
                head = columns[int(column) - 1]
            yield mark, re.sub(r"^\([a-z]\) ", "", text), [*path, head] if head else path


def insights(source: src.Source) -> list[dict[str, Any]]:
    return [
        {
            "id": f"i{number}",
            "kind": mark.kind,
            "text": text,
            "section": " > ".join(path),
            "cities": mark.cities,
            "countries": mark.countries,
            "themes": mark.themes,
            "optional": mark.optional,
            "themes_alt": mark.themes_alt,
            "kind_alt": mark.kind_alt,
        }
        for number, (mark, text, path) in enumerate(annotated(source), 1)
    ]


def people(source: src.Source) -> list[dict[str, Any]]:
    keys = ("name", "honorific", "role", "organisation", "city", "country", "part", "surfaces")
    rows = [dict(zip(keys, fields(line), strict=True)) for line in source.parts.get("people", [])]
    return [{**row, "surfaces": surfaces(row["surfaces"])} for row in rows]


def running_text(source: src.Source) -> str:
    """All words of the document, one block a line, as a reader sees them."""
    lines = []
    for block in source.blocks:
        if block.cells:
            lines += [paragraph for cell in block.cells for paragraph in cell]
        elif block.text:
            lines.append(block.plain)
    return "\n".join(lines)


def count(text: str, found: list[str]) -> int:
    """How often any of the surfaces stands in the text, e-mail and web addresses left out."""
    longest_first = sorted(found, key=len, reverse=True)
    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"
    return len(re.findall(pattern, ADDRESS.sub(" ", text)))


def cities(source: src.Source) -> list[dict[str, Any]]:
    text = running_text(source)
    rows = [fields(line) for line in source.parts.get("cities", [])]
    return [
        {"name": name, "country": code, "surfaces": surfaces(cell), "mentions": count(text, surfaces(cell))}
        for name, code, cell in rows
    ]


def countries(source: src.Source) -> list[dict[str, Any]]:
    rows = [fields(line) for line in source.parts.get("countries", [])]
    return [{"name": name, "code": code, "surfaces": surfaces(cell)} for name, code, cell in rows]


def organisations(source: src.Source) -> list[dict[str, Any]]:
    rows = [fields(line) for line in source.parts.get("organisations", [])]
    return [{"name": name, "acronym": acronym, "surfaces": surfaces(cell)} for name, acronym, cell in rows]


def gold(source: src.Source) -> dict[str, Any]:
    """The gold standard of one document."""
    return {
        "document": document(source),
        "event": event(source),
        "form": form(source),
        "insights": insights(source),
        "people": people(source),
        "cities": cities(source),
        "countries": countries(source),
        "organisations": organisations(source),
        "notes": source.parts.get("notes", []),
    }


def main() -> None:
    GOLD.mkdir(exist_ok=True)
    for stem in src.stems():
        text = json.dumps(gold(src.read(stem)), ensure_ascii=False, indent=1)
        (GOLD / f"{stem}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
