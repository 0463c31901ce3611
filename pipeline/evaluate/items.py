"""Measures of the insights: found or not, of the right kind, with the right cities and themes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate import alike
from pipeline.evaluate.alike import fold, pair
from pipeline.evaluate.found import Found, Row, cell_list
from pipeline.evaluate.gold import Gold, groups, kinds
from pipeline.evaluate.tally import EXTRA, HIT, MISS, WRONG, Tally, Unit, prf
from pipeline.model.dataset import group_of

_SHOWN = 110  # characters of a text in an error


@dataclass(frozen=True)
class Matched:
    """Insights wanted and found, and which of them are the same."""

    wanted: list[dict[str, Any]]
    pairs: list[tuple[dict[str, Any], Row]]
    missed: list[dict[str, Any]]
    extra: list[Row]  # those that match an optional insight are neither hit nor extra

    @property
    def counted(self) -> int:
        """How many of those found count."""
        return len(self.pairs) + len(self.extra)


def items(found: Found, gold: Gold) -> Tally:
    """Precision, recall and F of the insights, and of what is said about those that were found."""
    matched = match(found.insights, gold)
    hits = len(matched.pairs)
    precision, recall, f = prf(hits, matched.counted, len(matched.wanted))
    typed = sum(_typed(want, row) for want, row in matched.pairs)
    grouped = sum(_group(row) in groups(want) for want, row in matched.pairs)
    tally = Tally(
        {
            "items P": precision,
            "items R": recall,
            "items F": f,
            "typed F": prf(typed, matched.counted, len(matched.wanted))[2],
            "group": grouped / hits if hits else 0.0,
        },
        list(_errors(matched)),
        _units(matched),
    )
    tally.add(_themes(matched))
    tally.add(_cities(matched, found))
    return tally


def match(rows: list[Row], gold: Gold) -> Matched:
    """Pair what was found with the insights that count, then what is left with the optional ones."""
    firm, optional = gold.insights(optional=False), gold.insights(optional=True)
    texts = [fold(row["text"]) for row in rows]
    pairs = pair([fold(one["text"]) for one in firm], texts)
    taken = {j for _, j in pairs}
    left = ["" if j in taken else text for j, text in enumerate(texts)]
    free = {j for _, j in pair([fold(one["text"]) for one in optional], left)}
    hit = {i for i, _ in pairs}
    return Matched(
        wanted=firm,
        pairs=[(firm[i], rows[j]) for i, j in pairs],
        missed=[one for i, one in enumerate(firm) if i not in hit],
        extra=[row for j, row in enumerate(rows) if j not in taken | free],
    )


def _typed(want: dict[str, Any], row: Row) -> bool:
    return row["kind"] in kinds(want)


def _group(row: Row) -> str:
    return row.get("group") or group_of(row["kind"])


def _errors(matched: Matched) -> Iterator[str]:
    for want in matched.missed:
        yield f"missed {want['kind']}: {want['text'][:_SHOWN]}"
    for row in matched.extra:
        yield f"extra {row['kind']}: {row['text'][:_SHOWN]}"
    for want, row in matched.pairs:
        if not _typed(want, row):
            yield f"kind {row['kind']} for {want['kind']}: {want['text'][:_SHOWN]}"


def _units(matched: Matched) -> dict[str, list[Unit]]:
    rest = [MISS] * len(matched.missed) + [EXTRA] * len(matched.extra)
    typed = [HIT if _typed(want, row) else WRONG for want, row in matched.pairs]
    return {"items": [HIT] * len(matched.pairs) + rest, "kinds": typed + rest}


def _themes(matched: Matched) -> Tally:
    """Themes on the insights found; those that are defensible count neither for nor against."""
    units = [_theme_unit(want, row) for want, row in matched.pairs]
    errors = [error for want, row in matched.pairs if (error := _theme_error(want, row))]
    return Tally({"theme F": prf(*_sums(units))[2] if units else 0.0}, errors, {"themes": units})


def _theme_unit(want: dict[str, Any], row: Row) -> Unit:
    wanted, got = set(want["themes"]), set(cell_list(row.get("theme_ids")))
    excused = set(want.get("themes_alt", [])) - wanted
    return len(wanted & got), len(got - excused), len(wanted)


def _theme_error(want: dict[str, Any], row: Row) -> str:
    wanted, got = set(want["themes"]), set(cell_list(row.get("theme_ids")))
    missed, extra = sorted(wanted - got), sorted(got - wanted - set(want.get("themes_alt", [])))
    marks = [f"-{theme}" for theme in missed] + [f"+{theme}" for theme in extra]
    return f"themes {' '.join(marks)}: {want['text'][:_SHOWN]}" if marks else ""


def _cities(matched: Matched, found: Found) -> Tally:
    """Cities named in the insights found. A document where none is wanted and none was found has no figure."""
    units, errors = [], []
    for want, row in matched.pairs:
        wanted = {alike.city(name) for name in want["cities"]}
        got = {found.city(city_id)[0] for city_id in cell_list(row.get("city_ids"))}
        units.append((len(wanted & got), len(got), len(wanted)))
        if wanted != got:
            errors.append(f"cities {sorted(got)} for {sorted(wanted)}: {want['text'][:_SHOWN]}")
    hits, named, asked = _sums(units)
    if named or asked:
        return Tally({"icity F": prf(hits, named, asked)[2]}, errors, {"cities of items": units})
    return Tally({"icity F": 0.0} if any(want["cities"] for want in matched.wanted) else {})


def _sums(units: list[Unit]) -> Unit:
    hits, found, wanted = (sum(column) for column in zip(*units, strict=True)) if units else (0, 0, 0)
    return hits, found, wanted
