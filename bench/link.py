"""Measure linking at size: seconds, memory, and how right it is, on a made-up collection whose truth is known.

    python bench/link.py [SIGHTINGS] [STATEMENTS]        100,000 of each unless told otherwise; a tenth is run first

A tenth of the size is linked in the same process first: near-linear means that ten times as much takes about ten
times as long. People are invented from lists of given and family names and seen in about four documents each, under
their name in several shapes; a fifth share their whole name with somebody of another city. A fifth of the statements
stand in a second document, word for word or with a word changed. Documents come in a shuffled order.
"""

from __future__ import annotations

import hashlib
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.link import link
from pipeline.model import Block, Document, Event, Insight, Kind, Origin, Outcome, Person, Record, Span, Status, Tags
from pipeline.model.dataset import Dataset
from pipeline.text.gazetteer.store import cities
from pipeline.text.names.words import known_names

SEED = 4
PER_DOCUMENT = 20  # people, and statements
SEEN = 4  # documents that name a person, about
ROLES = ("Mayor", "Head of Safety", "Planner", "Town Clerk", "Director of Housing", "Councillor", "Engineer", "Nurse")
THEMES = (("policing", "Policing", "", "group", ()),)

True_ = tuple[int, str, str, str, str]
"""A true person: number, given name, family name, role, city id."""


def main(arguments: Sequence[str]) -> int:
    """Link a tenth, then all; print a line for each."""
    sightings, statements = (int(n) for n in (*arguments, "100000", "100000")[:2]) if len(arguments) != 1 else (
        int(arguments[0]), int(arguments[0])
    )  # fmt: skip
    seconds = [run(sightings // part, statements // part) for part in (10, 1)]
    print(f"ten times as much took {seconds[1] / seconds[0]:.1f} times as long")
    return 0


def run(sightings: int, statements: int) -> float:
    """Link a collection of a size; print time, memory and how right people are; return the seconds."""
    outcomes, truth = collection(sightings, statements)
    before, began = _megabytes(), time.process_time()
    dataset = link(iter(outcomes), THEMES)
    seconds = time.process_time() - began
    precision, recall = pairs_right(dataset, truth)
    clusters = Counter(row.cluster_id for row in dataset.tables["insights"])
    print(
        f"{sightings:,} sightings, {statements:,} statements in {len(outcomes):,} documents: {seconds:.1f} s of CPU, "
        f"peak {_megabytes():.0f} MB ({before:.0f} before); people {len(dataset.tables['people']):,}, pairs precision "
        f"{precision:.4f} recall {recall:.4f}; {sum(n > 1 for n in clusters.values()):,} statements in several documents"
    )
    return seconds


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- the collection ---------------------------------------------------------------------------------------------------


def collection(
    sightings: int, statements: int
) -> tuple[list[tuple[Outcome, tuple[Origin, ...]]], dict[tuple[str, str], int]]:
    """Outcomes in a shuffled order, and the true person behind each (document id, name as printed)."""
    chance = random.Random(SEED)
    documents = max(2, max(sightings, statements) // PER_DOCUMENT)
    seen: list[list[True_]] = [[] for _ in range(documents)]
    for person in _people(chance, sightings // SEEN):
        for number in chance.sample(range(documents), min(documents, chance.choice((2, 3, 4, 5, 6)))):
            seen[number].append(person)
    said = _statements(chance, documents, statements)
    outcomes, truth = [], {}
    for number in range(documents):
        digest = hashlib.sha256(f"document {number}".encode()).hexdigest()
        printed = [(person, _printed(chance, person)) for person in seen[number]]
        for person, (name, _) in printed:
            truth[f"d-{digest[:16]}", name] = person[0]
        outcomes.append((_outcome(digest, number, printed, said[number]), (_origin(number),)))
    chance.shuffle(outcomes)
    return outcomes, truth


def _people(chance: random.Random, count: int) -> Iterator[True_]:
    names = known_names()
    given, family = (sorted(n.capitalize() for n in some if len(n) > 3) for some in (names.given, names.family))
    places = [f"geonames:{cities()._ids[number]}" for number in range(2_000)]
    before: list[tuple[str, str]] = []
    for number in range(count):
        name = (f"{chance.choice(given)} {chance.choice(given)}", chance.choice(family))
        if before and chance.random() < 0.2:
            name = chance.choice(before)  # a namesake, most likely of another city
        before.append(name)
        yield number, *name, chance.choice(ROLES), chance.choice(places)


def _printed(chance: random.Random, person: True_) -> tuple[str, bool]:
    """A name in one of its shapes, and whether the place stands with it."""
    _, given, family, _, _ = person
    first, second = given.split()
    shapes = (f"{given} {family}", f"{family} {given}", f"{first} {second[0]}. {family}", f"{first} {family}")
    return chance.choices(shapes, (6, 1, 1, 1))[0], chance.random() < 0.9


def _statements(chance: random.Random, documents: int, count: int) -> list[list[str]]:
    words = sorted(word for word in known_names().words if len(word) > 3)
    said: list[list[str]] = [[] for _ in range(documents)]
    for number in range(count * 5 // 6):
        text = f"Cities should {' '.join(chance.choices(words, k=chance.randint(8, 30)))} by {2000 + number % 30}."
        said[chance.randrange(documents)].append(text)
        if chance.random() < 0.2:
            other = text if chance.random() < 0.5 else text.replace("Cities should", "All cities should")
            said[chance.randrange(documents)].append(other)
    return said


def _outcome(
    digest: str, number: int, printed: Sequence[tuple[True_, tuple[str, bool]]], said: Sequence[str]
) -> Outcome:
    people, places, blocks = [], [], []
    for (_, given, family, role, city), (name, placed) in printed:
        span = Span(block=len(blocks), start=0, end=len(name))
        part = Person(name=name, part="attendee", role=role, given=given, family=family, surface=name, spans=(span,))
        people.append(part)
        places.append((city if placed else "", ""))
        blocks.append(name)
    insights = []
    for order, text in enumerate(said):
        span = Span(block=len(blocks), start=0, end=len(text))
        insights.append(Insight(number=order, kind="recommendation", text=text, section="", spans=(span,)))
        blocks.append(text)
    lines = tuple(Block(number=n, kind=Kind.PARAGRAPH, text=text) for n, text in enumerate(blocks))
    event = Event(name=f"Exchange {number % 997} on safety", start=f"20{10 + number % 15}-05-{1 + number % 28:02d}")
    record = Record(
        genre="forum_report",
        confidence=0.9,
        event=event,
        insights=tuple(insights),
        people=tuple(people),
        title="Report",
    )
    tags = Tags(people=tuple(people), person_places=tuple(places))
    document = Document(digest=digest, media_type="text/plain", blocks=lines)
    return Outcome(digest=digest, status=Status.DONE, document=document, record=record, tags=tags)


def _origin(number: int) -> Origin:
    return Origin(source="folder", locator=f"in/{number}.txt", name=f"{number}.txt")


# --- how right it is --------------------------------------------------------------------------------------------------


def pairs_right(dataset: Dataset, truth: dict[tuple[str, str], int]) -> tuple[float, float]:
    """Precision and recall over pairs of sightings: made one person, and one person in truth."""
    found: dict[tuple[str, str], str] = {}
    for row in dataset.tables["mentions"]:
        if row.entity_type == "person":
            found[row.document_id, row.surface] = row.entity_id
    aliases = {row.person_id: {row.name, *row.aliases} for row in dataset.tables["people"]}
    for row in dataset.tables["participations"]:
        for name in aliases[row.person_id]:
            if (row.document_id, name) in truth:
                found.setdefault((row.document_id, name), row.person_id)
    made, real, both = Counter[str](), Counter[int](), Counter[tuple[str, int]]()
    for key, number in truth.items():
        if key in found:
            made[found[key]] += 1
            both[found[key], number] += 1
        real[number] += 1
    right, claimed, wanted = (sum(n * (n - 1) // 2 for n in c.values()) for c in (both, made, real))
    return right / max(claimed, 1), right / max(wanted, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
