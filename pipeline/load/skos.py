"""`vocabularies.ttl`: the themes and the codes of the tables as SKOS concept schemes, in Turtle.

Concepts have relative addresses (`#theme/policing`), so that the file says the same wherever it lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.load.names import in_words
from pipeline.model.dataset import GENRES, GROUPS, PARTS, Dataset

_PREFIXES = (
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    "@prefix dct: <http://purl.org/dc/terms/> .",
)
_SDG = re.compile(r"sdg:(\d{1,2})(?:\.(\w{1,2}))?")
_SDG_GOAL, _SDG_TARGET = "http://metadata.un.org/sdg/{}", "http://metadata.un.org/sdg/{}.{}"


def write(dataset: Dataset, path: Path, title: str) -> None:
    """Write themes with their groups, and genres, kinds and parts."""
    blocks = [*_themes(dataset, title), *_codes("genre", "Genres of documents", GENRES), *_kinds(),
              *_codes("part", "Parts people take", PARTS)]  # fmt: skip
    path.write_bytes("\n\n".join(["\n".join(_PREFIXES), *blocks, ""]).encode("utf-8"))


def _themes(dataset: Dataset, title: str) -> Iterator[str]:
    rows = dataset.rows("themes")
    groups = sorted({row.broader for row in rows if row.broader})
    yield _scheme("theme", f"Themes: {title}", [*(f"theme-group/{one}" for one in groups)])
    for group in groups:
        members = [f"theme/{row.theme_id}" for row in rows if row.broader == group]
        yield _concept(f"theme-group/{group}", "theme", in_words(group.replace("-", " ")), narrower=members, top=True)
    for row in rows:
        yield _concept(
            f"theme/{row.theme_id}",
            "theme",
            row.label,
            definition=row.definition,
            broader=[f"theme-group/{row.broader}"] if row.broader else [],
            matches=row.mappings,
        )


def _kinds() -> Iterator[str]:
    yield _scheme("kind", "Kinds of statements", [f"kind-group/{group}" for group in GROUPS])
    for group, kinds in GROUPS.items():
        narrower = [f"kind/{kind}" for kind in kinds]
        yield _concept(f"kind-group/{group}", "kind", in_words(group), narrower=narrower, top=True)
        for kind in kinds:
            yield _concept(f"kind/{kind}", "kind", in_words(kind), broader=[f"kind-group/{group}"])


def _codes(scheme: str, label: str, codes: Iterable[str]) -> Iterator[str]:
    names = [f"{scheme}/{code}" for code in codes]
    yield _scheme(scheme, label, names)
    for name in names:
        yield _concept(name, scheme, in_words(name.partition("/")[2]), top=True)


def _scheme(name: str, label: str, tops: Iterable[str]) -> str:
    return _block(
        f"scheme/{name}", "skos:ConceptScheme", [("dct:title", [_text(label)]), ("skos:hasTopConcept", _refs(tops))]
    )


def _concept(
    name: str,
    scheme: str,
    label: str,
    *,
    definition: str = "",
    broader: Iterable[str] = (),
    narrower: Iterable[str] = (),
    matches: Iterable[str] = (),
    top: bool = False,
) -> str:
    home = _refs([f"scheme/{scheme}"])
    found = [_match(one) for one in matches]
    return _block(
        name,
        "skos:Concept",
        [
            ("skos:inScheme", home),
            ("skos:topConceptOf", home if top else []),
            ("skos:notation", [_literal(name.partition("/")[2])]),
            ("skos:prefLabel", [_text(label)]),
            ("skos:definition", [_text(definition)] if definition else []),
            ("skos:broader", _refs(broader)),
            ("skos:narrower", _refs(narrower)),
            ("skos:relatedMatch", [one for one in found if one.startswith("<")]),
            ("skos:note", [one for one in found if not one.startswith("<")]),
        ],
    )


def _block(name: str, kind: str, said: Iterable[tuple[str, list[str]]]) -> str:
    lines = [f"{predicate} {', '.join(objects)}" for predicate, objects in said if objects]
    return " ;\n  ".join([f"{_refs([name])[0]} a {kind}", *lines]) + " ."


def _refs(names: Iterable[str]) -> list[str]:
    return [f"<#{re.sub(r'[^A-Za-z0-9_./-]', lambda sign: f'%{ord(sign[0]):02X}', name)}>" for name in names]


def _match(mapping: str) -> str:
    """The address of a target of the United Nations; another vocabulary's id as a text."""
    found = _SDG.fullmatch(mapping)
    if not found:
        return _literal(mapping)
    return f"<{_SDG_TARGET.format(found[1], found[2]) if found[2] else _SDG_GOAL.format(found[1])}>"


def _text(text: str) -> str:
    return f"{_literal(text)}@en"


def _literal(text: str) -> str:
    r"""A text as Turtle writes it.

    >>> print(_literal('a "b"\n'))
    "a \"b\"\n"
    """
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'"{escaped}"'
