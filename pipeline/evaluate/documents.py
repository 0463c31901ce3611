"""Measures of a document as a whole: its genre, its event, its form, its cities."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate import alike
from pipeline.evaluate.alike import fold, ratio
from pipeline.evaluate.found import Found, cell_list
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.tally import EXTRA, HIT, MISS, WRONG, Tally, prf


def genre(found: Found, gold: Gold) -> Tally:
    """Whether the genre is right."""
    wanted, got = gold.data["document"]["genre"], found.document.get("genre", "")
    errors = [] if wanted == got else [f"genre: {got} for {wanted}"]
    return Tally({"genre": float(wanted == got)}, errors, {"genres": [HIT if wanted == got else WRONG]})


def event(found: Found, gold: Gold) -> Tally:
    """Share of the event's known facts that are right: name, days, city, country."""
    wanted = gold.part("event")
    if not wanted:
        return Tally()
    row = found.event
    city, country = found.city(row.get("city_id", ""))
    facts = [_same_event(wanted["name"], [row.get("name", ""), *cell_list(row.get("aliases"))])]
    facts += [row.get(day, "") == wanted[day] for day in ("start_date", "end_date") if wanted.get(day)]
    if wanted.get("city"):
        facts.append(city == alike.city(wanted["city"]))
        facts += [country == wanted["country"]] if wanted.get("country") else []
    got = f"{row.get('name', '')!r} {row.get('start_date', '')} {row.get('end_date', '')} {city}"
    right = f"{wanted['name']!r} {wanted.get('start_date')} {wanted.get('end_date')} {wanted.get('city')}"
    errors = [] if all(facts) else [f"event: {got} for {right}"]
    return Tally({"event": sum(facts) / len(facts)}, errors, {"events": [HIT if fact else WRONG for fact in facts]})


def _same_event(wanted: str, names: list[str]) -> bool:
    name = fold(wanted)
    return any(ratio(name, fold(one)) >= alike.SAME_EVENT or name in fold(one) for one in names)


def form(found: Found, gold: Gold) -> Tally:
    """Share of the form's answered fields that are right."""
    asked = {key: value for key, value in dict(gold.part("form")).items() if value}
    if not asked:
        return Tally()
    right = {key: _same_answer(value, found.form.get(key)) for key, value in asked.items()}
    errors = [
        f"form {key}: {str(found.form.get(key))[:90]!r} for {str(asked[key])[:90]!r}" for key in asked if not right[key]
    ]
    units = [HIT if ok else WRONG for ok in right.values()]
    return Tally({"form": sum(right.values()) / len(right)}, errors, {"forms": units})


def _same_answer(wanted: Any, got: str | None) -> bool:
    """Ticked boxes exactly, texts nearly."""
    if isinstance(wanted, list):
        return {fold(one) for one in cell_list(got)} == {fold(one) for one in wanted}
    return ratio(fold(wanted), fold(got)) >= alike.SAME_ANSWER


def cities(found: Found, gold: Gold) -> Tally:
    """Cities of the document by name and country."""
    wanted = {(alike.city(city["name"]), city["country"]) for city in gold.part("cities")}
    got = {found.city(city_id) for city_id in found.cities}
    if not wanted and not got:
        return Tally()
    missed, extra, hits = sorted(wanted - got), sorted(got - wanted), wanted & got
    errors = [f"missed city: {_place(*one)}" for one in missed] + [f"extra city: {_place(*one)}" for one in extra]
    units = [HIT] * len(hits) + [MISS] * len(missed) + [EXTRA] * len(extra)
    return Tally({"cities F": prf(len(hits), len(got), len(wanted))[2]}, errors, {"cities": units})


def _place(name: str, country: str) -> str:
    return f"{name.title()}, {country}"
