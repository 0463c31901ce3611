"""How well people are found, against a gold standard: F by name, and the share with role and city right.

    python bench/people.py [GOLD DOCS]...      pairs of folders; without any, the samples of this repository

Documents are read and structured as in a run, then `tag_people` and `merge_people` are measured; figures are counted
as `eval/score.py` does, on the people of one document. `--errors` lists what is missed, extra or wrong; without it no
word of a document is printed, only counts of why people are wrong, so that a blind set stays blind.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.extract import extract
from pipeline.model import Item, Person
from pipeline.structure import structure
from pipeline.tag import is_place
from pipeline.tag.nlp import load_model
from pipeline.tag.organisations import issuer
from pipeline.tag.people import merge_people, tag_people
from pipeline.text.clean import fold
from pipeline.text.names import same_person, split_honorific
from pipeline.text.places import resolve_place

TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".txt": "text/plain",
}
ALIKE = 0.92  # of two names, as `eval/score.py`
CAUSES: Counter[str] = Counter()

Gold = dict[str, Any]
Found = tuple[Person, list[Person]]
"""A person and all the places that name them."""


def main(arguments: list[str]) -> int:
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    samples = Path(__file__).parent.parent / "samples"
    pairs = list(zip(folders[::2], folders[1::2], strict=True)) or [(samples / "gold", samples / "inbox")]
    totals = Counter[str]()
    for gold_folder, documents in pairs:
        for gold_path in sorted(gold_folder.glob("*.json")):
            path = next((p for p in sorted(documents.glob(f"{gold_path.stem}.*")) if p.suffix in TYPES), None)
            if path is not None:
                totals += measure(path, json.loads(gold_path.read_text("utf-8")), "--errors" in arguments)
    print(line("all", totals))
    print("wrong:", dict(CAUSES))
    return 0


def measure(path: Path, gold: Gold, errors: bool) -> Counter[str]:
    """Counts of one document: people wanted, found, hit, and hit with role and city right."""
    people, seconds = found_in(path, gold)
    pairs = paired(gold["people"], people)
    wrong = [(i, j) for i, j in pairs.items() if not is_right(gold["people"][i], people[j][1], gold)]
    CAUSES.update(cause(gold["people"][i], people[j][1], gold) for i, j in wrong)
    counts = Counter(wanted=len(gold["people"]), found=len(people), hits=len(pairs), right=len(pairs) - len(wrong))
    print(f"{line(path.name, counts)} {seconds:5.2f} s")
    if errors:
        report(gold["people"], people, pairs, wrong)
    return counts


def found_in(path: Path, gold: Gold) -> tuple[list[Found], float]:
    """The people of a document, each with all mentions, and the seconds that tagging took."""
    content = path.read_bytes()
    item = Item(digest=hashlib.sha256(content).hexdigest(), media_type=TYPES[path.suffix], content=content, origins=())
    document = extract(item)
    record = structure(document)
    began = time.perf_counter()
    entities = dict(enumerate(load_model().entities([block.text for block in document.blocks])))
    tagged = tag_people(document, record, entities, is_place, issuer(document, record))
    seconds = time.perf_counter() - began
    return [(p, [q for q in tagged if same_person(p, q, True)]) for p in merge_people(tagged)], seconds


def paired(gold: Sequence[Gold], people: Sequence[Found]) -> dict[int, int]:
    """Gold person to found person, the most alike first."""
    scores = [(likeness(g, f), i, j) for i, g in enumerate(gold) for j, (_, f) in enumerate(people)]
    pairs: dict[int, int] = {}
    for score, i, j in sorted(scores, reverse=True):
        if score >= ALIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def likeness(gold: Gold, mentions: Sequence[Person]) -> float:
    names = [key(name) for name in (gold["name"], *gold["surfaces"])]
    found = {key(name) for person in mentions for name in (person.name, person.surface)}
    return max((SequenceMatcher(None, g, f).ratio() for g in names for f in found), default=0.0)


def key(name: str) -> str:
    return " ".join(sorted(fold(split_honorific(name)[1]).replace(".", " ").replace(",", " ").split()))


def is_right(gold: Gold, mentions: Sequence[Person], document: Gold) -> bool:
    return has_role(gold, mentions) and has_city(gold, mentions, document)


def has_role(gold: Gold, mentions: Sequence[Person]) -> bool:
    role = fold(gold["role"] or "")
    said = [fold(person.role) for person in mentions]
    return not role or any(
        SequenceMatcher(None, role, s).ratio() >= 0.8 or (2 * len(s) >= len(role) and s in role) for s in said
    )


def has_city(gold: Gold, mentions: Sequence[Person], document: Gold) -> bool:
    """The city is said; officials of a form get their issuer's later on, so nothing is asked of them here."""
    official = document["document"]["genre"] == "learning_form" and gold["part"] == "attendee"
    if not gold["city"] or official:
        return True
    cities = (resolve_place(person.place).city for person in mentions if person.place)
    return any(city is not None and fold(city.name) == fold(gold["city"]) for city in cities)


def cause(gold: Gold, mentions: Sequence[Person], document: Gold) -> str:
    """Why role and city are not right, and who found the person, without a word of the document."""
    by = "+".join(sorted({person.method for person in mentions}))
    if not has_role(gold, mentions):
        return f"{'other' if any(person.role for person in mentions) else 'no'} role ({by})"
    return f"{'other' if any(person.place for person in mentions) else 'no'} place ({by})"


def line(name: str, counts: Counter[str]) -> str:
    hits, found, wanted = counts["hits"], counts["found"], counts["wanted"]
    precision, recall = hits / found if found else 1.0, hits / wanted if wanted else 1.0
    f = 2 * hits / (found + wanted) if found + wanted else 1.0
    role = counts["right"] / hits if hits else 1.0
    return f"{name[:38]:38s} P {precision:.3f} R {recall:.3f} F {f:.3f} role {role:.3f}"


def report(gold: Sequence[Gold], people: Sequence[Found], pairs: dict[int, int], wrong: list[tuple[int, int]]) -> None:
    for i, person in enumerate(gold):
        if i not in pairs:
            print("   missed", person["name"], "|", person["role"], "|", person["surfaces"])
    for j, (found, _) in enumerate(people):
        if j not in pairs.values():
            print("   extra ", found.name, "|", found.role, "|", found.surface, "|", found.method)
    for i, j in wrong:
        wanted = tuple(gold[i][name] for name in ("role", "organisation", "city"))
        print("   wrong ", gold[i]["name"], wanted, [(p.role, p.organisation, p.place, p.method) for p in people[j][1]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
