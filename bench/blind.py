#!/usr/bin/env python3
"""Themes and kinds on the blind set: documents written and labelled by the annotation guide before anything was tuned.

    python3 bench/blind.py [FOLDER]          figures for statements found, kinds and themes
        --errors                             also each statement that is judged otherwise

`bench/data/blind/*.txt`: a line `genre: ...`, then the document: `# title`, `## heading`, `- item`, paragraphs. A line
`! kind | themes | defensible themes | text` is a statement of the gold. Each document is given to the pipeline as HTML,
so that headings and lists are certain and only `structure` and `tag` are judged.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

FOLDER = Path(__file__).resolve().parent / "data" / "blind"
MARK = re.compile(r"^(?:-|\d{1,2}\.) ")


class Statement(NamedTuple):
    """One statement of the gold."""

    kind: str
    themes: frozenset[str]
    defensible: frozenset[str]
    text: str
    section: str


class Blind(NamedTuple):
    """One document with its gold."""

    name: str
    genre: str
    title: str
    page: str  # HTML
    statements: tuple[Statement, ...]


def read(path: Path) -> Blind:
    """A document and its gold from an annotated text."""
    genre, *lines = path.read_text(encoding="utf-8").splitlines()
    title = section = ""
    page: list[str] = []
    gold: list[Statement] = []
    for line in filter(str.strip, lines):
        text = line
        if line.startswith("! "):
            kind, themes, defensible, text = (part.strip() for part in line[2:].split("|", 3))
            gold.append(Statement(kind, _ids(themes), _ids(defensible), MARK.sub("", text), section))
        elif line.startswith("## "):
            section = line[3:]
        elif line.startswith("# "):
            title = line[2:]
        page.append(_element(text))
    return Blind(path.stem, genre.partition(": ")[2], title, _page(title, page), tuple(gold))


def _ids(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(",") if part.strip())


def _element(line: str) -> str:
    for mark, name in (("## ", "h2"), ("# ", "h1")):
        if line.startswith(mark):
            return f"<{name}>{html.escape(line.removeprefix(mark))}</{name}>"
    if MARK.match(line):
        name = "ul" if line.startswith("-") else "ol"
        return f"<{name}><li>{html.escape(MARK.sub('', line))}</li></{name}>"
    return f"<p>{html.escape(line)}</p>"


def _page(title: str, elements: list[str]) -> str:
    body = "\n".join(elements)
    for name in ("ul", "ol"):
        body = body.replace(f"</{name}>\n<{name}>", "\n")
    return f"<!doctype html><html><head><title>{html.escape(title)}</title></head><body>{body}</body></html>"


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def judge(blind: Blind, errors: bool) -> Counter[str]:
    """Run one document through `process` and count what agrees with the gold."""
    import hashlib

    from pipeline.flow import process
    from pipeline.model import Item, Origin
    from pipeline.tag.settings import TagSettings

    content = blind.page.encode()
    origin = Origin(source="folder", locator=blind.name, name=f"{blind.name}.html")
    item = Item(digest=hashlib.sha256(content).hexdigest(), media_type="text/html", origins=(origin,), content=content)
    outcome = process(item, TagSettings())
    assert outcome.record is not None
    assert outcome.tags is not None
    found = {folded(i.text): i for i in outcome.record.insights}
    filed: dict[int, set[str]] = {}
    for mention in outcome.tags.mentions:
        if mention.kind == "theme" and mention.insight is not None:
            filed.setdefault(mention.insight, set()).add(mention.entity)
    total: Counter[str] = Counter(found_items=len(found), documents=1, genre=outcome.record.genre == blind.genre)
    for statement in blind.statements:
        insight = found.get(folded(statement.text))
        total["asked_items"] += 1
        if insight is None:
            if errors:
                print(f"{blind.name}: NOT FOUND ({statement.kind}) {statement.text}")
            total["asked"] += len(statement.themes)
            continue
        themes = filed.get(insight.number, set())
        total["right_items"] += 1
        total["right_kind"] += insight.kind == statement.kind
        total["right"] += len(themes & statement.themes)
        total["found"] += len(themes - statement.defensible)
        total["asked"] += len(statement.themes)
        if errors and insight.kind != statement.kind:
            print(f"{blind.name}: KIND {insight.kind} for {statement.kind}: {statement.text}")
        if errors and themes - statement.defensible != statement.themes:
            print(
                f"{blind.name}: THEMES -{set(statement.themes) - themes} +{themes - statement.themes - statement.defensible}: {statement.text}"
            )
    return total


def figures(total: Counter[str]) -> str:
    """One line of what was counted."""
    precision, recall = total["right"] / max(total["found"], 1), total["right"] / max(total["asked"], 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (
        f"items {total['right_items']}/{total['asked_items']} (found {total['found_items']})  "
        f"kind {total['right_kind'] / max(total['right_items'], 1):.3f}  genre {total['genre']}/{total['documents']}  "
        f"themes P {precision:.3f} R {recall:.3f} F {f1:.3f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    for path in sorted(args.folder.glob("*.txt")):
        one = judge(read(path), args.errors)
        print(f"{path.stem:28s} {figures(one)}")
        total += one
    print(f"{'all':28s} {figures(total)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
