"""Measure people, places and organisations on our own blind gold: documents of twelve regions, lists and prose apart.

    python bench/names.py [--errors] [NAME ...]        NAME: the beginning of a file's name, or of several

Each file of `bench/data/names` and `names2` is a document, a line of `=====`, and what a careful reader finds in it by the guide of
annotation: `P|name|role|organisation|city|prose or list`, `C|city|country|continent`, `N|country`, `O|name|acronym`.
The people are invented, the places real; the documents were annotated before anything was tuned on them.
The whole pipeline is run on each, linking included, so that a figure is what a reader of the dataset gets.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.flow import process, themes_of
from pipeline.link import link
from pipeline.model import Item, Origin
from pipeline.model.dataset import Dataset
from pipeline.tag.settings import TagSettings
from pipeline.text import gazetteer
from pipeline.text.clean import fold
from pipeline.text.names import split_honorific
from pipeline.text.places import city as city_of

GOLD = [Path(__file__).parent / "data" / folder for folder in ("names", "names2")]
ALIKE = 0.92  # of two names, as the scorer of the gold standard has it
CONTINENTS = {"AF": "Africa", "AS": "Asia", "EU": "Europe", "LA": "Latin America", "NA": "North America"}


@dataclass
class Gold:
    """What should be found in one document."""

    text: str
    people: list[list[str]] = field(default_factory=list)
    cities: list[list[str]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    organisations: list[list[str]] = field(default_factory=list)


Person = dict[str, set[str]]
"""A person found: names, roles, cities (ids), methods."""


def main(arguments: Sequence[str]) -> int:
    """Print a row for each document and the sums."""
    total: Counter[str] = Counter()
    for path in documents():
        if not (wanted := [a for a in arguments if not a.startswith("--")]) or path.stem.startswith(tuple(wanted)):
            counts, errors = measure(read(path), path.name)
            print(f"{path.stem:30s} {row(counts)}")
            print("".join(f"    {error}\n" for error in errors) if "--errors" in arguments else "", end="")
            total += counts
    print(f"{'all':30s} {row(total)}")
    print("people  " + "   ".join(f"{shape} {prf(total, f'people-{shape}')}" for shape in ("list", "prose")))
    print("cities  " + "   ".join(f"{name} {prf(total, f'city-{code}')}" for code, name in CONTINENTS.items()))
    found, right = total["mention-found"], total["mention-right"]
    print(f"mentions of cities linked {found}, of these to the right id {right / max(found, 1):.3f}")
    return 0


def documents() -> list[Path]:
    """The files of the gold, in order."""
    return [path for folder in GOLD for path in sorted(folder.glob("*.txt"))]


def read(path: Path) -> Gold:
    """A document and its gold."""
    text, _, rows = path.read_text(encoding="utf-8").partition("\n=====\n")
    gold = Gold(text=text)
    for line in filter(None, rows.split("\n")):
        kind, *cells = line.split("|")
        if kind == "N":
            gold.countries.append(cells[0])
        else:
            {"P": gold.people, "C": gold.cities, "O": gold.organisations}[kind].append(cells)
    return gold


def measure(gold: Gold, name: str) -> tuple[Counter[str], list[str]]:
    """The counts of one document, and what went wrong in it."""
    content = gold.text.encode()
    digest = hashlib.sha256(content).hexdigest()
    item = Item(digest=digest, media_type="text/plain", content=content, origins=())
    settings = TagSettings()
    origin = Origin(source="folder", locator=name, name=name)
    dataset = link([(process(item, settings), (origin,))], themes_of(settings))
    counts: Counter[str] = Counter()
    errors = [*_people(gold, dataset, counts), *_cities(gold, dataset, counts), *_others(gold, dataset, counts)]
    return counts, errors


# --- people -----------------------------------------------------------------------------------------------------------


def _people(gold: Gold, dataset: Dataset, counts: Counter[str]) -> list[str]:
    found = _found(dataset)
    pairs = _paired(gold.people, found)
    errors = []
    for number, person in enumerate(gold.people):
        counts[f"people-{person[4]}-gold"] += 1
        if number not in pairs:
            errors.append(f"missed person: {person}")
            continue
        counts[f"people-{person[4]}-hit"] += 1
        counts[f"people-{person[4]}-found"] += 1
        other = found[pairs[number]]
        role, city = _has_role(person[1], other), not person[3] or _id(person[3], "") & other["cities"]
        counts["role-gold"] += 1
        counts["role-hit"] += bool(role and city)
        if not (role and city):
            errors.append(f"wrong {'role' if not role else 'city'}: {person} <> {other}")
    for number, extra in enumerate(found):
        if number not in pairs.values():
            shape = "list" if all(m.startswith(("list", "form", "table")) for m in extra["methods"]) else "prose"
            counts[f"people-{shape}-found"] += 1
            errors.append(f"extra person: {extra}")
    for side in ("gold", "hit", "found"):
        counts[f"people-{side}"] += counts[f"people-list-{side}"] + counts[f"people-prose-{side}"]
    return errors


def _found(dataset: Dataset) -> list[Person]:
    people: dict[str, Person] = {}
    for row in dataset.tables["people"]:
        people[row.person_id] = {"names": {row.name, *row.aliases}, "roles": set(), "cities": set(), "methods": set()}
    for row in dataset.tables["participations"]:
        people[row.person_id]["roles"].add(row.role)
        people[row.person_id]["cities"].add(row.city_id)
    for row in dataset.tables["mentions"]:
        if row.entity_type == "person" and row.entity_id in people:
            people[row.entity_id]["methods"].add(row.method)
    return list(people.values())


def _paired(gold: Sequence[Sequence[str]], found: Sequence[Person]) -> dict[int, int]:
    """Person of the gold to person found, the most alike first."""
    scores = [(_likeness((g[0], *g[5:]), f["names"]), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    pairs: dict[int, int] = {}
    for score, i, j in sorted(scores, reverse=True):
        if score >= ALIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _likeness(names: Sequence[str], others: set[str]) -> float:
    keys = [(_key(a), _key(b)) for a in names for b in others]
    return max((SequenceMatcher(None, a, b).ratio() for a, b in keys), default=0.0)


def _key(name: str) -> str:
    return " ".join(sorted(fold(split_honorific(name)[1]).replace(".", " ").replace(",", " ").split()))


def _has_role(role: str, person: Person) -> bool:
    wanted, said = fold(role), [fold(one) for one in person["roles"]]
    return not role or any(
        SequenceMatcher(None, wanted, s).ratio() >= 0.8 or (2 * len(s) >= len(wanted) and s in wanted) for s in said
    )


# --- places and organisations -----------------------------------------------------------------------------------------


def _cities(gold: Gold, dataset: Dataset, counts: Counter[str]) -> list[str]:
    found = {m.entity_id for m in dataset.tables["mentions"] if m.entity_type == "city"} - {""}
    surfaces = {_plain(m.surface): m.entity_id for m in dataset.tables["mentions"] if m.entity_type == "city"}
    errors, wanted = [], set[str]()
    for name, country, continent in gold.cities:
        ids = _id(name, country)
        wanted |= ids
        hit = bool(ids & found)
        counts[f"city-{continent}-gold"] += 1
        counts[f"city-{continent}-hit"] += hit
        counts[f"city-{continent}-found"] += hit
        if not hit:
            errors.append(f"missed city: {name} {country}, tagged {surfaces.get(_plain(name), 'not at all')}")
    for extra in sorted(found - wanted):
        city = city_of(extra)
        counts[f"city-{_continent(city.country_code)}-found"] += 1
        errors.append(f"extra city: {city.name} {city.country_code} {[s for s, i in surfaces.items() if i == extra]}")
    named = {_plain(name) for name, _, _ in gold.cities}
    for mention in dataset.tables["mentions"]:
        if mention.entity_type == "city" and mention.entity_id and _plain(mention.surface) in named:
            counts["mention-found"] += 1
            counts["mention-right"] += mention.entity_id in wanted
    for side in ("gold", "hit", "found"):
        counts[f"city-{side}"] += sum(counts[f"city-{code}-{side}"] for code in CONTINENTS)
    return errors


def _id(name: str, country: str) -> set[str]:
    """The ids that a name of the gold may mean: the best known city of that name in the country."""
    key = gazetteer.key_of(name)
    named = [n for n in (gazetteer.lookup(key), gazetteer.town(key)) if n is not None]
    readings = [r for n in named for r in n.cities if country in ("", r.city.country_code)]
    first = sorted(readings, key=lambda r: r.kind == "other")[:1]
    return {r.city.id for r in (first if country else readings)}


def _continent(code: str) -> str:
    """The continent of an extra city, by those that the gold of all documents names; else Europe."""
    known = {cells[1]: cells[2] for path in documents() for cells in read(path).cities}
    return known.get(code, "NA" if code == "US" else "EU")


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def _others(gold: Gold, dataset: Dataset, counts: Counter[str]) -> list[str]:
    countries = {m.entity_id for m in dataset.tables["mentions"] if m.entity_type == "country"} - {""}
    bodies = {fold(n): o for o in dataset.tables["organisations"] for n in (o.name, o.acronym, *o.aliases) if n}
    errors = [f"missed country: {c}" for c in gold.countries if c not in countries]
    errors += [f"extra country: {c}" for c in sorted(countries - set(gold.countries))]
    counts.update({"country-gold": len(gold.countries), "country-found": len(countries)})
    counts["country-hit"] += len(countries & set(gold.countries))
    hit = set()
    for name, acronym in gold.organisations:
        body = bodies.get(fold(name)) or bodies.get(fold(acronym))
        counts["body-gold"] += 1
        if body is None or (acronym and acronym not in (body.acronym, *body.aliases)):
            errors.append(f"missed organisation: {name} ({acronym})")
        else:
            hit.add(body.organisation_id)
            counts["body-hit"] += 1
    extra = [o for o in dataset.tables["organisations"] if o.organisation_id not in hit]
    counts["body-found"] += len(dataset.tables["organisations"])
    return [*errors, *(f"extra organisation: {o.name} {o.aliases}" for o in extra)]


# --- figures ----------------------------------------------------------------------------------------------------------


def row(counts: Counter[str]) -> str:
    """All figures in a line."""
    role = counts["role-hit"] / max(counts["role-gold"], 1)
    kinds = ("people", "city", "country", "body")
    return "  ".join(f"{kind} {prf(counts, kind)}" for kind in kinds) + f"  role {role:.2f}"


def prf(counts: Counter[str], kind: str) -> str:
    """Precision, recall and F of a kind."""
    gold, hit, found = (counts[f"{kind}-{side}"] for side in ("gold", "hit", "found"))
    if not gold and not found:
        return "-"
    return f"P {hit / max(found, 1):.2f} R {hit / max(gold, 1):.2f} F {2 * hit / (gold + found):.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
