"""How well people are found, against a gold standard: F by name, and the share with role and city right.

    python bench/people.py [GOLD DOCS]...      pairs of folders; without any, the samples of this repository

Only the parts that know people are measured. What the structure stage would hand over is imitated simply: officials and
contacts of a form are taken from the gold, lists and tables of people are told by their shape. Figures are counted as
`eval/score.py` does. `--errors` lists what is missed, extra or wrong.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.extract import FORMATS
from pipeline.model import Block, Document, Kind, Person, Record, Span
from pipeline.tag.nlp import load_model
from pipeline.tag.people import merge_people, tag_people
from pipeline.text.clean import fold, squeeze
from pipeline.text.names import lean_of, parse_person_line, split_honorific, split_people

TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".txt": "text/plain",
}
PlaceOf = Callable[[str], bool]
CAUSES: Counter[str] = Counter()


def main(arguments: list[str]) -> int:
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    root = Path(__file__).parent.parent / "samples"
    pairs = list(zip(folders[::2], folders[1::2], strict=True)) or [(root / "gold", root / "inbox")]
    totals = [0, 0, 0, 0]
    for gold_folder, docs in pairs:
        for gold_path in sorted(gold_folder.glob("*.json")):
            path = next((p for p in sorted(docs.glob(f"{gold_path.stem}.*")) if p.suffix in TYPES), None)
            if path is None:
                continue
            try:
                counts = measure(path, json.loads(gold_path.read_text("utf-8")), "--errors" in arguments)
            except ImportError as error:
                print(path.name, "is not read yet:", error)
                continue
            totals = [a + b for a, b in zip(totals, counts, strict=True)]
    hits, found, wanted, right = totals
    print(
        f"{'all':40s} P {hits / max(1, found):.3f} R {hits / max(1, wanted):.3f} "
        f"F {2 * hits / max(1, found + wanted):.3f} role {right / max(1, hits):.3f}"
    )
    print("wrong:", dict(CAUSES))
    return 0


def measure(path: Path, gold: dict[str, Any], errors: bool) -> tuple[int, int, int, int]:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    document = FORMATS[TYPES[path.suffix]]()(content, digest)
    place_of = places(gold)
    record = Record(genre="other", confidence=1.0, people=tuple(listed(document, gold, place_of)))
    began = time.perf_counter()
    texts = [block.text for block in document.blocks]
    entities = dict(enumerate(load_model().entities(texts)))
    people = merge_people(tag_people(document, record, entities, place_of))
    seconds = time.perf_counter() - began
    return score(path.name, gold, people, place_of, seconds, errors)


def places(gold: dict[str, Any]) -> PlaceOf:
    """The gazetteer of the project where it is there, else the places of the gold."""
    try:
        from pipeline.tag import is_place

        return is_place
    except ImportError:
        names = {fold(s) for c in gold["cities"] for s in [c["name"], *c["surfaces"]]}
        names |= {fold(s) for c in gold["countries"] for s in [c["name"], *c["surfaces"]]}
        return lambda words: fold(words) in names


def listed(document: Document, gold: dict[str, Any], place_of: PlaceOf) -> Iterator[Person]:
    """People of forms, lists and tables, told by shape."""
    form = gold.get("form") or {}
    for key, part in (("officials", "attendee"), ("contacts", "contact")):
        for block in document.blocks if form.get(key) else ():
            yield from _of_answer(block, form[key], part, place_of)
    for block in document.blocks:
        if block.kind is Kind.TABLE:
            yield from _of_table(block, place_of)
    items = [block for block in document.blocks if block.kind is Kind.ITEM]
    for run in _runs(items):
        lines = [(block, parse_person_line(block.text, place_of)) for block in run]
        good = [(block, line) for block, line in lines if line and line.score >= 0.55 and len(block.text) < 300]
        if len(good) < 2 or len(good) * 10 < len(run) * 6:
            continue
        lean = lean_of([line.surface for _, line in good])
        for block, _ in good:
            line = parse_person_line(block.text, place_of, lean=lean)
            assert line
            yield _as_person(line, block, 0, "contributor")


def _runs(items: list[Block]) -> Iterator[list[Block]]:
    run: list[Block] = []
    for block in items:
        if run and block.number > run[-1].number + 1:
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _of_answer(block: Block, answer: str, part: str, place_of: PlaceOf) -> Iterator[Person]:
    """The part of a block that belongs to an answer, where the block is one of its lines or holds it all."""
    text = block.text
    for cell in block.cells:
        for piece in block.cell_text(cell).split("\v"):
            if (piece and squeeze(piece) in answer) or squeeze(block.cell_text(cell)) == answer:
                yield from _people_in(block, piece, text.index(piece, cell.start), part, place_of)
    if not block.cells and len(text) > 8 and block.kind not in (Kind.HEADING, Kind.TITLE) and squeeze(text) in answer:
        yield from _people_in(block, text, 0, part, place_of)


def _people_in(block: Block, text: str, offset: int, part: str, place_of: PlaceOf) -> Iterator[Person]:
    position = 0
    for piece in split_people(text, place_of):
        line = parse_person_line(piece, place_of)
        found = text.find(piece.split("\n")[0], position)
        if line and found >= 0:
            position = found
            yield _as_person(line, block, offset + found, part)


def _of_table(block: Block, place_of: PlaceOf) -> Iterator[Person]:
    head = fold(block.text.split("\n")[0])
    if "name" not in head and "participant" not in head:
        return
    for row in sorted({cell.row for cell in block.cells})[1:]:
        cells = [cell for cell in block.cells if cell.row == row]
        start, end = cells[0].start, cells[-1].end
        line = parse_person_line(block.text[start:end], place_of)
        if line and line.score >= 0.55:
            yield _as_person(line, block, start, "contributor")


def _as_person(line: Any, block: Block, offset: int, part: str) -> Person:
    return Person(
        name=line.name.text,
        part=part,
        honorific=line.name.honorific,
        given=line.name.given,
        family=line.name.family,
        role=line.role,
        organisation=line.organisation,
        place=line.place,
        surface=line.surface,
        spans=(Span(block=block.number, start=offset + line.start, end=offset + line.end),),
        method="list",
    )


def score(
    name: str, gold: dict[str, Any], people: tuple[Person, ...], place_of: PlaceOf, seconds: float, errors: bool
) -> tuple[int, int, int, int]:
    pairs = sorted(
        ((_alike(g, f), i, j) for i, g in enumerate(gold["people"]) for j, f in enumerate(people)), reverse=True
    )
    used: dict[int, int] = {}
    for alike, i, j in pairs:
        if alike >= 0.92 and i not in used and j not in used.values():
            used[i] = j
    wrong = [(i, j) for i, j in used.items() if not _right(gold["people"][i], people[j], gold)]
    hits, found, wanted = len(used), len(people), len(gold["people"])
    for i, j in wrong:
        CAUSES[_cause(gold["people"][i], people[j], gold)] += 1
    print(
        f"{name[:40]:40s} P {hits / max(1, found):.3f} R {hits / max(1, wanted):.3f} "
        f"role {(hits - len(wrong)) / max(1, hits):.3f} {seconds:.2f} s"
    )
    if errors:
        for i, person in enumerate(gold["people"]):
            if i not in used:
                print("   missed", person["name"], "|", person["role"], "|", person["surfaces"])
        for j, other in enumerate(people):
            if j not in used.values():
                print("   extra ", other.name, "|", other.role, "|", other.surface, other.method, other.spans[:1])
        for i, j in wrong:
            g, f = gold["people"][i], people[j]
            print(
                "   wrong ",
                g["name"],
                "|",
                (g["role"], g["organisation"], g["city"]),
                "|",
                (f.role, f.organisation, f.place),
                f.method,
            )
    return hits, found, wanted, hits - len(wrong)


def _key(name: str) -> str:
    return " ".join(sorted(split_honorific(name)[1].casefold().replace(".", " ").replace(",", " ").split()))


def _alike(gold: dict[str, Any], found: Person) -> float:
    names = [gold["name"], *gold["surfaces"]]
    return max(
        SequenceMatcher(None, fold(_key(g)), fold(_key(f))).ratio() for g in names for f in (found.name, found.surface)
    )


def _right(gold: dict[str, Any], found: Person, document: dict[str, Any]) -> bool:
    role, said = fold(gold["role"] or ""), fold(found.role)
    same = not role or SequenceMatcher(None, role, said).ratio() >= 0.8 or (2 * len(said) >= len(role) and said in role)
    city = gold["city"]
    surfaces = [s for c in document["cities"] if c["name"] == city for s in [city, *c["surfaces"]]] or [city or ""]
    form = document["document"]["genre"] == "learning_form" and gold["part"] == "attendee"
    return same and (not city or form or any(fold(s) in fold(found.place) for s in surfaces) or _resolves(found, city))


def _cause(gold: dict[str, Any], found: Person, document: dict[str, Any]) -> str:
    """Why role and city are not right, without words of the document."""
    if _right({**gold, "city": None}, found, document):
        return "no place" if not found.place else "other place"
    return "no role" if not found.role else "other role"


def _resolves(found: Person, city: str) -> bool:
    """Whether the gazetteer takes the words for the city: "eThekwini" is Durban."""
    try:
        from pipeline.text.places import resolve_place
    except ImportError:
        return False
    place = resolve_place(found.place)
    return place.city is not None and fold(place.city.name) == fold(city)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
