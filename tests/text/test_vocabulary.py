"""A vocabulary of themes survives each of its forms, and its faults are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from vocabulary_builder import WATER

from pipeline.text.vocabulary import SUFFIXES, Terms, VocabularyError, parse, write

PACKAGED = Path(__file__).parents[2] / "pipeline" / "data" / "themes.toml"


def packaged() -> Terms:
    return parse(PACKAGED.read_bytes(), ".toml")


def water() -> Terms:
    return parse(WATER.encode(), ".toml")


@pytest.fixture(params=SUFFIXES)
def suffix(request: pytest.FixtureRequest) -> str:
    if request.param == ".ttl":
        pytest.importorskip("rdflib")
    return str(request.param)


def by_alphabet(terms: Terms) -> Terms:
    """RDF keeps no order of mappings and names."""
    themes = tuple(replace(t, mappings=tuple(sorted(t.mappings))) for t in terms.themes)
    return replace(terms, themes=themes, names=tuple(sorted(terms.names)))


@pytest.mark.parametrize("terms", [packaged(), water()], ids=["packaged", "water"])
def test_a_vocabulary_comes_back_from_each_form(terms: Terms, suffix: str) -> None:
    assert by_alphabet(parse(write(terms, suffix), suffix)) == by_alphabet(terms)


def test_the_same_vocabulary_gives_the_same_bytes(suffix: str) -> None:
    assert write(water(), suffix) == write(water(), suffix)


def test_forms_can_follow_each_other(suffix: str) -> None:
    once = parse(write(water(), suffix), suffix)
    assert by_alphabet(parse(write(once, ".toml"), ".toml")) == by_alphabet(water())


def test_skos_has_the_words_that_libraries_know() -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=write(water(), ".ttl"), format="turtle")
    skos = rdflib.SKOS
    (leakage,) = graph.subjects(skos.notation, rdflib.Literal("leakage"))
    assert graph.value(leakage, skos.prefLabel) == rdflib.Literal("Leakage", lang="en")
    assert graph.value(leakage, skos.relatedMatch) == rdflib.URIRef("http://metadata.un.org/sdg/6.4")
    assert graph.value(graph.value(leakage, skos.broader), skos.prefLabel) == rdflib.Literal("Supply", lang="en")


def test_turtle_that_another_tool_wrote_is_read() -> None:
    pytest.importorskip("rdflib")
    text = """
    @prefix s: <http://www.w3.org/2004/02/skos/core#> . @prefix o: <https://w3id.org/learnings/vocabulary#> .
    @base <http://example.org/v/> .
    <supply> a s:Concept ; s:prefLabel "Versorgung"@de, "Supply"@en .
    <leakage> a s:Concept ; s:prefLabel "Leakage"@en ; s:definition "Lost water." ; s:broader <supply> ;
      o:strong "leak*", 'burst*' .
    """
    terms = parse(text.encode(), ".ttl")
    assert terms.groups == {"supply": "Supply"}
    assert [(t.id, t.broader, t.strong) for t in terms.themes] == [("leakage", "supply", ("burst*", "leak*"))]


def test_no_cell_of_the_spreadsheet_is_a_formula() -> None:
    import io

    import openpyxl

    sly = replace(water(), groups={"supply": "=1+1"})
    book = openpyxl.load_workbook(io.BytesIO(write(sly, ".xlsx")))
    assert {cell.data_type for row in book["Groups"].iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('broader = "supply"', 'broader = "suply"', "theme leakage: its group 'suply' is not among the groups"),
        ("[themes.leakage]", "[themes.Leakage]", "theme Leakage: an id is small letters"),
        ('["burst*"]', '["leak*"]', "theme leakage: the phrase 'leak*' stands in it twice"),
        ('["burst*"]', '["b*"]', "b*"),
        ('label = "Leakage"', 'label = ""', "theme leakage: it needs a label"),
        ('strong = ["tariff*", "water bill*"]', "strong = []", "theme tariffs: it needs at least one strong"),
        ("strong = [", "srong = [", "theme leakage has unknown keys: srong"),
        ('weak = ["pipe", "pipes"]\n', "", "theme leakage lacks weak"),
        ('["burst*"]', '"burst*"', "theme leakage: `normal` must be a list of texts"),
        ("[groups]", "[groops]", "it has no table [groups]"),
        ("[groups]", "[groups", "it is no TOML"),
    ],
)
def test_a_fault_is_named_with_its_theme(right: str, wrong: str, said: str) -> None:
    with pytest.raises(VocabularyError) as raised:
        parse(WATER.replace(right, wrong, 1).encode(), ".toml")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("content", "suffix", "said"),
    [
        (b"nonsense", ".xlsx", "no workbook"),
        (b"<a> <b>", ".ttl", "no Turtle"),
        (b"", ".docx", "a vocabulary is a file of"),
    ],
)
def test_another_file_is_refused(content: bytes, suffix: str, said: str) -> None:
    if suffix == ".ttl":
        pytest.importorskip("rdflib")
    with pytest.raises(VocabularyError, match=said):
        parse(content, suffix)
