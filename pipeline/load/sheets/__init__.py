"""What stands on the sheets of the workbook: for each a function from dataset and names to rows in words."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.load.names import Names
from pipeline.load.sheet import Sheet
from pipeline.load.sheets.documents import documents
from pipeline.load.sheets.gatherings import events, people
from pipeline.load.sheets.statements import nearest, statements
from pipeline.load.sheets.subjects import cities, themes
from pipeline.load.sheets.to_review import review
from pipeline.model.dataset import Dataset

__all__ = ["HOW_TO_READ", "SHEETS", "nearest"]

HOW_TO_READ = (
    "One row is one statement, word for word as in the document. “Document”, “Page” and “Source” say where.",
    "What several documents say alike is shown once; “Sources” says how many documents say it.",
    "“Cities” are those that the statement names or that head it; “Themes” are what it is about, the strongest first.",
    "“Confidence” is how sure the program is that this is a statement of this kind. It can be wrong: look at the page.",
    "Correct a statement, its kind or themes where it stands, or write accepted or rejected under “Review”; save a copy,",
    "then run: learnings correct COPY.xlsx. What you decided is kept in every later release.",
    "Use the arrows in the header row to filter. “To review” lists what a person should look at.",
    "A word in blue leads to its row on another sheet. On paper the sheets of statements end with the page.",
    "The last columns, hidden, hold the codes and ids of the tables (mark the column letters, right click, Unhide).",
    "A text that a spreadsheet would run as a formula has one ' before it.",
    "Names and places of cities: GeoNames (geonames.org), CC BY 4.0.",
)

SHEETS: tuple[Callable[[Dataset, Names], Sheet], ...] = (
    statements("learning", "Learnings", "Learnings, observations, practices and issues"),
    statements("recommendation", "Recommendations", "Recommendations and follow-ups: what should or will be done"),
    statements("plan", "Plans", "Objectives, activities and indicators"),
    themes,
    cities,
    people,
    events,
    documents,
    review,
)
