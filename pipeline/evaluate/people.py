"""Measures of the people of a document: found by name, with the right role and city."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate import alike
from pipeline.evaluate.found import Found, PersonFound
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.tally import EXTRA, HIT, MISS, WRONG, Tally, prf


def people(found: Found, gold: Gold) -> Tally:
    """F of the people by name; of those found, the share whose role and city are right."""
    wanted: list[dict[str, Any]] = gold.part("people")
    if not wanted and not found.people:
        return Tally()
    pairs = paired(wanted, found.people)
    right = [has_right_part(wanted[i], found.people[j], found) for i, j in pairs]
    missed = [one for i, one in enumerate(wanted) if i not in {i for i, _ in pairs}]
    extra = [one for j, one in enumerate(found.people) if j not in {j for _, j in pairs}]
    errors = [f"missed person: {one['name']}" for one in missed] + [f"extra person: {one.names[0]}" for one in extra]
    errors += [_role_error(wanted[i], found.people[j]) for (i, j), ok in zip(pairs, right, strict=True) if not ok]
    scores = {"people F": prf(len(pairs), len(found.people), len(wanted))[2]}
    if wanted:
        scores["role"] = sum(right) / len(right) if right else 0.0
    units = [HIT] * len(pairs) + [MISS] * len(missed) + [EXTRA] * len(extra)
    return Tally(scores, errors, {"people": units, "roles": [HIT if ok else WRONG for ok in right]})


def paired(wanted: list[dict[str, Any]], found: list[PersonFound]) -> list[tuple[int, int]]:
    """The most alike first; of equals the later ones, as the published figures have it."""
    close = [
        (likeness, i, j)
        for i, want in enumerate(wanted)
        for j, one in enumerate(found)
        if (likeness := alike.person([want["name"], *want.get("surfaces", [])], one.names)) >= alike.SAME_PERSON
    ]
    return alike.best_first(sorted(close, reverse=True))


def has_right_part(want: dict[str, Any], one: PersonFound, found: Found) -> bool:
    """Each known fact is right in some participation."""
    role = not want.get("role") or any(alike.role(want["role"], part.get("role")) for part in one.parts)
    cities = {found.city(part.get("city_id", ""))[0] for part in one.parts}
    return role and (not want.get("city") or alike.city(want["city"]) in cities)


def _role_error(want: dict[str, Any], one: PersonFound) -> str:
    got = sorted({f"{part.get('role', '')} [{part.get('city_id', '')}]" for part in one.parts})
    return f"role of {want['name']}: {'; '.join(got) or 'none'} for {want.get('role')} [{want.get('city')}]"
