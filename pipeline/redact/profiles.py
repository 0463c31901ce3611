"""The profiles `research` and `public` of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from pipeline.model.dataset import TABLES, Dataset
from pipeline.redact import Key, Model, Redacted, RedactSettings
from pipeline.redact.contacts import contacts_in
from pipeline.redact.known import known, may_hold_a_person
from pipeline.redact.offices import public_people
from pipeline.redact.phrases import visible
from pipeline.redact.running import ID, Redactor, beside_role
from pipeline.redact.tables import EMPTIED, HEADERS_AND_PLACES, ONLY_KNOWN, columns, emptied, is_running, mapped
from pipeline.text.clean import file_name

_ANSWERED = ("officials", "contacts")  # columns of a form, whose answers name people and nothing else
_MASK = "•"


# research


def research(dataset: Dataset) -> Redacted:
    """Without contacts, mail headers and file locations. In running text each sign of an address or number becomes a
    dot, so that offsets and quotations stay right."""
    counts = {"contacts": 0}

    def mask(text: str) -> str:
        for start, end, _ in contacts_in(text):
            counts["contacts"] += 1
            text = f"{text[:start]}{_MASK * (end - start)}{text[end:]}"
        return text

    slim = _without_headers(dataset)
    rows = {table: tuple(mapped(row, _running(table), mask) for row in slim.rows(table)) for table in TABLES}
    texts = {document: mask(text) for document, text in slim.texts.items()}
    return Redacted(Dataset(tables=rows, texts=texts), counts=(("addresses and numbers masked", counts["contacts"]),))


def _without_headers(dataset: Dataset) -> Dataset:
    """Without the table `contacts`, answers that give contacts, and what a mail's header or a folder's name says."""
    subjects = {(row.document_id, file_name(f"{row.subject}.txt")) for row in dataset.rows("origins") if row.subject}
    documents = tuple(_named(row, (row.document_id, row.file_name) in subjects) for row in dataset.rows("documents"))
    origins = tuple(
        _named(emptied(row, HEADERS_AND_PLACES), (row.document_id, row.file_name) in subjects)
        for row in dataset.rows("origins")
    )
    forms = tuple(msgspec.structs.replace(row, contacts="") for row in dataset.rows("forms"))
    answers = tuple(emptied(row, ("answer",)) if row.column == "contacts" else row for row in dataset.rows("answers"))
    slim = {"documents": documents, "origins": origins, "contacts": (), "forms": forms, "answers": answers}
    return Dataset(tables={**dataset.tables, **slim}, texts=dataset.texts)


def _named(row: Any, after_subject: bool) -> Any:
    """A mail's own text is a file named after its subject, which is a header."""
    return msgspec.structs.replace(row, file_name=f"{row.document_id}.txt") if after_subject else row


def _running(table: str) -> tuple[str, ...]:
    return tuple(
        column.name for column in columns(table) if is_running(table, column) and column.name not in _keys(table)
    )


def _keys(table: str) -> tuple[str, ...]:
    """Columns of ids, which hold no words."""
    return tuple(
        column.name
        for column in columns(table)
        if column.column.refers or column.name.endswith("_id") or column.name in _IDS
    )


_BODIES = {"organisations": ("name", "aliases"), "participations": ("organisation",), "events": ("organisers",)}
_IDS = ("country_code", "said_by", "candidates", "old_id", "new_id")


# public


def public(dataset: Dataset, settings: RedactSettings, key: Key, model: Model) -> Redacted:
    """Without contacts, offsets, boxes, digests and text of documents; people without public office as codes."""
    named = public_people(dataset, settings.keep)
    phrases = known(dataset, named, settings.hide)
    slim = _without_headers(dataset)
    redactor = Redactor(phrases, key, _seen(slim, model))
    tables = {table: tuple(_row(table, row, redactor) for row in slim.rows(table)) for table in TABLES}
    return Redacted(
        Dataset(tables={table: _sorted(table, rows) for table, rows in tables.items()}),
        names=tuple(sorted(_names(dataset, phrases.people) | set(settings.hide))),
        surnames=tuple(sorted(phrases.parts.by_first)),
        kept=tuple(sorted(_kept(dataset, named) | set(settings.keep))),
        counts=(
            ("people who may be named", len(named)),
            ("people replaced by codes", len(phrases.people)),
            ("names replaced in running text", redactor.replaced["people"]),
            ("addresses and numbers replaced in running text", redactor.replaced["contacts"]),
        ),
    )


def _seen(dataset: Dataset, model: Model) -> dict[str, list[tuple[int, int]]]:
    """Where the language model sees persons in each text that is running text."""
    texts = {visible(text) for table in TABLES for row in dataset.rows(table) for text in _texts(table, row)}
    asked = sorted(text for text in texts if " " in text)
    return {text: spans for text, spans in zip(asked, model(asked), strict=True) if spans}


def _texts(table: str, row: Any) -> Iterator[str]:
    for name in _running(table):
        value = getattr(row, name)
        yield from value if isinstance(value, tuple) else (value,)


def _row(table: str, row: Any, redactor: Redactor) -> Any:
    """One row as it may be published."""
    documents = getattr(row, "document_ids", None) or tuple(filter(None, (getattr(row, "document_id", ""),)))
    hidden = table == "people" and row.person_id in redactor.known.people
    row = emptied(row, EMPTIED.get(table, ()))
    if hidden:
        row = _coded(row, redactor)
    if table == "mentions" and row.entity_type == "person" and row.entity_id in ("", *_ids(redactor, row)):
        row = msgspec.structs.replace(row, surface=redactor.person(row.entity_id or row.surface), evidence=())
    if table == "answers" and row.column in _ANSWERED:
        row = emptied(row, ("answer",))
    words = tuple(name for name in _running(table) if not (hidden and name == "name"))
    if table == "people" and not hidden:
        words = ()
    for name in words:
        row = mapped(row, (name,), _replacing(table, name, redactor, documents))
    return mapped(row, _keys(table), lambda one: _keyed(one, redactor.key))


def _replacing(table: str, column: str, redactor: Redactor, documents: tuple[str, ...]) -> Callable[[str], str]:
    """What is done to the texts of a column. Names are not guessed in what is a body's or a place's."""
    only_known = column in ONLY_KNOWN.get(table, ())

    def replace(text: str) -> str:
        if column in _BODIES.get(table, ()) and beside_role(text):
            return redactor.person(text)
        guess = not only_known or (table == "organisations" and may_hold_a_person(text))
        return redactor.text(text, documents, loose=column == "file_name", guess=guess)

    return replace


def _ids(redactor: Redactor, row: Any) -> tuple[str, ...]:
    return (row.entity_id,) if row.entity_id in redactor.known.people else ()


def _coded(row: Any, redactor: Redactor) -> Any:
    """A person as a code."""
    return msgspec.structs.replace(
        row, name=redactor.person(row.person_id), honorific="", given_name="", family_name="", aliases=()
    )


def _keyed(identity: str, key: Key) -> str:
    return key.id(identity) if ID.fullmatch(identity) else identity


def _sorted(table: str, rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """By the new ids, since the old order would tell of the old ones; statements in reading order."""
    first = ("document_id",) if "document_id" in TABLES[table].__struct_fields__ else ()
    then = ("ordinal",) if "ordinal" in TABLES[table].__struct_fields__ else ()
    keys = ("old_id", "new_id") if table == "redirects" else (*first, *then, TABLES[table].__struct_fields__[0])
    return tuple(sorted(rows, key=attrgetter(*keys)))


def _names(dataset: Dataset, people: dict[str, str]) -> set[str]:
    rows = [row for row in dataset.rows("people") if row.person_id in people]
    return {name for row in rows for name in (row.name, *row.aliases)}


def _kept(dataset: Dataset, public: frozenset[str]) -> set[str]:
    people = [row for row in dataset.rows("people") if row.person_id in public]
    named = [*people, *dataset.rows("cities"), *dataset.rows("organisations"), *dataset.rows("countries")]
    return {name for row in named for name in (row.name, *getattr(row, "aliases", ()))}
