"""Measure what is said about statements, on our own blind gold: qualifiers, strength and addressee, speaker, issuer.

    python bench/statements.py [--errors] [qualifiers] [strength] [addressees] [speakers] [issuers]

The lines of `bench/data/statements` were written and annotated before anything was tuned on them. When tuning, only
the errors of every other line are shown (`--errors`), so that the figure of the others stays a figure on unseen lines.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.flow import process, themes_of
from pipeline.link import link
from pipeline.model import Block, Item, Kind, Origin
from pipeline.model.dataset import Dataset
from pipeline.structure import asked
from pipeline.structure.outline import Place
from pipeline.structure.qualifiers import qualifiers as qualifiers_of
from pipeline.tag.settings import TagSettings
from pipeline.text.clean import fold

DATA = Path(__file__).parent / "data" / "statements"
LETTERS = {"n": "negated", "p": "past", "h": "hypothetical", "r": "reported"}

Check = tuple[str, set[str], set[str], str]
"""What is measured, what is right, what was found, the line."""


def main(arguments: Sequence[str]) -> int:
    """Print precision, recall and exact lines of each measure; of all lines, and of those nobody tuned on."""
    chosen = [m for m in MEASURES if m.__name__ in arguments] or MEASURES
    for measure in chosen:
        checks = list(measure())
        for name in sorted({check[0] for check in checks}):
            own = [check for check in checks if check[0] == name]
            unseen = [check for check in own if _is_unseen(check)]
            print(f"{name:14s} all {figures(own)}   unseen {figures(unseen)}")
        for check in checks if "--errors" in arguments else ():
            if check[1] != check[2] and not _is_unseen(check):
                print(f"    {check[0]}: {sorted(check[2])} for {sorted(check[1])}: {check[3][:150]}")
    return 0


def _is_unseen(check: Check) -> bool:
    """Whether the errors of a line are not shown: of half of them, by their words."""
    return hashlib.sha256(check[3].encode()).digest()[0] % 2 == 1


def figures(checks: Sequence[Check]) -> str:
    """Precision, recall and the share of lines that are right as a whole."""
    hits = sum(len(wanted & found) for _, wanted, found, _ in checks)
    found = sum(len(found) for _, _, found, _ in checks)
    wanted = sum(len(wanted) for _, wanted, _, _ in checks)
    exact = sum(wanted == found for _, wanted, found, _ in checks)
    return (
        f"P {hits / max(found, 1):.3f} R {hits / max(wanted, 1):.3f} exact {exact / max(len(checks), 1):.3f} "
        f"of {len(checks)}"
    )


def lines(name: str) -> Iterator[list[str]]:
    """The rows of a gold file without its head."""
    for line in (DATA / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


# --- what the words of a statement say --------------------------------------------------------------------------------


def qualifiers() -> Iterator[Check]:
    """Each qualifier apart, and all of a line together."""
    for letters, text in lines("qualifiers.txt"):
        wanted = {LETTERS[letter] for letter in letters if letter in LETTERS}
        found = set(qualifiers_of(text))
        yield "qualifiers", wanted, found, text
        for name in LETTERS.values():
            yield name, wanted & {name}, found & {name}, text


def strength() -> Iterator[Check]:
    """must, should, may."""
    for wanted, _, text in lines("asked.txt"):
        yield "strength", {wanted} - {"-"}, {asked.strength(text, _place(text))} - {""}, text


def addressees() -> Iterator[Check]:
    """Who should act."""
    for _, wanted, text in lines("asked.txt"):
        right = {bare(one) for one in wanted.split(";")} - {""}
        yield "addressee", right, {bare(one) for one in asked.addressees(text, _place(text))}, text


def bare(name: str) -> str:
    """A name as compared: without its article."""
    return re.sub(r"^(?:the|all|every|each) ", "", fold(name).strip(" -"))


def _place(text: str) -> Place:
    """A statement on its own, without headings."""
    return Place(block=Block(number=0, kind=Kind.ITEM, text=text), headings=())


# --- who says it, who issued it ---------------------------------------------------------------------------------------


def speakers() -> Iterator[Check]:
    """Whose statement each insight is, over the whole pipeline; a statement that is not found counts as without."""
    for default, front, said in _documents():
        dataset = _dataset("\n\n".join([*front, *(f"- {text}" for _, text in said)]))
        names = _names(dataset)
        rows = {fold(row.text): row for row in dataset.tables["insights"]}
        for wanted, text in said:
            right = {fold(one) for one in (default if wanted == "=" else wanted).split(";")}
            row = rows.get(fold(text))
            yield "said_by", right, {names(i, right) for i in row.said_by} if row else set(), text


def _documents() -> Iterator[tuple[str, list[str], list[tuple[str, str]]]]:
    """(default speaker, blocks of the front, statements with their speakers) of each document."""
    default, front, said = "", [""], list[tuple[str, str]]()
    for row in lines("said_by.txt"):
        if row[0].startswith("@"):
            if said:
                yield default, front, said
            default, front, said = row[0][1:].strip(), row[1].split(" / "), []
        else:
            said.append((row[0], row[1]))
    yield default, front, said


def issuers() -> Iterator[Check]:
    """The organisation that issued each document, and its city."""
    for body, city, blocks in lines("issuer.txt"):
        dataset = _dataset(blocks.replace(" / ", "\n\n"))
        (row,) = dataset.tables["documents"] or (None,)
        names, cities = _names(dataset), {c.city_id: c.name for c in dataset.tables["cities"]}
        right, place = {fold(body)} - {"-"}, {fold(city)} - {"-"}
        yield "issuer", right, {names(row.organisation_id, right)} - {""} if row else set(), blocks
        yield "issuer city", place, {fold(cities.get(row.city_id, ""))} - {""} if row else set(), blocks


def _dataset(text: str) -> Dataset:
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    item = Item(digest=digest, media_type="text/plain", content=content, origins=())
    settings = TagSettings()
    origin = Origin(source="folder", locator="a.txt", name="a.txt")
    return link([(process(item, settings), (origin,))], themes_of(settings))


def _names(dataset: Dataset) -> Callable[[str, set[str]], str]:
    """The name of a person or organisation by its id: the one that is asked for, where it is one of its names."""
    known = {p.person_id: (p.name, *p.aliases) for p in dataset.tables["people"]}
    known |= {o.organisation_id: (o.name, o.acronym, *o.aliases) for o in dataset.tables["organisations"]}

    def name(key: str, wanted: set[str]) -> str:
        names = [fold(one) for one in known.get(key, ("",))]
        return next((one for one in names if one in wanted or one.removeprefix("the ") in wanted), names[0])

    return name


MEASURES = (qualifiers, strength, addressees, speakers, issuers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
