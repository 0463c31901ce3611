"""Documents become records: the genre is recognised from content, then read by the rules of that genre."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.model import Document, Record
from pipeline.structure.form import read_form
from pipeline.structure.genre import genre_of
from pipeline.structure.genres import (
    Reading,
    event_announcement,
    factsheet,
    forum_report,
    general,
    learning_form,
    strategic_plan,
)
from pipeline.text.places import is_place

GENRES: dict[str, Callable[[Reading], Record]] = {
    "learning_form": learning_form,
    "forum_report": forum_report,
    "event_announcement": event_announcement,
    "factsheet": factsheet,
    "strategic_plan": strategic_plan,
    "other": general,
}


def structure(document: Document) -> Record:
    """What a document says: genre, event, answers, insights, listed people, contacts."""
    form = read_form(document)
    genre, confidence = genre_of(document, form)
    return GENRES[genre](Reading(document, form, confidence, is_place))
