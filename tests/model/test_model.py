"""The words of the house: frozen, complete, and true to their offsets."""

from __future__ import annotations

import inspect

import msgspec
import pytest

from pipeline import model
from pipeline.model import Block, Cell, Document, Kind, Outcome, Record, Rejected, Span, Status, Where
from pipeline.model.document import BETWEEN_BLOCKS

STRUCTS = [value for name, value in vars(model).items() if inspect.isclass(value) and issubclass(value, msgspec.Struct)]


def document(*texts: str) -> Document:
    blocks = tuple(Block(number=n, kind=Kind.PARAGRAPH, text=text) for n, text in enumerate(texts))
    return Document(digest="d", media_type="text/plain", blocks=blocks)


@pytest.mark.parametrize("struct", STRUCTS)
def test_every_struct_is_frozen_and_built_by_name(struct):
    assert struct.__struct_config__.frozen
    assert all(p.kind is p.KEYWORD_ONLY for p in inspect.signature(struct).parameters.values())


@pytest.mark.parametrize("struct", STRUCTS)
def test_every_struct_says_what_it_is(struct):
    assert (struct.__doc__ or "").strip().endswith((".", "`"))


def test_the_face_of_the_model_is_sorted_and_true():
    assert model.__all__ == sorted(model.__all__, key=lambda name: (not name.isupper(), name))  # constants first
    assert all(hasattr(model, name) for name in model.__all__)


@pytest.mark.parametrize("texts", [(), ("",), ("one",), ("one", "two"), ("one", "", "zwei – drei", "😀 four")])
def test_offsets_point_into_the_text_of_a_document(texts):
    found = document(*texts)
    assert [found.text()[o : o + len(t)] for o, t in zip(found.offsets(), texts, strict=True)] == list(texts)
    assert found.text() == BETWEEN_BLOCKS.join(texts)


def test_a_span_names_characters_of_its_block():
    assert document("Night buses", "in Łódź run").slice(Span(block=1, start=3, end=7)) == "Łódź"


def test_spans_are_in_reading_order():
    first, second, third = Span(block=0, start=5, end=9), Span(block=1, start=0, end=2), Span(block=1, start=0, end=3)
    assert sorted([third, second, first]) == [first, second, third]


def test_a_cell_is_a_slice_of_its_table():
    cell = Cell(row=0, column=1, start=6, end=10)
    assert Block(number=0, kind=Kind.TABLE, text="Turin\t1840", cells=(cell,)).cell_text(cell) == "1840"


@pytest.mark.parametrize(
    "thing",
    [
        document("one", "two"),
        Outcome(digest="d", status=Status.DONE, document=document("one"), record=Record(genre="other", confidence=0.5)),
        Outcome(digest="d", status=Status.QUARANTINED, reason="empty"),
        Where(page=1, locator="page=1;para=1"),
        Rejected(origin=model.Origin(source="folder", locator="a", name="a"), status="ignored", reason="temporary", message="", content=b"\x00"),
    ],
)  # fmt: skip
def test_what_crosses_processes_comes_back_the_same(thing):
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(thing), type=type(thing)) == thing
    assert msgspec.json.decode(msgspec.json.encode(thing), type=type(thing)) == thing


def test_what_is_frozen_cannot_be_changed():
    with pytest.raises(AttributeError, match="immutable"):
        document("one").digest = "e"
