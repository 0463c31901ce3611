"""Measure places on sentences made to mislead: `bench/data/places/traps.tsv`, by continent and by trap.

    python bench/traps.py [--errors]

Each sentence is a document of its own, tagged whole (people, language model, places), so that a surname is a surname
because the pipeline says so. A city is right where its country and name, or the gazetteer's own reading of
`name, country`, are those annotated. Precision, recall and F are counted over all cities of the sentences.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from pipeline import tag
from pipeline.model import Block, Document, Kind, Record
from pipeline.tag.settings import TagSettings
from pipeline.text.clean import fold
from pipeline.text.gazetteer import city, country
from pipeline.text.places import resolve_place

SENTENCES = Path(__file__).resolve().parent / "data" / "places" / "traps.tsv"
Wanted = tuple[str, str]
"""Name and country's code."""


def main() -> int:
    """Print a row per continent and per trap."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list every sentence that is read wrong")
    options = parser.parse_args()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        continent, trap, text, names = line.split("\t")
        wanted = [(name, code) for name, _, code in (one.partition("|") for one in names.split(";") if one)]
        found = cities_of(text)
        right = hits(wanted, found)
        for key in (continent, trap, "all"):
            row = counts[key]
            row[0] += 1
            row[1] += len(wanted)
            row[2] += len(found)
            row[3] += right
            row[4] += right == len(wanted) == len(found)
        if options.errors and not right == len(wanted) == len(found):
            print(f"{continent} {trap}: {text}  -> {[(city(c).name, city(c).country_code) for c in found]}")
    print(f"{'':18s} sentences  whole  wanted  found   P     R     F")
    for key, (number, wanted_, found_, right_, whole) in sorted(counts.items()):
        p, r = right_ / max(found_, 1), right_ / max(wanted_, 1)
        print(
            f"{key:18s} {number:9d} {whole:6d} {wanted_:7d} {found_:6d} {p:.3f} {r:.3f} {2 * p * r / max(p + r, 1e-9):.3f}"
        )
    return 0


def cities_of(text: str) -> list[str]:
    """Ids of the cities that the pipeline finds in a sentence."""
    document = Document(
        digest="0", media_type="text/plain", language="en", blocks=(Block(number=0, kind=Kind.PARAGRAPH, text=text),)
    )
    tags = tag.tag(document, Record(genre="other", confidence=1.0), TagSettings())
    return list(dict.fromkeys(m.entity for m in tags.mentions if m.kind == "city" and m.entity))


def hits(wanted: list[Wanted], found: list[str]) -> int:
    """How many of the wanted cities are among those found, each for one."""
    left = list(found)
    for one in wanted:
        match = next((identity for identity in left if is_it(one, identity)), None)
        if match is not None:
            left.remove(match)
    return len(found) - len(left)


def is_it(wanted: Wanted, identity: str) -> bool:
    """Whether a city is the one annotated."""
    place, (name, code) = city(identity), wanted
    if place.country_code != code:
        return False
    if fold(place.name) == fold(name):
        return True
    meant = resolve_place(f"{name}, {country(code).name}").city
    return meant is not None and meant.id == identity


if __name__ == "__main__":
    sys.exit(main())
