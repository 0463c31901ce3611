"""What stands aside from the text of a page: running heads, page numbers, footnotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, takewhile

from pipeline.extract.pdf.drafts import Draft
from pipeline.text.clean import squeeze

MARGIN = 0.12  # share of the page's height at top and bottom in which running heads stand
SHORT_HEAD = 12  # characters: so short a line begins others by chance
AROUND = 8  # pages before and after one, on which a head that changes with the chapter is looked for
CALL = re.compile(r"^(\d{1,3}(?!\d)|[*†‡]|[¹²³⁴-⁹])[\s.)]*(?=\S)")
_PAGE_NUMBER = re.compile(
    r"^(?:page|p\.?|seite|página|pág\.?)?\s{0,9}[-–|]?\s{0,9}\d{1,5}\s{0,9}[-–|]?(?:\s{0,9}(?:of|/|de|von)\s{0,9}\d{1,4})?$",
    re.I,
)
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b")


def furniture(pages: Sequence[Sequence[Draft]], heights: Sequence[float]) -> set[int]:
    """The ids of drafts in the margins that come back at the same height of other pages, or are page numbers."""
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    margins: list[tuple[int, Draft, str]] = []
    for number, drafts in enumerate(pages):
        for draft in _in_margins(drafts, heights[number]):
            key = _NUMBERS.sub("#", _text(draft).lower())
            for near in (-1, 0, 1):
                places[key, _height(draft) + near].add(number)
            margins.append((number, draft, key))
    found = set()
    for number, draft, key in margins:
        text = _text(draft)
        often = len(text) < 200 and _comes_back(draft, number, places[key, _height(draft)], pages)
        if often or _PAGE_NUMBER.match(text):
            found.add(id(draft))
    heads = sorted({(_height(draft), key) for _, draft, key in margins if id(draft) in found})
    found.update(id(draft) for _, draft, key in margins if id(draft) not in found and _begins_one(key, draft, heads))
    return found


def _begins_one(key: str, draft: Draft, heads: Sequence[tuple[int, str]]) -> bool:
    """Whether a line is a running head whose second half, that of the chapter, is empty: the title page's.

    heads: heights and words of those known, sorted; two at its height begin with its words.
    """
    if len(key) <= SHORT_HEAD or not heads:
        return False
    found = 0
    for place in range(_height(draft) - 1, _height(draft) + 2):
        first = bisect_left(heads, (place, key))
        found += sum(there == place and head.startswith(key) for there, head in heads[first : first + 2])
    return found > 1


def _comes_back(draft: Draft, number: int, here: set[int], pages: Sequence[Sequence[Draft]]) -> bool:
    """Whether a line comes back like a running head. here: the pages on which it stands at this height.

    On half of the pages it may be anything; a chapter's head has fewer, and white space below it, or it is the
    outermost line of most pages around.
    """
    if len(here) < (2 if len(pages) < 8 else 3):
        return False
    if len(here) >= 0.5 * len(pages) or _stands_apart(draft, pages[number]):
        return True
    around = sum(abs(other - number) <= AROUND for other in here)
    return around > AROUND // 2 and _outermost(draft, pages[number])


def _outermost(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a line stands alone above or below all else of its page."""
    others, row = [other.box for other in drafts if other is not draft], draft.rows[0]
    above = all(row.base <= box[1] for box in others)  # what hangs below the base line may touch
    return len(draft.rows) == 1 and (above or all(row.middle >= box[3] for box in others))


def _text(draft: Draft) -> str:
    return squeeze(" ".join([row.text for row in draft.rows]))


def _height(draft: Draft) -> int:
    return round(draft.rows[0].base / 3)


def _stands_apart(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether white space parts a line from what is below or above it, as it does a running head."""
    x0, top, x1, bottom = draft.box
    gaps = [
        max(other[1] - bottom, top - other[3])
        for other in (d.box for d in drafts if d is not draft)
        if other[0] < x1 and other[2] > x0
    ]
    return min(gaps, default=99.0) > 0.9 * draft.size


def _in_margins(drafts: Sequence[Draft], height: float) -> list[Draft]:
    """The outermost drafts of a page that stand in its margins, at most three at each end, and those on its sides."""
    rows = [d for d in drafts if d.rows]
    turned = [d for d in rows if d.rows[0].turned]
    head, foot = MARGIN * height, (1 - MARGIN) * height
    top = sorted([d for d in rows if d.rows[-1].bottom < head], key=lambda d: d.rows[0].top)[:3]
    bottom = sorted([d for d in rows if d.rows[0].top > foot], key=lambda d: -d.rows[-1].bottom)[:3]
    return [*top, *bottom, *turned]


def footnotes(drafts: Sequence[Draft], skip: set[int], body: float, height: float, cut: bool = False) -> set[int]:
    """The ids of small print at the foot of a column that begins with a call.

    cut: whether the page before ended within a footnote, whose rest begins without one.
    """
    found: set[int] = set()
    for _, column in groupby((d for d in drafts if id(d) not in skip and d.frame is None), lambda d: d.flow):
        small = takewhile(
            lambda d: d.rows and d.rows[0].size <= 0.93 * body and d.rows[0].top >= 0.45 * height,
            reversed(list(column)),
        )
        begun = cut
        for draft in reversed(list(small)):
            begun = begun or CALL.match(draft.rows[0].text) is not None
            if begun:
                found.add(id(draft))
    return found
