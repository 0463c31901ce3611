"""What the parts of a document are: headings and their levels, items, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.markers import is_bullet, split_marker
from pipeline.extract.pdf.aside import CALL
from pipeline.extract.pdf.joining import join_rows
from pipeline.extract.pdf.outline import Outline, key
from pipeline.extract.pdf.parts import ASIDE, Part
from pipeline.model import Kind
from pipeline.text.clean import one_line

_CAPTION = re.compile(r"^(?:figure|fig\.|table|box|chart|map|photo|annex table)\s+\d+(?:\.\d+)?\s*[:.–-]", re.I)


def describe(part: Part, known: frozenset[str]) -> None:
    if part.kind is Kind.TABLE:
        return
    text = one_line(join_rows(part.rows, known))
    if part.kind is Kind.FOOTNOTE:
        call = CALL.match(text)
        part.marker = call.group(1) if call else ""
        part.text = text[call.end() :] if call else text
        return
    part.marker, part.text = split_marker(text)
    if not part.text:
        part.marker, part.text = "", text


def judge(parts: list[Part], body: float, outline: Outline) -> None:
    """Which parts are headings, items, captions; then the level of each heading."""
    for index, part in enumerate(parts):
        if part.kind is not Kind.PARAGRAPH:
            continue
        if len(part.text) < 200 and _CAPTION.match(part.text):
            part.kind = Kind.CAPTION
        elif _is_heading(part, body) or _is_in_capitals(parts, index) or _named(part, outline):
            part.kind = Kind.HEADING
        elif part.marker and (is_bullet(part.marker) or _is_list_number(part, parts, index)):
            part.kind = Kind.ITEM
    _item_levels(parts)
    _levels(parts, body, outline)


def _is_heading(part: Part, body: float) -> bool:
    """Whether size or weight set a part off from the text."""
    text, rows = part.text, part.rows
    size, whole = rows[0].size, len(rows) <= 4 and len(part.drafts) == 1
    if not whole or len(text) > 220 or (size < 1.08 * body and not rows[0].bold):
        return False
    if is_bullet(part.marker) or "☐" in text or "☒" in text or not any(map(str.isalpha, text)):
        return False
    size, bold = part.first.size, part.first.bold
    sentence = text.endswith(".") and len(text) > 60 and size < 1.3 * body
    if size >= 1.08 * body and len(text) < 160 and not sentence:
        return not text.endswith((",", ";"))
    if bold and (not text.endswith((".", ";", ",")) or (len(text) < 60 and part.marker != "")):
        return size >= 0.84 * body and len(text) < 200
    return False


def _is_in_capitals(parts: Sequence[Part], index: int) -> bool:
    """Whether a part is a line in capitals above one that is not."""
    text = parts[index].text
    if not 4 <= len(text) <= 220 or len(parts[index].drafts) > 1 or len(parts[index].rows) > 4:
        return False
    if text.endswith((".", ",", ";")) or is_bullet(parts[index].marker) or not _is_capitals(text):
        return False
    following = next((parts[i] for i in range(index + 1, len(parts)) if parts[i].kind not in ASIDE), None)
    few = len(text.split()) <= 16 and "☐" not in text and "☒" not in text
    return few and following is not None and not _is_capitals(following.text or "X")


def _is_capitals(text: str) -> bool:
    if 8 * len(_LOWER.findall(text[:40])) > len(text):
        return False  # as of nearly all texts
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


_LOWER = re.compile(r"[a-z]")


def _is_list_number(part: Part, parts: Sequence[Part], index: int) -> bool:
    """Whether a number marks an item of a list and not a numbered paragraph: short, or one of several close by."""
    near = [p for p in parts[max(index - 1, 0) : index + 2] if p is not part and p.kind in (Kind.PARAGRAPH, Kind.ITEM)]
    hanging = len(part.rows) > 1 and part.rows[1].x0 > part.rows[0].x0 + 3
    return (
        len(part.text) < 160
        or hanging
        or part.marker.startswith("(")
        or (any(p.marker for p in near) and part.rows[0].x0 > part.first.left + 6)
    )


def _item_levels(parts: Sequence[Part]) -> None:
    """The nesting of items by their indents, among items that follow each other."""
    run: list[Part] = []
    for part in [*parts, None]:
        if part is not None and part.kind is Kind.ITEM:
            run.append(part)
            continue
        if part is not None and part.kind in ASIDE:
            continue
        if not run:
            continue
        edges: list[float] = []
        for edge in sorted({p.rows[0].x0 - p.first.left for p in run}):
            if not edges or edge - edges[-1] > 6:
                edges.append(edge)
        for item in run:
            indent = item.rows[0].x0 - item.first.left
            item.level = 1 + max((i for i, e in enumerate(edges) if e <= indent + 3), default=0)
        run = []


def _named(part: Part, outline: Outline) -> int:
    """The level of a part that the outline names as a heading, 0 where it does not."""
    if not outline or len(part.text) > 220:
        return 0
    return outline.get(key(part.first.page, f"{part.marker} {part.text}")) or 0


def _levels(parts: Sequence[Part], body: float, outline: Outline) -> None:
    """Headings ranked by size, weight and capitals; the largest on the first page is the title."""
    headings = [p for p in parts if p.kind is Kind.HEADING]
    for part in headings:
        part.style = (round(part.first.size, 0), part.first.bold, _is_capitals(part.text))
    first = [p for p in headings if p.first.page == 1 and p.first.size >= 1.25 * body]
    title = max(first, key=lambda p: (p.first.size, -parts.index(p)), default=None)
    headings = [p for p in headings if p is not title]
    styles = sorted({p.style for p in headings}, reverse=True)
    for part in headings:
        part.level = 1 + styles.index(part.style)
    if title is not None:
        title.kind = Kind.TITLE
    if outline:
        _levels_of_outline(headings, outline)


def _levels_of_outline(headings: Sequence[Part], outline: Outline) -> None:
    """The levels that the outline gives, where it names most headings; others follow those of their look."""
    named = {id(p): level for p in headings if (level := _named(p, outline))}
    if 2 * len(named) < len(headings):
        return
    looks: dict[tuple[float, bool, bool], int] = {}
    for part in headings:
        if id(part) in named:
            looks[part.style] = max(looks.get(part.style, 0), named[id(part)])
    deepest = max(named.values(), default=0)
    for part in headings:
        part.level = named.get(id(part)) or looks.get(part.style) or deepest + 1
