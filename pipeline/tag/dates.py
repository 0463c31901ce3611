"""Dates that a document names, as mentions with their ISO value; a range is `first/last`."""

from __future__ import annotations

from pipeline.model import Document, Kind, Mention, Span
from pipeline.text.dates import DateHit, find_dates, with_year

METHOD = "dates@1"


def tag_dates(document: Document) -> list[Mention]:
    """Every date outside running heads. One without its year takes the document's, if that names a single year."""
    hits = [(b.number, hit) for b in document.blocks if b.kind is not Kind.FURNITURE for hit in find_dates(b.text)]
    years = {int(hit.first[:4]) for _, hit in hits if hit.precision != "year" and not hit.first.startswith("-")}
    return [_mention(document, number, hit, years) for number, hit in hits]


def _mention(document: Document, number: int, hit: DateHit, years: set[int]) -> Mention:
    span = Span(block=number, start=hit.start, end=hit.end)
    guessed = hit.first.startswith("-")
    if guessed and len(years) == 1:
        hit = with_year(hit, next(iter(years)))
    known = not hit.first.startswith("-")
    return Mention(
        kind="date",
        span=span,
        surface=document.slice(span),
        entity=_value(hit) if known else "",
        candidates=(_swapped(hit),) if hit.ambiguous and known else (),
        score=0.6 if guessed or hit.ambiguous else 0.95,
        method=METHOD,
        evidence=(document.slice(span),),
    )


def _value(hit: DateHit) -> str:
    return hit.first if hit.first == hit.last else f"{hit.first}/{hit.last}"


def _swapped(hit: DateHit) -> str:
    """The other reading of 04/05/2013."""
    ends = [f"{end[:4]}-{end[8:]}-{end[5:7]}" for end in (hit.first, hit.last)]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)
