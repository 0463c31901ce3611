"""The words of the house: plain frozen structs that every room speaks, and that import nothing of ours.

`place` says where text stands, `document` what a file holds, `record` what a reader makes of one document,
`outcome` what became of an item, `rules` which mails are wanted, `dataset` what is published (one class per table).
"""

from pipeline.model.document import Block, Cell, Document, Kind
from pipeline.model.item import Item, Origin, Rejected
from pipeline.model.outcome import Outcome, Status
from pipeline.model.place import Box, Span, Where
from pipeline.model.record import Answer, Contact, Event, Insight, Person, Record
from pipeline.model.rules import Choice, Head, Rules
from pipeline.model.tags import Mention, Tags

__all__ = [
    "Answer",
    "Block",
    "Box",
    "Cell",
    "Choice",
    "Contact",
    "Document",
    "Event",
    "Head",
    "Insight",
    "Item",
    "Kind",
    "Mention",
    "Origin",
    "Outcome",
    "Person",
    "Record",
    "Rejected",
    "Rules",
    "Span",
    "Status",
    "Tags",
    "Where",
]
