"""A vocabulary as SKOS in Turtle, for the tools of libraries (Skosmos, VocBench, Protégé).

Themes and groups are `skos:Concept`s of one scheme; SDG targets are `skos:relatedMatch` to the UN's own addresses. What
SKOS has no word for stands in our namespace (docs/vocabulary.md lists it). Turtle is written here, by few rules; it is
read by rdflib (extra `skos`), since other tools write it in other ways.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.text.vocabulary.terms import LEVELS, Rule, Terms, Theme, VocabularyError

BASE = "https://w3id.org/learnings/themes/"
OWN = "https://w3id.org/learnings/vocabulary#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SDG = "http://metadata.un.org/sdg/"
LANGUAGE = "en"


def write(terms: Terms) -> bytes:
    """The Turtle text of a vocabulary; the same vocabulary gives the same bytes."""
    return ("\n".join(_lines(terms)) + "\n").encode()


def _lines(terms: Terms) -> Iterator[str]:
    yield from (f"@prefix {name}: <{base}> ." for name, base in (("skos", SKOS), ("own", OWN), ("", BASE)))
    scheme = [("a", "skos:ConceptScheme")]
    scheme += [("own:name", _text(name)) for name in terms.names]
    if terms.rule is not None:
        scheme.append(("own:rule", _text(_rule_text(terms.rule))))
    yield from _subject(f"<{BASE}>", scheme)
    for place, (group, label) in enumerate(terms.groups.items(), start=1):
        yield from _subject(
            f"<{BASE}group/{group}>",
            [
                ("a", "skos:Concept, own:Group"),
                ("skos:topConceptOf", f"<{BASE}>"),
                ("skos:inScheme", f"<{BASE}>"),
                ("skos:notation", _text(group)),
                ("own:order", str(place)),
                ("skos:prefLabel", _text(label, LANGUAGE)),
            ],
        )
    for place, theme in enumerate(terms.themes, start=1):
        yield from _subject(f"<{BASE}{theme.id}>", _theme_pairs(theme, place))


def _theme_pairs(theme: Theme, place: int) -> Iterator[tuple[str, str]]:
    yield "a", "skos:Concept"
    yield "skos:inScheme", f"<{BASE}>"
    yield "skos:notation", _text(theme.id)
    yield "own:order", str(place)
    yield "skos:prefLabel", _text(theme.label, LANGUAGE)
    yield "skos:definition", _text(theme.definition, LANGUAGE)
    yield "skos:broader", f"<{BASE}group/{theme.broader}>"
    for mapping in theme.mappings:
        yield _mapping(mapping)
    for level in (*LEVELS, "unless"):
        if getattr(theme, level):
            yield f"own:{level}", _listed(getattr(theme, level))
    if theme.examples:
        yield "own:examples", _listed(theme.examples)
        yield from (("skos:example", _text(text, LANGUAGE)) for text in theme.examples)
    if theme.counterexamples:
        yield "own:counterexamples", _listed(theme.counterexamples)


def _mapping(mapping: str) -> tuple[str, str]:
    scheme, _, name = mapping.partition(":")
    if scheme == "sdg" and all(part.isalnum() for part in name.split(".")):
        return "skos:relatedMatch", f"<{SDG}{name}>"
    return "own:mapping", _text(mapping)


def _listed(texts: Iterable[str]) -> str:
    return f"( {' '.join(_text(text) for text in texts)} )"


def _subject(name: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [f"    {verb} {value}" for verb, value in pairs]
    yield f"\n{name}"
    yield " ;\n".join(lines) + " ."


def _text(value: str, language: str = "") -> str:
    """A literal: Turtle knows the escapes of JSON."""
    return json.dumps(value, ensure_ascii=False) + (f"@{language}" if language else "")


def _rule_text(rule: Rule) -> str:
    return json.dumps(
        {"threshold": rule.threshold, "fallback": rule.fallback, "bias": rule.bias, "weights": dict(rule.weights)}
    )


def parse(content: bytes) -> Terms:
    """The vocabulary in a Turtle text. Lists may stand as RDF lists or as single values; their order is kept where
    they are lists, else by the alphabet.

    Raises VocabularyError; `ModuleNotFoundError` where rdflib is not installed.
    """
    import rdflib
    from rdflib.plugins.parsers.notation3 import BadSyntax

    graph = rdflib.Graph()
    try:
        graph.parse(data=content, format="turtle")
    except (BadSyntax, UnicodeDecodeError, ValueError, IndexError) as error:
        # rdflib ends with an IndexError where the text ends inside a statement
        raise VocabularyError(f"it is no Turtle: {' '.join(str(error).split())[:300]}") from error
    return _Reader(graph, rdflib).terms()


class _Reader:
    """The graph, and how our terms are asked of it."""

    def __init__(self, graph: Any, rdflib: Any) -> None:
        self.graph, self.rdflib = graph, rdflib
        self.type = rdflib.RDF.type
        self.ids = {subject: self.id_of(subject) for subject in self.subjects(f"{SKOS}Concept")}

    def terms(self) -> Terms:
        groups = self.ordered(self.groups())
        themes = self.ordered(subject for subject in self.ids if subject not in set(groups))
        schemes = self.subjects(f"{SKOS}ConceptScheme")
        names = sorted(name for scheme in schemes for name in self.texts(scheme, f"{OWN}name"))
        rules = [text for scheme in schemes for text in self.texts(scheme, f"{OWN}rule")]
        return Terms(
            groups={self.ids[group]: self.text(group, f"{SKOS}prefLabel") for group in groups},
            themes=tuple(self.theme(subject) for subject in themes),
            names=tuple(names),
            rule=_rule_of(rules[0]) if rules else None,
        )

    def groups(self) -> set[Any]:
        """Concepts that others are narrower than, or that say so."""
        above = {self.rdflib.URIRef(f"{SKOS}broader")}
        wide = {thing for verb in above for thing in self.graph.objects(None, verb)}
        return {one for one in self.ids if one in wide or one in self.subjects(f"{OWN}Group")}

    def theme(self, subject: Any) -> Theme:
        broader = [self.ids.get(group, str(group)) for group in self.values(subject, f"{SKOS}broader")]
        mappings = [str(one).removeprefix(SDG) for one in self.values(subject, f"{SKOS}relatedMatch")]
        return Theme(
            id=self.ids[subject],
            label=self.text(subject, f"{SKOS}prefLabel"),
            definition=self.text(subject, f"{SKOS}definition"),
            broader=broader[0] if broader else "",
            mappings=tuple(
                sorted([f"sdg:{one}" for one in mappings] + self.texts(subject, f"{OWN}mapping"), key=_numbered)
            ),
            **{level: tuple(self.texts(subject, f"{OWN}{level}")) for level in (*LEVELS, "unless", "counterexamples")},
            examples=tuple(self.texts(subject, f"{OWN}examples") or self.texts(subject, f"{SKOS}example")),
        )

    def subjects(self, kind: str) -> list[Any]:
        return list(self.graph.subjects(self.type, self.rdflib.URIRef(kind)))

    def values(self, subject: Any, verb: str) -> list[Any]:
        return sorted(self.graph.objects(subject, self.rdflib.URIRef(verb)), key=str)

    def texts(self, subject: Any, verb: str) -> list[str]:
        found: list[str] = []
        for value in self.values(subject, verb):
            if isinstance(value, self.rdflib.Literal):
                found.append(str(value))
            else:
                found += [str(one) for one in self.rdflib.collection.Collection(self.graph, value)]
        return found

    def text(self, subject: Any, verb: str) -> str:
        values = self.values(subject, verb)
        english = [value for value in values if getattr(value, "language", None) in (None, LANGUAGE)]
        return str((english or values or [""])[0])

    def id_of(self, subject: Any) -> str:
        notation = self.text(subject, f"{SKOS}notation")
        return notation or str(subject).rstrip("/#").replace("#", "/").rpartition("/")[2]

    def ordered(self, subjects: Iterable[Any]) -> list[Any]:
        def place(subject: Any) -> tuple[int, str]:
            order = self.text(subject, f"{OWN}order")
            return (int(order) if order.isdigit() else 1_000_000, self.ids[subject])

        return sorted(subjects, key=place)


def _numbered(mapping: str) -> tuple[str, list[tuple[int, int | str]]]:
    """Sorts "sdg:8.6" before "sdg:16.2"."""
    scheme, _, name = mapping.partition(":")
    return scheme, [(0, int(part)) if part.isdigit() else (1, part) for part in name.split(".")]


def _rule_of(text: str) -> Rule:
    try:
        data = json.loads(text)
        weights = {str(name): float(value) for name, value in data["weights"].items()}
        return Rule(float(data["threshold"]), float(data["fallback"]), float(data["bias"]), weights)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise VocabularyError(f"own:rule is no rule ({error})") from error
